//! `jurisim run` and `jurisim resume`, and what happens without any command: a scenario's arms,
//! compared and reported.

use super::{End, RunSettings, print, stop};
use crate::disk::Disk;
use crate::runs::carry_out::{Carried, Order, carry_out};
use crate::runs::{RunFolder, Trouble, beside};
use crate::scenario::open::open;
use crate::scenario::{Scenario, library, read};
use crate::sweep::{self, Parent, calibration, days_of_a_replicate};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;
use std::time::{Duration, Instant};

pub(super) fn run(file: Option<&Path>, settings: &RunSettings) -> End {
    let scenario = match load(file, settings) {
        Ok(scenario) => scenario,
        Err(end) => return end,
    };
    let command = reproduce(file, &scenario);
    let mut order = Order::new(&scenario, &settings.out, &command);
    order.file = file.and_then(Path::to_str);
    order.keep = settings.keep_events;
    order.threads = threads(settings.threads);
    order.force = settings.force;
    carried(&Disk::real(), &order)
}

/// Carries on what was stopped, from its folder alone.
pub(super) fn resume(folder: &Path, wanted: Option<u32>) -> End {
    resumed(&Disk::real(), folder, wanted).unwrap_or_else(|trouble| said(&trouble))
}

fn resumed(disk: &Disk, folder: &Path, wanted: Option<u32>) -> Result<End, Trouble> {
    let found = match RunFolder::find_unfinished(disk, folder)? {
        Some(unfinished) => unfinished,
        None => RunFolder::open(disk, folder)?,
    };
    let scenario = found.scenario()?;
    let manifest = &found.manifest;
    let parent = manifest.parent.as_deref().zip(manifest.steps.last());
    let out = folder.parent().unwrap_or(Path::new(""));
    let mut order = Order::new(&scenario, out, &manifest.command);
    order.file = manifest.file.as_deref();
    order.keep = manifest.keep;
    order.threads = threads(wanted);
    order.resumes = true;
    order.parent =
        parent.map(|(folder, step)| Parent { folder: Path::new(folder), arm: &step.arm });
    if order.folder().file_name() != folder.file_name() {
        let (folder, name) = (folder.display(), order.folder().display());
        return Err(Trouble::Input(format!("{folder}: this run's folder is called {name}")));
    }
    Ok(carried(disk, &order))
}

/// So many threads as are asked for, or as there are cores.
pub(super) fn threads(wanted: Option<u32>) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    wanted.map_or(cores, |threads| threads as usize)
}

/// Carries an order out, with a bar, and tells what came of it.
pub(super) fn carried(disk: &Disk, order: &Order) -> End {
    let folder = order.folder();
    let page = folder.join("report.html");
    stop::listen();
    let started = Instant::now();
    let bar = begun(order);
    let watch = || {
        bar.inc(1);
        stop::going()
    };
    let done = match order.is_there(disk) {
        Ok(true) => Ok(Carried::WasThere),
        Ok(false) => {
            introduced(order, disk);
            carry_out(disk, order, &watch)
        }
        Err(trouble) => Err(trouble),
    };
    bar.finish_and_clear();
    match done {
        Ok(Carried::WasThere) => print::talk(&format!(
            "{} holds this very run already: nothing to do. --force runs it again.",
            folder.display()
        )),
        Ok(Carried::Done { results, checked }) => {
            counted(&results, started);
            print::result(&print::comparison(order.scenario(), &results));
            tell_what_to_mind(order.scenario(), &results, &checked);
        }
        Err(trouble) => {
            if matches!(trouble, Trouble::Stopped) {
                let command = format!("jurisim resume {}", folder.display());
                print::talk(&format!("Stopped. Saved up to here; go on with: {command}"));
                return End::Stopped;
            }
            return said(&trouble);
        }
    }
    print::result(&format!("Report: {}", page.display()));
    End::Done
}

/// Tells what went wrong, and how that ends the program.
pub(super) fn said(trouble: &Trouble) -> End {
    match trouble {
        // Mistakes of a scenario are told as they stand in the file.
        Trouble::Scenario(mistakes) => print::talk(&mistakes.to_string()),
        other => print::error(&other.to_string()),
    }
    ending(trouble)
}

/// How a trouble ends the program.
pub(super) fn ending(trouble: &Trouble) -> End {
    match trouble {
        Trouble::Scenario(_) | Trouble::Input(_) | Trouble::Version(_) => End::BadInput,
        Trouble::Disk(_) | Trouble::Threads(_) | Trouble::Outside(_) => End::Io,
        Trouble::Incomplete(_) => End::Incomplete,
        Trouble::Log(error) if error.is_held() => End::Stopped,
        Trouble::Log(error) if error.is_damage() => End::Damaged,
        Trouble::Log(error) if error.is_of_another_version() => End::BadInput,
        Trouble::Log(_) => End::Io,
        Trouble::Busy(_) | Trouble::Stopped => End::Stopped,
        Trouble::Damage(_) => End::Damaged,
    }
}

fn load(file: Option<&Path>, settings: &RunSettings) -> Result<Scenario, End> {
    let loaded = match file {
        Some(path) => open(path),
        None => read::scenario("scenarios/los-angeles.toml", library::DEFAULT, &|_| None),
    };
    let mut scenario = loaded.map_err(|mistakes| {
        print::talk(&mistakes.to_string());
        End::BadInput
    })?;
    scenario.seed = settings.seed.unwrap_or(scenario.seed);
    scenario.replicates = settings.replicates.unwrap_or(scenario.replicates);
    Ok(scenario)
}

/// The command that gives this very run again.
fn reproduce(file: Option<&Path>, scenario: &Scenario) -> String {
    let what = file.map_or_else(String::new, |path| format!(" {}", path.display()));
    let (seed, replicates) = (scenario.seed, scenario.replicates);
    format!("jurisim run{what} --seed {seed} --replicates {replicates}")
}

fn introduced(order: &Order, disk: &Disk) {
    let scenario = order.scenario();
    print::talk(&format!(
        "{}\n{} residents, {} to {}, {} policies x {} replicates, {} threads",
        scenario.title,
        print::number(scenario.place.residents() as f64, 0),
        scenario.span.start,
        scenario.span.end,
        scenario.arms.len(),
        scenario.replicates,
        order.threads,
    ));
    let folder = order.folder();
    if matches!(disk.what(&beside(folder, "partial")), Ok(Some(_))) {
        print::talk("Going on from where it was stopped.");
    }
    print::talk(&format!("If it is stopped: jurisim resume {}", folder.display()));
}

fn begun(order: &Order) -> ProgressBar {
    let days = days_of_a_replicate(order.scenario()) * u64::from(order.scenario().replicates);
    let bar = ProgressBar::with_draw_target(Some(days), ProgressDrawTarget::stderr_with_hz(8));
    let style = "[{bar:40}] {percent}%  {pos} of {len} simulated days  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style.progress_chars("#>-"));
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

fn counted(results: &sweep::Results, started: Instant) {
    let events: u64 = results.cells.iter().flatten().map(|cell| cell.counted.events).sum();
    print::talk(&format!(
        "{} events in {} runs, {:.0} s",
        print::number(events as f64, 0),
        results.cells.iter().map(Vec::len).sum::<usize>(),
        started.elapsed().as_secs_f64(),
    ));
}

/// What a reader of the table must know.
fn tell_what_to_mind(
    scenario: &Scenario,
    results: &sweep::Results,
    checked: &[calibration::Checked],
) {
    let from = scenario.span.count_from;
    let to = scenario.span.end;
    let n = results.cells[0].len();
    print::result(&format!(
        "Counted {from} to {to}. Differences are paired (same people, same luck); in brackets the 95 % \
         interval of the mean over {n} replicates: chance only, not what is unknown of the numbers."
    ));
    for (a, b) in results.identical() {
        let (a, b) = (&scenario.arms[a].id, &scenario.arms[b].id);
        print::result(&format!("{a} and {b} gave identical events in all {n} replicates."));
    }
    let misses = checked.iter().filter(|target| !target.is_hit()).count();
    if !checked.is_empty() {
        print::result(&format!(
            "{misses} of {} published figures are missed by the model: see the report.",
            checked.len()
        ));
    }
}

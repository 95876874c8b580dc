//! `jurisim run`, and what happens without any command: a scenario's arms, compared and reported.

use super::{End, RunSettings, print};
use crate::engine::BEHAVIOUR;
use crate::log::Digest;
use crate::report;
use crate::scenario::open::open;
use crate::scenario::{Scenario, library, read};
use crate::sweep::{self, Plan, SweepError, calibration, days_of_a_replicate, declined, table};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ENGINE: &str = env!("CARGO_PKG_VERSION");

pub(super) fn run(file: Option<&Path>, settings: &RunSettings) -> End {
    let scenario = match load(file, settings) {
        Ok(scenario) => scenario,
        Err(end) => return end,
    };
    let id = identity(&scenario);
    let folder = settings.out.join(format!("{}-{}", scenario.name, &id[..10]));
    let page = folder.join("report.html");
    let is_there = || page.exists() && has_logs(&scenario, &folder, settings.keep_events);
    if is_there() && !settings.force {
        print::talk(&format!(
            "{} holds this very run already: nothing to do. --force runs it again.",
            folder.display()
        ));
        print::result(&format!("Report: {}", page.display()));
        return End::Done;
    }
    let busy = format!("another jurisim is writing {} at this moment", folder.display());
    let done = lock(&settings.out, &beside(&folder, "lock"), busy)
        .and_then(|_lock| carry_out(&scenario, file, settings, &id, &folder));
    match done {
        Ok(()) => {
            print::result(&format!("Report: {}", page.display()));
            End::Done
        }
        Err((end, what)) => {
            print::error(&what);
            end
        }
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

/// What names a run: the hash of all that decides its results.
fn identity(scenario: &Scenario) -> String {
    let inputs = format!("jurisim {ENGINE} {BEHAVIOUR}\n{}", scenario.resolved());
    Digest::of(inputs.as_bytes()).to_string()
}

pub(super) type Failure = (End, String);

pub(super) fn io(path: &Path) -> impl Fn(std::io::Error) -> Failure + '_ {
    move |error| (End::Io, format!("cannot write {}: {error}", path.display()))
}

/// Whether the logs of so many replicates of each arm are kept in a folder.
fn has_logs(scenario: &Scenario, folder: &Path, number: u32) -> bool {
    let number = number.min(scenario.replicates);
    let mut arms = scenario.arms.iter();
    number == 0 || arms.all(|arm| sweep::cell_folder(folder, &arm.id, number).exists())
}

/// Keeps others from the same work until what it returns is dropped: locks a file in the folder for
/// results, which is made if need be. The file stays: whoever removed it could let two others lock two
/// files of one name.
pub(super) fn lock(out: &Path, path: &Path, busy: String) -> Result<fs::File, Failure> {
    fs::create_dir_all(out).map_err(io(out))?;
    let lock = fs::File::create(path).map_err(io(path))?;
    if lock.try_lock().is_err() {
        return Err((End::Busy, busy));
    }
    Ok(lock)
}

/// Runs everything in a folder beside the final one, which appears only when all is there.
fn carry_out(
    scenario: &Scenario,
    file: Option<&Path>,
    settings: &RunSettings,
    id: &str,
    folder: &Path,
) -> Result<(), Failure> {
    let partial = beside(folder, "partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(io(&partial))?;
    }
    fs::create_dir_all(&partial).map_err(io(&partial))?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let plan = Plan {
        replicates: scenario.replicates,
        threads: settings.threads.map_or(cores, |threads| threads as usize),
        keep_events: settings.keep_events,
        folder: partial.clone(),
    };
    let results = simulate(scenario, &plan)?;
    for (name, text) in
        [("scenario.toml", scenario.text.as_str()), ("resolved.toml", &scenario.resolved())]
    {
        let path = partial.join(name);
        fs::write(&path, text).map_err(io(&path))?;
    }
    table::write(scenario, &results, &partial).map_err(|what| (End::Io, what))?;
    declined::write(scenario, &results, &partial).map_err(|what| (End::Io, what))?;
    let checked = calibration::check(scenario, &results);
    let input = report::Input {
        scenario,
        results: &results,
        checked: &checked,
        record: id,
        command: &reproduce(file, scenario),
        engine: ENGINE,
        scenario_file: file.and_then(Path::to_str),
        keep_events: plan.keep_events.min(plan.replicates),
    };
    report::write(&input, &partial).map_err(|error| (End::Io, error.to_string()))?;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(io(folder))?;
    }
    fs::rename(&partial, folder).map_err(io(folder))?;
    print::result(&print::comparison(scenario, &results));
    tell_what_to_mind(scenario, &results, &checked);
    Ok(())
}

/// A name beside the run's folder, for what is there only while the run is carried out.
fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or("run");
    folder.with_file_name(format!(".{name}.{what}"))
}

/// The command that gives this very run again.
fn reproduce(file: Option<&Path>, scenario: &Scenario) -> String {
    let what = file.map_or_else(String::new, |path| format!(" {}", path.display()));
    let (seed, replicates) = (scenario.seed, scenario.replicates);
    format!("jurisim run{what} --seed {seed} --replicates {replicates}")
}

fn simulate(scenario: &Scenario, plan: &Plan) -> Result<sweep::Results, Failure> {
    let days = days_of_a_replicate(scenario) * u64::from(plan.replicates);
    let arms = scenario.arms.len();
    print::talk(&format!(
        "{}\n{} residents, {} to {}, {arms} policies x {} replicates, {} threads",
        scenario.title,
        print::number(scenario.place.residents() as f64, 0),
        scenario.span.start,
        scenario.span.end,
        plan.replicates,
        plan.threads,
    ));
    let started = Instant::now();
    let bar = ProgressBar::with_draw_target(Some(days), ProgressDrawTarget::stderr_with_hz(8));
    let style = "[{bar:40}] {percent}%  {pos} of {len} simulated days  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style.progress_chars("#>-"));
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    let results = sweep::run(scenario, plan, &|| bar.inc(1));
    bar.finish_and_clear();
    let results = results.map_err(|error| match error {
        SweepError::Threads(what) => (End::Io, what),
        SweepError::Log(error) if error.is_held() => (End::Busy, error.to_string()),
        SweepError::Log(error) => (End::Io, error.to_string()),
    })?;
    let events: u64 = results.cells.iter().flatten().map(|cell| cell.counted.events).sum();
    print::talk(&format!(
        "{} events in {} runs, {:.0} s",
        print::number(events as f64, 0),
        results.cells.iter().map(Vec::len).sum::<usize>(),
        started.elapsed().as_secs_f64(),
    ));
    Ok(results)
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

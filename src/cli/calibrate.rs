//! `jurisim calibrate`: every published figure beside the model's, and how numbers were fitted.

use super::{End, print};
use crate::disk::{Disk, DiskError};
use crate::sweep::SweepError;
use crate::sweep::calibration::{
    self, Change, Line, Model, Plan, TableError, answers, asked, fit, markdown, overrides,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Path, PathBuf};

/// How to calibrate.
#[derive(Args, Debug)]
pub(super) struct Calibrate {
    /// Two replicates instead of four (with --fit one instead of two), New York City to 2015, the levers of
    /// Los Angeles to 2019, and without the ten years of Los Angeles, whose rows are not asked.
    #[arg(long)]
    quick: bool,
    /// Instead of the table: fit again the numbers that were set to published figures, and print what a
    /// scenario can hold to run with them. No file of the model is changed.
    #[arg(long)]
    fit: bool,
    /// Threads (1 to 1024); all cores if not given. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// The folder to write to: calibration.csv, calibration.md and the scenarios of the table; with --fit
    /// fit.toml.
    #[arg(long, default_value = "outputs/calibration")]
    out: PathBuf,
}

pub(super) fn calibrate(arguments: &Calibrate) -> End {
    match carry_out(arguments) {
        Ok(()) => End::Done,
        Err((end, what)) => {
            print::error(&what);
            end
        }
    }
}

fn carry_out(arguments: &Calibrate) -> Result<(), Failure> {
    // What cannot be written is better known before minutes of work, and two of them would write
    // each other's table.
    let out = &arguments.out;
    let disk = Disk::real();
    disk.make_folder(out).map_err(refused)?;
    let Some(_lock) = disk.lock(&out.join("calibration.lock")).map_err(refused)? else {
        let out = out.display();
        let what = format!("another calibration is writing to {out}: wait, or name another --out");
        return Err((End::Stopped, what));
    };
    let threads = super::run::threads(arguments.threads);
    if arguments.fit { refit(arguments, threads) } else { table(arguments, threads) }
}

type Failure = (End, String);

fn refused(error: DiskError) -> Failure {
    (End::Io, error.to_string())
}

fn failed(error: TableError) -> Failure {
    match error {
        TableError::Scenario(mistakes) => (End::BadInput, mistakes.to_string()),
        TableError::Run(SweepError::Stopped) => {
            (End::Stopped, "stopped; a calibration starts anew".to_owned())
        }
        TableError::Run(error) => (End::Io, error.to_string()),
    }
}

/// Writes a file whole, or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Disk::real().replace(path, bytes).map(|_| ()).map_err(refused)
}

fn table(arguments: &Calibrate, threads: usize) -> Result<(), Failure> {
    let plan = Plan { quick: arguments.quick, threads };
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(8));
    let style = "[{bar:40}] {percent}%  {pos} of {len} simulated days";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style.progress_chars("#>-"));
    }
    let mut begins = |scenario: &calibration::Asked, days: u64| {
        bar.suspend(|| print::talk(&format!("{} ...", scenario.name)));
        bar.set_length(bar.length().unwrap_or(0) + days);
    };
    super::stop::listen();
    let lines = answers(plan, &mut begins, &|| {
        bar.inc(1);
        super::stop::going()
    });
    bar.finish_and_clear();
    let lines = lines.map_err(failed)?;
    let out = &arguments.out;
    let csv = calibration::csv(&lines).map_err(|what| (End::Io, what))?;
    write(&out.join("calibration.csv"), &csv)?;
    write(&out.join("calibration.md"), markdown(&lines, plan).as_bytes())?;
    for scenario in asked() {
        if let Some(text) = scenario.text() {
            write(&out.join(format!("{}.toml", scenario.name)), text.as_bytes())?;
        }
    }
    show(&lines);
    print::result(&format!("Table: {}", out.join("calibration.md").display()));
    Ok(())
}

fn show(lines: &[Line]) {
    for line in lines {
        let target = line.target;
        let (published, low, high) = target.published;
        let number = calibration::plain;
        print::result(&format!(
            "{:<5} {:<9} {:<11} {}\n      published {} ({} to {}); model {}",
            target.id,
            line.result(),
            target.role.label(),
            target.label,
            number(published),
            number(low),
            number(high),
            line.model.words(),
        ));
    }
    let of = |result: &str| lines.iter().filter(|line| line.result() == result).count();
    print::result(&format!(
        "\n{} figures: {} hit, {} missed, {} not asked. In brackets the 95 % interval of the mean over \
         replicates: chance only.",
        lines.len(),
        of("hit"),
        of("MISS"),
        lines.iter().filter(|line| matches!(line.model, Model::NotAsked(_))).count(),
    ));
}

fn refit(arguments: &Calibrate, threads: usize) -> Result<(), Failure> {
    let mut told = |what: &str| print::talk(what);
    let changes = fit(arguments.quick, threads, &mut told).map_err(failed)?;
    for change in &changes {
        print::result(&words(change));
    }
    let text = overrides(&changes);
    let path = arguments.out.join("fit.toml");
    write(&path, text.as_bytes())?;
    if text.is_empty() {
        print::result(
            "\nNo number has to move: each figure is met to a tenth of half its tolerance.",
        );
    } else {
        print::result(&format!("\nFor a scenario:\n\n{text}"));
    }
    print::result(&format!("Written: {}", path.display()));
    Ok(())
}

fn words(change: &Change) -> String {
    let number = calibration::plain;
    let (published, low, high) = change.published;
    let end =
        if change.is_moved() && change.is_at_the_end() { ", an end of its range" } else { "" };
    format!(
        "{:<28} {} -> {}{end}\n      {} published {} ({} to {}); model {} -> {}",
        change.parameter,
        number(change.old.value),
        number(change.fitted),
        change.id,
        number(published),
        number(low),
        number(high),
        number(change.before),
        number(change.after),
    )
}

//! `jurisim sweep`: what a sweep costs, and its cells, run here or by anybody who sees its folder.

use super::run::{said, threads};
use super::{End, print, stop};
use crate::disk::Disk;
use crate::engine::record::Watch;
use crate::experiment::{
    Gathered, Pilot, Standing, SweepFile, SweepFolder, Worked, gather, pilot, work,
};
use crate::runs::{Trouble, alone};
use crate::sensitivity::{Design, Groups, Morris, Shape, tornado};
use crate::sweep::days_of_a_replicate;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What to do with a sweep.
#[derive(Subcommand, Debug)]
pub(super) enum Sweep {
    /// Say what a sweep will cost; start nothing but a short pilot.
    Plan {
        /// The sweep file.
        file: PathBuf,
    },
    /// Run a sweep, or go on with it, and write its tables.
    Run(Run),
    /// Run what is missing of one shard: for clusters. No lock, no server; any order, any machine.
    Work {
        /// The sweep's folder.
        folder: PathBuf,
        /// Which shard, from 0.
        #[arg(long)]
        shard: u32,
        /// Threads (1 to 1024).
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1024))]
        threads: u32,
    },
    /// Say how much of a sweep is there.
    Status {
        /// The sweep's folder.
        folder: PathBuf,
    },
    /// Check that every cell is there, and write the tables of results.
    Gather {
        /// The sweep's folder.
        folder: PathBuf,
    },
    /// Run whatever is missing, from the folder alone.
    Resume(Resume),
    /// Add points or replicates. Nothing that is there is run again.
    Expand {
        /// The sweep's folder.
        folder: PathBuf,
        /// So many more replicates of each point.
        #[arg(long, default_value_t = 0)]
        add_replicates: u32,
        /// So many more of what the file calls `n`.
        #[arg(long, default_value_t = 0)]
        add_points: u32,
    },
}

/// What to run, and how.
#[derive(Args, Debug)]
pub(super) struct Run {
    /// The sweep file.
    file: PathBuf,
    /// Threads (1 to 1024); all cores if not given. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// The folder in which the sweep's folder is made.
    #[arg(long, default_value = "outputs")]
    out: PathBuf,
    /// Cells of a shard (1 to 100000), for a new sweep; about a fortieth of all if not given.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    shard_cells: Option<u32>,
    /// Make the folder and run nothing: others work through its shards.
    #[arg(long)]
    prepare: bool,
}

/// What to go on with.
#[derive(Args, Debug)]
pub(super) struct Resume {
    /// The sweep's folder.
    folder: PathBuf,
    /// Threads (1 to 1024); all cores if not given. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
}

pub(super) fn sweep(what: &Sweep) -> End {
    let disk = Disk::real();
    let done = match what {
        Sweep::Plan { file } => plan(&disk, file),
        Sweep::Run(asked) => run(&disk, asked),
        Sweep::Work { folder, shard, threads } => {
            shard_of(&disk, folder, *shard, *threads as usize)
        }
        Sweep::Status { folder } => status(&disk, folder),
        Sweep::Gather { folder } => SweepFolder::open(&disk, folder).and_then(|it| gathered(&it)),
        Sweep::Resume(asked) => resume(&disk, asked),
        Sweep::Expand { folder, add_replicates, add_points } => {
            expand(&disk, folder, *add_replicates, *add_points)
        }
    };
    done.unwrap_or_else(|trouble| said(&trouble))
}

fn run(disk: &Disk, asked: &Run) -> Result<End, Trouble> {
    let file = SweepFile::open(disk, &asked.file)?;
    let place = SweepFolder::place(&asked.out, &file);
    disk.make_folder(&asked.out)?;
    let make = || SweepFolder::make(disk, &asked.out, &file, asked.shard_cells);
    if asked.prepare {
        let folder = alone(disk, &place, make)?;
        print::result(&format!("Folder: {}", folder.path.display()));
        print::result(&format!("Shards: 0 to {}", folder.cells.shards().saturating_sub(1)));
        return Ok(End::Done);
    }
    alone(disk, &place, || make().and_then(|folder| driven(&folder, threads(asked.threads))))
}

fn resume(disk: &Disk, asked: &Resume) -> Result<End, Trouble> {
    let go_on = || {
        let folder = SweepFolder::open(disk, &asked.folder)?;
        driven(&folder, threads(asked.threads))
    };
    alone(disk, &asked.folder, go_on)
}

/// Runs all that is missing, and gathers.
fn driven(folder: &SweepFolder, threads: usize) -> Result<End, Trouble> {
    let (cells, shown) = (folder.cells.len(), folder.path.display());
    print::talk(&format!(
        "{}: {} points x {} replicates x {} arms, {} cells in {} shards, {threads} threads\n\
         If it is stopped: jurisim sweep resume {shown}",
        folder.file.name,
        grouped(folder.cells.points() as u64),
        folder.cells.replicates(),
        folder.file.scenario.arms.len(),
        grouped(cells),
        folder.cells.shards(),
    ));
    let shards: Vec<u32> = (0..folder.cells.shards()).collect();
    let worked = worked(folder, &shards, threads)?;
    print::talk(&format!(
        "{} cells run now, {} were there",
        grouped(worked.run),
        grouped(cells - worked.run)
    ));
    gathered(folder)
}

/// Runs what is missing of some shards, with a bar. A stop is told with the command that goes on.
fn worked(folder: &SweepFolder, shards: &[u32], threads: usize) -> Result<Worked, Trouble> {
    stop::listen();
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    let style = "[{bar:40}] {percent}%  {pos} of {len} simulated days  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style.progress_chars("#>-"));
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    let days = days_of_a_replicate(&folder.file.scenario);
    let begun = |cells: u64| bar.set_length(cells * days);
    let watch = || {
        bar.inc(1);
        stop::going()
    };
    let worked = work(folder, shards, threads, &begun, &watch);
    bar.finish_and_clear();
    if let Err(Trouble::Stopped) = &worked {
        let shown = folder.path.display();
        print::talk(&format!(
            "Every finished cell is saved; jurisim sweep resume {shown} goes on."
        ));
    }
    worked
}

fn shard_of(disk: &Disk, folder: &Path, shard: u32, threads: usize) -> Result<End, Trouble> {
    let folder = SweepFolder::open(disk, folder)?;
    let last = folder.cells.shards().saturating_sub(1);
    if shard > last {
        return Err(Trouble::Input(format!("shard {shard}: this sweep has shards 0 to {last}")));
    }
    let Worked { run, failed } = worked(&folder, &[shard], threads)?;
    print::talk(&format!("shard {shard}: {run} cells run now"));
    Ok(if failed > 0 { End::SomeFailed } else { End::Done })
}

fn status(disk: &Disk, folder: &Path) -> Result<End, Trouble> {
    let folder = SweepFolder::open(disk, folder)?;
    let Standing { done, failed, twice, missing } = folder.standing()?;
    let cells = folder.cells.len();
    print::result(&format!(
        "cells   {} of {} finished, {} missing, {failed} failed, {twice} finished twice",
        grouped(done),
        grouped(cells),
        grouped(cells - done)
    ));
    let shards = folder.cells.shards();
    print::result(&format!("shards  {} of {shards} whole", shards as usize - missing.len()));
    let named: Vec<String> =
        missing.iter().take(20).map(|(shard, cells)| format!("{shard} ({cells})")).collect();
    if missing.is_empty() {
        return Ok(if failed > 0 { End::SomeFailed } else { End::Done });
    }
    let more = if missing.len() > 20 { ", ..." } else { "" };
    print::result(&format!("missing in shards {}{more}", named.join(", ")));
    Ok(End::Incomplete)
}

fn gathered(folder: &SweepFolder) -> Result<End, Trouble> {
    let Gathered { rows, hash, failed } = gather(folder)?;
    let table = folder.path.join("results.csv");
    print::result(&format!("Results: {} ({} rows, {hash})", table.display(), grouped(rows)));
    if failed == 0 {
        return Ok(End::Done);
    }
    let path = folder.path.join("failed.csv");
    print::talk(&format!("{failed} cells failed; their seeds and errors: {}", path.display()));
    Ok(End::SomeFailed)
}

fn expand(disk: &Disk, folder: &Path, replicates: u32, points: u32) -> Result<End, Trouble> {
    let grow = || {
        let before = SweepFolder::open(disk, folder)?;
        let after = before.expanded(replicates, points)?;
        print::result(&format!(
            "{} cells more, {} in all; nothing that is there is run again. jurisim sweep resume {} \
             runs them",
            grouped(after.cells.len() - before.cells.len()),
            grouped(after.cells.len()),
            folder.display()
        ));
        Ok(End::Done)
    };
    alone(disk, folder, grow)
}

fn grouped(number: u64) -> String {
    print::number(number as f64, 0)
}

fn plan(disk: &Disk, path: &Path) -> Result<End, Trouble> {
    stop::listen();
    let file = SweepFile::open(disk, path)?;
    let points =
        file.design.size(&file.space).map_err(|error| Trouble::Input(error.to_string()))?;
    let watch: Watch = &stop::going;
    let Some(timed) = pilot(&file, watch).map_err(Trouble::Input)? else {
        return Err(Trouble::Stopped);
    };
    planned(&file, points as u64, &timed);
    print::result(&format!("Nothing was started. jurisim sweep run {}", path.display()));
    Ok(End::Done)
}

/// Bytes of a number in the files of cells, and in both tables together: measured on the classroom county.
const BYTES: (f64, f64) = (8.0, 18.0);

fn planned(file: &SweepFile, points: u64, timed: &Pilot) {
    let arms = file.scenario.arms.len();
    let parameters = file.space.parameters().len();
    let cells = points * u64::from(file.replicates);
    let line = |what: &str, says: String| print::result(&format!("{what:<11}{says}"));
    let shape = match file.shape {
        Shape::Pert => "PERT: likeliest at the value",
        Shape::Uniform => "uniform from low to high",
    };
    line(
        "design",
        format!(
            "{}, {parameters} parameters + 1 dummy, {} points",
            words(&file.design),
            grouped(points)
        ),
    );
    line("numbers", shape.to_owned());
    let at_most = "at most: points of equal inputs share theirs";
    line(
        "cells",
        format!(
            "{} points x {} replicates = {} cells of {arms} arms, paired ({at_most})",
            grouped(points),
            file.replicates,
            grouped(cells)
        ),
    );
    let (least, most) = (timed.seconds.first(), timed.seconds.last());
    let how = if timed.is_cut { "cut short, the rest worked out" } else { "timed" };
    line(
        "pilot",
        format!(
            "{} cells {how}: {:.3} s each ({:.3} to {:.3})",
            timed.seconds.len(),
            timed.mean(),
            least.copied().unwrap_or(0.0),
            most.copied().unwrap_or(0.0)
        ),
    );
    let hours = |cells: u64| cells as f64 * timed.mean() / 3600.0;
    let cores = threads(None);
    line(
        "time",
        format!(
            "{}; here, on {cores} cores: {}",
            core_hours(hours(cells)),
            lasting(hours(cells) / cores as f64)
        ),
    );
    let outcomes = crate::sweep::outcome::OUTCOMES.len();
    let shown = parameters + file.outcomes.len();
    let each = outcomes as f64 * BYTES.0 + shown as f64 * BYTES.1;
    let bytes = cells as f64 * arms as f64 * each;
    line("disk", format!("{:.1} MB, outcomes only: no logs are kept", bytes / 1e6));
    if let Some((what, fewer, enough)) = cheaper(file, points) {
        let cells = fewer * u64::from(file.replicates);
        let cost = core_hours(hours(cells));
        line("cheaper", format!("{what}: {} cells, {cost}: {enough}", grouped(cells)));
    }
}

fn core_hours(hours: f64) -> String {
    if hours < 1.0 {
        format!("{:.1} core-minutes", hours * 60.0)
    } else {
        format!("{hours:.1} core-hours")
    }
}

fn lasting(hours: f64) -> String {
    if hours < 1.0 { format!("{:.1} minutes", hours * 60.0) } else { format!("{hours:.1} hours") }
}

fn words(design: &Design) -> String {
    match design {
        Design::OneAtATime => "one at a time".to_owned(),
        Design::Factorial(factorial) => {
            format!("full factorial, {} levels", factorial.levels.first().copied().unwrap_or(0))
        }
        Design::LatinHypercube(latin) => format!("Latin hypercube, n = {}", latin.block),
        Design::Morris(morris) => format!("Morris, {} trajectories", morris.trajectories),
        Design::Saltelli(saltelli) => {
            let order = if saltelli.second_order { "with" } else { "no" };
            format!("Saltelli, n = {}, {order} second order", saltelli.base)
        }
    }
}

/// A design of fewer points that may be enough, and for what.
fn cheaper(file: &SweepFile, points: u64) -> Option<(String, u64, &'static str)> {
    const TRAJECTORIES: u32 = 20;
    let morris = Morris { trajectories: TRAJECTORIES, levels: 4, groups: Groups::Each };
    let screened = morris.size(&file.space).ok()? as u64;
    let alone = tornado::size(file.space.columns()) as u64;
    let screens = "enough to drop parameters that do not matter";
    match &file.design {
        Design::OneAtATime => None,
        _ if screened < points && !matches!(file.design, Design::Morris(_)) => {
            Some((format!("morris, n = {TRAJECTORIES}"), screened, screens))
        }
        _ if alone < points => {
            Some(("oat".to_owned(), alone, "enough for a first look, blind to interactions"))
        }
        _ => None,
    }
}

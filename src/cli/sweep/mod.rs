//! `jurisim sweep`: what a sweep costs, and its cells, run here or by anybody who sees its folder.

mod afar;
mod plan;

use super::run::{said, threads};
use super::{End, print, stop};
use crate::disk::Disk;
use crate::experiment::{
    Gathered, Standing, SweepFile, SweepFolder, Worked, export, gather, is_the_program,
    named_shards, nobody_is_at_it, report, work,
};
use crate::runs::{Trouble, alone};
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
        /// Work only if this very program has this hash; scripts of arrays say so.
        #[arg(long, value_name = "HASH")]
        program: Option<String>,
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
    /// Write the design and its outputs as tables that Python's SALib and R's sensitivity read.
    Export {
        /// The sweep's folder.
        folder: PathBuf,
        /// The folder for the tables; `export` in the sweep's if not given.
        #[arg(long)]
        out: Option<PathBuf>,
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
    #[command(flatten)]
    afar: afar::Afar,
}

/// What to go on with.
#[derive(Args, Debug)]
pub(super) struct Resume {
    /// The sweep's folder.
    folder: PathBuf,
    /// Threads (1 to 1024); all cores if not given. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    #[command(flatten)]
    afar: afar::Afar,
}

pub(super) fn sweep(what: &Sweep) -> End {
    let disk = Disk::real();
    let done = match what {
        Sweep::Plan { file } => plan::plan(&disk, file),
        Sweep::Run(asked) => run(&disk, asked),
        Sweep::Work { folder, shard, threads, program } => {
            let is_right = program.as_deref().map_or(Ok(()), is_the_program);
            is_right.and_then(|()| shard_of(&disk, folder, *shard, *threads as usize))
        }
        Sweep::Status { folder } => status(&disk, folder),
        Sweep::Gather { folder } => SweepFolder::open(&disk, folder).and_then(|it| gathered(&it)),
        Sweep::Export { folder, out } => exported(&disk, folder, out.as_deref()),
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
    if let Some(wishes) = asked.afar.wishes(disk, &place, &file, asked.threads)? {
        return afar::run(disk, (&asked.out, &file, asked.shard_cells), &wishes, &asked.afar);
    }
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
    let folder = SweepFolder::open(disk, &asked.folder)?;
    if let Some(wishes) = asked.afar.wishes(disk, &asked.folder, &folder.file, asked.threads)? {
        return afar::resume(disk, &folder, &wishes, &asked.afar);
    }
    alone(disk, &asked.folder, || driven(&folder, threads(asked.threads)))
}

/// Runs all that is missing, and gathers.
fn driven(folder: &SweepFolder, threads: usize) -> Result<End, Trouble> {
    nobody_is_at_it(folder)?;
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
    if missing.is_empty() {
        return Ok(if failed > 0 { End::SomeFailed } else { End::Done });
    }
    print::result(&format!("missing in shards {}", named_shards(&missing)));
    afar::tell_who_is_at_it(&folder, &missing)?;
    Ok(End::Incomplete)
}

fn gathered(folder: &SweepFolder) -> Result<End, Trouble> {
    let Gathered { rows, hash, failed } = gather(folder)?;
    let table = folder.path.join("results.csv");
    print::result(&format!("Results: {} ({} rows, {hash})", table.display(), grouped(rows)));
    print::result(&format!("Report: {}", report(folder)?.display()));
    if failed == 0 {
        return Ok(End::Done);
    }
    let path = folder.path.join("failed.csv");
    print::talk(&format!("{failed} cells failed; their seeds and errors: {}", path.display()));
    Ok(End::SomeFailed)
}

fn exported(disk: &Disk, folder: &Path, out: Option<&Path>) -> Result<End, Trouble> {
    let sweep = SweepFolder::open(disk, folder)?;
    let to = out.map_or_else(|| folder.join("export"), Path::to_owned);
    for path in export(&sweep, &to)? {
        print::result(&path.display().to_string());
    }
    Ok(End::Done)
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

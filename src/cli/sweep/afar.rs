//! `--on slurm`: the tasks of a sweep are handed in, and the command returns.

use super::super::{End, print, stop};
use super::{gathered, grouped};
use crate::cluster::{self, State, Wishes, limit};
use crate::disk::Disk;
use crate::experiment::{
    Sent, SweepFile, SweepFolder, cells_of_a_task, in_hand, pilot, rehearsed, send, wishes,
};
use crate::runs::{Trouble, alone};
use clap::{Args, ValueEnum};
use std::path::Path;

/// Where a sweep is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Where {
    /// On this machine.
    Here,
    /// On a cluster with Slurm.
    Slurm,
}

/// Where to run, and what to ask of a cluster.
#[derive(Args, Debug)]
pub(super) struct Afar {
    /// Where to run; if not given where it was run before, or where the sweep file says, or here.
    #[arg(long)]
    on: Option<Where>,
    /// The partition of the cluster.
    #[arg(long, value_parser = cluster::partition)]
    partition: Option<String>,
    /// The longest that a task may take, for instance 00:45:00.
    #[arg(long, value_parser = cluster::time)]
    time: Option<String>,
    /// The memory of a task, for instance 2G.
    #[arg(long, value_parser = cluster::memory)]
    memory: Option<String>,
    /// So many tasks at a time (1 to 1000000).
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    at_once: Option<u32>,
    /// Print the script of the tasks; write nothing and hand in nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Afar {
    /// What to ask of a cluster; nothing if the sweep is run here. What is asked now goes before what was
    /// asked last, and that before what the sweep file says.
    pub(super) fn wishes(
        &self,
        disk: &Disk,
        place: &Path,
        file: &SweepFile,
        threads: Option<u32>,
    ) -> Result<Option<Wishes>, Trouble> {
        let last = match SweepFolder::is_there(disk, place)? {
            true => wishes(disk, place)?,
            false => None,
        };
        let is_afar = match self.on {
            Some(place) => place == Where::Slurm,
            None => last.is_some() || file.wishes.kind.is_some(),
        };
        let now = Wishes {
            partition: self.partition.clone(),
            time: self.time.clone(),
            memory: self.memory.clone(),
            threads,
            at_once: self.at_once,
            ..Wishes::default()
        };
        let asks = now != Wishes { threads, ..Wishes::default() } || self.dry_run;
        if !is_afar && asks {
            let what = "--partition, --time, --memory, --at-once and --dry-run are for --on slurm";
            return Err(Trouble::Input(what.to_owned()));
        }
        let all = now.or(last.unwrap_or_default()).or(file.wishes.clone());
        Ok(is_afar.then_some(all))
    }
}

/// Makes the folder of a sweep, cut into tasks by a pilot, and hands them in.
pub(super) fn run(
    disk: &Disk,
    (out, file, shard): (&Path, &SweepFile, Option<u32>),
    wishes: &Wishes,
    asked: &Afar,
) -> Result<End, Trouble> {
    let place = SweepFolder::place(out, file);
    if SweepFolder::is_there(disk, &place)? {
        return resume(disk, &SweepFolder::open(disk, &place)?, wishes, asked);
    }
    let shard = match shard {
        Some(cells) => cells,
        None => shard_by_pilot(disk, out, file, wishes)?,
    };
    if asked.dry_run {
        let folder = SweepFolder::imagined(disk, out, file, Some(shard))?;
        return Ok(rehearse(&folder, wishes));
    }
    // No folder is made where there is no cluster to hand it to.
    limit()?;
    disk.make_folder(out)?;
    alone(disk, &place, || {
        let folder = SweepFolder::make(disk, out, file, Some(shard))?;
        print::talk(&format!(
            "{}: {} shards of {} cells",
            folder.path.display(),
            folder.cells.shards(),
            grouped(u64::from(shard).min(folder.cells.len()))
        ));
        hand_in(&folder, wishes)
    })
}

/// Hands in what is missing of a sweep and in nobody's hands.
pub(super) fn resume(
    disk: &Disk,
    folder: &SweepFolder,
    wishes: &Wishes,
    asked: &Afar,
) -> Result<End, Trouble> {
    if asked.dry_run {
        return Ok(rehearse(folder, wishes));
    }
    alone(disk, &folder.path, || hand_in(folder, wishes))
}

fn rehearse(folder: &SweepFolder, wishes: &Wishes) -> End {
    print::result(rehearsed(folder, wishes).trim_end());
    print::talk("Nothing was written and nothing handed in.");
    End::Done
}

fn shard_by_pilot(
    disk: &Disk,
    out: &Path,
    file: &SweepFile,
    wishes: &Wishes,
) -> Result<u32, Trouble> {
    stop::listen();
    print::talk("Timing some cells to see how many make a task.");
    let timed = pilot(file, &stop::going).map_err(Trouble::Input)?.ok_or(Trouble::Stopped)?;
    let cells = SweepFolder::imagined(disk, out, file, None)?.cells.len();
    let most = limit().unwrap_or(super::plan::UNKNOWN);
    Ok(cells_of_a_task(cells, timed.mean(), wishes, most))
}

fn hand_in(folder: &SweepFolder, wishes: &Wishes) -> Result<End, Trouble> {
    let shown = folder.path.display();
    if let Some(Sent { arrays, gather }) = send(folder, wishes)? {
        for (job, shards) in arrays {
            let last = shards.len() - 1;
            print::result(&format!(
                "submitted array {job} (tasks 0-{last}) for {} shards",
                last + 1
            ));
        }
        print::result(&format!(
            "submitted job {gather}, which gathers when they have ended, however they ended"
        ));
        print::result(&format!("You can log out. jurisim sweep status {shown}"));
        return Ok(End::Done);
    }
    let under_way = in_hand(folder)?.len();
    if under_way == 0 {
        return gathered(folder);
    }
    print::result(&format!("Nothing to hand in: {under_way} tasks have the rest in hand."));
    Ok(End::Incomplete)
}

/// Of the shards of which cells are missing: which run, which wait, and which nobody has in hand any more.
pub(super) fn tell_who_is_at_it(
    folder: &SweepFolder,
    missing: &[(u32, u64)],
) -> Result<(), Trouble> {
    if wishes(&Disk::real(), &folder.path)?.is_none() {
        return Ok(());
    }
    let shown = folder.path.display();
    let found = match in_hand(folder) {
        Ok(found) => found,
        Err(Trouble::Input(_) | Trouble::Outside(_)) => {
            print::talk("The queue of the cluster cannot be asked from here.");
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    let of =
        |state: State| missing.iter().filter(|(shard, _)| found.get(shard) == Some(&state)).count();
    let (running, waiting) = (of(State::Running), of(State::Waiting));
    let lost = missing.len() - running - waiting;
    let resume = match lost {
        0 => String::new(),
        _ => format!(": jurisim sweep resume {shown} hands them in again"),
    };
    print::result(&format!("tasks   {running} running, {waiting} waiting, {lost} lost{resume}"));
    Ok(())
}

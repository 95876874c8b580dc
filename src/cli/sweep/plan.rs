//! `jurisim sweep plan`: what a sweep costs, before it costs anything.

use super::super::run::threads;
use super::super::{End, print, stop};
use super::grouped;
use crate::cluster::limit;
use crate::disk::Disk;
use crate::engine::record::Watch;
use crate::experiment::{
    Pilot, SweepFile, cells_of_a_task, design_in_words, groups_in_words, pilot, shape_in_words,
};
use crate::runs::Trouble;
use crate::sensitivity::{Design, Groups, Morris, tornado};
use std::path::Path;

pub(super) fn plan(disk: &Disk, path: &Path) -> Result<End, Trouble> {
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

/// Slurm's own limit of an array where nobody has set another, less one.
pub(super) const UNKNOWN: u32 = 1_000;

/// Bytes of a number in the files of cells, and in both tables together: measured on the classroom county.
const BYTES: (f64, f64) = (8.0, 18.0);

fn planned(file: &SweepFile, points: u64, timed: &Pilot) {
    let arms = file.scenario.arms.len();
    let parameters = file.space.parameters().len();
    let cells = points * u64::from(file.replicates);
    let line = |what: &str, says: String| print::result(&format!("{what:<11}{says}"));
    line(
        "design",
        format!(
            "{}, {parameters} parameters + 1 dummy, {} points",
            print::typed(&design_in_words(&file.design)),
            grouped(points)
        ),
    );
    if let Some(groups) = groups_in_words(&file.design) {
        line("groups", print::typed(&groups));
    }
    line("numbers", shape_in_words(file.shape).to_owned());
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
    if let Some(tasks) = tasks(file, cells, timed) {
        line("slurm", tasks);
    }
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

/// How the sweep would be cut up for a cluster, where there is one or the file speaks of one.
fn tasks(file: &SweepFile, cells: u64, timed: &Pilot) -> Option<String> {
    let limit = limit().ok();
    let partition = file.wishes.partition.as_deref();
    (limit.is_some() || file.wishes.kind.is_some() || partition.is_some()).then_some(())?;
    let each = cells_of_a_task(cells, timed.mean(), &file.wishes, limit.unwrap_or(UNKNOWN));
    let threads = file.wishes.threads.unwrap_or(1);
    let minutes = timed.mean() * f64::from(each).min(cells as f64) / f64::from(threads) / 60.0;
    let arrays = limit.map_or_else(
        || "how large an array may be is not known here".to_owned(),
        |limit| format!("at most {limit} in an array"),
    );
    Some(format!(
        "{}{} tasks of {} cells, {minutes:.1} minutes each; {arrays}",
        partition.map_or(String::new(), |name| format!("partition {name}, ")),
        grouped(cells.div_ceil(u64::from(each))),
        grouped(u64::from(each).min(cells)),
    ))
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

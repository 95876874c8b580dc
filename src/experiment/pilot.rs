//! What a sweep will cost, before it costs anything: some of its cells, timed.

use super::file::SweepFile;
use crate::engine::record::{Going, Watch};
use crate::sweep::{days_of_a_replicate, one_replicate};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// No more cells are timed.
const MOST_CELLS: usize = 16;

/// No cell is begun after so long, and one that takes longer is cut short.
const LONGEST: Duration = Duration::from_secs(20);

/// Seconds of the cells that were timed, one thread each.
#[derive(Clone, PartialEq, Debug)]
pub struct Pilot {
    /// By cell, in order of time.
    pub seconds: Vec<f64>,
    /// Whether the cells take so long that they were cut short and the rest worked out.
    pub is_cut: bool,
}

impl Pilot {
    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.seconds.iter().sum::<f64>() / self.seconds.len().max(1) as f64
    }
}

/// Times some cells, evenly chosen among the points; nothing if it was stopped. Nothing is kept.
///
/// # Errors
/// The design has no points.
pub fn pilot(file: &SweepFile, watch: Watch) -> Result<Option<Pilot>, String> {
    let units = file.design.points(&file.space, file.seed).map_err(|error| error.to_string())?;
    let values = file.space.values(&units);
    let (cells, begun) = (values.len().min(MOST_CELLS), Instant::now());
    let mut pilot = Pilot { seconds: Vec::new(), is_cut: false };
    for nth in 0..cells {
        if nth > 0 && begun.elapsed() > LONGEST {
            break;
        }
        let scenario = file.at(values.row(nth * values.len() / cells));
        let (days, started) = (AtomicU64::new(0), Instant::now());
        let until = |day: Going| match day {
            Going::On if started.elapsed() > LONGEST => Going::Stopped,
            going => going,
        };
        let whole = one_replicate(&scenario, 1, &|| {
            days.fetch_add(1, Ordering::Relaxed);
            until(watch())
        });
        if watch() == Going::Stopped {
            return Ok(None);
        }
        let seconds = started.elapsed().as_secs_f64();
        let days = days.load(Ordering::Relaxed).max(1) as f64;
        let share = if whole.is_ok() { 1.0 } else { days_of_a_replicate(&scenario) as f64 / days };
        pilot.is_cut |= whole.is_err();
        pilot.seconds.push(seconds * share.max(1.0));
    }
    pilot.seconds.sort_by(f64::total_cmp);
    Ok(Some(pilot))
}

//! Many runs, compared: arms and replicates as a list of cells, each run once.
//!
//! What arms share before they differ is simulated once per replicate and branched.

pub mod calibration;
pub mod counts;
pub mod declined;
pub mod money;
pub mod outcome;
pub mod paired;
pub mod percent;
pub mod summary;
pub mod table;

use crate::engine::record::{Cell, Recording};
use crate::engine::side_by_side;
use crate::log::LogError;
use crate::scenario::Scenario;
use crate::time::Day;
use std::path::{Path, PathBuf};

/// What to run, and what to keep.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// Replicates of each arm.
    pub replicates: u32,
    /// Threads to use.
    pub threads: usize,
    /// Replicates whose events are kept, from the first on.
    pub keep_events: u32,
    /// Where.
    pub folder: PathBuf,
}

/// All cells of a comparison.
#[derive(Clone, Debug)]
pub struct Results {
    /// By arm (the base first), then replicate.
    pub cells: Vec<Vec<Cell>>,
}

/// Days to simulate in one replicate, what arms share counted once.
#[must_use]
pub fn days_of_a_replicate(scenario: &Scenario) -> u64 {
    let all = scenario.span.days();
    let arms = scenario.arms.iter().skip(1).map(|arm| u64::from(all - arm.from.0.min(all)));
    u64::from(all) + arms.sum::<u64>()
}

/// Where the log of a cell is kept, below a run's folder.
#[must_use]
pub fn cell_folder(folder: &Path, arm: &str, replicate: u32) -> PathBuf {
    folder.join("cells").join(format!("arm={arm}")).join(format!("rep={replicate:03}"))
}

/// Runs all cells; `told` is called once for each simulated day.
///
/// # Errors
/// A log cannot be written, or threads cannot be started.
pub fn run(
    scenario: &Scenario,
    plan: &Plan,
    told: &(dyn Fn() + Sync),
) -> Result<Results, SweepError> {
    // Whole replicates side by side are the best use of threads; only where there are fewer of them
    // than threads does a run share its days out.
    let shards = if plan.replicates as usize >= plan.threads { 1 } else { 4 * plan.threads };
    let each = |at: u32| replicate(scenario, plan, at + 1, shards, told);
    let done = side_by_side(plan.replicates, plan.threads, each).map_err(SweepError::Threads)?;
    let mut cells: Vec<Vec<Cell>> = scenario.arms.iter().map(|_| Vec::new()).collect();
    for replicate in done {
        for (arm, cell) in replicate.map_err(SweepError::Log)?.into_iter().enumerate() {
            cells[arm].push(cell);
        }
    }
    Ok(Results { cells })
}

/// Why a comparison could not be finished.
#[derive(Debug)]
pub enum SweepError {
    /// A log could not be written.
    Log(LogError),
    /// Threads could not be started.
    Threads(String),
}

/// One replicate of every arm, in the order of the arms.
fn replicate(
    scenario: &Scenario,
    plan: &Plan,
    replicate: u32,
    shards: usize,
    told: &(dyn Fn() + Sync),
) -> Result<Vec<Cell>, LogError> {
    let folder = |arm: usize| {
        let keeps = replicate <= plan.keep_events;
        keeps.then(|| cell_folder(&plan.folder, &scenario.arms[arm].id, replicate))
    };
    let end = Day(scenario.span.days());
    let mut base = Recording::start(scenario, replicate, shards, folder(0).as_deref())?;
    let mut order: Vec<usize> = (1..scenario.arms.len()).collect();
    order.sort_by_key(|&arm| scenario.arms[arm].from);
    let mut cells: Vec<Option<Cell>> = scenario.arms.iter().map(|_| None).collect();
    for arm in order {
        base.until(scenario.arms[arm].from, told)?;
        let mut branch = base.fork(arm, folder(arm).as_deref())?;
        branch.until(end, told)?;
        cells[arm] = Some(branch.finish()?);
    }
    base.until(end, told)?;
    cells[0] = Some(base.finish()?);
    Ok(cells.into_iter().flatten().collect())
}

//! Runs the cells of a comparison, each once.

use super::kept::Keeping;
use crate::disk::DiskError;
use crate::engine::record::{Cell, Going, Recording, Watch, Which};
use crate::engine::side_by_side;
use crate::log::LogError;
use crate::scenario::Scenario;
use crate::time::Day;

/// What to run, and what to keep.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Replicates of each arm.
    pub replicates: u32,
    /// Threads to use.
    pub threads: usize,
    /// Where it is kept, if it is.
    pub kept: Option<Keeping<'a>>,
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

/// Runs all cells; `watch` is called once for each simulated day, and says whether to go on.
///
/// # Errors
/// Something cannot be written, threads cannot be started, or the watch said stop: then all that can
/// be saved is.
pub fn run(scenario: &Scenario, plan: &Plan, watch: Watch) -> Result<Results, SweepError> {
    let shards = shards(scenario.place.residents(), plan);
    let each = |at: u32| {
        let which = Which { arm: 0, replicate: at + 1, shards };
        match plan.kept {
            Some(keeping) => keeping.replicate(scenario, which, watch),
            None => replicate_in(scenario, which, watch),
        }
    };
    let done = side_by_side(plan.replicates, plan.threads, each).map_err(SweepError::Threads)?;
    let mut cells: Vec<Vec<Cell>> = scenario.arms.iter().map(|_| Vec::new()).collect();
    for replicate in done {
        for (arm, cell) in replicate?.into_iter().enumerate() {
            cells[arm].push(cell);
        }
    }
    Ok(Results { cells })
}

/// One replicate of every arm, in the order of the arms, of which nothing is kept: on one thread, unless
/// the place is so large that it is divided in any case.
///
/// # Errors
/// The watch said stop.
pub fn one_replicate(
    scenario: &Scenario,
    replicate: u32,
    watch: Watch,
) -> Result<Vec<Cell>, SweepError> {
    let shards =
        shards(scenario.place.residents(), &Plan { replicates: 1, threads: 1, kept: None });
    replicate_in(scenario, Which { arm: 0, replicate, shards }, watch)
}

/// Residents of a shard whose people fit into the caches: measured (`docs/performance.md`).
const IN_CACHE: u64 = 5_000_000;

/// In how many parts a run's districts are simulated. Whole replicates side by side are the best use of
/// threads; only where there are fewer of them than threads does a run share its days out. A country
/// is divided in any case, so that what a part knows of its people stays near.
fn shards(residents: u64, plan: &Plan) -> usize {
    let by_size = usize::try_from(residents / IN_CACHE).unwrap_or(1).max(1);
    let by_threads = if plan.replicates as usize >= plan.threads { 1 } else { 4 * plan.threads };
    by_size.max(by_threads)
}

/// Why a comparison could not be finished.
#[derive(Debug)]
pub enum SweepError {
    /// The system refused.
    Disk(DiskError),
    /// A log could not be written.
    Log(LogError),
    /// Threads could not be started.
    Threads(String),
    /// Somebody asked it to stop; everything that can be saved is.
    Stopped,
}

impl From<DiskError> for SweepError {
    fn from(error: DiskError) -> SweepError {
        SweepError::Disk(error)
    }
}

impl From<LogError> for SweepError {
    fn from(error: LogError) -> SweepError {
        SweepError::Log(error)
    }
}

impl std::fmt::Display for SweepError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SweepError::Disk(error) => error.fmt(out),
            SweepError::Log(error) => error.fmt(out),
            SweepError::Threads(what) => out.write_str(what),
            SweepError::Stopped => out.write_str("stopped on request"),
        }
    }
}

/// The arms but the base, in the order in which they part from it.
fn by_parting(scenario: &Scenario) -> Vec<usize> {
    let mut order: Vec<usize> = (1..scenario.arms.len()).collect();
    order.sort_by_key(|&arm| scenario.arms[arm].from);
    order
}

/// One replicate of every arm, in the order of the arms, of which no log is kept.
pub(super) fn replicate_in(
    scenario: &Scenario,
    which: Which,
    watch: Watch,
) -> Result<Vec<Cell>, SweepError> {
    let base = Recording::start(scenario, which, None)?;
    every_arm(scenario, base, watch, &mut |base, arm| {
        going(base.until(scenario.arms[arm].from, watch)?)?;
        Ok(base.fork(arm, None)?)
    })
}

/// How an arm parts from the base, by its place.
pub(super) type Parts<'a, 's> =
    &'a mut dyn FnMut(&mut Recording<'s>, usize) -> Result<Recording<'s>, SweepError>;

/// Every arm to its end, in the order of the arms: each from where it parts from the base, and the base
/// itself.
pub(super) fn every_arm<'s>(
    scenario: &Scenario,
    mut base: Recording<'s>,
    watch: Watch,
    parts: Parts<'_, 's>,
) -> Result<Vec<Cell>, SweepError> {
    let end = Day(scenario.span.days());
    let mut cells: Vec<Option<Cell>> = scenario.arms.iter().map(|_| None).collect();
    for arm in by_parting(scenario) {
        let mut branch = parts(&mut base, arm)?;
        going(branch.until(end, watch)?)?;
        cells[arm] = Some(branch.finish()?);
    }
    going(base.until(end, watch)?)?;
    cells[0] = Some(base.finish()?);
    Ok(cells.into_iter().flatten().collect())
}

/// A stop ends the comparison; what was saved waits for whoever carries it on.
pub(super) fn going(going: Going) -> Result<(), SweepError> {
    match going {
        Going::On => Ok(()),
        Going::Stopped => Err(SweepError::Stopped),
    }
}

//! Whether a run follows from what it was run from: it is simulated again, and compared event by
//! event with its logs, and hash by hash with what no log was kept of.

use super::{RunFolder, Trouble, for_each_day};
use crate::draw::told::{self, Asked};
use crate::engine::record::{Going, Recording, Watch, Which};
use crate::engine::side_by_side;
use crate::engine::why::is_about;
use crate::engine::{DayLog, Run};
use crate::event::{Event, Part};
use crate::log::Reader;
use crate::scenario::Scenario;
use crate::sweep::cell_folder;
use crate::time::Day;

/// One replicate of one arm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellId {
    /// The arm, by its place.
    pub arm: usize,
    /// The replicate.
    pub replicate: u32,
}

/// What came of simulating a cell again.
#[derive(Clone, Debug)]
pub enum Again {
    /// Every event is the same.
    Same,
    /// From this event on it is another run.
    Differs(Box<Difference>),
    /// Nothing is kept of it to compare with.
    NothingKept,
    /// No log is kept, and the content hash is another.
    OtherHash(String),
}

/// The first event that differs.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The day.
    pub day: Day,
    /// Its number in the run.
    pub seq: u64,
    /// As the log has it; none if the log has no more events on the day.
    pub logged: Option<(Part, Event)>,
    /// As it was decided now.
    pub decided: Option<(Part, Event)>,
    /// What chance was asked on that day about the person.
    pub asked: Vec<Asked>,
}

/// Simulates cells again: all of them, or so many, evenly chosen.
///
/// # Errors
/// A log is damaged, or a stop was asked for.
pub fn rerun(
    folder: &RunFolder,
    scenario: &Scenario,
    sample: Option<usize>,
    threads: usize,
    watch: Watch,
) -> Result<Vec<(CellId, Again)>, Trouble> {
    let cells = chosen(scenario, sample);
    let number = u32::try_from(cells.len()).unwrap_or(u32::MAX);
    let each = |at: u32| {
        let cell = cells[at as usize];
        again(folder, scenario, cell, watch).map(|again| (cell, again))
    };
    side_by_side(number, threads, each).map_err(Trouble::Threads)?.into_iter().collect()
}

/// The cells of a run, or so many of them, evenly chosen.
#[must_use]
pub fn chosen(scenario: &Scenario, sample: Option<usize>) -> Vec<CellId> {
    let arms = scenario.arms.len();
    let all: Vec<CellId> = (1..=scenario.replicates)
        .flat_map(|replicate| (0..arms).map(move |arm| CellId { arm, replicate }))
        .collect();
    let wanted = sample.unwrap_or(all.len()).clamp(1, all.len());
    (0..wanted).map(|at| all[at * all.len() / wanted]).collect()
}

fn again(
    folder: &RunFolder,
    scenario: &Scenario,
    cell: CellId,
    watch: Watch,
) -> Result<Again, Trouble> {
    let which = Which { arm: cell.arm, replicate: cell.replicate, shards: 1 };
    let arm = &scenario.arms[cell.arm].id;
    if Reader::finds(folder.disk(), &cell_folder(&folder.path, arm, cell.replicate))? {
        return event_by_event(&folder.log(arm, cell.replicate)?, scenario, which, watch);
    }
    let Some(kept) = folder.kept_cell(cell.arm, cell.replicate)? else {
        return Ok(Again::NothingKept);
    };
    let mut recording = Recording::start(scenario, which, None)?;
    if recording.until(Day(scenario.span.days()), watch)? == Going::Stopped {
        return Err(Trouble::Stopped);
    }
    let found = recording.finish()?;
    Ok(match found == kept {
        true => Again::Same,
        false => Again::OtherHash(found.digest.to_string()),
    })
}

fn event_by_event(
    reader: &Reader,
    scenario: &Scenario,
    which: Which,
    watch: Watch,
) -> Result<Again, Trouble> {
    let mut run = Run::start(scenario, which.arm, which.replicate, which.shards);
    let (mut seq, mut differs, mut stopped) = (0, None, false);
    let mut compare = |logged: &DayLog| {
        if differs.is_some() || stopped {
            return;
        }
        stopped = watch() == Going::Stopped;
        let decided = run.day();
        differs = first_difference(logged, decided.as_ref(), seq);
        seq += logged.len() as u64;
    };
    for_each_day(reader, &mut compare)?;
    if stopped {
        return Err(Trouble::Stopped);
    }
    let Some(mut difference) = differs else { return Ok(Again::Same) };
    difference.asked = asked(scenario, which, &difference);
    Ok(Again::Differs(Box::new(difference)))
}

fn first_difference(logged: &DayLog, decided: Option<&DayLog>, seq: u64) -> Option<Difference> {
    let flat = |day: &DayLog| -> Vec<(Part, Event)> {
        day.events().map(|(part, event)| (part, *event)).collect()
    };
    let (logged_events, decided) = (flat(logged), decided.map(flat).unwrap_or_default());
    let longest = logged_events.len().max(decided.len());
    let at = (0..longest).find(|at| logged_events.get(*at) != decided.get(*at))?;
    Some(Difference {
        day: logged.day,
        seq: seq + at as u64,
        logged: logged_events.get(at).copied(),
        decided: decided.get(at).copied(),
        asked: Vec::new(),
    })
}

/// What chance is asked on the day of a difference about whom it is about: the day is decided once
/// more, with somebody listening.
fn asked(scenario: &Scenario, which: Which, difference: &Difference) -> Vec<Asked> {
    let event = difference.decided.or(difference.logged);
    let Some(person) = event.and_then(|(_, event)| event.subject.person()) else {
        return Vec::new();
    };
    let mut run = Run::start(scenario, which.arm, which.replicate, which.shards);
    while run.next() < difference.day {
        if run.day().is_none() {
            return Vec::new();
        }
    }
    let (_, asked) = told::listen(|| run.day());
    asked.into_iter().filter(|asked| is_about(asked, person)).collect()
}

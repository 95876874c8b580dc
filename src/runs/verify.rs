//! Whether a run is what was written: every file, every event, and the counts that follow from them.

use super::carry_out::{is_of_a_log, name_of};
use super::manifest::NAME;
use super::{KeptLog, RunFolder, Trouble, for_each_day};
use crate::disk::What;
use crate::engine::record::{Which, head, terms};
use crate::engine::side_by_side;
use crate::log::{Digest, LogError, Reader};
use crate::projection::Counted;
use crate::scenario::Scenario;
use crate::sweep::results_name;
use crate::time::Day;

/// What was found. Nothing was changed.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many files the run's manifest lists.
    pub files: usize,
    /// The logs that are as written.
    pub logs: Vec<LogVerified>,
    /// Of how many logs the events, counted again, give what is kept of them.
    pub folded: usize,
    /// Files that are in the folder and not of the run.
    pub strangers: Vec<String>,
    /// What is not as written.
    pub faults: Vec<Trouble>,
}

/// A log that is as written.
#[derive(Clone, Debug)]
pub struct LogVerified {
    /// Which.
    pub log: KeptLog,
    /// How many events.
    pub events: u64,
    /// Of how many days.
    pub days: u32,
    /// Their content hash.
    pub digest: Digest,
    /// Whether its last day is the run's.
    pub is_whole: bool,
}

/// Checks the folder of a run, with so many threads.
///
/// # Errors
/// The folder cannot be listed; what is wrong in it is in what is returned.
pub fn verify(folder: &RunFolder, threads: usize) -> Result<Verified, Trouble> {
    let files = folder.manifest.files.len();
    let mut found = Verified { files, faults: damaged(folder), ..Verified::default() };
    let logs = folder.logs()?;
    found.strangers = strangers(folder, &logs)?;
    let scenario = match folder.scenario() {
        Ok(scenario) => Some(scenario),
        // Another version made it: what was counted cannot be counted again, the rest can.
        Err(Trouble::Version(_)) => None,
        Err(fault) => {
            let is_known = found.faults.iter().any(|known| known.to_string() == fault.to_string());
            if !is_known {
                found.faults.push(fault);
            }
            None
        }
    };
    let number = u32::try_from(logs.len()).unwrap_or(u32::MAX);
    let each = |at: u32| one_log(folder, &logs[at as usize], scenario.as_ref());
    for verified in side_by_side(number, threads, each).map_err(Trouble::Threads)? {
        match verified {
            Ok((log, folded)) => {
                found.logs.push(log);
                found.folded += usize::from(folded);
            }
            Err(fault) => found.faults.push(fault),
        }
    }
    Ok(found)
}

/// The files that are not what the run's manifest says.
pub(super) fn damaged(folder: &RunFolder) -> Vec<Trouble> {
    let checked = folder.manifest.files.iter().map(|listed| folder.checked(listed));
    checked.filter_map(Result::err).collect()
}

/// What is in the folder and answers to no manifest.
pub(super) fn strangers(folder: &RunFolder, logs: &[KeptLog]) -> Result<Vec<String>, Trouble> {
    let mut known = Vec::new();
    for log in logs {
        let inside = name_of(&folder.path, &log.folder);
        // An empty file, which only the system's lock is about.
        known.push(format!("{inside}/writer.lock"));
        match Reader::open(folder.disk(), &log.folder) {
            Ok(reader) => {
                let segments = reader.segments().iter();
                known.extend(segments.map(|line| format!("{inside}/{}", line.name())));
            }
            // What a damaged log has is known to nobody; that it is damaged is told elsewhere.
            Err(error) if error.is_damage() || error.is_of_another_version() => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut strangers = Vec::new();
    for entry in folder.disk().all_below(&folder.path)? {
        let name = name_of(&folder.path, &entry.path);
        let is_lock = name.ends_with("/writer.lock");
        let is_known = known.contains(&name) && (!is_lock || entry.what == What::File(0));
        let is_of_log = is_of_a_log(&name) && is_known;
        if name != NAME && folder.manifest.file(&name).is_none() && !is_of_log {
            strangers.push(name);
        }
    }
    // Until a run is finished, its manifest lists only what it is made from.
    if !folder.manifest.finished {
        strangers.retain(|name| !is_of_a_log(name) && !is_growing(name));
    }
    Ok(strangers)
}

/// Whether a file is one that a run on its way writes before it lists it.
fn is_growing(name: &str) -> bool {
    name.starts_with("results/")
        || name.starts_with("cells/")
        || name.starts_with("charts/")
        || !name.contains('/')
}

/// A log as written: its files, its chain, and whether its events give what was counted.
fn one_log(
    folder: &RunFolder,
    log: &KeptLog,
    scenario: Option<&Scenario>,
) -> Result<(LogVerified, bool), Trouble> {
    let reader = folder.log(&log.arm, log.replicate)?;
    let arm = scenario.and_then(|scenario| {
        let arm = scenario.arms.iter().position(|arm| arm.id == log.arm)?;
        Some((scenario, arm))
    });
    let Some((scenario, arm)) = arm else {
        reader.verify()?;
        return Ok((verified(log, &reader, true), false));
    };
    let which = Which { arm, replicate: log.replicate, shards: 1 };
    reader.is_of(&head(scenario, which))?;
    if reader.next_day() > Day(scenario.span.days()) {
        return Err(short(&reader, scenario).into());
    }
    let mut counted = Counted::new(&scenario.span, &terms(scenario));
    for_each_day(&reader, &mut |day| counted.day(day.day, day.events()))?;
    let is_whole = reader.next_day() == Day(scenario.span.days());
    if !is_whole {
        return match folder.manifest.finished {
            true => Err(short(&reader, scenario).into()),
            false => Ok((verified(log, &reader, false), false)),
        };
    }
    counted.close();
    let Some(cell) = folder.kept_cell(arm, log.replicate)? else {
        return Ok((verified(log, &reader, true), false));
    };
    let name = results_name(log.replicate);
    if cell.digest != reader.digest() {
        let (expected, found) = (cell.digest.to_string(), reader.digest().to_string());
        return Err(folder.damage(&name, &format!("content hash {found}"), &expected));
    }
    if cell.counted != counted {
        return Err(folder.damage(&name, "the counts that the log gives", "others"));
    }
    Ok((verified(log, &reader, true), true))
}

fn short(reader: &Reader, scenario: &Scenario) -> LogError {
    let (expected, found) = (scenario.span.days(), reader.next_day().0);
    let path = reader.folder().join("manifest.txt");
    LogError::damage(&path, format!("{expected} days"), format!("{found} days"))
}

fn verified(log: &KeptLog, reader: &Reader, is_whole: bool) -> LogVerified {
    LogVerified {
        log: log.clone(),
        events: reader.events(),
        days: reader.next_day().0,
        digest: reader.digest(),
        is_whole,
    }
}

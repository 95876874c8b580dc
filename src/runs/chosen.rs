//! Which log of a run is meant.

use super::{KeptLog, RunFolder, Trouble, named};
use crate::disk::{Disk, What};
use crate::log::Reader;
use crate::scenario::mistakes::suggestion;
use std::path::{Path, PathBuf};

/// A log, and the run that it is of.
#[derive(Debug)]
pub struct Chosen {
    /// The folder of the run; the log's own, if it stands alone.
    pub run: PathBuf,
    /// The log.
    pub reader: Reader,
}

/// The log of an arm and replicate in the folder of a run, or the one whose own folder is named. The
/// arm need not be named if there are logs of one only; the first replicate that is kept is meant if
/// none is named.
///
/// # Errors
/// There is no such log, or the folder or log is damaged.
pub fn choose(
    disk: &Disk,
    folder: &Path,
    arm: Option<&str>,
    replicate: Option<u32>,
) -> Result<Chosen, Trouble> {
    if let Some(What::File(_)) = disk.what(&folder.join("manifest.txt"))? {
        let reader = Reader::open(disk, folder)?;
        let head = reader.head();
        let is_other = arm.is_some_and(|arm| arm != head.arm)
            || replicate.is_some_and(|number| number != head.replicate);
        if is_other {
            let (shown, arm, number) = (folder.display(), &head.arm, head.replicate);
            let what = format!("{shown}: this is the log of {arm}, replicate {number}");
            return Err(Trouble::Input(what));
        }
        return Ok(Chosen { run: run_above(folder), reader });
    }
    let run = RunFolder::find(disk, folder)?;
    let reader = choose_in(&run, arm, replicate)?;
    Ok(Chosen { run: run.path, reader })
}

/// The same, of a run.
///
/// # Errors
/// As [`choose`].
pub fn choose_in(
    run: &RunFolder,
    arm: Option<&str>,
    replicate: Option<u32>,
) -> Result<Reader, Trouble> {
    let logs = run.logs()?;
    let arm = which_arm(run, &logs, arm)?;
    let mut kept: Vec<&KeptLog> = logs.iter().filter(|log| log.arm == arm).collect();
    kept.sort_by_key(|log| log.replicate);
    let meant = kept.iter().find(|log| replicate.is_none_or(|number| log.replicate == number));
    let Some(log) = meant else {
        let numbers: Vec<String> = kept.iter().map(|log| log.replicate.to_string()).collect();
        return Err(Trouble::Input(format!(
            "{}: no log of replicate {} of {arm} is kept; kept: {}. jurisim run --keep-events N \
             keeps those of the first N",
            run.path.display(),
            replicate.unwrap_or(0),
            numbers.join(", ")
        )));
    };
    run.log(&log.arm, log.replicate)
}

/// The arm that is meant: as told, or the only one.
fn which_arm(run: &RunFolder, logs: &[KeptLog], told: Option<&str>) -> Result<String, Trouble> {
    let mut arms: Vec<&str> = logs.iter().map(|log| log.arm.as_str()).collect();
    arms.dedup();
    let folder = run.path.display();
    match (told, arms.as_slice()) {
        (_, []) => Err(Trouble::Input(format!(
            "{folder}: no log is kept there; jurisim run --keep-events 1 keeps those of the first \
             replicate"
        ))),
        (Some(arm), arms) if arms.contains(&arm) => Ok(arm.to_owned()),
        (Some(arm), arms) => {
            let help = suggestion(arm, arms);
            Err(Trouble::Input(format!("{folder}: no log of arm `{arm}`; {help}")))
        }
        (None, [only]) => Ok((*only).to_owned()),
        (None, arms) => {
            let arms = arms.join(", ");
            Err(Trouble::Input(format!(
                "{folder} has logs of several arms; say --arm with one of: {arms}"
            )))
        }
    }
}

/// The folder of the run to which a log's folder belongs; its own, if it stands alone.
fn run_above(log: &Path) -> PathBuf {
    let log = std::path::absolute(log).unwrap_or_else(|_| log.to_owned());
    let above: Vec<&Path> = log.ancestors().take(4).collect();
    match above[..] {
        [rep, arm, cells, run]
            if named(rep, "rep=").is_some()
                && named(arm, "arm=").is_some()
                && cells.ends_with("cells") =>
        {
            run.to_owned()
        }
        _ => log,
    }
}

//! What a comparison keeps on disk while it runs, so that nothing that was saved is run again: the
//! logs of some replicates, and what was counted of each that is finished.

use super::run::{SweepError, every_arm, going, replicate_in};
use crate::disk::{Disk, What};
use crate::engine::record::{Cell, Kept, Recording, Watch, Which, head};
use crate::log::{Digest, Head, Reader};
use crate::scenario::Scenario;
use std::path::{Path, PathBuf};

/// Where a comparison is kept.
#[derive(Clone, Copy, Debug)]
pub struct Keeping<'a> {
    /// The disk.
    pub disk: &'a Disk,
    /// The run's folder.
    pub folder: &'a Path,
    /// What names the run.
    pub record: &'a str,
    /// Replicates of which the logs are kept, from the first on.
    pub logs: u32,
    /// The run that this one branches off.
    pub parent: Option<Parent<'a>>,
}

/// The run that is branched off. What it has logs of is not simulated again.
#[derive(Clone, Copy, Debug)]
pub struct Parent<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// Its arm, which is the base of the branch.
    pub arm: &'a str,
}

/// Where the log of a cell is kept, below a run's folder.
#[must_use]
pub fn cell_folder(folder: &Path, arm: &str, replicate: u32) -> PathBuf {
    folder.join("cells").join(format!("arm={arm}")).join(format!("rep={replicate:03}"))
}

/// Where what was counted of a replicate is kept, below a run's folder.
#[must_use]
pub fn results_name(replicate: u32) -> String {
    format!("results/rep={replicate:03}.cells")
}

/// No file of a finished replicate is larger.
pub const LARGEST: u64 = 64 << 20;

/// The bytes of a finished replicate: the hash of the rest, then of which run and which replicate it
/// is, then its cells.
fn packed(record: &str, replicate: u32, cells: &[Cell]) -> Result<Vec<u8>, String> {
    let body = postcard::to_stdvec(&(record, replicate, cells));
    let body = body.map_err(|error| error.to_string())?;
    Ok([&Digest::of(&body).0[..], &body].concat())
}

/// The cells of a finished replicate, if these are the bytes of this one.
#[must_use]
pub fn unpacked(bytes: &[u8], record: &str, replicate: u32) -> Option<Vec<Cell>> {
    let (hash, body) = bytes.split_at_checked(32)?;
    (hash == Digest::of(body).0).then_some(())?;
    let (found, rest): ((String, u32, Vec<Cell>), _) = postcard::take_from_bytes(body).ok()?;
    let is_this = (found.0.as_str(), found.1) == (record, replicate);
    (rest.is_empty() && is_this).then_some(found.2)
}

impl Keeping<'_> {
    /// A replicate of every arm, in the order of the arms: as it was kept, or from where it was
    /// saved last.
    pub(super) fn replicate(
        &self,
        scenario: &Scenario,
        which: Which,
        watch: Watch,
    ) -> Result<Vec<Cell>, SweepError> {
        if let Some(cells) = self.finished(scenario, which.replicate)? {
            told(super::days_of_a_replicate(scenario), watch);
            return Ok(cells);
        }
        let cells = match which.replicate <= self.logs {
            true => self.logged(scenario, which, watch)?,
            false => replicate_in(scenario, which, watch)?,
        };
        let path = self.folder.join(results_name(which.replicate));
        self.disk.make_folder(&self.folder.join("results"))?;
        let packed = packed(self.record, which.replicate, &cells);
        let bytes = packed.expect("cells are plain data, which has a form in bytes");
        self.disk.replace(&path, &bytes)?;
        Ok(cells)
    }

    /// What was counted of a replicate that was finished before. If its file is not what was
    /// written, or a log is missing, it is run again: the same comes out.
    fn finished(
        &self,
        scenario: &Scenario,
        replicate: u32,
    ) -> Result<Option<Vec<Cell>>, SweepError> {
        let path = self.folder.join(results_name(replicate));
        let Some(What::File(_)) = self.disk.what(&path)? else { return Ok(None) };
        let bytes = self.disk.read_at_most(&path, LARGEST)?;
        let cells = unpacked(&bytes, self.record, replicate);
        let cells = cells.filter(|cells| cells.len() == scenario.arms.len());
        let Some(cells) = cells else { return Ok(None) };
        for (arm, cell) in scenario.arms.iter().zip(&cells).filter(|_| replicate <= self.logs) {
            let folder = cell_folder(self.folder, &arm.id, replicate);
            if !Reader::finds(self.disk, &folder)? {
                return Ok(None);
            }
            let log = Reader::open(self.disk, &folder)?;
            if log.head().arm != arm.id || log.digest() != cell.digest {
                return Ok(None);
            }
        }
        Ok(Some(cells))
    }

    /// A replicate with logs, each from where it was saved last.
    fn logged(
        &self,
        scenario: &Scenario,
        which: Which,
        watch: Watch,
    ) -> Result<Vec<Cell>, SweepError> {
        let folder = |arm: usize| cell_folder(self.folder, &scenario.arms[arm].id, which.replicate);
        let base = self.base(scenario, which, &folder(0), watch)?;
        every_arm(scenario, base, watch, &mut |base, arm| {
            let cut = scenario.arms[arm].from;
            let (which, own) = (Which { arm, ..which }, folder(arm));
            if Reader::finds(self.disk, &own)? {
                let kept = Kept { disk: self.disk, folder: &own };
                let resumed = Recording::resume(scenario, which, kept)?;
                told(resumed.next().0.saturating_sub(cut.0).into(), watch);
                return Ok(resumed);
            }
            if base.next() > cut {
                let parent = Reader::open(self.disk, &folder(0))?;
                return Ok(Recording::branch(scenario, which, (&parent, cut), &own)?);
            }
            going(base.until(cut, watch)?)?;
            Ok(base.fork(arm, Some(&own))?)
        })
    }

    /// The base arm from where it was saved last, or from the log of the run that is branched off.
    fn base<'s>(
        &self,
        scenario: &'s Scenario,
        which: Which,
        folder: &Path,
        watch: Watch,
    ) -> Result<Recording<'s>, SweepError> {
        let kept = Kept { disk: self.disk, folder };
        let is_there = Reader::finds(self.disk, folder)?;
        let theirs =
            self.parent.map(|parent| cell_folder(parent.folder, parent.arm, which.replicate));
        let theirs = match theirs {
            Some(theirs) if !is_there && Reader::finds(self.disk, &theirs)? => Some(theirs),
            Some(_) | None => None,
        };
        let base = match theirs {
            Some(theirs) => {
                let parent = Reader::open(self.disk, &theirs)?;
                let own = head(scenario, which);
                // The same arm of the same replicate with the same luck, of another scenario.
                parent.is_of(&Head { scenario: parent.head().scenario.clone(), ..own })?;
                Recording::branch(scenario, which, (&parent, parent.next_day()), folder)?
            }
            None if is_there => Recording::resume(scenario, which, kept)?,
            None => Recording::start(scenario, which, Some(kept))?,
        };
        told(base.next().0.into(), watch);
        Ok(base)
    }
}

/// Tells of days that need not be simulated.
fn told(days: u64, watch: Watch) {
    for _ in 0..days {
        watch();
    }
}

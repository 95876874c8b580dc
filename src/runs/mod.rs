//! The folders of runs: made, resumed, verified, branched, looked into.
//!
//! ```text
//! run.txt                     what was run, and every file with its hash; the last line is the hash
//!                             of all before it
//! scenario.toml, places/, policies/   what it was run from
//! cells/arm=ARM/rep=RRR/      the logs that are kept
//! results/rep=RRR.cells       what was counted of each replicate
//! report.html, charts/, ...   what was made of it
//! ```
//!
//! A run grows in a folder beside its own, whose name begins with a dot, and gets its name when all
//! is there. What was saved before a stop is used by whoever carries the run on.

pub mod branch;
pub mod carry_out;
pub mod cases;
pub mod chosen;
#[cfg(test)]
mod damages;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod laws;
pub mod listing;
mod manifest;
#[cfg(test)]
mod power;
pub mod rerun;
pub mod state;
pub mod telling;
pub mod verify;
pub mod why;

use crate::disk::{Disk, DiskError, Unlike, What, Written};
use crate::engine::record::{Cell, Days};
use crate::engine::{BEHAVIOUR, DayLog};
use crate::log::{Digest, LogError, Reader};
use crate::scenario::mistakes::Mistakes;
use crate::scenario::read::scenario_branched;
use crate::scenario::{Scenario, library};
use crate::sweep::{SweepError, cell_folder, kept, results_name};
pub use manifest::{Listed, RunManifest};
use std::fmt;
use std::path::{Path, PathBuf};

/// The version of this program.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// Why something could not be done with a run.
#[derive(Debug)]
pub enum Trouble {
    /// The system refused.
    Disk(DiskError),
    /// A log cannot be written or read, or is damaged.
    Log(LogError),
    /// The run's folder is not what was written: which file, what was expected, what was found.
    Damage(String),
    /// Another version of the program made it.
    Version(String),
    /// What was asked for makes no sense here.
    Input(String),
    /// The scenario has mistakes.
    Scenario(Mistakes),
    /// Another process writes there.
    Busy(String),
    /// Stopped on request; everything is saved.
    Stopped,
    /// Threads could not be started.
    Threads(String),
    /// Something that is needed has not been run yet, or failed: what.
    Incomplete(String),
    /// Another program that was asked for something failed: its words.
    Outside(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Disk(error) => error.fmt(out),
            Trouble::Log(error) => error.fmt(out),
            Trouble::Scenario(mistakes) => mistakes.fmt(out),
            Trouble::Stopped => out.write_str("stopped on request; everything is saved"),
            Trouble::Damage(what)
            | Trouble::Version(what)
            | Trouble::Input(what)
            | Trouble::Busy(what)
            | Trouble::Incomplete(what)
            | Trouble::Outside(what)
            | Trouble::Threads(what) => out.write_str(what),
        }
    }
}

impl From<DiskError> for Trouble {
    fn from(error: DiskError) -> Trouble {
        Trouble::Disk(error)
    }
}

impl From<LogError> for Trouble {
    fn from(error: LogError) -> Trouble {
        Trouble::Log(error)
    }
}

impl From<Mistakes> for Trouble {
    fn from(mistakes: Mistakes) -> Trouble {
        Trouble::Scenario(mistakes)
    }
}

impl From<SweepError> for Trouble {
    fn from(error: SweepError) -> Trouble {
        match error {
            SweepError::Disk(error) => Trouble::Disk(error),
            SweepError::Log(error) => Trouble::Log(error),
            SweepError::Threads(what) => Trouble::Threads(what),
            SweepError::Stopped => Trouble::Stopped,
        }
    }
}

/// What names a run: the hash of all that decides its results.
#[must_use]
pub fn record(scenario: &Scenario) -> String {
    let inputs = format!("jurisim {ENGINE} {BEHAVIOUR}\n{}", scenario.resolved());
    Digest::of(inputs.as_bytes()).to_string()
}

/// The name of the folder of a run that has this record.
#[must_use]
pub fn folder_name(scenario: &Scenario, record: &str) -> String {
    let branches = scenario.steps.iter().map(|step| format!("+{}", step.id));
    let name = branches.fold(scenario.name.clone(), |name, branch| name + &branch);
    format!("{name}-{}", &record[..10])
}

/// A name beside the run's folder, for what is there only while the run is carried out.
#[must_use]
pub fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or("run");
    folder.with_file_name(format!(".{name}.{what}"))
}

/// Does something to a path while every other process is kept from it.
///
/// # Errors
/// Another one is at it; or what is done fails.
pub fn alone<T>(
    disk: &Disk,
    path: &Path,
    what: impl FnOnce() -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let lock = beside(path, "lock");
    let Some(held) = disk.lock(&lock)? else {
        let what = format!("another jurisim is writing {} at this moment", path.display());
        return Err(Trouble::Busy(what));
    };
    let done = what();
    disk.unlock(&lock, held);
    done
}

/// A run's folder that has been opened: its list of files is whole.
#[derive(Clone, Debug)]
pub struct RunFolder {
    disk: Disk,
    /// Where it is.
    pub path: PathBuf,
    /// What was run, and which files there are.
    pub manifest: RunManifest,
}

impl RunFolder {
    /// Opens the folder of a run, finished or on its way.
    ///
    /// # Errors
    /// It is none, it is damaged, or another format.
    pub fn open(disk: &Disk, path: &Path) -> Result<RunFolder, Trouble> {
        let manifest = RunManifest::load(disk, path)?;
        Ok(RunFolder { disk: disk.clone(), path: path.to_owned(), manifest })
    }

    /// Opens a run by the name that its folder has, or will have when it is finished.
    ///
    /// # Errors
    /// As [`RunFolder::open`].
    pub fn find(disk: &Disk, path: &Path) -> Result<RunFolder, Trouble> {
        if disk.what(path)? == Some(What::Folder) {
            return RunFolder::open(disk, path);
        }
        RunFolder::find_unfinished(disk, path)?.map_or_else(|| RunFolder::open(disk, path), Ok)
    }

    /// What a stopped run left, by the name that its folder will have; nothing if nothing was left.
    ///
    /// # Errors
    /// As [`RunFolder::open`]; or it was stopped before anything was saved.
    pub fn find_unfinished(disk: &Disk, path: &Path) -> Result<Option<RunFolder>, Trouble> {
        let partial = beside(path, "partial");
        if disk.what(&partial)? != Some(What::Folder) {
            return Ok(None);
        }
        if disk.what(&partial.join(manifest::NAME))?.is_none() {
            let shown = path.display();
            return Err(Trouble::Input(format!(
                "{shown}: the run was stopped before anything was saved: run it again"
            )));
        }
        RunFolder::open(disk, &partial).map(Some)
    }

    /// The disk it is on.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// The scenario that was run, read again from the folder. It must be the very same.
    ///
    /// # Errors
    /// A file is missing or damaged, or another version of the program made the run.
    pub fn scenario(&self) -> Result<Scenario, Trouble> {
        let RunManifest { engine, behaviour, .. } = &self.manifest;
        if (engine.as_str(), behaviour.as_str()) != (ENGINE, BEHAVIOUR.trim()) {
            return Err(Trouble::Version(format!(
                "{}: jurisim {engine} (behaviour {}) made this run; this is jurisim {ENGINE} \
                 ({}), which may decide otherwise. Use {engine}, or run the scenario again.",
                self.path.display(),
                behaviour.get(..8).unwrap_or(behaviour),
                BEHAVIOUR.get(..8).unwrap_or(BEHAVIOUR)
            )));
        }
        let text = self.listed_text("scenario.toml")?;
        let shown = self.path.join("scenario.toml").display().to_string();
        let find = |name: &str| {
            self.manifest.file(name).map(|_| self.listed_text(name).map_err(|e| e.to_string()))
        };
        let steps = &self.manifest.steps;
        let read = scenario_branched(library::numbers()?, (&shown, &text), &find, steps);
        let mut scenario = read?;
        scenario.seed = self.manifest.seed;
        scenario.replicates = self.manifest.replicates;
        let found = record(&scenario);
        if found == self.manifest.record {
            return Ok(scenario);
        }
        let expected = &self.manifest.record;
        Err(self.damage("scenario.toml", &format!("record {expected}"), &format!("record {found}")))
    }

    /// The text of a file that the manifest names, if nobody has changed it.
    fn listed_text(&self, name: &str) -> Result<String, Trouble> {
        String::from_utf8(self.listed(name)?)
            .map_err(|_| self.damage(name, "text in UTF-8", "other bytes"))
    }

    /// The bytes of a file that the manifest names, if nobody has changed them.
    ///
    /// # Errors
    /// There is none of this name, it is damaged, or cannot be read.
    pub fn listed(&self, name: &str) -> Result<Vec<u8>, Trouble> {
        let missing = || self.damage("run.txt", &format!("the file {name}"), "none of this name");
        self.checked(self.manifest.file(name).ok_or_else(missing)?)
    }

    /// The bytes of a file, if they are those that were written.
    fn checked(&self, listed: &Listed) -> Result<Vec<u8>, Trouble> {
        let Listed { name, length, hash } = listed;
        let written = Written { length: *length, hash: hash.0 };
        self.disk.read_written(&self.path.join(name), written).map_err(|unlike| match unlike {
            Unlike::Damaged { expected, found } => self.damage(name, &expected, &found),
            Unlike::Refused(error) => error.into(),
        })
    }

    fn damage(&self, name: &str, expected: &str, found: &str) -> Trouble {
        let file = self.path.join(name);
        let file = file.display();
        Trouble::Damage(format!("{file}: damaged: expected {expected}, found {found}"))
    }

    /// The logs that are kept: arm, replicate and folder, in the order of the arms.
    ///
    /// # Errors
    /// A folder cannot be listed.
    pub fn logs(&self) -> Result<Vec<KeptLog>, Trouble> {
        let cells = self.path.join("cells");
        if self.disk.what(&cells)?.is_none() {
            return Ok(Vec::new());
        }
        let mut logs = Vec::new();
        for arm in self.disk.list(&cells)?.into_iter().filter(|entry| entry.what == What::Folder) {
            for log in self.disk.list(&arm.path)? {
                let arm = named(&arm.path, "arm=").map(str::to_owned);
                let replicate = named(&log.path, "rep=").and_then(|number| number.parse().ok());
                // Of a run on its way some logs have only their folder yet.
                let has_begun = self.manifest.finished || Reader::finds(&self.disk, &log.path)?;
                if let (Some(arm), Some(replicate), true) = (arm, replicate, has_begun) {
                    logs.push(KeptLog { arm, replicate, folder: log.path });
                }
            }
        }
        Ok(logs)
    }

    /// What was counted of an arm, by its place, in a replicate; nothing before the replicate is over.
    ///
    /// # Errors
    /// It is damaged, or cannot be read.
    pub fn kept_cell(&self, arm: usize, replicate: u32) -> Result<Option<Cell>, Trouble> {
        let name = results_name(replicate);
        let path = self.path.join(&name);
        let Some(What::File(_)) = self.disk.what(&path)? else { return Ok(None) };
        let bytes = self.disk.read_at_most(&path, kept::LARGEST)?;
        let cells = kept::unpacked(&bytes, &self.manifest.record, replicate);
        let cell = cells.and_then(|cells| cells.into_iter().nth(arm));
        let damage = || self.damage(&name, "what was counted of each arm", "other bytes");
        cell.map(Some).ok_or_else(damage)
    }

    /// The log of an arm and replicate.
    ///
    /// # Errors
    /// There is no such arm or no log is kept of it; or it is damaged, or of another arm.
    pub fn log(&self, arm: &str, replicate: u32) -> Result<Reader, Trouble> {
        let folder = cell_folder(&self.path, arm, replicate);
        let reader = Reader::open(&self.disk, &folder)?;
        let head = reader.head();
        let name = format!("cells/arm={arm}/rep={replicate:03}/manifest.txt");
        if (head.arm.as_str(), head.replicate) != (arm, replicate) {
            let expected = format!("a log of {arm}, replicate {replicate}");
            let found = format!("one of {}, replicate {}", head.arm, head.replicate);
            return Err(self.damage(&name, &expected, &found));
        }
        // Once a run is finished its manifest says which log it is.
        if self.manifest.finished {
            match self.manifest.file(&name) {
                Some(listed) => drop(self.checked(listed)?),
                None => return Err(self.damage("run.txt", &format!("the file {name}"), "none")),
            }
        }
        Ok(reader)
    }
}

/// One log of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptLog {
    /// The arm.
    pub arm: String,
    /// The replicate.
    pub replicate: u32,
    /// Its folder.
    pub folder: PathBuf,
}

/// Checks a log and shows its days, those without any event included.
fn for_each_day(reader: &Reader, each: &mut impl FnMut(&DayLog)) -> Result<(), LogError> {
    let mut days = Days::default();
    reader.for_each_checked(&mut |event| days.take(event, each))?;
    days.close(reader.next_day(), each);
    Ok(())
}

fn named<'a>(path: &'a Path, key: &str) -> Option<&'a str> {
    path.file_name()?.to_str()?.strip_prefix(key)
}

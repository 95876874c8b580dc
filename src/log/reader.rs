//! A log, read. Reading changes nothing, whatever it finds.

use super::cells;
use super::chain::{Chain, Digest};
use super::codec::WIDTH;
use super::error::LogError;
use super::manifest::{EVENTS, Head, Line, Manifest, NAME, Parent, segment_path};
use crate::disk::{Disk, Unlike, What, Written};
use crate::event::Recorded;
use crate::time::Day;
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// A log that has been opened: its manifest is whole. Each segment is checked before it is read.
#[derive(Clone, Debug)]
pub struct Reader {
    disk: Disk,
    folder: PathBuf,
    manifest: Manifest,
}

impl Reader {
    /// Whether there is a log in a folder.
    ///
    /// # Errors
    /// The system does not say.
    pub fn finds(disk: &Disk, folder: &Path) -> Result<bool, LogError> {
        Ok(matches!(disk.what(&folder.join(NAME))?, Some(What::File(_))))
    }

    /// Opens the log in a folder.
    ///
    /// # Errors
    /// If there is none, if its manifest is damaged, or if a later version wrote it.
    pub fn open(disk: &Disk, folder: &Path) -> Result<Reader, LogError> {
        let manifest = Manifest::load(disk, folder)?;
        Ok(Reader { disk: disk.clone(), folder: folder.to_owned(), manifest })
    }

    /// What the log is of.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.manifest.head
    }

    /// Refuses a log that is of something else.
    ///
    /// # Errors
    /// In what it differs.
    pub fn is_of(&self, expected: &Head) -> Result<(), LogError> {
        let found = self.head();
        if found == expected {
            return Ok(());
        }
        let path = self.folder.join(NAME);
        if found.engine != expected.engine {
            return Err(LogError::engine(&path, &found.engine, &expected.engine));
        }
        let words = |head: &Head| {
            let Head { arm, replicate, seed, scenario, .. } = head;
            format!("a log of arm {arm}, replicate {replicate}, seed {seed}, scenario {scenario}")
        };
        Err(LogError::damage(&path, words(expected), words(found)))
    }

    /// Where it left its parent, if it is a branch.
    #[must_use]
    pub fn parent(&self) -> Option<Parent> {
        self.manifest.parent
    }

    /// The content hash, as the manifest has it; [`Reader::verify`] computes it again.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.manifest.digest()
    }

    /// How many events are saved.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.manifest.events()
    }

    /// The first day that is not saved: as many days are.
    #[must_use]
    pub fn next_day(&self) -> Day {
        self.manifest.next_day()
    }

    /// The segments, in order.
    #[must_use]
    pub fn segments(&self) -> &[Line] {
        &self.manifest.segments
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Shows every event, in order.
    ///
    /// # Errors
    /// If a segment is missing or damaged; events of earlier segments have been shown by then.
    pub fn for_each(&self, each: &mut impl FnMut(&Recorded)) -> Result<(), LogError> {
        self.for_each_until(Day(u32::MAX), each)
    }

    /// The same, up to a day, which is included. Segments after it are not read.
    ///
    /// # Errors
    /// As [`Reader::for_each`].
    pub fn for_each_until(
        &self,
        last: Day,
        each: &mut impl FnMut(&Recorded),
    ) -> Result<(), LogError> {
        for line in self.segments().iter().take_while(|line| line.first_day <= last) {
            self.read(line, &mut |event, _| {
                if event.day <= last {
                    each(event);
                }
            })?;
        }
        Ok(())
    }

    /// Checks every file against its hash, without looking into it.
    ///
    /// # Errors
    /// At the first that is not what was written.
    pub fn check_files(&self) -> Result<(), LogError> {
        for line in self.segments() {
            whole(&self.disk, &segment_path(&self.folder, line), line)?;
        }
        Ok(())
    }

    /// Checks everything: every file against its hash, and the events against the content hash.
    ///
    /// # Errors
    /// At the first that is not what was written.
    pub fn verify(&self) -> Result<(), LogError> {
        self.for_each_checked(&mut |_| {})
    }

    /// The same, and shows every event, in order.
    ///
    /// # Errors
    /// As [`Reader::verify`]; events before the fault have been shown by then.
    pub fn for_each_checked(&self, each: &mut impl FnMut(&Recorded)) -> Result<(), LogError> {
        let mut chain = Chain::new();
        for line in &self.manifest.segments {
            self.read_on(line, &mut chain, &mut |event, _| each(event))?;
        }
        Ok(())
    }

    /// Files in the log's folder that are not part of the log: what was being written when a run
    /// was stopped.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub fn leftovers(&self) -> Result<Vec<PathBuf>, LogError> {
        let folder = self.folder.join(EVENTS);
        if self.disk.what(&folder)? != Some(What::Folder) {
            return Err(LogError::damage(&folder, "a folder of segments", "something else"));
        }
        let known: Vec<PathBuf> =
            self.segments().iter().map(|line| segment_path(&self.folder, line)).collect();
        let listed = self.disk.list(&folder)?.into_iter().map(|entry| entry.path);
        Ok(listed.filter(|path| !known.contains(path)).collect())
    }

    /// Where it is.
    pub(super) fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Its manifest.
    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Reads a segment and takes its events into the content hash, which must come out as listed.
    pub(super) fn read_on(
        &self,
        line: &Line,
        chain: &mut Chain,
        each: &mut impl FnMut(&Recorded, &[u8; WIDTH]),
    ) -> Result<(), LogError> {
        let path = segment_path(&self.folder, line);
        let mut last = Day(0);
        let mut in_order = true;
        self.read(line, &mut |event, bytes| {
            in_order &= last <= event.day;
            last = event.day;
            in_order &= line.first_day <= event.day && event.day <= line.last_day;
            chain.push_bytes(bytes);
            each(event, bytes);
        })?;
        if !in_order {
            return Err(LogError::damage(&path, "events in the order of the days", "another"));
        }
        let (expected, found) = (line.content, chain.digest());
        if expected == found {
            return Ok(());
        }
        let (expected, found) = (format!("content {expected}"), format!("content {found}"));
        Err(LogError::damage(&path, expected, found))
    }

    /// Reads a segment: first its length and its hash, and only if they are as listed, the rest.
    fn read(
        &self,
        line: &Line,
        each: &mut impl FnMut(&Recorded, &[u8; WIDTH]),
    ) -> Result<(), LogError> {
        self.read_some(line, &|_| true, &mut |_, event, bytes| each(event, bytes))
    }

    /// The same, of the events whose canonical bytes are wanted, each with its number in the run.
    pub(super) fn read_some(
        &self,
        line: &Line,
        wanted: &impl Fn(&[u8; WIDTH]) -> bool,
        each: &mut impl FnMut(u64, &Recorded, &[u8; WIDTH]),
    ) -> Result<(), LogError> {
        let path = segment_path(&self.folder, line);
        let bytes = whole(&self.disk, &path, line)?;
        let count = Cell::new(0);
        let is_wanted = |row: &[u8; WIDTH]| {
            count.set(count.get() + 1);
            wanted(row)
        };
        let read = cells::read(bytes, &is_wanted, &mut |event, bytes| {
            each(line.first_seq + count.get() - 1, event, bytes);
        });
        let count = count.get();
        read.map_err(|error| LogError::damage(&path, "a segment of events", error))?;
        if count == line.count {
            return Ok(());
        }
        let (expected, found) = (line.count, count);
        Err(LogError::damage(&path, format!("{expected} events"), format!("{found} events")))
    }
}

/// The bytes of a segment, if they are those that were written.
fn whole(disk: &Disk, path: &Path, line: &Line) -> Result<Vec<u8>, LogError> {
    let written = Written { length: line.length, hash: line.file.0 };
    disk.read_written(path, written).map_err(|unlike| match unlike {
        Unlike::Damaged { expected, found } => LogError::damage(path, expected, found),
        // Somebody has removed it since it was looked at.
        Unlike::Refused(error) if error.is_missing() => {
            LogError::damage(path, format!("{} bytes", line.length), "no file")
        }
        Unlike::Refused(error) => error.into(),
    })
}

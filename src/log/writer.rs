//! A log, written: days are appended, and every so many of them are sealed in a segment and saved.
//!
//! What is not yet sealed when the program stops is lost, and written again, bit for bit, by the
//! run that resumes. After a failure the writer stays stopped: what is on the disk is then known
//! only to whoever opens the log anew.

use super::cause::Causes;
use super::chain::{Chain, Digest};
use super::codec::{self, WIDTH, at};
use super::column;
use super::error::LogError;
use super::manifest::{EVENTS, Head, Line, Manifest, NAME, Parent, segment_path};
use super::reader::Reader;
use super::segment::Segment;
use crate::disk::{Disk, Lock, What, Writing};
use crate::event::{Event, Part, Recorded};
use crate::time::Day;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterPropertiesPtr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Days of a segment, unless told otherwise.
const SEGMENT_DAYS: u32 = 90;

/// Events after which a segment is sealed at the end of the day, whatever its days.
const SEGMENT_EVENTS: u64 = 4_000_000;

/// A log that is being written. It must be finished, or what came last is not saved.
#[must_use]
pub struct Writer {
    disk: Disk,
    folder: PathBuf,
    manifest: Manifest,
    chain: Chain,
    causes: Causes,
    next_day: Day,
    segment: Option<Segment<Writing>>,
    segment_days: u32,
    how: WriterPropertiesPtr,
    is_stopped: bool,
    /// Held for as long as the writer lives.
    _lock: Lock,
}

impl Writer {
    /// Starts a log in a folder, which is made if it is not there.
    ///
    /// # Errors
    /// If there is a log already, or another process is writing one, or the system refuses.
    pub fn create(disk: &Disk, folder: &Path, head: Head) -> Result<Writer, LogError> {
        let writer = Writer::begin(disk, folder, head)?;
        writer.manifest.save(disk, folder)?;
        Ok(writer)
    }

    /// Goes on with a log where it was saved last. Everything saved is checked and shown, for the
    /// run to rebuild its state from; what was not saved is put aside.
    ///
    /// # Errors
    /// If the log is damaged, or another process is writing it, or the system refuses.
    pub fn resume(
        disk: &Disk,
        folder: &Path,
        each: &mut impl FnMut(&Recorded),
    ) -> Result<Writer, LogError> {
        // Twice: a folder without a log gets no lock file, and until the lock is held another
        // writer may go on.
        Reader::open(disk, folder)?;
        let lock = lock(disk, folder)?;
        let reader = Reader::open(disk, folder)?;
        let mut writer = Writer::on(disk, folder, reader.manifest().clone(), lock)?;
        writer.read_back(&reader, reader.segments(), each)?;
        quarantine(disk, &reader)?;
        // Again, as a fresh file: if the sync of the last one failed, it may be on no disk yet.
        writer.manifest.save(disk, folder)?;
        Ok(writer)
    }

    /// Starts a log that shares the days of another before `cut`, which are checked and shown.
    ///
    /// # Errors
    /// As [`Writer::create`] and [`Writer::resume`]; or if the other log does not go so far.
    pub fn branch(
        parent: &Reader,
        cut: Day,
        folder: &Path,
        head: Head,
        each: &mut impl FnMut(&Recorded),
    ) -> Result<Writer, LogError> {
        if cut > parent.next_day() {
            let (cut, saved) = (cut.0, parent.next_day().0);
            let what = format!("day {cut} is past the {saved} days that are saved");
            return Err(LogError::misuse(parent.folder(), what));
        }
        let disk = parent.disk();
        let mut writer = Writer::begin(disk, folder, head)?;
        let whole = parent.segments().partition_point(|line| line.last_day < cut);
        let (whole, rest) = parent.segments().split_at(whole);
        writer.read_back(parent, whole, each)?;
        writer.share(parent.folder(), whole)?;
        for line in rest.iter().take_while(|line| line.first_day < cut) {
            let mut chain = writer.chain.clone();
            let mut appended = Ok(());
            parent.read_on(line, &mut chain, &mut |event, bytes| {
                if event.day < cut && appended.is_ok() {
                    each(event);
                    appended = writer.append(*bytes);
                }
            })?;
            appended?;
        }
        writer.next_day = cut;
        writer.manifest.parent = Some(Parent { content: writer.chain.digest(), cut });
        writer.manifest.save(disk, folder)?;
        Ok(writer)
    }

    /// Starts another log that shares everything so far; this one goes on by itself.
    ///
    /// # Errors
    /// As [`Writer::create`] and [`Writer::day`].
    pub fn fork(&mut self, folder: &Path, head: Head) -> Result<Writer, LogError> {
        self.guarded(Writer::seal)?;
        let mut child = Writer::begin(&self.disk, folder, head)?;
        child.share(&self.folder, &self.manifest.segments)?;
        child.chain = self.chain.clone();
        child.causes = self.causes.clone();
        child.next_day = self.next_day;
        child.segment_days = self.segment_days;
        child.manifest.parent = Some(Parent { content: self.chain.digest(), cut: self.next_day });
        child.manifest.save(&self.disk, folder)?;
        Ok(child)
    }

    /// Seals a segment every so many days. No content hash depends on it.
    pub fn with_segment_days(mut self, days: u32) -> Writer {
        self.segment_days = days.max(1);
        self
    }

    /// Appends a day: its events in the order of the log. Days left out had none.
    ///
    /// # Errors
    /// If the day or its parts are out of order, or the system refuses. Nothing more can be
    /// appended then, and what was saved is as it was.
    pub fn day(&mut self, day: Day, parts: &[(Part, &[Event])]) -> Result<(), LogError> {
        self.guarded(|writer| writer.take_day(day, parts))
    }

    /// The content hash of everything appended.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.chain.digest()
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the content hash is made of, so far.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The day that comes next.
    #[must_use]
    pub fn next_day(&self) -> Day {
        self.next_day
    }

    /// The first day that is not saved: what a crash would cost begins here.
    #[must_use]
    pub fn saved(&self) -> Day {
        self.manifest.next_day()
    }

    /// What the log is of.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.manifest.head
    }

    /// Saves what has been appended so far, in a segment of its own.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn save(&mut self) -> Result<(), LogError> {
        self.guarded(Writer::seal)
    }

    /// Saves what is left; the content hash of the run.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn finish(mut self) -> Result<Digest, LogError> {
        self.save()?;
        Ok(self.chain.digest())
    }

    /// A writer in a folder without a log; nothing is saved.
    fn begin(disk: &Disk, folder: &Path, head: Head) -> Result<Writer, LogError> {
        Manifest::check_head(folder, &head)?;
        disk.make_folder(folder)?;
        let lock = lock(disk, folder)?;
        if disk.what(&folder.join(NAME))?.is_some() {
            return Err(LogError::misuse(folder, "there is a log already"));
        }
        disk.make_folder(&folder.join(EVENTS))?;
        Writer::on(disk, folder, Manifest { head, parent: None, segments: Vec::new() }, lock)
    }

    fn on(disk: &Disk, folder: &Path, manifest: Manifest, lock: Lock) -> Result<Writer, LogError> {
        let how = column::properties(&manifest.head.start);
        Ok(Writer {
            disk: disk.clone(),
            folder: folder.to_owned(),
            chain: Chain::new(),
            causes: Causes::default(),
            next_day: Day(0),
            segment: None,
            segment_days: SEGMENT_DAYS,
            how: Arc::new(how.map_err(|error| LogError::encoding(folder, error))?),
            is_stopped: false,
            _lock: lock,
            manifest,
        })
    }

    /// Comes to where a log stood after these segments.
    fn read_back(
        &mut self,
        reader: &Reader,
        lines: &[Line],
        each: &mut impl FnMut(&Recorded),
    ) -> Result<(), LogError> {
        for line in lines {
            let mut seq = line.first_seq;
            let causes = &mut self.causes;
            reader.read_on(line, &mut self.chain, &mut |event, bytes| {
                causes.of(seq, bytes);
                seq += 1;
                each(event);
            })?;
            self.next_day = Day(line.last_day.0.saturating_add(1));
        }
        Ok(())
    }

    fn share(&mut self, from: &Path, lines: &[Line]) -> Result<(), LogError> {
        for line in lines {
            self.disk.share(&segment_path(from, line), &segment_path(&self.folder, line))?;
        }
        self.manifest.segments.extend(lines);
        Ok(self.disk.sync_folder(&self.folder.join(EVENTS))?)
    }

    /// Does one step, and no more steps after one that failed.
    fn guarded(
        &mut self,
        step: impl FnOnce(&mut Writer) -> Result<(), LogError>,
    ) -> Result<(), LogError> {
        if self.is_stopped {
            return Err(LogError::misuse(&self.folder, "writing failed before; open it anew"));
        }
        self.is_stopped = true;
        step(self)?;
        self.is_stopped = false;
        Ok(())
    }

    fn take_day(&mut self, day: Day, parts: &[(Part, &[Event])]) -> Result<(), LogError> {
        if day < self.next_day {
            let (day, next) = (day.0, self.next_day.0);
            return Err(LogError::misuse(&self.folder, format!("day {day} comes after {next}")));
        }
        if !parts.is_sorted_by_key(|(part, _)| *part) {
            let what = format!("the parts of day {} are out of order", day.0);
            return Err(LogError::misuse(&self.folder, what));
        }
        for (part, events) in parts {
            for event in *events {
                self.append(codec::encode(day, *part, event))?;
            }
        }
        self.next_day = Day(day.0.saturating_add(1));
        let days = self.next_day.0 - self.manifest.next_day().0;
        let events = self.chain.events() - self.manifest.events();
        if days >= self.segment_days || events >= SEGMENT_EVENTS { self.seal() } else { Ok(()) }
    }

    fn append(&mut self, event: [u8; WIDTH]) -> Result<(), LogError> {
        if event[at::HOUR] > 23 {
            let what = format!("hour {} is not of a day", event[at::HOUR]);
            return Err(LogError::misuse(&self.folder, what));
        }
        let cause = self.causes.of(self.chain.events(), &event);
        self.chain.push_bytes(&event);
        if self.segment.is_none() {
            self.segment = Some(self.new_segment()?);
        }
        let segment = self.segment.as_mut().expect("made a line above");
        segment.push(event, cause).map_err(|error| self.not_encoded(error))
    }

    fn temporary(&self) -> PathBuf {
        self.folder.join(EVENTS).join("next.tmp")
    }

    fn new_segment(&self) -> Result<Segment<Writing>, LogError> {
        let file = self.disk.create(&self.temporary())?;
        let segment = Segment::new(file, Arc::clone(&self.how), self.manifest.events());
        segment.map_err(|error| self.not_encoded(error))
    }

    fn not_encoded(&self, error: ParquetError) -> LogError {
        LogError::encoding(&self.temporary(), error)
    }

    /// Seals what has been appended in a segment and saves it.
    fn seal(&mut self) -> Result<(), LogError> {
        let first_day = self.manifest.next_day();
        if self.next_day <= first_day {
            return Ok(());
        }
        let mut segment = match self.segment.take() {
            Some(segment) => segment,
            None => self.new_segment()?,
        };
        let file = segment.finish().map_err(|error| self.not_encoded(error))?;
        let first_seq = self.manifest.events();
        let mut line = Line {
            first_day,
            last_day: Day(self.next_day.0 - 1),
            first_seq,
            count: self.chain.events() - first_seq,
            length: 0,
            file: Digest::of(&[]),
            content: self.chain.digest(),
        };
        let path = segment_path(&self.folder, &line);
        let written = file.publish(&path)?;
        (line.length, line.file) = (written.length, Digest(written.hash));
        self.manifest.segments.push(line);
        self.manifest.save(&self.disk, &self.folder)
    }
}

/// Keeps other processes from writing to a folder, for as long as what it returns lives.
fn lock(disk: &Disk, folder: &Path) -> Result<Lock, LogError> {
    disk.lock(&folder.join("writer.lock"))?.ok_or_else(|| LogError::held(folder))
}

/// Puts aside what a stopped run left half-written. Nobody is ever asked to trust it again.
fn quarantine(disk: &Disk, reader: &Reader) -> Result<(), LogError> {
    let aside = reader.folder().join("quarantine");
    for path in reader.leftovers()? {
        disk.make_folder(&aside)?;
        if !matches!(disk.what(&aside)?, Some(What::Folder)) {
            return Err(LogError::damage(&aside, "a folder", "something else"));
        }
        disk.rename(&path, &aside.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

//! The manifest: what a log is, and which files make it up, as lines of text.
//!
//! Its last line is the hash of all lines before it. Segments follow each other without a gap, in
//! days and in numbers, and their names follow from their days, so a manifest cannot name a file
//! outside its folder. To be in the manifest is to be saved.

use super::chain::Digest;
use super::error::LogError;
use super::seal::{BrokenSeal, sealed, unsealed};
use crate::disk::{self, Disk, DiskError, What};
use crate::time::Day;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// The format of logs this program writes, and the latest it reads.
pub const FORMAT: u32 = 2;

/// The name of the manifest in a log's folder.
pub(super) const NAME: &str = "manifest.txt";

/// The folder of the segments in a log's folder.
pub(super) const EVENTS: &str = "events";

/// Cases number their days in 16 bits; no run is longer.
const LAST_DAY: Day = Day(u16::MAX as u32);

/// No manifest is larger: a line a segment, and a day a segment at the least.
const LARGEST: u64 = 16 << 20;

/// What a log is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The version of the program that wrote it.
    pub engine: String,
    /// The hash of the scenario as resolved.
    pub scenario: String,
    /// The policy.
    pub arm: String,
    /// Which of the runs of this arm.
    pub replicate: u32,
    /// The seed of all chance.
    pub seed: u64,
    /// The date of day 0.
    pub start: String,
}

/// Where a branch left its parent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parent {
    /// The content hash of what they share.
    pub content: Digest,
    /// The first day of its own.
    pub cut: Day,
}

/// One sealed segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// The first day it holds.
    pub first_day: Day,
    /// The last day it holds.
    pub last_day: Day,
    /// The number of its first event in the run.
    pub first_seq: u64,
    /// How many events it holds.
    pub count: u64,
    /// Bytes of its file.
    pub length: u64,
    /// The hash of its file.
    pub file: Digest,
    /// The content hash of the run up to its end.
    pub content: Digest,
}

impl Line {
    /// Its file's name in the log's folder.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{EVENTS}/{:06}-{:06}.parquet", self.first_day.0, self.last_day.0)
    }

    fn text(&self) -> String {
        let Line { first_day, last_day, first_seq, count, length, file, content } = self;
        let name = self.name();
        let (first, last) = (first_day.0, last_day.0);
        format!("segment {first} {last} {first_seq} {count} {name} {length} {file} {content}\n")
    }

    fn parse(text: &str) -> Option<Line> {
        let mut words = text.strip_prefix("segment ")?.split(' ');
        let mut next = || words.next();
        let (first, last) = (next()?.parse().ok()?, next()?.parse().ok()?);
        let (first_seq, count) = (next()?.parse().ok()?, next()?.parse().ok()?);
        let _name = next()?;
        let length = next()?.parse().ok()?;
        let (file, content) = (Digest::parse(next()?)?, Digest::parse(next()?)?);
        let (first_day, last_day) = (Day(first), Day(last));
        Some(Line { first_day, last_day, first_seq, count, length, file, content })
    }
}

/// A manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Manifest {
    pub(super) head: Head,
    pub(super) parent: Option<Parent>,
    pub(super) segments: Vec<Line>,
}

impl Manifest {
    /// The day after the last that is saved.
    pub(super) fn next_day(&self) -> Day {
        self.segments.last().map_or(Day(0), |line| Day(line.last_day.0.saturating_add(1)))
    }

    /// How many events are saved.
    pub(super) fn events(&self) -> u64 {
        self.segments.last().map_or(0, |line| line.first_seq.saturating_add(line.count))
    }

    /// The content hash of what is saved.
    pub(super) fn digest(&self) -> Digest {
        self.segments.last().map_or_else(|| Digest::of(&[]), |line| line.content)
    }

    /// Saves it. From here on, what it names is saved.
    pub(super) fn save(&self, disk: &Disk, folder: &Path) -> Result<(), LogError> {
        disk.replace(&folder.join(NAME), &sealed(self.body().as_bytes()))?;
        Ok(())
    }

    /// The manifest of a log, if nobody has changed it and this program understands it.
    pub(super) fn load(disk: &Disk, folder: &Path) -> Result<Manifest, LogError> {
        let path = folder.join(NAME);
        let bytes = disk.read_at_most(&path, LARGEST);
        let bytes = bytes.map_err(|error| missing(disk, folder, error))?;
        Manifest::read(&path, &bytes)
    }

    /// The manifest with these bytes, if nobody has changed them and this program understands them.
    pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Manifest, LogError> {
        let text = checked(path, bytes)?;
        let manifest = Manifest::parse(path, text)?;
        if manifest.body() == text {
            return Ok(manifest);
        }
        Err(LogError::damage(path, "lines as this program writes them", "others"))
    }

    /// Refuses a head that could not be read back.
    pub(super) fn check_head(folder: &Path, head: &Head) -> Result<(), LogError> {
        let texts = [&head.engine, &head.scenario, &head.arm, &head.start];
        match texts.into_iter().find(|text| text.contains(['\n', '\r'])) {
            Some(text) => Err(LogError::misuse(folder, format!("{text:?} has a line break"))),
            None => Ok(()),
        }
    }

    /// All its lines but the last.
    fn body(&self) -> String {
        let Head { engine, scenario, arm, replicate, seed, start } = &self.head;
        let mut text = format!(
            "jurisim log\nformat {FORMAT}\nengine {engine}\nscenario {scenario}\narm {arm}\n\
             replicate {replicate}\nseed {seed}\nstart {start}\n"
        );
        match self.parent {
            Some(Parent { content, cut }) => text += &format!("parent {content} {}\n", cut.0),
            None => text += "parent none\n",
        }
        self.segments.iter().for_each(|line| text += &line.text());
        text
    }

    fn parse(path: &Path, text: &str) -> Result<Manifest, LogError> {
        let mut lines = Lines { path, lines: text.lines().peekable() };
        lines.value("jurisim ")?;
        let format = lines.number("format ")?;
        let engine = lines.value("engine ")?.to_owned();
        if format != u64::from(FORMAT) {
            let format = u32::try_from(format).unwrap_or(u32::MAX);
            return Err(LogError::format(path, format, FORMAT, &engine));
        }
        let scenario = lines.value("scenario ")?.to_owned();
        let arm = lines.value("arm ")?.to_owned();
        let replicate = lines.number("replicate ")?;
        let replicate = u32::try_from(replicate)
            .map_err(|_| LogError::damage(path, "replicate below 2^32", replicate))?;
        let seed = lines.number("seed ")?;
        let start = lines.value("start ")?.to_owned();
        let head = Head { engine, scenario, arm, replicate, seed, start };
        let parent = lines.parent()?;
        let mut manifest = Manifest { head, parent, segments: Vec::new() };
        for text in lines.lines {
            let line = Line::parse(text);
            let line = line.ok_or_else(|| LogError::damage(path, "a segment", quoted(text)))?;
            manifest.follow(path, line)?;
        }
        Ok(manifest)
    }

    /// Appends a segment that must begin where the last one ends.
    fn follow(&mut self, path: &Path, line: Line) -> Result<(), LogError> {
        let expected = (self.next_day(), self.events());
        let ends = line.first_seq.checked_add(line.count).is_some();
        let follows = (line.first_day, line.first_seq) == expected;
        let is_sane = line.last_day <= LAST_DAY && line.length <= disk::LARGEST;
        if follows && ends && is_sane && line.first_day <= line.last_day {
            self.segments.push(line);
            return Ok(());
        }
        let (day, seq) = (expected.0.0, expected.1);
        let expected = format!("a segment from day {day} and event {seq} on");
        Err(LogError::damage(path, expected, quoted(line.text().trim_end())))
    }
}

/// Tells a folder that is no log from a log that lost its manifest.
fn missing(disk: &Disk, folder: &Path, error: DiskError) -> LogError {
    let has_events = matches!(disk.what(&folder.join(EVENTS)), Ok(Some(What::Folder)));
    if error.is_missing() && has_events {
        return LogError::damage(&error.path, "a manifest", "no file");
    }
    if error.reason.kind() == std::io::ErrorKind::InvalidData {
        return LogError::damage(&error.path, "a manifest", &error.reason);
    }
    error.into()
}

/// The text before the last line, if that line is its hash. This holds in every format.
fn checked<'a>(path: &Path, bytes: &'a [u8]) -> Result<&'a str, LogError> {
    let text = unsealed(bytes).map_err(|BrokenSeal { expected, found }| {
        LogError::damage(path, quoted(expected), quoted(found))
    })?;
    std::str::from_utf8(text).map_err(|error| LogError::damage(path, "text", error))
}

fn quoted(text: impl Display) -> String {
    format!("{:?}", text.to_string())
}

/// The lines of a manifest, taken one after the other.
struct Lines<'a> {
    path: &'a Path,
    lines: std::iter::Peekable<std::str::Lines<'a>>,
}

impl<'a> Lines<'a> {
    fn value(&mut self, key: &str) -> Result<&'a str, LogError> {
        let line = self.lines.next().unwrap_or("");
        let damage = || LogError::damage(self.path, quoted(key), quoted(line));
        line.strip_prefix(key).ok_or_else(damage)
    }

    fn number(&mut self, key: &str) -> Result<u64, LogError> {
        let value = self.value(key)?;
        let damage = |_| LogError::damage(self.path, format!("{key}and a number"), quoted(value));
        value.parse().map_err(damage)
    }

    fn parent(&mut self) -> Result<Option<Parent>, LogError> {
        let value = self.value("parent ")?;
        if value == "none" {
            return Ok(None);
        }
        let parse = |value: &str| {
            let (content, cut) = value.split_once(' ')?;
            Some(Parent { content: Digest::parse(content)?, cut: Day(cut.parse().ok()?) })
        };
        let damage = || LogError::damage(self.path, "a parent", quoted(value));
        parse(value).map(Some).ok_or_else(damage)
    }
}

/// Where a segment is.
pub(super) fn segment_path(folder: &Path, line: &Line) -> PathBuf {
    folder.join(line.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::samples::Dice;
    use crate::rounds::rounds;

    fn good() -> String {
        let head = Head {
            engine: "0.2.0".to_owned(),
            scenario: "0123".to_owned(),
            arm: "sb54-early".to_owned(),
            replicate: 3,
            seed: 7,
            start: "2016-01-01".to_owned(),
        };
        let content = Digest::of(b"x");
        let parent = Some(Parent { content, cut: Day(4) });
        let line = |first, last, first_seq| Line {
            first_day: Day(first),
            last_day: Day(last),
            first_seq,
            count: 10,
            length: 900,
            file: content,
            content,
        };
        let segments = vec![line(0, 3, 0), line(4, 9, 10)];
        Manifest { head, parent, segments }.body()
    }

    #[test]
    fn a_manifest_that_somebody_made_up_is_read_to_the_byte_or_refused() {
        let body = good().into_bytes();
        let path = Path::new("manifest.txt");
        assert!(Manifest::read(path, &sealed(&body)).is_ok());
        let pieces: [&[u8]; 10] = [
            b"\n",
            b" ",
            b"-1",
            b"18446744073709551615",
            b"4294967296",
            b"segment ",
            b"parent none",
            b"format 2\n",
            b"\xff",
            b"../",
        ];
        let mut dice = Dice(2018);
        let mut good = 0;
        // `JURISIM_FUZZ=100000000` tries longer.
        let rounds = rounds("JURISIM_FUZZ", 2_000_000);
        for _ in 0..rounds {
            let mut bytes = body.clone();
            for _ in 0..=dice.below(2) {
                let at = dice.below(bytes.len() as u64) as usize;
                let to = (at + dice.below(30) as usize).min(bytes.len());
                match dice.below(4) {
                    0 => bytes[at] = dice.below(256) as u8,
                    1 => drop(bytes.drain(at..to)),
                    2 => {
                        let piece = pieces[dice.below(10) as usize];
                        drop(bytes.splice(at..to, piece.iter().copied()));
                    }
                    _ => {
                        let piece = bytes[at..to].to_vec();
                        drop(bytes.splice(at..at, piece));
                    }
                }
            }
            // With the hash put right, so that what is tried is the reader and not the hash.
            let bytes = sealed(&bytes);
            if let Ok(manifest) = Manifest::read(path, &bytes) {
                good += 1;
                assert_eq!(sealed(manifest.body().as_bytes()), bytes);
                assert!(manifest.segments.iter().all(|line| !line.name().contains("..")));
            }
        }
        assert!(good > 0 && good < rounds / 2, "{good} were read");
    }
}

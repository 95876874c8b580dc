//! What a simulated disk holds: what programs see, and what is on the platters; and what is left of
//! it when the power is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Bytes that reach the platters together or not at all.
const SECTOR: usize = 512;

/// How the protocol is broken, to see whether tests notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bug {
    /// Files are not synced before they get their names.
    NoFileSync,
    /// Names in folders are not synced.
    NoFolderSync,
    /// The manifest is written over in place instead of being replaced.
    InPlace,
    /// The manifest gets its name only after it was said to be saved.
    EarlyAcknowledgement,
    /// A sync that failed is tried again, and then believed.
    SyncRetried,
    /// A segment gets its name only after the names of its folder were synced.
    NameAfterSync,
}

/// What goes wrong, from the nth call on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Every later call fails: the power is gone.
    Power,
    /// One call, or every later one, is refused.
    Refused {
        /// How.
        kind: ErrorKind,
        /// Only this one.
        once: bool,
    },
    /// From then on writes take only a part.
    ShortWrites,
    /// One sync fails; the system drops what it could not write and thinks it clean.
    SyncFails,
}

/// A file's content: as programs see it, and how much of it is on the platters.
#[derive(Clone, Default, Debug)]
pub(super) struct Inode {
    pub(super) seen: Vec<u8>,
    pub(super) kept: Vec<u8>,
    /// What was seen when a sync failed: the system thinks these bytes are on the platters.
    pub(super) believed: Option<Vec<u8>>,
}

/// A change of a name in a folder that is not on the platters yet.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Put(PathBuf, usize),
    Removed(PathBuf),
    Folder(PathBuf),
}

/// The state of a disk.
#[derive(Clone, Default, Debug)]
pub struct State {
    pub(super) inodes: Vec<Inode>,
    pub(super) files: BTreeMap<PathBuf, usize>,
    pub(super) folders: BTreeSet<PathBuf>,
    pub(super) kept_files: BTreeMap<PathBuf, usize>,
    pub(super) kept_folders: BTreeSet<PathBuf>,
    pub(super) changes: Vec<Change>,
    pub(super) locked: BTreeSet<PathBuf>,
    pub(super) calls: u64,
    pub(super) fault: Option<(u64, Fault)>,
    pub(super) bug: Option<Bug>,
    /// The state before each call, and whether it is a sync, if somebody wants to know.
    pub(super) history: Option<Vec<(State, bool)>>,
    /// Of [`Bug::EarlyAcknowledgement`] and [`Bug::NameAfterSync`]: what waits to be done.
    pub(super) waiting: Vec<(PathBuf, PathBuf)>,
    /// How often each kind of loss was dealt out.
    pub(super) dealt: [u64; 6],
}

/// Of [`State::dealt`]: sectors dropped, zeroed, garbled; files torn; names lost; names kept though
/// never synced.
pub const DEALT: [&str; 6] = [
    "dropped sectors",
    "zeroed sectors",
    "garbled sectors",
    "torn files",
    "lost names",
    "kept names",
];

/// Numbers without a pattern.
pub struct Chance(pub u64);

impl Chance {
    /// The next below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ mixed >> 31) % end.max(1)
    }
}

impl State {
    /// What is left after the power was lost: one of the many things that may be.
    pub fn crashed(&self, chance: &mut Chance) -> State {
        let mut after = State {
            kept_files: self.kept_files.clone(),
            kept_folders: self.kept_folders.clone(),
            bug: self.bug,
            dealt: self.dealt,
            ..State::default()
        };
        // Sometimes all is lost that may be, sometimes nothing, mostly something.
        let odds = [0, 1, 3, 7, 10][chance.below(5) as usize];
        for change in &self.changes {
            let stays = chance.below(10) < odds;
            after.dealt[if stays { 5 } else { 4 }] += 1;
            if stays {
                match change {
                    Change::Put(path, inode) => drop(after.kept_files.insert(path.clone(), *inode)),
                    Change::Removed(path) => drop(after.kept_files.remove(path)),
                    Change::Folder(path) => drop(after.kept_folders.insert(path.clone())),
                }
            }
        }
        // What stands in a folder that is not there is not there.
        let folders = after.kept_folders.clone();
        let is_there = |path: &Path| path.ancestors().skip(1).all(|above| folders.contains(above));
        after.kept_folders.retain(|folder| is_there(folder));
        after.kept_files.retain(|file, _| is_there(file));
        for inode in &self.inodes {
            let kept = inode.after_loss(chance, &mut after.dealt);
            after.inodes.push(Inode { seen: kept.clone(), kept, believed: None });
        }
        after.files = after.kept_files.clone();
        after.folders = after.kept_folders.clone();
        after
    }

    pub(super) fn put(&mut self, path: PathBuf, inode: usize) {
        self.files.insert(path.clone(), inode);
        self.changes.push(Change::Put(path, inode));
    }

    pub(super) fn removed(&mut self, path: &Path) -> Option<usize> {
        let inode = self.files.remove(path)?;
        self.changes.push(Change::Removed(path.to_owned()));
        Some(inode)
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        if self.folders.contains(from) {
            return Err(ErrorKind::Unsupported.into());
        }
        let inode = self.removed(from).ok_or(ErrorKind::NotFound)?;
        self.put(to.to_owned(), inode);
        Ok(())
    }

    /// Counts a call; whether something goes wrong with it.
    pub(super) fn call(&mut self, is_sync: bool) -> io::Result<Option<Fault>> {
        if let Some(mut history) = self.history.take() {
            history.push((self.clone(), is_sync));
            self.history = Some(history);
        }
        self.calls += 1;
        let Some((at, fault)) = self.fault else { return Ok(None) };
        if self.calls < at {
            return Ok(None);
        }
        match fault {
            Fault::Power => Err(io::Error::other("the power is gone")),
            Fault::Refused { kind, once } => {
                if once {
                    self.fault = None;
                }
                Err(kind.into())
            }
            Fault::ShortWrites => Ok(Some(fault)),
            Fault::SyncFails if is_sync => {
                self.fault = None;
                Ok(Some(fault))
            }
            Fault::SyncFails => Ok(None),
        }
    }
}

impl Inode {
    /// The bytes on the platters after the power was lost.
    fn after_loss(&self, chance: &mut Chance, dealt: &mut [u64; 6]) -> Vec<u8> {
        if self.seen == self.kept {
            return self.kept.clone();
        }
        let mut kept = self.kept.clone();
        let longest = self.seen.len().max(kept.len());
        let length = match chance.below(4) {
            0 => kept.len(),
            1 => chance.below(longest as u64 + 1) as usize,
            _ => longest,
        };
        dealt[3] += u64::from(length < longest);
        kept.resize(length, 0);
        for (nth, sector) in kept.chunks_mut(SECTOR).enumerate() {
            let from = nth * SECTOR;
            let old = self.kept.get(from..).unwrap_or(&[]);
            let new = self.believed.as_ref().map_or(&self.seen[..], |believed| believed);
            // Bytes that a failed sync dropped never come, whatever is synced later.
            let new = if self.believed.is_some() { old } else { new.get(from..).unwrap_or(&[]) };
            match chance.below(6) {
                0 => dealt[0] += 1,
                1 => {
                    dealt[1] += 1;
                    sector.fill(0);
                }
                2 => {
                    dealt[2] += 1;
                    sector.iter_mut().for_each(|byte| *byte = chance.below(256) as u8);
                }
                _ => {
                    let common = sector.len().min(new.len());
                    sector[..common].copy_from_slice(&new[..common]);
                }
            }
        }
        kept
    }

    pub(super) fn sync(&mut self) {
        match &self.believed {
            // Only what was written since the failure is written now.
            Some(believed) if *believed == self.seen => {}
            _ => {
                self.kept.clone_from(&self.seen);
                self.believed = None;
            }
        }
    }
}

impl State {
    /// Does what a broken protocol put off.
    pub(super) fn catch_up(&mut self) {
        for (from, to) in std::mem::take(&mut self.waiting) {
            let _ = self.rename(&from, &to);
        }
    }

    /// Gives a folder another name with all that is in it: at once, and durably. Whole runs get
    /// their names by it; that it may be lost is tried with files.
    pub(super) fn move_folder(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let moved = |path: &PathBuf| match path.strip_prefix(from) {
            Ok(rest) if rest.as_os_str().is_empty() => to.to_owned(),
            Ok(rest) => to.join(rest),
            Err(_) => path.clone(),
        };
        self.files = self.files.iter().map(|(path, inode)| (moved(path), *inode)).collect();
        self.kept_files =
            self.kept_files.iter().map(|(path, inode)| (moved(path), *inode)).collect();
        self.folders = self.folders.iter().map(moved).collect();
        self.kept_folders = self.kept_folders.iter().map(moved).collect();
        Ok(())
    }
}

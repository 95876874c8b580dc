//! A disk for tests that forgets what was not synced, in the worst order; that fills up; that
//! refuses; and that says it synced when it did not.
//!
//! What programs see is one state, what the platters hold is another. Losing power leaves, of all
//! that was never synced, whatever chance picks: sectors dropped, zeroed or garbled, names kept or
//! lost one by one.

use super::{Disk, Entry, Files, Lock, NewFile, What};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

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
struct Inode {
    seen: Vec<u8>,
    kept: Vec<u8>,
    /// What was seen when a sync failed: the system thinks these bytes are on the platters.
    believed: Option<Vec<u8>>,
}

/// A change of a name in a folder that is not on the platters yet.
#[derive(Clone, Debug)]
enum Change {
    Put(PathBuf, usize),
    Removed(PathBuf),
    Folder(PathBuf),
}

/// The state of a disk.
#[derive(Clone, Default, Debug)]
pub struct State {
    inodes: Vec<Inode>,
    files: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    kept_files: BTreeMap<PathBuf, usize>,
    kept_folders: BTreeSet<PathBuf>,
    changes: Vec<Change>,
    locked: BTreeSet<PathBuf>,
    calls: u64,
    fault: Option<(u64, Fault)>,
    bug: Option<Bug>,
    /// The state before each call, and whether it is a sync, if somebody wants to know.
    history: Option<Vec<(State, bool)>>,
    /// Of [`Bug::EarlyAcknowledgement`] and [`Bug::NameAfterSync`]: what waits to be done.
    waiting: Vec<(PathBuf, PathBuf)>,
    /// How often each kind of loss was dealt out.
    dealt: [u64; 6],
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

/// A disk, shared with the test that looks at it.
#[derive(Clone, Default, Debug)]
pub struct Simulated(Arc<Mutex<State>>);

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

impl Simulated {
    /// An empty disk on which the protocol is broken in this way.
    pub fn with(bug: Option<Bug>) -> Simulated {
        let folders = BTreeSet::from([PathBuf::from("/")]);
        let kept_folders = folders.clone();
        let state = State { bug, folders, kept_folders, ..State::default() };
        Simulated(Arc::new(Mutex::new(state)))
    }

    /// A disk in a state that was taken before.
    pub fn at(state: State) -> Simulated {
        Simulated(Arc::new(Mutex::new(state)))
    }

    /// As programs use it.
    pub fn disk(&self) -> Disk {
        Disk::of(self.clone())
    }

    /// The state at this moment.
    pub fn state(&self) -> State {
        self.lock_state().clone()
    }

    /// How often each kind of loss was dealt out.
    pub fn dealt(&self) -> [u64; 6] {
        self.lock_state().dealt
    }

    /// Somebody writes over a file, or makes one.
    pub fn set(&self, path: &Path, bytes: &[u8]) {
        let mut state = self.lock_state();
        let (seen, kept) = (bytes.to_vec(), bytes.to_vec());
        let inode = Inode { seen, kept, believed: None };
        match state.files.get(path).copied() {
            Some(at) => state.inodes[at] = inode,
            None => {
                state.inodes.push(inode);
                let at = state.inodes.len() - 1;
                state.files.insert(path.to_owned(), at);
            }
        }
    }

    /// Somebody removes a file.
    pub fn lose(&self, path: &Path) {
        self.lock_state().files.remove(path);
    }

    /// From here on the state before each call is kept.
    pub fn remember(&self) {
        self.lock_state().history = Some(Vec::new());
    }

    /// The states before each call since, and whether the call was a sync.
    pub fn history(&self) -> Vec<(State, bool)> {
        self.lock_state().history.take().unwrap_or_default()
    }

    /// Lets something go wrong at the nth call from now.
    pub fn fail(&self, nth: u64, fault: Fault) {
        let mut state = self.lock_state();
        let at = state.calls + nth;
        state.fault = Some((at, fault));
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.lock_state().fault = None;
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.lock_state().calls
    }

    fn lock_state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panics while holding the disk")
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

    fn put(&mut self, path: PathBuf, inode: usize) {
        self.files.insert(path.clone(), inode);
        self.changes.push(Change::Put(path, inode));
    }

    fn removed(&mut self, path: &Path) -> Option<usize> {
        let inode = self.files.remove(path)?;
        self.changes.push(Change::Removed(path.to_owned()));
        Some(inode)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        if self.folders.contains(from) {
            return Err(ErrorKind::Unsupported.into());
        }
        let inode = self.removed(from).ok_or(ErrorKind::NotFound)?;
        self.put(to.to_owned(), inode);
        Ok(())
    }

    /// Counts a call; whether something goes wrong with it.
    fn call(&mut self, is_sync: bool) -> io::Result<Option<Fault>> {
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

    fn sync(&mut self) {
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

struct SimulatedFile {
    disk: Simulated,
    inode: usize,
}

impl Write for SimulatedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.lock_state();
        let fault = state.call(false)?;
        let taken = match fault {
            Some(Fault::ShortWrites) => bytes.len().div_ceil(3),
            _ => bytes.len(),
        };
        state.inodes[self.inode].seen.extend(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NewFile for SimulatedFile {
    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.lock_state();
        let fault = state.call(true)?;
        let is_retried = state.bug == Some(Bug::SyncRetried);
        let lies = state.bug == Some(Bug::NoFileSync);
        let inode = &mut state.inodes[self.inode];
        match fault {
            Some(Fault::SyncFails) => {
                inode.believed = Some(inode.seen.clone());
                if is_retried { Ok(()) } else { Err(io::Error::other("the disk did not take it")) }
            }
            _ if lies => Ok(()),
            _ => {
                inode.sync();
                Ok(())
            }
        }
    }
}

fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "manifest.txt" || name == "run.txt")
}

impl Files for Simulated {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let mut state = self.lock_state();
        state.call(false)?;
        state.catch_up();
        let above = path.parent().unwrap_or(Path::new("/"));
        if !state.folders.contains(above) {
            return Err(ErrorKind::NotFound.into());
        }
        let final_name = path.with_extension("");
        let inode = match state.files.get(&final_name).copied() {
            // Over the old bytes, under the old name.
            Some(inode) if state.bug == Some(Bug::InPlace) && is_manifest(&final_name) => {
                state.inodes[inode].seen.clear();
                inode
            }
            _ => {
                state.inodes.push(Inode::default());
                let inode = state.inodes.len() - 1;
                state.put(path.to_owned(), inode);
                inode
            }
        };
        Ok(Box::new(SimulatedFile { disk: self.clone(), inode }))
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let mut state = self.lock_state();
        state.call(false)?;
        let inode = *state.files.get(path).ok_or(ErrorKind::NotFound)?;
        let bytes = &state.inodes[inode].seen;
        if bytes.len() as u64 > most {
            return Err(ErrorKind::InvalidData.into());
        }
        Ok(bytes.clone())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.lock_state();
        state.call(false)?;
        state.catch_up();
        match state.bug {
            Some(Bug::InPlace) if is_manifest(to) && !state.files.contains_key(from) => Ok(()),
            Some(Bug::EarlyAcknowledgement) if is_manifest(to) => {
                state.waiting.push((from.to_owned(), to.to_owned()));
                Ok(())
            }
            Some(Bug::NameAfterSync) if to.extension().is_some_and(|end| end == "parquet") => {
                state.waiting.push((from.to_owned(), to.to_owned()));
                Ok(())
            }
            _ => {
                let is_folder = state.folders.contains(from);
                if is_folder { state.move_folder(from, to) } else { state.rename(from, to) }
            }
        }
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.lock_state();
        state.call(false)?;
        if state.files.contains_key(to) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let inode = *state.files.get(from).ok_or(ErrorKind::NotFound)?;
        state.put(to.to_owned(), inode);
        Ok(())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.lock_state();
        state.call(false)?;
        let mut missing: Vec<&Path> = path.ancestors().collect();
        missing.reverse();
        for folder in missing {
            if state.folders.insert(folder.to_owned()) {
                state.changes.push(Change::Folder(folder.to_owned()));
            }
        }
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.lock_state();
        let fault = state.call(true)?;
        if state.bug == Some(Bug::NoFolderSync) {
            return Ok(());
        }
        let of_it = |change: &Change| {
            let (Change::Put(name, _) | Change::Removed(name) | Change::Folder(name)) = change;
            name.parent() == Some(path)
        };
        let changes = std::mem::take(&mut state.changes);
        let (synced, left): (Vec<_>, Vec<_>) = changes.into_iter().partition(of_it);
        state.changes = left;
        if let Some(Fault::SyncFails) = fault {
            // Dropped: the names are seen, and never come to the platters by themselves.
            let is_retried = state.bug == Some(Bug::SyncRetried);
            return if is_retried { Ok(()) } else { Err(io::Error::other("not taken")) };
        }
        for change in synced {
            match change {
                Change::Put(path, inode) => drop(state.kept_files.insert(path, inode)),
                Change::Removed(path) => drop(state.kept_files.remove(&path)),
                Change::Folder(path) => drop(state.kept_folders.insert(path)),
            }
        }
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut state = self.lock_state();
        state.call(false)?;
        if !state.folders.contains(folder) {
            return Err(ErrorKind::NotFound.into());
        }
        let is_in = |path: &Path| path.parent() == Some(folder);
        let files = state.files.iter().filter(|(path, _)| is_in(path)).map(|(path, inode)| {
            let what = What::File(state.inodes[*inode].seen.len() as u64);
            Entry { path: path.clone(), what }
        });
        let folders = state.folders.iter().filter(|path| is_in(path));
        let folders = folders.map(|path| Entry { path: path.clone(), what: What::Folder });
        let mut all: Vec<Entry> = files.chain(folders).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(all)
    }

    fn what(&self, path: &Path) -> io::Result<Option<What>> {
        let mut state = self.lock_state();
        state.call(false)?;
        if state.folders.contains(path) {
            return Ok(Some(What::Folder));
        }
        let inode = state.files.get(path);
        Ok(inode.map(|inode| What::File(state.inodes[*inode].seen.len() as u64)))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.lock_state();
        state.call(false)?;
        let files: Vec<PathBuf> =
            state.files.keys().filter(|file| file.starts_with(path)).cloned().collect();
        for file in files {
            state.removed(&file);
        }
        state.folders.retain(|folder| !folder.starts_with(path));
        state.kept_folders.retain(|folder| !folder.starts_with(path));
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let mut state = self.lock_state();
        state.call(false)?;
        if !state.locked.insert(path.to_owned()) {
            return Ok(None);
        }
        if !state.files.contains_key(path) {
            state.inodes.push(Inode::default());
            let inode = state.inodes.len() - 1;
            state.put(path.to_owned(), inode);
        }
        Ok(Some(Box::new(Held { disk: self.clone(), path: path.to_owned() })))
    }
}

/// A lock that is given back when it is dropped, as the system does for a process that ends.
struct Held {
    disk: Simulated,
    path: PathBuf,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.disk.lock_state().locked.remove(&self.path);
    }
}

impl State {
    /// Does what a broken protocol put off.
    fn catch_up(&mut self) {
        for (from, to) in std::mem::take(&mut self.waiting) {
            let _ = self.rename(&from, &to);
        }
    }

    /// Gives a folder another name with all that is in it: at once, and durably. Whole runs get
    /// their names by it; that it may be lost is tried with files.
    fn move_folder(&mut self, from: &Path, to: &Path) -> io::Result<()> {
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

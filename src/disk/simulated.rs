//! A disk for tests that forgets what was not synced, in the worst order; that fills up; that
//! refuses; and that says it synced when it did not.
//!
//! What programs see is one state, what the platters hold is another. Losing power leaves, of all
//! that was never synced, whatever chance picks: sectors dropped, zeroed or garbled, names kept or
//! lost one by one.

pub use super::platters::{Bug, Chance, DEALT, Fault, State};
use super::platters::{Change, Inode};
use super::{Disk, Entry, Files, Lock, NewFile, What};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// A disk, shared with the test that looks at it.
#[derive(Clone, Default, Debug)]
pub struct Simulated(Arc<Mutex<State>>);

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

/// The disk after each loss of power while something is done that begins on a disk in a state: at every
/// call, so many times with other luck; and in words which it is.
pub fn losses<'a>(
    start: &'a State,
    what: impl Fn(&Disk) + 'a,
    luck: u64,
) -> impl Iterator<Item = (String, Simulated)> + 'a {
    let calls = {
        let disk = Simulated::at(start.clone());
        let before = disk.calls();
        what(&disk.disk());
        disk.calls() - before
    };
    assert!(calls > 100, "{calls} calls");
    (1..=calls).flat_map(move |call| {
        let disk = Simulated::at(start.clone());
        disk.fail(call, Fault::Power);
        what(&disk.disk());
        disk.heal();
        let state = disk.state();
        (0..luck).map(move |luck| {
            let mut chance = Chance(call * 1_000 + luck);
            (format!("call {call}, luck {luck}"), Simulated::at(state.crashed(&mut chance)))
        })
    })
}

/// Every file below a folder, by its path from there.
pub fn contents(disk: &Disk, folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = disk.all_below(folder).unwrap().into_iter();
    files
        .map(|entry| {
            let path = entry.path.strip_prefix(folder).unwrap().to_owned();
            (path, disk.read(&entry.path).unwrap())
        })
        .collect()
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

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut state = self.lock_state();
        state.call(false)?;
        state.removed(path).map(|_| ()).ok_or_else(|| ErrorKind::NotFound.into())
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

//! The one way to the disk: files that are either wholly there or not at all.
//!
//! The protocol: write under a temporary name, sync, rename, sync the folder. A sync that failed is
//! never tried again, because the system may have dropped the bytes and then say all is well.
//!
//! What a system offers is the trait [`Files`]: the real one in `real`, and one for tests in
//! `simulated` that loses power, fills up and lies.

#[cfg(test)]
mod platters;
mod real;
#[cfg(test)]
pub mod simulated;
mod written;

use std::any::Any;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub use written::{Unlike, Written};

/// Nothing that is read whole may be larger, whatever it claims: 2 GiB.
pub const LARGEST: u64 = 2 << 30;

/// What is asked of a file system. Every call is one that can fail.
pub trait Files: fmt::Debug + Send + Sync {
    /// An empty file of this name, in place of any other.
    ///
    /// # Errors
    /// The system's.
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>>;

    /// The bytes of a regular file of at most so many bytes. Links, pipes and devices are refused.
    ///
    /// # Errors
    /// The system's, and `InvalidData` for what is no file or too large.
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// Gives a file or folder another name, in place of a file that has it.
    ///
    /// # Errors
    /// The system's.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// A second name for a file.
    ///
    /// # Errors
    /// The system's; some disks cannot.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// A folder, and those above it.
    ///
    /// # Errors
    /// The system's.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Puts the names in a folder on the disk.
    ///
    /// # Errors
    /// The system's.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// What is in a folder, by name.
    ///
    /// # Errors
    /// The system's.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// What stands under a name; nothing if nothing does. Links are not followed.
    ///
    /// # Errors
    /// The system's.
    fn what(&self, path: &Path) -> io::Result<Option<What>>;

    /// Removes a folder with all that is in it.
    ///
    /// # Errors
    /// The system's.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// The system's.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Keeps others out for as long as what it returns lives; nothing if another is in.
    ///
    /// # Errors
    /// The system's.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;
}

/// A lock that is held.
pub type Lock = Box<dyn Any + Send + Sync>;

/// A file being written.
pub trait NewFile: Write + Send {
    /// Puts what was written on the disk.
    ///
    /// # Errors
    /// The system's; what was written may be lost then, whatever a later call says.
    fn sync(&mut self) -> io::Result<()>;
}

/// What stands under a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A regular file of so many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A link, a pipe, a device.
    Other,
}

/// One name in a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its path.
    pub path: PathBuf,
    /// What it is.
    pub what: What,
}

/// The system refused: what was being done, to which file, and why not.
#[derive(Debug)]
pub struct DiskError {
    /// What was being done.
    pub doing: &'static str,
    /// To which file.
    pub path: PathBuf,
    /// Why it failed.
    pub reason: io::Error,
}

impl DiskError {
    fn at<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> DiskError + 'a {
        move |reason| DiskError { doing, path: path.to_owned(), reason }
    }

    /// Whether there is no such file.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.reason.kind() == io::ErrorKind::NotFound
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DiskError { doing, path, reason } = self;
        write!(out, "{}: cannot {doing}: {reason}{}", path.display(), hint(reason))
    }
}

/// What to do about a refusal, as the end of a sentence; nothing if there is nothing to say.
#[must_use]
pub fn hint(reason: &io::Error) -> &'static str {
    match reason.kind() {
        io::ErrorKind::StorageFull => {
            ". What was saved is safe; free some space and run the same command again"
        }
        _ => "",
    }
}

impl std::error::Error for DiskError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.reason)
    }
}

/// A disk, for whoever reads or writes a file.
#[derive(Clone, Debug)]
pub struct Disk {
    files: Arc<dyn Files>,
}

impl Disk {
    /// The machine's own.
    #[must_use]
    pub fn real() -> Disk {
        Disk { files: Arc::new(real::Real) }
    }

    /// Any other.
    #[cfg(test)]
    pub fn of(files: impl Files + 'static) -> Disk {
        Disk { files: Arc::new(files) }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// It is not there, no regular file, too large, or cannot be read.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, DiskError> {
        self.files.read(path, LARGEST).map_err(DiskError::at("read", path))
    }

    /// The same, of a file that must be small.
    ///
    /// # Errors
    /// As [`Disk::read`].
    pub fn read_at_most(&self, path: &Path, most: u64) -> Result<Vec<u8>, DiskError> {
        self.files.read(path, most.min(LARGEST)).map_err(DiskError::at("read", path))
    }

    /// What stands under a name, if anything does.
    ///
    /// # Errors
    /// The system's.
    pub fn what(&self, path: &Path) -> Result<Option<What>, DiskError> {
        self.files.what(path).map_err(DiskError::at("look at", path))
    }

    /// What is in a folder, by name.
    ///
    /// # Errors
    /// The system's.
    pub fn list(&self, folder: &Path) -> Result<Vec<Entry>, DiskError> {
        self.files.list(folder).map_err(DiskError::at("list", folder))
    }

    /// Every file below a folder, in order of their paths. Folders are gone into, links are not.
    ///
    /// # Errors
    /// The system's.
    pub fn all_below(&self, folder: &Path) -> Result<Vec<Entry>, DiskError> {
        let mut all = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in self.list(&folder)? {
                match entry.what {
                    What::Folder => folders.push(entry.path),
                    What::File(_) | What::Other => all.push(entry),
                }
            }
        }
        all.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(all)
    }

    /// Makes a folder and those above it, and puts their names on the disk.
    ///
    /// # Errors
    /// The system's.
    pub fn make_folder(&self, path: &Path) -> Result<(), DiskError> {
        self.files.make_folder(path).map_err(DiskError::at("create", path))?;
        // All the way up: a folder that is there may have been made a moment ago by a program that
        // was stopped before it said so to the disk. Those of others may be closed to us.
        self.sync_folder(above(path))?;
        let mut folder = above(path);
        while folder.file_name().is_some() {
            folder = above(folder);
            match self.sync_folder(folder) {
                Err(error) if is_of_another_kind(&error.reason) => break,
                synced => synced?,
            }
        }
        Ok(())
    }

    /// Puts the names in a folder on the disk.
    ///
    /// # Errors
    /// The system's.
    pub fn sync_folder(&self, path: &Path) -> Result<(), DiskError> {
        self.files.sync_folder(path).map_err(DiskError::at("sync", path))
    }

    /// Gives a file or folder in one folder another name, durably.
    ///
    /// # Errors
    /// The system's.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.files.rename(from, to).map_err(DiskError::at("rename", from))?;
        self.sync_folder(above(to))
    }

    /// Removes a folder with all that is in it.
    ///
    /// # Errors
    /// The system's.
    pub fn remove_folder(&self, path: &Path) -> Result<(), DiskError> {
        self.files.remove_folder(path).map_err(DiskError::at("remove", path))
    }

    /// Keeps others out for as long as what it returns lives; nothing if another is in.
    ///
    /// # Errors
    /// The system's.
    pub fn lock(&self, path: &Path) -> Result<Option<Lock>, DiskError> {
        self.files.lock(path).map_err(DiskError::at("lock", path))
    }

    /// Removes a file.
    ///
    /// # Errors
    /// The system's.
    pub fn remove_file(&self, path: &Path) -> Result<(), DiskError> {
        self.files.remove_file(path).map_err(DiskError::at("remove", path))
    }

    /// Lets others in again and leaves nothing behind.
    pub fn unlock(&self, path: &Path, lock: Lock) {
        // While it is still held, so that nobody can lock a file that is about to go. If it cannot
        // be removed, an empty file is left, and no harm done.
        let _ = self.files.remove_file(path);
        drop(lock);
    }

    /// A file that is hashed while it is written, under a temporary name.
    ///
    /// # Errors
    /// The system's.
    pub fn create(&self, temporary: &Path) -> Result<Writing, DiskError> {
        let file = self.files.create(temporary).map_err(DiskError::at("create", temporary))?;
        let hasher = blake3::Hasher::new();
        Ok(Writing { disk: self.clone(), path: temporary.to_owned(), file, hasher, length: 0 })
    }

    /// Puts a file on the disk, in place of an older one of the same name; its length and hash.
    ///
    /// # Errors
    /// The system's.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Result<Written, DiskError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".tmp");
        let temporary = path.with_file_name(name);
        let mut file = self.create(&temporary)?;
        file.write_all(bytes).map_err(DiskError::at("write", &temporary))?;
        file.publish(path)
    }

    /// Puts a file on the disk under its own name from the start, for folders that nobody looks into
    /// yet; its length and hash. The folder is not synced; the caller does that once for many.
    ///
    /// # Errors
    /// The system's.
    pub fn put(&self, path: &Path, bytes: &[u8]) -> Result<Written, DiskError> {
        let mut file = self.create(path)?;
        file.write_all(bytes).map_err(DiskError::at("write", path))?;
        file.file.sync().map_err(DiskError::at("sync", path))?;
        Ok(file.written())
    }

    /// Makes a finished file appear under a second name: by a link, or by a copy on another disk.
    /// The folder is not synced; the caller does that once for many.
    ///
    /// # Errors
    /// The system's.
    pub fn share(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        if self.files.link(from, to).is_ok() {
            return Ok(());
        }
        let bytes = self.read(from)?;
        self.replace(to, &bytes).map(|_| ())
    }
}

/// Whether a folder far above is closed to us, or of a file system that has nothing to sync.
fn is_of_another_kind(reason: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, ReadOnlyFilesystem, Unsupported};
    matches!(reason.kind(), InvalidInput | PermissionDenied | ReadOnlyFilesystem | Unsupported)
}

fn above(path: &Path) -> &Path {
    path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is hashed while it is written. Until it is published it is nothing to anybody.
pub struct Writing {
    disk: Disk,
    path: PathBuf,
    file: Box<dyn NewFile>,
    hasher: blake3::Hasher,
    length: u64,
}

impl Writing {
    /// Puts what was written on the disk, under its final name in the same folder.
    ///
    /// # Errors
    /// The system's.
    pub fn publish(&mut self, to: &Path) -> Result<Written, DiskError> {
        self.file.sync().map_err(DiskError::at("sync", &self.path))?;
        self.disk.rename(&self.path, to)?;
        Ok(self.written())
    }

    fn written(&self) -> Written {
        Written { length: self.length, hash: *self.hasher.finalize().as_bytes() }
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

//! Files that are either wholly there or not at all.
//!
//! The protocol: write under a temporary name, sync, rename, sync the folder. A sync that failed is
//! never tried again, because the system may have dropped the bytes and then say all is well.

use super::chain::Digest;
use super::error::LogError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// A file that is hashed while it is written.
pub(super) struct Hashing {
    file: File,
    hasher: blake3::Hasher,
    length: u64,
}

impl Hashing {
    /// An empty file of this name, in place of any other.
    pub(super) fn create(path: &Path) -> Result<Hashing, LogError> {
        let file = File::create(path).map_err(|error| LogError::io("create", path, error))?;
        Ok(Hashing { file, hasher: blake3::Hasher::new(), length: 0 })
    }

    /// Puts what was written on the disk, under its final name; its length and its hash.
    pub(super) fn publish(
        &mut self,
        temporary: &Path,
        to: &Path,
    ) -> Result<(u64, Digest), LogError> {
        self.file.sync_all().map_err(|error| LogError::io("sync", temporary, error))?;
        fs::rename(temporary, to).map_err(|error| LogError::io("rename", temporary, error))?;
        sync_folder(to.parent().unwrap_or(Path::new(".")))?;
        Ok((self.length, Digest(*self.hasher.finalize().as_bytes())))
    }
}

impl Write for Hashing {
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

/// Puts a small file on the disk, in place of an older one of the same name.
pub(super) fn replace(path: &Path, temporary: &Path, bytes: &[u8]) -> Result<(), LogError> {
    let mut file = Hashing::create(temporary)?;
    file.write_all(bytes).map_err(|error| LogError::io("write", temporary, error))?;
    file.publish(temporary, path).map(|_| ())
}

/// Makes a sealed file appear under a second name: by a link, or by a copy on another disk.
///
/// The folder is not synced; the caller does that once for many.
pub(super) fn share(from: &Path, to: &Path) -> Result<(), LogError> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let temporary = to.with_extension("tmp");
    fs::copy(from, &temporary).map_err(|error| LogError::io("copy", from, error))?;
    let copied = File::open(&temporary).and_then(|file| file.sync_all());
    copied.map_err(|error| LogError::io("sync", &temporary, error))?;
    fs::rename(&temporary, to).map_err(|error| LogError::io("rename", &temporary, error))
}

/// Makes a folder, and its name in the folder above, durable.
pub(super) fn make_folder(path: &Path) -> Result<(), LogError> {
    fs::create_dir_all(path).map_err(|error| LogError::io("create", path, error))?;
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    sync_folder(above.unwrap_or(Path::new(".")))
}

/// Puts the names in a folder on the disk. Elsewhere than on Unix a folder cannot be opened for it.
pub(super) fn sync_folder(path: &Path) -> Result<(), LogError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let synced = File::open(path).and_then(|folder| folder.sync_all());
    synced.map_err(|error| LogError::io("sync", path, error))
}

//! The machine's own file system.

use super::{Entry, Files, Lock, NewFile, What};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

/// The machine's own file system.
#[derive(Debug)]
pub(super) struct Real;

struct RealFile(File);

impl Write for RealFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl NewFile for RealFile {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

fn what(metadata: &fs::Metadata) -> What {
    if metadata.is_file() {
        What::File(metadata.len())
    } else if metadata.is_dir() {
        What::Folder
    } else {
        What::Other
    }
}

fn refused(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

impl Files for Real {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        // A link or pipe of this name would be written through, to somewhere else.
        match fs::symlink_metadata(path) {
            Ok(metadata) if !metadata.is_file() => return Err(refused("it is no file".to_owned())),
            Ok(_) | Err(_) => {}
        }
        Ok(Box::new(RealFile(File::create(path)?)))
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        // Asked before it is opened: to open a pipe is to wait for whoever writes to it.
        let length = match what(&fs::symlink_metadata(path)?) {
            What::File(length) => length,
            What::Folder => return Err(refused("it is a folder, not a file".to_owned())),
            What::Other => return Err(refused("it is no regular file".to_owned())),
        };
        if length > most {
            return Err(refused(format!("it has {length} bytes; at most {most} are read")));
        }
        // Not all at once: the size a file claims to have may be wrong, and memory is not.
        let mut bytes = Vec::with_capacity(usize::try_from(length.min(1 << 24)).unwrap_or(0));
        // One byte more than allowed tells.
        File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(refused(format!("it has more than {most} bytes")));
        }
        Ok(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Elsewhere than on Unix a folder cannot be opened for it.
        if cfg!(not(unix)) {
            return Ok(());
        }
        File::open(path)?.sync_all()
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let what = what(&fs::symlink_metadata(&path)?);
            entries.push(Entry { path, what });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn what(&self, path: &Path) -> io::Result<Option<What>> {
        match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(what(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        loop {
            // To open a pipe is to wait, and a link leads somewhere else.
            match self.what(path)? {
                None | Some(What::File(_)) => {}
                Some(What::Folder | What::Other) => {
                    return Err(refused("it is no regular file".to_owned()));
                }
            }
            let file = File::options().create(true).truncate(false).write(true).open(path)?;
            match file.try_lock() {
                // Whoever was in before may have removed it between opening and locking: then it
                // keeps nobody out.
                Ok(()) if is_under(&file, path) => return Ok(Some(Box::new(file))),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

/// Whether an open file is still the one under a name.
#[cfg(unix)]
fn is_under(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(named)) => id(open) == id(named),
        _ => false,
    }
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_under(_: &File, _: &Path) -> bool {
    true
}

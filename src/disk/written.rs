//! Files that are known by their length and hash.

use super::{Disk, DiskError, What};
use std::path::Path;

/// The length of a file and the hash of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Written {
    /// Bytes.
    pub length: u64,
    /// BLAKE3.
    pub hash: [u8; 32],
}

/// Why there are no such bytes.
#[derive(Debug)]
pub enum Unlike {
    /// The system refused.
    Refused(DiskError),
    /// What is there is not what was written, in words.
    Damaged {
        /// What was written.
        expected: String,
        /// What is there.
        found: String,
    },
}

impl From<DiskError> for Unlike {
    fn from(error: DiskError) -> Unlike {
        Unlike::Refused(error)
    }
}

impl Unlike {
    fn damaged(expected: impl Into<String>, found: impl Into<String>) -> Unlike {
        Unlike::Damaged { expected: expected.into(), found: found.into() }
    }
}

impl Disk {
    /// The bytes of a file, if they are those that were written. A file of another length is not read.
    ///
    /// # Errors
    /// They are not, or cannot be read.
    pub fn read_written(&self, path: &Path, written: Written) -> Result<Vec<u8>, Unlike> {
        let expected = format!("{} bytes", written.length);
        match self.what(path)? {
            Some(What::File(length)) if length == written.length => {}
            Some(What::File(length)) => {
                return Err(Unlike::damaged(expected, format!("{length} bytes")));
            }
            Some(What::Folder | What::Other) => {
                return Err(Unlike::damaged(expected, "no regular file"));
            }
            None => return Err(Unlike::damaged(expected, "no file")),
        }
        let bytes = self.read_at_most(path, written.length)?;
        let found = blake3::hash(&bytes);
        if *found.as_bytes() == written.hash {
            return Ok(bytes);
        }
        let expected = blake3::Hash::from_bytes(written.hash);
        Err(Unlike::damaged(format!("hash {expected}"), format!("hash {found}")))
    }
}

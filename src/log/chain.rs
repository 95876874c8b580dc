//! The content hash of a run: what two runs are compared by.
//!
//! BLAKE3 over the canonical bytes of every event, one after the other, from the first of the run
//! on. It knows nothing of files, segments, days or threads, so none of them can show in it, and
//! anybody with the events can compute it again. Files have hashes of their own.

use super::codec::{self, WIDTH};
use crate::event::{Event, Part};
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Bytes gathered before they are hashed: whole events, and a multiple of the 16 KiB that BLAKE3
/// takes at a time on the widest processors.
const BUFFER: usize = WIDTH * 2048;

/// The content hash in the making.
#[derive(Clone, Debug)]
pub struct Chain {
    hasher: blake3::Hasher,
    buffer: Vec<u8>,
    events: u64,
}

impl Default for Chain {
    fn default() -> Chain {
        Chain::new()
    }
}

impl Chain {
    /// Before the first event.
    #[must_use]
    pub fn new() -> Chain {
        Chain { hasher: blake3::Hasher::new(), buffer: Vec::with_capacity(BUFFER), events: 0 }
    }

    /// Takes the next event in log order.
    pub fn push(&mut self, day: Day, part: Part, event: &Event) {
        self.push_bytes(&codec::encode(day, part, event));
    }

    /// Takes the next event, already encoded.
    pub(super) fn push_bytes(&mut self, bytes: &[u8; WIDTH]) {
        self.buffer.extend_from_slice(bytes);
        self.events += 1;
        if self.buffer.len() >= BUFFER {
            self.hasher.update(&self.buffer);
            self.buffer.clear();
        }
    }

    /// The hash of all events so far; more may follow.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = self.hasher.clone();
        hasher.update(&self.buffer);
        Digest(*hasher.finalize().as_bytes())
    }

    /// How many events so far.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }
}

/// A BLAKE3 hash, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The hash of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(*blake3::hash(bytes).as_bytes())
    }

    /// The digest so written: 64 digits in lower case, as [`Digest`] displays.
    #[must_use]
    pub fn parse(text: &str) -> Option<Digest> {
        let hash = blake3::Hash::from_hex(text).ok()?;
        let digest = Digest(*hash.as_bytes());
        (digest.to_string() == text).then_some(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

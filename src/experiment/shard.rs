//! The bytes of finished cells: of a whole shard, or of a block of one on its way.

use crate::log::Digest;
use serde::{Deserialize, Serialize};

/// What came of a cell.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) enum Came {
    /// Its outcomes: by arm, all outcomes of an arm together.
    Counted(Vec<f64>),
    /// None, and why.
    Failed {
        /// In words.
        error: String,
        /// The seed with which it fails again.
        seed: u64,
    },
}

/// A cell that is finished.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Finished {
    /// Its name.
    pub(super) cell: Digest,
    /// What came of it.
    pub(super) came: Came,
}

/// Some finished cells of a shard.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Bundle {
    /// Which shard.
    pub(super) shard: u32,
    /// How many cells were ever published for it: more than there are if a cell was run twice.
    pub(super) published: u64,
    /// The cells.
    pub(super) cells: Vec<Finished>,
}

impl Bundle {
    /// Its bytes: the hash of the rest, and the rest.
    pub(super) fn packed(&self) -> Vec<u8> {
        let body = postcard::to_stdvec(self).expect("plain data, which has a form in bytes");
        [&Digest::of(&body).0[..], &body].concat()
    }

    /// What was packed so, if nobody has changed it.
    pub(super) fn unpacked(bytes: &[u8]) -> Option<Bundle> {
        let (hash, body) = bytes.split_at_checked(32)?;
        (hash == Digest::of(body).0).then_some(())?;
        let (bundle, rest) = postcard::take_from_bytes::<Bundle>(body).ok()?;
        rest.is_empty().then_some(bundle)
    }
}

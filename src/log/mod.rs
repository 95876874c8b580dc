//! The durable log of a run: a folder of sealed segments of events under a hashed manifest.
//!
//! ```text
//! manifest.txt                   what the log is of, and a line for each segment; the last line
//!                                is the hash of all before it
//! events/000000-000089.parquet   the events of these days, as columns
//! ```
//!
//! What is promised: what the manifest names is saved, and stays so whatever happens to the
//! program or the machine. Any change of any byte of it is found before the byte is used, and is
//! an error that names the file. Two runs with the same events have the same content hash, however
//! they were computed and written. A branch shares the files of its parent's past and outlives it.
//!
//! The log knows events and nothing of the model that made them or of the reports made from them.

mod background;
mod cause;
mod cells;
mod chain;
mod chunk;
mod codec;
mod column;
pub mod columns;
#[cfg(test)]
mod crashes;
mod cut;
mod error;
#[cfg(test)]
mod fuzz;
mod kind;
mod manifest;
mod pack;
mod page;
mod reader;
pub mod row;
mod rows;
#[cfg(test)]
mod samples;
mod seal;
mod segment;
#[cfg(test)]
mod tests;
mod unpack;
mod writer;

pub use background::{Background, Parts};
pub use chain::{Chain, Digest};
pub use codec::{WIDTH, decode, encode};
pub use error::LogError;
pub use manifest::{FORMAT, Head, Line, Parent};
pub use reader::Reader;
pub use seal::{BrokenSeal, sealed, unsealed};
pub use writer::Writer;

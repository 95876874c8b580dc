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

#[cfg(not(target_family = "wasm"))]
mod background;
#[cfg(not(target_family = "wasm"))]
mod cause;
#[cfg(not(target_family = "wasm"))]
mod cells;
mod chain;
#[cfg(not(target_family = "wasm"))]
mod chunk;
mod codec;
#[cfg(not(target_family = "wasm"))]
mod column;
#[cfg(not(target_family = "wasm"))]
pub mod columns;
#[cfg(test)]
mod crashes;
#[cfg(not(target_family = "wasm"))]
mod cut;
#[cfg(not(target_family = "wasm"))]
mod error;
#[cfg(test)]
mod fuzz;
mod kind;
#[cfg(not(target_family = "wasm"))]
mod manifest;
#[cfg(not(target_family = "wasm"))]
mod pack;
#[cfg(not(target_family = "wasm"))]
mod page;
#[cfg(not(target_family = "wasm"))]
mod reader;
#[cfg(not(target_family = "wasm"))]
pub mod row;
#[cfg(not(target_family = "wasm"))]
mod rows;
#[cfg(test)]
mod samples;
#[cfg(not(target_family = "wasm"))]
mod seal;
#[cfg(not(target_family = "wasm"))]
mod segment;
#[cfg(test)]
mod tests;
#[cfg(not(target_family = "wasm"))]
mod unpack;
#[cfg(not(target_family = "wasm"))]
mod writer;

#[cfg(not(target_family = "wasm"))]
pub use background::{Background, Parts};
pub use chain::{Chain, Digest};
pub use codec::{WIDTH, decode, encode};
#[cfg(not(target_family = "wasm"))]
pub use error::LogError;
#[cfg(not(target_family = "wasm"))]
pub use manifest::{FORMAT, Head, Line, Parent};
#[cfg(not(target_family = "wasm"))]
pub use reader::Reader;
#[cfg(not(target_family = "wasm"))]
pub use seal::{BrokenSeal, sealed, unsealed};
#[cfg(not(target_family = "wasm"))]
pub use writer::Writer;

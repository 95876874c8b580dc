//! Sweeps: which assumptions decide the answer. A scenario is run at many points of the space that the
//! low and high of its parameters span, each point with the same replicates.
//!
//! ```text
//! sweep.txt                    what is swept, how far it has grown, and every input with its hash
//! sweep.toml, scenario.toml, places/, policies/   what it is run from
//! cells/00012.results          all cells of a shard
//! cells/00012-HASH.block       cells of a shard on its way, until all are there
//! cluster/                     what a cluster was told; only if one was
//! results.csv, results.parquet one row per point, replicate and arm
//! report.html                  what it says
//! failed.csv                   cells that failed, with their seed and error; only if there are any
//! ```
//!
//! A *cell* is a point with a replicate, all arms together; it is named by the hash of its inputs and of
//! the engine. A *shard* is a fixed list of cells, which anybody who sees the folder can work through:
//! there is no server and no lock, files appear whole, and a second worker of the same shard does no harm
//! but to the bill. What a sweep still lacks follows from its folder alone.

mod afar;
mod analysis;
mod cells;
mod choice;
#[cfg(test)]
mod crashes;
mod design;
mod discover;
mod export;
mod file;
mod finding;
mod folder;
mod gather;
mod groups;
mod manifest;
mod outputs;
mod pilot;
mod rank;
mod report;
mod sentences;
mod shard;
mod tell;
#[cfg(test)]
mod tests;
mod work;

pub use afar::{
    InHand, Sent, cells_of_a_task, in_hand, is_the_program, nobody_is_at_it, rehearsed, send,
    wishes,
};
pub use analysis::{Question, findings};
pub use cells::{CellAt, Cells, Growth};
pub use design::{design_in_words, groups_in_words, shape_in_words};
pub use discover::{Conclusion, Discovered, LUCK, Side, discover};
pub use export::export;
pub use file::SweepFile;
pub use finding::{Finding, Said};
pub use folder::{Standing, SweepFolder};
pub use gather::{Gathered, gather, named_shards};
pub use pilot::{Pilot, pilot};
pub use rank::{Ranked, ranks};
pub use report::{report, reported};
pub use work::{Worked, work};

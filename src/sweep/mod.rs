//! Many runs, compared: arms and replicates as a list of cells, each run once.
//!
//! What arms share before they differ is simulated once per replicate and branched. Outcomes, what
//! they are counted from and what they cost know of no disk and no thread.

#[cfg(not(target_family = "wasm"))]
pub mod calibration;
pub mod counts;
#[cfg(not(target_family = "wasm"))]
pub mod declined;
#[cfg(not(target_family = "wasm"))]
pub mod kept;
pub mod money;
pub mod outcome;
#[cfg(not(target_family = "wasm"))]
pub mod paired;
#[cfg(not(target_family = "wasm"))]
pub mod percent;
#[cfg(not(target_family = "wasm"))]
mod run;
#[cfg(not(target_family = "wasm"))]
pub mod summary;
#[cfg(not(target_family = "wasm"))]
pub mod table;

#[cfg(not(target_family = "wasm"))]
pub use kept::{Keeping, Parent, cell_folder, results_name};
#[cfg(not(target_family = "wasm"))]
pub use run::{Plan, Results, SweepError, days_of_a_replicate, one_replicate, run};

//! jurisim: what changes when a local jurisdiction cooperates more, or less, with federal
//! immigration enforcement.
//!
//! It does one thing over and over: **decide** reads the state and says what happened; **apply**
//! makes the state agree; the **log** keeps what was said. Everything else is a fold of the log.
//!
//! ```text
//!               main
//!                │
//!               cli          commands, and the only code that writes to the terminal
//!                │
//!       experiment · serve   the folders of sweeps · the classroom's server and its page
//!                │
//!               runs         the folders of runs: made, resumed, verified, branched
//!                │
//!  report · export · classroom   pages made of tables and charts · logs in the forms of other
//!           ┌────┴────┐          tools · two worlds of a small county as JSON, month by month
//!   sweep · chart · cluster  arms and replicates, compared · pictures of plain numbers · Slurm
//!           │
//!         engine             a run: days, shards, the barrier
//!     ┌─────┼──────────┐
//!   model  log    projection   what happens to people · the log on disk · folds into tables
//!     └─────┼──────────┘
//!        scenario            the world, the policies, their numbers and sources
//!           │
//!         event · sensitivity   the words of the log · designs of sweeps and what they say
//!           │
//!         draw               chance by key
//!           │
//!   ids · time · disk
//! ```
//!
//! Imports point down only; a test holds that. Start reading with [`event`] (what can happen), then
//! [`model`] (in which order), `model/booking.rs` (how a flow reads), and [`engine`].

pub mod chart;
pub mod classroom;
#[cfg(not(target_family = "wasm"))]
pub mod cli;
#[cfg(not(target_family = "wasm"))]
pub mod cluster;
#[cfg(not(target_family = "wasm"))]
pub mod disk;
pub mod draw;
pub mod engine;
pub mod event;
#[cfg(not(target_family = "wasm"))]
pub mod experiment;
#[cfg(not(target_family = "wasm"))]
pub mod export;
pub mod ids;
#[cfg(test)]
mod layers;
pub mod log;
pub mod model;
pub mod projection;
#[cfg(not(target_family = "wasm"))]
pub mod report;
#[cfg(test)]
mod rounds;
#[cfg(not(target_family = "wasm"))]
pub mod runs;
pub mod scenario;
pub mod sensitivity;
#[cfg(not(target_family = "wasm"))]
pub mod serve;
pub mod sweep;
pub mod time;

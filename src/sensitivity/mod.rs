//! Which assumptions decide the answer: designs of sweeps, and what their outputs say.
//!
//! Mathematics only. A design says where in the unit cube the points lie; a [`Space`] turns them
//! into numbers of the scenario by low, value and high; whoever runs the model there comes back
//! with one output per point, in the order of the points. Nothing here knows the model, a file or
//! a clock, and everything comes out the same on every machine: chance is keyed, sums have one
//! order, and what is transcendental comes from `libm`.
//!
//! ```text
//!   low, value, high ── Space ──┐
//!                               │            ┌─ tornado     one at a time: swings
//!   seed ── Design ── points ── values ─ … ──┼─ factorial   every combination: exact shares
//!                               │  outputs   ├─ ranks, bins  Latin hypercube: regressions, shares
//!                     the model runs         ├─ morris      trajectories: mu, mu*, sigma
//!                                            ├─ indices     Sobol': first, total, second order
//!                                            ├─ replicates  parameters against chance
//!                                            └─ ranking, boxes   who wins, and where that holds
//! ```
//!
//! The last column of every design is a *dummy* that is in no model. What an estimator finds for it
//! is noise, and sets the floor under which no index of a parameter should be believed
//! (Khorashadi Zadeh et al. 2017).
//!
//! Outputs with gaps or without finite values are refused, with the points that lack one: a
//! balanced design with a hole answers another question. Indices are computed from centred outputs,
//! so that neither a shift nor a change of units moves them.

pub mod bins;
pub mod bootstrap;
pub mod boxes;
pub mod convergence;
pub mod design;
pub mod error;
pub mod factorial;
#[cfg(test)]
mod golden;
pub mod indices;
pub mod latin;
#[cfg(test)]
mod laws;
pub mod morris;
mod outputs;
pub mod pert;
pub mod points;
pub mod ranking;
pub mod ranks;
pub mod replicates;
pub mod saltelli;
pub mod sequence;
pub mod space;
pub mod tornado;

pub use bootstrap::{Estimate, Resampling};
pub use design::Design;
pub use error::SensitivityError;
pub use factorial::Factorial;
pub use latin::LatinHypercube;
pub use morris::{Groups, Morris};
pub use points::Points;
pub use saltelli::Saltelli;
pub use space::{DUMMY, Parameter, Shape, Space};

//! The names of the model's numbers. Their values stand in `scenarios/parameters.toml`, with source,
//! range and grade; a scenario may say otherwise.

use super::scalar::Scalar;
use crate::event::{Crime, Group, Offence};

/// A number of the model, by what it is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parameter {
    /// Of the model as a whole.
    One(Scalar),
    /// Of a type of crime.
    OfCrime(PerCrime, Crime),
    /// Of a class of offence.
    OfOffence(PerOffence, Offence),
    /// Of a group of residents.
    OfGroup(Group),
}

/// What is known of each type of crime.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PerCrime {
    /// Victimisations per 1,000 residents and year.
    Rate,
    /// Probability that the victim tells the police, at the reference cooperation, without fear.
    Reported,
    /// Probability that a reported crime is cleared.
    Cleared,
}

/// What is known of each class of offence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PerOffence {
    /// Weight among arrests without a victim's report.
    StopShare,
    /// Probability that an arrest is booked, not cited.
    Booked,
    /// Weight among past convictions at the start.
    PastShare,
}

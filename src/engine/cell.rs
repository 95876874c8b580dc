//! What a run is asked for, what it asks while it goes on, and what is left of it: all that those
//! need who keep no log.

use crate::log::Digest;
use crate::model::population::neighbourhoods;
use crate::projection::areas::{Areas, Lies};
use crate::projection::life::{Chill, Numbers};
use crate::projection::{Counted, Terms};
use crate::scenario::Scenario;
use crate::scenario::scalar::Scalar;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whether a run goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Going {
    /// It does.
    On,
    /// Somebody asked it to stop.
    Stopped,
}

/// Told of every day that is over; says whether to go on.
pub type Watch<'a> = &'a (dyn Fn() -> Going + Sync);

/// Which run: the arm by its place in the scenario, and the replicate from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Which {
    /// The arm.
    pub arm: usize,
    /// The replicate.
    pub replicate: u32,
    /// In how many parts its districts are simulated side by side. No result depends on it.
    pub shards: usize,
}

/// What is left of a run when it is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What was counted.
    pub counted: Counted,
    /// The content hash of its log.
    pub digest: Digest,
}

/// What the folds of a run must know of its scenario.
#[must_use]
pub fn terms(scenario: &Scenario) -> Terms {
    let get = |scalar| scenario.parameters.get(scalar);
    let place = &scenario.place;
    let lies = place.districts.iter().map(|district| Lies {
        area: district.area,
        state: district.state,
        neighbourhoods: neighbourhoods(district.residents),
        residents: district.residents,
    });
    let lies: Vec<Lies> = lies.collect();
    let places = lies.iter().map(|district| district.neighbourhoods as usize).sum();
    let chill = |usual, fall| Chill { usual: get(usual), fall: get(fall) };
    let life = Numbers {
        learning_half_life: get(Scalar::LearningHalfLife),
        trust_half_life: get(Scalar::TrustHalfLife),
        service: chill(Scalar::ServiceUsual, Scalar::ServiceChill),
        civic: chill(Scalar::CivicUsual, Scalar::CivicChill),
        work_policy: get(Scalar::WorkChillPolicy),
        work_fear: get(Scalar::WorkChillFear),
        keeps_home: scenario.mechanisms.fear_keeps_home,
    };
    Terms {
        fear_half_life: get(Scalar::FearHalfLife),
        places,
        life,
        jails: Arc::new(place.jurisdictions()),
        // In a country a list by the week would be read by nobody.
        period: if place.states.is_empty() { 7 } else { 91 },
        areas: Arc::new(Areas::of(&lies)),
    }
}

//! A run that is recorded: each day is counted, hashed, and kept on disk if asked.

use super::Run;
use crate::ids::AgencyId;
use crate::log::{Chain, Digest, Head, LogError, Writer};
use crate::model::population::neighbourhoods;
use crate::projection::life::{Chill, Numbers};
use crate::projection::{Counted, Terms};
use crate::scenario::Scenario;
use crate::scenario::scalar::Scalar;
use crate::time::Day;
use std::path::Path;
use std::sync::Arc;

/// A run with what is recorded of it.
pub struct Recording<'a> {
    scenario: &'a Scenario,
    replicate: u32,
    run: Run,
    counted: Counted,
    chain: Chain,
    writer: Option<Writer>,
}

/// What is left of a run when it is over.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What was counted.
    pub counted: Counted,
    /// The content hash of its log.
    pub digest: Digest,
}

impl<'a> Recording<'a> {
    /// Starts the base arm. Its log is kept in a folder, if one is given.
    ///
    /// # Errors
    /// The folder cannot be made or written.
    pub fn start(
        scenario: &'a Scenario,
        replicate: u32,
        shards: usize,
        keep: Option<&Path>,
    ) -> Result<Recording<'a>, LogError> {
        let head = |folder| Writer::create(folder, head(scenario, 0, replicate));
        Ok(Recording {
            scenario,
            replicate,
            run: Run::start(scenario, 0, replicate, shards),
            counted: Counted::new(&scenario.span, &terms(scenario)),
            chain: Chain::new(),
            writer: keep.map(head).transpose()?,
        })
    }

    /// Goes on under another arm's policy. What was recorded so far is shared.
    ///
    /// # Errors
    /// The folder cannot be made or written.
    pub fn fork(&mut self, arm: usize, keep: Option<&Path>) -> Result<Recording<'a>, LogError> {
        let head = head(self.scenario, arm, self.replicate);
        let writer = match (&mut self.writer, keep) {
            (Some(writer), Some(folder)) => Some(writer.fork(folder, head)?),
            _ => None,
        };
        Ok(Recording {
            scenario: self.scenario,
            replicate: self.replicate,
            run: self.run.fork(&self.scenario.arms[arm].policy),
            counted: self.counted.clone(),
            chain: self.chain.clone(),
            writer,
        })
    }

    /// Runs until a day, that day excluded, or to the end; tells of each day that is over.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn until(&mut self, end: Day, told: &(dyn Fn() + Sync)) -> Result<(), LogError> {
        while self.run.next() < end {
            let Some(log) = self.run.day() else { break };
            self.counted.day(log.day, log.events());
            for (part, event) in log.events() {
                self.chain.push(log.day, part, event);
            }
            if let Some(writer) = &mut self.writer {
                let parts: Vec<_> =
                    log.parts.iter().map(|(part, events)| (*part, events.as_slice())).collect();
                writer.day(log.day, &parts)?;
            }
            told();
        }
        Ok(())
    }

    /// Ends the recording.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn finish(mut self) -> Result<Cell, LogError> {
        self.counted.close();
        let digest = match self.writer {
            Some(writer) => writer.finish()?,
            None => self.chain.digest(),
        };
        Ok(Cell { counted: self.counted, digest })
    }
}

/// What the folds of a run must know of its scenario.
#[must_use]
pub fn terms(scenario: &Scenario) -> Terms {
    let get = |scalar| scenario.parameters.get(scalar);
    let place = &scenario.place;
    let jail = |agency: AgencyId| place.agencies[usize::from(agency.0)].jail;
    let jails = place.districts.iter().map(|district| jail(district.agency)).collect();
    let places = place.districts.iter();
    let places = places.map(|district| neighbourhoods(district.residents) as usize).sum();
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
    Terms { fear_half_life: get(Scalar::FearHalfLife), places, life, jails: Arc::new(jails) }
}

/// What a log says it is of.
fn head(scenario: &Scenario, arm: usize, replicate: u32) -> Head {
    Head {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: Digest::of(scenario.text.as_bytes()).to_string(),
        arm: scenario.arms[arm].id.clone(),
        replicate,
        seed: scenario.seed_of(replicate),
        start: scenario.span.start.to_string(),
    }
}

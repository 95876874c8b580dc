//! A run that is recorded: each day is counted, hashed, and kept on disk if asked.

use super::Run;
use crate::log::{Chain, Digest, Head, LogError, Writer};
use crate::model::population::neighbourhoods;
use crate::projection::Counted;
use crate::scenario::Scenario;
use crate::scenario::scalar::Scalar;
use crate::time::Day;
use std::path::Path;

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
        let places = scenario.place.districts.iter();
        let places = places.map(|district| neighbourhoods(district.residents) as usize).sum();
        let half_life = scenario.parameters.get(Scalar::FearHalfLife);
        let head = |folder| Writer::create(folder, head(scenario, 0, replicate));
        Ok(Recording {
            scenario,
            replicate,
            run: Run::start(scenario, 0, replicate, shards),
            counted: Counted::new(&scenario.span, half_life, places),
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

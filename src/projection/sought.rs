//! Whom ICE asked for, when a jail declined, and which crimes these people committed: so that the
//! same people can be followed in every arm.

use super::Projection;
use crate::event::{Event, Fact, Part};
use crate::ids::PersonId;
use crate::time::Day;
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Whom ICE asked for, and what they did.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sought {
    /// Everyone ICE knew of in a jail. Looked up, never iterated.
    known: HashSet<PersonId, FixedState>,
    /// The first day on which a jail released a person whom it had declined to hand over.
    pub declined: BTreeMap<PersonId, Day>,
    /// Crimes by people ICE knew of, with the day.
    pub crimes: Vec<(PersonId, Day)>,
    /// Those of the declined whom ICE arrested later, at large.
    pub caught_at_large: BTreeMap<PersonId, Day>,
}

impl Sought {
    /// Crimes that people committed from the day given for each on.
    #[must_use]
    pub fn crimes_after(&self, people: &BTreeMap<PersonId, Day>) -> u64 {
        let after =
            |(person, day): &&(PersonId, Day)| people.get(person).is_some_and(|since| day >= since);
        self.crimes.iter().filter(after).count() as u64
    }
}

impl Sought {
    pub(super) fn forget(&mut self) {
        self.known = HashSet::default();
        self.crimes.shrink_to_fit();
    }
}

impl Projection for Sought {
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        match event.fact {
            Fact::CrimeCommitted { offender, .. } => {
                let person = PersonId { home: event.subject.home, index: offender };
                if self.known.contains(&person) {
                    self.crimes.push((person, day));
                }
            }
            Fact::DatabaseMatched { .. }
            | Fact::InterviewedInJail { .. }
            | Fact::ScreenedBy287g { .. } => {
                self.known.extend(event.subject.person());
            }
            Fact::Released { after_decline: true, .. } => {
                if let Some(person) = event.subject.person() {
                    self.declined.entry(person).or_insert(day);
                }
            }
            Fact::AtLargeArrest { .. } | Fact::CollateralArrest { .. } => {
                if let Some(person) = event.subject.person()
                    && self.declined.contains_key(&person)
                {
                    self.caught_at_large.entry(person).or_insert(day);
                }
            }
            _ => {}
        }
    }
}

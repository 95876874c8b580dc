//! Whom ICE asked jails for: requests by immigration status, and by where the people live.

use super::Projection;
use crate::event::{Event, Fact, Part, Status, Word};
use crate::ids::{DistrictId, PersonId};
use crate::time::{Day, Span};
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Requests for a hold or for notice, in the counted time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Asked {
    from: Day,
    /// The status of everybody arrested or matched who may not be US-born. Looked up, never iterated.
    status: HashMap<PersonId, Status, FixedState>,
    by_status: [u64; Status::ALL.len()],
    /// By the district in which the people live.
    pub by_district: BTreeMap<DistrictId, u64>,
}

impl Asked {
    pub(super) fn new(span: &Span) -> Asked {
        Asked {
            from: span.day(span.count_from),
            status: HashMap::default(),
            by_status: [0; Status::ALL.len()],
            by_district: BTreeMap::new(),
        }
    }

    /// Requests for people of a status.
    #[must_use]
    pub fn of_status(&self, status: Status) -> u64 {
        self.by_status[usize::from(status.number())]
    }

    pub(super) fn forget(&mut self) {
        self.status = HashMap::default();
    }
}

impl Projection for Asked {
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        match event.fact {
            Fact::DatabaseMatched { status, .. } => {
                self.status.insert(person, status);
            }
            Fact::Arrested { status, .. } if status != Status::UsBorn => {
                self.status.insert(person, status);
            }
            Fact::DetainerIssued { .. } | Fact::NotificationRequested { .. }
                if day >= self.from =>
            {
                *self.by_district.entry(person.home).or_default() += 1;
                if let Some(status) = self.status.get(&person) {
                    self.by_status[usize::from(status.number())] += 1;
                }
            }
            _ => {}
        }
    }
}

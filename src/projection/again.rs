//! Who was arrested again: people without status who left the jail in the first counted year, followed
//! for nine years or to the run's end.

use super::Projection;
use crate::event::{Event, Fact, Part, Status};
use crate::ids::PersonId;
use crate::time::{Day, Span};
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Nine years.
const FOLLOWED: u32 = 9 * 365 + 2;

/// People followed, and how many of them were arrested again.
#[derive(Clone, Copy, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Followed {
    /// All.
    pub people: u64,
    /// Arrested again by the police.
    pub again: u64,
}

impl Followed {
    /// The share arrested again; none if there is nobody.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.people > 0).then(|| self.again as f64 / self.people as f64)
    }
}

/// Which cohort a person is counted in.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
enum Cohort {
    Ordered,
    Never,
}

/// Who was arrested again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Again {
    from: Day,
    until: Day,
    // Looked up, never iterated.
    status: HashMap<PersonId, Status, FixedState>,
    left: HashMap<PersonId, (Cohort, Day), FixedState>,
    taken: HashSet<PersonId, FixedState>,
    removed_on: HashMap<PersonId, Day, FixedState>,
    /// Left the jail with a removal order from before.
    pub ordered: Followed,
    /// Left the jail without one.
    pub never: Followed,
    /// Taken from the jail by ICE and removed in the first counted year.
    pub removed: Followed,
}

impl Again {
    pub(super) fn new(span: &Span) -> Again {
        let from = span.day(span.count_from);
        Again {
            from,
            until: Day(from.0 + 364),
            status: HashMap::default(),
            left: HashMap::default(),
            taken: HashSet::default(),
            removed_on: HashMap::default(),
            ordered: Followed::default(),
            never: Followed::default(),
            removed: Followed::default(),
        }
    }

    pub(super) fn forget(&mut self) {
        self.status = HashMap::default();
        self.left = HashMap::default();
        self.taken = HashSet::default();
        self.removed_on = HashMap::default();
    }

    fn leave(&mut self, day: Day, person: PersonId) {
        let Some(status) = self.status.get(&person).filter(|status| status.is_unauthorised())
        else {
            return;
        };
        if self.left.contains_key(&person) {
            return;
        }
        let cohort = if *status == Status::PriorOrder { Cohort::Ordered } else { Cohort::Never };
        self.left.insert(person, (cohort, day));
        self.of(cohort).people += 1;
    }

    fn of(&mut self, cohort: Cohort) -> &mut Followed {
        match cohort {
            Cohort::Ordered => &mut self.ordered,
            Cohort::Never => &mut self.never,
        }
    }

    /// Only the first arrest counts; whoever has left a cohort comes back to none.
    fn arrested(&mut self, day: Day, person: PersonId) {
        let seen = |since: Day| day > since && day.0 - since.0 <= FOLLOWED;
        if let Some(&(cohort, since)) = self.left.get(&person)
            && seen(since)
        {
            self.of(cohort).again += 1;
            // Counted once: from now on out of sight.
            self.left.insert(person, (cohort, Day(u32::MAX)));
        }
        if let Some(since) = self.removed_on.get_mut(&person)
            && seen(*since)
        {
            *since = Day(u32::MAX);
            self.removed.again += 1;
        }
    }
}

impl Projection for Again {
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        let first_year = (self.from..=self.until).contains(&day);
        match event.fact {
            Fact::Arrested { status, .. } => {
                self.arrested(day, person);
                if day <= self.until && status.is_unauthorised() {
                    self.status.insert(person, status);
                }
            }
            Fact::Released { .. } if first_year => self.leave(day, person),
            Fact::TransferredToIce { channel, .. } if first_year && channel.is_jail_transfer() => {
                self.taken.insert(person);
                self.leave(day, person);
            }
            Fact::ArrestedAtRelease { .. } if first_year => {
                self.taken.insert(person);
                self.leave(day, person);
            }
            Fact::Removed { .. } if first_year && self.taken.contains(&person) => {
                // Only the first removal begins a wait.
                let is_first = !self.removed_on.contains_key(&person);
                self.removed.people += u64::from(is_first);
                self.removed_on.entry(person).or_insert(day);
            }
            _ => {}
        }
    }
}

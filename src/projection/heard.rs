//! What immigration judges decided, with and without a lawyer.

use super::Projection;
use crate::event::{Event, Fact, Part};
use crate::ids::PersonId;
use crate::time::{Day, Span};
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Cases decided, and how many of them for the person.
#[derive(Clone, Copy, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decided {
    /// All.
    pub cases: u64,
    /// In which the person was let stay.
    pub stayed: u64,
}

impl Decided {
    /// The share let stay; none without a case.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.cases > 0).then(|| self.stayed as f64 / self.cases as f64)
    }

    fn enter(&mut self, stayed: bool) {
        self.cases += 1;
        self.stayed += u64::from(stayed);
    }
}

/// What judges decided in the counted time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Heard {
    from: Day,
    /// People with a lawyer, and whether a fund pays. Looked up, never iterated.
    counsel: HashMap<PersonId, bool, FixedState>,
    /// People before a judge in detention.
    before_judge: HashSet<PersonId, FixedState>,
    /// Heard in detention with a lawyer.
    pub with_counsel: Decided,
    /// Heard in detention without.
    pub alone: Decided,
    /// Closed cases of people whose lawyer a fund pays, wherever they were.
    pub funded: Decided,
}

impl Heard {
    pub(super) fn new(span: &Span) -> Heard {
        Heard {
            from: span.day(span.count_from),
            counsel: HashMap::default(),
            before_judge: HashSet::default(),
            with_counsel: Decided::default(),
            alone: Decided::default(),
            funded: Decided::default(),
        }
    }

    pub(super) fn forget(&mut self) {
        self.counsel = HashMap::default();
        self.before_judge = HashSet::default();
    }

    /// A case is decided.
    fn close(&mut self, day: Day, person: PersonId, stayed: bool) {
        let counsel = self.counsel.remove(&person);
        let heard = self.before_judge.remove(&person);
        if day < self.from {
            return;
        }
        if heard {
            let of = if counsel.is_some() { &mut self.with_counsel } else { &mut self.alone };
            of.enter(stayed);
        }
        if counsel == Some(true) {
            self.funded.enter(stayed);
        }
    }
}

impl Projection for Heard {
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        match event.fact {
            Fact::CounselAppointed { funded } => {
                self.counsel.insert(person, funded);
            }
            Fact::CaseHeard { detained: true } => {
                self.before_judge.insert(person);
            }
            Fact::ReliefGranted => self.close(day, person, true),
            // Removal follows an order on the same day; whoever had one is closed already.
            Fact::RemovalOrdered { .. } | Fact::Removed { .. } => self.close(day, person, false),
            Fact::CitizenshipConfirmed { .. } => {
                self.counsel.remove(&person);
            }
            _ => {}
        }
    }
}

//! Who came back to jail: first bookings within 30 and 180 days of a release.

use super::Projection;
use crate::event::{Event, Fact, Part};
use crate::ids::PersonId;
use crate::time::{Day, Span};
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Releases from jail with half a year to see, and what came of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rebooked {
    from: Day,
    until: Day,
    /// The day of each person's last release. Looked up, never iterated.
    last: HashMap<PersonId, Day, FixedState>,
    /// Releases followed up.
    pub releases: u64,
    /// Booked again within 30 days.
    pub within_30: u64,
    /// Within 180 days.
    pub within_180: u64,
}

impl Rebooked {
    pub(super) fn new(span: &Span) -> Rebooked {
        Rebooked {
            from: span.day(span.count_from),
            until: Day(span.days().saturating_sub(181)),
            last: HashMap::default(),
            releases: 0,
            within_30: 0,
            within_180: 0,
        }
    }
}

impl Rebooked {
    pub(super) fn forget(&mut self) {
        self.last = HashMap::default();
    }
}

impl Projection for Rebooked {
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        match event.fact {
            Fact::Released { .. } if (self.from..=self.until).contains(&day) => {
                self.releases += 1;
                self.last.insert(person, day);
            }
            Fact::Booked { .. } => {
                if let Some(released) = self.last.remove(&person) {
                    let after = day.0 - released.0;
                    self.within_30 += u64::from(after <= 30);
                    self.within_180 += u64::from(after <= 180);
                }
            }
            _ => {}
        }
    }
}

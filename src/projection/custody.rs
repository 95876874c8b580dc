//! Who was where, and for how long: jail, prison, federal detention, and the list of targets.

use super::Projection;
use crate::event::{Channel, Event, Fact, Part};
use crate::ids::PersonId;
use crate::time::{Day, Hour, Span};
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// Person-days of a counted month.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Days {
    /// In the county jail.
    pub jail: u64,
    /// In state prison.
    pub prison: u64,
    /// In federal detention.
    pub detention: u64,
    /// Looked for at large, at the month's end: people, not days.
    pub backlog: u64,
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct Inside {
    booked_at: Hour,
    release_at: Hour,
    asked: bool,
}

/// Stays in jail that ended in the counted time.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Stays {
    /// How many ended.
    pub number: u64,
    /// Their hours.
    pub hours: u64,
    /// How many of them ICE had asked for.
    pub asked: u64,
    /// The hours of those.
    pub asked_hours: u64,
    /// Hours added by detainers.
    pub added_hours: u64,
    /// Detainers that added hours or might have.
    pub detainers: u64,
    /// The sum of the logarithms of how many times longer each became.
    pub log_factors: f64,
    /// Hours held past release.
    pub hold_hours: u64,
}

/// Who was where, and for how long.
#[derive(Clone, PartialEq, Debug)]
pub struct Custody {
    span: Span,
    counted_from: Day,
    // Looked up and counted, never iterated.
    inside: HashMap<PersonId, Inside, FixedState>,
    held: HashMap<PersonId, Hour, FixedState>,
    prison: HashSet<PersonId, FixedState>,
    detained: HashMap<PersonId, Hour, FixedState>,
    listed: HashSet<PersonId, FixedState>,
    /// Stays in jail.
    pub stays: Stays,
    /// Federal detentions that ended in the counted time, and their hours.
    pub detentions: (u64, u64),
    /// Book-ins to federal detention in the counted time.
    pub book_ins: u64,
    months: Vec<Days>,
}

impl Custody {
    pub(super) fn new(span: &Span) -> Custody {
        let from = span.month(span.day(span.count_from));
        Custody {
            counted_from: span.day(span.count_from),
            inside: HashMap::default(),
            held: HashMap::default(),
            prison: HashSet::default(),
            detained: HashMap::default(),
            listed: HashSet::default(),
            stays: Stays::default(),
            detentions: (0, 0),
            book_ins: 0,
            months: vec![Days::default(); span.months() - from],
            span: span.clone(),
        }
    }

    /// Person-days by counted month.
    #[must_use]
    pub fn months(&self) -> &[Days] {
        &self.months
    }

    pub(super) fn forget(&mut self) {
        self.inside = HashMap::default();
        self.held = HashMap::default();
        self.prison = HashSet::default();
        self.detained = HashMap::default();
        self.listed = HashSet::default();
    }

    fn leave_jail(&mut self, person: PersonId, at: Hour) {
        if let Some(since) = self.held.remove(&person)
            && at.day() >= self.counted_from
        {
            self.stays.hold_hours += u64::from(at.since(since).0);
        }
        let Some(stay) = self.inside.remove(&person) else { return };
        if at.day() >= self.counted_from {
            let hours = u64::from(at.since(stay.booked_at).0);
            self.stays.number += 1;
            self.stays.hours += hours;
            if stay.asked {
                self.stays.asked += 1;
                self.stays.asked_hours += hours;
            }
        }
    }

    fn detainer(&mut self, day: Day, person: PersonId, release_at: Hour, is_hold: bool) {
        let Some(stay) = self.inside.get_mut(&person) else { return };
        stay.asked = true;
        if is_hold && day >= self.counted_from {
            let (before, after) =
                (stay.release_at.since(stay.booked_at).0, release_at.since(stay.booked_at).0);
            self.stays.detainers += 1;
            self.stays.added_hours += u64::from(after.saturating_sub(before));
            self.stays.log_factors += libm::log(f64::from(after.max(1)) / f64::from(before.max(1)));
        }
        stay.release_at = release_at;
    }

    fn leave_detention(&mut self, day: Day, person: PersonId, at: Hour) {
        self.listed.remove(&person);
        if let Some(since) = self.detained.remove(&person)
            && day >= self.counted_from
        {
            self.detentions.0 += 1;
            self.detentions.1 += u64::from(at.since(since).0);
        }
    }
}

impl Projection for Custody {
    fn apply(&mut self, day: Day, part: Part, event: &Event) {
        // Crimes are most of the log and move nobody.
        if part == Part::Crime {
            return;
        }
        let Some(person) = event.subject.person() else { return };
        let at = day.at(event.hour);
        match event.fact {
            Fact::Booked { release_at, .. } => {
                self.inside.insert(person, Inside { booked_at: at, release_at, asked: false });
            }
            Fact::DetainerIssued { release_at, .. } => {
                self.detainer(day, person, release_at, true);
            }
            Fact::NotificationRequested { release_at, .. } => {
                self.detainer(day, person, release_at, false);
            }
            Fact::HoldStarted { .. } => {
                self.held.insert(person, at);
            }
            Fact::Released { .. } if !self.prison.remove(&person) => {
                self.leave_jail(person, at);
            }
            Fact::Sentenced { .. } => {
                self.leave_jail(person, at);
                self.prison.insert(person);
            }
            Fact::TransferredToIce { channel: Channel::Prison, .. } => {
                self.prison.remove(&person);
            }
            Fact::TransferredToIce { .. } | Fact::ArrestedAtRelease { .. } => {
                self.leave_jail(person, at);
            }
            Fact::DetainedByIce { .. } => {
                self.listed.remove(&person);
                self.detained.insert(person, at);
                self.book_ins += u64::from(day >= self.counted_from);
            }
            Fact::ReleasedOnBond { .. }
            | Fact::ReliefGranted
            | Fact::Removed { .. }
            | Fact::CitizenshipConfirmed { .. } => self.leave_detention(day, person, at),
            Fact::ReleasedForCapacity { .. } => {
                self.listed.remove(&person);
            }
            Fact::TargetListed { .. } => {
                self.listed.insert(person);
            }
            Fact::TargetDropped => {
                self.listed.remove(&person);
            }
            _ => {}
        }
    }

    fn end_of_day(&mut self, day: Day) {
        if day < self.counted_from {
            return;
        }
        let month = self.span.month(day) - self.span.month(self.counted_from);
        let days = &mut self.months[month];
        days.jail += self.inside.len() as u64;
        days.prison += self.prison.len() as u64;
        days.detention += self.detained.len() as u64;
        days.backlog = self.listed.len() as u64;
    }
}

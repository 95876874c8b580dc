//! Who was where, and for how long: jail, prison, federal detention, and the list of targets.

use super::Projection;
use crate::event::{Channel, Event, Fact, Part, Status, Word};
use crate::ids::PersonId;
use crate::time::{Day, Hour, Span};
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Person-days of a counted month.
#[derive(Clone, Copy, Default, PartialEq, Debug, Serialize, Deserialize)]
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

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
struct Inside {
    booked_at: Hour,
    release_at: Hour,
    /// When release would be due if ICE had asked for nothing.
    usual_release: Hour,
    asked: bool,
    /// ICE asked for a hold.
    detainer: bool,
    /// The status of one whom a database called removable by mistake.
    wrongly: Option<Status>,
}

const STATUSES: usize = Status::ALL.len();

/// What became of people whom a database called removable by mistake, in the counted time.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mistakes {
    /// Held by a jail past release, by status.
    pub held: [u64; STATUSES],
    /// Handed over to ICE or arrested at the door, by status.
    pub transferred: [u64; STATUSES],
    /// Hours in jail beyond the hour at which they would have left without the detainer: what it
    /// added to the stay, and the hold.
    pub jail_hours: u64,
}

/// Stays in jail that ended in the counted time.
#[derive(Clone, Copy, Default, PartialEq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
    /// Mistakes of databases that a stay in jail followed.
    pub mistakes: Mistakes,
    months: Vec<Days>,
}

impl Custody {
    pub(super) fn new(span: &Span) -> Custody {
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
            mistakes: Mistakes::default(),
            months: vec![Days::default(); span.counted_months()],
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
            if stay.wrongly.is_some() && stay.detainer {
                self.mistakes.jail_hours += u64::from(at.0.saturating_sub(stay.usual_release.0));
            }
            if stay.asked {
                self.stays.asked += 1;
                self.stays.asked_hours += hours;
            }
        }
    }

    fn detainer(&mut self, day: Day, person: PersonId, release_at: Hour, is_hold: bool) {
        let Some(stay) = self.inside.get_mut(&person) else { return };
        stay.asked = true;
        stay.detainer |= is_hold;
        if is_hold && day >= self.counted_from {
            let (before, after) =
                (stay.release_at.since(stay.booked_at).0, release_at.since(stay.booked_at).0);
            self.stays.detainers += 1;
            self.stays.added_hours += u64::from(after.saturating_sub(before));
            self.stays.log_factors += libm::log(f64::from(after.max(1)) / f64::from(before.max(1)));
        }
        stay.release_at = release_at;
    }

    /// The status of someone in jail whom a database called removable by mistake, if it counts.
    fn wrongly(&self, day: Day, person: PersonId) -> Option<usize> {
        let status = self.inside.get(&person)?.wrongly?;
        (day >= self.counted_from).then_some(usize::from(status.number()))
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
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        let at = day.at(event.hour);
        match event.fact {
            Fact::Booked { release_at, .. } => {
                let stay = Inside {
                    booked_at: at,
                    release_at,
                    usual_release: release_at,
                    asked: false,
                    detainer: false,
                    wrongly: None,
                };
                self.inside.insert(person, stay);
            }
            Fact::DatabaseMatched { rightly: false, status, .. } => {
                if let Some(stay) = self.inside.get_mut(&person) {
                    stay.wrongly = Some(status);
                }
            }
            Fact::DetainerIssued { release_at, .. } => {
                self.detainer(day, person, release_at, true);
            }
            Fact::NotificationRequested { release_at, .. } => {
                self.detainer(day, person, release_at, false);
            }
            Fact::HoldStarted { .. } => {
                if let Some(status) = self.wrongly(day, person) {
                    self.mistakes.held[status] += 1;
                }
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
                if let Some(status) = self.wrongly(day, person) {
                    self.mistakes.transferred[status] += 1;
                }
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
        let Some(month) = self.span.counted_month(day) else { return };
        let days = &mut self.months[month];
        days.jail += self.inside.len() as u64;
        days.prison += self.prison.len() as u64;
        days.detention += self.detained.len() as u64;
        days.backlog = self.listed.len() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Database, Offence, Request};
    use crate::projection::tests::{days, span};

    fn booked(release_at: u32) -> Fact {
        Fact::Booked { charge: Offence::Misdemeanour, release_at: Hour(release_at) }
    }

    fn matched(rightly: bool, status: Status) -> Fact {
        let (database, request_at) = (Database::StatusRecord, Hour(0));
        Fact::DatabaseMatched { rightly, status, database, request_at }
    }

    fn detainer(release_at: u32) -> Fact {
        let (request, conviction) = (Request::Hold, Offence::None);
        Fact::DetainerIssued { request, conviction, release_at: Hour(release_at) }
    }

    fn held(until: u32) -> Fact {
        let (until, agents_at) = (Hour(until), Hour::NEVER);
        let how = crate::event::Handover::Secure;
        Fact::HoldStarted { until, how, against_policy: false, agents_at }
    }

    const FREE: Fact = Fact::Released { after_decline: false, next_offence: Hour::NEVER };

    #[test]
    fn hours_by_mistake_are_those_past_the_hour_of_release_without_a_detainer() {
        let mut custody = Custody::new(&span());
        let citizen = matched(false, Status::UsBorn);
        let lawful = matched(false, Status::LawfulResident);
        let transferred = Fact::TransferredToIce {
            channel: Channel::JailHold,
            status: Status::LawfulResident,
            conviction: Offence::None,
        };
        days(
            &mut custody,
            &[
                // A citizen: due on day 2, the detainer makes it day 5, held to day 7: five days.
                (0, 1, booked(48)),
                (0, 1, citizen),
                (0, 1, detainer(120)),
                (5, 1, held(168)),
                (7, 1, FREE),
                // A lawful resident: due on day 3, held for a day, handed over: one day.
                (0, 2, booked(72)),
                (0, 2, lawful),
                (0, 2, detainer(72)),
                (3, 2, held(120)),
                (4, 2, transferred),
                // Matched by mistake, never asked for; and asked for rightly: neither counts.
                (0, 3, booked(72)),
                (0, 3, citizen),
                (3, 3, FREE),
                (0, 4, booked(48)),
                (0, 4, matched(true, Status::Unauthorised)),
                (0, 4, detainer(120)),
                (5, 4, held(168)),
                (7, 4, FREE),
            ],
        );
        let number = |status: Status| usize::from(status.number());
        let mistakes = custody.mistakes;
        assert_eq!(mistakes.jail_hours, 120 + 24);
        assert_eq!(mistakes.held[number(Status::UsBorn)], 1);
        assert_eq!(mistakes.held[number(Status::LawfulResident)], 1);
        assert_eq!(mistakes.held.iter().sum::<u64>(), 2);
        assert_eq!(mistakes.transferred[number(Status::LawfulResident)], 1);
        assert_eq!(mistakes.transferred.iter().sum::<u64>(), 1);
        // 3 days were added to stays 1 and 4 each; 2, 1 and 2 days were held.
        assert_eq!(custody.stays.added_hours, 72 + 72);
        assert_eq!(custody.stays.hold_hours, 48 + 24 + 48);
    }
}

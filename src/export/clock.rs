//! When an event was, to the millisecond, in a way that keeps the order of the log.
//!
//! Hours do not order the log: of two events of a person on one day, the first may be at 20 and the
//! second at 9.
//! Tools for process mining sort by time and nothing else. So an event is at its hour, or a
//! millisecond after the last event of the day with the same person or case, whichever is later.

use super::source::Told;
use crate::ids::PersonId;
use crate::log::row::Row;
use crate::time::Day;
use jiff::civil::Date;
use std::collections::BTreeMap;

const MS_PER_HOUR: u64 = 3_600_000;
const MS_PER_DAY: u64 = 24 * MS_PER_HOUR;

/// Milliseconds since midnight of day 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment(pub u64);

/// Whose events must not share a moment, or change places.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thread {
    Person(PersonId),
    Case((u16, u64)),
}

/// Tells when events were. It must see all of a log, in order, whatever is left out afterwards: so
/// an event has the same moment in every export.
#[derive(Default)]
pub(super) struct Clock {
    today: Day,
    /// The last moments of today; those of other days are past whatever comes.
    last: BTreeMap<Thread, Moment>,
}

impl Clock {
    /// When this event was, about this subject and this other person.
    pub(super) fn at(&mut self, row: &Row, other: Option<PersonId>) -> Moment {
        let (day, event) = (row.recorded.day, row.recorded.event);
        if day != self.today {
            self.today = day;
            self.last.clear();
        }
        let threads = [
            event.subject.person().map(Thread::Person),
            other.map(Thread::Person),
            Told::case_of(row).map(Thread::Case),
        ];
        let hour = u64::from(event.hour) * MS_PER_HOUR;
        let mut moment = Moment(u64::from(day.0) * MS_PER_DAY + hour);
        for last in threads.iter().flatten().filter_map(|thread| self.last.get(thread)) {
            moment = moment.max(Moment(last.0 + 1));
        }
        self.last.extend(threads.into_iter().flatten().map(|thread| (thread, moment)));
        moment
    }
}

/// The dates of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    start: Date,
}

impl Calendar {
    /// From the date of day 0.
    pub(super) fn new(start: Date) -> Calendar {
        Calendar { start }
    }

    /// The date of a day.
    pub(super) fn date(&self, day: Day) -> Date {
        let days = jiff::Span::new().days(i64::from(day.0));
        self.start.checked_add(days).unwrap_or(Date::MAX)
    }

    /// A moment as text, without the zone, which is always UTC.
    pub(super) fn text(&self, moment: Moment) -> String {
        let (days, in_day) = (moment.0 / MS_PER_DAY, moment.0 % MS_PER_DAY);
        let date = self.date(Day(u32::try_from(days).unwrap_or(u32::MAX)));
        let (hour, in_hour) = (in_day / MS_PER_HOUR, in_day % MS_PER_HOUR);
        let (minute, in_minute) = (in_hour / 60_000, in_hour % 60_000);
        let (second, ms) = (in_minute / 1000, in_minute % 1000);
        format!("{date}T{hour:02}:{minute:02}:{second:02}.{ms:03}")
    }

    /// An hour since midnight of day 0 as text, without the zone.
    pub(super) fn hour(&self, hour: i64) -> String {
        // The files have hours as signed; none of the past.
        self.text(Moment(u64::try_from(hour).unwrap_or(0) * MS_PER_HOUR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Crime, Event, Fact, Group, Part, Recorded, RuleId};
    use crate::ids::{Case, DistrictId, Subject};
    use jiff::civil::date;

    fn row(day: u32, person: u32, case: u64, hour: u8) -> Row {
        let subject = Subject { home: DistrictId(1), index: person };
        let fact = Fact::CrimeReported { crime: Crime::Theft, victim: Group::Other };
        let event = Event { subject, case: Case(case), rule: RuleId::NONE, hour, fact };
        let recorded = Recorded { day: Day(day), part: Part::Crime, event };
        Row { seq: 0, cause: None, recorded }
    }

    #[test]
    fn an_event_is_at_its_hour_but_after_the_last_of_its_person_and_case() {
        let mut clock = Clock::default();
        let calendar = Calendar::new(date(2016, 2, 28));
        let mut at = |row: Row, other| calendar.text(clock.at(&row, other));
        let offender = Some(PersonId { home: DistrictId(1), index: 9 });
        assert_eq!(at(row(1, 5, 7, 20), offender), "2016-02-29T20:00:00.000");
        assert_eq!(at(row(1, 5, 8, 9), None), "2016-02-29T20:00:00.001", "the person");
        assert_eq!(at(row(1, 6, 7, 9), None), "2016-02-29T20:00:00.001", "the case");
        assert_eq!(at(row(1, 9, 0, 9), None), "2016-02-29T20:00:00.001", "the offender");
        assert_eq!(at(row(1, 4, 0, 9), None), "2016-02-29T09:00:00.000", "nobody seen");
        assert_eq!(at(row(1, 4, 0, 23), None), "2016-02-29T23:00:00.000");
        assert_eq!(at(row(2, 5, 7, 0), None), "2016-03-01T00:00:00.000", "another day");
    }
}

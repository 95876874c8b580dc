//! Simulated time: hours since midnight of the scenario's first day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::Add;

/// A day since the start of the run, from 0.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct Day(pub u32);

/// An hour since the start of the run.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct Hour(pub u32);

/// A length of time in hours.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Hours(pub u32);

impl Day {
    /// The hour `hour` (0 to 23) of this day.
    #[must_use]
    pub fn at(self, hour: u8) -> Hour {
        Hour(self.0 * 24 + u32::from(hour))
    }
}

impl Hour {
    /// An hour that does not come.
    pub const NEVER: Hour = Hour(u32::MAX);

    /// Whether it comes at all.
    #[must_use]
    pub fn comes(self) -> bool {
        self != Hour::NEVER
    }

    /// The day it is in.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.0 / 24)
    }

    /// The hour of that day, 0 to 23.
    #[must_use]
    pub fn of_day(self) -> u8 {
        (self.0 % 24) as u8
    }

    /// How long after `earlier`, nothing if before it.
    #[must_use]
    pub fn since(self, earlier: Hour) -> Hours {
        Hours(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Hours> for Hour {
    type Output = Hour;
    fn add(self, hours: Hours) -> Hour {
        Hour(self.0.saturating_add(hours.0))
    }
}

impl Hours {
    /// Days as whole hours, rounded up, at least one and at most a century.
    #[must_use]
    pub fn from_days(days: f64) -> Hours {
        Hours((days * 24.0).ceil().clamp(1.0, 876_000.0) as u32)
    }
}

/// The calendar of a run: which date each of its days is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// The first simulated day.
    pub start: Date,
    /// The first day that is counted; what is before it only sets the scene.
    pub count_from: Date,
    /// The last simulated day.
    pub end: Date,
}

impl Span {
    /// Days simulated, warm-up included.
    #[must_use]
    pub fn days(&self) -> u32 {
        days_between(self.start, self.end) + 1
    }

    /// The day of a date, 0 for all that is before the start.
    #[must_use]
    pub fn day(&self, date: Date) -> Day {
        Day(days_between(self.start, date))
    }

    /// The date of a day.
    #[must_use]
    pub fn date(&self, day: Day) -> Date {
        let days = jiff::Span::new().days(i64::from(day.0));
        self.start.checked_add(days).unwrap_or(Date::MAX)
    }

    /// The month a day is in, counted from the month of the start.
    #[must_use]
    pub fn month(&self, day: Day) -> usize {
        months_between(self.start, self.date(day))
    }

    /// The counted month a day is in, from 0; none before counting begins.
    #[must_use]
    pub fn counted_month(&self, day: Day) -> Option<usize> {
        let first = self.day(self.count_from);
        (day >= first).then(|| self.month(day) - self.month(first))
    }

    /// Months that are counted, in part or whole.
    #[must_use]
    pub fn counted_months(&self) -> usize {
        self.months() - self.month(self.day(self.count_from))
    }

    /// The year, and the month from 1, of a counted month.
    #[must_use]
    pub fn year_and_month(&self, counted: usize) -> (i16, u8) {
        let index = usize::from(self.count_from.month().unsigned_abs()) - 1 + counted;
        (self.count_from.year() + (index / 12) as i16, (index % 12) as u8 + 1)
    }

    /// Months touched, warm-up included.
    #[must_use]
    pub fn months(&self) -> usize {
        months_between(self.start, self.end) + 1
    }
}

/// Whole days from one date to a later one, 0 if it is not later.
fn days_between(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

/// Calendar months from one date's month to a later one's.
fn months_between(from: Date, to: Date) -> usize {
    let index = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    usize::try_from(index(to) - index(from)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn leap_days_and_months_are_counted() {
        let span =
            Span { start: date(2016, 1, 15), count_from: date(2016, 2, 1), end: date(2017, 1, 14) };
        assert_eq!(span.days(), 366);
        assert_eq!(span.date(Day(45)), date(2016, 2, 29));
        assert_eq!(span.day(date(2016, 3, 1)), Day(46));
        assert_eq!(span.months(), 13);
        assert_eq!(span.month(Day(17)), 1);
    }
}

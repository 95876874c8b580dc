//! Days that workers were out of their jobs because they were taken away, by sector and month.
//!
//! From the day on which it is said that a worker was taken out of a job until the day before they
//! are free again or come back. Whoever never comes back is counted to the end of the run. Days are
//! calendar days, not shifts. Only those taken in the counted time count, so that these are the days of
//! the workers that the tally counts.

use super::Projection;
use crate::event::{Event, Fact, Part, Sector, Word};
use crate::ids::PersonId;
use crate::time::{Day, Span};
use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const SECTORS: usize = Sector::ALL.len();

/// Days lost, by sector and month.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Work {
    span: Span,
    counted_from: Day,
    /// In which sector those who are out of work worked. Looked up, never iterated.
    out: HashMap<PersonId, Sector, FixedState>,
    /// How many are out of work now, by sector.
    now: [u64; SECTORS],
    months: Vec<[u64; SECTORS]>,
}

impl Work {
    pub(super) fn new(span: &Span) -> Work {
        Work {
            counted_from: span.day(span.count_from),
            out: HashMap::default(),
            now: [0; SECTORS],
            months: vec![[0; SECTORS]; span.counted_months()],
            span: span.clone(),
        }
    }

    /// Person-days of each counted month, by sector.
    #[must_use]
    pub fn months(&self) -> &[[u64; SECTORS]] {
        &self.months
    }

    /// Person-days of a sector, over all counted months.
    #[must_use]
    pub fn of_sector(&self, sector: Sector) -> u64 {
        self.months.iter().map(|month| month[usize::from(sector.number())]).sum()
    }

    /// Person-days over all sectors and counted months.
    #[must_use]
    pub fn days(&self) -> u64 {
        self.months.iter().flatten().sum()
    }

    pub(super) fn forget(&mut self) {
        self.out = HashMap::default();
    }

    fn back(&mut self, person: PersonId) {
        if let Some(sector) = self.out.remove(&person) {
            self.now[usize::from(sector.number())] -= 1;
        }
    }
}

impl Projection for Work {
    fn apply(&mut self, day: Day, part: Part, event: &Event) {
        if part == Part::Before || day < self.counted_from {
            return;
        }
        let Some(person) = event.subject.person() else { return };
        match event.fact {
            Fact::WorkStopped { sector } => {
                self.back(person);
                self.out.insert(person, sector);
                self.now[usize::from(sector.number())] += 1;
            }
            Fact::ReleasedOnBond { .. }
            | Fact::ReleasedForCapacity { .. }
            | Fact::ReliefGranted
            | Fact::CitizenshipConfirmed { .. }
            | Fact::Returned => self.back(person),
            _ => {}
        }
    }

    fn end_of_day(&mut self, day: Day) {
        let Some(month) = self.span.counted_month(day) else { return };
        for (days, now) in self.months[month].iter_mut().zip(self.now) {
            *days += now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::tests::{days, span};

    #[test]
    fn days_are_lost_from_arrest_to_the_day_before_freedom() {
        let mut work = Work::new(&span());
        let stop = |sector| Fact::WorkStopped { sector };
        let hearing_at = crate::time::Hour::NEVER;
        // January has 31 days, 0 to 30. Farm: person 1 from day 10 to 19, ten days. Services: person
        // 2 from day 28 on: three days of January, all 28 of February; person 3 is removed, comes
        // back on day 40 = 10 February: from day 5 that is 26 days of January and nine of February.
        days(
            &mut work,
            &[
                (5, 3, stop(Sector::Services)),
                (10, 1, stop(Sector::Farm)),
                (20, 1, Fact::ReleasedOnBond { hearing_at, funded: false }),
                (28, 2, stop(Sector::Services)),
                (40, 3, Fact::Returned),
            ],
        );
        assert_eq!(work.months()[0], [10, 0, 0, 26 + 3, 0]);
        assert_eq!(work.months()[1], [0, 0, 0, 9 + 28, 0]);
        assert_eq!(work.of_sector(Sector::Farm), 10);
        assert_eq!(work.days(), 10 + 29 + 37);
    }

    #[test]
    fn days_of_workers_taken_before_the_counted_time_are_not_counted() {
        let span = Span { count_from: "2018-02-01".parse().unwrap(), ..span() };
        let mut work = Work::new(&span);
        let stopped = Fact::WorkStopped { sector: Sector::Farm };
        // Person 1 is taken on 21 January; person 2 on 11 February, with 18 days of it left.
        days(&mut work, &[(20, 1, stopped), (41, 2, stopped)]);
        assert_eq!(work.days(), 18);
    }
}

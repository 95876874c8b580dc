//! How many of what, by state and by area of responsibility, month by month. In a place without
//! states nothing is counted here.

use super::Projection;
use super::areas::Areas;
use crate::event::{Event, Fact, Part};
use crate::time::{Day, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is counted by region.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Regional {
    /// Crimes.
    Crimes,
    /// Reported ones.
    CrimesReported,
    /// Booked into a county jail.
    Bookings,
    /// Detainers and requests for notice.
    Requests,
    /// Of them, those that a jail declined.
    Declined,
    /// Arrests by ICE, by any way.
    IceArrests,
    /// Of them, those at large.
    AtLarge,
    /// Removals.
    Removals,
}

impl Regional {
    /// All of them, with their names in tables.
    pub const ALL: [(Regional, &'static str); 8] = [
        (Regional::Crimes, "crimes"),
        (Regional::CrimesReported, "crimes_reported"),
        (Regional::Bookings, "bookings"),
        (Regional::Requests, "requests"),
        (Regional::Declined, "requests_declined"),
        (Regional::IceArrests, "ice_arrests"),
        (Regional::AtLarge, "ice_arrests_at_large"),
        (Regional::Removals, "removals"),
    ];
}

const WIDTH: usize = Regional::ALL.len();

/// Counts of a region in a month, by [`Regional`].
type Row = [u64; WIDTH];

/// How many of what, by region and month.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Regions {
    span: Span,
    areas: Arc<Areas>,
    /// By state, then counted month.
    by_state: Vec<Vec<Row>>,
    /// By area, then counted month.
    by_area: Vec<Vec<Row>>,
}

impl Regions {
    pub(super) fn new(span: &Span, areas: &Arc<Areas>) -> Regions {
        let months = span.counted_months();
        let states = areas.states();
        let rows = |regions: usize| vec![vec![[0; WIDTH]; months]; regions];
        let of_areas = if states > 0 { areas.len() } else { 0 };
        let (by_state, by_area) = (rows(states), rows(of_areas));
        Regions { span: span.clone(), areas: areas.clone(), by_state, by_area }
    }

    /// A count of a state from a counted month on, to the end.
    #[must_use]
    pub fn of_state(&self, state: usize, what: Regional, from: usize) -> u64 {
        sum(self.by_state.get(state), what, from)
    }

    /// A count of an area from a counted month on, to the end.
    #[must_use]
    pub fn of_area(&self, area: usize, what: Regional, from: usize) -> u64 {
        sum(self.by_area.get(area), what, from)
    }

    /// How many states there are; none in a place without.
    #[must_use]
    pub fn states(&self) -> usize {
        self.by_state.len()
    }

    #[inline]
    fn add(&mut self, day: Day, event: &Event, what: Regional) {
        let Some(month) = self.span.counted_month(day) else { return };
        let district = usize::from(event.subject.home.0);
        if let Some(state) = self.areas.state(district) {
            self.by_state[state][month][what as usize] += 1;
        }
        self.by_area[self.areas.area(district)][month][what as usize] += 1;
    }
}

fn sum(rows: Option<&Vec<Row>>, what: Regional, from: usize) -> u64 {
    let rows = rows.and_then(|rows| rows.get(from..)).unwrap_or(&[]);
    rows.iter().map(|row| row[what as usize]).sum()
}

impl Projection for Regions {
    fn apply(&mut self, day: Day, part: Part, event: &Event) {
        if self.by_area.is_empty() || part == Part::Before {
            return;
        }
        match event.fact {
            Fact::CrimeCommitted { .. } => self.add(day, event, Regional::Crimes),
            Fact::CrimeReported { .. } => self.add(day, event, Regional::CrimesReported),
            Fact::Booked { .. } => self.add(day, event, Regional::Bookings),
            Fact::DetainerIssued { .. } | Fact::NotificationRequested { .. } => {
                self.add(day, event, Regional::Requests);
            }
            Fact::DetainerDeclined { .. } => self.add(day, event, Regional::Declined),
            Fact::TransferredToIce { .. } | Fact::ArrestedAtRelease { .. } => {
                self.add(day, event, Regional::IceArrests);
            }
            Fact::AtLargeArrest { .. } | Fact::CollateralArrest { .. } => {
                self.add(day, event, Regional::IceArrests);
                self.add(day, event, Regional::AtLarge);
            }
            Fact::Removed { .. } => self.add(day, event, Regional::Removals),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Offence, Path, Status};
    use crate::ids::{DistrictId, PersonId};
    use crate::projection::areas::tests::areas;
    use crate::projection::tests::{event, span};
    use crate::time::Hour;

    #[test]
    fn what_happens_is_counted_in_its_state_and_area() {
        // Two states; the second is divided between two areas.
        let areas = areas(&[(0, Some(0)), (0, Some(1)), (1, Some(1))]);
        let mut regions = Regions::new(&span(), &Arc::new(areas));
        let (status, conviction) = (Status::Unauthorised, Offence::None);
        let taken = Fact::AtLargeArrest { status, conviction };
        let removed = Fact::Removed { path: Path::Hearing, conviction, return_at: Hour::NEVER };
        for (day, district, fact) in
            [(0, 0, taken), (40, 1, taken), (41, 2, taken), (42, 2, removed)]
        {
            let subject = PersonId { home: DistrictId(district), index: 3 }.into();
            regions.apply(Day(day), Part::Operation, &Event { subject, ..event(0, fact) });
        }
        let all = |of: &dyn Fn(Regional) -> u64| {
            [of(Regional::IceArrests), of(Regional::AtLarge), of(Regional::Removals)]
        };
        assert_eq!(all(&|what| regions.of_state(0, what, 0)), [1, 1, 0]);
        assert_eq!(all(&|what| regions.of_state(1, what, 0)), [2, 2, 1]);
        assert_eq!(all(&|what| regions.of_area(0, what, 0)), [2, 2, 0]);
        assert_eq!(all(&|what| regions.of_area(1, what, 0)), [1, 1, 1]);
        assert_eq!(regions.of_state(0, Regional::IceArrests, 1), 0, "from February on");
    }
}

//! What ICE asked of each jail and what the jail declined, week by week (in a country by the quarter of
//! a year) and by gravest conviction:
//! what a federal list of jurisdictions that do not cooperate is made from.

use super::Projection;
use crate::event::{Event, Fact, Offence, Part};
use crate::ids::AgencyId;
use crate::time::{Day, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line of the list: a week, who runs the jail, and the class of offence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Line {
    /// A period of so many days as [`Declined::period`], counted from 0 at the first counted day.
    pub period: u32,
    /// Who runs the jail.
    pub jail: AgencyId,
    /// The gravest conviction of the people asked for.
    pub offence: Offence,
}

/// What stands in a line.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Count {
    /// Detainers issued, requests for notice included.
    pub issued: u64,
    /// Requests that the jail declined.
    pub declined: u64,
    /// Of them, those declined against the policy in force.
    pub against_policy: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.issued += other.issued;
        self.declined += other.declined;
        self.against_policy += other.against_policy;
    }
}

/// What ICE asked of each jail, and what was declined.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Declined {
    from: Day,
    period: u32,
    /// Who jails those arrested in each district.
    jails: Arc<Vec<AgencyId>>,
    lines: BTreeMap<Line, Count>,
}

impl Declined {
    pub(super) fn new(span: &Span, jails: &Arc<Vec<AgencyId>>, period: u32) -> Declined {
        let (from, jails) = (span.day(span.count_from), jails.clone());
        Declined { from, period, jails, lines: BTreeMap::new() }
    }

    /// How many days a line is of: the week of the list of 2017, or more.
    #[must_use]
    pub fn period(&self) -> u32 {
        self.period
    }

    /// Every jail that was asked for anybody, with how many.
    #[must_use]
    pub fn issued(&self) -> BTreeMap<AgencyId, u64> {
        let mut issued = BTreeMap::new();
        for (line, count) in &self.lines {
            *issued.entry(line.jail).or_insert(0) += count.issued;
        }
        issued
    }

    /// The lines in which there is anything, by week, jail and offence.
    pub fn lines(&self) -> impl Iterator<Item = (Line, Count)> {
        self.lines.iter().map(|(line, count)| (*line, *count))
    }

    /// A jail and a class of offence over the whole counted time; all classes if none is given.
    #[must_use]
    pub fn total(&self, jail: AgencyId, offence: Option<Offence>) -> Count {
        let mut total = Count::default();
        for (line, count) in &self.lines {
            if line.jail == jail && offence.is_none_or(|offence| offence == line.offence) {
                total += *count;
            }
        }
        total
    }
}

impl Projection for Declined {
    fn apply(&mut self, day: Day, part: Part, event: &Event) {
        if part == Part::Before || day < self.from {
            return;
        }
        let (offence, count) = match event.fact {
            Fact::DetainerIssued { conviction, .. }
            | Fact::NotificationRequested { conviction, .. } => {
                (conviction, Count { issued: 1, ..Count::default() })
            }
            Fact::DetainerDeclined { conviction, against_policy, .. } => {
                let against_policy = u64::from(against_policy);
                (conviction, Count { issued: 0, declined: 1, against_policy })
            }
            _ => return,
        };
        let Some(&jail) = self.jails.get(usize::from(event.subject.home.0)) else { return };
        let period = (day.0 - self.from.0) / self.period;
        *self.lines.entry(Line { period, jail, offence }).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Request;
    use crate::projection::tests::{days, span};
    use crate::time::Hour;

    #[test]
    fn requests_and_refusals_stand_in_their_week_and_class() {
        let mut declined = Declined::new(&span(), &Arc::new(vec![AgencyId(1)]), 7);
        let never = Hour::NEVER;
        let issued = |conviction| Fact::DetainerIssued {
            request: Request::Hold,
            conviction,
            release_at: never,
        };
        let refused = |conviction, against_policy| Fact::DetainerDeclined {
            conviction,
            against_policy,
            agents_at: never,
        };
        let notice = Fact::NotificationRequested { conviction: Offence::Felony, release_at: never };
        days(
            &mut declined,
            &[
                (0, 1, issued(Offence::None)),
                (6, 2, notice),
                (7, 3, issued(Offence::Felony)),
                (8, 2, refused(Offence::Felony, true)),
                (9, 3, refused(Offence::Felony, false)),
            ],
        );
        let line = |period, offence| Line { period, jail: AgencyId(1), offence };
        let count = |issued, declined, against_policy| Count { issued, declined, against_policy };
        let lines: Vec<_> = declined.lines().collect();
        assert_eq!(
            lines,
            [
                (line(0, Offence::None), count(1, 0, 0)),
                (line(0, Offence::Felony), count(1, 0, 0)),
                (line(1, Offence::Felony), count(1, 2, 1)),
            ]
        );
        assert_eq!(declined.total(AgencyId(1), Some(Offence::Felony)), count(2, 2, 1));
        assert_eq!(declined.total(AgencyId(1), None), count(3, 2, 1));
        assert_eq!(declined.total(AgencyId(0), None), Count::default());
    }
}

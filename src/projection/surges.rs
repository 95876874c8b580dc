//! Surges: agents lent to the field office, and who is arrested in operations while they are here.

use super::Projection;
use crate::event::{Event, Fact, Part};
use crate::time::{Day, Span};
use serde::{Deserialize, Serialize};

/// What surges cost and brought, in the counted time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Surges {
    span: Span,
    counted_from: Day,
    /// Agents lent at this moment.
    agents: u64,
    /// Targets arrested at large on days of a surge.
    pub targets: u64,
    /// Bystanders arrested on them.
    pub bystanders: u64,
    months: Vec<u64>,
}

impl Surges {
    pub(super) fn new(span: &Span) -> Surges {
        Surges {
            counted_from: span.day(span.count_from),
            agents: 0,
            targets: 0,
            bystanders: 0,
            months: vec![0; span.counted_months()],
            span: span.clone(),
        }
    }

    /// Agents lent times days, by counted month.
    #[must_use]
    pub fn months(&self) -> &[u64] {
        &self.months
    }

    /// Agents lent times days.
    #[must_use]
    pub fn agent_days(&self) -> u64 {
        self.months.iter().sum()
    }

    /// Bystanders among those arrested in operations while agents were lent, in percent; nothing
    /// where nobody was.
    #[must_use]
    pub fn bystanders_share(&self) -> f64 {
        100.0 * self.bystanders as f64 / (self.targets + self.bystanders).max(1) as f64
    }
}

impl Projection for Surges {
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        let counts = u64::from(self.agents > 0 && day >= self.counted_from);
        match event.fact {
            Fact::SurgeStarted { agents } => self.agents = u64::from(agents),
            Fact::SurgeEnded => self.agents = 0,
            Fact::AtLargeArrest { .. } => self.targets += counts,
            Fact::CollateralArrest { .. } => self.bystanders += counts,
            _ => {}
        }
    }

    fn end_of_day(&mut self, day: Day) {
        if let Some(month) = self.span.counted_month(day) {
            self.months[month] += self.agents;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Offence, Status};
    use crate::projection::tests::{days, span};

    #[test]
    fn agents_are_counted_by_the_day_and_bystanders_while_they_are_here() {
        let mut surges = Surges::new(&span());
        let (status, conviction) = (Status::Unauthorised, Offence::None);
        let target = Fact::AtLargeArrest { status, conviction };
        let bystander = Fact::CollateralArrest { status, conviction };
        days(
            &mut surges,
            &[
                (1, 1, bystander),
                (20, 0, Fact::SurgeStarted { agents: 100 }),
                (21, 2, target),
                (22, 3, target),
                (23, 4, target),
                (23, 5, bystander),
                (35, 0, Fact::SurgeEnded),
                (36, 6, bystander),
            ],
        );
        // Days 20 to 30 are of January, 31 to 34 of February.
        assert_eq!(surges.months(), [1100, 400]);
        assert_eq!(surges.agent_days(), 1500);
        assert_eq!(surges.bystanders_share(), 25.0);
    }
}

//! How much fear arrests, raids and announcements made: the mean over neighbourhoods and over the
//! days of each counted month. There is no other fear in a report.

use super::Projection;
use super::areas::Areas;
use crate::event::{Event, Fact, Part};
use crate::ids::Subject;
use crate::time::{Day, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much fear there was.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Fear {
    span: Span,
    half_life: f64,
    places: f64,
    areas: Arc<Areas>,
    /// By area.
    news: Vec<(Day, f64)>,
    levels: BTreeMap<Subject, (Day, f64)>,
    /// The sum over neighbourhoods, as it was on a day: so that a day costs nothing.
    sum: (Day, f64),
    months: Vec<f64>,
    /// How many days of a month are in its mean.
    days: Vec<f64>,
}

impl Fear {
    pub(super) fn new(span: &Span, half_life: f64, places: usize, areas: &Arc<Areas>) -> Fear {
        Fear {
            news: vec![(Day(0), 0.0); areas.len()],
            areas: areas.clone(),
            half_life,
            places: places.max(1) as f64,
            levels: BTreeMap::new(),
            sum: (Day(0), 0.0),
            months: vec![0.0; span.counted_months()],
            days: vec![0.0; span.counted_months()],
            span: span.clone(),
        }
    }

    /// The mean over neighbourhoods and the days of each counted month, in units.
    #[must_use]
    pub fn months(&self) -> &[f64] {
        &self.months
    }

    pub(super) fn forget(&mut self) {
        self.levels = BTreeMap::new();
    }

    /// The mean over neighbourhoods, in units, at the end of a day that is over.
    #[must_use]
    pub fn on(&self, day: Day) -> f64 {
        let news = self.areas.mean_by_neighbourhood(|area| self.now(self.news[area], day));
        self.now(self.sum, day) / self.places + news
    }

    fn now(&self, (on, units): (Day, f64), today: Day) -> f64 {
        units * libm::exp2(-f64::from(today.0 - on.0) / self.half_life)
    }
}

impl Projection for Fear {
    fn apply(&mut self, day: Day, _part: Part, event: &Event) {
        let units = |level: u32| f64::from(level) / 1e6;
        match event.fact {
            Fact::RaidReported { level } => {
                self.news[self.areas.heard_in(event)] = (day, units(level));
            }
            Fact::FearRaised { level } => {
                let before = self.levels.insert(event.subject, (day, units(level)));
                let before = before.map_or(0.0, |before| self.now(before, day));
                self.sum = (day, self.now(self.sum, day) + units(level) - before);
            }
            _ => {}
        }
    }

    fn end_of_day(&mut self, day: Day) {
        let Some(month) = self.span.counted_month(day) else { return };
        let fear = self.on(day);
        self.days[month] += 1.0;
        self.months[month] += (fear - self.months[month]) / self.days[month];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DistrictId;
    use crate::projection::areas::tests::areas;
    use crate::projection::tests::{event, span};

    fn raised(fear: &mut Fear, day: u32, subject: Subject, fact: Fact) {
        let event = Event { subject, ..event(0, fact) };
        fear.apply(Day(day), Part::Community, &event);
    }

    #[test]
    fn a_day_knows_the_fear_of_all_neighbourhoods_and_of_the_news() {
        let mut fear = Fear::new(&span(), 10.0, 4, &Arc::new(areas(&[(0, None)])));
        let near = |number| Subject::neighbourhood(DistrictId(0), number);
        raised(&mut fear, 0, near(0), Fact::FearRaised { level: 8_000_000 });
        raised(&mut fear, 10, near(1), Fact::FearRaised { level: 4_000_000 });
        raised(&mut fear, 10, near(0), Fact::FearRaised { level: 8_000_000 });
        raised(&mut fear, 20, Subject::COUNTY, Fact::RaidReported { level: 1_000_000 });
        // Day 30: (8/4 + 4/4) / 4 near, 1/2 of news.
        assert!((fear.on(Day(30)) - 1.25).abs() < 1e-12);
    }

    #[test]
    fn a_month_is_the_mean_of_its_days_and_not_its_last_day() {
        let mut fear = Fear::new(&span(), 1.0, 2, &Arc::new(areas(&[(0, None)])));
        for day in 0..59 {
            if day == 29 {
                let near = Subject::neighbourhood(DistrictId(0), 0);
                raised(&mut fear, 29, near, Fact::FearRaised { level: 8_000_000 });
            }
            fear.end_of_day(Day(day));
        }
        // 4 on day 29, 2 on day 30, the last of January; in February 1 + 1/2 + ... = 2.
        assert!((fear.months()[0] - 6.0 / 31.0).abs() < 1e-12);
        assert!((fear.months()[1] - 2.0 / 28.0).abs() < 1e-7);
    }
}

//! How much fear there was: the mean over neighbourhoods at the end of each counted month.

use super::Projection;
use crate::event::{Event, Fact, Part};
use crate::ids::Subject;
use crate::time::{Day, Span};
use std::collections::BTreeMap;

/// How much fear there was.
#[derive(Clone, PartialEq, Debug)]
pub struct Fear {
    span: Span,
    half_life: f64,
    places: f64,
    levels: BTreeMap<Subject, (Day, f64)>,
    /// The sum over neighbourhoods, as it was on a day: so that a day costs nothing.
    sum: (Day, f64),
    months: Vec<f64>,
}

impl Fear {
    pub(super) fn new(span: &Span, half_life: f64, places: usize) -> Fear {
        let from = span.month(span.day(span.count_from));
        Fear {
            half_life,
            places: places.max(1) as f64,
            levels: BTreeMap::new(),
            sum: (Day(0), 0.0),
            months: vec![0.0; span.months() - from],
            span: span.clone(),
        }
    }

    /// The mean over neighbourhoods, in units, at the end of each counted month.
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
        let news = self.levels.get(&Subject::COUNTY).map_or(0.0, |&level| self.now(level, day));
        self.now(self.sum, day) / self.places + news
    }

    fn now(&self, (on, units): (Day, f64), today: Day) -> f64 {
        units * libm::exp2(-f64::from(today.0 - on.0) / self.half_life)
    }
}

impl Projection for Fear {
    fn apply(&mut self, day: Day, part: Part, event: &Event) {
        if part == Part::Crime {
            return;
        }
        if let Fact::FearRaised { level } | Fact::RaidReported { level } = event.fact {
            let level = f64::from(level) / 1e6;
            let before = self.levels.insert(event.subject, (day, level));
            if event.subject != Subject::COUNTY {
                let before = before.map_or(0.0, |before| self.now(before, day));
                self.sum = (day, self.now(self.sum, day) + level - before);
            }
        }
    }

    fn end_of_day(&mut self, day: Day) {
        let last_of_month = self.span.date(day).day() == self.span.date(day).days_in_month();
        let from = self.span.day(self.span.count_from);
        if day < from || !(last_of_month || day.0 + 1 == self.span.days()) {
            return;
        }
        let news = self.levels.get(&Subject::COUNTY).map_or(0.0, |&level| self.now(level, day));
        let near = self.levels.iter().filter(|(subject, _)| **subject != Subject::COUNTY);
        let sum: f64 = near.map(|(_, &level)| self.now(level, day)).sum();
        let month = self.span.month(day) - self.span.month(from);
        self.months[month] = sum / self.places + news;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DistrictId;
    use crate::projection::tests::{event, span};

    #[test]
    fn every_day_is_told_as_the_months_ends_are() {
        let mut fear = Fear::new(&span(), 10.0, 4);
        let mut raise = |day: u32, subject, fact| {
            let event = Event { subject, ..event(0, fact) };
            fear.apply(Day(day), Part::Community, &event);
        };
        let near = |number| Subject::neighbourhood(DistrictId(0), number);
        raise(0, near(0), Fact::FearRaised { level: 8_000_000 });
        raise(10, near(1), Fact::FearRaised { level: 4_000_000 });
        raise(10, near(0), Fact::FearRaised { level: 8_000_000 });
        raise(20, Subject::COUNTY, Fact::RaidReported { level: 1_000_000 });
        fear.end_of_day(Day(30));
        // Day 30: (8/4 + 4/4) / 4 near, 1/2 of news.
        assert!((fear.on(Day(30)) - 1.25).abs() < 1e-12);
        assert!((fear.months()[0] - 1.25).abs() < 1e-12);
    }
}

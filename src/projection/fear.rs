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
    months: Vec<f64>,
}

impl Fear {
    pub(super) fn new(span: &Span, half_life: f64, places: usize) -> Fear {
        let from = span.month(span.day(span.count_from));
        Fear {
            half_life,
            places: places.max(1) as f64,
            levels: BTreeMap::new(),
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
            self.levels.insert(event.subject, (day, f64::from(level) / 1e6));
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

//! Community life by month: the public's picture of the policy, fear and trust, and what they do to
//! the use of public services, to civic life and to going to work.
//!
//! The picture follows the rules with a half-life, as victims' picture does in the model. A share is
//! that of people to whom all of fear comes; groups that less of it reaches have shares nearer the
//! usual.

use super::areas::Areas;
use crate::draw::{from_log_odds, left_after, log_odds};
use crate::event::{Event, Fact};
use crate::time::{Day, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Something that people do less of in fear.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Chill {
    /// The share who do it without fear.
    pub usual: f64,
    /// Fall of its log odds at full cooperation, or at one unit of fear.
    pub fall: f64,
}

/// The numbers behind it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Numbers {
    /// Half-life of the public's old picture of the policy, in days.
    pub learning_half_life: f64,
    /// Half-life of trust and of disappointment, in days.
    pub trust_half_life: f64,
    /// The use of public services.
    pub service: Chill,
    /// Taking part in civic life.
    pub civic: Chill,
    /// Share of work days lost at full cooperation.
    pub work_policy: f64,
    /// Share of work days lost at one unit of fear.
    pub work_fear: f64,
    /// Whether fear keeps people from all this.
    pub keeps_home: bool,
}

/// Means over the days of a month.
#[derive(Clone, Copy, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Month {
    /// The public's picture of cooperation, 0 to 1.
    pub picture: f64,
    /// Fear, mean over neighbourhoods, in units.
    pub fear: f64,
    /// Trust raised less disappointment, in units.
    pub trust: f64,
    days: f64,
}

/// A level that halves with time, as it was on a day.
#[derive(Clone, Copy, Default, PartialEq, Debug, Serialize, Deserialize)]
struct Level {
    units: f64,
    on: Day,
}

impl Level {
    fn now(self, today: Day, half_life: f64) -> f64 {
        self.units * left_after(f64::from(today.0 - self.on.0), half_life)
    }
}

/// Community life by month.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Life {
    span: Span,
    numbers: Numbers,
    /// How cooperative the rules in force are; nothing before the first say so.
    rules: Option<f64>,
    /// How far the picture was from the rules when these began.
    gap: Level,
    areas: Arc<Areas>,
    /// Trust and disappointment, by area.
    trust: Vec<[Level; 2]>,
    months: Vec<Month>,
}

impl Life {
    pub(super) fn new(span: &Span, numbers: Numbers, areas: &Arc<Areas>) -> Life {
        Life {
            numbers,
            rules: None,
            gap: Level::default(),
            trust: vec![Default::default(); areas.len()],
            areas: areas.clone(),
            months: vec![Month::default(); span.counted_months()],
            span: span.clone(),
        }
    }

    /// The counted months.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// The share of people, whom so much of fear reaches (0 to 1), who use public services in a month.
    #[must_use]
    pub fn service_use(&self, month: usize, exposure: f64) -> f64 {
        self.share(self.numbers.service, month, exposure)
    }

    /// The share of them who take part in civic life.
    #[must_use]
    pub fn civic_participation(&self, month: usize, exposure: f64) -> f64 {
        self.share(self.numbers.civic, month, exposure)
    }

    /// The share of their work days that fear takes in a month.
    #[must_use]
    pub fn work_lost(&self, month: usize, exposure: f64) -> f64 {
        if !self.numbers.keeps_home {
            return 0.0;
        }
        let Month { picture, fear, .. } = self.months[month];
        let Numbers { work_policy, work_fear, .. } = self.numbers;
        (exposure * (work_policy * picture + work_fear * fear)).clamp(0.0, 1.0)
    }

    fn share(&self, what: Chill, month: usize, exposure: f64) -> f64 {
        if !self.numbers.keeps_home {
            return what.usual;
        }
        let Month { picture, fear, .. } = self.months[month];
        from_log_odds(log_odds(what.usual) - exposure * what.fall * (picture + fear))
    }

    /// A mean of something over the counted months.
    #[must_use]
    pub fn mean(&self, of: impl Fn(usize) -> f64) -> f64 {
        let months = self.months.len();
        (0..months).map(of).sum::<f64>() / months.max(1) as f64
    }

    fn picture(&self, today: Day) -> f64 {
        self.rules.unwrap_or(0.0) + self.gap.now(today, self.numbers.learning_half_life)
    }

    pub(super) fn apply(&mut self, day: Day, event: &Event) {
        let units = |millionths: u32| f64::from(millionths) / 1e6;
        match event.fact {
            Fact::PolicyChanged { cooperation, .. } => {
                let rules = units(cooperation);
                // The first rules are known already.
                let gap = if self.rules.is_some() { self.picture(day) - rules } else { 0.0 };
                self.gap = Level { units: gap, on: day };
                self.rules = Some(rules);
            }
            Fact::TrustRaised { level } => {
                self.trust[self.areas.heard_in(event)][0] = Level { units: units(level), on: day };
            }
            Fact::TrustBroken { level } => {
                self.trust[self.areas.heard_in(event)][1] = Level { units: units(level), on: day };
            }
            _ => {}
        }
    }

    /// A day is over, at whose end there was so much fear.
    pub(super) fn end_of_day(&mut self, day: Day, fear: f64) {
        let Some(at) = self.span.counted_month(day) else { return };
        let half_life = self.numbers.trust_half_life;
        let trust = self.areas.mean_by_resident(|area| {
            let [trust, disappointment] = self.trust[area].map(|it| it.now(day, half_life));
            trust - disappointment
        });
        let picture = self.picture(day);
        let month = &mut self.months[at];
        month.days += 1.0;
        month.picture += (picture - month.picture) / month.days;
        month.fear += (fear - month.fear) / month.days;
        month.trust += (trust - month.trust) / month.days;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::areas::tests::areas;
    use crate::projection::tests::{event, span};

    const NUMBERS: Numbers = Numbers {
        learning_half_life: 10.0,
        trust_half_life: 20.0,
        service: Chill { usual: 0.5, fall: 1.0 },
        civic: Chill { usual: 0.5, fall: 2.0 },
        work_policy: 0.1,
        work_fear: 0.02,
        keeps_home: true,
    };

    fn policy(cooperation: u32) -> Fact {
        Fact::PolicyChanged { rules: 0, cooperation }
    }

    /// Two months in which full cooperation ended on the first day of the second.
    fn ended(numbers: Numbers) -> Life {
        let mut life = Life::new(&span(), numbers, &Arc::new(areas(&[(0, None)])));
        life.apply(Day(0), &event(0, policy(1_000_000)));
        for day in 0..59 {
            if day == 31 {
                life.apply(Day(31), &event(0, policy(0)));
            }
            life.end_of_day(Day(day), 0.5);
        }
        life
    }

    #[test]
    fn the_first_rules_are_known_and_others_are_learned_with_a_half_life() {
        let life = ended(NUMBERS);
        assert_eq!(life.months()[0].picture, 1.0);
        // The mean of 2^(-k/10) for k from 0 to 27: (1 - 2^-2.8) / (1 - 2^-0.1) / 28 = 0.456...
        let q = left_after(1.0, 10.0);
        let mean = (1.0 - left_after(28.0, 10.0)) / (1.0 - q) / 28.0;
        assert!((life.months()[1].picture - mean).abs() < 1e-9, "{mean}");
    }

    #[test]
    fn shares_are_those_of_the_odds_and_less_exposed_people_are_nearer_the_usual() {
        let life = ended(NUMBERS);
        // January: picture 1, fear 0.5. Services: odds e^-1.5, share 0.18243; civic: e^-3, 0.04743.
        assert!((life.service_use(0, 1.0) - 0.182_426).abs() < 1e-6);
        assert!((life.civic_participation(0, 1.0) - 0.047_426).abs() < 1e-6);
        assert_eq!(life.service_use(0, 0.0), 0.5);
        assert!(life.service_use(0, 0.6) > life.service_use(0, 1.0));
        // 0.1 × 1 + 0.02 × 0.5 = 0.11 of work days; of the half exposed 0.055.
        assert!((life.work_lost(0, 1.0) - 0.11).abs() < 1e-12);
        assert!((life.work_lost(0, 0.5) - 0.055).abs() < 1e-12);
    }

    #[test]
    fn where_fear_keeps_nobody_home_all_is_as_usual() {
        let life = ended(Numbers { keeps_home: false, ..NUMBERS });
        assert_eq!(life.service_use(0, 1.0), 0.5);
        assert_eq!(life.civic_participation(1, 1.0), 0.5);
        assert_eq!(life.work_lost(0, 1.0), 0.0);
    }

    #[test]
    fn trust_is_what_was_raised_less_what_was_broken() {
        let mut life = Life::new(&span(), NUMBERS, &Arc::new(areas(&[(0, None)])));
        // Raised to 2 units on day 11, broken by 3 on day 31: on day 31 one unit is left, less three.
        life.apply(Day(11), &event(0, Fact::TrustRaised { level: 2_000_000 }));
        life.apply(Day(31), &event(0, Fact::TrustBroken { level: 3_000_000 }));
        life.end_of_day(Day(31), 0.0);
        assert!((life.months()[1].trust + 2.0).abs() < 1e-12);
    }
}

//! The results, asked for by arm and by months.

use super::Input;
use super::words;
use crate::chart::{Estimate, Mark, Month};
use crate::engine::record::Cell;
use crate::scenario::{Arm, Scenario};
use crate::sweep::Results;
pub(super) use crate::sweep::counts::{channels_in as channels, part_in as part, sum_in as sum};
use crate::sweep::paired::{Comparison, Mean, compare, quantile};
use crate::time::Day;
use std::collections::BTreeMap;
use std::ops::Range;

/// Counted months, from 0.
pub(super) type Months = Range<usize>;

/// The results, asked for by arm and by months.
pub(super) struct View<'a> {
    /// What the report is made from.
    pub input: &'a Input<'a>,
    /// What was run.
    pub scenario: &'a Scenario,
    /// What came of it.
    pub results: &'a Results,
    /// Replicates of each arm.
    pub replicates: usize,
    /// All counted months.
    pub months: Months,
    /// The counted months in which arms may differ; all of them if none may.
    pub window: Months,
}

impl<'a> View<'a> {
    /// Of what a report is made from.
    pub(super) fn new(input: &'a Input<'a>) -> View<'a> {
        let first = input.results.cells.first().and_then(|cells| cells.first());
        let months = first.map_or(0, |cell| cell.counted.tally.months());
        let replicates = input.results.cells.first().map_or(0, Vec::len);
        let mut view = View {
            input,
            scenario: input.scenario,
            results: input.results,
            replicates,
            months: 0..months,
            window: 0..months,
        };
        let parted = view.from(input.scenario.parting());
        if parted < months {
            view.window = parted..months;
        }
        view
    }

    /// The arms, the base first.
    pub(super) fn arms(&self) -> &'a [Arm] {
        &self.scenario.arms
    }

    /// Whether there is more than one replicate, so that intervals can be told.
    pub(super) fn has_intervals(&self) -> bool {
        self.replicates > 1
    }

    /// How many replicates and which interval stand behind a mean.
    pub(super) fn sureness(&self) -> String {
        if !self.has_intervals() {
            return words::NO_INTERVAL.to_owned();
        }
        let number = words::counted(self.replicates, "replicate", "replicates");
        format!("{number}, 95\u{a0}% intervals of the mean")
    }

    /// One number for each replicate of an arm.
    pub(super) fn values(&self, arm: usize, of: &dyn Fn(&Cell) -> f64) -> Vec<f64> {
        self.results.cells.get(arm).map_or_else(Vec::new, |cells| cells.iter().map(of).collect())
    }

    /// The mean over the replicates of an arm.
    pub(super) fn mean(&self, arm: usize, of: &dyn Fn(&Cell) -> f64) -> Mean {
        Mean::of(&self.values(arm, of))
    }

    /// An arm beside the base, replicate by replicate.
    pub(super) fn paired(&self, arm: usize, of: &dyn Fn(&Cell) -> f64) -> Comparison {
        compare(&self.values(0, of), &self.values(arm, of))
    }

    /// The first counted month that has days on or after a day.
    fn from(&self, day: Day) -> usize {
        let span = &self.scenario.span;
        let counted = span.month(span.day(span.count_from));
        if day.0 >= span.days() {
            return self.months.end;
        }
        span.month(day).saturating_sub(counted).min(self.months.end)
    }

    /// The counted months in which an arm may differ from the base.
    pub(super) fn since(&self, arm: usize) -> Months {
        let from = self.arms().get(arm).map_or(0, |arm| self.from(arm.from));
        from..self.months.end
    }

    /// A counted month.
    pub(super) fn month(&self, at: usize) -> Month {
        let (year, month) = self.scenario.span.year_and_month(at);
        Month { year, month }
    }

    /// A counted month as `January 2018`.
    pub(super) fn month_name(&self, at: usize) -> String {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = self.month(at);
        format!("{} {}", NAMES[usize::from(month.month.clamp(1, 12)) - 1], month.year)
    }

    /// Months as `January 2018 to December 2019`.
    pub(super) fn period(&self, months: &Months) -> String {
        match months.len() {
            0 => "no counted month".to_owned(),
            1 => self.month_name(months.start),
            _ => {
                format!("{} to {}", self.month_name(months.start), self.month_name(months.end - 1))
            }
        }
    }

    /// How many years the counted days of some months are; never zero, so that rates can be taken.
    pub(super) fn years(&self, months: &Months) -> f64 {
        let span = &self.scenario.span;
        let counted = span.month(span.day(span.count_from));
        let from = span.day(span.count_from).0..span.days();
        let inside = |day: &u32| {
            let month = span.month(Day(*day));
            month >= counted && months.contains(&(month - counted))
        };
        (from.filter(inside).count() as f64 / 365.25).max(1.0 / 365.25)
    }

    /// A number of each month of an arm, by quantiles over replicates.
    pub(super) fn bands(&self, months: usize, each: &dyn Fn(usize) -> Vec<f64>) -> Bands {
        let mut bands = Bands::default();
        for at in 0..months {
            let values: Vec<f64> = each(at).into_iter().filter(|v| v.is_finite()).collect();
            for (share, list) in SHARES.iter().zip(&mut bands.0) {
                list.push(quantile(&values, *share));
            }
        }
        bands
    }

    /// The months in which rules change in some arm, within the counted time, with what begins.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let span = &self.scenario.span;
        let counted = span.day(span.count_from);
        let mut months: BTreeMap<usize, Change> = BTreeMap::new();
        let base = self.arms().first().map_or_else(Vec::new, turns);
        for (nth, arm) in self.arms().iter().enumerate() {
            let all = turns(arm);
            let own = |turn: &&Turn| nth > 0 && turn.day >= arm.from && !base.contains(turn);
            let parting = all.iter().find(own).map(|turn| turn.day);
            for turn in all.iter().filter(|turn| turn.day >= counted) {
                let change = months.entry(self.from(turn.day)).or_default();
                if parting == Some(turn.day) {
                    change.parting.push(arm.label.clone());
                } else {
                    change.note(arm, turn);
                }
            }
        }
        let others = self.arms().len().saturating_sub(1);
        let mark = |(at, change): (usize, Change)| Mark {
            at: self.month(at),
            label: change.label(others),
        };
        months.into_iter().map(mark).collect()
    }
}

/// A day on which an arm's rules change: which regimes begin and which end.
#[derive(PartialEq)]
struct Turn {
    day: Day,
    begun: Vec<String>,
    ended: Vec<String>,
}

fn turns(arm: &Arm) -> Vec<Turn> {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|id| !those.contains(id)).cloned().collect()
    };
    let turn = |before: &[String], after: &[String], day| Turn {
        day,
        begun: only(after, before),
        ended: only(before, after),
    };
    // Where a rollout goes on, no regime begins or ends as a whole.
    let is_rollout = arm.regimes.iter().any(|regime| regime.rollout.is_some());
    let pairs = arm.policy.eras().windows(2);
    let pairs = pairs.filter(|pair| !is_rollout || pair[0].regimes != pair[1].regimes);
    pairs.map(|pair| turn(&pair[0].regimes, &pair[1].regimes, pair[1].from)).collect()
}

/// What changes in a month, in any arm; everything is told once.
#[derive(Default)]
struct Change {
    /// The arms that are not as the base from here on.
    parting: Vec<String>,
    begun: Vec<String>,
    ended: Vec<String>,
}

impl Change {
    /// Takes note of what begins and ends in an arm, by title.
    fn note(&mut self, arm: &Arm, turn: &Turn) {
        let title = |id: &String| {
            let regime = arm.regimes.iter().find(|regime| regime.id == *id);
            regime.map_or_else(|| id.clone(), |regime| regime.title.clone())
        };
        turn.begun.iter().for_each(|id| once(&mut self.begun, title(id)));
        turn.ended.iter().for_each(|id| once(&mut self.ended, title(id)));
    }

    /// That arms differ goes before whatever else happens, and what begins before what ends.
    fn label(&self, others: usize) -> String {
        if !self.parting.is_empty() {
            let who = self.parting.join("; ");
            return match (self.parting.len(), others) {
                (1, 1) => format!("arms differ: {who}"),
                (n, all) if n == all => "all other arms differ from the base".to_owned(),
                _ => format!("differs from the base: {who}"),
            };
        }
        if self.begun.is_empty() && self.ended.is_empty() {
            return "rules change".to_owned();
        }
        if self.begun.is_empty() {
            return format!("{} ends", self.ended.join("; "));
        }
        self.begun.join("; ")
    }
}

fn once(list: &mut Vec<String>, title: String) {
    if !list.contains(&title) {
        list.push(title);
    }
}

/// The quantiles that are shown over time.
pub(super) const SHARES: [f64; 5] = [0.10, 0.25, 0.50, 0.75, 0.90];

/// For each of [`SHARES`], a value for each month.
#[derive(Clone, Default)]
pub(super) struct Bands(pub [Vec<f64>; 5]);

/// A mean as charts take it. Of one replicate the interval is the value: charts of intervals are
/// not drawn then.
pub(super) fn drawn(mean: &Mean) -> Estimate {
    if mean.number < 2 {
        return Estimate { value: mean.value, low: mean.value, high: mean.value };
    }
    Estimate { value: mean.value, low: mean.low, high: mean.high }
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn what_happens_in_a_month_is_told_once_and_arms_by_name() {
        let mut change = Change::default();
        for title in ["Agents lent", "A raid", "Agents lent"] {
            super::once(&mut change.begun, title.to_owned());
        }
        assert_eq!(change.label(3), "Agents lent; A raid");
        change.parting = vec!["SB 54".to_owned()];
        assert_eq!(change.label(3), "differs from the base: SB 54");
        assert_eq!(change.label(1), "arms differ: SB 54");
    }
}

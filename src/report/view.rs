//! The results, asked for by arm and by months.

use super::Input;
use super::words;
use crate::chart::{Estimate, Mark, Month};
use crate::engine::record::Cell;
use crate::event::{Channel, Word};
use crate::projection::measure::Measure;
use crate::scenario::{Arm, Scenario};
use crate::sweep::Results;
use crate::sweep::paired::{Comparison, Mean, compare, quantile};
use crate::sweep::summary::year_and_month;
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
        let (year, month) = year_and_month(self.scenario, at);
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

    /// The days on which rules change in some arm, within the counted time, with what begins.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let span = &self.scenario.span;
        let mut dates: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (nth, arm) in self.arms().iter().enumerate() {
            for pair in arm.policy.eras().windows(2) {
                let day = pair[1].from;
                let said = dates.entry(day.0).or_default();
                let label = if nth > 0 && day == arm.from {
                    "arms differ".to_owned()
                } else {
                    begun(arm, &pair[0].regimes, &pair[1].regimes)
                };
                if !said.contains(&label) {
                    said.push(label);
                }
            }
        }
        let counted = span.day(span.count_from);
        let inside = dates.into_iter().filter(|(day, _)| Day(*day) >= counted);
        inside
            .map(|(day, labels)| Mark { at: self.month(self.from(Day(day))), label: said(&labels) })
            .collect()
    }
}

/// What begins when one era follows another, by title; if nothing does, what ends.
fn begun(arm: &Arm, before: &[String], after: &[String]) -> String {
    let title = |id: &String| {
        let regime = arm.regimes.iter().find(|regime| regime.id == *id);
        regime.map_or_else(|| id.clone(), |regime| regime.title.clone())
    };
    let new: Vec<String> = after.iter().filter(|id| !before.contains(id)).map(title).collect();
    if !new.is_empty() {
        return new.join(", ");
    }
    let old = before.iter().filter(|id| !after.contains(id)).map(title);
    format!("{} ends", old.collect::<Vec<_>>().join(", "))
}

/// That arms differ goes before whatever else happens on the day.
fn said(labels: &[String]) -> String {
    let parting = labels.iter().find(|label| *label == "arms differ");
    parting.cloned().unwrap_or_else(|| labels.join(", "))
}

/// The quantiles that are shown over time.
pub(super) const SHARES: [f64; 5] = [0.10, 0.25, 0.50, 0.75, 0.90];

/// For each of [`SHARES`], a value for each month.
#[derive(Clone, Default)]
pub(super) struct Bands(pub [Vec<f64>; 5]);

/// Events of a measure in some months.
pub(super) fn sum(cell: &Cell, months: &Months, measure: Measure) -> f64 {
    months.clone().map(|at| cell.counted.tally.of_month(at, measure)).sum::<u64>() as f64
}

/// One part of a measure in some months.
pub(super) fn part<W: Word>(cell: &Cell, months: &Months, measure: Measure, word: W) -> f64 {
    let part = usize::from(word.number());
    months.clone().map(|at| cell.counted.tally.count(at, measure, part)).sum::<u64>() as f64
}

/// Arrests by ICE in some months, by the channels chosen.
pub(super) fn channels(cell: &Cell, months: &Months, is: &dyn Fn(Channel) -> bool) -> f64 {
    let chosen = Channel::ALL.iter().filter(|channel| is(**channel));
    chosen.map(|&channel| part(cell, months, Measure::IceArrests, channel)).sum()
}

/// A mean as charts take it. Of one replicate the interval is the value: charts of intervals are
/// not drawn then.
pub(super) fn drawn(mean: &Mean) -> Estimate {
    if mean.number < 2 {
        return Estimate { value: mean.value, low: mean.value, high: mean.value };
    }
    Estimate { value: mean.value, low: mean.low, high: mean.high }
}

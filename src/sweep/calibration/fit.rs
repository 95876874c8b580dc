//! Fits the numbers that were set to published figures again, one after the other, each to its own
//! figure of Los Angeles County.
//!
//! Two rounds; in each a number moves along a secant within its range, kept in a bracket once there is
//! one, until its figure is met to a tenth of half the tolerance. Chance is the scenario's own, so that the
//! same program gives the same answer.

use super::answers::{TableError, plain};
use super::{Checked, check, places};
use crate::engine::record::Going;
use crate::scenario::Scenario;
use crate::scenario::parameter::Parameter;
use crate::scenario::parameters::Sourced;
use crate::sweep;
use std::collections::BTreeMap;

/// The numbers that are fitted, each with the figure it is fitted to, in the order in which it is done:
/// first what decides how many are arrested and jailed, then how long, then whom ICE takes.
pub const FITTED: &[(&str, &str)] = &[
    ("arrest.stops_per_thousand", "A01"),
    ("offence.misdemeanour.booked", "A02"),
    ("jail.long_mean", "A05"),
    ("relapse.mean", "A06"),
    ("relapse.misdemeanour", "A07"),
    ("detainer.stay_factor", "V11a"),
    ("match.probability", "V10a"),
    ("collection.door", "V08a"),
    ("custody.hearing_mean", "A11"),
    ("custody.stipulated", "A12"),
];

const ROUNDS: usize = 2;
/// Runs for one number in one round, at most.
const STEPS: usize = 4;

/// What fitting says of a number.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its name.
    pub parameter: &'static str,
    /// As it was, with its range.
    pub old: Sourced,
    /// As fitted.
    pub fitted: f64,
    /// The figure it is fitted to.
    pub id: &'static str,
    /// The figure as published, with its tolerance.
    pub published: (f64, f64, f64),
    /// The model's with all numbers as they were.
    pub before: f64,
    /// The model's with all numbers as fitted.
    pub after: f64,
}

impl Change {
    /// Whether the number stands at an end of its range, so that its figure may be out of reach.
    #[must_use]
    pub fn is_at_the_end(&self) -> bool {
        self.fitted <= self.old.low || self.fitted >= self.old.high
    }

    /// Whether it moved.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        (self.fitted - self.old.value).abs() > 1e-12
    }
}

type Seen = BTreeMap<&'static str, Checked>;

struct Fit<'a> {
    scenario: Scenario,
    plan: sweep::Plan<'static>,
    told: &'a mut dyn FnMut(&str),
}

impl Fit<'_> {
    fn run(&mut self) -> Result<Seen, TableError> {
        let results =
            sweep::run(&self.scenario, &self.plan, &|| Going::On).map_err(TableError::Run)?;
        let checked = check(&self.scenario, &results);
        Ok(checked.into_iter().map(|one| (one.id, one)).collect())
    }

    fn sourced(&self, name: &str) -> Option<Sourced> {
        let mut all = self.scenario.parameters.iter();
        all.find(|(known, _)| known == name).map(|(_, sourced)| sourced.clone())
    }

    fn set(&mut self, name: &str, value: f64) {
        if let (Some(parameter), Some(old)) = (Parameter::named(name), self.sourced(name)) {
            self.scenario.parameters.set(parameter, Sourced { value, ..old });
        }
    }

    /// Moves one number towards its figure; the model's figures where it then stands.
    fn coordinate(&mut self, name: &str, id: &str, seen: Seen) -> Result<Seen, TableError> {
        let (Some(sourced), Some(target)) = (self.sourced(name), seen.get(id)) else {
            return Ok(seen);
        };
        let (published, near) = (target.target, (target.high - target.low) / 20.0);
        let off = |seen: &Seen| seen.get(id).map_or(f64::NAN, |one| one.model.value - published);
        let mut search = Search::new((sourced.low, sourced.high), sourced.value, off(&seen));
        let mut best = (sourced.value, seen);
        for _ in 0..STEPS {
            if off(&best.1).abs() <= near {
                break;
            }
            let Some(value) = search.next() else { break };
            let value = rounded(value).clamp(sourced.low, sourced.high);
            self.set(name, value);
            let found = self.run()?;
            let error = off(&found);
            (self.told)(&format!("{name} = {}: {id} off by {}", plain(value), plain(error)));
            search.enter(value, error);
            if error.abs() < off(&best.1).abs() {
                best = (value, found);
            }
        }
        self.set(name, best.0);
        Ok(best.1)
    }
}

/// With four digits: nobody knows more of any of these numbers.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// A root looked for along secants, within a range.
struct Search {
    range: (f64, f64),
    /// Where it looked, with how far off it was.
    points: Vec<(f64, f64)>,
}

impl Search {
    fn new(range: (f64, f64), at: f64, error: f64) -> Search {
        Search { range, points: vec![(at, error)] }
    }

    fn enter(&mut self, at: f64, error: f64) {
        self.points.push((at, error));
    }

    /// Where to look next; none if there is nowhere new.
    fn next(&self) -> Option<f64> {
        let (low, high) = self.range;
        let mut points = self.points.clone();
        points.retain(|point| point.1.is_finite());
        points.sort_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let best = points.first()?;
        let Some(second) = points.get(1) else {
            // The first step: a tenth of the range, to the side with more room.
            let step = 0.1 * (high - low);
            return Some(if best.0 - low > high - best.0 { best.0 - step } else { best.0 + step });
        };
        let below = points.iter().find(|point| point.1 < 0.0);
        let above = points.iter().find(|point| point.1 >= 0.0);
        let slope = (second.1 - best.1) / (second.0 - best.0);
        let secant = (best.0 - best.1 / slope).clamp(low, high);
        let next = match (below, above) {
            (Some(a), Some(b)) => {
                let (from, to) = (a.0.min(b.0), a.0.max(b.0));
                if secant > from && secant < to { secant } else { (from + to) / 2.0 }
            }
            _ => secant,
        };
        let is_new = |next: f64| self.points.iter().all(|point| (point.0 - next).abs() > 1e-9);
        (next.is_finite() && is_new(next)).then_some(next)
    }
}

/// Fits all numbers of [`FITTED`]. `told` hears of every run.
///
/// # Errors
/// The scenario cannot be read, or a run fails.
pub fn fit(
    quick: bool,
    threads: usize,
    told: &mut dyn FnMut(&str),
) -> Result<Vec<Change>, TableError> {
    let Some(asked) = places::all().iter().find(|asked| asked.name == "los-angeles") else {
        return Ok(Vec::new());
    };
    let mut scenario = asked.scenario(quick).map_err(TableError::Scenario)?;
    let base = scenario.arms.first().map(|arm| arm.id.clone());
    scenario.arms.retain(|arm| Some(&arm.id) == base.as_ref() || arm.id == "sb54-2018");
    let replicates = if quick { 1 } else { 2 };
    let plan = sweep::Plan { replicates, threads, kept: None };
    let mut fit = Fit { scenario, plan, told };
    let old: Vec<Option<Sourced>> = FITTED.iter().map(|(name, _)| fit.sourced(name)).collect();
    let before = fit.run()?;
    let mut seen = before.clone();
    for round in 1..=ROUNDS {
        (fit.told)(&format!("Round {round} of {ROUNDS}"));
        for (name, id) in FITTED {
            seen = fit.coordinate(name, id, seen)?;
        }
    }
    let value = |seen: &Seen, id| seen.get(id).map_or(f64::NAN, |one| one.model.value);
    let mut changes = Vec::new();
    for ((parameter, id), old) in FITTED.iter().zip(old) {
        let (Some(old), Some(now), Some(target)) = (old, fit.sourced(parameter), before.get(id))
        else {
            continue;
        };
        changes.push(Change {
            parameter,
            old,
            fitted: now.value,
            id,
            published: (target.target, target.low, target.high),
            before: value(&before, id),
            after: value(&seen, id),
        });
    }
    Ok(changes)
}

/// What a scenario can hold to run with the fitted numbers.
#[must_use]
pub fn overrides(changes: &[Change]) -> String {
    let moved = changes.iter().filter(|change| change.is_moved());
    let table = |change: &Change| {
        let (old, fitted) = (&change.old, change.fitted);
        format!(
            "[parameters.\"{}\"]\nvalue = {:?}\nlow = {:?}\nhigh = {:?}\nsource = \"jurisim calibrate --fit: set to \
             {}, published {}; was {}\"\ngrade = \"measured\"\n",
            change.parameter,
            fitted,
            old.low,
            old.high,
            change.id,
            plain(change.published.0),
            plain(old.value),
        )
    };
    moved.map(table).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(range: (f64, f64), start: f64, of: impl Fn(f64) -> f64) -> f64 {
        let mut search = Search::new(range, start, of(start));
        for _ in 0..8 {
            let Some(next) = search.next() else { break };
            assert!((range.0..=range.1).contains(&next));
            search.enter(next, of(next));
        }
        let best = search.points.iter().min_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        best.unwrap().0
    }

    #[test]
    fn a_line_is_met_at_once_and_a_curve_soon() {
        assert!((found((0.0, 10.0), 2.0, |x| 3.0 * x - 21.0) - 7.0).abs() < 1e-9);
        assert!((found((0.0, 10.0), 2.0, |x| x * x - 50.0) - 50.0_f64.sqrt()).abs() < 1e-3);
    }

    #[test]
    fn what_is_out_of_reach_ends_at_an_end_and_what_does_nothing_stays() {
        assert_eq!(found((0.0, 1.0), 0.5, |x| x - 3.0), 1.0);
        assert_eq!(found((0.0, 1.0), 0.5, |_| 1.0), 0.5);
    }
}

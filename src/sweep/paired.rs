//! Differences between arms that share their luck, with intervals over replicates.

pub use super::counts::quantile;
use super::outcome::Outcome;
use super::{Results, percent};
use crate::engine::record::Cell;
use crate::scenario::Scenario;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean over replicates with its 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// The lower end of the interval of the mean.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Spread from replicate to replicate: the standard deviation.
    pub spread: f64,
    /// How many replicates.
    pub number: usize,
}

impl Mean {
    /// Of one number per replicate. With fewer than two, the interval is everything.
    #[must_use]
    pub fn of(values: &[f64]) -> Mean {
        let number = values.len();
        let n = number as f64;
        let value = values.iter().sum::<f64>() / n.max(1.0);
        if number < 2 {
            let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
            return Mean { value, low, high, spread: f64::NAN, number };
        }
        let squares = values.iter().map(|x| (x - value) * (x - value)).sum::<f64>();
        let spread = (squares / (n - 1.0)).sqrt();
        let half = quantile_of_t(n - 1.0) * spread / n.sqrt();
        Mean { value, low: value - half, high: value + half, spread, number }
    }

    /// Whether the interval leaves the sign open.
    #[must_use]
    pub fn crosses_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// After how many replicates the interval would just exclude zero, if mean and spread are
    /// right; none if not after so many as `most`.
    #[must_use]
    pub fn needed(&self, most: usize) -> Option<usize> {
        let settles = |number: usize| {
            let n = number as f64;
            quantile_of_t(n - 1.0) * self.spread / n.sqrt() < self.value.abs()
        };
        let (mut not_yet, mut enough) = (1, most.max(2));
        if !settles(enough) {
            return None;
        }
        while enough - not_yet > 1 {
            let between = not_yet + (enough - not_yet) / 2;
            if settles(between) { enough = between } else { not_yet = between }
        }
        Some(enough)
    }
}

/// The point of Student's distribution that 2.5 % lie above.
pub(super) fn quantile_of_t(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(0.975))
}

/// An arm's outcome beside the base's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Comparison {
    /// The arm's own mean.
    pub arm: Mean,
    /// The mean of the differences of pairs.
    pub difference: Mean,
    /// The change in percent of the base, with its 95 % interval; none where the base is nothing or
    /// less in some replicate.
    pub percent: Option<(f64, f64, f64)>,
    /// How many times fewer replicates pairing needs for the same interval: the variance of a
    /// difference of strangers over that of pairs. Infinite if pairs never differ.
    pub saved: f64,
}

/// An outcome in all arms.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Which.
    pub outcome: Outcome,
    /// The base's mean.
    pub base: Mean,
    /// The other arms, in their order.
    pub arms: Vec<Comparison>,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// What is smaller than this part of the numbers it comes from is rounding.
const ROUNDING: f64 = 1e-9;

/// Compares pairs: the same replicate of the base and of another arm.
#[must_use]
pub fn compare(base: &[f64], arm: &[f64]) -> Comparison {
    let apart = |(arm, base): (&f64, &f64)| {
        let difference = arm - base;
        let is_rounding = difference.abs() < ROUNDING * arm.abs().max(base.abs());
        if is_rounding { 0.0 } else { difference }
    };
    let pairs: Vec<f64> = arm.iter().zip(base).map(apart).collect();
    let (own, bases, mut difference) = (Mean::of(arm), Mean::of(base), Mean::of(&pairs));
    let size = difference.value.abs().max(bases.value.abs());
    if difference.spread < ROUNDING * size {
        difference.spread = 0.0;
        (difference.low, difference.high) = (difference.value, difference.value);
    }
    let strangers = own.spread * own.spread + bases.spread * bases.spread;
    let saved = strangers / (difference.spread * difference.spread);
    let percent = percent::percent(base, &pairs);
    Comparison { arm: own, difference, percent, saved }
}

/// Whether an outcome may be below nothing, so that a percentage of it would mislead and its
/// interval may not be cut off at zero.
#[must_use]
pub fn can_be_negative(outcome: &Outcome) -> bool {
    outcome.id == "trust"
}

impl Results {
    /// One number for each replicate of an arm.
    #[must_use]
    pub fn values(&self, arm: usize, of: &dyn Fn(&Cell) -> f64) -> Vec<f64> {
        self.cells[arm].iter().map(of).collect()
    }

    /// An outcome in all arms.
    #[must_use]
    pub fn compared(&self, scenario: &Scenario, outcome: &Outcome) -> Compared {
        let of = |cell: &Cell| (outcome.of)(scenario, cell);
        let base = self.values(0, &of);
        let one = |arm: usize| {
            let compared = compare(&base, &self.values(arm, &of));
            let percent = compared.percent.filter(|_| !can_be_negative(outcome));
            Comparison { percent, ..compared }
        };
        let arms = (1..self.cells.len()).map(one);
        Compared { outcome: *outcome, base: Mean::of(&base), arms: arms.collect() }
    }

    /// Pairs of arms that gave identical events in every replicate.
    #[must_use]
    pub fn identical(&self) -> Vec<(usize, usize)> {
        let same = |a: usize, b: usize| {
            let both = self.cells[a].iter().zip(&self.cells[b]);
            both.into_iter().all(|(a, b)| a.digest == b.digest)
        };
        let arms = self.cells.len();
        let pairs = (0..arms).flat_map(|a| (a + 1..arms).map(move |b| (a, b)));
        pairs.filter(|&(a, b)| same(a, b)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_is_students() {
        // 1..5: mean 3, sd 1.5811, t(4, 0.975) = 2.7764, half width 1.9633 (any table).
        let mean = Mean::of(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert!((mean.value - 3.0).abs() < 1e-12);
        assert!((mean.high - 4.963_24).abs() < 1e-4, "{}", mean.high);
        assert!((mean.low - 1.036_76).abs() < 1e-4);
    }

    #[test]
    fn pairs_that_move_together_have_a_narrow_difference() {
        let base = [10.0, 20.0, 30.0, 40.0];
        let arm = [11.0, 21.5, 30.5, 41.0];
        let compared = compare(&base, &arm);
        assert!((compared.difference.value - 1.0).abs() < 1e-12);
        assert!(compared.saved > 100.0);
        assert!(!compared.difference.crosses_zero());
    }

    #[test]
    fn what_differs_by_rounding_alone_does_not_differ() {
        let base = [0.1 + 0.2, 0.7, 1.0];
        let same = compare(&base, &[0.3, 0.7, 1.0]).difference;
        assert_eq!((same.value, same.spread), (0.0, 0.0));
        let alike = compare(&base, &[1.0 + 0.3, 1.0 + 0.7, 2.0]).difference;
        assert_eq!((alike.spread, alike.low), (0.0, alike.high));
    }

    #[test]
    fn so_many_replicates_as_are_needed_settle_it_and_one_fewer_does_not() {
        // t(4, 0.975) = 2.776 and t(5, 0.975) = 2.571: half widths 1.242 and 1.049.
        let mean = Mean { value: 1.1, spread: 1.0, ..Mean::of(&[0.0, 2.0]) };
        assert_eq!(mean.needed(100), Some(6));
        assert_eq!(mean.needed(5), None);
        assert_eq!(Mean { value: 0.0, ..mean }.needed(10_000), None);
    }

    #[test]
    fn one_replicate_has_no_interval() {
        assert!(Mean::of(&[7.0]).low.is_infinite());
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&[0.0, 10.0], 0.25), 2.5);
        assert!(quantile(&[], 0.5).is_nan());
    }
}

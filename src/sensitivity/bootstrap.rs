//! Intervals by resampling, with keyed draws: the same seed gives the same interval everywhere.

use super::SensitivityError;
use super::outputs::mean;
use crate::draw::{Purpose, outside};

/// What resampling draws, apart from other bootstraps of the program.
const STREAM: u16 = 1;

/// A number with its interval: by percentile bootstrap (Efron 1979), unless its owner says
/// otherwise.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// From the whole sample.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// How far from zero it may be: the larger size of the interval's two ends; without an
    /// interval, the size of the value.
    #[must_use]
    pub fn reach(&self) -> f64 {
        let ends = self.low.abs().max(self.high.abs());
        if ends.is_finite() { ends } else { self.value.abs() }
    }

    /// Whether even the lower end is above a floor of noise.
    #[must_use]
    pub fn clears(&self, floor: f64) -> bool {
        self.low > floor
    }
}

/// How intervals are made.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Resampling {
    /// How many resamples; with none, intervals reach from minus to plus infinity.
    pub samples: u32,
    /// What share of resamples an interval holds, below 1.
    pub level: f64,
    /// The key of its chance.
    pub seed: u64,
}

impl Default for Resampling {
    /// A thousand resamples for an interval of 95 %.
    fn default() -> Resampling {
        Resampling { samples: 1000, level: 0.95, seed: 0 }
    }
}

impl Resampling {
    /// No intervals, for who needs the numbers only.
    pub const NONE: Resampling = Resampling { samples: 0, level: 0.95, seed: 0 };

    /// What a statistic says of all `n` rows, and between what it varies if rows are drawn anew.
    ///
    /// The statistic gets row numbers, which may repeat, and gives as many numbers each time; what
    /// is not finite in a resample (all its rows equal, say) is left out of the interval.
    pub(super) fn estimate(
        &self,
        n: usize,
        statistic: impl Fn(&[usize]) -> Vec<f64>,
    ) -> Result<Vec<Estimate>, SensitivityError> {
        self.intervals(n, statistic, |_, _| 0.0)
    }

    fn intervals(
        &self,
        n: usize,
        statistic: impl Fn(&[usize]) -> Vec<f64>,
        shift: fn(f64, &[f64]) -> f64,
    ) -> Result<Vec<Estimate>, SensitivityError> {
        if !(self.level > 0.0 && self.level < 1.0) {
            let (what, needs) = ("the level of an interval", "between 0 and 1");
            return Err(SensitivityError::Setting { what, is: self.level, needs });
        }
        let mut rows: Vec<usize> = (0..n).collect();
        let whole = statistic(&rows);
        let mut again: Vec<Vec<f64>> = vec![Vec::new(); whole.len()];
        for sample in 0..self.samples {
            self.resample(sample, &mut rows);
            let values = statistic(&rows);
            let kept = again.iter_mut().zip(values).filter(|(_, value)| value.is_finite());
            kept.for_each(|(all, value)| all.push(value));
        }
        let with_interval = |(value, mut all): (f64, Vec<f64>)| {
            all.sort_by(f64::total_cmp);
            let tail = 0.5 * (1.0 - self.level);
            let end = |share| quantile(&all, share).map(|end| end + shift(value, &all));
            let low = end(tail).unwrap_or(f64::NEG_INFINITY);
            let high = end(1.0 - tail).unwrap_or(f64::INFINITY);
            Estimate { value, low, high }
        };
        Ok(whole.into_iter().zip(again).map(with_interval).collect())
    }

    /// As [`Resampling::estimate`], for statistics that repeated rows inflate, as they do any share
    /// of variance explained: the interval is moved so that the mean of the resamples lies on the
    /// value.
    pub(super) fn recentred(
        &self,
        n: usize,
        statistic: impl Fn(&[usize]) -> Vec<f64>,
    ) -> Result<Vec<Estimate>, SensitivityError> {
        self.intervals(n, statistic, |value, all| value - mean(all))
    }

    /// As many rows as there are, each drawn from all.
    fn resample(&self, sample: u32, rows: &mut [usize]) {
        let n = u32::try_from(rows.len()).expect("at most u32::MAX points");
        for (four, rows) in (0..).zip(rows.chunks_mut(4)) {
            let lanes = outside(self.seed, Purpose::Bootstrap, STREAM, [sample, four, 0]);
            rows.iter_mut().zip(lanes).for_each(|(row, lane)| *row = lane.index(n) as usize);
        }
    }
}

/// The quantile between sorted numbers, by straight lines (Hyndman and Fan 1996, type 7).
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share * last as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (at - at.floor()) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_has_the_width_that_theory_gives() {
        let values: Vec<f64> = (0..400).map(|i| f64::from(i * 37 % 400)).collect();
        let of = |rows: &[usize]| vec![mean(&rows.iter().map(|i| values[*i]).collect::<Vec<_>>())];
        let found = Resampling::default().estimate(400, of).expect("an estimate")[0];
        // The standard deviation of 0 to 399 is 115.5; that of a mean of 400, a twentieth of it.
        let half = 1.96 * 115.5 / 20.0;
        assert_eq!(found.value, 199.5);
        assert!(((found.high - found.low) / 2.0 / half - 1.0).abs() < 0.06, "{found:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_interval_and_another_another() {
        let values: Vec<f64> = (0..50).map(f64::from).collect();
        let of = |rows: &[usize]| vec![rows.iter().map(|i| values[*i]).sum::<f64>()];
        let with = |seed| Resampling { seed, ..Resampling::default() }.estimate(50, of);
        assert_eq!(with(1), with(1));
        assert_ne!(with(1), with(2));
    }

    #[test]
    fn without_resamples_an_interval_says_nothing() {
        let found = Resampling::NONE.estimate(3, |_| vec![1.0]).expect("an estimate")[0];
        assert_eq!(found, Estimate { value: 1.0, low: f64::NEG_INFINITY, high: f64::INFINITY });
    }

    #[test]
    fn quantiles_lie_on_straight_lines_between_numbers() {
        let sorted = [1.0, 2.0, 4.0];
        assert_eq!([0.0, 0.25, 0.5, 0.75, 1.0].map(|q| quantile(&sorted, q)), {
            [Some(1.0), Some(1.5), Some(2.0), Some(3.0), Some(4.0)]
        });
        assert_eq!(quantile(&[], 0.5), None);
    }
}

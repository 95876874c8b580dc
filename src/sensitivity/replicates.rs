//! Parameters against chance: the same replicates at every point.

use super::outputs::{centred, mean};
use super::{Estimate, Resampling, SensitivityError};

/// A two-level design: every point with every replicate, and one replicate's luck the same at all
/// points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TwoLevel {
    /// Points of the outer design, at least 2.
    pub points: usize,
    /// Replicates of each, at least 2 for their variance.
    pub replicates: usize,
}

/// Where the variance of one run at a point drawn at random comes from, in the output's unit
/// squared. Each is unbiased, so it may come out a little below zero.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Components {
    /// The parameters.
    pub parameters: f64,
    /// Chance that moves all points alike: common replicates take it out of every difference.
    pub common: f64,
    /// Chance that moves each point in its own way.
    pub own: f64,
    /// Chance, common and own, as a part of all three; components below zero count as zero. The
    /// interval resamples points, keeps the replicates, and is moved to lie around the value.
    pub chance: Estimate,
}

impl TwoLevel {
    /// Points times replicates.
    #[must_use]
    pub fn size(&self) -> usize {
        self.points * self.replicates
    }

    /// The place of a run among the outputs: all replicates of a point stand together.
    #[must_use]
    pub fn place(&self, point: usize, replicate: usize) -> usize {
        point * self.replicates + replicate
    }

    /// The mean over the replicates of each point, for estimators that want one output per point.
    ///
    /// # Errors
    /// Outputs missing or not finite: the error names places, as [`TwoLevel::place`] counts them.
    pub fn means(&self, outputs: &[f64]) -> Result<Vec<f64>, SensitivityError> {
        super::outputs::complete(outputs, self.size())?;
        Ok(outputs.chunks_exact(self.replicates.max(1)).map(mean).collect())
    }

    /// The components of variance, by the two-way analysis without repetition (Searle, Casella and
    /// McCulloch 1992, chapter 4): points and replicates as random effects.
    ///
    /// # Errors
    /// Fewer than two points or replicates; outputs missing, not finite, or all equal.
    pub fn components(
        &self,
        outputs: &[f64],
        resampling: &Resampling,
    ) -> Result<Components, SensitivityError> {
        for (what, is) in
            [("the number of points", self.points), ("the number of replicates", self.replicates)]
        {
            if is < 2 {
                return Err(SensitivityError::Setting { what, is: is as f64, needs: "at least 2" });
            }
        }
        let outputs = centred(outputs, self.size())?;
        let table: Vec<&[f64]> = outputs.chunks_exact(self.replicates).collect();
        let everything: Vec<usize> = (0..self.points).collect();
        let [parameters, common, own] = components(&table, &everything);
        let chance = |rows: &[usize]| {
            let [parameters, common, own] = components(&table, rows).map(|one| one.max(0.0));
            vec![(common + own) / (parameters + common + own)]
        };
        let chance = resampling.recentred(self.points, chance)?[0];
        Ok(Components { parameters, common, own, chance })
    }
}

impl TwoLevel {
    /// How many times more replicates arms with luck of their own would need for a difference as sure
    /// as pairs give: the variance of both arms over that of their difference, each within points.
    /// Infinite if chance moves both alike. The interval resamples points and keeps the replicates.
    ///
    /// # Errors
    /// Fewer than two replicates; outputs missing or not finite; no chance in either arm.
    pub fn saved_by_pairs(
        &self,
        base: &[f64],
        arm: &[f64],
        resampling: &Resampling,
    ) -> Result<Estimate, SensitivityError> {
        let (what, is) = ("the number of replicates", self.replicates as f64);
        if self.replicates < 2 {
            return Err(SensitivityError::Setting { what, is, needs: "at least 2" });
        }
        [base, arm].into_iter().try_for_each(|one| super::outputs::complete(one, self.size()))?;
        let differences: Vec<f64> = arm.iter().zip(base).map(|(arm, base)| arm - base).collect();
        let within = |outputs: &[f64]| -> Vec<f64> {
            outputs.chunks_exact(self.replicates).map(super::outputs::squares).collect()
        };
        let (base, arm, pairs) = (within(base), within(arm), within(&differences));
        let sum = |of: &[f64], rows: &[usize]| rows.iter().map(|row| of[*row]).sum::<f64>();
        let all: Vec<usize> = (0..self.points).collect();
        let strangers = sum(&base, &all) + sum(&arm, &all);
        if strangers <= 0.0 {
            return Err(SensitivityError::Constant(0.0));
        }
        // What is left of equal numbers by rounding is nothing.
        if sum(&pairs, &all) <= 1e-18 * strangers {
            let value = f64::INFINITY;
            return Ok(Estimate { value, low: value, high: value });
        }
        let ratio = |rows: &[usize]| vec![(sum(&base, rows) + sum(&arm, rows)) / sum(&pairs, rows)];
        Ok(resampling.estimate(self.points, ratio)?[0])
    }
}

impl Components {
    /// Which part of the variance of means over so many replicates is chance that differs from point to
    /// point: estimators take it for interaction.
    #[must_use]
    pub fn left_in_means(&self, replicates: usize) -> f64 {
        let left = self.own.max(0.0) / replicates as f64;
        let all = self.parameters.max(0.0) + left;
        if all > 0.0 { left / all } else { 0.0 }
    }

    /// How many independent replicates one replicate with common luck is worth in a difference
    /// between two points; infinite if chance moves all points alike.
    #[must_use]
    pub fn worth_of_common_luck(&self) -> f64 {
        (self.common.max(0.0) + self.own.max(0.0)) / self.own.max(0.0)
    }
}

/// Parameters, common and own chance, of some rows of the table.
fn components(table: &[&[f64]], rows: &[usize]) -> [f64; 3] {
    let replicates = table[0].len();
    let by_point: Vec<f64> = rows.iter().map(|row| mean(table[*row])).collect();
    let of = |at: usize| rows.iter().map(|row| table[*row][at]).sum::<f64>() / rows.len() as f64;
    let by_replicate: Vec<f64> = (0..replicates).map(of).collect();
    let all = mean(&by_point);
    let left: f64 = rows
        .iter()
        .zip(&by_point)
        .flat_map(|(row, point)| {
            table[*row].iter().zip(&by_replicate).map(move |both| (point, both))
        })
        .map(|(point, (output, replicate))| output - point - replicate + all)
        .map(|rest| rest * rest)
        .sum();
    let (p, r) = (rows.len() as f64, replicates as f64);
    let own = left / ((p - 1.0) * (r - 1.0));
    let mean_square = |means: &[f64]| super::outputs::squares(means) / (means.len() - 1) as f64;
    [mean_square(&by_point) - own / r, mean_square(&by_replicate) - own / p, own]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, outside};

    /// Uniform with mean 0 and variance 1.
    fn chance(seed: u64, stream: u16, at: [u32; 3]) -> f64 {
        let [lane, ..] = outside(seed, Purpose::Bootstrap, stream, at);
        (lane.value() - 0.5) * 12.0_f64.sqrt()
    }

    fn outputs(seed: u64, two: TwoLevel) -> Vec<f64> {
        let (points, replicates) = (0..two.points as u32, 0..two.replicates as u32);
        let cell = |p, r| {
            3.0 * chance(seed, 7, [p, 0, 0])
                + 2.0 * chance(seed, 8, [r, 0, 0])
                + chance(seed, 9, [p, r, 0])
        };
        points.flat_map(|p| replicates.clone().map(move |r| cell(p, r))).collect()
    }

    #[test]
    fn components_are_unbiased() {
        let two = TwoLevel { points: 12, replicates: 4 };
        let (mut sum, runs) = ([0.0; 3], 4000);
        for seed in 0..runs {
            let found = two.components(&outputs(seed, two), &Resampling::NONE).expect("components");
            let parts = [found.parameters, found.common, found.own];
            sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        // Of variances 9, 4 and 1; a mean of 4000 runs errs by about a hundredth of each.
        let means = sum.map(|sum| sum / runs as f64);
        for (mean, truth) in means.iter().zip([9.0, 4.0, 1.0]) {
            assert!((mean / truth - 1.0).abs() < 0.04, "{means:?}");
        }
    }

    #[test]
    fn the_share_of_chance_is_what_is_not_the_parameters() {
        let two = TwoLevel { points: 400, replicates: 100 };
        let found = two.components(&outputs(1, two), &Resampling::default()).expect("components");
        assert!((found.chance.value - 5.0 / 14.0).abs() < 0.06, "{found:?}");
        assert!(found.chance.low < found.chance.value && found.chance.value < found.chance.high);
        assert!((found.worth_of_common_luck() - 5.0).abs() < 0.8, "{found:?}");
        let means = two.means(&outputs(1, two)).expect("means");
        assert_eq!(means.len(), 400);
    }

    #[test]
    fn pairs_save_what_chance_the_arms_share() {
        let two = TwoLevel { points: 300, replicates: 20 };
        let base = outputs(5, two);
        // The arm meets the base's chance, of variance 5, and half as much again of its own.
        let own = |at: u32| 2.5_f64.sqrt() * chance(6, 3, [at, 0, 0]);
        let arm: Vec<f64> = (0..).zip(&base).map(|(at, one)| one + 7.0 + own(at)).collect();
        let saved = two.saved_by_pairs(&base, &arm, &Resampling::default()).expect("a ratio");
        // Within points 5 and 7.5, but for the common part, which 20 replicates hold badly.
        assert!((saved.value - 12.5 / 2.5).abs() < 1.5, "{saved:?}");
        assert!(saved.low < saved.value && saved.value < saved.high, "{saved:?}");
        let same: Vec<f64> = base.iter().map(|one| one + 1.0).collect();
        let saved = two.saved_by_pairs(&base, &same, &Resampling::NONE).expect("a ratio");
        assert!(saved.value.is_infinite());
        let strangers = two.saved_by_pairs(&base, &outputs(77, two), &Resampling::NONE);
        let strangers = strangers.expect("a ratio").value;
        // Twenty common draws are few: by themselves they correlate a little.
        assert!((strangers - 1.0).abs() < 0.3, "{strangers}");
        let one = TwoLevel { points: 6000, replicates: 1 };
        assert!(one.saved_by_pairs(&base, &arm, &Resampling::NONE).is_err());
    }

    #[test]
    fn without_chance_its_share_is_zero() {
        let two = TwoLevel { points: 20, replicates: 3 };
        let outputs: Vec<f64> = (0..two.size()).map(|place| (place / 3) as f64).collect();
        let found = two.components(&outputs, &Resampling::default()).expect("components");
        assert!(found.chance.value < 1e-12 && found.own.abs() < 1e-12, "{found:?}");
    }
}

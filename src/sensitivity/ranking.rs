//! Which policy is best, and in how many of the worlds that may be.

use super::bootstrap::Estimate;
use super::outputs::{complete, mean};
use super::{Resampling, SensitivityError};

/// Which outcomes one would rather have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    /// Fewer.
    Lower,
    /// More.
    Higher,
}

/// One policy against another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Duel {
    /// Share of worlds in which it is strictly better, with Wilson's interval of 95 % (1927), which
    /// is honest at 0 and 1 too.
    pub wins: Estimate,
    /// Share of worlds in which both are equal.
    pub ties: f64,
}

/// What one would wish in hindsight not to have chosen a policy by.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Regret {
    /// The mean over worlds of its distance from the best policy there, in the outcome's unit.
    pub mean: Estimate,
    /// The largest distance (Savage 1951).
    pub worst: f64,
    /// The world of the largest distance, from 0; the first of several.
    pub worst_world: usize,
    /// The share of worlds in which no policy is better, with Wilson's interval of 95 %.
    pub best: Estimate,
}

/// Policies over the same worlds.
#[derive(Clone, PartialEq, Debug)]
pub struct Ranking {
    /// By policy, then by the policy it is compared with.
    pub duels: Vec<Vec<Duel>>,
    /// By policy.
    pub regrets: Vec<Regret>,
    /// The policies, from the least mean regret to the largest; the earlier of equal ones first.
    pub order: Vec<usize>,
}

/// Compares policies by their outcomes: a slice per policy, with one outcome per world, the same
/// worlds in the same order. Intervals are over worlds, which stand for what is not known, and so
/// say nothing of chance within a world.
///
/// # Errors
/// Fewer than two policies; no worlds; outcomes missing or not finite.
pub fn rank(
    policies: &[&[f64]],
    better: Better,
    resampling: &Resampling,
) -> Result<Ranking, SensitivityError> {
    let worlds = policies.first().map_or(0, |outcomes| outcomes.len());
    for (what, is, least) in
        [("the number of policies", policies.len(), 2), ("the number of worlds", worlds, 1)]
    {
        if is < least {
            let needs = "at least two policies, and one world";
            return Err(SensitivityError::Setting { what, is: is as f64, needs });
        }
    }
    policies.iter().try_for_each(|outcomes| complete(outcomes, worlds))?;
    let duels = policies.iter().map(|one| policies.iter().map(|other| duel(one, other, better)));
    let duels = duels.map(Iterator::collect).collect();
    let regrets = policies.iter().map(|one| regret(one, policies, better, resampling));
    let regrets = regrets.collect::<Result<Vec<Regret>, _>>()?;
    let mut order: Vec<usize> = (0..policies.len()).collect();
    order.sort_by(|one, other| regrets[*one].mean.value.total_cmp(&regrets[*other].mean.value));
    Ok(Ranking { duels, regrets, order })
}

fn duel(one: &[f64], other: &[f64], better: Better) -> Duel {
    let count = |is: &dyn Fn(f64) -> bool| {
        one.iter().zip(other).filter(|(one, other)| is(lead(**one, **other, better))).count()
    };
    let wins = share(count(&|lead| lead > 0.0), one.len());
    Duel { wins, ties: count(&|lead| lead == 0.0) as f64 / one.len() as f64 }
}

fn lead(one: f64, other: f64, better: Better) -> f64 {
    match better {
        Better::Lower => other - one,
        Better::Higher => one - other,
    }
}

fn regret(
    one: &[f64],
    policies: &[&[f64]],
    better: Better,
    resampling: &Resampling,
) -> Result<Regret, SensitivityError> {
    let behind = |world: usize| {
        policies.iter().map(|other| lead(other[world], one[world], better)).fold(0.0, f64::max)
    };
    let behind: Vec<f64> = (0..one.len()).map(behind).collect();
    let of = |rows: &[usize]| vec![mean(&rows.iter().map(|row| behind[*row]).collect::<Vec<_>>())];
    let mean = resampling.estimate(one.len(), of)?[0];
    let worst = behind.iter().copied().fold(0.0, f64::max);
    let worst_world = behind.iter().position(|behind| *behind == worst).unwrap_or(0);
    let best = share(behind.iter().filter(|behind| **behind == 0.0).count(), one.len());
    Ok(Regret { mean, worst, worst_world, best })
}

/// A share with Wilson's interval of 95 % (1927), which is honest at 0 and 1 too.
#[must_use]
pub fn share(of: usize, all: usize) -> Estimate {
    // The 97.5th percentile of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    let n = all as f64;
    let value = of as f64 / n;
    let middle = value + Z * Z / (2.0 * n);
    let half = Z * (value * (1.0 - value) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    let low = if of == 0 { 0.0 } else { (middle - half) / scale };
    let high = if of == all { 1.0 } else { (middle + half) / scale };
    Estimate { value, low, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_ranked_by_regret_and_won_worlds() {
        let (a, b, c) = ([1.0, 2.0, 3.0, 9.0], [2.0, 2.0, 2.0, 2.0], [5.0, 5.0, 5.0, 5.0]);
        let found = rank(&[&a, &b, &c], Better::Lower, &Resampling::default()).expect("a ranking");
        assert_eq!((found.duels[0][1].wins.value, found.duels[0][1].ties), (0.25, 0.25));
        assert_eq!((found.duels[1][0].wins.value, found.duels[1][0].ties), (0.5, 0.25));
        assert_eq!(found.duels[2][2].ties, 1.0);
        // Regrets of a: 0, 0, 1, 7; of b: 1, 0, 0, 0; of c: 4, 3, 3, 3.
        let means: Vec<f64> = found.regrets.iter().map(|regret| regret.mean.value).collect();
        assert_eq!(means, [2.0, 0.25, 3.25]);
        assert_eq!((found.regrets[0].worst, found.regrets[0].worst_world), (7.0, 3));
        assert_eq!(found.regrets[1].best.value, 0.75);
        assert_eq!(found.order, [1, 0, 2]);
        let higher =
            rank(&[&a, &b, &c], Better::Higher, &Resampling::default()).expect("a ranking");
        assert_eq!(higher.order, [2, 0, 1]);
    }

    #[test]
    fn a_share_of_all_worlds_is_not_certain() {
        let all = share(20, 20);
        assert!(all.high == 1.0 && (all.low - 0.8389).abs() < 1e-4, "{all:?}");
        let half = share(10, 20);
        assert!((half.low - 0.2993).abs() < 1e-4 && (half.high - 0.7007).abs() < 1e-4, "{half:?}");
    }

    #[test]
    fn worlds_without_an_outcome_are_refused() {
        let refused = rank(&[&[1.0, 2.0], &[1.0, f64::NAN]], Better::Lower, &Resampling::NONE);
        assert_eq!(refused, Err(SensitivityError::Missing { points: vec![1], of: 2 }));
        assert!(rank(&[&[1.0]], Better::Lower, &Resampling::NONE).is_err());
    }
}

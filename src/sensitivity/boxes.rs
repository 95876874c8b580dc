//! Where a conclusion holds: a box in the space of parameters, found by peeling.
//!
//! The patient rule induction method (Friedman and Fisher 1999) as scenario discovery uses it
//! (Bryant and Lempert 2010), without pasting: plain, and the same every time. A box was chosen
//! because it fits, so its density is too good by a little: [`Holds::measured`] tries it
//! on fresh points.

use super::outputs::finite;
use super::{Points, SensitivityError};

/// How to peel.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Peeling {
    /// The share of the points of a box that a peel takes off, below 0.5; at least one point.
    pub peel: f64,
    /// The share of all points that a box must keep.
    pub least: f64,
}

impl Default for Peeling {
    /// A twentieth each.
    fn default() -> Peeling {
        Peeling { peel: 0.05, least: 0.05 }
    }
}

/// The bounds of one column: infinite where there is none.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limit {
    /// Which column of the points.
    pub column: usize,
    /// No less than this.
    pub low: f64,
    /// No more than this.
    pub high: f64,
    /// Were the limit idle, how probably it would raise the density as much or more (a binomial
    /// tail; Bryant and Lempert 2010, the quasi-p-value).
    pub by_luck: f64,
}

/// A box, and what is in it.
#[derive(Clone, PartialEq, Debug)]
pub struct Region {
    /// By column, only those that are bounded.
    pub limits: Vec<Limit>,
    /// Points inside.
    pub inside: usize,
    /// Points inside at which the conclusion holds.
    pub holding: usize,
    /// Of all points at which it holds, the share inside.
    pub coverage: f64,
    /// Of the points inside, the share at which it holds.
    pub density: f64,
}

/// Points, and where the conclusion holds.
#[derive(Clone, Copy, Debug)]
pub struct Holds<'a> {
    /// As values, so that limits come in the parameters' own units. The dummy may be a column: a
    /// box that bounds it has found noise.
    pub points: &'a Points,
    /// By point.
    pub holds: &'a [bool],
}

impl Peeling {
    /// Boxes from everything to the smallest, each peeled from the one before.
    ///
    /// Of all ways to take the least or the largest values of one column, each peel takes the one
    /// that leaves the highest density; of equal ones the one that leaves most points, then the
    /// first column, then its low end. Limits lie midway between the last value out and the first
    /// value in. Peeling ends when the conclusion holds everywhere in the box.
    ///
    /// # Errors
    /// Not one verdict per point, or shares that cannot be; a value that is not a number; a
    /// conclusion that holds nowhere or everywhere.
    pub fn path(&self, data: Holds) -> Result<Vec<Region>, SensitivityError> {
        self.check(data)?;
        let least = (self.least * data.holds.len() as f64).ceil().max(1.0) as usize;
        let mut bounds = vec![(f64::NEG_INFINITY, f64::INFINITY); data.points.columns()];
        let mut inside: Vec<usize> = (0..data.holds.len()).collect();
        let mut path = vec![data.region(&bounds)];
        while data.count(&inside) < inside.len() {
            let Some(best) = self.best(data, &inside, least) else { break };
            let (low, high) = bounds[best.column];
            bounds[best.column] = (low.max(best.low), high.min(best.high));
            inside.retain(|row| data.is_within(*row, &bounds));
            path.push(data.region(&bounds));
        }
        Ok(path)
    }

    fn check(&self, data: Holds) -> Result<(), SensitivityError> {
        let (expected, got) = (data.points.len(), data.holds.len());
        if expected != got {
            return Err(SensitivityError::Count { expected, got });
        }
        for (what, is) in [("the share of a peel", self.peel), ("the least share", self.least)] {
            if !(is > 0.0 && is < 0.5) {
                return Err(SensitivityError::Setting { what, is, needs: "above 0, below 0.5" });
            }
        }
        finite(data.points)?;
        let holding = data.holds.iter().filter(|holds| **holds).count();
        if holding == 0 || holding == got {
            return Err(SensitivityError::Constant(if holding == 0 { 0.0 } else { 1.0 }));
        }
        Ok(())
    }

    /// The peel that leaves the highest density, if one leaves enough points.
    fn best(&self, data: Holds, inside: &[usize], least: usize) -> Option<Peel> {
        let columns = 0..data.points.columns();
        let peels = columns.flat_map(|column| self.peels(data, inside, column));
        let mut best: Option<Peel> = None;
        for peel in peels.filter(|peel| peel.left >= least) {
            let is_better = best.as_ref().is_none_or(|best| peel.is_better_than(best));
            if is_better {
                best = Some(peel);
            }
        }
        best
    }

    /// The two ends of one column.
    fn peels(&self, data: Holds, inside: &[usize], column: usize) -> Vec<Peel> {
        let value = |row: &usize| data.points.row(*row)[column];
        let mut sorted: Vec<(f64, bool)> =
            inside.iter().map(|row| (value(row), data.holds[*row])).collect();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        let off = (self.peel * sorted.len() as f64).floor().max(1.0) as usize;
        let low = cut(&sorted, off).map(|(at, left, holding)| Peel {
            column,
            low: at,
            high: f64::INFINITY,
            left,
            holding,
        });
        // The other end is the low end of the mirrored column.
        sorted.reverse();
        sorted.iter_mut().for_each(|(value, _)| *value = -*value);
        let high = cut(&sorted, off).map(|(at, left, holding)| Peel {
            column,
            low: f64::NEG_INFINITY,
            high: -at,
            left,
            holding,
        });
        low.into_iter().chain(high).collect()
    }
}

/// Takes off the lowest values, equal ones together: as many as asked or fewer, but at least one
/// value. Gives the new bound, how many are left, and at how many of these the conclusion holds;
/// nothing if all are equal.
fn cut(sorted: &[(f64, bool)], off: usize) -> Option<(f64, usize, usize)> {
    let (first, edge) = (sorted.first()?.0, sorted.get(off)?.0);
    let is_out = |value: f64| if edge > first { value < edge } else { value == first };
    let out = sorted.iter().take_while(|(value, _)| is_out(*value)).count();
    let kept = sorted.get(out)?.0;
    let last = sorted[out - 1].0;
    let holding = sorted[out..].iter().filter(|(_, holds)| *holds).count();
    // Halves first, so that large values cannot overflow; never below what is out.
    let bound = (0.5 * last + 0.5 * kept).clamp(last, kept);
    let bound = if bound > last { bound } else { kept };
    Some((bound, sorted.len() - out, holding))
}

struct Peel {
    column: usize,
    low: f64,
    high: f64,
    left: usize,
    holding: usize,
}

impl Peel {
    /// By density in whole numbers, so that no rounding decides; then by the points left.
    fn is_better_than(&self, other: &Peel) -> bool {
        let (mine, its) = (self.holding * other.left, other.holding * self.left);
        mine > its || mine == its && self.left > other.left
    }
}

impl Holds<'_> {
    fn count(&self, rows: &[usize]) -> usize {
        rows.iter().filter(|row| self.holds[**row]).count()
    }

    fn is_within(&self, row: usize, bounds: &[(f64, f64)]) -> bool {
        self.points.row(row).iter().zip(bounds).all(|(x, (low, high))| low <= x && x <= high)
    }

    /// How many points are within bounds, and at how many of them the conclusion holds.
    fn within(&self, bounds: &[(f64, f64)]) -> (usize, usize) {
        let inside: Vec<usize> =
            (0..self.holds.len()).filter(|row| self.is_within(*row, bounds)).collect();
        (inside.len(), self.count(&inside))
    }

    fn region(&self, bounds: &[(f64, f64)]) -> Region {
        let (inside, holding) = self.within(bounds);
        let is_bounded = |(low, high): (f64, f64)| low.is_finite() || high.is_finite();
        let limit = |column: usize| {
            let mut without = bounds.to_vec();
            without[column] = (f64::NEG_INFINITY, f64::INFINITY);
            let (wider, holding_there) = self.within(&without);
            let density = holding_there as f64 / wider as f64;
            let (low, high) = bounds[column];
            Limit { column, low, high, by_luck: at_least(holding, inside, density) }
        };
        let columns = (0..bounds.len()).filter(|column| is_bounded(bounds[*column]));
        let all = self.holds.iter().filter(|holds| **holds).count();
        Region {
            limits: columns.map(limit).collect(),
            inside,
            holding,
            coverage: holding as f64 / all as f64,
            density: holding as f64 / inside as f64,
        }
    }

    /// The same limits on these points: what a box is worth on points that it was not found on.
    #[must_use]
    pub fn measured(&self, region: &Region) -> Region {
        self.region(&self.bounds(region))
    }

    fn bounds(&self, region: &Region) -> Vec<(f64, f64)> {
        let mut bounds = vec![(f64::NEG_INFINITY, f64::INFINITY); self.points.columns()];
        region.limits.iter().for_each(|limit| bounds[limit.column] = (limit.low, limit.high));
        bounds
    }

    /// The region without the limits that luck explains: the one most so goes first, until each
    /// that is left has a `by_luck` of at most `most` (0.05, say).
    #[must_use]
    pub fn simplified(&self, region: &Region, most: f64) -> Region {
        let mut bounds = self.bounds(region);
        loop {
            let region = self.region(&bounds);
            let luckiest = region.limits.iter().max_by(|a, b| a.by_luck.total_cmp(&b.by_luck));
            let Some(limit) = luckiest.filter(|limit| limit.by_luck > most) else { return region };
            bounds[limit.column] = (f64::NEG_INFINITY, f64::INFINITY);
        }
    }
}

/// The first box of a path that is dense enough: the one with the most coverage.
#[must_use]
pub fn widest(path: &[Region], density: f64) -> Option<&Region> {
    path.iter().find(|region| region.density >= density)
}

/// The probability of at least `least` of `n` tries, each with this chance.
fn at_least(least: usize, n: usize, chance: f64) -> f64 {
    if least == 0 || chance >= 1.0 {
        return 1.0;
    }
    let log_factorial = |k: usize| libm::lgamma(k as f64 + 1.0);
    let exactly = |k: usize| {
        let ways = log_factorial(n) - log_factorial(k) - log_factorial(n - k);
        let (yes, no) = (k as f64 * libm::log(chance), (n - k) as f64 * libm::log1p(-chance));
        libm::exp(ways + yes + no)
    };
    (least..=n).map(exactly).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::{LatinHypercube, Parameter, Shape, Space};

    fn worlds() -> Points {
        let one = |name: &str, high| {
            let (name, shape) = (name.to_owned(), Shape::Uniform);
            Parameter { name, low: 0.0, value: 0.5 * high, high, shape }
        };
        let space = Space::new(vec![one("compliance", 1.0), one("beds", 800.0), one("fear", 1.0)]);
        let space = space.expect("a space");
        let latin = LatinHypercube { block: 500, blocks: 2 };
        space.values(&latin.points(&space, 3).expect("points"))
    }

    #[test]
    fn the_box_in_which_a_conclusion_holds_is_found() {
        let points = worlds();
        let holds: Vec<bool> = points.rows().map(|row| row[0] > 0.7 && row[1] < 400.0).collect();
        let data = Holds { points: &points, holds: &holds };
        let path = Peeling::default().path(data).expect("a path");
        assert!(path[0].limits.is_empty() && path[0].coverage == 1.0);
        assert!(path.windows(2).all(|pair| pair[1].inside < pair[0].inside));
        assert!(data.measured(&path[3]) == path[3]);
        let found = data.simplified(widest(&path, 0.95).expect("a dense box"), 0.05);
        let bounds: Vec<(usize, f64, f64)> =
            found.limits.iter().map(|limit| (limit.column, limit.low, limit.high)).collect();
        let [(0, low, no_high), (1, no_low, high)] = bounds[..] else { panic!("{found:?}") };
        assert!((low - 0.7).abs() < 0.03 && no_high.is_infinite(), "{found:?}");
        assert!((high - 400.0).abs() < 20.0 && no_low.is_infinite(), "{found:?}");
        assert!(found.coverage > 0.95 && found.density > 0.9, "{found:?}");
    }

    #[test]
    fn the_same_points_give_the_same_path() {
        let points = worlds();
        let holds: Vec<bool> = points.rows().map(|row| row[0] * row[2] > 0.4).collect();
        let data = Holds { points: &points, holds: &holds };
        assert_eq!(Peeling::default().path(data), Peeling::default().path(data));
    }

    #[test]
    fn values_that_many_points_share_are_peeled_together() {
        let mut points = Points::new(2);
        (0..40).for_each(|i| points.push(&[f64::from(i % 4), 1.0]));
        let holds: Vec<bool> = (0..40).map(|i| i % 4 >= 2).collect();
        let path = Peeling::default().path(Holds { points: &points, holds: &holds });
        let last = path.expect("a path").pop().expect("a box");
        assert_eq!((last.inside, last.density, last.coverage), (20, 1.0, 1.0));
        assert_eq!((last.limits.len(), last.limits[0].low), (1, 1.5));
    }

    #[test]
    fn luck_is_a_binomial_tail() {
        assert!((at_least(2, 3, 0.5) - 0.5).abs() < 1e-12);
        assert!((at_least(3, 3, 0.1) - 0.001).abs() < 1e-12);
        assert_eq!(at_least(0, 3, 0.0), 1.0);
    }

    #[test]
    fn a_conclusion_that_holds_nowhere_or_everywhere_needs_no_box() {
        let points = worlds();
        for always in [true, false] {
            let holds = vec![always; points.len()];
            assert!(Peeling::default().path(Holds { points: &points, holds: &holds }).is_err());
        }
    }
}

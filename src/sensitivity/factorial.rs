//! Every combination of a few levels: nothing is sampled, so its shares are exact on its grid.

use super::outputs::{centred, mean, squares};
use super::{Points, SensitivityError, Space};
use crate::draw::{Purpose, outside};

/// What the dummy's levels draw, apart from all other draws of a design.
const STREAM: u16 = 2;

/// A full factorial design.
///
/// The dummy is not crossed with the parameters, which would double every run for nothing: it is
/// low in half of the points and high in the other half, drawn by key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Factorial {
    /// Levels of each parameter, without the dummy: 1 is its value; 2 are low and high; 3 are low,
    /// value and high; more are evenly spread in probability from low to high.
    pub levels: Vec<u32>,
}

/// What a factorial design says.
#[derive(Clone, PartialEq, Debug)]
pub struct Shares {
    /// By column, the dummy's last: the part of the variance over the grid that goes with this
    /// parameter alone. Exact for the grid, so without an interval.
    pub first: Vec<f64>,
    /// By parameter, without the dummy: the part that is left if all others are held. Exact too.
    pub total: Vec<f64>,
    /// What the dummy gets in `first`: the share that a halving at random explains.
    pub floor: f64,
}

impl Factorial {
    /// The product of the levels.
    ///
    /// # Errors
    /// Not one count of levels per parameter, one of them zero, or too many points.
    pub fn size(&self, space: &Space) -> Result<usize, SensitivityError> {
        let expected = space.parameters().len();
        if self.levels.len() != expected {
            let (what, needs) = ("the number of level counts", "one per parameter");
            return Err(SensitivityError::Setting { what, is: self.levels.len() as f64, needs });
        }
        if self.levels.contains(&0) {
            let (what, needs) = ("a number of levels", "at least 1");
            return Err(SensitivityError::Setting { what, is: 0.0, needs });
        }
        let product = self.levels.iter().try_fold(1_u32, |all, levels| all.checked_mul(*levels));
        product.map(|product| product as usize).ok_or(SensitivityError::TooLarge)
    }

    /// The points, as units; the last parameter changes fastest.
    ///
    /// # Errors
    /// As [`Factorial::size`].
    pub fn points(&self, space: &Space, seed: u64) -> Result<Points, SensitivityError> {
        let size = self.size(space)?;
        let dummy = dummy(size, seed);
        let mut points = Points::new(space.columns());
        for (point, dummy) in dummy.iter().enumerate() {
            let levels =
                (0..self.levels.len()).map(|at| self.unit(space, at, self.level(point, at)));
            let row: Vec<f64> = levels.chain([f64::from(u8::from(*dummy))]).collect();
            points.push(&row);
        }
        Ok(points)
    }

    /// The exact shares of variance over the grid (Sobol' 1993, for a discrete uniform), from one
    /// output per point. The seed is that of the points.
    ///
    /// # Errors
    /// As [`Factorial::size`]; outputs missing, not finite, or all equal.
    pub fn shares(
        &self,
        space: &Space,
        seed: u64,
        outputs: &[f64],
    ) -> Result<Shares, SensitivityError> {
        let size = self.size(space)?;
        let outputs = centred(outputs, size)?;
        let all = squares(&outputs);
        let alone = |at| between(&outputs, |point| self.level(point, at)) / all;
        let others = |at| between(&outputs, |point| self.without(point, at)) / all;
        let dummy = dummy(size, seed);
        let floor = between(&outputs, |point| usize::from(dummy[point])) / all;
        let parameters = 0..self.levels.len();
        let total = parameters.clone().map(|at| 1.0 - others(at)).collect();
        Ok(Shares { first: parameters.map(alone).chain([floor]).collect(), total, floor })
    }

    /// How many points go by before a parameter's level changes.
    fn stride(&self, at: usize) -> usize {
        self.levels[at + 1..].iter().map(|levels| *levels as usize).product()
    }

    fn level(&self, point: usize, at: usize) -> usize {
        point / self.stride(at) % self.levels[at] as usize
    }

    /// The point's number among those that differ in another parameter than this.
    fn without(&self, point: usize, at: usize) -> usize {
        point - self.level(point, at) * self.stride(at)
    }

    fn unit(&self, space: &Space, at: usize, level: usize) -> f64 {
        match (self.levels[at], level) {
            (1, _) | (3, 1) => space.unit_of_value(at),
            (levels, level) => level as f64 / f64::from(levels - 1),
        }
    }
}

/// Which half of the points the dummy is high in.
fn dummy(size: usize, seed: u64) -> Vec<bool> {
    let drawn = |point: usize| {
        let point = u32::try_from(point).expect("at most u32::MAX points");
        (outside(seed, Purpose::Design, STREAM, [point, 0, 0])[0], point)
    };
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by_cached_key(|point| drawn(*point));
    let mut high = vec![false; size];
    order[size / 2..].iter().for_each(|point| high[*point] = true);
    high
}

/// The sum of squares between classes: of each class's mean, as often as it has points. The outputs
/// are centred.
fn between(outputs: &[f64], class: impl Fn(usize) -> usize) -> f64 {
    let mut classes = vec![Vec::new(); outputs.len().max(2)];
    outputs.iter().enumerate().for_each(|(point, output)| classes[class(point)].push(*output));
    let filled = classes.iter().filter(|class| !class.is_empty());
    filled.map(|class| class.len() as f64 * mean(class) * mean(class)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::{Parameter, Shape};

    fn space() -> Space {
        let one = |name: &str| {
            let (name, shape) = (name.to_owned(), Shape::Pert);
            Parameter { name, low: -1.0, value: 0.5, high: 1.0, shape }
        };
        Space::new(vec![one("a"), one("b"), one("c")]).expect("a space")
    }

    #[test]
    fn three_levels_are_low_value_and_high() {
        let (space, factorial) = (space(), Factorial { levels: vec![2, 1, 3] });
        let values = space.values(&factorial.points(&space, 1).expect("points"));
        let rows: Vec<&[f64]> = values.rows().map(|row| &row[..3]).collect();
        assert_eq!(
            rows[..4],
            [[-1.0, 0.5, -1.0], [-1.0, 0.5, 0.5], [-1.0, 0.5, 1.0], [1.0, 0.5, -1.0]]
        );
        let high = values.column(3).into_iter().filter(|dummy| *dummy == 1.0).count();
        assert_eq!(high, 3);
    }

    #[test]
    fn shares_are_exact_on_the_grid() {
        let (space, factorial) = (space(), Factorial { levels: vec![2, 2, 2] });
        let points = space.values(&factorial.points(&space, 1).expect("points"));
        // With a, b and c of −1 or 1, the variance is 4 of a, and 1 of b with c.
        let outputs: Vec<f64> = points.rows().map(|row| 2.0 * row[0] + row[1] * row[2]).collect();
        let found = factorial.shares(&space, 1, &outputs).expect("shares");
        for (found, truth) in found.first.iter().zip([0.8, 0.0, 0.0]) {
            assert!((found - truth).abs() < 1e-12, "{found} {truth}");
        }
        for (found, truth) in found.total.iter().zip([0.8, 0.2, 0.2]) {
            assert!((found - truth).abs() < 1e-12, "{found} {truth}");
        }
    }
}

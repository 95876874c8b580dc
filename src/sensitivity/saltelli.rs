//! The design for Sobol' indices: two samples, and each with one column of the other.

use super::sequence::Dimension;
use super::{Points, SensitivityError, Space};

/// The radial design of Saltelli (2002) and Saltelli et al. (2010), which Jansen's (1999) estimator
/// reads too: matrices A and B of scrambled Sobol' points, and copies of A (of B too, for the
/// second order) with one column from the other.
///
/// The rows of a base sample stand together, in the order of Python's `SALib`: A; A with column j
/// of B, for each j; B with column j of A, for each j (second order only); B. So a larger design
/// begins with the smaller one. A power of two of base samples is spread most evenly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Saltelli {
    /// Base samples, N: at least 2.
    pub base: u32,
    /// Whether interactions of pairs can be told.
    pub second_order: bool,
}

impl Saltelli {
    /// Rows of one base sample for so many columns, the dummy's included: D + 2, or 2D + 2 for the
    /// second order.
    #[must_use]
    pub fn rows(&self, columns: usize) -> usize {
        if self.second_order { 2 * columns + 2 } else { columns + 2 }
    }

    /// N (D + 2) points, or N (2D + 2) for the second order; D counts the dummy.
    ///
    /// # Errors
    /// Fewer than two base samples, or too many points.
    pub fn size(&self, space: &Space) -> Result<usize, SensitivityError> {
        if self.base < 2 {
            let (what, is) = ("the number of base samples", f64::from(self.base));
            return Err(SensitivityError::Setting { what, is, needs: "at least 2" });
        }
        let rows = u32::try_from(self.rows(space.columns())).ok();
        let size = rows.and_then(|rows| rows.checked_mul(self.base));
        size.map(|size| size as usize).ok_or(SensitivityError::TooLarge)
    }

    /// The points, as units.
    ///
    /// # Errors
    /// As [`Saltelli::size`].
    pub fn points(&self, space: &Space, seed: u64) -> Result<Points, SensitivityError> {
        self.size(space)?;
        let columns = space.columns();
        // A column's two dimensions follow from its slot, so that none moves another's.
        let dimensions: Vec<[Dimension; 2]> = (0..columns)
            .map(|column| 2 * usize::from(space.slot(column)))
            .map(|first| [Dimension::new(seed, first), Dimension::new(seed, first + 1)])
            .collect();
        let mut points = Points::new(columns);
        for base in 0..self.base {
            let [a, b] = [0, 1].map(|matrix| {
                dimensions.iter().map(|both| both[matrix].at(base)).collect::<Vec<_>>()
            });
            points.push(&a);
            (0..columns).for_each(|column| points.push(&crossed(&a, &b, column)));
            if self.second_order {
                (0..columns).for_each(|column| points.push(&crossed(&b, &a, column)));
            }
            points.push(&b);
        }
        Ok(points)
    }
}

/// A row with one column from another.
fn crossed(row: &[f64], other: &[f64], column: usize) -> Vec<f64> {
    let mut crossed = row.to_vec();
    crossed[column] = other[column];
    crossed
}

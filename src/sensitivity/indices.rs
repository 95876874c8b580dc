//! Sobol' indices: how much of the variance of the output goes with each parameter.

use super::outputs::centred;
use super::{Estimate, Resampling, Saltelli, SensitivityError, Space};

/// The indices of one column. All are parts of the variance of the output.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Index {
    /// First order: what would go if the parameter were known. By Saltelli et al. (2010), table 2
    /// (b), which is sharp for small indices; a little below zero is noise.
    pub first: Estimate,
    /// First order again, by Jansen (1999), which is sharp for large indices.
    pub first_by_jansen: Estimate,
    /// Total: what would stay if all but the parameter were known, by Jansen (1999). Never below
    /// the first order but by noise; the difference is interaction.
    pub total: Estimate,
}

/// What two parameters do only together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// The lower column.
    pub one: usize,
    /// The higher column.
    pub other: usize,
    /// Second order (Saltelli 2002): the part of the variance beyond both first orders.
    pub index: Estimate,
}

/// All indices of a design.
#[derive(Clone, PartialEq, Debug)]
pub struct Indices {
    /// By column, the dummy's last.
    pub columns: Vec<Index>,
    /// All pairs by their columns, if the design has the second order.
    pub pairs: Vec<Pair>,
    /// What the dummy reaches: an index not above it is not told from that of a parameter in no
    /// model. See [`Saltelli::indices`].
    pub floor: f64,
}

impl Saltelli {
    /// The indices, from one output per point in the order of the design; intervals resample base
    /// samples, and are rather too wide than too narrow, as the points are more even than random.
    ///
    /// Outputs are centred first (their shift would move the first and second order) and need no
    /// unit. As in Python's `SALib`, the centre is the mean of all outputs, so that a parameter more
    /// in the design, even an inert one, moves the first and second order of others by about as
    /// little as it moves that mean; totals and the first order by Jansen stay. The floor is the largest of: how far the intervals of the dummy's first and total
    /// order reach, which is zero where every point meets the same chance; and the size of the
    /// dummy's first order by Jansen, which equals the correlation of the outputs of A and B and so
    /// measures what this sample takes for a signal though nothing is there.
    ///
    /// # Errors
    /// As [`Saltelli::size`]; outputs missing, not finite, or all equal; a level of the interval
    /// that is none.
    pub fn indices(
        &self,
        space: &Space,
        outputs: &[f64],
        resampling: &Resampling,
    ) -> Result<Indices, SensitivityError> {
        let centred = centred(outputs, self.size(space)?)?;
        // As parts of the largest, so that squares neither overflow nor vanish.
        let largest = centred.iter().map(|output| output.abs()).fold(0.0, f64::max);
        let parts: Vec<f64> = centred.iter().map(|output| output / largest).collect();
        let columns = space.columns();
        let samples: Vec<Sample> =
            parts.chunks_exact(self.rows(columns)).map(|rows| Sample { rows, columns }).collect();
        // The crossed rows may vary where A and B, whose variance is explained, do not.
        if variance(&samples) == 0.0 {
            return Err(SensitivityError::Constant(outputs[0]));
        }
        let pairs = if self.second_order { pairs_of(columns) } else { Vec::new() };
        let of = |rows: &[usize]| {
            let drawn: Vec<Sample> = rows.iter().map(|row| samples[*row]).collect();
            statistics(&drawn, columns, &pairs)
        };
        let found = resampling.estimate(samples.len(), of)?;
        let by_column = found[..3 * columns].chunks_exact(3).map(|three| Index {
            first: three[0],
            first_by_jansen: three[1],
            total: three[2],
        });
        let columns: Vec<Index> = by_column.collect();
        let index = found[3 * columns.len()..].iter();
        let pairs = pairs.iter().zip(index);
        let pairs =
            pairs.map(|(&(one, other), index)| Pair { one, other, index: *index }).collect();
        let floor = floor(&columns[space.dummy()]);
        Ok(Indices { columns, pairs, floor })
    }
}

fn floor(dummy: &Index) -> f64 {
    dummy.first_by_jansen.value.abs().max(dummy.first.reach()).max(dummy.total.reach())
}

fn pairs_of(columns: usize) -> Vec<(usize, usize)> {
    (0..columns).flat_map(|one| (one + 1..columns).map(move |other| (one, other))).collect()
}

/// The outputs of one base sample.
#[derive(Clone, Copy)]
struct Sample<'a> {
    rows: &'a [f64],
    columns: usize,
}

impl Sample<'_> {
    fn a(&self) -> f64 {
        self.rows[0]
    }

    fn b(&self) -> f64 {
        self.rows[self.rows.len() - 1]
    }

    /// Of A with this column from B.
    fn ab(&self, column: usize) -> f64 {
        self.rows[1 + column]
    }

    /// Of B with this column from A.
    fn ba(&self, column: usize) -> f64 {
        self.rows[1 + self.columns + column]
    }
}

/// Of the outputs of A and B together, about their own mean.
fn variance(samples: &[Sample]) -> f64 {
    let n = 2.0 * samples.len() as f64;
    let mean = samples.iter().map(|one| one.a() + one.b()).sum::<f64>() / n;
    let square = |output: f64| (output - mean) * (output - mean);
    samples.iter().map(|one| square(one.a()) + square(one.b())).sum::<f64>() / n
}

/// For each column its first order, that by Jansen and its total; then for each pair its second.
fn statistics(samples: &[Sample], columns: usize, pairs: &[(usize, usize)]) -> Vec<f64> {
    let variance = variance(samples);
    let part = |of: &dyn Fn(&Sample) -> f64| {
        samples.iter().map(of).sum::<f64>() / samples.len() as f64 / variance
    };
    let first = |column| part(&|one| one.b() * (one.ab(column) - one.a()));
    let mut statistics = Vec::with_capacity(3 * columns + pairs.len());
    for column in 0..columns {
        let from_b = |one: &Sample| one.b() - one.ab(column);
        let from_a = |one: &Sample| one.a() - one.ab(column);
        statistics.push(first(column));
        statistics.push(1.0 - 0.5 * part(&|one| from_b(one) * from_b(one)));
        statistics.push(0.5 * part(&|one| from_a(one) * from_a(one)));
    }
    for &(one, other) in pairs {
        let closed = part(&|sample| sample.ba(one) * sample.ab(other) - sample.a() * sample.b());
        statistics.push(closed - statistics[3 * one] - statistics[3 * other]);
    }
    statistics
}

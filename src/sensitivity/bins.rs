//! First-order indices from any sample, by cutting it along each parameter.

use super::outputs::{centred, finite, mean, ranks, squares};
use super::{Estimate, Points, Resampling, SensitivityError};

/// What cutting says.
#[derive(Clone, PartialEq, Debug)]
pub struct Shares {
    /// By column, the dummy's last: the part of the variance that goes with this parameter alone.
    /// Unbiased for a parameter without effect, so it may be a little below zero.
    pub first: Vec<Estimate>,
    /// How far the interval of the dummy's share reaches.
    pub floor: f64,
}

/// How many parts a sample is cut into: the cube root of its size, from 2 to 48.
#[must_use]
pub fn parts(points: usize) -> usize {
    (2..48).rev().find(|parts| parts * parts * parts <= points).unwrap_or(2)
}

/// The share of variance between the parts of each column (the correlation ratio of Pearson 1905;
/// as a first-order index from given data, Plischke, Borgonovo and Smith 2013), less what chance
/// alone would put there (Kelley 1935). Points may be units or values, with the dummy's column
/// last; equal ones stay in one part. Intervals resample points and are moved to lie around the
/// value.
///
/// # Errors
/// Outputs missing, not finite, or all equal; fewer than eight points, or one that is not finite.
pub fn first_order(
    points: &Points,
    outputs: &[f64],
    resampling: &Resampling,
) -> Result<Shares, SensitivityError> {
    finite(points)?;
    let outputs = centred(outputs, points.len())?;
    let n = points.len();
    if n < 8 {
        let (what, needs) = ("the number of points", "at least 8");
        return Err(SensitivityError::Setting { what, is: n as f64, needs });
    }
    let parts_of = |column| parts_along(&points.column(column), parts(n));
    let cut: Vec<Vec<usize>> = (0..points.columns()).map(parts_of).collect();
    let of = |rows: &[usize]| {
        let drawn: Vec<f64> = rows.iter().map(|row| outputs[*row]).collect();
        let share = |parts: &Vec<usize>| {
            let parts: Vec<usize> = rows.iter().map(|row| parts[*row]).collect();
            let (raw, filled) = share_between(&parts, &drawn);
            1.0 - (1.0 - raw) * (n - 1) as f64 / (n - filled) as f64
        };
        cut.iter().map(share).collect()
    };
    let first = resampling.recentred(n, of)?;
    let dummy = first[points.columns() - 1];
    Ok(Shares { first, floor: dummy.reach() })
}

/// Which of equally filled parts each number is in.
fn parts_along(numbers: &[f64], parts: usize) -> Vec<usize> {
    let part = |rank: f64| (rank * parts as f64 / numbers.len() as f64).ceil() as usize - 1;
    ranks(numbers).into_iter().map(part).collect()
}

/// The share of variance between parts, and how many parts hold a number.
fn share_between(parts: &[usize], outputs: &[f64]) -> (f64, usize) {
    let count = parts.iter().max().map_or(0, |last| last + 1);
    let mut classes: Vec<Vec<f64>> = vec![Vec::new(); count];
    parts.iter().zip(outputs).for_each(|(part, output)| classes[*part].push(*output));
    classes.retain(|class| !class.is_empty());
    let middle = mean(outputs);
    let distance = |class: &Vec<f64>| (mean(class) - middle) * (mean(class) - middle);
    let between: f64 = classes.iter().map(|class| class.len() as f64 * distance(class)).sum();
    (between / squares(outputs), classes.len())
}

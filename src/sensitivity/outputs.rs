//! What every estimator asks of its outputs, and does to them first.

use super::{Points, SensitivityError};

/// Refuses gaps (NaN), infinities and another number of outputs than of points.
pub(super) fn complete(outputs: &[f64], expected: usize) -> Result<(), SensitivityError> {
    if outputs.len() != expected {
        return Err(SensitivityError::Count { expected, got: outputs.len() });
    }
    let missing = outputs.iter().enumerate().filter(|(_, output)| !output.is_finite());
    let points: Vec<usize> = missing.map(|(point, _)| point).collect();
    if points.is_empty() {
        return Ok(());
    }
    Err(SensitivityError::Missing { points, of: expected })
}

/// Refuses points that are not finite, with their numbers.
pub(super) fn finite(points: &Points) -> Result<(), SensitivityError> {
    let is_wrong = |row: &[f64]| row.iter().any(|value| !value.is_finite());
    let wrong = points.rows().enumerate().filter(|(_, row)| is_wrong(row));
    let wrong: Vec<usize> = wrong.map(|(row, _)| row).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    Err(SensitivityError::Missing { points: wrong, of: points.len() })
}

/// Complete, not all the same, and with their mean taken off.
pub(super) fn centred(outputs: &[f64], expected: usize) -> Result<Vec<f64>, SensitivityError> {
    complete(outputs, expected)?;
    let first = outputs.first().copied().unwrap_or(0.0);
    if outputs.iter().all(|output| *output == first) {
        return Err(SensitivityError::Constant(first));
    }
    // The first is taken off before the mean is made, so that outputs far from zero lose nothing.
    let near: Vec<f64> = outputs.iter().map(|output| output - first).collect();
    let mean = mean(&near);
    if !mean.is_finite() {
        let (what, needs) = ("the mean of the outputs", "finite");
        return Err(SensitivityError::Setting { what, is: mean, needs });
    }
    Ok(near.into_iter().map(|output| output - mean).collect())
}

/// The mean, of at least one number.
pub(super) fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// The sum of squared distances from the mean.
pub(super) fn squares(numbers: &[f64]) -> f64 {
    let mean = mean(numbers);
    numbers.iter().map(|number| (number - mean) * (number - mean)).sum()
}

/// Each number's part of the sum of all sizes; none if all are zero.
pub(super) fn shares(sizes: &[f64]) -> Vec<f64> {
    let all: f64 = sizes.iter().sum();
    sizes.iter().map(|size| if all > 0.0 { size / all } else { 0.0 }).collect()
}

/// The rank of each number, from 1; equal numbers share the mean of their ranks.
pub(super) fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|one, other| numbers[*one].total_cmp(&numbers[*other]));
    let mut ranks = vec![0.0; numbers.len()];
    let mut from = 0;
    while from < order.len() {
        let value = numbers[order[from]];
        let tied = order[from..].iter().take_while(|at| numbers[**at] == value).count();
        let rank = from as f64 + 0.5 * (tied as f64 + 1.0);
        order[from..from + tied].iter().for_each(|at| ranks[*at] = rank);
        from += tied;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_infinities_are_refused_by_the_numbers_of_their_points() {
        let wrong = complete(&[1.0, f64::NAN, 2.0, f64::INFINITY], 4).expect_err("refused");
        assert_eq!(wrong, SensitivityError::Missing { points: vec![1, 3], of: 4 });
        assert!(wrong.to_string().contains("no finite output: 1, 3;"), "{wrong}");
        let many = complete(&[f64::NAN; 12], 12).expect_err("refused").to_string();
        assert!(many.contains("8, 9 and 2 more"), "{many}");
        let few = complete(&[1.0], 4).expect_err("refused");
        assert_eq!(few, SensitivityError::Count { expected: 4, got: 1 });
    }

    #[test]
    fn equal_numbers_share_their_ranks() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 0.0, -0.0]), [4.5, 3.0, 4.5, 1.5, 1.5]);
    }
}

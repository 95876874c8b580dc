//! Regressions on ranks: which parameters push an output steadily up or down, from any sample.
//!
//! Ranks make a monotone relation straight, and care for no unit. A parameter whose effect turns
//! around looks inert here: ask [`super::bins`] too, and look at what is explained.

use super::outputs::{centred, finite, ranks};
use super::{Estimate, Points, Resampling, SensitivityError};

/// What a regression on ranks says.
#[derive(Clone, PartialEq, Debug)]
pub struct RankIndices {
    /// By column, the dummy's last: standardised rank regression coefficients (Iman and Conover
    /// 1979), from about −1 to 1.
    pub regression: Vec<Estimate>,
    /// By column: partial rank correlations (Iman and Conover 1979; Marino et al. 2008), from −1 to
    /// 1.
    pub partial: Vec<Estimate>,
    /// How much of the variance of the ranks of the output the regression explains: below about
    /// 0.7, do not go by either.
    pub explained: Estimate,
    /// How far the interval of the dummy's regression coefficient reaches.
    pub floor: f64,
    /// How far the interval of the dummy's partial correlation reaches.
    pub partial_floor: f64,
}

/// Regresses the ranks of the outputs, one per point, on those of the points (units or values: only
/// their order counts; the dummy's column last). Intervals resample points, keep the ranks of the
/// whole sample, and are moved to lie around the value.
///
/// # Errors
/// Outputs missing, not finite, or all equal; fewer points than columns and two, or one that is not
/// finite; a column that others make up.
pub fn indices(
    points: &Points,
    outputs: &[f64],
    resampling: &Resampling,
) -> Result<RankIndices, SensitivityError> {
    finite(points)?;
    let outputs = centred(outputs, points.len())?;
    let columns = points.columns();
    if points.len() < columns + 2 {
        let (what, is) = ("the number of points", points.len() as f64);
        let needs = "at least the number of columns and two";
        return Err(SensitivityError::Setting { what, is, needs });
    }
    let table: Vec<Vec<f64>> =
        (0..columns).map(|at| ranks(&points.column(at))).chain([ranks(&outputs)]).collect();
    let everything: Vec<usize> = (0..points.len()).collect();
    regress(&table, &everything).map_err(|column| SensitivityError::Collinear { column })?;
    let nothing = || vec![f64::NAN; 2 * columns + 1];
    let of = |rows: &[usize]| regress(&table, rows).unwrap_or_else(|_| nothing());
    let found = resampling.recentred(points.len(), of)?;
    Ok(RankIndices {
        regression: found[..columns].to_vec(),
        partial: found[columns..2 * columns].to_vec(),
        explained: found[2 * columns],
        floor: found[columns - 1].reach(),
        partial_floor: found[2 * columns - 1].reach(),
    })
}

/// The coefficients, the partial correlations and the part explained, or the column that others
/// make up. The last of the table is the output.
fn regress(table: &[Vec<f64>], rows: &[usize]) -> Result<Vec<f64>, usize> {
    let standard: Vec<Vec<f64>> = table.iter().map(|column| standardised(column, rows)).collect();
    let (output, columns) = standard.split_last().expect("the output is a column");
    let product = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(x, y)| x * y).sum();
    let correlations = products(columns);
    let with_output: Vec<f64> = columns.iter().map(|column| product(column, output)).collect();
    let inverse = inverse(correlations)?;
    let slopes: Vec<f64> = inverse.iter().map(|row| product(row, &with_output)).collect();
    let explained: f64 = product(&slopes, &with_output);
    let left = (1.0 - explained).max(0.0);
    let partial = slopes.iter().enumerate().map(|(at, slope)| {
        let size = (inverse[at][at] * left + slope * slope).sqrt();
        if size > 0.0 { slope / size } else { 0.0 }
    });
    let partial: Vec<f64> = partial.collect();
    Ok(slopes.into_iter().chain(partial).chain([explained]).collect())
}

/// Of each column with each, as sums over rows from the first: row by row, for what stands side by side in
/// memory is multiplied at once.
fn products(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (n, rows) = (columns.len(), columns.first().map_or(0, Vec::len));
    let mut all = vec![vec![0.0; n]; n];
    for row in 0..rows {
        let cells: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        for (one, line) in all.iter_mut().enumerate() {
            let times = cells[one];
            line[one..].iter_mut().zip(&cells[one..]).for_each(|(sum, cell)| *sum += times * cell);
        }
    }
    let mirrored = |one: usize, other: usize| all[one.min(other)][one.max(other)];
    (0..n).map(|one| (0..n).map(|other| mirrored(one, other)).collect()).collect()
}

/// With mean 0 and a sum of squares of 1; not numbers if all are equal.
fn standardised(column: &[f64], rows: &[usize]) -> Vec<f64> {
    let drawn: Vec<f64> = rows.iter().map(|row| column[*row]).collect();
    let mean = super::outputs::mean(&drawn);
    let size = super::outputs::squares(&drawn).sqrt();
    drawn.into_iter().map(|rank| (rank - mean) / size).collect()
}

/// By elimination, with the largest pivot of each column; or the column that has none.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>, usize> {
    let n = matrix.len();
    for (at, row) in matrix.iter_mut().enumerate() {
        row.extend((0..n).map(|column| if column == at { 1.0 } else { 0.0 }));
    }
    for column in 0..n {
        let by_size = |one: &usize, other: &usize| {
            matrix[*one][column].abs().total_cmp(&matrix[*other][column].abs())
        };
        let pivot = (column..n).max_by(by_size).expect("a row is left");
        matrix.swap(column, pivot);
        let size = matrix[column][column];
        // Of correlations, so this is a part of 1.
        if size.is_nan() || size.abs() < 1e-10 {
            return Err(column);
        }
        // What is left of the column is zero already.
        matrix[column][column..].iter_mut().for_each(|cell| *cell /= size);
        let eliminated = matrix[column][column..].to_vec();
        for (_, row) in matrix.iter_mut().enumerate().filter(|(at, _)| *at != column) {
            let times = row[column];
            row[column..].iter_mut().zip(&eliminated).for_each(|(cell, by)| *cell -= times * by);
        }
    }
    Ok(matrix.into_iter().map(|row| row[n..].to_vec()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize, third: impl Fn(usize) -> f64) -> Points {
        let mut points = Points::new(3);
        (0..rows).for_each(|i| points.push(&[(i * 7 % 23) as f64, (i * 11 % 19) as f64, third(i)]));
        points
    }

    #[test]
    fn what_a_column_says_alone_is_all_explained() {
        let points = table(40, |i| (i * 5 % 17) as f64);
        let outputs: Vec<f64> = points.rows().map(|row| -row[0] * row[0] * row[0]).collect();
        let found = indices(&points, &outputs, &Resampling::NONE).expect("indices");
        assert!((found.regression[0].value + 1.0).abs() < 1e-9, "{found:?}");
        assert!((found.explained.value - 1.0).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn columns_that_others_make_up_are_refused() {
        let points = table(40, |i| 2.0 * (i * 11 % 19) as f64);
        let refused = indices(&points, &points.column(0), &Resampling::NONE);
        assert_eq!(refused, Err(SensitivityError::Collinear { column: 2 }));
        let few = table(4, |i| i as f64);
        assert!(indices(&few, &few.column(0), &Resampling::NONE).is_err());
    }

    #[test]
    fn points_that_are_not_finite_are_refused() {
        let points = table(40, |i| if i == 7 { f64::NAN } else { i as f64 });
        let refused = indices(&points, &points.column(0), &Resampling::NONE);
        assert_eq!(refused, Err(SensitivityError::Missing { points: vec![7], of: 40 }));
    }
}

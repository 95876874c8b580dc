//! One at a time: each parameter alone to its low and to its high.
//!
//! Cheap, and blind to interactions: a parameter that matters only together with another looks
//! inert here (Saltelli and Annoni 2010).

use super::outputs::{complete, shares};
use super::{Points, SensitivityError, Space};

/// Points of the design for so many columns, the dummy's included: 2D + 1.
#[must_use]
pub fn size(columns: usize) -> usize {
    2 * columns + 1
}

/// The points, as units: all at their values, then for each column its low and its high.
#[must_use]
pub fn points(space: &Space) -> Points {
    let middle: Vec<f64> = (0..space.columns()).map(|column| space.unit_of_value(column)).collect();
    let mut points = Points::new(space.columns());
    points.push(&middle);
    for column in 0..space.columns() {
        for end in [0.0, 1.0] {
            let mut row = middle.clone();
            row[column] = end;
            points.push(&row);
        }
    }
    points
}

/// How one parameter moves the output.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Swing {
    /// Output at its low less output at its value, in the output's unit.
    pub at_low: f64,
    /// Output at its high less output at its value.
    pub at_high: f64,
    /// The span of the three outputs, as a part of the sum of all spans: from 0 to 1.
    pub share: f64,
}

impl Swing {
    /// From the least to the most of the three outputs: the length of the bar.
    #[must_use]
    pub fn span(&self) -> f64 {
        self.at_low.max(self.at_high).max(0.0) - self.at_low.min(self.at_high).min(0.0)
    }
}

/// All swings around one base.
#[derive(Clone, PartialEq, Debug)]
pub struct Tornado {
    /// The output with all parameters at their values.
    pub base: f64,
    /// By column, the dummy's last.
    pub swings: Vec<Swing>,
    /// The span of the dummy: none longer is chance. It is zero where each point meets the same
    /// chance.
    pub floor: f64,
}

/// The swings, from one output per point.
///
/// They have no interval of their own: a point stands alone. With replicates, ask for the swings of
/// each and compare them as pairs.
///
/// # Errors
/// Outputs are missing, or not finite.
pub fn swings(space: &Space, outputs: &[f64]) -> Result<Tornado, SensitivityError> {
    complete(outputs, size(space.columns()))?;
    let base = outputs[0];
    let ends = outputs[1..].chunks_exact(2);
    let moved =
        |pair: &[f64]| Swing { at_low: pair[0] - base, at_high: pair[1] - base, share: 0.0 };
    let mut swings: Vec<Swing> = ends.map(moved).collect();
    let spans: Vec<f64> = swings.iter().map(Swing::span).collect();
    swings.iter_mut().zip(shares(&spans)).for_each(|(swing, share)| swing.share = share);
    Ok(Tornado { base, swings, floor: spans[space.dummy()] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::{Parameter, Shape};

    #[test]
    fn a_swing_is_what_one_parameter_alone_does() {
        let one = |name: &str, value| {
            let (name, shape) = (name.to_owned(), Shape::Pert);
            Parameter { name, low: 0.0, value, high: 10.0, shape }
        };
        let space = Space::new(vec![one("beds", 4.0), one("staff", 7.0)]).expect("a space");
        let values = space.values(&points(&space));
        assert_eq!(values.row(0), [4.0, 7.0, 0.5]);
        assert_eq!(values.row(3), [4.0, 0.0, 0.5]);
        let outputs: Vec<f64> = values.rows().map(|row| row[0] - 2.0 * row[1]).collect();
        let found = swings(&space, &outputs).expect("swings");
        assert_eq!(found.base, -10.0);
        assert_eq!(found.swings[0], Swing { at_low: -4.0, at_high: 6.0, share: 1.0 / 3.0 });
        assert_eq!(found.swings[1], Swing { at_low: 14.0, at_high: -6.0, share: 2.0 / 3.0 });
        assert_eq!((found.swings[2].span(), found.floor), (0.0, 0.0));
    }
}

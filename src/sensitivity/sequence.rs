//! Sobol' points, scrambled by key: evenly spread, unbiased, and each a function of its number.

use crate::draw::{Purpose, outside};

/// How many dimensions there are direction numbers for.
pub const DIMENSIONS: usize = 512;

/// The published table (Joe and Kuo 2008), with the licence it comes under.
const TABLE: &str = include_str!("joe_kuo.txt");

/// What the scrambling draws, apart from all other draws of a design.
const STREAM: u16 = 1;

/// One dimension of a Sobol' sequence (Sobol' 1967), scrambled after Owen (1995).
///
/// Any 2^k points from a multiple of 2^k on hold one point in each 2^k-th part of the interval, and
/// several dimensions are as even in their parts. The scrambling keeps that, makes every point
/// uniform by itself, and takes its bits from the draw keyed by (seed, dimension, leading bits).
#[derive(Clone, Debug)]
pub struct Dimension {
    seed: u64,
    number: u32,
    directions: [u32; 32],
}

impl Dimension {
    /// One of [`DIMENSIONS`].
    #[must_use]
    pub fn new(seed: u64, number: usize) -> Dimension {
        let directions = directions(number);
        let number = u32::try_from(number).expect("few dimensions");
        Dimension { seed, number, directions }
    }

    /// Coordinate of the point with this number, strictly between 0 and 1.
    #[must_use]
    pub fn at(&self, point: u32) -> f64 {
        (f64::from(self.scrambled(self.plain(point))) + 0.5) / 4_294_967_296.0
    }

    /// The unscrambled coordinate, in 2^32-th parts, in the order of the numbers (not of their Gray
    /// codes), so that a point is a function of its number.
    pub(super) fn plain(&self, point: u32) -> u32 {
        let bits = (0..32).filter(|bit| point >> bit & 1 == 1);
        bits.fold(0, |sum, bit| sum ^ self.directions[bit])
    }

    /// Each bit is turned or not by a draw that the bits before it choose.
    fn scrambled(&self, plain: u32) -> u32 {
        let turned = (0..32_u32).fold(0, |turned, depth| {
            let leading = if depth == 0 { 0 } else { plain >> (32 - depth) };
            let key = [leading, depth, self.number];
            let [lane, ..] = outside(self.seed, Purpose::Design, STREAM, key);
            turned | (lane.bits() >> 31) << (31 - depth)
        });
        plain ^ turned
    }
}

/// The direction numbers of a dimension, each with its highest bit on top.
fn directions(number: usize) -> [u32; 32] {
    let mut directions: [u32; 32] = std::array::from_fn(|bit| 1 << (31 - bit));
    if number == 0 {
        return directions;
    }
    let mut lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let line = lines.nth(number - 1).expect("at most DIMENSIONS, as Space::new holds");
    let mut numbers = line.split(' ').map(|word| word.parse::<u32>().expect("a table of numbers"));
    let coefficients = numbers.next().expect("a polynomial");
    let initial: Vec<u32> = numbers.collect();
    let degree = initial.len();
    for bit in 0..32 {
        directions[bit] = if bit < degree {
            initial[bit] << (31 - bit)
        } else {
            let before = directions[bit - degree];
            let inner = (1..degree).filter(|k| coefficients >> (degree - 1 - k) & 1 == 1);
            inner.fold(before ^ before >> degree, |sum, k| sum ^ directions[bit - k])
        };
    }
    directions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_every_dimension_but_the_first() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count() + 1, DIMENSIONS);
    }

    #[test]
    fn every_power_of_two_points_has_one_in_each_part() {
        for (seed, number) in [(1, 0), (1, 1), (7, 200), (9, 511)] {
            let dimension = Dimension::new(seed, number);
            for start in [0, 256, 512] {
                let mut parts: Vec<usize> =
                    (start..start + 256).map(|i| (dimension.at(i) * 256.0) as usize).collect();
                parts.sort_unstable();
                assert!(parts.into_iter().eq(0..256), "{number} from {start}");
            }
        }
    }

    #[test]
    fn the_first_two_dimensions_fill_each_part_of_the_square_once() {
        let (one, other) = (Dimension::new(3, 0), Dimension::new(3, 1));
        let part = |i| (one.at(i) * 16.0) as usize * 16 + (other.at(i) * 16.0) as usize;
        let mut parts: Vec<usize> = (0..256).map(part).collect();
        parts.sort_unstable();
        assert!(parts.into_iter().eq(0..256));
    }
}

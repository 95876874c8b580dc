//! Latin hypercubes: each parameter is spread evenly, in few points.

use super::{Points, SensitivityError, Space};
use crate::draw::{Purpose, outside};

/// What coordinates draw, apart from all other draws of a design.
const STREAM: u16 = 3;

/// Blocks of points, each a Latin hypercube of its own (McKay, Beckman and Conover 1979): cut any
/// column into `block` equal parts, and each block has one point in each part.
///
/// A hypercube cannot grow by a few points and stay one. To expand is to add blocks: old points
/// stay, every block is a hypercube, and their union is as even as `blocks` independent hypercubes
/// are, which is less than one hypercube of all points would be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LatinHypercube {
    /// Points of a block.
    pub block: u32,
    /// How many blocks.
    pub blocks: u32,
}

impl LatinHypercube {
    /// Block times blocks, however many parameters there are.
    ///
    /// # Errors
    /// One of them is zero, or there are too many points.
    pub fn size(&self) -> Result<usize, SensitivityError> {
        for (what, is) in [("the points of a block", self.block), ("the blocks", self.blocks)] {
            if is == 0 {
                return Err(SensitivityError::Setting { what, is: 0.0, needs: "at least 1" });
            }
        }
        let size = self.block.checked_mul(self.blocks).ok_or(SensitivityError::TooLarge)?;
        Ok(size as usize)
    }

    /// The points, as units, block after block.
    ///
    /// # Errors
    /// As [`LatinHypercube::size`].
    pub fn points(&self, space: &Space, seed: u64) -> Result<Points, SensitivityError> {
        self.size()?;
        let mut points = Points::new(space.columns());
        for block in 0..self.blocks {
            let slots = (0..space.columns()).map(|column| space.slot(column));
            let columns: Vec<Vec<f64>> = slots.map(|slot| self.column(seed, slot, block)).collect();
            for point in 0..self.block as usize {
                let row: Vec<f64> = columns.iter().map(|column| column[point]).collect();
                points.push(&row);
            }
        }
        Ok(points)
    }

    /// The parts in the order of draws, and in each part a place.
    fn column(&self, seed: u64, slot: u16, block: u32) -> Vec<f64> {
        let slot = u32::from(slot);
        let lanes = |point| outside(seed, Purpose::Design, STREAM, [point, block, slot]);
        let mut parts: Vec<u32> = (0..self.block).collect();
        parts.sort_by_cached_key(|point| (lanes(*point)[0], *point));
        let place = |(point, part): (u32, u32)| {
            (f64::from(part) + lanes(point)[1].value()) / f64::from(self.block)
        };
        (0..self.block).zip(parts).map(place).collect()
    }
}

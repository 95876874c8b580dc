//! Intervals for what has no simple formula: a change in percent is a ratio of means over the same
//! replicates. Replicates are drawn again with replacement, a fixed number of times.

use crate::draw::{Draws, Purpose};
use crate::ids::DistrictId;
use rand::{RngExt, TryRng};
use std::convert::Infallible;

/// How often the replicates are drawn again.
const TIMES: usize = 1_000;

/// The same numbers on every machine and for every version of `rand`: the model's own generator.
struct Stream {
    draws: Draws,
    next: u32,
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let lanes = self.draws.in_district(DistrictId(0), Purpose::Bootstrap, 0, 0, self.next / 4);
        let lane = lanes[(self.next % 4) as usize];
        self.next = self.next.wrapping_add(1);
        Ok(lane.bits())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let high = u64::from(self.try_next_u32()?);
        Ok(high << 32 | u64::from(self.try_next_u32()?))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.try_next_u32()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// A change in percent of the base, with its 95 % interval over replicates. None if the base is
/// nothing, or if there are too few replicates for an interval.
#[must_use]
pub fn percent(base: &[f64], arm: &[f64]) -> Option<(f64, f64, f64)> {
    let number = base.len().min(arm.len());
    let change = |indices: &mut dyn Iterator<Item = usize>| {
        let (mut of_base, mut of_arm) = (0.0, 0.0);
        for index in indices {
            of_base += base[index];
            of_arm += arm[index];
        }
        (of_base != 0.0).then(|| 100.0 * (of_arm / of_base - 1.0))
    };
    let value = change(&mut (0..number))?;
    if number < 2 {
        return None;
    }
    let mut stream = Stream { draws: Draws::Seeded(0x626F_6F74), next: 0 };
    let mut again = || {
        let drawn: Vec<usize> = (0..number).map(|_| stream.random_range(0..number)).collect();
        change(&mut drawn.into_iter())
    };
    let changes: Vec<f64> = (0..TIMES).filter_map(|_| again()).collect();
    let at = |share| super::paired::quantile(&changes, share);
    Some((value, at(0.025), at(0.975)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_is_the_same_everywhere_has_no_width() {
        let base = [10.0, 20.0, 40.0];
        let (value, low, high) = percent(&base, &[11.0, 22.0, 44.0]).expect("a base");
        assert!(
            (value - 10.0).abs() < 1e-9 && (low - 10.0).abs() < 1e-9 && (high - 10.0).abs() < 1e-9
        );
    }

    #[test]
    fn the_interval_is_near_the_textbook_one() {
        // Base constant, so the change is a mean: sd 10, n 25, half width 1.96 * 10 / 5 = 3.9.
        let base = [100.0; 25];
        let arm: Vec<f64> =
            (0..25).map(|i| 100.0 + if i % 2 == 0 { 10.0 } else { -10.0 }).collect();
        let (_, low, high) = percent(&base, &arm).expect("a base");
        assert!((high - low - 7.8).abs() < 1.0, "{low} {high}");
        assert_eq!(percent(&base, &arm), percent(&base, &arm));
    }

    #[test]
    fn nothing_has_no_percentage() {
        assert_eq!(percent(&[0.0, 0.0], &[1.0, 2.0]), None);
        assert_eq!(percent(&[1.0], &[2.0]), None);
    }
}

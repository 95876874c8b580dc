//! A change in percent of the base with its interval, after Fieller (1954): the changes that a
//! paired t test at 5 % does not rule out. So it contains zero exactly when the interval of the
//! difference does.

use super::paired::{Mean, quantile_of_t};

/// A base whose own interval reaches farther than this share of it is too unsteady to take
/// percentages of: their intervals would run to hundreds.
const UNSTEADY: f64 = 0.75;

/// A change in percent of the base, with its 95 % interval over replicates.
///
/// None where a percentage would mislead: with fewer than two replicates, with a base that is
/// nothing or less in any of them, and with one that is too unsteady.
#[must_use]
pub fn percent(base: &[f64], differences: &[f64]) -> Option<(f64, f64, f64)> {
    let number = base.len().min(differences.len());
    if number < 2 || base.iter().any(|&value| value <= 0.0) {
        return None;
    }
    let n = number as f64;
    let (b, d) = (Mean::of(base), Mean::of(differences));
    let pairs = base.iter().zip(differences);
    let both = pairs.map(|(x, y)| (x - b.value) * (y - d.value)).sum::<f64>() / (n - 1.0);
    let t = quantile_of_t(n - 1.0);
    let room = t * t / n;
    // All shares with |d - share b| <= t times the standard error of d - share b.
    let square = b.value * b.value - room * b.spread * b.spread;
    if square < (1.0 - UNSTEADY * UNSTEADY) * b.value * b.value {
        return None;
    }
    let middle = d.value * b.value - room * both;
    let rest = d.value * d.value - room * d.spread * d.spread;
    let half = (middle * middle - square * rest).max(0.0).sqrt();
    // Rounding must not move an end across zero.
    let (low, high) = ((middle - half) / square, (middle + half) / square);
    let (low, high) = if d.crosses_zero() {
        (low.min(0.0), high.max(0.0))
    } else if d.value > 0.0 {
        (low.max(f64::MIN_POSITIVE), high)
    } else {
        (low, high.min(-f64::MIN_POSITIVE))
    };
    // What never falls below nothing cannot lose more than all there is.
    let is_count = base.iter().zip(differences).all(|(base, change)| base + change >= 0.0);
    let low = if is_count { low.max(-1.0) } else { low };
    Some((100.0 * d.value / b.value, 100.0 * low, 100.0 * high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_is_the_same_everywhere_has_no_width() {
        let (value, low, high) = percent(&[30.0, 35.0, 40.0], &[3.0, 3.5, 4.0]).expect("a base");
        for end in [value, low, high] {
            assert!((end - 10.0).abs() < 1e-6, "{low} {value} {high}");
        }
    }

    #[test]
    fn with_a_constant_base_it_is_the_interval_of_the_difference() {
        let differences: Vec<f64> = (0..25).map(|i| f64::from(i % 5)).collect();
        let mean = Mean::of(&differences);
        let (_, low, high) = percent(&[200.0; 25], &differences).expect("a base");
        assert!((low - mean.low / 2.0).abs() < 1e-9 && (high - mean.high / 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_count_cannot_lose_more_than_all_there_is() {
        let (_, low, high) = percent(&[6.0, 8.0, 7.0], &[-6.0, -7.0, -5.0]).expect("a base");
        assert_eq!(low, -100.0);
        assert!(high < 0.0);
    }

    #[test]
    fn it_contains_zero_exactly_when_the_difference_does() {
        let mut told = 0;
        for seed in 0_u32..400 {
            let number = |at: u32| {
                let mixed = (seed * 31 + at).wrapping_mul(2_654_435_761) >> 16;
                f64::from(mixed % 1_000)
            };
            let size = 2 + seed % 9;
            let base: Vec<f64> = (0..size).map(|at| 20.0 + number(at)).collect();
            let shift = f64::from(seed % 7) * 100.0 - 300.0;
            let change: Vec<f64> =
                (0..size).map(|at| shift + (number(100 + at) - 500.0) / 3.0).collect();
            let Some((value, low, high)) = percent(&base, &change) else { continue };
            told += 1;
            let contains = low <= 0.0 && high >= 0.0;
            assert_eq!(contains, Mean::of(&change).crosses_zero(), "{base:?} {change:?}");
            assert!(low <= value + 1e-9 && value <= high + 1e-9, "{low} {value} {high}");
        }
        assert!(told > 100, "{told}");
    }

    #[test]
    fn where_a_percentage_would_mislead_there_is_none() {
        assert_eq!(percent(&[0.0, 0.0], &[1.0, 2.0]), None);
        assert_eq!(percent(&[5.0, 0.0, 6.0], &[1.0, 2.0, 1.0]), None);
        assert_eq!(percent(&[-5.0, -6.0], &[1.0, 2.0]), None);
        assert_eq!(percent(&[1.0], &[2.0]), None);
        // One base is ten times the other: hardly a mean at all.
        assert_eq!(percent(&[1.0, 10.0], &[1.0, 2.0]), None);
    }

    /// Numbers without a pattern for `rand`: the model's own generator.
    struct Stream(u32);

    impl rand::TryRng for Stream {
        type Error = std::convert::Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            use crate::draw::{Draws, Purpose};
            let (draws, at) = (Draws::Seeded(0x626F_6F74), crate::ids::DistrictId(0));
            let lanes = draws.in_district(at, Purpose::Bootstrap, 0, 0, self.0 / 4);
            let lane = lanes[(self.0 % 4) as usize];
            self.0 = self.0.wrapping_add(1);
            Ok(lane.bits())
        }

        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            let high = u64::from(self.try_next_u32()?);
            Ok(high << 32 | u64::from(self.try_next_u32()?))
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            for chunk in bytes.chunks_mut(4) {
                let word = self.try_next_u32()?.to_le_bytes();
                chunk.copy_from_slice(&word[..chunk.len()]);
            }
            Ok(())
        }
    }

    /// Eight replicates of a base of 100 and of a change of 5, drawn again 4,000 times: the interval
    /// holds the true 5 % in 95 of 100, within three standard errors (0.0034 each).
    #[test]
    fn the_interval_holds_the_truth_as_often_as_it_says() {
        use rand::RngExt;
        let mut stream = Stream(0);
        // Twelve uniform numbers add up to something as good as normal, of variance 1.
        let mut normal = || (0..12).map(|_| stream.random::<f64>()).sum::<f64>() - 6.0;
        let mut held = 0;
        for _ in 0..4_000 {
            let luck: Vec<f64> = (0..8).map(|_| normal()).collect();
            let base: Vec<f64> = luck.iter().map(|luck| 100.0 + 10.0 * luck).collect();
            let change: Vec<f64> = luck.iter().map(|luck| 5.0 + luck + 2.0 * normal()).collect();
            let (_, low, high) = percent(&base, &change).expect("a steady base");
            held += usize::from(low <= 5.0 && 5.0 <= high);
        }
        let share = held as f64 / 4_000.0;
        assert!((share - 0.95).abs() < 0.0104, "{share}");
    }
}

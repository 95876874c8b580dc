//! Round numbers along an axis.

/// Ticks at whole multiples of a round step, covering the data.
#[derive(Clone, Debug)]
pub(super) struct Ticks {
    pub(super) values: Vec<f64>,
    pub(super) decimals: usize,
}

impl Ticks {
    /// About `wanted` ticks, the first at or below `low` and the last at or above `high`.
    pub(super) fn covering(low: f64, high: f64, wanted: u32) -> Ticks {
        let (low, high) = widened(low, high);
        let step = round_up((high - low) / f64::from(wanted.max(1)));
        let first = (low / step + 1e-9).floor();
        let count = ((high / step - 1e-9).ceil() - first).clamp(1.0, 50.0);
        let mut values = Vec::new();
        let mut at = 0.0;
        while at < count + 0.5 {
            values.push((first + at) * step);
            at += 1.0;
        }
        Ticks { values, decimals: decimals_of(step) }
    }

    /// The lowest tick.
    pub(super) fn low(&self) -> f64 {
        self.values.first().copied().unwrap_or(0.0)
    }

    /// The highest tick.
    pub(super) fn high(&self) -> f64 {
        self.values.last().copied().unwrap_or(1.0)
    }
}

/// The next of 1, 2, 5 times a power of ten.
pub(super) fn round_up(size: f64) -> f64 {
    if !size.is_finite() || size <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powi(size.log10().floor() as i32);
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|round| *round >= size * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// The next of a finer choice of round numbers, for the end of a scale that has no ticks between.
pub(super) fn round_end(size: f64) -> f64 {
    let whole = round_up(size);
    let finer = [0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.8].map(|share| share * whole);
    finer.into_iter().find(|end| size > 0.0 && *end >= size).unwrap_or(whole)
}

/// A range one can divide: finite, in order, and not a single point.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let tame = |x: f64| if x.is_finite() { x.clamp(-1e15, 1e15) } else { 0.0 };
    let (low, high) = (tame(low).min(tame(high)), tame(low).max(tame(high)));
    let size = low.abs().max(high.abs());
    if high - low > size * 1e-6 && high - low > 1e-12 {
        return (low, high);
    }
    match size {
        s if s < 1e-12 => (0.0, 1.0),
        s if low > 0.0 => (low - 0.1 * s, high + 0.1 * s),
        s => (low - 0.1 * s, (high + 0.1 * s).min(if high < 0.0 { 0.0 } else { f64::MAX })),
    }
}

fn decimals_of(step: f64) -> usize {
    (0..=6)
        .find(|d| step * 10f64.powi(*d) >= 1.0 - 1e-9)
        .and_then(|d| usize::try_from(d).ok())
        .unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_data() {
        let spans = [(0.0, 1.0), (0.0, 1234.0), (-37.0, 12.0), (980.0, 1020.0), (0.0, 0.00031)];
        for (low, high) in spans {
            let ticks = Ticks::covering(low, high, 5);
            assert!(ticks.low() <= low + 1e-12 && ticks.high() >= high - 1e-12, "{ticks:?}");
            let step = ticks.values[1] - ticks.values[0];
            let lead = step / 10f64.powi((step.log10() + 1e-9).floor() as i32);
            assert!([1.0, 2.0, 5.0, 10.0].iter().any(|r| (lead - r).abs() < 1e-3), "{step}");
            assert!(ticks.values.len() <= 8, "{ticks:?}");
        }
    }

    #[test]
    fn odd_ranges_still_give_an_axis() {
        let odd = [(0.0, 0.0), (5.0, 5.0), (-5.0, -5.0), (f64::NAN, f64::INFINITY), (1e300, 1e301)];
        for (low, high) in odd {
            let ticks = Ticks::covering(low, high, 5);
            assert!(
                ticks.values.len() >= 2 && ticks.low() < ticks.high(),
                "{low} {high}: {ticks:?}"
            );
        }
    }
}

//! How the residents of an area are divided among counties of which no figures are at hand.
//!
//! The sizes of counties are close to lognormal: of `n` counties the i-th largest has a share in
//! proportion to `exp(sigma * z)`, with `z` the standard normal quantile of `1 - (i - 1/2) / n`. What
//! comes of it is made up, and is marked so wherever it is shown.

/// Divides residents among so many counties, the largest first. Every county has at least one
/// resident if there are enough; the sizes add up exactly.
#[must_use]
pub fn sizes(residents: u32, counties: u32, sigma: f64) -> Vec<u32> {
    let quantile = |nth: u32| 1.0 - (f64::from(nth) + 0.5) / f64::from(counties);
    let weight = |nth: u32| libm::exp(sigma * normal_quantile(quantile(nth)));
    let weights: Vec<f64> = (0..counties).map(weight).collect();
    let all: f64 = weights.iter().sum();
    // One each, the rest by the law; whole persons by the largest remainder.
    let each = u32::from(residents >= counties);
    let rest = residents - each * counties;
    let fair: Vec<f64> = weights.iter().map(|weight| f64::from(rest) * weight / all).collect();
    let mut sizes: Vec<u32> = fair.iter().map(|fair| each + fair.floor() as u32).collect();
    let mut order: Vec<usize> = (0..fair.len()).collect();
    order.sort_by(|&a, &b| fair[b].fract().total_cmp(&fair[a].fract()).then(a.cmp(&b)));
    let missing = residents - sizes.iter().sum::<u32>();
    order.iter().take(missing as usize).for_each(|&at| sizes[at] += 1);
    sizes
}

/// The quantile of the standard normal distribution, to 1e-9 (Acklam's rational approximation): the
/// same bits on every machine, which crates that use the system's logarithm do not promise.
fn normal_quantile(p: f64) -> f64 {
    const LOW: f64 = 0.02425;
    if p < LOW {
        return tail(libm::sqrt(-2.0 * libm::log(p)));
    }
    if p > 1.0 - LOW {
        return -tail(libm::sqrt(-2.0 * libm::log(1.0 - p)));
    }
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    let q = p - 0.5;
    polynomial(&A, q * q) * q / polynomial(&B, q * q)
}

fn tail(q: f64) -> f64 {
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    polynomial(&C, q) / polynomial(&D, q)
}

fn polynomial(factors: &[f64], x: f64) -> f64 {
    factors.iter().fold(0.0, |sum, factor| sum * x + factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_lost_and_the_largest_stands_first() {
        for (residents, counties) in [(1_000_000, 67), (5, 9), (9, 9), (123_457, 1), (10, 3)] {
            let sizes = sizes(residents, counties, 1.22);
            assert_eq!(sizes.len(), counties as usize);
            assert_eq!(sizes.iter().sum::<u32>(), residents);
            assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
            assert!(residents < counties || sizes.iter().all(|size| *size > 0));
        }
    }

    /// Tables of the normal distribution.
    #[test]
    fn the_quantiles_are_those_of_the_normal_distribution() {
        let known = [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.001, -3.090_232_306_167_813),
            (0.841_344_746_068_543, 1.0),
        ];
        for (p, z) in known {
            assert!((normal_quantile(p) - z).abs() < 2e-8, "{p}: {}", normal_quantile(p));
        }
    }

    #[test]
    fn a_lognormal_of_sigma_nought_divides_evenly() {
        assert_eq!(sizes(10, 5, 0.0), [2; 5]);
    }
}

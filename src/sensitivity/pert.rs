//! The PERT distribution on the unit interval: a beta with shape 4 around its mode.
//!
//! `statrs` has a beta distribution, but takes its logarithms from the platform, so that two
//! machines could sample two designs. Here only `libm` and the four operations are used: the same
//! bits everywhere.

/// A PERT distribution from 0 to 1 (Malcolm et al. 1959; Vose 2008): Beta(1 + 4m, 5 − 4m), with
/// mode m and mean (1 + 4m)/6.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pert {
    a: f64,
    b: f64,
    /// The logarithm of the beta function.
    log_beta: f64,
}

impl Pert {
    /// Around a mode from 0 to 1.
    #[must_use]
    pub fn new(mode: f64) -> Pert {
        assert!((0.0..=1.0).contains(&mode), "a mode of {mode} in the unit interval");
        let (a, b) = (1.0 + 4.0 * mode, 5.0 - 4.0 * mode);
        let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
        Pert { a, b, log_beta }
    }

    /// The probability of being below `x`, a number from 0 to 1.
    #[must_use]
    pub fn below(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x >= 1.0 {
            1.0
        } else if x * (self.a + self.b + 2.0) < self.a + 1.0 {
            self.lower_tail(x)
        } else {
            1.0 - self.mirrored().lower_tail(1.0 - x)
        }
    }

    /// The number below which the share `unit` lies; 0 at 0 and 1 at 1.
    ///
    /// The root is sought from the nearer end, where it is the sharper.
    #[must_use]
    pub fn quantile(&self, unit: f64) -> f64 {
        if unit > 0.5 { 1.0 - self.mirrored().root(1.0 - unit) } else { self.root(unit) }
    }

    fn mirrored(&self) -> Pert {
        Pert { a: self.b, b: self.a, log_beta: self.log_beta }
    }

    fn density(&self, x: f64) -> f64 {
        let log = (self.a - 1.0) * libm::log(x) + (self.b - 1.0) * libm::log1p(-x);
        libm::exp(log - self.log_beta)
    }

    /// Newton's steps, halving where they would leave the bracket.
    fn root(&self, share: f64) -> f64 {
        if share <= 0.0 {
            return 0.0;
        }
        let (mut least, mut most) = (0.0_f64, 1.0_f64);
        let mut x = self.a / (self.a + self.b);
        for _ in 0..200 {
            let over = self.below(x) - share;
            if over > 0.0 {
                most = x
            } else {
                least = x
            }
            let newton = x - over / self.density(x);
            let inside = newton > least && newton < most;
            let next = if inside { newton } else { 0.5 * (least + most) };
            let moved = (next - x).abs();
            x = next;
            if moved <= 1e-16 * x {
                break;
            }
        }
        x
    }

    /// The incomplete beta function by its continued fraction (Lentz's algorithm; DLMF 8.17.22),
    /// which converges fast left of the mean.
    fn lower_tail(&self, x: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
        let mut fraction = d;
        for step in 1..500 {
            let m = f64::from(step);
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            let before = fraction;
            for term in [even, odd] {
                d = 1.0 / nonzero(1.0 + term * d);
                c = nonzero(1.0 + term / c);
                fraction *= c * d;
            }
            if (fraction - before).abs() <= 1e-16 * fraction.abs() {
                break;
            }
        }
        let log = a * libm::log(x) + b * libm::log1p(-x) - self.log_beta;
        libm::exp(log) * fraction / a
    }
}

fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Beta, Continuous, ContinuousCDF};

    #[test]
    fn it_is_the_beta_distribution_of_another_crate() {
        for mode in [0.0, 0.07, 0.3, 0.5, 0.81, 1.0] {
            let (pert, beta) = (Pert::new(mode), Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode));
            let beta = beta.expect("a beta");
            for i in 1..200 {
                let x = f64::from(i) / 200.0;
                assert!((pert.below(x) - beta.cdf(x)).abs() < 1e-13, "{mode} {x}");
                assert!((pert.density(x) - beta.pdf(x)).abs() < 1e-12, "{mode} {x}");
            }
        }
    }

    #[test]
    fn the_quantile_turns_the_probability_around() {
        for mode in [0.0, 0.07, 0.3, 0.5, 0.81, 1.0] {
            let pert = Pert::new(mode);
            let units = (1..1000).map(|i| f64::from(i) / 1000.0);
            for unit in units.chain([1.2e-10, 1e-6, 1.0 - 1e-6, 1.0 - 1.2e-10]) {
                let x = pert.quantile(unit);
                assert!(x > 0.0 && x < 1.0);
                assert!((pert.below(x) - unit).abs() < 1e-14 * 4.0, "{mode} {unit} {x}");
            }
            assert_eq!((pert.quantile(0.0), pert.quantile(1.0)), (0.0, 1.0));
        }
    }

    #[test]
    fn its_mean_leans_four_times_to_the_mode() {
        let pert = Pert::new(0.2);
        let mean = (0..20_000).map(|i| pert.quantile((f64::from(i) + 0.5) / 20_000.0)).sum::<f64>();
        assert!((mean / 20_000.0 - (0.0 + 4.0 * 0.2 + 1.0) / 6.0).abs() < 1e-6);
    }

    #[test]
    fn its_bits_are_those_of_every_machine() {
        let bits = [0.05, 0.5, 0.999].map(|unit| Pert::new(0.3).quantile(unit).to_bits());
        assert_eq!(bits, [4591560641073402696, 4599994664516402256, 4606248994973696224]);
    }
}

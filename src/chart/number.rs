//! Numbers as people read them: narrow spaces between thousands, a real minus, no more digits than
//! mean something.

use super::picture::Estimate;

/// Between thousands; it does not break a line.
const THIN: char = '\u{202f}';

/// A number with so many decimals.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "n/a".to_owned();
    }
    let size = value.abs();
    let digits = if size >= 1e9 || decimals > 6 {
        power(size)
    } else {
        let plain = format!("{size:.decimals$}");
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        if part.is_empty() { spaced(whole) } else { format!("{}.{part}", spaced(whole)) }
    };
    let is_zero = !digits.chars().any(|c| ('1'..='9').contains(&c));
    if value < 0.0 && !is_zero { format!("−{digits}") } else { digits }
}

/// As [`fixed`], with a plus before what is above zero.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let is_zero = !text.chars().any(|c| ('1'..='9').contains(&c));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// A number by itself, with as many decimals as its size calls for.
pub(super) fn plain(value: f64) -> String {
    fixed(value, decimals(&[value]))
}

/// A value and its interval: `1 234 [1 100, 1 370]`.
pub(super) fn interval(e: Estimate) -> String {
    let d = decimals(&[e.value, e.low, e.high]);
    format!("{} [{}, {}]", fixed(e.value, d), fixed(e.low, d), fixed(e.high, d))
}

/// A difference and its interval: `+1 234 [+1 100, +1 370]`.
pub(super) fn difference(e: Estimate) -> String {
    let d = decimals(&[e.value, e.low, e.high]);
    format!("{} [{}, {}]", signed(e.value, d), signed(e.low, d), signed(e.high, d))
}

/// A share as a percentage with sign: `+4.1 %`.
pub(super) fn signed_percent(share: f64) -> String {
    let percent = 100.0 * share;
    let few = usize::from(percent.abs() < 9.95);
    let text = signed(percent, few);
    format!("{}\u{a0}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// A share without a sign: `4.1 %`, `38 %`.
pub(super) fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let few = usize::from(percent.abs() < 9.95);
    let text = fixed(percent, few);
    format!("{}\u{a0}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// A share and its interval: `38 % [31, 45]`.
pub(super) fn percent_interval(e: Estimate) -> String {
    let [value, low, high] = [e.value, e.low, e.high].map(|share| 100.0 * share);
    let few = usize::from(value.abs() < 9.95);
    let (value, low, high) = (fixed(value, few), fixed(low, few), fixed(high, few));
    format!("{value}\u{a0}% [{low}, {high}]")
}

/// As [`fixed`], in at most six characters where it has few decimals: `12k` for thousands, `3.4M`
/// for millions, `2e9` beyond.
pub(super) fn short(value: f64, decimals: usize) -> String {
    let size = value.abs();
    // From here on the next unit would be rounded to.
    let (unit, name) = match size {
        x if !x.is_finite() => return fixed(value, 0),
        x if x >= 999.5e6 || decimals > 3 && x > 0.0 => return minus(&format!("{value:.0e}")),
        x if x >= 999_500.0 => (1e6, "M"),
        x if x >= 999.5 => (1e3, "k"),
        _ => return fixed(value, decimals),
    };
    let text = fixed(value / unit, usize::from(size / unit < 9.95));
    format!("{}{name}", text.strip_suffix(".0").unwrap_or(&text))
}

/// As [`short`], with a plus before what is above zero.
pub(super) fn signed_short(value: f64, decimals: usize) -> String {
    let text = short(value, decimals);
    let is_zero = !text.chars().any(|c| ('1'..='9').contains(&c));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// With a real minus.
fn minus(text: &str) -> String {
    text.replace('-', "−")
}

/// Decimals for numbers that stand together: two digits for the largest. More would promise too
/// much.
pub(super) fn decimals(values: &[f64]) -> usize {
    let largest =
        values.iter().filter(|v| v.is_finite()).fold(0.0, |most: f64, v| most.max(v.abs()));
    match largest {
        x if x >= 9.95 || x <= 0.0 => 0,
        x if x >= 0.995 => 1,
        x if x >= 0.0995 => 2,
        x if x >= 0.00995 => 3,
        x if x >= 0.000995 => 4,
        x if x >= 0.0000995 => 5,
        _ => 7,
    }
}

/// A number of things, for reckoning with places.
pub(super) fn float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

fn spaced(whole: &str) -> String {
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// Powers of ten for what would be a row of zeros.
fn power(size: f64) -> String {
    if size <= 0.0 {
        return "0".to_owned();
    }
    let text = format!("{size:.2e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let raised: String = exponent
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(d) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][d as usize],
            None => '⁻',
        })
        .collect();
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{digits}×10{raised}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_spaced_and_the_minus_is_real() {
        assert_eq!(fixed(-1_234_567.0, 0), "−1\u{202f}234\u{202f}567");
        assert_eq!(signed(999.4, 0), "+999");
        assert_eq!(signed(-0.2, 0), "0", "no minus zero");
    }

    #[test]
    fn numbers_of_an_interval_have_the_same_decimals() {
        let e = Estimate { value: 12.0, low: 9.26, high: 14.75 };
        assert_eq!(difference(e), "+12 [+9, +15]");
        assert_eq!(interval(Estimate { value: 0.0, low: 0.0, high: 0.0 }), "0 [0, 0]");
    }

    #[test]
    fn short_numbers_keep_two_digits() {
        let written = [999.4, 999.5, 1234.0, 12_345.0, 999_499.0, 2e6, 3.4e8, 1e9, -7.2e300];
        let read = written.map(|value| short(value, 0));
        assert_eq!(read, ["999", "1k", "1.2k", "12k", "999k", "2M", "340M", "1e9", "−7e300"]);
        assert_eq!(signed_short(1500.0, 0), "+1.5k");
        assert_eq!(signed_short(0.004, 1), "0.0");
        assert_eq!(short(0.000_02, 5), "2e−5");
    }

    #[test]
    fn odd_numbers_are_short() {
        for odd in [f64::NAN, f64::INFINITY, 1e300, -1e-300, f64::MIN, f64::MAX, 1e15] {
            assert!(plain(odd).chars().count() < 15, "{odd}: {}", plain(odd));
        }
        assert_eq!(plain(1.5e12), "1.5×10¹²");
    }
}

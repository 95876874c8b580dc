//! Numbers and names as people read them.
//!
//! Thousands are apart by a narrow space that does not break a line, minus is the sign U+2212, and
//! there are as many digits as the interval leaves meaning to.

use crate::event::{Group, Offence, Status};
use crate::sweep::paired::Mean;

const THIN: char = '\u{202f}';

/// What stands where one replicate leaves no interval to tell.
pub(super) const NO_INTERVAL: &str = "one replicate: no interval";

/// A number with so many decimals; a dash for what is none.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out = format!("{out}.{part}");
    }
    let is_zero = !out.chars().any(|c| ('1'..='9').contains(&c));
    if value < 0.0 && !is_zero { format!("−{out}") } else { out }
}

/// The place of the last digit that means something, as a power of ten: two digits of the half
/// width of an interval; of a number without one, three digits.
fn place(value: f64, half: f64) -> i32 {
    let digits = |x: f64, keep: i32| (x.log10().floor() as i32 + 1 - keep).clamp(-6, 12);
    if half.is_finite() && half > 0.0 {
        digits(half, 2)
    } else if value.is_finite() && value.abs() > 0.0 {
        digits(value.abs(), 3).min(0)
    } else {
        0
    }
}

/// A number of an interval, with the digits that its half width leaves meaning to.
fn of_interval(value: f64, mean: &Mean) -> String {
    let half = (mean.high - mean.low) / 2.0;
    if half > 0.0 { rounded(value, place(mean.value, half)) } else { plain(value) }
}

fn rounded(value: f64, place: i32) -> String {
    if place > 0 {
        let step = 10_f64.powi(place);
        fixed((value / step).round() * step, 0)
    } else {
        fixed(value, place.unsigned_abs() as usize)
    }
}

/// A number that is exact or only set down.
pub(super) fn plain(value: f64) -> String {
    let text = rounded(value, place(value, f64::NAN));
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A whole number.
pub(super) fn whole(value: usize) -> String {
    fixed(value as f64, 0)
}

/// A mean with its interval. Of one replicate there is none, which is said once beside such
/// numbers.
pub(super) fn estimate(mean: &Mean) -> String {
    if mean.number < 2 {
        return plain(mean.value);
    }
    let of = |value| of_interval(value, mean);
    format!("{} [{}, {}]", of(mean.value), of(mean.low), of(mean.high))
}

fn with_plus(value: f64, text: String) -> String {
    let is_zero = !text.chars().any(|c| ('1'..='9').contains(&c));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// A difference with its interval, signs always there.
pub(super) fn difference(mean: &Mean) -> String {
    if mean.number < 2 {
        return with_plus(mean.value, plain(mean.value));
    }
    let of = |value| with_plus(value, of_interval(value, mean));
    format!("{} [{}, {}]", of(mean.value), of(mean.low), of(mean.high))
}

/// A difference as a share of a base, in percent with a sign; nothing if there is no base.
pub(super) fn percent_of(value: f64, base: f64) -> Option<String> {
    let share = 100.0 * value / base.abs();
    if !share.is_finite() || base.abs() < 1e-9 {
        return None;
    }
    let decimals = usize::from(share.abs() < 9.95);
    Some(format!("{}\u{a0}%", with_plus(share, fixed(share, decimals))))
}

/// A change in percent with its interval; nothing if there is no base, or one replicate only.
pub(super) fn percent_with_interval(percent: Option<(f64, f64, f64)>) -> Option<String> {
    let (value, low, high) = percent.filter(|(a, b, c)| (a + b + c).is_finite())?;
    let width = (high - low).abs();
    let decimals = if width < 0.2 { 2 } else { usize::from(width < 20.0) };
    let of = |x: f64| with_plus(x, fixed(x, decimals));
    Some(format!("{}\u{a0}% [{}, {}]", of(value), of(low), of(high)))
}

/// A number and its interval as two lines of a cell.
pub(super) fn stacked(text: &str) -> maud::Markup {
    let (number, interval) = match text.find(" [").or_else(|| text.find(" (")) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    maud::html! {
        (number)
        @if !interval.is_empty() { " " span.interval { (interval.trim_start()) } }
    }
}

/// How many times more replicates strangers would need than pairs do.
pub(super) fn times(ratio: f64) -> String {
    fixed(ratio, usize::from(ratio < 9.95))
}

/// Which of two words: for more, or for less.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// As "more removals".
    pub more: &'a str,
    /// As "fewer removals".
    pub less: &'a str,
    /// As "in removals".
    pub of: &'a str,
}

/// A paired difference as part of a sentence, with its interval and its share of the base.
pub(super) fn change(mean: &Mean, base: f64, say: Change) -> String {
    if mean.value == 0.0 && mean.spread == 0.0 {
        return format!("no difference {} in any replicate", say.of);
    }
    if mean.number < 2 {
        let word = if mean.value < 0.0 { say.less } else { say.more };
        return format!("{} {word}", plain(mean.value.abs()));
    }
    if mean.spread == 0.0 {
        let word = if mean.value < 0.0 { say.less } else { say.more };
        return format!("{} {word} in every replicate alike", plain(mean.value.abs()));
    }
    if mean.crosses_zero() {
        return format!(
            "no difference {} that these replicates can tell ({})",
            say.of,
            difference(mean)
        );
    }
    let is_less = mean.value < 0.0;
    let (low, high) = if is_less { (-mean.high, -mean.low) } else { (mean.low, mean.high) };
    let word = if is_less { say.less } else { say.more };
    let share = percent_of(mean.value, base).map_or_else(String::new, |share| format!("; {share}"));
    format!(
        "{} {word} (interval {} to {}{share})",
        of_interval(mean.value.abs(), mean),
        of_interval(low, mean),
        of_interval(high, mean)
    )
}

/// Where means of several arms lie: the highest, the lowest and the first, which is the base; all
/// of them where there are few.
pub(super) fn ranked(labels: &[&str], means: &[Mean], tell: fn(&Mean) -> String) -> String {
    let mut order: Vec<(&str, &Mean)> = labels.iter().copied().zip(means).collect();
    let Some(&(base, first)) = order.first() else { return String::new() };
    if order.len() <= 2 {
        let each = order.iter().map(|(label, mean)| format!("{label} {}", tell(mean)));
        return each.collect::<Vec<_>>().join("; ");
    }
    order.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    let (most, least) = (order[0], order[order.len() - 1]);
    let mut said = vec![
        format!("highest under {}, {}", most.0, tell(most.1)),
        format!("lowest under {}, {}", least.0, tell(least.1)),
    ];
    if base != most.0 && base != least.0 {
        said.push(format!("{base} (the base) {}", tell(first)));
    }
    said.join("; ")
}

/// A list in words: `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 replicate`, `12 replicates`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", whole(number), if number == 1 { one } else { many })
}

/// A sentence begins with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// A class of offences, as a label.
pub(super) fn offence(offence: Offence) -> &'static str {
    match offence {
        Offence::None => "Never convicted",
        Offence::Infraction => "Infraction",
        Offence::Traffic => "Traffic or licence",
        Offence::DrugPossession => "Drug possession",
        Offence::Misdemeanour => "Other misdemeanour",
        Offence::Wobbler => "Wobbler",
        Offence::Felony => "Felony, not serious",
        Offence::SeriousFelony => "Serious or violent felony",
    }
}

/// An immigration status, as a label.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::UsBorn => "Citizen by birth",
        Status::NaturalisedRecently => "Naturalised under 15 years ago",
        Status::NaturalisedLongAgo => "Naturalised longer ago",
        Status::LawfulResident => "Lawful permanent resident",
        Status::Temporary => "On a valid visa",
        Status::Overstayed => "Overstayed a visa",
        Status::Unauthorised => "Unauthorised, no order",
        Status::PriorOrder => "With a prior removal order",
    }
}

/// A group of victims, as a label.
pub(super) fn group(group: Group) -> &'static str {
    match group {
        Group::Unauthorised => "Unauthorised",
        Group::MixedStatus => "Mixed-status household",
        Group::HispanicImmigrant => "Hispanic, immigrant",
        Group::HispanicUsBorn => "Hispanic, US-born",
        Group::Black => "Black",
        Group::Other => "Everybody else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_that_the_interval_leaves_meaning_to() {
        let mean = Mean { value: 12_345.6, low: 11_987.0, high: 12_704.2, spread: 1.0, number: 4 };
        assert_eq!(estimate(&mean), "12\u{202f}350 [11\u{202f}990, 12\u{202f}700]");
        let mean = Mean { value: -0.1234, low: -0.2, high: -0.05, spread: 1.0, number: 4 };
        assert_eq!(difference(&mean), "−0.123 [−0.200, −0.050]");
    }

    #[test]
    fn one_replicate_has_no_interval_and_no_odd_numbers() {
        let one = Mean::of(&[5.0]);
        assert_eq!(estimate(&one), "5");
        assert_eq!(fixed(f64::NAN, 2), "–");
        assert_eq!(percent_of(3.0, 0.0), None);
    }

    #[test]
    fn less_is_said_with_the_ends_of_the_interval_turned_round() {
        let mean = Mean { value: -50.0, low: -60.0, high: -40.0, spread: 1.0, number: 4 };
        let say = Change { more: "more removals", less: "fewer removals", of: "in removals" };
        assert_eq!(change(&mean, 200.0, say), "50 fewer removals (interval 40 to 60; −25\u{a0}%)");
    }
}

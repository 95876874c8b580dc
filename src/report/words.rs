//! Numbers and names as people read them.
//!
//! Thousands are apart by a narrow space that does not break a line, minus is the sign U+2212, and
//! there are as many digits as the interval leaves meaning to.

use crate::event::{Group, Offence, Status};
use crate::sweep::paired::Mean;

const THIN: char = '\u{202f}';

/// What stands where one replicate leaves no interval to tell.
pub(crate) const NO_INTERVAL: &str = "one replicate: no interval";

/// A number with so many decimals; a dash for what is none.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
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
    if value < 0.0 && !is_zero(&out) { format!("−{out}") } else { out }
}

/// No mean of a few runs is known to more digits than this.
const MOST_DIGITS: i32 = 4;

/// The place of the last digit that means something, as a power of ten: two digits of the half
/// width of an interval, but no more than [`MOST_DIGITS`] in all; of a number without one, three
/// digits.
fn place(value: f64, half: f64) -> i32 {
    let digits = |x: f64, keep: i32| (x.log10().floor() as i32 + 1 - keep).clamp(-6, 12);
    let is_number = value.is_finite() && value.abs() > 0.0;
    if half.is_finite() && half > 0.0 {
        let most = if is_number { digits(value.abs(), MOST_DIGITS) } else { i32::MIN };
        digits(half, 2).max(most)
    } else if is_number {
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

/// An end of an interval. One that would be rounded to zero and is not has a digit more: which side
/// of zero it lies on is what matters most.
fn end_of_interval(value: f64, mean: &Mean) -> String {
    let half = (mean.high - mean.low) / 2.0;
    not_zero(value, half, of_interval(value, mean))
}

/// The same with a digit more where a number would be rounded to zero and is not, unless it is next
/// to nothing beside `half`.
fn not_zero(value: f64, half: f64, text: String) -> String {
    let is_small = value == 0.0 || value.abs() < 1e-6 * half.abs();
    if !is_zero(&text) || is_small || !value.is_finite() {
        return text;
    }
    rounded(value, (value.abs().log10().floor() as i32).clamp(-6, 12))
}

/// Whether a number as written is nothing; a dash is no number.
fn is_zero(text: &str) -> bool {
    text.contains('0') && !text.chars().any(|c| ('1'..='9').contains(&c))
}

/// A number with an interval behind it, which is left out where it has no width to be seen.
fn with_interval(value: String, low: String, high: String) -> String {
    if low == high { value } else { format!("{value} [{low}, {high}]") }
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
pub(crate) fn plain(value: f64) -> String {
    let text = rounded(value, place(value, f64::NAN));
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The same with a plus before what is above zero.
pub(crate) fn plain_signed(value: f64) -> String {
    with_plus(value, plain(value))
}

/// A share of one as a percentage.
pub(crate) fn percent(share: f64) -> String {
    format!("{}\u{a0}%", fixed(100.0 * share, 0))
}

/// A share of one as a percentage, with its interval.
pub(crate) fn percent_interval(share: f64, low: f64, high: f64) -> String {
    let [low, high] = [low, high].map(|end| fixed(100.0 * end, 0));
    format!("{} [{low}, {high}]", percent(share))
}

/// An index without a unit, with its interval: two decimals, so that all of a table compare.
pub(crate) fn index(value: f64, low: f64, high: f64) -> String {
    let [value, low, high] = [value, low, high].map(|number| fixed(number, 2));
    format!("{value} [{low}, {high}]")
}

/// A whole number.
pub(crate) fn whole(value: usize) -> String {
    fixed(value as f64, 0)
}

/// A mean of what cannot be less than nothing, with its interval. Of one replicate there is none,
/// which is said once beside such numbers.
pub(crate) fn estimate(mean: &Mean) -> String {
    if mean.value < 0.0 {
        return estimate_signed(mean);
    }
    // Student's interval knows nothing of what is counted.
    ends(mean, mean.low.max(0.0))
}

/// A mean of what may be less than nothing, with its interval.
pub(crate) fn estimate_signed(mean: &Mean) -> String {
    ends(mean, mean.low)
}

fn ends(mean: &Mean, low: f64) -> String {
    if mean.number < 2 {
        return plain(mean.value);
    }
    let end = |value| end_of_interval(value, mean);
    with_interval(of_interval(mean.value, mean), end(low), end(mean.high))
}

fn with_plus(value: f64, text: String) -> String {
    if value > 0.0 && !is_zero(&text) { format!("+{text}") } else { text }
}

/// A difference with its interval, signs always there.
pub(crate) fn difference(mean: &Mean) -> String {
    if mean.number < 2 {
        return with_plus(mean.value, plain(mean.value));
    }
    let end = |value| with_plus(value, end_of_interval(value, mean));
    let value = with_plus(mean.value, of_interval(mean.value, mean));
    with_interval(value, end(mean.low), end(mean.high))
}

/// A difference as a share of a base, in percent with a sign; nothing if the base is nothing or less.
pub(crate) fn percent_of(value: f64, base: f64) -> Option<String> {
    let share = 100.0 * value / base;
    if !share.is_finite() || base < 1e-9 {
        return None;
    }
    let decimals = usize::from(share.abs() < 9.95);
    Some(format!("{}\u{a0}%", with_plus(share, fixed(share, decimals))))
}

/// A change in percent with its interval; nothing if there is no base, or one replicate only.
pub(crate) fn percent_with_interval(percent: Option<(f64, f64, f64)>) -> Option<String> {
    let (value, low, high) = percent.filter(|(a, b, c)| (a + b + c).is_finite())?;
    let width = (high - low).abs();
    let decimals = if width < 0.2 { 2 } else { usize::from(width < 20.0) };
    let of = |x: f64| with_plus(x, fixed(x, decimals));
    let end = |x: f64| with_plus(x, not_zero(x, width / 2.0, fixed(x, decimals)));
    Some(with_interval(format!("{}\u{a0}%", of(value)), end(low), end(high)))
}

/// A number and its interval as two lines of a cell.
pub(crate) fn stacked(text: &str) -> maud::Markup {
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
pub(crate) fn times(ratio: f64) -> String {
    if ratio > 1_000.0 {
        return format!("more than {}", whole(1_000));
    }
    fixed(ratio, usize::from(ratio < 9.95))
}

/// Which of two words: for more, or for less.
#[derive(Clone, Copy)]
pub(crate) struct Change<'a> {
    /// As "more removals".
    pub more: &'a str,
    /// As "fewer removals".
    pub less: &'a str,
    /// As "in removals".
    pub of: &'a str,
}

/// A paired difference as part of a sentence, with its interval and its share of the base.
pub(crate) fn change(mean: &Mean, base: f64, say: Change) -> String {
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
    let share = percent_of(mean.value, base);
    let (low, high) = (end_of_interval(low, mean), end_of_interval(high, mean));
    let interval = (low != high).then(|| format!("interval {low} to {high}"));
    let beside: Vec<String> = interval.into_iter().chain(share).collect();
    let value = of_interval(mean.value.abs(), mean);
    if beside.is_empty() {
        return format!("{value} {word}");
    }
    format!("{value} {word} ({})", beside.join("; "))
}

/// Means of several arms as [`ranked`], but where none can be told from the base's only that: a
/// ranking would claim an order where there is none. `differences` are those of the other arms.
pub(crate) fn ranked_if_told(
    labels: &[&str],
    means: &[Mean],
    differences: &[Mean],
    tell: fn(&Mean) -> String,
) -> String {
    let is_told = |difference: &Mean| difference.number < 2 || !difference.crosses_zero();
    match (labels.first(), means.first()) {
        (Some(base), Some(mean)) if labels.len() > 1 && !differences.iter().any(is_told) => {
            format!("{base} (the base) {}; no other arm can be told from it", tell(mean))
        }
        _ => ranked(labels, means, tell),
    }
}

/// Where means of several arms lie: the highest, the lowest and the first, which is the base; all
/// of them where there are few.
pub(crate) fn ranked(labels: &[&str], means: &[Mean], tell: fn(&Mean) -> String) -> String {
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
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 replicate`, `12 replicates`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", whole(number), if number == 1 { one } else { many })
}

/// A sentence begins with a capital letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// A class of offences, as a label.
pub(crate) fn offence(offence: Offence) -> &'static str {
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
pub(crate) fn status(status: Status) -> &'static str {
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
pub(crate) fn group(group: Group) -> &'static str {
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

    #[test]
    fn no_more_than_four_digits_and_no_interval_that_cannot_be_seen() {
        let narrow = Mean { low: 1.678_705, high: 1.678_893, ..mean(1.678_799) };
        assert_eq!(estimate(&narrow), "1.679");
        assert_eq!(difference(&narrow), "+1.679");
        let say = Change { more: "more", less: "fewer", of: "" };
        assert_eq!(change(&narrow, f64::NAN, say), "1.679 more");
        let wider = Mean { low: 1.601, high: 1.757, ..mean(1.679) };
        assert_eq!(estimate(&wider), "1.679 [1.601, 1.757]");
    }

    #[test]
    fn an_end_that_is_not_zero_is_not_written_as_zero() {
        let far = Mean { low: -76.0, high: -0.3, ..mean(-38.0) };
        assert_eq!(difference(&far), "−38 [−76, −0.3]");
        let say = Change { more: "more", less: "fewer", of: "" };
        assert_eq!(change(&far, 100.0, say), "38 fewer (interval 0.3 to 76; −38\u{a0}%)");
        assert_eq!(difference(&Mean { high: 0.0, ..far }), "−38 [−76, 0]");
        let percent = percent_with_interval(Some((30.0, 0.04, 60.0)));
        assert_eq!(percent.as_deref(), Some("+30\u{a0}% [+0.04, +60]"));
    }

    #[test]
    fn counts_end_at_zero_and_differences_do_not() {
        let few = Mean { low: -0.6, high: 3.6, ..mean(1.5) };
        assert_eq!(estimate(&few), "1.5 [0.0, 3.6]");
        assert_eq!(estimate_signed(&few), "1.5 [−0.6, 3.6]");
        assert_eq!(difference(&few), "+1.5 [−0.6, +3.6]");
    }

    #[test]
    fn a_base_below_nothing_has_no_percentage_and_savings_have_a_cap() {
        assert_eq!(percent_of(3.0, -6.0), None);
        assert_eq!(times(1e30), "more than 1\u{202f}000");
    }

    #[test]
    fn arms_that_cannot_be_told_apart_are_not_ranked() {
        let (labels, means) = (["A", "B", "C"], [mean(1.0), mean(2.0), mean(3.0)]);
        let open = Mean { low: -1.0, high: 3.0, ..mean(1.0) };
        let told = ranked_if_told(&labels, &means, &[open, open], |mean| plain(mean.value));
        assert_eq!(told, "A (the base) 1; no other arm can be told from it");
        let clear = Mean { low: 1.0, ..open };
        let told = ranked_if_told(&labels, &means, &[open, clear], |mean| plain(mean.value));
        assert_eq!(told, "highest under C, 3; lowest under A, 1");
    }

    fn mean(value: f64) -> Mean {
        Mean { value, low: value, high: value, spread: 1.0, number: 4 }
    }
}

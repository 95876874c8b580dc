//! Indices as rows and sentences: the largest first, and what is under the noise floor counted only.

use super::finding::Said;
use crate::report::words::{self, difference, fixed, index, percent, plain};
use crate::sensitivity::factorial::Shares;
use crate::sensitivity::indices::{Index, Indices};
use crate::sensitivity::morris::{Effect, Effects};
use crate::sensitivity::ranks::RankIndices;
use crate::sensitivity::tornado::Tornado;
use crate::sensitivity::{Estimate, bins};
use crate::sweep::paired::Mean;

/// Below this the ranks say little of the output.
const WELL_EXPLAINED: f64 = 0.7;

/// What first orders add up to where little is left to say of.
const NEARLY_ALL: f64 = 0.9;

/// So many parameters are named in an answer.
const NAMED: usize = 3;

/// A parameter on its way into a table.
struct Line {
    size: f64,
    /// Where the interval of its size ends, if it has one.
    ends: Option<(f64, f64)>,
    /// Under the floor: counted only.
    is_noise: bool,
    /// Above it with all of its interval.
    is_told: bool,
    /// Its index, as a sentence names it.
    lead: String,
    cells: Vec<String>,
}

/// The dummy has the last line, which is left out.
fn table(columns: Vec<&'static str>, mut lines: Vec<Line>, below_what: &str) -> Said {
    lines.pop();
    lines.sort_by(|one, other| other.size.total_cmp(&one.size));
    let below = lines.iter().filter(|line| line.is_noise).count();
    let answer = answer(&lines);
    let told: Vec<&Line> = lines.iter().filter(|line| line.is_told).collect();
    let (leader, told) = (told.first().map(|line| line.cells[0].clone()), told.len());
    let all = lines.len();
    let rows: Vec<Vec<String>> =
        lines.into_iter().filter(|line| !line.is_noise).map(|line| line.cells).collect();
    let mut notes = Vec::new();
    if below > 0 {
        let more = if below < all { "more " } else { "" };
        notes.push(format!("{below} {more}{below_what}."));
    }
    Said { answer, leader, told, columns, rows, notes, ..Said::default() }
}

/// Under which floor the others are, in words. `left` is what of chance is left in the means.
fn below(floor: f64, left: f64, words: fn(f64) -> String) -> String {
    let why = match left > 0.0 && left >= floor {
        true => "which chance alone reaches",
        false => "which a parameter in no model reaches",
    };
    format!("below the noise floor of {}, {why}", words(floor))
}

/// What decides, in a few sentences.
fn answer(lines: &[Line]) -> String {
    let clear: Vec<&Line> = lines.iter().filter(|line| line.is_told).collect();
    let all = words::counted(lines.len(), "parameter", "parameters");
    let Some(first) = clear.first() else {
        return format!("None of {all} is told from noise.");
    };
    let name = |line: &&Line| format!("{} ({})", line.cells[0], line.lead);
    let then: Vec<String> = clear.iter().skip(1).take(NAMED - 1).map(name).collect();
    let then =
        if then.is_empty() { String::new() } else { format!(", then {}", words::list(&then)) };
    let is_open = |(first, second): (&Line, &Line)| {
        first.ends.zip(second.ends).is_some_and(|((low, _), (_, high))| high > low)
    };
    let second = clear.get(1).copied();
    let open = match second.is_some_and(|second| is_open((first, second))) {
        true => " The intervals of the first two overlap: their order is not sure.",
        false => "",
    };
    let are = if clear.len() == 1 { "is" } else { "are" };
    let larger = lines.iter().find(|line| line.size > first.size);
    let larger = larger.map_or_else(String::new, |line| {
        format!(" {} ({}) may be larger, or chance.", line.cells[0], line.lead)
    });
    format!(
        "{} leads{then}.{open}{larger} {} of {all} {are} told from noise.",
        name(first),
        clear.len()
    )
}

/// `left` is the part of chance in the variance of the means: a parameter that only shuffles luck has such
/// a total, and the dummy, which meets the same luck at every point, does not show it.
pub(super) fn indices(names: &[String], found: &Indices, ways: &[f64], left: f64) -> Said {
    let floor = found.floor.max(left);
    let line = |((name, index), way): ((&String, &Index), &f64)| Line {
        size: index.total.value,
        ends: Some((index.total.low, index.total.high)),
        is_noise: index.total.value <= floor,
        // Above the floor, and surely so by either of its indices.
        is_told: index.total.value > floor
            && (index.total.clears(floor) || index.first.clears(found.floor)),
        lead: format!("total {}", share(&index.total)),
        cells: vec![
            name.clone(),
            share(&index.first),
            share(&index.total),
            format!("{}{}", meaning(index, (found.floor, floor)), way_words(*way)),
        ],
    };
    let parameters = found.columns.iter().take(names.len() - 1);
    let alone: f64 = parameters.map(|index| index.first.value).sum();
    let lines = names.iter().zip(&found.columns).zip(ways).map(line).collect();
    let columns = vec!["parameter", "first order", "total", "what it means"];
    let mut told = table(columns, lines, &below(floor, left, two));
    if alone < NEARLY_ALL {
        told.notes.push(format!(
            "First orders add up to {}: what is missing to 1 goes with parameters together, with chance, or \
             is noise of the estimate.",
            two(alone)
        ));
    }
    let mut pairs: Vec<_> =
        found.pairs.iter().filter(|pair| pair.index.clears(found.floor)).collect();
    pairs.sort_by(|one, other| other.index.value.total_cmp(&one.index.value));
    for pair in pairs.iter().take(5) {
        let (one, other) = (&names[pair.one], &names[pair.other]);
        told.notes.push(format!("{one} and {other} only together: {}.", share(&pair.index)));
    }
    told
}

/// Which way, where that is told.
fn way_words(way: f64) -> &'static str {
    match way {
        way if way > 0.0 => "; more of it, more",
        way if way < 0.0 => "; more of it, less",
        _ => "",
    }
}

/// In words. A first order is held against the dummy, a total against chance as well.
fn meaning(index: &Index, (first, total): (f64, f64)) -> &'static str {
    let alone = index.first.clears(first);
    let interacts = index.total.value - index.first.value > total.max(0.1);
    match (index.total.clears(total), alone, interacts) {
        (false, false, _) => "not surely above the noise floor",
        (false, true, _) => "matters, by itself",
        (true, true, false) if index.first.value >= 0.5 => "alone decides most of the spread",
        (true, true, false) => "matters, by itself",
        (true, true, true) => "matters, and interacts with others",
        (true, false, true) if index.first.value <= first => "only through interaction",
        (true, false, _) => "matters; alone or with others is not told by so few",
    }
}

/// `chance` is what mu* a parameter has that only shuffles luck.
pub(super) fn screened(names: &[String], found: &Effects, chance: f64) -> Said {
    let floor = found.floor.max(chance);
    let optional = |estimate: &Option<Estimate>| estimate.as_ref().map_or("–".to_owned(), number);
    let line = |(name, effect): (&String, &Effect)| {
        let of = |estimate: &Option<Estimate>| estimate.map_or(0.0, |estimate| estimate.value);
        let (mu, sigma, star) = (of(&effect.mu), of(&effect.sigma), effect.mu_star.value);
        let words = match () {
            () if effect.mu.is_none() => "a group: which way is not told",
            () if sigma > star => "bends or interacts",
            () if mu.abs() < 0.9 * star => "not the same way everywhere",
            () if mu > 0.0 => "steadily upward",
            () => "steadily downward",
        };
        let cells = vec![
            name.clone(),
            number(&effect.mu_star),
            optional(&effect.sigma),
            percent(effect.share.value),
            words.to_owned(),
        ];
        let lead = format!("mu* {}", number(&effect.mu_star));
        let ends = Some((effect.mu_star.low, effect.mu_star.high));
        let is_told = effect.mu_star.clears(floor);
        Line { size: star, ends, is_noise: star <= floor, is_told, lead, cells }
    };
    let lines = names.iter().zip(&found.groups).map(line).collect();
    let has_groups = found.groups.iter().any(|effect| effect.mu.is_none());
    let what = if has_groups { "parameter or group" } else { "parameter" };
    let columns = vec![what, "mu*", "sigma", "share", "what it means"];
    table(columns, lines, &below(floor, chance, plain))
}

pub(super) fn ranked(names: &[String], found: &RankIndices, cut: Option<&bins::Shares>) -> Said {
    let line = |(at, name): (usize, &String)| {
        let (regression, partial) = (&found.regression[at], &found.partial[at]);
        let own = cut.and_then(|cut| Some((cut.first.get(at)?, cut.floor)));
        let (ends, lead) = (sizes(regression), format!("rank regression {}", share(regression)));
        let is_steady = regression.value.abs() > found.floor;
        let turns = own.is_some_and(|(own, floor)| own.clears(floor));
        let words = match (is_steady, regression.value > 0.0) {
            (true, true) => "more of it, more",
            (true, false) => "more of it, less",
            (false, _) => "matters, but not one way",
        };
        let own = own.map_or("–".to_owned(), |(own, _)| share(own));
        Line {
            size: regression.value.abs(),
            ends: Some(ends),
            is_noise: !is_steady && !turns,
            is_told: is_steady || turns,
            lead,
            cells: vec![name.clone(), share(regression), share(partial), own, words.to_owned()],
        }
    };
    let lines = names.iter().enumerate().map(line).collect();
    let columns =
        vec!["parameter", "rank regression", "partial rank", "share alone", "what it means"];
    let mut told = table(columns, lines, &below(found.floor, 0.0, two));
    let by_luck = (names.len() - 1) / 20;
    if by_luck > 0 {
        told.notes.push(format!(
            "Of so many parameters about {by_luck} are above the floor by luck, were they all to do nothing."
        ));
    }
    let explained = found.explained.value;
    let trust = if explained < WELL_EXPLAINED {
        "too little to go by alone: the rest bends, interacts, or is chance"
    } else {
        "enough to go by"
    };
    told.notes.push(format!("Ranks explain {} of the spread, {trust}.", percent(explained)));
    told
}

pub(super) fn shares(names: &[String], found: &Shares, left: f64) -> Said {
    let floor = found.floor.max(left);
    let total = |at: usize| found.total.get(at).copied().unwrap_or(0.0);
    let line = |(at, name): (usize, &String)| {
        let (first, total) = (found.first[at], total(at));
        let words = match () {
            () if total - first > 0.1 => "interacts with others",
            () if first >= 0.5 => "alone decides most of the spread",
            () => "matters, by itself",
        };
        let cells = vec![name.clone(), two(first), two(total), words.to_owned()];
        let lead = format!("total {}", two(total));
        let is_noise = total <= floor;
        Line { size: total, ends: None, is_noise, is_told: !is_noise, lead, cells }
    };
    let lines = names.iter().enumerate().map(line).collect();
    let columns = vec!["parameter", "alone", "total", "what it means"];
    let mut told = table(columns, lines, &below(floor, left, two));
    told.notes
        .push("Shares are exact for the grid, and say nothing of what is between.".to_owned());
    told
}

pub(super) fn swings(names: &[String], found: &Tornado, ends: &[(Mean, Mean)]) -> Said {
    let line = |(name, (swing, (low, high))): (&String, (_, &(Mean, Mean)))| {
        let swing: &crate::sensitivity::tornado::Swing = swing;
        let is_sure = |mean: &Mean| mean.number > 1 && !mean.crosses_zero();
        let words = match (low.number, is_sure(low) || is_sure(high)) {
            (..=1, _) => "one replicate: no interval",
            (_, true) => "more than chance",
            (_, false) => "may be chance",
        };
        let (at_low, at_high) = (difference(low), difference(high));
        let lead = format!("{at_low} at its low, {at_high} at its high");
        let cells = vec![name.clone(), at_low, at_high, percent(swing.share), words.to_owned()];
        let is_noise = swing.span() <= found.floor;
        let is_told = !is_noise && (low.number < 2 || is_sure(low) || is_sure(high));
        Line { size: swing.span(), ends: None, is_noise, is_told, lead, cells }
    };
    let lines = names.iter().zip(found.swings.iter().zip(ends)).map(line).collect();
    let columns = vec!["parameter", "at its low", "at its high", "share", "what it means"];
    let mut told = table(columns, lines, &below(found.floor, 0.0, plain));
    told.notes.push(format!(
        "Beside {} with all at their values. One at a time is blind to interactions.",
        plain(found.base)
    ));
    told
}

/// An index without a unit, with its interval.
fn share(estimate: &Estimate) -> String {
    index(estimate.value, estimate.low, estimate.high)
}

/// A number with a unit, with its interval.
fn number(estimate: &Estimate) -> String {
    let Estimate { value, low, high } = *estimate;
    words::estimate_signed(&Mean { value, low, high, spread: f64::NAN, number: 2 })
}

/// The ends of the interval of a size.
fn sizes(estimate: &Estimate) -> (f64, f64) {
    let (low, high) = (estimate.low.abs(), estimate.high.abs());
    let crosses = estimate.low <= 0.0 && estimate.high >= 0.0;
    (if crosses { 0.0 } else { low.min(high) }, low.max(high))
}

fn two(value: f64) -> String {
    fixed(value, 2)
}

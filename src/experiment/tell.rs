//! Indices as rows and sentences: the largest first, and what is under the noise floor counted only.

use super::finding::Said;
use crate::report::words::{self, difference, fixed, index, percent, plain};
use crate::sensitivity::convergence::Growth;
use crate::sensitivity::factorial::Shares;
use crate::sensitivity::indices::{Index, Indices};
use crate::sensitivity::morris::{Effect, Effects};
use crate::sensitivity::ranks::RankIndices;
use crate::sensitivity::replicates::Components;
use crate::sensitivity::tornado::Tornado;
use crate::sensitivity::{Estimate, bins};
use crate::sweep::paired::Mean;

/// A sample says what a larger one would if no index moves by more over its last half.
const SETTLED: f64 = 0.05;

/// Chance that is a larger part of the means than this is told.
const LITTLE: f64 = 0.05;

/// Below this the ranks say little of the output.
const WELL_EXPLAINED: f64 = 0.7;

/// So many parameters are named in an answer.
const NAMED: usize = 3;

/// A parameter on its way into a table.
struct Line {
    size: f64,
    /// Where the interval of its size ends, if it has one.
    ends: Option<(f64, f64)>,
    is_noise: bool,
    /// Its index, as a sentence names it.
    lead: String,
    cells: Vec<String>,
}

/// The dummy has the last line, which is left out.
fn table(columns: Vec<&'static str>, mut lines: Vec<Line>, floor: &str) -> Said {
    lines.pop();
    lines.sort_by(|one, other| other.size.total_cmp(&one.size));
    let below = lines.iter().filter(|line| line.is_noise).count();
    let answer = answer(&lines);
    let all = lines.len();
    let rows: Vec<Vec<String>> =
        lines.into_iter().filter(|line| !line.is_noise).map(|line| line.cells).collect();
    let mut notes = Vec::new();
    if below > 0 {
        let more = if below < all { "more " } else { "" };
        notes.push(format!(
            "{below} {more}below the noise floor of {floor}, which a parameter in no model reaches."
        ));
    }
    Said { answer, columns, rows, notes, ..Said::default() }
}

/// What decides, in two sentences at most.
fn answer(lines: &[Line]) -> String {
    let clear: Vec<&Line> = lines.iter().filter(|line| !line.is_noise).collect();
    let Some(first) = clear.first() else {
        return "No parameter is told from noise: none moves it more than a number in no model does."
            .to_owned();
    };
    let name = |line: &&Line| format!("{} ({})", line.cells[0], line.lead);
    let then: Vec<String> = clear.iter().skip(1).take(NAMED - 1).map(name).collect();
    let then =
        if then.is_empty() { String::new() } else { format!(", then with {}", words::list(&then)) };
    let is_open = |(first, second): (&Line, &Line)| {
        first.ends.zip(second.ends).is_some_and(|((low, _), (_, high))| high > low)
    };
    let second = clear.get(1).copied();
    let open = match second.is_some_and(|second| is_open((first, second))) {
        true => " The intervals of the first two overlap, so that their order is not sure.",
        false => "",
    };
    format!(
        "{} of {} told from noise. Most goes with {}{then}.{open}",
        clear.len(),
        words::counted(lines.len(), "parameter is", "parameters are"),
        name(first)
    )
}

/// Where all outputs are the same number.
pub(super) fn constant(all: f64) -> String {
    format!("It is {} at every point: there is nothing to explain.", plain(all))
}

pub(super) fn indices(names: &[String], found: &Indices, ways: &[f64]) -> Said {
    let line = |((name, index), way): ((&String, &Index), &f64)| Line {
        size: index.total.value,
        ends: Some((index.total.low, index.total.high)),
        is_noise: index.total.value <= found.floor,
        lead: format!("total {}", share(&index.total)),
        cells: vec![
            name.clone(),
            share(&index.first),
            share(&index.total),
            format!("{}{}", meaning(index, found.floor), way_words(*way)),
        ],
    };
    let alone: f64 = found.columns.iter().zip(names).map(|(index, _)| index.first.value).sum();
    let lines = names.iter().zip(&found.columns).zip(ways).map(line).collect();
    let columns = vec!["parameter", "first order", "total", "what it means"];
    let mut told = table(columns, lines, &two(found.floor));
    told.notes.push(format!(
        "First orders add up to {}: what is missing to 1 goes with parameters together, with chance, or is \
         noise of the estimate.",
        two(alone)
    ));
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

fn meaning(index: &Index, floor: f64) -> &'static str {
    let alone = index.first.clears(floor);
    let interacts = index.total.value - index.first.value > floor.max(0.1);
    match (index.total.clears(floor), alone, interacts) {
        (false, ..) => "not surely above the noise floor",
        (true, true, false) if index.first.value >= 0.5 => "alone decides most of the spread",
        (true, true, false) => "matters, by itself",
        (true, true, true) => "matters, and interacts with others",
        (true, false, true) if index.first.value <= floor => "only through interaction",
        (true, false, _) => "matters; alone or with others is not told by so few",
    }
}

pub(super) fn screened(names: &[String], found: &Effects) -> Said {
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
        Line { size: star, ends, is_noise: star <= found.floor, lead, cells }
    };
    let lines = names.iter().zip(&found.groups).map(line).collect();
    let has_groups = found.groups.iter().any(|effect| effect.mu.is_none());
    let what = if has_groups { "parameter or group" } else { "parameter" };
    let columns = vec![what, "mu*", "sigma", "share", "what it means"];
    table(columns, lines, &plain(found.floor))
}

pub(super) fn ranked(names: &[String], found: &RankIndices, cut: Option<&bins::Shares>) -> Said {
    let line = |(at, name): (usize, &String)| {
        let (regression, partial) = (&found.regression[at], &found.partial[at]);
        let own = cut.and_then(|cut| Some((cut.first.get(at)?, cut.floor)));
        let (ends, lead) = (sizes(regression), format!("rank regression {}", share(regression)));
        let is_steady = regression.value.abs() > found.floor;
        let turns = own.is_some_and(|(own, floor)| own.value > floor);
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
            lead,
            cells: vec![name.clone(), share(regression), share(partial), own, words.to_owned()],
        }
    };
    let lines = names.iter().enumerate().map(line).collect();
    let columns =
        vec!["parameter", "rank regression", "partial rank", "share alone", "what it means"];
    let mut told = table(columns, lines, &two(found.floor));
    let explained = found.explained.value;
    let trust = if explained < WELL_EXPLAINED {
        "too little to go by: the relation bends or interacts; a Saltelli design tells more"
    } else {
        "enough to go by"
    };
    told.notes.push(format!("Ranks explain {} of the spread, {trust}.", percent(explained)));
    told
}

pub(super) fn shares(names: &[String], found: &Shares) -> Said {
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
        Line { size: total, ends: None, is_noise: total <= found.floor, lead, cells }
    };
    let lines = names.iter().enumerate().map(line).collect();
    let columns = vec!["parameter", "alone", "total", "what it means"];
    let mut told = table(columns, lines, &two(found.floor));
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
        Line { size: swing.span(), ends: None, is_noise, lead, cells }
    };
    let lines = names.iter().zip(found.swings.iter().zip(ends)).map(line).collect();
    let columns = vec!["parameter", "at its low", "at its high", "share", "what it means"];
    let mut told = table(columns, lines, &plain(found.floor));
    told.notes.push(format!(
        "Beside {} with all at their values. One at a time is blind to interactions.",
        plain(found.base)
    ));
    told
}

/// Chance beside the parameters. What is left of it in the means of replicates must be said: it differs
/// from point to point, so that totals take it for interaction, and the dummy, which meets the same
/// chance everywhere, does not show it.
pub(super) fn chance(found: &Components, replicates: usize) -> String {
    let left = found.left_in_means(replicates);
    let left = match left > LITTLE {
        true => format!(
            " Of the spread of those means {} is chance still, which totals take for interaction: \
             add replicates.",
            percent(left)
        ),
        false => String::new(),
    };
    let worth = found.worth_of_common_luck();
    let worth = match worth.is_finite() && worth > 1.05 {
        true => format!(
            " As all points share their luck, a replicate is worth {} independent ones.",
            plain(worth)
        ),
        false => String::new(),
    };
    format!(
        "Chance: {} of the spread of single runs, told by {replicates} replicates; the indices are of \
         their means.{left}{worth}",
        share(&found.chance)
    )
}

/// Between what the means over replicates lie.
pub(super) fn spread(means: &[f64], is_difference: bool) -> String {
    let least = means.iter().copied().fold(f64::INFINITY, f64::min);
    let most = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let number = if is_difference { words::plain_signed } else { plain };
    format!(
        "From {} to {} over {}, {} in the mean.",
        number(least),
        number(most),
        words::counted(means.len(), "point", "points"),
        number(Mean::of(means).value)
    )
}

/// Whether a larger sample would say something else.
pub(super) fn converged(growth: Option<&Growth>, what: &str) -> String {
    let Some(growth) = growth.filter(|growth| growth.steps.len() > 1) else {
        return format!("Converged: cannot be said of so few {what}.");
    };
    let change = two(growth.last_change);
    if growth.last_change <= SETTLED {
        return format!(
            "Converged: yes, largest change over the last half of the {what} {change}."
        );
    }
    format!(
        "Converged: no, an index moved by {change} over the last half of the {what}: add some with \
         jurisim sweep expand."
    )
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

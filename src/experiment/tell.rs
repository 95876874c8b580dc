//! Indices as rows and sentences: the largest first, and what is under the noise floor counted only.

use crate::sensitivity::Estimate;
use crate::sensitivity::convergence::Growth;
use crate::sensitivity::factorial::Shares;
use crate::sensitivity::indices::{Index, Indices};
use crate::sensitivity::morris::{Effect, Effects};
use crate::sensitivity::ranks::RankIndices;
use crate::sensitivity::replicates::Components;
use crate::sensitivity::tornado::Tornado;
use crate::sweep::paired::Mean;

/// A sample says what a larger one would if no index moves by more over its last half.
const SETTLED: f64 = 0.05;

/// Chance that is a larger part of the means than this is told.
const LITTLE: f64 = 0.05;

/// Below this the ranks say little of the output.
const WELL_EXPLAINED: f64 = 0.7;

/// What a sweep says of one number: a table, and sentences under it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Finding {
    /// Of what.
    pub title: String,
    /// The heads of the columns.
    pub columns: Vec<&'static str>,
    /// A row per parameter that is told from noise, the one that decides most first.
    pub rows: Vec<Vec<String>>,
    /// Sentences.
    pub notes: Vec<String>,
}

/// A parameter on its way into a table.
struct Line {
    size: f64,
    is_noise: bool,
    cells: Vec<String>,
}

/// The dummy has the last line, which is left out.
fn table(columns: Vec<&'static str>, mut lines: Vec<Line>, floor: &str) -> Finding {
    lines.pop();
    lines.sort_by(|one, other| other.size.total_cmp(&one.size));
    let below = lines.iter().filter(|line| line.is_noise).count();
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
    Finding { title: String::new(), columns, rows, notes }
}

pub(super) fn indices(names: &[String], found: &Indices) -> Finding {
    let line = |(name, index): (&String, &Index)| Line {
        size: index.total.value,
        is_noise: index.total.value <= found.floor,
        cells: vec![
            name.clone(),
            share(&index.first),
            share(&index.total),
            meaning(index, found.floor).to_owned(),
        ],
    };
    let lines = names.iter().zip(&found.columns).map(line).collect();
    let columns = vec!["parameter", "first order", "total", "what it means"];
    let mut told = table(columns, lines, &two(found.floor));
    let mut pairs: Vec<_> =
        found.pairs.iter().filter(|pair| pair.index.clears(found.floor)).collect();
    pairs.sort_by(|one, other| other.index.value.total_cmp(&one.index.value));
    for pair in pairs.iter().take(5) {
        let (one, other) = (&names[pair.one], &names[pair.other]);
        told.notes.push(format!("{one} and {other} only together: {}.", share(&pair.index)));
    }
    told
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

pub(super) fn screened(names: &[String], found: &Effects) -> Finding {
    let optional = |estimate: &Option<Estimate>| estimate.as_ref().map_or("-".to_owned(), number);
    let line = |(name, effect): (&String, &Effect)| {
        let of = |estimate: &Option<Estimate>| estimate.map_or(0.0, |estimate| estimate.value);
        let (mu, sigma, star) = (of(&effect.mu), of(&effect.sigma), effect.mu_star.value);
        let words = match () {
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
        Line { size: star, is_noise: star <= found.floor, cells }
    };
    let lines = names.iter().zip(&found.groups).map(line).collect();
    let columns = vec!["parameter", "mu*", "sigma", "share", "what it means"];
    table(columns, lines, &plain(found.floor))
}

pub(super) fn ranked(names: &[String], found: &RankIndices) -> Finding {
    let both = found.regression.iter().zip(&found.partial);
    let line = |(name, (regression, partial)): (&String, (&Estimate, &Estimate))| {
        let words = if regression.value > 0.0 { "more of it, more" } else { "more of it, less" };
        Line {
            size: regression.value.abs(),
            is_noise: regression.value.abs() <= found.floor,
            cells: vec![name.clone(), share(regression), share(partial), words.to_owned()],
        }
    };
    let lines = names.iter().zip(both).map(line).collect();
    let columns = vec!["parameter", "rank regression", "partial rank", "what it means"];
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

pub(super) fn shares(names: &[String], found: &Shares) -> Finding {
    let total = |at: usize| found.total.get(at).copied().unwrap_or(0.0);
    let line = |(at, name): (usize, &String)| {
        let (first, total) = (found.first[at], total(at));
        let words = match () {
            () if total - first > 0.1 => "interacts with others",
            () if first >= 0.5 => "alone decides most of the spread",
            () => "matters, by itself",
        };
        let cells = vec![name.clone(), two(first), two(total), words.to_owned()];
        Line { size: total, is_noise: total <= found.floor, cells }
    };
    let lines = names.iter().enumerate().map(line).collect();
    let columns = vec!["parameter", "alone", "total", "what it means"];
    let mut told = table(columns, lines, &two(found.floor));
    told.notes
        .push("Shares are exact for the grid, and say nothing of what is between.".to_owned());
    told
}

pub(super) fn swings(names: &[String], found: &Tornado, ends: &[(Mean, Mean)]) -> Finding {
    let line = |(name, (swing, (low, high))): (&String, (_, &(Mean, Mean)))| {
        let swing: &crate::sensitivity::tornado::Swing = swing;
        let is_sure = |mean: &Mean| mean.number > 1 && !mean.crosses_zero();
        let words = match (low.number, is_sure(low) || is_sure(high)) {
            (..=1, _) => "one replicate: no interval",
            (_, true) => "more than chance",
            (_, false) => "may be chance",
        };
        let cells =
            vec![name.clone(), mean(low), mean(high), percent(swing.share), words.to_owned()];
        Line { size: swing.span(), is_noise: swing.span() <= found.floor, cells }
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
    let left = found.own.max(0.0) / replicates as f64;
    let left = left / (found.parameters.max(0.0) + left);
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

/// Between what the numbers lie that are explained.
pub(super) fn spread(mean: f64, least: f64, most: f64, points: usize) -> String {
    let (mean, least, most) = (plain(mean), plain(least), plain(most));
    format!("{points} points: mean {mean}, from {least} to {most}.")
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

fn share(estimate: &Estimate) -> String {
    let Estimate { value, low, high } = *estimate;
    format!("{} [{}, {}]", two(value), two(low), two(high))
}

fn number(estimate: &Estimate) -> String {
    let Estimate { value, low, high } = *estimate;
    format!("{} [{}, {}]", plain(value), plain(low), plain(high))
}

fn mean(mean: &Mean) -> String {
    let sign = if mean.value > 0.0 { "+" } else { "" };
    if mean.number < 2 {
        return format!("{sign}{}", plain(mean.value));
    }
    format!("{sign}{} [{}, {}]", plain(mean.value), plain(mean.low), plain(mean.high))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn two(value: f64) -> String {
    unsigned_zero(format!("{value:.2}"))
}

/// A number with as many decimals as its size deserves.
fn plain(value: f64) -> String {
    unsigned_zero(match value.abs() {
        100.0.. => format!("{value:.0}"),
        1.0.. => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    })
}

fn unsigned_zero(text: String) -> String {
    let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

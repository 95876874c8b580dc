//! Many worlds of one click: how far they lie apart.

use super::county::County;
use super::done::{self, Chart, whole};
use super::outcomes::{Shown, shown};
use super::worlds::{Lines, World};
use crate::chart::FanArm;
use crate::sweep::counts::quantile;
use crate::time::Span;
use serde::Serialize;

/// How far worlds lie apart.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Spread {
    /// How many worlds there are.
    pub worlds: usize,
    /// The outcomes, in the order of the lesson.
    pub outcomes: Vec<SpreadOf>,
}

/// How far the worlds lie apart in one outcome.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SpreadOf {
    /// Which.
    pub id: &'static str,
    /// In how many worlds the second arm has less than the first.
    pub fewer: usize,
    /// As much.
    pub same: usize,
    /// More.
    pub more: usize,
    /// The difference that a tenth of the worlds lies below, half of them, nine tenths.
    pub difference: [f64; 3],
    /// The same in words.
    pub words: String,
    /// Both arms by month, with bands. None if it cannot be drawn.
    pub chart: Option<Chart>,
}

/// How far some worlds of one click lie apart: at least two.
///
/// # Errors
/// There are fewer, or the county that comes with the program is broken.
pub fn spread(worlds: &[World]) -> Result<Spread, String> {
    if worlds.len() < 2 {
        return Err("one world has no spread".to_owned());
    }
    let span = County::read()?.scenario.span;
    let outcomes = shown().enumerate().map(|(nth, shown)| of(&span, &shown, nth, worlds));
    Ok(Spread { worlds: worlds.len(), outcomes: outcomes.collect() })
}

fn of(span: &Span, shown: &Shown, nth: usize, worlds: &[World]) -> SpreadOf {
    let totals = worlds.iter().filter_map(|world| world.totals.get(nth));
    let differences: Vec<f64> = totals.map(|total| total.difference).collect();
    let count = |is: fn(&f64) -> bool| differences.iter().filter(|more| is(more)).count();
    let (fewer, more) = (count(|more| *more < 0.0), count(|more| *more > 0.0));
    let same = differences.len() - fewer - more;
    let difference = [0.1, 0.5, 0.9].map(|share| quantile(&differences, share));
    let words = format!(
        "Of {} worlds, yours has fewer in {}, as many in {} and more in {}. In the middle eight of ten \
         worlds the difference is from {} to {}.",
        whole(worlds.len() as f64),
        whole(fewer as f64),
        whole(same as f64),
        whole(more as f64),
        signed(difference[0]),
        signed(difference[2])
    );
    let arms = vec![
        band("Base", worlds, nth, |lines| &lines.base),
        band("Yours", worlds, nth, |lines| &lines.yours),
    ];
    let caption = format!(
        "Line: median of {} worlds; bands: the middle half and the middle eight of ten.",
        whole(worlds.len() as f64)
    );
    let chart = done::chart(span, shown, arms, (words.clone(), caption)).ok();
    SpreadOf { id: shown.outcome.id, fewer, same, more, difference, words, chart }
}

/// An arm's quantiles by month.
fn band(name: &str, worlds: &[World], nth: usize, of: fn(&Lines) -> &Vec<f64>) -> FanArm {
    let lines: Vec<&Vec<f64>> =
        worlds.iter().filter_map(|world| world.lines.get(nth)).map(of).collect();
    let months = lines.iter().map(|line| line.len()).min().unwrap_or(0);
    let at = |at: usize| lines.iter().map(|line| line[at]).collect::<Vec<f64>>();
    let share = |share: f64| (0..months).map(|month| quantile(&at(month), share)).collect();
    FanArm {
        name: name.to_owned(),
        p10: share(0.1),
        p25: share(0.25),
        p50: share(0.5),
        p75: share(0.75),
        p90: share(0.9),
    }
}

/// With its sign.
fn signed(value: f64) -> String {
    let text = whole(value);
    if value.round() > 0.0 { format!("+{text}") } else { text }
}

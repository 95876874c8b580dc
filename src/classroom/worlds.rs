//! Other worlds of the same click: the same levers, another roll of the dice.

use super::click::Click;
use super::done::{Total, totals};
use super::outcomes::shown;
use super::play::Pair;
use crate::engine::cell::Going;
use crate::time::Day;
use serde::Serialize;

/// More than this are a run of the command line.
const MOST: u32 = 1000;

/// The totals of one replicate.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct World {
    /// Which, from 1; the first is that of the page.
    pub k: u32,
    /// The outcomes, in the order of the lesson.
    pub totals: Vec<Total>,
    /// The same month by month.
    pub lines: Vec<Lines>,
}

/// An outcome month by month, as [`super::Reading::total`] counts.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Lines {
    /// Which.
    pub id: &'static str,
    /// Of the first arm.
    pub base: Vec<f64>,
    /// Of the second.
    pub yours: Vec<f64>,
}

/// Simulates both arms of the `k`th replicate; nothing if `watch`, asked after each simulated day, says
/// stop.
///
/// # Errors
/// There is no such replicate, or the county that comes with the program is broken.
pub fn world(click: &Click, k: u32, watch: &dyn Fn() -> Going) -> Result<Option<World>, String> {
    if !(1..=MOST).contains(&k) {
        return Err(format!("worlds are counted from 1 to {MOST}"));
    }
    let scenario = click.read()?;
    let mut pair = Pair::start(&scenario, k, false);
    if pair.until(&scenario, Day(scenario.span.days()), watch) == Going::Stopped {
        return Ok(None);
    }
    pair.finish();
    let months = scenario.span.counted_months();
    let (base, yours) = (&pair.base.cell, &pair.yours().cell);
    let lines = shown().map(|shown| Lines {
        id: shown.outcome.id,
        base: (0..months).map(|at| shown.read(base, at).total).collect(),
        yours: (0..months).map(|at| shown.read(yours, at).total).collect(),
    });
    Ok(Some(World { k, totals: totals(&scenario, &pair), lines: lines.collect() }))
}

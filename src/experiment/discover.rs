//! Where a conclusion holds: the box in the space of parameters, found on half of the worlds and tried on
//! the other half.

use super::analysis::title;
use super::folder::SweepFolder;
use super::outputs::{Asked, Outputs, arm_named, no_sample, outcomes, worlds_of};
use super::rank::share_of;
use crate::chart::{self, Picture, RegionAxis};
use crate::report::words;
use crate::runs::Trouble;
use crate::sensitivity::boxes::{Holds, Limit, Peeling, Region, widest};
use crate::sensitivity::ranking::share;
use crate::sensitivity::{Points, Resampling, ranks};
use crate::sweep::outcome::Outcome;

/// A limit that luck explains more often than this is left out.
const BY_LUCK: f64 = 0.05;

/// Halves of fewer worlds say nothing.
const FEWEST: usize = 40;

/// What holds in fewer worlds, or not in fewer, says nothing of where.
const SELDOM: f64 = 0.05;

/// What the last columns of a table of limits are.
pub const LUCK: &str = "By luck: how probably a limit that does nothing would raise the density as much or \
                        more, on the worlds on which the box was found (too small, as limits were chosen \
                        there) and on the others.";

/// On which side of a number an outcome is to lie.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Side {
    /// Below it.
    Below(f64),
    /// Above it.
    Above(f64),
}

impl Side {
    pub(super) fn holds(self, value: f64) -> bool {
        match self {
            Side::Below(bound) => value < bound,
            Side::Above(bound) => value > bound,
        }
    }

    /// Whether a share of worlds leaves something to set apart.
    pub(super) fn is_open(holding: usize, worlds: usize) -> bool {
        let share = holding as f64 / worlds.max(1) as f64;
        (SELDOM..=1.0 - SELDOM).contains(&share)
    }

    /// As part of a sentence.
    pub(super) fn words(self) -> String {
        match self {
            Side::Below(bound) => format!("below {}", words::plain(bound)),
            Side::Above(bound) => format!("above {}", words::plain(bound)),
        }
    }
}

/// A conclusion, and how dense a box is to be.
#[derive(Clone, Copy, Debug)]
pub struct Conclusion<'a> {
    /// Which outcome.
    pub outcome: &'a str,
    /// The arm from which the base is taken off; the base's own number without.
    pub difference: Option<&'a str>,
    /// Where it is to lie.
    pub side: Side,
    /// The share of the worlds in the box in which it is to hold, above 0, at most 1.
    pub density: f64,
}

/// Where a conclusion holds.
#[derive(Clone, Debug)]
pub struct Discovered {
    /// Of what, in one line.
    pub title: String,
    /// In sentences.
    pub answer: String,
    /// The heads of the table of limits.
    pub columns: Vec<&'static str>,
    /// A row per limit.
    pub rows: Vec<Vec<String>>,
    /// What else is to know.
    pub notes: Vec<String>,
    pub(super) outcome: &'static Outcome,
    pub(super) arm: Option<usize>,
    pub(super) side: Side,
    pub(super) drawing: Option<chart::Region>,
}

impl Discovered {
    /// The worlds over the two parameters that bound the box most, if there is a box.
    #[must_use]
    pub fn picture(&self) -> Option<Result<Picture, String>> {
        self.drawing.as_ref().map(chart::region)
    }
}

/// Looks for the box in which a conclusion holds.
///
/// # Errors
/// The design is no sample of what may be, or has too few points; a density that is no share; there is no
/// such outcome or arm; cells are missing or failed; a file is damaged.
pub fn discover(folder: &SweepFolder, wanted: &Conclusion) -> Result<Discovered, Trouble> {
    if !(wanted.density > 0.0 && wanted.density <= 1.0) {
        let is = wanted.density;
        return Err(Trouble::Input(format!(
            "a density lies above 0 and at most at 1; {is} does not"
        )));
    }
    let asked = outcomes(folder, Some(wanted.outcome))?;
    let arm = wanted.difference.map(|id| arm_named(folder, id)).transpose()?;
    if folder.design().worlds(&folder.file.space).is_none() {
        return Err(Trouble::Input(no_sample(folder, "a box")));
    }
    let outputs = Outputs::read(folder, &asked)?.checked(folder)?;
    let asked = Asked { outcome: asked[0], arm };
    discovered_in(folder, &outputs, &asked, (wanted.side, wanted.density))
}

/// The worlds of a sweep, and in which of them a conclusion holds.
struct Worlds {
    values: Points,
    holds: Vec<bool>,
}

impl Worlds {
    fn of(outputs: &Outputs, worlds: &[usize], asked: &Asked, side: Side) -> Worlds {
        let mut values = Points::new(outputs.values.columns());
        worlds.iter().for_each(|world| values.push(outputs.values.row(*world)));
        let means = outputs.means_at(&outputs.of(asked), worlds);
        Worlds { values, holds: means.into_iter().map(|mean| side.holds(mean)).collect() }
    }

    fn len(&self) -> usize {
        self.holds.len()
    }

    fn holding(&self) -> usize {
        self.holds.iter().filter(|holds| **holds).count()
    }

    /// The earlier half and the later one. Points of a Sobol' sequence are even in both, and would not be
    /// if every second were taken; those of a hypercube stand in random order.
    fn halves(&self) -> [Worlds; 2] {
        let middle = self.len() / 2;
        [0..middle, middle..self.len()].map(|range| {
            let mut values = Points::new(self.values.columns());
            range.clone().for_each(|world| values.push(self.values.row(world)));
            Worlds { values, holds: self.holds[range].to_vec() }
        })
    }

    fn data(&self) -> Holds<'_> {
        Holds { points: &self.values, holds: &self.holds }
    }
}

/// The same of what was read already.
pub(super) fn discovered_in(
    folder: &SweepFolder,
    outputs: &Outputs,
    asked: &Asked,
    (side, density): (Side, f64),
) -> Result<Discovered, Trouble> {
    let worlds = Worlds::of(outputs, worlds_of(folder, outputs, "a box")?, asked, side);
    if worlds.len() < FEWEST {
        let are = worlds.len();
        return Err(Trouble::Input(format!(
            "a box needs at least {FEWEST} worlds, half to find it and half to try it; there are {are}"
        )));
    }
    let what = format!("{}, {}", title(folder, asked), side.words());
    let (all, holding) = (worlds.len(), worlds.holding());
    let counted = words::counted(all, "world", "worlds");
    let plain = |answer: String| Discovered {
        title: what.clone(),
        answer,
        columns: Vec::new(),
        rows: Vec::new(),
        notes: Vec::new(),
        outcome: asked.outcome,
        arm: asked.arm,
        side,
        drawing: None,
    };
    let base = format!("It is {} in {} of {counted}", side.words(), share_of(holding, all));
    if holding == 0 || holding == all {
        return Ok(plain(format!("{base}: there is nothing to set apart.")));
    }
    let [found, tried] = worlds.halves();
    let Ok(path) = Peeling::default().path(found.data()) else {
        return Ok(plain(format!("{base}: too seldom the other way to look for a box.")));
    };
    let dense = widest(&path, density);
    let densest = || {
        let by = |a: &&Region, b: &&Region| a.density.total_cmp(&b.density);
        path.iter().max_by(by)
    };
    let Some(region) = dense.or_else(densest) else { return Ok(plain(format!("{base}."))) };
    let region = found.data().simplified(region, BY_LUCK);
    if region.limits.is_empty() {
        let no = "no limit of a parameter tells where, beyond what luck explains";
        return Ok(plain(format!("{base}; {no}.")));
    }
    let held_out = tried.data().measured(&region);
    if !holds_up(&tried, &held_out) {
        return Ok(plain(format!("{base}. {}", let_down(folder, (&region, &tried, &held_out)))));
    }
    let answer = format!("{base}. {}", answer((&region, &tried, &held_out), folder, side));
    Ok(Discovered {
        answer,
        columns: vec!["parameter", "limit", "swept", "by luck, found", "by luck, tried"],
        rows: rows(folder, &region, &held_out),
        notes: notes(folder, (&region, dense.is_some()), density),
        drawing: drawing(folder, &worlds, &region, side),
        ..plain(String::new())
    })
}

/// Whether on worlds on which it was not found the conclusion holds more often in the box than out of it.
fn holds_up(tried: &Worlds, held_out: &Region) -> bool {
    let everywhere = tried.holding() as f64 / tried.len() as f64;
    held_out.inside > 0 && share(held_out.holding, held_out.inside).low > everywhere
}

/// What is said of a box that does not.
fn let_down(folder: &SweepFolder, (found, tried, held_out): (&Region, &Worlds, &Region)) -> String {
    let limits: Vec<String> = found.limits.iter().map(|limit| limit_words(folder, limit)).collect();
    let there = match held_out.inside {
        0 => "none lies there".to_owned(),
        inside => format!(
            "it is so in {} of the {} there, against {} everywhere",
            share_of(held_out.holding, inside),
            words::counted(inside, "world", "worlds"),
            words::percent(tried.holding() as f64 / tried.len() as f64)
        ),
    };
    format!(
        "Limits that half of the worlds suggest ({}) did not hold up on the other half: {there}.",
        words::list(&limits)
    )
}

/// The box in words, with what it is worth on the worlds on which it was not found.
fn answer(
    (found, tried, held_out): (&Region, &Worlds, &Region),
    folder: &SweepFolder,
    side: Side,
) -> String {
    let limits: Vec<String> = found.limits.iter().map(|limit| limit_words(folder, limit)).collect();
    let place = words::list(&limits);
    format!(
        "Where {place}, it is so in {} of the {} that were not used to find this (density; {} of those that \
         were). They hold {} of all in which it is {} (coverage).",
        share_of(held_out.holding, held_out.inside),
        words::counted(held_out.inside, "world", "worlds"),
        words::percent(found.density),
        share_of(held_out.holding, tried.holding().max(1)),
        side.words(),
    )
}

fn name_of(folder: &SweepFolder, column: usize) -> String {
    folder.file.space.names().nth(column).unwrap_or_default().to_owned()
}

fn limit_words(folder: &SweepFolder, limit: &Limit) -> String {
    format!("{} {}", name_of(folder, limit.column), bounds(limit))
}

fn bounds(limit: &Limit) -> String {
    let [low, high] = [limit.low, limit.high].map(words::plain);
    match (limit.low.is_finite(), limit.high.is_finite()) {
        (true, true) => format!("from {low} to {high}"),
        (true, false) => format!("> {low}"),
        _ => format!("< {high}"),
    }
}

fn rows(folder: &SweepFolder, found: &Region, held_out: &Region) -> Vec<Vec<String>> {
    let luck = |limit: &Limit| match limit.by_luck {
        share if share < 0.001 => "under 0.001".to_owned(),
        share => words::fixed(share, 3),
    };
    let row = |(limit, tried): (&Limit, &Limit)| {
        let known = folder.file.space.parameters().get(limit.column);
        let target = folder.file.targets.get(limit.column);
        let unit = target.map_or("", |(_, sourced)| sourced.unit.as_str());
        let swept = known.map_or_else(String::new, |known| {
            format!("{} to {} {unit}", words::plain(known.low), words::plain(known.high))
        });
        vec![name_of(folder, limit.column), bounds(limit), swept, luck(limit), luck(tried)]
    };
    found.limits.iter().zip(&held_out.limits).map(row).collect()
}

fn notes(folder: &SweepFolder, (found, is_dense): (&Region, bool), density: f64) -> Vec<String> {
    let mut notes = Vec::new();
    if !is_dense {
        notes.push(format!(
            "No box of a twentieth of the worlds or more is {} dense; this is the densest.",
            words::percent(density)
        ));
    } else if found.density < density {
        notes.push(format!(
            "Limits that luck explains were left out, so that the density is below the {} asked for.",
            words::percent(density)
        ));
    }
    if found.limits.iter().any(|limit| limit.column == folder.file.space.dummy()) {
        let what = "The number in no model is among the limits: this box has found noise.";
        notes.push(what.to_owned());
    }
    notes
}

/// The worlds over the two parameters whose limits luck explains least.
fn drawing(
    folder: &SweepFolder,
    worlds: &Worlds,
    found: &Region,
    side: Side,
) -> Option<chart::Region> {
    let space = &folder.file.space;
    let mut limits: Vec<&Limit> =
        found.limits.iter().filter(|limit| limit.column != space.dummy()).collect();
    limits.sort_by(|one, other| one.by_luck.total_cmp(&other.by_luck));
    let mut columns: Vec<usize> = limits.iter().map(|limit| limit.column).take(2).collect();
    if let [only] = columns[..] {
        columns.extend(next_best(worlds, space.dummy(), only));
    }
    let [x, y] = columns[..] else { return None };
    let axis = |column: usize| {
        let known = &space.parameters()[column];
        let unit = folder.file.targets[column].1.unit.as_str();
        let limit = limits.iter().find(|limit| limit.column == column);
        RegionAxis {
            label: format!("{} ({unit})", known.name),
            range: (known.low, known.high),
            limits: limit.map_or((f64::NEG_INFINITY, f64::INFINITY), |one| (one.low, one.high)),
        }
    };
    let world = |(row, holds): (&[f64], &bool)| (row[x], row[y], *holds);
    Some(chart::Region {
        conclusion: format!("it is {}", side.words()),
        x: axis(x),
        y: axis(y),
        worlds: worlds.values.rows().zip(&worlds.holds).map(world).collect(),
        ..chart::Region::default()
    })
}

/// The parameter that goes with the conclusion most, beside one.
fn next_best(worlds: &Worlds, dummy: usize, beside: usize) -> Option<usize> {
    let holds: Vec<f64> = worlds.holds.iter().map(|holds| f64::from(u8::from(*holds))).collect();
    let found = ranks::indices(&worlds.values, &holds, &Resampling::NONE).ok()?;
    let others = (0..dummy).filter(|column| *column != beside);
    others.max_by(|one, other| {
        let size = |column: usize| found.partial[column].value.abs();
        size(*one).total_cmp(&size(*other))
    })
}

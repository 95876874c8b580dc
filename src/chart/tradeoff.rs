//! The trade-off plane: one outcome against another, each policy a cloud of sampled worlds.

use super::across::with_zero;
use super::callouts::{self, Callout};
use super::fills::{Swatch, key};
use super::number;
use super::page::{self, Page};
use super::palette::{self, INK, SMALL, WHITE};
use super::picture::{Estimate, Picture, draw};
use super::plane::{Plane, SHAPES, Shape, along_words, shape, shape_on, up_words};
use super::scene::{Area, Pen, Scene};
use super::text;
use super::ticks::Ticks;

/// Two outcomes of each arm, in the same worlds.
#[derive(Clone, Debug, Default)]
pub struct Tradeoff {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// The outcome along, with its unit.
    pub x_label: String,
    /// The outcome up, with its unit.
    pub y_label: String,
    /// The first is the base arm.
    pub arms: Vec<TradeoffArm>,
    /// Below the chart: how many worlds, and what differs between them.
    pub caption: String,
}

/// One arm.
#[derive(Clone, Debug, Default)]
pub struct TradeoffArm {
    /// As the policy file calls it.
    pub name: String,
    /// One pair of outcomes per world: along, up.
    pub worlds: Vec<(f64, f64)>,
}

/// One line of the table below.
#[derive(Clone, Debug)]
pub struct TradeoffRow {
    /// The arm.
    pub name: String,
    /// How many worlds have both outcomes.
    pub worlds: usize,
    /// Median over worlds of the outcome along, and what 8 of 10 worlds lie between.
    pub x: Estimate,
    /// The same of the outcome up.
    pub y: Estimate,
}

impl TradeoffArm {
    fn sound(&self) -> Vec<(f64, f64)> {
        self.worlds.iter().copied().filter(|(x, y)| x.is_finite() && y.is_finite()).collect()
    }
}

impl Tradeoff {
    /// Medians and quantiles of each arm that has a world.
    #[must_use]
    pub fn rows(&self) -> Vec<TradeoffRow> {
        self.arms().map(|(_, row)| row).collect()
    }

    /// With the place of the arm, which gives its colour and shape.
    fn arms(&self) -> impl Iterator<Item = (usize, TradeoffRow)> {
        self.arms.iter().enumerate().filter_map(|(nth, arm)| {
            let worlds = arm.sound();
            let (x, y) = (spread(worlds.iter().map(|w| w.0))?, spread(worlds.iter().map(|w| w.1))?);
            Some((nth, TradeoffRow { name: arm.name.clone(), worlds: worlds.len(), x, y }))
        })
    }
}

/// Median, and the quantiles at a tenth and at nine tenths.
fn spread(values: impl Iterator<Item = f64>) -> Option<Estimate> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    // In tenths of a step between neighbours, so that no rounding decides.
    let at = |tenths: usize| {
        let (whole, part) = (tenths * last / 10, tenths * last % 10);
        let (below, above) = (sorted[whole], sorted[(whole + 1).min(last)]);
        if part == 0 { below } else { below + (above - below) * number::float(part) / 10.0 }
    };
    Estimate { value: at(5), low: at(1), high: at(9) }.sound()
}

/// Draws a point per world and arm, and the medians on top.
pub fn tradeoff(t: &Tradeoff) -> Result<Picture, String> {
    draw(alt(t)?, |shape| lay_out(t, shape, shape.pick(Naming::Beside, Naming::Key)))
}

/// Where the arms are named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Naming {
    /// Beside their medians.
    Beside,
    /// Above the plane: on a phone, and where names have no room.
    Key,
}

/// More points of one arm than this are a blot, and a large file.
const MOST: usize = 300;

fn lay_out(t: &Tradeoff, screen: page::Shape, naming: Naming) -> Scene {
    let mut page = Page::new(screen, &t.title, &t.subtitle);
    let rows: Vec<(usize, TradeoffRow)> = t.arms().collect();
    let (along, up) = ticks(t, screen);
    legend(&mut page, &rows, naming);
    page.y += 2.0;
    page.paragraph(&up_words(&t.y_label, &up), SMALL);
    let size = (screen.pick(440.0, 320.0), screen.pick(20.0, 8.0));
    let plane = Plane::of(&page, (along, up), size);
    let names = match naming {
        Naming::Key => Vec::new(),
        Naming::Beside => match placed(&plane, &rows) {
            Some(names) => names,
            None => return lay_out(t, screen, Naming::Key),
        },
    };
    plane.grid(&mut page, &along_words(&t.x_label, &plane.along));
    clouds(&mut page.scene, &plane, t);
    for (nth, row) in rows.iter().rev() {
        median(&mut page.scene, &plane, *nth, row);
    }
    for (callout, area) in &names {
        callouts::draw_leader(&mut page.scene, callout, *area);
        callouts::write(&mut page.scene, callout, *area);
    }
    thinned(&mut page, &rows);
    page.finish(&t.caption)
}

fn ticks(t: &Tradeoff, screen: page::Shape) -> (Ticks, Ticks) {
    let worlds: Vec<(f64, f64)> = t.arms.iter().flat_map(TradeoffArm::sound).collect();
    let ticks = |values: Vec<f64>, wanted| {
        let (low, high) = (
            values.iter().copied().fold(f64::INFINITY, f64::min),
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        );
        // Zero is shown if that leaves the clouds at least half of the plane.
        let (zero_low, zero_high) = with_zero([low, high]);
        let is_near = high - low >= 0.5 * (zero_high - zero_low);
        if is_near {
            Ticks::covering(zero_low, zero_high, wanted)
        } else {
            Ticks::covering(low, high, wanted)
        }
    };
    let along = ticks(worlds.iter().map(|world| world.0).collect(), screen.pick(7, 4));
    (along, ticks(worlds.iter().map(|world| world.1).collect(), 5))
}

fn legend(page: &mut Page, rows: &[(usize, TradeoffRow)], naming: Naming) {
    let mut entries: Vec<(Swatch, String)> = Vec::new();
    if naming == Naming::Key {
        let name = |(nth, row): &(usize, TradeoffRow)| {
            (Swatch::Shape(shape_of(*nth), palette::arm(*nth)), row.name.clone())
        };
        entries.extend(rows.iter().map(name));
    }
    let line = Swatch::Line(Pen::solid(INK, 1.6));
    let words =
        "large mark: median of the worlds; lines: where 8 of 10 worlds lie, each outcome by itself";
    entries.push((line, words.to_owned()));
    key(page, &entries);
}

/// The shape of an arm. There are six, and six colours of which one is the base's alone: no two of
/// the first thirty arms have both alike.
fn shape_of(arm: usize) -> Shape {
    SHAPES[arm % SHAPES.len()]
}

/// In turn, a world of each arm, so that no arm lies on top of all others.
fn clouds(scene: &mut Scene, plane: &Plane, t: &Tradeoff) {
    let all: Vec<Vec<(f64, f64)>> = t.arms.iter().map(TradeoffArm::sound).collect();
    let most = all.iter().map(Vec::len).max().unwrap_or(0);
    for world in (0..most).step_by(most.div_ceil(MOST).max(1)) {
        for (nth, worlds) in all.iter().enumerate() {
            if let Some(at) = worlds.get(world) {
                let paint = palette::arm(nth).faded(0.35);
                shape(scene, shape_of(nth), plane.at(*at), 2.6, paint);
            }
        }
    }
}

fn median(scene: &mut Scene, plane: &Plane, nth: usize, row: &TradeoffRow) {
    let (x, y) = plane.at((row.x.value, row.y.value));
    let paint = palette::arm_ink(nth);
    for (paint, width) in [(WHITE, 4.0), (paint, 1.8)] {
        let pen = Pen::solid(paint, width);
        scene.line((plane.x(row.x.low), y), (plane.x(row.x.high), y), pen);
        scene.line((x, plane.y(row.y.low)), (x, plane.y(row.y.high)), pen);
    }
    shape_on(scene, shape_of(nth), (x, y), 7.0, paint);
}

/// The names beside the medians; nothing unless all have room.
fn placed(plane: &Plane, rows: &[(usize, TradeoffRow)]) -> Option<Vec<(Callout, Area)>> {
    let callout = |(nth, row): &(usize, TradeoffRow)| {
        let style = SMALL.bold().in_paint(palette::arm_ink(*nth));
        let lines = text::wrap(&row.name, style, 150.0);
        let at = plane.at((row.x.value, row.y.value));
        (lines.len() <= 3).then_some(Callout { at, radius: 9.0, lines, style })
    };
    let callouts: Vec<Callout> = rows.iter().map(callout).collect::<Option<_>>()?;
    let Area { left, top, right, bottom } = plane.area;
    let within = Area { left: left + 2.0, top, right, bottom };
    let lines: Vec<Area> = rows.iter().flat_map(|(_, row)| crossing(plane, row)).collect();
    let places = callouts::place(&callouts, within, &lines);
    let places: Option<Vec<Area>> = places.into_iter().collect();
    Some(callouts.into_iter().zip(places?).collect())
}

/// The two lines of a median as thin boxes, level and upright.
fn crossing(plane: &Plane, row: &TradeoffRow) -> [Area; 2] {
    let (x, y) = plane.at((row.x.value, row.y.value));
    let (left, right) = (plane.x(row.x.low), plane.x(row.x.high));
    let (top, bottom) = (plane.y(row.y.high), plane.y(row.y.low));
    [Area { left, top: y, right, bottom: y }, Area { left: x, top, right: x, bottom }]
}

fn thinned(page: &mut Page, rows: &[(usize, TradeoffRow)]) {
    let most = rows.iter().map(|(_, row)| row.worlds).max().unwrap_or(0);
    if most > MOST {
        let step = most.div_ceil(MOST);
        let words = format!("One of {step} worlds is drawn; medians and lines are of all {most}.");
        page.paragraph(&words, SMALL);
    }
}

fn alt(t: &Tradeoff) -> Result<String, String> {
    let rows = t.rows();
    if rows.is_empty() {
        return Err(format!("chart \"{}\": no world to draw", t.title));
    }
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let (x, y) = (number::interval(row.x), number::interval(row.y));
            format!("{} {x} and {y} ({} worlds)", row.name, row.worlds)
        })
        .collect();
    Ok(format!(
        "{}: {} along, {} up, a point per world and arm. Medians, with what 8 of 10 worlds lie \
         between: {}.",
        t.title,
        t.x_label,
        t.y_label,
        told.join("; ")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_tradeoff;
    use super::*;

    #[test]
    fn quantiles_lie_between_their_neighbours() {
        let e = spread((0..=10).rev().map(f64::from)).unwrap();
        assert_eq!((e.low, e.value, e.high), (1.0, 5.0, 9.0));
        let e = spread([4.0, 2.0].into_iter()).unwrap();
        assert!((e.value - 3.0).abs() < 1e-12 && (e.low - 2.2).abs() < 1e-12);
        assert!(spread([].into_iter()).is_none());
    }

    #[test]
    fn worlds_without_an_outcome_are_not_counted() {
        let mut t = sample_tradeoff();
        let all = t.rows()[0].worlds;
        t.arms[0].worlds[3].1 = f64::NAN;
        t.arms[1].worlds.clear();
        let rows = t.rows();
        assert_eq!((rows[0].worlds, rows.len()), (all - 1, t.arms.len() - 1));
    }

    #[test]
    fn ten_thousand_worlds_are_thinned_and_it_is_said() {
        let mut t = sample_tradeoff();
        let few = t.arms[0].worlds.clone();
        t.arms[0].worlds = few.iter().copied().cycle().take(10_000).collect();
        let picture = tradeoff(&t).unwrap();
        assert!(picture.wide_svg.contains("One of 34 worlds is drawn"));
        assert!(picture.wide_svg.len() < 300_000, "{}", picture.wide_svg.len());
    }
}

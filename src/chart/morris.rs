//! The Morris plane: how much each parameter moves the outcome, and how unevenly.
//!
//! ```text
//! spread of the effect (sigma)
//!  ↑            x  uneven: curvature, or together with others
//!  |       x
//!  |  x              x  the same everywhere
//!  +--------------------→ mean size of the effect (mu*)
//! ```

use super::callouts::{self, Callout};
use super::fills::{Fill, Swatch, key};
use super::floor::{Standing, counted, joined, named};
use super::number;
use super::page::{self, Page};
use super::palette::{BLUE, GREY, GRID, INK, RULE, SMALL, VERMILION};
use super::picture::{Estimate, Picture, draw};
use super::plane::{Plane, Shape, along_words, shape_on, up_words};
use super::scene::{Area, Dash, Paint, Pen, Point, Scene};
use super::text;
use super::ticks::Ticks;

/// Elementary effects on one outcome.
#[derive(Clone, Debug, Default)]
pub struct Morris {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What the effects are in, as "removals a year".
    pub unit: String,
    /// The parameters, or groups of them, in any order.
    pub points: Vec<MorrisPoint>,
    /// What the dummy parameter's mu* reaches.
    pub floor: Option<f64>,
    /// Below the chart.
    pub caption: String,
}

/// One parameter, or a group that moves together.
#[derive(Clone, Debug)]
pub struct MorrisPoint {
    /// What it is called.
    pub label: String,
    /// The mean effect of going up; none for a group.
    pub mu: Option<Estimate>,
    /// The mean size of the effect.
    pub mu_star: Estimate,
    /// Its spread; none for a group, which is drawn at the bottom.
    pub sigma: Option<Estimate>,
}

impl MorrisPoint {
    fn at(&self) -> (f64, f64) {
        (self.mu_star.value, self.sigma().map_or(0.0, |sigma| sigma.value))
    }

    fn sigma(&self) -> Option<Estimate> {
        self.sigma.and_then(Estimate::sound)
    }

    /// Whether it raises the outcome, lowers it, or neither for sure.
    fn shape(&self) -> Shape {
        match self.mu.and_then(Estimate::sound) {
            _ if self.sigma().is_none() => Shape::Diamond,
            Some(mu) if mu.crosses_zero() => Shape::Circle,
            Some(mu) if mu.value > 0.0 => Shape::Up,
            Some(_) => Shape::Down,
            None => Shape::Circle,
        }
    }
}

impl Morris {
    /// The parameters, the largest mu* first, and whether each is told from noise. Those with a mu*
    /// that is no number are left out.
    #[must_use]
    pub fn rows(&self) -> Vec<(&MorrisPoint, Standing)> {
        let mut rows: Vec<&MorrisPoint> =
            self.points.iter().filter(|point| point.mu_star.sound().is_some()).collect();
        rows.sort_by(|a, b| b.mu_star.value.total_cmp(&a.mu_star.value));
        rows.into_iter().map(|row| (row, Standing::of(row.mu_star.value, self.floor))).collect()
    }

    fn floor(&self) -> Option<f64> {
        self.floor.filter(|floor| floor.is_finite() && *floor > 0.0)
    }
}

/// Draws a point per parameter, named; the floor is shaded and what is in it is named below.
pub fn morris(m: &Morris) -> Result<Picture, String> {
    draw(alt(m)?, |shape| lay_out(m, shape))
}

/// More names than this are numbers, with a list below.
const MOST_NAMES: usize = 24;
/// More points than this cannot be told apart; the table has the rest.
const MOST: usize = 60;
const RADIUS: f64 = 4.2;

type Row<'a> = (&'a MorrisPoint, Standing);

fn lay_out(m: &Morris, shape: page::Shape) -> Scene {
    let mut page = Page::new(shape, &m.title, &m.subtitle);
    let rows = m.rows();
    let (along, up) = ticks(m, &rows, shape);
    let height = shape.pick(400.0, 320.0);
    let plane_words = up_words(&format!("σ: spread of the effect, in {}", m.unit), &up);
    legend(&mut page, m, &rows);
    page.paragraph(&plane_words, SMALL);
    let plane = Plane::of(&page, (along, up), (height, shape.pick(20.0, 8.0)));
    let clear: Vec<Row> =
        rows.iter().copied().filter(|(_, s)| *s == Standing::Clear).take(MOST).collect();
    let numbers = Names::of(&plane, &clear, shape);
    shade(&mut page.scene, &plane, m);
    let words = along_words(&format!("μ*: mean size of the effect, in {}", m.unit), &plane.along);
    plane.grid(&mut page, &words);
    equal(&mut page.scene, &plane);
    for (point, standing) in rows.iter().rev() {
        intervals(&mut page.scene, &plane, point, *standing);
    }
    numbers.draw_leaders(&mut page.scene);
    for (point, standing) in rows.iter().rev() {
        mark(&mut page.scene, plane.at(point.at()), point.shape(), *standing);
    }
    numbers.write(&mut page.scene);
    numbers.write_list(&mut page, &clear);
    notes(&mut page, m, &rows, clear.len());
    page.finish(&m.caption)
}

fn ticks(m: &Morris, rows: &[Row], shape: page::Shape) -> (Ticks, Ticks) {
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let along = rows.iter().flat_map(|(p, _)| [p.mu_star.value, p.mu_star.high]);
    let along = most(&mut along.chain(m.floor()));
    let sigmas = rows.iter().filter_map(|(p, _)| p.sigma());
    let up = most(&mut sigmas.flat_map(|sigma| [sigma.value, sigma.high]));
    (Ticks::covering(0.0, along, shape.pick(6, 4)), Ticks::covering(0.0, up, 5))
}

/// How each shape is named.
fn meaning(shape: Shape) -> &'static str {
    match shape {
        Shape::Up => "raises the outcome",
        Shape::Down => "lowers it",
        Shape::Diamond => "group of several: no σ",
        _ => "up or down, or not known",
    }
}

fn legend(page: &mut Page, m: &Morris, rows: &[Row]) {
    let mut entries: Vec<(Swatch, String)> = Vec::new();
    for what in [Shape::Up, Shape::Down, Shape::Circle, Shape::Diamond] {
        if rows.iter().any(|(p, s)| *s == Standing::Clear && p.shape() == what) {
            entries.push((Swatch::Shape(what, paint_of(what)), meaning(what).to_owned()));
        }
    }
    if rows.iter().any(|(_, standing)| *standing == Standing::UnderFloor) {
        let words = "under the noise floor".to_owned();
        entries.push((Swatch::Shape(Shape::Ring, GREY), words));
    }
    if let Some(floor) = m.floor() {
        let words = format!("noise floor, up to {}", number::plain(floor));
        entries.push((Swatch::Box(Fill::Hatched, FLOOR), words));
    }
    if rows.iter().any(|(point, _)| point.mu_star.high > point.mu_star.low) {
        entries.push((Swatch::Line(Pen::solid(GREY, 1.1)), "intervals".to_owned()));
    }
    entries.push((Swatch::Line(EQUAL), "σ = μ*: above, the effect is uneven".to_owned()));
    key(page, &entries);
}

const FLOOR: Paint = RULE.faded(0.6);
const EQUAL: Pen = Pen { paint: GREY, width: 1.0, dash: Dash::Dashed };

/// The floor, from nothing to what the dummy reaches.
fn shade(scene: &mut Scene, plane: &Plane, m: &Morris) {
    let Some(floor) = m.floor() else { return };
    let Area { left, top, bottom, .. } = plane.area;
    let area = Area { left, top, right: plane.x(floor).max(left + 1.0), bottom };
    scene.rect(area, GRID.faded(0.45));
    super::colours::slanted(scene, area, Pen::solid(FLOOR, 0.7));
}

/// The line on which the spread equals the mean.
fn equal(scene: &mut Scene, plane: &Plane) {
    let most = plane.along.high().min(plane.up.high());
    scene.path(vec![plane.at((0.0, 0.0)), plane.at((most, most))], EQUAL);
}

fn paint_of(shape: Shape) -> Paint {
    match shape {
        Shape::Up => VERMILION,
        Shape::Down => BLUE,
        _ => INK,
    }
}

fn intervals(scene: &mut Scene, plane: &Plane, point: &MorrisPoint, standing: Standing) {
    let Some(mu_star) = point.mu_star.sound() else { return };
    let pen = Pen::solid(standing.paint(paint_of(point.shape())).faded(0.55), 1.1);
    let (x, y) = plane.at(point.at());
    scene.line((plane.x(mu_star.low), y), (plane.x(mu_star.high), y), pen);
    if let Some(sigma) = point.sigma() {
        scene.line((x, plane.y(sigma.low)), (x, plane.y(sigma.high)), pen);
    }
}

/// The two intervals of a point as thin boxes, level and upright.
fn crossing(plane: &Plane, point: &MorrisPoint) -> [Area; 2] {
    let (x, y) = plane.at(point.at());
    let Estimate { low, high, .. } = point.mu_star;
    let (left, right) = (plane.x(low), plane.x(high));
    let sigma = point.sigma().unwrap_or(Estimate::exact(0.0));
    let (top, bottom) = (plane.y(sigma.high), plane.y(sigma.low));
    [Area { left, top: y, right, bottom: y }, Area { left: x, top, right: x, bottom }]
}

fn mark(scene: &mut Scene, at: Point, what: Shape, standing: Standing) {
    match standing {
        Standing::Clear => shape_on(scene, what, at, RADIUS, paint_of(what)),
        Standing::UnderFloor => shape_on(scene, Shape::Ring, at, 3.2, GREY),
    }
}

/// The names at the points, or numbers where the names have no room.
struct Names {
    callouts: Vec<Callout>,
    places: Vec<Option<Area>>,
    /// Which of them are numbers, with their names in a list below.
    are_numbers: Vec<bool>,
}

impl Names {
    fn of(plane: &Plane, rows: &[Row], shape: page::Shape) -> Names {
        let mut are_numbers = vec![rows.len() > MOST_NAMES; rows.len()];
        loop {
            let names = Names::written(plane, rows, (shape, are_numbers.clone()));
            let has_no_room = |nth: &usize| names.places[*nth].is_none() && !are_numbers[*nth];
            let lost: Vec<usize> = (0..rows.len()).filter(has_no_room).collect();
            if lost.is_empty() {
                return names;
            }
            lost.iter().for_each(|nth| are_numbers[*nth] = true);
            // A few numbers among names can be looked up; where there are many, all are numbers.
            let few = shape.pick(rows.len() / 3, 0);
            if are_numbers.iter().filter(|is_number| **is_number).count() > few {
                are_numbers.fill(true);
            }
        }
    }

    fn written(
        plane: &Plane,
        rows: &[Row],
        (shape, are_numbers): (page::Shape, Vec<bool>),
    ) -> Names {
        let lines = |nth: usize, point: &MorrisPoint| match are_numbers[nth] {
            true => vec![(nth + 1).to_string()],
            false => text::wrap_to(&point.label, SMALL, shape.pick(190.0, 120.0), 3),
        };
        let callout = |(nth, (point, _)): (usize, &Row)| Callout {
            at: plane.at(point.at()),
            radius: RADIUS + 1.0,
            lines: lines(nth, point),
            style: SMALL.in_paint(INK),
        };
        let callouts: Vec<Callout> = rows.iter().enumerate().map(callout).collect();
        let Area { left, top, right, bottom } = plane.area;
        // A name may stand beyond the last line, but not on the numbers.
        let within =
            Area { left: left + 2.0, top: top - 6.0, right: right + 4.0, bottom: bottom + 2.0 };
        // Names keep clear of the intervals too, where they can.
        let intervals: Vec<Area> =
            rows.iter().flat_map(|(point, _)| crossing(plane, point)).collect();
        let places = callouts::place(&callouts, within, &intervals);
        Names { callouts, places, are_numbers }
    }

    fn placed(&self) -> impl Iterator<Item = (&Callout, Area)> {
        self.callouts.iter().zip(&self.places).filter_map(|(c, place)| Some((c, (*place)?)))
    }

    fn draw_leaders(&self, scene: &mut Scene) {
        self.placed().for_each(|(callout, area)| callouts::draw_leader(scene, callout, area));
    }

    fn write(&self, scene: &mut Scene) {
        self.placed().for_each(|(callout, area)| callouts::write(scene, callout, area));
    }

    /// What the numbers stand for.
    fn write_list(&self, page: &mut Page, rows: &[Row]) {
        page.y += 6.0;
        for (nth, (point, _)) in rows.iter().enumerate().filter(|(nth, _)| self.are_numbers[*nth]) {
            let value = number::interval(point.mu_star);
            let words = format!("{} – {}: μ* {value}", nth + 1, point.label);
            page.paragraph(&words, SMALL.in_paint(INK));
        }
    }
}

fn notes(page: &mut Page, m: &Morris, rows: &[Row], drawn: usize) {
    page.y += 6.0;
    let of = |standing: Standing| -> Vec<&str> {
        rows.iter().filter(|(_, s)| *s == standing).map(|(p, _)| p.label.as_str()).collect()
    };
    let under = of(Standing::UnderFloor);
    if !under.is_empty() {
        page.paragraph(&format!("Under the noise floor: {}.", named(&under, 20)), SMALL);
    }
    let unnamed = of(Standing::Clear).len() - drawn;
    if unnamed > 0 {
        page.paragraph(&format!("{unnamed} points of a smaller μ* are not named."), SMALL);
    }
    let lost = m.points.iter().filter(|point| point.mu_star.sound().is_none());
    let lost: Vec<&str> = lost.map(|point| point.label.as_str()).collect();
    if !lost.is_empty() {
        page.paragraph(&format!("Without a number: {}.", named(&lost, 6)), SMALL);
    }
}

fn alt(m: &Morris) -> Result<String, String> {
    let rows = m.rows();
    if rows.is_empty() {
        return Err(format!("chart \"{}\": no parameter to draw", m.title));
    }
    let told: Vec<String> = rows
        .iter()
        .take(5)
        .map(|(point, _)| {
            let sigma = point
                .sigma()
                .map_or_else(String::new, |sigma| format!("σ {}", number::plain(sigma.value)));
            let what = meaning(point.shape());
            let mu_star = format!("μ* {}", number::interval(point.mu_star));
            format!("{} ({})", point.label, joined(&[&mu_star, &sigma, what]))
        })
        .collect();
    let clear = counted(&rows, m.floor);
    Ok(format!(
        "{}, in {}.{clear} Largest mean effect first: {}.",
        m.title,
        m.unit,
        told.join("; ")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_morris;
    use super::*;

    #[test]
    fn every_parameter_above_the_floor_is_named_in_both_shapes() {
        let mut m = sample_morris();
        for copies in [0, 30] {
            let more: Vec<MorrisPoint> = m.points.iter().cloned().cycle().take(copies).collect();
            m.points.extend(more);
            let picture = morris(&m).unwrap();
            for (point, standing) in m.rows() {
                let first = point.label.split(' ').next().unwrap();
                let told = |svg: &str| svg.contains(first);
                assert!(
                    told(&picture.wide_svg) && told(&picture.narrow_svg),
                    "{} {standing:?}",
                    point.label
                );
            }
        }
    }

    #[test]
    fn the_shape_says_which_way_it_goes() {
        let e = |value: f64, half: f64| Estimate { value, low: value - half, high: value + half };
        let point =
            |mu, sigma| MorrisPoint { label: String::new(), mu, mu_star: e(2.0, 0.1), sigma };
        let shape = |mu, sigma| point(mu, sigma).shape();
        assert_eq!(shape(Some(e(2.0, 0.1)), Some(e(1.0, 0.1))), Shape::Up);
        assert_eq!(shape(Some(e(-2.0, 0.1)), Some(e(1.0, 0.1))), Shape::Down);
        assert_eq!(shape(Some(e(0.1, 0.2)), Some(e(1.0, 0.1))), Shape::Circle);
        assert_eq!(shape(None, None), Shape::Diamond);
    }
}

//! Where a conclusion holds: sampled worlds over two parameters, and the limits that were found.

use super::fills::{Fill, Swatch, key};
use super::number;
use super::page::{self, Page};
use super::palette::{BLUE, GREY, INK, SMALL, VERMILION};
use super::picture::{Picture, draw};
use super::plane::{Plane, Shape, along_words, shape, up_words};
use super::scene::{Area, Dash, Paint, Pen, Scene};
use super::ticks::Ticks;

/// Worlds, each by two of its parameters.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What holds, as "removals fall".
    pub conclusion: String,
    /// The parameter along.
    pub x: RegionAxis,
    /// The parameter up.
    pub y: RegionAxis,
    /// The parameters along and up, and whether the conclusion holds there.
    pub worlds: Vec<(f64, f64, bool)>,
    /// Below the chart.
    pub caption: String,
}

/// A parameter.
#[derive(Clone, Debug, Default)]
pub struct RegionAxis {
    /// What it is called, with its unit.
    pub label: String,
    /// Between what it was varied.
    pub range: (f64, f64),
    /// Between what the conclusion holds: infinite where there is no limit.
    pub limits: (f64, f64),
}

impl RegionAxis {
    fn is_limited(&self) -> bool {
        self.limits.0.is_finite() || self.limits.1.is_finite()
    }

    fn words(&self) -> Option<String> {
        let [low, high] = [self.limits.0, self.limits.1].map(number::plain);
        match (self.limits.0.is_finite(), self.limits.1.is_finite()) {
            (true, true) => Some(format!("{} from {low} to {high}", self.label)),
            (true, false) => Some(format!("{} above {low}", self.label)),
            (false, true) => Some(format!("{} below {high}", self.label)),
            (false, false) => None,
        }
    }
}

impl Region {
    fn sound(&self) -> Vec<(f64, f64, bool)> {
        let is_sound = |(x, y, _): &(f64, f64, bool)| x.is_finite() && y.is_finite();
        self.worlds.iter().copied().filter(is_sound).collect()
    }
}

/// Draws a point per world, and the limits as a frame.
pub fn region(r: &Region) -> Result<Picture, String> {
    draw(alt(r)?, |shape| lay_out(r, shape))
}

/// More points than this are a blot, and a large file.
const MOST: usize = 600;
const FRAME: Pen = Pen { paint: INK, width: 2.0, dash: Dash::Dashed };
const HOLDS: (Shape, Paint) = (Shape::Circle, BLUE);
const HOLDS_NOT: (Shape, Paint) = (Shape::Cross, VERMILION);

fn lay_out(r: &Region, screen: page::Shape) -> Scene {
    let mut page = Page::new(screen, &r.title, &r.subtitle);
    let mark = |(what, paint): (Shape, Paint), name: String| (Swatch::Shape(what, paint), name);
    let mut entries = vec![
        mark(HOLDS, format!("worlds in which {}", r.conclusion)),
        mark(HOLDS_NOT, "worlds in which not".to_owned()),
    ];
    if r.x.is_limited() || r.y.is_limited() {
        entries.push((Swatch::Line(FRAME), "the limits found".to_owned()));
        entries.push((Swatch::Box(Fill::Pale, GREY), "within them".to_owned()));
    }
    key(&mut page, &entries);
    let (along, up) = (covering(r.x.range, screen.pick(7, 4)), covering(r.y.range, 5));
    page.paragraph(&up_words(&r.y.label, &up), SMALL);
    let size = (screen.pick(400.0, 300.0), screen.pick(20.0, 8.0));
    let plane = Plane::of(&page, (along, up), size);
    frame(&mut page.scene, &plane, r);
    plane.grid(&mut page, &along_words(&r.x.label, &plane.along));
    let worlds = r.sound();
    let step = worlds.len().div_ceil(MOST).max(1);
    for (x, y, holds) in worlds.iter().step_by(step) {
        let (what, paint) = if *holds { HOLDS } else { HOLDS_NOT };
        shape(&mut page.scene, what, plane.at((*x, *y)), 2.6, paint.faded(0.6));
    }
    edge(&mut page.scene, &plane, r);
    if step > 1 {
        let all = number::plain(number::float(worlds.len()));
        page.paragraph(&format!("One of {step} worlds is drawn, of {all}."), SMALL);
    }
    page.finish(&r.caption)
}

fn covering((low, high): (f64, f64), wanted: u32) -> Ticks {
    Ticks::covering(low, high, wanted)
}

/// What is within the limits, cut off where the plane ends.
fn within(plane: &Plane, r: &Region) -> Option<Area> {
    (r.x.is_limited() || r.y.is_limited()).then(|| {
        let Area { left, right, top, bottom } = plane.area;
        let at = |value: f64, place: f64, end: f64| if value.is_finite() { place } else { end };
        Area {
            left: at(r.x.limits.0, plane.x(r.x.limits.0), left),
            right: at(r.x.limits.1, plane.x(r.x.limits.1), right),
            top: at(r.y.limits.1, plane.y(r.y.limits.1), top),
            bottom: at(r.y.limits.0, plane.y(r.y.limits.0), bottom),
        }
    })
}

fn frame(scene: &mut Scene, plane: &Plane, r: &Region) {
    if let Some(area) = within(plane, r) {
        scene.rect(area, GREY.faded(0.14));
    }
}

fn edge(scene: &mut Scene, plane: &Plane, r: &Region) {
    if let Some(Area { left, right, top, bottom }) = within(plane, r) {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        scene.path(corners.to_vec(), FRAME);
    }
}

fn alt(r: &Region) -> Result<String, String> {
    let worlds = r.sound();
    if worlds.is_empty() {
        return Err(format!("chart \"{}\": no world to draw", r.title));
    }
    let holding = worlds.iter().filter(|(_, _, holds)| *holds).count();
    let limits: Vec<String> = [&r.x, &r.y].into_iter().filter_map(|axis| axis.words()).collect();
    let limits = if limits.is_empty() { "none".to_owned() } else { limits.join("; ") };
    Ok(format!(
        "{}: {} of {} worlds in which {}, by {} along and {} up. Limits: {limits}.",
        r.title,
        number::plain(number::float(holding)),
        number::plain(number::float(worlds.len())),
        r.conclusion,
        r.x.label,
        r.y.label
    ))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_region;
    use super::*;

    #[test]
    fn a_limit_that_is_not_there_ends_where_the_plane_ends() {
        let r = sample_region();
        let page = Page::new(page::Shape::Wide, "", "");
        let plane =
            Plane::of(&page, (covering(r.x.range, 7), covering(r.y.range, 5)), (400.0, 20.0));
        let area = within(&plane, &r).expect("limits");
        assert!((area.right - plane.area.right).abs() < 1e-9, "no upper limit along");
        assert!(area.left > plane.area.left && area.top > plane.area.top);
        let free = RegionAxis { limits: (f64::NEG_INFINITY, f64::INFINITY), ..r.x.clone() };
        assert!(within(&plane, &Region { x: free.clone(), y: free, ..r }).is_none());
    }

    #[test]
    fn what_is_within_is_said_in_words() {
        let picture = region(&sample_region()).unwrap();
        assert!(picture.alt.contains("compliance above 0.70"), "{}", picture.alt);
        let none = Region { worlds: Vec::new(), ..sample_region() };
        assert!(region(&none).is_err());
    }
}

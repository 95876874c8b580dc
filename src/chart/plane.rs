//! Two scales of values, one up and one along, and the shapes that stand on them.

use super::axis::Scale;
use super::fan::axis_words;
use super::page::Page;
use super::palette::{GRID, RULE, SMALL, WHITE};
use super::scene::{Anchor, Area, Paint, Pen, Point, Scene};
use super::text;
use super::ticks::Ticks;

/// A value along and a value up.
pub(super) struct Plane {
    pub(super) area: Area,
    pub(super) along: Ticks,
    pub(super) up: Ticks,
}

/// Below the area, for the numbers along.
const FOOT: f64 = 22.0;

impl Plane {
    /// A plane as wide as the page, from where the page is full. The words at its left are as wide
    /// as they need to be, and so much room stays free on the right.
    pub(super) fn of(page: &Page, (along, up): (Ticks, Ticks), (high, right): (f64, f64)) -> Plane {
        let names: Vec<String> =
            up.values.iter().map(|value| Scale::Counts.text(*value, &up)).collect();
        let left = page.left + text::widest(&names, SMALL) + 8.0;
        let top = page.y + 8.0;
        let area = Area { left, top, right: page.right - right, bottom: top + high };
        Plane { area, along, up }
    }

    /// How far right a value along is.
    pub(super) fn x(&self, value: f64) -> f64 {
        self.area.left + share(&self.along, value) * self.area.width()
    }

    /// How far down a value up is.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.area.bottom - share(&self.up, value) * self.area.height()
    }

    /// Where a pair of values is.
    pub(super) fn at(&self, (along, up): (f64, f64)) -> Point {
        (self.x(along), self.y(up))
    }

    /// Grid lines, numbers at the left and below, and what those below count.
    pub(super) fn grid(&self, page: &mut Page, along_words: &str) {
        let Area { left, right, top, bottom } = self.area;
        let pen = |value: f64| Pen::solid(if value.abs() < 1e-12 { RULE } else { GRID }, 1.0);
        for value in &self.up.values {
            let y = self.y(*value);
            page.scene.line((left, y), (right, y), pen(*value));
            let name = Scale::Counts.text(*value, &self.up);
            page.scene.words((left - 8.0, y + 4.0), Anchor::End, &name, SMALL);
        }
        let mut last_end = f64::MIN;
        for value in &self.along.values {
            let x = self.x(*value);
            page.scene.line((x, top), (x, bottom), pen(*value));
            let name = Scale::Counts.text(*value, &self.along);
            let half = text::width(&name, SMALL) / 2.0;
            let middle = x.min(page.right - half);
            if middle - half > last_end + 6.0 {
                page.scene.words((middle, bottom + 16.0), Anchor::Middle, &name, SMALL);
                last_end = middle + half;
            }
        }
        page.y = bottom + FOOT;
        for line in text::wrap(along_words, SMALL, self.area.width()) {
            page.y += SMALL.leading();
            page.scene.words((right, page.y - 3.5), Anchor::End, &line, SMALL);
        }
        page.y += 4.0;
    }
}

fn share(ticks: &Ticks, value: f64) -> f64 {
    let (low, high) = (ticks.low(), ticks.high());
    (value.clamp(low, high) - low) / (high - low)
}

/// What is counted up, above the plane, with a warning if that axis is cut off.
pub(super) fn up_words(label: &str, ticks: &Ticks) -> String {
    format!("↑ {}", axis_words(label, ticks))
}

/// What is counted along, below the plane, with a warning if that axis is cut off.
pub(super) fn along_words(label: &str, ticks: &Ticks) -> String {
    format!("{} →", axis_words(label, ticks))
}

/// What a point looks like: it says again what its colour says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Circle,
    Square,
    Diamond,
    Up,
    Down,
    Cross,
    Ring,
}

/// The shapes of arms, in turn.
pub(super) const SHAPES: [Shape; 6] =
    [Shape::Circle, Shape::Up, Shape::Square, Shape::Diamond, Shape::Down, Shape::Cross];

/// Draws a shape of about the same area whatever it is.
pub(super) fn shape(scene: &mut Scene, what: Shape, (x, y): Point, radius: f64, paint: Paint) {
    let r = radius;
    let corners =
        |all: &[(f64, f64)]| all.iter().map(|(dx, dy)| (x + dx * r, y + dy * r)).collect();
    match what {
        Shape::Circle => scene.dot((x, y), r, paint),
        Shape::Square => {
            let area = Area { left: x, top: y, right: x, bottom: y }.grown(0.88 * r);
            scene.rect(area, paint);
        }
        Shape::Diamond => {
            let points = corners(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]);
            scene.polygon(points, paint);
        }
        Shape::Up => scene.polygon(corners(&[(0.0, -1.3), (1.2, 0.85), (-1.2, 0.85)]), paint),
        Shape::Down => scene.polygon(corners(&[(0.0, 1.3), (1.2, -0.85), (-1.2, -0.85)]), paint),
        Shape::Cross => {
            for way in [1.0, -1.0] {
                let ends = corners(&[(-1.0, -way), (1.0, way)]);
                scene.path(ends, Pen::solid(paint, 0.6 * r));
            }
        }
        Shape::Ring => {
            scene.dot((x, y), r + 0.4, paint);
            scene.dot((x, y), r - 1.1, WHITE);
        }
    }
}

/// The same with a white edge, so that it stands off what it lies on.
pub(super) fn shape_on(scene: &mut Scene, what: Shape, at: Point, radius: f64, paint: Paint) {
    shape(scene, what, at, radius + 1.8, WHITE);
    shape(scene, what, at, radius, paint);
}

#[cfg(test)]
mod tests {
    use super::super::page;
    use super::*;

    #[test]
    fn values_beyond_the_scales_stay_on_the_plane() {
        let page = Page::new(page::Shape::Narrow, "", "");
        let ticks = Ticks::covering(0.0, 10.0, 5);
        let plane = Plane::of(&page, (ticks.clone(), ticks), (200.0, 0.0));
        assert_eq!(plane.at((1e300, -1e300)), (plane.area.right, plane.area.bottom));
        let (x, y) = plane.at((5.0, 5.0));
        assert!((x - f64::midpoint(plane.area.left, plane.area.right)).abs() < 1e-9);
        assert!((y - plane.area.top - 100.0).abs() < 1e-9);
    }
}

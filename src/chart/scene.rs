//! A drawing before it has a file format: fills, strokes, dots and words, later ones on top.

use super::font::Weight;
use super::text;

/// A place on the drawing in px from the top left, y downwards.
pub(super) type Point = (f64, f64);

/// A colour and how much of it covers what is below.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub(super) rgb: [u8; 3],
    pub(super) alpha: f64,
}

impl Paint {
    /// An opaque colour.
    pub(super) const fn solid(rgb: [u8; 3]) -> Paint {
        Paint { rgb, alpha: 1.0 }
    }

    /// The same colour, letting what is below shine through.
    pub(super) const fn faded(self, alpha: f64) -> Paint {
        Paint { rgb: self.rgb, alpha }
    }
}

/// Line styles: they say again what the colour says, for those who do not see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dash {
    Solid,
    Dashed,
    Dotted,
    Mixed,
    Long,
    Short,
}

impl Dash {
    /// Lengths of ink and gap, in turn, in px.
    pub(super) const fn pattern(self) -> &'static [f64] {
        match self {
            Dash::Solid => &[],
            Dash::Dashed => &[8.0, 3.0],
            Dash::Dotted => &[2.0, 2.5],
            Dash::Mixed => &[9.0, 3.0, 2.0, 3.0],
            Dash::Long => &[16.0, 4.0],
            Dash::Short => &[4.0, 2.0],
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    pub(super) paint: Paint,
    pub(super) width: f64,
    pub(super) dash: Dash,
}

impl Pen {
    /// An unbroken line.
    pub(super) const fn solid(paint: Paint, width: f64) -> Pen {
        Pen { paint, width, dash: Dash::Solid }
    }
}

/// Which part of the words is at their place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How words look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) paint: Paint,
}

impl Style {
    /// The same letters in another colour.
    pub(super) const fn in_paint(self, paint: Paint) -> Style {
        Style { size: self.size, weight: self.weight, paint }
    }

    /// The same letters, bold.
    pub(super) const fn bold(self) -> Style {
        Style { size: self.size, weight: Weight::Bold, paint: self.paint }
    }

    /// From one line of text to the next.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.3).round()
    }
}

/// One line of text; `at` is on its baseline.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) at: Point,
    pub(super) anchor: Anchor,
    pub(super) text: String,
    pub(super) style: Style,
    /// The colour of a box that keeps the letters apart from what is below.
    pub(super) edge: Option<Paint>,
}

/// How far the box goes beyond the words to the left and right, in px.
pub(super) const EDGE: f64 = 1.6;

impl Words {
    /// The room the letters take, as measured by the font.
    pub(super) fn area(&self) -> Area {
        let width = text::width(&self.text, self.style);
        let left = match self.anchor {
            Anchor::Start => self.at.0,
            Anchor::Middle => self.at.0 - width / 2.0,
            Anchor::End => self.at.0 - width,
        };
        let (top, bottom) =
            (self.at.1 - 0.76 * self.style.size, self.at.1 + 0.24 * self.style.size);
        Area { left, top, right: left + width, bottom }
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    /// From left to right.
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From top to bottom.
    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether two rectangles share more than an edge.
    pub(super) fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Wider by this much on each side.
    pub(super) fn grown(&self, by: f64) -> Area {
        Area {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }
}

/// One thing on the drawing.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Rect(Area, Paint),
    Fill(Vec<Point>, Paint),
    Stroke(Vec<Point>, Pen),
    Dot(Point, f64, Paint),
    Words(Words),
}

/// The whole drawing.
pub(super) struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) items: Vec<Item>,
}

impl Scene {
    /// Fills a rectangle.
    pub(super) fn rect(&mut self, area: Area, paint: Paint) {
        self.items.push(Item::Rect(area, paint));
    }

    /// Fills a closed curve.
    pub(super) fn polygon(&mut self, points: Vec<Point>, paint: Paint) {
        if points.len() > 2 {
            self.items.push(Item::Fill(points, paint));
        }
    }

    /// Draws a straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, pen: Pen) {
        self.items.push(Item::Stroke(vec![from, to], pen));
    }

    /// Draws a line through points.
    pub(super) fn path(&mut self, points: Vec<Point>, pen: Pen) {
        if points.len() > 1 {
            self.items.push(Item::Stroke(points, pen));
        }
    }

    /// Fills a circle.
    pub(super) fn dot(&mut self, centre: Point, radius: f64, paint: Paint) {
        self.items.push(Item::Dot(centre, radius, paint));
    }

    /// Writes words.
    pub(super) fn words(&mut self, at: Point, anchor: Anchor, text: &str, style: Style) {
        if !text.trim().is_empty() {
            let text = text.to_owned();
            self.items.push(Item::Words(Words { at, anchor, text, style, edge: None }));
        }
    }

    /// Writes words on a pale white box, for places where something may run below.
    pub(super) fn words_on_white(&mut self, at: Point, anchor: Anchor, text: &str, style: Style) {
        self.words_over(super::palette::WHITE.faded(0.65), at, anchor, text, style);
    }

    /// Writes words on a box of some colour.
    pub(super) fn words_over(
        &mut self,
        edge: Paint,
        at: Point,
        anchor: Anchor,
        text: &str,
        style: Style,
    ) {
        self.words(at, anchor, text, style);
        if let Some(Item::Words(words)) = self.items.last_mut() {
            words.edge = Some(edge);
        }
    }
}

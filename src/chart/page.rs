//! What is around every chart: title and subtitle above, caption below, margins on the sides.

use super::palette::{SMALL, SUBTITLE, TITLE, WHITE};
use super::scene::{Anchor, Pen, Scene, Style};
use super::{palette, text};

/// For which screen a chart is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Wide,
    Narrow,
}

impl Shape {
    /// One of two sizes.
    pub(super) fn pick<T>(self, wide: T, narrow: T) -> T {
        match self {
            Shape::Wide => wide,
            Shape::Narrow => narrow,
        }
    }
}

/// A page being filled from the top.
pub(super) struct Page {
    pub(super) scene: Scene,
    pub(super) shape: Shape,
    /// The margins: nothing is drawn left or right of them.
    pub(super) left: f64,
    pub(super) right: f64,
    /// How far down the page is full.
    pub(super) y: f64,
}

impl Page {
    /// A page with its title and subtitle.
    pub(super) fn new(shape: Shape, title: &str, subtitle: &str) -> Page {
        let (width, side) = (shape.pick(960.0, 400.0), shape.pick(32.0, 16.0));
        let scene = Scene { width, height: 0.0, items: Vec::new() };
        let mut page =
            Page { scene, shape, left: side, right: width - side, y: shape.pick(22.0, 14.0) };
        page.paragraph(title, TITLE);
        page.y += 3.0;
        page.paragraph(subtitle, SUBTITLE);
        page.y += shape.pick(16.0, 12.0);
        page
    }

    /// The room between the margins.
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Text over the whole width, as many lines as it needs.
    pub(super) fn paragraph(&mut self, words: &str, style: Style) {
        for line in text::wrap(words, style, self.width()) {
            self.y += style.leading();
            let at = (self.left, self.y - 0.3 * style.size);
            self.scene.words(at, Anchor::Start, &line, style);
        }
    }

    /// Line samples with their names, in rows: only where there is no room for a name beside each
    /// line.
    pub(super) fn key(&mut self, entries: &[(Pen, String)], style: Style) {
        let (sample, gap) = (22.0, 18.0);
        let mut x = self.left;
        self.y += style.leading();
        for (pen, name) in entries {
            let lines = text::wrap(name, style, self.width() - sample - 6.0);
            let wide = sample + 6.0 + text::widest(&lines, style);
            if x + wide > self.right && x > self.left {
                x = self.left;
                self.y += style.leading() + 2.0;
            }
            let middle = self.y - 0.62 * style.size;
            self.scene.line((x, middle), (x + sample, middle), *pen);
            for (nth, line) in lines.iter().enumerate() {
                self.y += if nth > 0 { style.leading() } else { 0.0 };
                let at = (x + sample + 6.0, self.y - 0.3 * style.size);
                self.scene.words(at, Anchor::Start, line, style);
            }
            x += wide + gap;
        }
        self.y += 6.0;
    }

    /// Writes the caption, and the drawing is done.
    pub(super) fn finish(mut self, caption: &str) -> Scene {
        self.y += self.shape.pick(14.0, 10.0);
        self.paragraph(caption, SMALL);
        self.scene.height = (self.y + self.shape.pick(18.0, 12.0)).ceil();
        self.scene
    }
}

/// A dot with a thin white edge, so that it stands off what it lies on.
pub(super) fn dot(scene: &mut Scene, at: (f64, f64), radius: f64, paint: super::scene::Paint) {
    scene.dot(at, radius + 1.2, WHITE);
    scene.dot(at, radius, paint);
}

/// A ring: for what was observed, and for what is not clear.
pub(super) fn ring(scene: &mut Scene, at: (f64, f64), radius: f64, paint: super::scene::Paint) {
    scene.dot(at, radius + 0.8, paint);
    scene.dot(at, radius - 0.9, palette::WHITE);
}

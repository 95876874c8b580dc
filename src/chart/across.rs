//! Rows of lying bars on one scale: names on the left, the scale above, small print beside.

use super::axis::Scale;
use super::number::float;
use super::page::{Page, Shape};
use super::palette::{GRID, LABEL, RULE, SMALL};
use super::scene::{Anchor, Paint, Pen, Style};
use super::text;
use super::ticks::Ticks;

/// Small print below a name.
pub(super) const TINY: Style = Style { size: 9.5, ..SMALL };

/// Values from left to right, the same for all rows.
pub(super) struct Across {
    ticks: Ticks,
    /// What is at either end: bars need the room more than a round number does.
    ends: (f64, f64),
    pub(super) left: f64,
    pub(super) right: f64,
}

/// What stands beside the bars of a row.
pub(super) struct RowWords<'a> {
    pub(super) label: &'a str,
    pub(super) ink: Paint,
    /// Small print below the label.
    pub(super) below: &'a str,
    /// Numbers right of the bars, one per bar; on a phone below the label.
    pub(super) beside: &'a [String],
}

/// The room for names on the left of the wide chart.
pub(super) const NAMES: f64 = 234.0;
/// Between the names and the bars.
const GAP: f64 = 14.0;

impl Across {
    /// A scale of what is between two values, in what the names and so much room on the right
    /// leave; on a phone, in all there is.
    pub(super) fn of(page: &Page, (low, high): (f64, f64), right: f64) -> Across {
        let mut ticks = Ticks::covering(low, high, page.shape.pick(6, 4));
        let (least, most) = (ticks.low(), ticks.high());
        let has_width = high - low > 1e-6 * (most - least);
        let ends = if has_width { (low.max(least), high.min(most)) } else { (least, most) };
        let slack = 1e-9 * (most - least);
        ticks.values.retain(|value| ends.0 - slack <= *value && *value <= ends.1 + slack);
        let (left, right) = match page.shape {
            Shape::Wide => (page.left + NAMES + GAP, page.right - right),
            Shape::Narrow => (page.left, page.right),
        };
        Across { ticks, ends, left, right }
    }

    /// The same with room kept free at both ends.
    pub(super) fn inset(self, by: f64) -> Across {
        Across { left: self.left + by, right: self.right - by, ..self }
    }

    /// Where a value is.
    pub(super) fn x(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        let share = (value.clamp(low, high) - low) / (high - low);
        self.left + share * (self.right - self.left)
    }

    /// The numbers above all rows, as many as have room.
    pub(super) fn heads(&self, page: &mut Page, scale: Scale) {
        page.y += SMALL.leading();
        // The number at zero is the one to keep.
        let mut order: Vec<f64> = self.ticks.values.clone();
        order.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for value in order {
            let name = scale.text(value, &self.ticks);
            let half = text::width(&name, SMALL) / 2.0 + 3.0;
            let middle = self.x(value).min(page.right - half + 3.0).max(page.left + half - 3.0);
            let (from, to) = (middle - half, middle + half);
            if taken.iter().all(|(a, b)| to <= *a || *b <= from) {
                page.scene.words((middle, page.y - 3.0), Anchor::Middle, &name, SMALL);
                taken.push((from, to));
            }
        }
        page.y += 4.0;
    }

    /// Lines down through a row, the one at zero stronger.
    fn lines(&self, page: &mut Page, top: f64, bottom: f64) {
        for value in &self.ticks.values {
            let pen = Pen::solid(if value.abs() < 1e-12 { RULE } else { GRID }, 1.0);
            let x = self.x(*value);
            page.scene.line((x, top), (x, bottom), pen);
        }
    }

    /// Writes the words of a row, leaves room for its bars, and gives where those begin.
    pub(super) fn row(&self, page: &mut Page, words: &RowWords, high: f64) -> f64 {
        match page.shape {
            Shape::Wide => self.wide_row(page, words, high),
            Shape::Narrow => self.narrow_row(page, words, high),
        }
    }

    fn wide_row(&self, page: &mut Page, words: &RowWords, high: f64) -> f64 {
        let label = text::wrap_to(words.label, LABEL, NAMES, 3);
        let below = text::wrap_to(words.below, TINY, NAMES, 2);
        let names = float(label.len()) * LABEL.leading() + float(below.len()) * TINY.leading();
        let height = names.max(high).max(float(words.beside.len()) * SMALL.leading()) + 12.0;
        let (top, middle) = (page.y, page.y + height / 2.0);
        self.lines(page, top, top + height);
        let mut y = middle - names / 2.0;
        for (line, style) in label
            .iter()
            .map(|l| (l, LABEL.in_paint(words.ink)))
            .chain(below.iter().map(|l| (l, TINY)))
        {
            y += style.leading();
            page.scene.words((page.left, y - 0.3 * style.size), Anchor::Start, line, style);
        }
        // Each number is level with its bar.
        let bars = float(words.beside.len().max(1));
        for (nth, line) in words.beside.iter().enumerate() {
            let y = middle + ((float(nth) + 0.5) / bars - 0.5) * high.max(bars * SMALL.leading());
            let style = SMALL.in_paint(words.ink);
            page.scene.words((page.right, y + 4.0), Anchor::End, line, style);
        }
        page.y += height;
        middle - high / 2.0
    }

    fn narrow_row(&self, page: &mut Page, words: &RowWords, high: f64) -> f64 {
        page.y += 8.0;
        page.paragraph(words.label, LABEL.bold().in_paint(words.ink));
        page.paragraph(words.below, TINY);
        let beside = words.beside.join(" · ");
        page.paragraph(&beside, SMALL.in_paint(words.ink));
        let top = page.y + 4.0;
        self.lines(page, top - 2.0, top + high + 2.0);
        page.y = top + high + 4.0;
        top
    }
}

/// The lowest and the highest of some values, and zero.
pub(super) fn with_zero(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    values
        .into_iter()
        .filter(|value| value.is_finite())
        .fold((0.0, 0.0), |(low, high), value| (f64::min(low, value), f64::max(high, value)))
}

//! The frame of a chart over time: values up, months along, policy dates marked.

use super::fan::Mark;
use super::months::Timeline;
use super::palette::{GREY, GRID, INK, RULE, SMALL};
use super::scene::{Anchor, Area, Pen, Scene};
use super::ticks::Ticks;
use super::{labels, number, text};

/// How the numbers at the side are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scale {
    Counts,
    Differences,
    Shares,
}

impl Scale {
    fn text(self, value: f64, ticks: &Ticks) -> String {
        match self {
            Scale::Counts => number::fixed(value, ticks.decimals),
            Scale::Differences => number::signed(value, ticks.decimals),
            Scale::Shares => {
                number::fixed(100.0 * value, ticks.decimals.saturating_sub(2)) + "\u{a0}%"
            }
        }
    }
}

/// Whether a chart has its numbers beside it or shares those of its neighbour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Numbers,
    Bare,
}

/// A value axis and a month axis around an area.
pub(super) struct Plot<'a> {
    pub(super) area: Area,
    pub(super) ticks: Ticks,
    pub(super) timeline: Timeline<'a>,
}

impl Plot<'_> {
    /// How far down a value is.
    pub(super) fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.ticks.low(), self.ticks.high());
        let share = (value.clamp(low, high) - low) / (high - low);
        self.area.bottom - share * self.area.height()
    }

    /// Grid lines, the numbers left of them, the line at zero, and the months below.
    pub(super) fn grid(&self, scene: &mut Scene, side: Side, scale: Scale) {
        let Area { left, right, bottom, .. } = self.area;
        for value in &self.ticks.values {
            let y = self.y(*value);
            scene.line((left, y), (right, y), Pen::solid(GRID, 1.0));
            if side == Side::Numbers {
                let name = scale.text(*value, &self.ticks);
                scene.words((left - 8.0, y + 4.0), Anchor::End, &name, SMALL);
            }
        }
        let zero = self.y(0.0);
        scene.line((left, zero), (right, zero), Pen::solid(RULE, 1.0));
        self.timeline.draw(scene, bottom);
    }
}

/// The room the numbers at the side need.
pub(super) fn side(ticks: &Ticks, scale: Scale) -> f64 {
    let names: Vec<String> = ticks.values.iter().map(|value| scale.text(*value, ticks)).collect();
    text::widest(&names, SMALL) + 8.0
}

/// One policy date and where its label goes.
struct Placed {
    x: f64,
    start: f64,
    lines: Vec<String>,
}

/// Policy dates above an area, placed so that no label covers another.
pub(super) struct Marks {
    placed: Vec<Placed>,
    /// How far above the area each label's last line is.
    heights: Vec<f64>,
    /// The room above the area.
    pub(super) room: f64,
}

impl Marks {
    /// Places the labels; they may run on to `limit`, right of the area.
    pub(super) fn place(marks: &[Mark], timeline: &Timeline, limit: f64) -> Marks {
        let mut placed: Vec<Placed> = marks
            .iter()
            .filter_map(|mark| Some((timeline.border_of(mark.at)?, mark)))
            .map(|(x, mark)| {
                let wide = (limit - timeline.left).min(230.0);
                let lines = text::wrap_to(&mark.label, MARK, wide, 2);
                let start = (x + 4.0).min(limit - text::widest(&lines, MARK)).max(timeline.left);
                Placed { x, start, lines }
            })
            .collect();
        placed.sort_by(|a, b| a.x.total_cmp(&b.x));
        let spans: Vec<(f64, f64)> = placed
            .iter()
            .map(|p| (p.start.min(p.x), (p.start + text::widest(&p.lines, MARK)).max(p.x) + 8.0))
            .collect();
        let levels = labels::levels(&spans);
        // Each level is as high as its highest label.
        let deepest = levels.iter().max().map_or(0, |level| level + 1);
        let mut starts = vec![6.0; deepest + 1];
        for level in 0..deepest {
            let here = placed.iter().zip(&levels).filter(|(_, l)| **l == level);
            let lines = here.map(|(p, _)| p.lines.len()).max().unwrap_or(0);
            starts[level + 1] = starts[level] + height(lines) + 3.0;
        }
        let heights = levels.iter().map(|level| starts[*level]).collect();
        Marks { placed, heights, room: starts[deepest] }
    }

    /// Lines and labels.
    pub(super) fn draw(&self, scene: &mut Scene, area: Area) {
        for (mark, above) in self.placed.iter().zip(&self.heights) {
            // A label pushed to the left stands on its line, not beside it.
            let beside = if mark.start > mark.x { height(mark.lines.len()) } else { 0.0 };
            let top = area.top - above - beside;
            scene.line((mark.x, top), (mark.x, area.bottom), DATE);
        }
        for (mark, above) in self.placed.iter().zip(&self.heights) {
            let mut y = area.top - above - 2.0 - height(mark.lines.len().saturating_sub(1));
            for line in &mark.lines {
                scene.words_on_white((mark.start, y), Anchor::Start, line, MARK);
                y += MARK.leading();
            }
        }
    }
}

/// The line down from a policy date.
const DATE: Pen = Pen::solid(GREY.faded(0.8), 0.9);

/// Only the lines, for small charts that have no room for the labels.
pub(super) fn bare_marks(scene: &mut Scene, plot: &Plot, marks: &[Mark]) {
    for x in marks.iter().filter_map(|mark| plot.timeline.border_of(mark.at)) {
        scene.line((x, plot.area.top), (x, plot.area.bottom), DATE);
    }
}

const MARK: super::scene::Style = SMALL.in_paint(INK);

fn height(lines: usize) -> f64 {
    MARK.leading() * number::float(lines)
}

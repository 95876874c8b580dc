//! The frame of a chart over time: values up, months along, policy dates marked.

use super::fan::Mark;
use super::months::Timeline;
use super::page::Page;
use super::palette::{GREY, GRID, INK, RULE, SMALL};
use super::scene::{Anchor, Area, Pen, Scene};
use super::ticks::Ticks;
use super::{number, text};

/// How the numbers at the side are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scale {
    Counts,
    Differences,
    Shares,
}

impl Scale {
    pub(super) fn text(self, value: f64, ticks: &Ticks) -> String {
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
    /// What the numbers at the lines stand for, where labels would not all have room.
    list: Vec<String>,
}

/// More labels than this take half of the chart: they get numbers, and a list below.
const MOST_LABELS: usize = 4;
/// More numbers than this cannot be told apart; later dates have a line only.
const MOST_NUMBERS: usize = 24;
/// The widest label at a line.
const WIDEST: f64 = 230.0;

/// The labels as they stand at the lines, and the list below: the labels themselves if all of them
/// fit uncut, else numbers.
fn numbered(marks: &[&Mark], room: f64) -> (Vec<String>, Vec<String>) {
    let fits = |mark: &&Mark| text::wrap(&mark.label, MARK, room).len() <= 2;
    if marks.len() <= MOST_LABELS && marks.iter().all(fits) {
        return (marks.iter().map(|mark| mark.label.clone()).collect(), Vec::new());
    }
    let number =
        |nth: usize| if nth < MOST_NUMBERS { (nth + 1).to_string() } else { String::new() };
    let told = marks.iter().take(MOST_NUMBERS).enumerate();
    let mut list: Vec<String> = told
        .map(|(nth, mark)| format!("{} – {}: {}", nth + 1, mark.at.name(), mark.label))
        .collect();
    if marks.len() > MOST_NUMBERS {
        list.push(format!("and {} later dates", marks.len() - MOST_NUMBERS));
    }
    ((0..marks.len()).map(number).collect(), list)
}

impl Marks {
    /// Places the labels; they may run on to `limit`, right of the area.
    pub(super) fn place(marks: &[Mark], timeline: &Timeline, limit: f64) -> Marks {
        let mut inside: Vec<(f64, &Mark)> =
            marks.iter().filter_map(|mark| Some((timeline.border_of(mark.at)?, mark))).collect();
        inside.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wide = (limit - timeline.left).min(WIDEST);
        let all: Vec<&Mark> = inside.iter().map(|(_, mark)| *mark).collect();
        let (labels, list) = numbered(&all, wide);
        let placed: Vec<Placed> = inside
            .iter()
            .zip(labels)
            .map(|((x, _), label)| {
                let x = *x;
                let lines = text::wrap(&label, MARK, wide);
                let start = (x + 4.0).min(limit - text::widest(&lines, MARK)).max(timeline.left);
                Placed { x, start, lines }
            })
            .collect();
        let spans: Vec<(f64, f64)> = placed
            .iter()
            .map(|p| (p.start.min(p.x), (p.start + text::widest(&p.lines, MARK)).max(p.x) + 8.0))
            .collect();
        let levels = super::labels::levels(&spans);
        // Each level is as high as its highest label.
        let deepest = levels.iter().max().map_or(0, |level| level + 1);
        let mut starts = vec![6.0; deepest + 1];
        for level in 0..deepest {
            let here = placed.iter().zip(&levels).filter(|(_, l)| **l == level);
            let lines = here.map(|(p, _)| p.lines.len()).max().unwrap_or(0);
            starts[level + 1] = starts[level] + height(lines) + 3.0;
        }
        let heights = levels.iter().map(|level| starts[*level]).collect();
        Marks { placed, heights, room: starts[deepest], list }
    }

    /// What the numbers at the lines stand for, below the chart; nothing where there are none.
    pub(super) fn write_list(&self, page: &mut Page) {
        if !self.list.is_empty() {
            page.y += 8.0;
        }
        for line in &self.list {
            page.paragraph(line, MARK);
        }
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

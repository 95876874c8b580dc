//! Back-test: does the model give what was published? One row per target, all scaled so that the
//! target is one.

use super::number;
use super::page::{self, Page, Shape};
use super::palette::{BLUE, GREY, GRID, INK, LABEL, RULE, SMALL, VERMILION, WHITE};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Anchor, Area, Paint, Pen, Point, Scene};
use super::{text, ticks};

/// Published numbers and the model's.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// The targets, in the order to be drawn: misses first is best.
    pub rows: Vec<TargetRow>,
    /// Below the chart.
    pub caption: String,
}

/// One published number.
#[derive(Clone, Debug)]
pub struct TargetRow {
    /// What was counted.
    pub label: String,
    /// "calibrated", "held out" or "structural".
    pub role: String,
    /// The published number.
    pub target: f64,
    /// The lowest value that counts as a hit, in the unit of the target.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// What the model gives.
    pub model: Estimate,
    /// Whether the model passes.
    pub hit: bool,
    /// Printed at the right: "model …, source …".
    pub text: String,
}

/// Draws a tolerance bar and the model's dot per target; a miss has another colour and another
/// shape.
pub fn targets(t: &Targets) -> Result<Picture, String> {
    draw(alt(t)?, |shape| lay_out(t, shape))
}

/// A row in units of its target.
struct Scaled {
    low: f64,
    high: f64,
    model: Option<Estimate>,
}

impl Scaled {
    fn of(row: &TargetRow) -> Scaled {
        // Around a target of zero there are no shares: there the tolerance is the unit.
        let unit = match row.target.abs() {
            size if size > 1e-12 && size.is_finite() => size,
            _ => 10.0 * (row.high - row.low).abs().clamp(1e-9, 1e12),
        };
        let target = if row.target.is_finite() { row.target } else { 0.0 };
        let scale = |value: f64| 1.0 + (value - target) / unit;
        let edge = |value: f64| if value.is_finite() { scale(value) } else { 1.0 };
        let (a, b) = (edge(row.low), edge(row.high));
        let model = row.model.sound().map(|e| Estimate {
            value: scale(e.value),
            low: scale(e.low),
            high: scale(e.high),
        });
        Scaled { low: a.min(b), high: a.max(b), model }
    }
}

/// The common axis: one in the middle.
struct Axis {
    left: f64,
    right: f64,
    reach: f64,
}

impl Axis {
    /// Wide enough for all tolerances; a model far off is drawn at the edge, as an arrow.
    fn of(rows: &[Scaled], left: f64, right: f64) -> Axis {
        let off = |x: f64| (x - 1.0).abs();
        let edges = rows.iter().fold(0.05, |most: f64, r| most.max(off(r.low)).max(off(r.high)));
        let models = rows.iter().filter_map(|r| r.model);
        let models = models.fold(0.0, |most: f64, e| most.max(off(e.low)).max(off(e.high)));
        let reach = (edges.min(1.0) * 1.25).max(models.min(2.5 * edges.min(1.0))).min(1.0) * 1.06;
        Axis { left, right, reach }
    }

    fn x(&self, value: f64) -> f64 {
        let share = ((value - 1.0) / self.reach).clamp(-1.0, 1.0);
        f64::midpoint(self.left, self.right) + share * (self.right - self.left) / 2.0
    }

    fn shows(&self, value: f64) -> bool {
        (value - 1.0).abs() <= self.reach
    }

    /// Names of multiples above the rows, and where their lines run down.
    fn heads(&self, scene: &mut Scene, y: f64) -> Vec<f64> {
        let step = ticks::round_up(self.reach / 3.5);
        let decimals = if step >= 0.0999 { 1 } else { 2 };
        let mut lines = Vec::new();
        for turn in -4..=4 {
            let value = 1.0 + step * f64::from(turn);
            if !self.shows(value) {
                continue;
            }
            let name = match turn {
                0 => "target".to_owned(),
                _ => number::fixed(value, decimals) + "×",
            };
            scene.words((self.x(value), y), Anchor::Middle, &name, SMALL);
            lines.push(self.x(value));
        }
        lines
    }
}

fn lay_out(t: &Targets, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &t.title, &t.subtitle);
    let scaled: Vec<Scaled> = t.rows.iter().map(Scaled::of).collect();
    let axis = match shape {
        Shape::Wide => Axis::of(&scaled, page.left + 230.0, page.right - 300.0),
        Shape::Narrow => Axis::of(&scaled, page.left + 20.0, page.right - 20.0),
    };
    page.y += SMALL.leading();
    let baseline = page.y;
    let lines = axis.heads(&mut page.scene, baseline);
    page.y += 8.0;
    for (row, scaled) in t.rows.iter().zip(&scaled) {
        let top = page.y;
        let middle = match shape {
            Shape::Wide => wide_words(&mut page, row, &axis),
            Shape::Narrow => narrow_words(&mut page, row),
        };
        for x in &lines {
            let (from, to) = shape.pick((top, page.y), (middle - 9.0, middle + 9.0));
            page.scene.line((*x, from), (*x, to), Pen::solid(GRID, 1.0));
        }
        picture_of(&mut page.scene, &axis, row, scaled, middle);
        if shape == Shape::Narrow {
            page.y += 10.0;
        }
    }
    page.finish(&t.caption)
}

/// Label on the left, verdict and numbers on the right; gives the middle of the row.
fn wide_words(page: &mut Page, row: &TargetRow, axis: &Axis) -> f64 {
    let (label_room, x) = (axis.left - page.left - 24.0, axis.right + 24.0);
    let label = text::wrap_to(&row.label, LABEL, label_room, 3);
    let words = text::wrap_to(&row.text, SMALL, page.right - x, 4);
    let role = text::wrap_to(&row.role, SMALL, label_room, 3);
    let lines = (label.len() + role.len()).max(words.len() + 1);
    let height = number::float(lines) * LABEL.leading() + 12.0;
    let mut y = page.y + LABEL.size + 3.0;
    page.scene.words((x, y), Anchor::Start, verdict(row), SMALL.bold().in_paint(colour(row)));
    for line in &words {
        y += SMALL.leading() + 1.0;
        page.scene.words((x, y), Anchor::Start, line, SMALL);
    }
    y = page.y + LABEL.size + 3.0;
    for line in &label {
        page.scene.words((page.left, y), Anchor::Start, line, LABEL);
        y += LABEL.leading();
    }
    for line in &role {
        page.scene.words((page.left, y), Anchor::Start, line, SMALL);
        y += SMALL.leading();
    }
    page.y += height;
    page.y - height + 11.0
}

/// Label and verdict above the bar, numbers below; gives the middle of the bar.
fn narrow_words(page: &mut Page, row: &TargetRow) -> f64 {
    page.paragraph(&row.label, LABEL);
    page.paragraph(&format!("{} · {}", verdict(row), row.role), SMALL.bold().in_paint(colour(row)));
    let middle = page.y + 14.0;
    page.y += 28.0;
    page.paragraph(&row.text, SMALL);
    middle
}

fn picture_of(scene: &mut Scene, axis: &Axis, row: &TargetRow, scaled: &Scaled, y: f64) {
    let (low, high) = (axis.x(scaled.low), axis.x(scaled.high));
    let bar = Area { left: low, top: y - 7.0, right: high.max(low + 1.0), bottom: y + 7.0 };
    scene.rect(bar, RULE.faded(0.3));
    for x in [low, high] {
        scene.line((x, y - 7.0), (x, y + 7.0), Pen::solid(GREY, 1.2));
    }
    let one = axis.x(1.0);
    scene.line((one, y - 9.0), (one, y + 9.0), Pen::solid(INK, 1.0));
    let Some(model) = scaled.model else { return };
    let paint = colour(row);
    scene.line((axis.x(model.low), y), (axis.x(model.high), y), Pen::solid(paint, 2.5));
    let at = (axis.x(model.value), y);
    if !axis.shows(model.value) {
        arrow(scene, at, (model.value - 1.0).signum(), paint);
    } else if row.hit {
        page::dot(scene, at, 4.2, paint);
    } else {
        cross(scene, at, paint);
    }
}

fn cross(scene: &mut Scene, (x, y): Point, paint: Paint) {
    for (pen, r) in [(Pen::solid(WHITE, 5.0), 6.0), (Pen::solid(paint, 2.8), 5.0)] {
        scene.line((x - r, y - r), (x + r, y + r), pen);
        scene.line((x - r, y + r), (x + r, y - r), pen);
    }
}

/// Further off than the chart goes.
fn arrow(scene: &mut Scene, (x, y): Point, side: f64, paint: Paint) {
    let tip = (x + 9.0 * side, y);
    scene.polygon(vec![(x - 2.0 * side, y - 7.0), tip, (x - 2.0 * side, y + 7.0)], paint);
}

fn verdict(row: &TargetRow) -> &'static str {
    if row.hit { "hit" } else { "MISS" }
}

fn colour(row: &TargetRow) -> Paint {
    if row.hit { BLUE } else { VERMILION }
}

fn alt(t: &Targets) -> Result<String, String> {
    if t.rows.is_empty() {
        return Err(format!("chart \"{}\": no targets to draw", t.title));
    }
    let missed: Vec<&str> = t.rows.iter().filter(|r| !r.hit).map(|r| r.label.as_str()).collect();
    let hits = t.rows.len() - missed.len();
    let misses = match missed.len() {
        0 => "None is missed.".to_owned(),
        _ => format!("Missed: {}.", missed.join("; ")),
    };
    Ok(format!("{}: the model meets {hits} of {} targets. {misses}", t.title, t.rows.len()))
}

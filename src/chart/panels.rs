//! Who is affected: one small bar chart per group of people, on one scale.

use super::number::{self, float};
use super::page::{Page, Shape};
use super::palette::{self, GREY, HEADING, INK, RULE, SMALL};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Anchor, Area, Pen, Scene};
use super::text;

/// The same count for each group and arm.
#[derive(Clone, Debug, Default)]
pub struct Panels {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What the bars count.
    pub x_label: String,
    /// The first is the base arm.
    pub arms: Vec<String>,
    /// The groups.
    pub panels: Vec<Panel>,
    /// Below the chart.
    pub caption: String,
}

/// One group of people.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Who they are.
    pub label: String,
    /// One per arm; `None` is too few people to be told, and is drawn hatched.
    pub by_arm: Vec<Option<Estimate>>,
}

/// Draws a bar with a whisker per group and arm.
pub fn panels(p: &Panels) -> Result<Picture, String> {
    draw(alt(p)?, |shape| lay_out(p, shape))
}

const SUPPRESSED: &str = "under 10";
const GAP: f64 = 24.0;
const BAR: f64 = 12.0;

/// What all panels share.
struct Sheet {
    /// Names of the arms, wrapped for the column left of the bars.
    names: Vec<Vec<String>>,
    side: f64,
    wide: f64,
    numbers: f64,
    low: f64,
    high: f64,
}

impl Sheet {
    fn of(p: &Panels, page: &Page, columns: usize) -> Sheet {
        let style = SMALL.bold();
        let room = page.shape.pick(140.0, 116.0);
        let names: Vec<Vec<String>> =
            p.arms.iter().map(|name| text::wrap_to(name, style, room, 3)).collect();
        let side = names.iter().map(|lines| text::widest(lines, style)).fold(0.0, f64::max) + 10.0;
        let sound: Vec<Estimate> = all_of(p).flatten().filter_map(Estimate::sound).collect();
        let words: Vec<String> =
            sound.iter().map(|e| number::plain(e.value)).chain([SUPPRESSED.to_owned()]).collect();
        let low = sound.iter().fold(0.0, |low: f64, e| low.min(e.low).min(e.value));
        let high = sound.iter().fold(0.0, |high: f64, e| high.max(e.high).max(e.value));
        let high = if high > low { high } else { low + 1.0 };
        let wide = (page.width() - side - GAP * float(columns - 1)) / float(columns);
        Sheet { names, side, wide, numbers: text::widest(&words, SMALL) + 8.0, low, high }
    }

    fn x(&self, left: f64, value: f64) -> f64 {
        let share = (value / self.span() - self.low / self.span()).clamp(0.0, 1.0);
        left + share * (self.wide - self.numbers)
    }

    /// Never so large that it cannot be divided by.
    fn span(&self) -> f64 {
        (self.high - self.low).clamp(1e-300, f64::MAX)
    }

    /// The height of one arm's bar and name.
    fn slot(&self, arm: usize) -> f64 {
        let lines = self.names.get(arm).map_or(1, Vec::len);
        (float(lines) * SMALL.leading() + 6.0).max(BAR + 9.0)
    }
}

fn lay_out(p: &Panels, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &p.title, &p.subtitle);
    page.paragraph(&p.x_label, SMALL);
    let columns = shape.pick(p.panels.len().clamp(1, 3), 1);
    let sheet = Sheet::of(p, &page, columns);
    for row in p.panels.chunks(columns) {
        page.y += 10.0;
        let titles: Vec<Vec<String>> =
            row.iter().map(|panel| text::wrap_to(&panel.label, HEADING, sheet.wide, 3)).collect();
        let lines = titles.iter().map(Vec::len).max().unwrap_or(1);
        let top = page.y + float(lines) * HEADING.leading() + 4.0;
        for (column, panel) in row.iter().enumerate() {
            let left = page.left + sheet.side + float(column) * (sheet.wide + GAP);
            // Titles stand on their bars, not far above them.
            let mut y = top - 6.0 - float(titles[column].len() - 1) * HEADING.leading();
            for line in &titles[column] {
                page.scene.words((left, y), Anchor::Start, line, HEADING);
                y += HEADING.leading();
            }
            bars(&mut page.scene, &sheet, panel, (left, top));
        }
        names(&mut page, &sheet, top);
        page.y = top + (0..p.arms.len()).map(|arm| sheet.slot(arm)).sum::<f64>() + 4.0;
    }
    page.finish(&p.caption)
}

fn names(page: &mut Page, sheet: &Sheet, top: f64) {
    let mut y = top;
    for (arm, lines) in sheet.names.iter().enumerate() {
        let style = SMALL.bold().in_paint(palette::arm_ink(arm));
        let middle = y + sheet.slot(arm) / 2.0;
        let mut baseline =
            middle + 4.0 - float(lines.len().saturating_sub(1)) * SMALL.leading() / 2.0;
        for line in lines {
            page.scene.words((page.left, baseline), Anchor::Start, line, style);
            baseline += SMALL.leading();
        }
        y += sheet.slot(arm);
    }
}

fn bars(scene: &mut Scene, sheet: &Sheet, panel: &Panel, (left, top): (f64, f64)) {
    let zero = sheet.x(left, 0.0);
    let mut y = top;
    for arm in 0..sheet.names.len() {
        let middle = y + sheet.slot(arm) / 2.0;
        match panel.by_arm.get(arm).copied().flatten().and_then(Estimate::sound) {
            Some(e) => bar(scene, sheet, (left, middle), arm, e),
            None => hatched(scene, zero, middle),
        }
        y += sheet.slot(arm);
    }
    scene.line((zero, top - 1.0), (zero, y + 1.0), Pen::solid(RULE, 1.0));
}

fn bar(scene: &mut Scene, sheet: &Sheet, (left, middle): (f64, f64), arm: usize, e: Estimate) {
    let (zero, end) = (sheet.x(left, 0.0), sheet.x(left, e.value));
    let (top, bottom) = (middle - BAR / 2.0, middle + BAR / 2.0);
    let paint = palette::arm(arm).faded(0.72);
    scene.rect(Area { left: zero.min(end), top, right: zero.max(end), bottom }, paint);
    let (low, high) = (sheet.x(left, e.low), sheet.x(left, e.high));
    let pen = Pen::solid(INK, 1.2);
    scene.line((low, middle), (high, middle), pen);
    for x in [low, high] {
        scene.line((x, middle - 3.0), (x, middle + 3.0), pen);
    }
    let x = high.max(end).max(zero) + 6.0;
    scene.words((x, middle + 4.0), Anchor::Start, &number::plain(e.value), SMALL.in_paint(INK));
}

/// A short box of slanted lines: there is a number, but it is not told.
fn hatched(scene: &mut Scene, left: f64, middle: f64) {
    let (top, right, bottom) = (middle - BAR / 2.0, left + 28.0, middle + BAR / 2.0);
    let pen = Pen::solid(GREY, 0.8);
    let mut x = left;
    while x + BAR <= right {
        scene.line((x, bottom), (x + BAR, top), pen);
        x += 4.0;
    }
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    scene.path(corners.to_vec(), pen);
    scene.words((right + 6.0, middle + 4.0), Anchor::Start, SUPPRESSED, SMALL);
}

fn all_of(p: &Panels) -> impl Iterator<Item = Option<Estimate>> {
    p.panels.iter().flat_map(|panel| panel.by_arm.iter().copied())
}

fn alt(p: &Panels) -> Result<String, String> {
    if p.arms.is_empty() || p.panels.is_empty() {
        return Err(format!("chart \"{}\": no group or no arm to draw", p.title));
    }
    let groups: Vec<String> = p
        .panels
        .iter()
        .map(|panel| {
            let each = p.arms.iter().enumerate().map(|(arm, name)| {
                let value = panel.by_arm.get(arm).copied().flatten().and_then(Estimate::sound);
                let words = value.map_or_else(|| SUPPRESSED.to_owned(), |e| number::plain(e.value));
                format!("{name} {words}")
            });
            format!("{}: {}", panel.label, each.collect::<Vec<_>>().join(", "))
        })
        .collect();
    Ok(format!("{}, {}, by group. {}.", p.title, p.x_label, groups.join("; ")))
}

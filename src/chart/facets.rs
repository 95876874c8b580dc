//! Small charts over time, one per group, all on the same scale.

use super::axis::{self, Plot, Scale, Side};
use super::fan::{Fan, axis_words, series_of};
use super::months::Timeline;
use super::number::{self, float};
use super::page::{Page, Shape};
use super::palette::{HEADING, SMALL};
use super::picture::{Picture, draw};
use super::scene::{Anchor, Area, Scene};
use super::series::{self, Series};
use super::text;
use super::ticks::Ticks;

/// The same thing over time for several groups of people.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What the axis counts.
    pub y_label: String,
    /// A group's name and its lines. Of each fan only months, arms, marks and `from_zero` are used.
    pub facets: Vec<(String, Fan)>,
    /// Values are shares of one and are written in percent.
    pub percent: bool,
    /// Below the chart.
    pub caption: String,
}

/// Draws a small chart for each group, with one value axis for all.
pub fn facets(f: &Facets) -> Result<Picture, String> {
    draw(alt(f)?, |shape| lay_out(f, shape))
}

/// Where the small charts go, the same for all.
struct Sheet {
    scale: Scale,
    ticks: Ticks,
    columns: usize,
    side: f64,
    gutter: f64,
    wide: f64,
    high: f64,
}

/// Between the small charts of one row.
const GAP: f64 = 26.0;

fn lay_out(f: &Facets, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &f.title, &f.subtitle);
    let sheet = sheet(f, &page);
    page.paragraph(&axis_words(&f.y_label, &sheet.ticks), SMALL);
    page.paragraph(&dates(f), SMALL);
    for groups in f.facets.chunks(sheet.columns) {
        small_row(&mut page, &sheet, groups);
    }
    page.finish(&f.caption)
}

/// What the vertical lines are. Said once, in words: labels in each small chart would hide it.
fn dates(f: &Facets) -> String {
    let mut told: Vec<String> = Vec::new();
    for mark in f.facets.iter().flat_map(|(_, fan)| &fan.marks) {
        let words = format!("{} ({})", mark.label, mark.at.name());
        if !told.contains(&words) {
            told.push(words);
        }
    }
    if told.is_empty() { String::new() } else { format!("Vertical lines: {}.", told.join("; ")) }
}

fn sheet(f: &Facets, page: &Page) -> Sheet {
    let scale = if f.percent { Scale::Shares } else { Scale::Counts };
    let all: Vec<Series> = f.facets.iter().flat_map(|(_, fan)| series_of(fan, scale)).collect();
    let (mut low, mut high) = series::range(&all).unwrap_or((0.0, 1.0));
    if f.facets.iter().any(|(_, fan)| fan.from_zero) {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    let ticks = Ticks::covering(low, high, 4);
    let columns = page.shape.pick(f.facets.len().clamp(1, 3), 1);
    let side = axis::side(&ticks, scale);
    let names =
        || f.facets.iter().flat_map(|(_, fan)| fan.arms.iter().map(|arm| arm.name.as_str()));
    let gutter = series::gutter(names(), page.shape.pick(150.0, 112.0));
    let most = f.facets.iter().map(|(_, fan)| {
        series::stacked_height(fan.arms.iter().map(|arm| arm.name.as_str()), gutter)
    });
    let high = most.fold(page.shape.pick(150.0, 140.0), f64::max);
    let gaps = GAP * float(columns - 1);
    let wide = (page.width() - side - gutter - gaps) / float(columns);
    Sheet { scale, ticks, columns, side, gutter, wide, high }
}

fn small_row(page: &mut Page, sheet: &Sheet, groups: &[(String, Fan)]) {
    page.y += 12.0;
    let titles: Vec<Vec<String>> =
        groups.iter().map(|(name, _)| text::wrap_to(name, HEADING, sheet.wide, 2)).collect();
    let title_lines = titles.iter().map(Vec::len).max().unwrap_or(1);
    let top = page.y + float(title_lines) * HEADING.leading() + 6.0;
    let mut below: f64 = 0.0;
    for (column, ((_, fan), title)) in groups.iter().zip(&titles).enumerate() {
        let left = page.left + sheet.side + float(column) * (sheet.wide + GAP);
        let right = left + sheet.wide;
        let area = Area { left, top, right, bottom: top + sheet.high };
        let timeline = Timeline { months: &fan.months, left, right };
        below = below.max(timeline.room());
        let plot = Plot { area, ticks: sheet.ticks.clone(), timeline };
        let scene = &mut page.scene;
        // Titles stand on their charts, not far above them.
        let mut y = top - 10.0 - float(title.len().saturating_sub(1)) * HEADING.leading();
        for line in title {
            scene.words((left, y), Anchor::Start, line, HEADING);
            y += HEADING.leading();
        }
        plot.grid(scene, if column == 0 { Side::Numbers } else { Side::Bare }, sheet.scale);
        axis::bare_marks(scene, &plot, &fan.marks);
        let all = series_of(fan, sheet.scale);
        series::draw(scene, &plot, &all);
        // Only the last chart of a row has white paper on its right.
        if column + 1 == groups.len() {
            let ends = series::end_labels(&plot, &all, sheet.gutter);
            series::write_ends(scene, area, &ends);
        }
    }
    page.y = top + sheet.high + below;
}

fn alt(f: &Facets) -> Result<String, String> {
    let times = if f.percent { 100.0 } else { 1.0 };
    let unit = if f.percent { " %" } else { "" };
    let groups: Vec<String> = f
        .facets
        .iter()
        .map(|(name, fan)| {
            let ends: Vec<String> = series_of(fan, Scale::Counts)
                .iter()
                .filter_map(|s| Some((s.name.clone(), times * s.last()?.1.p50)))
                .map(|(arm, end)| format!("{arm} {}{unit}", number::plain(end)))
                .collect();
            format!("{name}: {}", ends.join(", "))
        })
        .collect();
    let has_values = f
        .facets
        .iter()
        .any(|(_, fan)| series_of(fan, Scale::Counts).iter().any(|s| s.last().is_some()));
    if !has_values {
        return Err(format!("chart \"{}\": no group has a value", f.title));
    }
    Ok(format!(
        "{}, {}, one small chart per group. Medians at the end: {}.",
        f.title,
        f.y_label,
        groups.join("; ")
    ))
}

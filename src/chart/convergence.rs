//! Whether a larger sample would say something else: indices over growing sizes of the sample.

use super::axis::Scale;
use super::fills::{Fill, Swatch, key};
use super::floor::named;
use super::number;
use super::page::{self, Page, Shape};
use super::palette::{self, GREY, GRID, RULE, SMALL};
use super::picture::{Estimate, Picture, draw};
use super::plane::{Plane, along_words, up_words};
use super::scene::{Area, Pen, Point, Scene};
use super::series::{self, EndLabel, STANDOFF};
use super::text;
use super::ticks::Ticks;

/// Indices, each over the same sizes of the sample.
#[derive(Clone, Debug, Default)]
pub struct Convergence {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What grows, as "base samples".
    pub x_label: String,
    /// What is looked at, as "total order, share of variance".
    pub y_label: String,
    /// How large the sample is at each point, growing.
    pub sizes: Vec<u32>,
    /// The parameters, in any order.
    pub lines: Vec<ConvergenceLine>,
    /// What the dummy parameter reaches with the whole sample.
    pub floor: Option<f64>,
    /// Below the chart.
    pub caption: String,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct ConvergenceLine {
    /// What it is called.
    pub label: String,
    /// One per size. Without an interval, both ends are the value.
    pub values: Vec<Estimate>,
}

/// One line of the table below.
#[derive(Clone, Debug)]
pub struct ConvergenceRow {
    /// The parameter.
    pub label: String,
    /// Its index with the whole sample.
    pub last: Estimate,
    /// The largest difference between the whole sample and any part that is at least half of it.
    pub last_change: f64,
}

impl Convergence {
    /// The parameters as drawn, the largest index first. Those without an index of the whole
    /// sample are left out.
    #[must_use]
    pub fn rows(&self) -> Vec<ConvergenceRow> {
        self.sorted().into_iter().map(|line| self.row(line)).collect()
    }

    fn row(&self, line: &ConvergenceLine) -> ConvergenceRow {
        let points = self.points(line);
        let last = points.last().map_or(NOTHING, |(_, e)| *e);
        let half = self.sizes.last().copied().unwrap_or(0) / 2;
        let late = points.iter().filter(|(nth, _)| self.sizes[*nth] >= half);
        let last_change =
            late.fold(0.0, |most: f64, (_, e)| most.max((e.value - last.value).abs()));
        ConvergenceRow { label: line.label.clone(), last, last_change }
    }

    fn sorted(&self) -> Vec<&ConvergenceLine> {
        let whole = self.sizes.len().saturating_sub(1);
        let last = |line: &ConvergenceLine| line.values.get(whole).and_then(|e| e.sound());
        let mut lines: Vec<&ConvergenceLine> =
            self.lines.iter().filter(|line| last(line).is_some()).collect();
        lines.sort_by(|a, b| {
            let size = |line| last(line).map_or(0.0, |e| e.value);
            size(b).total_cmp(&size(a))
        });
        lines
    }

    /// What of a line can be drawn: the number of the size, and the index there.
    fn points(&self, line: &ConvergenceLine) -> Vec<(usize, Estimate)> {
        let values = line.values.iter().enumerate().take(self.sizes.len());
        values.filter_map(|(nth, e)| Some((nth, e.sound()?))).collect()
    }

    fn floor(&self) -> Option<f64> {
        self.floor.filter(|floor| floor.is_finite() && *floor > 0.0)
    }
}

const NOTHING: Estimate = Estimate { value: 0.0, low: 0.0, high: 0.0 };

/// Draws a line with its band per parameter, over the size of the sample.
pub fn convergence(c: &Convergence) -> Result<Picture, String> {
    draw(alt(c)?, |shape| lay_out(c, shape))
}

/// The lines with a colour and a name; the others are thin and grey.
const MOST: usize = 6;
const OTHER: Pen = Pen::solid(RULE.faded(0.8), 0.8);

fn lay_out(c: &Convergence, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &c.title, &c.subtitle);
    let lines = c.sorted();
    let (along, up) = ticks(c, &lines, shape);
    legend(&mut page, c, lines.len());
    page.paragraph(&up_words(&c.y_label, &up), SMALL);
    let names = lines.iter().take(MOST).map(|line| line.label.as_str());
    let gutter = series::gutter(names.clone(), shape.pick(200.0, 124.0));
    let height = shape.pick(340.0_f64, 260.0).max(series::stacked_height(names, gutter));
    let plane = Plane::of(&page, (along, up), (height, gutter));
    plane.grid(&mut page, &along_words(&c.x_label, &plane.along));
    shade(&mut page.scene, &plane, c);
    for line in lines.iter().skip(MOST).rev() {
        page.scene.path(path(c, &plane, line), OTHER);
    }
    for (nth, line) in lines.iter().enumerate().take(MOST).rev() {
        band(&mut page.scene, c, &plane, (nth, line));
    }
    let mut ends = Vec::new();
    for (nth, line) in lines.iter().enumerate().take(MOST).rev() {
        let points = path(c, &plane, line);
        let style = SMALL.bold().in_paint(palette::arm_ink(nth));
        let names = text::wrap_to(&line.label, style, gutter - STANDOFF, 3);
        ends.extend(points.last().map(|from| EndLabel { from: *from, lines: names, style }));
        for at in &points {
            page::dot(&mut page.scene, *at, 2.4, palette::arm(nth));
        }
        page.scene.path(points, palette::arm_pen(nth));
    }
    series::write_ends(&mut page.scene, plane.area, &ends);
    note(&mut page, c, &lines);
    page.finish(&c.caption)
}

fn ticks(c: &Convergence, lines: &[&ConvergenceLine], shape: Shape) -> (Ticks, Ticks) {
    let largest = c.sizes.iter().copied().max().map_or(1.0, f64::from);
    let mut along = Ticks::covering(0.0, largest, shape.pick(6, 4));
    // The last point stands at the right edge, beside its name.
    along.values.retain(|value| *value < 0.97 * largest);
    along.values.push(largest);
    let named = lines.iter().take(MOST).flat_map(|line| c.points(line));
    let others = lines.iter().skip(MOST).flat_map(|line| c.points(line));
    let values = named
        .flat_map(|(_, e)| [e.value, e.low, e.high])
        .chain(others.map(|(_, e)| e.value))
        .chain(c.floor());
    let (low, high) = super::across::with_zero(values);
    (along, Ticks::covering(low, high, 5))
}

fn legend(page: &mut Page, c: &Convergence, drawn: usize) {
    let mut entries = Vec::new();
    let has_bands = c.lines.iter().flat_map(|line| &line.values).any(|e| e.high > e.low);
    if has_bands {
        let swatch = Swatch::Box(Fill::Full, palette::arm(0).faded(0.18));
        entries.push((swatch, "interval".to_owned()));
    }
    if let Some(floor) = c.floor() {
        let words = format!("noise floor of the whole sample, {}", number::plain(floor));
        entries.push((Swatch::Box(Fill::Hatched, RULE.faded(0.6)), words));
    }
    if drawn > MOST {
        let words = format!("{} others, all smaller", drawn - MOST);
        entries.push((Swatch::Line(OTHER), words));
    }
    if !entries.is_empty() {
        key(page, &entries);
    }
}

/// The floor, from zero up.
fn shade(scene: &mut Scene, plane: &Plane, c: &Convergence) {
    let Some(floor) = c.floor() else { return };
    let Area { left, right, .. } = plane.area;
    let area =
        Area { left, right, top: plane.y(floor), bottom: plane.y(0.0).max(plane.y(floor) + 1.0) };
    scene.rect(area, GRID.faded(0.45));
    super::colours::slanted(scene, area, Pen::solid(GREY.faded(0.3), 0.7));
}

fn path(c: &Convergence, plane: &Plane, line: &ConvergenceLine) -> Vec<Point> {
    let at = |(nth, e): &(usize, Estimate)| plane.at((f64::from(c.sizes[*nth]), e.value));
    c.points(line).iter().map(at).collect()
}

/// The intervals of a line, as one area.
fn band(scene: &mut Scene, c: &Convergence, plane: &Plane, (nth, line): (usize, &ConvergenceLine)) {
    let points = c.points(line);
    if points.iter().all(|(_, e)| e.high <= e.low) {
        return;
    }
    let edge = |(nth, value): (usize, f64)| plane.at((f64::from(c.sizes[nth]), value));
    let upper = points.iter().map(|(nth, e)| edge((*nth, e.high)));
    let lower = points.iter().rev().map(|(nth, e)| edge((*nth, e.low)));
    scene.polygon(upper.chain(lower).collect(), palette::arm(nth).faded(0.14));
}

fn note(page: &mut Page, c: &Convergence, lines: &[&ConvergenceLine]) {
    page.y += 4.0;
    page.paragraph(&settled(c), SMALL);
    let lost = c.lines.iter().filter(|line| !lines.iter().any(|drawn| std::ptr::eq(*drawn, *line)));
    let lost: Vec<&str> = lost.map(|line| line.label.as_str()).collect();
    if !lost.is_empty() {
        page.paragraph(&format!("Without a number: {}.", named(&lost, 6)), SMALL);
    }
}

/// How much the second half of the sample moved, in one sentence.
fn settled(c: &Convergence) -> String {
    let rows = c.rows();
    let most = rows.iter().max_by(|a, b| a.last_change.total_cmp(&b.last_change));
    most.map_or_else(String::new, |row| {
        let change = number::plain(row.last_change);
        format!(
            "The second half of the sample moved no index by more than {change} ({}).",
            row.label
        )
    })
}

fn alt(c: &Convergence) -> Result<String, String> {
    let rows = c.rows();
    if rows.is_empty() {
        return Err(format!("chart \"{}\": no index to draw", c.title));
    }
    let told: Vec<String> = rows
        .iter()
        .take(MOST)
        .map(|row| format!("{} {}", row.label, number::interval(row.last)))
        .collect();
    let size = Scale::Counts.text(
        c.sizes.last().copied().map_or(0.0, f64::from),
        &Ticks { values: Vec::new(), decimals: 0 },
    );
    Ok(format!(
        "{}: {} over {}. With all {size}: {}. {}",
        c.title,
        c.y_label,
        c.x_label,
        told.join("; "),
        settled(c)
    ))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_convergence;
    use super::*;

    #[test]
    fn the_last_change_looks_at_parts_of_at_least_half() {
        let e = |value| Estimate { value, low: value, high: value };
        let line =
            ConvergenceLine { label: "a".into(), values: [9.0, 3.0, 2.5, 2.0].map(e).to_vec() };
        let c = Convergence {
            sizes: vec![10, 20, 30, 40],
            lines: vec![line],
            ..Convergence::default()
        };
        let rows = c.rows();
        assert!((rows[0].last_change - 1.0).abs() < 1e-12, "{rows:?}");
        assert!(settled(&c).contains("more than 1.0 (a)"), "{}", settled(&c));
    }

    #[test]
    fn a_line_without_an_index_of_the_whole_sample_is_named_only() {
        let mut c = sample_convergence();
        c.lines[0].values.pop();
        let lost = c.lines[0].label.clone();
        assert!(c.rows().iter().all(|row| row.label != lost));
        assert!(convergence(&c).unwrap().wide_svg.contains("Without a number"));
    }
}

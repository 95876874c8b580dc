//! Fan chart: what each arm leads to, month by month, and how sure that is.

use super::axis::{self, Marks, Plot, Scale, Side};
use super::months::{Month, Timeline, name_of};
use super::page::{self, Page, Shape};
use super::palette::{INK, SMALL};
use super::picture::{Picture, draw};
use super::scene::{Anchor, Area, Scene};
use super::series::{self, Series};
use super::ticks::Ticks;
use super::{number, text};

/// Quantiles over months for each arm.
#[derive(Clone, Debug, Default)]
pub struct Fan {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What is counted, as "people a month".
    pub y_label: String,
    /// One per value of each arm. If all are the same month of their years, each stands for the
    /// year that ends with it: Septembers are fiscal years.
    pub months: Vec<Month>,
    /// The first is the base arm.
    pub arms: Vec<FanArm>,
    /// Policy dates.
    pub marks: Vec<Mark>,
    /// What was seen in the world.
    pub observed: Vec<Observed>,
    /// Below the chart: how many replicates, which interval.
    pub caption: String,
    /// Whether the axis begins at zero; if not, the chart says so.
    pub from_zero: bool,
}

/// One arm: a quantile of all replicates for each month.
#[derive(Clone, Debug, Default)]
pub struct FanArm {
    /// As the policy file calls it.
    pub name: String,
    /// Lower edge of the wide band.
    pub p10: Vec<f64>,
    /// Lower edge of the narrow band.
    pub p25: Vec<f64>,
    /// The line.
    pub p50: Vec<f64>,
    /// Upper edge of the narrow band.
    pub p75: Vec<f64>,
    /// Upper edge of the wide band.
    pub p90: Vec<f64>,
}

impl FanArm {
    /// One run: a line without a band.
    #[must_use]
    pub fn line(name: &str, values: Vec<f64>) -> FanArm {
        let [p10, p25, p50, p75] = [(); 4].map(|()| values.clone());
        FanArm { name: name.to_owned(), p10, p25, p50, p75, p90: values }
    }
}

/// A date on which something changed.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Must be one of the months of the chart, or in one of its years, to be drawn.
    pub at: Month,
    /// What changed.
    pub label: String,
}

/// A value seen in the world.
#[derive(Clone, Debug)]
pub struct Observed {
    /// When.
    pub at: Month,
    /// What.
    pub value: f64,
    /// Whose numbers they are; told once for all dots of the same label.
    pub label: String,
}

/// Draws medians and bands of each arm; the first arm is the base.
pub fn fan(f: &Fan) -> Result<Picture, String> {
    draw(alt(f, Scale::Counts)?, |shape| lay_out(f, Scale::Counts, shape))
}

/// Draws medians and bands of paired differences, arm minus base, around a line at zero; every arm
/// is coloured.
pub fn difference_over_time(f: &Fan) -> Result<Picture, String> {
    draw(alt(f, Scale::Differences)?, |shape| lay_out(f, Scale::Differences, shape))
}

/// The arms made ready; in a chart of differences there is no base arm and so no dark grey line.
pub(super) fn series_of(f: &Fan, scale: Scale) -> Vec<Series> {
    let first = usize::from(scale == Scale::Differences);
    let ready = |(i, arm)| Series::of(arm, i + first, f.months.len());
    f.arms.iter().enumerate().map(ready).collect()
}

fn lay_out(f: &Fan, scale: Scale, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &f.title, &f.subtitle);
    let all = series_of(f, scale);
    let ticks = value_ticks(f, &all, scale);
    let mut names: Vec<&str> = f.arms.iter().map(|arm| arm.name.as_str()).collect();
    if scale == Scale::Differences {
        names.push(NO_DIFFERENCE);
    }
    let gutter = series::gutter(names.iter().copied(), shape.pick(170.0, 112.0));
    let left = page.left + axis::side(&ticks, scale);
    let timeline = Timeline { months: &f.months, left, right: page.right - gutter };

    above(&mut page, f, &ticks);
    let marks = Marks::place(&f.marks, &timeline, page.right);
    let top = page.y + marks.room + 4.0;
    let height = shape.pick(340.0, 250.0_f64).max(series::stacked_height(names, gutter));
    let area = Area { left, top, right: timeline.right, bottom: top + height };
    let plot = Plot { area, ticks, timeline };

    plot.grid(&mut page.scene, Side::Numbers, scale);
    marks.draw(&mut page.scene, area);
    series::draw(&mut page.scene, &plot, &all);
    for seen in f.observed.iter().filter(|seen| seen.value.is_finite()) {
        if let Some(x) = plot.timeline.x_of(seen.at) {
            page::ring(&mut page.scene, (x, plot.y(seen.value)), 3.0, INK);
        }
    }
    let mut ends = series::end_labels(&plot, &all, gutter);
    if scale == Scale::Differences {
        ends.push(series::zero_label(&plot, NO_DIFFERENCE, gutter));
    }
    series::write_ends(&mut page.scene, area, &ends);
    page.y = area.bottom + plot.timeline.room();
    marks.write_list(&mut page);
    page.finish(&f.caption)
}

const NO_DIFFERENCE: &str = "no difference";

/// What the axis counts, whether it begins at zero, and whose the dots are.
fn above(page: &mut Page, f: &Fan, ticks: &Ticks) {
    page.paragraph(&axis_words(&f.y_label, ticks), SMALL);
    let mut sources: Vec<&str> = Vec::new();
    for seen in f.observed.iter().filter(|seen| !seen.label.trim().is_empty()) {
        if !sources.contains(&seen.label.as_str()) {
            sources.push(&seen.label);
        }
    }
    if !sources.is_empty() {
        page::ring(&mut page.scene, (page.left + 4.0, page.y + SMALL.leading() - 7.0), 3.0, INK);
        for line in text::wrap(&sources.join("; "), SMALL, page.width() - 14.0) {
            page.y += SMALL.leading();
            page.scene.words((page.left + 14.0, page.y - 3.5), Anchor::Start, &line, SMALL);
        }
    }
}

/// The label of the axis, with a warning if the axis is cut off.
pub(super) fn axis_words(label: &str, ticks: &Ticks) -> String {
    if ticks.low() > 0.0 || ticks.high() < 0.0 {
        format!("{label} (axis does not start at zero)")
    } else {
        label.to_owned()
    }
}

fn value_ticks(f: &Fan, all: &[Series], scale: Scale) -> Ticks {
    let (mut low, mut high) = series::range(all).unwrap_or((0.0, 1.0));
    for seen in f.observed.iter().filter(|seen| seen.value.is_finite()) {
        (low, high) = (low.min(seen.value), high.max(seen.value));
    }
    if f.from_zero || scale == Scale::Differences {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    Ticks::covering(low, high, 5)
}

fn alt(f: &Fan, scale: Scale) -> Result<String, String> {
    let Some(last) = f.months.len().checked_sub(1) else {
        return Err(format!("chart \"{}\": no months to draw", f.title));
    };
    let is_line = |arm: &FanArm| arm.p10 == arm.p50 && arm.p50 == arm.p90;
    let are_lines = f.arms.iter().all(is_line);
    let ends: Vec<String> = series_of(f, scale)
        .iter()
        .filter_map(|series| {
            let (i, q) = series.last()?;
            let is_whole = are_lines && q.p50.fract() == 0.0;
            let d = if is_whole { 0 } else { number::decimals(&[q.p10, q.p50, q.p90]) };
            let write = |value| match scale {
                Scale::Differences => number::signed(value, d),
                Scale::Counts | Scale::Shares => number::fixed(value, d),
            };
            let (p10, p50, p90) = (write(q.p10), write(q.p50), write(q.p90));
            let when = name_of(&f.months, i);
            if are_lines {
                return Some(format!("{} {p50} in {when}", series.name));
            }
            Some(format!("{} {p50} (10 to 90 %: {p10} to {p90}) in {when}", series.name))
        })
        .collect();
    if ends.is_empty() {
        return Err(format!("chart \"{}\": no arm has a value", f.title));
    }
    let (from, to) = (name_of(&f.months, 0), name_of(&f.months, last));
    let title = if f.title.is_empty() { String::new() } else { format!("{}: ", f.title) };
    let which = if are_lines { "At the end" } else { "Medians at the end" };
    Ok(format!("{title}{}, {from} to {to}. {which}: {}.", f.y_label, ends.join("; ")))
}

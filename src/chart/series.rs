//! One line with its bands, for each arm of a chart over time.

use super::axis::Plot;
use super::fan::FanArm;
use super::palette::{self, GREY, SMALL};
use super::scene::{Anchor, Area, Paint, Pen, Point, Scene, Style};
use super::{labels, number, page, text};

/// The quantiles of one month, in order, in the words of [`FanArm`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Quantiles {
    pub(super) p10: f64,
    pub(super) p25: f64,
    pub(super) p50: f64,
    pub(super) p75: f64,
    pub(super) p90: f64,
}

/// An arm made ready: a gap where the median is not a number, and bands that never cross it.
pub(super) struct Series {
    pub(super) name: String,
    /// Its place in the palette.
    pub(super) colour: usize,
    pub(super) months: Vec<Option<Quantiles>>,
}

impl Series {
    /// Puts the quantiles of an arm in order, month by month; a missing one is taken to be the
    /// median.
    pub(super) fn of(arm: &FanArm, colour: usize, months: usize) -> Series {
        let quantiles = |i: usize| {
            let read = |of: &[f64]| of.get(i).copied().filter(|v| v.is_finite());
            let p50 = read(&arm.p50)?;
            let p25 = read(&arm.p25).unwrap_or(p50).min(p50);
            let p75 = read(&arm.p75).unwrap_or(p50).max(p50);
            let p10 = read(&arm.p10).unwrap_or(p25).min(p25);
            let p90 = read(&arm.p90).unwrap_or(p75).max(p75);
            Some(Quantiles { p10, p25, p50, p75, p90 })
        };
        Series { name: arm.name.clone(), colour, months: (0..months).map(quantiles).collect() }
    }

    /// The last month with a value.
    pub(super) fn last(&self) -> Option<(usize, Quantiles)> {
        self.months.iter().enumerate().rev().find_map(|(i, q)| Some((i, (*q)?)))
    }

    /// The months in which, or next to which, this arm is not the same as another.
    fn apart_from(&self, base: &Series) -> Vec<Option<Quantiles>> {
        let differs = |i: usize| match (self.months.get(i), base.months.get(i)) {
            (Some(Some(a)), Some(Some(b))) => {
                let (low, high) = ((a.p10 - b.p10).abs(), (a.p90 - b.p90).abs());
                low.max(high) > 1e-9 * a.p90.abs().max(a.p10.abs())
            }
            (Some(a), Some(b)) => a.is_some() != b.is_some(),
            _ => false,
        };
        let near = |i: usize| differs(i) || differs(i + 1) || i > 0 && differs(i - 1);
        self.months.iter().enumerate().map(|(i, month)| month.filter(|_| near(i))).collect()
    }
}

/// Stretches of months without a gap.
fn runs(months: &[Option<Quantiles>]) -> Vec<Vec<(usize, Quantiles)>> {
    let mut runs: Vec<Vec<(usize, Quantiles)>> = vec![Vec::new()];
    for (i, month) in months.iter().enumerate() {
        match (month, runs.last_mut()) {
            (Some(q), Some(run)) => run.push((i, *q)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// The lowest and the highest value in any band.
pub(super) fn range<'a>(all: impl IntoIterator<Item = &'a Series>) -> Option<(f64, f64)> {
    let mut range: Option<(f64, f64)> = None;
    for q in all.into_iter().flat_map(|series| series.months.iter().flatten()) {
        let (low, high) = range.unwrap_or((q.p10, q.p90));
        range = Some((low.min(q.p10), high.max(q.p90)));
    }
    range
}

/// All bands, then all lines; the first arm on top of the others, for before the policy date they
/// are the same.
pub(super) fn draw(scene: &mut Scene, plot: &Plot, all: &[Series]) {
    // Many bands on top of one another turn to mud: fewer than four may be strong.
    let strength = if all.len() > 3 { 0.7 } else { 1.0 };
    for (i, series) in all.iter().enumerate().rev() {
        let paint = palette::arm(series.colour);
        // Where an arm is the same as the first, one band says it.
        let months = if i == 0 { series.months.clone() } else { series.apart_from(&all[0]) };
        for run in runs(&months) {
            band(scene, plot, &run, paint.faded(0.14 * strength), |q| (q.p10, q.p90));
            band(scene, plot, &run, paint.faded(0.24 * strength), |q| (q.p25, q.p75));
        }
    }
    for series in all.iter().rev() {
        let pen = palette::arm_pen(series.colour);
        for run in runs(&series.months) {
            let line: Vec<Point> =
                run.iter().map(|(i, q)| (plot.timeline.x(*i), plot.y(q.p50))).collect();
            if let [only] = line.as_slice() {
                page::dot(scene, *only, 3.5, pen.paint);
            }
            scene.path(line, pen);
        }
    }
}

fn band(
    scene: &mut Scene,
    plot: &Plot,
    run: &[(usize, Quantiles)],
    paint: Paint,
    ends: impl Fn(&Quantiles) -> (f64, f64),
) {
    if let [(i, q)] = run {
        // A band of one month would have no width.
        let (x, (low, high)) = (plot.timeline.x(*i), ends(q));
        scene.line((x, plot.y(low)), (x, plot.y(high)), Pen::solid(paint, 6.0));
        return;
    }
    let upper = run.iter().map(|(i, q)| (plot.timeline.x(*i), plot.y(ends(q).1)));
    let lower = run.iter().rev().map(|(i, q)| (plot.timeline.x(*i), plot.y(ends(q).0)));
    scene.polygon(upper.chain(lower).collect(), paint);
}

/// What is written at the right end of a line.
pub(super) struct EndLabel {
    pub(super) from: Point,
    pub(super) lines: Vec<String>,
    pub(super) style: Style,
}

/// Between the end of a line and its name.
pub(super) const STANDOFF: f64 = 12.0;

/// The names of the arms, wrapped, each beside the end of its line.
pub(super) fn end_labels(plot: &Plot, all: &[Series], room: f64) -> Vec<EndLabel> {
    all.iter()
        .filter_map(|series| {
            let (i, q) = series.last()?;
            let style = SMALL.bold().in_paint(palette::arm_ink(series.colour));
            let lines = text::wrap_to(&series.name, style, room - STANDOFF, 3);
            Some(EndLabel { from: (plot.timeline.x(i), plot.y(q.p50)), lines, style })
        })
        .collect()
}

/// A label for the line at zero.
pub(super) fn zero_label(plot: &Plot, name: &str, room: f64) -> EndLabel {
    let lines = text::wrap_to(name, SMALL, room - STANDOFF, 2);
    EndLabel { from: (plot.area.right, plot.y(0.0)), lines, style: SMALL }
}

/// The room right of the chart that these names need, up to a limit.
pub(super) fn gutter<'a>(names: impl IntoIterator<Item = &'a str>, most: f64) -> f64 {
    let style = SMALL.bold();
    let wrapped = names.into_iter().flat_map(|name| text::wrap_to(name, style, most - STANDOFF, 3));
    text::widest(&wrapped.collect::<Vec<_>>(), style) + STANDOFF
}

/// How high the names are one above the other: no chart may be lower.
pub(super) fn stacked_height<'a>(names: impl IntoIterator<Item = &'a str>, room: f64) -> f64 {
    let style = SMALL.bold();
    let lines = names.into_iter().map(|name| text::wrap_to(name, style, room - STANDOFF, 3).len());
    lines.map(|n| block_height(n, style)).sum()
}

/// Writes names beside the ends of lines, moved apart, with a thin leader where one was moved.
pub(super) fn write_ends(scene: &mut Scene, area: Area, ends: &[EndLabel]) {
    let wishes: Vec<(f64, f64)> =
        ends.iter().map(|end| (end.from.1, block_height(end.lines.len(), end.style))).collect();
    let middles = labels::apart(&wishes, area.top - 6.0, area.bottom + 6.0);
    for (end, middle) in ends.iter().zip(middles) {
        let x = area.right + STANDOFF;
        if (middle - end.from.1).abs() > 3.0 || end.from.0 < area.right - 3.0 {
            let pen = Pen::solid(GREY.faded(0.7), 0.7);
            scene.path(vec![(end.from.0 + 2.0, end.from.1), (x - 2.0, middle)], pen);
        }
        let height = block_height(end.lines.len(), end.style);
        let mut y = middle - height / 2.0 + end.style.size + 0.5;
        for line in &end.lines {
            scene.words((x, y), Anchor::Start, line, end.style);
            y += end.style.leading();
        }
    }
}

fn block_height(lines: usize, style: Style) -> f64 {
    style.leading() * number::float(lines.max(1)) + 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_never_turns_inside_out() {
        let odd = FanArm {
            name: "odd".into(),
            p10: vec![9.0, f64::NAN],
            p25: vec![1.0],
            p50: vec![5.0, 2.0, f64::INFINITY],
            p75: vec![4.0, 3.0],
            p90: vec![],
        };
        let series = Series::of(&odd, 1, 5);
        for q in series.months.iter().flatten() {
            assert!(q.p10 <= q.p25 && q.p25 <= q.p50 && q.p50 <= q.p75 && q.p75 <= q.p90, "{q:?}");
        }
        assert_eq!(series.months.iter().flatten().count(), 2);
        assert_eq!(runs(&series.months).len(), 1);
    }
}

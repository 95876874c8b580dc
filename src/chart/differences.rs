//! Headline differences: what each arm changes, row by row, with intervals of the paired
//! difference.

use super::number::{self, float};
use super::page::{Page, Shape};
use super::palette::{self, GREY, HEADING, INK, LABEL, SMALL};
use super::picture::{Estimate, Picture, draw};
use super::ruler::Ruler;
use super::scene::{Anchor, Paint, Pen, Scene, Style};
use super::text;

/// Every outcome that matters to someone, side by side.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// The arm the others are compared with.
    pub base: String,
    /// The other arms.
    pub arms: Vec<String>,
    /// Outcomes, by whose concern they are.
    pub groups: Vec<DifferenceGroup>,
    /// Below the chart.
    pub caption: String,
}

/// Outcomes of one concern.
#[derive(Clone, Debug, Default)]
pub struct DifferenceGroup {
    /// As "Crime and reporting".
    pub heading: String,
    /// The outcomes.
    pub rows: Vec<DifferenceRow>,
}

/// One outcome.
#[derive(Clone, Debug, Default)]
pub struct DifferenceRow {
    /// As "Removals".
    pub label: String,
    /// As "people a year".
    pub unit: String,
    /// Its value in the base arm.
    pub base: f64,
    /// Absolute differences to the base, one per arm; `None` where there is none to show.
    pub by_arm: Vec<Option<Estimate>>,
}

/// Draws one dot with its interval per outcome and arm; grey where the interval crosses zero.
pub fn differences(d: &Differences) -> Result<Picture, String> {
    draw(alt(d)?, |shape| lay_out(d, shape))
}

/// The places of the columns of the wide chart; in the narrow one only the track counts.
struct Columns {
    names: f64,
    track: (f64, f64),
    percents: f64,
    label_room: f64,
}

const TINY: Style = Style { size: 9.5, ..SMALL };

fn lay_out(d: &Differences, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &d.title, &d.subtitle);
    let columns = columns(d, &page);
    directions(&mut page, &columns, &d.base);
    for group in &d.groups {
        page.y += 8.0;
        page.paragraph(&group.heading, HEADING);
        page.y += 3.0;
        let rule = Pen::solid(INK, 1.0);
        page.scene.line((page.left, page.y), (page.right, page.y), rule);
        page.y += 8.0;
        for row in &group.rows {
            match shape {
                Shape::Wide => wide_row(&mut page, d, row, &columns),
                Shape::Narrow => narrow_row(&mut page, d, row, &columns),
            }
        }
    }
    if d.groups.iter().flat_map(|group| &group.rows).any(Ruler::has_arrows) {
        page.y += 8.0;
        page.paragraph("Arrows go on beyond the scale; their numbers are beside them.", SMALL);
    }
    page.finish(&d.caption)
}

fn columns(d: &Differences, page: &Page) -> Columns {
    if page.shape == Shape::Narrow {
        let track = (page.left, page.right);
        return Columns { names: 0.0, track, percents: 0.0, label_room: page.width() };
    }
    let rows = d.groups.iter().flat_map(|group| &group.rows);
    let estimates = rows.flat_map(|row| row.by_arm.iter().flatten());
    let numbers: Vec<String> = estimates.map(|e| number::difference(*e)).collect();
    let shares = d.groups.iter().flat_map(|group| &group.rows).flat_map(|row| {
        let sound = row.by_arm.iter().flatten().filter_map(|e| share_of(e.value, row.base));
        sound.map(number::signed_percent)
    });
    let share_room = text::widest(&shares.collect::<Vec<_>>(), SMALL.bold()).max(46.0) + 16.0;
    let label_room = 200.0;
    let names = page.left + label_room + 14.0;
    let name_room = match d.arms.len() {
        0 | 1 => 0.0,
        _ => {
            let names = d.arms.iter().flat_map(|name| name_lines(name, NAME_ROOM));
            text::widest(&names.collect::<Vec<_>>(), SMALL.bold()) + 12.0
        }
    };
    let percents = page.right - text::widest(&numbers, SMALL).max(60.0) - 14.0;
    let track = (names + name_room, percents - share_room);
    Columns { names, track, percents, label_room }
}

/// The most room for the names of arms in the wide chart.
const NAME_ROOM: f64 = 172.0;

/// The name of an arm, on as many lines as it needs within reason.
fn name_lines(name: &str, room: f64) -> Vec<String> {
    text::wrap_to(name, SMALL.bold(), room, 4)
}

/// Which side is more.
fn directions(page: &mut Page, columns: &Columns, base: &str) {
    page.y += SMALL.leading();
    let (left, right) = columns.track;
    let baseline = page.y - 3.0;
    let room = right - left - 2.0 * text::width("more →", SMALL) - 24.0;
    page.scene.words((left, baseline), Anchor::Start, "← less", SMALL);
    page.scene.words((right, baseline), Anchor::End, "more →", SMALL);
    for (i, line) in text::wrap_to(&format!("as in {base}"), SMALL, room, 3).iter().enumerate() {
        page.y += if i > 0 { SMALL.leading() } else { 0.0 };
        let at = (f64::midpoint(left, right), page.y - 3.0);
        page.scene.words(at, Anchor::Middle, line, SMALL);
    }
}

fn wide_row(page: &mut Page, d: &Differences, row: &DifferenceRow, columns: &Columns) {
    let top = page.y;
    for line in text::wrap_to(&row.label, LABEL, columns.label_room, 3) {
        page.y += LABEL.leading();
        page.scene.words((page.left, page.y - 3.0), Anchor::Start, &line, LABEL);
    }
    for line in text::wrap_to(&base_words(row), TINY, columns.label_room, 2) {
        page.y += TINY.leading() + 1.0;
        page.scene.words((page.left, page.y - 3.0), Anchor::Start, &line, TINY);
    }
    let ruler = Ruler::of(row, columns.track, 10.0);
    let mut y = top + 10.0;
    for (i, name) in d.arms.iter().enumerate() {
        let estimate = estimate_of(row, i);
        ruler.draw(&mut page.scene, y, i + 1, estimate);
        let mut below = 0.0;
        if d.arms.len() > 1 {
            let style = SMALL.bold().in_paint(palette::arm_ink(i + 1));
            let lines = name_lines(name, columns.track.0 - columns.names - 10.0);
            below = float(lines.len().saturating_sub(1)) * SMALL.leading();
            for (nth, line) in lines.iter().enumerate() {
                let at = (columns.names, y + 4.0 + float(nth) * SMALL.leading());
                page.scene.words(at, Anchor::Start, line, style);
            }
        }
        let style = SMALL.in_paint(number_ink(estimate));
        page.scene.words((page.right, y + 4.0), Anchor::End, &number_words(estimate), style);
        let share = estimate.and_then(|e| share_of(e.value, row.base));
        if let Some(share) = share {
            let percent = number::signed_percent(share);
            page.scene.words((columns.percents, y + 4.0), Anchor::End, &percent, style.bold());
        }
        y += 20.0 + below;
    }
    ruler.write_ends(&mut page.scene, y + 2.0, TINY);
    page.y = page.y.max(y) + 12.0;
}

fn narrow_row(page: &mut Page, d: &Differences, row: &DifferenceRow, columns: &Columns) {
    page.paragraph(&row.label, LABEL.bold());
    page.paragraph(&base_words(row), TINY);
    let ruler = Ruler::of(row, columns.track, 6.0);
    for i in 0..d.arms.len() {
        let estimate = estimate_of(row, i);
        let style = SMALL.in_paint(number_ink(estimate));
        let mut words = number_words(estimate);
        if let Some(share) = estimate.and_then(|e| share_of(e.value, row.base)) {
            words = format!("{} · {words}", number::signed_percent(share));
        }
        let ink = SMALL.bold().in_paint(palette::arm_ink(i + 1));
        page.y += 4.0;
        let lines = name_lines(&d.arms[i], page.width());
        for line in &lines {
            page.y += SMALL.leading();
            page.scene.words((page.left, page.y - 3.0), Anchor::Start, line, ink);
        }
        let last = lines.last().map_or(0.0, |line| text::width(line, ink));
        if last + text::width(&words, style) + 12.0 > page.width() {
            page.y += SMALL.leading();
        }
        page.scene.words((page.right, page.y - 3.0), Anchor::End, &words, style);
        page.y += 11.0;
        ruler.draw(&mut page.scene, page.y, i + 1, estimate);
        page.y += 8.0;
    }
    ruler.write_ends(&mut page.scene, page.y + 8.0, TINY);
    page.y += 24.0;
}

fn estimate_of(row: &DifferenceRow, arm: usize) -> Option<Estimate> {
    row.by_arm.get(arm).copied().flatten().and_then(Estimate::sound)
}

fn base_words(row: &DifferenceRow) -> String {
    format!("base: {} {}", number::plain(row.base), row.unit)
}

fn number_words(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(|| "not shown".to_owned(), number::difference)
}

fn number_ink(estimate: Option<Estimate>) -> Paint {
    if estimate.is_some_and(|e| !e.crosses_zero()) { INK } else { GREY }
}

/// A difference as a share of the base, where the base is something to take a share of.
pub(super) fn share_of(difference: f64, base: f64) -> Option<f64> {
    let share = difference / base.abs();
    (base.is_finite() && base.abs() > 1e-12 && share.abs() < 1000.0).then_some(share)
}

fn alt(d: &Differences) -> Result<String, String> {
    let rows: Vec<&DifferenceRow> = d.groups.iter().flat_map(|group| &group.rows).collect();
    let mut told = Vec::new();
    let mut clear = 0;
    for (arm, name) in d.arms.iter().enumerate() {
        for row in &rows {
            let Some(e) = estimate_of(row, arm) else { continue };
            clear += usize::from(!e.crosses_zero());
            told.push(format!("{name}, {}: {}", row.label, number::difference(e)));
        }
    }
    if told.is_empty() {
        return Err(format!("chart \"{}\": no difference to draw", d.title));
    }
    let all = told.len();
    // A screen reader has no way to skim; the table beside the chart has the rest.
    told.truncate(8);
    let more = if all > told.len() {
        format!("; and {} more", float(all - told.len()))
    } else {
        String::new()
    };
    Ok(format!(
        "Differences to {}: {clear} of {all} intervals exclude zero. {}{more}.",
        d.base,
        told.join("; ")
    ))
}

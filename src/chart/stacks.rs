//! Stacked bars: what something is spent on, one bar per arm, against what there is.

use super::axis::{self, Plot, Scale, Side};
use super::months::Timeline;
use super::number::{self, float};
use super::page::{Page, Shape};
use super::palette::{self, INK, LABEL, SMALL, VERMILION, WHITE};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Anchor, Area, Dash, Paint, Pen, Scene};
use super::series::{self, EndLabel, STANDOFF};
use super::text;
use super::ticks::Ticks;

/// Bars of the same parts.
#[derive(Clone, Debug, Default)]
pub struct Stacks {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What the bars count.
    pub y_label: String,
    /// One per arm.
    pub bars: Vec<Stack>,
    /// Names of the parts, from the bottom.
    pub parts: Vec<String>,
    /// What there is to spend, if that is known.
    pub capacity: Option<f64>,
    /// Below the chart.
    pub caption: String,
}

/// One bar.
#[derive(Clone, Debug)]
pub struct Stack {
    /// The arm.
    pub label: String,
    /// One per part.
    pub values: Vec<f64>,
    /// The total with its interval.
    pub total: Estimate,
}

/// Draws a stacked bar per arm, with a whisker on the total and a line for the capacity.
pub fn stacks(s: &Stacks) -> Result<Picture, String> {
    draw(alt(s)?, |shape| match shape {
        Shape::Wide => upright(s),
        Shape::Narrow => lying(s),
    })
}

/// Parts below zero or not a number take no room.
fn sizes(s: &Stacks, bar: &Stack) -> Vec<f64> {
    let size = |i: usize| bar.values.get(i).copied().filter(|v| v.is_finite()).unwrap_or(0.0);
    (0..s.parts.len()).map(|i| size(i).clamp(0.0, 1e15)).collect()
}

fn ticks_of(s: &Stacks) -> Ticks {
    Ticks::covering(0.0, highest(s).max(capacity(s).unwrap_or(0.0)), 5)
}

fn highest(s: &Stacks) -> f64 {
    s.bars.iter().map(|bar| top_of(s, bar)).fold(0.0, f64::max)
}

/// Where a bar and its whisker end.
fn top_of(s: &Stacks, bar: &Stack) -> f64 {
    let sum: f64 = sizes(s, bar).iter().sum();
    bar.total.sound().map_or(sum, |total| sum.max(total.high).max(total.value)).min(1e15)
}

fn capacity(s: &Stacks) -> Option<f64> {
    s.capacity.filter(|c| c.is_finite() && *c >= 0.0)
}

fn capacity_words(capacity: f64) -> String {
    format!("capacity {}", number::plain(capacity))
}

const CAPACITY: Pen = Pen { paint: VERMILION, width: 1.5, dash: Dash::Dashed };

fn upright(s: &Stacks) -> Scene {
    let mut page = Page::new(Shape::Wide, &s.title, &s.subtitle);
    page.paragraph(&s.y_label, SMALL);
    let ticks = ticks_of(s);
    let capacity_name = capacity(s).map(capacity_words);
    let names = s.parts.iter().chain(&capacity_name).map(String::as_str);
    let gutter = series::gutter(names.clone(), 190.0);
    let left = page.left + axis::side(&ticks, Scale::Counts);
    let height = 340.0_f64.max(series::stacked_height(names, gutter));
    // Totals stand above the bars: leave room where a bar reaches the top.
    let slack = (1.0 - highest(s) / ticks.high()) * height;
    let top = page.y + (46.0 - slack).max(12.0);
    let area = Area { left, top, right: page.right - gutter, bottom: top + height };
    let timeline = Timeline { months: &[], left, right: area.right };
    let plot = Plot { area, ticks, timeline };
    plot.grid(&mut page.scene, Side::Numbers, Scale::Counts);

    let slot = area.width() / float(s.bars.len());
    let wide = (0.62 * slot).min(120.0);
    let mut below = area.bottom;
    let mut ends = Vec::new();
    let mut numbers = Vec::new();
    for (i, bar) in s.bars.iter().enumerate() {
        let middle = left + (float(i) + 0.5) * slot;
        let across = (middle - wide / 2.0, middle + wide / 2.0);
        ends = upright_bar(&mut page.scene, &plot, (s, bar), across, &mut numbers);
        let mut y = area.bottom + 4.0;
        for line in text::wrap_to(&bar.label, LABEL, slot - 8.0, 3) {
            y += LABEL.leading();
            page.scene.words((middle, y), Anchor::Middle, &line, LABEL);
        }
        below = below.max(y);
    }
    if let (Some(capacity), Some(name)) = (capacity(s), capacity_name) {
        let y = plot.y(capacity);
        page.scene.line((left, y), (area.right, y), CAPACITY);
        let style = SMALL.bold().in_paint(palette::readable(VERMILION));
        let lines = text::wrap_to(&name, style, gutter - STANDOFF, 2);
        ends.push(EndLabel { from: (area.right, y), lines, style });
    }
    write_numbers(&mut page.scene, numbers);
    for (i, bar) in s.bars.iter().enumerate() {
        let middle = left + (float(i) + 0.5) * slot;
        total(&mut page.scene, &plot, (s, bar), (middle, wide), slot);
    }
    series::write_ends(&mut page.scene, area, &ends);
    page.y = below + 4.0;
    page.finish(&s.caption)
}

/// How much a part is, written on it.
struct Number {
    at: (f64, f64),
    words: String,
    paint: Paint,
}

/// Each with an edge of its part's colour, so that the capacity line does not run through it.
fn write_numbers(scene: &mut Scene, numbers: Vec<Number>) {
    for Number { at, words, paint } in numbers {
        let style = SMALL.in_paint(palette::on(paint));
        scene.words_over(paint, at, Anchor::Middle, &words, style);
    }
}

/// The parts of a bar; gives what is to be written beside them if no other bar follows.
fn upright_bar(
    scene: &mut Scene,
    plot: &Plot,
    (s, bar): (&Stacks, &Stack),
    (left, right): (f64, f64),
    numbers: &mut Vec<Number>,
) -> Vec<EndLabel> {
    let mut ends = Vec::new();
    let mut sum = 0.0;
    for (i, size) in sizes(s, bar).into_iter().enumerate() {
        let (bottom, top) = (plot.y(sum), plot.y(sum + size));
        sum += size;
        let paint = palette::part(i);
        scene.rect(Area { left, top, right, bottom }, paint);
        scene.line((left, top), (right, top), Pen::solid(WHITE, 1.0));
        let words = number::plain(size);
        if bottom - top > 15.0 && text::width(&words, SMALL) < right - left - 36.0 {
            let at = (f64::midpoint(left, right), f64::midpoint(top, bottom) + 4.0);
            numbers.push(Number { at, words, paint });
        }
        let style = SMALL.bold().in_paint(palette::readable(paint));
        let room = series::gutter([s.parts[i].as_str()], 190.0);
        let lines = text::wrap_to(&s.parts[i], style, room - STANDOFF + 0.5, 3);
        ends.push(EndLabel { from: (right, f64::midpoint(top, bottom)), lines, style });
    }
    ends
}

/// The whisker, near the right edge where no number is, and the total above it.
fn total(
    scene: &mut Scene,
    plot: &Plot,
    (s, bar): (&Stacks, &Stack),
    (middle, wide): (f64, f64),
    slot: f64,
) {
    let Some(e) = bar.total.sound() else { return };
    let (low, high) = (plot.y(e.low), plot.y(e.high));
    let x = middle + wide / 2.0 - 10.0_f64.min(wide / 4.0);
    whisker(scene, [(x, low), (x, high)], (4.0, 0.0));
    let style = LABEL.bold();
    let interval = format!("[{}, {}]", number::plain(e.low), number::plain(e.high));
    let mut y = plot.y(top_of(s, bar)) - 6.0;
    if text::width(&interval, SMALL) < slot - 4.0 {
        scene.words_on_white((middle, y), Anchor::Middle, &interval, SMALL);
        y -= 15.0;
    }
    let words = text::shorten(&number::plain(e.value), style, slot - 4.0);
    scene.words_on_white((middle, y), Anchor::Middle, &words, style);
}

fn whisker(scene: &mut Scene, ends: [(f64, f64); 2], (dx, dy): (f64, f64)) {
    for (paint, width) in [(WHITE, 3.4), (INK, 1.4)] {
        let pen = Pen::solid(paint, width);
        scene.line(ends[0], ends[1], pen);
        for (x, y) in ends {
            scene.line((x - dx, y - dy), (x + dx, y + dy), pen);
        }
    }
}

fn lying(s: &Stacks) -> Scene {
    let mut page = Page::new(Shape::Narrow, &s.title, &s.subtitle);
    page.paragraph(&s.y_label, SMALL);
    page.y += 4.0;
    let name = |(i, part): (usize, &String)| (Pen::solid(palette::part(i), 10.0), part.clone());
    let mut entries: Vec<(Pen, String)> = s.parts.iter().enumerate().map(name).collect();
    entries.extend(capacity(s).map(|c| (CAPACITY, capacity_words(c))));
    page.key(&entries, SMALL.in_paint(INK));
    let high = ticks_of(s).high();
    let (left, wide) = (page.left, page.width() - 6.0);
    let x = |value: f64| left + (value / high).clamp(0.0, 1.0) * wide;
    for bar in &s.bars {
        lying_words(&mut page, bar);
        let (top, bottom) = (page.y + 2.0, page.y + 24.0);
        let mut sum = 0.0;
        let mut numbers = Vec::new();
        for (i, size) in sizes(s, bar).into_iter().enumerate() {
            let (from, to) = (x(sum), x(sum + size));
            sum += size;
            let paint = palette::part(i);
            page.scene.rect(Area { left: from, top, right: to, bottom }, paint);
            page.scene.line((to, top), (to, bottom), Pen::solid(WHITE, 1.0));
            let words = number::plain(size);
            if text::width(&words, SMALL) < to - from - 8.0 {
                let at = (f64::midpoint(from, to), bottom - 7.0);
                numbers.push(Number { at, words, paint });
            }
        }
        if let Some(e) = bar.total.sound() {
            let y = bottom + 6.0;
            whisker(&mut page.scene, [(x(e.low), y), (x(e.high), y)], (0.0, 3.5));
        }
        if let Some(c) = capacity(s) {
            page.scene.line((x(c), top), (x(c), bottom + 5.0), CAPACITY);
        }
        write_numbers(&mut page.scene, numbers);
        page.y = bottom + 16.0;
    }
    page.finish(&s.caption)
}

/// The arm on the left, its total on the right.
fn lying_words(page: &mut Page, bar: &Stack) {
    let style = LABEL.bold();
    page.y += 6.0;
    let total = bar.total.sound().map_or_else(String::new, number::interval);
    let beside = page.width() - text::width(&total, SMALL) - 12.0;
    if text::width(&bar.label, style) > beside {
        page.paragraph(&bar.label, style);
        page.paragraph(&total, SMALL.in_paint(INK));
        return;
    }
    page.y += style.leading();
    page.scene.words((page.left, page.y - 3.0), Anchor::Start, &bar.label, style);
    page.scene.words((page.right, page.y - 3.0), Anchor::End, &total, SMALL.in_paint(INK));
}

fn alt(s: &Stacks) -> Result<String, String> {
    if s.bars.is_empty() || s.parts.is_empty() {
        return Err(format!("chart \"{}\": no bar or no part to draw", s.title));
    }
    let bars: Vec<String> = s
        .bars
        .iter()
        .map(|bar| {
            let total = bar.total.sound().map_or_else(|| "no total".to_owned(), number::interval);
            let sizes = sizes(s, bar);
            let most = sizes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            let most = most.map_or("", |(i, _)| s.parts[i].as_str());
            format!("{} {total}, most of it {most}", bar.label)
        })
        .collect();
    let capacity = capacity(s).map_or_else(String::new, |c| format!(" The {}.", capacity_words(c)));
    Ok(format!("{}, {}: {}.{capacity}", s.title, s.y_label, bars.join("; ")))
}

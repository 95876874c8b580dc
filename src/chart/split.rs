//! Why an interval is as wide as it is: what is not known of the parameters, and chance.
//!
//! Variances add up and widths do not, so a bar is all of the variance, and its parts are the
//! shares that go with the parameters and with chance.

use super::across::{Across, RowWords};
use super::axis::Scale;
use super::fills::{Fill, Swatch, fill, key, whisker};
use super::floor::{joined, named};
use super::number;
use super::page::{Page, Shape};
use super::palette::{self, BLUE, INK, SMALL, VERMILION, WHITE};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Anchor, Area, Paint, Scene};
use super::text;

/// Outcomes, or differences between arms, and where their uncertainty comes from.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// The outcomes, in the order to be drawn.
    pub rows: Vec<SplitRow>,
    /// Below the chart: how many points and replicates.
    pub caption: String,
}

/// One outcome.
#[derive(Clone, Debug)]
pub struct SplitRow {
    /// What it is called.
    pub label: String,
    /// As "people a year".
    pub unit: String,
    /// The interval that is split, of parameters and chance together.
    pub interval: Estimate,
    /// The share of its variance that is chance, from 0 to 1.
    pub chance: Estimate,
}

impl SplitRow {
    /// The share that is chance, and the rest; nothing where it is no share.
    fn shares(&self) -> Option<(Estimate, f64)> {
        let e = self.chance.sound().filter(|e| (0.0..=1.0).contains(&e.value))?;
        let (low, high) = (e.low.clamp(0.0, 1.0), e.high.clamp(0.0, 1.0));
        Some((Estimate { low, high, ..e }, 1.0 - e.value))
    }
}

impl Split {
    /// The outcomes as drawn: each with the share of its parameters, then that of chance. Those
    /// without a share are left out.
    #[must_use]
    pub fn rows(&self) -> Vec<(&SplitRow, f64, Estimate)> {
        let split = |row: &'_ SplitRow| row.shares();
        self.rows
            .iter()
            .filter_map(|row| split(row).map(|(chance, rest)| (row, rest, chance)))
            .collect()
    }
}

/// Draws a bar per outcome, split into parameters and chance.
pub fn split(s: &Split) -> Result<Picture, String> {
    draw(alt(s)?, |shape| lay_out(s, shape))
}

const HIGH: f64 = 24.0;
const PARAMETERS: (Fill, Paint) = (Fill::Full, BLUE);
const CHANCE: (Fill, Paint) = (Fill::Hatched, VERMILION);

fn lay_out(s: &Split, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &s.title, &s.subtitle);
    page.paragraph("Share of the variance behind each interval", SMALL);
    let entry =
        |(how, paint): (Fill, Paint), name: &str| (Swatch::Box(how, paint), name.to_owned());
    let entries = [
        entry(PARAMETERS, "parameters: what is not known of them"),
        entry(CHANCE, "chance: luck, whatever the parameters"),
        (Swatch::Whisker, "interval of where they meet".to_owned()),
    ];
    key(&mut page, &entries);
    let rows = s.rows();
    let chance_words = |chance: Estimate| format!("chance {}", number::percent_interval(chance));
    let numbers: Vec<String> =
        rows.iter().flat_map(|(row, _, e)| [in_words(row), chance_words(*e)]).collect();
    let room = text::widest(&numbers, SMALL) + 16.0;
    let across = Across::of(&page, (0.0, 1.0), room);
    across.heads(&mut page, Scale::Shares);
    for (row, rest, chance) in rows {
        let below = shape.pick(joined(&[&row.unit]), String::new());
        let interval = in_words(row);
        let interval = shape.pick(interval.clone(), format!("{interval} {}", row.unit));
        let beside = [interval, chance_words(chance)];
        let words = RowWords { label: &row.label, ink: INK, below: &below, beside: &beside };
        let top = across.row(&mut page, &words, HIGH);
        bar(&mut page.scene, &across, (rest, chance), top);
    }
    let lost = s.rows.iter().filter(|row| row.shares().is_none());
    let lost: Vec<&str> = lost.map(|row| row.label.as_str()).collect();
    page.y += 6.0;
    if !lost.is_empty() {
        page.paragraph(&format!("Without a number: {}.", named(&lost, 6)), SMALL);
    }
    page.finish(&s.caption)
}

fn in_words(row: &SplitRow) -> String {
    row.interval.sound().map_or_else(|| "not shown".to_owned(), number::interval)
}

/// Parameters from the left, chance from the right, and how sure it is where they meet.
fn bar(scene: &mut Scene, across: &Across, (rest, chance): (f64, Estimate), top: f64) {
    let (left, right, bottom) = (across.x(0.0), across.x(1.0), top + HIGH);
    let meet = across.x(rest);
    if rest > 0.0 {
        let area = Area { left, top, right: meet, bottom };
        fill(scene, area, PARAMETERS.0, PARAMETERS.1);
    }
    if chance.value > 0.0 {
        let area = Area { left: meet, top, right, bottom };
        fill(scene, area, CHANCE.0, CHANCE.1);
    }
    let (from, to) = (across.x(1.0 - chance.high), across.x(1.0 - chance.low));
    whisker(scene, (from, to), bottom - 4.5, INK);
    let y = top + 13.0;
    let style = SMALL.bold();
    let percents = [rest, chance.value].map(number::percent);
    let [ours, theirs] = percents.each_ref().map(|words| text::width(words, style) + 12.0);
    if meet - left > ours {
        let ink = style.in_paint(palette::black_or_white(PARAMETERS.1));
        scene.words((left + 6.0, y), Anchor::Start, &percents[0], ink);
    }
    if right - meet > theirs {
        let ink = style.in_paint(INK);
        scene.words_over(WHITE, (right - 6.0, y), Anchor::End, &percents[1], ink);
    }
}

fn alt(s: &Split) -> Result<String, String> {
    let rows = s.rows();
    if rows.is_empty() {
        return Err(format!("chart \"{}\": no outcome to draw", s.title));
    }
    let told: Vec<String> = rows
        .iter()
        .take(8)
        .map(|(row, _, chance)| format!("{} {}", row.label, number::percent_interval(*chance)))
        .collect();
    let more = match rows.len().checked_sub(8) {
        Some(more) if more > 0 => format!("; and {more} more"),
        _ => String::new(),
    };
    Ok(format!(
        "{}: the share of chance in the variance behind each interval, the rest being parameters. \
         {}{more}.",
        s.title,
        told.join("; ")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_split;
    use super::*;

    #[test]
    fn the_parts_are_all_there_is() {
        for (row, rest, chance) in sample_split().rows() {
            assert!((rest + chance.value - 1.0).abs() < 1e-12, "{}", row.label);
        }
    }

    #[test]
    fn what_is_no_share_is_named_only() {
        let mut s = sample_split();
        s.rows[1].chance.value = 1.7;
        s.rows[2].chance.low = f64::NAN;
        assert_eq!(s.rows().len(), s.rows.len() - 2);
        let picture = split(&s).unwrap();
        assert!(picture.narrow_svg.contains("Without a number"));
    }
}

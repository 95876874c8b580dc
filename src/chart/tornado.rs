//! A tornado: how far each parameter alone moves the outcome, the longest bar on top.

use super::across::{Across, RowWords, TINY, with_zero};
use super::axis::Scale;
use super::fills::{Fill, Swatch, fill, key, whisker};
use super::floor::{Standing, counted, joined, named};
use super::number;
use super::page::{Page, Shape};
use super::palette::{BLUE, SMALL, VERMILION};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Anchor, Area, Scene};
use super::text;

/// Swings of one outcome around its base.
#[derive(Clone, Debug, Default)]
pub struct Tornado {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What moves, with its unit, as "removals a year".
    pub outcome: String,
    /// The outcome with every parameter at its value.
    pub base: f64,
    /// The parameters, in any order.
    pub rows: Vec<TornadoRow>,
    /// The span of the dummy parameter: none shorter is told from chance.
    pub floor: Option<f64>,
    /// Below the chart.
    pub caption: String,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct TornadoRow {
    /// What it is called.
    pub label: String,
    /// Its low and high, as "12 to 30 days".
    pub range: String,
    /// How well its range is known, as "judgement".
    pub grade: String,
    /// The outcome at its low less the base. Without an interval, both ends are the value.
    pub at_low: Estimate,
    /// The outcome at its high less the base.
    pub at_high: Estimate,
}

impl TornadoRow {
    /// From the least to the most of the outcome at its low, its value and its high.
    #[must_use]
    pub fn span(&self) -> f64 {
        let (low, high) = with_zero([self.at_low.value, self.at_high.value]);
        high - low
    }

    fn sound(&self) -> Option<(Estimate, Estimate)> {
        Some((self.at_low.sound()?, self.at_high.sound()?))
    }
}

impl Tornado {
    /// The parameters as drawn, the longest first, and whether each is told from chance. Those with
    /// a number that is none are left out.
    #[must_use]
    pub fn rows(&self) -> Vec<(&TornadoRow, Standing)> {
        let mut rows: Vec<&TornadoRow> =
            self.rows.iter().filter(|row| row.sound().is_some()).collect();
        rows.sort_by(|a, b| b.span().total_cmp(&a.span()));
        rows.into_iter().map(|row| (row, Standing::of(row.span(), self.floor))).collect()
    }
}

/// Draws a bar per parameter, from the outcome at its low to the outcome at its high.
pub fn tornado(t: &Tornado) -> Result<Picture, String> {
    draw(alt(t)?, |shape| lay_out(t, shape))
}

/// More bars are a table, not a picture; the shortest say least.
const MOST: usize = 30;
const HIGH: f64 = 22.0;
const LOW_FILL: (Fill, super::scene::Paint) = (Fill::Hatched, VERMILION);
const HIGH_FILL: (Fill, super::scene::Paint) = (Fill::Full, BLUE);

fn lay_out(t: &Tornado, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &t.title, &t.subtitle);
    let rows = t.rows();
    let base = number::plain(t.base);
    let axis = format!("Change in {}, against {base} with every parameter at its value", t.outcome);
    page.paragraph(&axis, SMALL);
    legend(&mut page, &rows);
    let decimals = decimals(&rows);
    let ends = rows.iter().flat_map(|(row, _)| [row.at_low, row.at_high]);
    let (low, high) = with_zero(ends.clone().flat_map(|e| [e.value, e.low, e.high]));
    let names = ends.flat_map(|e| ["low", "high"].map(|end| end_words(end, e.value, decimals)));
    let room = text::widest(&names.collect::<Vec<_>>(), TINY) + 10.0;
    let across = Across::of(&page, (low, high), 0.0).inset(room);
    across.heads(&mut page, Scale::Differences);
    for (row, standing) in rows.iter().take(MOST) {
        let below = joined(&[&row.range, &row.grade, standing.words()]);
        let words = RowWords { label: &row.label, ink: standing.ink(), below: &below, beside: &[] };
        let top = across.row(&mut page, &words, HIGH);
        bars(&mut page.scene, &across, (row, *standing), top, decimals);
    }
    notes(&mut page, t, &rows);
    page.finish(&t.caption)
}

fn legend(page: &mut Page, rows: &[(&TornadoRow, Standing)]) {
    let mut entries = vec![
        (Swatch::Box(LOW_FILL.0, LOW_FILL.1), "parameter at its low".to_owned()),
        (Swatch::Box(HIGH_FILL.0, HIGH_FILL.1), "at its high".to_owned()),
    ];
    let has_width = |e: Estimate| e.high > e.low;
    if rows.iter().any(|(row, _)| has_width(row.at_low) || has_width(row.at_high)) {
        entries.push((Swatch::Whisker, "interval of chance".to_owned()));
    }
    key(page, &entries);
}

fn decimals(rows: &[(&TornadoRow, Standing)]) -> usize {
    let values = rows.iter().flat_map(|(row, _)| [row.at_low.value, row.at_high.value]);
    number::decimals(&values.collect::<Vec<_>>())
}

fn end_words(end: &str, value: f64, decimals: usize) -> String {
    format!("{end} {}", number::signed(value, decimals))
}

/// On which side of the base an end is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Less,
    More,
}

/// The sides of the two ends; an end that moves nothing is opposite the other.
fn ways(low: f64, high: f64) -> (Way, Way) {
    let way = |value: f64| if value < 0.0 { Way::Less } else { Way::More };
    let other = |value: f64| if value < 0.0 { Way::More } else { Way::Less };
    match (low.abs() > 0.0, high.abs() > 0.0) {
        (true, true) => (way(low), way(high)),
        (true, false) => (way(low), other(low)),
        (false, true) => (other(high), way(high)),
        (false, false) => (Way::Less, Way::More),
    }
}

/// Both ends in one bar; where both move the outcome the same way, one above the other.
fn bars(
    scene: &mut Scene,
    across: &Across,
    (row, standing): (&TornadoRow, Standing),
    top: f64,
    decimals: usize,
) {
    let Some((low, high)) = row.sound() else { return };
    let (low_way, high_way) = ways(low.value, high.value);
    let middle = top + HIGH / 2.0;
    let (upper, lower) = if low_way == high_way { (middle, middle) } else { (top + HIGH, top) };
    let ends = [
        ("low", low, low_way, LOW_FILL, (top, upper)),
        ("high", high, high_way, HIGH_FILL, (lower, top + HIGH)),
    ];
    let zero = across.x(0.0);
    for (name, e, way, (how, paint), (top, bottom)) in ends {
        let x = across.x(e.value);
        let area = Area { left: x.min(zero), top, right: x.max(zero), bottom };
        if e.value.abs() > 0.0 {
            fill(scene, area, how, standing.paint(paint));
        }
        let y = f64::midpoint(top, bottom);
        let (from, to) = (across.x(e.low), across.x(e.high));
        whisker(scene, (from, to), y, standing.ink());
        let style = TINY.in_paint(standing.ink());
        let words = end_words(name, e.value, decimals);
        let (anchor, at) = match way {
            Way::Less => (Anchor::End, from.min(x).min(zero) - 6.0),
            Way::More => (Anchor::Start, to.max(x).max(zero) + 6.0),
        };
        scene.words((at, y + 3.4), anchor, &words, style);
    }
}

fn notes(page: &mut Page, t: &Tornado, rows: &[(&TornadoRow, Standing)]) {
    page.y += 6.0;
    if let Some((last, _)) = rows.get(MOST - 1).filter(|_| rows.len() > MOST) {
        let more = rows.len() - MOST;
        let span = number::plain(last.span());
        page.paragraph(&format!("And {more} more, none of a span above {span}."), SMALL);
    }
    if let Some(floor) = t.floor.filter(|floor| floor.is_finite()) {
        let floor = number::plain(floor);
        page.paragraph(
            &format!("Noise floor: a span of {floor}, that of a parameter in no model."),
            SMALL,
        );
    }
    let missing: Vec<&str> =
        t.rows.iter().filter(|row| row.sound().is_none()).map(|row| row.label.as_str()).collect();
    if !missing.is_empty() {
        page.paragraph(&format!("Without a number: {}.", named(&missing, 6)), SMALL);
    }
}

fn alt(t: &Tornado) -> Result<String, String> {
    let rows = t.rows();
    if rows.is_empty() {
        return Err(format!("chart \"{}\": no parameter to draw", t.title));
    }
    let decimals = decimals(&rows);
    let told: Vec<String> = rows
        .iter()
        .take(5)
        .map(|(row, _)| {
            let [low, high] = [row.at_low, row.at_high].map(|e| number::signed(e.value, decimals));
            format!("{}: {low} at its low, {high} at its high", row.label)
        })
        .collect();
    let clear = counted(&rows, t.floor);
    Ok(format!(
        "{}: change in {} against {} when one parameter moves.{clear} Longest first: {}.",
        t.title,
        t.outcome,
        number::plain(t.base),
        told.join("; ")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_tornado;
    use super::*;

    #[test]
    fn the_longest_is_on_top_and_what_is_no_number_is_named() {
        let mut t = sample_tornado();
        t.rows.reverse();
        t.rows[2].at_low.value = f64::NAN;
        let lost = t.rows[2].label.clone();
        let rows = t.rows();
        assert_eq!(rows.len(), t.rows.len() - 1);
        assert!(rows.windows(2).all(|pair| pair[0].0.span() >= pair[1].0.span()));
        assert!(tornado(&t).unwrap().narrow_svg.contains(&lost));
    }

    #[test]
    fn both_ends_on_one_side_are_drawn_one_above_the_other() {
        assert_eq!(ways(3.0, 5.0), (Way::More, Way::More));
        assert_eq!(ways(0.0, 5.0), (Way::Less, Way::More));
        assert_eq!(ways(-2.0, 0.0), (Way::Less, Way::More));
        assert_eq!(ways(0.0, 0.0), (Way::Less, Way::More));
    }

    #[test]
    fn a_span_counts_from_the_base() {
        let e = |value| Estimate { value, low: value, high: value };
        let mut row = sample_tornado().rows[0].clone();
        (row.at_low, row.at_high) = (e(3.0), e(5.0));
        assert!((row.span() - 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_hundred_parameters_are_thirty_bars_and_a_sentence() {
        let mut t = sample_tornado();
        let row = t.rows[0].clone();
        t.rows.extend(std::iter::repeat_n(row, 100));
        assert!(tornado(&t).unwrap().wide_svg.contains("more, none of a span above"));
    }
}

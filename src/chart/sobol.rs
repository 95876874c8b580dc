//! Sobol' indices as bars: which share of the variance goes with each parameter, and with chance.

use super::across::{Across, RowWords, with_zero};
use super::axis::Scale;
use super::fills::{Fill, Swatch, fill, key, whisker};
use super::floor::{Standing, counted, joined, named};
use super::number;
use super::page::{Page, Shape};
use super::palette::{BLUE, INK, RULE, SMALL, VERMILION};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Area, Dash, Paint, Pen, Scene};
use super::text;

/// Indices of one outcome, as shares of its variance.
#[derive(Clone, Debug, Default)]
pub struct Sobol {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// The parameters, in any order.
    pub rows: Vec<SobolRow>,
    /// The share of chance, if replicates tell it from the parameters.
    pub chance: Option<Estimate>,
    /// What the dummy parameter reaches.
    pub floor: Option<f64>,
    /// Below the chart.
    pub caption: String,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct SobolRow {
    /// What it is called.
    pub label: String,
    /// What would go if it were known.
    pub first: Estimate,
    /// What would stay if all but it were known; none where a sample cannot tell.
    pub total: Option<Estimate>,
}

impl SobolRow {
    fn sound(&self) -> Option<(Estimate, Option<Estimate>)> {
        let total = match self.total {
            Some(total) => Some(total.sound()?),
            None => None,
        };
        Some((self.first.sound()?, total))
    }

    /// What rows are sorted by, and told from noise by.
    fn size(&self) -> f64 {
        self.total.unwrap_or(self.first).value
    }
}

impl Sobol {
    /// The parameters as drawn, the largest total first, and whether each is told from noise. Those
    /// with a number that is none are left out.
    #[must_use]
    pub fn rows(&self) -> Vec<(&SobolRow, Standing)> {
        let mut rows: Vec<&SobolRow> =
            self.rows.iter().filter(|row| row.sound().is_some()).collect();
        rows.sort_by(|a, b| b.size().total_cmp(&a.size()));
        rows.into_iter().map(|row| (row, Standing::of(row.size(), self.floor))).collect()
    }

    fn has_totals(&self) -> bool {
        self.rows.iter().any(|row| row.total.is_some())
    }

    fn floor(&self) -> Option<f64> {
        self.floor.filter(|floor| floor.is_finite())
    }

    fn chance(&self) -> Option<Estimate> {
        self.chance.and_then(Estimate::sound)
    }
}

/// Draws two bars per parameter, first and total order (one where there is no total), and one for
/// chance.
pub fn sobol(s: &Sobol) -> Result<Picture, String> {
    draw(alt(s)?, |shape| lay_out(s, shape))
}

/// More bars are a table, not a picture.
const MOST: usize = 30;
/// Of one bar, and between the two.
const BAR: (f64, f64) = (12.0, 3.0);
const FIRST: (Fill, Paint) = (Fill::Full, BLUE);
const TOTAL: (Fill, Paint) = (Fill::Pale, BLUE);
const CHANCE: (Fill, Paint) = (Fill::Hatched, VERMILION);
const FLOOR: Pen = Pen { paint: INK, width: 1.2, dash: Dash::Short };

fn lay_out(s: &Sobol, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &s.title, &s.subtitle);
    page.paragraph("Share of the variance of the outcome", SMALL);
    legend(&mut page, s);
    let rows = s.rows();
    let both = |(row, _): &(&SobolRow, Standing)| [Some(row.first), row.total];
    let all = rows.iter().flat_map(both).flatten().chain(s.chance());
    let (low, high) =
        with_zero(all.clone().flat_map(|e| [e.value, e.low, e.high]).chain(s.floor()));
    let numbers: Vec<String> = all.map(|e| in_words("total", e)).collect();
    let room = text::widest(&numbers, SMALL) + 14.0;
    let across = Across::of(&page, (low, high), room);
    across.heads(&mut page, Scale::Shares);
    for (row, standing) in rows.iter().take(MOST) {
        parameter(&mut page, &across, s, (row, *standing));
    }
    if let Some(chance) = s.chance() {
        chance_row(&mut page, &across, chance);
    }
    notes(&mut page, s, rows.len());
    page.finish(&s.caption)
}

fn legend(page: &mut Page, s: &Sobol) {
    let named =
        |(how, paint): (Fill, Paint), name: &str| (Swatch::Box(how, paint), name.to_owned());
    let mut entries = vec![named(FIRST, "first order: by itself")];
    if s.has_totals() {
        entries.push(named(TOTAL, "total order: with all it does together with others"));
    }
    if s.chance().is_some() {
        entries.push(named(CHANCE, "chance"));
    }
    let mut all = s.rows.iter().flat_map(|row| [Some(row.first), row.total]).flatten();
    if all.any(|e| e.high > e.low) {
        entries.push((Swatch::Whisker, "interval".to_owned()));
    }
    if let Some(floor) = s.floor() {
        let words = format!("noise floor {}", number::percent(floor));
        entries.push((Swatch::Line(FLOOR), words));
    }
    if s.rows().iter().any(|(_, standing)| *standing == Standing::UnderFloor) {
        entries.push(named((Fill::Full, RULE), "under the noise floor"));
    }
    key(page, &entries);
}

fn in_words(what: &str, e: Estimate) -> String {
    format!("{what} {}", percent(e))
}

/// With its interval, if it has one.
fn percent(e: Estimate) -> String {
    if e.high > e.low { number::percent_interval(e) } else { number::percent(e.value) }
}

fn parameter(page: &mut Page, across: &Across, s: &Sobol, (row, standing): (&SobolRow, Standing)) {
    let Some((first, total)) = row.sound() else { return };
    let first_words = if s.has_totals() { in_words("first", first) } else { percent(first) };
    let beside: Vec<String> =
        [first_words].into_iter().chain(total.map(|total| in_words("total", total))).collect();
    let words = RowWords {
        label: &row.label,
        ink: standing.ink(),
        below: &joined(&[standing.words()]),
        beside: &beside,
    };
    let high = if total.is_some() { 2.0 * BAR.0 + BAR.1 } else { BAR.0 };
    let top = across.row(page, &words, high);
    let lower = top + BAR.0 + BAR.1;
    bar(&mut page.scene, across, first, top, (FIRST.0, standing.paint(FIRST.1)));
    if let Some(total) = total {
        bar(&mut page.scene, across, total, lower, (TOTAL.0, standing.paint(TOTAL.1)));
    }
    if let Some(floor) = s.floor() {
        let x = across.x(floor);
        page.scene.line((x, top - 3.0), (x, top + high + 3.0), FLOOR);
    }
}

fn chance_row(page: &mut Page, across: &Across, chance: Estimate) {
    page.y += 6.0;
    page.scene.line((page.left, page.y), (page.right, page.y), Pen::solid(RULE, 1.0));
    let beside = [in_words("", chance).trim().to_owned()];
    let words = RowWords {
        label: "Chance",
        ink: INK,
        below: "luck, whatever the parameters",
        beside: &beside,
    };
    let top = across.row(page, &words, BAR.0);
    bar(&mut page.scene, across, chance, top, CHANCE);
}

fn bar(scene: &mut Scene, across: &Across, e: Estimate, top: f64, (how, paint): (Fill, Paint)) {
    let (zero, x) = (across.x(0.0), across.x(e.value));
    let area = Area { left: zero.min(x), top, right: zero.max(x), bottom: top + BAR.0 };
    fill(scene, area, how, paint);
    let y = f64::midpoint(area.top, area.bottom);
    whisker(scene, (across.x(e.low), across.x(e.high)), y, INK);
}

fn notes(page: &mut Page, s: &Sobol, drawn: usize) {
    page.y += 6.0;
    if drawn > MOST {
        page.paragraph(&format!("And {} more, each of a smaller share.", drawn - MOST), SMALL);
    }
    let missing: Vec<&str> =
        s.rows.iter().filter(|row| row.sound().is_none()).map(|row| row.label.as_str()).collect();
    if !missing.is_empty() {
        page.paragraph(&format!("Without a number: {}.", named(&missing, 6)), SMALL);
    }
}

fn alt(s: &Sobol) -> Result<String, String> {
    let rows = s.rows();
    if rows.is_empty() {
        return Err(format!("chart \"{}\": no parameter to draw", s.title));
    }
    let told: Vec<String> = rows
        .iter()
        .take(5)
        .map(|(row, _)| {
            let total = row.total.map(|total| format!(", {}", in_words("total", total)));
            format!("{}: {}{}", row.label, in_words("first", row.first), total.unwrap_or_default())
        })
        .collect();
    let clear = counted(&rows, s.floor);
    let chance = s.chance().map_or_else(String::new, |e| format!(" {}.", in_words("Chance", e)));
    Ok(format!("{}: shares of variance.{clear} {}.{chance}", s.title, told.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_sobol;
    use super::*;

    #[test]
    fn what_does_not_reach_above_the_floor_is_said_to_be_under_it() {
        let s = sample_sobol();
        let rows = s.rows();
        let under: Vec<bool> =
            rows.iter().map(|(_, standing)| *standing == Standing::UnderFloor).collect();
        assert!(under.windows(2).all(|pair| pair[0] <= pair[1]), "sorted by total: {under:?}");
        assert!(under.contains(&true) && under.contains(&false));
        let picture = sobol(&s).unwrap();
        assert!(picture.narrow_svg.contains("under\u{a0}the\u{a0}noise\u{a0}floor"));
        let free = sobol(&Sobol { floor: None, ..s }).unwrap();
        assert!(!free.wide_svg.contains("noise floor"));
    }

    #[test]
    fn chance_is_a_bar_of_its_own_or_not_there() {
        let mut s = sample_sobol();
        assert!(sobol(&s).unwrap().wide_svg.contains("luck, whatever"));
        s.chance = None;
        assert!(!sobol(&s).unwrap().wide_svg.contains("luck, whatever"));
    }
}

//! A tile map of the United States: one square per state, coloured by a value, one map per arm.
//!
//! The value stands in its square, so that nothing is said by colour alone. All maps of a chart
//! share one scale of colours.

use super::colours::{Colours, TileKind, hatched, legend, outline};
use super::number::float;
use super::page::{Page, Shape};
use super::palette::{self, HEADING, INK, SMALL, WHITE};
use super::picture::{Picture, draw};
use super::scene::{Anchor, Area, Scene, Style};
use super::states::{COLUMNS, ROWS, STATES, State};
use super::text;

/// A value for each state, on one map per arm.
#[derive(Clone, Debug, Default)]
pub struct Tiles {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What the values are, as "removals per 100,000 residents a year".
    pub unit: String,
    /// How values become colours.
    pub kind: TileKind,
    /// The maps.
    pub panels: Vec<TilePanel>,
    /// Below the chart.
    pub caption: String,
}

/// One map.
#[derive(Clone, Debug, Default)]
pub struct TilePanel {
    /// Which arm it is; may be empty where there is one map only.
    pub label: String,
    /// Postal codes and values, in the unit of the chart. A state that is not here, has no value,
    /// or one that is not a number, is drawn hatched. Territories have no square: their codes are
    /// refused, so that nobody is left out unseen.
    pub states: Vec<(String, Option<f64>)>,
}

impl TilePanel {
    /// A map of these postal codes and values.
    #[must_use]
    pub fn new(label: &str, states: &[(&str, Option<f64>)]) -> TilePanel {
        let own = |(code, value): &(&str, Option<f64>)| ((*code).to_owned(), *value);
        TilePanel { label: label.to_owned(), states: states.iter().map(own).collect() }
    }

    fn value(&self, code: &str) -> Option<f64> {
        let found = self.states.iter().find(|(named, _)| named == code);
        found.and_then(|(_, value)| *value).filter(|value| value.is_finite())
    }

    /// The states with a value.
    fn known(&self) -> impl Iterator<Item = (&'static State, f64)> {
        STATES.iter().filter_map(|state| Some((state, self.value(state.code)?)))
    }
}

/// One line of the table below a tile map.
#[derive(Clone, PartialEq, Debug)]
pub struct TileRow {
    /// The postal code.
    pub code: &'static str,
    /// The name in full.
    pub name: &'static str,
    /// One per map, in the unit of the chart; nothing where there is no data.
    pub by_panel: Vec<Option<f64>>,
}

impl Tiles {
    /// What the maps show, as the table that stands below them: every state, by name.
    #[must_use]
    pub fn rows(&self) -> Vec<TileRow> {
        let row = |state: &State| TileRow {
            code: state.code,
            name: state.name,
            by_panel: self.panels.iter().map(|panel| panel.value(state.code)).collect(),
        };
        STATES.iter().map(row).collect()
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        self.panels.iter().flat_map(|panel| panel.known().map(|(_, value)| value))
    }
}

/// Draws a map of squares per panel, and the scale they share.
pub fn tiles(t: &Tiles) -> Result<Picture, String> {
    draw(alt(t)?, |shape| lay_out(t, shape))
}

/// Where the maps and their squares go, the same for all.
struct Sheet {
    colours: Colours,
    columns: usize,
    /// From one square to the next, in px.
    pitch: f64,
    code: Style,
    value: Style,
}

/// Between maps that stand side by side.
const GAP: f64 = 24.0;
/// Between two squares.
const SEAM: f64 = 2.0;
/// Between the edge of a square and its words.
const PAD: f64 = 2.5;
/// The widest square: more would push the map off a screen.
const WIDEST: f64 = 58.0;
/// The largest letters; in small squares they are smaller.
const LARGEST: f64 = 13.0;

impl Sheet {
    fn of(t: &Tiles, page: &Page) -> Sheet {
        // Three maps side by side would leave squares too small for their numbers.
        let columns = page.shape.pick(t.panels.len().clamp(1, 2), 1);
        let room = (page.width() - GAP * float(columns - 1)) / float(columns);
        let pitch = (room / f64::from(COLUMNS)).min(WIDEST).floor();
        let colours = Colours::of(t.kind, &t.values().collect::<Vec<_>>());
        let code = fitted(STATES.iter().map(|s| s.code.to_owned()), SMALL.bold(), pitch);
        let numbers = t.values().map(|value| colours.text(value));
        let value = fitted(numbers, SMALL, pitch);
        Sheet { colours, columns, pitch, code, value }
    }

    fn width(&self) -> f64 {
        self.pitch * f64::from(COLUMNS)
    }

    fn area(&self, (left, top): (f64, f64), state: &State) -> Area {
        let left = left + self.pitch * f64::from(state.column);
        let top = top + self.pitch * f64::from(state.row);
        Area { left, top, right: left + self.pitch - SEAM, bottom: top + self.pitch - SEAM }
    }
}

/// Letters of the size at which the widest of some words, and two lines of them, fit a square.
fn fitted(words: impl Iterator<Item = String>, style: Style, pitch: f64) -> Style {
    let widest = text::widest(&words.collect::<Vec<_>>(), Style { size: 1.0, ..style });
    let room = pitch - SEAM - 2.0 * PAD;
    let size = LARGEST.min(0.33 * room).min(room / widest.max(1e-9));
    Style { size, ..style }
}

fn lay_out(t: &Tiles, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &t.title, &t.subtitle);
    let sheet = Sheet::of(t, &page);
    page.paragraph(&unit_words(t, &sheet.colours), SMALL);
    legend(&mut page, &sheet.colours, has_gaps(t));
    for panels in t.panels.chunks(sheet.columns) {
        map_row(&mut page, &sheet, panels);
    }
    page.finish(&t.caption)
}

fn has_gaps(t: &Tiles) -> bool {
    t.panels.iter().any(|panel| panel.known().count() < STATES.len())
}

/// The unit, and what letters behind numbers stand for.
fn unit_words(t: &Tiles, colours: &Colours) -> String {
    let mut words = t.unit.clone();
    let texts: Vec<String> = t.values().map(|value| colours.text(value)).collect();
    for (letter, meaning) in [('k', "thousand"), ('M', "million")] {
        if texts.iter().any(|text| text.ends_with(letter)) {
            words.push_str(&format!("; {letter}: {meaning}"));
        }
    }
    words
}

fn map_row(page: &mut Page, sheet: &Sheet, panels: &[TilePanel]) {
    page.y += 14.0;
    let titles: Vec<Vec<String>> =
        panels.iter().map(|p| text::wrap_to(&p.label, HEADING, sheet.width(), 3)).collect();
    let lines = titles.iter().map(Vec::len).max().unwrap_or(0);
    let top = page.y + float(lines) * HEADING.leading() + 6.0;
    for (column, (panel, title)) in panels.iter().zip(&titles).enumerate() {
        // Apart by as much as there is room for.
        let left = page.left + float(column) * (page.width() + GAP) / float(sheet.columns);
        // Titles stand on their maps, not far above them.
        let mut y = top - 8.0 - float(title.len().saturating_sub(1)) * HEADING.leading();
        for line in title {
            page.scene.words((left, y), Anchor::Start, line, HEADING);
            y += HEADING.leading();
        }
        map(&mut page.scene, sheet, panel, (left, top));
    }
    page.y = top + sheet.pitch * f64::from(ROWS);
}

fn map(scene: &mut Scene, sheet: &Sheet, panel: &TilePanel, at: (f64, f64)) {
    for state in &STATES {
        let area = sheet.area(at, state);
        match panel.value(state.code) {
            Some(value) => tile(scene, sheet, area, state.code, value),
            None => blank(scene, sheet, area, state.code),
        }
    }
}

/// The code in the upper half, the value in the lower.
fn tile(scene: &mut Scene, sheet: &Sheet, area: Area, code: &str, value: f64) {
    let paint = sheet.colours.paint(value);
    scene.rect(area, paint);
    outline(scene, area);
    let ink = palette::black_or_white(paint);
    let x = f64::midpoint(area.left, area.right);
    let middle = f64::midpoint(area.top, area.bottom);
    let lower = middle + 0.05 * area.height() + 0.76 * sheet.value.size;
    let number = sheet.colours.text(value);
    let upper = middle - 0.10 * area.height() + 0.24 * sheet.code.size;
    scene.words((x, upper), Anchor::Middle, code, sheet.code.in_paint(ink));
    scene.words((x, lower), Anchor::Middle, &number, sheet.value.in_paint(ink));
}

/// A state without data: its code in the middle.
fn blank(scene: &mut Scene, sheet: &Sheet, area: Area, code: &str) {
    hatched(scene, area);
    let middle = f64::midpoint(area.top, area.bottom) + 0.36 * sheet.code.size;
    let at = (f64::midpoint(area.left, area.right), middle);
    scene.words_over(WHITE.faded(0.85), at, Anchor::Middle, code, sheet.code.in_paint(INK));
}

fn alt(t: &Tiles) -> Result<String, String> {
    let refused = |why: String| Err(format!("chart \"{}\": {why}", t.title));
    for panel in &t.panels {
        for (nth, (code, _)) in panel.states.iter().enumerate() {
            if STATES.iter().all(|state| state.code != code) {
                return refused(format!("\"{code}\" is not the postal code of a state"));
            }
            if panel.states[..nth].iter().any(|(earlier, _)| earlier == code) {
                return refused(format!("\"{code}\" has two values"));
            }
        }
    }
    if t.values().next().is_none() {
        return refused("no state has a value".to_owned());
    }
    let colours = Colours::of(t.kind, &t.values().collect::<Vec<_>>());
    let maps: Vec<String> = t.panels.iter().map(|panel| in_words(panel, &colours)).collect();
    Ok(format!("{}: {}, by state. {}.", t.title, t.unit, maps.join("; ")))
}

/// The lowest and the highest state of a map, and how many have no data.
fn in_words(panel: &TilePanel, colours: &Colours) -> String {
    let by_value = |a: &(&State, f64), b: &(&State, f64)| a.1.total_cmp(&b.1);
    let name = if panel.label.is_empty() { "Map" } else { &panel.label };
    let (Some(low), Some(high)) = (panel.known().min_by(by_value), panel.known().max_by(by_value))
    else {
        return format!("{name}: no data");
    };
    let write = |(state, value): (&State, f64)| format!("{} {}", state.name, colours.text(value));
    let missing = STATES.len() - panel.known().count();
    let gaps = if missing > 0 { format!(", {missing} without data") } else { String::new() };
    format!("{name}: from {} to {}{gaps}", write(low), write(high))
}

#[cfg(test)]
mod tests {
    use super::super::colours::NO_DATA;
    use super::super::samples;
    use super::super::scene::Item;
    use super::*;

    fn one(code: &str, value: f64) -> Tiles {
        let panels = vec![TilePanel::new("one", &[(code, Some(value))])];
        Tiles { title: "One".into(), panels, ..Tiles::default() }
    }

    /// All words of a scene.
    fn words(scene: &Scene) -> impl Iterator<Item = &super::super::scene::Words> {
        scene.items.iter().filter_map(|item| match item {
            Item::Words(words) => Some(words),
            _ => None,
        })
    }

    #[test]
    fn the_text_of_every_square_fits_into_it() {
        for big in [1.0, 1.04, 99.0, 1234.0, -987_000.0, 4.2e8, -1e300, -1e-7] {
            for kind in [TileKind::Amount, TileKind::Change] {
                let mut t = samples::sample_tiles();
                t.kind = kind;
                t.panels[0].states[7].1 = Some(big);
                for shape in [Shape::Wide, Shape::Narrow] {
                    let page = Page::new(shape, "", "");
                    let sheet = Sheet::of(&t, &page);
                    let mut scene = Scene { width: 0.0, height: 0.0, items: Vec::new() };
                    map(&mut scene, &sheet, &t.panels[0], (0.0, 0.0));
                    let areas: Vec<Area> =
                        STATES.iter().map(|state| sheet.area((0.0, 0.0), state)).collect();
                    for words in words(&scene) {
                        let room = words.area();
                        let fits = areas.iter().any(|tile| {
                            tile.left <= room.left
                                && room.right <= tile.right
                                && tile.top <= room.top
                                && room.bottom <= tile.bottom
                        });
                        assert!(fits, "{big} {kind:?} {shape:?}: \"{}\" {room:?}", words.text);
                        assert!(words.style.size >= 6.0 || big < -1e6, "{}", words.text);
                    }
                }
            }
        }
    }

    #[test]
    fn a_map_of_one_state_is_drawn_and_the_others_are_without_data() {
        let picture = tiles(&one("WY", 3.0)).unwrap();
        assert!(picture.alt.contains("from Wyoming 3.0 to Wyoming 3.0, 50 without data"));
        assert!(picture.narrow_svg.contains(NO_DATA));
    }

    #[test]
    fn nothing_and_no_number_are_no_data() {
        let full = samples::sample_tiles();
        assert!(!has_gaps(&Tiles { panels: vec![full.panels[0].clone()], ..full.clone() }));
        for gap in [None, Some(f64::NAN), Some(f64::INFINITY)] {
            let mut t = Tiles { panels: vec![full.panels[0].clone()], ..full.clone() };
            t.panels[0].states[0].1 = gap;
            let code = t.panels[0].states[0].0.clone();
            let row = t.rows().into_iter().find(|row| row.code == code).unwrap();
            assert_eq!(row.by_panel, [None]);
            assert!(tiles(&t).unwrap().wide_svg.contains(NO_DATA));
        }
    }

    #[test]
    fn a_code_that_is_none_and_one_twice_are_refused() {
        assert!(tiles(&one("PR", 3.0)).is_err_and(|e| e.contains("\"PR\" is not")));
        let mut twice = one("TX", 3.0);
        twice.panels[0].states.push(("TX".into(), None));
        assert!(tiles(&twice).is_err_and(|e| e.contains("two values")));
    }

    #[test]
    fn the_table_has_every_state_by_name() {
        let rows = samples::sample_tiles().rows();
        assert_eq!((rows.len(), rows[0].name, rows[50].code), (51, "Alabama", "WY"));
        assert!(rows.iter().all(|row| row.by_panel.len() == 2));
    }
}

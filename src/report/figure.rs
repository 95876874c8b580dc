//! Figures: a title, what it says, the chart, how sure it is, and the numbers behind it.

use super::table::Data;
use super::words;
use crate::chart::Picture;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// What a chart says around its drawing. On the page these are words of the page, so that the chart
/// is drawn there without them; the files beside the page have them inside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Saying {
    /// What is shown.
    pub title: String,
    /// What it says, in one sentence.
    pub takeaway: String,
    /// How many replicates, which interval, which time.
    pub caption: String,
}

/// All figures of a page, and their files.
#[derive(Default)]
pub(crate) struct Figures {
    /// Whether the page stands alone: its charts are files as well if not.
    stands_alone: bool,
    files: Vec<(String, Vec<u8>)>,
    csv: BTreeMap<String, String>,
}

/// More than this is left to the file.
const LARGEST_CSV: usize = 150_000;

impl Figures {
    /// Of a page without files beside it.
    pub(crate) fn of_one_page() -> Figures {
        Figures { stands_alone: true, ..Figures::default() }
    }

    /// Adds a figure and gives its part of the page. `draw` is called with and without words.
    pub(crate) fn add(
        &mut self,
        name: &str,
        saying: &Saying,
        data: &Data,
        draw: &dyn Fn(&Saying) -> Result<Picture, String>,
    ) -> Markup {
        let csv = data.csv();
        let shown = draw(&Saying::default());
        if !self.stands_alone {
            self.files.push((format!("{name}.csv"), csv.clone().into_bytes()));
            self.keep(name, draw(saying));
        }
        let can_copy = csv.len() <= LARGEST_CSV;
        if can_copy {
            self.csv.insert(name.to_owned(), csv);
        }
        html! {
            h3 id=(name) { (saying.title) }
            p.takeaway { (saying.takeaway) }
            figure aria-labelledby=(name) {
                (drawing(&shown))
                figcaption { (saying.caption) }
            }
            details.data open[shown.is_err()] {
                summary { "The numbers of this chart" }
                @if can_copy { button.copy hidden type="button" data-csv=(name) { "Copy as CSV" } }
                @if !self.stands_alone {
                    p.note { "File: " code { "charts/" (name) ".csv" } }
                }
                (data.table(&saying.title))
            }
        }
    }

    /// Keeps a drawing as files only.
    pub(crate) fn keep(&mut self, name: &str, drawn: Result<Picture, String>) {
        if let Ok(picture) = drawn {
            let png = picture.png();
            self.files.push((format!("{name}.svg"), picture.wide_svg.into_bytes()));
            self.files.extend(png.map(|png| (format!("{name}.png"), png)));
        }
    }

    /// Names and contents of the files beside the page.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The tables as one block of data for the page's script.
    pub(crate) fn block(&self) -> String {
        // `<` is written so that no text of a scenario can end the block.
        serde_json::to_string(&self.csv).unwrap_or_default().replace('<', "\\u003c")
    }
}

fn drawing(shown: &Result<Picture, String>) -> Markup {
    match shown {
        Ok(picture) => html! {
            div.chart.wide.tall[is_tall(&picture.wide_svg)] { (PreEscaped(&picture.wide_svg)) }
            div.chart.narrow { (PreEscaped(&picture.narrow_svg)) }
        },
        Err(reason) if reason == NEEDS_TWO => html! { p.note { (words::capital(reason)) "." } },
        Err(_) => html! { p.note { "There is nothing to draw here; the numbers are below." } },
    }
}

/// Whether a drawing needs most of a printed page. Its size is said at its beginning.
fn is_tall(svg: &str) -> bool {
    let height = svg.split_once(" height=\"").and_then(|(_, rest)| rest.split_once('"'));
    height.and_then(|(height, _)| height.parse::<f64>().ok()).is_some_and(|height| height > 640.0)
}

/// What stands in a chart's place where one replicate leaves no interval to draw.
pub(crate) const NEEDS_TWO: &str =
    "one replicate: no interval, so this chart of intervals is not drawn";

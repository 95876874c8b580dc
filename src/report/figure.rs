//! Figures: a title, what it says, the chart, how sure it is, and the numbers behind it.

use super::table::Data;
use crate::chart::Picture;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// What a chart says around its drawing. On the page these are words of the page, so that the chart
/// is drawn there without them; the files beside the page have them inside.
#[derive(Clone, Debug, Default)]
pub struct Saying {
    /// What is shown.
    pub title: String,
    /// What it says, in one sentence.
    pub takeaway: String,
    /// How many replicates, which interval, which time.
    pub caption: String,
}

/// All figures of a page, and their files.
#[derive(Default)]
pub struct Figures {
    files: Vec<(String, Vec<u8>)>,
    csv: BTreeMap<String, String>,
}

/// More than this is left to the file.
const LARGEST_CSV: usize = 150_000;

impl Figures {
    /// Adds a figure and gives its part of the page. `draw` is called with and without words.
    pub fn add(
        &mut self,
        name: &str,
        saying: &Saying,
        data: &Data,
        draw: &dyn Fn(&Saying) -> Result<Picture, String>,
    ) -> Markup {
        let csv = data.csv();
        self.files.push((format!("{name}.csv"), csv.clone().into_bytes()));
        let shown = draw(&Saying::default());
        if let Ok(whole) = draw(saying) {
            self.files.push((format!("{name}.svg"), whole.wide_svg.into_bytes()));
            self.files.push((format!("{name}.png"), whole.png));
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
            details.data {
                summary { "The numbers of this chart" }
                @if can_copy { button.copy hidden type="button" data-csv=(name) { "Copy as CSV" } }
                p.note { "File: " code { "charts/" (name) ".csv" } }
                (data.table(&saying.title))
            }
        }
    }

    /// A table with the same words as a figure, where there is nothing to draw.
    pub fn table(&mut self, name: &str, saying: &Saying, data: &Data) -> Markup {
        let csv = data.csv();
        self.files.push((format!("{name}.csv"), csv.clone().into_bytes()));
        self.csv.insert(name.to_owned(), csv);
        html! {
            h3 id=(name) { (saying.title) }
            p.takeaway { (saying.takeaway) }
            button.copy hidden type="button" data-csv=(name) { "Copy as CSV" }
            (data.table(&saying.title))
            p.note { (saying.caption) }
        }
    }

    /// Names and contents of the files beside the page.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The tables as one block of data for the page's script.
    pub fn block(&self) -> String {
        // `<` is written so that no text of a scenario can end the block.
        serde_json::to_string(&self.csv).unwrap_or_default().replace('<', "\\u003c")
    }
}

fn drawing(shown: &Result<Picture, String>) -> Markup {
    match shown {
        Ok(picture) => html! {
            div.chart.wide { (PreEscaped(&picture.wide_svg)) }
            div.chart.narrow { (PreEscaped(&picture.narrow_svg)) }
        },
        Err(_) => html! { p.note { "There is nothing to draw here; the numbers are below." } },
    }
}

/// What stands in a chart's place where one replicate leaves no interval to draw.
pub const NEEDS_TWO: &str = "one replicate: no interval, so this chart of intervals is not drawn";

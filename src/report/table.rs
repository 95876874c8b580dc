//! Tables: as part of the page, and as comma-separated values.

use super::words;
use maud::{Markup, html};

/// One cell of a table.
#[derive(Clone, Debug)]
pub(crate) enum Datum {
    /// Words.
    Text(String),
    /// A number, in full in files and rounded on the page.
    Number(f64),
    /// Fewer people than may be told.
    Suppressed(u32),
}

impl From<&str> for Datum {
    fn from(text: &str) -> Datum {
        Datum::Text(text.to_owned())
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Datum {
        Datum::Text(text)
    }
}

impl From<f64> for Datum {
    fn from(number: f64) -> Datum {
        Datum::Number(number)
    }
}

impl Datum {
    fn shown(&self) -> String {
        match self {
            Datum::Text(text) => text.clone(),
            Datum::Number(number) => words::plain(*number + 0.0),
            Datum::Suppressed(least) => format!("under {least}"),
        }
    }

    fn written(&self) -> String {
        match self {
            // Nothing less than nothing, which is nothing: builds differ in which of the two an empty
            // sum is.
            Datum::Number(number) if number.is_finite() => (number + 0.0).to_string(),
            Datum::Number(_) => String::new(),
            other => other.shown(),
        }
    }
}

/// Rows of the same columns.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    /// Names of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Datum>>,
    /// So many of them stand on the page.
    pub shown: usize,
}

/// More rows than this are left to the file: a page of them is read by nobody.
const MOST_ROWS: usize = 300;

impl Data {
    /// With these columns and no row yet.
    pub(crate) fn new(head: &[&str]) -> Data {
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        Data { head, rows: Vec::new(), shown: MOST_ROWS }
    }

    /// The table on the page.
    pub(crate) fn table(&self, name: &str) -> Markup {
        let left_out = self.rows.len().saturating_sub(self.shown);
        html! {
            (scrolled(name, html! {
                table {
                    thead { tr { @for name in &self.head { th scope="col" { (name) } } } }
                    tbody {
                        @for row in self.rows.iter().take(self.shown) {
                            tr { @for datum in row { (cell(datum)) } }
                        }
                    }
                }
            }))
            @if left_out > 0 {
                p.note { (words::whole(left_out)) " more rows are in the CSV." }
            }
        }
    }

    /// As comma-separated values.
    pub(crate) fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory fails for rows of unequal length only; such a row is left out.
        let _ = writer.write_record(&self.head);
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(Datum::written));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

fn cell(datum: &Datum) -> Markup {
    let is_number = matches!(datum, Datum::Number(_) | Datum::Suppressed(_));
    html! { td.number[is_number] { (datum.shown()) } }
}

/// A table in a box that scrolls by itself, by keyboard too.
pub(crate) fn scrolled(name: &str, table: Markup) -> Markup {
    html! { div.scroll tabindex="0" role="region" aria-label=(name) { (table) } }
}

//! Tables with a row for each number and a column for each arm: means with their intervals.

use super::table::scrolled;
use super::view::View;
use super::words;
use crate::engine::record::Cell;
use maud::{Markup, html};

/// A row.
pub(super) struct Row<'a> {
    /// What it is.
    pub label: String,
    /// What it is made of, below it; may be empty.
    pub note: String,
    /// It stands above rows that are parts of it, or is their sum.
    pub is_sum: bool,
    /// It counts people: few of them are not told.
    pub is_people: bool,
    /// The number.
    pub of: Box<dyn Fn(&Cell) -> f64 + 'a>,
}

impl<'a> Row<'a> {
    /// A plain number.
    pub(super) fn new(label: impl Into<String>, of: impl Fn(&Cell) -> f64 + 'a) -> Row<'a> {
        let (note, of) = (String::new(), Box::new(of));
        Row { label: label.into(), note, is_sum: false, is_people: false, of }
    }

    /// A number of people.
    pub(super) fn people(label: impl Into<String>, of: impl Fn(&Cell) -> f64 + 'a) -> Row<'a> {
        Row { is_people: true, ..Row::new(label, of) }
    }

    /// With a word on what it is made of.
    pub(super) fn noted(self, note: impl Into<String>) -> Row<'a> {
        Row { note: note.into(), ..self }
    }

    /// As a sum of others.
    pub(super) fn sum(self) -> Row<'a> {
        Row { is_sum: true, ..self }
    }
}

/// Rows under a heading.
pub(super) struct Part<'a> {
    /// The heading; none if empty.
    pub heading: String,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
}

/// The table, a part below another.
pub(super) fn table(view: &View, name: &str, first: &str, parts: &[Part]) -> Markup {
    let arms = view.arms();
    let columns = arms.len() + 1;
    scrolled(
        name,
        html! {
            table.outcomes {
                thead { tr {
                    th scope="col" { (first) }
                    @for (nth, arm) in arms.iter().enumerate() {
                        th scope="col" { (arm.label) @if nth == 0 { " (the base)" } }
                    }
                } }
                @for part in parts {
                    tbody {
                        @if !part.heading.is_empty() {
                            tr.heading { th.group colspan=(columns) scope="rowgroup" {
                                (part.heading) } }
                        }
                        @for row in &part.rows { (row_of(view, row)) }
                    }
                }
            }
        },
    )
}

fn row_of(view: &View, row: &Row) -> Markup {
    html! {
        tr {
            th scope="row" {
                @if row.is_sum { strong { (row.label) } } @else { (row.label) }
                @if !row.note.is_empty() { br; span.note { (row.note) } }
            }
            @for arm in 0..view.arms().len() {
                td.number { (words::stacked(&told(view, arm, row))) }
            }
        }
    }
}

fn told(view: &View, arm: usize, row: &Row) -> String {
    let mean = view.mean(arm, &*row.of);
    let least = f64::from(view.scenario.min_cell);
    if row.is_people && mean.value > 0.0 && mean.value < least {
        return format!("under {}", view.scenario.min_cell);
    }
    if mean.value == 0.0 && mean.spread == 0.0 {
        return "0".to_owned();
    }
    // What was below nothing in some run may be so again.
    if view.values(arm, &*row.of).iter().any(|&value| value < 0.0) {
        return words::estimate_signed(&mean);
    }
    words::estimate(&mean)
}

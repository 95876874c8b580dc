//! The report of a comparison: one page that needs nothing else, and its charts as files beside it.
//!
//! ```text
//! Input -> View (results, asked for by arm and months) -> sections -> page -> report.html
//!                                                           └─ figures -> charts/NAME.svg, .png,
//! .csv ```
//!
//! A report says what was counted and how sure that is; it draws no chance and decides nothing.
//! Each section is a file of its own and every chart comes from a table that stands below it.

mod affected;
mod answer;
pub(crate) mod assumptions;
mod by_arm;
mod caveats;
mod checks;
mod compared;
mod country;
mod daily_life;
mod declined;
mod differences;
pub(crate) mod figure;
mod limits;
mod method;
mod mistakes;
mod money;
mod officers;
mod over_time;
pub(crate) mod page;
mod pipeline;
mod reporting;
mod reproduce;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod view;
pub(crate) mod words;

use crate::scenario::Scenario;
use crate::sweep::Results;
use crate::sweep::calibration::Checked;
use figure::Figures;
use view::View;

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What was run.
    pub scenario: &'a Scenario,
    /// What came of it.
    pub results: &'a Results,
    /// Published figures beside the model's.
    pub checked: &'a [Checked],
    /// The run's name.
    pub record: &'a str,
    /// The command that gives the same run again.
    pub command: &'a str,
    /// The version of the program.
    pub engine: &'a str,
    /// The path of the scenario, if it was read from one.
    pub scenario_file: Option<&'a str>,
    /// Of how many replicates the events were kept.
    pub keep_events: u32,
}

/// `report.html` and the charts beside it: the bytes of each file by its path in the run's folder.
#[must_use]
pub fn files(input: &Input) -> Vec<(String, Vec<u8>)> {
    let (page, figures) = make(input);
    let charts = figures.files().map(|(name, bytes)| (format!("charts/{name}"), bytes.to_vec()));
    charts.chain([("report.html".to_owned(), page.into_bytes())]).collect()
}

/// The page, and the figures in it.
fn make(input: &Input) -> (String, Figures) {
    let view = View::new(input);
    let mut figures = Figures::default();
    let mut sections = vec![
        answer::section(&view),
        compared::section(&view),
        differences::section(&view, &mut figures),
        over_time::section(&view, &mut figures),
    ];
    sections.extend(country::section(&view, &mut figures));
    sections.extend([
        pipeline::section(&view, &mut figures),
        affected::section(&view, &mut figures),
        reporting::section(&view, &mut figures),
        daily_life::section(&view),
        mistakes::section(&view),
        declined::section(&view),
        officers::section(&view, &mut figures),
        money::section(&view),
        checks::section(&view, &mut figures),
        assumptions::section(&view),
        limits::section(&view),
        method::section(&view),
        reproduce::section(&view),
        method::glossary(),
    ]);
    (page::page(&view, &sections, &figures), figures)
}

//! `summary.csv` and `summary.parquet`: every count by arm, replicate and month, and the outcomes.

use super::Results;
use super::outcome::OUTCOMES;
use crate::projection::measure::MEASURES;
use crate::scenario::Scenario;

/// A row: one number of one run.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The arm.
    pub arm: String,
    /// The replicate, from 1.
    pub replicate: u32,
    /// The month as `2018-01`; empty for the whole counted time.
    pub month: String,
    /// What is counted.
    pub measure: &'static str,
    /// By what it is broken down; empty if by nothing.
    pub by: &'static str,
    /// Which part of the breakdown; empty if of nothing.
    pub part: String,
    /// The number.
    pub value: f64,
}

/// All rows, in the order of arms, replicates, months and measures. What is nothing all the time in
/// all runs is left out.
#[must_use]
pub fn rows(scenario: &Scenario, results: &Results) -> Vec<Row> {
    let mut rows = Vec::new();
    for (arm, cells) in scenario.arms.iter().zip(&results.cells) {
        for (at, cell) in cells.iter().enumerate() {
            let replicate = at as u32 + 1;
            let row = |month: &str, measure, (by, part): (&'static str, String), value| Row {
                arm: arm.id.clone(),
                replicate,
                month: month.to_owned(),
                measure,
                by,
                part,
                value,
            };
            let nothing = || ("", String::new());
            for outcome in OUTCOMES {
                let value = (outcome.of)(scenario, cell);
                rows.push(row("", outcome.id, nothing(), value));
            }
            for month in 0..cell.counted.tally.months() {
                let name = month_name(scenario, month);
                for &(measure, label, by) in MEASURES {
                    for part in 0..by.len() {
                        let value = cell.counted.tally.count(month, measure, part);
                        if value > 0 {
                            let by = by.label(part).unwrap_or_else(nothing);
                            rows.push(row(&name, label, by, value as f64));
                        }
                    }
                }
                let days = cell.counted.custody.months()[month];
                for (label, value) in [
                    ("jail_days", days.jail),
                    ("prison_days", days.prison),
                    ("bed_days", days.detention),
                    ("backlog", days.backlog),
                ] {
                    rows.push(row(&name, label, nothing(), value as f64));
                }
                let fear = cell.counted.fear.months()[month];
                rows.push(row(&name, "fear", nothing(), fear));
            }
        }
    }
    rows
}

/// A counted month as `2018-01`.
#[must_use]
pub fn month_name(scenario: &Scenario, month: usize) -> String {
    let (year, month) = year_and_month(scenario, month);
    format!("{year}-{month:02}")
}

/// The year, and the month from 1, of a counted month.
#[must_use]
pub fn year_and_month(scenario: &Scenario, month: usize) -> (i16, u8) {
    let first = scenario.span.count_from;
    let index = usize::from(first.month().unsigned_abs()) - 1 + month;
    (first.year() + (index / 12) as i16, (index % 12) as u8 + 1)
}

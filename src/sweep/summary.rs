//! `summary.csv` and `summary.parquet`: every count by arm, replicate and month, and the outcomes.

use super::Results;
use super::money::{ITEMS, Payer, paid};
use super::outcome::OUTCOMES;
use crate::engine::record::Cell;
use crate::projection::measure::{By, MEASURES};
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

/// What stands in the rows besides outcomes and [`MEASURES`]. What has months is there in all of
/// them; money is of the whole counted time.
pub const OTHERS: &[&str] = &[
    "jail_days",
    "prison_days",
    "bed_days",
    "backlog",
    "fear",
    "trust",
    "service_use",
    "civic_participation",
    "work_share_lost",
    "work_days_lost",
    "surge_agent_days",
    "money_by_payer",
    "money_by_item",
];

/// All that a run puts out, by name: outcomes, counts, what stands beside them, and the list of
/// declined requests, which has a file of its own.
pub fn outputs() -> impl Iterator<Item = &'static str> {
    let outcomes = OUTCOMES.iter().map(|outcome| outcome.id);
    let counts = MEASURES.iter().map(|(_, name, _)| *name);
    outcomes.chain(counts).chain(OTHERS.iter().copied()).chain(["declined_detainers"])
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
                // Builds differ in the sign of an empty sum.
                value: value + 0.0,
            };
            let nothing = || ("", String::new());
            for outcome in OUTCOMES {
                let value = (outcome.of)(scenario, cell);
                rows.push(row("", outcome.id, nothing(), value));
            }
            for payer in Payer::ALL {
                let by = ("payer", payer.name().to_owned());
                rows.push(row("", "money_by_payer", by, paid(payer, scenario, cell)));
            }
            for item in ITEMS {
                let by = ("item", item.id.to_owned());
                rows.push(row("", "money_by_item", by, (item.of)(scenario, cell)));
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
                for (label, value) in levels(cell, month) {
                    rows.push(row(&name, label, nothing(), value));
                }
                for (part, &days) in cell.counted.work.months()[month].iter().enumerate() {
                    let by = By::Sector.label(part).unwrap_or_else(nothing);
                    rows.push(row(&name, "work_days_lost", by, days as f64));
                }
            }
        }
    }
    rows
}

/// What is so of every month, whether there is any of it or not.
fn levels(cell: &Cell, month: usize) -> [(&'static str, f64); 10] {
    let days = cell.counted.custody.months()[month];
    let life = &cell.counted.life;
    // Of the most exposed, to whom all of fear comes; in percent.
    let percent = |share: f64| 100.0 * share;
    [
        ("jail_days", days.jail as f64),
        ("prison_days", days.prison as f64),
        ("bed_days", days.detention as f64),
        ("backlog", days.backlog as f64),
        ("fear", cell.counted.fear.months()[month]),
        ("trust", life.months()[month].trust),
        ("service_use", percent(life.service_use(month, 1.0))),
        ("civic_participation", percent(life.civic_participation(month, 1.0))),
        ("work_share_lost", percent(life.work_lost(month, 1.0))),
        ("surge_agent_days", cell.counted.surges.months()[month] as f64),
    ]
}

/// A counted month as `2018-01`.
#[must_use]
pub fn month_name(scenario: &Scenario, month: usize) -> String {
    let (year, month) = scenario.span.year_and_month(month);
    format!("{year}-{month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Going;
    use crate::sweep::{Plan, run};

    #[test]
    fn every_other_output_has_rows_and_items_add_up_to_payers() {
        let scenario = crate::model::testing::small();
        let plan = Plan { replicates: 1, threads: 1, kept: None };
        let results = run(&scenario, &plan, &|| Going::On).unwrap();
        let rows = rows(&scenario, &results);
        for name in ["jail_hours_by_mistake", "work_days_lost", "trust", "declined_detainers"] {
            assert!(outputs().any(|output| output == name), "{name}");
        }
        for name in OTHERS {
            assert!(rows.iter().any(|row| row.measure == *name), "{name} has no row");
        }
        for arm in &scenario.arms {
            let own = || rows.iter().filter(|row| row.arm == arm.id && row.month.is_empty());
            let sum = |measure: &str, part: &str| -> f64 {
                let chosen = own().filter(|row| row.measure == measure);
                chosen.filter(|row| row.part.starts_with(part)).map(|row| row.value).sum()
            };
            for (payer, items, outcome) in [
                ("county", "county_", "county_cost"),
                ("defence_funds", "funds_", "fund_cost"),
                ("federal", "federal_", "federal_cost"),
            ] {
                let paid = sum("money_by_payer", payer);
                assert!((paid - sum("money_by_item", items)).abs() < 1e-9, "{payer}");
                assert!((paid - sum(outcome, "")).abs() < 1e-9, "{payer}");
            }
            let all = sum("money_by_item", "");
            assert!(all > 0.0 && (all - sum("money_by_payer", "")).abs() < 1e-9);
        }
    }

    #[test]
    fn work_days_of_sectors_add_up_to_the_outcome() {
        let scenario = crate::model::testing::small();
        let plan = Plan { replicates: 1, threads: 1, kept: None };
        let results = run(&scenario, &plan, &|| Going::On).unwrap();
        let rows = rows(&scenario, &results);
        let lost = rows.iter().filter(|row| row.measure == "work_days_lost");
        let (months, whole): (Vec<_>, Vec<_>) = lost.partition(|row| !row.month.is_empty());
        let sum = |rows: &[&Row]| rows.iter().map(|row| row.value).sum::<f64>();
        assert!(sum(&whole) > 0.0);
        assert_eq!(sum(&months), sum(&whole));
    }
}

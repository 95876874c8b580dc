//! The summary on disk, as CSV and as Parquet.

use super::Results;
use super::summary::{Row, rows};
use crate::log::columns::{Column, write_table};
use crate::scenario::Scenario;
use std::path::Path;

/// Writes `summary.csv`, `summary.parquet` and `rules.csv` into a folder.
///
/// # Errors
/// Which file could not be written, and why.
pub fn write(scenario: &Scenario, results: &Results, folder: &Path) -> Result<(), String> {
    let rows = rows(scenario, results);
    let csv = folder.join("summary.csv");
    write_csv(&rows, &csv).map_err(|error| format!("cannot write {}: {error}", csv.display()))?;
    let rules = folder.join("rules.csv");
    write_rules(scenario, &rules)
        .map_err(|error| format!("cannot write {}: {error}", rules.display()))?;
    let parquet = folder.join("summary.parquet");
    write_parquet(&rows, &parquet)
        .map_err(|error| format!("cannot write {}: {error}", parquet.display()))
}

const HEADER: [&str; 7] = ["arm", "replicate", "month", "measure", "by", "part", "value"];

fn write_csv(rows: &[Row], path: &Path) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(HEADER)?;
    for row in rows {
        let (replicate, value) = (row.replicate.to_string(), row.value.to_string());
        writer.write_record([
            row.arm.as_str(),
            &replicate,
            &row.month,
            row.measure,
            row.by,
            &row.part,
            &value,
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// What the numbers of rules in the events of each arm mean.
fn write_rules(scenario: &Scenario, path: &Path) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["arm", "rule", "regime", "act", "words", "section"])?;
    for arm in &scenario.arms {
        for (rule, line) in arm.policy.lines().iter().enumerate() {
            let rule = rule.to_string();
            let (act, words) = (line.act.as_str(), line.words.as_str());
            writer.write_record([&arm.id, &rule, &line.regime, act, words, &line.section])?;
        }
    }
    writer.flush()?;
    Ok(())
}

fn write_parquet(rows: &[Row], path: &Path) -> Result<(), String> {
    let text = |of: fn(&Row) -> &str| Column::Text(rows.iter().map(of).collect());
    let columns = [
        (HEADER[0], text(|row| &row.arm)),
        (HEADER[1], Column::Whole(rows.iter().map(|row| i64::from(row.replicate)).collect())),
        (HEADER[2], text(|row| &row.month)),
        (HEADER[3], text(|row| row.measure)),
        (HEADER[4], text(|row| row.by)),
        (HEADER[5], text(|row| &row.part)),
        (HEADER[6], Column::Real(rows.iter().map(|row| row.value).collect())),
    ];
    write_table(path, &columns)
}

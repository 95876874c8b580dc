//! The summary on disk, as CSV and as Parquet.

use super::Results;
use super::summary::{Row, rows};
use crate::log::columns::{Column, table};
use crate::scenario::Scenario;

/// `summary.csv`, `summary.parquet` and `rules.csv`, as bytes by name.
///
/// # Errors
/// Which file could not be made, and why.
pub fn files(
    scenario: &Scenario,
    results: &Results,
) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let rows = rows(scenario, results);
    let said = |name: &'static str| move |error: String| format!("cannot make {name}: {error}");
    Ok(vec![
        ("summary.csv", summary(&rows).map_err(said("summary.csv"))?),
        ("rules.csv", rules(scenario).map_err(said("rules.csv"))?),
        ("summary.parquet", parquet(&rows).map_err(said("summary.parquet"))?),
    ])
}

const HEADER: [&str; 7] = ["arm", "replicate", "month", "measure", "by", "part", "value"];

/// The bytes of a table in CSV.
pub(super) fn csv<R: AsRef<[u8]>, const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [R; N]>,
) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(|error| error.to_string())?;
    for row in rows {
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn summary(rows: &[Row]) -> Result<Vec<u8>, String> {
    let cells = rows.iter().map(|row| {
        let (replicate, value) = (row.replicate.to_string(), row.value.to_string());
        let (measure, by) = (row.measure.to_owned(), row.by.to_owned());
        [row.arm.clone(), replicate, row.month.clone(), measure, by, row.part.clone(), value]
    });
    csv(HEADER, cells)
}

/// What the numbers of rules in the events of each arm mean.
fn rules(scenario: &Scenario) -> Result<Vec<u8>, String> {
    let mut rows = Vec::new();
    for arm in &scenario.arms {
        for (rule, line) in arm.policy.lines().iter().enumerate() {
            let (act, words) = (line.act.clone(), line.words.clone());
            let (regime, section) = (line.regime.clone(), line.section.clone());
            rows.push([arm.id.clone(), rule.to_string(), regime, act, words, section]);
        }
    }
    csv(["arm", "rule", "regime", "act", "words", "section"], rows.into_iter())
}

fn parquet(rows: &[Row]) -> Result<Vec<u8>, String> {
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
    table(&columns)
}

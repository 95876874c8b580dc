//! Events as one table: the columns of the segments under their names, then what they mean.

use super::guard;
use super::source::{Source, Told};
use super::{ExportError, Exported};
use crate::ids::Subject;
use crate::log::row::Value;
use std::io::{self, Write};

/// The columns that follow those of the segments.
pub(super) const MORE: [&str; 9] = [
    "date",
    "timestamp",
    "trace",
    "district_name",
    "agency_name",
    "policy",
    "act",
    "rule_words",
    "section",
];

/// Writes a row for every event.
///
/// # Errors
/// If the log cannot be read or the table not written.
pub fn write(source: &Source, out: &mut dyn Write) -> Result<Exported, ExportError> {
    let mut table = csv::Writer::from_writer(out);
    let names = source.columns().iter().map(|column| column.name);
    table.write_record(names.chain(MORE))?;
    let mut exported = Exported::default();
    let mut cells = Vec::new();
    source.for_each(&mut |told| {
        exported.events += 1;
        exported.about_nobody += u64::from(told.person.is_none());
        cells.clear();
        cells.extend(source.columns().values(&told.row).map(|(_, value)| text(value)));
        cells.extend(more(source, told));
        table.write_record(&cells).map_err(io::Error::from)
    })?;
    table.flush()?;
    Ok(exported)
}

fn text(value: Option<Value>) -> String {
    match value {
        Some(Value::Whole(number)) => number.to_string(),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Word(word)) => guard::cell(word).into_owned(),
        None => String::new(),
    }
}

/// The cells of [`MORE`].
fn more(source: &Source, told: &Told) -> [String; MORE.len()] {
    let (names, calendar) = (source.names(), source.calendar());
    let recorded = &told.row.recorded;
    let district = Some(recorded.event.subject).filter(|it| *it != Subject::COUNTY);
    let district = district.map(|subject| names.district(subject.home.0));
    let agency = told.agency.map(|number| names.agency(number));
    let rule = names.rule(recorded.event.rule.0).cloned().unwrap_or_default();
    let cell = |text: Option<&str>| guard::cell(text.unwrap_or_default()).into_owned();
    [
        calendar.date(recorded.day).to_string(),
        format!("{}Z", calendar.text(told.at)),
        told.trace().map_or(String::new(), |trace| trace.name()),
        cell(district.as_deref()),
        cell(agency.as_deref()),
        cell(Some(&rule.policy)),
        cell(Some(&rule.act)),
        cell(Some(&rule.words)),
        cell(Some(&rule.section)),
    ]
}

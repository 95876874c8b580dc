//! A Frictionless Data Package: the events and the run's own tables as CSV, with a description that
//! programs check them by and a dictionary that people read.

use super::dictionary::{DICTIONARY, EVENTS, Field, TABLES, Type, fields};
use super::guard;
use super::source::Source;
use super::{ExportError, Exported, events_csv};
use crate::log::row::Columns;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// What is written into an open file.
pub type Content<'a> = &'a mut dyn FnMut(&mut dyn Write) -> Result<(), ExportError>;

/// Makes files of a package: opens one by name, has it written, and closes it.
pub type Files<'a> = &'a mut dyn FnMut(&str, Content) -> Result<(), ExportError>;

/// What a package is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// The run, in the letters of a file's name.
    pub name: String,
    /// In words.
    pub title: String,
    /// The version of the program that made the log.
    pub engine: String,
    /// The tables of the run, by file name and as they are.
    pub tables: Vec<(String, String)>,
}

/// Writes all files.
///
/// # Errors
/// If the log cannot be read, a file not written, or a table of the run is not as this version
/// writes it.
pub fn write(source: &Source, about: &About, files: Files) -> Result<Exported, ExportError> {
    let columns = source.columns();
    let mut exported = Exported::default();
    let mut resources = Vec::new();
    resources.push(resource(EVENTS, columns, files, &mut |out| {
        exported = events_csv::write(source, out)?;
        Ok(())
    })?);
    for (name, text) in &about.tables {
        let known = fields(name, columns);
        resources.push(resource(name, columns, files, &mut |out| copy(name, text, &known, out))?);
    }
    let tables: Vec<&str> =
        TABLES.iter().map(|(table, _)| *table).filter(|table| is_in(table, about)).collect();
    resources.push(resource(DICTIONARY, columns, files, &mut |out| {
        write_dictionary(&tables, columns, out)
    })?);
    let package = json!({
        "profile": "tabular-data-package",
        "name": about.name,
        "title": about.title,
        "description": "A simulated course of events, not a record of what happened to anybody.",
        "version": about.engine,
        "resources": resources,
    });
    files("datapackage.json", &mut |out| Ok(writeln!(out, "{package:#}")?))?;
    Ok(exported)
}

fn is_in(table: &str, about: &About) -> bool {
    let ours = [EVENTS, DICTIONARY].contains(&table);
    ours || about.tables.iter().any(|(name, _)| name == table)
}

/// Writes one table and describes it.
fn resource(
    name: &str,
    columns: &Columns,
    files: Files,
    content: Content,
) -> Result<Json, ExportError> {
    let (mut bytes, mut hash) = (0, String::new());
    files(name, &mut |out| {
        let mut counted = Counted { out, bytes: 0, hash: Sha256::new() };
        content(&mut counted)?;
        bytes = counted.bytes;
        let digest = counted.hash.finalize();
        hash = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(())
    })?;
    let about = TABLES.iter().find(|(table, _)| *table == name).map_or("", |(_, holds)| holds);
    let fields: Vec<Json> = fields(name, columns).iter().map(described).collect();
    Ok(json!({
        "profile": "tabular-data-resource",
        "name": name.trim_end_matches(".csv"),
        "path": name,
        "description": about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes,
        "hash": format!("sha256:{hash}"),
        "schema": { "fields": fields, "missingValues": [""] },
    }))
}

/// A field of a schema.
fn described(field: &Field) -> Json {
    let unit = if field.unit.is_empty() { String::new() } else { format!(" [{}]", field.unit) };
    let mut about = Map::new();
    about.insert("name".to_owned(), field.name.into());
    about.insert("type".to_owned(), field.kind.name().into());
    if field.kind == Type::Time {
        about.insert("format".to_owned(), "%Y-%m-%dT%H:%M:%S.%fZ".into());
    }
    about.insert("description".to_owned(), format!("{}{unit}", field.meaning).into());
    let mut constraints = Map::new();
    if field.is_full {
        constraints.insert("required".to_owned(), true.into());
    }
    if !field.values.is_empty() {
        constraints.insert("enum".to_owned(), field.values.clone().into());
    }
    if !constraints.is_empty() {
        about.insert("constraints".to_owned(), constraints.into());
    }
    Json::Object(about)
}

/// A table of the run with its texts made safe: in the run's folder they are as they were named.
fn copy(name: &str, text: &str, known: &[Field], out: &mut dyn Write) -> Result<(), ExportError> {
    let refused = |why: String| ExportError::Refused(format!("{name}: {why}"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| refused(error.to_string()))?.clone();
    if !header.iter().eq(known.iter().map(|field| field.name)) {
        let header: Vec<_> = header.iter().collect();
        return Err(refused(format!(
            "its columns are not those that this version writes: {}",
            header.join(", ")
        )));
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(&header)?;
    for row in reader.records() {
        let row = row.map_err(|error| refused(error.to_string()))?;
        let cells = row.iter().zip(known).map(|(cell, field)| match field.kind {
            Type::Text => guard::cell(cell),
            _ => cell.into(),
        });
        writer.write_record(cells.map(|cell| cell.into_owned()))?;
    }
    Ok(writer.flush()?)
}

fn write_dictionary(
    tables: &[&str],
    columns: &Columns,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(fields(DICTIONARY, columns).iter().map(|field| field.name))?;
    for table in tables {
        for field in fields(table, columns) {
            let values = field.values.join(" | ");
            let cells = [table, field.name, field.kind.name(), field.unit, &values, field.meaning];
            writer.write_record(cells.map(|cell| guard::cell(cell).into_owned()))?;
        }
    }
    Ok(writer.flush()?)
}

/// Counts and hashes what goes through it.
struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
    hash: Sha256,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_the_run_is_copied_with_texts_guarded_and_numbers_as_they_are() {
        let known = fields("summary.csv", &Columns::new());
        let header = "arm,replicate,month,measure,by,part,value\n";
        let mut out = Vec::new();
        let text = format!("{header}=a,1,,removals,,+b,-3.5\n");
        copy("summary.csv", &text, &known, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{header}'=a,1,,removals,,'+b,-3.5\n"));
    }

    #[test]
    fn a_table_with_a_column_that_nobody_described_is_refused() {
        let known = fields("summary.csv", &Columns::new());
        let error = copy("summary.csv", "arm,novel\na,1\n", &known, &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("novel"), "{error}");
    }
}

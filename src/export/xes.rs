//! XES (IEEE 1849): traces of events, a trace being what happened to one person in one case.

use super::guard;
use super::source::{Source, Told, Trace};
use super::{ExportError, Exported};
use crate::log::row::{Form, Named, Value, kind_name};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What is said once, before the traces. Every trace has a name and every event a name and a time:
/// without, logs load and then cannot be mined.
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="UNKNOWN"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="UNKNOWN"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
"#;

/// Columns that are said of the trace, or in another way.
const SAID_OTHERWISE: [&str; 5] = ["kind", "district", "person", "neighbourhood", "case"];

/// Writes all traces, in the order of their first events. They are held in memory until then: the
/// events of a trace lie far apart in the log.
///
/// # Errors
/// If the log cannot be read or the file not written, or if there is no trace.
pub fn write(source: &Source, out: &mut dyn Write) -> Result<Exported, ExportError> {
    let mut exported = Exported::default();
    let mut places: BTreeMap<Trace, usize> = BTreeMap::new();
    let mut events: Vec<(usize, Told)> = Vec::with_capacity(source.most_events());
    source.for_each(&mut |told| {
        let next = places.len();
        match told.trace() {
            Some(trace) => events.push((*places.entry(trace).or_insert(next), *told)),
            None if told.person.is_none() => exported.about_nobody += 1,
            None => exported.in_no_case += 1,
        }
        Ok(())
    })?;
    if events.is_empty() {
        let what = "no event is about a person in a case, so there is no trace for XES";
        return Err(ExportError::Refused(what.to_owned()));
    }
    // In place: a stable sort would need half as much memory again.
    events.sort_unstable_by_key(|(place, told)| (*place, told.row.seq));
    exported.events = events.len() as u64;
    exported.gathered = places.len() as u64;
    out.write_all(HEAD.as_bytes())?;
    for trace in events.chunk_by(|one, other| one.0 == other.0) {
        write_trace(source, trace, out)?;
    }
    out.write_all(b"</log>\n")?;
    Ok(exported)
}

fn write_trace(source: &Source, events: &[(usize, Told)], out: &mut dyn Write) -> io::Result<()> {
    let Some(trace) = events.first().and_then(|(_, told)| told.trace()) else { return Ok(()) };
    writeln!(out, "  <trace>")?;
    string(out, "    ", "concept:name", &trace.name())?;
    string(out, "    ", "district", &source.names().district(trace.person.home.0))?;
    whole(out, "    ", "person", trace.person.index.into())?;
    // As text: tools that keep integers as floating point would lose the last digits.
    string(out, "    ", "case_number", &trace.case.0.to_string())?;
    for (_, told) in events {
        write_event(source, told, out)?;
    }
    writeln!(out, "  </trace>")
}

fn write_event(source: &Source, told: &Told, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: &str = "      ";
    writeln!(out, "    <event>")?;
    string(out, INDENT, "concept:name", kind_name(&told.row.recorded))?;
    date(out, "time:timestamp", &source.calendar().text(told.at))?;
    if let Some(agency) = told.agency {
        string(out, INDENT, "org:resource", &source.names().agency(agency))?;
    }
    if let Some(rule) = source.names().rule(told.row.recorded.event.rule.0) {
        string(out, INDENT, "policy", &rule.policy)?;
        string(out, INDENT, "section", &rule.section)?;
    }
    for (column, value) in source.columns().values(&told.row) {
        match (column.form, value) {
            _ if is_said_otherwise(column) => {}
            (Form::Hour, Some(Value::Whole(hour))) => {
                date(out, column.name, &source.calendar().hour(hour))?;
            }
            (_, Some(Value::Whole(number))) => whole(out, INDENT, column.name, number)?,
            (_, Some(Value::Word(word))) => string(out, INDENT, column.name, word)?,
            (_, Some(Value::Flag(flag))) => {
                writeln!(out, "{INDENT}<boolean key=\"{}\" value=\"{flag}\"/>", column.name)?;
            }
            (_, None) => {}
        }
    }
    writeln!(out, "    </event>")
}

fn is_said_otherwise(column: &Named) -> bool {
    SAID_OTHERWISE.contains(&column.name)
}

fn string(out: &mut dyn Write, indent: &str, key: &str, value: &str) -> io::Result<()> {
    writeln!(out, "{indent}<string key=\"{key}\" value=\"{}\"/>", guard::xml(value))
}

fn whole(out: &mut dyn Write, indent: &str, key: &str, value: i64) -> io::Result<()> {
    writeln!(out, "{indent}<int key=\"{key}\" value=\"{value}\"/>")
}

/// Always in UTC: some readers drop another zone without a word.
fn date(out: &mut dyn Write, key: &str, value: &str) -> io::Result<()> {
    writeln!(out, "      <date key=\"{key}\" value=\"{value}+00:00\"/>")
}

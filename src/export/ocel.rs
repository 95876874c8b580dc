//! OCEL 2.0 as JSON: events and the objects they are about, without a choice of one case for each.

use super::ocel_objects::{Kind, Objects, Relation, TYPES};
use super::source::{Source, Told};
use super::{ExportError, Exported};
use crate::ids::Subject;
use crate::log::row::{Columns, Form, Named, Value, kind_name};
use serde_json::Value as Json;
use std::io::{self, Write};

/// An hour that never comes. Every event of a type has every attribute of the type, because a gap
/// would make floating point of a column of integers.
const NEVER: &str = "never";

/// Columns that are said by relationships, or in another way.
const SAID_OTHERWISE: [&str; 6] = ["kind", "district", "person", "neighbourhood", "case", "cause"];

/// What events of all types have besides.
const MORE: [(&str, &str); 3] = [("cause", "string"), ("policy", "string"), ("section", "string")];

/// Writes types, events and objects, one after the other as they come; objects are collected.
///
/// # Errors
/// If the log cannot be read or the file not written.
pub fn write(source: &Source, out: &mut dyn Write) -> Result<Exported, ExportError> {
    write_types(source.columns(), out)?;
    let mut exported = Exported::default();
    let mut objects = Objects::default();
    out.write_all(b"\"events\":[")?;
    source.for_each(&mut |told| {
        out.write_all(if exported.events == 0 { b"\n" } else { b",\n" })?;
        exported.events += 1;
        exported.about_nobody += u64::from(told.person.is_none());
        let relations = relations(told);
        relations.iter().for_each(|relation| objects.add(relation.object));
        write_event(source, told, &relations, out)
    })?;
    out.write_all(b"],\n\"objects\":[")?;
    exported.gathered = objects.write(source, out)?;
    out.write_all(b"]}\n")?;
    Ok(exported)
}

/// Types come first and are always said, also those of which there is nothing: readers differ in
/// what they make of a type that is not.
fn write_types(columns: &Columns, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"eventTypes\":[")?;
    for (nth, (kind, details)) in columns.kinds().enumerate() {
        out.write_all(if nth == 0 { b"\n" } else { b",\n" })?;
        let common = columns.iter().filter(|column| is_common(column));
        let all = common.chain(details).map(|column| (column.name, type_of(column)));
        write_type(out, kind, all.chain(MORE))?;
    }
    out.write_all(b"],\n\"objectTypes\":[")?;
    for (nth, (kind, attributes)) in TYPES.iter().enumerate() {
        out.write_all(if nth == 0 { b"\n" } else { b",\n" })?;
        write_type(out, kind.name(), attributes.iter().copied())?;
    }
    out.write_all(b"],\n")
}

fn write_type(
    out: &mut dyn Write,
    name: &str,
    attributes: impl Iterator<Item = (&'static str, &'static str)>,
) -> io::Result<()> {
    write!(out, "{{\"name\":{},\"attributes\":[", Json::from(name))?;
    for (nth, (attribute, kind)) in attributes.enumerate() {
        let comma = if nth == 0 { "" } else { "," };
        let attribute = Json::from(attribute);
        write!(out, "{comma}{{\"name\":{attribute},\"type\":\"{kind}\"}}")?;
    }
    out.write_all(b"]}")
}

/// Whether events of all types have it as an attribute.
fn is_common(column: &Named) -> bool {
    !column.is_detail && !SAID_OTHERWISE.contains(&column.name)
}

fn type_of(column: &Named) -> &'static str {
    match column.form {
        Form::Long | Form::Int => "integer",
        Form::Flag => "boolean",
        Form::Words | Form::Hour => "string",
    }
}

/// What an event is about: never nothing, for a reader would drop it.
fn relations(told: &Told) -> Vec<Relation> {
    let event = &told.row.recorded.event;
    let district = event.subject.home.0;
    if event.subject == Subject::COUNTY {
        return vec![Relation { object: Kind::County, qualifier: "county" }];
    }
    let subject = if event.fact.is_about_a_crime() { "victim" } else { "subject" };
    let whom = match told.person {
        Some(person) => Relation { object: Kind::Person(person), qualifier: subject },
        None => {
            let number = event.subject.index - Subject::NEIGHBOURHOODS;
            Relation { object: Kind::Neighbourhood(district, number), qualifier: "neighbourhood" }
        }
    };
    let related = [
        told.offender.map(|person| (Kind::Person(person), "offender")),
        Told::case_of(&told.row).map(|case| (Kind::Case(case), "case")),
        told.agency.map(|number| (Kind::Agency(number), "agency")),
        Some((Kind::District(district), "district")),
    ];
    let related = related.into_iter().flatten();
    let related = related.map(|(object, qualifier)| Relation { object, qualifier });
    std::iter::once(whom).chain(related).collect()
}

fn write_event(
    source: &Source,
    told: &Told,
    relations: &[Relation],
    out: &mut dyn Write,
) -> io::Result<()> {
    let (seq, kind) = (told.row.seq, Json::from(kind_name(&told.row.recorded)));
    let time = source.calendar().text(told.at);
    write!(out, "{{\"id\":\"e{seq}\",\"type\":{kind},\"time\":\"{time}Z\",\"attributes\":[")?;
    let details = source.columns().details_of(&told.row);
    for (column, value) in source.columns().values(&told.row) {
        if is_common(column) || details.contains(&column.name) {
            attribute(out, column.name, &json(source, column, value))?;
            out.write_all(b",")?;
        }
    }
    let cause = told.row.cause.map_or(String::new(), |cause| format!("e{cause}"));
    let rule = source.names().rule(told.row.recorded.event.rule.0);
    let (policy, section) =
        rule.map_or(("", ""), |rule| (rule.policy.as_str(), rule.section.as_str()));
    for (nth, ((name, _), value)) in MORE.iter().zip([&*cause, policy, section]).enumerate() {
        out.write_all(if nth == 0 { b"" } else { b"," })?;
        attribute(out, name, &Json::from(value))?;
    }
    out.write_all(b"],\"relationships\":[")?;
    for (nth, relation) in relations.iter().enumerate() {
        out.write_all(if nth == 0 { b"" } else { b"," })?;
        relation.write(out)?;
    }
    out.write_all(b"]}")
}

fn attribute(out: &mut dyn Write, name: &str, value: &Json) -> io::Result<()> {
    write!(out, "{{\"name\":{},\"value\":{value}}}", Json::from(name))
}

fn json(source: &Source, column: &Named, value: Option<Value>) -> Json {
    match (column.form, value) {
        (Form::Hour, Some(Value::Whole(hour))) => {
            Json::from(format!("{}Z", source.calendar().hour(hour)))
        }
        (Form::Hour, _) => Json::from(NEVER),
        (_, Some(Value::Whole(number))) => Json::from(number),
        (_, Some(Value::Flag(flag))) => Json::from(flag),
        (_, Some(Value::Word(word))) => Json::from(word),
        (_, None) => Json::from(""),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{events_csv, guard};
    use super::*;

    #[test]
    fn no_attribute_has_a_name_that_readers_keep_for_themselves_or_twice() {
        let columns = Columns::new();
        let of_events = columns.iter().map(|column| column.name);
        let of_objects = TYPES.iter().flat_map(|(_, list)| list.iter().map(|(name, _)| *name));
        let ours = of_events.chain(of_objects).chain(MORE.map(|(name, _)| name));
        for name in ours.chain(events_csv::MORE) {
            let is_reserved = guard::RESERVED.iter().any(|start| name.starts_with(start));
            assert!(!is_reserved && !name.is_empty(), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{name}");
        }
        for (kind, details) in columns.kinds() {
            let mut names: Vec<_> =
                columns.iter().filter(|it| is_common(it)).chain(details).collect();
            names.sort_by_key(|column| column.name);
            assert!(names.windows(2).all(|two| two[0].name != two[1].name), "{kind}");
        }
    }
}

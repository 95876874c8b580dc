//! What every column of every table of a data package means: one list, from which the schemas and
//! the dictionary are made.

use crate::event::{Offence, Word};
use crate::log::row::{Columns, Form, Named};

/// What the values of a column are, in the words of Frictionless Data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Texts: the only ones that could be taken for formulas.
    Text,
    /// `true` or `false`.
    Boolean,
    /// As 2018-01-31.
    Date,
    /// As 2018-01.
    Month,
    /// As 2018-01-31T20:00:00.000Z.
    Time,
}

impl Type {
    /// As Frictionless Data names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Text => "string",
            Type::Boolean => "boolean",
            Type::Date => "date",
            Type::Month => "yearmonth",
            Type::Time => "datetime",
        }
    }
}

/// A column, described.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Type,
    /// What they are counted in; empty if in nothing.
    pub unit: &'static str,
    /// All values that it may have, if these are a closed list.
    pub values: Vec<&'static str>,
    /// Whether it has a value in every row.
    pub is_full: bool,
    /// What it means.
    pub meaning: &'static str,
}

/// The tables of a package, each with what it holds.
pub const TABLES: [(&str, &str); 5] = [
    (EVENTS, "Everything that happened in one replicate of one arm, in order."),
    (
        "summary.csv",
        "Every count and outcome of the run, by arm and replicate, and counts by month.",
    ),
    (
        "declined-detainers.csv",
        "Requests of ICE that were issued and declined, by week; the first replicate of every arm.",
    ),
    ("rules.csv", "What the numbers of rules mean, for every arm."),
    (DICTIONARY, "What every column of these tables means."),
];

/// The table of events.
pub const EVENTS: &str = "events.csv";

/// The table of columns.
pub const DICTIONARY: &str = "dictionary.csv";

const HOURS: &str = "hours since midnight of day 0";
const MILLIONTHS: &str = "millionths of a unit";

/// Column, unit, meaning: the columns of the segments.
#[rustfmt::skip]
const OF_EVENTS: [(&str, &str, &str); 50] = [
    ("seq", "", "Number of the event in the run, from 0 without a gap"),
    ("day", "days", "Days since the first of the run, from 0"),
    ("hour", "hours", "Hour of the day; hours do not order the events of a day"),
    ("part", "", "Part of the day; days go through their parts in the order of this list"),
    ("kind", "", "What happened"),
    ("district", "", "Number of the district, from 0; none for the county as a whole"),
    ("person", "", "Number of the resident within the district; none if it is about no resident"),
    ("neighbourhood", "", "Number of the neighbourhood within the district, if it is about one"),
    ("case", "", "The case; only with the district it names one; 0 for none"),
    ("cause", "", "seq of the event that brought this one about: the last of the same case"),
    ("rule", "", "Number of the rule that decided, as in rules.csv; 0 if none was asked"),
    ("crime", "", "Type of crime"),
    ("victim_group", "", "Group of the victim, whom the event is about"),
    ("offender", "", "Number of the offender within the same district"),
    ("charge", "", "Offence charged"),
    ("conviction", "", "Gravest conviction; of Convicted, the new one"),
    ("origin", "", "Whether an arrest followed a victim's report or a stop"),
    ("agency", "", "Number of the police agency, from 0"),
    ("status", "", "Immigration status"),
    ("channel", "", "Way from a jail, a prison or the police into the hands of ICE"),
    ("path", "", "Path of the immigration case"),
    ("request", "", "What ICE asked the jail for"),
    ("reason", "", "Why a person is looked for at large"),
    ("handover", "", "How a release that ICE was told of is handed over"),
    ("level", MILLIONTHS, "Level of fear, trust or disappointment from then on"),
    ("officer_hours", "hours", "Hours of officers that an operation took"),
    ("hours_held", "hours", "Hours in federal detention"),
    ("others", "people", "Other members of the household"),
    ("rules", "", "Number of the era of rules that begins, from 0 for the first of the run"),
    ("until_hour", HOURS, "When what begins with the event is due to end; none if never"),
    ("request_hour", HOURS, "When the desk of ICE decides whether to ask; none if never"),
    ("agents_hour", HOURS, "When agents mean to come; none if never"),
    ("return_hour", HOURS, "When the person comes back; none if never"),
    ("next_offence_hour", HOURS, "When the next offence of a run of them is due; none if never"),
    ("rightly", "", "The match is right"),
    ("against_policy", "", "Staff did not follow the rules in force"),
    ("after_decline", "", "At liberty after a request of ICE that was declined"),
    ("detained", "", "Heard, or to be heard, in detention"),
    ("listed", "", "Of a class listed in Gov. Code 7282.5(a)(3)"),
    ("significant", "", "A significant misdemeanour in the sense of PEP"),
    ("database", "", "The database that called the person removable"),
    ("review", "", "How carefully the desk of ICE looked"),
    ("site", "", "Where agents went"),
    ("sector", "", "Where the person worked"),
    ("upheld", "", "The review let the case pass"),
    ("funded", "", "A fund paid"),
    ("cooperation", MILLIONTHS, "How cooperative the place is by the rules in force, from 0 to 1"),
    ("agents", "people", "Agents lent to the field office, all in all"),
    ("thousands", "thousand USD", "Money withheld"),
    ("newcomers", "people", "People moved to the district on that day"),
];

/// Table, column, type, unit, whether always there, meaning: all other columns.
type Other = (&'static str, &'static str, Type, &'static str, bool, &'static str);

#[rustfmt::skip]
const OTHERS: [Other; 37] = [
    (EVENTS, "date", Type::Date, "", true, "Date of the day"),
    (EVENTS, "timestamp", Type::Time, "UTC", true,
     "Date and hour, moved by milliseconds where a person's or case's events would change places"),
    (EVENTS, "trace", Type::Text, "", false,
     "Name of the trace: one person in one case, for process mining; none if there is no such"),
    (EVENTS, "district_name", Type::Text, "", false, "Name of the district"),
    (EVENTS, "agency_name", Type::Text, "", false, "Name of the police agency"),
    (EVENTS, "policy", Type::Text, "", false, "The policy in which the rule stands"),
    (EVENTS, "act", Type::Text, "", false, "What the rule allows or forbids"),
    (EVENTS, "rule_words", Type::Text, "", false, "What the rule says"),
    (EVENTS, "section", Type::Text, "", false, "Where the law says it"),
    ("summary.csv", "arm", Type::Text, "", true, "The arm: a course of policies that is compared"),
    ("summary.csv", "replicate", Type::Integer, "", true, "Number of the replicate, from 1"),
    ("summary.csv", "month", Type::Month, "", false, "The month; none if over all counted time"),
    ("summary.csv", "measure", Type::Text, "", true,
     "What is counted; docs/file-format.md has the list with units"),
    ("summary.csv", "by", Type::Text, "", false, "By what it is broken down; none if by nothing"),
    ("summary.csv", "part", Type::Text, "", false, "Which part of the breakdown"),
    ("summary.csv", "value", Type::Number, "that of the measure", true, "The number"),
    ("declined-detainers.csv", "arm", Type::Text, "", true, "The arm"),
    ("declined-detainers.csv", "week_from", Type::Date, "", true, "First day of the week"),
    ("declined-detainers.csv", "week_until", Type::Date, "", true, "Last day of the week"),
    ("declined-detainers.csv", "jurisdiction", Type::Text, "", true, "Whose jail was asked"),
    ("declined-detainers.csv", "offence", Type::Text, "", true, "Gravest conviction"),
    ("declined-detainers.csv", "issued", Type::Integer, "requests", true, "Requests issued"),
    ("declined-detainers.csv", "declined", Type::Integer, "requests", true, "Requests declined"),
    ("declined-detainers.csv", "against_policy", Type::Integer, "requests", true,
     "Requests answered otherwise than the rules in force say"),
    ("declined-detainers.csv", "policy", Type::Text, "", true, "The policies in force"),
    ("rules.csv", "arm", Type::Text, "", true, "The arm"),
    ("rules.csv", "rule", Type::Integer, "", true, "Number of the rule in the arm's events"),
    ("rules.csv", "regime", Type::Text, "", false, "The policy in which it stands"),
    ("rules.csv", "act", Type::Text, "", false, "What it allows or forbids"),
    ("rules.csv", "words", Type::Text, "", true, "What it says"),
    ("rules.csv", "section", Type::Text, "", false, "Where the law says it"),
    (DICTIONARY, "table", Type::Text, "", true, "The table"),
    (DICTIONARY, "column", Type::Text, "", true, "The column"),
    (DICTIONARY, "type", Type::Text, "", true, "What its values are"),
    (DICTIONARY, "unit", Type::Text, "", false, "What they are counted in"),
    (DICTIONARY, "values", Type::Text, "", false, "All it may have, if they are a closed list"),
    (DICTIONARY, "meaning", Type::Text, "", true, "What it means"),
];

/// The columns of a table, in order; none of a table that is not known.
#[must_use]
pub fn fields(table: &str, columns: &Columns) -> Vec<Field> {
    let segments = columns.iter().filter(|_| table == EVENTS).map(of_events);
    let others = OTHERS.iter().filter(|other| other.0 == table);
    segments
        .chain(others.map(|(_, name, kind, unit, is_full, meaning)| {
            other(name, *kind, unit, *is_full, meaning)
        }))
        .collect()
}

fn of_events(column: &Named) -> Field {
    let entry = OF_EVENTS.iter().find(|entry| entry.0 == column.name);
    let (_, unit, meaning) = entry.copied().unwrap_or((column.name, "", ""));
    let kind = match column.form {
        Form::Long | Form::Int | Form::Hour => Type::Integer,
        Form::Flag => Type::Boolean,
        Form::Words => Type::Text,
    };
    let (name, is_full) = (column.name, column.is_full);
    Field { name, kind, unit, values: column.words().collect(), is_full, meaning }
}

fn other(
    name: &'static str,
    kind: Type,
    unit: &'static str,
    is_full: bool,
    meaning: &'static str,
) -> Field {
    let values = match name {
        "offence" => Offence::ALL.iter().map(|offence| offence.name()).collect(),
        _ => Vec::new(),
    };
    Field { name, kind, unit, values, is_full, meaning }
}

#[cfg(test)]
mod tests {
    use super::super::events_csv;
    use super::*;

    #[test]
    fn every_column_of_every_table_has_a_meaning_and_every_meaning_a_column() {
        let columns = Columns::new();
        for (table, _) in TABLES {
            let fields = fields(table, &columns);
            assert!(!fields.is_empty(), "{table}");
            for (nth, field) in fields.iter().enumerate() {
                assert!(!field.meaning.is_empty(), "{table}: {} has no meaning", field.name);
                let again = fields[..nth].iter().any(|other| other.name == field.name);
                assert!(!again, "{table}: {} is there twice", field.name);
            }
        }
        let written: Vec<_> =
            columns.iter().map(|column| column.name).chain(events_csv::MORE).collect();
        let described: Vec<_> = fields(EVENTS, &columns).iter().map(|field| field.name).collect();
        assert_eq!(written, described, "in the order in which they are written");
        let listed: Vec<_> = columns.iter().map(|column| column.name).collect();
        assert_eq!(OF_EVENTS.map(|entry| entry.0).to_vec(), listed);
        assert!(OTHERS.iter().all(|other| TABLES.iter().any(|(table, _)| *table == other.0)));
    }
}

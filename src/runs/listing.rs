//! The events of a log, one by one, in the words of its files.

use super::Trouble;
use super::state::{day_of, span};
use crate::engine::why::is_in;
use crate::ids::{DistrictId, PersonId, Subject};
use crate::log::Reader;
use crate::log::row::{Columns, Form, Row, Value, kind_name};
use crate::scenario::mistakes::suggestion;
use crate::time::{Day, Hour, Span};
use jiff::civil::Date;

/// Which events are listed.
#[derive(Clone, Default, Debug)]
pub struct Filter {
    /// From this date on.
    pub from: Option<Date>,
    /// Up to this date, which is included.
    pub to: Option<Date>,
    /// Of these kinds; a name may end in `*`.
    pub kinds: Vec<String>,
    /// In these districts.
    pub places: Vec<DistrictId>,
    /// About this person.
    pub person: Option<PersonId>,
}

impl Filter {
    /// Refuses names of kinds that there are not.
    ///
    /// # Errors
    /// The name, and one that is near to it.
    pub fn check(&self) -> Result<(), Trouble> {
        let columns = Columns::new();
        let known: Vec<&str> = columns.kinds().map(|(name, _)| name).collect();
        for kind in &self.kinds {
            if !known.iter().any(|name| is_so_named(name, kind)) {
                let help = suggestion(kind.trim_end_matches('*'), &known);
                return Err(Trouble::Input(format!("no kind of event is called `{kind}`; {help}")));
            }
        }
        Ok(())
    }

    fn takes(&self, row: &Row) -> bool {
        let event = &row.recorded.event;
        let kind = kind_name(&row.recorded);
        let is_of_kind =
            self.kinds.is_empty() || self.kinds.iter().any(|name| is_so_named(kind, name));
        let is_there = self.places.is_empty() || self.places.contains(&event.subject.home);
        is_of_kind && is_there && self.person.is_none_or(|person| is_in(event, person))
    }
}

/// Whether a kind of event has a name; a name that ends in `*` is the start of many.
pub(super) fn is_so_named(kind: &str, name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(start) => kind.starts_with(start),
        None => kind == name,
    }
}

/// Shows the events that a filter takes; says whether to go on.
///
/// # Errors
/// The log is damaged, or a date is not in it.
pub fn list(
    reader: &Reader,
    filter: &Filter,
    each: &mut dyn FnMut(&Row) -> bool,
) -> Result<(), Trouble> {
    filter.check()?;
    let span = span(reader)?;
    let from = filter.from.map_or(Ok(Day(0)), |date| day_of(&span, date))?;
    let to = filter.to.map_or(Ok(span.day(span.end)), |date| day_of(&span, date))?;
    let mut goes_on = true;
    reader.for_each_row_until(to, &mut |row| {
        if goes_on && row.recorded.day >= from && filter.takes(row) {
            goes_on = each(row);
        }
    })?;
    Ok(())
}

/// Puts events into words.
pub struct Speaker {
    columns: Columns,
    span: Span,
}

impl Speaker {
    /// For a log.
    ///
    /// # Errors
    /// Its manifest has no date where the start should be, or it has no day yet.
    pub fn new(reader: &Reader) -> Result<Speaker, Trouble> {
        Ok(Speaker { columns: Columns::new(), span: span(reader)? })
    }

    /// Date and hour, and the kind.
    #[must_use]
    pub fn head(&self, row: &Row) -> String {
        let date = self.span.date(row.recorded.day);
        format!("{date} {:02}h  {}", row.recorded.event.hour, kind_name(&row.recorded))
    }

    /// Whom it is about.
    #[must_use]
    pub fn subject(&self, row: &Row) -> String {
        let subject = row.recorded.event.subject;
        match subject.person() {
            Some(person) => super::why::name_of(person),
            None if subject == Subject::COUNTY => "county".to_owned(),
            None => format!("N{}-{}", subject.home.0, subject.index - Subject::NEIGHBOURHOODS),
        }
    }

    /// The details of the fact.
    #[must_use]
    pub fn details(&self, row: &Row) -> String {
        let names = self.columns.details_of(row);
        let values = self.columns.values(row).filter(|(column, _)| names.contains(&column.name));
        let said = values.filter_map(|(column, value)| {
            let name = column.name.trim_end_matches("_hour").replace('_', " ");
            Some(match value? {
                Value::Whole(hour) if column.form == Form::Hour => {
                    let hour = Hour(u32::try_from(hour).ok()?);
                    format!("{name} {} {:02}h", self.span.date(hour.day()), hour.of_day())
                }
                Value::Whole(number) => format!("{name} {number}"),
                Value::Word(word) => format!("{name} {word}"),
                Value::Flag(true) => name,
                Value::Flag(false) => format!("not {name}"),
            })
        });
        said.collect::<Vec<_>>().join(", ")
    }
}

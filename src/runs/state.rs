//! The counted state of a log's world on any day, from its events alone.

use super::Trouble;
use crate::log::Reader;
use crate::log::row::{Columns, kind_name};
use crate::projection::Projection;
use crate::projection::census::{Census, Place};
use crate::time::{Day, Span};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The world at the end of a day.
#[derive(Clone, Debug)]
pub struct State {
    /// The date.
    pub date: Date,
    /// Where everybody is.
    pub census: Census,
    /// How often each kind of event has happened so far, by its name.
    pub kinds: Vec<(&'static str, u64)>,
}

/// The calendar of a log: its last saved day is the end.
///
/// # Errors
/// The log has no day, or its manifest has no date where the start should be.
pub fn span(reader: &Reader) -> Result<Span, Trouble> {
    let folder = reader.folder().display();
    let start: Date = reader.head().start.parse().map_err(|_| {
        Trouble::Damage(format!(
            "{folder}: damaged: expected a date, found {:?}",
            reader.head().start
        ))
    })?;
    let Some(last) = reader.next_day().0.checked_sub(1) else {
        return Err(Trouble::Input(format!("{folder}: no day is saved in this log yet")));
    };
    let first = Span { start, count_from: start, end: start };
    let end = first.date(Day(last));
    Ok(Span { end, ..first })
}

/// A date as a day of the log.
///
/// # Errors
/// It is not between the first and the last day.
pub fn day_of(span: &Span, date: Date) -> Result<Day, Trouble> {
    if date < span.start || date > span.end {
        let (from, to) = (span.start, span.end);
        return Err(Trouble::Input(format!("{date} is not in the log, which has {from} to {to}")));
    }
    Ok(span.day(date))
}

/// The state at the end of a date.
///
/// # Errors
/// The log is damaged, or does not have the date.
pub fn at(reader: &Reader, date: Date) -> Result<State, Trouble> {
    let last = day_of(&span(reader)?, date)?;
    let mut census = Census::default();
    let mut kinds: BTreeMap<&'static str, u64> = BTreeMap::new();
    reader.for_each_until(last, &mut |recorded| {
        census.apply(recorded.day, recorded.part, &recorded.event);
        *kinds.entry(kind_name(recorded)).or_insert(0) += 1;
    })?;
    let columns = Columns::new();
    let kinds = columns.kinds().filter_map(|(name, _)| Some((name, *kinds.get(name)?)));
    Ok(State { date, census, kinds: kinds.collect() })
}

impl State {
    /// The state as rows: what, and how many.
    #[must_use]
    pub fn rows(&self) -> Vec<(String, String)> {
        let census = &self.census;
        let millionths = |number: Option<u32>| {
            number
                .map_or_else(|| "-".to_owned(), |number| format!("{:.3}", f64::from(number) / 1e6))
        };
        let mut rows: Vec<(String, String)> = Place::ALL
            .iter()
            .map(|place| (place.label().to_owned(), census.number(*place).to_string()))
            .collect();
        rows.extend([
            ("in custody and asked for by ICE".to_owned(), census.asked_for().to_string()),
            ("looked for at large".to_owned(), census.sought().to_string()),
            ("neighbourhoods that have known fear".to_owned(), census.afraid().to_string()),
            ("agents lent to the field office".to_owned(), census.agents.to_string()),
            ("agreements in force".to_owned(), census.agreements.to_string()),
            (
                "cooperation by the rules in force, 0 to 1".to_owned(),
                millionths(census.cooperation),
            ),
            ("events so far".to_owned(), census.events.to_string()),
        ]);
        rows.extend(
            self.kinds.iter().map(|(kind, number)| (format!("  {kind}"), number.to_string())),
        );
        rows
    }
}

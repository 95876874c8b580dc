//! The events that are exported: those of a log, or of a sample of its cases, each with its moment.

use super::clock::{Calendar, Clock, Moment};
use super::sample::{self, CaseKey};
use super::{ExportError, Names};
use crate::ids::{Case, PersonId};
use crate::log::Reader;
use crate::log::row::{Columns, Named, Row, Value};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io;

/// Beyond it, nanoseconds since 1970 no longer fit 64 bits, and pandas 2 fails.
const LAST_YEAR: i16 = 2261;

/// A log to be exported, and what its numbers mean.
pub struct Source<'a> {
    reader: &'a Reader,
    names: &'a Names,
    columns: Columns,
    calendar: Calendar,
    /// How many cases there are.
    all: u64,
    /// The cases that are kept, if not all.
    kept: Option<BTreeSet<CaseKey>>,
}

/// An event as it is told in an export.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The event and its place in the log.
    pub row: Row,
    /// When it was.
    pub at: Moment,
    /// The person it is about.
    pub person: Option<PersonId>,
    /// The offender, where the subject is the victim.
    pub offender: Option<PersonId>,
    /// The police agency.
    pub agency: Option<u16>,
}

impl Told {
    /// The case of an event, if it has one.
    pub(super) fn case_of(row: &Row) -> Option<CaseKey> {
        let event = row.recorded.event;
        (event.case != Case::NONE).then_some((event.subject.home.0, event.case.0))
    }

    /// The trace it is in: a person in a case. One case may have two persons, the victim and the
    /// offender.
    pub(super) fn trace(&self) -> Option<Trace> {
        let case = self.row.recorded.event.case;
        let person = self.person.filter(|_| case != Case::NONE)?;
        Some(Trace { person, case })
    }
}

/// What happened to one person in one case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Trace {
    pub(super) person: PersonId,
    pub(super) case: Case,
}

impl Trace {
    /// Its name, which no other has.
    pub(super) fn name(&self) -> String {
        let Trace { person: PersonId { home, index }, case } = self;
        format!("d{}-p{index}-c{:016x}", home.0, case.0)
    }
}

impl<'a> Source<'a> {
    /// Reads a log once, whole, so that damage is found before anything is written; and chooses so
    /// many of its cases, all if none.
    ///
    /// # Errors
    /// If the log cannot be read, holds no event, or no case where some were asked for, or is of
    /// dates that other tools cannot hold.
    pub fn of(
        reader: &'a Reader,
        names: &'a Names,
        sample: Option<u64>,
    ) -> Result<Source<'a>, ExportError> {
        let refused =
            |what: &str| ExportError::Refused(format!("{}: {what}", reader.folder().display()));
        if reader.events() == 0 {
            return Err(refused("the log holds no events, so there is nothing to export"));
        }
        let start: Result<Date, _> = reader.head().start.parse();
        let start = start.map_err(|_| refused("the log does not say the date of its first day"))?;
        let calendar = Calendar::new(start);
        if calendar.date(reader.next_day()).year() > LAST_YEAR {
            return Err(refused("other tools cannot hold dates after the year 2261"));
        }
        let mut all = BTreeSet::new();
        reader.for_each_row(&mut |row| all.extend(Told::case_of(row)))?;
        if sample.is_some() && all.is_empty() {
            return Err(refused("no event belongs to a case, so there are none to choose from"));
        }
        let kept = sample.map(|number| sample::chosen(&all, number));
        let (columns, all) = (Columns::new(), all.len() as u64);
        Ok(Source { reader, names, columns, calendar, all, kept })
    }

    /// How many cases are exported, of how many.
    #[must_use]
    pub fn cases(&self) -> (u64, u64) {
        (self.kept.as_ref().map_or(self.all, |kept| kept.len() as u64), self.all)
    }

    /// How many events there are to be kept in mind, as far as it is known beforehand.
    pub(super) fn most_events(&self) -> usize {
        if self.kept.is_some() { 0 } else { usize::try_from(self.reader.events()).unwrap_or(0) }
    }

    /// What its numbers mean.
    pub(super) fn names(&self) -> &Names {
        self.names
    }

    /// The columns of events.
    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The dates of its days.
    pub(super) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Shows every event that is exported, in order.
    ///
    /// # Errors
    /// If the log cannot be read, or what it is shown to fails.
    pub fn for_each(
        &self,
        each: &mut dyn FnMut(&Told) -> io::Result<()>,
    ) -> Result<(), ExportError> {
        let column = |name| self.columns.iter().find(|column| column.name == name);
        let (offender, agency) = (column("offender"), column("agency"));
        let mut clock = Clock::default();
        let mut done = Ok(());
        self.reader.for_each_row(&mut |row| {
            if done.is_err() {
                return;
            }
            let subject = row.recorded.event.subject;
            let offender = number(&self.columns, offender, row)
                .map(|index| PersonId { home: subject.home, index });
            let agency = number(&self.columns, agency, row).and_then(|it| u16::try_from(it).ok());
            let at = clock.at(row, offender);
            if self.keeps(row) {
                done = each(&Told { row: *row, at, person: subject.person(), offender, agency });
            }
        })?;
        Ok(done?)
    }

    fn keeps(&self, row: &Row) -> bool {
        let Some(kept) = &self.kept else { return true };
        Told::case_of(row).is_some_and(|case| kept.contains(&case))
    }
}

/// The number in a column of a row.
fn number(columns: &Columns, column: Option<&Named>, row: &Row) -> Option<u32> {
    match columns.value(column?, row)? {
        Value::Whole(number) => u32::try_from(number).ok(),
        Value::Flag(_) | Value::Word(_) => None,
    }
}

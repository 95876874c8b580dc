//! An event as the row it is in the files: every column by name, with its value. What is written in
//! other forms than segments is cut from this, so that there is one list of columns.

use super::cause::Causes;
use super::codec::{self, WIDTH, at};
use super::column::{COLUMNS, Column, Source, Values};
use super::error::LogError;
use super::kind::{Kind, Size};
use super::reader::Reader;
use crate::event::Recorded;
use crate::ids::{DistrictId, Subject};
use crate::time::{Day, Hour};

/// An event with what follows from its place in the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its number in the run, from 0.
    pub seq: u64,
    /// The number of the event that brought it about.
    pub cause: Option<u64>,
    /// The event.
    pub recorded: Recorded,
}

/// The value of one column in one row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A truth value.
    Flag(bool),
    /// A word of the column's closed list.
    Word(&'static str),
}

/// What the values of a column are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// 64-bit integers.
    Long,
    /// 32-bit integers.
    Int,
    /// Hours since midnight of day 0; none if the hour never comes.
    Hour,
    /// Truth values.
    Flag,
    /// Words of a closed list.
    Words,
}

/// A column, for those outside of the log.
#[derive(Clone)]
pub struct Named {
    /// As it stands in the files.
    pub name: &'static str,
    /// What its values are.
    pub form: Form,
    /// Whether it is a detail that only some kinds of facts have.
    pub is_detail: bool,
    /// Whether it has a value in every row.
    pub is_full: bool,
    /// The words of its list, by their numbers; few numbers have none.
    words: Vec<Option<&'static str>>,
    source: Source,
}

impl Named {
    fn new(column: &Column) -> Named {
        let is_hour = matches!(column.source, Source::Fact(field) if field.size() == Size::Hour);
        let (form, listed) = match column.values {
            Values::Long => (Form::Long, Vec::new()),
            Values::Int if is_hour => (Form::Hour, Vec::new()),
            Values::Int => (Form::Int, Vec::new()),
            Values::Flag => (Form::Flag, Vec::new()),
            Values::Words(words) => (Form::Words, words()),
        };
        let numbers = listed.iter().map(|(number, _)| usize::from(*number) + 1).max();
        let mut words = vec![None; numbers.unwrap_or(0)];
        for (number, word) in listed {
            words[usize::from(number)] = Some(word);
        }
        let is_detail = matches!(column.source, Source::Fact(_));
        Named {
            name: column.name,
            form,
            is_detail,
            is_full: column.is_full(),
            words,
            source: column.source,
        }
    }

    /// The words it may have, if its list is closed.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words.iter().copied().flatten()
    }

    fn is_detail_of(&self, kind: Kind) -> bool {
        matches!(self.source, Source::Fact(field) if codec::place(kind, field).is_some())
    }

    fn value(&self, row: &Row, bytes: &[u8; WIDTH]) -> Option<Value> {
        let event = &row.recorded.event;
        let place = match self.source {
            Source::Seq => return Some(Value::Whole(row.seq.cast_signed())),
            Source::Cause => return row.cause.map(|cause| Value::Whole(cause.cast_signed())),
            Source::Case => return Some(Value::Whole(event.case.0.cast_signed())),
            Source::Day => return Some(Value::Whole(signed(row.recorded.day.0))),
            Source::Rule => return Some(Value::Whole(event.rule.0.into())),
            Source::District => {
                let DistrictId(number) = event.subject.home;
                return (event.subject != Subject::COUNTY).then_some(Value::Whole(number.into()));
            }
            Source::Person => {
                return event.subject.person().map(|person| Value::Whole(signed(person.index)));
            }
            Source::Neighbourhood => return neighbourhood(event.subject),
            Source::Hour => at::HOUR,
            Source::Part => at::PART,
            Source::Kind => at::KIND,
            Source::Fact(field) => codec::place(Kind::of(event.fact), field)?,
        };
        match self.form {
            Form::Words => self.words.get(usize::from(bytes[place]))?.map(Value::Word),
            Form::Flag => Some(Value::Flag(bytes[place] == 1)),
            Form::Int if place >= at::NUMBERS => {
                Some(Value::Whole(signed(codec::read_u32(bytes, place))))
            }
            Form::Int | Form::Long => match self.source {
                Source::Fact(field) => Some(Value::Whole(codec::small(bytes, place, field).into())),
                _ => Some(Value::Whole(bytes[place].into())),
            },
            Form::Hour => {
                let hour = Hour(codec::read_u32(bytes, place));
                hour.comes().then_some(Value::Whole(signed(hour.0)))
            }
        }
    }
}

/// A 32-bit number as the files have it: with a sign, though none has grown so large.
fn signed(number: u32) -> i64 {
    number.cast_signed().into()
}

/// The neighbourhood's number within its district, if the subject is one.
fn neighbourhood(subject: Subject) -> Option<Value> {
    if subject == Subject::COUNTY || subject.person().is_some() {
        return None;
    }
    Some(Value::Whole((subject.index - Subject::NEIGHBOURHOODS).into()))
}

/// All columns, ready to be read from rows.
#[derive(Clone)]
pub struct Columns(Vec<Named>);

impl Default for Columns {
    fn default() -> Columns {
        Columns::new()
    }
}

impl Columns {
    /// The columns of a segment, in their order.
    #[must_use]
    pub fn new() -> Columns {
        Columns(COLUMNS.iter().map(Named::new).collect())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Named> {
        self.0.iter()
    }

    /// Each of them with its value in a row, if it has one there.
    pub fn values<'a>(
        &'a self,
        row: &Row,
    ) -> impl Iterator<Item = (&'a Named, Option<Value>)> + use<'a> {
        let row = *row;
        let bytes = codec::encode(row.recorded.day, row.recorded.part, &row.recorded.event);
        self.0.iter().map(move |column| (column, column.value(&row, &bytes)))
    }

    /// The value of one of them in a row, if it has one there.
    #[must_use]
    pub fn value(&self, column: &Named, row: &Row) -> Option<Value> {
        let event = &row.recorded.event;
        // Most facts lack most details; they need no packing to be told so.
        if let Source::Fact(field) = column.source {
            codec::place(Kind::of(event.fact), field)?;
        }
        column.value(row, &codec::encode(row.recorded.day, row.recorded.part, event))
    }

    /// The names of the details that an event's kind has, whether or not it has a value for them.
    #[must_use]
    pub fn details_of(&self, row: &Row) -> Vec<&'static str> {
        let kind = Kind::of(row.recorded.event.fact);
        self.0.iter().filter(|column| column.is_detail_of(kind)).map(|column| column.name).collect()
    }

    /// The kinds of facts by name, each with the details that it has.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, Vec<&Named>)> {
        super::kind::KINDS.iter().map(|(kind, name, _)| {
            let has = |column: &&Named| column.is_detail_of(*kind);
            (*name, self.0.iter().filter(has).collect())
        })
    }
}

/// The name of an event's kind.
#[must_use]
pub fn kind_name(recorded: &Recorded) -> &'static str {
    let kind = Kind::of(recorded.event.fact);
    super::kind::KINDS[usize::from(kind.number()) - 1].1
}

/// The kinds of facts that are heard all over an area, by number: [`crate::event::Fact::is_heard_all_over`].
const HEARD: [u8; 3] = [Kind::RaidReported as u8, Kind::TrustRaised as u8, Kind::TrustBroken as u8];

impl Reader {
    /// Shows every event as a row, in order.
    ///
    /// # Errors
    /// As [`Reader::for_each`].
    pub fn for_each_row(&self, each: &mut impl FnMut(&Row)) -> Result<(), LogError> {
        self.for_each_row_until(Day(u32::MAX), each)
    }

    /// The same, up to a day, which is included.
    ///
    /// # Errors
    /// As [`Reader::for_each`].
    pub fn for_each_row_until(
        &self,
        last: Day,
        each: &mut impl FnMut(&Row),
    ) -> Result<(), LogError> {
        let (mut causes, mut seq) = (Causes::default(), 0);
        self.for_each_until(last, &mut |recorded| {
            let bytes = codec::encode(recorded.day, recorded.part, &recorded.event);
            each(&Row { seq, cause: causes.of(seq, &bytes), recorded: *recorded });
            seq += 1;
        })
    }

    /// Shows the events of a district, those about the county and the news of areas as rows, in
    /// order, without those of the first segments that are shared with another log. Causes are found from there on.
    ///
    /// # Errors
    /// As [`Reader::for_each`].
    pub fn for_each_of(
        &self,
        district: DistrictId,
        shared: usize,
        each: &mut impl FnMut(&Row),
    ) -> Result<(), LogError> {
        let (home, county) = (district.0.to_le_bytes(), Subject::COUNTY.home.0.to_le_bytes());
        let wanted = |row: &[u8; WIDTH]| {
            let of = [row[at::DISTRICT], row[at::DISTRICT + 1]];
            of == home || of == county || HEARD.contains(&row[at::KIND])
        };
        let mut causes = Causes::default();
        for line in self.segments().iter().skip(shared) {
            self.read_some(line, &wanted, &mut |seq, recorded, bytes| {
                each(&Row { seq, cause: causes.of(seq, bytes), recorded: *recorded });
            })?;
        }
        Ok(())
    }

    /// How many segments at the beginning are the same in another log.
    #[must_use]
    pub fn shared_with(&self, other: &Reader) -> usize {
        let pairs = self.segments().iter().zip(other.segments());
        pairs.take_while(|(own, other)| own == other).count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, Dice, borrowed};
    use super::super::{Head, Reader, Writer};
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field as Cell;

    /// As any reader of the file finds it.
    fn cell(cell: &Cell) -> Option<Value> {
        match cell {
            Cell::Null => None,
            Cell::Bool(flag) => Some(Value::Flag(*flag)),
            Cell::Int(number) => Some(Value::Whole((*number).into())),
            Cell::Long(number) => Some(Value::Whole(*number)),
            Cell::Str(word) => {
                let columns = Columns::new();
                let words: Vec<_> = columns.iter().flat_map(Named::words).collect();
                words.into_iter().find(|known| known == word).map(Value::Word)
            }
            other => panic!("no cell of a segment: {other:?}"),
        }
    }

    #[test]
    fn a_row_has_the_names_and_values_of_the_file_with_all_kinds_and_causes() {
        let folder = std::env::temp_dir().join(format!("jurisim-row-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let [engine, scenario, arm, start] = ["0", "f00d", "a", "2016-01-01"].map(str::to_owned);
        let head = Head { engine, scenario, arm, replicate: 1, seed: 1, start };
        let mut writer = Writer::create(&crate::disk::Disk::real(), &folder, head).unwrap();
        let mut dice = Dice(5);
        for day in 0..100 {
            let parts = samples::day(&mut dice, Day(day), 20);
            writer.day(Day(day), &borrowed(&parts)).unwrap();
        }
        writer.finish().unwrap();
        let reader = Reader::open(&crate::disk::Disk::real(), &folder).unwrap();
        let columns = Columns::new();
        let mut ours = Vec::new();
        reader
            .for_each_row(&mut |row| {
                let values = columns.values(row).map(|(named, value)| (named.name, value));
                ours.push(values.collect::<Vec<_>>());
            })
            .unwrap();
        let mut theirs = Vec::new();
        for line in reader.segments() {
            let file = std::fs::File::open(folder.join(line.name())).unwrap();
            let file = SerializedFileReader::new(file).unwrap();
            for row in file.get_row_iter(None).unwrap() {
                let row = row.unwrap();
                let cells = row.get_column_iter();
                theirs.push(cells.map(|(name, it)| (name.clone(), cell(it))).collect::<Vec<_>>());
            }
        }
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours.len(), theirs.len());
            for (ours, theirs) in ours.iter().zip(theirs) {
                assert_eq!((ours.0, ours.1), (theirs.0.as_str(), theirs.1));
            }
        }
        let _ = std::fs::remove_dir_all(&folder);
    }
}

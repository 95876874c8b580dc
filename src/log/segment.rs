//! A segment as a Parquet file, written: whole days of one run, in row groups of a bounded size.
//!
//! Rows are kept as the canonical bytes that were hashed, and columns are cut from these, so that
//! file and content hash cannot tell different stories. Reading is in `cells`; names, hashes and
//! the durable disk are in `writer`.

use super::codec::{self, WIDTH, at};
use super::column::{COLUMNS, Column, Source, Values, schema};
use super::kind::{Field, KINDS, Size};
use super::page::GROUP;
use crate::ids::{DistrictId, Subject};
use crate::time::Hour;
use bytes::Bytes;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use std::io::Write;

/// A segment being written.
pub(super) struct Segment<W: Write + Send> {
    file: SerializedFileWriter<W>,
    rows: Rows,
    cells: Cells,
}

/// The rows of the row group to come.
struct Rows {
    first_seq: u64,
    canonical: Vec<[u8; WIDTH]>,
    causes: Vec<Option<u64>>,
    /// Which kinds are among them, by number: most columns of most row groups are easy.
    kinds: [bool; KINDS.len() + 1],
}

/// One column of a row group, as the file writer takes it; kept for its memory.
#[derive(Default)]
struct Cells {
    levels: Vec<i16>,
    longs: Vec<i64>,
    ints: Vec<i32>,
    flags: Vec<bool>,
    words: Vec<ByteArray>,
}

impl<W: Write + Send> Segment<W> {
    /// An empty segment whose first event will have this number in the run.
    pub(super) fn new(file: W, how: WriterPropertiesPtr, first_seq: u64) -> Result<Segment<W>> {
        let kinds = [false; KINDS.len() + 1];
        let rows = Rows { first_seq, canonical: Vec::new(), causes: Vec::new(), kinds };
        let file = SerializedFileWriter::new(file, schema()?, how)?;
        Ok(Segment { file, rows, cells: Cells::default() })
    }

    /// Appends an event.
    pub(super) fn push(&mut self, event: [u8; WIDTH], cause: Option<u64>) -> Result<()> {
        self.rows.kinds[usize::from(event[at::KIND])] = true;
        self.rows.canonical.push(event);
        self.rows.causes.push(cause);
        if self.rows.canonical.len() >= GROUP { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and the footer; the file, with nothing left in any buffer.
    ///
    /// Not `into_inner`, which makes a text of the system's refusal.
    pub(super) fn finish(&mut self) -> Result<&mut W> {
        if !self.rows.canonical.is_empty() {
            self.write_group()?;
        }
        self.file.finish()?;
        Ok(self.file.inner_mut())
    }

    fn write_group(&mut self) -> Result<()> {
        let mut group = self.file.next_row_group()?;
        for column in &COLUMNS {
            let writer = group.next_column()?;
            let mut writer = writer.expect("the schema has a column for each of the table");
            self.cells.fill(&self.rows, column);
            self.cells.write(column, &mut writer)?;
            writer.close()?;
        }
        group.close()?;
        self.rows.first_seq += self.rows.canonical.len() as u64;
        self.rows.canonical.clear();
        self.rows.causes.clear();
        self.rows.kinds.fill(false);
        Ok(())
    }
}

impl Cells {
    fn write(&self, column: &Column, writer: &mut SerializedColumnWriter<'_>) -> Result<usize> {
        let levels = (!column.is_full()).then_some(self.levels.as_slice());
        match column.values {
            Values::Long => writer.typed::<Int64Type>().write_batch(&self.longs, levels, None),
            Values::Int => writer.typed::<Int32Type>().write_batch(&self.ints, levels, None),
            Values::Flag => writer.typed::<BoolType>().write_batch(&self.flags, levels, None),
            Values::Words(_) => {
                writer.typed::<ByteArrayType>().write_batch(&self.words, levels, None)
            }
        }
    }

    /// Cuts one column from the rows. A level is 1 for a value and 0 for none.
    fn fill(&mut self, rows: &Rows, column: &Column) {
        self.clear();
        let all = &rows.canonical;
        match column.source {
            Source::Seq => {
                let seqs = rows.first_seq..rows.first_seq + all.len() as u64;
                self.longs.extend(seqs.map(u64::cast_signed));
            }
            Source::Case => {
                let cases = all.iter().map(|row| codec::read_u64(row, at::CASE).cast_signed());
                self.longs.extend(cases);
            }
            Source::Cause => {
                self.levels.extend(rows.causes.iter().map(|cause| i16::from(cause.is_some())));
                self.longs.extend(rows.causes.iter().flatten().map(|seq| seq.cast_signed()));
            }
            Source::Day => self.fill_ints(rows, |row| signed(row, at::DAY)),
            Source::Hour => self.fill_ints(rows, |row| i32::from(row[at::HOUR])),
            Source::Rule => self.fill_ints(rows, |row| codec::read_u16(row, at::RULE).into()),
            Source::District => self.fill_some(rows, district),
            Source::Person => self.fill_some(rows, person),
            Source::Neighbourhood => self.fill_some(rows, neighbourhood),
            Source::Part => self.fill_words(all, at::PART, column),
            Source::Kind => self.fill_words(all, at::KIND, column),
            Source::Fact(field) => self.fill_fact(rows, field, column),
        }
    }

    fn clear(&mut self) {
        self.levels.clear();
        self.longs.clear();
        self.ints.clear();
        self.flags.clear();
        self.words.clear();
    }

    fn fill_ints(&mut self, rows: &Rows, value: impl Fn(&[u8; WIDTH]) -> i32) {
        self.ints.extend(rows.canonical.iter().map(value));
    }

    fn fill_some(&mut self, rows: &Rows, value: impl Fn(&[u8; WIDTH]) -> Option<i32>) {
        for row in &rows.canonical {
            let value = value(row);
            self.levels.push(i16::from(value.is_some()));
            self.ints.extend(value);
        }
    }

    fn fill_words(&mut self, all: &[[u8; WIDTH]], place: usize, column: &Column) {
        let words = spelled(column);
        self.words.extend(all.iter().map(|row| words[usize::from(row[place])].clone()));
    }

    fn fill_fact(&mut self, rows: &Rows, field: Field, column: &Column) {
        let places = places(field);
        let occurs =
            rows.kinds.iter().zip(&places).any(|(is_there, place)| *is_there && *place > 0);
        if !occurs {
            self.levels.resize(rows.canonical.len(), 0);
            return;
        }
        let is_hour = field.size() == Size::Hour;
        let place = |row: &[u8; WIDTH]| {
            let at = usize::from(places[usize::from(row[at::KIND])]);
            let is_there = at > 0 && !(is_hour && codec::read_u32(row, at) == Hour::NEVER.0);
            is_there.then_some(at)
        };
        self.levels.extend(rows.canonical.iter().map(|row| i16::from(place(row).is_some())));
        let some = rows.canonical.iter().filter_map(|row| Some((row, place(row)?)));
        match column.values {
            Values::Long => {}
            Values::Int if field.size() == Size::Small => {
                self.ints.extend(some.map(|(row, at)| i32::from(row[at])));
            }
            Values::Int => self.ints.extend(some.map(|(row, at)| signed(row, at))),
            Values::Flag => self.flags.extend(some.map(|(row, at)| row[at] == 1)),
            Values::Words(_) => {
                let words = spelled(column);
                self.words.extend(some.map(|(row, at)| words[usize::from(row[at])].clone()));
            }
        }
    }
}

/// Where a detail stands in the canonical bytes of each kind, by the kind's number; 0 for nowhere.
pub(super) fn places(field: Field) -> [u8; KINDS.len() + 1] {
    let mut places = [0; KINDS.len() + 1];
    for (kind, _, _) in &KINDS {
        let place = codec::place(*kind, field).unwrap_or(0);
        places[usize::from(kind.number())] = u8::try_from(place).expect("within the width");
    }
    places
}

/// The words of a column by their numbers. A number without a word has the empty one.
fn spelled(column: &Column) -> Vec<ByteArray> {
    let words = match column.values {
        Values::Words(words) => words(),
        Values::Long | Values::Int | Values::Flag => Vec::new(),
    };
    let numbers = words.iter().map(|(number, _)| usize::from(*number) + 1).max().unwrap_or(0);
    let mut spelled = vec![ByteArray::from(Bytes::new()); numbers];
    for (number, word) in words {
        spelled[usize::from(number)] = ByteArray::from(Bytes::from_static(word.as_bytes()));
    }
    spelled
}

/// A 32-bit number as the file has it: with a sign, though none has grown so large.
fn signed(row: &[u8; WIDTH], at: usize) -> i32 {
    codec::read_u32(row, at).cast_signed()
}

fn subject(row: &[u8; WIDTH]) -> Subject {
    let home = DistrictId(codec::read_u16(row, at::DISTRICT));
    Subject { home, index: codec::read_u32(row, at::INDEX) }
}

fn district(row: &[u8; WIDTH]) -> Option<i32> {
    let subject = subject(row);
    (subject != Subject::COUNTY).then_some(i32::from(subject.home.0))
}

fn person(row: &[u8; WIDTH]) -> Option<i32> {
    subject(row).person().map(|person| person.index.cast_signed())
}

fn neighbourhood(row: &[u8; WIDTH]) -> Option<i32> {
    let subject = subject(row);
    let number = subject.index.checked_sub(Subject::NEIGHBOURHOODS)?;
    (subject != Subject::COUNTY).then_some(number.cast_signed())
}

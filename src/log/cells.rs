//! A segment read back: from columns to canonical bytes, and from these to events.
//!
//! Only for bytes whose hash has been checked. The file format itself notices little damage; what
//! was made to do harm, with the right hash, is an error all the same, in bounded memory.

use super::codec::{self, WIDTH};
use super::column::{COLUMNS, Column, Source, Values, schema};
use super::kind::{Field, Size};
use super::page::{Chunk, GROUP, Kind, Opener, Page};
use super::rows::Rows;
use super::unpack::{self, Bits};
use crate::event::Recorded;
use bytes::Bytes;
use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::TypePtr;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The events of a segment whose canonical bytes are wanted, in order; the others are not looked at
/// any further.
pub(super) fn read(
    bytes: Vec<u8>,
    wanted: &impl Fn(&[u8; WIDTH]) -> bool,
    each: &mut impl FnMut(&Recorded, &[u8; WIDTH]),
) -> Result<()> {
    let bytes = Bytes::from(bytes);
    let groups = groups(&bytes)?;
    let mut opener = Opener::new()?;
    let mut cells: Vec<Cells> = COLUMNS.iter().map(Cells::new).collect();
    let mut rows = Rows::default();
    for group in &groups {
        for (cells, place) in cells.iter_mut().zip(&group.chunks) {
            match place {
                Some(place) => cells.read(&mut opener, place.of(&bytes), group.rows)?,
                None => cells.leave_empty(group.rows),
            }
        }
        rows.take(group.rows, &cells)?;
        while let Some(block) = rows.next(&cells) {
            for row in block.iter().filter(|row| wanted(row)) {
                let event = codec::decode(row);
                let event =
                    event.ok_or_else(|| ParquetError::General(format!("no event: {row:?}")))?;
                each(&event, row);
            }
        }
    }
    Ok(())
}

/// Where a row group is.
struct Group {
    rows: usize,
    /// A chunk for each column of the table that is read.
    chunks: Vec<Option<Place>>,
}

/// Where a column chunk is.
struct Place {
    bytes: Range<usize>,
    is_compressed: bool,
}

impl Place {
    fn of<'a>(&self, bytes: &'a [u8]) -> Chunk<'a> {
        Chunk { bytes: &bytes[self.bytes.clone()], is_compressed: self.is_compressed }
    }
}

/// The row groups of a segment, by what stands at its end.
fn groups(bytes: &Bytes) -> Result<Vec<Group>> {
    // The file library asserts where it should refuse, such as a chunk of negative length. That is
    // somebody else's mistake, not ours, and must not stop a program that reads other logs too.
    // Nothing that outlives a panic is changed in there.
    catch_unwind(AssertUnwindSafe(|| {
        let file = SerializedFileReader::new(bytes.clone())?;
        let names = places_of_columns(&file)?;
        let all = file.metadata().row_groups().iter();
        all.map(|group| group_of(group, &names, bytes.len())).collect()
    }))
    .unwrap_or_else(|_| Err(ParquetError::General("a footer that cannot be".to_owned())))
}

/// Which of the file's columns is each of ours; none for those that are not read.
fn places_of_columns(file: &SerializedFileReader<Bytes>) -> Result<Vec<Option<usize>>> {
    let there = file.metadata().file_metadata().schema_descr_ptr();
    let ours = schema()?;
    let place = |(column, ours): (&Column, &TypePtr)| {
        if !is_read(column.source) {
            return Ok(None);
        }
        let place = there.columns().iter().position(|it| it.name() == column.name);
        let Some(place) = place else {
            // A detail that came later: no kind of fact in this file has it, or the file is refused
            // when its kinds are held against its columns.
            let is_detail = matches!(column.source, Source::Fact(_));
            return if is_detail { Ok(None) } else { Err(strange(column, "is missing")) };
        };
        let there = there.column(place);
        let (type_there, is_nested) = (there.self_type(), there.path().parts().len() > 1);
        let is_ours = type_there.get_physical_type() == ours.get_physical_type()
            && type_there.get_basic_info().repetition() == ours.get_basic_info().repetition();
        if is_ours && !is_nested { Ok(Some(place)) } else { Err(strange(column, "has a new type")) }
    };
    COLUMNS.iter().zip(ours.get_fields()).map(place).collect()
}

fn group_of(group: &RowGroupMetaData, places: &[Option<usize>], end: usize) -> Result<Group> {
    let rows = usize::try_from(group.num_rows())?;
    if rows > GROUP {
        return Err(ParquetError::General(format!("{rows} rows in a group, at most {GROUP}")));
    }
    let chunk = |place: &Option<usize>| match place {
        Some(place) => chunk_of(group.column(*place), end).map(Some),
        None => Ok(None),
    };
    Ok(Group { rows, chunks: places.iter().map(chunk).collect::<Result<_>>()? })
}

fn chunk_of(chunk: &ColumnChunkMetaData, end: usize) -> Result<Place> {
    let is_compressed = match chunk.compression() {
        Compression::ZSTD(_) => true,
        Compression::UNCOMPRESSED => false,
        other => return Err(ParquetError::General(format!("compressed by {other}"))),
    };
    let (start, length) = chunk.byte_range();
    let (start, length) = (usize::try_from(start)?, usize::try_from(length)?);
    let until = start.checked_add(length).filter(|until| *until <= end);
    let until = until.ok_or_else(|| ParquetError::General("a chunk past the end".to_owned()))?;
    Ok(Place { bytes: start..until, is_compressed })
}

/// Numbers and causes follow from the order of events and are not read back.
fn is_read(source: Source) -> bool {
    source != Source::Seq && source != Source::Cause
}

pub(super) fn strange(column: &Column, what: &str) -> ParquetError {
    ParquetError::General(format!("column {} {what}", column.name))
}

/// One column of a row group.
pub(super) struct Cells {
    /// Which.
    pub(super) column: &'static Column,
    /// The rows that have a value; only if not all have.
    pub(super) present: Bits,
    /// The values; of words and truth values, their numbers in canonical bytes.
    pub(super) values: Vec<u32>,
    /// The same for 64-bit integers.
    pub(super) longs: Vec<u64>,
    dictionary: Vec<u32>,
}

impl Cells {
    fn new(column: &'static Column) -> Cells {
        let (present, dictionary) = (Bits::default(), Vec::new());
        Cells { column, present, values: Vec::new(), longs: Vec::new(), dictionary }
    }

    /// How many rows have a value.
    fn len(&self) -> usize {
        self.values.len() + self.longs.len()
    }

    /// The column of a row group without any value in it.
    fn leave_empty(&mut self, rows: usize) {
        self.values.clear();
        self.longs.clear();
        self.present.clear();
        self.present.push_all(std::iter::repeat_n(false, rows));
    }

    /// Reads the column of a row group.
    fn read(&mut self, opener: &mut Opener, mut chunk: Chunk<'_>, rows: usize) -> Result<()> {
        self.values.clear();
        self.longs.clear();
        self.dictionary.clear();
        self.present.clear();
        let mut left = rows;
        while let Some(page) = opener.next(&mut chunk, rows)? {
            match page.kind {
                Kind::Dictionary => self.read_dictionary(&page)?,
                Kind::Data if page.count <= left => {
                    self.read_data(&page)?;
                    left -= page.count;
                }
                Kind::Data => return Err(strange(self.column, "is too long")),
            }
        }
        let most = widest(self.column);
        let is_narrow = self.values.iter().fold(0, |all, value| all | value) <= most;
        if left == 0 && is_narrow { Ok(()) } else { Err(strange(self.column, "cannot be")) }
    }

    fn read_dictionary(&mut self, page: &Page<'_>) -> Result<()> {
        if !self.dictionary.is_empty() || self.len() > 0 || page.encoding > 2 {
            return Err(strange(self.column, "has a strange dictionary"));
        }
        self.read_plain(page.bytes, page.count)?;
        std::mem::swap(&mut self.dictionary, &mut self.values);
        if self.longs.is_empty() { Ok(()) } else { Err(strange(self.column, "has a dictionary")) }
    }

    fn read_data(&mut self, page: &Page<'_>) -> Result<()> {
        let mut bytes = page.bytes;
        let mut count = page.count;
        if !self.column.is_full() {
            let length = unpack::take(&mut bytes, 4)?;
            let length = u32::from_le_bytes(length.try_into().expect("four bytes"));
            let levels = unpack::take(&mut bytes, usize::try_from(length)?)?;
            let before = self.present.ones();
            self.present.push_levels(levels, count)?;
            count = self.present.ones() - before;
        }
        if count == 0 {
            return Ok(());
        }
        match (page.encoding, &self.column.values) {
            (0, _) => self.read_plain(bytes, count),
            (2 | 8, Values::Int | Values::Words(_)) => {
                unpack::indices(bytes, &self.dictionary, count, &mut self.values)
            }
            (5, Values::Int) => {
                unpack::differences(bytes, count, &mut |it| self.values.push(it as u32))
            }
            (5, Values::Long) => unpack::differences(bytes, count, &mut |it| self.longs.push(it)),
            (9, Values::Int) => unpack::split(bytes, count, &mut |value| {
                self.values.push(u32::from_le_bytes(value));
            }),
            (9, Values::Long) => unpack::split(bytes, count, &mut |value| {
                self.longs.push(u64::from_le_bytes(value));
            }),
            _ => Err(strange(self.column, "has a new encoding")),
        }
    }

    /// Reads values that stand one after the other.
    fn read_plain(&mut self, bytes: &[u8], count: usize) -> Result<()> {
        let short = || strange(self.column, "is short");
        match self.column.values {
            Values::Long => {
                let bytes = count.checked_mul(8).and_then(|length| bytes.get(..length));
                let (words, _) = bytes.ok_or_else(short)?.as_chunks();
                self.longs.extend(words.iter().map(|word| u64::from_le_bytes(*word)));
                Ok(())
            }
            Values::Int => {
                let bytes = count.checked_mul(4).and_then(|length| bytes.get(..length));
                let (words, _) = bytes.ok_or_else(short)?.as_chunks();
                self.values.extend(words.iter().map(|word| u32::from_le_bytes(*word)));
                Ok(())
            }
            Values::Flag => unpack::flags(bytes, count, &mut self.values),
            Values::Words(words) => self.read_words(bytes, count, &words()),
        }
    }

    fn read_words(&mut self, mut bytes: &[u8], count: usize, words: &[(u8, &str)]) -> Result<()> {
        for _ in 0..count {
            let length = unpack::take(&mut bytes, 4)?;
            let length = u32::from_le_bytes(length.try_into().expect("four bytes"));
            let text = unpack::take(&mut bytes, usize::try_from(length)?)?;
            let found = words.iter().find(|(_, word)| word.as_bytes() == text);
            let found = found.ok_or_else(|| strange(self.column, "has an unknown word"))?;
            self.values.push(u32::from(found.0));
        }
        Ok(())
    }
}

/// All bits that a value may have where it belongs in canonical bytes.
fn widest(column: &Column) -> u32 {
    match column.source {
        Source::Hour | Source::Part | Source::Kind => u8::MAX.into(),
        Source::District | Source::Rule => u16::MAX.into(),
        Source::Fact(Field::Agency) => u16::MAX.into(),
        Source::Fact(field) if field.size() == Size::Small => u8::MAX.into(),
        Source::Seq
        | Source::Day
        | Source::Person
        | Source::Neighbourhood
        | Source::Case
        | Source::Cause
        | Source::Fact(_) => u32::MAX,
    }
}

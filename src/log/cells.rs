//! A segment read back: from columns to canonical bytes, and from these to events.
//!
//! Only for bytes whose hash has been checked. The file format itself notices little damage.

use super::codec::{self, WIDTH, at};
use super::column::{COLUMNS, Column, Source, Values};
use super::kind::{Field, Size};
use super::segment::places;
use crate::event::Recorded;
use crate::ids::Subject;
use crate::time::Hour;
use bytes::Bytes;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};

/// The events of a segment, in order.
pub(super) fn read(bytes: Vec<u8>, each: &mut impl FnMut(&Recorded, &[u8; WIDTH])) -> Result<()> {
    let file = SerializedFileReader::new(Bytes::from(bytes))?;
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let find = |column: &Column| schema.columns().iter().position(|it| it.name() == column.name);
    for number in 0..file.num_row_groups() {
        let group = file.get_row_group(number)?;
        let rows = usize::try_from(group.metadata().num_rows())?;
        let mut rows = vec![[0; WIDTH]; rows];
        for column in COLUMNS.iter().filter(|column| is_read(column.source)) {
            let place = find(column).ok_or_else(|| strange(column, "is missing"))?;
            read_column(&*group, place, column, &mut rows)?;
        }
        for row in &rows {
            let event = codec::decode(row);
            each(&event.ok_or_else(|| ParquetError::General(format!("no event: {row:?}")))?, row);
        }
    }
    Ok(())
}

/// Numbers and causes follow from the order of events and are not read back.
fn is_read(source: Source) -> bool {
    source != Source::Seq && source != Source::Cause
}

fn strange(column: &Column, what: &str) -> ParquetError {
    ParquetError::General(format!("column {} {what}", column.name))
}

/// Reads one column of a row group into its place in the rows.
fn read_column(
    group: &dyn RowGroupReader,
    place: usize,
    column: &Column,
    rows: &mut [[u8; WIDTH]],
) -> Result<()> {
    match group.get_column_reader(place)? {
        ColumnReader::Int64ColumnReader(reader) => {
            let (levels, values) = read_values(reader, rows.len())?;
            let values = values.iter().map(|value| value.to_le_bytes());
            put(rows, column, &levels, values)
        }
        ColumnReader::Int32ColumnReader(reader) => {
            let (levels, values) = read_values(reader, rows.len())?;
            put_ints(rows, column, &levels, &values)
        }
        ColumnReader::BoolColumnReader(reader) => {
            let (levels, values) = read_values(reader, rows.len())?;
            put(rows, column, &levels, values.iter().map(|value| [u8::from(*value)]))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            let (levels, values) = read_values(reader, rows.len())?;
            put(rows, column, &levels, numbers(column, &values)?.iter().map(|number| [*number]))
        }
        ColumnReader::Int96ColumnReader(_)
        | ColumnReader::FloatColumnReader(_)
        | ColumnReader::DoubleColumnReader(_)
        | ColumnReader::FixedLenByteArrayColumnReader(_) => Err(strange(column, "has a new type")),
    }
}

/// All levels and values of a column; no levels if it has a value in every row.
fn read_values<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
) -> Result<(Vec<i16>, Vec<T::T>)> {
    let (mut levels, mut values) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let (read, _, _) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    if read == rows {
        return Ok((levels, values));
    }
    Err(ParquetError::General(format!("{read} rows in a column of {rows}")))
}

/// The numbers of words.
fn numbers(column: &Column, values: &[ByteArray]) -> Result<Vec<u8>> {
    let words = match column.values {
        Values::Words(words) => words(),
        Values::Long | Values::Int | Values::Flag => Vec::new(),
    };
    // Equal words are mostly the same bytes in memory, of the column's dictionary: seen once, they
    // are known by their address, which stays theirs as long as the values live.
    let mut known = [(std::ptr::null(), 0, 0); 64];
    let mut numbers = Vec::with_capacity(values.len());
    for value in values {
        let data = value.data();
        let slot = &mut known[data.as_ptr().addr() / 4 % 64];
        if (slot.0, slot.1) != (data.as_ptr(), data.len()) {
            let found = words.iter().find(|(_, word)| word.as_bytes() == data);
            let found = found.ok_or_else(|| strange(column, "has an unknown word"))?;
            *slot = (data.as_ptr(), data.len(), found.0);
        }
        numbers.push(slot.2);
    }
    Ok(numbers)
}

/// Puts 32-bit values where the column belongs, in the width it has there.
fn put_ints(
    rows: &mut [[u8; WIDTH]],
    column: &Column,
    levels: &[i16],
    values: &[i32],
) -> Result<()> {
    let narrow = |value: &i32| u16::try_from(*value).map_err(ParquetError::from);
    match column.source {
        Source::District => {
            for row in rows.iter_mut().zip(levels).filter(|(_, level)| **level == 0) {
                put_county(row.0);
            }
            let values = values.iter().map(narrow).collect::<Result<Vec<_>>>()?;
            put(rows, column, levels, values.iter().map(|value| value.to_le_bytes()))
        }
        Source::Rule => {
            let values = values.iter().map(narrow).collect::<Result<Vec<_>>>()?;
            put(rows, column, levels, values.iter().map(|value| value.to_le_bytes()))
        }
        Source::Neighbourhood => {
            let index = |value: &i32| value.cast_unsigned().wrapping_add(Subject::NEIGHBOURHOODS);
            put(rows, column, levels, values.iter().map(|value| index(value).to_le_bytes()))
        }
        Source::Hour => put_bytes(rows, column, levels, values),
        Source::Fact(field) if field.size() == Size::Small => {
            put_bytes(rows, column, levels, values)
        }
        Source::Fact(_) | Source::Day | Source::Person => {
            put(rows, column, levels, values.iter().map(|value| value.to_le_bytes()))
        }
        Source::Seq | Source::Part | Source::Kind | Source::Case | Source::Cause => {
            Err(strange(column, "has 32 bits"))
        }
    }
}

fn put_bytes(
    rows: &mut [[u8; WIDTH]],
    column: &Column,
    levels: &[i16],
    values: &[i32],
) -> Result<()> {
    let values = values.iter().map(|value| u8::try_from(*value).map_err(ParquetError::from));
    let values = values.collect::<Result<Vec<_>>>()?;
    put(rows, column, levels, values.iter().map(|value| [*value]))
}

fn put_county(row: &mut [u8; WIDTH]) {
    let county = Subject::COUNTY;
    row[at::DISTRICT..at::DISTRICT + 2].copy_from_slice(&county.home.0.to_le_bytes());
    row[at::INDEX..at::INDEX + 4].copy_from_slice(&county.index.to_le_bytes());
}

/// Puts values of `N` bytes where the column belongs in the rows that have one.
fn put<const N: usize>(
    rows: &mut [[u8; WIDTH]],
    column: &Column,
    levels: &[i16],
    mut values: impl Iterator<Item = [u8; N]>,
) -> Result<()> {
    if let Source::Fact(field) = column.source {
        return put_fact(rows, column, field, levels, values);
    }
    let place = fixed_place(column.source);
    for (number, row) in rows.iter_mut().enumerate() {
        if levels.get(number).is_none_or(|level| *level == 1) {
            let value = values.next().ok_or_else(|| strange(column, "is short"))?;
            row[place..place + N].copy_from_slice(&value);
        }
    }
    Ok(())
}

/// Puts a detail of facts into those of the kinds that have it, which must be those with a value.
fn put_fact<const N: usize>(
    rows: &mut [[u8; WIDTH]],
    column: &Column,
    field: Field,
    levels: &[i16],
    mut values: impl Iterator<Item = [u8; N]>,
) -> Result<()> {
    let places = places(field);
    let is_hour = field.size() == Size::Hour;
    for (row, level) in rows.iter_mut().zip(levels) {
        let place = usize::from(places[usize::from(row[at::KIND])]);
        match (*level == 1, place) {
            (false, 0) => {}
            (true, 1..) => {
                let value = values.next().ok_or_else(|| strange(column, "is short"))?;
                row[place..place + N].copy_from_slice(&value);
            }
            (false, 1..) if is_hour => {
                row[place..place + N].copy_from_slice(&Hour::NEVER.0.to_le_bytes()[..N]);
            }
            (true, 0) | (false, 1..) => {
                return Err(strange(column, "does not fit the kind of fact"));
            }
        }
    }
    Ok(())
}

/// Where what every event has stands in the canonical bytes.
fn fixed_place(source: Source) -> usize {
    match source {
        Source::Day => at::DAY,
        Source::Hour => at::HOUR,
        Source::Part => at::PART,
        Source::Kind | Source::Fact(_) | Source::Seq | Source::Cause => at::KIND,
        Source::District => at::DISTRICT,
        Source::Person | Source::Neighbourhood => at::INDEX,
        Source::Case => at::CASE,
        Source::Rule => at::RULE,
    }
}

//! The rows of a row group, put together from its columns, some at a time.
//!
//! Which rows have a value in which column follows from their kinds. That is held against the
//! columns 64 rows at a time, so a column that no kind of the group has costs next to nothing, and
//! is refused all the same if it has a value.

use super::cells::{Cells, strange};
use super::codec::{WIDTH, at};
use super::column::{COLUMNS, Column, Source};
use super::kind::{Field, KINDS, Size};
use super::segment::places;
use crate::ids::Subject;
use crate::time::Hour;
use parquet::errors::Result;
use std::ops::Range;

/// Rows put together at a time, a multiple of 64: few enough to stay in the fastest caches.
pub(super) const BLOCK: usize = 1024;

/// Where each kind has a detail, by the kind's number; 0 for nowhere.
pub(super) type Places = [u8; KINDS.len() + 1];

/// The rows of a row group.
#[derive(Default)]
pub(super) struct Rows {
    block: Vec<[u8; WIDTH]>,
    puts: Vec<Put>,
    many: usize,
    done: usize,
}

/// What is put into some of the rows: a column that has no value in others.
struct Put {
    /// Its place in the table of columns.
    column: usize,
    places: Places,
    width: usize,
    /// The rows of the kinds that have it. An hour without a value never comes.
    rows: Vec<u64>,
    /// Values put so far.
    done: usize,
}

impl Rows {
    /// Takes the columns of so many rows, which must agree with each other.
    pub(super) fn take(&mut self, many: usize, cells: &[Cells]) -> Result<()> {
        (self.many, self.done) = (many, 0);
        self.puts.clear();
        let numbers = cells[place(Source::Kind)].values.iter();
        let by_kind = by_kind(numbers.map(|kind| *kind as usize), many.div_ceil(64));
        check_subjects(cells)?;
        for (column, cells) in cells.iter().enumerate() {
            let Some((places, width)) = places_and_width(cells.column) else { continue };
            let there = cells.present.words();
            let rows = match cells.column.source {
                Source::Fact(field) => {
                    let rows = having(&kinds(&places), &by_kind, there.len());
                    check_fact(cells, field, &rows)?;
                    rows
                }
                _ => there.to_vec(),
            };
            if rows.iter().any(|rows| *rows != 0) {
                self.puts.push(Put { column, places, width, rows, done: 0 });
            }
        }
        Ok(())
    }

    /// The next rows, in order; none after the last.
    pub(super) fn next(&mut self, cells: &[Cells]) -> Option<&[[u8; WIDTH]]> {
        let start = self.done;
        self.done = self.many.min(start + BLOCK);
        if start == self.done {
            return None;
        }
        self.fill(cells, start..self.done);
        for put in &mut self.puts {
            let cells = &cells[put.column];
            match put.width {
                1 => put.put::<1>(cells, start / 64, &mut self.block),
                2 => put.put::<2>(cells, start / 64, &mut self.block),
                _ => put.put::<4>(cells, start / 64, &mut self.block),
            }
        }
        Some(&self.block)
    }

    /// Begins rows with what every event has. About the county is what has no district.
    fn fill(&mut self, cells: &[Cells], rows: Range<usize>) {
        let values = |source| &cells[place(source)].values[rows.clone()];
        let (kinds, parts, hours) =
            (values(Source::Kind), values(Source::Part), values(Source::Hour));
        let (days, rules) = (values(Source::Day), values(Source::Rule));
        let cases = &cells[place(Source::Case)].longs[rows.clone()];
        let county = Subject::COUNTY;
        self.block.clear();
        self.block.extend((0..rows.len()).map(|nth| {
            let mut row = [0; WIDTH];
            row[at::KIND] = kinds[nth] as u8;
            row[at::PART] = parts[nth] as u8;
            row[at::HOUR] = hours[nth] as u8;
            row[at::DAY..at::DAY + 4].copy_from_slice(&days[nth].to_le_bytes());
            row[at::DISTRICT..at::DISTRICT + 2].copy_from_slice(&county.home.0.to_le_bytes());
            row[at::RULE..at::RULE + 2].copy_from_slice(&(rules[nth] as u16).to_le_bytes());
            row[at::INDEX..at::INDEX + 4].copy_from_slice(&county.index.to_le_bytes());
            row[at::CASE..at::CASE + 8].copy_from_slice(&cases[nth].to_le_bytes());
            row
        }));
    }
}

impl Put {
    /// Puts values of `N` bytes into rows from a multiple of 64 on.
    fn put<const N: usize>(&mut self, cells: &Cells, first: usize, rows: &mut [[u8; WIDTH]]) {
        let there = &cells.present.words()[first..];
        let base = match cells.column.source {
            Source::Neighbourhood => Subject::NEIGHBOURHOODS,
            _ => 0,
        };
        for ((rows, having), there) in rows.chunks_mut(64).zip(&self.rows[first..]).zip(there) {
            let mut left = *having;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                let value = if there >> bit & 1 == 1 {
                    self.done += 1;
                    cells.values[self.done - 1].wrapping_add(base)
                } else {
                    Hour::NEVER.0
                };
                let row = &mut rows[bit];
                let place = usize::from(self.places[usize::from(row[at::KIND])]);
                row[place..place + N].copy_from_slice(&value.to_le_bytes()[..N]);
                if N == 1 {
                    // Only agencies are so many that one byte is too few.
                    row[at::HIGH] |= (value >> 8) as u8;
                }
            }
        }
    }
}

/// Where and how wide a column's values stand in the rows, if not every row has one.
fn places_and_width(column: &Column) -> Option<(Places, usize)> {
    let everywhere = |place: usize| [place as u8; KINDS.len() + 1];
    match column.source {
        Source::District => Some((everywhere(at::DISTRICT), 2)),
        Source::Person | Source::Neighbourhood => Some((everywhere(at::INDEX), 4)),
        Source::Fact(field) if field.size() == Size::Small => Some((places(field), 1)),
        Source::Fact(field) => Some((places(field), 4)),
        Source::Seq
        | Source::Day
        | Source::Hour
        | Source::Part
        | Source::Kind
        | Source::Case
        | Source::Cause
        | Source::Rule => None,
    }
}

/// The rows of each kind, by the kind's number.
pub(super) fn by_kind(kinds: impl Iterator<Item = usize>, words: usize) -> Vec<Vec<u64>> {
    let mut rows = vec![Vec::new(); KINDS.len() + 1];
    for (nth, kind) in kinds.enumerate() {
        let rows: &mut Vec<u64> = &mut rows[kind];
        if rows.is_empty() {
            rows.resize(words, 0);
        }
        rows[nth / 64] |= 1 << (nth % 64);
    }
    rows
}

/// The kinds that have a detail, by number.
pub(super) fn kinds(places: &Places) -> Vec<usize> {
    (0..places.len()).filter(|kind| places[*kind] > 0).collect()
}

/// The rows of some kinds.
pub(super) fn having(kinds: &[usize], by_kind: &[Vec<u64>], words: usize) -> Vec<u64> {
    let mut all = vec![0; words];
    for kind in kinds {
        all.iter_mut().zip(&by_kind[*kind]).for_each(|(all, rows)| *all |= rows);
    }
    all
}

/// The rows with a value must be those of the kinds that have it; but for hours, which may be the
/// one that never comes.
fn check_fact(cells: &Cells, field: Field, rows: &[u64]) -> Result<()> {
    let there = cells.present.words();
    let fits = match field.size() {
        Size::Hour => there.iter().zip(rows).all(|(there, rows)| there & !rows == 0),
        Size::Small | Size::Number => there == rows,
    };
    if fits { Ok(()) } else { Err(strange(cells.column, "does not fit the kinds of facts")) }
}

/// What is in a district is about a resident or a neighbourhood; what is not, about neither.
fn check_subjects(cells: &[Cells]) -> Result<()> {
    let words = |source| cells[place(source)].present.words();
    let indices = words(Source::Person).iter().zip(words(Source::Neighbourhood));
    let fits = words(Source::District)
        .iter()
        .zip(indices)
        .all(|(district, (person, place))| person & place == 0 && person | place == *district);
    let column = cells[place(Source::District)].column;
    if fits { Ok(()) } else { Err(strange(column, "does not fit people and neighbourhoods")) }
}

/// The place of a column in the table.
fn place(source: Source) -> usize {
    let place = COLUMNS.iter().position(|column| column.source == source);
    place.expect("a column for each source")
}

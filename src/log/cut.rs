//! Rows cut into columns, some rows at a time while they are in the fastest caches.
//!
//! The mirror of `rows`: which rows have a detail follows from their kinds, 64 rows at a time, so
//! that a column costs what its values cost.

use super::codec::{self, WIDTH, at};
use super::column::{Column, Source};
use super::kind::{Field, Size};
use super::rows::{self, BLOCK, Places, by_kind, having};
use super::segment::places;
use super::unpack::Bits;
use crate::ids::{DistrictId, Subject};
use crate::time::Hour;

/// One column of a row group to come.
pub(super) struct Cut {
    /// Which.
    pub(super) column: &'static Column,
    /// The rows that have a value; only if not all have.
    pub(super) present: Bits,
    /// The values; of words and truth values, their numbers in canonical bytes.
    pub(super) values: Vec<u32>,
    /// The same for 64-bit integers.
    pub(super) longs: Vec<u64>,
    /// Where each kind of fact has it, and which kinds have.
    places: Places,
    kinds: Vec<usize>,
}

impl Cut {
    pub(super) fn new(column: &'static Column) -> Cut {
        let places = match column.source {
            Source::Fact(field) => places(field),
            _ => [0; _],
        };
        let (present, kinds) = (Bits::default(), rows::kinds(&places));
        Cut { column, present, values: Vec::new(), longs: Vec::new(), places, kinds }
    }

    /// Forgets everything but the memory.
    pub(super) fn clear(&mut self) {
        self.present.clear();
        self.values.clear();
        self.longs.clear();
    }
}

/// Cuts rows, of which there are a multiple of 64 before these.
pub(super) fn cut(rows: &[[u8; WIDTH]], causes: &[Option<u64>], cuts: &mut [Cut]) {
    debug_assert!(rows.len() <= BLOCK && rows.len() == causes.len());
    let kinds = rows.iter().map(|row| usize::from(row[at::KIND]));
    let by_kind = by_kind(kinds, rows.len().div_ceil(64));
    for cut in cuts {
        let small = |place: usize| move |row: &[u8; WIDTH]| u32::from(row[place]);
        match cut.column.source {
            // Follows from the first.
            Source::Seq => {}
            Source::Day => cut.values.extend(rows.iter().map(|row| codec::read_u32(row, at::DAY))),
            Source::Hour => cut.values.extend(rows.iter().map(small(at::HOUR))),
            Source::Part => cut.values.extend(rows.iter().map(small(at::PART))),
            Source::Kind => cut.values.extend(rows.iter().map(small(at::KIND))),
            Source::Rule => {
                let rules = rows.iter().map(|row| u32::from(codec::read_u16(row, at::RULE)));
                cut.values.extend(rules);
            }
            Source::Case => {
                cut.longs.extend(rows.iter().map(|row| codec::read_u64(row, at::CASE)));
            }
            Source::Cause => {
                cut.present.push_all(causes.iter().map(Option::is_some));
                cut.longs.extend(causes.iter().flatten());
            }
            Source::District => cut.some(rows, is_local, |row| subject(row).home.0.into()),
            Source::Person => cut.some(rows, is_person, |row| subject(row).index),
            Source::Neighbourhood => {
                cut.some(rows, is_neighbourhood, |row| subject(row).index - Subject::NEIGHBOURHOODS)
            }
            Source::Fact(field) => cut.fact(rows, &by_kind, field),
        }
    }
}

impl Cut {
    fn some(
        &mut self,
        rows: &[[u8; WIDTH]],
        has: impl Fn(&[u8; WIDTH]) -> bool,
        value: impl Fn(&[u8; WIDTH]) -> u32,
    ) {
        for rows in rows.chunks(64) {
            let bits = rows.iter().enumerate();
            let bits = bits.fold(0, |bits, (bit, row)| bits | u64::from(has(row)) << bit);
            self.present.push(bits, rows.len());
            if bits.count_ones() as usize == rows.len() {
                self.values.extend(rows.iter().map(&value));
            } else if bits != 0 {
                self.values.extend(rows.iter().filter(|row| has(row)).map(&value));
            }
        }
    }

    fn fact(&mut self, rows: &[[u8; WIDTH]], by_kind: &[Vec<u64>], field: Field) {
        let words = rows.len().div_ceil(64);
        for (rows, mut having) in rows.chunks(64).zip(having(&self.kinds, by_kind, words)) {
            let mut left = having;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                let row = &rows[bit];
                let place = usize::from(self.places[usize::from(row[at::KIND])]);
                match field.size() {
                    Size::Small => self.values.push(codec::small(row, place, field)),
                    Size::Number => self.values.push(codec::read_u32(row, place)),
                    Size::Hour => match codec::read_u32(row, place) {
                        never if never == Hour::NEVER.0 => having &= !(1 << bit),
                        hour => self.values.push(hour),
                    },
                }
            }
            self.present.push(having, rows.len());
        }
    }
}

fn subject(row: &[u8; WIDTH]) -> Subject {
    let home = DistrictId(codec::read_u16(row, at::DISTRICT));
    Subject { home, index: codec::read_u32(row, at::INDEX) }
}

fn is_local(row: &[u8; WIDTH]) -> bool {
    subject(row) != Subject::COUNTY
}

fn is_person(row: &[u8; WIDTH]) -> bool {
    subject(row).index < Subject::NEIGHBOURHOODS
}

fn is_neighbourhood(row: &[u8; WIDTH]) -> bool {
    is_local(row) && !is_person(row)
}

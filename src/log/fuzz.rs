//! What was made to do harm, with every hash right: an error, never a panic, in bounded memory.

use super::cause::Causes;
use super::cells;
use super::chunk::Packer;
use super::codec::{self, WIDTH, at, decode, encode};
use super::column::{COLUMNS, Source, Values, properties, schema};
use super::cut::{Cut, cut};
use super::kind::{self, KINDS, Size};
use super::page::{Chunk, GROUP, Opener};
use super::rows::BLOCK;
use super::samples::{self, Dice};
use super::unpack::{self, Bits};
use super::{pack, segment};
use crate::event::{Event, Fact, Part};
use crate::ids::{Case, DistrictId, Subject};
use crate::rounds::rounds;
use crate::time::Day;
use parquet::basic::Encoding;
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::record::Field;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Canonical bytes of events of every kind.
fn rows(seed: u64, rounds: u32) -> Vec<[u8; WIDTH]> {
    let mut dice = Dice(seed);
    let mut rows = Vec::new();
    for day in 0..rounds {
        for fact in samples::facts(&mut dice) {
            let event = samples::event(&mut dice, fact);
            rows.push(encode(Day(day), Part::Crime, &event));
        }
    }
    rows
}

/// A segment of these rows in one group, with columns that somebody has had in hand.
fn file(rows: &[[u8; WIDTH]], tamper: impl Fn(&mut Vec<Cut>)) -> Vec<u8> {
    let mut cuts: Vec<Cut> = COLUMNS.iter().map(Cut::new).collect();
    for rows in rows.chunks(BLOCK) {
        cut(rows, &vec![None; rows.len()], &mut cuts);
    }
    tamper(&mut cuts);
    let how = Arc::new(properties("2015-01-01").unwrap());
    let mut file = SerializedFileWriter::new(Vec::new(), schema().unwrap(), how).unwrap();
    let columns = file.schema_descr().columns().to_vec();
    let mut packer = Packer::new().unwrap();
    let mut group = file.next_row_group().unwrap();
    for (cut, column) in cuts.iter().zip(columns) {
        let (bytes, close) = packer.pack(cut, 0..rows.len() as u64, column).unwrap();
        group.append_column(&bytes, close).unwrap();
    }
    group.close().unwrap();
    file.into_inner().unwrap()
}

fn read(bytes: Vec<u8>) -> Result<Vec<[u8; WIDTH]>, String> {
    let mut rows = Vec::new();
    let read = cells::read(bytes, &|_| true, &mut |_, row| rows.push(*row));
    read.map(|()| rows).map_err(|error| error.to_string())
}

fn of(cuts: &mut [Cut], source: Source) -> &mut Cut {
    cuts.iter_mut().find(|cut| cut.column.source == source).unwrap()
}

/// Changes which of so many rows have a value.
fn with_bits(rows: usize, cut: &mut Cut, change: impl Fn(usize, bool) -> bool) {
    let words = cut.present.words().to_vec();
    let bits = (0..rows).map(|row| change(row, words[row / 64] >> (row % 64) & 1 == 1));
    cut.present.clear();
    cut.present.push_all(bits);
}

#[test]
fn only_canonical_bytes_are_events() {
    let mut dice = Dice(1);
    let (mut events, mut others) = (0, 0);
    let mut check = |bytes: [u8; WIDTH]| match decode(&bytes) {
        // As strict as encoding again, which it stands for.
        Some(it) => {
            assert_eq!(encode(it.day, it.part, &it.event), bytes);
            events += 1;
        }
        None => others += 1,
    };
    for row in rows(2, 40) {
        assert!(decode(&row).is_some(), "{row:?}");
        for at in 0..WIDTH {
            for bit in 0..8 {
                let mut other = row;
                other[at] ^= 1 << bit;
                check(other);
            }
        }
        let mut other = row;
        other[at::KIND] = dice.below(256) as u8;
        check(other);
        let noise = dice.below(WIDTH as u64) as usize;
        other[noise..].fill_with(|| dice.below(256) as u8);
        check(other);
    }
    assert!(events > 10_000 && others > 10_000, "{events} and {others}");
}

/// Who remembers every case in one table, as the file format has it in words.
#[derive(Default)]
struct Plainly {
    last: BTreeMap<(u16, u64), (u64, u32, u32, u8)>,
    today: u32,
}

impl Plainly {
    fn of(&mut self, seq: u64, row: &[u8; WIDTH]) -> Option<u64> {
        let over_today = [1, 2, 3, 4, 50, 6];
        let over = [24, 43, 38, 45, 47, 46, 32, 48, 29, 55, 58, 59, 60, 61, 62, 63, 64, 65, 66];
        let (day, case) = (codec::read_u32(row, at::DAY), codec::read_u64(row, at::CASE));
        if day != self.today {
            let ended = self.today;
            self.last
                .retain(|_, (_, first, _, kind)| *first != ended || !over_today.contains(kind));
            let since = day - day % 64;
            if self.today < since {
                self.last.retain(|_, (_, _, last, kind)| {
                    !(over.contains(kind) || over_today.contains(kind))
                        || since.saturating_sub(*last) < 365
                });
            }
            self.today = day;
        }
        let key = (codec::read_u16(row, at::DISTRICT), case);
        let before = self.last.get(&key).copied();
        if case > 0 {
            let first = before.map_or(day, |before| before.1);
            self.last.insert(key, (seq, first, day, row[at::KIND]));
        }
        before.map(|before| before.0)
    }
}

#[test]
fn causes_are_found_as_documented() {
    for (seed, ahead) in [(1, 0), (2, 3), (3, 0), (4, 1)] {
        let mut dice = Dice(seed);
        let (mut causes, mut plainly, mut day) = (Causes::default(), Plainly::default(), 0);
        let mut found = 0;
        for seq in 0..60_000 {
            day +=
                u32::from(dice.below(40) == 0) * (1 + dice.below(2) as u32 * dice.below(70) as u32);
            let facts = samples::facts(&mut dice);
            let fact = facts[dice.below(facts.len() as u64) as usize];
            let opened =
                (day + dice.below(ahead + 1) as u32).saturating_sub(dice.below(3) as u32 * 30);
            let case = if dice.below(9) == 0 {
                Case::NONE
            } else {
                Case::opened(opened, 1, dice.below(12) as u32)
            };
            let subject = Subject { home: DistrictId(dice.below(2) as u16), index: 1 };
            let row = encode(
                Day(day),
                Part::Crime,
                &Event { subject, case, ..samples::event(&mut dice, fact) },
            );
            let cause = causes.of(seq, &row);
            assert_eq!(cause, plainly.of(seq, &row), "event {seq} of seed {seed}");
            found += u32::from(cause.is_some());
        }
        assert!(found > 5_000, "{found}");
    }
}

#[test]
fn what_is_packed_unpacks() {
    let mut dice = Dice(3);
    for round in 0..300 {
        let count = dice.below(700) as usize + 1;
        let end = 1 << dice.below(31);
        let long = dice.below(40) + 1;
        let mut values: Vec<u32> = Vec::new();
        while values.len() < count {
            let value = dice.below(end) as u32;
            let same = if dice.below(3) == 0 { dice.below(long) as usize } else { 0 };
            values.resize(values.len() + same + 1, value);
        }
        let (mut bytes, mut back) = (Vec::new(), Vec::new());
        pack::differences(&values, &mut bytes);
        unpack::differences(&bytes, values.len(), &mut |it| back.push(it as u32)).unwrap();
        assert_eq!(back, values, "round {round}");

        let distinct: Vec<u32> = (7..7 + (end as u32).min(1000)).collect();
        let places: Vec<u32> = values.iter().map(|it| it % distinct.len() as u32).collect();
        bytes.clear();
        back.clear();
        pack::indices(&places, distinct.len(), &mut bytes);
        unpack::indices(&bytes, &distinct, places.len(), &mut back).unwrap();
        assert!(back.iter().zip(&places).all(|(value, place)| *value == place + 7));
        assert!(unpack::indices(&bytes, &distinct, places.len() + 8, &mut back).is_err());

        let (mut bits, mut again) = (Bits::default(), Bits::default());
        bits.push_all(values.iter().map(|value| *value > end as u32 / 2));
        bytes.clear();
        pack::levels(bits.words(), values.len(), &mut bytes);
        // In two parts, as of two pages.
        again.push_all(values[..1].iter().map(|_| true));
        again.push_levels(&bytes, values.len()).unwrap();
        assert_eq!(again.ones(), bits.ones() + 1);
        assert!((0..values.len()).all(|at| {
            again.words()[(at + 1) / 64] >> ((at + 1) % 64) & 1
                == bits.words()[at / 64] >> (at % 64) & 1
        }));

        bytes.clear();
        back.clear();
        pack::split(&values, |value| value.to_le_bytes(), &mut bytes);
        let each = &mut |value| back.push(u32::from_le_bytes(value));
        unpack::split(&bytes, values.len(), each).unwrap();
        assert_eq!(back, values);
    }
    let (mut bytes, mut back) = (Vec::new(), Vec::new());
    pack::steps(u64::MAX / 2, 1000, &mut bytes);
    unpack::differences(&bytes, 1000, &mut |it| back.push(it)).unwrap();
    assert!((u64::MAX / 2..).zip(&back).all(|(expected, found)| expected == *found));
    bytes.clear();
    back.clear();
    let extremes = [u32::MAX, 0, 1 << 31, (1 << 31) - 1, 5];
    pack::differences(&extremes, &mut bytes);
    unpack::differences(&bytes, 5, &mut |it| back.push(it)).unwrap();
    assert!(back.iter().zip(extremes).all(|(found, expected)| *found as u32 == expected));
}

/// A column of a row as the file library reads it, as a number.
fn number(field: &Field) -> Option<u64> {
    match field {
        Field::Null => None,
        Field::Bool(it) => Some(u64::from(*it)),
        Field::Int(it) => Some(u64::from(it.cast_unsigned())),
        Field::Long(it) => Some(it.cast_unsigned()),
        other => panic!("{other}"),
    }
}

#[test]
fn others_read_the_same() {
    let mut all = rows(8, 40);
    // Long runs, and columns without any value.
    let again = all[77];
    all.resize(all.len() + 5000, again);
    let file = SerializedFileReader::new(bytes::Bytes::from(file(&all, |_| {}))).unwrap();
    let mut read = 0;
    for (seq, (row, expected)) in file.get_row_iter(None).unwrap().zip(&all).enumerate() {
        let row = row.unwrap();
        let kind = KINDS[usize::from(expected[at::KIND]) - 1];
        for (column, (name, found)) in COLUMNS.iter().zip(row.get_column_iter()) {
            assert_eq!(column.name, name);
            let index = codec::read_u32(expected, at::INDEX);
            let is_place = index >= Subject::NEIGHBOURHOODS;
            let home = codec::read_u16(expected, at::DISTRICT);
            let is_county = Subject { home: DistrictId(home), index } == Subject::COUNTY;
            let value = match column.source {
                Source::Seq => Some(seq as u64),
                Source::Cause => None,
                Source::Day => Some(codec::read_u32(expected, at::DAY).into()),
                Source::Hour => Some(expected[at::HOUR].into()),
                Source::Part => Some(expected[at::PART].into()),
                Source::Kind => Some(expected[at::KIND].into()),
                Source::Case => Some(codec::read_u64(expected, at::CASE)),
                Source::Rule => Some(codec::read_u16(expected, at::RULE).into()),
                Source::District => (!is_county).then_some(home.into()),
                Source::Person => (!is_place).then_some(index.into()),
                Source::Neighbourhood => {
                    (is_place && !is_county).then(|| u64::from(index - Subject::NEIGHBOURHOODS))
                }
                Source::Fact(field) => codec::place(kind.0, field).and_then(|place| {
                    let wide = codec::read_u32(expected, place);
                    match field.size() {
                        Size::Small => Some(codec::small(expected, place, field).into()),
                        Size::Number => Some(wide.into()),
                        Size::Hour => (wide != u32::MAX).then_some(wide.into()),
                    }
                }),
            };
            let found = match (&column.values, found) {
                (Values::Words(words), Field::Str(word)) => {
                    words().iter().find(|(_, it)| it == word).map(|(number, _)| u64::from(*number))
                }
                (_, found) => number(found),
            };
            assert_eq!(found, value, "{name} of {expected:?}");
        }
        read += 1;
    }
    assert_eq!(read, all.len());
}

#[test]
fn columns_that_do_not_fit_each_other_are_refused() {
    let all = rows(4, 30);
    assert_eq!(read(file(&all, |_| {})).unwrap(), all);
    let fails = |why: &str, tamper: &dyn Fn(&mut Vec<Cut>)| {
        let found = read(file(&all, tamper)).map(|_| ()).unwrap_err();
        assert!(found.contains(why), "{found}");
    };
    let hour = Source::Fact(kind::Field::UntilHour);
    for (nth, column) in COLUMNS.iter().enumerate() {
        let Source::Fact(field) = column.source else { continue };
        let has = segment::places(field);
        let lacks = all.iter().position(|row| has[usize::from(row[at::KIND])] == 0).unwrap();
        let text = format!("column {} does not fit the kinds", column.name);
        fails(&text, &|cuts| {
            // A value too many, in a row whose kind has none.
            let before =
                all[..lacks].iter().filter(|row| has[usize::from(row[at::KIND])] > 0).count();
            let cut = &mut cuts[nth];
            with_bits(all.len(), cut, |row, bit| bit || row == lacks);
            cut.values.insert(before.min(cut.values.len()), 0);
        });
        if field.size() != Size::Hour {
            let first = all.iter().position(|row| has[usize::from(row[at::KIND])] > 0).unwrap();
            fails(&text, &|cuts| {
                with_bits(all.len(), &mut cuts[nth], |row, bit| bit && row != first);
                cuts[nth].values.remove(0);
            });
        }
    }
    // A column that no kind of the group has is looked at all the same.
    let few: Vec<_> = all.iter().filter(|row| row[at::KIND] == 2).copied().collect();
    let found = read(file(&few, |cuts| {
        with_bits(few.len(), of(cuts, hour), |row, _| row == 3);
        of(cuts, hour).values.push(9);
    }));
    assert!(found.unwrap_err().contains("until_hour does not fit"));
    fails("district does not fit", &|cuts| {
        with_bits(all.len(), of(cuts, Source::Person), |row, bit| bit || row < 64);
        of(cuts, Source::Person).values.resize(all.len(), 0);
    });
    fails("column hour cannot be", &|cuts| of(cuts, Source::Hour).values[5] = 300);
    fails("no event", &|cuts| of(cuts, Source::Hour).values[5] = 24);
    fails("column rule cannot be", &|cuts| of(cuts, Source::Rule).values[5] = 65_536);
    fails("of a page cannot be", &|cuts| of(cuts, Source::Hour).values.truncate(all.len() - 20));
}

#[test]
fn a_group_of_too_many_rows_is_refused() {
    let home = DistrictId(1);
    let fact = Fact::FingerprintsShared;
    let event =
        Event { subject: Subject { home, index: 1 }, fact, ..samples::event(&mut Dice(5), fact) };
    let row = encode(Day(0), Part::Crime, &event);
    assert_eq!(read(file(&vec![row; GROUP], |_| {})).unwrap().len(), GROUP);
    let found = read(file(&vec![row; GROUP + 1], |_| {})).unwrap_err();
    assert!(found.contains("131073 rows in a group, at most 131072"), "{found}");
}

#[test]
fn a_page_larger_than_its_rows_need_is_refused() {
    let page = |plain: &[u8], declared: usize, rows: u32| {
        let mut sink = TrackedWrite::new(Vec::new());
        let packed = zstd::bulk::compress(plain, 1).unwrap();
        let (encoding, levels) = (Encoding::PLAIN, Encoding::RLE);
        let page = Page::DataPage {
            buf: packed.into(),
            num_values: rows,
            encoding,
            def_level_encoding: levels,
            rep_level_encoding: levels,
            statistics: None,
        };
        let page = CompressedPage::new(page, declared);
        SerializedPageWriter::new(&mut sink).write_page(page).unwrap();
        sink.into_inner().unwrap()
    };
    let open = |bytes: &[u8], rows| {
        let mut chunk = Chunk { bytes, is_compressed: true };
        let mut opener = Opener::new().unwrap();
        let page = opener.next(&mut chunk, rows).map(|page| page.map(|page| page.bytes.len()));
        page.map_err(|error| error.to_string())
    };
    let zeros = vec![0; 1 << 20];
    assert_eq!(open(&page(&zeros, 1 << 20, 100_000), 100_000), Ok(Some(1 << 20)));
    // Declared too large for the rows; too many values; more inside than declared; less.
    assert!(open(&page(&zeros, 1 << 20, 100), 100).is_err());
    assert!(open(&page(&zeros, (1 << 31) - 1, 100), GROUP).is_err());
    assert!(open(&page(&zeros, 1 << 20, 100_001), 100_000).is_err());
    assert!(open(&page(&zeros, 1 << 10, 100), 100_000).is_err());
    assert!(open(&page(&zeros[..9], 10, 100), 100_000).is_err());
}

#[test]
fn no_altered_byte_is_more_than_an_error() {
    let whole = file(&rows(6, 3), |_| {});
    let mut dice = Dice(7);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] = match dice.below(4) {
            0 => 0,
            1 => 0xFF,
            2 => dice.below(256) as u8,
            _ => bytes[at] ^ 1 << dice.below(8),
        };
        let _ = read(bytes);
    }
    for _ in 0..200 {
        let _ = read(whole[..dice.below(whole.len() as u64) as usize].to_vec());
    }
}

#[test]
fn a_segment_that_somebody_made_up_is_events_or_an_error() {
    let whole = file(&rows(8, 1), |_| {});
    let (mut dice, mut read_all) = (Dice(19), 0);
    // `JURISIM_FUZZ=10000000` tries longer.
    let rounds = rounds("JURISIM_FUZZ", 200_000);
    for _ in 0..rounds {
        let mut bytes = whole.clone();
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len() as u64) as usize;
            let to = (at + dice.below(12) as usize).min(bytes.len());
            match dice.below(5) {
                0 => bytes[at] ^= 1 << dice.below(8),
                1 => bytes[at..to].fill_with(|| dice.below(256) as u8),
                2 => bytes[at..to].fill(0xFF),
                3 => drop(bytes.drain(at..to)),
                _ => {
                    let piece = bytes[at..to].to_vec();
                    drop(bytes.splice(at..at, piece));
                }
            }
        }
        // Whatever is read is events: each has been decoded from its canonical bytes.
        read_all += u64::from(read(bytes).is_ok());
    }
    assert!(read_all < rounds / 2, "{read_all} were read");
}

/// An earlier version had fewer details; its files are read as long as no kind in them needs those
/// that came later.
#[test]
fn a_file_without_a_later_column_is_read() {
    let crimes: Vec<_> = rows(9, 6).into_iter().filter(|row| row[at::KIND] <= 4).collect();
    let newcomers = COLUMNS.iter().position(|column| column.name == "newcomers").unwrap();
    let without = |rows: &[[u8; WIDTH]], left_out: usize| {
        let mut cuts: Vec<Cut> = COLUMNS.iter().map(Cut::new).collect();
        cut(rows, &vec![None; rows.len()], &mut cuts);
        let whole = schema().unwrap();
        let fields = whole.get_fields().iter().enumerate();
        let fields = fields.filter(|(at, _)| *at != left_out).map(|(_, field)| field.clone());
        let short = parquet::schema::types::Type::group_type_builder("event");
        let short = Arc::new(short.with_fields(fields.collect()).build().unwrap());
        let how = Arc::new(properties("2015-01-01").unwrap());
        let mut file = SerializedFileWriter::new(Vec::new(), short, how).unwrap();
        let columns = file.schema_descr().columns().to_vec();
        let mut packer = Packer::new().unwrap();
        let mut group = file.next_row_group().unwrap();
        let cuts = cuts.iter().enumerate().filter(|(at, _)| *at != left_out);
        for ((_, cut), column) in cuts.zip(columns) {
            let (bytes, close) = packer.pack(cut, 0..rows.len() as u64, column).unwrap();
            group.append_column(&bytes, close).unwrap();
        }
        group.close().unwrap();
        file.into_inner().unwrap()
    };
    assert_eq!(read(without(&crimes, newcomers)).unwrap(), crimes);
    let offender = COLUMNS.iter().position(|column| column.name == "offender").unwrap();
    assert!(read(without(&crimes, offender)).unwrap_err().contains("does not fit"));
    let day = COLUMNS.iter().position(|column| column.name == "day").unwrap();
    assert!(read(without(&crimes, day)).unwrap_err().contains("day is missing"));
}

//! A column of a row group, packed: its pages as they stand in the file, and what the footer says
//! of them.
//!
//! The file library would look up every value in a hash map and compare every word. Here a word is
//! its number, and what is in a dictionary is told from one look at the column.

use super::column::{Column, Packing, Source, Values};
use super::cut::Cut;
use super::pack;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::ops::Range;
use zstd::bulk::Compressor;

/// How hard compression tries: where a little more work still saves much; `docs/performance.md` has
/// the figures.
const LEVEL: i32 = 2;

/// Compression pays if it saves one byte of so many: what it does not save still costs readers.
const WORTH: usize = 16;

/// How far apart the values of a dictionary may be; a column with values further apart has none.
const SPREAD: u32 = 1 << 16;

/// Packs columns; kept for its memory.
pub(super) struct Packer {
    zstd: Compressor<'static>,
    /// The page of distinct values, if there is one, and that of levels and values.
    pages: [Unpacked; 2],
    places: Vec<u32>,
    /// By value: whether there is such a one, and then its place in the dictionary.
    spread: Vec<u32>,
}

/// A page before and after compression.
#[derive(Default)]
struct Unpacked {
    plain: Vec<u8>,
    packed: Vec<u8>,
}

/// The encoding of a column's values, and the distinct ones if that is a dictionary.
struct Encoded {
    encoding: Encoding,
    dictionary: Vec<u32>,
}

impl Packer {
    pub(super) fn new() -> Result<Packer> {
        let zstd = Compressor::new(LEVEL)?;
        Ok(Packer { zstd, pages: Default::default(), places: Vec::new(), spread: Vec::new() })
    }

    /// Packs a column of the events with these numbers.
    pub(super) fn pack(
        &mut self,
        cut: &Cut,
        seqs: Range<u64>,
        about: ColumnDescPtr,
    ) -> Result<(Bytes, ColumnCloseResult)> {
        let rows = seqs.end - seqs.start;
        let encoded = self.encode(cut, &seqs)?;
        let codec = self.compress()?;
        let mut sink = TrackedWrite::new(Vec::new());
        let sizes = self.write(&encoded, u32::try_from(rows)?, codec, &mut sink)?;
        let many = encoded.dictionary.len();
        let encodings = [Encoding::PLAIN, Encoding::RLE, encoded.encoding];
        let metadata = ColumnChunkMetaData::builder(about)
            .set_compression(codec)
            .set_encodings(encodings[usize::from(many == 0)..].to_vec())
            .set_num_values(i64::try_from(rows)?)
            .set_total_uncompressed_size(i64::try_from(sizes.plain)?)
            .set_total_compressed_size(i64::try_from(sizes.packed)?)
            .set_dictionary_page_offset((many > 0).then_some(0))
            .set_data_page_offset(i64::try_from(sizes.data_at)?);
        let metadata = match statistics(cut, &seqs, &encoded.dictionary) {
            Some(statistics) => metadata.set_statistics(statistics),
            None => metadata,
        };
        let close = ColumnCloseResult {
            bytes_written: sizes.packed as u64,
            rows_written: rows,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((Bytes::from(sink.into_inner()?), close))
    }

    /// Fills the pages.
    fn encode(&mut self, cut: &Cut, seqs: &Range<u64>) -> Result<Encoded> {
        let rows = usize::try_from(seqs.end - seqs.start)?;
        self.pages.iter_mut().for_each(|page| page.plain.clear());
        let [dictionary, data] = &mut self.pages;
        let (dictionary, data) = (&mut dictionary.plain, &mut data.plain);
        if !cut.column.is_full() {
            data.extend([0; 4]);
            pack::levels(cut.present.words(), rows, data);
            let length = u32::try_from(data.len() - 4)?;
            data[..4].copy_from_slice(&length.to_le_bytes());
        }
        let mut distinct = Vec::new();
        let encoding = match (&cut.column.values, &cut.column.packing) {
            _ if cut.column.source == Source::Seq => {
                pack::steps(seqs.start, rows, data);
                Encoding::DELTA_BINARY_PACKED
            }
            (Values::Long, Packing::Split) => {
                pack::split(&cut.longs, |value| value.to_le_bytes(), data);
                Encoding::BYTE_STREAM_SPLIT
            }
            (Values::Long, _) => {
                cut.longs.iter().for_each(|value| data.extend_from_slice(&value.to_le_bytes()));
                Encoding::PLAIN
            }
            (Values::Flag, _) => {
                pack::flags(&cut.values, data);
                Encoding::PLAIN
            }
            (Values::Int, Packing::Delta) => {
                pack::differences(&cut.values, data);
                Encoding::DELTA_BINARY_PACKED
            }
            (Values::Int, Packing::Split) => {
                pack::split(&cut.values, |value| value.to_le_bytes(), data);
                Encoding::BYTE_STREAM_SPLIT
            }
            (Values::Words(_), _) | (Values::Int, Packing::Dictionary)
                if look_up(&cut.values, &mut self.spread, &mut self.places, &mut distinct) =>
            {
                spell(cut.column, &distinct, dictionary);
                pack::indices(&self.places, distinct.len(), data);
                Encoding::RLE_DICTIONARY
            }
            (Values::Words(_) | Values::Int, _) => {
                spell(cut.column, &cut.values, data);
                Encoding::PLAIN
            }
        };
        Ok(Encoded { encoding, dictionary: distinct })
    }

    /// Compresses the pages; whether that pays.
    fn compress(&mut self) -> Result<Compression> {
        let (mut plain, mut packed) = (0, 0);
        for page in self.pages.iter_mut().filter(|page| !page.plain.is_empty()) {
            page.packed.clear();
            page.packed.reserve(zstd::zstd_safe::compress_bound(page.plain.len()));
            self.zstd.compress_to_buffer(&page.plain, &mut page.packed)?;
            plain += page.plain.len();
            packed += page.packed.len();
        }
        let pays = packed < plain - plain / WORTH;
        Ok(if pays {
            Compression::ZSTD(ZstdLevel::try_new(LEVEL)?)
        } else {
            Compression::UNCOMPRESSED
        })
    }

    /// Writes the pages with their headers.
    fn write(
        &self,
        encoded: &Encoded,
        rows: u32,
        codec: Compression,
        sink: &mut TrackedWrite<Vec<u8>>,
    ) -> Result<Sizes> {
        let mut pages = SerializedPageWriter::new(sink);
        let mut sizes = Sizes { plain: 0, packed: 0, data_at: 0 };
        let mut write = |page: &Unpacked, as_page: &dyn Fn(Bytes) -> Page| {
            let is_packed = codec != Compression::UNCOMPRESSED;
            let bytes = if is_packed { &page.packed } else { &page.plain };
            let compressed = as_page(Bytes::copy_from_slice(bytes));
            let spec = pages.write_page(CompressedPage::new(compressed, page.plain.len()))?;
            sizes.plain += spec.uncompressed_size;
            sizes.packed += spec.compressed_size;
            Ok::<usize, ParquetError>(sizes.packed)
        };
        let [dictionary, data] = &self.pages;
        let many = u32::try_from(encoded.dictionary.len())?;
        let data_at = if many == 0 {
            0
        } else {
            let encoding = Encoding::PLAIN;
            let page =
                |buf| Page::DictionaryPage { buf, num_values: many, encoding, is_sorted: false };
            write(dictionary, &page)?
        };
        let page = |buf| Page::DataPage {
            buf,
            num_values: rows,
            encoding: encoded.encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        write(data, &page)?;
        Ok(Sizes { data_at, ..sizes })
    }
}

/// Bytes of a column chunk, headers included, and where its page of data begins.
struct Sizes {
    plain: usize,
    packed: usize,
    data_at: usize,
}

/// Finds the distinct values, in their order, and the place of each value among them; false, if
/// there are none, or they are too far apart.
fn look_up(
    values: &[u32],
    spread: &mut Vec<u32>,
    places: &mut Vec<u32>,
    distinct: &mut Vec<u32>,
) -> bool {
    let least = values.iter().fold(u32::MAX, |least, value| least.min(*value));
    let most = values.iter().fold(0, |most, value| most.max(*value));
    if values.is_empty() || most - least >= SPREAD {
        return false;
    }
    spread.clear();
    spread.resize((most - least + 1) as usize, 0);
    values.iter().for_each(|value| spread[(value - least) as usize] = 1);
    for (value, place) in (least..=most).zip(spread.iter_mut()).filter(|(_, place)| **place == 1) {
        *place = distinct.len() as u32;
        distinct.push(value);
    }
    places.clear();
    if distinct.len() == spread.len() {
        // Nothing is left out, as with hours: the place follows from the value.
        places.extend(values.iter().map(|value| value - least));
    } else {
        places.extend(values.iter().map(|value| spread[(value - least) as usize]));
    }
    true
}

/// Appends values one after the other: numbers, or words by their numbers.
fn spell(column: &Column, values: &[u32], out: &mut Vec<u8>) {
    match column.values {
        Values::Words(words) => {
            let words = words();
            for value in values {
                let word = word(&words, *value).as_bytes();
                out.extend((word.len() as u32).to_le_bytes());
                out.extend(word);
            }
        }
        Values::Long | Values::Int | Values::Flag => {
            pack::plain(values, out);
        }
    }
}

fn word(words: &[(u8, &'static str)], number: u32) -> &'static str {
    let found = words.iter().find(|(of, _)| u32::from(*of) == number);
    found.expect("canonical bytes have the numbers of words").1
}

/// Smallest and largest values, by which readers skip what they do not look for; not of details.
fn statistics(cut: &Cut, seqs: &Range<u64>, distinct: &[u32]) -> Option<Statistics> {
    if matches!(cut.column.source, Source::Fact(_)) {
        return None;
    }
    let some = cut.values.len().max(cut.longs.len()) as u64;
    let nulls = Some(if cut.column.is_full() { 0 } else { seqs.end - seqs.start - some });
    if cut.column.source == Source::Seq {
        let (first, last) = (seqs.start.cast_signed(), (seqs.end - 1).cast_signed());
        return Some(Statistics::int64(Some(first), Some(last), None, nulls, false));
    }
    Some(match cut.column.values {
        Values::Long => {
            let longs = || cut.longs.iter().map(|value| value.cast_signed());
            let (least, most) = (longs().reduce(i64::min), longs().reduce(i64::max));
            Statistics::int64(least, most, None, nulls, false)
        }
        Values::Int | Values::Flag => {
            let values = || cut.values.iter().map(|value| value.cast_signed());
            let (least, most) = (values().reduce(i32::min), values().reduce(i32::max));
            Statistics::int32(least, most, None, nulls, false)
        }
        Values::Words(words) => {
            let words = words();
            let spelled = || distinct.iter().map(|number| word(&words, *number));
            let [least, most] =
                [spelled().min(), spelled().max()].map(|it| it.map(ByteArray::from));
            Statistics::byte_array(least, most, None, nulls, false)
        }
    })
}

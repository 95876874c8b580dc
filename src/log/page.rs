//! The pages of a column chunk, taken apart within bounds.
//!
//! The file library would take a page for as large as its header says, up to 2 GiB. A segment with
//! the right hash may still have been made to do harm, so pages are bounded here by what the rows
//! of their group can need.

use super::unpack::{take, varint, wrong, zigzag};
use parquet::errors::Result;
use zstd::bulk::Decompressor;

/// The most rows of a row group, written and read: enough for encodings to pay, and few enough for
/// their columns to stay in the cache.
pub(super) const GROUP: usize = 131_072;

/// The most bytes that a page of so many rows can need: a dictionary as long as the column, or
/// values of eight bytes with levels; and what words and heads of encodings take.
fn most(rows: usize) -> usize {
    (64 << 10) + 16 * rows
}

/// What a page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The distinct values of the column.
    Dictionary,
    /// Levels and values.
    Data,
}

/// A page, unpacked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'a> {
    /// What it is.
    pub(super) kind: Kind,
    /// How many values it declares, those that are none included.
    pub(super) count: usize,
    /// The file format's number of its encoding.
    pub(super) encoding: u64,
    /// Levels and values.
    pub(super) bytes: &'a [u8],
}

/// Where a column chunk is, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk<'a> {
    /// Its pages.
    pub(super) bytes: &'a [u8],
    /// Whether they are compressed, which is by ZSTD.
    pub(super) is_compressed: bool,
}

/// Takes pages apart; kept for its memory.
pub(super) struct Opener {
    zstd: Decompressor<'static>,
    plain: Vec<u8>,
}

impl Opener {
    pub(super) fn new() -> Result<Opener> {
        Ok(Opener { zstd: Decompressor::new()?, plain: Vec::new() })
    }

    /// Takes the first page off a chunk of a row group with so many rows.
    pub(super) fn next<'a, 'b: 'a>(
        &'a mut self,
        chunk: &mut Chunk<'b>,
        rows: usize,
    ) -> Result<Option<Page<'a>>> {
        if chunk.bytes.is_empty() {
            return Ok(None);
        }
        let header = header(&mut chunk.bytes)?;
        let packed = take(&mut chunk.bytes, header.packed)?;
        if header.plain > most(rows) || header.count > rows {
            return Err(wrong("the size"));
        }
        let bytes = if chunk.is_compressed { self.expand(packed, header.plain)? } else { packed };
        if bytes.len() != header.plain {
            return Err(wrong("the length"));
        }
        Ok(Some(Page { kind: header.kind, count: header.count, encoding: header.encoding, bytes }))
    }

    /// Never more than `length` bytes, whatever the compressed ones say.
    fn expand(&mut self, packed: &[u8], length: usize) -> Result<&[u8]> {
        self.plain.clear();
        if length > 0 {
            self.plain.resize(length, 0);
            let length = self.zstd.decompress_to_buffer(packed, &mut self.plain[..])?;
            self.plain.truncate(length);
        }
        Ok(&self.plain)
    }
}

/// What is used of a page's header.
struct Header {
    kind: Kind,
    plain: usize,
    packed: usize,
    count: usize,
    encoding: u64,
}

/// Takes the header off the front of a page.
fn header(bytes: &mut &[u8]) -> Result<Header> {
    // The fields of the header, and of the one structure in it that describes its kind of page.
    let (mut outer, mut inner) = ([None; 9], [None; 9]);
    let mut last = 0;
    while let Some((field, kind)) = field(bytes, &mut last)? {
        match (field, kind) {
            (5 | 7, STRUCT) => inner = numbers(bytes)?,
            (0..9, NUMBERS_FROM..=NUMBERS_UNTIL) => {
                outer[field as usize] = Some(zigzag(varint(bytes)?));
            }
            _ => skip(bytes, kind, 8)?,
        }
    }
    let kind = match outer[1] {
        Some(0) => Kind::Data,
        Some(2) => Kind::Dictionary,
        _ => return Err(wrong("the kind")),
    };
    let (Some(plain), Some(packed)) = (outer[2], outer[3]) else { return Err(wrong("the header")) };
    let (Some(count), Some(encoding)) = (inner[1], inner[2]) else {
        return Err(wrong("the header"));
    };
    // Levels are in the one hybrid of runs and bits.
    if kind == Kind::Data && inner[3] != Some(3) {
        return Err(wrong("the encoding of levels"));
    }
    let [plain, packed, count] = [plain, packed, count].map(usize::try_from);
    Ok(Header { kind, plain: plain?, packed: packed?, count: count?, encoding })
}

// Types of the compact protocol of Thrift.
const FLAGS: [u8; 2] = [1, 2];
const BYTE: u8 = 3;
const NUMBERS_FROM: u8 = 4;
const NUMBERS_UNTIL: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCT: u8 = 12;

/// The number and the type of the next field of a structure; none at its end.
fn field(bytes: &mut &[u8], last: &mut u64) -> Result<Option<(u64, u8)>> {
    let head = take(bytes, 1)?[0];
    if head == 0 {
        return Ok(None);
    }
    let step = u64::from(head >> 4);
    *last = if step > 0 { last.wrapping_add(step) } else { zigzag(varint(bytes)?) };
    Ok(Some((*last, head & 0x0F)))
}

/// The first numbers of a structure, by their fields.
fn numbers(bytes: &mut &[u8]) -> Result<[Option<u64>; 9]> {
    let mut numbers = [None; 9];
    let mut last = 0;
    while let Some((field, kind)) = field(bytes, &mut last)? {
        match (field, kind) {
            (0..9, NUMBERS_FROM..=NUMBERS_UNTIL) => {
                numbers[field as usize] = Some(zigzag(varint(bytes)?));
            }
            _ => skip(bytes, kind, 8)?,
        }
    }
    Ok(numbers)
}

/// Passes over a value that is not used, such as statistics.
fn skip(bytes: &mut &[u8], kind: u8, depth: u32) -> Result<()> {
    let depth = depth.checked_sub(1).ok_or_else(|| wrong("the header"))?;
    match kind {
        kind if FLAGS.contains(&kind) => {}
        BYTE => drop(take(bytes, 1)?),
        NUMBERS_FROM..=NUMBERS_UNTIL => drop(varint(bytes)?),
        DOUBLE => drop(take(bytes, 8)?),
        BINARY => {
            let length = usize::try_from(varint(bytes)?)?;
            take(bytes, length)?;
        }
        LIST | SET => {
            let head = take(bytes, 1)?[0];
            let short = u64::from(head >> 4);
            let many = if short < 15 { short } else { varint(bytes)? };
            for _ in 0..many {
                // Truth values in lists take a byte each.
                let kind = head & 0x0F;
                skip(bytes, if FLAGS.contains(&kind) { BYTE } else { kind }, depth)?;
            }
        }
        STRUCT => {
            let mut last = 0;
            while let Some((_, kind)) = field(bytes, &mut last)? {
                skip(bytes, kind, depth)?;
            }
        }
        _ => return Err(wrong("the header")),
    }
    Ok(())
}

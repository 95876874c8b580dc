//! The encodings of the file format that segments use, undone.
//!
//! What is declared in the bytes is never trusted: every count is given by the caller, and bytes
//! that do not suffice, or say otherwise, are an error.

use parquet::errors::{ParquetError, Result};

/// Bits in a row, 64 to a word, the first the lowest.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// Forgets all bits.
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.len = 0;
    }

    /// All words; what is past the last bit is 0.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// How many of them are 1.
    pub(super) fn ones(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Appends the lowest bits of a word, from 1 to 64.
    pub(super) fn push(&mut self, bits: u64, count: usize) {
        let bits = if count < 64 { bits & ((1 << count) - 1) } else { bits };
        let shift = self.len % 64;
        if shift == 0 {
            self.words.push(bits);
        } else {
            *self.words.last_mut().expect("a word begun") |= bits << shift;
            if shift + count > 64 {
                self.words.push(bits >> (64 - shift));
            }
        }
        self.len += count;
    }

    /// Appends truth values.
    pub(super) fn push_all(&mut self, mut values: impl ExactSizeIterator<Item = bool>) {
        while values.len() > 0 {
            let count = values.len().min(64);
            let bits = values.by_ref().take(64).enumerate();
            let word = bits.fold(0, |word, (bit, value)| word | u64::from(value) << bit);
            self.push(word, count);
        }
    }

    /// Appends levels of 0 and 1.
    pub(super) fn push_levels(&mut self, bytes: &[u8], count: usize) -> Result<()> {
        let mut runs = Runs { bytes, width: 1, left: count };
        while let Some(run) = runs.next()? {
            let count = run.count();
            for at in (0..count).step_by(64) {
                let bits = match run {
                    Run::Same { value, .. } => 0_u64.wrapping_sub(u64::from(value)),
                    Run::Packed { bytes, .. } => load(bytes, at / 8),
                };
                self.push(bits, 64.min(count - at));
            }
        }
        Ok(())
    }
}

/// A run of the hybrid of run lengths and packed bits.
enum Run<'a> {
    /// One value, many times.
    Same { value: u32, count: usize },
    /// Values side by side.
    Packed { bytes: &'a [u8], count: usize },
}

impl Run<'_> {
    fn count(&self) -> usize {
        match self {
            Run::Same { count, .. } | Run::Packed { count, .. } => *count,
        }
    }
}

struct Runs<'a> {
    bytes: &'a [u8],
    width: usize,
    left: usize,
}

impl<'a> Runs<'a> {
    fn next(&mut self) -> Result<Option<Run<'a>>> {
        if self.left == 0 {
            return Ok(None);
        }
        let header = varint(&mut self.bytes)?;
        let many = usize::try_from(header >> 1)?;
        let run = if header & 1 == 1 {
            let length = many.checked_mul(self.width).ok_or_else(|| wrong("a run"))?;
            let bytes = take(&mut self.bytes, length)?;
            Run::Packed { bytes, count: many.saturating_mul(8).min(self.left) }
        } else {
            let bytes = take(&mut self.bytes, self.width.div_ceil(8))?;
            let value = u32::try_from(load(bytes, 0))?;
            if u64::from(value) >> self.width != 0 {
                return Err(wrong("a value of a run"));
            }
            Run::Same { value, count: many }
        };
        if run.count() == 0 || run.count() > self.left {
            return Err(wrong("the length of a run"));
        }
        self.left -= run.count();
        Ok(Some(run))
    }
}

/// Appends so many values, given by their places in a dictionary.
pub(super) fn indices(
    bytes: &[u8],
    dictionary: &[u32],
    count: usize,
    values: &mut Vec<u32>,
) -> Result<()> {
    let (width, bytes) = bytes.split_first().ok_or_else(|| wrong("places in a dictionary"))?;
    if *width > 32 {
        return Err(wrong("the width of places in a dictionary"));
    }
    let find = |place: u32| {
        let value = dictionary.get(place as usize).copied();
        value.ok_or_else(|| wrong("a place in a dictionary"))
    };
    let mut runs = Runs { bytes, width: usize::from(*width), left: count };
    while let Some(run) = runs.next()? {
        match run {
            Run::Same { value, count } => values.resize(values.len() + count, find(value)?),
            Run::Packed { bytes, count } => {
                let start = values.len();
                packed(bytes, usize::from(*width), count, values);
                for value in &mut values[start..] {
                    *value = find(*value)?;
                }
            }
        }
    }
    Ok(())
}

/// Appends values of up to 32 bits that stand side by side.
fn packed(bytes: &[u8], width: usize, count: usize, values: &mut Vec<u32>) {
    let mask = (1_u64 << width) - 1;
    if width > 8 {
        let value = |nth| load(bytes, nth * width / 8) >> (nth * width % 8) & mask;
        values.extend((0..count).map(|nth| value(nth) as u32));
        return;
    }
    // Eight values in as many bytes as they have bits, which one word holds.
    let start = values.len();
    for group in 0..count.div_ceil(8) {
        let bits = load(bytes, group * width);
        values.extend((0..8).map(|nth| (bits >> (nth * width) & mask) as u32));
    }
    values.truncate(start + count);
}

/// Appends truth values, as 0 and 1.
pub(super) fn flags(bytes: &[u8], count: usize, values: &mut Vec<u32>) -> Result<()> {
    if bytes.len() < count.div_ceil(8) {
        return Err(wrong("truth values"));
    }
    packed(bytes, 1, count, values);
    Ok(())
}

/// Shows so many values of which the differences are given. They wrap around, as 64 bits.
pub(super) fn differences(
    mut bytes: &[u8],
    count: usize,
    each: &mut impl FnMut(u64),
) -> Result<()> {
    let bytes = &mut bytes;
    let (block, minis) = (varint(bytes)?, varint(bytes)?);
    let (total, first) = (varint(bytes)?, varint(bytes)?);
    // The format allows larger blocks; no segment has them.
    let is_usual = (128..=4096).contains(&block) && (1..=block).contains(&minis);
    if !is_usual || block % minis != 0 || block / minis % 32 != 0 || total != count as u64 {
        return Err(wrong("the head of differences"));
    }
    let room = usize::try_from(block / minis)?;
    let mut value = zigzag(first);
    if count > 0 {
        each(value);
    }
    let mut left = count.saturating_sub(1);
    while left > 0 {
        let least = zigzag(varint(bytes)?);
        let widths = take(bytes, usize::try_from(minis)?)?;
        for width in widths.iter().map(|width| usize::from(*width)) {
            let some = room.min(left);
            if some == 0 {
                break;
            }
            if width > 64 {
                return Err(wrong("the width of differences"));
            }
            let packed = take(bytes, room * width / 8)?;
            for nth in 0..some {
                value = value.wrapping_add(least).wrapping_add(extract(packed, nth * width, width));
                each(value);
            }
            left -= some;
        }
    }
    Ok(())
}

/// Shows so many values of `N` bytes each, of which the first bytes stand together, and so on.
pub(super) fn split<const N: usize>(
    bytes: &[u8],
    count: usize,
    each: &mut impl FnMut([u8; N]),
) -> Result<()> {
    if bytes.len() != count * N {
        return Err(wrong("values in streams"));
    }
    let mut streams = [&bytes[..0]; N];
    for (nth, stream) in streams.iter_mut().enumerate() {
        *stream = &bytes[nth * count..(nth + 1) * count];
    }
    for nth in 0..count {
        each(streams.map(|stream| stream[nth]));
    }
    Ok(())
}

/// Takes bytes off the front.
pub(super) fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8]> {
    let (front, rest) = bytes.split_at_checked(length).ok_or_else(|| wrong("the length"))?;
    *bytes = rest;
    Ok(front)
}

/// Takes a number off the front: seven bits to a byte, the lowest first.
pub(super) fn varint(bytes: &mut &[u8]) -> Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = u64::from(take(bytes, 1)?[0]);
        value |= (byte & 0x7F) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(wrong("a number"))
}

/// A number with a sign, from the form in which the lowest bit is the sign.
pub(super) fn zigzag(value: u64) -> u64 {
    value >> 1 ^ 0_u64.wrapping_sub(value & 1)
}

pub(super) fn wrong(what: &str) -> ParquetError {
    ParquetError::General(format!("{what} of a page cannot be"))
}

/// Up to 64 bits from a place on; what is past the end is 0.
fn extract(bytes: &[u8], bit: usize, width: usize) -> u64 {
    let (at, shift) = (bit / 8, bit % 8);
    let mut value = load(bytes, at) >> shift;
    if shift + width > 64 {
        value |= load(bytes, at + 8) << (64 - shift);
    }
    if width < 64 { value & ((1 << width) - 1) } else { value }
}

/// Eight bytes from a place on as a number; those past the end are 0.
fn load(bytes: &[u8], at: usize) -> u64 {
    if let Some(word) = bytes.get(at..at + 8) {
        return u64::from_le_bytes(word.try_into().expect("eight bytes"));
    }
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

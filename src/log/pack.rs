//! The encodings of the file format that segments use; `unpack` undoes them.

/// Values of a block of differences, and of a part of it that has a width of its own: the least
/// that the format allows, because values do not grow for long.
const BLOCK: usize = 128;
const MINI: usize = 32;

/// Groups of eight equal values from which on they are written as a run: a packed run costs a head
/// to end and one to begin again.
const RUN: usize = 3;

/// Appends levels of 0 and 1, one for each row.
pub(super) fn levels(bits: &[u64], rows: usize, out: &mut Vec<u8>) {
    let mut from = 0;
    while from < bits.len() {
        let class = |word: &u64| match *word {
            0 => 0,
            u64::MAX => 1,
            _ => 2,
        };
        let first = class(&bits[from]);
        let same = bits[from..].iter().take_while(|word| class(word) == first).count();
        // The last word may have room for more rows than there are.
        let count = (same * 64).min(rows - from * 64);
        if first < 2 {
            varint((count as u64) << 1, out);
            out.push(first);
        } else {
            let groups = count.div_ceil(8);
            varint((groups as u64) << 1 | 1, out);
            let end = out.len() + groups;
            bits[from..from + same]
                .iter()
                .for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
            out.truncate(end);
        }
        from += same;
    }
}

/// Appends places in a dictionary of so many values.
pub(super) fn indices(places: &[u32], dictionary: usize, out: &mut Vec<u8>) {
    let width = (usize::BITS - dictionary.saturating_sub(1).leading_zeros()) as usize;
    out.push(width as u8);
    let (groups, _) = places.as_chunks::<8>();
    let (mut packed, mut at) = (0, 0);
    while at < groups.len() {
        let same = groups[at..].iter().take_while(|group| **group == [groups[at][0]; 8]).count();
        if same >= RUN {
            run(&places[packed * 8..at * 8], width, out);
            varint((same as u64 * 8) << 1, out);
            out.extend_from_slice(&groups[at][0].to_le_bytes()[..width.div_ceil(8)]);
            packed = at + same;
        }
        at += same.max(1);
    }
    run(&places[packed * 8..], width, out);
}

/// Appends values side by side, as one run, if there are any.
fn run(values: &[u32], width: usize, out: &mut Vec<u8>) {
    if !values.is_empty() {
        varint((values.len().div_ceil(8) as u64) << 1 | 1, out);
        side_by_side(values, width, out);
    }
}

/// Appends truth values, given as 0 and 1.
pub(super) fn flags(values: &[u32], out: &mut Vec<u8>) {
    side_by_side(values, 1, out);
}

/// Appends values of up to 32 bits side by side, in whole groups of eight.
fn side_by_side(values: &[u32], width: usize, out: &mut Vec<u8>) {
    out.reserve(values.len().div_ceil(8) * width + 8);
    for group in values.chunks(8) {
        let (mut word, mut bits) = (0_u64, 0);
        for nth in 0..8 {
            word |= u64::from(group.get(nth).copied().unwrap_or(0)) << bits;
            bits += width;
            if bits >= 32 {
                out.extend_from_slice(&(word as u32).to_le_bytes());
                word >>= 32;
                bits -= 32;
            }
        }
        out.extend_from_slice(&word.to_le_bytes()[..bits / 8]);
    }
}

/// Appends values of 32 bits, one after the other.
pub(super) fn plain(values: &[u32], out: &mut Vec<u8>) {
    out.reserve(values.len() * 4);
    values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
}

/// Appends values by their differences, which wrap around.
pub(super) fn differences(values: &[u32], out: &mut Vec<u8>) {
    let first = values.first().copied().unwrap_or(0);
    head(values.len(), i64::from(first.cast_signed()), out);
    let mut steps = [0_i32; BLOCK];
    let mut before = first;
    for values in values.get(1..).unwrap_or(&[]).chunks(BLOCK) {
        for (step, value) in steps.iter_mut().zip(values) {
            *step = value.wrapping_sub(before).cast_signed();
            before = *value;
        }
        let steps = &mut steps[..values.len()];
        let least = steps.iter().copied().min().unwrap_or(0);
        varint(zigzag(least.into()), out);
        let over = steps.iter().map(|step| step.wrapping_sub(least).cast_unsigned());
        let mut padded = [0; BLOCK];
        padded.iter_mut().zip(over).for_each(|(to, over)| *to = over);
        let width =
            |mini: &[u32]| u32::BITS - mini.iter().fold(0, |all, it| all | it).leading_zeros();
        out.extend(padded.chunks(MINI).map(|mini| width(mini) as u8));
        for mini in padded.chunks(MINI) {
            side_by_side(mini, width(mini) as usize, out);
        }
    }
}

/// Appends numbers that follow each other, by their differences, which are all 1.
pub(super) fn steps(first: u64, count: usize, out: &mut Vec<u8>) {
    head(count, first.cast_signed(), out);
    for _ in 0..count.saturating_sub(1).div_ceil(BLOCK) {
        varint(zigzag(1), out);
        out.extend([0; BLOCK / MINI]);
    }
}

fn head(count: usize, first: i64, out: &mut Vec<u8>) {
    varint(BLOCK as u64, out);
    varint((BLOCK / MINI) as u64, out);
    varint(count as u64, out);
    varint(zigzag(first), out);
}

/// Appends values of `N` bytes: all their first bytes, then all their second ones, and so on.
pub(super) fn split<T: Copy, const N: usize>(
    values: &[T],
    bytes: impl Fn(T) -> [u8; N],
    out: &mut Vec<u8>,
) {
    for nth in 0..N {
        out.extend(values.iter().map(|value| bytes(*value)[nth]));
    }
}

/// Appends a number: seven bits to a byte, the lowest first.
fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A number with a sign in the form in which the lowest bit is the sign.
fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}

//! The embedded font: how wide a letter is, and its outline.
//!
//! Reads only what a drawing needs of DejaVu Sans (TrueType): the character map, the advances and
//! the quadratic outlines. The font never changes, so a read past the end gives 0 and not an error;
//! the tests show that the letters are there.

use super::scene::Point;

/// The two weights in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// Where the tables of one font file begin.
pub(super) struct Font {
    bytes: &'static [u8],
    characters: usize,
    outlines: usize,
    places: usize,
    advances: usize,
    advance_count: usize,
    long_places: bool,
    em: f64,
}

/// Closed curves of a letter, in parts of an em, y upwards; flattened to straight pieces.
pub(super) type Outline = Vec<Vec<Point>>;

/// Straight pieces per curve: at 36 px a letter shows no corners.
const PIECES: u32 = 6;

/// Composite letters are an accent on a letter; deeper nesting would be a damaged file.
const MAX_DEPTH: u32 = 4;

impl Font {
    /// The embedded font of this weight.
    pub(super) fn of(weight: Weight) -> Font {
        let bytes = match weight {
            Weight::Regular => dejavu::sans::regular(),
            Weight::Bold => dejavu::sans::bold(),
        };
        let head = table(bytes, b"head");
        Font {
            bytes,
            characters: character_map(bytes, table(bytes, b"cmap")),
            outlines: table(bytes, b"glyf"),
            places: table(bytes, b"loca"),
            advances: table(bytes, b"hmtx"),
            advance_count: u16_at(bytes, table(bytes, b"hhea") + 34).max(1),
            long_places: u16_at(bytes, head + 50) != 0,
            em: f64::from(i16_at(bytes, head + 18)).max(1.0),
        }
    }

    /// Which drawing a character has; 0 is the empty box.
    pub(super) fn glyph(&self, letter: char) -> usize {
        let code = u32::from(letter) as usize;
        let twice = u16_at(self.bytes, self.characters + 6);
        let ends = self.characters + 14;
        for segment in (0..twice).step_by(2) {
            if u16_at(self.bytes, ends + segment) < code {
                continue;
            }
            let start_at = ends + 2 + twice + segment;
            let start = u16_at(self.bytes, start_at);
            if start > code {
                return 0;
            }
            let delta = u16_at(self.bytes, start_at + twice);
            let range_at = start_at + 2 * twice;
            let range = u16_at(self.bytes, range_at);
            if range == 0 {
                return (code + delta) & 0xFFFF;
            }
            return match u16_at(self.bytes, range_at + range + 2 * (code - start)) {
                0 => 0,
                glyph => (glyph + delta) & 0xFFFF,
            };
        }
        0
    }

    /// How far the pen moves on, in parts of an em.
    pub(super) fn advance(&self, glyph: usize) -> f64 {
        let at = self.advances + 4 * glyph.min(self.advance_count - 1);
        f64::from(i16_at(self.bytes, at)) / self.em
    }

    /// The shape of a glyph.
    pub(super) fn outline(&self, glyph: usize) -> Outline {
        let mut curves = Vec::new();
        self.collect(glyph, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0, &mut curves);
        for point in curves.iter_mut().flatten() {
            *point = (point.0 / self.em, point.1 / self.em);
        }
        curves
    }

    fn collect(&self, glyph: usize, place: [f64; 6], depth: u32, curves: &mut Outline) {
        let (at, end) = (self.place(glyph), self.place(glyph + 1));
        if at >= end || depth > MAX_DEPTH {
            return;
        }
        let at = self.outlines + at;
        match usize::try_from(i16_at(self.bytes, at)) {
            Ok(count) => self.simple(at + 10, count, place, curves),
            Err(_) => self.composite(at + 10, place, depth, curves),
        }
    }

    fn place(&self, glyph: usize) -> usize {
        if self.long_places {
            u32_at(self.bytes, self.places + 4 * glyph)
        } else {
            2 * u16_at(self.bytes, self.places + 2 * glyph)
        }
    }

    fn simple(&self, at: usize, count: usize, place: [f64; 6], curves: &mut Outline) {
        let ends: Vec<usize> = (0..count).map(|i| u16_at(self.bytes, at + 2 * i)).collect();
        let points = ends.last().map_or(0, |last| last + 1);
        let mut at = at + 2 * count;
        at += 2 + u16_at(self.bytes, at);
        let mut flags = Vec::with_capacity(points);
        while flags.len() < points {
            let flag = u8_at(self.bytes, at);
            at += 1;
            let mut repeats = 1;
            if flag & 8 != 0 {
                repeats += u8_at(self.bytes, at);
                at += 1;
            }
            flags.extend(std::iter::repeat_n(flag, repeats));
        }
        flags.truncate(points);
        let xs = self.coordinates(&flags, 2, 16, &mut at);
        let ys = self.coordinates(&flags, 4, 32, &mut at);
        let mut start = 0;
        for end in ends {
            let part: Vec<(Point, bool)> = (start..=end)
                .filter_map(|i| {
                    let (x, y) = (*xs.get(i)?, *ys.get(i)?);
                    let [a, b, c, d, e, f] = place;
                    Some(((a * x + c * y + e, b * x + d * y + f), flags[i] & 1 != 0))
                })
                .collect();
            curves.push(flatten(&part));
            start = end + 1;
        }
    }

    /// Steps from point to point: one byte, two bytes, or none, as the flag says.
    fn coordinates(&self, flags: &[usize], short: usize, same: usize, at: &mut usize) -> Vec<f64> {
        let mut now = 0.0;
        let mut all = Vec::with_capacity(flags.len());
        for flag in flags {
            if flag & short != 0 {
                let size = f64::from(u32::try_from(u8_at(self.bytes, *at)).unwrap_or(0));
                now += if flag & same != 0 { size } else { -size };
                *at += 1;
            } else if flag & same == 0 {
                now += f64::from(i16_at(self.bytes, *at));
                *at += 2;
            }
            all.push(now);
        }
        all
    }

    fn composite(&self, mut at: usize, place: [f64; 6], depth: u32, curves: &mut Outline) {
        loop {
            let flags = u16_at(self.bytes, at);
            let glyph = u16_at(self.bytes, at + 2);
            at += 4;
            let (dx, dy) = if flags & 1 != 0 {
                at += 4;
                (i16_at(self.bytes, at - 4), i16_at(self.bytes, at - 2))
            } else {
                at += 2;
                (i8_at(self.bytes, at - 2), i8_at(self.bytes, at - 1))
            };
            let mut turn = [1.0, 0.0, 0.0, 1.0];
            let shares = |at: usize| f64::from(i16_at(self.bytes, at)) / 16384.0;
            if flags & 8 != 0 {
                turn = [shares(at), 0.0, 0.0, shares(at)];
                at += 2;
            } else if flags & 0x40 != 0 {
                turn = [shares(at), 0.0, 0.0, shares(at + 2)];
                at += 4;
            } else if flags & 0x80 != 0 {
                turn = [shares(at), shares(at + 2), shares(at + 4), shares(at + 6)];
                at += 8;
            }
            self.collect(glyph, combine(place, turn, dx.into(), dy.into()), depth + 1, curves);
            if flags & 0x20 == 0 {
                return;
            }
        }
    }
}

/// First turn and shift the part, then do what was to be done with the whole.
fn combine(whole: [f64; 6], turn: [f64; 4], dx: f64, dy: f64) -> [f64; 6] {
    let [a, b, c, d, e, f] = whole;
    let [p, q, r, s] = turn;
    [
        a * p + c * q,
        b * p + d * q,
        a * r + c * s,
        b * r + d * s,
        a * dx + c * dy + e,
        b * dx + d * dy + f,
    ]
}

/// A closed TrueType contour as straight pieces. Between two off-curve points lies an implied
/// on-curve one.
fn flatten(points: &[(Point, bool)]) -> Vec<Point> {
    let mut full: Vec<(Point, bool)> = Vec::with_capacity(2 * points.len());
    for (i, &(point, on)) in points.iter().enumerate() {
        let (next, next_on) = points[(i + 1) % points.len()];
        full.push((point, on));
        if !on && !next_on {
            full.push((((point.0 + next.0) / 2.0, (point.1 + next.1) / 2.0), true));
        }
    }
    let Some(first) = full.iter().position(|(_, on)| *on) else { return Vec::new() };
    full.rotate_left(first);
    let mut out: Vec<Point> = Vec::new();
    for (i, &(point, on)) in full.iter().enumerate() {
        if on {
            out.push(point);
            continue;
        }
        let before = full[i - 1].0;
        let after = full[(i + 1) % full.len()].0;
        for piece in 1..PIECES {
            let t = f64::from(piece) / f64::from(PIECES);
            let (u, v, w) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            out.push((
                u * before.0 + v * point.0 + w * after.0,
                u * before.1 + v * point.1 + w * after.1,
            ));
        }
    }
    out
}

fn table(bytes: &[u8], name: &[u8; 4]) -> usize {
    (0..u16_at(bytes, 4))
        .map(|i| 12 + 16 * i)
        .find(|at| bytes.get(*at..at + 4) == Some(name.as_slice()))
        .map_or(0, |at| u32_at(bytes, at + 8))
}

/// The Windows Unicode map, which every character in use here is in.
fn character_map(bytes: &[u8], map: usize) -> usize {
    (0..u16_at(bytes, map + 2))
        .map(|i| map + 4 + 8 * i)
        .find(|at| u16_at(bytes, *at) == 3 && u16_at(bytes, at + 2) == 1)
        .map_or(0, |at| map + u32_at(bytes, at + 4))
}

fn u8_at(bytes: &[u8], at: usize) -> usize {
    bytes.get(at).copied().unwrap_or(0).into()
}

fn u16_at(bytes: &[u8], at: usize) -> usize {
    u8_at(bytes, at) << 8 | u8_at(bytes, at + 1)
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    u16_at(bytes, at) << 16 | u16_at(bytes, at + 2)
}

fn i16_at(bytes: &[u8], at: usize) -> i16 {
    match bytes.get(at..at + 2) {
        Some(&[high, low]) => i16::from_be_bytes([high, low]),
        _ => 0,
    }
}

fn i8_at(bytes: &[u8], at: usize) -> i16 {
    bytes.get(at).map_or(0, |byte| i8::from_be_bytes([*byte]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_the_charts_write_has_a_shape() {
        let font = Font::of(Weight::Regular);
        for letter in "AZaz09+−–…%[](),.:·×→é±≥“”’".chars() {
            assert!(font.glyph(letter) > 0, "{letter}");
            assert!(!font.outline(font.glyph(letter)).is_empty(), "{letter}");
        }
        assert!(font.glyph('\u{202f}') > 0, "the narrow space in thousands");
    }

    #[test]
    fn letters_are_as_wide_as_the_font_says() {
        let (regular, bold) = (Font::of(Weight::Regular), Font::of(Weight::Bold));
        let width = |font: &Font, letter| (font.advance(font.glyph(letter)) * 2048.0).round();
        assert!((width(&regular, '0') - 1303.0).abs() < 0.5);
        assert!((width(&bold, '0') - 1425.0).abs() < 0.5);
    }

    #[test]
    fn outlines_stay_near_the_line() {
        let font = Font::of(Weight::Bold);
        for letter in ' '..='~' {
            for (x, y) in font.outline(font.glyph(letter)).into_iter().flatten() {
                assert!((-0.3..1.3).contains(&x) && (-0.4..1.1).contains(&y), "{letter}");
            }
        }
    }
}

//! The embedded font: how wide a letter is, and which pixels it inks.
//!
//! Letters are inked here with `ab_glyph` and not by plotters, whose own use of that crate leaves
//! out the space at a letter's left side and rounds every letter's place.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, PxScale, point};

use super::paint::whole;

/// The two weights in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    Regular,
    Bold,
}

static REGULAR: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(dejavu::sans::regular()).ok());
static BOLD: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(dejavu::sans::bold()).ok());

/// The font never changes; the tests show that it can be read.
fn of(weight: Weight) -> Option<&'static FontRef<'static>> {
    match weight {
        Weight::Regular => REGULAR.as_ref(),
        Weight::Bold => BOLD.as_ref(),
    }
}

/// How far a letter moves the pen on, in parts of the font size.
pub(super) fn advance(letter: char, weight: Weight) -> f64 {
    of(weight).map_or(0.0, |font| {
        let em = font.units_per_em().unwrap_or(1.0);
        f64::from(font.h_advance_unscaled(font.glyph_id(letter)) / em)
    })
}

/// Tells which pixels a line of text covers, and how much of each, with its baseline starting at
/// `start`.
pub(super) fn ink(
    text: &str,
    weight: Weight,
    size: f64,
    start: (f64, f64),
    mut pixel: impl FnMut((i32, i32), f64),
) {
    let Some(font) = of(weight) else { return };
    // `ab_glyph` wants the height from the highest to the lowest letter.
    let height = f64::from(font.height_unscaled() / font.units_per_em().unwrap_or(1.0));
    let mut pen = start.0;
    for letter in text.chars() {
        let place = point(single(pen), single(start.1));
        let scale = PxScale::from(single(size * height));
        let glyph = font.glyph_id(letter).with_scale_and_position(scale, place);
        if let Some(outline) = font.outline_glyph(glyph) {
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, cover| {
                let at = |corner: f32, steps: u32| whole(f64::from(corner) + f64::from(steps));
                pixel((at(corner.x, x), at(corner.y, y)), f64::from(cover.min(1.0)));
            });
        }
        pen += size * advance(letter, weight);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places on a picture need few digits")]
fn single(x: f64) -> f32 {
    x as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_the_charts_write_has_a_shape() {
        for weight in [Weight::Regular, Weight::Bold] {
            for letter in "AZaz09+−–…%[](),.:·×→é±≥“”’μσ≤".chars() {
                let mut inked = false;
                ink(&letter.to_string(), weight, 12.0, (0.0, 0.0), |_, _| inked = true);
                assert!(of(weight).unwrap().glyph_id(letter).0 > 0 && inked, "{letter}");
            }
            assert!(of(weight).unwrap().glyph_id('\u{202f}').0 > 0, "the space in thousands");
        }
    }

    #[test]
    fn letters_are_as_wide_as_the_font_says() {
        let width = |weight| advance('0', weight) * 2048.0;
        assert!((width(Weight::Regular) - 1303.0).abs() < 0.01);
        assert!((width(Weight::Bold) - 1425.0).abs() < 0.01);
    }

    #[test]
    fn letters_stand_on_the_line() {
        let (mut top, mut bottom, mut left) = (999, 0, 999);
        ink("H", Weight::Bold, 100.0, (20.0, 200.0), |(x, y), cover| {
            if cover > 0.5 {
                (top, bottom, left) = (top.min(y), bottom.max(y), left.min(x));
            }
        });
        assert_eq!((top, bottom, left), (127, 199, 29));
    }
}

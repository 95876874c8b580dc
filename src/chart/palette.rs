//! Colours and sizes, in one place. The colours are Okabe and Ito's, told apart in every kind of
//! colour blindness.

use super::font::Weight;
use super::number::float;
use super::paint::whole;
use super::scene::{Dash, Paint, Pen, Style};

/// Paper.
pub(super) const WHITE: Paint = Paint::solid([0xFF, 0xFF, 0xFF]);
/// Titles and row labels.
pub(super) const INK: Paint = Paint::solid([0x22, 0x22, 0x22]);
/// What is said less loudly: subtitles, ticks, captions. Contrast with white 5.7 to 1.
pub(super) const GREY: Paint = Paint::solid([0x66, 0x66, 0x66]);
/// Axis lines, whiskers of what is unclear.
pub(super) const RULE: Paint = Paint::solid([0x99, 0x99, 0x99]);
/// Grid lines.
pub(super) const GRID: Paint = Paint::solid([0xE6, 0xE6, 0xE6]);

pub(super) const BLUE: Paint = Paint::solid([0x00, 0x72, 0xB2]);
pub(super) const VERMILION: Paint = Paint::solid([0xD5, 0x5E, 0x00]);
pub(super) const GREEN: Paint = Paint::solid([0x00, 0x9E, 0x73]);
pub(super) const PINK: Paint = Paint::solid([0xCC, 0x79, 0xA7]);
pub(super) const ORANGE: Paint = Paint::solid([0xE6, 0x9F, 0x00]);
pub(super) const SKY: Paint = Paint::solid([0x56, 0xB4, 0xE9]);

/// The arm everything is compared with.
const BASE: Paint = Paint::solid([0x44, 0x44, 0x44]);

pub(super) const TITLE: Style = Style { size: 18.0, weight: Weight::Bold, paint: INK };
pub(super) const SUBTITLE: Style = Style { size: 13.0, weight: Weight::Regular, paint: GREY };
pub(super) const HEADING: Style = Style { size: 13.0, weight: Weight::Bold, paint: INK };
pub(super) const LABEL: Style = Style { size: 12.0, weight: Weight::Regular, paint: INK };
pub(super) const SMALL: Style = Style { size: 11.0, weight: Weight::Regular, paint: GREY };

const ARMS: [(Paint, Dash); 5] = [
    (BLUE, Dash::Dashed),
    (VERMILION, Dash::Dotted),
    (GREEN, Dash::Mixed),
    (PINK, Dash::Long),
    (ORANGE, Dash::Short),
];

/// The colour of an arm; 0 is the base arm.
pub(super) fn arm(index: usize) -> Paint {
    arm_pen(index).paint
}

/// The line of an arm; 0 is the base arm.
pub(super) fn arm_pen(index: usize) -> Pen {
    match index.checked_sub(1) {
        None => Pen::solid(BASE, 2.2),
        Some(other) => {
            let (paint, dash) = ARMS[other % ARMS.len()];
            Pen { paint, width: 2.0, dash }
        }
    }
}

/// Letters in an arm's colour, darkened where the colour alone is too pale to read on white.
pub(super) fn arm_ink(index: usize) -> Paint {
    readable(arm(index))
}

/// The colour, dark enough for small letters.
pub(super) fn readable(paint: Paint) -> Paint {
    let light = lightness(paint).max(DARK_ENOUGH);
    let dim = |part: u8| u8::try_from(u32::from(part) * DARK_ENOUGH / light).unwrap_or(part);
    Paint::solid(paint.rgb.map(dim))
}

/// Letters this light have a contrast of about 5 to 1 with white.
const DARK_ENOUGH: u32 = 380;

/// Black or white letters, whichever can be read on this colour.
pub(super) fn on(paint: Paint) -> Paint {
    if lightness(paint) > 500 { INK } else { WHITE }
}

/// Pure black or white letters: on a scale of colours the middle ones leave no contrast to spare,
/// so the choice follows the light that a screen gives off, which goes with the square of a part.
pub(super) fn black_or_white(paint: Paint) -> Paint {
    let [red, green, blue] = paint.rgb.map(|part| u32::from(part).pow(2));
    let light = (2126 * red + 7152 * green + 722 * blue) / (255 * 255);
    if light > 2070 { Paint::solid([0, 0, 0]) } else { WHITE }
}

/// 0 is black, 1000 is white, as the eye weighs the colours.
fn lightness(paint: Paint) -> u32 {
    let [red, green, blue] = paint.rgb.map(u32::from);
    (299 * red + 587 * green + 114 * blue) / 255
}

/// The parts of a stacked bar.
pub(super) fn part(index: usize) -> Paint {
    const PARTS: [Paint; 7] = [BLUE, SKY, GREEN, ORANGE, PINK, VERMILION, RULE];
    PARTS[index % PARTS.len()]
}

/// From little to much: one hue from pale to dark, so that the order is seen without its colour.
const RISING: [Paint; 4] = [
    Paint::solid([0xEE, 0xF4, 0xFA]),
    Paint::solid([0x9B, 0xCA, 0xE6]),
    Paint::solid([0x2C, 0x8C, 0xC8]),
    Paint::solid([0x00, 0x3E, 0x63]),
];

/// From less to more, pale where nothing changes: blue and vermilion, equally dark at both ends.
const EITHER_WAY: [Paint; 5] = [
    BLUE,
    Paint::solid([0x9B, 0xCA, 0xE6]),
    Paint::solid([0xF7, 0xF7, 0xF7]),
    Paint::solid([0xEF, 0xAF, 0x84]),
    Paint::solid([0xA8, 0x4A, 0x00]),
];

/// The colour of an amount; 0 is the lowest, 1 the highest.
pub(super) fn rising(share: f64) -> Paint {
    between(&RISING, share)
}

/// The colour of a change; 0 is the largest fall, a half is no change, 1 is the largest rise.
pub(super) fn either_way(share: f64) -> Paint {
    between(&EITHER_WAY, share)
}

/// A colour on the way through these, at equal steps.
fn between(stops: &[Paint], share: f64) -> Paint {
    let steps = stops.len().saturating_sub(1);
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let at = share * float(steps);
    let lower = (0..steps).rev().find(|step| float(*step) <= at).unwrap_or(0);
    let part = at - float(lower);
    let (from, to) = (stops[lower].rgb.map(f64::from), stops[lower + 1].rgb.map(f64::from));
    let mixed = |i: usize| u8::try_from(whole(from[i] + part * (to[i] - from[i]))).unwrap_or(0);
    Paint::solid([mixed(0), mixed(1), mixed(2)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How well two colours stand off, from 1 to 21, as the Web Content Accessibility Guidelines
    /// (WCAG 2.2, contrast ratio) reckon it.
    fn contrast(a: Paint, b: Paint) -> f64 {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            dark if dark <= 0.04045 => dark / 12.92,
            light => libm::pow((light + 0.055) / 1.055, 2.4),
        };
        let bright = |paint: Paint| {
            let [red, green, blue] = paint.rgb.map(linear);
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        };
        bright(a).max(bright(b)) / bright(a).min(bright(b))
    }

    #[test]
    fn letters_can_be_read_on_every_colour_of_a_scale() {
        for step in 0..=200 {
            let share = f64::from(step) / 200.0;
            for paint in [rising(share), either_way(share)] {
                let ratio = contrast(paint, black_or_white(paint));
                assert!(ratio >= 4.5, "{paint:?} at {share}: {ratio}");
            }
        }
    }

    #[test]
    fn a_scale_darkens_step_by_step_and_alike_on_both_sides() {
        let light = |step: u32| lightness(rising(f64::from(step) / 20.0));
        assert!((0..20).all(|step| light(step) > light(step + 1)));
        for step in 0..=10 {
            let share = f64::from(step) / 20.0;
            let (less, more) = (either_way(share), either_way(1.0 - share));
            assert!(lightness(less).abs_diff(lightness(more)) < 45, "{share}: {less:?} {more:?}");
        }
        assert_eq!(rising(f64::NAN).rgb, RISING[0].rgb);
    }
}

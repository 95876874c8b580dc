//! Colours and sizes, in one place. The colours are Okabe and Ito's, told apart in every kind of
//! colour blindness.

use super::font::Weight;
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

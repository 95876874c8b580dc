//! From values to colours, and the bar of colours that says which is which.

use super::number::{self, float};
use super::page::Page;
use super::palette::{self, GREY, RULE, SMALL};
use super::scene::{Anchor, Area, Paint, Pen, Scene};
use super::text;
use super::ticks::Ticks;

/// How values become colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TileKind {
    /// From little to much; the scale includes zero.
    #[default]
    Amount,
    /// A change against the base arm: the scale reaches as far below zero as above.
    Change,
}

/// From values to colours, the same for all maps.
pub(super) struct Colours {
    kind: TileKind,
    pub(super) ticks: Ticks,
    /// Of the numbers in the squares.
    decimals: usize,
}

impl Colours {
    pub(super) fn of(kind: TileKind, all: &[f64]) -> Colours {
        let (low, high) = match kind {
            TileKind::Amount => all.iter().fold((0.0, 0.0), |(low, high): (f64, f64), value| {
                (low.min(*value), high.max(*value))
            }),
            TileKind::Change => {
                let most = all.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
                // Without any change there is still a scale; one too small to divide by is none.
                let reach = if most < 1e-9 { 1.0 } else { most };
                (-reach, reach)
            }
        };
        let ticks = Ticks::covering(low, high, 6);
        Colours { kind, ticks, decimals: number::decimals(all) }
    }

    /// The colour of a value; beyond the scale, that of its end.
    pub(super) fn paint(&self, value: f64) -> Paint {
        let (low, high) = (self.ticks.low(), self.ticks.high());
        let share = (value.clamp(low, high) - low) / (high - low);
        match self.kind {
            TileKind::Amount => palette::rising(share),
            TileKind::Change => palette::either_way(share),
        }
    }

    /// A value as it stands in its square.
    pub(super) fn text(&self, value: f64) -> String {
        self.written(value, self.decimals)
    }

    fn written(&self, value: f64, decimals: usize) -> String {
        match self.kind {
            TileKind::Amount => number::short(value, decimals),
            TileKind::Change => number::signed_short(value, decimals),
        }
    }
}

/// The colour bar in px.
const BAR: (f64, f64) = (320.0, 12.0);
/// As many steps of colour as the eye takes for none; each a whole number of px wide.
const STEPS: usize = 80;
/// What hatching says.
pub(super) const NO_DATA: &str = "no data";

/// A bar of all colours with ticks, and what a hatched square is.
pub(super) fn legend(page: &mut Page, colours: &Colours, has_gaps: bool) {
    // The numbers at the ends of the bar reach beyond it.
    let left = page.left + 14.0;
    let (top, bottom) = (page.y + 8.0, page.y + 8.0 + BAR.1);
    let (low, high) = (colours.ticks.low(), colours.ticks.high());
    let step = BAR.0 / float(STEPS);
    for nth in 0..STEPS {
        let share = (float(nth) + 0.5) / float(STEPS);
        let from = left + step * float(nth);
        let part = Area { left: from, top, right: from + step, bottom };
        page.scene.rect(part, colours.paint(low + share * (high - low)));
    }
    outline(&mut page.scene, Area { left, top, right: left + BAR.0, bottom });
    ticks(&mut page.scene, colours, (left, bottom));
    page.y = bottom + 20.0;
    if has_gaps {
        no_data_key(page, left + BAR.0 + 40.0, top);
    }
    page.y += 2.0;
}

/// As many numbers below the bar as have room.
fn ticks(scene: &mut Scene, colours: &Colours, (left, y): (f64, f64)) {
    let (low, high) = (colours.ticks.low(), colours.ticks.high());
    let mut last_end = f64::MIN;
    for value in &colours.ticks.values {
        let x = left + BAR.0 * (value - low) / (high - low);
        scene.line((x, y), (x, y + 4.0), Pen::solid(RULE, 1.0));
        let name = colours.written(*value, colours.ticks.decimals);
        let half = text::width(&name, SMALL) / 2.0;
        if x - half > last_end + 4.0 {
            scene.words((x, y + 15.0), Anchor::Middle, &name, SMALL);
            last_end = x + half;
        }
    }
}

/// Beside the bar if there is room, else below it.
fn no_data_key(page: &mut Page, beside: f64, top: f64) {
    let wide = 18.0;
    let fits = beside + wide + 6.0 + text::width(NO_DATA, SMALL) <= page.right;
    let (left, top) = if fits { (beside, top) } else { (page.left + 14.0, page.y + 4.0) };
    hatched(&mut page.scene, Area { left, top, right: left + wide, bottom: top + BAR.1 });
    page.scene.words((left + wide + 6.0, top + 10.0), Anchor::Start, NO_DATA, SMALL);
    if !fits {
        page.y = top + BAR.1 + 2.0;
    }
}

/// White with slanted lines: no colour of a scale, and seen without colours.
pub(super) fn hatched(scene: &mut Scene, area: Area) {
    slanted(scene, area, Pen::solid(GREY.faded(0.45), 0.7));
    outline(scene, area);
}

/// Slanted lines, and nothing between them.
pub(super) fn slanted(scene: &mut Scene, area: Area, pen: Pen) {
    let (wide, high) = (area.width(), area.height());
    let mut along = 4.0;
    while along < wide + high {
        // From the left or lower edge up to the upper or right one.
        let from = (area.left + (along - high).max(0.0), area.top + along.min(high));
        let to = (area.left + along.min(wide), area.top + (along - wide).max(0.0));
        scene.line(from, to, pen);
        along += 5.0;
    }
}

/// A thin edge: the palest colours are nearly those of the paper.
pub(super) fn outline(scene: &mut Scene, area: Area) {
    let Area { left, top, right, bottom } = area;
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    scene.path(corners.to_vec(), Pen::solid(RULE.faded(0.7), 0.7));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_of_changes_is_the_same_on_both_sides() {
        for most in [0.0, 1e-300, 0.02, 3.1, -48.0, 1e9, -1e300] {
            let colours = Colours::of(TileKind::Change, &[most, most / 3.0]);
            assert!((colours.ticks.low() + colours.ticks.high()).abs() < 1e-12, "{most}");
            assert_eq!(colours.paint(0.0).rgb, palette::either_way(0.5).rgb, "{most}");
        }
        let amounts = Colours::of(TileKind::Amount, &[12.0]);
        assert!(amounts.ticks.low() == 0.0, "what is counted is counted from zero");
    }
}

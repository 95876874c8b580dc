//! One row's own scale in a chart of differences.

use super::differences::{DifferenceRow, share_of};
use super::number;
use super::page;
use super::palette::{self, GRID, RULE};
use super::picture::Estimate;
use super::scene::{Anchor, Paint, Pen, Scene, Style};
use super::ticks;

/// No scale of shares reaches further: what does is an arrow, and its number is written beside it.
/// A count cannot fall by more; and one very uncertain rise would make all else invisible.
const FURTHEST: f64 = 1.0;

/// One row's own scale: the distance from zero to either end of the track.
pub(super) struct Ruler {
    reach: f64,
    track: (f64, f64),
    /// Half the height of the mark at zero; on a phone it stays clear of the numbers above.
    mark: f64,
    /// What a reach of one is called at the ends.
    ends: [String; 2],
    /// Whether the ends are shares of a base.
    is_shares: bool,
}

impl Ruler {
    pub(super) fn of(row: &DifferenceRow, track: (f64, f64), mark: f64) -> Ruler {
        let sound = row.by_arm.iter().flatten().filter_map(|e| e.sound());
        let most = sound
            .fold(0.0, |most: f64, e| most.max(e.low.abs()).max(e.high.abs()).max(e.value.abs()));
        match share_of(most, row.base) {
            Some(share) => {
                let share = ticks::round_end(share).min(FURTHEST);
                let ends = [-share, share].map(number::signed_percent);
                Ruler { reach: share * row.base.abs(), track, mark, ends, is_shares: true }
            }
            None => {
                let reach = ticks::round_end(most);
                let ends = [-reach, reach].map(|end| number::signed(end, number::decimals(&[end])));
                Ruler { reach, track, mark, ends, is_shares: false }
            }
        }
    }

    fn x(&self, value: f64) -> f64 {
        let middle = f64::midpoint(self.track.0, self.track.1);
        middle + (value / self.reach).clamp(-1.0, 1.0) * (self.track.1 - self.track.0) / 2.0
    }

    /// Where the scale ends, but for rounding.
    fn end(&self) -> f64 {
        self.reach * (1.0 + 1e-9)
    }

    /// Whether it goes on beyond the scale, to the left and to the right. An interval of a count may
    /// reach below what a count can fall to; its value cannot.
    fn beyond(&self, e: Estimate) -> (bool, bool) {
        let end = self.end();
        (e.low < -end && (!self.is_shares || e.value < -end), e.high > end)
    }

    /// Whether any arm of a row goes on beyond its scale.
    pub(super) fn has_arrows(row: &DifferenceRow) -> bool {
        let ruler = Ruler::of(row, (0.0, 1.0), 0.0);
        let sound = row.by_arm.iter().flatten().filter_map(|e| e.sound());
        sound.map(|e| ruler.beyond(e)).any(|(less, more)| less || more)
    }

    /// The line, the interval and the dot of one arm.
    pub(super) fn draw(&self, scene: &mut Scene, y: f64, colour: usize, e: Option<Estimate>) {
        scene.line((self.track.0, y), (self.track.1, y), Pen::solid(GRID, 1.0));
        let middle = self.x(0.0);
        scene.line((middle, y - self.mark), (middle, y + self.mark), Pen::solid(RULE, 1.0));
        let Some(e) = e else { return };
        let paint = if e.crosses_zero() { RULE } else { palette::arm(colour) };
        scene.line((self.x(e.low), y), (self.x(e.high), y), Pen::solid(paint, 3.0));
        let (less, more) = self.beyond(e);
        if more {
            arrow(scene, (self.track.1, y), 1.0, paint);
        }
        if less {
            arrow(scene, (self.track.0, y), -1.0, paint);
        }
        if e.value.abs() > self.end() {
            return;
        }
        let at = (self.x(e.value), y);
        if e.crosses_zero() {
            page::ring(scene, at, 3.6, paint);
        } else {
            scene.dot(at, 4.0, paint);
        }
    }

    pub(super) fn write_ends(&self, scene: &mut Scene, y: f64, style: Style) {
        scene.words((self.track.0, y), Anchor::Start, &self.ends[0], style);
        scene.words((self.track.1, y), Anchor::End, &self.ends[1], style);
    }
}

/// It goes on beyond the end of the track.
fn arrow(scene: &mut Scene, (x, y): (f64, f64), way: f64, paint: Paint) {
    let back = x - way * 3.0;
    scene.polygon(vec![(back, y - 5.0), (x + way * 6.0, y), (back, y + 5.0)], paint);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruler(base: f64, by_arm: &[[f64; 3]]) -> Ruler {
        let estimate = |[value, low, high]: &[f64; 3]| {
            Some(Estimate { value: *value, low: *low, high: *high })
        };
        let by_arm = by_arm.iter().map(estimate).collect();
        let row = DifferenceRow { base, by_arm, ..DifferenceRow::default() };
        Ruler::of(&row, (0.0, 200.0), 5.0)
    }

    #[test]
    fn no_scale_says_that_a_count_falls_by_more_than_all() {
        let rare = ruler(2.0, &[[120.0, 100.0, 140.0], [-1.5, -3.0, 0.0]]);
        assert_eq!(rare.ends, ["−100\u{a0}%", "+100\u{a0}%"]);
        assert_eq!((rare.x(-2.0), rare.x(120.0)), (0.0, 200.0));
        let beyond = |value, low, high| rare.beyond(Estimate { value, low, high });
        assert_eq!(beyond(120.0, 100.0, 140.0), (false, true));
        assert_eq!(beyond(-1.5, -3.0, 0.0), (false, false));
    }

    #[test]
    fn small_shares_and_rows_without_a_base_keep_a_scale_of_their_own() {
        assert_eq!(ruler(200.0, &[[8.0, 6.0, 10.0]]).ends[1], "+5.0\u{a0}%".replace(".0", ""));
        assert_eq!(ruler(0.0, &[[40.0, 30.0, 50.0]]).ends[1], "+50");
    }
}

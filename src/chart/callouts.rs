//! Names beside points, none over another and none over a point.

use super::number::float;
use super::palette::GREY;
use super::scene::{Anchor, Area, Pen, Point, Scene, Style};
use super::text;

/// A point that wants a name.
pub(super) struct Callout {
    pub(super) at: Point,
    pub(super) radius: f64,
    pub(super) lines: Vec<String>,
    pub(super) style: Style,
}

impl Callout {
    fn size(&self) -> (f64, f64) {
        let high = self.style.leading() * float(self.lines.len().max(1));
        (text::widest(&self.lines, self.style), high)
    }

    fn point(&self) -> Area {
        let (x, y) = self.at;
        Area { left: x, top: y, right: x, bottom: y }.grown(self.radius)
    }
}

/// Directions in which a name may stand, the best first.
const WAYS: [(f64, f64); 12] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.7, -0.7),
    (0.7, 0.7),
    (-0.7, -0.7),
    (-0.7, 0.7),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.94, -0.34),
    (0.94, 0.34),
    (-0.94, -0.34),
    (-0.94, 0.34),
];
/// How far off a name may stand; beyond the first it has a leader.
const REACHES: [f64; 7] = [4.0, 14.0, 26.0, 40.0, 58.0, 80.0, 110.0];

/// Where each name goes, in the order given: the first has the first choice. Nothing where no place
/// is left. Names keep clear of `lines` if they can.
pub(super) fn place(all: &[Callout], within: Area, lines: &[Area]) -> Vec<Option<Area>> {
    let points: Vec<Area> = all.iter().map(Callout::point).collect();
    let mut placed: Vec<Option<Area>> = Vec::new();
    let mut leaders: Vec<(Point, Point)> = Vec::new();
    for (nth, callout) in all.iter().enumerate() {
        let fits = |(area, reach): &(Area, f64)| {
            let leader = leader(callout, *area);
            let inside = within.left <= area.left
                && area.right <= within.right
                && within.top <= area.top
                && area.bottom <= within.bottom;
            let is_free = points.iter().all(|point| !point.meets(area))
                && placed.iter().flatten().all(|other: &Area| !other.grown(1.0).meets(area))
                && leaders.iter().all(|line| !crosses(*line, area));
            let others = points.iter().enumerate().filter(|(i, _)| *i != nth).map(|(_, p)| p);
            // Without a leader, a name belongs to whichever point is nearest.
            let own = distance(callout.at, area);
            let is_clear = all
                .iter()
                .enumerate()
                .all(|(i, other)| i == nth || distance(other.at, area) > own + 2.5);
            // A leader that grazes another point, or crosses another leader, misleads.
            let others: Vec<Area> = others.map(|point| point.grown(2.0)).collect();
            let clear = *reach <= REACHES[0] && is_clear
                || *reach > REACHES[0]
                    && others
                        .iter()
                        .chain(placed.iter().flatten())
                        .all(|area| !crosses(leader, area))
                    && leaders.iter().all(|other| !meet(leader, *other));
            inside && is_free && clear
        };
        // Beside the point, off all lines if that can be; else as near as can be.
        let is_best = |(area, reach): &(Area, f64)| {
            *reach <= REACHES[0] && lines.iter().all(|line| !line.grown(0.6).meets(area))
        };
        let found = places(callout)
            .find(|place| is_best(place) && fits(place))
            .or_else(|| places(callout).find(fits));
        if let Some((area, reach)) = found
            && reach > REACHES[0]
        {
            leaders.push(leader(callout, area));
        }
        placed.push(found.map(|(area, _)| area));
    }
    placed
}

/// All places for a name, the best first.
fn places(callout: &Callout) -> impl Iterator<Item = (Area, f64)> {
    let ((wide, high), (x, y)) = (callout.size(), callout.at);
    let radius = callout.radius;
    REACHES.into_iter().flat_map(move |reach| {
        WAYS.into_iter().map(move |(dx, dy)| {
            let off = radius + reach;
            // The nearest corner or side of the box is what stands off.
            let middle = x + dx * off + dx.signum() * f64::from(dx.abs() > 0.1) * wide / 2.0;
            let centre = y + dy * off + dy * high / 2.0;
            let (left, top) = (middle - wide / 2.0, centre - high / 2.0);
            (Area { left, top, right: left + wide, bottom: top + high }, reach)
        })
    })
}

/// From the point to the nearest place on the edge of its name.
fn leader(callout: &Callout, area: Area) -> (Point, Point) {
    let (x, y) = callout.at;
    let to = (x.clamp(area.left, area.right), y.clamp(area.top + 2.0, area.bottom - 2.0));
    (callout.at, to)
}

/// How far a point is from the nearest place of a box.
fn distance((x, y): Point, area: &Area) -> f64 {
    (x - x.clamp(area.left, area.right)).hypot(y - y.clamp(area.top, area.bottom))
}

/// Whether a line runs through a box: looked at step by step, which is near enough for the eye.
fn crosses((from, to): (Point, Point), area: &Area) -> bool {
    (1..24).map(|step| f64::from(step) / 24.0).any(|share| {
        let x = from.0 + share * (to.0 - from.0);
        let y = from.1 + share * (to.1 - from.1);
        area.left < x && x < area.right && area.top < y && y < area.bottom
    })
}

/// Whether two lines cross.
fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Draws the leader of a name that stands far off.
pub(super) fn draw_leader(scene: &mut Scene, callout: &Callout, area: Area) {
    let (from, to) = leader(callout, area);
    if (to.0 - from.0).hypot(to.1 - from.1) > callout.radius + 9.0 {
        scene.path(vec![from, to], Pen::solid(GREY.faded(0.8), 0.7));
    }
}

/// Writes a name where it was placed: towards its point.
pub(super) fn write(scene: &mut Scene, callout: &Callout, area: Area) {
    let (anchor, x) = match callout.at.0 {
        x if x <= area.left => (Anchor::Start, area.left),
        x if x >= area.right => (Anchor::End, area.right),
        _ => (Anchor::Middle, f64::midpoint(area.left, area.right)),
    };
    let mut y = area.top;
    for line in &callout.lines {
        y += callout.style.leading();
        let at = (x, y - 0.3 * callout.style.size);
        scene.words_on_white(at, anchor, line, callout.style);
    }
}

#[cfg(test)]
mod tests {
    use super::super::palette::SMALL;
    use super::*;

    fn callouts(n: u32, spread: f64) -> Vec<Callout> {
        let at = |i: u32| {
            let turn = f64::from(i) * 2.4;
            (300.0 + spread * f64::from(i) * turn.cos(), 200.0 + spread * turn.sin())
        };
        let name = |i: u32| format!("parameter {i}");
        (0..n)
            .map(|i| Callout { at: at(i), radius: 4.0, lines: vec![name(i)], style: SMALL })
            .collect()
    }

    #[test]
    fn names_cover_neither_names_nor_points() {
        let within = Area { left: 0.0, top: 0.0, right: 600.0, bottom: 400.0 };
        for spread in [0.0, 1.0, 10.0] {
            let all = callouts(14, spread);
            let placed = place(&all, within, &[]);
            let areas: Vec<Area> = placed.iter().flatten().copied().collect();
            for (i, area) in areas.iter().enumerate() {
                assert!(areas[i + 1..].iter().all(|other| !other.meets(area)), "{spread}");
                assert!(all.iter().all(|callout| !callout.point().meets(area)), "{spread}");
            }
        }
        assert!(place(&callouts(9, 25.0), within, &[]).iter().all(Option::is_some));
    }

    #[test]
    fn a_name_without_a_leader_is_nearest_to_its_own_point() {
        let within = Area { left: 0.0, top: 0.0, right: 600.0, bottom: 400.0 };
        let all = callouts(9, 12.0);
        for (nth, area) in place(&all, within, &[]).iter().enumerate() {
            let Some(area) = area else { continue };
            let own = distance(all[nth].at, area);
            let nearest = all.iter().map(|other| distance(other.at, area)).fold(own, f64::min);
            let has_leader = own > all[nth].radius + 9.0;
            assert!(has_leader || nearest >= own, "{nth}: {own} {nearest}");
        }
    }

    #[test]
    fn lines_that_cross_are_told_from_those_that_do_not() {
        let line = ((0.0, 0.0), (10.0, 10.0));
        assert!(meet(line, ((0.0, 10.0), (10.0, 0.0))));
        assert!(!meet(line, ((0.0, 5.0), (2.0, 9.0))));
        assert!(crosses(line, &Area { left: 4.0, top: 3.0, right: 6.0, bottom: 7.0 }));
    }

    #[test]
    fn a_name_without_room_is_not_placed() {
        let within = Area { left: 290.0, top: 190.0, right: 310.0, bottom: 210.0 };
        assert_eq!(place(&callouts(1, 0.0), within, &[]).iter().flatten().count(), 0);
    }
}

//! Lines as areas: what a pen of some width covers, dash by dash.

use super::scene::{Pen, Point};

/// Closed curves, all turning the same way, whose union is the drawn line.
pub(super) fn covered(points: &[Point], pen: Pen) -> Vec<Vec<Point>> {
    let mut curves = Vec::new();
    for dash in dashes(points, pen.dash.pattern()) {
        for pair in dash.windows(2) {
            curves.extend(bar(pair[0], pair[1], pen.width));
        }
        // Round joints, so that no gap shows outside a bend; not at the ends, where they would
        // close a dash.
        for joint in dash.iter().take(dash.len().saturating_sub(1)).skip(1) {
            curves.push(circle(*joint, pen.width / 2.0));
        }
    }
    curves
}

/// A circle with enough corners to look round at twice its size.
pub(super) fn circle(centre: Point, radius: f64) -> Vec<Point> {
    let corners = if radius > 2.5 { 32 } else { 14 };
    (0..corners)
        .map(|i| {
            let turn = std::f64::consts::TAU * f64::from(i) / f64::from(corners);
            (centre.0 + radius * turn.cos(), centre.1 + radius * turn.sin())
        })
        .collect()
}

/// The rectangle along a straight piece. Built from its own direction, so it always turns as a
/// circle does.
fn bar(from: Point, to: Point, width: f64) -> Option<Vec<Point>> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    if length < 1e-9 {
        return None;
    }
    let (ox, oy) = (-dy / length * width / 2.0, dx / length * width / 2.0);
    Some(vec![
        (from.0 - ox, from.1 - oy),
        (to.0 - ox, to.1 - oy),
        (to.0 + ox, to.1 + oy),
        (from.0 + ox, from.1 + oy),
    ])
}

/// Cuts a line into its inked parts.
fn dashes(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    if pattern.is_empty() {
        return vec![points.to_vec()];
    }
    let mut parts = Vec::new();
    let mut part: Vec<Point> = points.first().copied().into_iter().collect();
    let (mut turn, mut left) = (0, pattern[0]);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            if length < left {
                left -= length;
                break;
            }
            let share = left / length.max(1e-9);
            from = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            if turn % 2 == 0 {
                part.push(from);
                parts.push(std::mem::take(&mut part));
            } else {
                part = vec![from];
            }
            turn += 1;
            left = pattern[turn % pattern.len()];
        }
        if turn % 2 == 0 {
            part.push(to);
        }
    }
    if turn % 2 == 0 && part.len() > 1 {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::palette::BLUE;
    use super::super::scene::Dash;
    use super::*;

    #[test]
    fn dashes_keep_their_rhythm_round_a_corner() {
        let parts = dashes(&[(0.0, 0.0), (10.0, 0.0), (10.0, 11.0)], &[8.0, 3.0]);
        let length = |part: &Vec<Point>| -> f64 {
            part.windows(2).map(|p| (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1)).sum()
        };
        assert_eq!(parts.len(), 2);
        assert!(parts.iter().all(|part| (length(part) - 8.0).abs() < 1e-9), "{parts:?}");
    }

    #[test]
    fn every_part_of_a_line_turns_the_same_way() {
        let pen = Pen { paint: BLUE, width: 2.0, dash: Dash::Dashed };
        for curve in covered(&[(0.0, 0.0), (50.0, 20.0), (0.0, 40.0), (9.0, 0.0)], pen) {
            let area: f64 = (0..curve.len())
                .map(|i| {
                    let (a, b) = (curve[i], curve[(i + 1) % curve.len()]);
                    a.0 * b.1 - b.0 * a.1
                })
                .sum();
            assert!(area > 0.0, "{curve:?}");
        }
    }
}

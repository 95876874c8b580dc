//! Paints a scene on a drawing backend of `plotters`, whichever it is.
//!
//! A backend has whole pixels only, so everything is drawn [`FINE`] times as large.

use std::error::Error;

use plotters_backend::{BackendColor, BackendStyle, DrawingBackend};

use super::palette::WHITE;
use super::scene::{Area, EDGE, Item, Paint, Pen, Point, Scene, Words};

/// Pixels of the backend per px of the scene.
pub(super) const FINE: f64 = 4.0;

/// Drawn, or why a backend could not.
pub(super) type Drawn = Result<(), String>;

/// What a backend says, in words.
pub(super) fn said(error: impl Error) -> String {
    format!("cannot draw the picture: {error}")
}

/// Paints everything but the letters, which `write` adds when it is their turn.
pub(super) fn paint<B: DrawingBackend>(
    scene: &Scene,
    on: &mut B,
    write: impl Fn(&mut B, &Words) -> Drawn,
) -> Drawn {
    rect(on, Area { left: 0.0, top: 0.0, right: scene.width, bottom: scene.height }, WHITE)?;
    for item in &scene.items {
        match item {
            Item::Rect(area, paint) => rect(on, *area, *paint)?,
            Item::Fill(points, paint) => {
                on.fill_polygon(places(points), &colour(*paint)).map_err(said)?;
            }
            Item::Stroke(points, pen) => stroke(on, points, *pen)?,
            Item::Dot(at, radius, paint) => {
                on.draw_circle(place(*at), length(*radius), &colour(*paint), true).map_err(said)?;
            }
            Item::Words(words) => {
                if let Some(edge) = words.edge {
                    let area = words.area();
                    let (left, right) = (area.left - EDGE, area.right + EDGE);
                    rect(on, Area { left, right, ..area }, edge)?;
                }
                write(on, words)?;
            }
        }
    }
    on.present().map_err(said)
}

/// How large the backend has to be.
pub(super) fn size(scene: &Scene) -> (u32, u32) {
    (length(scene.width), length(scene.height))
}

/// The colour of a paint, as plotters has it.
pub(super) fn colour(paint: Paint) -> BackendColor {
    let [red, green, blue] = paint.rgb;
    BackendColor { rgb: (red, green, blue), alpha: paint.alpha }
}

/// A line of a colour and a width.
struct Stroke(BackendColor, u32);

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.0
    }

    fn stroke_width(&self) -> u32 {
        self.1
    }
}

/// Where a point of the scene is on the backend. Nothing is so far away that sums could overflow.
pub(super) fn place(at: Point) -> (i32, i32) {
    (whole(at.0 * FINE), whole(at.1 * FINE))
}

fn places(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().copied().map(place).collect()
}

/// No line is too thin to be seen.
fn length(px: f64) -> u32 {
    whole(px * FINE).max(1).unsigned_abs()
}

/// The nearest whole number within reason; what is not a number becomes 0.
#[expect(clippy::cast_possible_truncation, reason = "clamped first")]
pub(super) fn whole(x: f64) -> i32 {
    x.round().clamp(-50_000.0, 50_000.0) as i32
}

/// However thin, what has an area is seen.
fn rect<B: DrawingBackend>(on: &mut B, area: Area, paint: Paint) -> Drawn {
    if area.width() == 0.0 || area.height() == 0.0 {
        return Ok(());
    }
    let (left, top) = place((area.left.min(area.right), area.top.min(area.bottom)));
    let (right, bottom) = place((area.right.max(area.left), area.bottom.max(area.top)));
    let corner = (right.max(left + 1), bottom.max(top + 1));
    on.draw_rect((left, top), corner, &colour(paint), true).map_err(said)
}

/// Upright and level lines are rectangles, which every backend draws sharply.
fn stroke<B: DrawingBackend>(on: &mut B, points: &[Point], pen: Pen) -> Drawn {
    let style = Stroke(colour(pen.paint), length(pen.width));
    for part in dashes(points, pen.dash.pattern()) {
        let straight = match part[..] {
            [a, b] if place(a).0 == place(b).0 => Some((pen.width / 2.0, 0.0)),
            [a, b] if place(a).1 == place(b).1 => Some((0.0, pen.width / 2.0)),
            _ => None,
        };
        if let Some((x, y)) = straight {
            let (from, to) = (part[0], part[1]);
            let (left, right) = (from.0.min(to.0) - x, from.0.max(to.0) + x);
            let (top, bottom) = (from.1.min(to.1) - y, from.1.max(to.1) + y);
            rect(on, Area { left, top, right, bottom }, pen.paint)?;
        } else {
            on.draw_path(places(&part), &style).map_err(said)?;
        }
    }
    Ok(())
}

/// Cuts a line into its inked parts: plotters has no dashes.
fn dashes(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    // Brought within reach, so that there is an end to the cutting.
    let near = |x: f64| if x.is_finite() { x.clamp(-1e4, 1e4) } else { 0.0 };
    let points: Vec<Point> = points.iter().map(|(x, y)| (near(*x), near(*y))).collect();
    if pattern.is_empty() {
        return vec![points];
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
    fn cutting_a_line_to_nowhere_ends() {
        assert!(dashes(&[(f64::NAN, 0.0), (f64::INFINITY, 1e300)], &[2.0, 2.5]).len() < 9999);
        assert_eq!(place((f64::NAN, f64::NEG_INFINITY)), (0, -50_000));
    }
}

//! A scene as PNG, at twice its size.
//!
//! Each pixel row is cut into [`CUTS`] lines; along a line the covered part of a pixel is exact.
//! That is a box filter over four lines of any fineness, smooth on slopes of every kind, without a
//! bitmap sixteen times the size.

use super::font::Font;
use super::number::float;
use super::scene::{EDGE, Item, Paint, Pen, Point, Scene, Words};
use super::{stroke, text};

/// Bitmap pixels per px of the scene.
const SCALE: f64 = 2.0;
/// Lines per pixel row.
const CUTS: u32 = 4;

struct Canvas {
    width: usize,
    height: usize,
    /// Red, green, blue of each pixel, from the top left.
    pixels: Vec<u8>,
}

/// Draws and encodes a scene.
pub(super) fn png(scene: &Scene) -> Result<Vec<u8>, String> {
    let (width, height) = (whole(scene.width * SCALE), whole(scene.height * SCALE));
    let mut canvas = Canvas { width, height, pixels: vec![255; width * height * 3] };
    for item in &scene.items {
        match item {
            Item::Fill(points, paint) => canvas.fill(vec![points.clone()], *paint),
            Item::Stroke(points, pen) => canvas.fill(stroke::covered(points, *pen), pen.paint),
            Item::Dot(at, radius, paint) => canvas.fill(vec![stroke::circle(*at, *radius)], *paint),
            Item::Words(words) => canvas.write(words),
        }
    }
    encode(&canvas)
}

fn encode(canvas: &Canvas) -> Result<Vec<u8>, String> {
    let size =
        |n: usize| u32::try_from(n).map_err(|_| "the picture is too large for a PNG".to_owned());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size(canvas.width)?, size(canvas.height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let said = |error: png::EncodingError| format!("cannot encode the picture: {error}");
    let mut writer = encoder.write_header().map_err(said)?;
    writer.write_image_data(&canvas.pixels).map_err(said)?;
    writer.finish().map_err(said)?;
    Ok(bytes)
}

/// The outlines of a line of text, at their place in the scene.
fn letters(words: &Words) -> Vec<Vec<Point>> {
    let font = Font::of(words.style.weight);
    let size = words.style.size;
    let mut pen = words.area().left;
    let mut curves = Vec::new();
    for letter in words.text.chars() {
        let glyph = font.glyph(letter);
        for curve in font.outline(glyph) {
            curves
                .push(curve.iter().map(|(x, y)| (pen + size * x, words.at.1 - size * y)).collect());
        }
        pen += font.advance(glyph) * size;
    }
    debug_assert!((pen - words.area().left - text::width(&words.text, words.style)).abs() < 1e-6);
    curves
}

/// A side of a closed curve; `down` tells apart the two ways it can be crossed.
struct Edge {
    top: Point,
    bottom: Point,
    down: bool,
}

impl Canvas {
    fn write(&mut self, words: &Words) {
        let letters = letters(words);
        if let Some(edge) = words.edge {
            let pen = Pen::solid(edge, 2.0 * EDGE);
            let mut rim = Vec::new();
            for mut curve in letters.iter().filter(|curve| curve.len() > 2).cloned() {
                // Once around and one piece more, so that the joint at the start is round too.
                curve.extend_from_within(..2);
                rim.extend(stroke::covered(&curve, pen));
            }
            self.fill(rim, edge);
        }
        self.fill(letters, words.style.paint);
    }

    /// Covers everything that at least one of the curves goes around.
    fn fill(&mut self, curves: Vec<Vec<Point>>, paint: Paint) {
        let edges = edges(&curves);
        let top = edges.iter().map(|edge| edge.top.1).fold(f64::MAX, f64::min);
        let bottom = edges.iter().map(|edge| edge.bottom.1).fold(f64::MIN, f64::max);
        let mut cover = vec![0.0; self.width];
        for row in whole(top)..self.height.min(whole(bottom) + 1) {
            cover.fill(0.0);
            for cut in 0..CUTS {
                let y = float(row) + (f64::from(cut) + 0.5) / f64::from(CUTS);
                for (from, to) in spans(&edges, y) {
                    add(&mut cover, from, to, 1.0 / f64::from(CUTS));
                }
            }
            self.blend(row, &cover, paint);
        }
    }

    fn blend(&mut self, row: usize, cover: &[f64], paint: Paint) {
        for (column, share) in cover.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let share = share.min(1.0) * paint.alpha;
            let at = 3 * (row * self.width + column);
            for (pixel, colour) in self.pixels[at..at + 3].iter_mut().zip(paint.rgb) {
                let mixed = f64::from(*pixel) * (1.0 - share) + f64::from(colour) * share;
                *pixel = u8::try_from(whole(mixed + 0.5)).unwrap_or(255);
            }
        }
    }
}

fn edges(curves: &[Vec<Point>]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for curve in curves {
        for (i, from) in curve.iter().enumerate() {
            let to = curve[(i + 1) % curve.len()];
            let (a, b) = ((from.0 * SCALE, from.1 * SCALE), (to.0 * SCALE, to.1 * SCALE));
            if a.1 < b.1 {
                edges.push(Edge { top: a, bottom: b, down: true });
            } else if b.1 < a.1 {
                edges.push(Edge { top: b, bottom: a, down: false });
            }
        }
    }
    edges
}

/// From where to where a horizontal line is inside.
fn spans(edges: &[Edge], y: f64) -> Vec<(f64, f64)> {
    let mut crossings: Vec<(f64, i32)> = edges
        .iter()
        .filter(|edge| edge.top.1 <= y && y < edge.bottom.1)
        .map(|edge| {
            let share = (y - edge.top.1) / (edge.bottom.1 - edge.top.1);
            (edge.top.0 + share * (edge.bottom.0 - edge.top.0), if edge.down { 1 } else { -1 })
        })
        .collect();
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut around = 0;
    let mut spans = Vec::new();
    for pair in crossings.windows(2) {
        around += pair[0].1;
        if around != 0 {
            spans.push((pair[0].0, pair[1].0));
        }
    }
    spans
}

/// Adds a stretch of a line to the pixels it covers, wholly or in part.
fn add(cover: &mut [f64], from: f64, to: f64, weight: f64) {
    let from = from.max(0.0);
    let to = to.min(float(cover.len()));
    if to <= from {
        return;
    }
    for (column, share) in cover.iter_mut().enumerate().take(whole(to) + 1).skip(whole(from)) {
        let left = float(column);
        *share += weight * (to.min(left + 1.0) - from.max(left)).max(0.0);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped first")]
fn whole(x: f64) -> usize {
    x.clamp(0.0, 100_000.0) as usize
}

#[cfg(test)]
mod tests {
    use super::super::palette::INK;
    use super::super::scene::Area;
    use super::*;

    fn darkness(scene: &Scene) -> f64 {
        let (width, height) = (whole(scene.width * SCALE), whole(scene.height * SCALE));
        let mut canvas = Canvas { width, height, pixels: vec![255; width * height * 3] };
        for item in &scene.items {
            if let Item::Fill(points, paint) = item {
                canvas.fill(vec![points.clone()], *paint);
            }
        }
        canvas.pixels.iter().map(|p| f64::from(255 - p)).sum::<f64>() / (3.0 * SCALE * SCALE)
    }

    #[test]
    fn a_rectangle_covers_its_area_wherever_it_lies() {
        for shift in [0.0, 0.125, 0.25] {
            let mut scene = Scene { width: 20.0, height: 20.0, items: Vec::new() };
            let black = Paint::solid([0, 0, 0]);
            scene
                .rect(Area { left: 3.0 + shift, top: 4.0, right: 9.0 + shift, bottom: 9.0 }, black);
            assert!((darkness(&scene) / 255.0 - 30.0).abs() < 0.2, "{}", darkness(&scene) / 255.0);
        }
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let mut scene = Scene { width: 10.0, height: 10.0, items: Vec::new() };
        scene.rect(Area { left: -50.0, top: -50.0, right: 500.0, bottom: 500.0 }, INK);
        scene.dot((1e9, -1e9), 5.0, INK);
        assert!(png(&scene).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")));
    }
}

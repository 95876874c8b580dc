//! A scene as PNG, at twice its size: drawn larger still, then every four pixels become one.

use plotters_backend::DrawingBackend;
use plotters_bitmap::BitMapBackend;

use super::font;
use super::paint::{self, Drawn, FINE, said};
use super::scene::{Scene, Words};

/// No chart comes near to this; more could not be kept in memory.
const MOST_PIXELS: u32 = 150_000_000;

/// Tests draw hundreds of charts: of each bitmap they get the top, where there is some of each.
const TEST_ROWS: u32 = 800;

/// Draws and encodes a scene.
pub(super) fn png(scene: &Scene) -> Result<Vec<u8>, String> {
    let (wide, high) = paint::size(scene);
    let high = if cfg!(test) { high.min(TEST_ROWS) } else { high };
    let size = wide.checked_mul(high).filter(|pixels| *pixels <= MOST_PIXELS);
    let pixels = size.ok_or("the picture is too large for a PNG")?;
    let mut drawn = vec![0; 3 * pixels as usize];
    paint::paint(scene, &mut BitMapBackend::with_buffer(&mut drawn, (wide, high)), write)?;
    let merged = merge(&drawn, wide as usize);
    encode(&merged, wide / 2, high / 2).map_err(|e| format!("cannot encode the picture: {e}"))
}

fn write(on: &mut BitMapBackend, words: &Words) -> Drawn {
    let start = (words.area().left * FINE, words.at.1 * FINE);
    let (style, colour) = (words.style, paint::colour(words.style.paint));
    let mut drawn = Ok(());
    font::ink(&words.text, style.weight, style.size * FINE, start, |at, cover| {
        if drawn.is_ok() {
            drawn = on.draw_pixel(at, colour.mix(cover)).map_err(said);
        }
    });
    drawn
}

/// The mean colour of every square of four pixels. An odd column or row at the end is dropped.
fn merge(pixels: &[u8], wide: usize) -> Vec<u8> {
    let mut merged = Vec::with_capacity(pixels.len() / 4);
    for rows in pixels.chunks_exact(2 * 3 * wide) {
        let (upper, lower) = rows.split_at(3 * wide);
        for (a, b) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            for part in 0..3 {
                let sum: u16 =
                    [a[part], a[part + 3], b[part], b[part + 3]].map(u16::from).iter().sum();
                merged.push(u8::try_from(sum / 4).unwrap_or(u8::MAX));
            }
        }
    }
    merged
}

fn encode(pixels: &[u8], wide: u32, high: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, wide, high);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::palette::INK;
    use super::super::scene::Area;
    use super::*;

    #[test]
    fn four_pixels_become_their_mean() {
        let row = [0, 0, 0, 100, 0, 9, 255, 255, 255];
        assert_eq!(merge(&[row, row].concat(), 3), [50, 0, 4]);
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let mut scene = Scene { width: 10.0, height: 10.0, items: Vec::new() };
        scene.rect(Area { left: -50.0, top: -50.0, right: 500.0, bottom: 500.0 }, INK);
        scene.dot((1e9, -1e9), 5.0, INK);
        assert!(png(&scene).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")));
    }
}

//! A scene as SVG: real text, no identifiers, no references, no style sheet; safe inside any page.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendTextStyle, DrawingBackend, FontFamily, FontStyle, FontTransform,
};
use plotters_svg::SVGBackend;
use std::convert::Infallible;

use super::font::Weight;
use super::paint::{self, Drawn, FINE, said};
use super::scene::{Anchor, Scene, Words};

/// Verdana is drawn to the same widths as DejaVu Sans, so what was measured with the one fits with
/// the other.
const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// The baseline is this far below the place that plotters is given, in parts of the font size.
pub(super) const DROP: f64 = 0.76;

/// What plotters takes for a size is this many times the font size it writes.
const PLOTTERS_SIZE: f64 = 1.24;

/// The whole file; `alt` is what a screen reader says.
pub(super) fn svg(scene: &Scene, alt: &str) -> Result<String, String> {
    let (wide, high) = paint::size(scene);
    let mut drawn = String::new();
    paint::paint(scene, &mut SVGBackend::with_string(&mut drawn, (wide, high)), write)?;
    // The first line is the root element. Its own names a size in fine pixels and no description.
    let inner = lean(drawn.split_once('\n').map_or("", |(_, inner)| inner));
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-label=\"{}\" \
         stroke-linejoin=\"round\" font-family=\"{FAMILY}\">\n{inner}",
        scene.width,
        scene.height,
        escaped(alt)
    ))
}

/// Without what is so anyhow, and with lines of one kind that follow one another as one path: a hatched
/// area is a hundred lines.
fn lean(drawn: &str) -> String {
    let usual = [" opacity=\"1\"", " stroke=\"none\"", " text-anchor=\"start\""];
    let family = format!(" font-family=\"{FAMILY}\"");
    let plain = usual.iter().fold(drawn.replace(&family, ""), |text, it| text.replace(it, ""));
    let (mut lean, mut open) = (String::with_capacity(plain.len()), None);
    for line in plain.lines() {
        let stroke = stroke(line);
        if stroke.map(|(kind, _)| kind) != open {
            if open.is_some() {
                lean += "\"/>\n";
            }
            open = stroke.map(|(kind, _)| kind);
            if let Some(kind) = open {
                lean += &format!("<path {kind} d=\"");
            }
        }
        match stroke {
            Some((_, places)) => lean += &format!("M{}", places.trim_end()),
            None => {
                lean += line;
                lean.push('\n');
            }
        }
    }
    lean
}

/// What an open line looks like, and where it goes. As `M x,y x,y` means a line from place to place, a
/// path says the same as a polyline.
fn stroke(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("<polyline ")?.strip_suffix("\"/>")?;
    rest.split_once(" points=\"").filter(|(kind, _)| kind.contains("fill=\"none\""))
}

/// How words look, as plotters asks for it.
struct Lettering<'a>(&'a Words);

impl BackendTextStyle for Lettering<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        paint::colour(self.0.style.paint)
    }

    fn size(&self) -> f64 {
        self.0.style.size * FINE * PLOTTERS_SIZE
    }

    fn transform(&self) -> FontTransform {
        FontTransform::None
    }

    fn style(&self) -> FontStyle {
        match self.0.style.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        }
    }

    fn anchor(&self) -> Pos {
        let across = match self.0.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(across, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILY)
    }

    /// Words in SVG are laid out by whoever shows them.
    fn layout_box(&self, _text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (0, 0)))
    }

    /// Letters in SVG are drawn by whoever shows them.
    fn draw<E, Pixel: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _pos: (i32, i32),
        _pixel: Pixel,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

fn write(on: &mut SVGBackend, words: &Words) -> Drawn {
    let top = (words.at.0, words.at.1 - DROP * words.style.size);
    on.draw_text(&printable(&words.text), &Lettering(words), paint::place(top)).map_err(said)
}

/// Control characters have no place in XML; plotters takes care of the rest.
fn printable(text: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.replace(odd, " ")
}

/// Text for an attribute of the root element.
fn escaped(text: &str) -> String {
    let text = printable(text).replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::palette::LABEL;
    use super::*;

    #[test]
    fn lines_of_one_kind_become_one_path() {
        let line = |colour: &str, places: &str| {
            format!(
                "<polyline fill=\"none\" opacity=\"1\" stroke=\"{colour}\" points=\"{places} \"/>\n"
            )
        };
        let drawn = [line("#1", "1,2 3,4"), line("#1", "5,6 7,8"), line("#2", "9,9 8,8")].concat();
        let expected = "<path fill=\"none\" stroke=\"#1\" d=\"M1,2 3,4M5,6 7,8\"/>\n\
                        <path fill=\"none\" stroke=\"#2\" d=\"M9,9 8,8\"/>\n</svg>\n";
        assert_eq!(lean(&(drawn + "</svg>")), expected);
    }

    #[test]
    fn labels_have_their_size_and_cannot_become_markup() {
        let odd = "a<b & \"c\"\u{7}";
        let mut scene = Scene { width: 99.0, height: 20.0, items: Vec::new() };
        scene.words((0.0, 12.0), Anchor::Start, odd, LABEL);
        let drawn = svg(&scene, odd).unwrap();
        assert_eq!(drawn.matches("a&lt;b &amp; &quot;c&quot; ").count(), 2, "{drawn}");
        assert!(drawn.contains(" dy=\"0.76em\"") && drawn.contains(" font-size=\"48\""), "{drawn}");
    }
}

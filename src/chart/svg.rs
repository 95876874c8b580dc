//! A scene as SVG: real text, no identifiers, no references, no style sheet; safe inside any page.

use super::font::Weight;
use super::scene::{Anchor, EDGE, Item, Paint, Pen, Point, Scene, Words};

/// Verdana is drawn to the same widths as DejaVu Sans, so what was measured with the one fits with
/// the other.
const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// The whole file; `alt` is what a screen reader says.
pub(super) fn svg(scene: &Scene, alt: &str) -> String {
    let (width, height) = (short(scene.width), short(scene.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\" font-family=\"{FAMILY}\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        escaped(alt)
    );
    for item in &scene.items {
        out.push_str(&match item {
            Item::Fill(points, paint) => fill(points, *paint),
            Item::Stroke(points, pen) => stroke(points, *pen),
            Item::Dot(at, radius, paint) => dot(*at, *radius, *paint),
            Item::Words(words) => text(words),
        });
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn fill(points: &[Point], paint: Paint) -> String {
    format!("<polygon points=\"{}\" {}/>", list(points), ink("fill", paint))
}

fn stroke(points: &[Point], pen: Pen) -> String {
    let mut dashes = String::new();
    if !pen.dash.pattern().is_empty() {
        let lengths: Vec<String> = pen.dash.pattern().iter().map(|l| short(*l)).collect();
        dashes = format!(" stroke-dasharray=\"{}\"", lengths.join(" "));
    }
    format!(
        "<polyline points=\"{}\" fill=\"none\" {} stroke-width=\"{}\" stroke-linejoin=\"round\"{dashes}/>",
        list(points),
        ink("stroke", pen.paint),
        short(pen.width)
    )
}

fn dot(at: Point, radius: f64, paint: Paint) -> String {
    let (x, y, r) = (short(at.0), short(at.1), short(radius));
    format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {}/>", ink("fill", paint))
}

fn text(words: &Words) -> String {
    let anchor = match words.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = match words.style.weight {
        Weight::Regular => "",
        Weight::Bold => " font-weight=\"bold\"",
    };
    let edge = words.edge.map_or_else(String::new, |paint| {
        let (ink, width) = (ink("stroke", paint), short(2.0 * EDGE));
        format!(" {ink} stroke-width=\"{width}\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
    });
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} {}{edge}>{}</text>",
        short(words.at.0),
        short(words.at.1),
        short(words.style.size),
        ink("fill", words.style.paint),
        escaped(&words.text)
    )
}

fn ink(part: &str, paint: Paint) -> String {
    let [red, green, blue] = paint.rgb;
    let colour = format!("{part}=\"#{red:02x}{green:02x}{blue:02x}\"");
    if paint.alpha < 1.0 {
        format!("{colour} {part}-opacity=\"{}\"", short(paint.alpha))
    } else {
        colour
    }
}

fn list(points: &[Point]) -> String {
    let pairs: Vec<String> =
        points.iter().map(|(x, y)| format!("{},{}", short(*x), short(*y))).collect();
    pairs.join(" ")
}

/// Hundredths of a px are finer than any screen.
fn short(x: f64) -> String {
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text that cannot be taken for markup. Control characters have no place in XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_cannot_become_markup() {
        assert_eq!(escaped("a<b & \"c\"\u{7}"), "a&lt;b &amp; &quot;c&quot; ");
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!(
            [short(1.0), short(-0.001), short(2.345), short(20.0)],
            ["1", "0", "2.35", "20"]
        );
    }
}

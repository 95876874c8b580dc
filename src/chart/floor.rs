//! What is told from noise, and what is not.
//!
//! A dummy parameter, which is in no model, shows what chance and a small sample alone can make of
//! a parameter. Whatever does not reach further than it is drawn grey and said to be so.

use super::palette::{GREY, INK, RULE};
use super::scene::Paint;

/// Whether a parameter reaches above the noise floor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It does.
    Clear,
    /// It is not told from a parameter in no model.
    UnderFloor,
}

impl Standing {
    /// Where there is no floor, all are clear. A floor of zero still has under it what does nothing.
    pub(super) fn of(size: f64, floor: Option<f64>) -> Standing {
        match floor.filter(|floor| floor.is_finite()) {
            Some(floor) if size <= floor => Standing::UnderFloor,
            _ => Standing::Clear,
        }
    }

    /// This colour, or grey.
    pub(super) fn paint(self, clear: Paint) -> Paint {
        match self {
            Standing::Clear => clear,
            Standing::UnderFloor => RULE,
        }
    }

    /// Letters.
    pub(super) fn ink(self) -> Paint {
        match self {
            Standing::Clear => INK,
            Standing::UnderFloor => GREY,
        }
    }

    /// Said in words, for colour alone says nothing.
    pub(super) fn words(self) -> &'static str {
        match self {
            Standing::Clear => "",
            Standing::UnderFloor => "under\u{a0}the\u{a0}noise\u{a0}floor",
        }
    }
}

/// How many are told from noise, in a sentence; nothing where there is no floor to tell by.
pub(super) fn counted<Row>(rows: &[(Row, Standing)], floor: Option<f64>) -> String {
    if floor.is_none_or(|floor| !floor.is_finite()) {
        return String::new();
    }
    let clear = rows.iter().filter(|(_, standing)| *standing == Standing::Clear).count();
    format!(" {clear} of {} parameters are above the noise floor.", rows.len())
}

/// Parts of a line of small print, those that say something.
pub(super) fn joined(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().copied().filter(|part| !part.trim().is_empty()).collect();
    said.join(" · ")
}

/// Names, the first few of them: `a; b; and 3 more`.
pub(super) fn named(names: &[&str], most: usize) -> String {
    let mut told: Vec<String> = names.iter().take(most).map(|name| (*name).to_owned()).collect();
    if names.len() > most {
        told.push(format!("and {} more", names.len() - most));
    }
    told.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_of_zero_has_under_it_what_does_nothing() {
        assert_eq!(Standing::of(0.0, Some(0.0)), Standing::UnderFloor);
        assert_eq!(Standing::of(1e-9, Some(0.0)), Standing::Clear);
        assert_eq!(Standing::of(0.0, None), Standing::Clear);
        assert_eq!(Standing::of(1.0, Some(f64::NAN)), Standing::Clear);
    }

    #[test]
    fn long_lists_of_names_end() {
        assert_eq!(named(&["a", "b", "c"], 2), "a; b; and 1 more");
        assert_eq!(joined(&["1 to 2", "", "judgement"]), "1 to 2 · judgement");
    }
}

//! What the class thinks will happen, before it sees. A guess has no name: whose it is shows only
//! in that the same page's next guess takes its place.

use super::recent::Recent;
use super::routes::Id;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Results that are guessed about.
const RESULTS: usize = 256;

/// Pages that guess about one of them.
const PAGES: usize = 400;

/// The largest number that is a guess.
const LARGEST: f64 = 1e7;

/// A guess as a page sends it.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Sent {
    outcome: String,
    value: f64,
    page: String,
}

/// The guesses about one result: by page and outcome.
type Guesses = BTreeMap<(Id, String), f64>;

/// All guesses.
#[derive(Debug)]
pub(super) struct Book {
    outcomes: Vec<String>,
    kept: Recent<Id, Guesses>,
}

impl Book {
    /// For guesses about these outcomes.
    pub(super) fn new(outcomes: Vec<String>) -> Book {
        Book { outcomes, kept: Recent::new(RESULTS) }
    }

    /// Takes a guess about a result.
    ///
    /// # Errors
    /// It is none, in words.
    pub(super) fn take(&mut self, id: Id, body: &[u8]) -> Result<(), String> {
        let sent: Sent = serde_json::from_slice(body)
            .map_err(|error| format!("not a guess: {error}").replace('\n', " "))?;
        let page = Id::parse(&sent.page).ok_or("`page` is 32 hexadecimal digits")?;
        if !self.outcomes.contains(&sent.outcome) {
            return Err("there is no such outcome".to_owned());
        }
        if !(0.0..=LARGEST).contains(&sent.value) {
            return Err("a guess is a number from 0 to ten million".to_owned());
        }
        if self.kept.get(id).is_none() {
            self.kept.put(id, Guesses::new());
        }
        let Some(guesses) = self.kept.get(id) else { return Ok(()) };
        let key = (page, sent.outcome);
        if guesses.len() >= PAGES * self.outcomes.len() && !guesses.contains_key(&key) {
            return Err("so many guesses are here already that no more are taken".to_owned());
        }
        guesses.insert(key, sent.value);
        Ok(())
    }

    /// The guesses about a result, outcome by outcome, in order of size: whose they are is lost.
    pub(super) fn about(&mut self, id: Id) -> BTreeMap<&str, Vec<f64>> {
        let mut sorted: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        let guesses = self.kept.get(id).map(|guesses| &*guesses);
        for ((_, outcome), value) in guesses.into_iter().flatten() {
            sorted.entry(outcome).or_default().push(*value);
        }
        sorted.values_mut().for_each(|values| values.sort_by(f64::total_cmp));
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_guesses_once_and_nobody_sees_who() {
        let mut book = Book::new(vec!["removals".to_owned()]);
        let id = Id::parse("0123456789abcdef0123456789abcdef").expect("an id");
        let guess = |page: char, value: f64| {
            let page: String = std::iter::repeat_n(page, 32).collect();
            format!(r#"{{"outcome":"removals","value":{value},"page":"{page}"}}"#)
        };
        for (page, value) in [('a', 9.0), ('b', 4.0), ('a', 5.0)] {
            book.take(id, guess(page, value).as_bytes()).expect("a guess");
        }
        assert_eq!(book.about(id), BTreeMap::from([("removals", vec![4.0, 5.0])]));
        for wrong in [
            guess('g', 1.0),
            guess('a', -1.0),
            guess('a', 1e9),
            guess('a', 1.0).replace("removals", "<b>"),
            guess('a', 1.0).replace("page", "pages"),
            "[]".to_owned(),
        ] {
            assert!(book.take(id, wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert_eq!(book.about(id)["removals"], [4.0, 5.0]);
    }
}

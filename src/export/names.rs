//! What the numbers of a log are called: by the files that the run left beside it.

use std::borrow::Cow;
use toml::{Table, Value};

/// A rule, in words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RuleName {
    /// The policy it stands in.
    pub policy: String,
    /// What it allows or forbids.
    pub act: String,
    /// What it says.
    pub words: String,
    /// Where the law says it.
    pub section: String,
}

/// The names of a run. Without its files, things are called by their numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    place: Option<String>,
    districts: Vec<String>,
    agencies: Vec<String>,
    rules: Vec<RuleName>,
}

impl Names {
    /// Reads names from the texts of `resolved.toml` and of `rules.csv`, as far as they are there.
    ///
    /// # Errors
    /// Which of them is not what a run writes, and why.
    pub fn read(
        resolved: Option<&str>,
        rules: Option<&str>,
        arm: &str,
    ) -> Result<Names, (&'static str, String)> {
        let mut names = Names::default();
        if let Some(text) = resolved {
            names.read_place(text).map_err(|why| ("resolved.toml", why))?;
        }
        if let Some(text) = rules {
            names.rules = read_rules(text, arm).map_err(|why| ("rules.csv", why))?;
        }
        Ok(names)
    }

    fn read_place(&mut self, text: &str) -> Result<(), String> {
        let table: Table = text.parse().map_err(|error| format!("{error}"))?;
        let place = table.get("place").and_then(Value::as_table).ok_or("it has no [place]")?;
        let list = |key: &str| {
            let list = place.get(key).and_then(Value::as_array);
            list.ok_or_else(|| format!("[place] has no list `{key}`"))
        };
        self.place = place.get("name").and_then(Value::as_str).map(str::to_owned);
        for district in list("districts")? {
            let name = district.as_array().and_then(|parts| parts.first()?.as_str());
            self.districts.push(name.ok_or("a district has no name")?.to_owned());
        }
        for agency in list("agencies")? {
            // The id comes first; then, whose jail it uses.
            let id = agency.as_str().and_then(|says| says.split(' ').next());
            self.agencies.push(id.ok_or("an agency has no name")?.to_owned());
        }
        Ok(())
    }

    /// The county.
    #[must_use]
    pub fn place(&self) -> &str {
        self.place.as_deref().unwrap_or("county")
    }

    /// A district.
    #[must_use]
    pub fn district(&self, number: u16) -> Cow<'_, str> {
        named(&self.districts, "district", number)
    }

    /// A police agency.
    #[must_use]
    pub fn agency(&self, number: u16) -> Cow<'_, str> {
        named(&self.agencies, "agency", number)
    }

    /// A rule, if it is known and one was asked.
    #[must_use]
    pub fn rule(&self, number: u16) -> Option<&RuleName> {
        self.rules.get(usize::from(number)).filter(|_| number > 0)
    }
}

fn named<'a>(names: &'a [String], what: &str, number: u16) -> Cow<'a, str> {
    match names.get(usize::from(number)) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(format!("{what} {number}")),
    }
}

/// The rules of an arm, by their numbers.
fn read_rules(text: &str, arm: &str) -> Result<Vec<RuleName>, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut rules = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        let cells: Vec<&str> = row.iter().collect();
        let [of, number, policy, act, words, section] = cells[..] else {
            return Err(format!("a row has {} cells; 6 are known", cells.len()));
        };
        if of != arm {
            continue;
        }
        if number.parse() != Ok(rules.len()) {
            return Err(format!("rule {number} of {arm} is not in its place"));
        }
        let [policy, act, words, section] = [policy, act, words, section].map(str::to_owned);
        rules.push(RuleName { policy, act, words, section });
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_files_of_the_run_and_are_numbers_without_them() {
        let resolved = "[place]\nname = \"Small\"\nagencies = [\"sheriff (jail) jailed by 0\"]\n\
                        districts = [[\"Alder\", 2000, 0]]\n";
        let rules = "arm,rule,regime,act,words,section\na,0,,,no rule was asked,\n\
                     a,1,trust,hold,always,7282\nb,0,,,no rule was asked,\n";
        let names = Names::read(Some(resolved), Some(rules), "a").unwrap();
        assert_eq!(
            (names.place(), &*names.district(0), &*names.agency(0)),
            ("Small", "Alder", "sheriff")
        );
        assert_eq!(names.rule(1).map(|rule| rule.section.as_str()), Some("7282"));
        assert_eq!((names.rule(0), names.rule(2)), (None, None), "no rule, and an unknown one");
        assert_eq!(&*names.district(7), "district 7");
        let none = Names::read(None, None, "a").unwrap();
        assert_eq!((&*none.district(3), &*none.agency(2)), ("district 3", "agency 2"));
    }

    #[test]
    fn files_that_no_run_wrote_are_named() {
        assert_eq!(Names::read(Some("x = "), None, "a").unwrap_err().0, "resolved.toml");
        assert_eq!(Names::read(Some("x = 1"), None, "a").unwrap_err().0, "resolved.toml");
        assert_eq!(Names::read(None, Some("arm,rule\na,1\n"), "a").unwrap_err().0, "rules.csv");
        let skips = "arm,rule,regime,act,words,section\na,1,,,,\n";
        assert_eq!(Names::read(None, Some(skips), "a").unwrap_err().0, "rules.csv");
    }
}

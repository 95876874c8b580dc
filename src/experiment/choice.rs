//! Which parameters of a scenario vary: by grade, or by name.

use crate::event::Word;
use crate::scenario::mistakes::{Kind, Mistake, Mistakes, Spot, suggestion};
use crate::scenario::parameter::Parameter;
use crate::scenario::parameters::{Grade, Parameters, Sourced};
use crate::scenario::read_parameters::word;
use crate::scenario::table::{Value, shortened};
use crate::sensitivity::{self, Shape, Space};

/// What varies.
pub(super) struct Chosen {
    /// Between which numbers.
    pub(super) space: Space,
    /// The parameters, in the order of the space, with all that is known of each.
    pub(super) targets: Vec<(Parameter, Sourced)>,
}

/// The parameters that the file chooses; all that have a range if it says nothing.
pub(super) fn choose(
    value: Option<&Value>,
    (parameters, whole): (&Parameters, Spot),
    shape: Shape,
    mistakes: &mut Mistakes,
) -> Option<Chosen> {
    let all: Vec<(String, &Sourced)> = parameters.iter().collect();
    let names = match value {
        None => vary(&all, Grade::ALL, &[]),
        Some(value) if value.is_table() => graded(value, &all, mistakes)?,
        Some(value) => listed(value, &all, mistakes)?,
    };
    let spot = value.map_or(whole, Value::spot);
    let of = |name: &String| {
        let (_, sourced) = all.iter().find(|(known, _)| known == name)?;
        let Sourced { low, value, high, .. } = **sourced;
        let column = sensitivity::Parameter { name: name.clone(), low, value, high, shape };
        Some(((Parameter::named(name)?, (*sourced).clone()), column))
    };
    let (targets, columns): (Vec<_>, Vec<_>) = names.iter().filter_map(of).unzip();
    match Space::new(columns) {
        Ok(space) => Some(Chosen { space, targets }),
        Err(error) => {
            let mistake = Mistake::new(Kind::OutOfRange, spot, error.to_string());
            let help = "a parameter varies between its low and its high, which the scenario says";
            mistakes.add(mistake.help(help));
            None
        }
    }
}

/// Those of these grades that have a range, but for those that a pattern takes out.
fn vary(all: &[(String, &Sourced)], grades: &[Grade], without: &[String]) -> Vec<String> {
    let varies = |(name, number): &&(String, &Sourced)| {
        number.low < number.high
            && grades.contains(&number.grade)
            && !without.iter().any(|pattern| fits(pattern, name))
    };
    all.iter().filter(varies).map(|(name, _)| name.clone()).collect()
}

fn graded(
    value: &Value,
    all: &[(String, &Sourced)],
    mistakes: &mut Mistakes,
) -> Option<Vec<String>> {
    let mut table = value.table("`parameters`", mistakes)?;
    let grades = match table.get("graded") {
        Some(value) => {
            let list = value.list(mistakes)?;
            let grades: Vec<Option<Grade>> =
                list.iter().map(|grade| word("grade", grade, mistakes)).collect();
            grades.into_iter().collect::<Option<Vec<Grade>>>()
        }
        None => Some(Grade::ALL.to_vec()),
    };
    let without = match table.get("exclude") {
        Some(value) => patterns(&value, all, mistakes),
        None => Some(Vec::new()),
    };
    table.finish(mistakes);
    Some(vary(all, &grades?, &without?))
}

/// The names or patterns of a list, each of which must fit something.
fn patterns(
    value: &Value,
    all: &[(String, &Sourced)],
    mistakes: &mut Mistakes,
) -> Option<Vec<String>> {
    let mut good = Some(Vec::new());
    for item in value.list(mistakes)? {
        let found = item.text(mistakes).filter(|text| {
            let is_known = all.iter().any(|(name, _)| fits(&text.value, name));
            if !is_known {
                let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
                let title = format!("no parameter is called `{}`", shortened(&text.value));
                let mistake = Mistake::new(Kind::UnknownName, text.spot.clone(), title);
                mistakes.add(
                    mistake
                        .help(suggestion(&text.value, &names))
                        .help("a `*` at the end stands for the rest of a name: \"cost.*\""),
                );
            }
            is_known
        });
        match (&mut good, found) {
            (Some(all), Some(text)) => all.push(text.value),
            _ => good = None,
        }
    }
    good
}

fn listed(
    value: &Value,
    all: &[(String, &Sourced)],
    mistakes: &mut Mistakes,
) -> Option<Vec<String>> {
    let patterns = patterns(value, all, mistakes)?;
    let (mut names, mut good): (Vec<String>, bool) = (Vec::new(), true);
    for pattern in &patterns {
        for (name, number) in all.iter().filter(|(name, _)| fits(pattern, name)) {
            let is_one = name == pattern;
            let wrong = if names.contains(name) {
                format!("`{name}` is chosen twice")
            } else if number.low < number.high {
                names.push(name.clone());
                continue;
            } else if is_one {
                format!("`{name}` has no range: its low is its high, {}", number.low)
            } else {
                continue;
            };
            good = false;
            let kind = if is_one { Kind::OutOfRange } else { Kind::Duplicate };
            let help = "give it low and high in the scenario, or leave it out here";
            mistakes.add(Mistake::new(kind, value.spot(), wrong).help(help));
        }
    }
    good.then_some(names)
}

/// Whether a pattern is a name, or its beginning if the pattern ends with a `*`.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    }
}

//! Reads the model's numbers: those it comes with, and what a scenario says otherwise.

use super::mistakes::{Kind, Mistake, Mistakes, Spot, suggestion};
use super::parameter::{Parameter, PerOffence};
use super::parameters::{Grade, Parameters, Sourced};
use super::table::{At, Table, Value, parse, shortened};
use crate::event::{Offence, Word};
use std::collections::BTreeMap;

/// What is known of a number before it is read.
pub struct Expected<'a> {
    /// How messages call it.
    pub name: &'a str,
    /// Its unit; none if the file may say any.
    pub unit: Option<&'a str>,
    /// The lowest and highest that make sense; none if that follows from the unit.
    pub bounds: Option<(f64, f64)>,
    /// The range it has if the file says none.
    pub range: Option<(f64, f64)>,
}

/// The lowest and highest that make sense in a unit. A rate without end would let a run go on for
/// ever, so every unit has a highest.
fn bounds_of(unit: &str) -> Option<(f64, f64)> {
    Some(match unit {
        "probability" | "share" | "index 0 to 1" => (0.0, 1.0),
        "log odds" => (-10.0, 10.0),
        "log odds per unit" | "elasticity" => (0.0, 10.0),
        "d" => (0.01, 36_500.0),
        "h" => (0.01, 8_760.0),
        "per 1,000 residents and year"
        | "per 1,000 unauthorised and year"
        | "per 1,000 unauthorised" => (0.0, 5_000.0),
        "per year"
        | "units"
        | "units per 4,000 residents"
        | "units per million residents"
        | "ratio"
        | "persons" => (0.0, 100.0),
        "factor" => (0.01, 100.0),
        "min" => (0.0, 10_000.0),
        "hearings a day" => (0.0001, 10_000.0),
        "kinds of restriction" => (0.0, 7.0),
        "per million residents and year" => (0.0, 100_000.0),
        "share per unit" => (0.0, 1.0),
        "weight" => (0.0, 1_000_000.0),
        "officers" | "beds" | "USD" => (0.0, 10_000_000.0),
        _ => return None,
    })
}

/// The numbers the model comes with, from the text of `parameters.toml`.
pub fn defaults(path: &str, text: &str, mistakes: &mut Mistakes) -> Option<Parameters> {
    let file = mistakes.file(path, text);
    let parsed = parse(file, text, mistakes);
    let mut top = Table::whole_file(file, "the file of numbers", parsed.get_ref());
    let mut table = top.need("parameters", mistakes)?.table("[parameters]", mistakes)?;
    let mut found = BTreeMap::new();
    for (key, value) in table.entries() {
        let expected = Expected { name: &key.value, unit: None, bounds: None, range: None };
        found
            .extend(sourced(&value, &expected, mistakes).map(|number| (key.value.clone(), number)));
    }
    top.finish(mistakes);
    let read = Parameters::new(|_, name| found.remove(name));
    if let Some(left) = found.keys().next() {
        let title = format!("unknown parameter `{left}`");
        mistakes.add(Mistake::new(Kind::UnknownName, Spot { file, span: None }, title));
    }
    match read {
        Ok(parameters) => Some(parameters),
        Err(missing) => {
            let title = format!("numbers are missing: {}", missing.join(", "));
            mistakes.add(Mistake::new(Kind::MissingKey, Spot { file, span: None }, title));
            None
        }
    }
}

/// What a scenario says otherwise, put in the place of what the model comes with.
pub fn overrides(table: &mut Table, parameters: &mut Parameters, mistakes: &mut Mistakes) {
    let known: BTreeMap<String, Sourced> =
        parameters.iter().map(|(name, sourced)| (name, sourced.clone())).collect();
    let mut spot = None;
    // Beyond the number of parameters each more is unknown, and guessing what was meant is slow.
    for (key, value) in table.entries().into_iter().take(2 * known.len()) {
        let (Some(old), Some(parameter)) = (known.get(&key.value), Parameter::named(&key.value))
        else {
            unknown(&key, &value, &known, mistakes);
            continue;
        };
        let expected = Expected {
            name: &key.value,
            unit: Some(&old.unit),
            bounds: None,
            range: Some((old.low, old.high)),
        };
        if let Some(number) = sourced(&value, &expected, mistakes) {
            parameters.set(parameter, number);
            spot = Some(key.spot);
        }
    }
    if let Some(spot) = spot {
        some_weight(parameters, &spot, mistakes);
    }
}

/// Weights are shares of their sum, so one of them must be there.
fn some_weight(parameters: &Parameters, spot: &Spot, mistakes: &mut Mistakes) {
    let weights = [(PerOffence::StopShare, "stop_share"), (PerOffence::PastShare, "past_share")];
    for (what, name) in weights {
        let sum: f64 = Offence::ALL.iter().map(|&class| parameters.of_offence(what, class)).sum();
        if sum <= 0.0 {
            let title = format!("every `offence.CLASS.{name}` is 0: no class could be drawn");
            let mistake = Mistake::new(Kind::Inconsistent, spot.clone(), title);
            mistakes.add(mistake.help("leave at least one of these weights above 0"));
        }
    }
}

fn unknown(
    key: &At<String>,
    value: &Value,
    known: &BTreeMap<String, Sourced>,
    mistakes: &mut Mistakes,
) {
    let title = format!("unknown parameter `{}`", shortened(&key.value));
    let mistake = Mistake::new(Kind::UnknownName, key.spot.clone(), title)
        .label("not a number of this model");
    // Without quotation marks, the dot of a name makes a table within a table.
    let inner = value.keys().into_iter().map(|inner| format!("{}.{inner}", key.value));
    if let Some(meant) = inner.into_iter().find(|name| known.contains_key(name)) {
        let help = format!("its name has a dot, so write [parameters.\"{meant}\"]");
        mistakes.add(mistake.help(help));
        return;
    }
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    mistakes.add(mistake.help(suggestion(&key.value, &names)));
}

/// A number with its range, unit, grade and source.
pub fn sourced(value: &Value, expected: &Expected, mistakes: &mut Mistakes) -> Option<Sourced> {
    let mut table = value.table(&format!("`{}`", expected.name), mistakes)?;
    let number = table.need("value", mistakes).and_then(|v| v.number(mistakes));
    let low = table.get("low").map(|v| v.number(mistakes));
    let high = table.get("high").map(|v| v.number(mistakes));
    let unit = unit(&mut table, expected, mistakes);
    let grade = match table.get("grade") {
        Some(grade) => word::<Grade>("grade", &grade, mistakes),
        None => Some(Grade::Judgement),
    };
    let source = source(&mut table, expected.name, mistakes);
    table.finish(mistakes);
    let usual = unit.as_deref().or(expected.unit).unwrap_or_default();
    let bounds = expected.bounds.or_else(|| bounds_of(usual)).unwrap_or((f64::MIN, f64::MAX));
    let mut inside = true;
    for (key, at) in
        [("value", &number), ("low", &low.clone().flatten()), ("high", &high.clone().flatten())]
    {
        let Some(at) = at else { continue };
        inside &= within(expected.name, key, at, (bounds, usual), mistakes);
    }
    let number = number?;
    let whole = expected.range.unwrap_or((number.value, number.value));
    // A range that was given but could not be read is not to be taken for none.
    let own = |value| At { value, spot: number.spot.clone() };
    let low = low.unwrap_or_else(|| Some(own(whole.0)))?;
    let high = high.unwrap_or_else(|| Some(own(whole.1)))?;
    if !inside || !ordered(expected.name, [&low, &number, &high], mistakes) {
        return None;
    }
    let (low, high) = (low.value, high.value);
    Some(Sourced { value: number.value, low, high, unit: unit?, grade: grade?, source: source? })
}

fn unit(table: &mut Table, expected: &Expected, mistakes: &mut Mistakes) -> Option<String> {
    let Some(usual) = expected.unit else { return table.words("unit", mistakes) };
    let Some(given) = table.get("unit") else { return Some(usual.to_owned()) };
    let given = given.text(mistakes)?;
    if given.value == usual {
        return Some(given.value);
    }
    let title = format!("`{}` is in another unit: {usual}", expected.name);
    let mistake = Mistake::new(Kind::Unit, given.spot, title).label("not its unit");
    mistakes.add(mistake.help(format!("convert the numbers and write unit = \"{usual}\"")));
    None
}

fn source(table: &mut Table, name: &str, mistakes: &mut Mistakes) -> Option<String> {
    let given = table.get("source");
    let text = match &given {
        Some(value) => value.text(mistakes)?.value,
        None => String::new(),
    };
    if text.trim().is_empty() {
        let spot = given.map_or_else(|| table.spot(), |value| value.spot());
        let mistake = Mistake::new(Kind::NoSource, spot, format!("`{name}` has no source"));
        let help = "write source = \"assumption: <why>\" where there is no publication";
        mistakes.add(mistake.help(help));
        return None;
    }
    Some(text)
}

fn within(
    name: &str,
    key: &str,
    number: &At<f64>,
    (bounds, unit): ((f64, f64), &str),
    mistakes: &mut Mistakes,
) -> bool {
    let (low, high) = bounds;
    let good = (low..=high).contains(&number.value);
    if !good {
        let title = format!("`{name}`: {key} {} is out of range", number.value);
        let mistake = Mistake::new(Kind::OutOfRange, number.spot.clone(), title);
        mistakes.add(mistake.label(format!("expected {low} to {high} ({unit})")));
    }
    good
}

fn ordered(name: &str, [low, value, high]: [&At<f64>; 3], mistakes: &mut Mistakes) -> bool {
    let (key, other, wrong) = match () {
        () if low.value > high.value => ("low", high, "above `high`"),
        () if value.value < low.value => ("value", low, "under `low`"),
        () if value.value > high.value => ("value", high, "above `high`"),
        () => return true,
    };
    let at = if key == "low" { low } else { value };
    let bound = wrong.trim_start_matches("above ").trim_start_matches("under ").trim_matches('`');
    let title = format!("`{name}`: {key} {} is {wrong} {}", at.value, other.value);
    let mut mistake = Mistake::new(Kind::OutOfRange, at.spot.clone(), title).label(wrong);
    if other.spot == at.spot {
        mistake = mistake.help(format!("{bound} is the model's own; say low and high as well"));
    }
    mistakes.add(
        mistake.help("low <= value <= high is needed, so that a sweep covers the value itself"),
    );
    false
}

/// A word of a closed list.
pub fn word<W: Word>(what: &str, value: &Value, mistakes: &mut Mistakes) -> Option<W> {
    let text = value.text(mistakes)?;
    let word = W::named(&text.value);
    if word.is_none() {
        let names: Vec<&str> = W::ALL.iter().map(|word| word.name()).collect();
        let title = format!("unknown {what} `{}`", shortened(&text.value));
        let mistake = Mistake::new(Kind::UnknownName, text.spot, title);
        mistakes.add(mistake.help(suggestion(&text.value, &names)));
    }
    word
}

#[cfg(test)]
mod tests {
    use super::bounds_of;

    /// A unit without a range would let any number in: -5 operations a year, say.
    #[test]
    fn every_unit_of_the_model_has_a_range() {
        let numbers = crate::scenario::library::numbers().unwrap_or_else(|wrong| panic!("{wrong}"));
        for (name, number) in numbers.iter() {
            let unit = number.unit.as_str();
            assert!(
                bounds_of(unit).is_some_and(|(low, _)| low >= 0.0 || unit == "log odds"),
                "{name}: {unit}"
            );
        }
    }
}

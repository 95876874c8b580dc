//! The files that come with the program: scenarios, places, policies and the model's numbers.

use super::mistakes::Mistakes;
use super::parameters::Parameters;
use super::read_parameters::defaults;
use super::read_regime::preset;
use super::regime::Regime;

/// The scenario that is run when none is named.
pub const DEFAULT: &str = include_str!("../../scenarios/los-angeles.toml");

/// All files by their path in the folder `scenarios`, in order.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// The text of a scenario that comes with the program.
#[must_use]
pub fn scenario_text(name: &str) -> Option<&'static str> {
    let is_scenario = scenario_names().any(|known| known == name);
    if is_scenario { embedded(&format!("{name}.toml")) } else { None }
}

/// The names of the scenarios that come with the program.
pub fn scenario_names() -> impl Iterator<Item = &'static str> {
    let top = |(path, _): &(&'static str, &str)| path.strip_suffix(".toml");
    FILES.iter().filter_map(top).filter(|name| !name.contains('/') && *name != "parameters")
}

/// Any other file that comes with the program, by its path in the folder `scenarios`.
#[must_use]
pub fn embedded(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// The names of the files in a folder, `policies` or `places`, with one ending: `toml` or `csv`.
pub fn names(folder: &str, ending: &str) -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(move |(path, _)| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        name.strip_suffix(ending)?.strip_suffix('.')
    })
}

/// The path that messages give a file that comes with the program.
#[must_use]
pub fn shown(path: &str) -> String {
    format!("<built-in>/{path}")
}

/// The model's numbers as they come with the program.
///
/// # Errors
/// What is wrong in their file; a test makes sure that nothing is.
pub fn numbers() -> Result<Parameters, Mistakes> {
    let path = "parameters.toml";
    let mut mistakes = Mistakes::none();
    let text = embedded(path).unwrap_or_default();
    let numbers = defaults(&shown(path), text, &mut mistakes);
    mistakes.or(numbers)
}

/// All policies that come with the program, by level and date.
///
/// # Errors
/// What is wrong in their files; a test makes sure that nothing is.
pub fn presets() -> Result<Vec<Regime>, Mistakes> {
    let mut mistakes = Mistakes::none();
    let mut presets = Vec::new();
    for name in names("policies", "toml") {
        let path = format!("policies/{name}.toml");
        let text = embedded(&path).unwrap_or_default();
        presets.extend(preset(name, &shown(&path), text, &mut mistakes).map(|read| read.regime));
    }
    presets.sort_by(|a, b| (a.level, a.from, &a.id).cmp(&(b.level, b.from, &b.id)));
    mistakes.or(Some(presets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read::scenario;
    use crate::scenario::regime::Level;

    #[test]
    fn every_file_is_read_without_a_mistake() {
        for name in scenario_names() {
            let read = scenario(name, scenario_text(name).unwrap(), &|_| None);
            let read = read.unwrap_or_else(|mistakes| panic!("{mistakes}"));
            assert_eq!(read.name, name);
        }
        numbers().unwrap_or_else(|mistakes| panic!("{mistakes}"));
        presets().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    }

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        for folder in ["policies", "places"] {
            let entries = std::fs::read_dir(format!("{root}/{folder}")).unwrap();
            let there = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let mut there: Vec<String> = there.filter(|name| name.ends_with(".toml")).collect();
            there.sort();
            let known: Vec<String> =
                names(folder, "toml").map(|name| format!("{name}.toml")).collect();
            assert_eq!(there, known);
        }
    }

    #[test]
    fn presets_stand_from_the_widest_level_to_the_narrowest() {
        let presets = presets().unwrap();
        let order: Vec<(Level, _)> = presets.iter().map(|p| (p.level, p.from)).collect();
        assert!(order.is_sorted());
        assert_eq!(presets[0].id, "criminal-alien-program");
    }

    #[test]
    fn the_federal_rules_leave_no_day_out() {
        let presets = presets().unwrap();
        // Each says whom ICE asks for; others of this level add to them.
        let priorities = [
            "criminal-alien-program",
            "secure-communities-2008",
            "priority-enforcement-2014",
            "kelly-memo-2017",
            "enforcement-interim-2021",
            "enforcement-priorities-2021",
            "secure-communities-2025",
        ];
        let named = |id: &str| presets.iter().find(|preset| preset.id == id).unwrap();
        for pair in priorities.windows(2) {
            let (before, after) = (named(pair[0]), named(pair[1]));
            let next = before.until.and_then(|until| until.tomorrow().ok());
            assert_eq!(next, Some(after.from), "{} and {}", before.id, after.id);
        }
    }

    #[test]
    fn the_districts_of_los_angeles_add_up() {
        let read = scenario("los-angeles.toml", DEFAULT, &|_| None).unwrap();
        assert_eq!(read.place.residents(), 10_098_052);
        let of = |agency: &str| {
            let at = read.place.agencies.iter().position(|known| known.id == agency).unwrap();
            let theirs = read.place.districts.iter().filter(|d| usize::from(d.agency.0) == at);
            theirs.fold((0, 0), |(count, sum), d| (count + 1, sum + d.residents))
        };
        assert_eq!(of("lapd"), (21, 3_969_657));
        assert_eq!(of("lasd"), (23, 2_671_000));
        assert_eq!(of("lbpd").0, 4);
        assert_eq!(of("other-city-police").0, 18);
    }
}

//! The files that come with the program: scenarios, places, policies and the model's numbers.

use super::mistakes::Mistakes;
use super::read_regime::preset;
use super::regime::Regime;

/// The scenario that is run when none is named.
pub const DEFAULT: &str = include_str!("../../scenarios/los-angeles.toml");

/// Scenarios by name.
const SCENARIOS: &[(&str, &str)] =
    &[("los-angeles", DEFAULT), ("small", include_str!("../../scenarios/small.toml"))];

/// All other files by their path in the folder `scenarios`.
const FILES: &[(&str, &str)] = &[
    ("parameters.toml", include_str!("../../scenarios/parameters.toml")),
    ("places/los-angeles.toml", include_str!("../../scenarios/places/los-angeles.toml")),
    ("places/small.toml", include_str!("../../scenarios/places/small.toml")),
    (
        "policies/full-cooperation.toml",
        include_str!("../../scenarios/policies/full-cooperation.toml"),
    ),
    (
        "policies/judicial-warrant-only.toml",
        include_str!("../../scenarios/policies/judicial-warrant-only.toml"),
    ),
    (
        "policies/kelly-memo-2017.toml",
        include_str!("../../scenarios/policies/kelly-memo-2017.toml"),
    ),
    (
        "policies/lapd-no-holds-2014.toml",
        include_str!("../../scenarios/policies/lapd-no-holds-2014.toml"),
    ),
    (
        "policies/lasd-mcdonnell-2014.toml",
        include_str!("../../scenarios/policies/lasd-mcdonnell-2014.toml"),
    ),
    (
        "policies/no-cooperation.toml",
        include_str!("../../scenarios/policies/no-cooperation.toml"),
    ),
    (
        "policies/priority-enforcement-2014.toml",
        include_str!("../../scenarios/policies/priority-enforcement-2014.toml"),
    ),
    ("policies/sb54-2018.toml", include_str!("../../scenarios/policies/sb54-2018.toml")),
    (
        "policies/special-order-40.toml",
        include_str!("../../scenarios/policies/special-order-40.toml"),
    ),
    ("policies/trust-act-2014.toml", include_str!("../../scenarios/policies/trust-act-2014.toml")),
    ("policies/truth-act-2017.toml", include_str!("../../scenarios/policies/truth-act-2017.toml")),
];

/// The text of a scenario that comes with the program.
#[must_use]
pub fn scenario_text(name: &str) -> Option<&'static str> {
    SCENARIOS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The names of the scenarios that come with the program.
pub fn scenario_names() -> impl Iterator<Item = &'static str> {
    SCENARIOS.iter().map(|(name, _)| *name)
}

/// Any other file that comes with the program, by its path in the folder `scenarios`.
#[must_use]
pub fn embedded(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// The names of the files in a folder: `policies` or `places`.
pub fn names(folder: &str) -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(move |(path, _)| {
        path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml")
    })
}

/// The path that messages give a file that comes with the program.
#[must_use]
pub fn shown(path: &str) -> String {
    format!("<built-in>/{path}")
}

/// All policies that come with the program, by level and date.
///
/// # Errors
/// What is wrong in their files; a test makes sure that nothing is.
pub fn presets() -> Result<Vec<Regime>, Mistakes> {
    let mut mistakes = Mistakes::none();
    let mut presets = Vec::new();
    for name in names("policies") {
        let path = format!("policies/{name}.toml");
        let text = embedded(&path).unwrap_or_default();
        presets.extend(preset(name, &shown(&path), text, &mut mistakes).map(|read| read.regime));
    }
    presets.sort_by(|a, b| (a.level, a.from, &a.id).cmp(&(b.level, b.from, &b.id)));
    mistakes.or(Some(presets))
}

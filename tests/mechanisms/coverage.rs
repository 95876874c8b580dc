//! The page that lists what the source documents speak of: it is complete, and what it names exists.

use super::kinds;
use jurisim::event::Word;
use jurisim::scenario::act::Act;
use jurisim::scenario::dial::Dial;
use jurisim::scenario::parameter::Parameter;
use jurisim::scenario::{Mechanisms, library};
use std::collections::BTreeMap;

const PAGE: &str = include_str!("../../docs/coverage.md");

/// The ids of the five documents: how many each has, and from which number.
const IDS: &[(&str, u32, u32)] =
    &[("000", 1, 29), ("001", 1, 21), ("002", 1, 34), ("003", 1, 22), ("004", 1, 55)];

/// The rows of the tables: the id, how it is covered, and the names in the last column.
fn rows() -> Vec<(String, String, Vec<String>)> {
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
    };
    let is_id = |cell: &String| cell.len() == 6 && cell.as_bytes()[3] == b'-';
    let rows = PAGE.lines().filter(|line| line.starts_with('|')).map(cells);
    rows.filter(|cells| cells.first().is_some_and(is_id))
        .map(|cells| {
            assert_eq!(cells.len(), 4, "{cells:?}");
            let names = cells[3].split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (cells[0].clone(), cells[2].clone(), names)
        })
        .collect()
}

#[test]
fn every_id_stands_once_in_the_page() {
    let mut expected = Vec::new();
    for (document, first, last) in IDS {
        expected.extend((*first..=*last).map(|nth| format!("{document}-{nth:02}")));
    }
    assert_eq!(expected.len(), 161);
    let found: Vec<String> = rows().into_iter().map(|row| row.0).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_row_says_how_and_where() {
    let hows = ["lever", "event", "output", "data", "not modelled"];
    for (id, how, names) in rows() {
        assert!(hows.contains(&how.as_str()), "{id}: {how}");
        assert!(!names.is_empty(), "{id} names nothing");
        // A thing that is left out says where it is said; a thing that is there names it.
        let is_there = names.iter().any(|name| !name.starts_with("doc:"));
        assert!(is_there || how == "not modelled", "{id} names only pages");
        let says = names.iter().any(|name| name.starts_with("doc:not-modelled.md#"));
        assert!(how != "not modelled" || says || is_there, "{id}");
    }
}

/// The link of a heading, as pages are read on the web: lower case, hyphens, no other signs.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn exists(kind: &str, name: &str) -> bool {
    match kind {
        "preset" => library::names("policies", "toml").any(|known| known == name),
        "scenario" => library::scenario_names().any(|known| known == name),
        "act" => Act::named(name).is_some(),
        "dial" => Dial::named(name).is_some(),
        "event" => kinds::all().contains(&name),
        "parameter" => Parameter::named(name).is_some(),
        "mechanism" => Mechanisms::ALL_ON.named().iter().any(|(known, _)| *known == name),
        "output" => jurisim::sweep::summary::outputs().any(|known| known == name),
        "doc" => {
            let (page, heading) = name.split_once('#').unwrap_or((name, ""));
            let path = format!("{}/docs/{page}", env!("CARGO_MANIFEST_DIR"));
            let Ok(text) = std::fs::read_to_string(path) else { return false };
            let mut headings = text.lines().filter_map(|line| line.strip_prefix('#'));
            heading.is_empty()
                || headings.any(|line| anchor(line.trim_start_matches('#')) == heading)
        }
        _ => false,
    }
}

#[test]
fn every_name_in_the_page_exists() {
    let mut wrong = Vec::new();
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for (id, _, names) in rows() {
        for full in names {
            let there = full.split_once(':').is_some_and(|(kind, name)| exists(kind, name));
            if !there {
                wrong.push(format!("{id}: {full}"));
            }
            *used.entry(full.split(':').next().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    assert!(wrong.is_empty(), "no such thing:\n{}", wrong.join("\n"));
    assert_eq!(used.len(), 9, "kinds of names: {used:?}");
}

//! No two presets do the same, unless their files say so; and none does nothing.

use super::county::{content, county, events, log, side_by_side};
use super::presets::placed;
use jurisim::event::Part;
use jurisim::log::Chain;
use jurisim::scenario::library;
use jurisim::time::Day;
use std::collections::BTreeMap;

/// Long enough for a court's docket to matter, and for 1 October, when grants are withheld.
const DAYS: u32 = 290;

/// In some of these every preset must matter. Federal rules stand in all.
const CONTEXTS: &[&[&str]] = &[
    &["kelly-memo-2017@2019-01-01.."],
    &["kelly-memo-2017@2019-01-01..", "test-open"],
    &["kelly-memo-2017@2019-01-01..", "test-hand-over"],
    &["kelly-memo-2017@2019-01-01..", "test-open", "test-deputies"],
    &["kelly-memo-2017@2019-01-01..", "test-shut"],
    &["enforcement-interim-2021@2019-01-01..", "test-open"],
];

/// Presets that are documented to act alike, and where it is said.
const SAID: &[(&[&str], &str)] = &[
    (&["protected-areas-2021", "protected-facilities"], "both summaries"),
    (&["trust-announcement", "trust-announcement-2020"], "both summaries"),
];

fn digest(stack: &[&str]) -> String {
    let mut chain = Chain::new();
    for event in events(&log(&county(stack, DAYS), 0, 1)).filter_map(content) {
        chain.push(Day(0), Part::Policy, &event);
    }
    chain.digest().to_string()
}

#[test]
fn no_two_presets_do_the_same_and_none_does_nothing() {
    let presets = library::presets().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let names: Vec<&str> = presets.iter().map(|p| p.id.as_str()).chain([""]).collect();
    let cells = side_by_side(names.len() * CONTEXTS.len(), |at| {
        let (name, context) = (names[at / CONTEXTS.len()], CONTEXTS[at % CONTEXTS.len()]);
        let own = (!name.is_empty()).then(|| placed(name));
        // A policy on top of itself is itself.
        let is_there = own.is_some() && context.iter().any(|known| known.starts_with(name));
        let own = own.filter(|_| !is_there);
        let stack: Vec<&str> = context.iter().copied().chain(own.as_deref()).collect();
        digest(&stack)
    });
    // A run that panics is alike to none; the test of directions reports it.
    let cells: Vec<String> = cells
        .into_iter()
        .enumerate()
        .map(|(at, cell)| cell.unwrap_or_else(|| format!("panic {at}")))
        .collect();
    let mut alike: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
    for (name, cells) in names.iter().zip(cells.chunks(CONTEXTS.len())) {
        alike.entry(cells).or_default().push(if name.is_empty() { "nothing" } else { name });
    }
    let groups = alike.into_values().filter(|group| group.len() > 1).map(|mut group| {
        group.sort_unstable();
        group
    });
    let (said, unsaid): (Vec<_>, Vec<_>) =
        groups.partition(|group| SAID.iter().any(|(known, _)| known == group));
    assert!(unsaid.is_empty(), "act alike, and no file says so: {unsaid:#?}");
    assert_eq!(said.len(), SAID.len(), "said to act alike, and do not");
}

/// A preset that its own file binds to a police agency does something there. Rules on jails are asked
/// of the agency that jails.
#[test]
fn presets_of_one_police_agency_do_something_where_they_bind() {
    let presets = library::presets().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let bound: Vec<_> = presets.iter().filter(|preset| preset.agency.is_some()).collect();
    assert!(bound.len() >= 4);
    let context = CONTEXTS[1];
    let without = digest(context);
    let idle = bound.iter().filter(|preset| {
        let own = format!("{}:city-police@2019-01-02..", preset.id);
        let stack: Vec<&str> = context.iter().copied().chain([own.as_str()]).collect();
        let is_said = preset.summary.contains("does nothing");
        digest(&stack) == without && !is_said
    });
    let idle: Vec<&str> = idle.map(|preset| preset.id.as_str()).collect();
    assert!(idle.is_empty(), "do nothing, and no file says so: {idle:?}");
}

//! What must hold of every report, whatever the scenario.

use super::{Input, files, make};
use crate::engine::record::Going;
use crate::scenario::Scenario;
use crate::scenario::library;
use crate::scenario::read::scenario;
use crate::sweep::{self, Plan, Results};

fn small() -> Scenario {
    let text = library::scenario_text("small").unwrap();
    scenario("small.toml", text, &|_| None).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn run(scenario: &Scenario, replicates: u32) -> Results {
    let plan = Plan { replicates, threads: 2, kept: None };
    sweep::run(scenario, &plan, &|| Going::On).unwrap()
}

fn input<'a>(scenario: &'a Scenario, results: &'a Results) -> Input<'a> {
    Input {
        scenario,
        results,
        checked: &[],
        record: "small-00000000",
        command: "jurisim run small",
        engine: "0.0.0",
        scenario_file: None,
        keep_events: 1,
    }
}

fn page(scenario: &Scenario, replicates: u32) -> String {
    make(&input(scenario, &run(scenario, replicates))).0
}

/// What a reader sees and what is read out: the page without its script, style and block of data.
fn is_sound(page: &str) {
    let (body, _) = page.split_once("<script id=\"data\"").unwrap();
    for word in body.split(|c: char| !c.is_alphanumeric()) {
        assert!(!["NaN", "nan", "inf", "Inf"].contains(&word), "{word:?} in the page");
    }
    for asks in ["src=", "href=\"http", "url(", "@import", "<link", "<iframe", "<img", "xlink:href"]
    {
        assert!(!page.contains(asks), "{asks:?} in the page");
    }
    let drawings = page.matches("<svg").count();
    assert_eq!(
        drawings,
        page.matches("role=\"img\" aria-label=\"").count(),
        "a chart says nothing"
    );
    assert_eq!(drawings % 2, 0, "each chart is there twice");
    assert_eq!(page.matches("<h1").count(), 1);
    let levels: Vec<u32> = page
        .match_indices("<h")
        .filter_map(|(at, _)| page.as_bytes().get(at + 2).and_then(|c| char::from(*c).to_digit(10)))
        .collect();
    for pair in levels.windows(2) {
        assert!(
            pair[1] <= pair[0] + 1,
            "a heading of level {} follows one of {}",
            pair[1],
            pair[0]
        );
    }
}

#[test]
fn a_report_is_whole_and_asks_nothing_of_a_network() {
    let page = page(&small(), 3);
    is_sound(&page);
    assert!(page.contains("<svg") && page.contains("lang=\"en\""));
    assert!(page.contains("default-src 'none'"));
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}

#[test]
fn one_replicate_gives_a_report_without_intervals() {
    let page = page(&small(), 1);
    is_sound(&page);
    assert!(page.contains("one replicate: no interval"));
    assert!(!page.contains("95\u{a0}% intervals exclude"));
}

#[test]
fn text_of_a_scenario_never_becomes_markup() {
    let hostile = "</title></script><script>alert(1)</script><b onload=\"x\">&'";
    let mut scenario = small();
    scenario.title = hostile.to_owned();
    scenario.text = hostile.to_owned();
    scenario.place.name = hostile.to_owned();
    for arm in &mut scenario.arms {
        arm.label = format!("{hostile} {}", arm.id);
        for regime in &mut arm.regimes {
            regime.title = hostile.to_owned();
            regime.summary = hostile.to_owned();
        }
    }
    let page = page(&scenario, 2);
    is_sound(&page);
    assert!(!page.contains("<script>alert") && !page.contains("<b onload"));
    assert_eq!(page.matches("</script>").count(), 2);
    assert_eq!(page.matches("</title>").count(), 1);
}

#[test]
fn identical_arms_are_named_and_do_no_harm() {
    let mut scenario = small();
    let mut twin = scenario.arms[0].clone();
    twin.id = "twin".to_owned();
    twin.label = "The twin".to_owned();
    twin.from = scenario.arms[1].from;
    scenario.arms.truncate(1);
    scenario.arms.push(twin);
    let page = page(&scenario, 2);
    is_sound(&page);
    assert!(page.contains("identical events in every replicate"));
    assert!(page.contains("all differences are exactly zero"));
    // What is kept in mind is only what is so of this run.
    assert!(page.contains("the same officer hours for arrests at large in every arm"));
    assert!(!page.contains("Nearly all of a difference in crimes rests on"));
}

#[test]
fn a_single_policy_and_a_single_month_have_a_report() {
    let mut scenario = small();
    scenario.arms.truncate(1);
    is_sound(&page(&scenario, 2));
    let text = library::scenario_text("small").unwrap();
    let text = text.replace("end = 2017-06-30", "end = 2017-01-28");
    let text = text.replace("count_from = 2016-01-01", "count_from = 2017-01-10");
    let short = scenario_of(&text);
    is_sound(&page(&short, 2));
    is_sound(&page(&short, 1));
}

fn scenario_of(text: &str) -> Scenario {
    scenario("short.toml", text, &|_| None).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

#[test]
fn twenty_arms_fit_on_a_page() {
    let mut scenario = small();
    let copies = scenario.arms.iter().skip(1).cycle().take(19).cloned().enumerate();
    let copies: Vec<_> = copies
        .map(|(nth, mut arm)| {
            arm.id = format!("{}-{nth}", arm.id);
            arm.label = format!("{} {nth}", arm.label);
            arm
        })
        .collect();
    scenario.arms.truncate(1);
    scenario.arms.extend(copies);
    is_sound(&page(&scenario, 2));
}

#[test]
fn a_report_is_a_page_with_its_charts_beside_it() {
    let scenario = small();
    let results = run(&scenario, 2);
    let files = files(&input(&scenario, &results));
    let named = |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, bytes)| bytes);
    assert!(named("report.html").unwrap().starts_with(b"<!DOCTYPE html>"));
    assert!(named("charts/differences.svg").unwrap().starts_with(b"<svg"));
    assert!(named("charts/differences.png").unwrap().starts_with(b"\x89PNG"));
    assert!(files.iter().all(|(_, bytes)| !bytes.is_empty()));
}

#[test]
fn who_pays_who_is_out_of_work_and_who_declined_stand_in_the_report() {
    let mut scenario = small();
    let page_of = page(&scenario, 2);
    for told in [
        "Who pays",
        "Defence funds of cities and counties",
        "Work, services and trust",
        "Construction",
        "Held by mistake",
        "Declined requests, as a federal list would have them",
        "Declined Detainer Outcome Report",
        "declined-detainers.csv",
    ] {
        assert!(page_of.contains(told), "{told:?} is not in the report");
    }
    for (name, _) in scenario.mechanisms.named() {
        assert!(page_of.contains(&format!("<code>{name}</code>")), "{name}");
    }
    assert!(!page_of.contains("Switched off in this run"));
    scenario.mechanisms.fear_keeps_home = false;
    scenario.mechanisms.trust_is_built = false;
    assert_eq!(page(&scenario, 1).matches("Switched off in this run").count(), 2);
}

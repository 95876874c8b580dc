//! Pages that are written from the code: the test fails when they no longer agree with it, and
//! `DOCS=1 cargo test --test documents` writes them again.

use jurisim::event::{
    Channel, Crime, Database, Group, Handover, Listing, Offence, Origin, Path, Request, Review,
    Sector, Site, Status, Word,
};
use jurisim::projection::measure::MEASURES;
use jurisim::scenario::act::Act;
use jurisim::scenario::dial::{Dial, Stacking};
use jurisim::scenario::library;
use jurisim::scenario::regime::{Level, Regime};
use jurisim::scenario::rule::Predicate;
use std::fmt::Write;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn holds(page: &str, text: &str) {
    let path = format!("{ROOT}/docs/{page}");
    if std::env::var_os("DOCS").is_some() {
        std::fs::write(&path, text).expect("a folder to write in");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/{page} is not what the code says; write it again with DOCS=1 cargo test --test documents"
    );
}

/// The kinds of facts with what is said of them, from the comments of the source.
fn facts() -> Vec<(String, String)> {
    let source = std::fs::read_to_string(format!("{ROOT}/src/event/mod.rs")).expect("the source");
    let start = source.find("pub enum Fact {").expect("the facts");
    let end = source[start..].find("\n}\n").expect("their end");
    let (mut facts, mut said) = (Vec::new(), String::new());
    for line in source[start..start + end].lines().skip(1) {
        // Fields stand deeper.
        let Some(line) = line.strip_prefix("    ").filter(|line| !line.starts_with(' ')) else {
            continue;
        };
        if let Some(words) = line.strip_prefix("/// ") {
            said = format!("{said} {words}");
        } else {
            let name: String = line.chars().take_while(char::is_ascii_alphanumeric).collect();
            if !name.is_empty() {
                facts.push((name, std::mem::take(&mut said).trim().to_owned()));
            }
        }
    }
    facts
}

fn words<W: Word>(page: &mut String, what: &str) {
    let names: Vec<String> = W::ALL.iter().map(|word| format!("`{}`", word.name())).collect();
    let _ = writeln!(page, "| {what} | {} |", names.join(", "));
}

#[test]
fn the_vocabulary() {
    let mut page = String::from(
        "# The vocabulary\n\nWritten from the code by `tests/documents.rs`: what can happen, what rules can \
         say, what is counted. How it works is in [model.md](model.md), how to write it in \
         [scenario.md](scenario.md).\n\n## What can happen\n\n| event | what it says |\n| --- | --- |\n",
    );
    let facts = facts();
    assert!(facts.len() > 60, "{} kinds were found in the source", facts.len());
    for (name, says) in &facts {
        assert!(!says.is_empty(), "{name} has no comment");
        let _ = writeln!(page, "| `{name}` | {says} |");
    }
    page.push_str("\n## The closed lists in events\n\n| list | words |\n| --- | --- |\n");
    words::<Offence>(&mut page, "offence, in order of gravity");
    words::<Crime>(&mut page, "crime");
    words::<Status>(&mut page, "status");
    words::<Group>(&mut page, "group");
    words::<Sector>(&mut page, "sector");
    words::<Origin>(&mut page, "origin of an arrest");
    words::<Database>(&mut page, "database");
    words::<Review>(&mut page, "review");
    words::<Request>(&mut page, "request");
    words::<Handover>(&mut page, "hand-over");
    words::<Channel>(&mut page, "channel");
    words::<Listing>(&mut page, "reason for looking for somebody");
    words::<Site>(&mut page, "site of an operation");
    words::<Path>(&mut page, "path to departure");
    page.push_str(
        "\n## Acts\n\nWhat a rule allows or forbids. Where no regime in force speaks of an act, the usual answer \
         holds.\n\n| act | what | usually | who may rule on it |\n| --- | --- | --- | --- |\n",
    );
    for &act in Act::ALL {
        let usual = if act.usual() { "yes" } else { "no" };
        let who = if act.is_federal() { "federal, court" } else { "any level" };
        let _ = writeln!(page, "| `{}` | {} | {usual} | {who} |", act.name(), act.words());
    }
    page.push_str("\n## Conditions\n\n| condition | holds if |\n| --- | --- |\n");
    for &predicate in Predicate::ALL {
        let _ = writeln!(page, "| `{}` | {} |", predicate.name(), predicate.words());
    }
    page.push_str(
        "\n## Dials\n\n| dial | what | unit | range | of several |\n| --- | --- | --- | --- | --- |\n",
    );
    for &dial in Dial::ALL {
        let (low, high) = dial.bounds();
        let several = match dial.stacking() {
            Stacking::Last => "the last",
            Stacking::High => "the highest",
            Stacking::Sum => "the sum",
        };
        let several = if dial.is_said_once() { "each on its first day" } else { several };
        let (name, what, unit) = (dial.name(), dial.words(), dial.unit());
        let _ = writeln!(page, "| `{name}` | {what} | {unit} | {low} to {high} | {several} |");
    }
    page.push_str("\n## What is counted by month\n\n| measure | by |\n| --- | --- |\n");
    for (_, name, by) in MEASURES {
        let by = by.label(0).map_or("", |(column, _)| column);
        let _ = writeln!(page, "| `{name}` | {by} |");
    }
    holds("vocabulary.md", &page);
}

fn policy(page: &mut String, regime: &Regime) {
    let until = regime.until.map_or("no end".to_owned(), |until| until.to_string());
    let bound = regime.agency.as_ref().map_or(String::new(), |agency| format!(", for `{agency}`"));
    let _ = writeln!(
        page,
        "\n### `{}`\n\n**{}**{bound}, {} to {until}. {}\n",
        regime.id, regime.title, regime.from, regime.summary
    );
    for clause in &regime.clauses {
        let force = match (clause.ordered, clause.compelled) {
            (_, true) => ", compelled",
            (true, false) => ", ordered",
            (false, false) => "",
        };
        let _ = writeln!(
            page,
            "- {}: {}{force} ({})",
            clause.act.words(),
            clause.rule.words(),
            clause.section
        );
    }
    for (dial, number) in &regime.dials {
        let range = format!("{} [{}, {}]", number.value, number.low, number.high);
        let _ = writeln!(
            page,
            "- {}: {range} ({}; {})",
            dial.words(),
            number.grade.name(),
            number.source
        );
    }
    let sources = regime.sources.iter().map(|source| {
        let date = source.date.map_or(String::new(), |date| format!(", {date}"));
        let section =
            if source.section.is_empty() { String::new() } else { format!(", {}", source.section) };
        format!("{}{section}{date}", source.title)
    });
    let _ = writeln!(page, "- Source: {}", sources.collect::<Vec<_>>().join("; "));
}

#[test]
fn the_policies() {
    let presets = library::presets().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let mut page = format!(
        "# The policies that come along\n\nWritten from `scenarios/policies/` by `tests/documents.rs`: {} files, each \
         with its dates, what it rules and by which law. `jurisim policies show NAME` says the same.\n",
        presets.len()
    );
    for &level in Level::ALL {
        let _ = writeln!(page, "\n## {}", level.name());
        presets.iter().filter(|preset| preset.level == level).for_each(|it| policy(&mut page, it));
    }
    holds("policies.md", &page);
}

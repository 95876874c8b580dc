//! The classroom, seen from outside: a click is a run of the command line, and the engine in a page is
//! the engine of the program.

mod program;

use jurisim::classroom::{Click, Play, Step, embedded_engine, json, lesson, spread, world};
use jurisim::engine::cell::Going;
use program::{ends, err, folder, jurisim, out, root};
use serde_json::{Value, json as value};
use std::fs;
use std::io::Write as _;
use std::process::Command;

const GO: &dyn Fn() -> Going = &|| Going::On;

const CLICKS: [&str; 3] = [
    "{}",
    r#"{"levers":{"jail":"notify"}}"#,
    r#"{"levers":{"jail":"warrant","cite":40,"at_large":12,"fund":true,"raid":true},"seed":11}"#,
];

fn click(text: &str) -> Click {
    Click::parse(text).unwrap_or_else(|words| panic!("{text}: {words}"))
}

fn plain<T: serde::Serialize>(what: &T) -> Value {
    serde_json::from_str(&json(what)).expect("JSON")
}

/// All that the library answers to a click.
fn answers(text: &str) -> Value {
    let click = click(text);
    let mut play = Play::begin(&click).expect("a county");
    let start = plain(play.start());
    let mut months = Vec::new();
    while let Step::Month(month) = play.month(GO) {
        months.push(plain(&month));
    }
    let done = play.done().expect("all months");
    let people: Vec<Value> =
        [0, done.people.len() - 1].iter().map(|n| plain(&play.person(*n))).collect();
    let nobody = plain(&play.person(1_000_000));
    let worlds = [2, 1].map(|k| world(&click, k, GO).expect("a county").expect("nobody stops it"));
    let spread = plain(&spread(&worlds).expect("two worlds"));
    value!({
        "start": start, "months": months, "done": plain(&done), "people": people, "nobody": nobody,
        "world": plain(&worlds[0]), "spread": spread
    })
}

#[test]
fn the_text_of_a_click_runs_on_the_command_line_with_the_same_content_hashes() {
    let folder = folder("click");
    let text = CLICKS[2];
    let answers = answers(text);
    let scenario = folder.join("click.toml");
    fs::write(&scenario, click(text).scenario().expect("a county")).expect("a file");
    let (ran, run) = program::run(&scenario, &folder, &[]);
    ends(&ran, 0);
    let verified = jurisim(&["verify", run.to_str().expect("text")]);
    ends(&verified, 0);
    for arm in ["base", "yours"] {
        let hash = answers["done"][arm]["hash"].as_str().expect("a hash");
        assert!(out(&verified).contains(hash), "{arm} {hash}\n{}", out(&verified));
    }
    // `case why` tells of the same person.
    let name = answers["people"][0]["name"].as_str().expect("a name");
    let why = jurisim(&["case", "why", run.to_str().expect("text"), name]);
    ends(&why, 0);
    let first = answers["people"][0]["shared"][0]["date"]
        .as_str()
        .or(answers["people"][0]["base"][0]["date"].as_str());
    assert!(first.is_none_or(|date| out(&why).contains(date)), "{}", out(&why));
}

#[test]
fn an_engine_of_a_page_needs_the_very_crates_of_the_program() {
    let packages = |path: &str| -> Vec<(String, String)> {
        let text = fs::read_to_string(root().join(path)).expect("a lock file");
        let pair = |part: &str| {
            let of = |key: &str| {
                part.lines()
                    .find_map(|line| Some(line.strip_prefix(key)?.trim_matches('"').to_owned()))
            };
            Some((of("name = ")?, of("version = ")?))
        };
        text.split("[[package]]").filter_map(pair).collect()
    };
    let (own, engine) = (packages("Cargo.lock"), packages("web/engine/Cargo.lock"));
    assert!(own.len() > 100);
    // Another version of libm, say, might draw otherwise.
    for package in engine.iter().filter(|(name, _)| name != "jurisim-engine") {
        assert!(
            own.contains(package),
            "{package:?}: cp Cargo.lock web/engine/, then cargo metadata there"
        );
    }
}

#[test]
fn the_program_has_the_engine_that_was_built_and_none_if_none_was() {
    let built = option_env!("JURISIM_WASM").unwrap_or("web/engine/engine.wasm");
    let engine = fs::read(root().join(built)).ok().filter(|engine| !engine.is_empty());
    assert!(embedded_engine() == engine.as_deref(), "cargo build takes in what stands at {built}");
    assert!(engine.is_none_or(|engine| engine.starts_with(b"\0asm")), "{built} is no WebAssembly");
}

/// Whether two JSON values are equal; 3 and 3.0 are, which JavaScript does not tell apart.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_there = |(key, value): (&String, &Value)| {
                other.get(key).is_some_and(|other| alike(value, other))
            };
            one.len() == other.len() && one.iter().all(is_there)
        }
        _ => one == other,
    }
}

#[test]
fn the_engine_of_a_page_answers_as_the_program_does_content_hashes_included() {
    let engine = root().join("web/engine/engine.wasm");
    let node = Command::new("node").arg("--version").output();
    if !engine.exists() || node.is_err() {
        let what =
            if engine.exists() { "node is missing" } else { "sh web/engine/build.sh makes it" };
        let says = format!("the engine for pages is not tested: {what}");
        assert!(std::env::var_os("CI").is_none(), "{says}");
        let _ = writeln!(std::io::stderr(), "{says}");
        return;
    }
    let mut node = Command::new("node");
    node.arg(root().join("tests/classroom/engine.js")).arg(root().join("web/engine/glue.js"));
    let told = node.arg(&engine).args(CLICKS).output().expect("node starts");
    ends(&told, 0);
    let theirs: Value = serde_json::from_str(&out(&told)).expect("JSON");
    let hint = "if the program was changed since, sh web/engine/build.sh builds the engine again";
    assert!(alike(&theirs["lesson"], &plain(&lesson().expect("a county"))), "the lesson; {hint}");
    for (text, theirs) in CLICKS.iter().zip(theirs["clicks"].as_array().expect("answers")) {
        let ours = answers(text);
        for arm in ["base", "yours"] {
            assert_eq!(
                theirs["done"][arm]["hash"], ours["done"][arm]["hash"],
                "{text} {arm}; {hint}"
            );
        }
        for (key, ours) in ours.as_object().expect("answers") {
            assert!(alike(&theirs[key], ours), "{text}: {key}; {hint}");
        }
    }
    let refused = theirs["refused"].as_str().unwrap_or_default();
    assert!(refused.contains("did you mean `jail`?"), "{refused}\n{}", err(&told));
}

//! The numbers of the lessons are those that the page shows: each is simulated again, and a hundred
//! worlds of it. `DOCS=1 cargo test --test lessons` writes them anew.

use jurisim::classroom::{Click, Play, Spread, Step, World, lesson, spread, world};
use jurisim::engine::cell::Going;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- numbers: ";
const END: &str = "<!-- end -->";

fn lessons() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("lessons").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths
}

fn worlds(click: &Click) -> Spread {
    let of = |numbers: Vec<u32>| -> Vec<World> {
        let one = |k| world(click, k, &|| Going::On).expect("a world").expect("all of it");
        numbers.into_iter().map(one).collect()
    };
    // Two threads, in the order of the page.
    let (early, late) = std::thread::scope(|scope| {
        let late = scope.spawn(|| of((51..=100).collect()));
        (of((1..=50).collect()), late.join().expect("worlds"))
    });
    spread(&early.into_iter().chain(late).collect::<Vec<_>>()).expect("a spread")
}

/// What stands between the marks.
fn numbers(click: &str) -> String {
    let click = Click::parse(click).expect("a click");
    let mut play = Play::begin(&click).expect("a play");
    while matches!(play.month(&|| Going::On), Step::Month(_)) {}
    let done = play.done().expect("an end");
    let hundred = worlds(&click);
    let mut text = String::from(
        "| one world (the page's own) | grey | yours | of 100 worlds: fewer, as many, more | middle eighty of the differences |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for (total, all) in done.totals.iter().zip(&hundred.outcomes) {
        let lesson = lesson().expect("a lesson");
        let outcome = lesson.outcomes.iter().find(|outcome| outcome.id == total.id);
        let name = outcome.map_or("", |outcome| outcome.name);
        let [low, _, high] = all.difference;
        let _ = writeln!(
            text,
            "| {name} | {:.0} | {:.0} | {}, {}, {} | {low:+.0} to {high:+.0} |",
            total.base, total.yours, all.fewer, all.same, all.more
        );
    }
    let differ = done.people.iter().filter(|person| person.differs).count();
    let _ = writeln!(
        text,
        "\nSeed {}. {differ} of {} people live another year. Content hashes: grey `{}`, yours `{}`.",
        done.seed,
        done.people.len(),
        &done.base.hash[..16],
        &done.yours.hash[..16]
    );
    text
}

/// A lesson with its numbers as they are.
fn written(text: &str) -> String {
    let mut parts = text.split(BEGIN);
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (click, rest) = part.split_once(" -->\n").expect("a click in JSON");
        let (_, rest) = rest.split_once(END).expect("an end of the numbers");
        page += &format!("{BEGIN}{click} -->\n{}{END}{rest}", numbers(click));
    }
    page
}

#[test]
fn the_numbers_of_the_lessons_are_those_of_the_page() {
    let lessons = lessons();
    assert_eq!(lessons.len(), 6);
    for path in lessons {
        let text = fs::read_to_string(&path).expect("a lesson");
        assert!(text.contains(BEGIN), "{}: no numbers", path.display());
        let page = written(&text);
        if std::env::var_os("DOCS").is_some() {
            fs::write(&path, &page).expect("a folder to write in");
        }
        let shown = path.display();
        let same = fs::read_to_string(&path).expect("a lesson") == page;
        assert!(
            same,
            "{shown} is not what the page shows; write it again: DOCS=1 cargo test --test lessons"
        );
    }
}

/// An address that a lesson names sets what the lesson says.
#[test]
fn the_addresses_of_the_lessons_are_settings_of_the_page() {
    let known = lesson().expect("a lesson");
    for path in lessons() {
        let text = fs::read_to_string(&path).expect("a lesson");
        for address in text.split("`#").skip(1) {
            let address = address.split('`').next().unwrap_or_default();
            for part in address.split('&') {
                let (name, value) = part.split_once('=').expect("a name and a value");
                if name == "see" {
                    assert!(known.outcomes.iter().any(|outcome| outcome.id == value), "{part}");
                    continue;
                }
                // As the page reads it: yes and no are switches, digits a slider.
                let value = match value {
                    "yes" => "true".to_owned(),
                    number if number.parse::<u32>().is_ok() => number.to_owned(),
                    word => format!("\"{word}\""),
                };
                let click = format!(r#"{{"levers":{{"{name}":{value}}}}}"#);
                let id = Click::parse(&click).and_then(|click| click.id());
                assert!(id.is_ok(), "{}: {part}: {id:?}", path.display());
            }
        }
    }
}

//! The architecture as a test: which module may import which, where each dependency lives, what is
//! banned where, and how long a file may be. To change the architecture, change these tables.

use std::fs;
use std::path::{Path, PathBuf};

/// Top to bottom. A module may import only from the rows below its own.
const LAYERS: &[&[&str]] = &[
    &["cli"],
    &["experiment", "serve"],
    &["runs"],
    &["report", "export", "classroom"],
    &["sweep", "chart", "cluster"],
    &["engine"],
    &["model", "log", "projection"],
    &["scenario"],
    &["event", "sensitivity"],
    &["draw"],
    &["ids", "time", "disk"],
];

/// The modules that may name a dependency.
const HOMES: &[(&str, &[&str])] = &[
    ("ab_glyph", &["chart"]),
    ("annotate_snippets", &["scenario"]),
    ("base64", &["serve"]),
    ("bevy_ecs", &["model"]),
    ("blake3", &["disk", "log"]),
    ("bytes", &["log"]),
    ("clap", &["cli"]),
    ("comfy_table", &["cli"]),
    ("ctrlc", &["cli"]),
    ("csv", &["scenario", "sweep", "report", "export", "experiment"]),
    ("dejavu", &["chart"]),
    ("foldhash", &["model", "projection"]),
    ("getrandom", &["serve"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("indicatif", &["cli"]),
    ("jiff", &["scenario", "time", "report", "export", "runs", "cli", "classroom"]),
    ("libm", &["draw", "scenario", "projection", "sensitivity", "sweep", "chart"]),
    ("maud", &["report", "experiment", "serve"]),
    ("parquet", &["log"]),
    ("plotters_backend", &["chart"]),
    ("plotters_bitmap", &["chart"]),
    ("plotters_svg", &["chart"]),
    ("png", &["chart"]),
    ("postcard", &["sweep", "experiment"]),
    ("rayon", &["engine"]),
    (
        "serde",
        &[
            "scenario",
            "report",
            "ids",
            "time",
            "event",
            "projection",
            "log",
            "engine",
            "experiment",
            "cluster",
            "classroom",
            "serve",
        ],
    ),
    ("serde_json", &["report", "export", "experiment", "classroom", "serve"]),
    ("sha2", &["export", "serve"]),
    ("statrs", &["sweep"]),
    ("strsim", &["scenario"]),
    ("tokio", &["serve"]),
    ("toml", &["scenario", "export", "cluster", "classroom"]),
    ("zstd", &["log"]),
];

/// What would let a decide system remember or change something.
const BANNED_IN_DECIDE: &[&str] = &["Local<", "Commands", "ResMut<", "&mut World)"];

/// What differs from machine to machine or run to run, where the log is made.
const BANNED_IN_MODEL: &[&str] = &[
    "std::time",
    "Instant",
    "SystemTime",
    "thread_rng",
    "rand::rng",
    "StdRng",
    "SmallRng",
    "std::env",
    "std::fs",
    ".ln()",
    ".exp()",
    ".powf(",
    ".powi(",
    ".sqrt()",
    "mul_add",
];

/// Modules in which the log is made.
const MAKES_THE_LOG: &[&str] = &["model", "event", "draw"];

const LONGEST_FILE: usize = 500;

#[test]
fn imports_point_down_dependencies_stay_home_and_files_stay_short() {
    let mut wrong = Vec::new();
    for (row, modules) in LAYERS.iter().enumerate() {
        let below: Vec<&str> = LAYERS[row + 1..].iter().copied().flatten().copied().collect();
        for module in *modules {
            for (file, text) in sources(module) {
                let lines = text.lines().count();
                if lines > LONGEST_FILE {
                    wrong.push(format!("{file}: {lines} lines, at most {LONGEST_FILE}"));
                }
                // Tests may look anywhere, and say what they please.
                let is_test = is_test_file(&file);
                let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or(&text);
                for (number, line) in code.lines().enumerate().filter(|_| !is_test) {
                    let place = format!("{file}:{}", number + 1);
                    wrong.extend(
                        faults(module, &below, line).map(|what| format!("{place}: {what}")),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Files that are compiled for tests only.
fn is_test_file(file: &str) -> bool {
    let names = [
        "laws",
        "brute",
        "engine/country",
        "testing",
        "tests",
        "samples",
        "promises",
        "golden",
        "fuzz",
        "simulated",
        "platters",
        "crashes",
    ];
    names.iter().any(|name| file.ends_with(&format!("/{name}.rs")))
}

fn faults<'a>(
    module: &'a str,
    below: &'a [&'a str],
    line: &'a str,
) -> impl Iterator<Item = String> + 'a {
    let code = line.split("//").next().unwrap_or("");
    let upward = crate_path(code)
        .filter(|used| *used != module && !below.contains(used))
        .map(|used| format!("{module} may not import {used}"));
    let strangers = HOMES
        .iter()
        .filter(move |(dependency, homes)| names(code, dependency) && !homes.contains(&module));
    let strangers =
        strangers.map(move |(dependency, _)| format!("{module} may not name {dependency}"));
    let remembers = code.contains("fn decide") && BANNED_IN_DECIDE.iter().any(|w| code.contains(w));
    let remembers = remembers.then(|| "a decide system reads, and remembers nothing".to_owned());
    let unsteady = BANNED_IN_MODEL
        .iter()
        .filter(move |word| MAKES_THE_LOG.contains(&module) && code.contains(**word))
        .map(|word| format!("`{word}` differs between machines or runs"));
    upward.into_iter().chain(strangers).chain(remembers).chain(unsteady)
}

/// Whether a line names a crate: `name::`, not as the end of another word or path.
fn names(code: &str, dependency: &str) -> bool {
    let path = format!("{dependency}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
    })
}

/// The `event` of `use crate::event::Fact;`.
fn crate_path(line: &str) -> Option<&str> {
    let (_, path) = line.split_once("crate::")?;
    path.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())
}

fn sources(module: &str) -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = vec![src.join(format!("{module}.rs"))];
    let mut folders = vec![src.join(module)];
    while let Some(Ok(folder)) = folders.pop().map(fs::read_dir) {
        let entries = folder.map(|entry| entry.expect("a readable folder").path());
        let (inner, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        paths.extend(files);
        folders.extend(inner);
    }
    let read = |path: PathBuf| {
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        let text = is_rust.then(|| fs::read_to_string(&path).ok()).flatten()?;
        Some((path.display().to_string(), text))
    };
    paths.into_iter().filter_map(read).collect()
}

#[test]
fn every_module_stands_in_the_table() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs"));
    let lib = lib.expect("the map of the program");
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    for module in modules {
        assert!(LAYERS.iter().any(|row| row.contains(&module)), "{module} has no layer");
    }
}

//! The program as its users have it, for the tests that see it from outside.

#![allow(dead_code, reason = "no test needs all of it")]

pub(crate) mod serving;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A fresh folder for one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    // Files of tests share a folder.
    let of_this_file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME"));
    let folder = of_this_file.join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for a test");
    folder
}

pub(crate) fn jurisim(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_jurisim");
    let output = Command::new(program).args(arguments).current_dir(root()).output();
    output.expect("the program starts")
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
pub(crate) fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", out(output), err(output));
}

/// Runs the small scenario into a folder and returns the run's own folder.
pub(crate) fn run_small(into: &Path, more: &[&str]) -> (Output, PathBuf) {
    run(Path::new("scenarios/small.toml"), into, more)
}

pub(crate) fn run(scenario: &Path, into: &Path, more: &[&str]) -> (Output, PathBuf) {
    let (scenario, into_text) = (scenario.to_str().expect("text"), into.to_str().expect("text"));
    let mut arguments = vec!["run", scenario, "--out", into_text];
    arguments.extend(more);
    let output = jurisim(&arguments);
    let page = out(&output).lines().find_map(|l| l.strip_prefix("Report: ").map(PathBuf::from));
    let run = page.and_then(|page| Some(page.parent()?.to_owned())).unwrap_or_default();
    (output, run)
}

/// Writes the classroom county from one day to another, counted from the first day of its own that is in it.
pub(crate) fn classroom(to: &Path, start: &str, end: &str) {
    let text = fs::read_to_string(root().join("scenarios/classroom-county.toml"));
    let text = text
        .expect("the classroom county")
        .replace("start = 2017-07-01", &format!("start = {start}"))
        .replace("end = 2018-12-31", &format!("end = {end}"));
    fs::write(to, text).expect("written");
}

/// The folder of the only sweep in a folder.
pub(crate) fn sweep_in(out: &Path) -> PathBuf {
    let entries = fs::read_dir(out).expect("a folder").map(|entry| entry.expect("one").path());
    let mut sweeps = entries.filter(|path| path.join("sweep.txt").is_file());
    sweeps.next().expect("a sweep")
}

/// The tables of a sweep: CSV and Parquet.
pub(crate) fn tables(sweep: &Path) -> [Vec<u8>; 2] {
    ["results.csv", "results.parquet"].map(|name| fs::read(sweep.join(name)).expect(name))
}

/// Says why a test is not run for want of a tool, past the capture of tests that pass. In CI it is a mistake.
#[track_caller]
pub(crate) fn not_run(says: &str) {
    assert!(std::env::var_os("CI").is_none(), "{says}");
    let _ = writeln!(std::io::stderr(), "{says}");
}

/// The Python of the tests, with its packages.
#[track_caller]
pub(crate) fn python() -> Option<PathBuf> {
    let python = root().join("target/python/bin/python");
    if python.exists() {
        return Some(python);
    }
    not_run("not run: target/python is not there; .ci/run makes it");
    None
}

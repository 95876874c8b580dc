//! The full model at all sizes: the United States, resident by resident, with and without its log, on
//! one thread and on two; a county of a million; a classroom county from start to result.
//!
//! `cargo bench --bench nation` takes a few days of the country; `JURISIM_BENCH=full` a whole year. Each
//! line says events, seconds, events a second and core, peak memory and the content hash, so that a
//! faster wrong answer shows.

#![expect(clippy::print_stdout, reason = "what a bench measures is printed")]

mod common;

use common::{peak_memory, scenario};
use jurisim::disk::Disk;
use jurisim::engine::record::{Going, Kept, Recording, Which};
use jurisim::engine::{Run, side_by_side};
use jurisim::log::Reader;
use jurisim::projection::Projection;
use jurisim::projection::census::Census;
use jurisim::scenario::Scenario;
use jurisim::time::Day;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What is run: the base arm for so many days, in so many parts, on so many threads.
#[derive(Clone, Copy)]
struct Case<'a> {
    what: &'a str,
    scenario: &'a Scenario,
    days: u32,
    shards: usize,
    threads: usize,
    /// Where its log is kept.
    log: Option<&'a Path>,
}

/// Runs it, counted and hashed as every run is; tells of it; its seconds and content hash.
fn measure(case: &Case) -> (f64, String) {
    let started = Instant::now();
    let run = |_| {
        let which = Which { arm: 0, replicate: 1, shards: case.shards };
        let disk = Disk::real();
        let kept = case.log.map(|folder| Kept { disk: &disk, folder });
        let mut recording =
            Recording::start(case.scenario, which, kept).expect("a folder for the log");
        recording.until(Day(case.days), &|| Going::On).expect("a log that can be written");
        recording.finish().expect("a log that can be written")
    };
    let cells = side_by_side(1, case.threads, run).expect("threads");
    let seconds = started.elapsed().as_secs_f64();
    let cell = &cells[0];
    let (events, digest) = (cell.counted.events, cell.digest.to_string());
    println!(
        "{:<44} {events:>10} events {seconds:>8.2} s {:>6.2} M events/s and core {:>6} MB  {}",
        case.what,
        events as f64 / seconds / 1e6 / case.threads as f64,
        peak_memory(),
        &digest[..16]
    );
    (seconds, digest)
}

fn nation(days: u32) {
    let scenario = scenario("united-states");
    let case = Case { what: "", scenario: &scenario, days, shards: 64, threads: 1, log: None };
    let (one, first) = measure(&Case { what: "the nation, 1 thread", ..case });
    let (two, second) = measure(&Case { what: "the nation, 2 threads", threads: 2, ..case });
    println!("2 threads are {:.2} times as fast as 1", one / two);
    let folder = folder();
    let log = Some(folder.as_path());
    let (kept, third) =
        measure(&Case { what: "the nation, 2 threads, log written", threads: 2, log, ..case });
    println!("with its log it takes {:.2} times as long", kept / two);
    assert!(first == second && second == third, "threads or the log show in the events");
    replay(&scenario, &folder);
    let _ = fs::remove_dir_all(&folder);
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("jurisim-bench-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// The log read again: checked, and counted as `jurisim replay` does; and folded into the state.
fn replay(scenario: &Scenario, folder: &Path) {
    let reader = Reader::open(&Disk::real(), folder).expect("the log just written");
    let bytes: u64 = fs::read_dir(folder.join("events"))
        .expect("segments")
        .filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len()))
        .sum();
    let events = reader.events() as f64;
    let started = Instant::now();
    let mut census = Census::default();
    reader
        .for_each(&mut |it| census.apply(it.day, it.part, &it.event))
        .expect("a log that can be read");
    let counted = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let mut run = Run::start(scenario, 0, 1, 64);
    let mut days = jurisim::engine::record::Days::default();
    reader
        .for_each(&mut |it| days.take(it, &mut |day| run.replay(day)))
        .expect("a log that can be read");
    let folded = started.elapsed().as_secs_f64();
    println!(
        "log: {:.2} bytes an event; read and counted {:.0} ns an event, read and folded into the \
         state {:.0} ns",
        bytes as f64 / events,
        counted * 1e9 / events,
        folded * 1e9 / events
    );
}

/// From the text of the scenario to the counts in memory; the best of several.
fn classroom() {
    let mut best = (f64::INFINITY, 0, String::new());
    for _ in 0..20 {
        let started = Instant::now();
        let scenario = scenario("classroom-county");
        let which = Which { arm: 0, replicate: 1, shards: 1 };
        let mut recording = Recording::start(&scenario, which, None).expect("no log, no failure");
        recording.until(Day(365), &|| Going::On).expect("no log, no failure");
        let cell = recording.finish().expect("no log, no failure");
        let seconds = started.elapsed().as_secs_f64();
        if seconds < best.0 {
            best = (seconds, cell.counted.events, cell.digest.to_string());
        }
    }
    let (seconds, events, digest) = best;
    println!(
        "classroom county, a year, from its text to the counts: {:.1} ms, {events} events  {}",
        seconds * 1e3,
        &digest[..16]
    );
}

fn main() {
    let full = std::env::var("JURISIM_BENCH").is_ok_and(|value| value == "full");
    classroom();
    let county = scenario("mecklenburg");
    let year = Case { what: "", scenario: &county, days: 365, shards: 1, threads: 1, log: None };
    measure(&Case { what: "a county of a million, a year", ..year });
    nation(if full { 365 } else { 5 });
}

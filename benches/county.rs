//! Whole runs of one arm: events, events per second, peak memory, and the content hash of what was
//! made, so that a faster wrong answer shows.
//!
//! `cargo bench` runs Los Angeles County for one year and the small county; `JURISIM_BENCH=full` runs
//! all five years, on one thread and on two, and with the log on and off.

#![expect(clippy::print_stdout, reason = "what a bench measures is printed")]

mod common;

use common::{peak_memory, scenario};
use jurisim::engine::Run;
use jurisim::log::Chain;
use jurisim::scenario::Scenario;
use jurisim::time::Day;
use std::time::Instant;

struct Case<'a> {
    what: &'a str,
    scenario: &'a Scenario,
    days: u32,
    shards: usize,
}

/// The same county with every mechanism that can be switched off switched off.
fn bare(county: &Scenario) -> Scenario {
    let mut bare = county.clone();
    bare.mechanisms.switches().into_iter().for_each(|(_, on)| *on = false);
    bare
}

/// What a run took.
struct Took {
    seconds: f64,
    events: usize,
}

/// Runs the model alone, then hashes the log outside the clock.
fn measure(case: &Case) -> Took {
    let started = Instant::now();
    let mut run = Run::start(case.scenario, 0, 1, case.shards);
    let mut log = Vec::new();
    let mut events = 0;
    while run.next() < Day(case.days) {
        let Some(day) = run.day() else { break };
        events += day.len();
        log.push(day);
    }
    let seconds = started.elapsed().as_secs_f64();
    let mut chain = Chain::new();
    for day in &log {
        day.events().for_each(|(part, event)| chain.push(day.day, part, event));
    }
    println!(
        "{:<34} {events:>10} events  {seconds:>7.3} s  {:>6.2} M events/s  {:>5} MB  {}",
        case.what,
        events as f64 / seconds / 1e6,
        peak_memory(),
        &chain.digest().to_string()[..16],
    );
    Took { seconds, events }
}

fn main() {
    let full = std::env::var("JURISIM_BENCH").is_ok_and(|value| value == "full");
    let (small, county) = (scenario("small"), scenario("los-angeles"));
    let small_days = small.span.days();
    measure(&Case { what: "small county", scenario: &small, days: small_days, shards: 1 });
    let days = if full { county.span.days() } else { 365 };
    let one = Case { what: "Los Angeles, 1 shard", scenario: &county, days, shards: 1 };
    let sixteen = Case { what: "Los Angeles, 16 shards", scenario: &county, days, shards: 16 };
    let alone = measure(&one);
    let shared = measure(&sixteen);
    println!("16 shards on all cores are {:.2} times as fast as 1", alone.seconds / shared.seconds);
    let bare = bare(&county);
    let off = measure(&Case { what: "the same, mechanisms off", scenario: &bare, days, shards: 1 });
    let on = measure(&one);
    let each = |took: &Took| took.seconds * 1e9 / took.events as f64;
    println!(
        "an event takes {:.0} ns with all mechanisms and {:.0} ns without: {:.2} times as long",
        each(&on),
        each(&off),
        each(&on) / each(&off)
    );
}

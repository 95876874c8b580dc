//! What the log costs: a run with and without it, writing alone, and reading with every check.
//!
//! `cargo bench --bench log` takes a quarter of a year of Los Angeles County;
//! `JURISIM_BENCH=full` takes a whole one. All cases take turns in one process, several times over,
//! and the best of each counts: on a shared machine only the ratios mean much.

#![expect(clippy::print_stdout, reason = "what a bench measures is printed")]

mod common;

use common::scenario;
use jurisim::engine::{DayLog, Run};
use jurisim::log::{Background, Chain, Head, Reader, WIDTH, Writer};
use jurisim::scenario::Scenario;
use jurisim::time::Day;
use std::fs;
use std::path::Path;
use std::time::Instant;

fn writer(folder: &Path) -> Writer {
    let _ = fs::remove_dir_all(folder);
    let start = "2015-01-01".to_owned();
    let (engine, scenario, arm) = ("bench".to_owned(), "bench".to_owned(), "base".to_owned());
    let head = Head { engine, scenario, arm, replicate: 1, seed: 1, start };
    Writer::create(&jurisim::disk::Disk::real(), folder, head).expect("a folder for the log")
}

fn append(writer: &mut Writer, log: &DayLog) {
    let parts: Vec<_> = log.parts.iter().map(|(part, events)| (*part, &events[..])).collect();
    writer.day(log.day, &parts).expect("a log that can be written");
}

/// Runs the model; what becomes of its days is the caller's.
fn run(scenario: &Scenario, days: u32, each: &mut dyn FnMut(DayLog)) {
    let mut run = Run::start(scenario, 0, 1, 1);
    while run.next() < Day(days) {
        let Some(day) = run.day() else { break };
        each(day);
    }
}

/// What something took, the least of several times.
#[derive(Clone, Copy)]
struct Took {
    seconds: f64,
    /// Of them on a processor: neither waiting for the disk nor for other programs.
    busy: f64,
}

impl Took {
    const LONG: Took = Took { seconds: f64::INFINITY, busy: f64::INFINITY };

    /// Does it once more; what it took this time.
    fn again(&mut self, of: impl FnOnce()) -> Took {
        let (started, before) = (Instant::now(), busy());
        of();
        let took = Took { seconds: started.elapsed().as_secs_f64(), busy: (busy() - before) / 1e9 };
        self.seconds = self.seconds.min(took.seconds);
        self.busy = self.busy.min(took.busy);
        took
    }
}

/// Nanoseconds that all threads of this process, those that ended too, were on a processor, to a
/// hundredth of a second; 0 where the system does not say.
fn busy() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 1e7
}

/// What a log holds, and how large it is.
struct Log {
    events: u64,
    bytes: u64,
    digest: String,
}

impl Log {
    fn at(folder: &Path) -> Log {
        let reader =
            Reader::open(&jurisim::disk::Disk::real(), folder).expect("the log just written");
        let bytes = reader.segments().iter().map(|line| line.length).sum();
        Log { events: reader.events(), bytes, digest: reader.digest().to_string() }
    }

    fn tell(&self, what: &str, took: Took) {
        let events = self.events as f64;
        println!(
            "  {what:<16} {:>8} events  {:>6.2} M events/s  {:>5.0} ns an event, {:>5.0} busy  {:>5.0} MB/s of \
             events  {:>4.0} MB/s of files  {:.2} bytes an event  {}",
            self.events,
            events / took.seconds / 1e6,
            took.seconds * 1e9 / events,
            took.busy * 1e9 / events,
            events * WIDTH as f64 / took.seconds / 1e6,
            self.bytes as f64 / took.seconds / 1e6,
            self.bytes as f64 / events,
            &self.digest[..16],
        );
    }
}

const WHAT: [&str; 6] =
    ["run without log", "run with log", "write alone", "hash alone", "read", "read and verify"];

fn measure(what: &str, scenario: &Scenario, days: u32, times: usize) {
    let folder = std::env::temp_dir().join(format!("jurisim-bench-log-{}", std::process::id()));
    let mut log = Vec::new();
    run(scenario, days, &mut |day| log.push(day));
    let mut took = [Took::LONG; WHAT.len()];
    let mut ratios = Vec::new();
    for _ in 0..times {
        let [without, with, alone, hash, read, verify] = &mut took;
        let plain = without.again(|| run(scenario, days, &mut |_| ()));
        let logged = with.again(|| {
            let mut log = Background::new(writer(&folder)).expect("a thread");
            run(scenario, days, &mut |day| {
                log.day(day.day, day.parts).expect("a log that can be written");
            });
            log.finish().expect("a log that can be written");
        });
        ratios.push((logged.seconds / plain.seconds, logged.busy / plain.busy));
        alone.again(|| {
            let mut writer = writer(&folder);
            log.iter().for_each(|day| append(&mut writer, day));
            writer.finish().expect("a log that can be written");
        });
        let reader =
            Reader::open(&jurisim::disk::Disk::real(), &folder).expect("the log just written");
        hash.again(|| {
            let mut chain = Chain::new();
            for day in &log {
                day.events().for_each(|(part, event)| chain.push(day.day, part, event));
            }
            assert_eq!(chain.digest(), reader.digest());
        });
        read.again(|| {
            let mut events = 0;
            reader.for_each(&mut |_| events += 1).expect("the log just written");
            assert_eq!(events, reader.events());
        });
        verify.again(|| reader.verify().expect("the log just written"));
    }
    let size = Log::at(&folder);
    println!("{what}");
    WHAT.iter().zip(took).for_each(|(what, took)| size.tell(what, took));
    let middle = |mut ratios: Vec<f64>| {
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    };
    let (time, work) = ratios.into_iter().unzip();
    println!(
        "  a run with log takes {:.2} times as long as one without, and {:.2} times the work (the \
         middle of {times} pairs)",
        middle(time),
        middle(work)
    );
    let _ = fs::remove_dir_all(&folder);
}

fn main() {
    let full = std::env::var("JURISIM_BENCH").is_ok_and(|value| value == "full");
    let (small, county) = (scenario("small"), scenario("los-angeles"));
    measure("small county", &small, small.span.days(), 9);
    let (what, days) =
        if full { ("Los Angeles, one year", 365) } else { ("Los Angeles, 90 days", 90) };
    measure(what, &county, days, 9);
}

//! pipeline-v1, the benchmark that all peers were measured on: people are arrested, booked, matched,
//! held, released or transferred, picked up at large, removed; people are victimised and may report.
//!
//! It is run three ways: through the kernel of this program (flows that read a world, an apply that
//! changes it, draws by key, shards between barriers), as bare Rust without any of it (the limit),
//! and, if it has been built, through ixa (`benches/peers/ixa`). Each prints the benchmark's line;
//! then come the ratios.
//!
//! `cargo bench --bench pipeline` takes a million people; `JURISIM_BENCH=full` also ten million, and
//! the 330 million residents of 3,143 counties.

#![expect(clippy::print_stdout, reason = "what a bench measures is printed")]

mod bare;
#[path = "../common/mod.rs"]
mod common;
mod kernel;

use common::peak_memory;
use std::process::Command;
use std::time::Instant;

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spec {
    /// People.
    pub(crate) n: u32,
    /// Jurisdictions.
    pub(crate) j: u16,
    /// Days.
    pub(crate) days: u32,
    /// The seed.
    pub(crate) seed: u64,
    /// By how much jails honour detainers more or less than the benchmark says.
    pub(crate) honoured: f64,
}

/// Chances and times of the benchmark.
pub(crate) mod given {
    /// Arrests per person and day.
    pub(crate) const ARRESTS: f64 = 0.03 / 365.0;
    /// Crimes per person and day.
    pub(crate) const CRIMES: f64 = 0.06 / 365.0;
    /// A booking draws a detainer.
    pub(crate) const MATCH: f64 = 0.05;
    /// Logarithm of the median stay in days, and the spread.
    pub(crate) const STAY: (f64, f64) = (std::f64::consts::LN_2, 1.5);
    /// Mean days until an arrest at large.
    pub(crate) const AT_LARGE: f64 = 365.0 / 0.2;
    /// Mean days with ICE.
    pub(crate) const ICE: f64 = 30.0;
    /// A crime is reported, without chill.
    pub(crate) const REPORT: f64 = 0.42;
    /// What a transfer or arrest at large adds to chill.
    pub(crate) const CHILL: f64 = 1e-4;
    /// Its half-life in days.
    pub(crate) const HALF_LIFE: f64 = 90.0;
}

impl Spec {
    /// People of a jurisdiction.
    pub(crate) fn people(&self, j: u16) -> u32 {
        let (n, all) = (self.n, u32::from(self.j));
        n / all + u32::from(u32::from(j) < n % all)
    }

    /// The chance that a jurisdiction honours a detainer.
    pub(crate) fn honour(&self, j: u16) -> f64 {
        self.honoured * (f64::from(j) + 0.5) / f64::from(self.j)
    }
}

/// The kinds of events, in the order of the benchmark's counts.
pub(crate) const KINDS: [&str; 9] = [
    "Booked",
    "DetainerIssued",
    "Released",
    "ReleasedToStreet",
    "TransferredToIce",
    "AtLargeArrest",
    "Removed",
    "Crime",
    "CrimeReported",
];

/// What a run made, and how long it took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Took {
    counts: [u64; 9],
    setup: f64,
    run: f64,
}

impl Took {
    fn events(&self) -> u64 {
        self.counts.iter().sum()
    }

    fn all(&self) -> f64 {
        self.setup + self.run
    }

    fn tell(&self, name: &str, variant: &str, spec: Spec) {
        let Spec { n, j, days, seed, .. } = spec;
        println!(
            "{{\"impl\":\"{name}\",\"variant\":\"{variant}\",\"n\":{n},\"j\":{j},\"days\":{days},\
             \"seed\":{seed},\"events\":{},\"counts\":{:?},\"setup_s\":{:.5},\"run_s\":{:.5}}}",
            self.events(),
            self.counts,
            self.setup,
            self.run,
        );
    }
}

/// The best of several: on a shared machine the others were disturbed.
fn best(times: u32, run: impl Fn() -> Took) -> Took {
    let runs = (0..times).map(|_| run());
    runs.min_by(|a, b| a.all().total_cmp(&b.all())).expect("at least one run")
}

/// Means of 100 runs at a million people, one year, 100 jurisdictions (SPEC.md).
const MEANS: [f64; 9] =
    [29_979.0, 1_499.0, 28_005.0, 734.0, 740.0, 67.0, 736.0, 59_982.0, 25_199.0];

/// Counts lie within five standard errors, and for steps of a day 6 % of the smallest kinds, of the
/// reference's means (check.py).
fn check(name: &str, took: &Took, spec: Spec) {
    let scale = f64::from(spec.n) / 1e6 * f64::from(spec.days) / 365.0;
    if spec.j != 100 || spec.days != 365 {
        return;
    }
    for ((kind, count), mean) in KINDS.iter().zip(took.counts).zip(MEANS) {
        let mean = mean * scale;
        let most = 5.0 * (mean.max(1.0) * 1.01).sqrt() + 0.06 * mean;
        let off = (count as f64 - mean).abs();
        assert!(off <= most, "{name}: {count} {kind}, expected {mean:.0} give or take {most:.0}");
    }
}

/// The peer, if somebody has built it: its best time.
fn peer(spec: Spec) -> Option<f64> {
    let program =
        concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/ixa/target/release/pipeline-ixa");
    let numbers = [spec.n.to_string(), spec.j.to_string(), spec.days.to_string()];
    let mut command = Command::new(program);
    command.args(["--variant", "superposed", "--n", &numbers[0], "--j", &numbers[1]]);
    command.args(["--days", &numbers[2], "--runs", "3"]);
    let output = command.output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = |line: &str, key: &str| -> Option<f64> {
        let (_, rest) = line.split_once(&format!("\"{key}\":"))?;
        rest.split([',', '}']).next()?.trim().parse().ok()
    };
    let times =
        text.lines().filter_map(|line| Some(number(line, "setup_s")? + number(line, "run_s")?));
    println!("{}", text.lines().next()?);
    times.min_by(f64::total_cmp)
}

fn compare(spec: Spec, times: u32) -> f64 {
    let bare = best(times, || bare::run(spec));
    bare.tell("bare", "keyed", spec);
    check("bare", &bare, spec);
    let kernel = best(times, || kernel::run(spec, 1, 1));
    kernel.tell("jurisim", "kernel", spec);
    check("kernel", &kernel, spec);
    let per = |took: &Took| took.all() * 1e9 / took.events() as f64;
    println!(
        "{} people: {:.0} ns an event through the kernel, {:.0} bare: {:.2} times",
        spec.n,
        per(&kernel),
        per(&bare),
        per(&kernel) / per(&bare)
    );
    match peer(spec) {
        Some(seconds) => println!(
            "ixa, superposed: {seconds:.4} s; the kernel is {:.1} times as fast",
            seconds / kernel.all()
        ),
        None => println!(
            "ixa: not built (cargo build --release --manifest-path benches/peers/ixa/Cargo.toml)"
        ),
    }
    kernel.all()
}

/// Many runs side by side.
fn batch(spec: Spec) {
    let runs = 40;
    let a_second = [1, 2].map(|threads| {
        let started = Instant::now();
        let events = kernel::batch(spec, runs, threads);
        let a_second = f64::from(runs) / started.elapsed().as_secs_f64();
        println!(
            "{runs} counties of a million for a year on {threads} threads: {a_second:.0} a second, \
             {events} events"
        );
        a_second
    });
    println!("2 threads do {:.2} times as much as 1", a_second[1] / a_second[0]);
}

/// How many times fewer runs the same luck needs: the variance of a difference between independent
/// runs over that between pairs, when jails honour a fifth fewer detainers.
fn pairs(spec: Spec, pairs: u32) {
    let less = Spec { honoured: 0.8, ..spec };
    let all = |spec: Spec, first: u64| -> Vec<[u64; 9]> {
        kernel::many(Spec { seed: first, ..spec }, pairs, 2)
    };
    let (base, same, other) = (all(spec, 1), all(less, 1), all(less, 1_000_001));
    for (kind, name) in [(6, "removals"), (8, "crimes reported")] {
        let variance = |others: &[[u64; 9]]| {
            let differences: Vec<f64> =
                base.iter().zip(others).map(|(a, b)| b[kind] as f64 - a[kind] as f64).collect();
            let mean = differences.iter().sum::<f64>() / f64::from(pairs);
            let squares = differences.iter().map(|it| (it - mean) * (it - mean));
            (mean, squares.sum::<f64>() / f64::from(pairs - 1))
        };
        let ((mean, paired), (_, independent)) = (variance(&same), variance(&other));
        println!(
            "{name}: {mean:+.1} on {pairs} pairs; variance of independent runs {:.1} times as large",
            independent / paired
        );
    }
}

/// What it took to apply a log again.
pub(crate) struct Replayed {
    events: usize,
    seconds: f64,
    is_same: bool,
}

impl Replayed {
    fn tell(&self) {
        assert!(self.is_same, "the replayed state is another");
        let each = self.seconds * 1e9 / self.events as f64;
        println!("replay of {} events: {each:.1} ns an event, the same state", self.events);
    }
}

fn main() {
    let full = std::env::var("JURISIM_BENCH").is_ok_and(|value| value == "full");
    let million = Spec { n: 1_000_000, j: 100, days: 365, seed: 1, honoured: 1.0 };
    let one = compare(million, 7);
    batch(million);
    pairs(million, if full { 200 } else { 100 });
    kernel::replay(million).tell();
    if full {
        let ten = compare(Spec { n: 10_000_000, ..million }, 3);
        println!("ten times the people: {:.1} times the time", ten / one);
        let nation = Spec { n: 330_000_000, j: 3_143, ..million };
        for threads in [1, 2] {
            let took = kernel::run(nation, 64, threads);
            took.tell("jurisim", &format!("kernel, {threads} threads"), nation);
            println!(
                "the nation on {threads} threads: {:.2} s, peak {} MB",
                took.all(),
                peak_memory()
            );
        }
    }
}

//! What a sweep costs beside the runs it is made of, what a second thread gives, and what common chance
//! saves.
//!
//! `cargo bench --bench sweep` takes eight hundred cells of the classroom county; `JURISIM_BENCH=full` takes
//! ten thousand. Cases take turns in one process, so that the ratios mean something on a shared machine.

#![expect(clippy::print_stdout, reason = "what a bench measures is printed")]

mod common;

use common::{median, peak_memory, scenario};
use jurisim::disk::Disk;
use jurisim::engine::record::Going;
use jurisim::experiment::{SweepFile, SweepFolder, gather, work};
use jurisim::scenario::Scenario;
use jurisim::sweep::outcome::OUTCOMES;
use jurisim::sweep::{Plan, one_replicate, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A sweep of so many points, each with so many replicates.
fn file(folder: &Path, points: u32, replicates: u32) -> SweepFile {
    let text = format!(
        "scenario = \"classroom-county\"\n\
         design = {{ kind = \"lhs\", n = {points} }}\n\
         parameters = {{ graded = [\"judgement\", \"contested\"] }}\n\
         replicates = {replicates}\n\
         outcomes = [\"removals\", \"crimes_unreported\", \"jail_days\"]\n"
    );
    let path = folder.join("bench.toml");
    fs::write(&path, text).expect("a folder for a bench");
    SweepFile::open(&Disk::real(), &path).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Seconds of all cells without a sweep around them: the runs alone, on one thread.
fn bare(file: &SweepFile) -> f64 {
    let units = file.design.points(&file.space, file.seed).expect("points");
    let values = file.space.values(&units);
    let started = Instant::now();
    for row in values.rows() {
        let at = file.at(&row[..row.len() - 1]);
        for replicate in 1..=file.replicates {
            std::hint::black_box(
                one_replicate(&at, replicate, &|| Going::On).expect("a replicate"),
            );
        }
    }
    started.elapsed().as_secs_f64()
}

/// Seconds of all cells as a sweep, saved and gathered; and the hash of its table.
fn swept(folder: &Path, file: &SweepFile, threads: usize) -> (f64, String) {
    let out = folder.join("out");
    let _ = fs::remove_dir_all(&out);
    let started = Instant::now();
    let sweep = SweepFolder::make(&Disk::real(), &out, file, None).expect("a folder of a sweep");
    let shards: Vec<u32> = (0..sweep.cells.shards()).collect();
    work(&sweep, &shards, threads, &|_| {}, &|| Going::On).expect("cells");
    let gathered = gather(&sweep).expect("tables");
    (started.elapsed().as_secs_f64(), gathered.hash.to_string())
}

fn costs(points: u32, replicates: u32, times: usize) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sweep");
    fs::create_dir_all(&folder).expect("a folder for a bench");
    let file = file(&folder, points, replicates);
    let cells = f64::from(points * file.replicates);
    let (mut alone, mut one, mut two) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..times {
        alone.push(bare(&file));
        let (seconds, hash) = swept(&folder, &file, 1);
        one.push(seconds);
        let (seconds, same) = swept(&folder, &file, 2);
        two.push(seconds);
        assert_eq!(hash, same, "the table does not depend on threads");
    }
    let ratio = |of: &[f64], to: &[f64]| median(of.iter().zip(to).map(|(a, b)| a / b).collect());
    println!(
        "{cells:.0} cells of the classroom county, {} parameters: {:.1} ms a cell bare, {:.0} cells a \
         second on 2 threads, {} MB",
        file.space.parameters().len(),
        1000.0 * median(alone.clone()) / cells,
        cells / median(two.clone()),
        peak_memory(),
    );
    println!(
        "a sweep takes {:.3} times as long as its runs alone, tables included",
        ratio(&one, &alone)
    );
    println!("2 threads are {:.2} times as fast as 1", ratio(&one, &two));
}

/// How many times fewer runs common chance needs: by outcome, the variance of a difference between
/// independent runs over that between pairs.
fn pairing(name: &str, scenario: &Scenario, arm: usize) {
    let plan = Plan { replicates: scenario.replicates, threads: 2, kept: None };
    let results = run(scenario, &plan, &|| Going::On).expect("replicates");
    println!(
        "{name}, {} against {}, {} pairs: variance of independent runs over that of pairs",
        scenario.arms[arm].id, scenario.arms[0].id, scenario.replicates
    );
    for outcome in OUTCOMES.iter().filter(|outcome| outcome.in_brief) {
        let of = |arm: usize| results.values(arm, &|cell| (outcome.of)(scenario, cell));
        let (base, other) = (of(0), of(arm));
        let pairs: Vec<f64> = base.iter().zip(&other).map(|(base, other)| other - base).collect();
        let paired = variance(&pairs);
        // Where the arms never differ there is nothing to save.
        if paired > 0.0 {
            let ratio = (variance(&base) + variance(&other)) / paired;
            println!("  {:<28} {ratio:>10.1}", outcome.id);
        }
    }
}

fn variance(values: &[f64]) -> f64 {
    let number = values.len() as f64;
    let mean = values.iter().sum::<f64>() / number;
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (number - 1.0)
}

fn main() {
    let is_full = std::env::var("JURISIM_BENCH").is_ok_and(|what| what == "full");
    let (points, replicates, times, pairs) =
        if is_full { (2_500, 4, 1, 400) } else { (400, 2, 1, 60) };
    costs(points, replicates, times);
    let county = Scenario { replicates: pairs, ..scenario("small") };
    pairing("small county", &county, 1);
}

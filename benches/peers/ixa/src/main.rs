//! The bench's ixa peer: runs pipeline-v1 and prints a JSON line a run.

mod model;

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use model::{Kind, ParametersValues, Variant};

/// What the specification expects of 1 000 000 persons, 100 jurisdictions and 365 days, the
/// mean of `REFERENCE_RUNS` runs.
const EXPECTED: [f64; 9] =
    [29_979.0, 1_499.0, 28_005.0, 734.0, 740.0, 67.0, 736.0, 59_982.0, 25_199.0];
const REFERENCE_RUNS: f64 = 100.0;

/// pipeline-v1 in ixa
#[derive(Parser)]
struct Arguments {
    #[arg(long, value_enum, default_value = "superposed")]
    variant: Variant,
    /// Persons
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..))]
    n: u32,
    /// Jurisdictions
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..))]
    j: u16,
    #[arg(long, default_value_t = 365)]
    days: u32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Runs, with seeds from `seed` on
    #[arg(long, default_value_t = 1)]
    runs: u64,
    /// Compare the runs' means with the specification's, within 4 standard errors
    #[arg(long)]
    check: bool,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let a = Arguments::parse();
    if a.check && (a.j, a.days) != (100, 365) {
        return Err("--check knows the means of 100 jurisdictions and 365 days only".into());
    }
    let mut sums = [0; 9];
    for seed in (a.seed..).take(usize::try_from(a.runs)?) {
        for (sum, count) in sums.iter_mut().zip(run(&a, seed)?) {
            *sum += count;
        }
    }
    let ok = !a.check || check(&a, sums);
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run(a: &Arguments, seed: u64) -> Result<[u64; 9], Box<dyn Error>> {
    let start = Instant::now();
    let parameters = ParametersValues::new(a.variant, a.n, a.j, f64::from(a.days));
    let mut context = model::set_up(parameters, seed)?;
    let ready = Instant::now();
    context.execute();
    let done = Instant::now();

    let log = model::log(&context);
    let mut counts = [0; 9];
    for record in log {
        counts[record.kind as usize] += 1;
    }
    let variant = a.variant.to_possible_value().expect("no variant is hidden");
    println!(
        r#"{{"impl":"ixa","variant":"{}","n":{},"j":{},"days":{},"seed":{seed},"events":{},"counts":{counts:?},"setup_s":{:.6},"run_s":{:.6}}}"#,
        variant.get_name(),
        a.n,
        a.j,
        a.days,
        log.len(),
        (ready - start).as_secs_f64(),
        (done - ready).as_secs_f64(),
    );
    Ok(counts)
}

/// Counts are all but Poisson, so a mean's variance is the mean over the number of runs.
fn check(a: &Arguments, sums: [u64; 9]) -> bool {
    let (runs, scale) = (a.runs as f64, f64::from(a.n) / 1e6);
    let mut ok = true;
    for ((name, sum), expected) in Kind::NAMES.iter().zip(sums).zip(EXPECTED) {
        let (mean, expected_here) = (sum as f64 / runs, expected * scale);
        let variance = expected_here / runs + scale * scale * expected / REFERENCE_RUNS;
        let z = (mean - expected_here) / variance.sqrt();
        ok &= z.abs() <= 4.0;
        eprintln!("{name:<17}{mean:>11.1}  want {expected_here:>9.1}  {z:+.2} standard errors");
    }
    ok
}

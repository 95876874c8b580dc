//! What several benches need.

#![allow(dead_code, reason = "no bench needs all of it")]

use jurisim::scenario::{Scenario, library, read};
use std::fs;

/// An embedded scenario by its name.
pub(crate) fn scenario(name: &str) -> Scenario {
    let text = library::scenario_text(name).expect("an embedded scenario");
    read::scenario(name, text, &|_| None).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// The largest resident memory of this process so far, in MB; 0 where the system does not say.
pub(crate) fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// The middle of some numbers.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

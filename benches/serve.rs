//! The classroom's server under a class: 40 clients that click, 500 slow connections beside honest
//! ones, and its memory after many clicks.
//!
//! `cargo bench --bench serve` takes seconds; `JURISIM_BENCH=full` clicks for an hour.

#![expect(clippy::print_stdout, reason = "what a bench measures is printed")]
#![allow(dead_code, unreachable_pub, reason = "the client is shared with tests")]

#[path = "../tests/program/serving.rs"]
mod serving;

use serving::Server;
use std::io::Write;
use std::time::{Duration, Instant};

/// Clients of a class.
const CLASS: usize = 40;

/// A click as the page makes it, from its id to its last event; in milliseconds. Where too many wait
/// it asks again as the page does.
fn click(server: &Server, text: &str) -> f64 {
    let started = Instant::now();
    let named = server.post("/api/run", text);
    assert_eq!(named.status, 200, "{}", named.text());
    let id = named.text().chars().filter(char::is_ascii_hexdigit).collect::<String>();
    // The key `id` has a digit of its own before the 32 of the value.
    let id = &id[id.len() - 32..];
    loop {
        let live = server.get(&format!("/api/run/{id}/live"));
        if live.status == 200 {
            assert!(live.text().contains("event: done"), "{}", live.text());
            return started.elapsed().as_secs_f64() * 1e3;
        }
        assert_eq!(live.status, 503, "{}", live.text());
        std::thread::sleep(Duration::from_millis(600));
    }
}

/// The median, the 99th of a hundred and the worst.
fn told(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let (median, most, worst) = (at(0.5), at(0.99), at(1.0));
    println!("{what:<58} median {median:>8.2} ms   99 % {most:>8.2} ms   worst {worst:>8.2} ms");
}

/// Everybody of a class clicks at once, so many times.
fn class(server: &Server, rounds: u32, text: &(dyn Fn(usize, u32) -> String + Sync)) -> Vec<f64> {
    std::thread::scope(|scope| {
        let clicks =
            |student| move || (0..rounds).map(|nth| click(server, &text(student, nth))).collect();
        let students: Vec<_> = (0..CLASS).map(|student| scope.spawn(clicks(student))).collect();
        let done = students.into_iter().map(|one| one.join().expect("a student"));
        done.collect::<Vec<Vec<f64>>>().concat()
    })
}

fn main() {
    let is_full = std::env::var("JURISIM_BENCH").is_ok_and(|bench| bench == "full");
    let outputs = std::env::temp_dir().join("jurisim-bench-without-runs");
    let server = Server::start(&outputs);
    let jails = ["notify", "warrant", "nothing"];
    let lesson = |nth: u32| format!(r#"{{"levers":{{"jail":"{}"}}}}"#, jails[nth as usize % 3]);
    told("one client, new", (0..3).map(|nth| click(&server, &lesson(nth))).collect());
    told(
        "40 clients at once, three pictures that are kept",
        class(&server, 3, &|_, nth| lesson(nth)),
    );
    let new = |student: usize, nth: u32| {
        format!(r#"{{"levers":{{"jail":"notify"}},"seed":{}}}"#, 1000 * (student as u32 + 1) + nth)
    };
    told("40 clients at once, each a new picture", class(&server, 1, &new));
    // A class thinks between clicks.
    let pause: u64 = if is_full { 10 } else { 3 };
    let thinking = |student: usize, nth: u32| {
        let wait = 1000 * if nth == 0 { student as u64 * pause / CLASS as u64 } else { pause };
        std::thread::sleep(Duration::from_millis(wait));
        new(student, 100 + nth)
    };
    // The waiting is over before the clock of a click starts.
    let what = format!("40 clients, each a new picture every {pause} seconds");
    told(&what, class(&server, 2, &thinking));

    let mut slow: Vec<_> = (0..500).map(|_| server.connect()).collect();
    let times = (0..200).map(|nth| {
        let at = nth % slow.len();
        if slow[at].write_all(b"G").is_err() {
            slow[at] = server.connect();
        }
        let started = Instant::now();
        assert_eq!(server.get("/").status, 200);
        started.elapsed().as_secs_f64() * 1e3
    });
    told("the page, with 500 slow connections", times.collect());
    drop(slow);
    let until = Instant::now() + Duration::from_secs(if is_full { 3600 } else { 6 });
    let (mut clicks, mut seed, mut next) = (0, 1_000_000, Instant::now());
    while Instant::now() < until {
        click(&server, &format!(r#"{{"levers":{{"jail":"warrant"}},"seed":{seed}}}"#));
        (clicks, seed) = (clicks + 1, seed + 1);
        if Instant::now() >= next {
            println!("memory after {clicks:>6} new pictures: {:>5} MB", server.resident() / 1024);
            next = Instant::now() + Duration::from_secs(if is_full { 300 } else { 2 });
        }
    }
    println!("memory after {clicks:>6} new pictures: {:>5} MB", server.resident() / 1024);
}

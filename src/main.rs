use std::time::Instant;
fn main() {
    let t = Instant::now();
    let scenario = jurisim::scenario::open::open(std::path::Path::new(&std::env::args().nth(1).unwrap())).unwrap_or_else(|e| panic!("{e}"));
    println!("read {:?} parting {:?} days {}", t.elapsed(), scenario.parting(), scenario.span.days());
    let arm: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let t = Instant::now();
    let mut run = jurisim::engine::Run::start(&scenario, arm, 1, 1);
    println!("start {:?}", t.elapsed());
    let t = Instant::now();
    let mut n = 0usize;
    let mut by: std::collections::BTreeMap<(i16, String), u64> = Default::default();
    while let Some(log) = run.day() {
        n += log.len();
        let y = scenario.span.date(log.day).year();
        if std::env::args().len() > 3 { for (_, e) in log.events() {
            if std::env::args().len() < 4 { continue; }
            let k = format!("{:?}", e.fact);
            let k = k.split(&[' ', '{'][..]).next().unwrap().to_string();
            let _ = &k;
            *by.entry((y, k)).or_default() += 1; }
        }
    }
    let s = t.elapsed().as_secs_f64();
    println!("{n} events in {s:.2} s: {:.2} M/s; people touched {}; beds {} backlog {}", n as f64 / s / 1e6, run.shards()[0].people().len(), run.federal().beds_used(), run.federal().backlog());
    let mut kinds: std::collections::BTreeMap<String, Vec<(i16, u64)>> = Default::default();
    for ((y, k), v) in by { kinds.entry(k).or_default().push((y, v)); }
    for (k, v) in kinds { println!("{k:28} {}", v.iter().map(|(y, n)| format!("{y}:{n:>8}")).collect::<Vec<_>>().join("  ")); }
}

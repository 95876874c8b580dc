//! Invented results of sweeps, about as long, as many and as uneven as real ones.

use super::samples::{ARMS, e, noise, number_of};
use super::*;

const CAPTION: &str = "512 base samples of 12 parameters and a dummy, 8 replicates each; the same \
                       luck at every point. Intervals: 95 %, percentile bootstrap over base \
                       samples. Synthetic people, invented numbers.";

const NAMES: [&str; 12] = [
    "share of detainers a county honors",
    "days from booking to release",
    "match rate of fingerprints at booking",
    "compliance with judicial warrants",
    "officers per field office",
    "fear lowers reporting to the police",
    "removal deters crime",
    "reach of a jail interview (CAP)",
    "beds in the area of responsibility",
    "share of arrests that end in a citation",
    "re-arrest rate within a year of release",
    "share with a prior order of removal",
];
const RANGES: [&str; 12] = [
    "0.55 to 0.92",
    "3 to 21 days",
    "0.80 to 0.97",
    "0.5 to 1",
    "40 to 85 officers",
    "off to on",
    "off to on",
    "0.1 to 0.45",
    "900 to 1 400 beds",
    "0.22 to 0.35",
    "0.12 to 0.19",
    "0.03 to 0.07",
];
const GRADES: [&str; 4] = ["measured", "published", "judgement", "contested"];

/// Nearly the same on both sides, one way only, or nothing at all.
const SWINGS: [(f64, f64); 12] = [
    (-412.0, 388.0),
    (-230.0, 305.0),
    (-96.0, 44.0),
    (-58.0, 171.0),
    (-120.0, 35.0),
    (0.0, -148.0),
    (0.0, 61.0),
    (-51.0, 38.0),
    (24.0, 41.0),
    (33.0, -29.0),
    (4.0, -6.0),
    (-2.0, 3.0),
];

pub(super) fn sample_tornado() -> Tornado {
    let row = |i: usize| {
        let (low, high) = SWINGS[i];
        let half = 9.0 + 14.0 * noise(i, 3.0).abs();
        TornadoRow {
            label: NAMES[i].into(),
            range: RANGES[i].into(),
            grade: GRADES[i % 4].into(),
            at_low: e(low, low - half, low + half),
            at_high: e(high, high - half, high + half),
        }
    };
    Tornado {
        title: "Which assumption moves removals most?".into(),
        subtitle: "Judicial warrants only; one parameter at a time to its low and its high".into(),
        outcome: "removals a year".into(),
        base: 1834.0,
        rows: (0..12).map(row).collect(),
        floor: Some(11.0),
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_morris() -> Morris {
    let point = |i: usize| {
        let (low, high) = SWINGS[i];
        let size = 0.55 * (high - low).abs() + 2.0;
        let sigma = size * (0.15 + 0.9 * noise(i, 7.0).abs());
        let mu = if i % 5 == 2 { 0.1 * size } else { (high - low).signum() * size };
        MorrisPoint {
            label: NAMES[i].into(),
            mu: Some(e(mu, mu - 0.3 * size, mu + 0.3 * size)),
            mu_star: e(size, 0.88 * size, 1.13 * size),
            sigma: Some(e(sigma, 0.8 * sigma, 1.2 * sigma)),
        }
    };
    let group = MorrisPoint {
        label: "all of how people react".into(),
        mu: None,
        mu_star: e(128.0, 110.0, 151.0),
        sigma: None,
    };
    Morris {
        title: "Which parameters matter at all?".into(),
        subtitle: "Removals a year under judicial-warrant-only, 20 trajectories".into(),
        unit: "removals a year".into(),
        points: (0..12).map(point).chain([group]).collect(),
        floor: Some(12.0),
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_sobol() -> Sobol {
    const SHARES: [f64; 12] =
        [0.41, 0.19, 0.07, 0.055, 0.05, 0.045, 0.024, 0.018, 0.012, 0.004, 0.001, -0.003];
    let row = |i: usize| {
        let first: f64 = SHARES[i];
        let total = (first * (1.1 + 0.5 * noise(i, 5.0).abs())).abs() + 0.004;
        let half = 0.015 + 0.1 * first.abs();
        SobolRow {
            label: NAMES[i].into(),
            first: e(first, first - half, first + half),
            total: Some(e(total, (total - half).max(0.0), total + 1.2 * half)),
        }
    };
    Sobol {
        title: "Where does the uncertainty of removals come from?".into(),
        subtitle: "Sobol' indices of the difference judicial-warrant-only minus no-cooperation"
            .into(),
        rows: (0..12).map(row).collect(),
        chance: Some(e(0.13, 0.11, 0.155)),
        floor: Some(0.021),
        caption: CAPTION.into(),
    }
}

/// As a sample without totals or intervals gives them.
pub(super) fn sample_first_orders() -> Sobol {
    let mut s = sample_sobol();
    for row in &mut s.rows {
        (row.first, row.total) = (Estimate::exact(row.first.value), None);
    }
    s
}

pub(super) fn sample_convergence() -> Convergence {
    let sizes: Vec<u32> = (1..=8).map(|eighth| 64 * eighth).collect();
    let s = sample_sobol();
    let line = |(i, row): (usize, &SobolRow)| {
        let total = row.total.unwrap_or(row.first).value;
        let value = |nth: usize| {
            let wide = 1.0 / number_of(nth + 1);
            let value = total + 0.12 * wide * noise(8 * i + nth, 4.0);
            let half = 0.02 + 0.16 * wide.sqrt() * total.max(0.05);
            e(value, value - half, value + half)
        };
        ConvergenceLine { label: row.label.clone(), values: (0..8).map(value).collect() }
    };
    Convergence {
        title: "Would a larger sample say something else?".into(),
        subtitle: "Total order for removals a year".into(),
        x_label: "base samples".into(),
        y_label: "total order, as a part of the variance".into(),
        sizes,
        lines: s.rows.iter().enumerate().map(line).collect(),
        floor: Some(0.021),
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_tradeoff() -> Tradeoff {
    let arm = |(nth, name): (usize, &&str)| {
        let level = number_of(nth);
        let world = |i: usize| {
            let (a, b) = (noise(i, 1.0 + level), noise(i + 400, 1.7));
            let removals = 1830.0 + 390.0 * level + (260.0 + 120.0 * level) * a;
            let unreported = 5200.0 + 420.0 * level * (1.0 + 0.6 * b) + 350.0 * b + 180.0 * a;
            (removals, unreported)
        };
        TradeoffArm { name: (*name).into(), worlds: (0..128).map(world).collect() }
    };
    Tradeoff {
        title: "Removals, and crimes that go unreported".into(),
        subtitle: "Every point is one world: parameters drawn between their lows and highs".into(),
        x_label: "Removals a year".into(),
        y_label: "Crimes with an immigrant victim that go unreported, a year".into(),
        arms: ARMS.iter().enumerate().map(arm).collect(),
        caption: format!("128 worlds, the same for all arms. {CAPTION}"),
    }
}

pub(super) fn sample_worlds() -> Worlds {
    const WINS: [[f64; 4]; 4] = [
        [0.0, 0.58, 0.91, 0.985],
        [0.37, 0.0, 0.74, 0.96],
        [0.07, 0.22, 0.0, 0.83],
        [0.0, 0.03, 0.16, 0.0],
    ];
    let near = |value: f64| e(value, (value - 0.06).max(0.0), (value + 0.05).min(1.0));
    let row = |a: usize| (0..4).map(|b| (a != b).then(|| near(WINS[a][b]))).collect();
    Worlds {
        title: "Which policy holds fewer people too long, whatever the world is like?".into(),
        subtitle: "Days held past release, over sampled worlds".into(),
        better: "fewer days held past release".into(),
        worlds: 512,
        arms: ARMS.map(String::from).to_vec(),
        wins: (0..4).map(row).collect(),
        all: "fewest of all".into(),
        best: [0.55, 0.31, 0.06, 0.0].map(|value| Some(near(value))).to_vec(),
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_two_worlds() -> Worlds {
    let mut w = sample_worlds();
    w.arms.truncate(2);
    w.wins.truncate(2);
    w.best.clear();
    w
}

pub(super) fn sample_split() -> Split {
    let row = |label: &str, unit: &str, interval: [f64; 3], chance: [f64; 3]| SplitRow {
        label: label.into(),
        unit: unit.into(),
        interval: e(interval[0], interval[1], interval[2]),
        chance: e(chance[0], chance[1], chance[2]),
    };
    let year = "people a year";
    Split {
        title: "Why are the intervals as wide as they are?".into(),
        subtitle: "Differences judicial-warrant-only minus no-cooperation".into(),
        rows: vec![
            row("Removals", year, [96.0, 41.0, 150.0], [0.11, 0.08, 0.15]),
            row(
                "Arrests at large in the community",
                year,
                [118.0, 70.0, 166.0],
                [0.34, 0.27, 0.41],
            ),
            row(
                "Crimes with an immigrant victim that are reported to the police",
                "reports a year",
                [-1520.0, -1830.0, -1190.0],
                [0.05, 0.03, 0.08],
            ),
            row("U.S. citizens held on a detainer", year, [0.9, 0.1, 1.8], [0.88, 0.8, 0.93]),
            row(
                "Days held past release date",
                "person-days a year",
                [0.0, 0.0, 0.0],
                [1.0, 1.0, 1.0],
            ),
        ],
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_region() -> Region {
    let axis = |label: &str, range, limits| RegionAxis { label: label.into(), range, limits };
    let world = |i: usize| {
        let (x, y) = (0.5 + 0.5 * noise(i, 3.1), 1000.0 * (0.5 + 0.5 * noise(i + 900, 2.3)));
        (x, y, (x > 0.7 && y < 400.0) != i.is_multiple_of(17))
    };
    Region {
        title: "Where removals fall".into(),
        subtitle: "Judicial warrants only minus no cooperation".into(),
        conclusion: "removals fall".into(),
        x: axis("compliance", (0.0, 1.0), (0.7, f64::INFINITY)),
        y: axis("beds in the area of responsibility", (0.0, 1000.0), (f64::NEG_INFINITY, 400.0)),
        worlds: (0..500).map(world).collect(),
        caption: CAPTION.into(),
    }
}

/// Every kind of chart of a sweep, with a name for its file.
pub(super) fn all() -> Vec<(&'static str, Result<Picture, String>)> {
    vec![
        ("11-tornado", tornado(&sample_tornado())),
        ("12-morris", morris(&sample_morris())),
        ("13-sobol", sobol(&sample_sobol())),
        ("13-first-orders", sobol(&sample_first_orders())),
        ("14-convergence", convergence(&sample_convergence())),
        ("15-tradeoff", tradeoff(&sample_tradeoff())),
        ("16-worlds", worlds(&sample_worlds())),
        ("16-worlds-two", worlds(&sample_two_worlds())),
        ("18-region", region(&sample_region())),
        ("17-split", split(&sample_split())),
    ]
}

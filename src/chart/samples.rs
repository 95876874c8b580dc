//! Invented results, about as long, as many and as uneven as real ones.

use super::*;

pub(super) const ARMS: [&str; 4] =
    ["no-cooperation", "notify-only", "judicial-warrant-only", "287(g) full cooperation"];
const CAPTION: &str = "200 replicates per arm, paired by seed and person. Bands: 10 to 90 % and \
                       25 to 75 % of replicates; intervals: 95 %, percentile bootstrap. \
                       Synthetic people, invented numbers.";

pub(super) fn e(value: f64, low: f64, high: f64) -> Estimate {
    Estimate { value, low, high }
}

/// Three arms, each with value, low and high; one that is not a number is not shown.
fn row(label: &str, unit: &str, base: f64, by_arm: [[f64; 3]; 3]) -> DifferenceRow {
    let by_arm = by_arm.map(|[value, low, high]| value.is_finite().then(|| e(value, low, high)));
    DifferenceRow { label: label.into(), unit: unit.into(), base, by_arm: by_arm.to_vec() }
}

fn deportation_and_crime() -> [Vec<DifferenceRow>; 2] {
    let year = "people a year";
    let deportation = vec![
        row(
            "Removals",
            year,
            1834.0,
            [[412.0, 371.0, 455.0], [96.0, 41.0, 150.0], [1234.0, 1100.0, 1370.0]],
        ),
        row(
            "Arrests at large in the community",
            year,
            914.0,
            [[-118.0, -160.0, -75.0], [118.0, 70.0, 166.0], [-376.0, -430.0, -320.0]],
        ),
    ];
    let crime = vec![
        row(
            "Re-arrests within a year of release",
            year,
            6120.0,
            [[-14.0, -62.0, 35.0], [3.0, -45.0, 51.0], [-51.0, -118.0, 12.0]],
        ),
        row(
            "Crimes with an immigrant victim that are reported to the police",
            "reports a year",
            21450.0,
            [[-310.0, -480.0, -140.0], [45.0, -120.0, 215.0], [-1520.0, -1830.0, -1190.0]],
        ),
    ];
    [deportation, crime]
}

fn holds_and_burden() -> [Vec<DifferenceRow>; 2] {
    let year = "people a year";
    let holds = vec![
        row(
            "U.S. citizens held on a detainer",
            year,
            3.2,
            [[0.9, 0.1, 1.8], [f64::NAN, 0.0, 0.0], [4.1, 2.9, 5.4]],
        ),
        row(
            "Days held past release date",
            "person-days a year",
            0.0,
            [[0.0, 0.0, 0.0], [12.0, 4.0, 22.0], [2210.0, 1900.0, 2540.0]],
        ),
    ];
    let burden = vec![row(
        "Jail officer hours spent on federal requests",
        "hours a year",
        15200.0,
        [[2140.0, 1980.0, 2300.0], [880.0, 790.0, 975.0], [8950.0, 8500.0, 9420.0]],
    )];
    [holds, burden]
}

pub(super) fn sample_differences(arms: usize) -> Differences {
    let cut = |mut row: DifferenceRow| {
        row.by_arm.truncate(arms);
        row
    };
    let [deportation, crime] = deportation_and_crime();
    let [holds, burden] = holds_and_burden();
    let group = |heading: &str, rows: Vec<DifferenceRow>| DifferenceGroup {
        heading: heading.into(),
        rows: rows.into_iter().map(cut).collect(),
    };
    Differences {
        title: "What each policy changes, compared with no cooperation".into(),
        subtitle:
            "Yearly averages 2027 to 2029; each row on its own scale, in percent of the base value"
                .into(),
        base: ARMS[0].into(),
        arms: ARMS[1..].iter().take(arms).map(|s| (*s).into()).collect(),
        groups: vec![
            group("Deportation", deportation),
            group("Crime and reporting", crime),
            group("Wrongful holds", holds),
            group("Burden", burden),
        ],
        caption: format!("{CAPTION} Grey rings: the interval crosses zero."),
    }
}

fn months(n: i16) -> Vec<Month> {
    (0..n)
        .map(|i| Month { year: 2026 + i / 12, month: u8::try_from(i % 12 + 1).unwrap_or(1) })
        .collect()
}

pub(super) fn noise(i: usize, salt: f64) -> f64 {
    let x = number_of(i) * 12.9898 + salt * 78.233;
    (x.sin() * 43758.5453).fract()
}

pub(super) fn number_of(i: usize) -> f64 {
    f64::from(u32::try_from(i).unwrap_or(0))
}

/// Level, change after month 12, and width of the band as a share of the level.
fn arm(name: &str, n: usize, level: f64, change: f64, width: f64) -> FanArm {
    let middle = |i: usize| {
        let after = (number_of(i) - 12.0).max(0.0) / 6.0;
        let season = 0.05 * level.abs() * (number_of(i) * 0.52).sin();
        level + season + 0.02 * level * noise(i, 1.0) + change * (1.0 - libm::exp(-after))
    };
    let size = level.abs().max(change.abs());
    let band = |share: f64| -> Vec<f64> {
        (0..n)
            .map(|i| {
                let grown = if level.abs() > 0.0 {
                    1.0 + number_of(i) / 40.0
                } else {
                    (middle(i) / size).abs()
                };
                middle(i) + share * width * size * grown
            })
            .collect()
    };
    FanArm {
        name: name.into(),
        p10: band(-1.0),
        p25: band(-0.5),
        p50: band(0.0),
        p75: band(0.52),
        p90: band(1.05),
    }
}

fn marks() -> Vec<Mark> {
    let mark = |year, month, label: &str| Mark { at: Month { year, month }, label: label.into() };
    vec![
        mark(2027, 1, "policy starts"),
        mark(2027, 4, "detainer form changes"),
        mark(2027, 9, "new field office opens"),
        mark(2029, 6, "sheriff election"),
    ]
}

pub(super) fn sample_fan() -> Fan {
    let observed = (0..12)
        .map(|i| Observed {
            at: months(12)[i],
            value: 150.0 + 14.0 * noise(i, 3.0) + 7.0 * (number_of(i) * 0.52).sin(),
            label: "observed removals (federal detention release, county of booking)".into(),
        })
        .collect();
    Fan {
        title: "Removals per month after a booking in the county".into(),
        subtitle: "The arms are the same until the policy starts in January 2027".into(),
        y_label: "People removed per month".into(),
        months: months(48),
        arms: vec![
            arm(ARMS[0], 48, 153.0, -20.0, 0.06),
            arm(ARMS[1], 48, 153.0, 14.0, 0.06),
            arm(ARMS[2], 48, 153.0, -12.0, 0.06),
            arm(ARMS[3], 48, 153.0, 102.0, 0.06),
        ],
        marks: marks(),
        observed,
        caption: CAPTION.into(),
        from_zero: false,
    }
}

pub(super) fn sample_difference() -> Fan {
    Fan {
        title: "Reported crimes, difference to no cooperation".into(),
        subtitle: "Paired differences of the same seed and the same people".into(),
        y_label: "Reports per month, arm minus base".into(),
        arms: vec![
            arm(ARMS[1], 48, 0.0, -26.0, 0.5),
            arm(ARMS[2], 48, 0.0, 4.0, 2.0),
            arm(ARMS[3], 48, 0.0, -127.0, 0.25),
        ],
        observed: Vec::new(),
        from_zero: true,
        ..sample_fan()
    }
}

pub(super) fn sample_sankey() -> Sankey {
    let node =
        |label: &str, (column, lane), tone| SankeyNode { label: label.into(), column, lane, tone };
    let link = |from, to, value: f64, share: f64| SankeyLink {
        from,
        to,
        amount: e(value, value * (1.0 - share), value * (1.0 + share)),
    };
    Sankey {
        title: "From booking to outcome under notify-only".into(),
        subtitle: "People a year, mean of 2027 to 2029; the paler a flow, the less sure its size"
            .into(),
        nodes: vec![
            node("Noncitizens booked", (0, 0.0), Tone::Custody),
            node("Fingerprint match", (1, 0.0), Tone::Federal),
            node("No match", (1, 2.0), Tone::Neutral),
            node("Detainer or notice request", (2, 0.0), Tone::Federal),
            node("Release date comes", (3, 1.0), Tone::Custody),
            node("Transferred to federal custody", (4, 0.0), Tone::Federal),
            node("Released to the street", (4, 2.0), Tone::Street),
            node("Removed", (5, 0.0), Tone::Ended),
            node("Relief or case closed", (5, 1.0), Tone::Street),
            node("Arrested at large", (5, 2.0), Tone::Federal),
            node("Still in the county", (5, 3.0), Tone::Street),
        ],
        links: vec![
            link(0, 1, 6120.0, 0.03),
            link(0, 2, 3410.0, 0.04),
            link(1, 3, 2870.0, 0.06),
            link(1, 4, 3250.0, 0.05),
            link(2, 6, 3410.0, 0.04),
            link(3, 4, 2790.0, 0.06),
            link(3, 5, 80.0, 0.4),
            link(4, 5, 1420.0, 0.09),
            link(4, 6, 4620.0, 0.04),
            link(5, 7, 1180.0, 0.11),
            link(5, 8, 320.0, 0.24),
            link(6, 9, 610.0, 0.3),
            link(6, 10, 7420.0, 0.03),
        ],
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_panels() -> Panels {
    let panel = |label: &str, values: [f64; 4]| Panel {
        label: label.into(),
        by_arm: values
            .iter()
            .map(|v| (*v >= 10.0).then(|| e(*v, v * 0.9 - 6.0, v * 1.1 + 6.0)))
            .collect(),
    };
    Panels {
        title: "Who is removed".into(),
        subtitle: "By legal status and most serious conviction".into(),
        x_label: "People removed per year".into(),
        arms: ARMS.iter().map(|s| (*s).into()).collect(),
        panels: vec![
            panel("Unauthorized, no conviction", [310.0, 402.0, 322.0, 871.0]),
            panel("Unauthorized, misdemeanor", [520.0, 644.0, 548.0, 1012.0]),
            panel("Unauthorized, felony", [612.0, 690.0, 660.0, 745.0]),
            panel("Visa holder, any conviction", [44.0, 61.0, 47.0, 92.0]),
            panel("Lawful permanent resident, violent or drug felony", [85.0, 88.0, 86.0, 96.0]),
            panel("U.S. citizen (by error)", [0.0, 4.0, 2.0, 11.0]),
        ],
        caption: format!("{CAPTION} Hatched: fewer than ten people, not told."),
    }
}

pub(super) fn sample_facets() -> Facets {
    let group = |name: &str, level: f64, drop: f64| {
        let arms = vec![
            arm(ARMS[0], 48, level, 0.0, 0.05),
            arm(ARMS[1], 48, level, -drop / 4.0, 0.05),
            arm(ARMS[3], 48, level, -drop, 0.05),
        ];
        (
            name.to_owned(),
            Fan { arms, months: months(48), marks: marks(), from_zero: true, ..Fan::default() },
        )
    };
    Facets {
        title: "Share of crimes that are reported to the police".into(),
        subtitle: "By who the victim is; fear of contact with the police lowers reporting".into(),
        y_label: "Share of violent and property crimes reported".into(),
        facets: vec![
            group("U.S. citizens, no immigrant in the household", 0.47, 0.0),
            group("U.S. citizens in mixed-status families", 0.45, 0.08),
            group("Naturalized", 0.46, 0.04),
            group("Permanent residents", 0.43, 0.09),
            group("Unauthorized", 0.36, 0.15),
        ],
        percent: true,
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_targets() -> Targets {
    let row = |label: &str, role: &str, target: f64, slack: f64, model: f64, hit, source: &str| {
        TargetRow {
            label: label.into(),
            role: role.into(),
            target,
            low: target * (1.0 - slack),
            high: target * (1.0 + slack),
            model: e(model, model * 0.97, model * 1.03),
            hit,
            text: format!(
                "model {model:.0}, source {target:.0} ± {:.0} % ({source})",
                slack * 100.0
            ),
        }
    };
    Targets {
        title: "Does the model give what was published?".into(),
        subtitle: "Back-test on 2019 to 2024; grey bar: what counts as a hit".into(),
        rows: vec![
            row(
                "Detainers declined per year",
                "held out",
                410.0,
                0.15,
                590.0,
                false,
                "county report 2023, table 4",
            ),
            row(
                "Arrests at large per year in the area of the field office",
                "held out",
                980.0,
                0.2,
                3120.0,
                false,
                "federal release 2024",
            ),
            row(
                "Removals after a booking",
                "calibrated",
                1834.0,
                0.1,
                1921.0,
                true,
                "federal release 2024, county of last booking, removals within two years",
            ),
            row("People in minus people out", "identity", 0.0, 0.0, 0.0, true, "by construction"),
        ],
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_stacks() -> Stacks {
    let bar = |label: &str, values: [f64; 5]| {
        let total: f64 = values.iter().sum();
        Stack {
            label: label.into(),
            values: values.to_vec(),
            total: e(total, total * 0.94, total * 1.07),
        }
    };
    Stacks {
        title: "What jail officers' hours go to".into(),
        subtitle: "Hours that federal requests take, by use".into(),
        y_label: "Officer hours per year".into(),
        bars: vec![
            bar(ARMS[0], [4200.0, 0.0, 3100.0, 420.0, 7480.0]),
            bar(ARMS[1], [4200.0, 2900.0, 3300.0, 510.0, 6430.0]),
            bar(ARMS[2], [4200.0, 310.0, 3600.0, 1900.0, 6070.0]),
            bar(ARMS[3], [4200.0, 6800.0, 7900.0, 640.0, 4610.0]),
        ],
        parts: [
            "screening and matches",
            "holding past release",
            "transfers",
            "court and warrants",
            "records and public requests",
        ]
        .map(String::from)
        .to_vec(),
        capacity: Some(21_000.0),
        caption: CAPTION.into(),
    }
}

/// A map per name and factor; the District and the plains are without data on the second.
fn maps(names: &[&str], of: impl Fn(usize, usize) -> f64) -> Vec<TilePanel> {
    let map = |(nth, name): (usize, &&str)| {
        let value = |(i, state): (usize, &states::State)| {
            let is_known = nth == 0 || !["DC", "ND", "SD"].contains(&state.code);
            (state.code, is_known.then(|| of(nth, i)))
        };
        let states: Vec<(&str, Option<f64>)> =
            states::STATES.iter().enumerate().map(value).collect();
        TilePanel::new(name, &states)
    };
    names.iter().enumerate().map(map).collect()
}

pub(super) fn sample_tiles() -> Tiles {
    Tiles {
        title: "Removals by state".into(),
        subtitle: "Yearly mean of 2027 to 2029".into(),
        unit: "removals per 100,000 residents a year".into(),
        kind: TileKind::Amount,
        panels: maps(&[ARMS[0], ARMS[3]], |nth, i| {
            let level = 11.0 + 9.5 * noise(i, 4.0) + if i % 9 == 7 { 45.0 } else { 0.0 };
            level.abs() * (1.0 + 0.6 * number_of(nth))
        }),
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_tile_changes() -> Tiles {
    Tiles {
        title: "Removals by state, change against no cooperation".into(),
        subtitle: "Paired differences of the same seed and the same people".into(),
        unit: "removals a year, arm minus base".into(),
        kind: TileKind::Change,
        panels: maps(&ARMS[1..], |nth, i| {
            (noise(i, 5.0) + 0.4 * number_of(nth) - 0.2) * 900.0 * (1.0 + number_of(nth))
        }),
        caption: CAPTION.into(),
    }
}

pub(super) fn sample_one_map() -> Tiles {
    let mut t = sample_tiles();
    t.panels.remove(0);
    t.panels[0].label.clear();
    t
}

/// Fiscal years, each by its last month; published up to 2025.
pub(super) fn sample_years() -> Fan {
    let years: Vec<Month> = (2015..2030).map(|year| Month { year, month: 9 }).collect();
    let seen = |i: usize| Observed {
        at: years[i],
        value: 246_000.0 + 38_000.0 * noise(i, 6.0) - 4000.0 * number_of(i),
        label: "published removals (yearbook of immigration statistics)".into(),
    };
    Fan {
        title: "Removals by fiscal year".into(),
        subtitle: "The arms are the same until the policy starts in January 2027".into(),
        y_label: "People removed per fiscal year (October to September)".into(),
        observed: (0..11).map(seen).collect(),
        arms: vec![
            arm(ARMS[0], 15, 231_000.0, -20_000.0, 0.08),
            arm(ARMS[3], 15, 231_000.0, 90_000.0, 0.08),
        ],
        marks: vec![Mark { at: Month { year: 2027, month: 1 }, label: "policy starts".into() }],
        months: years,
        caption: CAPTION.into(),
        from_zero: true,
    }
}

/// Every kind of chart, with a name for its file.
pub(super) fn all() -> Vec<(&'static str, Result<Picture, String>)> {
    let mut all = vec![
        ("1-differences", differences(&sample_differences(3))),
        ("1-differences-one-arm", differences(&sample_differences(1))),
        ("2-fan", fan(&sample_fan())),
        ("3-difference-over-time", difference_over_time(&sample_difference())),
        ("4-sankey", sankey(&sample_sankey())),
        ("5-panels", panels(&sample_panels())),
        ("6-facets", facets(&sample_facets())),
        ("7-targets", targets(&sample_targets())),
        ("8-stacks", stacks(&sample_stacks())),
        ("9-tiles", tiles(&sample_tiles())),
        ("9-tiles-change", tiles(&sample_tile_changes())),
        ("9-tiles-one", tiles(&sample_one_map())),
        ("10-years", fan(&sample_years())),
    ];
    all.extend(sweep_samples::all());
    all
}

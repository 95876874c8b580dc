//! Targets of jails: arrests, bookings, stays, and who came to ICE from them.

use super::Role::{Calibrated, HeldOut, Structural};
use super::seen::{Seen, arrests, change, from_jail, of, ratio, requests, throughout};
use super::{Of, Target};
use crate::engine::record::Cell;
use crate::projection::measure::Measure;

/// Base arms only.
const fn base(scenario: &'static str, count: fn(&Seen<'_>) -> Option<f64>) -> Of {
    Of::Run { scenario, arms: &[], count }
}

const fn sb54(count: fn(&Seen<'_>) -> Option<f64>) -> Of {
    Of::Run { scenario: "los-angeles", arms: &["sb54-2018"], count }
}

const LONG: &str = "calibration-los-angeles-2011";
const ALMANAC: &str = "laalmanac.com cr25b; facts.md 3";
const WEAK: &str = "recollection of county reports (weak); facts.md 3";

pub(super) const TARGETS: &[Target] = &[
    Target {
        id: "A01",
        label: "Arrests in the county, 2019",
        role: Calibrated,
        published: (303_363.0, 288_000.0, 319_000.0),
        source: ALMANAC,
        of: base("los-angeles", |seen| Some(of(seen.base()?, &seen.year(2019)?, Measure::Arrests))),
    },
    Target {
        id: "A02",
        label: "Booked into the county jail, 2019",
        role: Calibrated,
        published: (110_941.0, 99_800.0, 122_000.0),
        source: ALMANAC,
        of: base("los-angeles", |seen| {
            Some(of(seen.base()?, &seen.year(2019)?, Measure::Bookings))
        }),
    },
    Target {
        id: "A03",
        label: "Share of arrests booked, 2019",
        role: Calibrated,
        published: (0.37, 0.30, 0.45),
        source: ALMANAC,
        of: base("los-angeles", |seen| {
            let (cell, year) = (seen.base()?, seen.year(2019)?);
            ratio(of(cell, &year, Measure::Bookings), of(cell, &year, Measure::Arrests))
        }),
    },
    Target {
        id: "A04",
        label: "Average daily jail population, 2019",
        role: HeldOut,
        published: (17_070.0, 15_400.0, 18_800.0),
        source: ALMANAC,
        of: base("los-angeles", |seen| {
            let days = seen.base()?.counted.custody.months().get(seen.year(2019)?)?;
            Some(days.iter().map(|month| month.jail as f64).sum::<f64>() / 365.0)
        }),
    },
    Target {
        id: "A05",
        label: "Mean stay in jail, days",
        role: Calibrated,
        published: (56.0, 50.0, 62.0),
        source: "17,070 x 365 / 110,941; facts.md 3",
        of: base("los-angeles", |seen| {
            let stays = &seen.base()?.counted.custody.stays;
            ratio(stays.hours as f64 / 24.0, stays.number as f64)
        }),
    },
    Target {
        id: "A06",
        label: "Booked again within 30 days of release (77 US jails)",
        role: Calibrated,
        published: (0.172, 0.132, 0.212),
        source: "PSL, tolerance 4 points; facts.md 3",
        of: base("los-angeles", |seen| {
            let again = &seen.base()?.counted.rebooked;
            ratio(again.within_30 as f64, again.releases as f64)
        }),
    },
    Target {
        id: "A07",
        label: "Booked again within 180 days (77 US jails)",
        role: Calibrated,
        published: (0.290, 0.250, 0.330),
        source: "PSL, tolerance 4 points; facts.md 3",
        of: base("los-angeles", |seen| {
            let again = &seen.base()?.counted.rebooked;
            ratio(again.within_180 as f64, again.releases as f64)
        }),
    },
    Target {
        id: "A08",
        label: "Handed over to ICE by the jail or at its door, 2016",
        role: HeldOut,
        published: (1_500.0, 1_000.0, 3_000.0),
        source: WEAK,
        of: sb54(|seen| jailed(seen, 2016)),
    },
    Target {
        id: "A09",
        label: "Handed over to ICE by the jail or at its door, 2017",
        role: HeldOut,
        published: (1_200.0, 800.0, 1_800.0),
        source: WEAK,
        of: sb54(|seen| jailed(seen, 2017)),
    },
    Target {
        id: "A20",
        label: "Handed over to ICE by the jail or at its door, 2011",
        role: HeldOut,
        published: (19_725.0, 13_150.0, 29_588.0),
        source: "scpr.org 2012, x/1.5; facts.md 3",
        of: base(LONG, |seen| Some(arrests(seen.base()?, &seen.year(2011)?, from_jail))),
    },
    Target {
        id: "V08a",
        label: "SB 54, first five months over the five before (California)",
        role: Calibrated,
        published: (-0.41, -0.50, -0.25),
        source: "Border Criminologies; facts.md 3, V08",
        of: sb54(|seen| {
            let cell = seen.arm("sb54-2018")?;
            let before = arrests(cell, &seen.months((2017, 8), (2017, 12))?, from_jail);
            change(arrests(cell, &seen.months((2018, 1), (2018, 5))?, from_jail), before)
        }),
    },
    Target {
        id: "V08b",
        label: "SB 54, first five months over the same of 2017 (California)",
        role: Calibrated,
        published: (-0.31, -0.50, -0.25),
        source: "Border Criminologies; facts.md 3, V08",
        of: sb54(|seen| {
            let cell = seen.arm("sb54-2018")?;
            let before = arrests(cell, &seen.months((2017, 1), (2017, 5))?, from_jail);
            change(arrests(cell, &seen.months((2018, 1), (2018, 5))?, from_jail), before)
        }),
    },
    Target {
        id: "V10a",
        label: "Handed over to ICE by the jail or at its door, 2018, under SB 54",
        role: Calibrated,
        published: (964.0, 643.0, 1_446.0),
        source: "Cal DOJ data, x/1.5; facts.md 3, V10",
        of: sb54(|seen| jailed(seen, 2018)),
    },
    Target {
        id: "V10b",
        label: "Handed over in 2018 over 2011",
        role: Calibrated,
        published: (0.049, 0.033, 0.073),
        source: "scpr.org 2012, Cal DOJ data; facts.md 3, V10",
        of: base(LONG, |seen| over_2011(seen, 2018)),
    },
    Target {
        id: "V10c",
        label: "Handed over in 2020 over 2011",
        role: HeldOut,
        published: (0.0, 0.0, 0.005),
        source: "facts.md 3, V10",
        of: base(LONG, |seen| over_2011(seen, 2020)),
    },
    Target {
        id: "V11a",
        label: "Times as long with a detainer, log scale (Pierce County)",
        role: Calibrated,
        published: (3.73, 2.86, 4.88),
        source: "UWCHR, CI; facts.md 2.3, V11",
        of: base("los-angeles", |seen| {
            let stays = &seen.base()?.counted.custody.stays;
            Some(libm::exp(ratio(stays.log_factors, stays.detainers as f64)?))
        }),
    },
    Target {
        id: "V11b",
        label: "Days that a detainer adds (Los Angeles 2012)",
        role: HeldOut,
        published: (20.6, 12.6, 28.6),
        source: "Justice Strategies; facts.md 2.3, V11",
        of: base("los-angeles", |seen| added_days(seen.base()?)),
    },
    Target {
        id: "V11c",
        label: "Days that a detainer adds (New York City 2008)",
        role: HeldOut,
        published: (73.0, 43.0, 103.0),
        source: "Justice Strategies; facts.md 2.3, V11",
        of: base("new-york-city", |seen| added_days(seen.base()?)),
    },
    Target {
        id: "V12a",
        label: "Detainers per booking (Pierce County 2016-18)",
        role: Calibrated,
        published: (0.0064, 0.0043, 0.0096),
        source: "UWCHR, x/1.5; facts.md 2.1, V12",
        of: base("mecklenburg", |seen| {
            let (cell, months) = (seen.base()?, seen.months((2017, 1), (2018, 12))?);
            ratio(requests(cell, &months), of(cell, &months, Measure::Bookings))
        }),
    },
    Target {
        id: "V12b",
        label: "Detainers per booking of a Hispanic person (Pierce County)",
        role: Calibrated,
        published: (0.060, 0.040, 0.090),
        source: "UWCHR, x/1.5; facts.md 2.1, V12",
        of: Of::NotAsked("events of booking do not carry ethnicity"),
    },
    Target {
        id: "V15a",
        label: "Requests refused by a jail that answers (US FY2014-16)",
        role: Structural,
        published: (0.02, 0.01, 0.05),
        source: "TRAC 433; facts.md 2.3, V15",
        of: pep(|seen| {
            let (cell, months) = (seen.arm(PEP)?, seen.since(PEP)?);
            ratio(of(cell, &months, Measure::Declined), requests(cell, &months))
        }),
    },
    Target {
        id: "V15b",
        label: "Requests after which ICE did not assume custody (US FY2014-15)",
        role: Structural,
        published: (0.60, 0.30, 0.87),
        source: "TRAC 433; facts.md 2.3, V15",
        of: pep(|seen| {
            let (cell, months) = (seen.arm(PEP)?, seen.since(PEP)?);
            Some(1.0 - ratio(arrests(cell, &months, from_jail), requests(cell, &months))?)
        }),
    },
    Target {
        id: "V31",
        label: "People held and not collected, 3.5 months (North Carolina)",
        role: HeldOut,
        published: (163.0, 82.0, 326.0),
        source: "wfae.org, x/2; facts.md 2.3, V31",
        of: base("calibration-mandatory-hold", |seen| {
            let cell = seen.base()?;
            seen.months((2024, 12), (2025, 3))?;
            Some(of(cell, &throughout(cell), Measure::HoldsExpired))
        }),
    },
];

const PEP: &str = "priority-enforcement";

const fn pep(count: fn(&Seen<'_>) -> Option<f64>) -> Of {
    Of::Run { scenario: "dallas", arms: &[PEP], count }
}

fn jailed(seen: &Seen, year: i16) -> Option<f64> {
    Some(arrests(seen.arm("sb54-2018")?, &seen.year(year)?, from_jail))
}

fn over_2011(seen: &Seen, year: i16) -> Option<f64> {
    let of = |year: i16| Some(arrests(seen.base()?, &seen.year(year)?, from_jail));
    ratio(of(year)?, of(2011)?)
}

fn added_days(cell: &Cell) -> Option<f64> {
    let stays = &cell.counted.custody.stays;
    ratio(stays.added_hours as f64 / 24.0, stays.detainers as f64)
}

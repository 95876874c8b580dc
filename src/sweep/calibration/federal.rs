//! Targets of ICE and the immigration court: requests, arrests, detention, hearings, removal.

use super::Role::{Calibrated, HeldOut, Structural};
use super::seen::{Seen, arrests, change, never_convicted, of, part, ratio, requests, throughout};
use super::{Of, Target, run};
use crate::engine::record::Cell;
use crate::event::{Channel, Path, Status, Word};
use crate::projection::again::Again;
use crate::projection::measure::Measure;
use std::collections::BTreeMap;
use std::ops::Range;

const LONG: &str = "calibration-los-angeles-2011";
const ROLLOUT: &str = "secure-communities-rollout";
const COHORT: &str = "RAND 2014; facts.md 5, V22";

pub(super) const TARGETS: &[Target] = &[
    Target {
        id: "A10",
        label: "Arrested at large within a year of a declined request (US 2014)",
        role: HeldOut,
        published: (0.09, 0.05, 0.15),
        source: "750 of 8,145 within 8 months; facts.md 2.3",
        of: run("los-angeles", &["sb54-2018"], |seen| {
            let end = seen.scenario.span.days();
            let sought = &seen.arm("sb54-2018")?.counted.sought;
            let with_a_year = |(_, day): &(_, &crate::time::Day)| day.0 + 365 < end;
            let seen: Vec<_> = sought.declined.iter().filter(with_a_year).collect();
            let caught = seen.iter().filter(|(person, day)| {
                sought.caught_at_large.get(person).is_some_and(|on| on.0 - day.0 <= 365)
            });
            ratio(caught.count() as f64, seen.len() as f64)
        }),
    },
    Target {
        id: "A11",
        label: "Mean federal detention, days (US FY2019)",
        role: Calibrated,
        published: (54.5, 40.0, 65.0),
        source: "ICE; facts.md 1.2",
        of: run("los-angeles", &[], |seen| {
            seen.year(2016)?;
            let (number, hours) = seen.base()?.counted.custody.detentions;
            ratio(hours as f64 / 24.0, number as f64)
        }),
    },
    Target {
        id: "A12",
        label: "Removed without a judge (US 2013)",
        role: Calibrated,
        published: (0.75, 0.60, 0.85),
        source: "DHS, ACLU; facts.md 7",
        of: run("los-angeles", &[], |seen| {
            seen.year(2016)?;
            let cell = seen.base()?;
            let months = throughout(cell);
            let heard = part(cell, &months, Measure::Removals, Path::Hearing);
            Some(1.0 - ratio(heard, of(cell, &months, Measure::Removals))?)
        }),
    },
    Target {
        id: "V01a",
        label: "Requests of ICE, FY2012 over FY2009 (US)",
        role: Calibrated,
        published: (1.13, 1.03, 1.23),
        source: "TRAC; facts.md 1.1, V01",
        of: run(ROLLOUT, &["rollout"], |seen| {
            let cell = seen.arm("rollout")?;
            let asked = |year| Some(requests(cell, &seen.fiscal_year(year)?));
            ratio(asked(2012)?, asked(2009)?)
        }),
    },
    Target {
        id: "V01b",
        label: "Requests of ICE, FY2016 over FY2014 (US)",
        role: Calibrated,
        published: (0.54, 0.38, 0.69),
        source: "TRAC; facts.md 1.1, V01",
        of: run("dallas", &["priority-enforcement"], |seen| {
            let cell = seen.arm("priority-enforcement")?;
            let a_month = |months: Range<usize>| requests(cell, &months) / months.len() as f64;
            ratio(a_month(seen.fiscal_year(2016)?), a_month(seen.months((2014, 7), (2014, 10))?))
        }),
    },
    Target {
        id: "V01c",
        label: "Requests of ICE, FY2014 over FY2012 (US)",
        role: Calibrated,
        published: (0.58, 0.49, 0.66),
        source: "TRAC; facts.md 1.1, V01",
        of: Of::NotAsked(
            "needs the nation (issue 5): the fall came of laws and sheriffs of many states at once",
        ),
    },
    Target {
        id: "V02a",
        label: "Custodial share of ICE arrests (US FY2017)",
        role: Calibrated,
        published: (0.72, 0.67, 0.77),
        source: "1 - 40,066 / 143,470; facts.md 1.1, V02",
        of: run("los-angeles", &[], |seen| {
            seen.year(2016)?;
            let cell = seen.base()?;
            custodial(cell, &throughout(cell))
        }),
    },
    Target {
        id: "V02b",
        label: "Custodial share of ICE arrests (US FY2024)",
        role: HeldOut,
        published: (0.71, 0.66, 0.76),
        source: "1 - 33,243 / 113,431; facts.md 1.1, V02",
        of: run("calibration-fy2024", &[], |seen| {
            custodial(seen.base()?, &seen.fiscal_year(2024)?)
        }),
    },
    Target {
        id: "V13a",
        label: "Never convicted among those ICE asked for (US FY2008-12)",
        role: Calibrated,
        published: (0.77, 0.69, 0.85),
        source: "TRAC 310; facts.md 2.2, V13",
        of: run(ROLLOUT, &["rollout"], |seen| {
            let cell = seen.arm("rollout")?;
            never_convicted(cell, &throughout(cell))
        }),
    },
    Target {
        id: "V13b",
        label: "Never convicted among those ICE asked for, 2016 (US 2012-15)",
        role: HeldOut,
        published: (0.50, 0.42, 0.58),
        source: "TRAC 330, 432; facts.md 2.2, V13",
        of: run("los-angeles", &[], |seen| never_convicted(seen.base()?, &seen.year(2016)?)),
    },
    Target {
        id: "V14a",
        label: "Requests cancelled or not executed (Travis County 2005-17)",
        role: Calibrated,
        published: (0.0094, 0.0031, 0.0282),
        source: "cato.org, x/3; facts.md 2.2, V14",
        of: run("travis-county", &[], |seen| {
            let cell = seen.base()?;
            let months = throughout(cell);
            ratio(of(cell, &months, Measure::Lifted), requests(cell, &months))
        }),
    },
    Target {
        id: "V14b",
        label: "Citizens among those ICE asked for (US FY2008-12)",
        role: HeldOut,
        published: (0.000_88, 0.000_29, 0.0026),
        source: "TRAC 311, x/3; facts.md 2.2, V14",
        of: run(ROLLOUT, &["rollout"], |seen| asked_of(seen.arm("rollout")?, Status::is_citizen)),
    },
    Target {
        id: "V14c",
        label: "Lawful residents among those ICE asked for (US FY2008-12)",
        role: HeldOut,
        published: (0.030, 0.010, 0.090),
        source: "TRAC 311, x/3; facts.md 2.2, V14",
        of: run(ROLLOUT, &["rollout"], |seen| {
            asked_of(seen.arm("rollout")?, |status| status == Status::LawfulResident)
        }),
    },
    Target {
        id: "V18a",
        label: "Requests to the 9 % of jails with most (US FY2019)",
        role: Calibrated,
        published: (0.712, 0.65, 0.77),
        source: "TRAC 595; facts.md 2.1, V18",
        of: run(ROLLOUT, &["rollout"], |seen| Some(1.0 - lorenz(seen, 0.91)?)),
    },
    Target {
        id: "V18b",
        label: "Requests to the 34 % of jails with fewest (US FY2019)",
        role: Calibrated,
        published: (0.014, 0.0, 0.074),
        source: "TRAC 595; facts.md 2.1, V18",
        of: run(ROLLOUT, &["rollout"], |seen| lorenz(seen, 0.34)),
    },
    Target {
        id: "V20a",
        label: "Bystanders among arrests at large, no surge (Los Angeles 2018)",
        role: Calibrated,
        published: (0.08, 0.0, 0.16),
        source: "17 of 212; facts.md 8, V20",
        of: run("los-angeles", &[], |seen| bystanders(seen.base()?, &seen.year(2018)?)),
    },
    Target {
        id: "V20b",
        label: "Bystanders among arrests at large, small surge (Minnesota autumn 2025)",
        role: Calibrated,
        published: (0.16, 0.08, 0.24),
        source: "102 of 630; facts.md 8, V20",
        of: run("surge-2020", &["surge"], |seen| {
            bystanders(seen.arm("surge")?, &seen.months((2020, 3), (2020, 5))?)
        }),
    },
    Target {
        id: "V20c",
        label: "Bystanders among arrests at large, large surge (Minnesota winter 2025)",
        role: HeldOut,
        published: (0.35, 0.27, 0.43),
        source: "1,322 of 3,801; facts.md 8, V20",
        of: Of::NotAsked(
            "the surge's size is not in facts.md, and the model's ceiling is this very figure",
        ),
    },
    Target {
        id: "V22a",
        label: "Arrested again within nine years: previously removed over never removed",
        role: Calibrated,
        published: (1.42, 1.30, 1.55),
        source: COHORT,
        of: run(LONG, &[], |seen| {
            let again = nine_years(seen)?;
            ratio(again.ordered.share()?, again.never.share()?)
        }),
    },
    Target {
        id: "V22b",
        label: "Arrested again within nine years: previously removed (Los Angeles 2002)",
        role: Calibrated,
        published: (0.91, 0.83, 0.99),
        source: COHORT,
        of: run(LONG, &[], |seen| nine_years(seen)?.ordered.share()),
    },
    Target {
        id: "V22c",
        label: "Arrested again within nine years: never removed (Los Angeles 2002)",
        role: Calibrated,
        published: (0.64, 0.56, 0.72),
        source: COHORT,
        of: run(LONG, &[], |seen| nine_years(seen)?.never.share()),
    },
    Target {
        id: "V22d",
        label: "Removed people arrested again within nine years (Los Angeles 2002)",
        role: HeldOut,
        published: (0.48, 0.40, 0.56),
        source: "Wong and Hickman 2022; facts.md 5, V22",
        of: run(LONG, &[], |seen| nine_years(seen)?.removed.share()),
    },
    Target {
        id: "V23",
        label: "Detained people over book-ins times stay (Little's law)",
        role: Structural,
        published: (1.0, 0.95, 1.05),
        source: "arithmetic; facts.md 1.2, V23",
        of: run("los-angeles", &[], |seen| {
            seen.year(2016)?;
            let custody = &seen.base()?.counted.custody;
            let (number, hours) = custody.detentions;
            let stay = ratio(hours as f64 / 24.0, number as f64)?;
            let people: f64 = custody.months().iter().map(|month| month.detention as f64).sum();
            ratio(people, custody.book_ins as f64 * stay)
        }),
    },
    Target {
        id: "V24a",
        label: "Let stay after a hearing in detention, with a lawyer (New York City)",
        role: Calibrated,
        published: (0.48, 0.38, 0.58),
        source: "Vera; facts.md 7, V24",
        of: run("new-york-city", &["warrant-rule-defender"], |seen| {
            seen.arm("warrant-rule-defender")?.counted.heard.with_counsel.share()
        }),
    },
    Target {
        id: "V24b",
        label: "Let stay after a hearing in detention, without a lawyer (New York City)",
        role: Calibrated,
        published: (0.04, 0.0, 0.14),
        source: "Vera; facts.md 7, V24",
        of: run("new-york-city", &["warrant-rule"], |seen| {
            seen.arm("warrant-rule")?.counted.heard.alone.share()
        }),
    },
    Target {
        id: "V24c",
        label: "Let stay of closed cases of a county's fund (Los Angeles 2017-20)",
        role: HeldOut,
        published: (0.62, 0.52, 0.72),
        source: "Vera; facts.md 7, V24",
        of: run("los-angeles-levers", &["fund"], |seen| {
            seen.arm("fund")?.counted.heard.funded.share()
        }),
    },
    Target {
        id: "V26a",
        label: "Arrests by an office at the border, January to March 2019 over 2018 (San Diego)",
        role: HeldOut,
        published: (-0.48, -0.63, -0.33),
        source: "San Diego Union-Tribune; facts.md 1.2, V26",
        of: run(BORDER, &[DETAIL], |seen| at_the_border(seen, seen.arm(DETAIL)?)),
    },
    Target {
        id: "V26b",
        label: "The same of all offices (US)",
        role: HeldOut,
        published: (-0.07, -0.22, 0.08),
        source: "San Diego Union-Tribune; facts.md 1.2, V26",
        of: run(BORDER, &[DETAIL], |seen| {
            seen.arm(DETAIL)?;
            at_the_border(seen, seen.base()?)
        }),
    },
    Target {
        id: "V26c",
        label: "Ordering: the office at the border less all offices",
        role: HeldOut,
        published: (-0.41, -1.0, 0.0),
        source: "San Diego Union-Tribune; facts.md 1.2, V26",
        of: run(BORDER, &[DETAIL], |seen| {
            Some(at_the_border(seen, seen.arm(DETAIL)?)? - at_the_border(seen, seen.base()?)?)
        }),
    },
];

const BORDER: &str = "san-diego-border";
const DETAIL: &str = "border-detail";

/// Arrests by ICE from January to March 2019 over those of a year before.
fn at_the_border(seen: &Seen, cell: &Cell) -> Option<f64> {
    let quarter = |year| Some(of(cell, &seen.months((year, 1), (year, 3))?, Measure::IceArrests));
    change(quarter(2019)?, quarter(2018)?)
}

fn custodial(cell: &Cell, months: &Range<usize>) -> Option<f64> {
    ratio(arrests(cell, months, Channel::is_custodial), of(cell, months, Measure::IceArrests))
}

/// Of arrests in operations, the share of bystanders.
fn bystanders(cell: &Cell, months: &Range<usize>) -> Option<f64> {
    let of = |channel| part(cell, months, Measure::IceArrests, channel);
    let (targets, others) = (of(Channel::AtLarge), of(Channel::Collateral));
    ratio(others, targets + others)
}

/// Of the requests for people whose status is known, the share of some.
fn asked_of(cell: &Cell, is: fn(Status) -> bool) -> Option<f64> {
    let asked = &cell.counted.asked;
    let number = |status: &Status| asked.of_status(*status);
    let all: u64 = Status::ALL.iter().map(number).sum();
    let some: u64 = Status::ALL.iter().filter(|status| is(**status)).map(number).sum();
    ratio(some as f64, all as f64)
}

/// The share of all requests that a share of the jails has, those with fewest first.
fn lorenz(seen: &Seen, jails: f64) -> Option<f64> {
    let place = &seen.scenario.place;
    let mut by_jail: BTreeMap<usize, u64> = BTreeMap::new();
    for (at, agency) in place.agencies.iter().enumerate() {
        if agency.runs_jail {
            by_jail.insert(at, 0);
        }
    }
    for (district, number) in &seen.arm("rollout")?.counted.asked.by_district {
        let lives = place.districts.get(usize::from(district.0))?;
        let jail = place.agencies.get(usize::from(lives.agency.0))?.jail;
        *by_jail.entry(usize::from(jail.0)).or_default() += number;
    }
    let mut numbers: Vec<f64> = by_jail.into_values().map(|number| number as f64).collect();
    numbers.sort_by(f64::total_cmp);
    let upto = jails * numbers.len() as f64;
    let taken = |at: usize| (upto - at as f64).clamp(0.0, 1.0);
    let some: f64 = numbers.iter().enumerate().map(|(at, number)| taken(at) * number).sum();
    ratio(some, numbers.iter().sum())
}

/// Who was arrested again, if a cohort of 2011 is followed for nine years.
fn nine_years<'a>(seen: &Seen<'a>) -> Option<&'a Again> {
    let first = seen.scenario.span.count_from;
    seen.months((2011, 1), (2020, 12))?;
    if first.year() == 2011 { Some(&seen.base()?.counted.again) } else { None }
}

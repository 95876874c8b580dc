//! Targets of crime, of who reports it, and of fear at work.

use super::Role::{Calibrated, HeldOut, Structural};
use super::seen::{Seen, change, of, of_victims, part, ratio, throughout};
use super::{Of, Target, run};
use crate::engine::record::Cell;
use crate::event::Crime;
use crate::projection::measure::Measure;
use crate::scenario::scalar::Scalar;
use std::ops::Range;

const ROLLOUT: &str = "secure-communities-rollout";
const RAIDS: &str = "calibration-raids-2017";
const STUDY: &str = "Goncalves, Jacome and Weisburst; facts.md 6, V06";

/// A type's reported share, within five points of the published one.
const fn reported(
    id: &'static str,
    label: &'static str,
    published: f64,
    count: fn(&Seen<'_>) -> Option<f64>,
) -> Target {
    Target {
        id,
        label,
        role: Calibrated,
        published: (published, published - 0.05, published + 0.05),
        source: "NCVS, 5 points; facts.md 5",
        of: Of::Run { scenario: "los-angeles", arms: &[], count },
    }
}

pub(super) const TARGETS: &[Target] = &[
    reported("A13", "Reported: sexual assault (US 2019)", 0.339, |seen| {
        reported_share(seen, Crime::SexualAssault)
    }),
    reported("A14", "Reported: robbery (US 2019)", 0.466, |seen| {
        reported_share(seen, Crime::Robbery)
    }),
    reported("A15", "Reported: aggravated assault (US 2019)", 0.521, |seen| {
        reported_share(seen, Crime::AggravatedAssault)
    }),
    reported("A16", "Reported: simple assault (US 2019)", 0.379, |seen| {
        reported_share(seen, Crime::SimpleAssault)
    }),
    reported("A17", "Reported: burglary (US 2019)", 0.514, |seen| {
        reported_share(seen, Crime::Burglary)
    }),
    reported("A18", "Reported: theft (US 2019)", 0.268, |seen| reported_share(seen, Crime::Theft)),
    reported("A19", "Reported: vehicle theft (US 2019)", 0.795, |seen| {
        reported_share(seen, Crime::VehicleTheft)
    }),
    Target {
        id: "V05a",
        label: "Crimes in all, full cooperation over the base (no effect found, US)",
        role: Structural,
        published: (0.0, -0.03, 0.03),
        source: "Miles and Cox; Treyger et al.; facts.md 6, V05",
        of: run("los-angeles", &["full-cooperation"], |seen| {
            let months = seen.since("full-cooperation")?;
            let crimes = |cell: &Cell| of(cell, &months, Measure::Crimes);
            change(crimes(seen.arm("full-cooperation")?), crimes(seen.base()?))
        }),
    },
    Target {
        id: "V05b",
        label: "Crimes in all, Secure Communities over none (no effect found, US)",
        role: Structural,
        published: (0.0, -0.03, 0.03),
        source: "Miles and Cox; Treyger et al.; facts.md 6, V05",
        of: run(ROLLOUT, &["rollout"], |seen| {
            let crimes = |cell: &Cell| of(cell, &throughout(cell), Measure::Crimes);
            change(crimes(seen.arm("rollout")?), crimes(seen.base()?))
        }),
    },
    Target {
        id: "V05c",
        label: "Crimes in all, full cooperation over a warrant rule (no effect found, US)",
        role: Structural,
        published: (0.0, -0.03, 0.03),
        source: "Miles and Cox; Treyger et al.; facts.md 6, V05",
        of: run("los-angeles", &["full-cooperation", "judicial-warrant-only"], |seen| {
            let months = seen.since("full-cooperation")?;
            let crimes = |arm| seen.arm(arm).map(|cell| of(cell, &months, Measure::Crimes));
            change(crimes("full-cooperation")?, crimes("judicial-warrant-only")?)
        }),
    },
    Target {
        id: "V06a",
        label: "Reporting by Hispanic victims under Secure Communities",
        role: Calibrated,
        published: (-0.30, -0.42, -0.18),
        source: STUDY,
        of: run(ROLLOUT, &["rollout"], |seen| switched_on(seen, reporting, true)),
    },
    Target {
        id: "V06b",
        label: "Victimisation of Hispanic residents under Secure Communities",
        role: HeldOut,
        published: (0.16, 0.08, 0.24),
        source: STUDY,
        of: run(ROLLOUT, &["rollout"], |seen| switched_on(seen, victimisation, true)),
    },
    Target {
        id: "V06c",
        label: "Reporting by other victims under Secure Communities",
        role: Calibrated,
        published: (0.0, -0.03, 0.03),
        source: STUDY,
        of: run(ROLLOUT, &["rollout"], |seen| switched_on(seen, reporting, false)),
    },
    Target {
        id: "V06d",
        label: "Victimisation of other residents under Secure Communities",
        role: HeldOut,
        published: (0.0, -0.03, 0.03),
        source: STUDY,
        of: run(ROLLOUT, &["rollout"], |seen| switched_on(seen, victimisation, false)),
    },
    Target {
        id: "V06e",
        label: "Reporting by Hispanic victims, full cooperation over a warrant rule",
        role: Calibrated,
        published: (-0.30, -0.42, -0.18),
        source: STUDY,
        of: run("los-angeles", &["full-cooperation", "judicial-warrant-only"], |seen| {
            let year = seen.year(2019)?;
            let share = |arm| reporting(seen.arm(arm)?, &year, true);
            change(share("full-cooperation")?, share("judicial-warrant-only")?)
        }),
    },
    Target {
        id: "V27a",
        label: "Reports by Hispanic victims over others', Feb-Apr 2017 on 2016",
        role: Calibrated,
        published: (-0.10, -0.20, 0.0),
        source: "LAPD, 10 points; facts.md 6, V27",
        of: run("los-angeles", &[], |seen| {
            let (then, now) =
                (seen.months((2016, 2), (2016, 4))?, seen.months((2017, 2), (2017, 4))?);
            gap((seen.base()?, &now), (seen.base()?, &then))
        }),
    },
    Target {
        id: "V27b",
        label: "The same at the year's end, whole of 2017 on 2016",
        role: Calibrated,
        published: (-0.04, -0.14, 0.04),
        source: "LAPD: under 4 points; facts.md 6, V27",
        of: run(RAIDS, &["shock"], |seen| {
            let cell = seen.arm("shock")?;
            gap((cell, &seen.year(2017)?), (cell, &seen.year(2016)?))
        }),
    },
    Target {
        id: "V27c",
        label: "Half-life of the shock, months",
        role: Calibrated,
        published: (3.0, 2.0, 4.0),
        source: "LAPD; facts.md 6, V27",
        of: run(RAIDS, &["shock"], |seen| {
            let (cell, base) = (seen.arm("shock")?, seen.base()?);
            let lost = |months: Range<usize>| gap((cell, &months), (base, &months));
            let early = lost(seen.months((2017, 2), (2017, 4))?)?;
            let late = lost(seen.months((2017, 8), (2017, 10))?)?;
            // Six months from the middle of the one to the middle of the other.
            Some(6.0 / libm::log2(ratio(-early, -late)?.max(1.0)))
        }),
    },
    Target {
        id: "V32",
        label: "Employment of likely undocumented workers under Secure Communities",
        role: HeldOut,
        published: (-0.057, -0.08, -0.03),
        source: "East et al. 2023; a parameter read back, no result of a run; facts.md 6, V32",
        of: run("los-angeles", &[], |seen| {
            Some(-seen.scenario.parameters.get(Scalar::WorkChillPolicy))
        }),
    },
];

fn reported_share(seen: &Seen, crime: Crime) -> Option<f64> {
    let cell = seen.base()?;
    let months = throughout(cell);
    let of = |measure| part(cell, &months, measure, crime);
    ratio(of(Measure::ReportedByType), of(Measure::CrimesByType))
}

fn reporting(cell: &Cell, months: &Range<usize>, hispanic: bool) -> Option<f64> {
    let of = |measure| of_victims(cell, months, measure, hispanic);
    ratio(of(Measure::CrimesReported), of(Measure::Crimes))
}

fn victimisation(cell: &Cell, months: &Range<usize>, hispanic: bool) -> Option<f64> {
    Some(of_victims(cell, months, Measure::Crimes, hispanic))
}

/// What the programme changes once it is on in nearly all counties, pairwise.
fn switched_on(
    seen: &Seen,
    of: fn(&Cell, &Range<usize>, bool) -> Option<f64>,
    hispanic: bool,
) -> Option<f64> {
    let months = seen.months((2013, 1), (2013, 5))?;
    change(of(seen.arm("rollout")?, &months, hispanic)?, of(seen.base()?, &months, hispanic)?)
}

/// Reports by Hispanic victims over those by others, in one run and time over another.
fn gap(one: (&Cell, &Range<usize>), other: (&Cell, &Range<usize>)) -> Option<f64> {
    let reports = |(cell, months): (&Cell, &Range<usize>), hispanic| {
        of_victims(cell, months, Measure::CrimesReported, hispanic)
    };
    let rise = |hispanic| ratio(reports(one, hispanic), reports(other, hispanic));
    change(rise(true)?, rise(false)?)
}

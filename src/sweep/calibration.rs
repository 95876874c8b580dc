//! Does the model match the world: published figures beside the model's, misses included.
//!
//! A target says whether the model was fitted to it or whether it was held out (facts.md section 11).
//! National figures stand beside a county's with that said in the label.

use super::Results;
use super::paired::Mean;
use crate::engine::record::Cell;
use crate::event::{Channel, Crime, Group, Offence, Path, Word};
use crate::projection::measure::Measure;
use crate::scenario::Scenario;
use crate::scenario::parameter::PerCrime;

/// How a target was used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Numbers of the model were set so that this comes out.
    Calibrated,
    /// Nothing was set to it.
    HeldOut,
    /// It must hold of any model.
    Identity,
}

impl Role {
    /// As reports name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Role::Calibrated => "calibrated",
            Role::HeldOut => "held out",
            Role::Identity => "identity",
        }
    }
}

/// A published figure, and what the model makes of it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it is.
    pub label: String,
    /// How it was used.
    pub role: Role,
    /// As published.
    pub target: f64,
    /// The lowest that counts as a hit.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// The model's mean over replicates.
    pub model: Mean,
    /// Where it is published.
    pub source: String,
}

impl Checked {
    /// Whether the model's mean lies within the tolerance.
    #[must_use]
    pub fn is_hit(&self) -> bool {
        (self.low..=self.high).contains(&self.model.value)
    }
}

/// The place for which the targets were collected.
const PLACE: &str = "los-angeles";

/// All targets for a scenario; none for a place of which nothing is published here.
#[must_use]
pub fn check(scenario: &Scenario, results: &Results) -> Vec<Checked> {
    if scenario.place.id != PLACE {
        return Vec::new();
    }
    let mut bench = Bench { scenario, results, checked: Vec::new() };
    bench.jail();
    bench.stays();
    bench.transfers();
    bench.federal();
    bench.reporting();
    bench.checked
}

struct Bench<'a> {
    scenario: &'a Scenario,
    results: &'a Results,
    checked: Vec<Checked>,
}

impl Bench<'_> {
    /// Enters a target: its value and tolerance, and the model's number for each replicate.
    fn target(
        &mut self,
        (label, role, source): (&str, Role, &str),
        (target, low, high): (f64, f64, f64),
        arm: usize,
        of: &dyn Fn(&Cell) -> Option<f64>,
    ) {
        let values: Option<Vec<f64>> = self.results.cells[arm].iter().map(of).collect();
        let Some(values) = values else { return };
        self.checked.push(Checked {
            label: label.to_owned(),
            role,
            target,
            low,
            high,
            model: Mean::of(&values),
            source: source.to_owned(),
        });
    }

    /// Counted months (from 0) of a year, from one month to another; none if not all are counted.
    fn months(&self, year: i16, from: i8, to: i8) -> Option<std::ops::Range<usize>> {
        let first = self.scenario.span.count_from;
        let index = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
        let start = index(year, from) - index(first.year(), first.month());
        let end = index(year, to) - index(first.year(), first.month()) + 1;
        let last = self.results.cells[0].first()?.counted.tally.months();
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        (end <= last).then_some(start..end)
    }

    fn arm(&self, id: &str) -> Option<usize> {
        self.scenario.arms.iter().position(|arm| arm.id == id)
    }

    fn jail(&mut self) {
        use Role::Calibrated;
        let Some(year) = self.months(2019, 1, 12) else { return };
        let of = |measure: Measure| {
            let year = year.clone();
            move |cell: &Cell| {
                year.clone().map(|at| cell.counted.tally.of_month(at, measure)).sum::<u64>() as f64
            }
        };
        let (arrests, bookings) = (of(Measure::Arrests), of(Measure::Bookings));
        let source = "laalmanac.com cr25b; facts.md 3";
        self.target(
            ("Arrests in the county, 2019", Calibrated, source),
            (303_363.0, 288_000.0, 319_000.0),
            0,
            &|cell| Some(arrests(cell)),
        );
        self.target(
            ("Booked into the county jail, 2019", Calibrated, source),
            (110_941.0, 99_800.0, 122_000.0),
            0,
            &|cell| Some(bookings(cell)),
        );
        self.target(
            ("Share of arrests booked, 2019", Calibrated, source),
            (0.37, 0.30, 0.45),
            0,
            &|cell| Some(bookings(cell) / arrests(cell).max(1.0)),
        );
        let months = year.clone();
        self.target(
            ("Average daily jail population, 2019", Role::HeldOut, source),
            (17_070.0, 15_400.0, 18_800.0),
            0,
            &|cell| {
                let days = cell.counted.custody.months().get(months.clone())?;
                Some(days.iter().map(|month| month.jail as f64).sum::<f64>() / 365.0)
            },
        );
    }

    fn stays(&mut self) {
        use Role::{Calibrated, HeldOut};
        self.target(
            ("Mean stay in jail, days", Calibrated, "17,070 x 365 / 110,941; facts.md 3"),
            (56.0, 50.0, 62.0),
            0,
            &|cell| {
                let stays = &cell.counted.custody.stays;
                Some(stays.hours as f64 / 24.0 / stays.number.max(1) as f64)
            },
        );
        self.target(
            (
                "Times as long with a detainer, log scale (Pierce County)",
                Calibrated,
                "UWCHR, CI; facts.md 2.3, V11",
            ),
            (3.73, 2.86, 4.88),
            0,
            &|cell| {
                let stays = &cell.counted.custody.stays;
                Some(libm::exp(stays.log_factors / stays.detainers.max(1) as f64))
            },
        );
        self.target(
            (
                "Days that a detainer adds (Los Angeles 2012)",
                HeldOut,
                "Justice Strategies; facts.md 2.3, V11",
            ),
            (20.6, 12.6, 28.6),
            0,
            &|cell| {
                let stays = &cell.counted.custody.stays;
                Some(stays.added_hours as f64 / 24.0 / stays.detainers.max(1) as f64)
            },
        );
        for (label, target, within) in [
            ("Booked again within 30 days of release (77 US jails)", 0.172, 30),
            ("Booked again within 180 days (77 US jails)", 0.290, 180),
        ] {
            self.target(
                (label, Calibrated, "PSL, tolerance 4 points; facts.md 3"),
                (target, target - 0.04, target + 0.04),
                0,
                &|cell| {
                    let again = &cell.counted.rebooked;
                    let number = if within == 30 { again.within_30 } else { again.within_180 };
                    Some(number as f64 / again.releases.max(1) as f64)
                },
            );
        }
    }

    /// People who came to ICE from the county jail in some months: handed over or at its door.
    fn from_jail(cell: &Cell, months: std::ops::Range<usize>, with_door: bool) -> f64 {
        let is = |channel: Channel| {
            channel.is_jail_transfer() || with_door && channel == Channel::AtRelease
        };
        let channels = Channel::ALL.iter().filter(|channel| is(**channel));
        let of = |channel: &Channel| {
            let part = usize::from(channel.number());
            let count = |at| cell.counted.tally.count(at, Measure::IceArrests, part);
            months.clone().map(count).sum::<u64>()
        };
        channels.map(of).sum::<u64>() as f64
    }

    fn transfers(&mut self) {
        use Role::Calibrated;
        let Some(sb54) = self.arm("sb54-2018") else { return };
        let (Some(y2016), Some(y2017), Some(y2018)) =
            (self.months(2016, 1, 12), self.months(2017, 1, 12), self.months(2018, 1, 12))
        else {
            return;
        };
        let weak = "recollection of county reports (weak); facts.md 3";
        self.target(
            ("Handed over to ICE by the jail or at its door, 2016", Role::HeldOut, weak),
            (1_500.0, 1_000.0, 3_000.0),
            sb54,
            &|cell| Some(Bench::from_jail(cell, y2016.clone(), true)),
        );
        self.target(
            ("Handed over to ICE by the jail or at its door, 2017", Role::HeldOut, weak),
            (1_200.0, 800.0, 1_800.0),
            sb54,
            &|cell| Some(Bench::from_jail(cell, y2017.clone(), true)),
        );
        self.target(
            (
                "Handed over to ICE by the jail or at its door, 2018, under SB 54",
                Calibrated,
                "Cal DOJ data, x/1.5; facts.md 3, V10",
            ),
            (964.0, 643.0, 1_446.0),
            sb54,
            &|cell| Some(Bench::from_jail(cell, y2018.clone(), true)),
        );
        let (Some(after), Some(before), Some(year_before)) =
            (self.months(2018, 1, 5), self.months(2017, 8, 12), self.months(2017, 1, 5))
        else {
            return;
        };
        for (label, target, than) in [
            ("SB 54, first five months over the five before (California)", -0.41, before),
            ("SB 54, first five months over the same of 2017 (California)", -0.31, year_before),
        ] {
            self.target(
                (label, Calibrated, "Border Criminologies; facts.md 3, V08"),
                (target, -0.50, -0.25),
                sb54,
                &|cell| {
                    let then = Bench::from_jail(cell, than.clone(), true);
                    Some(Bench::from_jail(cell, after.clone(), true) / then.max(1.0) - 1.0)
                },
            );
        }
        self.recapture(sb54);
        self.crime_in_all();
    }

    /// Studies of whole counties found no change of crime (facts.md 6, V05): what the model's loop of
    /// fear and deterrence makes of that, over the time in which the arms differ.
    fn crime_in_all(&mut self) {
        let Some(full) = self.arm("full-cooperation") else { return };
        let parting = self.scenario.span.date(self.scenario.arms[full].from);
        let Some(months) = self.months(parting.year(), parting.month(), 12) else { return };
        let after = months.start;
        let crimes = |cell: &Cell| {
            let tally = &cell.counted.tally;
            (after..tally.months()).map(|at| tally.of_month(at, Measure::Crimes)).sum::<u64>()
        };
        let cells = self.results.cells[full].iter().zip(&self.results.cells[0]);
        let changes: Vec<f64> = cells
            .map(|(arm, base)| crimes(arm) as f64 / crimes(base).max(1) as f64 - 1.0)
            .collect();
        self.checked.push(Checked {
            label: "Crimes in all, full cooperation over the base (no effect found, US)".to_owned(),
            role: Role::HeldOut,
            target: 0.0,
            low: -0.03,
            high: 0.03,
            model: Mean::of(&changes),
            source: "Miles and Cox; Treyger et al.; facts.md 6, V05".to_owned(),
        });
    }

    fn recapture(&mut self, sb54: usize) {
        let end = self.scenario.span.days();
        self.target(
            (
                "Arrested at large within a year of a declined request (US 2014)",
                Role::HeldOut,
                "750 of 8,145 within 8 months; facts.md 2.3",
            ),
            (0.09, 0.05, 0.15),
            sb54,
            &|cell| {
                let sought = &cell.counted.sought;
                let seen: Vec<_> =
                    sought.declined.iter().filter(|(_, day)| day.0 + 365 < end).collect();
                let caught = seen.iter().filter(|(person, day)| {
                    sought.caught_at_large.get(person).is_some_and(|on| on.0 - day.0 <= 365)
                });
                Some(caught.count() as f64 / seen.len().max(1) as f64)
            },
        );
    }

    fn federal(&mut self) {
        use Role::{Calibrated, HeldOut, Identity};
        let Some(y2016) = self.months(2016, 1, 12) else { return };
        let part = |cell: &Cell, measure, number: u8| {
            cell.counted.tally.total(measure, usize::from(number)) as f64
        };
        self.target(
            (
                "Custodial share of ICE arrests (US FY2017)",
                HeldOut,
                "1 - 40,066 / 143,470; facts.md 1.1, V02",
            ),
            (0.72, 0.67, 0.77),
            0,
            &|cell| {
                let custodial = Channel::ALL.iter().filter(|channel| channel.is_custodial());
                let custodial: f64 =
                    custodial.map(|c| part(cell, Measure::IceArrests, c.number())).sum();
                Some(custodial / (cell.counted.tally.sum(Measure::IceArrests) as f64).max(1.0))
            },
        );
        self.target(
            (
                "Never convicted among those ICE asked for, 2016 (US 2012-15)",
                HeldOut,
                "TRAC 330, 432; facts.md 2.2, V13",
            ),
            (0.50, 0.42, 0.58),
            0,
            &|cell| {
                let asked = |number: u8| {
                    let of = |measure| {
                        let part = usize::from(number);
                        let count = |at| cell.counted.tally.count(at, measure, part);
                        y2016.clone().map(count).sum::<u64>() as f64
                    };
                    of(Measure::Detainers) + of(Measure::Notifications)
                };
                let all: f64 = Offence::ALL.iter().map(|offence| asked(offence.number())).sum();
                Some(asked(Offence::None.number()) / all.max(1.0))
            },
        );
        self.target(
            ("Mean federal detention, days (US FY2019)", Calibrated, "ICE; facts.md 1.2"),
            (54.5, 40.0, 65.0),
            0,
            &|cell| {
                let (number, hours) = cell.counted.custody.detentions;
                Some(hours as f64 / 24.0 / number.max(1) as f64)
            },
        );
        self.target(
            ("Removed without a judge (US 2013)", Calibrated, "DHS, ACLU; facts.md 7"),
            (0.75, 0.60, 0.85),
            0,
            &|cell| {
                let all = cell.counted.tally.sum(Measure::Removals) as f64;
                Some(1.0 - part(cell, Measure::Removals, Path::Hearing.number()) / all.max(1.0))
            },
        );
        let days = f64::from(self.scenario.span.days())
            - f64::from(self.scenario.span.day(self.scenario.span.count_from).0);
        self.target(
            (
                "Detained people over book-ins times stay (Little's law)",
                Identity,
                "arithmetic; facts.md 1.2, V23",
            ),
            (1.0, 0.95, 1.05),
            0,
            &|cell| {
                let custody = &cell.counted.custody;
                let (number, hours) = custody.detentions;
                let stay = hours as f64 / 24.0 / number.max(1) as f64;
                let people: f64 = custody.months().iter().map(|m| m.detention as f64).sum();
                Some(people / days / (custody.book_ins as f64 / days * stay).max(1e-9))
            },
        );
    }

    fn reporting(&mut self) {
        // Of wage theft and domestic violence apart there is no published rate here.
        let published = Crime::ALL
            .iter()
            .filter(|crime| !matches!(crime, Crime::WageTheft | Crime::DomesticViolence));
        for &crime in published {
            let number = usize::from(crime.number());
            let published = self.scenario.parameters.of_crime(PerCrime::Reported, crime);
            let name = crime.name().replace('_', " ");
            self.target(
                (
                    &format!("Reported: {name} (US 2019)"),
                    Role::Calibrated,
                    "NCVS, 5 points; facts.md 5",
                ),
                (published, published - 0.05, published + 0.05),
                0,
                &|cell| {
                    let tally = &cell.counted.tally;
                    let all = tally.total(Measure::CrimesByType, number).max(1);
                    Some(tally.total(Measure::ReportedByType, number) as f64 / all as f64)
                },
            );
        }
        let (Some(before), Some(after)) = (self.months(2016, 2, 4), self.months(2017, 2, 4)) else {
            return;
        };
        self.target(
            (
                "Reports by Hispanic victims over others', Feb-Apr 2017 on 2016",
                Role::Calibrated,
                "LAPD, 10 points; facts.md 6, V27",
            ),
            (-0.10, -0.20, 0.0),
            0,
            &|cell| {
                let exposed = |group: &Group| !matches!(group, Group::Black | Group::Other);
                let reports = |months: &std::ops::Range<usize>, is_exposed: bool| {
                    let groups = Group::ALL.iter().filter(|group| exposed(group) == is_exposed);
                    let of = |group: &Group| {
                        let part = usize::from(group.number());
                        let count =
                            |at| cell.counted.tally.count(at, Measure::CrimesReported, part);
                        months.clone().map(count).sum::<u64>()
                    };
                    groups.map(of).sum::<u64>() as f64
                };
                let change = |is_exposed| {
                    reports(&after, is_exposed) / reports(&before, is_exposed).max(1.0)
                };
                Some(change(true) / change(false) - 1.0)
            },
        );
    }
}

//! The outcomes that a report leads with: what either side of the debate says matters.

use super::counts::*;
use super::money::{self, Payer};
use crate::engine::cell::Cell;
use crate::event::{Channel, Offence, Status};
use crate::projection::measure::Measure;
use crate::scenario::Scenario;
use crate::scenario::scalar::Scalar;

/// One number of a run that arms are compared by.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// As tables name it.
    pub id: &'static str,
    /// As reports name it.
    pub label: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// Under which heading it stands.
    pub heading: Heading,
    /// How it comes from a run.
    pub of: fn(&Scenario, &Cell) -> f64,
    /// How it comes from a counted month of a run, for those that are shown over time.
    pub by_month: Option<fn(&Cell, usize) -> f64>,
    /// Among the most telling: shown on the terminal and in charts, not in the full table only.
    pub in_brief: bool,
}

const fn outcome(
    id: &'static str,
    label: &'static str,
    unit: &'static str,
    heading: Heading,
    of: fn(&Scenario, &Cell) -> f64,
) -> Outcome {
    Outcome { id, label, unit, heading, of, by_month: None, in_brief: true }
}

impl Outcome {
    const fn monthly(self, of: fn(&Cell, usize) -> f64) -> Outcome {
        Outcome { by_month: Some(of), ..self }
    }

    const fn in_full(self) -> Outcome {
        Outcome { in_brief: false, ..self }
    }

    /// How many there are at the end of a month, not how many come in it.
    #[must_use]
    pub fn is_stock(&self) -> bool {
        self.id == "backlog"
    }
}

/// The concerns, in the order of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Heading {
    /// Who is arrested by ICE and removed.
    Deportation,
    /// Crime, and who dares to report it.
    Crime,
    /// Stops, citations, and what follows an arrest.
    Policing,
    /// Who is held who should not be.
    Mistakes,
    /// Families and neighbourhoods.
    Community,
    /// Days, hours and money.
    Burden,
}

impl Heading {
    /// As reports name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Heading::Deportation => "Arrests by ICE and removals",
            Heading::Crime => "Crime and reporting",
            Heading::Policing => "Policing",
            Heading::Mistakes => "Mistakes and rules not followed",
            Heading::Community => "Families and neighbourhoods",
            Heading::Burden => "Days, hours and money",
        }
    }
}

/// All outcomes, in the order of the report.
pub const OUTCOMES: &[Outcome] = &[
    outcome("removals", "Removals, all paths", "people", Heading::Deportation, |_, cell| {
        sum(cell, Measure::Removals)
    })
    .monthly(|cell, at| cell.counted.tally.of_month(at, Measure::Removals) as f64),
    outcome(
        "removals_never_convicted",
        "… of people never convicted",
        "people",
        Heading::Deportation,
        |_, cell| part(cell, Measure::RemovalsByConviction, Offence::None),
    ),
    outcome(
        "removals_felony",
        "… of people convicted of a felony",
        "people",
        Heading::Deportation,
        |_, cell| {
            part(cell, Measure::RemovalsByConviction, Offence::Felony)
                + part(cell, Measure::RemovalsByConviction, Offence::SeriousFelony)
        },
    ),
    outcome(
        "jail_transfers",
        "Handed over by the county jail",
        "people",
        Heading::Deportation,
        |_, cell| channels(cell, Channel::is_jail_transfer),
    )
    .monthly(|cell, at| channels_in(cell, &(at..at + 1), Channel::is_jail_transfer)),
    outcome(
        "arrests_at_release",
        "Arrested at the jail's door",
        "people",
        Heading::Deportation,
        |_, cell| channels(cell, |channel| channel == Channel::AtRelease),
    )
    .monthly(|cell, at| channels_in(cell, &(at..at + 1), |channel| channel == Channel::AtRelease)),
    outcome(
        "at_large_arrests",
        "Arrested at large, bystanders included",
        "people",
        Heading::Deportation,
        |_, cell| channels(cell, |channel| !channel.is_custodial()),
    )
    .monthly(|cell, at| channels_in(cell, &(at..at + 1), |channel| !channel.is_custodial())),
    outcome(
        "bystander_share",
        "Bystanders among those arrested in operations",
        "% of them",
        Heading::Deportation,
        |_, cell| bystander_share(cell),
    )
    .in_full(),
    outcome(
        "surge_agent_days",
        "Agents lent to the field office, times days",
        "agent-days",
        Heading::Deportation,
        |_, cell| cell.counted.surges.agent_days() as f64,
    )
    .in_full()
    .monthly(|cell, at| cell.counted.surges.months()[at] as f64),
    outcome(
        "surge_bystander_share",
        "Bystanders among those arrested in operations during surges",
        "% of them",
        Heading::Deportation,
        |_, cell| cell.counted.surges.bystanders_share(),
    )
    .in_full(),
    outcome(
        "operations_alerted",
        "Operations that a network learned of in time",
        "operations",
        Heading::Deportation,
        |_, cell| sum(cell, Measure::Alerted),
    )
    .in_full(),
    outcome(
        "backlog",
        "Looked for at large, at the end",
        "people",
        Heading::Deportation,
        |_, cell| cell.counted.custody.months().last().map_or(0.0, |m| m.backlog as f64),
    )
    .monthly(|cell, at| cell.counted.custody.months()[at].backlog as f64),
    outcome(
        "targets_dropped",
        "Struck from that list or put aside as rules change, less those put back",
        "people",
        Heading::Deportation,
        |_, cell| struck(cell),
    )
    .in_full(),
    outcome(
        "requests_declined",
        "Requests of ICE declined",
        "requests",
        Heading::Deportation,
        |_, cell| sum(cell, Measure::Declined),
    )
    .monthly(|cell, at| cell.counted.tally.of_month(at, Measure::Declined) as f64),
    outcome(
        "counsel_funded",
        "Detained people whose lawyer a fund pays",
        "people",
        Heading::Deportation,
        |_, cell| sum(cell, Measure::CounselFunded),
    )
    .in_full(),
    outcome("crimes", "Crimes with a victim", "crimes", Heading::Crime, |_, cell| {
        sum(cell, Measure::Crimes)
    })
    .monthly(|cell, at| cell.counted.tally.of_month(at, Measure::Crimes) as f64),
    outcome("crimes_unreported", "Crimes not reported", "crimes", Heading::Crime, |_, cell| {
        unreported(cell)
    })
    .monthly(|cell, at| {
        let tally = &cell.counted.tally;
        let reported = tally.of_month(at, Measure::CrimesReported);
        (tally.of_month(at, Measure::Crimes) - reported) as f64
    }),
    outcome(
        "reported_share_exposed",
        "Reported, unauthorised and mixed households",
        "% of their crimes",
        Heading::Crime,
        |_, cell| reported_share(cell, &EXPOSED),
    ),
    outcome("crimes_cleared", "Crimes cleared", "crimes", Heading::Crime, |_, cell| {
        sum(cell, Measure::ClearedByType)
    }),
    outcome(
        "crimes_after_decline",
        "Crimes by people released after a declined request",
        "crimes",
        Heading::Crime,
        |_, cell| sum(cell, Measure::CrimesAfterDecline),
    )
    .monthly(|cell, at| cell.counted.tally.of_month(at, Measure::CrimesAfterDecline) as f64),
    outcome(
        "stops_without_arrest",
        "Stops by the police that no arrest of theirs follows",
        "stops",
        Heading::Policing,
        |_, cell| stops_without_arrest(cell),
    )
    .in_full(),
    outcome("cited", "Cited and released, not booked", "people", Heading::Policing, |_, cell| {
        sum(cell, Measure::Cited)
    })
    .in_full(),
    outcome("diverted", "Diverted before a plea", "people", Heading::Policing, |_, cell| {
        sum(cell, Measure::Diverted)
    })
    .in_full(),
    outcome(
        "held_by_mistake",
        "Citizens and lawful residents held by ICE by mistake",
        "people",
        Heading::Mistakes,
        |_, cell| sum(cell, Measure::Confirmed),
    )
    .monthly(|cell, at| cell.counted.tally.of_month(at, Measure::Confirmed) as f64),
    outcome("hours_by_mistake", "Hours they were held", "hours", Heading::Mistakes, |_, cell| {
        sum(cell, Measure::WrongfulHours)
    }),
    outcome(
        "jail_hours_by_mistake",
        "Hours in jail because of a mistaken match and detainer",
        "hours",
        Heading::Mistakes,
        |_, cell| cell.counted.custody.mistakes.jail_hours as f64,
    ),
    outcome(
        "citizens_matched",
        "US citizens called removable by a database",
        "times",
        Heading::Mistakes,
        |_, cell| mistaken_matches(cell, Status::is_citizen),
    )
    .in_full(),
    outcome(
        "citizens_held",
        "… held by the jail past release",
        "people",
        Heading::Mistakes,
        |_, cell| by_status(&cell.counted.custody.mistakes.held, Status::is_citizen),
    )
    .in_full(),
    outcome(
        "citizens_transferred",
        "… handed over to ICE or arrested at the door",
        "people",
        Heading::Mistakes,
        |_, cell| by_status(&cell.counted.custody.mistakes.transferred, Status::is_citizen),
    )
    .in_full(),
    outcome(
        "residents_matched",
        "Lawful permanent residents called removable by mistake",
        "times",
        Heading::Mistakes,
        |_, cell| mistaken_matches(cell, is_resident),
    )
    .in_full(),
    outcome(
        "residents_held",
        "… held by the jail past release",
        "people",
        Heading::Mistakes,
        |_, cell| by_status(&cell.counted.custody.mistakes.held, is_resident),
    )
    .in_full(),
    outcome(
        "residents_transferred",
        "… handed over to ICE or arrested at the door",
        "people",
        Heading::Mistakes,
        |_, cell| by_status(&cell.counted.custody.mistakes.transferred, is_resident),
    )
    .in_full(),
    outcome(
        "desk_errors_caught",
        "Mistakes that ICE’s desk found before it asked",
        "cases",
        Heading::Mistakes,
        |_, cell| sum(cell, Measure::ReviewsCaught),
    )
    .in_full(),
    outcome(
        "against_policy",
        "Answers of jail staff against the rules in force",
        "answers",
        Heading::Mistakes,
        |_, cell| sum(cell, Measure::AgainstPolicy),
    ),
    outcome(
        "household_losses",
        "Households of which ICE arrested a member",
        "times",
        Heading::Community,
        |_, cell| sum(cell, Measure::HouseholdLosses),
    )
    .monthly(|cell, at| cell.counted.tally.of_month(at, Measure::HouseholdLosses) as f64),
    outcome(
        "members_left",
        "People who live in those households",
        "people",
        Heading::Community,
        |_, cell| sum(cell, Measure::LeftBehind),
    ),
    outcome(
        "fear",
        "Fear from arrests, raids and announcements",
        "units",
        Heading::Community,
        |_, cell| {
            let months = cell.counted.fear.months();
            months.iter().sum::<f64>() / months.len().max(1) as f64
        },
    )
    .monthly(|cell, at| cell.counted.fear.months()[at]),
    outcome(
        "trust",
        "Trust raised less disappointment, mean of months",
        "units",
        Heading::Community,
        |_, cell| cell.counted.life.mean(|at| cell.counted.life.months()[at].trust),
    )
    .in_full()
    .monthly(|cell, at| cell.counted.life.months()[at].trust),
    outcome(
        "service_use",
        "Public services used, under fear and the known policy",
        "% of the most exposed",
        Heading::Community,
        |_, cell| 100.0 * cell.counted.life.mean(|at| cell.counted.life.service_use(at, MOST)),
    )
    .monthly(|cell, at| 100.0 * cell.counted.life.service_use(at, MOST)),
    outcome(
        "civic_participation",
        "Civic participation, under fear and the known policy",
        "% of the most exposed",
        Heading::Community,
        |_, cell| {
            100.0 * cell.counted.life.mean(|at| cell.counted.life.civic_participation(at, MOST))
        },
    )
    .in_full()
    .monthly(|cell, at| 100.0 * cell.counted.life.civic_participation(at, MOST)),
    outcome(
        "work_share_lost",
        "Work days that fear and the known policy take",
        "% of days of the most exposed",
        Heading::Community,
        |_, cell| 100.0 * cell.counted.life.mean(|at| cell.counted.life.work_lost(at, MOST)),
    )
    .in_full()
    .monthly(|cell, at| 100.0 * cell.counted.life.work_lost(at, MOST)),
    outcome(
        "work_days_lost",
        "Days out of work of workers taken in this time",
        "days",
        Heading::Community,
        |_, cell| cell.counted.work.days() as f64,
    )
    .monthly(|cell, at| cell.counted.work.months()[at].iter().sum::<u64>() as f64),
    outcome("jail_days", "Days in the county jail", "days", Heading::Burden, |_, cell| {
        jail_days(cell)
    })
    .monthly(|cell, at| cell.counted.custody.months()[at].jail as f64),
    outcome("hold_hours", "Hours held past release", "hours", Heading::Burden, |_, cell| {
        cell.counted.custody.stays.hold_hours as f64
    }),
    outcome(
        "jail_cost",
        "Cost of all days in the county jail",
        "million USD",
        Heading::Burden,
        |scenario, cell| jail_days(cell) * scenario.parameters.get(Scalar::CostJailDay) / 1e6,
    )
    .in_full(),
    outcome(
        "county_cost",
        "Cost to the county, see “Who pays”",
        "million USD",
        Heading::Burden,
        |scenario, cell| money::paid(Payer::County, scenario, cell),
    ),
    outcome(
        "grants_withheld",
        "… of it grants withheld",
        "thousand USD",
        Heading::Burden,
        |_, cell| sum(cell, Measure::Grants),
    )
    .in_full(),
    outcome(
        "fund_cost",
        "Cost to defence funds of cities and counties",
        "million USD",
        Heading::Burden,
        |scenario, cell| money::paid(Payer::Funds, scenario, cell),
    )
    .in_full(),
    outcome(
        "officer_hours",
        "Hours of ICE officers on pick-ups and operations",
        "hours",
        Heading::Burden,
        officer_hours,
    ),
    outcome("bed_days", "Days in federal detention", "days", Heading::Burden, |_, cell| {
        bed_days(cell)
    }),
    outcome(
        "federal_cost",
        "Cost to the federal government",
        "million USD",
        Heading::Burden,
        |scenario, cell| money::paid(Payer::Federal, scenario, cell),
    ),
];

/// The outcome with this id.
#[must_use]
pub fn named(id: &str) -> Option<&'static Outcome> {
    OUTCOMES.iter().find(|outcome| outcome.id == id)
}

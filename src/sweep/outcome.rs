//! The outcomes that a report leads with: what either side of the debate says matters.

use crate::engine::record::Cell;
use crate::event::{Channel, Group, Offence, Word};
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
}

/// The concerns, in the order of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Heading {
    /// Who is arrested by ICE and removed.
    Deportation,
    /// Crime, and who dares to report it.
    Crime,
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
            Heading::Mistakes => "Mistakes and rules not followed",
            Heading::Community => "Families and neighbourhoods",
            Heading::Burden => "Days, hours and money",
        }
    }
}

fn sum(cell: &Cell, measure: Measure) -> f64 {
    cell.counted.tally.sum(measure) as f64
}

fn part<W: Word>(cell: &Cell, measure: Measure, word: W) -> f64 {
    cell.counted.tally.total(measure, usize::from(word.number())) as f64
}

fn month<W: Word>(cell: &Cell, at: usize, measure: Measure, word: W) -> f64 {
    cell.counted.tally.count(at, measure, usize::from(word.number())) as f64
}

fn channels(cell: &Cell, is: impl Fn(Channel) -> bool) -> f64 {
    let chosen = Channel::ALL.iter().filter(|channel| is(**channel));
    chosen.map(|&channel| part(cell, Measure::IceArrests, channel)).sum()
}

fn channels_in(cell: &Cell, at: usize, is: impl Fn(Channel) -> bool) -> f64 {
    let chosen = Channel::ALL.iter().filter(|channel| is(**channel));
    chosen.map(|&channel| month(cell, at, Measure::IceArrests, channel)).sum()
}

fn unreported(cell: &Cell) -> f64 {
    sum(cell, Measure::Crimes) - sum(cell, Measure::CrimesReported)
}

/// Groups that fear reaches most.
const EXPOSED: [Group; 2] = [Group::Unauthorised, Group::MixedStatus];

/// The share of crimes reported, of the groups given, in percent.
fn reported_share(cell: &Cell, groups: &[Group]) -> f64 {
    let of = |measure| groups.iter().map(|&group| part(cell, measure, group)).sum::<f64>();
    100.0 * of(Measure::CrimesReported) / of(Measure::Crimes).max(1.0)
}

fn officer_hours(scenario: &Scenario, cell: &Cell) -> f64 {
    let pickups = channels(cell, Channel::is_custodial);
    let hours = scenario.parameters.get(Scalar::HoursPickup);
    sum(cell, Measure::OperationHours) + pickups * hours
}

/// Person-days in the jail, over the counted time.
fn jail_days(cell: &Cell) -> f64 {
    cell.counted.custody.months().iter().map(|days| days.jail as f64).sum()
}

/// Person-days in federal detention, over the counted time.
fn bed_days(cell: &Cell) -> f64 {
    cell.counted.custody.months().iter().map(|days| days.detention as f64).sum()
}

fn federal_cost(scenario: &Scenario, cell: &Cell) -> f64 {
    let get = |scalar| scenario.parameters.get(scalar);
    let at_large = channels(cell, |channel| !channel.is_custodial());
    (bed_days(cell) * get(Scalar::CostBedDay)
        + at_large * get(Scalar::CostAtLarge)
        + sum(cell, Measure::Removals) * get(Scalar::CostRemoval))
        / 1e6
}

/// All outcomes, in the order of the report.
pub const OUTCOMES: &[Outcome] = &[
    Outcome {
        id: "removals",
        label: "Removals, all paths",
        unit: "people",
        heading: Heading::Deportation,
        of: |_, cell| sum(cell, Measure::Removals),
        by_month: Some(|cell, at| cell.counted.tally.of_month(at, Measure::Removals) as f64),
    },
    Outcome {
        id: "removals_never_convicted",
        label: "… of people never convicted",
        unit: "people",
        heading: Heading::Deportation,
        of: |_, cell| part(cell, Measure::RemovalsByConviction, Offence::None),
        by_month: None,
    },
    Outcome {
        id: "removals_felony",
        label: "… of people convicted of a felony",
        unit: "people",
        heading: Heading::Deportation,
        of: |_, cell| {
            part(cell, Measure::RemovalsByConviction, Offence::Felony)
                + part(cell, Measure::RemovalsByConviction, Offence::SeriousFelony)
        },
        by_month: None,
    },
    Outcome {
        id: "jail_transfers",
        label: "Handed over by the county jail",
        unit: "people",
        heading: Heading::Deportation,
        of: |_, cell| channels(cell, Channel::is_jail_transfer),
        by_month: Some(|cell, at| channels_in(cell, at, Channel::is_jail_transfer)),
    },
    Outcome {
        id: "arrests_at_release",
        label: "Arrested at the jail's door",
        unit: "people",
        heading: Heading::Deportation,
        of: |_, cell| channels(cell, |channel| channel == Channel::AtRelease),
        by_month: Some(|cell, at| channels_in(cell, at, |channel| channel == Channel::AtRelease)),
    },
    Outcome {
        id: "at_large_arrests",
        label: "Arrested at large, bystanders included",
        unit: "people",
        heading: Heading::Deportation,
        of: |_, cell| channels(cell, |channel| !channel.is_custodial()),
        by_month: Some(|cell, at| channels_in(cell, at, |channel| !channel.is_custodial())),
    },
    Outcome {
        id: "backlog",
        label: "Looked for at large, at the end",
        unit: "people",
        heading: Heading::Deportation,
        of: |_, cell| cell.counted.custody.months().last().map_or(0.0, |m| m.backlog as f64),
        by_month: Some(|cell, at| cell.counted.custody.months()[at].backlog as f64),
    },
    Outcome {
        id: "crimes",
        label: "Crimes with a victim",
        unit: "crimes",
        heading: Heading::Crime,
        of: |_, cell| sum(cell, Measure::Crimes),
        by_month: Some(|cell, at| cell.counted.tally.of_month(at, Measure::Crimes) as f64),
    },
    Outcome {
        id: "crimes_unreported",
        label: "Crimes not reported",
        unit: "crimes",
        heading: Heading::Crime,
        of: |_, cell| unreported(cell),
        by_month: Some(|cell, at| {
            let tally = &cell.counted.tally;
            let reported = tally.of_month(at, Measure::CrimesReported);
            (tally.of_month(at, Measure::Crimes) - reported) as f64
        }),
    },
    Outcome {
        id: "reported_share_exposed",
        label: "Reported, unauthorised and mixed households",
        unit: "% of their crimes",
        heading: Heading::Crime,
        of: |_, cell| reported_share(cell, &EXPOSED),
        by_month: None,
    },
    Outcome {
        id: "crimes_cleared",
        label: "Crimes cleared",
        unit: "crimes",
        heading: Heading::Crime,
        of: |_, cell| sum(cell, Measure::ClearedByType),
        by_month: None,
    },
    Outcome {
        id: "crimes_after_decline",
        label: "Crimes by people released after a declined request",
        unit: "crimes",
        heading: Heading::Crime,
        of: |_, cell| sum(cell, Measure::CrimesAfterDecline),
        by_month: None,
    },
    Outcome {
        id: "requests_declined",
        label: "Requests of ICE declined",
        unit: "requests",
        heading: Heading::Deportation,
        of: |_, cell| sum(cell, Measure::Declined),
        by_month: Some(|cell, at| cell.counted.tally.of_month(at, Measure::Declined) as f64),
    },
    Outcome {
        id: "held_by_mistake",
        label: "Citizens and lawful residents held by ICE by mistake",
        unit: "people",
        heading: Heading::Mistakes,
        of: |_, cell| sum(cell, Measure::Confirmed),
        by_month: None,
    },
    Outcome {
        id: "hours_by_mistake",
        label: "Hours they were held",
        unit: "hours",
        heading: Heading::Mistakes,
        of: |_, cell| sum(cell, Measure::WrongfulHours),
        by_month: None,
    },
    Outcome {
        id: "against_policy",
        label: "Answers of jail staff against the rules in force",
        unit: "answers",
        heading: Heading::Mistakes,
        of: |_, cell| sum(cell, Measure::AgainstPolicy),
        by_month: None,
    },
    Outcome {
        id: "household_losses",
        label: "Households of which ICE arrested a member",
        unit: "times",
        heading: Heading::Community,
        of: |_, cell| sum(cell, Measure::HouseholdLosses),
        by_month: None,
    },
    Outcome {
        id: "members_left",
        label: "People who live in those households",
        unit: "people",
        heading: Heading::Community,
        of: |_, cell| sum(cell, Measure::LeftBehind),
        by_month: None,
    },
    Outcome {
        id: "fear",
        label: "Fear, mean over neighbourhoods and months",
        unit: "units",
        heading: Heading::Community,
        of: |_, cell| {
            let months = cell.counted.fear.months();
            months.iter().sum::<f64>() / months.len().max(1) as f64
        },
        by_month: Some(|cell, at| cell.counted.fear.months()[at]),
    },
    Outcome {
        id: "jail_days",
        label: "Days in the county jail",
        unit: "days",
        heading: Heading::Burden,
        of: |_, cell| jail_days(cell),
        by_month: None,
    },
    Outcome {
        id: "hold_hours",
        label: "Hours held past release",
        unit: "hours",
        heading: Heading::Burden,
        of: |_, cell| cell.counted.custody.stays.hold_hours as f64,
        by_month: None,
    },
    Outcome {
        id: "jail_cost",
        label: "Cost of the jail, to the county",
        unit: "million USD",
        heading: Heading::Burden,
        of: |scenario, cell| jail_days(cell) * scenario.parameters.get(Scalar::CostJailDay) / 1e6,
        by_month: None,
    },
    Outcome {
        id: "officer_hours",
        label: "Hours of ICE officers on pick-ups and operations",
        unit: "hours",
        heading: Heading::Burden,
        of: officer_hours,
        by_month: None,
    },
    Outcome {
        id: "bed_days",
        label: "Days in federal detention",
        unit: "days",
        heading: Heading::Burden,
        of: |_, cell| bed_days(cell),
        by_month: None,
    },
    Outcome {
        id: "federal_cost",
        label: "Cost of detention, arrests at large and removal",
        unit: "million USD",
        heading: Heading::Burden,
        of: federal_cost,
        by_month: None,
    },
];

/// The outcome with this id.
#[must_use]
pub fn outcome(id: &str) -> Option<&'static Outcome> {
    OUTCOMES.iter().find(|outcome| outcome.id == id)
}

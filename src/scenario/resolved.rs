//! A scenario as resolved: every number, rule and district that a run depends on, as one text.
//!
//! It is what names a run: two scenarios with the same resolved text give the same events.

use super::parameters::Sourced;
use super::place::{District, Population};
use super::regime::{Regime, Rollout};
use super::{Arm, Scenario};
use crate::event::Word;
use crate::ids::StateId;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Resolved<'a> {
    name: &'a str,
    title: &'a str,
    start: String,
    count_from: String,
    end: String,
    seed: u64,
    replicates: u32,
    min_cell: u32,
    mechanisms: BTreeMap<&'a str, bool>,
    place: Place<'a>,
    arms: Vec<ResolvedArm<'a>>,
    parameters: BTreeMap<String, &'a Sourced>,
}

#[derive(Serialize)]
struct Place<'a> {
    id: &'a str,
    name: &'a str,
    agencies: Vec<String>,
    /// Name, residents, agency.
    districts: Vec<(&'a str, u32, u16)>,
    population: BTreeMap<&'a str, f64>,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<Country<'a>>,
}

/// What a place of many counties has besides.
#[derive(Serialize)]
struct Country<'a> {
    areas: Vec<(&'a str, &'a str)>,
    states: &'a [String],
    /// Of each district: area, state (none: as many as there are), population, and whether a size law
    /// made it.
    lies: Vec<(u8, usize, u16, bool)>,
    /// Of each agency: when its rollout was, or nothing.
    rollouts: Vec<String>,
    populations: Vec<(BTreeMap<&'a str, f64>, &'a str)>,
}

#[derive(Serialize)]
struct ResolvedArm<'a> {
    id: &'a str,
    label: &'a str,
    from_day: u32,
    regimes: Vec<ResolvedRegime<'a>>,
}

#[derive(Serialize)]
struct ResolvedRegime<'a> {
    id: &'a str,
    level: &'a str,
    agency: Option<&'a str>,
    from: String,
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rollout: Option<&'static str>,
    rules: BTreeMap<&'a str, String>,
    dials: BTreeMap<&'a str, &'a Sourced>,
}

impl Scenario {
    /// The scenario with everything it refers to, as TOML.
    #[must_use]
    pub fn resolved(&self) -> String {
        let mechanisms = BTreeMap::from(self.mechanisms.named());
        let resolved = Resolved {
            name: &self.name,
            title: &self.title,
            start: self.span.start.to_string(),
            count_from: self.span.count_from.to_string(),
            end: self.span.end.to_string(),
            seed: self.seed,
            replicates: self.replicates,
            min_cell: self.min_cell,
            mechanisms,
            place: self.resolved_place(),
            arms: self.arms.iter().map(arm).collect(),
            parameters: self.parameters.iter().collect(),
        };
        toml::to_string(&resolved).expect("every part of a scenario has a form in TOML")
    }

    fn resolved_place(&self) -> Place<'_> {
        let place = &self.place;
        let agency = |agency: &super::place::Agency| {
            let jail = if agency.runs_jail { " (jail)" } else { "" };
            format!("{}{jail} jailed by {}", agency.id, agency.jail.0)
        };
        let shares = &place.populations[0];
        Place {
            id: &place.id,
            name: &place.name,
            agencies: place.agencies.iter().map(agency).collect(),
            districts: place
                .districts
                .iter()
                .map(|d| (&*d.name, d.residents, d.agency.0))
                .collect(),
            population: named(shares),
            source: &shares.source,
            country: (!place.states.is_empty()).then(|| country(place)),
        }
    }
}

fn named(shares: &Population) -> BTreeMap<&'static str, f64> {
    BTreeMap::from([
        ("hispanic", shares.hispanic),
        ("black", shares.black),
        ("foreign_born", shares.foreign_born),
        ("unauthorised", shares.unauthorised),
        ("naturalised", shares.naturalised),
        ("lawful_resident", shares.lawful_resident),
        ("temporary", shares.temporary),
    ])
}

fn country(place: &super::place::Place) -> Country<'_> {
    let state = |state: Option<StateId>| state.map_or(place.states.len(), |it| usize::from(it.0));
    let lies = |it: &District| (it.area.0, state(it.state), it.population, it.is_made_up);
    let rollout = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    Country {
        areas: place.areas.iter().map(|area| (&*area.id, &*area.name)).collect(),
        states: &place.states,
        lies: place.districts.iter().map(lies).collect(),
        rollouts: place.agencies.iter().map(|agency| rollout(agency.reach.rollout)).collect(),
        populations: place.populations.iter().map(|it| (named(it), &*it.source)).collect(),
    }
}

fn arm(arm: &Arm) -> ResolvedArm<'_> {
    let regimes = arm.regimes.iter().map(regime).collect();
    ResolvedArm { id: &arm.id, label: &arm.label, from_day: arm.from.0, regimes }
}

fn regime(regime: &Regime) -> ResolvedRegime<'_> {
    let rules = regime.clauses.iter().map(|clause| {
        let order = match (clause.ordered, clause.compelled) {
            (_, true) => ", compelled",
            (true, false) => ", ordered",
            (false, false) => "",
        };
        (clause.act.name(), format!("{}{order} ({})", clause.rule.words(), clause.section))
    });
    ResolvedRegime {
        id: &regime.id,
        level: regime.level.name(),
        agency: regime.agency.as_deref(),
        from: regime.from.to_string(),
        until: regime.until.map(|until| until.to_string()),
        rollout: regime.rollout.map(|rollout| match rollout {
            Rollout::Begins => "begins",
            Rollout::Ends => "ends",
        }),
        rules: rules.collect(),
        dials: regime.dials.iter().map(|(dial, sourced)| (dial.name(), sourced)).collect(),
    }
}

//! A scenario as resolved: every number, rule and district that a run depends on, as one text.
//!
//! It is what names a run: two scenarios with the same resolved text give the same events.

use super::parameters::Sourced;
use super::regime::Regime;
use super::{Arm, Scenario};
use crate::event::Word;
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
    districts: Vec<(&'a str, u32, u8)>,
    population: BTreeMap<&'a str, f64>,
    source: &'a str,
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
        let shares = &place.population;
        Place {
            id: &place.id,
            name: &place.name,
            agencies: place.agencies.iter().map(agency).collect(),
            districts: place
                .districts
                .iter()
                .map(|d| (&*d.name, d.residents, d.agency.0))
                .collect(),
            population: BTreeMap::from([
                ("hispanic", shares.hispanic),
                ("black", shares.black),
                ("foreign_born", shares.foreign_born),
                ("unauthorised", shares.unauthorised),
                ("naturalised", shares.naturalised),
                ("lawful_resident", shares.lawful_resident),
                ("temporary", shares.temporary),
            ]),
            source: &shares.source,
        }
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
        rules: rules.collect(),
        dials: regime.dials.iter().map(|(dial, sourced)| (dial.name(), sourced)).collect(),
    }
}

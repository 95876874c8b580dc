//! What a run is given: the world as it is, and arms that differ in what somebody chose.
//!
//! A scenario names a place, a span of time, the regimes that hold in every arm, a base arm and
//! others. All of it is data; `read` turns text into it and reports every mistake at once.

pub mod act;
pub mod arms;
pub mod branch;
pub mod counties;
mod country;
pub mod dial;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod laws;
pub mod library;
pub mod mistakes;
#[cfg(not(target_arch = "wasm32"))]
pub mod open;
pub mod parameter;
pub mod parameters;
pub mod place;
pub mod policy;
pub mod read;
pub mod read_parameters;
pub mod read_place;
pub mod read_regime;
pub mod regime;
mod resolved;
pub mod rule;
pub mod scalar;
pub mod shelf;
pub mod size_law;
pub mod table;

use crate::time::{Day, Span};
use parameters::Parameters;
use place::Place;
use policy::Policy;
use regime::Regime;
use std::collections::BTreeMap;

/// Contested mechanisms, each of which can be switched off as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mechanisms {
    /// Fear and the known policy lower crime reporting.
    pub fear_lowers_reporting: bool,
    /// Less reporting raises offending against the group.
    pub reporting_deters: bool,
    /// A detainer lengthens the stay in jail.
    pub detainer_lengthens_stay: bool,
    /// Some released people go on to offend soon.
    pub relapse: bool,
    /// Threats and oversight move how often staff follow the rules.
    pub politics_moves_staff: bool,
    /// Rapid response networks warn people whom agents come for.
    pub alerts_warn: bool,
    /// The larger a surge, the larger the share of bystanders among its arrests.
    pub surges_widen: bool,
    /// Immigration judges hear only so many cases a day.
    pub judges_are_finite: bool,
    /// Announcements raise trust, and breaches lower it.
    pub trust_is_built: bool,
    /// Fear keeps people from work, services and civic life.
    pub fear_keeps_home: bool,
}

impl Mechanisms {
    /// All of them on.
    pub const ALL_ON: Mechanisms = Mechanisms {
        fear_lowers_reporting: true,
        reporting_deters: true,
        detainer_lengthens_stay: true,
        relapse: true,
        politics_moves_staff: true,
        alerts_warn: true,
        surges_widen: true,
        judges_are_finite: true,
        trust_is_built: true,
        fear_keeps_home: true,
    };

    /// Each with its name in files.
    #[must_use]
    pub fn named(self) -> [(&'static str, bool); 10] {
        [
            ("fear_lowers_reporting", self.fear_lowers_reporting),
            ("reporting_deters", self.reporting_deters),
            ("detainer_lengthens_stay", self.detainer_lengthens_stay),
            ("relapse", self.relapse),
            ("politics_moves_staff", self.politics_moves_staff),
            ("alerts_warn", self.alerts_warn),
            ("surges_widen", self.surges_widen),
            ("judges_are_finite", self.judges_are_finite),
            ("trust_is_built", self.trust_is_built),
            ("fear_keeps_home", self.fear_keeps_home),
        ]
    }

    /// Each with its name in files, for setting.
    pub fn switches(&mut self) -> [(&'static str, &mut bool); 10] {
        [
            ("fear_lowers_reporting", &mut self.fear_lowers_reporting),
            ("reporting_deters", &mut self.reporting_deters),
            ("detainer_lengthens_stay", &mut self.detainer_lengthens_stay),
            ("relapse", &mut self.relapse),
            ("politics_moves_staff", &mut self.politics_moves_staff),
            ("alerts_warn", &mut self.alerts_warn),
            ("surges_widen", &mut self.surges_widen),
            ("judges_are_finite", &mut self.judges_are_finite),
            ("trust_is_built", &mut self.trust_is_built),
            ("fear_keeps_home", &mut self.fear_keeps_home),
        ]
    }
}

/// One of the policies compared.
#[derive(Clone, PartialEq, Debug)]
pub struct Arm {
    /// As files name it.
    pub id: String,
    /// As reports name it.
    pub label: String,
    /// The first day on which it may differ from the base; the base's own is day 0.
    pub from: Day,
    /// Its regimes with the dates they have in this arm, from the widest level to the narrowest.
    pub regimes: Vec<Regime>,
    /// The same, stacked day by day.
    pub policy: Policy,
}

/// Everything that decides what happens in a run, but for the seed's replicate.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenario {
    /// As folders name it: lower case, digits, hyphens.
    pub name: String,
    /// As reports name it.
    pub title: String,
    /// From when to when.
    pub span: Span,
    /// Chance: replicate r runs with a seed derived from this and r.
    pub seed: u64,
    /// How many replicates, unless the command says otherwise.
    pub replicates: u32,
    /// Counts of people under this are suppressed in reports.
    pub min_cell: u32,
    /// Where.
    pub place: Place,
    /// The numbers, alike in every arm.
    pub parameters: Parameters,
    /// What is switched on.
    pub mechanisms: Mechanisms,
    /// The base first.
    pub arms: Vec<Arm>,
    /// The text it was read from.
    pub text: String,
    /// The files that stood beside it and were read, by their path there.
    pub beside: BTreeMap<String, String>,
    /// How it branched off what the text says, step by step.
    pub steps: Vec<branch::Step>,
}

impl Scenario {
    /// The seed of a replicate, counted from 1.
    #[must_use]
    pub fn seed_of(&self, replicate: u32) -> u64 {
        // Philox takes any two keys as unrelated, so neighbouring seeds are as good as others.
        self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(u64::from(replicate))
    }

    /// The first day on which somebody may have entered the country after October 2020 (the
    /// priorities of 2021; facts.md 9.3).
    #[must_use]
    pub fn after_october_2020(&self) -> Day {
        self.span.day(jiff::civil::date(2020, 11, 1))
    }

    /// The first day on which any arm may differ from the base; the end if none does.
    #[must_use]
    pub fn parting(&self) -> Day {
        let from = self.arms.iter().skip(1).map(|arm| arm.from).min();
        from.unwrap_or(Day(self.span.days()))
    }
}

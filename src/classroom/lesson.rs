//! What the page shows before anybody clicks: the county, the levers and what they stand for, the
//! outcomes and who asks for them.

use super::click::{Click, MOST_SEED};
use super::county::County;
use super::levers::{Kind, LEVERS, Lever, Setting};
use super::outcomes::shown;
use super::people::{State, StateLine};
use super::play::month_id;
use crate::event::Word;
use crate::scenario::Scenario;
use crate::scenario::regime::Regime;
use serde::Serialize;

/// What the page shows before anybody clicks.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Lesson {
    /// Of the page.
    pub title: String,
    /// The county's name.
    pub place: String,
    /// How many live there.
    pub residents: u64,
    /// How many of them without status.
    pub unauthorised: u64,
    /// The program's version.
    pub engine: &'static str,
    /// That nobody is meant.
    pub synthetic: &'static str,
    /// The months that are counted, as `2018-01`.
    pub months: Vec<String>,
    /// Chance, unless a click says otherwise.
    pub seed: u64,
    /// The highest seed.
    pub most_seed: u64,
    /// The county's parts.
    pub districts: Vec<DistrictLine>,
    /// What the first world is called.
    pub base: &'static str,
    /// What the base's jail and federal rules stand for.
    pub world: Vec<StandsFor>,
    /// The levers, in the order of the page.
    pub levers: Vec<LeverLine>,
    /// The outcomes, in the order of the page.
    pub outcomes: Vec<OutcomeLine>,
    /// The states of dots.
    pub states: Vec<StateLine>,
}

/// A part of the county.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DistrictLine {
    /// Its name.
    pub name: String,
    /// How many live there.
    pub residents: u32,
    /// Who polices it.
    pub police: String,
}

/// A lever.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LeverLine {
    /// As clicks name it.
    pub id: &'static str,
    /// As people read it.
    pub words: &'static str,
    /// `choice`, `switch` or `slider`.
    pub kind: &'static str,
    /// The base's setting.
    pub base: Setting,
    /// Of a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionLine>,
    /// Of a slider: the lowest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// From one setting to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
    /// What it is counted in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// Which policies it stands for when it is not as in the base; of a choice, see its options.
    pub stands_for: Vec<StandsFor>,
}

/// An option of a choice.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct OptionLine {
    /// As clicks name it.
    pub value: &'static str,
    /// What follows the words of the lever.
    pub words: &'static str,
    /// Which policies it stands for.
    pub stands_for: Vec<StandsFor>,
}

/// A policy.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StandsFor {
    /// By its id.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub level: &'static str,
    /// What it does, in a sentence or two.
    pub summary: String,
    /// Where it can be read.
    pub sources: Vec<String>,
    /// What it says of acts.
    pub rules: Vec<RuleText>,
    /// The numbers it sets.
    pub dials: Vec<DialLine>,
}

/// What a policy says of an act.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RuleText {
    /// By its id.
    pub act: &'static str,
    /// In words.
    pub words: &'static str,
    /// When it is allowed.
    pub says: String,
    /// Where that can be read.
    pub section: String,
}

/// A number that a policy sets.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DialLine {
    /// By its id.
    pub dial: &'static str,
    /// In words.
    pub words: &'static str,
    /// The value.
    pub value: f64,
    /// What it is counted in.
    pub unit: &'static str,
    /// Who says so.
    pub source: String,
}

/// An outcome.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct OutcomeLine {
    /// As results name it.
    pub id: &'static str,
    /// As people read it.
    pub name: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// Months add up to a total; if not, each has a level of its own.
    pub sums: bool,
    /// Under which concern it stands.
    pub heading: &'static str,
    /// Who in the debate asks for it, and why.
    pub asked_by: &'static str,
}

/// The lesson.
///
/// # Errors
/// The county that comes with the program is broken.
pub fn lesson() -> Result<Lesson, String> {
    let County { scenario, .. } = County::read()?;
    let place = &scenario.place;
    let district = |district: &crate::scenario::place::District| DistrictLine {
        name: district.name.clone(),
        residents: district.residents,
        police: place.agencies[usize::from(district.agency.0)].name.clone(),
    };
    let levers: Result<Vec<LeverLine>, String> =
        LEVERS.iter().map(|it| line(it, &scenario)).collect();
    let outcomes = shown().map(|shown| OutcomeLine {
        id: shown.outcome.id,
        name: shown.outcome.label,
        unit: shown.outcome.unit,
        sums: shown.sums,
        heading: shown.outcome.heading.label(),
        asked_by: shown.asked_by,
    });
    let span = &scenario.span;
    Ok(Lesson {
        title: place.name.clone(),
        place: place.name.clone(),
        residents: place.residents(),
        unauthorised: place.unauthorised(|_| true).round() as u64,
        engine: env!("CARGO_PKG_VERSION"),
        synthetic: "Everybody here is synthetic: made by chance from a few shares of a made-up county. \
                    Nobody stands for a real person.",
        months: (0..span.counted_months()).map(|at| month_id(span, at)).collect(),
        seed: scenario.seed,
        most_seed: MOST_SEED,
        districts: place.districts.iter().map(district).collect(),
        base: "The base",
        world: scenario.arms[0].regimes.iter().map(stands_for).collect(),
        levers: levers?,
        outcomes: outcomes.collect(),
        states: State::ALL.iter().map(|&id| StateLine { id, words: id.words() }).collect(),
    })
}

fn line(lever: &Lever, county: &Scenario) -> Result<LeverLine, String> {
    let blank = LeverLine {
        id: lever.id,
        words: lever.words,
        kind: "switch",
        base: lever.base(),
        options: Vec::new(),
        min: None,
        max: None,
        step: None,
        unit: None,
        stands_for: Vec::new(),
    };
    let first = lever.others().first().map(|setting| set(lever, setting)).transpose()?;
    let first = first.unwrap_or_default();
    Ok(match lever.kind {
        Kind::Switch => LeverLine { stands_for: first, ..blank },
        Kind::Slider { most, step, unit, .. } => LeverLine {
            kind: "slider",
            min: Some(0),
            max: Some(most),
            step: Some(step),
            unit: Some(unit),
            stands_for: first,
            ..blank
        },
        Kind::Choice(options) => {
            let mut lines = Vec::new();
            for option in options {
                let setting = Setting::Choice(option.name.to_owned());
                let is_base = setting == lever.base();
                let regimes = || county.arms[0].regimes.iter();
                let base =
                    || regimes().filter(|it| it.id == option.policy).map(stands_for).collect();
                let stands_for = if is_base { base() } else { set(lever, &setting)? };
                lines.push(OptionLine { value: option.name, words: option.words, stands_for });
            }
            LeverLine { kind: "choice", options: lines, ..blank }
        }
    })
}

/// What a setting adds to the second world.
fn set(lever: &Lever, setting: &Setting) -> Result<Vec<StandsFor>, String> {
    let scenario = Click::base().with(lever.id, setting)?.read()?;
    let base = &scenario.arms[0].regimes;
    let own = scenario.arms[1].regimes.iter();
    let own = own.filter(|regime| !base.iter().any(|other| other.id == regime.id));
    Ok(own.map(stands_for).collect())
}

fn stands_for(regime: &Regime) -> StandsFor {
    let sources = regime.sources.iter().map(|source| match source.section.as_str() {
        "" => source.title.clone(),
        section => format!("{}, {section}", source.title),
    });
    let rules = regime.clauses.iter().map(|clause| RuleText {
        act: clause.act.name(),
        words: clause.act.words(),
        says: clause.rule.words(),
        section: clause.section.clone(),
    });
    let dials = regime.dials.iter().map(|(dial, sourced)| DialLine {
        dial: dial.name(),
        words: dial.words(),
        value: sourced.value,
        unit: dial.unit(),
        source: sourced.source.clone(),
    });
    StandsFor {
        policy: regime.id.clone(),
        title: regime.title.clone(),
        level: regime.level.name(),
        summary: regime.summary.clone(),
        sources: sources.collect(),
        rules: rules.collect(),
        dials: dials.collect(),
    }
}

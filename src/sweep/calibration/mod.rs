//! Does the model match the world: published figures beside the model's, misses included.
//!
//! `docs/calibration.md` says what each target is and how it is used, and was written before the table was
//! first run. A target names the scenario it is asked of, and how it is counted in one replicate of
//! its arms.

mod answers;
mod crime;
mod federal;
mod fit;
mod jail;
pub mod national;
mod places;
mod seen;

pub use answers::{Line, Model, Plan, TableError, answers, csv, markdown, plain};
pub use fit::{Change, FITTED, fit, overrides};
pub use places::{Asked, all as asked};

use super::Results;
use super::paired::Mean;
use crate::scenario::Scenario;
use seen::Seen;

/// How a target is used (facts.md section 11).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Numbers of the model may be set so that this comes out.
    Calibrated,
    /// Nothing may be set to it.
    HeldOut,
    /// It must hold of any model: an identity, a sign, an order.
    Structural,
}

impl Role {
    /// As reports name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Role::Calibrated => "calibrated",
            Role::HeldOut => "held out",
            Role::Structural => "structural",
        }
    }
}

/// A published figure.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As `docs/calibration.md` numbers it.
    pub id: &'static str,
    /// What it is.
    pub label: &'static str,
    /// How it is used.
    pub role: Role,
    /// As published, with the lowest and the highest that count as a hit.
    pub published: (f64, f64, f64),
    /// Where it is published.
    pub source: &'static str,
    /// How the model is asked.
    pub of: Of,
}

/// How the model is asked for a figure.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// A number of each replicate; none where the run does not have what it is counted from.
    Run {
        /// The scenario.
        scenario: &'static str,
        /// The arms besides the base.
        arms: &'static [&'static str],
        /// What is counted.
        count: fn(&Seen<'_>) -> Option<f64>,
    },
    /// Not at all, and why.
    NotAsked(&'static str),
}

/// A number of each replicate of some arms of a scenario, the base among them.
const fn run(
    scenario: &'static str,
    arms: &'static [&'static str],
    count: fn(&Seen<'_>) -> Option<f64>,
) -> Of {
    Of::Run { scenario, arms, count }
}

/// All targets, in the order of `docs/calibration.md`.
#[must_use]
pub fn targets() -> Vec<&'static Target> {
    let parts = [jail::TARGETS, federal::TARGETS, crime::TARGETS];
    let mut all: Vec<&Target> = parts.into_iter().flatten().collect();
    // Those of section 11 first, then the others.
    all.sort_by_key(|target| (target.id.starts_with('A'), target.id));
    all
}

/// A published figure, and what the model makes of it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// As `docs/calibration.md` numbers it.
    pub id: &'static str,
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

/// All targets that a run can be asked for: those of its place for which it has the arms and the
/// months; none for a place of which nothing is published here.
#[must_use]
pub fn check(scenario: &Scenario, results: &Results) -> Vec<Checked> {
    let of_place = |target: &&Target| match target.of {
        Of::Run { scenario: asked, .. } => places::place_of(asked) == Some(&scenario.place.id),
        Of::NotAsked(_) => false,
    };
    let asked = targets().into_iter().filter(of_place);
    asked.filter_map(|target| ask(target, scenario, results)).collect()
}

/// A target and the model's value; none if a replicate has nothing to count it from.
fn ask(target: &Target, scenario: &Scenario, results: &Results) -> Option<Checked> {
    let Of::Run { count, .. } = target.of else { return None };
    let replicates = results.cells.first()?.len();
    let each = |at: usize| {
        let cells = results.cells.iter().map(|arm| arm.get(at)).collect::<Option<Vec<_>>>()?;
        count(&Seen { scenario, cells }).filter(|value| value.is_finite())
    };
    let values: Vec<f64> = (0..replicates).map(each).collect::<Option<_>>()?;
    let (published, low, high) = target.published;
    Some(Checked {
        id: target.id,
        label: target.label.to_owned(),
        role: target.role,
        target: published,
        low,
        high,
        model: Mean::of(&values),
        source: target.source.to_owned(),
    })
}

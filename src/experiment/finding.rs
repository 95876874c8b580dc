//! What a sweep says of one number: sentences and a table for whoever reads, and the numbers behind them
//! for whoever draws.

use crate::sensitivity::bins;
use crate::sensitivity::convergence::Growth;
use crate::sensitivity::factorial::Shares;
use crate::sensitivity::indices::Indices;
use crate::sensitivity::morris::Effects;
use crate::sensitivity::ranks::RankIndices;
use crate::sensitivity::replicates::Components;
use crate::sensitivity::tornado::Tornado;
use crate::sweep::outcome::Outcome;
use crate::sweep::paired::Mean;

/// What a sweep says of an outcome of the base, or of the difference that another arm makes to it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which outcome.
    pub outcome: &'static Outcome,
    /// The place of the arm from which the base is taken off; none for the base itself.
    pub arm: Option<usize>,
    /// Of what, in one line.
    pub title: String,
    /// What is said of it.
    pub said: Said,
    /// The numbers behind that; none where nothing differs.
    pub(super) numbers: Option<Numbers>,
}

/// A table, and sentences around it: the same on the terminal and in the report.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Said {
    /// Between what it lies over the points.
    pub spread: String,
    /// What decides.
    pub answer: String,
    pub(super) leader: Option<String>,
    /// How many parameters are told from noise.
    pub told: usize,
    /// How sure that is.
    pub sure: Vec<String>,
    /// The heads of the columns.
    pub columns: Vec<&'static str>,
    /// A row per parameter that is told from noise, the one that decides most first.
    pub rows: Vec<Vec<String>>,
    /// What else is to know.
    pub notes: Vec<String>,
}

impl Said {
    /// The parameter that leads; a dash if none is told from noise.
    #[must_use]
    pub fn leader(&self) -> &str {
        self.leader.as_deref().unwrap_or("–")
    }
}

/// What was reckoned.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    /// By the estimator of the design.
    pub(super) found: Found,
    /// The names of its columns: parameters or groups, the dummy's last.
    pub(super) names: Vec<String>,
    /// Under what no parameter is told from noise: what the dummy reaches, or chance that is left in the
    /// means.
    pub(super) floor: f64,
    /// The same for parts of the sample.
    pub(super) growth: Option<Growth>,
    /// Parameters and chance, where points are a sample and there are replicates.
    pub(super) chance: Option<Components>,
    /// Median of single runs over all points and replicates, and what 19 of 20 lie between.
    pub(super) runs: [f64; 3],
}

/// By design.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// One at a time, with the ends of each swing over replicates.
    Swings(Tornado, Vec<(Mean, Mean)>),
    /// Factorial.
    Shares(Shares),
    /// Latin hypercube: by ranks, and by cutting.
    Ranked(RankIndices, Option<bins::Shares>),
    /// Morris.
    Screened(Effects),
    /// Saltelli.
    Indices(Indices),
}

impl Found {
    /// What the dummy reaches.
    pub(super) fn floor(&self) -> f64 {
        match self {
            Found::Swings(found, _) => found.floor,
            Found::Shares(found) => found.floor,
            Found::Ranked(found, _) => found.floor,
            Found::Screened(found) => found.floor,
            Found::Indices(found) => found.floor,
        }
    }
}

/// What of a design grows, and what is looked at of it, for a picture of convergence.
pub(super) fn grows(found: &Found) -> (&'static str, &'static str) {
    match found {
        Found::Ranked(..) => ("points", "rank regression coefficient"),
        Found::Screened(_) => ("trajectories", "share of μ* in the sum of all"),
        _ => ("base samples", "total order, share of variance"),
    }
}

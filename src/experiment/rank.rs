//! In how many of the worlds that may be an arm has less of an outcome than another, or more: told both
//! ways, as which of the two is wanted is not for a program to say.

use super::folder::SweepFolder;
use super::outputs::{Outputs, outcomes, worlds_of};
use crate::report::words;
use crate::runs::Trouble;
use crate::sensitivity::ranking::{self, Better, Ranking, rank};
use crate::sensitivity::{Estimate, Resampling};
use crate::sweep::outcome::Outcome;
use crate::sweep::paired::Mean;

/// The arms over the sampled worlds, by one outcome.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// Which.
    pub outcome: &'static Outcome,
    /// How many worlds.
    pub worlds: usize,
    /// For each pair of arms, in how many worlds which of them has less: a sentence.
    pub pairs: Vec<String>,
    /// The heads of the table of regrets.
    pub columns: Vec<&'static str>,
    /// By arm, how far it is from the arm that has least, and from the one that has most.
    pub rows: Vec<Vec<String>>,
    /// What else is to know.
    pub notes: Vec<String>,
    pub(super) lower: Ranking,
}

/// Ranks the arms by each outcome asked for.
///
/// # Errors
/// The design is no sample of what may be; there is one arm only; cells are missing or failed; there is no
/// such outcome; a file is damaged.
pub fn ranks(folder: &SweepFolder, outcome: Option<&str>) -> Result<Vec<Ranked>, Trouble> {
    let asked = outcomes(folder, outcome)?;
    if folder.design().worlds(&folder.file.space).is_none() {
        return Err(Trouble::Input(super::outputs::no_sample(folder, "a ranking")));
    }
    let outputs = Outputs::read(folder, &asked)?.checked(folder)?;
    ranked_in(folder, &outputs)
}

/// The same of what was read already.
pub(super) fn ranked_in(folder: &SweepFolder, outputs: &Outputs) -> Result<Vec<Ranked>, Trouble> {
    let worlds = worlds_of(folder, outputs, "a ranking")?;
    let arms: Vec<&str> = folder.file.scenario.arms.iter().map(|arm| arm.id.as_str()).collect();
    if arms.len() < 2 {
        let what = "a ranking needs two arms; this scenario has one";
        return Err(Trouble::Input(what.to_owned()));
    }
    let of = |outcome: &&'static Outcome| one(outputs, (*outcome, worlds), &arms);
    outputs.outcomes().iter().map(of).collect()
}

fn one(
    outputs: &Outputs,
    (outcome, worlds): (&'static Outcome, &[usize]),
    arms: &[&str],
) -> Result<Ranked, Trouble> {
    let means: Vec<Vec<f64>> =
        (0..arms.len()).map(|arm| outputs.means_at(outputs.of_arm(outcome, arm), worlds)).collect();
    let slices: Vec<&[f64]> = means.iter().map(Vec::as_slice).collect();
    let by = |better| {
        rank(&slices, better, &Resampling::default())
            .map_err(|error| Trouble::Input(error.to_string()))
    };
    let (lower, higher) = (by(Better::Lower)?, by(Better::Higher)?);
    let every =
        (0..arms.len()).flat_map(|one| (one + 1..arms.len()).map(move |other| (one, other)));
    let pairs = every.map(|(one, other)| pair(arms, &lower, (other, one), worlds.len()));
    let row = |arm: usize| {
        let (least, most) = (&lower.regrets[arm], &higher.regrets[arm]);
        vec![
            arms[arm].to_owned(),
            share(&least.best),
            number(&least.mean),
            words::plain(least.worst),
            share(&most.best),
            number(&most.mean),
            words::plain(most.worst),
        ]
    };
    Ok(Ranked {
        outcome,
        worlds: worlds.len(),
        pairs: pairs.collect(),
        columns: vec![
            "arm",
            "none has less",
            "above the least: mean",
            "at worst",
            "none has more",
            "below the most: mean",
            "at worst",
        ],
        rows: (0..arms.len()).map(row).collect(),
        notes: notes(outputs.replicates),
        lower,
    })
}

/// One pair, the second arm of it told of.
fn pair(arms: &[&str], lower: &Ranking, (one, other): (usize, usize), worlds: usize) -> String {
    let (less, more) = (&lower.duels[one][other].wins, &lower.duels[other][one].wins);
    let ties = lower.duels[one][other].ties;
    let ties = match ties > 0.0 {
        true => format!(", the same in {}", words::percent(ties)),
        false => String::new(),
    };
    format!(
        "{} has less than {} in {} of {}, more in {}{ties}.",
        arms[one],
        arms[other],
        share(less),
        words::counted(worlds, "world", "worlds"),
        share(more)
    )
}

fn notes(replicates: usize) -> Vec<String> {
    let luck = match replicates {
        1 => "one replicate, so that some of what differs may be luck".to_owned(),
        n => format!("the mean of {n} replicates, in which some luck is left"),
    };
    vec![
        format!("An arm in a world is {luck}; luck is the same for all arms."),
        "Intervals are of 95 %, over worlds. Worlds are drawn from the ranges of the parameters, so that a \
         share is no probability that something will be so."
            .to_owned(),
        "How far an arm is from the least is its regret if less is wanted, and from the most if more is; \
         at worst: in the world where it is farthest."
            .to_owned(),
    ]
}

fn share(estimate: &Estimate) -> String {
    words::percent_interval(estimate.value, estimate.low, estimate.high)
}

fn number(estimate: &Estimate) -> String {
    let Estimate { value, low, high } = *estimate;
    words::estimate(&Mean { value, low, high, spread: f64::NAN, number: 2 })
}

/// A share of some worlds, with its interval.
pub(super) fn share_of(of: usize, all: usize) -> String {
    share(&ranking::share(of, all))
}

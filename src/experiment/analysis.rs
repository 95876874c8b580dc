//! What a sweep says: which parameters decide an outcome, or the difference of two arms, how sure that
//! is, and how much of the spread is chance.

use super::finding::{Finding, Found, Numbers, Said};
use super::folder::SweepFolder;
use super::outputs::{Asked, Outputs, arm_named, outcomes};
use super::{sentences, tell};
use crate::engine::side_by_side;
use crate::runs::Trouble;
use crate::sensitivity::convergence::{Growth, growth};
use crate::sensitivity::replicates::{Components, TwoLevel};
use crate::sensitivity::{
    Design, Factorial, Morris, Points, Resampling, Saltelli, SensitivityError, Space, bins, ranks,
    tornado,
};
use crate::sweep::paired::{Mean, quantile};

/// The mean size of a number from the standard normal distribution.
const MEAN_SIZE: f64 = 0.797_884_560_802_865_4;

/// What is asked of a sweep.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// One outcome only.
    pub outcome: Option<&'a str>,
    /// Only the difference between this arm and the base.
    pub difference: Option<&'a str>,
}

/// One number per point and replicate, the replicates of a point together.
struct Series<'a> {
    space: &'a Space,
    units: &'a Points,
    worlds: Option<&'a [usize]>,
    outputs: Vec<f64>,
    replicates: usize,
    seed: u64,
}

/// What the sweep says of each outcome of the base, and of each difference between an arm and the base.
///
/// # Errors
/// Cells are missing, or failed in a design that cannot be read with gaps; there is no such outcome or
/// arm; a file is damaged.
pub fn findings(folder: &SweepFolder, question: &Question) -> Result<Vec<Finding>, Trouble> {
    let outputs = Outputs::read(folder, &outcomes(folder, question.outcome)?)?.checked(folder)?;
    let arm = question.difference.map(|id| arm_named(folder, id)).transpose()?;
    found_in(folder, &outputs, arm)
}

/// The same of what was read already; of one difference only, if an arm is named.
pub(super) fn found_in(
    folder: &SweepFolder,
    outputs: &Outputs,
    arm: Option<usize>,
) -> Result<Vec<Finding>, Trouble> {
    let design = folder.design();
    let arms = folder.file.scenario.arms.len();
    let parts: Vec<Option<usize>> = match arm {
        Some(arm) => vec![Some(arm)],
        None => std::iter::once(None).chain((1..arms).map(Some)).collect(),
    };
    let every: Vec<Asked> = outputs
        .outcomes()
        .iter()
        .flat_map(|outcome| parts.iter().map(move |arm| Asked { outcome, arm: *arm }))
        .collect();
    let of = |asked: &Asked| {
        let series = Series {
            space: &folder.file.space,
            units: &outputs.units,
            worlds: outputs.worlds.as_deref(),
            outputs: outputs.of(asked),
            replicates: outputs.replicates,
            seed: folder.file.seed,
        };
        let mut found = finding(folder, asked, &design, &series);
        if !outputs.gaps.is_empty() {
            let note = format!("{} cells failed; their points are left out.", outputs.gaps.len());
            found.said.notes.push(note);
        }
        found
    };
    together(&every, of)
}

/// Does the same to all of them, on all cores; the results are in their order.
pub(super) fn together<T: Sync, R: Send>(
    all: &[T],
    each: impl Fn(&T) -> R + Sync + Send,
) -> Result<Vec<R>, Trouble> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let number = u32::try_from(all.len()).expect("answers are few");
    side_by_side(number, cores, |at| each(&all[at as usize])).map_err(Trouble::Threads)
}

/// Of what, in one line.
pub(super) fn title(folder: &SweepFolder, asked: &Asked) -> String {
    let arms = &folder.file.scenario.arms;
    let base = &arms[0].id;
    let of = match asked.arm {
        None => base.clone(),
        Some(arm) => format!("difference {} minus {base}", arms[arm].id),
    };
    format!("{} ({}), {of}", asked.outcome.id, asked.outcome.unit)
}

fn finding(folder: &SweepFolder, asked: &Asked, design: &Design, series: &Series) -> Finding {
    let Asked { outcome, arm } = *asked;
    let title = title(folder, asked);
    let whole = |answer: String| Said { answer, ..Said::default() };
    let (said, numbers) = match series.told(design, arm.is_some()) {
        Ok((said, numbers)) => (said, Some(numbers)),
        // Nothing differs: there is nothing to explain, and that is an answer.
        Err(SensitivityError::Constant(all)) => (whole(sentences::constant(all)), None),
        Err(error) => (whole(format!("{error}.")), None),
    };
    Finding { outcome, arm, title, said, numbers }
}

type Told = Result<(Said, Found, Option<Growth>), SensitivityError>;

impl Series<'_> {
    fn told(
        &self,
        design: &Design,
        is_difference: bool,
    ) -> Result<(Said, Numbers), SensitivityError> {
        let means = self.two_level().means(&self.outputs)?;
        if let Some(first) = means.first().filter(|first| means.iter().all(|one| one == *first)) {
            return Err(SensitivityError::Constant(*first));
        }
        let own = self.components();
        let left = own.as_ref().map_or(0.0, |chance| chance.left_in_means(self.replicates));
        let (mut said, found, growth) = match design {
            Design::OneAtATime => self.swings(&means),
            Design::Factorial(factorial) => self.shares(factorial, &means, left),
            Design::LatinHypercube(_) => self.ranked(&means),
            Design::Morris(morris) => {
                self.screened(morris, &means, self.shuffled(morris, own.as_ref()))
            }
            Design::Saltelli(saltelli) => self.indices(saltelli, &means, left),
        }?;
        said.spread = sentences::spread(&self.spread_of(&means), is_difference);
        let floor = found.floor().max(match (&found, design) {
            (Found::Indices(_) | Found::Shares(_), _) => left,
            (_, Design::Morris(morris)) => self.shuffled(morris, own.as_ref()),
            _ => 0.0,
        });
        let is_spread = !matches!(design, Design::OneAtATime | Design::Morris(_));
        let chance = own.filter(|_| is_spread);
        said.sure.extend(self.chance_words(design, chance.as_ref()));
        said.notes.extend(chance.as_ref().and_then(sentences::worth));
        let quantiles = [0.5, 0.025, 0.975].map(|share| quantile(&self.outputs, share));
        let names = self.names(design);
        Ok((said, Numbers { found, names, floor, growth, chance, runs: quantiles }))
    }

    fn two_level(&self) -> TwoLevel {
        TwoLevel { points: self.units.len(), replicates: self.replicates }
    }

    /// With many columns a resample takes long, and the interval needs no more.
    fn resampling(&self) -> Resampling {
        let samples = if self.units.columns() > 30 { 200 } else { 1000 };
        Resampling { samples, ..Resampling::default() }
    }

    /// Parameters and chance, if there are replicates.
    fn components(&self) -> Option<Components> {
        if self.replicates < 2 {
            return None;
        }
        self.two_level().components(&self.outputs, &self.resampling()).ok()
    }

    fn chance_words(&self, design: &Design, chance: Option<&Components>) -> Option<String> {
        match (chance, design) {
            (Some(chance), _) => Some(sentences::chance(chance, self.replicates)),
            (None, Design::OneAtATime | Design::Morris(_)) if self.replicates > 1 => None,
            (None, _) => {
                let what =
                    "Chance is not told apart, and may be some of what is said: add replicates.";
                Some(what.to_owned())
            }
        }
    }

    /// The mu* of a parameter that only shuffles luck: the mean size of a normal difference of two means.
    fn shuffled(&self, morris: &Morris, chance: Option<&Components>) -> f64 {
        let own = chance.map_or(0.0, |chance| chance.own.max(0.0)) / self.replicates as f64;
        (2.0 * own).sqrt() * MEAN_SIZE / morris.step()
    }

    /// The points over which a spread is told: of a sample, those that are one.
    fn spread_of(&self, means: &[f64]) -> Vec<f64> {
        match self.worlds {
            Some(worlds) => worlds.iter().map(|world| means[*world]).collect(),
            None => means.to_vec(),
        }
    }

    /// The first so many points.
    fn first(&self, points: usize) -> Points {
        let mut first = Points::new(self.units.columns());
        self.units.rows().take(points).for_each(|row| first.push(row));
        first
    }

    fn names(&self, design: &Design) -> Vec<String> {
        match design {
            Design::Morris(morris) => morris.groups.names(self.space),
            _ => self.space.names().map(str::to_owned).collect(),
        }
    }

    fn swings(&self, means: &[f64]) -> Told {
        let found = tornado::swings(self.space, means)?;
        // Each replicate has its own luck, alike at all points: swings compare as pairs.
        let of_replicate = |replicate: usize| -> Result<tornado::Tornado, SensitivityError> {
            let own = self.outputs.iter().skip(replicate).step_by(self.replicates);
            tornado::swings(self.space, &own.copied().collect::<Vec<f64>>())
        };
        let each = (0..self.replicates).map(of_replicate).collect::<Result<Vec<_>, _>>()?;
        let ends = |column: usize| {
            let of = |end: fn(&tornado::Swing) -> f64| {
                Mean::of(&each.iter().map(|one| end(&one.swings[column])).collect::<Vec<f64>>())
            };
            (of(|swing| swing.at_low), of(|swing| swing.at_high))
        };
        let ends: Vec<(Mean, Mean)> = (0..found.swings.len()).map(ends).collect();
        let said = tell::swings(&self.names(&Design::OneAtATime), &found, &ends);
        Ok((said, Found::Swings(found, ends), None))
    }

    fn shares(&self, factorial: &Factorial, means: &[f64], left: f64) -> Told {
        let found = factorial.shares(self.space, self.seed, means)?;
        let names: Vec<String> = self.space.names().map(str::to_owned).collect();
        Ok((tell::shares(&names, &found, left), Found::Shares(found), None))
    }

    fn ranked(&self, means: &[f64]) -> Told {
        let found = ranks::indices(self.units, means, &self.resampling())?;
        let cut = bins::first_order(self.units, means, &self.resampling()).ok();
        let whole = u32::try_from(means.len()).map_err(|_| SensitivityError::TooLarge)?;
        let least = u32::try_from(self.units.columns() + 2).unwrap_or(u32::MAX);
        let change = growth(whole, least, |size| {
            let size = size as usize;
            let part = ranks::indices(&self.first(size), &means[..size], &Resampling::NONE)?;
            Ok(part.regression.iter().map(|estimate| estimate.value).collect())
        });
        let names: Vec<String> = self.space.names().map(str::to_owned).collect();
        let mut said = tell::ranked(&names, &found, cut.as_ref());
        said.sure.push(sentences::converged(change.as_ref().ok(), "points"));
        Ok((said, Found::Ranked(found, cut), change.ok()))
    }

    fn screened(&self, morris: &Morris, means: &[f64], shuffled: f64) -> Told {
        let found = morris.effects(self.units, means, &self.resampling())?;
        let rows = found.groups.len() + 1;
        let change = growth(morris.trajectories, 2, |size| {
            let points = rows * size as usize;
            let part = morris.effects(&self.first(points), &means[..points], &Resampling::NONE)?;
            Ok(part.groups.iter().map(|effect| effect.share.value).collect())
        });
        let mut said = tell::screened(&morris.groups.names(self.space), &found, shuffled);
        said.sure.push(sentences::converged(change.as_ref().ok(), "trajectories"));
        Ok((said, Found::Screened(found), change.ok()))
    }

    fn indices(&self, saltelli: &Saltelli, means: &[f64], left: f64) -> Told {
        let found = saltelli.indices(self.space, means, &self.resampling())?;
        let rows = saltelli.rows(self.space.columns());
        let change = growth(saltelli.base, 4, |base| {
            let part = Saltelli { base, ..*saltelli };
            let means = &means[..rows * base as usize];
            let part = part.indices(self.space, means, &Resampling::NONE)?;
            Ok(part.columns.iter().map(|index| index.total.value).collect())
        });
        let names: Vec<String> = self.space.names().map(str::to_owned).collect();
        let mut said = tell::indices(&names, &found, &self.ways(means), left);
        said.sure.push(sentences::converged(change.as_ref().ok(), "base samples"));
        Ok((said, Found::Indices(found), change.ok()))
    }

    /// Which way each column moves the output, by its partial rank correlation over the sampled worlds:
    /// above or below zero, or neither where that is not told by so many.
    fn ways(&self, means: &[f64]) -> Vec<f64> {
        let worlds = self.worlds.unwrap_or_default();
        let mut units = Points::new(self.units.columns());
        worlds.iter().for_each(|world| units.push(self.units.row(*world)));
        let outputs: Vec<f64> = worlds.iter().map(|world| means[*world]).collect();
        let free = worlds.len() as f64 - units.columns() as f64 - 1.0;
        let Ok(found) = ranks::indices(&units, &outputs, &Resampling::NONE) else {
            return vec![0.0; units.columns()];
        };
        // Two standard errors of a correlation where there is none.
        let is_told = |partial: f64| free > 0.0 && partial.abs() > 2.0 / free.sqrt();
        let way = |partial: f64| if is_told(partial) { partial.signum() } else { 0.0 };
        found.partial.iter().map(|partial| way(partial.value)).collect()
    }
}

//! What a sweep says, in words: which parameters decide an outcome, or the difference of two arms, how
//! sure that is, and how much of the spread is chance.

use super::folder::SweepFolder;
use super::gather::{each, nothing_is_missing, place_of};
use super::shard::Came;
use super::tell::{self, Finding};
use crate::runs::Trouble;
use crate::scenario::mistakes::suggestion;
use crate::sensitivity::convergence::growth;
use crate::sensitivity::replicates::TwoLevel;
use crate::sensitivity::{
    Design, Factorial, Morris, Points, Resampling, Saltelli, SensitivityError, Space, ranks,
    tornado,
};
use crate::sweep::outcome::{OUTCOMES, Outcome, named};
use crate::sweep::paired::Mean;

/// What is asked of a sweep.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// One outcome only.
    pub outcome: Option<&'a str>,
    /// Only the difference between this arm and the base.
    pub difference: Option<&'a str>,
}

/// Of so many failed cells the message names the first.
const NAMED: usize = 10;

/// An outcome of the base, or of an arm less the base.
struct Asked {
    outcome: &'static Outcome,
    /// The other arm; none for the base itself.
    arm: Option<usize>,
}

/// One number per point and replicate, the replicates of a point together.
struct Series {
    space: Space,
    units: Points,
    outputs: Vec<f64>,
    replicates: usize,
}

/// What the sweep says of each outcome of the base, and of each difference between an arm and the base.
///
/// # Errors
/// Cells are missing, or failed in a design that cannot be read with gaps; there is no such outcome or
/// arm; a file is damaged.
pub fn findings(folder: &SweepFolder, question: &Question) -> Result<Vec<Finding>, Trouble> {
    nothing_is_missing(folder)?;
    let asked = asked(folder, question)?;
    let mut outputs: Vec<Vec<f64>> = asked.iter().map(|_| Vec::new()).collect();
    let mut gaps: Vec<(u32, u32, String)> = Vec::new();
    each(folder, &mut |point, replicate, came| {
        match came {
            Came::Counted(numbers) => {
                for (all, asked) in outputs.iter_mut().zip(&asked) {
                    let of = |arm: usize| numbers[arm * OUTCOMES.len() + place_of(asked.outcome)];
                    all.push(asked.arm.map_or(of(0), |arm| of(arm) - of(0)));
                }
            }
            Came::Failed { error, .. } => {
                gaps.push((point, replicate, error.clone()));
                outputs.iter_mut().for_each(|all| all.push(f64::NAN));
            }
        }
        Ok(())
    })?;
    let design = folder.design();
    let may_have_gaps = matches!(design, Design::LatinHypercube(_));
    if !gaps.is_empty() && !may_have_gaps {
        return Err(gaps_in(folder, &gaps));
    }
    let series = |outputs: Vec<f64>| {
        let (units, replicates) = (folder.cells.units(), folder.cells.replicates() as usize);
        without_gaps(&folder.file.space, units, outputs, replicates)
    };
    let of = |(asked, outputs): (&Asked, Vec<f64>)| {
        let mut found = finding(folder, asked, &design, &series(outputs));
        if !gaps.is_empty() {
            let note = format!("{} cells failed; their points are left out.", gaps.len());
            found.notes.push(note);
        }
        found
    };
    Ok(asked.iter().zip(outputs).map(of).collect())
}

fn asked(folder: &SweepFolder, question: &Question) -> Result<Vec<Asked>, Trouble> {
    let file = &folder.file;
    let outcomes: Vec<&'static Outcome> = match question.outcome {
        Some(id) => vec![named(id).ok_or_else(|| {
            let ids: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.id).collect();
            Trouble::Input(format!("no outcome is called `{id}`; {}", suggestion(id, &ids)))
        })?],
        // All of them are a book: without a choice, those that a report leads with.
        None if file.outcomes.len() == OUTCOMES.len() => {
            OUTCOMES.iter().filter(|outcome| outcome.in_brief).collect()
        }
        None => file.outcomes.clone(),
    };
    let arms = &file.scenario.arms;
    let parts: Vec<Option<usize>> = match question.difference {
        None => std::iter::once(None).chain((1..arms.len()).map(Some)).collect(),
        Some(id) => {
            let found = arms.iter().skip(1).position(|arm| arm.id == id).map(|at| at + 1);
            if found.is_none() {
                let ids: Vec<&str> = arms.iter().skip(1).map(|arm| arm.id.as_str()).collect();
                let what = format!("no arm beside the base is called `{id}`; ");
                return Err(Trouble::Input(what + &suggestion(id, &ids)));
            }
            vec![found]
        }
    };
    let every = outcomes.into_iter().flat_map(|outcome| {
        parts.iter().map(move |arm| Asked { outcome, arm: *arm }).collect::<Vec<_>>()
    });
    Ok(every.collect())
}

fn gaps_in(folder: &SweepFolder, gaps: &[(u32, u32, String)]) -> Trouble {
    let named: Vec<String> = gaps
        .iter()
        .take(NAMED)
        .map(|(point, replicate, error)| format!("point {point} replicate {replicate} ({error})"))
        .collect();
    let more = gaps.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Trouble::Incomplete(format!(
        "{}: this design cannot be read with gaps, and {} of its cells failed: {}{more}. Choose narrower \
         ranges in the scenario, or a design of kind lhs",
        folder.path.display(),
        gaps.len(),
        named.join(", ")
    ))
}

/// Without the points of which a replicate failed.
fn without_gaps(space: &Space, units: &Points, outputs: Vec<f64>, replicates: usize) -> Series {
    let mut kept = Points::new(units.columns());
    let mut all = Vec::new();
    for (row, outputs) in units.rows().zip(outputs.chunks_exact(replicates)) {
        if outputs.iter().all(|output| output.is_finite()) {
            kept.push(row);
            all.extend_from_slice(outputs);
        }
    }
    Series { space: space.clone(), units: kept, outputs: all, replicates }
}

fn finding(folder: &SweepFolder, asked: &Asked, design: &Design, series: &Series) -> Finding {
    let scenario = &folder.file.scenario;
    let base = &scenario.arms[0].id;
    let of = match asked.arm {
        None => base.clone(),
        Some(arm) => format!("difference {} minus {base}", scenario.arms[arm].id),
    };
    let title = format!("{} ({}), {of}", asked.outcome.id, asked.outcome.unit);
    let found = series.means().and_then(|means| {
        let mut found = match design {
            Design::OneAtATime => swings(series, &means),
            Design::Factorial(factorial) => shares(folder, factorial, series, &means),
            Design::LatinHypercube(_) => ranked(series, &means),
            Design::Morris(morris) => screened(morris, series, &means),
            Design::Saltelli(saltelli) => indices(saltelli, series, &means),
        }?;
        found.notes.extend(series.chance(design));
        found.notes.push(series.spread(&means));
        Ok(found)
    });
    match found {
        Ok(found) => Finding { title, ..found },
        // Nothing differs: there is nothing to explain, and that is an answer.
        Err(error) => Finding { title, notes: vec![format!("{error}.")], ..Finding::default() },
    }
}

impl Series {
    fn two_level(&self) -> TwoLevel {
        TwoLevel { points: self.units.len(), replicates: self.replicates }
    }

    fn means(&self) -> Result<Vec<f64>, SensitivityError> {
        self.two_level().means(&self.outputs)
    }

    /// With many columns a resample takes long, and the interval needs no more.
    fn resampling(&self) -> Resampling {
        let samples = if self.units.columns() > 60 { 200 } else { 1000 };
        Resampling { samples, ..Resampling::default() }
    }

    /// How much of the spread of single runs is chance, where points are a sample of all that may be.
    fn chance(&self, design: &Design) -> Option<String> {
        if matches!(design, Design::OneAtATime | Design::Morris(_)) {
            return None;
        }
        if self.replicates < 2 {
            return Some("Chance is not told apart: add replicates to do so.".to_owned());
        }
        let found = self.two_level().components(&self.outputs, &self.resampling()).ok()?;
        Some(tell::chance(&found, self.replicates))
    }

    fn spread(&self, means: &[f64]) -> String {
        let least = means.iter().copied().fold(f64::INFINITY, f64::min);
        let most = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        tell::spread(Mean::of(means).value, least, most, self.units.len())
    }

    /// The first so many points.
    fn first(&self, points: usize) -> Points {
        let mut first = Points::new(self.units.columns());
        self.units.rows().take(points).for_each(|row| first.push(row));
        first
    }

    fn names(&self) -> Vec<String> {
        self.space.names().map(str::to_owned).collect()
    }
}

type Told = Result<Finding, SensitivityError>;

fn swings(series: &Series, means: &[f64]) -> Told {
    let found = tornado::swings(&series.space, means)?;
    // Each replicate has its own luck, alike at all points: swings compare as pairs.
    let of_replicate = |replicate: usize| -> Result<tornado::Tornado, SensitivityError> {
        let own = series.outputs.iter().skip(replicate).step_by(series.replicates);
        tornado::swings(&series.space, &own.copied().collect::<Vec<f64>>())
    };
    let each = (0..series.replicates).map(of_replicate).collect::<Result<Vec<_>, _>>()?;
    let ends = |column: usize| {
        let of = |end: fn(&tornado::Swing) -> f64| {
            Mean::of(&each.iter().map(|one| end(&one.swings[column])).collect::<Vec<f64>>())
        };
        (of(|swing| swing.at_low), of(|swing| swing.at_high))
    };
    let ends: Vec<(Mean, Mean)> = (0..found.swings.len()).map(ends).collect();
    Ok(tell::swings(&series.names(), &found, &ends))
}

fn shares(folder: &SweepFolder, factorial: &Factorial, series: &Series, means: &[f64]) -> Told {
    let found = factorial.shares(&series.space, folder.file.seed, means)?;
    Ok(tell::shares(&series.names(), &found))
}

fn ranked(series: &Series, means: &[f64]) -> Told {
    let found = ranks::indices(&series.units, means, &series.resampling())?;
    let whole = u32::try_from(means.len()).map_err(|_| SensitivityError::TooLarge)?;
    let least = u32::try_from(series.units.columns() + 2).unwrap_or(u32::MAX);
    let change = growth(whole, least, |size| {
        let size = size as usize;
        let part = ranks::indices(&series.first(size), &means[..size], &Resampling::NONE)?;
        Ok(part.regression.iter().map(|estimate| estimate.value).collect())
    });
    let mut told = tell::ranked(&series.names(), &found);
    told.notes.push(tell::converged(change.ok().as_ref(), "points"));
    Ok(told)
}

fn screened(morris: &Morris, series: &Series, means: &[f64]) -> Told {
    let found = morris.effects(&series.units, means, &series.resampling())?;
    let rows = series.units.columns() + 1;
    let change = growth(morris.trajectories, 2, |size| {
        let points = rows * size as usize;
        let part = morris.effects(&series.first(points), &means[..points], &Resampling::NONE)?;
        Ok(part.groups.iter().map(|effect| effect.share.value).collect())
    });
    let mut told = tell::screened(&series.names(), &found);
    told.notes.push(tell::converged(change.ok().as_ref(), "trajectories"));
    Ok(told)
}

fn indices(saltelli: &Saltelli, series: &Series, means: &[f64]) -> Told {
    let found = saltelli.indices(&series.space, means, &series.resampling())?;
    let rows = saltelli.rows(series.space.columns());
    let change = growth(saltelli.base, 4, |base| {
        let part = Saltelli { base, ..*saltelli };
        let means = &means[..rows * base as usize];
        let part = part.indices(&series.space, means, &Resampling::NONE)?;
        Ok(part.columns.iter().map(|index| index.total.value).collect())
    });
    let mut told = tell::indices(&series.names(), &found);
    told.notes.push(tell::converged(change.ok().as_ref(), "base samples"));
    Ok(told)
}

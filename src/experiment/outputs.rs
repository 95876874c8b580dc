//! What came of the cells of a sweep, ready to be reckoned with: by outcome and arm, one number per point
//! and replicate.

use super::folder::SweepFolder;
use super::gather::{each, first_of, nothing_is_missing, place_of};
use super::shard::Came;
use crate::runs::Trouble;
use crate::scenario::mistakes::suggestion;
use crate::sensitivity::replicates::TwoLevel;
use crate::sensitivity::{Design, Points};
use crate::sweep::outcome::{OUTCOMES, Outcome, named};

/// Of so many failed cells a message names the first.
const NAMED: usize = 10;

/// A cell of which nothing came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Gap {
    /// The point, from 0.
    pub(super) point: u32,
    /// The replicate, from 1.
    pub(super) replicate: u32,
    /// Why.
    pub(super) error: String,
    /// The seed with which it fails again.
    pub(super) seed: u64,
}

/// An outcome of the base, or of an arm less the base.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) outcome: &'static Outcome,
    /// The other arm; none for the base itself.
    pub(super) arm: Option<usize>,
}

/// All that came of some outcomes.
#[derive(Clone, Debug)]
pub(super) struct Outputs {
    outcomes: Vec<&'static Outcome>,
    /// By outcome, then by arm; all replicates of a point together.
    numbers: Vec<Vec<Vec<f64>>>,
    /// Cells that failed. Their points are left out of all else.
    pub(super) gaps: Vec<Gap>,
    /// The points as places in their distributions.
    pub(super) units: Points,
    /// The points in the parameters' own units.
    pub(super) values: Points,
    /// Replicates of each point.
    pub(super) replicates: usize,
    /// The points that are a sample of all that may be, by their place here; none in other designs.
    pub(super) worlds: Option<Vec<usize>>,
}

impl Outputs {
    /// Reads every cell once.
    ///
    /// # Errors
    /// Cells are missing; a file is damaged.
    pub(super) fn read(
        folder: &SweepFolder,
        outcomes: &[&'static Outcome],
    ) -> Result<Outputs, Trouble> {
        nothing_is_missing(folder)?;
        let arms = folder.file.scenario.arms.len();
        let replicates = folder.cells.replicates() as usize;
        let mut numbers = vec![vec![Vec::new(); arms]; outcomes.len()];
        let mut gaps = Vec::new();
        each(folder, &mut |point, replicate, came| {
            let number = |outcome: &Outcome, arm: usize| match came {
                Came::Counted(numbers) => numbers[arm * OUTCOMES.len() + place_of(outcome)],
                Came::Failed { .. } => f64::NAN,
            };
            for (by_arm, outcome) in numbers.iter_mut().zip(outcomes) {
                for (arm, all) in by_arm.iter_mut().enumerate() {
                    all.push(number(outcome, arm));
                }
            }
            if let Came::Failed { error, seed } = came {
                gaps.push(Gap { point, replicate, error: error.clone(), seed: *seed });
            }
            Ok(())
        })?;
        let worlds = folder.design().worlds(&folder.file.space);
        let (units, values) = (folder.cells.units().clone(), folder.cells.values().clone());
        let outcomes = outcomes.to_vec();
        let whole = Outputs { outcomes, numbers, gaps, units, values, replicates, worlds };
        Ok(if whole.gaps.is_empty() { whole } else { whole.without_gaps() })
    }

    /// Without the points of which a replicate failed.
    fn without_gaps(self) -> Outputs {
        let failed: Vec<usize> = self.gaps.iter().map(|gap| gap.point as usize).collect();
        let kept: Vec<usize> =
            (0..self.units.len()).filter(|point| failed.binary_search(point).is_err()).collect();
        let rows = |points: &Points| {
            let mut left = Points::new(points.columns());
            kept.iter().for_each(|point| left.push(points.row(*point)));
            left
        };
        let of_kept = |all: &Vec<f64>| -> Vec<f64> {
            let outputs = |point: &usize| &all[point * self.replicates..][..self.replicates];
            kept.iter().flat_map(outputs).copied().collect()
        };
        let numbers = self.numbers.iter().map(|arms| arms.iter().map(of_kept).collect()).collect();
        let place = |world: &usize| kept.binary_search(world).ok();
        let worlds = self.worlds.as_ref();
        let worlds = worlds.map(|worlds| worlds.iter().filter_map(place).collect());
        let (units, values) = (rows(&self.units), rows(&self.values));
        Outputs { numbers, units, values, worlds, ..self }
    }

    /// Refuses gaps where the design cannot be read with them, and says which there are.
    pub(super) fn checked(self, folder: &SweepFolder) -> Result<Outputs, Trouble> {
        if self.gaps.is_empty() || matches!(folder.design(), Design::LatinHypercube(_)) {
            return Ok(self);
        }
        let told = |gap: &Gap| {
            let Gap { point, replicate, error, .. } = gap;
            format!("point {point} replicate {replicate} ({error})")
        };
        Err(Trouble::Incomplete(format!(
            "{}: this design cannot be read with gaps, and {} of its cells failed: {}. Choose \
             narrower ranges in the scenario, or a design of kind lhs",
            folder.path.display(),
            self.gaps.len(),
            first_of(NAMED, self.gaps.iter().map(told))
        )))
    }

    /// Points and replicates.
    pub(super) fn two_level(&self) -> TwoLevel {
        TwoLevel { points: self.units.len(), replicates: self.replicates }
    }

    /// The outcomes that were read.
    pub(super) fn outcomes(&self) -> &[&'static Outcome] {
        &self.outcomes
    }

    /// One number per point and replicate, of an arm.
    pub(super) fn of_arm(&self, outcome: &Outcome, arm: usize) -> &[f64] {
        let at = self.outcomes.iter().position(|known| known.id == outcome.id);
        &self.numbers[at.expect("an outcome that was read")][arm]
    }

    /// One number per point and replicate, of the base or of a difference.
    pub(super) fn of(&self, asked: &Asked) -> Vec<f64> {
        let base = self.of_arm(asked.outcome, 0);
        let Some(arm) = asked.arm else { return base.to_vec() };
        let arm = self.of_arm(asked.outcome, arm);
        arm.iter().zip(base).map(|(arm, base)| arm - base).collect()
    }

    /// The mean over replicates at each of some points.
    pub(super) fn means_at(&self, numbers: &[f64], points: &[usize]) -> Vec<f64> {
        let mean = |point: &usize| {
            let own = &numbers[point * self.replicates..][..self.replicates];
            own.iter().sum::<f64>() / self.replicates as f64
        };
        points.iter().map(mean).collect()
    }
}

/// One outcome by its name, or those that the sweep's file names; of all of them, which are a book, those
/// that a report leads with.
pub(super) fn outcomes(
    folder: &SweepFolder,
    id: Option<&str>,
) -> Result<Vec<&'static Outcome>, Trouble> {
    let known = &folder.file.outcomes;
    let Some(id) = id else {
        return Ok(match known.len() == OUTCOMES.len() {
            true => OUTCOMES.iter().filter(|outcome| outcome.in_brief).collect(),
            false => known.clone(),
        });
    };
    let found = named(id).ok_or_else(|| {
        let ids: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.id).collect();
        Trouble::Input(format!("no outcome is called `{id}`; {}", suggestion(id, &ids)))
    })?;
    Ok(vec![found])
}

/// The place of an arm beside the base, by its name.
pub(super) fn arm_named(folder: &SweepFolder, id: &str) -> Result<usize, Trouble> {
    let arms = &folder.file.scenario.arms;
    arms.iter().skip(1).position(|arm| arm.id == id).map(|at| at + 1).ok_or_else(|| {
        let ids: Vec<&str> = arms.iter().skip(1).map(|arm| arm.id.as_str()).collect();
        let what = format!("no arm beside the base is called `{id}`; ");
        Trouble::Input(what + &suggestion(id, &ids))
    })
}

/// Refuses a design whose points are no sample of all that may be.
pub(super) fn worlds_of<'a>(
    folder: &SweepFolder,
    outputs: &'a Outputs,
    what: &str,
) -> Result<&'a [usize], Trouble> {
    outputs.worlds.as_deref().ok_or_else(|| Trouble::Input(no_sample(folder, what)))
}

/// Why a design tells nothing of shares of worlds.
pub(super) fn no_sample(folder: &SweepFolder, what: &str) -> String {
    format!(
        "{what} needs points that are a sample of all that may be; those of a design of kind {} lie at \
         the ends of ranges or on a grid, whatever is probable there. Sweep with a design of kind lhs or \
         saltelli",
        kind(&folder.file.design)
    )
}

/// A design as files name it.
pub(super) fn kind(design: &Design) -> &'static str {
    match design {
        Design::OneAtATime => "oat",
        Design::Factorial(_) => "factorial",
        Design::LatinHypercube(_) => "lhs",
        Design::Morris(_) => "morris",
        Design::Saltelli(_) => "saltelli",
    }
}

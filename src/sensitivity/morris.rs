//! Morris trajectories: which parameters matter at all, for few runs.

use super::outputs::{complete, mean, shares, squares};
use super::{DUMMY, Estimate, Points, Resampling, SensitivityError, Space};
use crate::draw::{Purpose, outside};

/// What trajectories draw, apart from all other draws of a design.
const STREAM: u16 = 4;

/// Which parameters move together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Groups {
    /// Each alone.
    Each,
    /// By parameter, without the dummy: the name of its group. Groups are numbered as they are first
    /// named.
    Of(Vec<String>),
}

/// Trajectories through a grid (Morris 1991), in which each group of parameters moves once
/// (Campolongo, Cariboni and Saltelli 2007), each parameter up or down by itself. The dummy is a
/// group of its own, the last.
///
/// A trajectory is drawn by its number alone: more of them leave those that are there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Morris {
    /// How many, R: at least 2.
    pub trajectories: u32,
    /// Levels of the grid, p, an even number; a step is p / (2 (p − 1)) of the range of probability.
    pub levels: u32,
    /// What moves together.
    pub groups: Groups,
}

/// What moving one group does, in the output's unit for a whole range of probability.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effect {
    /// The mean effect of going up; none for a group of several, whose members go different ways.
    pub mu: Option<Estimate>,
    /// The mean size of the effect (Campolongo et al. 2007).
    pub mu_star: Estimate,
    /// Standard deviation of the effect over trajectories: curvature or interaction; none for a
    /// group of several.
    pub sigma: Option<Estimate>,
    /// The part of this `mu_star` in the sum of all: from 0 to 1, without a unit.
    pub share: Estimate,
}

/// The effects of all groups.
#[derive(Clone, PartialEq, Debug)]
pub struct Effects {
    /// By group, the dummy's last.
    pub groups: Vec<Effect>,
    /// How far the interval of the dummy's `mu_star` reaches. It is zero where each point meets the
    /// same chance.
    pub floor: f64,
}

impl Morris {
    /// R (G + 1) points for G groups, the dummy's included.
    ///
    /// # Errors
    /// Fewer than two trajectories, levels that are odd or fewer than two, groups that are not one
    /// per parameter, or too many points.
    pub fn size(&self, space: &Space) -> Result<usize, SensitivityError> {
        let wrong = |what, is: u32, needs| {
            Err(SensitivityError::Setting { what, is: f64::from(is), needs })
        };
        if self.trajectories < 2 {
            return wrong("the number of trajectories", self.trajectories, "at least 2");
        }
        if self.levels < 2 || self.levels % 2 == 1 {
            return wrong("the number of levels", self.levels, "even, and at least 2");
        }
        let groups = self.groups.sets(space.columns())?.len();
        let rows = u32::try_from(groups + 1).ok();
        let size = rows.and_then(|rows| rows.checked_mul(self.trajectories));
        size.map(|size| size as usize).ok_or(SensitivityError::TooLarge)
    }

    /// How far a step goes, as a part of the range of probability.
    #[must_use]
    pub fn step(&self) -> f64 {
        f64::from(self.levels / 2) / f64::from(self.levels - 1)
    }

    /// The points, as units, trajectory after trajectory.
    ///
    /// # Errors
    /// As [`Morris::size`].
    pub fn points(&self, space: &Space, seed: u64) -> Result<Points, SensitivityError> {
        self.size(space)?;
        let sets = self.groups.sets(space.columns())?;
        let mut points = Points::new(space.columns());
        for trajectory in 0..self.trajectories {
            let draw = |slot: u16| {
                outside(seed, Purpose::Design, STREAM, [trajectory, u32::from(slot), 0])
            };
            let ends = (0..space.columns()).map(|column| self.ends(draw(space.slot(column))));
            let (mut row, ends): (Vec<f64>, Vec<f64>) = ends.unzip();
            points.push(&row);
            for group in steps(sets.len(), draw) {
                sets[group].iter().for_each(|column| row[*column] = ends[*column]);
                points.push(&row);
            }
        }
        Ok(points)
    }

    /// Where a column starts, and where its step takes it.
    fn ends(&self, lanes: crate::draw::Lanes) -> (f64, f64) {
        let unit = |level: u32| f64::from(level) / f64::from(self.levels - 1);
        let level = lanes[0].index(self.levels / 2);
        let (low, high) = (unit(level), unit(level + self.levels / 2));
        if lanes[1].index(2) == 0 { (low, high) } else { (high, low) }
    }

    /// The effects, from the points (as units, by this design or another's of the same groups) and
    /// one output per point. Intervals resample trajectories.
    ///
    /// # Errors
    /// Outputs missing or not finite; a row in which not exactly one group has moved; fewer than
    /// two trajectories.
    pub fn effects(
        &self,
        points: &Points,
        outputs: &[f64],
        resampling: &Resampling,
    ) -> Result<Effects, SensitivityError> {
        complete(outputs, points.len())?;
        let sets = self.groups.sets(points.columns())?;
        let rows = sets.len() + 1;
        if !points.len().is_multiple_of(rows) || points.len() < 2 * rows {
            return Err(SensitivityError::NotThisDesign { row: points.len() / rows * rows });
        }
        let starts = (0..points.len()).step_by(rows);
        let elementary = starts.map(|start| elementary(start, points, outputs, &sets));
        let elementary = elementary.collect::<Result<Vec<_>, _>>()?;
        let of = |drawn: &[usize]| statistics(drawn, &elementary, sets.len());
        let found = resampling.estimate(elementary.len(), of)?;
        let effect = |(four, set): (&[Estimate], &Vec<usize>)| {
            let signed = |estimate| (set.len() == 1).then_some(estimate);
            let (mu, sigma) = (signed(four[0]), signed(four[2]));
            Effect { mu, mu_star: four[1], sigma, share: four[3] }
        };
        let groups: Vec<Effect> = found.chunks_exact(4).zip(&sets).map(effect).collect();
        let dummy = groups[groups.len() - 1].mu_star;
        Ok(Effects { groups, floor: dummy.reach() })
    }
}

impl Groups {
    /// The names of the groups, in the order of the effects: the dummy's last. A parameter that moves
    /// alone is a group of its own name.
    #[must_use]
    pub fn names(&self, space: &Space) -> Vec<String> {
        match self {
            Groups::Each => space.names().map(str::to_owned).collect(),
            Groups::Of(groups) => {
                let mut names: Vec<String> = Vec::new();
                for name in groups {
                    if !names.contains(name) {
                        names.push(name.clone());
                    }
                }
                names.into_iter().chain([DUMMY.to_owned()]).collect()
            }
        }
    }

    /// The columns of each group, the dummy's last.
    fn sets(&self, columns: usize) -> Result<Vec<Vec<usize>>, SensitivityError> {
        let parameters = columns - 1;
        let Groups::Of(groups) = self else {
            return Ok((0..columns).map(|column| vec![column]).collect());
        };
        if groups.len() != parameters {
            let (what, needs) = ("the number of parameters with a group", "that of all parameters");
            return Err(SensitivityError::Setting { what, is: groups.len() as f64, needs });
        }
        let mut sets: Vec<(&String, Vec<usize>)> = Vec::new();
        for (column, name) in groups.iter().enumerate() {
            match sets.iter_mut().find(|(known, _)| *known == name) {
                Some((_, set)) => set.push(column),
                None => sets.push((name, vec![column])),
            }
        }
        Ok(sets.into_iter().map(|(_, set)| set).chain([vec![parameters]]).collect())
    }
}

/// In which order the groups move. One more group leaves the order of the others.
fn steps(groups: usize, draw: impl Fn(u16) -> crate::draw::Lanes) -> Vec<usize> {
    let slot = |group: usize| if group + 1 == groups { 0 } else { group + 1 };
    let key = |group: &usize| {
        let slot = u16::try_from(slot(*group)).expect("few parameters, as Space::new holds");
        (draw(slot)[2], slot)
    };
    let mut order: Vec<usize> = (0..groups).collect();
    order.sort_by_cached_key(key);
    order
}

/// The elementary effects of the trajectory that starts at a row: by group, going up.
fn elementary(
    start: usize,
    points: &Points,
    outputs: &[f64],
    sets: &[Vec<usize>],
) -> Result<Vec<f64>, SensitivityError> {
    let mut effects = vec![f64::NAN; sets.len()];
    for row in start + 1..=start + sets.len() {
        let (before, after) = (points.row(row - 1), points.row(row));
        let moved: Vec<usize> =
            (0..points.columns()).filter(|column| before[*column] != after[*column]).collect();
        let group = sets.iter().position(|set| *set == moved);
        let group = group.filter(|group| effects[*group].is_nan());
        let group = group.ok_or(SensitivityError::NotThisDesign { row })?;
        let step = after[moved[0]] - before[moved[0]];
        effects[group] = (outputs[row] - outputs[row - 1]) / step;
    }
    Ok(effects)
}

/// For each group: mu, mu*, sigma and the share.
fn statistics(drawn: &[usize], elementary: &[Vec<f64>], groups: usize) -> Vec<f64> {
    let of = |group: usize| -> Vec<f64> { drawn.iter().map(|at| elementary[*at][group]).collect() };
    let size = |effects: &[f64]| mean(&effects.iter().map(|e| e.abs()).collect::<Vec<_>>());
    let effects: Vec<Vec<f64>> = (0..groups).map(of).collect();
    let sizes: Vec<f64> = effects.iter().map(|effects| size(effects)).collect();
    let sigma = |effects: &[f64]| (squares(effects) / (effects.len() - 1) as f64).sqrt();
    let shares = shares(&sizes);
    let by_group = effects.iter().zip(sizes.iter().zip(shares));
    by_group.flat_map(|(e, (size, share))| [mean(e), *size, sigma(e), share]).collect()
}

//! Any design, for whoever plans a sweep: how large, which points, and what more there could be.

use super::{
    Factorial, LatinHypercube, Morris, Points, Saltelli, SensitivityError, Space, tornado,
};

/// Which points to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Design {
    /// Each parameter alone at its low and its high ([`tornado`]).
    OneAtATime,
    /// Every combination of levels.
    Factorial(Factorial),
    /// An even sample.
    LatinHypercube(LatinHypercube),
    /// Trajectories, for screening.
    Morris(Morris),
    /// For Sobol' indices.
    Saltelli(Saltelli),
}

impl Design {
    /// How many points there are, before any is made; D counts the dummy:
    ///
    /// | design | points |
    /// | --- | --- |
    /// | one at a time | 2D + 1 |
    /// | factorial | the product of the levels |
    /// | Latin hypercube | block × blocks |
    /// | Morris | R (G + 1), with the dummy's group in G |
    /// | Saltelli | N (D + 2), or N (2D + 2) for the second order |
    ///
    /// # Errors
    /// A setting that cannot be, or more than [`u32::MAX`] points.
    pub fn size(&self, space: &Space) -> Result<usize, SensitivityError> {
        match self {
            Design::OneAtATime => Ok(tornado::size(space.columns())),
            Design::Factorial(factorial) => factorial.size(space),
            Design::LatinHypercube(latin) => latin.size(),
            Design::Morris(morris) => morris.size(space),
            Design::Saltelli(saltelli) => saltelli.size(space),
        }
    }

    /// The points, as units: a row each, a column per parameter, the dummy's last. The same seed
    /// gives the same bits on every machine. [`Space::values`] gives them their units.
    ///
    /// # Errors
    /// As [`Design::size`].
    pub fn points(&self, space: &Space, seed: u64) -> Result<Points, SensitivityError> {
        match self {
            Design::OneAtATime => Ok(tornado::points(space)),
            Design::Factorial(factorial) => factorial.points(space, seed),
            Design::LatinHypercube(latin) => latin.points(space, seed),
            Design::Morris(morris) => morris.points(space, seed),
            Design::Saltelli(saltelli) => saltelli.points(space, seed),
        }
    }

    /// Which of its points are a sample of all that may be, so that a share of them is a share of
    /// worlds: in their order, later ones as even as earlier ones. None if none are.
    ///
    /// All points of a Latin hypercube; of Saltelli's design the rows of A and of B, as every other row
    /// repeats one of these but for one number and would count it again. A grid and trajectories over
    /// one put as many points at the ends of a range as in its middle, whatever is probable there.
    #[must_use]
    pub fn worlds(&self, space: &Space) -> Option<Vec<usize>> {
        match self {
            Design::LatinHypercube(latin) => latin.size().ok().map(|size| (0..size).collect()),
            Design::Saltelli(saltelli) => {
                let rows = saltelli.rows(space.columns());
                let both = |base: usize| [base * rows, (base + 1) * rows - 1];
                Some((0..saltelli.base as usize).flat_map(both).collect())
            }
            Design::OneAtATime | Design::Factorial(_) | Design::Morris(_) => None,
        }
    }

    /// The same design, larger: its points begin with those of this one, to the bit.
    ///
    /// What grows is the blocks of Latin hypercubes (each new one a hypercube by itself, the union
    /// is none), the trajectories, or the base samples.
    ///
    /// # Errors
    /// One at a time and factorials have all their points already; or none would be added, or there
    /// would be too many.
    pub fn expanded(&self, to: u32) -> Result<Design, SensitivityError> {
        let grows =
            |from: u32| if to > from { Ok(()) } else { Err(SensitivityError::NotAnExpansion) };
        match self {
            Design::OneAtATime | Design::Factorial(_) => Err(SensitivityError::NotAnExpansion),
            Design::LatinHypercube(latin) => grows(latin.blocks)
                .map(|()| Design::LatinHypercube(LatinHypercube { blocks: to, ..*latin })),
            Design::Morris(morris) => grows(morris.trajectories)
                .map(|()| Design::Morris(Morris { trajectories: to, ..morris.clone() })),
            Design::Saltelli(saltelli) => {
                grows(saltelli.base).map(|()| Design::Saltelli(Saltelli { base: to, ..*saltelli }))
            }
        }
    }
}

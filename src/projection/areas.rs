//! Where districts lie: what folds must know of a place to tell its areas and states apart.

use crate::event::Event;
use crate::ids::{AreaId, StateId, Subject};
use serde::{Deserialize, Serialize};

/// Where a district lies.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lies {
    /// In which area of responsibility.
    pub area: AreaId,
    /// In which state, if the place has states.
    pub state: Option<StateId>,
    /// In how many neighbourhoods its residents live.
    pub neighbourhoods: u32,
    /// Its residents.
    pub residents: u32,
}

/// Where districts lie.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Areas {
    /// The area of each district.
    area: Vec<u8>,
    /// The state of each district, if the place has states.
    state: Vec<Option<u8>>,
    /// By area: its part of all neighbourhoods, and of all residents, 0 to 1.
    parts: Vec<(f64, f64)>,
}

impl Areas {
    /// Those of a place with these districts.
    #[must_use]
    pub fn of(districts: &[Lies]) -> Areas {
        let area: Vec<u8> = districts.iter().map(|it| it.area.0).collect();
        let state = districts.iter().map(|it| it.state.map(|state| state.0)).collect();
        let many = area.iter().max().map_or(1, |most| usize::from(*most) + 1);
        let mut parts = vec![(0.0, 0.0); many];
        for district in districts {
            let part = &mut parts[usize::from(district.area.0)];
            part.0 += f64::from(district.neighbourhoods);
            part.1 += f64::from(district.residents);
        }
        let all = parts.iter().fold((0.0, 0.0), |all, part| (all.0 + part.0, all.1 + part.1));
        parts.iter_mut().for_each(|part| *part = (part.0 / all.0, part.1 / all.1));
        Areas { area, state, parts }
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// There is always one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// How many states there are.
    #[must_use]
    pub fn states(&self) -> usize {
        self.state.iter().flatten().max().map_or(0, |most| usize::from(*most) + 1)
    }

    /// The area of a district.
    #[must_use]
    pub fn area(&self, district: usize) -> usize {
        self.area.get(district).map_or(0, |area| usize::from(*area))
    }

    /// The state of a district.
    #[must_use]
    pub fn state(&self, district: usize) -> Option<usize> {
        self.state.get(district).copied().flatten().map(usize::from)
    }

    /// The area whose news an event is; the only one if it is about the place as a whole.
    #[must_use]
    pub fn heard_in(&self, event: &Event) -> usize {
        match event.subject {
            Subject::COUNTY => 0,
            Subject { home, .. } => self.area(usize::from(home.0)),
        }
    }

    /// A mean over all neighbourhoods of what each area has.
    pub fn mean_by_neighbourhood(&self, of: impl Fn(usize) -> f64) -> f64 {
        self.parts.iter().enumerate().map(|(area, part)| of(area) * part.0).sum()
    }

    /// A mean over all residents of what each area has.
    pub fn mean_by_resident(&self, of: impl Fn(usize) -> f64) -> f64 {
        self.parts.iter().enumerate().map(|(area, part)| of(area) * part.1).sum()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Districts in these areas and states, a neighbourhood each.
    pub(in crate::projection) fn areas(lie: &[(u8, Option<u8>)]) -> Areas {
        let lies = lie.iter().map(|(area, state)| Lies {
            area: AreaId(*area),
            state: state.map(StateId),
            neighbourhoods: 1,
            residents: 4_000,
        });
        Areas::of(&lies.collect::<Vec<_>>())
    }

    #[test]
    fn means_are_over_neighbourhoods_and_over_residents() {
        let one = Lies { area: AreaId(0), state: None, neighbourhoods: 1, residents: 7_000 };
        let other = Lies { area: AreaId(1), neighbourhoods: 3, residents: 1_000, ..one };
        let areas = Areas::of(&[one, other]);
        let of = |area| [4.0, 8.0][area];
        assert_eq!(areas.mean_by_neighbourhood(of), 7.0);
        assert_eq!(areas.mean_by_resident(of), 4.5);
        assert_eq!((areas.len(), areas.states()), (2, 0));
    }
}

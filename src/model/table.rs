//! The table of people something has happened to, and how to find them.
//!
//! One dense table for each district. Measured (limits.md): components per person cost 20 to 40 %
//! more than a table, and nothing here is ever asked for "all people with". A table for each district
//! rather than one for all: flows go district by district, and one district's people fit into the
//! fast caches where a country's do not (`docs/performance.md`).

use super::people::{Custody, Origins, Person};
use super::population::household;
use crate::ids::{DistrictId, PersonId};
use crate::time::Day;
use bevy_ecs::resource::Resource;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// What is known of 64 residents, a bit for each. Most questions are asked about people to whom
/// nothing has happened, or nothing that matters, and a bit answers them many times as fast as the
/// table does.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Known {
    /// Who is in the table.
    touched: u64,
    /// Who is not at liberty.
    away: u64,
    /// Who is at liberty after a declined request.
    after_decline: u64,
}

/// The people of a district to whom something has happened.
#[derive(Clone, Default, Debug)]
struct Home {
    known: Vec<Known>,
    /// Where in the table a resident is.
    at: HashMap<u32, u32, FixedState>,
    table: Vec<Person>,
    /// How many people were moved to the district.
    newcomers: u32,
}

impl Home {
    /// What is known of a resident and 63 others, and which bit is theirs.
    #[inline]
    fn known(&self, index: u32) -> (Known, u64) {
        let known = self.known.get(index as usize / 64).copied();
        (known.unwrap_or_default(), 1 << (index % 64))
    }

    fn known_mut(&mut self, index: u32) -> (&mut Known, u64) {
        let word = index as usize / 64;
        if self.known.len() <= word {
            self.known.resize(word + 1, Known::default());
        }
        (&mut self.known[word], 1 << (index % 64))
    }
}

/// The table of people something has happened to.
#[derive(Resource, Clone, Default, Debug)]
pub struct People {
    /// By district; those beyond the last are empty.
    homes: Vec<Home>,
    /// The day on which a household last lost a member to ICE.
    losses: HashMap<PersonId, Day, FixedState>,
}

impl People {
    fn home(&self, district: DistrictId) -> Option<&Home> {
        self.homes.get(usize::from(district.0))
    }

    fn home_mut(&mut self, district: DistrictId) -> &mut Home {
        let at = usize::from(district.0);
        if self.homes.len() <= at {
            self.homes.resize_with(at + 1, Home::default);
        }
        &mut self.homes[at]
    }

    /// How many people were moved to a district so far.
    #[must_use]
    pub fn newcomers(&self, district: DistrictId) -> u32 {
        self.home(district).map_or(0, |home| home.newcomers)
    }

    pub(super) fn welcome(&mut self, district: DistrictId, number: u32) {
        self.home_mut(district).newcomers += number;
    }

    /// A person, if something has happened to them.
    #[must_use]
    pub fn get(&self, id: PersonId) -> Option<&Person> {
        let home = self.home(id.home)?;
        let (known, bit) = home.known(id.index);
        if known.touched & bit == 0 {
            return None;
        }
        home.at.get(&id.index).map(|&at| &home.table[at as usize])
    }

    /// Whether a person can commit a crime or suffer one.
    #[must_use]
    pub fn is_at_liberty(&self, id: PersonId) -> bool {
        self.is_not(id, |known| known.away)
    }

    /// Whether a jail released a person although ICE had asked, and nobody has caught them since.
    #[must_use]
    pub fn is_after_decline(&self, id: PersonId) -> bool {
        !self.is_not(id, |known| known.after_decline)
    }

    #[inline]
    fn is_not(&self, id: PersonId, of: impl Fn(Known) -> u64) -> bool {
        let known = self.home(id.home).map(|home| home.known(id.index));
        known.is_none_or(|(known, bit)| of(known) & bit == 0)
    }

    /// Brings the bits of a person up to date, after every change.
    pub(super) fn mark(&mut self, id: PersonId) {
        let Some(&Person { custody, after_decline, .. }) = self.get(id) else { return };
        let (known, bit) = self.home_mut(id.home).known_mut(id.index);
        let set = |bits: &mut u64, on: bool| *bits = if on { *bits | bit } else { *bits & !bit };
        set(&mut known.away, custody != Custody::AtLiberty);
        set(&mut known.after_decline, after_decline);
    }

    /// The day on which the person's household last lost a member to ICE.
    #[must_use]
    pub fn last_loss(&self, id: PersonId) -> Option<Day> {
        if self.losses.is_empty() {
            return None;
        }
        self.losses.get(&household(id).first).copied()
    }

    /// All of them, in no order that may show.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.homes.iter().flat_map(|home| &home.table)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.homes.iter().map(|home| home.table.len()).sum()
    }

    /// Whether nothing has happened to anyone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A person for changing, entered on first touch.
    pub(super) fn touch(&mut self, id: PersonId, origins: &Origins) -> &mut Person {
        let home = self.home_mut(id.home);
        let next = home.table.len() as u32;
        let at = *home.at.entry(id.index).or_insert(next);
        if at == next {
            home.table.push(origins.person(id));
            let (known, bit) = home.known_mut(id.index);
            known.touched |= bit;
        }
        &mut home.table[at as usize]
    }

    pub(super) fn lose(&mut self, id: PersonId, day: Day) {
        self.losses.insert(household(id).first, day);
    }
}

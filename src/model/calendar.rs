//! The future event list, by day: who is due for what. An entry says *look*, never *do*.
//!
//! It is an index over what people's states say; nothing is cancelled. On the day, decide looks at
//! the person and passes over entries that no longer stand.

use crate::ids::{Case, PersonId};
use crate::time::Day;
use bevy_ecs::resource::Resource;
use std::collections::BTreeMap;

/// What one is due for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Matter {
    /// Perhaps to come back after removal.
    Return,
    /// Detention by ICE ends, by whichever path.
    DetentionEnd,
    /// A hearing at liberty.
    Hearing,
    /// A jail stay ends.
    Release,
    /// A hold runs out.
    HoldEnd,
    /// A prison term ends.
    PrisonEnd,
    /// The next offence of a run.
    Relapse,
    /// Arrest for a crime cleared today.
    Cleared,
    /// Cited or booked, after today's arrest.
    Booking,
    /// Fingerprints and interview, after today's booking.
    Identify,
    /// ICE's request comes.
    Request,
    /// ICE may take its request back.
    Lift,
    /// Handed over or not: agents may come today.
    Pickup,
    /// Agents went out for this person today.
    Operation,
    /// Came into the hands of ICE today: a bed, or not.
    Bed,
    /// Others take note today.
    Note,
}

/// An entry: look at this person, about this case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Due {
    /// Whom to look at.
    pub person: PersonId,
    /// In which case.
    pub case: Case,
    /// A word's number that the matter needs, else 0.
    pub note: u8,
}

/// Who is due for what.
#[derive(Resource, Clone, Default, Debug, PartialEq)]
pub struct Calendar {
    due: BTreeMap<(Day, Matter), Vec<Due>>,
}

impl Calendar {
    /// Who is due on a day for a matter, in no particular order.
    #[must_use]
    pub fn due(&self, on: Day, matter: Matter) -> &[Due] {
        self.due.get(&(on, matter)).map_or(&[], Vec::as_slice)
    }

    /// All entries, for the law that the calendar is an index.
    #[cfg(test)]
    pub fn all(&self) -> impl Iterator<Item = (Day, Matter, Due)> {
        self.due.iter().flat_map(|(&(day, matter), all)| all.iter().map(move |&d| (day, matter, d)))
    }

    pub(super) fn add(&mut self, on: Day, matter: Matter, due: Due) {
        self.due.entry((on, matter)).or_default().push(due);
    }

    /// Opens a day: forgets those before, and puts what is due in the order of people, so that flows go
    /// through one district after the other, as memory likes it. What one person is due for keeps its
    /// order.
    pub(super) fn open(&mut self, day: Day) {
        self.forget_before(day);
        let next = (Day(day.0 + 1), Matter::Return);
        self.due.range_mut(..next).for_each(|(_, due)| due.sort_by_key(|due| due.person));
    }

    fn forget_before(&mut self, day: Day) {
        while let Some(first) = self.due.first_entry() {
            if first.key().0 >= day {
                break;
            }
            first.remove();
        }
    }
}

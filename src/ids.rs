//! Who and where.
//!
//! A resident is a place and an index: they exist before anything has happened to them, and their
//! household and neighbourhood follow from the index alone.

use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// A district: the part of a jurisdiction in which people live and are policed together. Crimes,
/// households and neighbourhoods never cross its border, so districts are what shards are made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct DistrictId(pub u16);

/// A police agency, by its place in the scenario's list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct AgencyId(pub u16);

/// An area of responsibility: what one field office of ICE answers for, by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct AreaId(pub u8);

/// A state, by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct StateId(pub u8);

/// A resident: a home district, and an index within it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct PersonId {
    /// Where they live, wherever they are held.
    pub home: DistrictId,
    /// Which of its residents, from 0.
    pub index: u32,
}

impl Hash for PersonId {
    /// One word rather than two: people are looked up more often than anything else is done.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.home.0) << 32 | u64::from(self.index));
    }
}

/// Whom or what an event is about: a resident, a neighbourhood, or the whole county.
///
/// One type, so that one sort gives the log its order; the highest indices are not people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Subject {
    /// The district, or [`Subject::COUNTY`]'s.
    pub home: DistrictId,
    /// The resident, or [`Subject::NEIGHBOURHOODS`] and more.
    pub index: u32,
}

impl Subject {
    /// Indices from here on are neighbourhoods. No district has so many residents.
    pub const NEIGHBOURHOODS: u32 = 0xFFFF_0000;
    /// What concerns every place alike.
    pub const COUNTY: Subject = Subject { home: DistrictId(u16::MAX), index: u32::MAX };

    /// A neighbourhood of a district, by its number.
    #[must_use]
    pub fn neighbourhood(home: DistrictId, number: u16) -> Subject {
        Subject { home, index: Subject::NEIGHBOURHOODS + u32::from(number) }
    }

    /// The resident this is about, if it is about one.
    #[must_use]
    pub fn person(self) -> Option<PersonId> {
        (self.index < Subject::NEIGHBOURHOODS)
            .then_some(PersonId { home: self.home, index: self.index })
    }
}

impl From<PersonId> for Subject {
    fn from(person: PersonId) -> Subject {
        Subject { home: person.home, index: person.index }
    }
}

/// What everything that follows from one cause has in common: the day, stream and number of the
/// exogenous candidate that opened it. With the district of the event it names one case.
///
/// No policy can shift it, so the same arrest meets the same luck in every arm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Case(pub u64);

impl Case {
    /// Nothing in particular: what the calendar or a policy brings about.
    pub const NONE: Case = Case(0);

    /// The `nth` candidate of a stream on a day.
    #[must_use]
    pub fn opened(day: u32, stream: u8, nth: u32) -> Case {
        Case(u64::from(day & 0xFFFF) << 48 | u64::from(stream) << 40 | u64::from(nth))
    }

    /// The first offence of the run of offences that may follow a release in this case; none after
    /// fifteen runs.
    #[must_use]
    pub fn next_run(self) -> Option<Case> {
        let run = (self.0 >> 36 & 0xF) + 1;
        (run < 16).then_some(Case(self.0 & !(0xFF << 32) | run << 36))
    }

    /// The next offence of a run; none after fifteen.
    #[must_use]
    pub fn next_offence(self) -> Option<Case> {
        let offence = (self.0 >> 32 & 0xF) + 1;
        (offence < 16).then_some(Case(self.0 & !(0xF << 32) | offence << 32))
    }

    /// The run of offences this belongs to, by its first; none if it follows no release.
    #[must_use]
    pub fn run(self) -> Option<Case> {
        (self.0 >> 36 & 0xF > 0).then_some(Case(self.0 & !(0xF << 32)))
    }
}

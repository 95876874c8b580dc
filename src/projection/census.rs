//! Where everybody is on a day, from the events alone: a count of the people whom something has
//! happened to, and of what is in force.

use super::Projection;
use crate::event::{Event, Fact, Part};
use crate::ids::{PersonId, Subject};
use crate::time::Day;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap, HashSet};

/// In whose hands a person is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// Arrested by the police, on this day.
    Arrested,
    /// In the county jail.
    Jail,
    /// In the jail still, held past release for ICE.
    Held,
    /// In state prison.
    Prison,
    /// Taken by ICE, without a bed yet.
    Taken,
    /// In federal detention.
    Detained,
    /// Out of the country.
    Removed,
}

impl Place {
    /// All of them.
    pub const ALL: [Place; 7] = [
        Place::Arrested,
        Place::Jail,
        Place::Held,
        Place::Prison,
        Place::Taken,
        Place::Detained,
        Place::Removed,
    ];

    /// In words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Place::Arrested => "under arrest by the police",
            Place::Jail => "in the county jail",
            Place::Held => "in the county jail past release, held for ICE",
            Place::Prison => "in state prison",
            Place::Taken => "taken by ICE, waiting for a bed",
            Place::Detained => "in federal detention",
            Place::Removed => "out of the country after a removal",
        }
    }
}

/// Where everybody is.
#[derive(Clone, Default, Debug)]
pub struct Census {
    // Looked up and counted, never listed in its order.
    people: HashMap<PersonId, Place, FixedState>,
    asked: HashSet<PersonId, FixedState>,
    sought: HashSet<PersonId, FixedState>,
    fear: BTreeMap<Subject, u32>,
    /// Events so far.
    pub events: u64,
    /// Agents lent to the field office.
    pub agents: u64,
    /// The number of the era of rules in force.
    pub rules: Option<u16>,
    /// How cooperative the place is by them, in millionths.
    pub cooperation: Option<u32>,
    /// Trust, as it was last raised, in millionths of a unit.
    pub trust: Option<u32>,
    /// Agreements in force that give local officers federal powers.
    pub agreements: u64,
}

impl Census {
    /// People in a place.
    #[must_use]
    pub fn number(&self, place: Place) -> usize {
        self.people.values().filter(|found| **found == place).count()
    }

    /// People in a jail whom ICE has asked for.
    #[must_use]
    pub fn asked_for(&self) -> usize {
        self.asked.len()
    }

    /// People looked for at large.
    #[must_use]
    pub fn sought(&self) -> usize {
        self.sought.len()
    }

    /// Neighbourhoods that have known a rise of fear.
    #[must_use]
    pub fn afraid(&self) -> usize {
        self.fear.len()
    }

    fn go(&mut self, person: PersonId, to: Place) {
        self.people.insert(person, to);
    }

    fn leave(&mut self, person: PersonId) {
        self.people.remove(&person);
        self.asked.remove(&person);
    }

    fn of_the_county(&mut self, event: &Event) {
        match event.fact {
            Fact::PolicyChanged { rules, cooperation } => {
                (self.rules, self.cooperation) = (Some(rules), Some(cooperation));
            }
            Fact::TrustRaised { level } => self.trust = Some(level),
            Fact::SurgeStarted { agents } => self.agents = agents.into(),
            Fact::SurgeEnded => self.agents = 0,
            Fact::AgreementSigned => self.agreements += 1,
            Fact::AgreementEnded => self.agreements = self.agreements.saturating_sub(1),
            Fact::FearRaised { level } => drop(self.fear.insert(event.subject, level)),
            _ => {}
        }
    }
}

impl Projection for Census {
    fn apply(&mut self, _day: Day, _part: Part, event: &Event) {
        self.events += 1;
        let Some(person) = event.subject.person() else { return self.of_the_county(event) };
        match event.fact {
            Fact::Arrested { .. } => self.go(person, Place::Arrested),
            Fact::Booked { .. } => self.go(person, Place::Jail),
            Fact::DetainerIssued { .. } | Fact::NotificationRequested { .. } => {
                self.asked.insert(person);
            }
            Fact::DetainerLifted => drop(self.asked.remove(&person)),
            Fact::HoldStarted { .. } => self.go(person, Place::Held),
            Fact::Sentenced { .. } => {
                self.leave(person);
                self.go(person, Place::Prison);
            }
            Fact::TransferredToIce { .. }
            | Fact::ArrestedAtRelease { .. }
            | Fact::AtLargeArrest { .. }
            | Fact::CollateralArrest { .. } => {
                self.leave(person);
                self.sought.remove(&person);
                self.go(person, Place::Taken);
            }
            Fact::DetainedByIce { .. } => self.go(person, Place::Detained),
            Fact::Removed { .. } => self.go(person, Place::Removed),
            Fact::CitedAndReleased { .. }
            | Fact::Released { .. }
            | Fact::Returned
            | Fact::ReleasedOnBond { .. }
            | Fact::ReleasedForCapacity { .. }
            | Fact::ReliefGranted
            | Fact::CitizenshipConfirmed { .. } => self.leave(person),
            Fact::TargetListed { .. } => drop(self.sought.insert(person)),
            Fact::TargetDropped => drop(self.sought.remove(&person)),
            _ => {}
        }
    }
}

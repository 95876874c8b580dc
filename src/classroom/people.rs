//! The people to whom something happened, as dots of a picture: what happened last in each world.

use super::play::{Pair, Side};
use crate::engine::DayLog;
use crate::engine::why::{is_in, name_of, parts_at};
use crate::event::{Event, Fact, Recorded};
use crate::ids::PersonId;
use crate::scenario::Scenario;
use crate::time::Day;
use serde::Serialize;
use std::collections::BTreeMap;

/// How somebody stands after what happened to them last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Stopped by the police, and nothing came of it.
    Stopped,
    /// Cited, not booked.
    Cited,
    /// In the county jail.
    Jail,
    /// In a state prison.
    Prison,
    /// At liberty.
    Free,
    /// At liberty, and ICE looks for them.
    Wanted,
    /// At liberty, and a hearing is to come.
    Hearing,
    /// In the hands of ICE.
    Detained,
    /// An immigration judge let them stay.
    Stays,
    /// Held by mistake and freed.
    Mistaken,
    /// Out of the country.
    Removed,
    /// Came back after removal.
    Returned,
}

/// A state and its words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StateLine {
    /// As dots name it.
    pub id: State,
    /// As people read it.
    pub words: &'static str,
}

impl State {
    /// All of them, from the least to the most that can happen.
    pub const ALL: [State; 12] = [
        State::Stopped,
        State::Cited,
        State::Jail,
        State::Prison,
        State::Free,
        State::Wanted,
        State::Hearing,
        State::Detained,
        State::Stays,
        State::Mistaken,
        State::Removed,
        State::Returned,
    ];

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            State::Stopped => "Stopped by the police",
            State::Cited => "Cited, not booked",
            State::Jail => "In the county jail",
            State::Prison => "In a state prison",
            State::Free => "Out of jail, at liberty",
            State::Wanted => "At liberty, looked for by ICE",
            State::Hearing => "At liberty, waiting for a hearing",
            State::Detained => "Detained by ICE",
            State::Stays => "Let stay by an immigration judge",
            State::Mistaken => "Held by mistake, and freed",
            State::Removed => "Removed from the country",
            State::Returned => "Came back after removal",
        }
    }

    /// How somebody stands after this; nothing if it leaves them where they are.
    fn after(fact: &Fact) -> Option<State> {
        Some(match fact {
            Fact::PoliceStop { .. } => State::Stopped,
            Fact::CitedAndReleased { .. } => State::Cited,
            Fact::Arrested { .. }
            | Fact::Booked { .. }
            | Fact::FingerprintsShared
            | Fact::DatabaseMatched { .. }
            | Fact::InterviewedInJail { .. }
            | Fact::ScreenedBy287g { .. }
            | Fact::DetainerReviewed { .. }
            | Fact::DetainerIssued { .. }
            | Fact::NotificationRequested { .. }
            | Fact::DetainerLifted
            | Fact::Convicted { .. }
            | Fact::Diverted { .. }
            | Fact::ReleaseDue
            | Fact::DetainerDeclined { .. }
            | Fact::HoldStarted { .. }
            | Fact::ReleaseNotified { .. } => State::Jail,
            Fact::Sentenced { .. } => State::Prison,
            Fact::Released { .. } | Fact::TargetDropped => State::Free,
            Fact::TargetListed { .. } | Fact::OperationStarted { .. } | Fact::OperationFailed => {
                State::Wanted
            }
            Fact::ReleasedOnBond { .. } | Fact::ReleasedForCapacity { .. } => State::Hearing,
            Fact::TransferredToIce { .. }
            | Fact::ArrestedAtRelease { .. }
            | Fact::AtLargeArrest { .. }
            | Fact::CollateralArrest { .. }
            | Fact::DetainedByIce { .. } => State::Detained,
            Fact::ReliefGranted => State::Stays,
            Fact::CitizenshipConfirmed { .. } => State::Mistaken,
            Fact::Removed { .. } => State::Removed,
            Fact::Returned => State::Returned,
            // Steps of a case, which may be heard in detention or at liberty; what is said of others at
            // home; victims; and what concerns nobody in particular.
            Fact::StatusInquired { .. }
            | Fact::NotifiedOnSuspicion { .. }
            | Fact::JudicialWarrantSought
            | Fact::JudicialWarrantGranted
            | Fact::JudicialWarrantRefused
            | Fact::HoldExpired
            | Fact::OperationAlerted
            | Fact::CaseDocketed { .. }
            | Fact::HearingPutOff { .. }
            | Fact::CounselAppointed { .. }
            | Fact::CaseHeard { .. }
            | Fact::RemovalOrdered { .. }
            | Fact::OrderReinstated
            | Fact::Stipulated
            | Fact::VoluntaryDeparture
            | Fact::CrimeCommitted { .. }
            | Fact::CrimeReported { .. }
            | Fact::CrimeNotReported { .. }
            | Fact::CrimeCleared { .. }
            | Fact::HouseholdLostMember { .. }
            | Fact::WorkStopped { .. }
            | Fact::FearRaised { .. }
            | Fact::RaidReported { .. }
            | Fact::TrustRaised { .. }
            | Fact::TrustBroken { .. }
            | Fact::PolicyChanged { .. }
            | Fact::AgreementSigned
            | Fact::AgreementEnded
            | Fact::SurgeStarted { .. }
            | Fact::SurgeEnded
            | Fact::GrantWithheld { .. }
            | Fact::NewcomersArrived { .. } => return None,
        })
    }
}

/// What happened last to somebody in one world.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Standing {
    /// How they stand.
    pub state: State,
    /// The same in words.
    pub words: &'static str,
    /// Since when, as `2018-05-03`.
    pub date: String,
}

/// A synthetic person to whom something happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Dot {
    /// The place in the list of people, by which the story is asked for.
    pub n: usize,
    /// As the command line names them.
    pub name: String,
    /// Where they live.
    pub district: String,
    /// Whether the two worlds tell different stories.
    pub differs: bool,
    /// In the first world; nothing if nothing happened there.
    pub base: Option<Standing>,
    /// In the second.
    pub yours: Option<Standing>,
}

/// Somebody's events in both worlds, those in which they offend or are a victim too.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Life {
    pub person: PersonId,
    pub base: Vec<Recorded>,
    pub yours: Vec<Recorded>,
    /// The place of the first event that differs.
    pub parts: Option<usize>,
}

/// The people to whom police, jail or ICE did something in the counted time: first those who end
/// otherwise in the two worlds, then those whose stories differ.
pub(super) struct Lives {
    pub lives: Vec<Life>,
    pub dots: Vec<Dot>,
    /// The first day on which something differs that is about a person.
    pub parted: Option<Day>,
}

/// Gathers them.
pub(super) fn lives(scenario: &Scenario, pair: &Pair) -> Lives {
    let counted = scenario.span.day(scenario.span.count_from);
    let (mut base, mut yours) = (chains(&pair.base), chains(pair.yours()));
    let mut everybody: Vec<PersonId> = base.keys().chain(yours.keys()).copied().collect();
    everybody.sort_unstable();
    everybody.dedup();
    let parted = parted(&pair.base.days, &pair.yours().days);
    let is_touched = |chain: &[Recorded]| {
        chain.iter().any(|it| it.day >= counted && State::after(&it.event.fact).is_some())
    };
    let life = |person: PersonId| {
        let base = base.remove(&person).unwrap_or_default();
        let yours = yours.remove(&person).unwrap_or_default();
        let parts = parts_at(&base, &yours);
        (is_touched(&base) || is_touched(&yours)).then_some(Life { person, base, yours, parts })
    };
    let mut lives: Vec<Life> = everybody.into_iter().filter_map(life).collect();
    let ends_alike =
        |life: &Life| last(&life.base).map(|it| it.0) == last(&life.yours).map(|it| it.0);
    lives.sort_by_cached_key(|life| (life.parts.is_none(), ends_alike(life), life.person));
    let dots = lives.iter().enumerate().map(|(n, life)| dot(scenario, n, life)).collect();
    Lives { lives, dots, parted }
}

/// Everybody's events in one world.
fn chains(side: &Side) -> BTreeMap<PersonId, Vec<Recorded>> {
    let mut chains: BTreeMap<PersonId, Vec<Recorded>> = BTreeMap::new();
    for log in &side.days {
        for (part, event) in log.events() {
            let recorded = Recorded { day: log.day, part, event: *event };
            for person in people_in(event) {
                debug_assert!(is_in(event, person));
                chains.entry(person).or_default().push(recorded);
            }
        }
    }
    chains
}

/// The one whom an event is about, and the offender, who may be the same.
fn people_in(event: &Event) -> impl Iterator<Item = PersonId> {
    let about = event.subject.person();
    let offender = match event.fact {
        Fact::CrimeCommitted { offender, .. } | Fact::CrimeCleared { offender, .. } => {
            Some(PersonId { home: event.subject.home, index: offender })
        }
        _ => None,
    };
    about.into_iter().chain(offender.filter(|offender| about != Some(*offender)))
}

/// The first day on which an event about a person differs.
fn parted(base: &[DayLog], yours: &[DayLog]) -> Option<Day> {
    let of_people = |log: &DayLog| -> Vec<Recorded> {
        let about = log.events().filter(|(_, event)| event.subject.person().is_some());
        about.map(|(part, event)| Recorded { day: log.day, part, event: *event }).collect()
    };
    let pair = |(base, yours): &(&DayLog, &DayLog)| {
        parts_at(&of_people(base), &of_people(yours)).is_some()
    };
    base.iter().zip(yours).find(pair).map(|(base, _)| base.day)
}

fn dot(scenario: &Scenario, n: usize, life: &Life) -> Dot {
    let district = &scenario.place.districts[usize::from(life.person.home.0)];
    Dot {
        n,
        name: name_of(life.person),
        district: district.name.clone(),
        differs: life.parts.is_some(),
        base: standing(scenario, &life.base),
        yours: standing(scenario, &life.yours),
    }
}

fn standing(scenario: &Scenario, chain: &[Recorded]) -> Option<Standing> {
    let (state, day) = last(chain)?;
    Some(Standing { state, words: state.words(), date: scenario.span.date(day).to_string() })
}

/// How somebody stands in the end, and since when.
fn last(chain: &[Recorded]) -> Option<(State, Day)> {
    chain.iter().rev().find_map(|it| Some((State::after(&it.event.fact)?, it.day)))
}

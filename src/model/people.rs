//! People something has happened to: what is so of each, and how they are derived.

use super::population::{Population, Profile};
pub use super::table::People;
use crate::draw::{Draws, Purpose};
use crate::event::{Channel, Handover, Offence, Origin, Path, Request, Status, Word};
use crate::ids::{AgencyId, Case, PersonId};
use crate::scenario::parameter::PerOffence;
use crate::scenario::parameters::Parameters;
use crate::scenario::place::District;
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hour};
use bevy_ecs::resource::Resource;

/// Where a person is, in the one sense that matters: who holds them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Custody {
    /// Nobody.
    AtLiberty,
    /// The police, until the day is over.
    Arrested(Arrest),
    /// The county jail.
    Jail(JailStay),
    /// The jail still, release due and ICE told or not: until agents come or the hour is over.
    Leaving(Leaving),
    /// The state prison.
    Prison {
        /// The end of the term.
        until: Hour,
    },
    /// ICE, since today and without a bed yet.
    Taken {
        /// By which way.
        channel: Channel,
    },
    /// ICE, detained.
    Detained(Detention),
    /// Nobody, out of the country.
    Removed,
}

/// An arrest, until the person is cited or booked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arrest {
    /// For what.
    pub charge: Offence,
    /// Upon what.
    pub origin: Origin,
    /// By whom.
    pub agency: AgencyId,
    /// When.
    pub at: Hour,
    /// The officer told ICE of a suspicion.
    pub suspected: bool,
}

/// A stay in the county jail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JailStay {
    /// For what.
    pub charge: Offence,
    /// Since when.
    pub booked_at: Hour,
    /// Until when.
    pub release_at: Hour,
    /// What ICE has asked for.
    pub request: Option<Request>,
    /// ICE knows of the person, rightly or not.
    pub known: bool,
    /// Diverted: it will end without a conviction.
    pub diverted: bool,
}

/// Why a person who is due for release is not out yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// Held past release, in this way.
    Hold(Handover),
    /// ICE was told.
    Told(Handover),
    /// ICE was not told.
    Unasked,
}

/// Leaving jail or prison, while agents may come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leaving {
    /// In which way.
    pub wait: Wait,
    /// Free at this hour at the latest.
    pub until: Hour,
    /// When agents mean to come.
    pub agents_at: Hour,
    /// For what the person was in.
    pub charge: Offence,
}

/// Detention by ICE.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Detention {
    /// Since when.
    pub since: Hour,
    /// Until when, by this path.
    pub until: Hour,
    /// How the case is meant to end.
    pub path: Path,
    /// A lawyer has the case.
    pub counsel: bool,
    /// A hearing at liberty waits: release on bond comes first.
    pub hearing_at: Option<Hour>,
    /// A fund pays that bond.
    pub funded: bool,
}

/// A hearing that waits for somebody at liberty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// In which case.
    pub case: Case,
    /// A lawyer has the case.
    pub counsel: bool,
}

/// Past convictions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Convictions {
    /// The gravest.
    pub worst: Offence,
    /// The day of the last one; before the start, a negative number.
    pub on: i32,
    /// How many misdemeanours and wobblers.
    pub lesser: u8,
    /// The gravest is of a class listed in Gov. Code 7282.5(a)(3).
    pub listed: bool,
    /// One is what PEP calls a significant misdemeanour.
    pub significant: bool,
}

/// A person something has happened to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Immigration status now.
    pub status: Status,
    /// Who holds them.
    pub custody: Custody,
    /// The case that custody, or the last one, belongs to.
    pub case: Case,
    /// Past convictions, those of this run included.
    pub convictions: Convictions,
    /// Entered after 1 January 2014.
    pub recent_entry: bool,
    /// The run of offences they are in since their last release, by its first.
    pub run: Option<Case>,
    /// A jail has released them although ICE had asked for them, and nobody has caught them since.
    pub after_decline: bool,
    /// A hearing that waits for them at liberty.
    pub docket: Option<Waiting>,
}

impl Person {
    /// At liberty, and so able to commit a crime or to suffer one.
    #[must_use]
    pub fn is_at_liberty(&self) -> bool {
        matches!(self.custody, Custody::AtLiberty)
    }

    /// In the hands of ICE.
    #[must_use]
    pub fn is_with_ice(&self) -> bool {
        matches!(self.custody, Custody::Taken { .. } | Custody::Detained(_))
    }
}

/// How people are derived: the same for every shard of a run.
#[derive(Resource, Clone, Debug)]
pub struct Origins {
    populations: Vec<Population>,
    /// Where chance comes from.
    pub draws: Draws,
    past: Past,
    homes: Vec<Home>,
}

/// What of a district its residents are derived from.
#[derive(Clone, Copy, Debug)]
struct Home {
    /// Residents at the start; higher numbers are newcomers.
    residents: u32,
    /// Which of the populations they are.
    population: u16,
}

#[derive(Clone, Debug)]
struct Past {
    often: f64,
    ordinary: f64,
    weights: [f64; 8],
    listed: f64,
    significant: f64,
    recent_entry: f64,
}

impl Origins {
    /// From the place's shares and the model's numbers.
    #[must_use]
    pub fn new(
        populations: Vec<Population>,
        parameters: &Parameters,
        districts: &[District],
        draws: Draws,
    ) -> Origins {
        let homes = districts.iter();
        let homes = homes.map(|it| Home { residents: it.residents, population: it.population });
        let mut weights = [0.0; 8];
        for &offence in &Offence::ALL[1..] {
            weights[offence as usize] = parameters.of_offence(PerOffence::PastShare, offence);
        }
        let past = Past {
            often: parameters.get(Scalar::RecordActive),
            ordinary: parameters.get(Scalar::RecordOrdinary),
            weights,
            listed: parameters.get(Scalar::RecordListed),
            significant: parameters.get(Scalar::SignificantMisdemeanour),
            recent_entry: parameters.get(Scalar::RecentEntryShare),
        };
        Origins { populations, draws, past, homes: homes.collect() }
    }

    /// What is so of a resident, or newcomer, from the start.
    #[must_use]
    pub fn profile(&self, id: PersonId) -> Profile {
        self.profile_by(&self.draws, id)
    }

    pub(super) fn profile_by(&self, draws: &Draws, id: PersonId) -> Profile {
        let Home { residents, population } = self.homes[usize::from(id.home.0)];
        let profile = self.populations[usize::from(population)].profile(draws, id);
        let is_newcomer = id.index >= residents;
        if is_newcomer { profile.as_newcomer() } else { profile }
    }

    /// A person as they were before anything happened to them in this run.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Person {
        let profile = self.profile(id);
        let [any, which, when, entry] = self.draws.of(id, Purpose::Past);
        let share = if profile.often { self.past.often } else { self.past.ordinary };
        let worst = if any.below(share) {
            Offence::ALL[which.choose(&self.past.weights)]
        } else {
            Offence::None
        };
        // Convictions lie up to 20 years back, recent ones more often.
        let on = -1 - (when.exponential(5.0 * 365.0).min(7_300.0) as i32);
        let convictions = self.convictions(id, worst, on);
        let is_newcomer = id.index >= self.homes[usize::from(id.home.0)].residents;
        let is_recent = is_newcomer || entry.below(self.past.recent_entry);
        let recent_entry = profile.status.is_unauthorised() && is_recent;
        Person {
            id,
            status: profile.status,
            custody: Custody::AtLiberty,
            case: Case::NONE,
            convictions,
            recent_entry,
            run: None,
            after_decline: false,
            docket: None,
        }
    }

    fn convictions(&self, id: PersonId, worst: Offence, on: i32) -> Convictions {
        let [lesser, listed, significant, _] = self.draws.of(id, Purpose::PastDetail);
        let is_lesser = (Offence::DrugPossession..=Offence::Wobbler).contains(&worst);
        let lesser = if is_lesser { 1 + lesser.index(4) as u8 } else { 0 };
        let listed = worst >= Offence::Wobbler && listed.below(self.past.listed);
        let significant = is_lesser && significant.below(self.past.significant);
        Convictions { worst, on, lesser, listed, significant }
    }
}

impl Convictions {
    /// One more conviction on a day.
    pub(super) fn add(&mut self, offence: Offence, day: Day, listed: bool, significant: bool) {
        if offence >= self.worst {
            let before = offence == self.worst && self.listed;
            self.worst = offence;
            self.listed = before || listed && offence >= Offence::Wobbler;
            self.on = day.0 as i32;
        }
        if (Offence::DrugPossession..=Offence::Wobbler).contains(&offence) {
            self.lesser = self.lesser.saturating_add(1);
            self.significant |= significant;
        }
    }

    /// Whole years from the last of the gravest to a day.
    #[must_use]
    pub fn years_since(&self, day: Day) -> u8 {
        u8::try_from((day.0 as i32 - self.on) / 365).unwrap_or(u8::MAX)
    }
}

//! Booking: a person under arrest is cited and released, or booked into the county jail.
//!
//! ```text
//! Arrested ── decide ──▶ CitedAndReleased ──▶ at liberty
//!                  └───▶ Booked { release_at } ──▶ Jail, due for release at that hour
//! ```
//!
//! The stay is drawn from the published two-part mixture: most leave within days, the rest stay for
//! months (facts.md section 3). All draws are the case's, so the same arrest ends the same way in
//! every arm unless a rule says otherwise.

use super::arrest::arrest_lanes;
use super::people::{Arrest, Custody, JailStay, People, Person};
use super::{Calendar, Hands, Matter, Today, relapse};
use crate::draw::{Lanes, Purpose};
use crate::event::{Event, Fact, Offence, Origin, RuleId};
use crate::ids::{Case, PersonId};
use crate::scenario::dial::Dial;
use crate::scenario::scalar::Scalar;
use crate::time::{Hour, Hours};
use bevy_ecs::prelude::Res;

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let mut events = Vec::new();
    for due in calendar.due(today.day, Matter::Booking) {
        let Some(person) = people.get(due.person) else { continue };
        let Custody::Arrested(arrest) = person.custody else { continue };
        let (subject, case, hour) = (person.id.into(), person.case, arrest.at.of_day());
        let mut say = |fact| events.push(Event { subject, case, rule: RuleId::NONE, hour, fact });
        let fact = outcome(&today, person, &arrest);
        say(fact);
        if matches!(fact, Fact::Booked { .. }) && is_diverted(&today, person, &arrest) {
            say(Fact::Diverted { charge: arrest.charge });
        }
    }
    events
}

/// Of a booking: released on own recognizance, diverted, an alcohol case.
fn booking_lanes(today: &Today, person: PersonId, case: Case) -> Lanes {
    today.draws.in_case(person, Purpose::Booking, case)
}

/// Whether a drug or alcohol case is diverted before a plea.
fn is_diverted(today: &Today, person: &Person, arrest: &Arrest) -> bool {
    let [_, diverted, alcohol, _] = booking_lanes(today, person.id, person.case);
    let is_eligible = match arrest.charge {
        Offence::DrugPossession => true,
        Offence::Misdemeanour => alcohol.below(today.get(Scalar::AlcoholShare)),
        _ => false,
    };
    is_eligible && diverted.below(today.dial(Dial::Diversion, arrest.agency, 0.0))
}

/// A stay that release on own recognizance ends: not of those who serve a sentence, nor of those
/// charged with a serious felony.
fn shortened(today: &Today, person: PersonId, case: Case, arrest: &Arrest) -> Hours {
    let stay = stay(today, person, case, arrest.charge);
    let serves = stay.imprisons || stay.is_long && stay.convicts;
    if serves || arrest.charge > Offence::Felony {
        return stay.length;
    }
    let [recognized, ..] = booking_lanes(today, person, case);
    if recognized.below(today.dial(Dial::OwnRecognizance, arrest.agency, 0.0)) {
        return stay.length.min(Hours(today.get(Scalar::OwnRecognizanceHours).round() as u32));
    }
    stay.length
}

/// Whether an arrest ends in jail, and until when.
fn outcome(today: &Today, person: &Person, arrest: &Arrest) -> Fact {
    let charge = arrest.charge;
    let [booked, in_lieu, ..] = arrest_lanes(today, person.id, person.case);
    let in_lieu_share = if charge <= Offence::Wobbler {
        today.dial(Dial::CiteInLieu, arrest.agency, 0.0)
    } else {
        0.0
    };
    if !booked.below(today.setting.rates.booked[charge as usize]) || in_lieu.below(in_lieu_share) {
        // After a crime the next offence of the run is due already, since the crime itself.
        let next_offence = match arrest.origin {
            Origin::Report => Hour::NEVER,
            Origin::Stop => relapse::next(today, person.id, person.case, arrest.at.of_day()),
        };
        return Fact::CitedAndReleased { charge, next_offence };
    }
    Fact::Booked {
        charge,
        release_at: arrest.at + shortened(today, person.id, person.case, arrest),
    }
}

/// A stay in jail, as it would be without a detainer.
pub(super) struct Stay {
    /// How long.
    pub length: Hours,
    /// Of the long part of the mixture.
    pub is_long: bool,
    /// Ends with a conviction.
    pub convicts: bool,
    /// Ends in prison.
    pub imprisons: bool,
}

/// The stay that a booking in this case leads to.
pub(super) fn stay(today: &Today, person: PersonId, case: Case, charge: Offence) -> Stay {
    let [length, how_long, convicts, imprisons]: Lanes =
        today.draws.in_case(person, Purpose::Stay, case);
    let is_felony = charge >= Offence::Felony;
    let short = if is_felony {
        today.get(Scalar::ShortShareFelony)
    } else {
        today.get(Scalar::ShortShareMisdemeanour)
    };
    let is_long = !length.below(short);
    let (mean, convicted) = if is_long {
        (today.get(Scalar::LongMeanDays), today.get(Scalar::ConvictedLong))
    } else {
        (today.get(Scalar::ShortMeanDays), today.get(Scalar::ConvictedShort))
    };
    let imprisons = is_long && is_felony && imprisons.below(today.get(Scalar::PrisonShare));
    Stay {
        length: Hours::from_days(how_long.exponential(mean)),
        is_long,
        convicts: imprisons || convicts.below(convicted),
        imprisons,
    }
}

pub(super) fn apply_cited(hands: &mut Hands, event: &Event, next_offence: Hour) {
    let person = hands.person(event);
    let Custody::Arrested(_) = person.custody else {
        panic!("{:?} is not under arrest", person.id)
    };
    person.custody = Custody::AtLiberty;
    let id = person.id;
    relapse::go_on(hands, id, event.case, next_offence);
}

pub(super) fn apply_booked(hands: &mut Hands, event: &Event, charge: Offence, release_at: Hour) {
    let booked_at = hands.today.day.at(event.hour);
    let person = hands.person(event);
    let Custody::Arrested(arrest) = person.custody else {
        panic!("{:?} is booked without an arrest", person.id)
    };
    let known = arrest.suspected;
    person.run = None;
    let diverted = false;
    person.custody =
        Custody::Jail(JailStay { charge, booked_at, release_at, request: None, known, diverted });
    hands.look_today(Matter::Identify, event);
    hands.look(release_at.day(), Matter::Release, event);
}

pub(super) fn apply_diverted(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    let Custody::Jail(stay) = &mut person.custody else { panic!("{:?} is in no jail", person.id) };
    stay.diverted = true;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Status;
    use crate::ids::AgencyId;
    use crate::model::testing::{ANA, given};
    use crate::time::Day;

    fn arrested(charge: Offence) -> Fact {
        let (agency, status) = (AgencyId(0), Status::UsBorn);
        Fact::Arrested { charge, origin: Origin::Stop, agency, status }
    }

    #[test]
    fn a_felony_arrest_is_booked_for_the_drawn_stay() {
        given(&[arrested(Offence::Felony)])
            .drawing(0.5) // short: the median of a mean of 2.5 days is 2.5 ln 2 = 1.733 d = 41.6 h
            .when(decide)
            .then(&[Fact::Booked {
                charge: Offence::Felony,
                release_at: Day(0).at(0) + Hours(42),
            }]);
    }

    #[test]
    fn an_infraction_is_cited() {
        let never = Hour::NEVER;
        given(&[arrested(Offence::Infraction)])
            .drawing(0.5)
            .when(decide)
            .then(&[Fact::CitedAndReleased { charge: Offence::Infraction, next_offence: never }]);
    }

    #[test]
    #[should_panic(expected = "is booked without an arrest")]
    fn nobody_is_booked_without_an_arrest() {
        given(&[Fact::Booked { charge: Offence::Felony, release_at: Hour(9) }]);
    }

    #[test]
    fn nobody_else_is_booked() {
        assert!(given(&[]).drawing(0.5).when(decide).is_nothing(ANA));
    }
}

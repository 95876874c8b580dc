//! Arrest: of those a reported and cleared crime leads to, and of those stopped without a report.
//!
//! One person is arrested once a day. Whether officers may ask for status, and tell ICE what they
//! suspect, is the arresting agency's rule.

use super::arrivals::arrivals;
use super::people::{Arrest, Custody, People, Person};
use super::setting::Stream;
use super::{Calendar, Due, Hands, Matter, Today, relapse};
use crate::draw::{Lanes, Purpose, Unit};
use crate::event::{Channel, Crime, Event, Fact, Offence, Origin, RuleId, Status, Word};
use crate::ids::{AgencyId, Case, PersonId};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::rule::File;
use crate::scenario::scalar::Scalar;
use crate::time::Hour;
use bevy_ecs::prelude::Res;

/// Someone about to be arrested.
struct Catch {
    person: PersonId,
    case: Case,
    charge: Offence,
    origin: Origin,
    hour: u8,
}

/// Of a stop: identity checked otherwise, a civil warrant shown, a question of a 287(g) deputy, a
/// suspicion.
fn stop_lanes(today: &Today, catch: &Catch) -> Lanes {
    today.draws.in_case(catch.person, Purpose::Stop, catch.case)
}

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let mut caught = Vec::new();
    for district in today.districts() {
        for stream in [Stream::StopOften, Stream::StopOther] {
            let stopped = arrivals(&today, &people, district, stream);
            caught.extend(stopped.into_iter().map(|candidate| Catch {
                person: candidate.person,
                case: candidate.case,
                charge: Offence::ALL[candidate.what.choose(&today.setting.rates.stop_charges)],
                origin: Origin::Stop,
                hour: candidate.hour,
            }));
        }
    }
    let cleared = calendar.due(today.day, Matter::Cleared);
    caught.extend(cleared.iter().filter_map(|due| after_clearance(&today, due)));
    let relapsed = calendar.due(today.day, Matter::Relapse);
    caught.extend(relapsed.iter().filter_map(|due| after_relapse(&today, &people, due)));
    caught.retain(|catch| people.is_at_liberty(catch.person));
    // Once a day: an arrest for a crime that is cleared, else the first stop, whatever comes of it.
    caught.sort_unstable_by_key(|catch| (catch.person, catch.origin, catch.case));
    caught.dedup_by_key(|catch| catch.person);
    let mut events = Vec::new();
    for catch in &caught {
        stop_or_arrest(&today, &people, catch, &mut events);
    }
    events
}

fn after_clearance(today: &Today, due: &Due) -> Option<Catch> {
    let [.., arrested] = today.draws.in_case(due.person, Purpose::Clearance, due.case);
    let crime = Crime::numbered(due.note)?;
    arrested.below(today.get(Scalar::ArrestGivenCleared)).then(|| Catch {
        person: due.person,
        case: due.case,
        charge: charge_of(crime),
        origin: Origin::Report,
        // Later than anything that led to it on the same day.
        hour: 23,
    })
}

fn after_relapse(today: &Today, people: &People, due: &Due) -> Option<Catch> {
    let charge = relapse::stop(today, people, due)?;
    let (person, case, hour) = (due.person, due.case, due.note);
    Some(Catch { person, case, charge, origin: Origin::Stop, hour })
}

/// What a crime is charged as (Penal Code, as the offence scale of model.md orders it).
fn charge_of(crime: Crime) -> Offence {
    match crime {
        Crime::SexualAssault | Crime::Robbery => Offence::SeriousFelony,
        Crime::AggravatedAssault | Crime::Burglary => Offence::Felony,
        Crime::DomesticViolence | Crime::VehicleTheft => Offence::Wobbler,
        Crime::SimpleAssault | Crime::Theft | Crime::WageTheft => Offence::Misdemeanour,
    }
}

/// A stop, an arrest or both.
fn stop_or_arrest(today: &Today, people: &People, catch: &Catch, events: &mut Vec<Event>) {
    let &Catch { person, case, charge, origin, hour } = catch;
    let known = today.person(people.get(person), person);
    let status = known.status;
    let agency = today.setting.district(person).agency;
    let mut say = |rule: RuleId, fact| {
        events.push(Event { subject: person.into(), case, rule, hour, fact });
    };
    let rules = today.rules();
    let file = today.file(&known, charge);
    let [checked, warrant, screened, suspects] = stop_lanes(today, catch);
    let mut suspected = RuleId::NONE;
    if origin == Origin::Stop {
        let is_petty = matches!(charge, Offence::Infraction | Offence::Traffic);
        let checks = is_petty && checked.below(today.dial(Dial::IdCheck, agency, 0.0));
        let arrested = rules.decide(Act::Arrest, agency, &file).allowed && !checks;
        let ground = federal_ground(today, &known, &file, (warrant, screened));
        // A graver charge comes first; ICE is told.
        let handed = ground.filter(|_| charge < Offence::Wobbler);
        let goes_free = handed.is_none() && !arrested;
        let next_offence =
            if goes_free { relapse::next(today, person, case, hour) } else { Hour::NEVER };
        say(RuleId::NONE, Fact::PoliceStop { charge, agency, next_offence });
        if let Some((rule, channel)) = handed {
            let conviction = known.convictions.worst;
            if channel == Channel::Street287g {
                say(rule, Fact::ScreenedBy287g { request_at: Hour::NEVER });
            }
            say(rule, Fact::TransferredToIce { channel, status, conviction });
            return;
        }
        if !arrested {
            return;
        }
        suspected = ground.map_or(RuleId::NONE, |(rule, _)| rule);
    }
    say(RuleId::NONE, Fact::Arrested { charge, origin, agency, status });
    let [.., asks, tells] = arrest_lanes(today, person, case);
    let inquiry = rules.decide(Act::StatusInquiry, agency, &file);
    let asked = inquiry.allowed && asks.below(today.get(Scalar::InquiryAsked));
    if asked {
        say(inquiry.rule, Fact::StatusInquired { agency });
    }
    let reveals = asked && tells.below(today.get(Scalar::InquiryReveals))
        || suspects.below(today.get(Scalar::SuspicionForms));
    let notice = rules.decide(Act::SuspicionNotice, agency, &file);
    if notice.allowed && reveals && status.is_unauthorised() {
        suspected = notice.rule;
    }
    if suspected != RuleId::NONE {
        say(suspected, Fact::NotifiedOnSuspicion { agency });
    }
}

/// Why officers may hand somebody they stopped straight to ICE, if they may: a civil warrant in a
/// database, or what the person said to a deputy with federal powers.
fn federal_ground(
    today: &Today,
    person: &Person,
    file: &File,
    (warrant, screened): (Unit, Unit),
) -> Option<(RuleId, Channel)> {
    let agency = today.setting.district(person.id).agency;
    let ask = |act| today.rules().decide(act, agency, file);
    if person.status == Status::PriorOrder && warrant.below(today.get(Scalar::CivilWarrantKnown)) {
        let verdict = ask(Act::WarrantArrest);
        if verdict.allowed {
            return Some((verdict.rule, Channel::CivilWarrant));
        }
    }
    if person.status.is_unauthorised() && screened.below(today.get(Scalar::StreetScreened)) {
        let verdict = ask(Act::StreetScreening);
        return verdict.allowed.then_some((verdict.rule, Channel::Street287g));
    }
    None
}

/// Of an arrest: booked or cited, cited in lieu, status asked, status told.
pub(super) fn arrest_lanes(today: &Today, person: PersonId, case: Case) -> Lanes {
    today.draws.in_case(person, Purpose::Arrest, case)
}

pub(super) fn apply_cleared(hands: &mut Hands, event: &Event, crime: Crime, offender: u32) {
    let person = PersonId { home: event.subject.home, index: offender };
    let due = Due { person, case: event.case, note: crime.number() };
    let day = hands.today.day;
    hands.calendar.add(day, Matter::Cleared, due);
}

pub(super) fn apply_stopped(hands: &mut Hands, event: &Event, next_offence: Hour) {
    if let Some(person) = event.subject.person() {
        relapse::go_on(hands, person, event.case, next_offence);
    }
}

pub(super) fn apply_arrested(
    hands: &mut Hands,
    event: &Event,
    charge: Offence,
    origin: Origin,
    agency: AgencyId,
) {
    let at = hands.today.day.at(event.hour);
    let person = hands.person(event);
    assert!(person.is_at_liberty(), "{:?} is arrested while {:?}", person.id, person.custody);
    person.custody = Custody::Arrested(Arrest { charge, origin, agency, at, suspected: false });
    person.case = event.case;
    hands.look_today(Matter::Booking, event);
}

pub(super) fn apply_suspected(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    let Custody::Arrested(arrest) = &mut person.custody else {
        panic!("{:?} is not under arrest", person.id)
    };
    arrest.suspected = true;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{ANA, given};

    #[test]
    fn a_cleared_robbery_leads_to_an_arrest_on_a_serious_felony() {
        given(&[Fact::CrimeCleared { crime: Crime::Robbery, offender: ANA.index }])
            .without_arrivals()
            .drawing(0.5)
            .when(decide)
            .then_for(ANA, |fact| {
                matches!(
                    fact,
                    Fact::Arrested { charge: Offence::SeriousFelony, origin: Origin::Report, .. }
                )
            });
    }
}

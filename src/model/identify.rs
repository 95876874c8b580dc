//! Identify: fingerprints taken at booking reach the federal databases; ICE asks for some.
//!
//! ```text
//! Booked ──▶ FingerprintsShared ──▶ DatabaseMatched (rightly or not) ─┐
//!                            └────▶ InterviewedInJail ────────────────┴─▶ after hours:
//!        DetainerIssued (stay lengthened) or NotificationRequested ──▶ perhaps DetainerLifted
//! ```
//!
//! A request comes some hours after booking, at the median twelve; whoever is out by then is missed.

use super::booking;
use super::people::{Custody, JailStay, People, Person};
use super::{Calendar, Due, Hands, Matter, Today};
use crate::draw::{Lanes, Purpose};
use crate::event::{Event, Fact, Offence, Request, RuleId, Status};
use crate::scenario::parameter::Scalar;
use crate::scenario::regime::{Act, Dial};
use crate::scenario::rule::File;
use crate::time::{Day, Hour, Hours};
use bevy_ecs::prelude::Res;

/// The natural logarithm of 2: the median of an exponential is this part of its mean.
const LN_2: f64 = std::f64::consts::LN_2;

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let mut events = Vec::new();
    for due in calendar.due(today.day, Matter::Identify) {
        let Some(person) = people.get(due.person) else { continue };
        let Custody::Jail(stay) = person.custody else { continue };
        let (subject, case, hour) = (person.id.into(), person.case, stay.booked_at.of_day());
        let mut say = |rule, fact| events.push(Event { subject, case, rule, hour, fact });
        say(RuleId::NONE, Fact::FingerprintsShared);
        if let Some((rule, fact)) = found(&today, person, &stay) {
            say(rule, fact);
        }
    }
    events
}

/// Whether ICE may remove a person: everyone without status, and some with, after a felony.
pub(super) fn is_removable(today: &Today, person: &Person) -> bool {
    if person.status.is_unauthorised() {
        return true;
    }
    let is_lawful = matches!(person.status, Status::LawfulResident | Status::Temporary);
    let [whether, ..] = today.draws.of(person.id, Purpose::Removable);
    is_lawful
        && person.convictions.worst >= Offence::Felony
        && whether.below(today.get(Scalar::LawfulRemovable))
}

/// What the databases say, or an interview.
fn found(today: &Today, person: &Person, stay: &JailStay) -> Option<(RuleId, Fact)> {
    let [matched, falsely, interviewed, delay] =
        today.draws.in_case(person.id, Purpose::Match, person.case);
    let mean = today.get(Scalar::DetainerMedianHours) / LN_2;
    let request_at = stay.booked_at + Hours((delay.exponential(mean).ceil() as u32).max(1));
    let status = person.status;
    if is_removable(today, person) {
        // A suspicion that the police passed on is looked up by name: found for certain.
        if stay.known || matched.below(today.get(Scalar::MatchProbability)) {
            return Some((
                RuleId::NONE,
                Fact::DatabaseMatched { rightly: true, status, request_at },
            ));
        }
        let rule = interview_rule(today, person, stay)?;
        let finds = interviewed.below(today.get(Scalar::InterviewFinds));
        return finds.then_some((rule, Fact::InterviewedInJail { request_at }));
    }
    let errs = match status {
        Status::UsBorn => 0.0,
        status if status.is_citizen() => today.get(Scalar::MatchFalseCitizen),
        _ => today.get(Scalar::MatchFalseLawful),
    };
    let fact = Fact::DatabaseMatched { rightly: false, status, request_at };
    falsely.below(errs).then_some((RuleId::NONE, fact))
}

/// The rule by which agents may interview the person, if they may.
fn interview_rule(today: &Today, person: &Person, stay: &JailStay) -> Option<RuleId> {
    let [_, _, consents, _] = today.file_lanes(person);
    let file = File {
        consents: consents.below(today.get(Scalar::InterviewConsent)),
        ..today.file(person, stay.charge)
    };
    let verdict = today.rules().decide(Act::Interview, today.setting.jail, &file, false);
    verdict.allowed.then_some(verdict.rule)
}

pub(super) fn decide_request(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let stays = |due: &Due| {
        let person = people.get(due.person)?;
        // A later case of the same person is another matter.
        let is_same = person.case == due.case;
        match person.custody {
            Custody::Jail(stay) if is_same => Some((*person, stay)),
            _ => None,
        }
    };
    let requests = calendar.due(today.day, Matter::Request).iter().filter_map(|due| {
        let (person, stay) = stays(due)?;
        let asked_at = today.day.at(due.note);
        // Out before the desk gets to it.
        let in_time = stay.request.is_none() && stay.known && asked_at < stay.release_at;
        let (rule, fact) = in_time.then(|| request(&today, &person, &stay))??;
        Some(event(&person, rule, due.note, fact))
    });
    let lifted = calendar.due(today.day, Matter::Lift).iter().filter_map(|due| {
        let (person, stay) = stays(due)?;
        let lifted = stay.request.is_some() && is_lifted(&today, &person);
        lifted.then(|| event(&person, RuleId::NONE, due.note, Fact::DetainerLifted))
    });
    requests.chain(lifted).collect()
}

fn event(person: &Person, rule: RuleId, hour: u8, fact: Fact) -> Event {
    Event { subject: person.id.into(), case: person.case, rule, hour, fact }
}

/// What ICE asks of the jail, if the regime covers the person and the desk takes the case up.
fn request(today: &Today, person: &Person, stay: &JailStay) -> Option<(RuleId, Fact)> {
    let jail = today.setting.jail;
    let rules = today.rules();
    let file = today.file(person, stay.charge);
    let issue = rules.decide(Act::Issue, jail, &file, false);
    let [taken_up, ..] = detainer_lanes(today, person);
    let take_up = rules.dial(Dial::TakeUp, jail).unwrap_or(0.0);
    if !issue.allowed || !taken_up.below(take_up) {
        return None;
    }
    let conviction = person.convictions.worst;
    let hold = rules.decide(Act::AskHold, jail, &file, true);
    let fact = if hold.allowed {
        let release_at = lengthened(today, person, stay);
        Fact::DetainerIssued { request: Request::Hold, conviction, release_at }
    } else {
        Fact::NotificationRequested { conviction, release_at: stay.release_at }
    };
    Some((issue.rule, fact))
}

/// Of a booking: whether ICE asks for the person, and takes it back.
fn detainer_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Detainer, person.case)
}

/// With a detainer bail no longer opens the door: short stays become longer (facts.md 2.3).
fn lengthened(today: &Today, person: &Person, stay: &JailStay) -> Hour {
    let planned = booking::stay(today, person.id, person.case, stay.charge);
    if planned.is_long || !today.setting.mechanisms.detainer_lengthens_stay {
        return stay.release_at;
    }
    let factor = today.get(Scalar::DetainerStayFactor);
    let lengthened = stay.booked_at + Hours((f64::from(planned.length.0) * factor).ceil() as u32);
    lengthened.max(stay.release_at)
}

fn is_lifted(today: &Today, person: &Person) -> bool {
    let [_, lifted, ..] = detainer_lanes(today, person);
    let share = if person.status.is_citizen() {
        today.get(Scalar::LiftedCitizen)
    } else {
        today.get(Scalar::LiftedOther)
    };
    lifted.below(share)
}

fn in_jail<'a>(hands: &'a mut Hands, event: &Event) -> &'a mut JailStay {
    let person = hands.person(event);
    let Custody::Jail(stay) = &mut person.custody else { panic!("{:?} is in no jail", person.id) };
    stay
}

pub(super) fn apply_known(hands: &mut Hands, event: &Event, request_at: Hour) {
    in_jail(hands, event).known = true;
    let Some(person) = event.subject.person() else { return };
    if !hands.today.is_past_the_end(request_at) {
        let due = Due { person, case: event.case, note: request_at.of_day() };
        hands.calendar.add(request_at.day(), Matter::Request, due);
    }
}

pub(super) fn apply_requested(
    hands: &mut Hands,
    event: &Event,
    request: Request,
    release_at: Hour,
) {
    let stay = in_jail(hands, event);
    stay.request = Some(request);
    let moved = stay.release_at.day() != release_at.day();
    stay.release_at = release_at;
    if moved {
        hands.look(release_at.day(), Matter::Release, event);
    }
    let tomorrow = Day(hands.today.day.0 + 1);
    hands.look(tomorrow, Matter::Lift, event);
}

pub(super) fn apply_lifted(hands: &mut Hands, event: &Event) {
    let stay = in_jail(hands, event);
    stay.request = None;
    stay.known = false;
}

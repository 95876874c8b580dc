//! Identify: fingerprints taken at booking reach the federal databases; ICE asks for some.
//!
//! ```text
//! Booked ──▶ FingerprintsShared ──▶ DatabaseMatched (rightly or not) ─┐
//!        └─▶ ScreenedBy287g or InterviewedInJail ─────────────────────┴─▶ after hours:
//!        DetainerReviewed ──▶ DetainerIssued (stay lengthened) or NotificationRequested ──▶ perhaps DetainerLifted
//! ```
//!
//! A request comes some hours after booking, at the median twelve; whoever is out by then is missed.

use super::booking;
use super::people::{Custody, JailStay, People, Person};
use super::{Calendar, Due, Hands, Matter, Today, matching, release};
use crate::draw::{Lanes, Purpose};
use crate::event::{Event, Fact, Request, RuleId};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::rule::File;
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hour, Hours};
use bevy_ecs::prelude::Res;

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
        let jail = today.setting.jail(person.id);
        let file = today.file(person, stay.charge);
        let shared = today.rules().decide(Act::SharePrints, jail, &file);
        if shared.allowed {
            say(shared.rule, Fact::FingerprintsShared);
        }
        if let Some((rule, fact)) = matching::found(&today, person, &stay, shared.allowed) {
            say(rule, fact);
        }
    }
    events
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
        let asked = in_time.then(|| request(&today, &person, &stay))??;
        Some(
            asked
                .into_iter()
                .flatten()
                .map(move |(rule, fact)| event(&person, rule, due.note, fact)),
        )
    });
    let requests = requests.flatten();
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

/// What ICE's desk makes of a case, if the regime covers the person and the desk takes it up: a
/// review, and what ICE then asks of the jail.
fn request(today: &Today, person: &Person, stay: &JailStay) -> Option<[Option<(RuleId, Fact)>; 2]> {
    let jail = today.setting.jail(person.id);
    let rules = today.rules();
    let file = today.file(person, stay.charge);
    let file = File { jail_answers: release::would_answer(today, person, stay), ..file };
    let issue = rules.decide(Act::Issue, jail, &file);
    let [taken_up, ..] = detainer_lanes(today, person);
    // What the law compels is not left to the desk.
    let is_taken_up = issue.compelled || taken_up.below(today.dial(Dial::TakeUp, jail, 0.0));
    if !issue.allowed || !is_taken_up {
        return None;
    }
    let (review, by) = matching::review(today, person, stay.charge);
    let upheld = matching::upholds(today, person, review);
    let reviewed = (by, Fact::DetainerReviewed { review, upheld });
    if !upheld {
        return Some([Some(reviewed), None]);
    }
    let conviction = person.convictions.worst;
    let hold = rules.decide(Act::AskHold, jail, &file);
    let fact = if hold.allowed {
        let release_at = lengthened(today, person, stay, file.jail_answers);
        Fact::DetainerIssued { request: Request::Hold, conviction, release_at }
    } else {
        Fact::NotificationRequested { conviction, release_at: stay.release_at }
    };
    Some([Some(reviewed), Some((issue.rule, fact))])
}

/// Of a booking: whether ICE asks for the person, and takes it back.
fn detainer_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Detainer, person.case)
}

/// With a detainer bail no longer opens the door: short stays become longer (facts.md 2.3). Where the
/// jail will do nothing for ICE, bail leads home, and stays are as they were.
fn lengthened(today: &Today, person: &Person, stay: &JailStay, jail_answers: bool) -> Hour {
    let planned = booking::stay(today, person.id, person.case, stay.charge);
    let lengthens = today.setting.mechanisms.detainer_lengthens_stay && jail_answers;
    if planned.is_long || !lengthens {
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

/// An error that a review finds ends the matter.
pub(super) fn apply_reviewed(hands: &mut Hands, event: &Event, upheld: bool) {
    in_jail(hands, event).known &= upheld;
}

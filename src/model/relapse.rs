//! Relapse: some of those who leave jail go on to offend within days, until they are caught or stop.
//!
//! ```text
//! Released ──▶ offence 1 ──▶ offence 2 ──▶ … until in custody, or the run ends
//! ```
//!
//! A run belongs to the case that led to the release: its offences meet the same luck in every arm,
//! however long the person was held. A booking ends it; the next release may begin another.

use super::crime::Attempt;
use super::people::{People, Person};
use super::{Due, Hands, Matter, Today};
use crate::draw::{Lanes, Purpose};
use crate::event::{Crime, Offence, Word};
use crate::ids::{Case, PersonId};
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hour, Hours};

/// At release: when the first offence of a run comes, or never.
pub(super) fn first(
    today: &Today,
    person: PersonId,
    case: Case,
    (charge, has_order): (Offence, bool),
    at: Hour,
) -> Hour {
    if !today.setting.mechanisms.relapse || case.next_run().is_none() {
        return Hour::NEVER;
    }
    let share = if charge >= Offence::Felony {
        today.get(Scalar::RelapseFelony)
    } else {
        today.get(Scalar::RelapseMisdemeanour)
    };
    // Men removed before came back to jail more often (RAND 2014; facts.md 5).
    let factor = if has_order { today.get(Scalar::RelapsePriorOrder) } else { 1.0 };
    let share = (share * factor).min(1.0);
    let [whether, when, ..] = today.draws.in_case(person, Purpose::Relapse, case);
    if whether.below(share) { after(today, at, when) } else { Hour::NEVER }
}

/// After an offence: when the next of its run comes, or never. Only what follows a release is a run.
pub(super) fn next(today: &Today, person: PersonId, case: Case, hour: u8) -> Hour {
    if case.run().is_none() || case.next_offence().is_none() {
        return Hour::NEVER;
    }
    let [goes_on, when, ..] = offence(today, person, case);
    if goes_on.below(today.get(Scalar::RelapseContinues)) {
        after(today, today.day.at(hour), when)
    } else {
        Hour::NEVER
    }
}

fn after(today: &Today, at: Hour, when: crate::draw::Unit) -> Hour {
    at + Hours::from_days(when.exponential(today.get(Scalar::RelapseMeanDays)))
}

/// Whether the run goes on after an offence, when, what the offence is, and of which kind.
fn offence(today: &Today, person: PersonId, case: Case) -> Lanes {
    today.draws.in_case(person, Purpose::RelapseWhat, case)
}

/// A release begins a run, perhaps of no offences.
pub(super) fn begin(hands: &mut Hands, person: PersonId, case: Case, at: Hour) {
    let run = if at.comes() { case.next_run() } else { None };
    hands.people.touch(person, &hands.today.setting.origins).run = run;
    if let Some(first) = run {
        enter(hands, person, first, at);
    }
}

/// After an offence of a run, the next one.
pub(super) fn go_on(hands: &mut Hands, person: PersonId, case: Case, at: Hour) {
    if let Some(next) = case.next_offence()
        && at.comes()
    {
        enter(hands, person, next, at);
    }
}

/// Enters an offence in the calendar, on the next day at the earliest: today's are decided.
fn enter(hands: &mut Hands, person: PersonId, case: Case, at: Hour) {
    if !hands.today.is_past_the_end(at) {
        let tomorrow = Day(hands.today.day.0 + 1);
        let due = Due { person, case, note: at.of_day() };
        hands.calendar.add(at.day().max(tomorrow), Matter::Relapse, due);
    }
}

/// Whether an offence that is due still stands: at liberty, and not booked since the run began.
fn stands(people: &People, due: &Due) -> bool {
    let stands = |person: &Person| person.is_at_liberty() && person.run == due.case.run();
    people.get(due.person).is_some_and(stands)
}

/// The crime with a victim that is due, if that is what is due and the person is at liberty.
pub(super) fn attempt(today: &Today, people: &People, due: &Due) -> Option<Attempt> {
    let [_, _, what, kind] = offence(today, due.person, due.case);
    let has_victim = kind.below(today.get(Scalar::RelapseCrimeShare));
    (has_victim && stands(people, due)).then(|| Attempt {
        offender: due.person,
        group: today.profile(due.person).group,
        crime: Crime::ALL[what.choose(&today.setting.rates.crimes)],
        case: due.case,
        hour: due.note,
        deterred: false,
    })
}

/// The charge of an offence without a victim that is due, if that is what is due.
pub(super) fn stop(today: &Today, people: &People, due: &Due) -> Option<Offence> {
    let [_, _, what, kind] = offence(today, due.person, due.case);
    let has_victim = kind.below(today.get(Scalar::RelapseCrimeShare));
    (!has_victim && stands(people, due))
        .then(|| Offence::ALL[what.choose(&today.setting.rates.stop_charges)])
}

//! Court: from the hands of ICE to removal, or back to liberty.
//!
//! ```text
//! taken ─┬─ no bed ──▶ ReleasedForCapacity ──▶ hearing at liberty ─┬─▶ ReliefGranted
//!        └─ DetainedByIce ─┬─▶ ReleasedOnBond ─────▶ (the same)    └─▶ RemovalOrdered, looked for
//!                          ├─▶ order, agreement or hearing ──▶ Removed ──▶ perhaps Returned
//!                          ├─▶ ReliefGranted
//!                          └─▶ CitizenshipConfirmed (held by mistake)
//! ```

use super::docket::Docket;
use super::people::{Custody, Detention, People, Person, Waiting};
use super::{Calendar, Due, Hands, Matter, Today, matching};
use crate::draw::{Lanes, Purpose, Unit};
use crate::event::{Channel, Event, Fact, Listing, Offence, Path, RuleId, Status};
use crate::ids::PersonId;
use crate::scenario::dial::Dial;
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hour, Hours};
use bevy_ecs::prelude::Res;

/// By how much a hearing is put off for somebody who is in a jail or prison on its day. Judgement.
const PUT_OFF: Hours = Hours(90 * 24);

fn say(person: &Person, hour: u8, fact: Fact) -> Event {
    Event { subject: person.id.into(), case: person.case, rule: RuleId::NONE, hour, fact }
}

/// Of a custody: the path, how long, bond, counsel.
fn custody_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Custody, person.case)
}

/// How a case will end, by the person's history (facts.md section 7).
fn path(today: &Today, person: &Person, which: Unit) -> Path {
    if person.status == Status::PriorOrder {
        return Path::Reinstated;
    }
    let administrative = if person.convictions.worst >= Offence::Felony {
        today.get(Scalar::AdministrativeShare)
    } else {
        0.0
    };
    let rest = 1.0 - administrative;
    let stipulated = rest * today.get(Scalar::StipulatedShare);
    let voluntary = rest * today.get(Scalar::VoluntaryShare);
    let hearing = (rest - stipulated - voluntary).max(0.0);
    match which.choose(&[administrative, stipulated, voluntary, hearing]) {
        0 => Path::Administrative,
        1 => Path::Stipulated,
        2 => Path::VoluntaryDeparture,
        _ => Path::Hearing,
    }
}

/// Of a custody: a lawyer whom a fund pays, a bond that can be paid, one that a fund pays.
fn defence_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Defence, person.case)
}

/// Whether a detained person has a lawyer, and whether a fund pays.
fn counsel(today: &Today, person: &Person) -> Option<Funded> {
    let [.., counsel] = custody_lanes(today, person);
    let [fund, ..] = defence_lanes(today, person);
    let agency = today.setting.district(person.id).agency;
    if counsel.below(today.get(Scalar::CounselDetained)) {
        Some(Funded(false))
    } else {
        let share = today.dial(Dial::LegalDefence, agency, 0.0);
        fund.below(share).then_some(Funded(true))
    }
}

/// Whether a fund paid for something.
#[derive(Clone, Copy)]
struct Funded(bool);

/// Whether bond is granted and can be paid, and whether a fund pays.
fn bond(today: &Today, person: &Person, has_counsel: bool) -> Option<Funded> {
    let [_, _, granted, _] = custody_lanes(today, person);
    let [_, paid, fund, _] = defence_lanes(today, person);
    // The published probability is over people with and without a lawyer.
    let (with, factor) = (today.get(Scalar::CounselDetained), today.get(Scalar::BondCounsel));
    let alone = today.get(Scalar::BondGranted) / (1.0 + with * (factor - 1.0));
    if !granted.below(if has_counsel { alone * factor } else { alone }) {
        return None;
    }
    if paid.below(today.get(Scalar::BondPaid)) {
        return Some(Funded(false));
    }
    let agency = today.setting.district(person.id).agency;
    fund.below(today.dial(Dial::BondFund, agency, 0.0)).then_some(Funded(true))
}

/// Decides on someone who came into the hands of ICE today; says whether a bed is taken.
pub(super) fn intake(
    today: &Today,
    person: &Person,
    has_bed: bool,
    docket: &mut Docket,
    events: &mut Vec<Event>,
) -> bool {
    let [which, length, ..] = custody_lanes(today, person);
    let at = today.day.at(23);
    let mistaken = !matching::is_removable(today, person);
    let mut tell = |fact| events.push(say(person, 23, fact));
    if !has_bed && mistaken {
        tell(Fact::CitizenshipConfirmed { hours_held: 0, status: person.status });
        return false;
    }
    if !has_bed {
        let hearing_at = waits(today, person, docket, at);
        tell(Fact::ReleasedForCapacity { hearing_at });
        tell(Fact::CaseDocketed { detained: false, funded: false, hearing_at });
        return false;
    }
    let path = if mistaken { Path::Hearing } else { path(today, person, which) };
    let lawyer = counsel(today, person).filter(|_| path == Path::Hearing);
    let bond = bond(today, person, lawyer.is_some()).filter(|_| !mistaken);
    let is_bonded = bond.is_some();
    let days = match path {
        _ if mistaken => today.get(Scalar::ConfirmDays),
        Path::Reinstated => today.get(Scalar::DaysReinstated),
        Path::Administrative => today.get(Scalar::DaysAdministrative),
        Path::Stipulated | Path::VoluntaryDeparture => today.get(Scalar::DaysAgreed),
        Path::Hearing if is_bonded => today.get(Scalar::BondDays),
        Path::Hearing | Path::InAbsentia => today.get(Scalar::DaysHearing),
    };
    let ready = at + Hours(24) + Hours::from_days(length.exponential(days));
    let is_heard = path == Path::Hearing && !mistaken && !is_bonded;
    let until = if is_heard { docket.turn(&today.setting, true, ready) } else { ready };
    tell(Fact::DetainedByIce { until, path });
    if let Some(Funded(funded)) = lawyer {
        tell(Fact::CounselAppointed { funded });
    }
    if is_heard {
        docket.enter(&today.setting, today.day, true);
        tell(Fact::CaseDocketed { detained: true, funded: false, hearing_at: until });
    } else if is_bonded && path == Path::Hearing {
        let hearing_at = waits(today, person, docket, until);
        let funded = bond.is_some_and(|Funded(funded)| funded);
        tell(Fact::CaseDocketed { detained: false, funded, hearing_at });
    }
    true
}

/// When the hearing of somebody at liberty is, who is ready for it some time after an hour.
fn waits(today: &Today, person: &Person, docket: &mut Docket, at: Hour) -> Hour {
    let [.., wait] = hearing_lanes(today, person);
    let ready =
        at + Hours(24) + Hours::from_days(wait.exponential(today.get(Scalar::NonDetainedDays)));
    let hearing_at = docket.turn(&today.setting, false, ready);
    docket.enter(&today.setting, today.day, false);
    hearing_at
}

/// Of a case: relief, absence, counsel at liberty, the wait for the hearing.
fn hearing_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Hearing, person.case)
}

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let mut events = Vec::new();
    for due in calendar.due(today.day, Matter::DetentionEnd) {
        let Some(person) = people.get(due.person) else { continue };
        if let Custody::Detained(detention) = person.custody
            && person.case == due.case
        {
            end_of_detention(&today, person, &detention, &mut events);
        }
    }
    for due in calendar.due(today.day, Matter::Hearing) {
        let stands =
            |person: &&Person| person.docket.is_some_and(|waiting| waiting.case == due.case);
        let Some(person) = people.get(due.person).filter(stands) else { continue };
        if person.is_at_liberty() {
            hearing_at_liberty(&today, person, due, &mut events);
        } else {
            // In a jail or prison: put off.
            let hearing_at = today.day.at(due.note) + PUT_OFF;
            let fact = Fact::HearingPutOff { hearing_at };
            events.push(say(&Person { case: due.case, ..*person }, due.note, fact));
        }
    }
    events
}

fn end_of_detention(
    today: &Today,
    person: &Person,
    detention: &Detention,
    events: &mut Vec<Event>,
) {
    let hour = detention.until.of_day();
    let at = today.day.at(hour);
    let mut tell = |fact| events.push(say(person, hour, fact));
    if !matching::is_removable(today, person) {
        let hours_held = at.since(detention.since).0;
        tell(Fact::CitizenshipConfirmed { hours_held, status: person.status });
        return;
    }
    let path = detention.path;
    match path {
        Path::Reinstated => tell(Fact::OrderReinstated),
        Path::Administrative => tell(Fact::RemovalOrdered { path }),
        Path::Stipulated => tell(Fact::Stipulated),
        Path::VoluntaryDeparture => tell(Fact::VoluntaryDeparture),
        Path::Hearing | Path::InAbsentia => {
            if let Some(hearing_at) = detention.hearing_at {
                let funded = detention.funded;
                tell(Fact::ReleasedOnBond { hearing_at: hearing_at.max(at), funded });
                return;
            }
            tell(Fact::CaseHeard { detained: true });
            let [relief, ..] = hearing_lanes(today, person);
            if relief.below(relief_share(today, detention.counsel)) {
                tell(Fact::ReliefGranted);
                return;
            }
            tell(Fact::RemovalOrdered { path });
        }
    }
    let conviction = person.convictions.worst;
    tell(Fact::Removed { path, conviction, return_at: return_at(today, person, at) });
}

fn relief_share(today: &Today, has_counsel: bool) -> f64 {
    today.get(if has_counsel { Scalar::ReliefCounsel } else { Scalar::ReliefAlone })
}

/// When a removed person comes back, or never within the run.
fn return_at(today: &Today, person: &Person, at: Hour) -> Hour {
    let [when, ..] = today.draws.in_case(person.id, Purpose::Return, person.case);
    let per_year = today.get(Scalar::ReturnPerYear);
    if per_year <= 0.0 {
        return Hour::NEVER;
    }
    let back = at + Hours::from_days(when.exponential(365.0 / per_year));
    if today.is_past_the_end(back) { Hour::NEVER } else { back }
}

fn hearing_at_liberty(today: &Today, person: &Person, due: &Due, events: &mut Vec<Event>) {
    let at = Person { case: due.case, ..*person };
    let [relief, absent, counsel, _] = hearing_lanes(today, &at);
    let mut tell = |fact| events.push(say(&at, due.note, fact));
    let (with, factor) = (today.get(Scalar::CounselAtLiberty), today.get(Scalar::AbsentCounsel));
    let kept = person.docket.is_some_and(|waiting| waiting.counsel);
    let has_counsel = kept || counsel.below(with);
    // The published share is over people with and without a lawyer.
    let alone = today.get(Scalar::InAbsentia) / (1.0 + with * (factor - 1.0));
    if absent.below(if has_counsel { alone * factor } else { alone }) {
        tell(Fact::RemovalOrdered { path: Path::InAbsentia });
        events.push(looked_for(&at, due.note));
        return;
    }
    tell(Fact::CaseHeard { detained: false });
    let share = relief_share(today, has_counsel) * today.get(Scalar::ReliefAtLiberty);
    if relief.below(share) {
        tell(Fact::ReliefGranted);
    } else {
        tell(Fact::RemovalOrdered { path: Path::Hearing });
        events.push(looked_for(&at, due.note));
    }
}

/// Looked for from now on, in a case that follows from this one: another custody has other luck.
fn looked_for(person: &Person, hour: u8) -> Event {
    let case = person.case.next_run().unwrap_or(person.case);
    Event { case, ..say(person, hour, Fact::TargetListed { reason: Listing::Fugitive }) }
}

pub(super) fn decide_return(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let back = |due: &Due| {
        let person = people.get(due.person)?;
        let stands = person.custody == Custody::Removed && person.case == due.case;
        stands.then(|| say(person, due.note, Fact::Returned))
    };
    calendar.due(today.day, Matter::Return).iter().filter_map(back).collect()
}

pub(super) fn apply_taken(hands: &mut Hands, event: &Event, channel: Channel) {
    let person = hands.person(event);
    let may = matches!(person.custody, Custody::Leaving(_) | Custody::AtLiberty);
    assert!(may, "{:?} is taken by ICE while {:?}", person.id, person.custody);
    person.custody = Custody::Taken { channel };
    person.case = event.case;
    person.after_decline = false;
    let id = person.id;
    let day = hands.today.day;
    hands.look_today(Matter::Bed, event);
    hands.calendar.add(day, Matter::Note, note(id, event, channel));
}

fn note(person: PersonId, event: &Event, channel: Channel) -> Due {
    use crate::event::Word;
    Due { person, case: event.case, note: channel.number() }
}

pub(super) fn apply_detained(hands: &mut Hands, event: &Event, until: Hour, path: Path) {
    let since = hands.today.day.at(event.hour);
    let person = hands.person(event);
    let Custody::Taken { .. } = person.custody else {
        panic!("{:?} is detained while {:?}", person.id, person.custody)
    };
    // A new custody has a case of its own; what waited at liberty is part of it.
    person.docket = None;
    let (counsel, hearing_at, funded) = (false, None, false);
    person.custody =
        Custody::Detained(Detention { since, until, path, counsel, hearing_at, funded });
    hands.look(until.day(), Matter::DetentionEnd, event);
}

pub(super) fn apply_counsel(hands: &mut Hands, event: &Event) {
    if let Custody::Detained(detention) = &mut hands.person(event).custody {
        detention.counsel = true;
    }
}

/// A hearing at liberty waits; those still detained are released on bond first.
pub(super) fn apply_docketed(hands: &mut Hands, event: &Event, funded: bool, hearing_at: Hour) {
    let person = hands.person(event);
    let mut waiting = Waiting { case: event.case, counsel: false };
    if let Custody::Detained(detention) = &mut person.custody {
        detention.hearing_at = Some(hearing_at);
        detention.funded = funded;
        // Who has a lawyer keeps them on bond.
        waiting.counsel = detention.counsel;
    }
    person.docket = Some(waiting);
    apply_put_off(hands, event, hearing_at);
}

pub(super) fn apply_put_off(hands: &mut Hands, event: &Event, hearing_at: Hour) {
    if !hands.today.is_past_the_end(hearing_at)
        && let Some(person) = event.subject.person()
    {
        let due = Due { person, case: event.case, note: hearing_at.of_day() };
        hands.calendar.add(hearing_at.day(), Matter::Hearing, due);
    }
}

pub(super) fn apply_at_liberty(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    assert!(person.is_with_ice(), "{:?} is let go while {:?}", person.id, person.custody);
    person.custody = Custody::AtLiberty;
}

pub(super) fn apply_relief(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    person.status = Status::LawfulResident;
    person.custody = Custody::AtLiberty;
    person.docket = None;
}

pub(super) fn apply_ordered(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    person.status = Status::PriorOrder;
    person.docket = None;
}

pub(super) fn apply_removed(hands: &mut Hands, event: &Event, return_at: Hour) {
    let person = hands.person(event);
    let Custody::Detained(_) = person.custody else {
        panic!("{:?} is removed while {:?}", person.id, person.custody)
    };
    person.custody = Custody::Removed;
    person.docket = None;
    let id = person.id;
    if return_at.comes() {
        let tomorrow = Day(hands.today.day.0 + 1);
        let due = Due { person: id, case: event.case, note: return_at.of_day() };
        hands.calendar.add(return_at.day().max(tomorrow), Matter::Return, due);
    }
}

pub(super) fn apply_returned(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    assert!(person.custody == Custody::Removed, "{:?} was never away", person.id);
    person.custody = Custody::AtLiberty;
    person.status = Status::PriorOrder;
}

pub(super) fn apply_confirmed(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    assert!(person.is_with_ice(), "{:?} is held by nobody", person.id);
    person.custody = Custody::AtLiberty;
}

//! Court: from the hands of ICE to removal, or back to liberty.
//!
//! ```text
//! taken ─┬─ no bed ──▶ ReleasedForCapacity ──▶ hearing at liberty ─┬─▶ ReliefGranted
//!        └─ DetainedByIce ─┬─▶ ReleasedOnBond ─────▶ (the same)    └─▶ RemovalOrdered, looked for
//!                          ├─▶ order, agreement or hearing ──▶ Removed ──▶ perhaps Returned
//!                          ├─▶ ReliefGranted
//!                          └─▶ CitizenshipConfirmed (held by mistake)
//! ```

use super::people::{Custody, Detention, People, Person};
use super::{Calendar, Due, Hands, Matter, Today, identify};
use crate::draw::{Lanes, Purpose, Unit};
use crate::event::{Channel, Event, Fact, Listing, Offence, Path, RuleId, Status};
use crate::ids::PersonId;
use crate::scenario::parameter::Scalar;
use crate::time::{Day, Hour, Hours};
use bevy_ecs::prelude::Res;

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

/// Decides on someone who came into the hands of ICE today; says whether a bed is taken.
pub(super) fn intake(
    today: &Today,
    person: &Person,
    has_bed: bool,
    events: &mut Vec<Event>,
) -> bool {
    let [which, length, bond, counsel] = custody_lanes(today, person);
    let at = today.day.at(23);
    let mistaken = !identify::is_removable(today, person);
    if !has_bed && mistaken {
        let fact = Fact::CitizenshipConfirmed { hours_held: 0, status: person.status };
        events.push(say(person, 23, fact));
        return false;
    }
    if !has_bed {
        let hearing_at = hearing_at(today, person, at);
        events.push(say(person, 23, Fact::ReleasedForCapacity { hearing_at }));
        return false;
    }
    let path = if mistaken { Path::Hearing } else { path(today, person, which) };
    let days = match path {
        _ if mistaken => today.get(Scalar::ConfirmDays),
        Path::Reinstated => today.get(Scalar::DaysReinstated),
        Path::Administrative => today.get(Scalar::DaysAdministrative),
        Path::Stipulated | Path::VoluntaryDeparture => today.get(Scalar::DaysAgreed),
        Path::Hearing if is_bonded(today, bond) => today.get(Scalar::BondDays),
        Path::Hearing | Path::InAbsentia => today.get(Scalar::DaysHearing),
    };
    let until = at + Hours(24) + Hours::from_days(length.exponential(days));
    events.push(say(person, 23, Fact::DetainedByIce { until, path }));
    if path == Path::Hearing && counsel.below(today.get(Scalar::CounselDetained)) {
        events.push(say(person, 23, Fact::CounselAppointed));
    }
    true
}

fn is_bonded(today: &Today, bond: Unit) -> bool {
    bond.below(today.get(Scalar::BondGranted))
}

/// Of a case: relief, absence, counsel at liberty, the wait for the hearing.
fn hearing_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Hearing, person.case)
}

fn hearing_at(today: &Today, person: &Person, at: Hour) -> Hour {
    let [.., wait] = hearing_lanes(today, person);
    at + Hours(24) + Hours::from_days(wait.exponential(today.get(Scalar::NonDetainedDays)))
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
        let person = people.get(due.person);
        let stands = |person: &&Person| person.is_at_liberty() && person.case == due.case;
        if let Some(person) = person.filter(stands) {
            hearing_at_liberty(&today, person, due.note, &mut events);
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
    let [_, _, bond, counsel] = custody_lanes(today, person);
    let hour = detention.until.of_day();
    let at = today.day.at(hour);
    let mut tell = |fact| events.push(say(person, hour, fact));
    if !identify::is_removable(today, person) {
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
            if is_bonded(today, bond) {
                tell(Fact::ReleasedOnBond { hearing_at: hearing_at(today, person, at) });
                return;
            }
            tell(Fact::CaseHeard { detained: true });
            let has_counsel = counsel.below(today.get(Scalar::CounselDetained));
            let [relief, ..] = hearing_lanes(today, person);
            if relief.below(relief_share(today, has_counsel)) {
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

/// Two thirds of those at liberty have counsel (TRAC, bond hearings FY2020; facts.md section 7).
const COUNSEL_AT_LIBERTY: f64 = 0.66;

fn hearing_at_liberty(today: &Today, person: &Person, hour: u8, events: &mut Vec<Event>) {
    let [relief, absent, counsel, _] = hearing_lanes(today, person);
    let mut tell = |fact| events.push(say(person, hour, fact));
    if absent.below(today.get(Scalar::InAbsentia)) {
        tell(Fact::RemovalOrdered { path: Path::InAbsentia });
        events.push(looked_for(person, hour));
        return;
    }
    tell(Fact::CaseHeard { detained: false });
    let has_counsel = counsel.below(COUNSEL_AT_LIBERTY);
    if relief.below(relief_share(today, has_counsel)) {
        tell(Fact::ReliefGranted);
    } else {
        tell(Fact::RemovalOrdered { path: Path::Hearing });
        events.push(looked_for(person, hour));
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
    person.custody = Custody::Detained(Detention { since, until, path });
    hands.look(until.day(), Matter::DetentionEnd, event);
}

pub(super) fn apply_at_liberty(hands: &mut Hands, event: &Event, hearing_at: Hour) {
    let person = hands.person(event);
    assert!(person.is_with_ice(), "{:?} is let go while {:?}", person.id, person.custody);
    person.custody = Custody::AtLiberty;
    let Some(person) = event.subject.person() else { return };
    if !hands.today.is_past_the_end(hearing_at) {
        let due = Due { person, case: event.case, note: hearing_at.of_day() };
        hands.calendar.add(hearing_at.day(), Matter::Hearing, due);
    }
}

pub(super) fn apply_relief(hands: &mut Hands, event: &Event) {
    let person = hands.person(event);
    person.status = Status::LawfulResident;
    person.custody = Custody::AtLiberty;
}

pub(super) fn apply_ordered(hands: &mut Hands, event: &Event) {
    hands.person(event).status = Status::PriorOrder;
}

pub(super) fn apply_removed(hands: &mut Hands, event: &Event, return_at: Hour) {
    let person = hands.person(event);
    let Custody::Detained(_) = person.custody else {
        panic!("{:?} is removed while {:?}", person.id, person.custody)
    };
    person.custody = Custody::Removed;
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

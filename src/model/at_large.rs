//! At large: what comes of an operation, which cost the same officer hours found or not.
//!
//! ```text
//! OperationStarted ─▶ perhaps OperationAlerted ─┬─▶ OperationFailed
//!                                               └─▶ AtLargeArrest ──▶ perhaps CollateralArrest of somebody near
//! ```

use super::arrivals::arrivals;
use super::people::{People, Person};
use super::population::{NEIGHBOURHOOD, household, neighbourhood};
use super::setting::Stream;
use super::{Calendar, Due, Hands, Matter, Today, matching, operations};
use crate::draw::{Lanes, Purpose, Unit};
use crate::event::{Channel, Event, Fact, Listing, Offence, RuleId, Status};
use crate::ids::{Case, PersonId};
use crate::scenario::act::Act;
use crate::scenario::policy::Verdict;
use crate::scenario::scalar::Scalar;
use bevy_ecs::prelude::Res;
use std::collections::BTreeSet;

/// How many people near the target agents look at for a bystander to arrest.
const LOOKED_AT: u32 = 8;

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut due: Vec<&Due> = calendar.due(today.day, Matter::Operation).iter().collect();
    due.sort_unstable();
    // Targets before bystanders, so that nobody is arrested twice on one day.
    let mut found = BTreeSet::new();
    for due in &due {
        let target = today.person(people.get(due.person), due.person);
        let alerted = operations::is_alerted(&today, target.id);
        if alerted {
            events.push(say(&target, due, RuleId::NONE, Fact::OperationAlerted));
        }
        let fact = target_fact(&today, &target, alerted);
        if matches!(fact, Fact::AtLargeArrest { .. }) {
            found.insert(target.id);
        }
        events.push(say(&target, due, RuleId::NONE, fact));
    }
    let mut taken = found.clone();
    for due in &due {
        if found.contains(&due.person) {
            events.extend(collateral(&today, &people, due, &mut taken));
        }
    }
    task_forces(&today, &people, &mut taken, &mut events);
    leads(&today, &people, &mut events);
    events
}

fn say(person: &Person, due: &Due, rule: RuleId, fact: Fact) -> Event {
    Event { subject: person.id.into(), case: due.case, rule, hour: due.note, fact }
}

/// Of a target on this day: found, a bystander taken, who.
fn lanes(today: &Today, target: PersonId) -> Lanes {
    today.draws.in_case(target, Purpose::Operation, Case::opened(today.day.0, 0, 0))
}

fn target_fact(today: &Today, target: &Person, alerted: bool) -> Fact {
    let [found, ..] = lanes(today, target.id);
    let site = operations::site(today, target);
    let is_found = found.below(operations::success(today, target, site));
    let is_warned = alerted && operations::is_warned(today, target.id, site);
    if !target.is_at_liberty() || !is_found || is_warned {
        return Fact::OperationFailed;
    }
    Fact::AtLargeArrest { status: target.status, conviction: target.convictions.worst }
}

/// A bystander arrested beside a target who was found, where the regime allows it.
fn collateral(
    today: &Today,
    people: &People,
    due: &Due,
    taken: &mut BTreeSet<PersonId>,
) -> Option<Event> {
    let [_, whether, ..] = lanes(today, due.person);
    // Bystanders are a share of all arrests at large, so of those of targets a little more.
    let share = operations::bystanders(today, today.setting.district(due.person).area);
    if !whether.below(share / (1.0 - share)) {
        return None;
    }
    let target = today.person(people.get(due.person), due.person);
    let verdict = may_take_bystanders(today, &target);
    if !verdict.allowed {
        return None;
    }
    let near = bystander(today, people, target.id, taken)?;
    taken.insert(near.id);
    let (status, conviction) = (near.status, near.convictions.worst);
    Some(say(&near, due, verdict.rule, Fact::CollateralArrest { status, conviction }))
}

fn may_take_bystanders(today: &Today, target: &Person) -> Verdict {
    let file = today.file(target, Offence::None);
    today.rules().decide(Act::Collateral, today.setting.jail(target.id), &file)
}

/// Joint task forces go after crime; federal agents who come along may arrest somebody they find.
fn task_forces(
    today: &Today,
    people: &People,
    taken: &mut BTreeSet<PersonId>,
    events: &mut Vec<Event>,
) {
    for district in today.districts() {
        for operation in arrivals(today, people, district, Stream::TaskForce) {
            let suspect = today.person(people.get(operation.person), operation.person);
            let file = today.file(&suspect, Offence::Felony);
            let joins = today.rules().decide(Act::JointTaskForce, district.agency, &file);
            let [takes, ..] = today.draws.in_case(suspect.id, Purpose::TaskForce, operation.case);
            if !joins.allowed
                || !takes.below(today.get(Scalar::TaskForceCollateral))
                || !may_take_bystanders(today, &suspect).allowed
            {
                continue;
            }
            if let Some(near) = bystander(today, people, suspect.id, taken) {
                taken.insert(near.id);
                let (status, conviction) = (near.status, near.convictions.worst);
                let channel = Channel::TaskForce;
                let fact = Fact::TransferredToIce { channel, status, conviction };
                let (subject, case, hour) = (near.id.into(), operation.case, operation.hour);
                events.push(Event { subject, case, rule: joins.rule, hour, fact });
            }
        }
    }
}

/// Somebody removable and at liberty near the target: of the household first, then a neighbour.
fn bystander(
    today: &Today,
    people: &People,
    target: PersonId,
    taken: &BTreeSet<PersonId>,
) -> Option<Person> {
    let home = household(target);
    let residents = today.setting.district(target).residents;
    let there = residents + people.newcomers(target.home);
    let first = u32::from(neighbourhood(target.index, residents)) * NEIGHBOURHOOD;
    let at_home = (0..home.size).map(|nth| home.first.index + nth);
    let on_day = Case::opened(today.day.0, 0, 0);
    let near = (0..LOOKED_AT).step_by(4).flat_map(move |nth| {
        let lanes =
            today.draws.in_case(target, Purpose::Bystander, Case(on_day.0 | u64::from(nth)));
        lanes.map(|lane| first + lane.index(NEIGHBOURHOOD.min(residents - first)))
    });
    at_home
        .chain(near)
        .filter(|&index| index < there)
        .map(|index| PersonId { index, ..target })
        .filter(|id| !taken.contains(id))
        .map(|id| today.person(people.get(id), id))
        .find(|person| person.is_at_liberty() && matching::is_removable(today, person))
}

/// Leads that do not come from a jail put people on the list.
fn leads(today: &Today, people: &People, events: &mut Vec<Event>) {
    for district in today.districts() {
        for lead in arrivals(today, people, district, Stream::Lead) {
            let person = today.person(people.get(lead.person), lead.person);
            if person.is_at_liberty() {
                let fact = listing(today, &person, lead.what).map(|reason| {
                    let (subject, case, hour) = (lead.person.into(), lead.case, lead.hour);
                    let fact = Fact::TargetListed { reason };
                    Event { subject, case, rule: RuleId::NONE, hour, fact }
                });
                events.extend(fact);
            }
        }
    }
}

/// Why ICE looks for a person without status, if it does: convicted people first (facts.md 8).
pub(super) fn listing(today: &Today, person: &Person, whether: Unit) -> Option<Listing> {
    if !person.status.is_unauthorised() {
        return None;
    }
    let has_order = person.status == Status::PriorOrder;
    let weight = if person.convictions.worst > Offence::None {
        1.0
    } else if has_order {
        today.get(Scalar::LeadFugitive)
    } else {
        today.get(Scalar::LeadOther)
    };
    let reason = if has_order { Listing::Fugitive } else { Listing::Lead };
    whether.below(weight).then_some(reason)
}

pub(super) fn apply_started(hands: &mut Hands, event: &Event) {
    let Some(person) = event.subject.person() else { return };
    let day = hands.today.day;
    let due = Due { person, case: event.case, note: event.hour };
    hands.calendar.add(day, Matter::Operation, due);
}

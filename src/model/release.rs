//! Release: a stay in jail ends, and the jail answers ICE by the rules in force that day.
//!
//! ```text
//!                  ┌─ no request ──────────────────────────────────────────────▶ Released
//! release is due ──┼─ to prison ───────────────────────────────────────────────▶ Sentenced
//!                  └─ ReleaseDue ─┬─ ReleaseNotified (secure area, warrant, door) ─┐
//!                                 ├─ HoldStarted, up to 48 hours ─────────────────┤ agents come, or
//!                                 └─ DetainerDeclined ────────────────────────────┘ don't: Released
//! ```
//!
//! The jail does the most that the rules allow: hold, else hand over inside, else tell, else decline.
//! Staff follow the rules in force with a chance; the event says when they did not.

use super::people::{Custody, JailStay, Leaving, People, Person, Wait};
use super::{Calendar, Due, Hands, Matter, Today, booking, matching, relapse};
use crate::draw::{Lanes, Purpose};
use crate::event::{Event, Fact, Handover, Listing, Offence, Request, RuleId, Status};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::rule::File;
use crate::scenario::scalar::Scalar;
use crate::time::{Hour, Hours};
use bevy_ecs::prelude::Res;

/// How long a jail holds past release at most, unless a regime says otherwise (form I-247A; facts.md
/// 9.3).
const HOLD: f64 = 48.0;

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let mut events = Vec::new();
    for due in calendar.due(today.day, Matter::Release) {
        let Some(person) = people.get(due.person) else { continue };
        if let Custody::Jail(stay) = person.custody
            && stay.release_at.day() == today.day
            && person.case == due.case
        {
            end_of_stay(&today, person, &stay, &mut events);
        }
    }
    for due in calendar.due(today.day, Matter::HoldEnd) {
        end_of_hold(&today, &people, due, &mut events);
    }
    for due in calendar.due(today.day, Matter::PrisonEnd) {
        end_of_prison(&today, &people, due, &mut events);
    }
    events
}

/// Says what happens to one person at one hour.
struct Voice<'a> {
    person: &'a Person,
    hour: u8,
    events: &'a mut Vec<Event>,
}

impl Voice<'_> {
    fn say(&mut self, rule: RuleId, fact: Fact) {
        let (subject, case, hour) = (self.person.id.into(), self.person.case, self.hour);
        self.events.push(Event { subject, case, rule, hour, fact });
    }
}

fn end_of_stay(today: &Today, person: &Person, stay: &JailStay, events: &mut Vec<Event>) {
    let mut voice = Voice { person, hour: stay.release_at.of_day(), events };
    let planned = booking::stay(today, person.id, person.case, stay.charge);
    let mut convicted = *person;
    if planned.convicts && !stay.diverted {
        let [listed, significant, ..] =
            today.draws.in_case(person.id, Purpose::Conviction, person.case);
        let listed = listed.below(today.get(Scalar::RecordListed));
        let significant = significant.below(today.get(Scalar::SignificantMisdemeanour));
        convicted.convictions.add(stay.charge, today.day, listed, significant);
        voice.say(RuleId::NONE, Fact::Convicted { offence: stay.charge, listed, significant });
    }
    if planned.imprisons && !stay.diverted {
        let [length, ..] = prison_lanes(today, person);
        let term = Hours::from_days(length.exponential(today.get(Scalar::PrisonMeanDays)));
        voice.say(RuleId::NONE, Fact::Sentenced { until: stay.release_at + term + Hours(24) });
        return;
    }
    match stay.request {
        None => voice.say(RuleId::NONE, released(today, person, stay.charge, false)),
        Some(request) => answer(today, &convicted, stay, request, &mut voice),
    }
}

/// The fact that a person goes free today.
pub(super) fn released(
    today: &Today,
    person: &Person,
    charge: Offence,
    after_decline: bool,
) -> Fact {
    let now = today.day.at(23);
    let has_order = person.status == Status::PriorOrder;
    let next_offence = relapse::first(today, person.id, person.case, (charge, has_order), now);
    Fact::Released { after_decline, next_offence }
}

/// What a jail does when somebody ICE has asked for falls due for release.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Holds past release.
    Hold,
    /// Hands over, or lets ICE's contractor in.
    Transfer,
    /// Tells ICE, and releases at the door.
    Notify,
    /// Does nothing for ICE.
    Decline,
}

/// What the rules let the jail do, by which rule; and what staff do.
struct Decision {
    answer: Answer,
    /// How a hand-over would go.
    how: Handover,
    rule: RuleId,
    against_policy: bool,
}

fn answer(today: &Today, person: &Person, stay: &JailStay, request: Request, voice: &mut Voice) {
    voice.say(RuleId::NONE, Fact::ReleaseDue);
    let decision =
        staff(today, person, decision(today, person, &file(today, person, stay), request));
    let Decision { rule, against_policy, .. } = decision;
    let conviction = person.convictions.worst;
    let at = stay.release_at;
    match decision.answer {
        Answer::Hold => {
            let jail = today.setting.jail(person.id);
            let hold = Hours(today.dial(Dial::HoldHours, jail, HOLD).round() as u32);
            let chance = today.get(Scalar::CollectionHold);
            let agents_at = agents(today, person, chance, at, hold);
            let (until, how) = (at + hold, decision.how);
            voice.say(rule, Fact::HoldStarted { until, how, against_policy, agents_at });
        }
        Answer::Transfer => {
            let how = decision.how;
            let chance = match how {
                Handover::Contractor => Scalar::CollectionContractor,
                _ => Scalar::CollectionNotice,
            };
            let agents_at = agents(today, person, today.get(chance), at, Hours(0));
            voice.say(rule, Fact::ReleaseNotified { how, against_policy, agents_at });
            free_unless(today, person, stay.charge, agents_at, false, voice);
        }
        Answer::Notify => {
            let chance = today.get(Scalar::CollectionDoor);
            let agents_at = agents(today, person, chance, at, Hours(0));
            let how = Handover::Door;
            voice.say(rule, Fact::ReleaseNotified { how, against_policy, agents_at });
            free_unless(today, person, stay.charge, agents_at, false, voice);
        }
        Answer::Decline if a_judge_signs(today, person, voice) => {
            let chance = today.get(Scalar::CollectionNotice);
            let agents_at = agents(today, person, chance, at, Hours(0));
            let how = Handover::Warrant;
            voice.say(rule, Fact::ReleaseNotified { how, against_policy: false, agents_at });
            free_unless(today, person, stay.charge, agents_at, false, voice);
        }
        Answer::Decline => {
            let agents_at = agents(today, person, unasked(today, person, stay), at, Hours(0));
            voice.say(rule, Fact::DetainerDeclined { conviction, against_policy, agents_at });
            free_unless(today, person, stay.charge, agents_at, true, voice);
        }
    }
}

/// What a rule may look at when release is due.
fn file(today: &Today, person: &Person, stay: &JailStay) -> File {
    let [public, finding, ..] = today.file_lanes(person);
    let is_felony = stay.charge >= Offence::Felony;
    File {
        release_public: public.below(today.get(Scalar::PublicRelease)),
        magistrate_finding: is_felony && finding.below(today.get(Scalar::MagistrateFinding)),
        ..today.file(person, stay.charge)
    }
}

/// The most that the rules in force allow, for what ICE asked.
fn decision(today: &Today, person: &Person, file: &File, request: Request) -> Decision {
    let ask = |act| today.rules().decide(act, today.setting.jail(person.id), file);
    let decide = |answer, how, rule| Decision { answer, how, rule, against_policy: false };
    let hold = ask(Act::Hold);
    if request == Request::Hold {
        let serves = ask(Act::ServeWarrant);
        if hold.allowed || serves.allowed {
            // Who asked for the hold and serves the warrant: deputies, or ICE's own officers.
            let how = if ask(Act::JailScreening).allowed {
                Handover::Jail287g
            } else if serves.allowed {
                Handover::WarrantService
            } else {
                Handover::Secure
            };
            return decide(Answer::Hold, how, if hold.allowed { hold.rule } else { serves.rule });
        }
    }
    let transfer = ask(Act::Transfer);
    if transfer.allowed && ask(Act::AgentsInside).allowed {
        return decide(Answer::Transfer, Handover::Secure, transfer.rule);
    }
    if transfer.allowed {
        let contractor = ask(Act::Contractor);
        if contractor.allowed {
            return decide(Answer::Transfer, Handover::Contractor, contractor.rule);
        }
        // Nobody may come in, so the person walks out, at an hour that ICE knows.
        return decide(Answer::Notify, Handover::Door, transfer.rule);
    }
    let notify = ask(Act::Notify);
    let answer = if notify.allowed { Answer::Notify } else { Answer::Decline };
    // A refusal names the rule that forbids the most common way, the hand-over.
    let rule = if notify.allowed { notify.rule } else { transfer.rule };
    decide(answer, Handover::Door, rule)
}

/// Whether the jail's rules of today would let it do anything for ICE in this case.
pub(super) fn would_answer(today: &Today, person: &Person, stay: &JailStay) -> bool {
    let file = file(today, person, stay);
    let ask = |act| today.rules().decide(act, today.setting.jail(person.id), &file).allowed;
    [Act::Hold, Act::ServeWarrant, Act::Transfer, Act::Notify].into_iter().any(ask)
}

/// Probability that agents are at the door though nobody told them: they read the roster, if they can.
fn unasked(today: &Today, person: &Person, stay: &JailStay) -> f64 {
    let file = today.file(person, stay.charge);
    let roster = today.rules().decide(Act::Roster, today.setting.jail(person.id), &file);
    let factor = if roster.allowed { 1.0 } else { today.get(Scalar::WithoutRoster) };
    today.get(Scalar::CollectionUnasked) * factor
}

/// Staff follow the rules with a chance, another one for rules that forbid than for rules that allow;
/// if not, they do the opposite of what was decided.
fn staff(today: &Today, person: &Person, decision: Decision) -> Decision {
    let [complies, .., tells] = answer_lanes(today, person);
    let jail = today.setting.jail(person.id);
    let forbids = matches!(decision.answer, Answer::Notify | Answer::Decline);
    let against =
        |answer| Decision { answer, how: Handover::Secure, against_policy: true, ..decision };
    if !complies.below(today.compliance(jail, forbids)) {
        return against(if forbids { Answer::Transfer } else { Answer::Decline });
    }
    // Notice that is due may be forgotten, as a hand-over may.
    if decision.answer == Answer::Notify && !tells.below(today.compliance(jail, false)) {
        return against(Answer::Decline);
    }
    decision
}

/// Where the jail declines, ICE asks a judge for a warrant in a few cases; any jail obeys it.
fn a_judge_signs(today: &Today, person: &Person, voice: &mut Voice) -> bool {
    let [_, sought, granted, _] = answer_lanes(today, person);
    if !sought.below(today.get(Scalar::WarrantSought)) {
        return false;
    }
    voice.say(RuleId::NONE, Fact::JudicialWarrantSought);
    let granted =
        granted.below(today.get(Scalar::WarrantGranted)) && matching::is_removable(today, person);
    voice.say(
        RuleId::NONE,
        if granted { Fact::JudicialWarrantGranted } else { Fact::JudicialWarrantRefused },
    );
    granted
}

/// Of a release that is due: staff comply, a warrant is sought, granted, notice is given.
fn answer_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Answer, person.case)
}

/// Of a prison term: how long, ICE knows at its end, the prison hands over.
fn prison_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::PrisonTerm, person.case)
}

/// When agents mean to come, within so many hours after release is due; or never.
fn agents(today: &Today, person: &Person, chance: f64, due: Hour, within: Hours) -> Hour {
    let [comes, when, ..] = today.draws.in_case(person.id, Purpose::Collection, person.case);
    if comes.below(chance) { due + Hours(when.index(within.0 + 1)) } else { Hour::NEVER }
}

/// Unless agents come, the person is free at once and looked for at large from then on.
fn free_unless(
    today: &Today,
    person: &Person,
    charge: Offence,
    agents_at: Hour,
    after_decline: bool,
    voice: &mut Voice,
) {
    if !agents_at.comes() {
        voice.say(RuleId::NONE, released(today, person, charge, after_decline));
        voice.say(RuleId::NONE, Fact::TargetListed { reason: Listing::Released });
    }
}

/// A hold runs out: free, unless agents mean to come this very day.
fn end_of_hold(today: &Today, people: &People, due: &Due, events: &mut Vec<Event>) {
    let Some(person) = people.get(due.person) else { return };
    let Custody::Leaving(leaving) = person.custody else { return };
    let comes_today = leaving.agents_at.comes() && leaving.agents_at.day() == today.day;
    if person.case != due.case || comes_today {
        return;
    }
    let mut voice = Voice { person, hour: leaving.until.of_day(), events };
    voice.say(RuleId::NONE, Fact::HoldExpired);
    free_unless(today, person, leaving.charge, Hour::NEVER, false, &mut voice);
}

/// A prison term ends: the prison is bound by no rule here and hands over most whom ICE knows.
fn end_of_prison(today: &Today, people: &People, due: &Due, events: &mut Vec<Event>) {
    let Some(person) = people.get(due.person) else { return };
    let Custody::Prison { until } = person.custody else { return };
    if person.case != due.case {
        return;
    }
    let mut voice = Voice { person, hour: until.of_day(), events };
    let [_, known, hands_over, _] = prison_lanes(today, person);
    let is_known =
        matching::is_removable(today, person) && known.below(today.get(Scalar::PrisonKnown));
    if is_known && hands_over.below(today.get(Scalar::PrisonHandover)) {
        let how = Handover::Prison;
        voice.say(
            RuleId::NONE,
            Fact::ReleaseNotified { how, against_policy: false, agents_at: until },
        );
    } else {
        voice.say(RuleId::NONE, released(today, person, Offence::Felony, false));
    }
}

pub(super) fn apply_convicted(
    hands: &mut Hands,
    event: &Event,
    offence: Offence,
    listed: bool,
    significant: bool,
) {
    let day = hands.today.day;
    hands.person(event).convictions.add(offence, day, listed, significant);
}

fn charge_inside(person: &Person) -> Offence {
    match person.custody {
        Custody::Jail(stay) => stay.charge,
        Custody::Prison { .. } => Offence::Felony,
        _ => panic!("{:?} is in no jail or prison", person.id),
    }
}

pub(super) fn apply_held(
    hands: &mut Hands,
    event: &Event,
    how: Handover,
    (until, agents_at): (Hour, Hour),
) {
    let person = hands.person(event);
    let charge = charge_inside(person);
    person.custody = Custody::Leaving(Leaving { wait: Wait::Hold(how), until, agents_at, charge });
    hands.look(until.day(), Matter::HoldEnd, event);
    if agents_at.comes() {
        hands.look(agents_at.day(), Matter::Pickup, event);
    }
}

pub(super) fn apply_leaving(hands: &mut Hands, event: &Event, wait: Wait, agents_at: Hour) {
    let until = hands.today.day.at(event.hour);
    let person = hands.person(event);
    let charge = charge_inside(person);
    person.custody = Custody::Leaving(Leaving { wait, until, agents_at, charge });
    if agents_at.comes() {
        hands.look_today(Matter::Pickup, event);
    }
}

pub(super) fn apply_released(
    hands: &mut Hands,
    event: &Event,
    after_decline: bool,
    next_offence: Hour,
) {
    let person = hands.person(event);
    let inside =
        matches!(person.custody, Custody::Jail(_) | Custody::Leaving(_) | Custody::Prison { .. });
    assert!(inside, "{:?} is released while {:?}", person.id, person.custody);
    person.custody = Custody::AtLiberty;
    person.after_decline |= after_decline;
    let id = person.id;
    relapse::begin(hands, id, event.case, next_offence);
}

pub(super) fn apply_sentenced(hands: &mut Hands, event: &Event, until: Hour) {
    let person = hands.person(event);
    // Before the first day people are sentenced who were never seen in jail.
    let may = matches!(person.custody, Custody::Jail(_) | Custody::AtLiberty);
    assert!(may, "{:?} is sentenced while {:?}", person.id, person.custody);
    person.custody = Custody::Prison { until };
    person.case = event.case;
    hands.look(until.day(), Matter::PrisonEnd, event);
}

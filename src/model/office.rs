//! A field office: what the districts of its area share. Officers, beds and targets are allotted once
//! a day, at the barrier, by one decide that sees all claims.
//!
//! The office's state is a fold of the log like everything else, held once beside the shards.

use super::docket::Docket;
use super::people::{Custody, Leaving, Person, Wait};
use super::setting::Setting;
use super::{Today, court, operations, release};
use crate::event::Offence;
use crate::event::{Channel, Event, Fact, Handover, Listing, RuleId};
use crate::ids::{AreaId, Case, PersonId};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::scalar::Scalar;
use crate::time::Day;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Someone in a jail's or prison's hands for whom agents mean to come.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Who.
    pub person: Person,
    /// In which way they leave.
    pub leaving: Leaving,
}

/// A place in the list of targets: the round in which the office will come to it, and where in the
/// round. Where has nothing to do with when a name came on the list, so a new name waits for half a
/// round on average, and the same person stands at the same place in every arm.
type Turn = (u32, u32, PersonId);

/// Someone looked for at large.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Target {
    turn: Turn,
    case: Case,
    /// Nobody goes out for a name on the day on which it came on the list.
    listed_on: Day,
}

/// A field office.
#[derive(Clone, Debug)]
pub(super) struct Office {
    setting: Arc<Setting>,
    area: AreaId,
    detained: HashMap<PersonId, (), FixedState>,
    targets: HashMap<PersonId, Target, FixedState>,
    order: BTreeSet<Turn>,
    /// Struck from the list because the rules no longer want them, to be looked at again when the
    /// rules change.
    dropped: BTreeMap<PersonId, Case>,
    /// Names entered yesterday, to be looked at today; and today's.
    fresh: Vec<PersonId>,
    listed: Vec<PersonId>,
    /// How far the office has come.
    reached: (u32, u32),
    /// When the court can next hear a case.
    docket: Docket,
    today: Day,
}

/// Anybody, as they are now, wherever their shard.
pub type LookUp<'a> = &'a dyn Fn(PersonId) -> Person;

impl Office {
    /// Before the first day.
    pub(super) fn new(setting: Arc<Setting>, area: AreaId) -> Office {
        let docket = Docket::new(setting.area(area).share);
        Office {
            setting,
            area,
            detained: HashMap::default(),
            targets: HashMap::default(),
            order: BTreeSet::new(),
            dropped: BTreeMap::new(),
            fresh: Vec::new(),
            listed: Vec::new(),
            reached: (0, 0),
            docket,
            today: Day(0),
        }
    }

    /// Opens a day.
    pub(super) fn begin(&mut self, day: Day) {
        self.today = day;
        self.fresh = std::mem::take(&mut self.listed);
    }

    /// Beds in use.
    pub(super) fn beds_used(&self) -> usize {
        self.detained.len()
    }

    /// The fold.
    pub(super) fn apply(&mut self, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        match event.fact {
            Fact::CaseDocketed { detained, .. } => {
                self.docket.enter(&self.setting, self.today, detained);
            }
            Fact::TargetDropped => {
                if let Some(target) = self.strike(person) {
                    self.dropped.insert(person, target.case);
                }
            }
            Fact::DetainedByIce { .. } => {
                self.detained.insert(person, ());
                self.strike(person);
                let beds = self.beds();
                assert!(self.detained.len() <= beds, "{beds} beds hold more people than that");
            }
            Fact::ReleasedOnBond { .. }
            | Fact::ReliefGranted
            | Fact::Removed { .. }
            | Fact::CitizenshipConfirmed { .. } => {
                self.detained.remove(&person);
                self.strike(person);
            }
            Fact::ReleasedForCapacity { .. } => {
                self.strike(person);
            }
            Fact::TargetListed { .. } => self.list(person, event.case),
            Fact::OperationStarted { .. } => self.tried(person),
            _ => {}
        }
    }

    /// Enters a name, once; a newer case takes the place of an older one.
    fn list(&mut self, person: PersonId, case: Case) {
        self.dropped.remove(&person);
        self.listed.push(person);
        let place = place_in_round(person);
        let round = self.reached.0 + u32::from(place <= self.reached.1);
        self.strike(person);
        self.enter(Target { turn: (round, place, person), case, listed_on: self.today });
    }

    /// The office has come this far; it comes again in the next round.
    fn tried(&mut self, person: PersonId) {
        if let Some(target) = self.strike(person) {
            let (round, place, _) = target.turn;
            self.reached = self.reached.max((round, place));
            self.enter(Target { turn: (round + 1, place, person), ..target });
        }
    }

    fn enter(&mut self, target: Target) {
        self.order.insert(target.turn);
        self.targets.insert(target.turn.2, target);
    }

    fn strike(&mut self, person: PersonId) -> Option<Target> {
        self.dropped.remove(&person);
        let target = self.targets.remove(&person)?;
        self.order.remove(&target.turn);
        Some(target)
    }

    fn get(&self, scalar: Scalar) -> f64 {
        self.setting.get(scalar)
    }

    /// Its part of all officers, beds and hearings.
    fn share(&self) -> f64 {
        self.setting.area(self.area).share
    }

    fn beds(&self) -> usize {
        (self.get(Scalar::Beds) * self.share()) as usize
    }

    /// A dial of the office.
    fn dial(&self, today: &Today, dial: Dial, usual: f64) -> f64 {
        today.office_dial(self.area, dial, usual)
    }

    /// Whole units a day of something that comes at a rate: fractions add up over the days.
    fn today_of(rate: f64, day: Day) -> u64 {
        let until = |day: u32| (rate * f64::from(day)).floor() as u64;
        until(day.0 + 1) - until(day.0)
    }

    /// Officer hours of a day: those of the office, less what is away at the border.
    fn hours(&self, today: &Today) -> f64 {
        let away = self.dial(today, Dial::BorderDetail, 0.0);
        let officers = self.get(Scalar::Officers) * self.share();
        officers * self.get(Scalar::HoursPerOfficerDay) * (1.0 - away)
    }

    /// Of them, those spent at large.
    fn hours_at_large(&self, today: &Today) -> f64 {
        let usual = self.get(Scalar::ShareAtLarge);
        self.hours(today) * self.dial(today, Dial::AtLargeShare, usual)
    }

    /// Agents go for those in custody first, as far as hours and beds allow, then out for targets.
    pub(super) fn decide_allotment(
        &self,
        today: &Today,
        mut claims: Vec<Claim>,
        look_up: LookUp,
    ) -> Vec<Event> {
        // What goes to large operations is taken from pick-ups, as far as it must be.
        let left = self.hours(today) - self.hours_at_large(today);
        let custodial = (self.hours(today) * self.get(Scalar::ShareCustodial)).min(left);
        let pickups = custodial.max(0.0) / self.get(Scalar::HoursPickup).max(0.1);
        let mut pickups = Office::today_of(pickups, today.day) as usize;
        let mut beds = self.beds().saturating_sub(self.beds_used());
        // The gravest first; whoever is named last decides nothing but the order of equals.
        claims.sort_by_key(|claim| {
            (std::cmp::Reverse(claim.person.convictions.worst), claim.person.id)
        });
        let mut events = Vec::new();
        for claim in &claims {
            // The contractor drives; no officer is needed.
            let needs_officers = claim.leaving.wait != Wait::Told(Handover::Contractor);
            if beds > 0 && (pickups > 0 || !needs_officers) {
                pickups -= usize::from(needs_officers);
                beds -= 1;
                events.push(taken(today, claim));
            } else {
                left_behind(today, claim, &mut events);
            }
        }
        let claimed = claims.iter().map(|claim| claim.person.id).collect();
        self.operations(today, beds, &claimed, look_up, &mut events);
        events
    }

    /// Targets for today's officer hours: those whose turn it is. Who is no longer wanted is struck.
    fn operations(
        &self,
        today: &Today,
        beds: usize,
        claimed: &BTreeSet<PersonId>,
        look_up: LookUp,
        events: &mut Vec<Event>,
    ) {
        let hours = self.get(Scalar::HoursOperation).max(0.5);
        let lent = self.dial(today, Dial::SurgeAgents, 0.0) * self.get(Scalar::SurgeHours);
        let a_day = (self.hours_at_large(today) + lent) / hours;
        let mut number = (Office::today_of(a_day, today.day) as usize).min(beds);
        let unwanted = self.unwanted(today, look_up);
        for &(id, rule) in &unwanted {
            let (subject, case) = (id.into(), self.targets[&id].case);
            events.push(Event { subject, case, rule, hour: 3, fact: Fact::TargetDropped });
        }
        let struck: BTreeSet<PersonId> = unwanted.into_iter().map(|(id, _)| id).collect();
        let free = |turn: &&Turn| {
            !claimed.contains(&turn.2)
                && !struck.contains(&turn.2)
                && self.targets[&turn.2].listed_on < today.day
        };
        for &(_, _, id) in self.order.iter().filter(free) {
            if number == 0 {
                break;
            }
            let person = look_up(id);
            let case = self.targets[&id].case;
            let pursue = pursues(today, &person);
            let mut say = |rule, hour, fact| {
                events.push(Event { subject: id.into(), case, rule, hour, fact });
            };
            if pursue.allowed {
                number -= 1;
                let (hour, site) = operations::where_and_when(today, &person);
                let officer_hours = hours.round() as u16;
                say(pursue.rule, hour, Fact::OperationStarted { officer_hours, site });
            } else {
                say(pursue.rule, 3, Fact::TargetDropped);
            }
        }
    }

    /// Of the names entered yesterday, those whom the rules do not want, with the rule that says so.
    fn unwanted(&self, today: &Today, look_up: LookUp) -> Vec<(PersonId, RuleId)> {
        let mut fresh = self.fresh.clone();
        fresh.sort_unstable();
        fresh.dedup();
        fresh.retain(|id| self.targets.contains_key(id));
        let verdicts = fresh.into_iter().map(|id| (id, pursues(today, &look_up(id))));
        verdicts.filter(|(_, pursue)| !pursue.allowed).map(|(id, it)| (id, it.rule)).collect()
    }

    /// On the day on which the rules on whom to look for change: the whole list is looked at again,
    /// and those who were struck from it. A change of any other rule leaves it alone, so that an arm
    /// that changes nothing here is as its base.
    pub(super) fn decide_reassessment(&self, today: &Today, look_up: LookUp) -> Vec<Event> {
        if today.day == Day(0) || today.rules().since() != today.day {
            return Vec::new();
        }
        let yesterday = Day(today.day.0 - 1);
        if today.policy.rules_alike(Act::Pursue, yesterday, today.day) {
            return Vec::new();
        }
        let mut events = Vec::new();
        for &(_, _, id) in &self.order {
            let pursue = pursues(today, &look_up(id));
            if !pursue.allowed {
                let (subject, case, rule) = (id.into(), self.targets[&id].case, pursue.rule);
                events.push(Event { subject, case, rule, hour: 0, fact: Fact::TargetDropped });
            }
        }
        for (&id, &case) in &self.dropped {
            let person = look_up(id);
            let pursue = pursues(today, &person);
            if pursue.allowed && !person.is_with_ice() && person.custody != Custody::Removed {
                let (subject, rule) = (id.into(), pursue.rule);
                let fact = Fact::TargetListed { reason: Listing::Reassessed };
                events.push(Event { subject, case, rule, hour: 0, fact });
            }
        }
        events
    }

    /// Who gets a bed, of those who came into the hands of ICE today; and what becomes of all.
    pub(super) fn decide_beds(&self, today: &Today, mut taken: Vec<Person>) -> Vec<Event> {
        let mut free = self.beds().saturating_sub(self.beds_used());
        taken.sort_by_key(|person| (std::cmp::Reverse(person.convictions.worst), person.id));
        let mut events = Vec::new();
        let mut docket = self.docket;
        for person in &taken {
            let detained = court::intake(today, person, free > 0, &mut docket, &mut events);
            free -= usize::from(detained);
        }
        events
    }
}

/// Whether the rules of the day want somebody at large, and the rule that says so.
fn pursues(today: &Today, person: &Person) -> crate::scenario::policy::Verdict {
    let file = today.file(person, Offence::None);
    today.rules().decide(Act::Pursue, today.setting.jail(person.id), &file)
}

/// Where in a round a person's turn is: scattered over the residents, the same in every run.
fn place_in_round(person: PersonId) -> u32 {
    // Fibonacci hashing: neighbours land far from each other.
    let number = u64::from(person.home.0) << 32 | u64::from(person.index);
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// Agents came.
fn taken(today: &Today, claim: &Claim) -> Event {
    let Claim { person, leaving } = claim;
    let (status, conviction) = (person.status, person.convictions.worst);
    let channel = match leaving.wait {
        Wait::Hold(Handover::Jail287g) | Wait::Told(Handover::Jail287g) => Some(Channel::Jail287g),
        Wait::Hold(Handover::WarrantService) | Wait::Told(Handover::WarrantService) => {
            Some(Channel::WarrantService)
        }
        Wait::Hold(_) => Some(Channel::JailHold),
        Wait::Told(Handover::Secure) => Some(Channel::SecureTransfer),
        Wait::Told(Handover::Contractor) => Some(Channel::Contractor),
        Wait::Told(Handover::Warrant) => Some(Channel::JudicialWarrant),
        Wait::Told(Handover::Prison) => Some(Channel::Prison),
        Wait::Told(Handover::Door) | Wait::Unasked => None,
    };
    let fact = match channel {
        Some(channel) => Fact::TransferredToIce { channel, status, conviction },
        None => Fact::ArrestedAtRelease { status, conviction },
    };
    let hour = leaving.agents_at.of_day();
    debug_assert!(leaving.agents_at.day() == today.day);
    Event { subject: person.id.into(), case: person.case, rule: RuleId::NONE, hour, fact }
}

/// Agents meant to come but had no hours or no bed: free, at once or when the hold is over.
fn left_behind(today: &Today, claim: &Claim, events: &mut Vec<Event>) {
    let Claim { person, leaving } = claim;
    let (subject, case, rule) = (person.id.into(), person.case, RuleId::NONE);
    let is_hold = matches!(leaving.wait, Wait::Hold(_));
    if is_hold && leaving.until.day() != today.day {
        return;
    }
    let hour = leaving.until.of_day();
    let mut say = |fact| events.push(Event { subject, case, rule, hour, fact });
    if is_hold {
        say(Fact::HoldExpired);
    }
    let after_decline = leaving.wait == Wait::Unasked;
    say(release::released(today, person, leaving.charge, after_decline));
    say(Fact::TargetListed { reason: Listing::Released });
}

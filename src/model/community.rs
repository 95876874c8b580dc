//! Community: households and neighbourhoods take note of enforcement; news reaches the county.
//!
//! Fear is a level at a moment, in millionths of a unit, that halves with time; the event carries
//! the new level. Nothing fades by an event: what is left on a day is a function of the day.

use super::people::People;
use super::population::{neighbourhood, neighbourhoods};
use super::setting::Setting;
use super::{Calendar, Hands, Matter, Today};
use crate::draw::left_after;
use crate::event::{Channel, Event, Fact, Group, RuleId, Word};
use crate::ids::{Case, PersonId, Subject};
use crate::scenario::parameter::Scalar;
use crate::time::Day;
use bevy_ecs::prelude::{Res, Resource};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A level of fear when it was last raised.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Level {
    /// In units.
    pub units: f64,
    /// On which day.
    pub on: Day,
}

const MILLION: f64 = 1_000_000.0;

/// Above this a level is no longer told apart: the log's number is finite.
const MOST: f64 = 100.0;

/// How much fear there is, by neighbourhood and in the county.
#[derive(Resource, Clone, Debug)]
pub struct Community {
    news: Level,
    neighbourhoods: Vec<Vec<Level>>,
    /// What is left of one unit after so many days.
    left: Arc<Vec<f64>>,
}

impl Community {
    pub(super) fn new(setting: &Setting) -> Community {
        let half_life = setting.get(Scalar::FearHalfLife);
        let left = |days| left_after(f64::from(days), half_life);
        let district = |district: &crate::scenario::place::District| {
            vec![Level::default(); neighbourhoods(district.residents) as usize]
        };
        Community {
            news: Level::default(),
            neighbourhoods: setting.districts.iter().map(district).collect(),
            left: Arc::new((0..=setting.span.days()).map(left).collect()),
        }
    }

    fn now(&self, level: Level, today: Day) -> f64 {
        if level.units == 0.0 {
            0.0
        } else {
            level.units * self.left[(today.0 - level.on.0) as usize]
        }
    }

    /// Fear around a resident: of the neighbourhood, and what the news bring.
    #[must_use]
    pub fn fear(&self, today: &Today, person: PersonId) -> f64 {
        let residents = today.setting.district(person).residents;
        let number = usize::from(neighbourhood(person.index, residents));
        let near = self.neighbourhoods[usize::from(person.home.0)][number];
        self.now(near, today.day) + self.now(self.news, today.day)
    }

    /// Fear in a household that lost a member, for those who have something to lose.
    #[must_use]
    pub fn household_fear(
        &self,
        today: &Today,
        people: &People,
        person: PersonId,
        group: Group,
    ) -> f64 {
        if !matches!(group, Group::Unauthorised | Group::MixedStatus) {
            return 0.0;
        }
        let Some(lost_on) = people.last_loss(person) else { return 0.0 };
        today.get(Scalar::HouseholdFear) * self.left[(today.day.0 - lost_on.0) as usize]
    }

    /// The county's fear from news.
    #[must_use]
    pub fn news(&self, today: Day) -> f64 {
        self.now(self.news, today)
    }
}

fn millionths(units: f64) -> u32 {
    (units.min(MOST) * MILLION).round() as u32
}

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    community: Res<Community>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let mut raised: BTreeMap<Subject, (f64, Case)> = BTreeMap::new();
    let mut events = Vec::new();
    for due in calendar.due(today.day, Matter::Note) {
        let Some(channel) = Channel::numbered(due.note) else { continue };
        let residents = today.setting.district(due.person).residents;
        let number = neighbourhood(due.person.index, residents);
        let entry = raised
            .entry(Subject::neighbourhood(due.person.home, number))
            .or_insert((0.0, due.case));
        entry.0 += shock(&today, channel);
        let home = super::population::household(due.person);
        // The district's border cuts the last household.
        let others = home.size.min(residents - home.first.index) - 1;
        let is_gone = people.get(due.person).is_some_and(|person| !person.is_at_liberty());
        if others > 0 && is_gone {
            let fact = Fact::HouseholdLostMember { others: others as u8 };
            let (subject, case) = (due.person.into(), due.case);
            events.push(Event { subject, case, rule: RuleId::NONE, hour: 23, fact });
        }
    }
    for (subject, (shock, case)) in raised {
        let number = (subject.index - Subject::NEIGHBOURHOODS) as usize;
        let level = community.neighbourhoods[usize::from(subject.home.0)][number];
        let level = millionths(community.now(level, today.day) + shock);
        let fact = Fact::FearRaised { level };
        events.push(Event { subject, case, rule: RuleId::NONE, hour: 23, fact });
    }
    events
}

/// How much fear one arrest or hand-over spreads in its neighbourhood.
fn shock(today: &Today, channel: Channel) -> f64 {
    if channel.is_custodial() {
        today.get(Scalar::FearJailTransfer)
    } else {
        today.get(Scalar::FearAtLarge)
    }
}

/// Arrests at large of a day and million residents from which on the news speak of raids. Judgement:
/// in Los Angeles twenty, three times the usual day; the operations of 2018 had thirty to fifty
/// (facts.md 8). Much lower, and chance alone would make news.
const RAID: f64 = 2.0;

/// What the news of the day do to the county: raids, at the day's end.
#[must_use]
pub fn decide_news(today: &Today, community: &Community, arrests: usize) -> Option<Event> {
    let per_million = arrests as f64 / (today.setting.residents() / MILLION).max(0.001);
    // In a small county one arrest is no raid.
    if per_million < RAID || arrests < 3 {
        return None;
    }
    let shock = per_million * today.get(Scalar::FearNews);
    Some(reported(community.news(today.day) + shock, 23))
}

/// What the day's change of rules does: it is known, and may frighten.
#[must_use]
pub fn decide_policy(today: &Today, community: &Community) -> Vec<Event> {
    let policy = &today.policy;
    if today.day == Day(0) || today.rules().since() != today.day {
        return Vec::new();
    }
    let rules = policy.era(today.day) as u16;
    let changed = Fact::PolicyChanged { rules };
    let mut events = vec![county(changed, 0)];
    let announced = policy.announced(today.day);
    if announced > 0.0 {
        events.push(reported(community.news(today.day) + announced, 0));
    }
    events
}

fn reported(level: f64, hour: u8) -> Event {
    county(Fact::RaidReported { level: millionths(level) }, hour)
}

fn county(fact: Fact, hour: u8) -> Event {
    Event { subject: Subject::COUNTY, case: Case::NONE, rule: RuleId::NONE, hour, fact }
}

fn level(level: u32, on: Day) -> Level {
    Level { units: f64::from(level) / MILLION, on }
}

pub(super) fn apply_news(hands: &mut Hands, units: u32) {
    hands.community.news = level(units, hands.today.day);
}

pub(super) fn apply_fear(hands: &mut Hands, event: &Event, units: u32) {
    let number = (event.subject.index - Subject::NEIGHBOURHOODS) as usize;
    let district = usize::from(event.subject.home.0);
    hands.community.neighbourhoods[district][number] = level(units, hands.today.day);
}

pub(super) fn apply_loss(hands: &mut Hands, event: &Event) {
    let Some(person) = event.subject.person() else { return };
    let day = hands.today.day;
    hands.people.lose(person, day);
}

//! Community: households and neighbourhoods take note of enforcement; news reaches the county.
//!
//! Fear is a level at a moment, in millionths of a unit, that halves with time; the event carries
//! the new level. Nothing fades by an event: what is left on a day is a function of the day.

use super::people::{People, Person};
use super::population::{Age, neighbourhood, neighbourhoods};
use super::setting::Setting;
use super::{Calendar, Due, Hands, Matter, Today, operations, politics};
use crate::draw::{Purpose, left_after};
use crate::event::{Channel, Event, Fact, Group, RuleId, Sector, Word};
use crate::ids::{AreaId, Case, DistrictId, PersonId, Subject};
use crate::scenario::dial::Dial;
use crate::scenario::scalar::Scalar;
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

/// What an area of responsibility hears and believes.
#[derive(Clone, Copy, Default, Debug)]
struct Heard {
    news: Level,
    trust: Level,
    disappointment: Level,
}

/// How much fear there is, by neighbourhood and in each area of responsibility.
#[derive(Resource, Clone, Debug)]
pub struct Community {
    /// By area.
    heard: Vec<Heard>,
    /// By district; of those that are simulated elsewhere nothing is known.
    neighbourhoods: Vec<Vec<Level>>,
    /// What is left of one unit of fear after so many days.
    left: Arc<Vec<f64>>,
    /// The same of trust.
    kept: Arc<Vec<f64>>,
}

impl Community {
    pub(super) fn new(setting: &Setting, here: &[DistrictId]) -> Community {
        let days = 0..=setting.span.days();
        let left = |half_life: Scalar| {
            let half_life = setting.get(half_life);
            Arc::new(days.clone().map(|day| left_after(f64::from(day), half_life)).collect())
        };
        let mut all = vec![Vec::new(); setting.districts.len()];
        for &id in here {
            let number = neighbourhoods(setting.districts[usize::from(id.0)].residents);
            all[usize::from(id.0)] = vec![Level::default(); number as usize];
        }
        Community {
            heard: vec![Heard::default(); setting.areas.len()],
            neighbourhoods: all,
            left: left(Scalar::FearHalfLife),
            kept: left(Scalar::TrustHalfLife),
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
        let district = today.setting.district(person);
        let number = usize::from(neighbourhood(person.index, district.residents));
        let near = self.neighbourhoods[usize::from(person.home.0)][number];
        self.now(near, today.day) + self.news(district.area, today.day)
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

    /// An area's trust in promises, less what breaches of them took away: in units, perhaps below
    /// nothing.
    #[must_use]
    pub fn trust(&self, area: AreaId, today: Day) -> f64 {
        let heard = self.heard(area);
        self.kept(heard.trust, today) - self.kept(heard.disappointment, today)
    }

    fn heard(&self, area: AreaId) -> &Heard {
        &self.heard[usize::from(area.0)]
    }

    fn kept(&self, level: Level, today: Day) -> f64 {
        if level.units == 0.0 {
            0.0
        } else {
            level.units * self.kept[(today.0 - level.on.0) as usize]
        }
    }

    /// An area's fear from news.
    #[must_use]
    pub fn news(&self, area: AreaId, today: Day) -> f64 {
        self.now(self.heard(area).news, today)
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
        let person = today.person(people.get(due.person), due.person);
        entry.0 += shock(&today, &person, channel);
        let home = super::population::household(due.person);
        // The district's border cuts the last household.
        let there = residents + people.newcomers(due.person.home);
        let others = home.size.min(there - home.first.index) - 1;
        let is_gone = people.get(due.person).is_some_and(|person| !person.is_at_liberty());
        if others > 0 && is_gone {
            events.push(of_person(due, Fact::HouseholdLostMember { others: others as u8 }));
        }
        if is_gone && let Some(sector) = work(&today, due.person) {
            events.push(of_person(due, Fact::WorkStopped { sector }));
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

fn of_person(due: &Due, fact: Fact) -> Event {
    Event { subject: due.person.into(), case: due.case, rule: RuleId::NONE, hour: 23, fact }
}

/// The sector in which a person works, if they do: adults only.
fn work(today: &Today, person: PersonId) -> Option<Sector> {
    use Scalar::*;
    let profile = today.profile(person);
    if profile.age() < Age::Young {
        return None;
    }
    let without = profile.status.is_unauthorised();
    let [works, sector, ..] = today.draws.of(person, Purpose::Work);
    if !works.below(today.get(if without { EmployedWithout } else { Employed })) {
        return None;
    }
    let weights = if without {
        [
            SectorFarmWithout,
            SectorGarmentWithout,
            SectorConstructionWithout,
            SectorServicesWithout,
            SectorOtherWithout,
        ]
    } else {
        [SectorFarm, SectorGarment, SectorConstruction, SectorServices, SectorOther]
    };
    Some(Sector::ALL[sector.choose(&weights.map(|weight| today.get(weight)))])
}

/// How much fear one arrest or hand-over spreads in its neighbourhood: more at some places than at
/// others, and more from tactical units.
fn shock(today: &Today, person: &Person, channel: Channel) -> f64 {
    if channel.is_custodial() {
        return today.get(Scalar::FearJailTransfer);
    }
    let area = today.setting.district(person.id).area;
    let more = match channel {
        Channel::AtLarge => {
            let place = today.setting.sites.fears[operations::site(today, person) as usize];
            place * operations::intimidation(today, area)
        }
        // Where somebody else was looked for.
        Channel::Collateral => operations::intimidation(today, area),
        _ => 1.0,
    };
    today.get(Scalar::FearAtLarge) * more
}

/// Arrests at large of a day and million residents from which on the news speak of raids. Judgement:
/// in Los Angeles twenty, three times the usual day; the operations of 2018 had thirty to fifty
/// (facts.md 8). Much lower, and chance alone would make news.
const RAID: f64 = 2.0;

/// More arrests at large of a day and million residents than this frighten no more: in a small county
/// three arrests are many per million, and still three. Judgement; three times the operation of
/// February 2017 in Los Angeles (facts.md 8).
const NEWSWORTHY: f64 = 10.0;

/// What the news of the day do to an area: raids, at the day's end.
#[must_use]
pub fn decide_news(
    today: &Today,
    community: &Community,
    area: AreaId,
    (arrests, watched): (usize, usize),
) -> Option<Event> {
    // Those that observers were at count for more in the news.
    let publicity = today.get(Scalar::AlertPublicity) - 1.0;
    let counted = arrests as f64 + watched as f64 * publicity;
    let per_million = counted / (today.setting.area(area).residents / MILLION).max(0.001);
    // In a small county one arrest is no raid.
    if per_million < RAID || arrests < 3 {
        return None;
    }
    let shock = per_million.min(NEWSWORTHY) * today.get(Scalar::FearNews);
    Some(reported(today, area, community.news(area, today.day) + shock, 23))
}

/// What the day's breaches of the rules by jails' staff do to trust, if they become known.
#[must_use]
pub fn decide_breach(
    today: &Today,
    community: &Community,
    area: AreaId,
    breaches: impl Iterator<Item = (PersonId, Case)>,
) -> Option<Event> {
    if !today.setting.mechanisms.trust_is_built {
        return None;
    }
    let seen = breaches.filter(|(person, case)| {
        let [seen, ..] = today.draws.in_case(*person, Purpose::Breach, *case);
        seen.below(today.get(Scalar::BreachSeen))
    });
    let number = seen.count();
    if number == 0 {
        return None;
    }
    let millions = (today.setting.area(area).residents / MILLION).max(0.001);
    let more = number as f64 * today.get(Scalar::BreachUnits) / millions;
    let units = community.kept(community.heard(area).disappointment, today.day) + more;
    Some(heard_in(today, area, Fact::TrustBroken { level: millionths(units) }, 23))
}

fn reported(today: &Today, area: AreaId, level: f64, hour: u8) -> Event {
    heard_in(today, area, Fact::RaidReported { level: millionths(level) }, hour)
}

/// What an area hears. Where the place is one area, it is about the place; else about the first of
/// the area's districts, which stands for it.
fn heard_in(today: &Today, area: AreaId, fact: Fact, hour: u8) -> Event {
    let everywhere = politics::county(fact, hour);
    if today.setting.areas.len() == 1 {
        return everywhere;
    }
    let first = today.setting.area(area).first;
    Event { subject: Subject::neighbourhood(first, 0), ..everywhere }
}

/// What the announcements of a day do: they frighten, or raise trust.
#[must_use]
pub(super) fn announced(today: &Today, community: &Community) -> Vec<Event> {
    let mut events = Vec::new();
    for area in today.setting.all_areas() {
        let name = today.setting.area(area).name.as_deref();
        let feared = today.policy.announced(Dial::Announcement, today.day, name);
        if feared > 0.0 {
            events.push(reported(today, area, community.news(area, today.day) + feared, 0));
        }
        let trusted = today.policy.announced(Dial::Trust, today.day, name);
        if trusted > 0.0 && today.setting.mechanisms.trust_is_built {
            let units = community.kept(community.heard(area).trust, today.day) + trusted;
            let fact = Fact::TrustRaised { level: millionths(units) };
            events.push(heard_in(today, area, fact, 0));
        }
    }
    events
}

fn level(level: u32, on: Day) -> Level {
    Level { units: f64::from(level) / MILLION, on }
}

/// What an area, or all of them, has heard.
fn heard_by<'a>(hands: &'a mut Hands, event: &Event) -> &'a mut [Heard] {
    let heard = &mut hands.community.heard;
    if event.subject == Subject::COUNTY {
        return heard;
    }
    let area = hands.today.setting.districts[usize::from(event.subject.home.0)].area;
    std::slice::from_mut(&mut heard[usize::from(area.0)])
}

pub(super) fn apply_news(hands: &mut Hands, event: &Event, units: u32) {
    let now = level(units, hands.today.day);
    heard_by(hands, event).iter_mut().for_each(|heard| heard.news = now);
}

pub(super) fn apply_trust(hands: &mut Hands, event: &Event, units: u32) {
    let now = level(units, hands.today.day);
    heard_by(hands, event).iter_mut().for_each(|heard| heard.trust = now);
}

pub(super) fn apply_breach(hands: &mut Hands, event: &Event, units: u32) {
    let now = level(units, hands.today.day);
    heard_by(hands, event).iter_mut().for_each(|heard| heard.disappointment = now);
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

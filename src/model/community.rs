//! Community: households and neighbourhoods take note of enforcement; news reaches the county.
//!
//! Fear is a level at a moment, in millionths of a unit, that halves with time; the event carries
//! the new level. Nothing fades by an event: what is left on a day is a function of the day.

use super::people::People;
use super::population::{Age, neighbourhood, neighbourhoods};
use super::setting::Setting;
use super::{Calendar, Due, Hands, Matter, Today, operations, politics};
use crate::draw::{Purpose, left_after};
use crate::event::{Channel, Event, Fact, Group, RuleId, Sector, Word};
use crate::ids::{Case, PersonId, Subject};
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

/// How much fear there is, by neighbourhood and in the county.
#[derive(Resource, Clone, Debug)]
pub struct Community {
    news: Level,
    trust: Level,
    disappointment: Level,
    neighbourhoods: Vec<Vec<Level>>,
    /// What is left of one unit of fear after so many days.
    left: Arc<Vec<f64>>,
    /// The same of trust.
    kept: Arc<Vec<f64>>,
}

impl Community {
    pub(super) fn new(setting: &Setting) -> Community {
        let days = 0..=setting.span.days();
        let left = |half_life: Scalar| {
            let half_life = setting.get(half_life);
            Arc::new(days.clone().map(|day| left_after(f64::from(day), half_life)).collect())
        };
        let district = |district: &crate::scenario::place::District| {
            vec![Level::default(); neighbourhoods(district.residents) as usize]
        };
        Community {
            news: Level::default(),
            trust: Level::default(),
            disappointment: Level::default(),
            neighbourhoods: setting.districts.iter().map(district).collect(),
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

    /// The county's trust in promises, less what breaches of them took away: in units, perhaps below
    /// nothing.
    #[must_use]
    pub fn trust(&self, today: Day) -> f64 {
        self.kept(self.trust, today) - self.kept(self.disappointment, today)
    }

    fn kept(&self, level: Level, today: Day) -> f64 {
        if level.units == 0.0 {
            0.0
        } else {
            level.units * self.kept[(today.0 - level.on.0) as usize]
        }
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
        entry.0 += shock(&today, due.person, channel);
        let home = super::population::household(due.person);
        // The district's border cuts the last household, behind the newcomers if there are any.
        let here = residents + people.newcomers(due.person.home);
        let others = home.size.min(here - home.first.index) - 1;
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
fn shock(today: &Today, person: PersonId, channel: Channel) -> f64 {
    if channel.is_custodial() {
        return today.get(Scalar::FearJailTransfer);
    }
    let place = match channel {
        Channel::AtLarge => today.setting.sites.fears[operations::site(today, person) as usize],
        // Where somebody else was looked for.
        _ => 1.0,
    };
    today.get(Scalar::FearAtLarge) * place * operations::intimidation(today)
}

/// Arrests at large of a day and million residents from which on the news speak of raids. Judgement:
/// in Los Angeles twenty, three times the usual day; the operations of 2018 had thirty to fifty
/// (facts.md 8). Much lower, and chance alone would make news.
const RAID: f64 = 2.0;

/// What the news of the day do to the county: raids, at the day's end.
#[must_use]
pub fn decide_news(
    today: &Today,
    community: &Community,
    (arrests, watched): (usize, usize),
) -> Option<Event> {
    // Those that observers were at count for more in the news.
    let publicity = today.get(Scalar::AlertPublicity) - 1.0;
    let counted = arrests as f64 + watched as f64 * publicity;
    let per_million = counted / (today.setting.residents() / MILLION).max(0.001);
    // In a small county one arrest is no raid.
    if per_million < RAID || arrests < 3 {
        return None;
    }
    let shock = per_million * today.get(Scalar::FearNews);
    Some(reported(community.news(today.day) + shock, 23))
}

/// What the day's breaches of the rules by jails' staff do to trust, if they become known.
#[must_use]
pub fn decide_breach(
    today: &Today,
    community: &Community,
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
    let millions = (today.setting.residents() / MILLION).max(0.001);
    let more = number as f64 * today.get(Scalar::BreachUnits) / millions;
    let units = community.kept(community.disappointment, today.day) + more;
    Some(politics::county(Fact::TrustBroken { level: millionths(units) }, 23))
}

fn reported(level: f64, hour: u8) -> Event {
    politics::county(Fact::RaidReported { level: millionths(level) }, hour)
}

/// What the announcements of a day do: they frighten, or raise trust.
#[must_use]
pub(super) fn announced(today: &Today, community: &Community) -> Vec<Event> {
    let mut events = Vec::new();
    let feared = today.policy.announced(Dial::Announcement, today.day);
    if feared > 0.0 {
        events.push(reported(community.news(today.day) + feared, 0));
    }
    let trusted = today.policy.announced(Dial::Trust, today.day);
    if trusted > 0.0 && today.setting.mechanisms.trust_is_built {
        let units = community.kept(community.trust, today.day) + trusted;
        events.push(politics::county(Fact::TrustRaised { level: millionths(units) }, 0));
    }
    events
}

fn level(level: u32, on: Day) -> Level {
    Level { units: f64::from(level) / MILLION, on }
}

pub(super) fn apply_news(hands: &mut Hands, units: u32) {
    hands.community.news = level(units, hands.today.day);
}

pub(super) fn apply_trust(hands: &mut Hands, units: u32) {
    hands.community.trust = level(units, hands.today.day);
}

pub(super) fn apply_breach(hands: &mut Hands, units: u32) {
    hands.community.disappointment = level(units, hands.today.day);
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

//! Politics as dated events: rules change, agreements are signed and ended, agents are lent, grants
//! withheld, people moved. Decided at the day's first barrier, for all districts at once.

use super::Today;
use super::community::{self, Community};
use super::setting::Area;
use crate::draw::Purpose;
use crate::event::{Event, Fact, RuleId, Word};
use crate::ids::{AgencyId, Case, PersonId, Subject};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::policy::InForce;
use crate::scenario::scalar::Scalar;
use crate::time::Day;
use std::collections::BTreeMap;

const MILLION: f64 = 1_000_000.0;

/// What the calendar of politics brings today.
#[must_use]
pub fn decide(today: &Today, community: &Community) -> Vec<Event> {
    let mut events = Vec::new();
    if today.rules().since() == today.day {
        changed(today, &mut events);
        events.extend(community::announced(today, community));
    }
    grants(today, &mut events);
    newcomers(today, &mut events);
    events
}

pub(super) fn county(fact: Fact, hour: u8) -> Event {
    by_rule(RuleId::NONE, fact, hour)
}

fn by_rule(rule: RuleId, fact: Fact, hour: u8) -> Event {
    Event { subject: Subject::COUNTY, case: Case::NONE, rule, hour, fact }
}

/// The rules of a new era, with the agreements and surges that begin and end with it.
fn changed(today: &Today, events: &mut Vec<Event>) {
    let rules = today.policy.era(today.day) as u16;
    let cooperation = (today.cooperation() * MILLION).round() as u32;
    events.push(county(Fact::PolicyChanged { rules, cooperation }, 0));
    let before = (today.day > Day(0)).then(|| today.policy.on(Day(today.day.0 - 1)));
    let (had, have) = (before.map(|it| agreements(today, it)), agreements(today, today.rules()));
    // Those of the first day were signed before.
    if let Some(had) = had {
        let new = have.iter().filter(|(key, _)| !had.contains_key(*key));
        let gone = had.iter().filter(|(key, _)| !have.contains_key(*key));
        events.extend(new.map(|(_, &rule)| by_rule(rule, Fact::AgreementSigned, 0)));
        events.extend(gone.map(|(_, &rule)| by_rule(rule, Fact::AgreementEnded, 0)));
    }
    // Of all areas together: what a policy for the whole place sends is divided between them.
    let lent = |rules: InForce| -> f64 {
        let of_area = |area: &Area| rules.dial(Dial::SurgeAgents, area.jail).unwrap_or(0.0);
        today.setting.areas.iter().map(of_area).sum()
    };
    let (was, is) = (before.map_or(0.0, lent), lent(today.rules()));
    if is != was && is > 0.0 {
        events.push(county(Fact::SurgeStarted { agents: is.round() as u16 }, 0));
    } else if is != was {
        events.push(county(Fact::SurgeEnded, 0));
    }
}

/// The agreements in force that give local officers federal powers: one for each regime that does and
/// each agency it binds, by the line of its first rule. What a stricter law forbids is none.
fn agreements<'a>(today: &'a Today, rules: InForce) -> BTreeMap<(&'a str, AgencyId), RuleId> {
    let mut found: BTreeMap<(&str, AgencyId), RuleId> = BTreeMap::new();
    for &act in Act::ALL.iter().filter(|act| act.needs_agreement()) {
        for agency in (0..today.setting.agencies as u16).map(AgencyId) {
            if !rules.speakers(act, agency).all(|rule| today.policy.allows(rule)) {
                continue;
            }
            for rule in rules.speakers(act, agency) {
                let regime = today.policy.lines()[usize::from(rule.0)].regime.as_str();
                let first = found.entry((regime, agency)).or_insert(rule);
                *first = rule.min(*first);
            }
        }
    }
    found
}

/// On the first day of a federal fiscal year, grants are withheld from jurisdictions that are listed:
/// those with many restrictions.
fn grants(today: &Today, events: &mut Vec<Event>) {
    let date = today.setting.span.date(today.day);
    if (date.month(), date.day()) != (10, 1) {
        return;
    }
    for jail in today.setting.all_jails() {
        let restrictions = today.dial(Dial::Restrictions, jail, 0.0);
        let chance = today.dial(Dial::Grants, jail, 0.0);
        let Some(first) = today
            .setting
            .districts
            .iter()
            .find(|district| today.setting.jails[usize::from(district.agency.0)] == jail)
        else {
            continue;
        };
        let year = Case::opened(today.day.0, 0, 0);
        let anyone = PersonId { home: first.id, index: 0 };
        let [withheld, ..] = today.draws.in_case(anyone, Purpose::Grant, year);
        if restrictions >= today.get(Scalar::ListedAt) && withheld.below(chance) {
            let dollars = today.get(Scalar::GrantPerResident) * today.setting.jailed_by(jail);
            let thousands = (dollars / 1000.0).round() as u32;
            let subject = Subject::neighbourhood(first.id, 0);
            let fact = Fact::GrantWithheld { thousands };
            events.push(Event { subject, case: Case::NONE, rule: RuleId::NONE, hour: 0, fact });
        }
    }
}

/// People moved to the place today, spread over the districts of each area by residents; fractions
/// add up.
fn newcomers(today: &Today, events: &mut Vec<Event>) {
    let of_area = |area| today.office_dial(area, Dial::Inflow, 0.0);
    let a_day: Vec<f64> = today.setting.all_areas().map(of_area).collect();
    if a_day.iter().all(|a_day| *a_day <= 0.0) {
        return;
    }
    let days = f64::from(today.day.0);
    for district in &today.setting.districts {
        let a_day = a_day[usize::from(district.area.0)];
        let all = today.setting.area(district.area).residents.max(1.0);
        let share = a_day * f64::from(district.residents) / all;
        let number = ((share * (days + 1.0)).floor() - (share * days).floor()) as u32;
        if number > 0 {
            let subject = Subject::neighbourhood(district.id, 0);
            let fact = Fact::NewcomersArrived { number };
            events.push(Event { subject, case: Case::NONE, rule: RuleId::NONE, hour: 0, fact });
        }
    }
}

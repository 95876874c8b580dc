//! Before: what was so when the run begins. On day 0 only: people in prison, and people looked for.
//!
//! Jails and dockets fill during the warm-up; prison terms and removal orders are too long for that.

use super::arrivals::{Candidate, arrivals};
use super::people::People;
use super::setting::Stream;
use super::{Today, at_large};
use crate::draw::Purpose;
use crate::event::{Event, Fact, Offence, RuleId};
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hours};
use bevy_ecs::prelude::Res;
use std::collections::BTreeSet;

pub(super) fn decide(today: Res<Today>, people: Res<People>) -> Vec<Event> {
    if today.day != Day(0) {
        return Vec::new();
    }
    let mut events = Vec::new();
    for district in today.districts() {
        let mut seen = BTreeSet::new();
        for candidate in arrivals(&today, &people, district, Stream::Imprisoned) {
            if seen.insert(candidate.person) {
                let offence = Offence::Felony;
                let (listed, significant) = (true, false);
                events.push(say(&candidate, Fact::Convicted { offence, listed, significant }));
                events.push(say(&candidate, in_prison(&today, &candidate)));
            }
        }
        for candidate in arrivals(&today, &people, district, Stream::Fugitive) {
            let person = today.setting.origins.person(candidate.person);
            if let Some(reason) = at_large::listing(&today, &person, candidate.what)
                && seen.insert(candidate.person)
            {
                events.push(say(&candidate, Fact::TargetListed { reason }));
            }
        }
    }
    events
}

fn say(candidate: &Candidate, fact: Fact) -> Event {
    let (subject, case) = (candidate.person.into(), candidate.case);
    Event { subject, case, rule: RuleId::NONE, hour: 0, fact }
}

/// In prison, for the rest of a term: exponential terms have exponential rests.
fn in_prison(today: &Today, candidate: &Candidate) -> Fact {
    let [rest, ..] = today.draws.in_case(candidate.person, Purpose::PrisonAtStart, candidate.case);
    let days = rest.exponential(today.get(Scalar::PrisonMeanDays));
    Fact::Sentenced { until: today.day.at(0) + Hours(24) + Hours::from_days(days) }
}

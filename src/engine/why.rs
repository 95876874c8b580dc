//! Why: what chance was asked about one person, and what it answered.
//!
//! Nothing of it is in the log, because all of it follows from the log: the state of the person's
//! district is folded from its events, and on the days that matter its flows decide once more, with
//! somebody listening. What they decide must be what the log says.

use super::DayLog;
use super::cell::Which;
use crate::draw::Draws;
use crate::draw::told::{self, Answer, Asked};
use crate::event::{Event, Fact, Part, Recorded, RuleId};
use crate::ids::{Case, DistrictId, PersonId};
use crate::model::setting::Setting;
use crate::model::{Law, Phase, State};
use crate::scenario::Scenario;
use crate::time::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What chance was asked about a person, by day and part of the day.
#[derive(Clone, Default, Debug)]
pub struct Why {
    /// The questions, in the order in which they were asked.
    pub asked: BTreeMap<(Day, Part), Vec<Asked>>,
    /// The first day on which the flows decided otherwise than the log says, if there is one.
    pub differs: Option<Day>,
}

/// The state of one district, and the person asked about.
pub struct Listener {
    state: State,
    person: PersonId,
    days: BTreeSet<Day>,
    why: Why,
}

impl Listener {
    /// Before the first day. On which days somebody listens is known from the person's events.
    #[must_use]
    pub fn new(
        scenario: &Scenario,
        which: Which,
        person: PersonId,
        days: BTreeSet<Day>,
    ) -> Listener {
        let draws = Draws::Seeded(scenario.seed_of(which.replicate));
        let setting = Arc::new(Setting::new(scenario, draws));
        let law = Law::new(&setting, Arc::new(scenario.arms[which.arm].policy.clone()));
        let state = State::new(&setting, &law, vec![person.home], draws);
        Listener { state, person, days, why: Why::default() }
    }

    /// What is so of the person from the start, in words: group, status, convictions.
    #[must_use]
    pub fn who(&self) -> crate::model::people::Person {
        let people = self.state.people();
        self.state.today().person(people.get(self.person), self.person)
    }

    /// A day of the log: the events of the person's district and those about the county.
    pub fn day(&mut self, log: &DayLog) {
        self.state.begin(log.day);
        if !self.days.contains(&log.day) {
            log.parts.iter().for_each(|(_, events)| self.state.fold(events));
            return;
        }
        let mut decided = Vec::new();
        for (barrier, phase) in [
            (Part::Policy, Phase::Morning),
            (Part::Allotment, Phase::Field),
            (Part::Custody, Phase::Evening),
        ] {
            self.fold(log, barrier);
            decided.extend(self.listen(log.day, phase));
        }
        self.fold(log, Part::News);
        let barriers = [Part::Policy, Part::Allotment, Part::Custody, Part::News];
        let of_flows = log.parts.iter().filter(|(part, _)| !barriers.contains(part));
        if !of_flows.eq(decided.iter().filter(|(_, events)| !events.is_empty())) {
            self.why.differs.get_or_insert(log.day);
        }
    }

    /// What was heard.
    #[must_use]
    pub fn done(self) -> Why {
        self.why
    }

    fn fold(&mut self, log: &DayLog, part: Part) {
        for (_, events) in log.parts.iter().filter(|(of, _)| *of == part) {
            self.state.fold(events);
        }
    }

    fn listen(&mut self, day: Day, phase: Phase) -> Vec<(Part, Vec<Event>)> {
        let (asked, person) = (&mut self.why.asked, self.person);
        let state = &mut self.state;
        let (decided, _) = told::listen(|| {
            state.step_told(phase, &mut |part| {
                let heard = told::so_far().into_iter().filter(|asked| is_about(asked, person));
                asked.entry((day, part)).or_insert_with(Vec::new).extend(heard);
            })
        });
        decided
    }
}

/// Whether a question is about what happened to a person, and not about who they are: traits are
/// drawn anew whenever somebody looks at them.
#[must_use]
pub fn is_about(asked: &Asked, person: PersonId) -> bool {
    (asked.home, asked.index) == (person.home, person.index)
        && asked.case != Case::NONE
        // The number of a candidate is no person.
        && asked.case.0 >> 63 == 0
}

/// The person so named: `P3-12345` is resident 12345 of district 3.
#[must_use]
pub fn person_named(name: &str) -> Option<PersonId> {
    let name = name.strip_prefix(['P', 'p']).unwrap_or(name);
    let (home, index) = name.split_once('-')?;
    Some(PersonId { home: DistrictId(home.parse().ok()?), index: index.parse().ok()? })
}

/// As people are named.
#[must_use]
pub fn name_of(person: PersonId) -> String {
    format!("P{}-{}", person.home.0, person.index)
}

/// Whether an event is about a person, or the person is the offender in it.
#[must_use]
pub fn is_in(event: &Event, person: PersonId) -> bool {
    let offends = match event.fact {
        Fact::CrimeCommitted { offender, .. } | Fact::CrimeCleared { offender, .. } => {
            offender == person.index
        }
        _ => false,
    };
    event.subject.home == person.home && (event.subject.index == person.index || offends)
}

/// The place of the first event in which two chains differ, if they do: rules are numbered by arm, and
/// their numbers are no difference.
#[must_use]
pub fn parts_at(here: &[Recorded], there: &[Recorded]) -> Option<usize> {
    let bare = |recorded: &Recorded| {
        let Recorded { day, part, event } = *recorded;
        (day, part, Event { rule: RuleId::NONE, ..event })
    };
    let longest = here.len().max(there.len());
    (0..longest).find(|at| here.get(*at).map(bare) != there.get(*at).map(bare))
}

/// A question and its answer, as a line of text.
#[must_use]
pub fn in_words(asked: &Asked) -> String {
    let place = asked.asked_at.file().trim_start_matches("src/");
    let from = format!("{:?}, {place}:{}", asked.purpose, asked.asked_at.line());
    let point = asked.point;
    match asked.answer {
        Answer::Happened(probability, happened) => {
            let happened = if happened { "yes" } else { "no" };
            format!("probability {probability:.4}, draw {point:.4}: {happened}   ({from})")
        }
        Answer::Chosen(nth, share) => {
            format!("choice {}, probability {share:.4}, draw {point:.4}   ({from})", nth + 1)
        }
        Answer::Lasts { mean, value } => {
            format!("time {value:.2}, mean {mean:.2}, draw {point:.4}   ({from})")
        }
    }
}

//! A run: days, shards, and the barriers at which what all share is allotted.
//!
//! ```text
//! begin ─▶ rules ─▶ shards, morning ─▶ officers and targets ─▶ shards, field ─▶ beds ─▶ shards, evening ─▶ news
//! ```
//!
//! The log of a day has one order: part of the day, then subject. Neither threads nor shards show.

#[cfg(test)]
mod brute;
pub mod cell;
#[cfg(test)]
mod country;
#[cfg(test)]
mod laws;
#[cfg(not(target_family = "wasm"))]
pub mod record;
pub mod why;

use crate::draw::Draws;
use crate::event::{Event, Fact, Part};
use crate::ids::{Case, DistrictId, PersonId, Subject};
use crate::model::federal::Federal;
use crate::model::people::Person;
use crate::model::setting::Setting;
use crate::model::{Law, Phase, State, community, politics};
use crate::scenario::Scenario;
use crate::scenario::policy::Policy;
use crate::time::Day;
use std::sync::Arc;

/// The content hash of a small run, which a test holds: programs that behave differently have
/// different ones, also between versions.
pub const BEHAVIOUR: &str = include_str!("small.digest");

/// What happened on a day, by part, in the order of the log.
#[derive(Clone, PartialEq, Debug)]
pub struct DayLog {
    /// The day.
    pub day: Day,
    /// The parts in which something happened.
    pub parts: Vec<(Part, Vec<Event>)>,
}

impl DayLog {
    /// Its events, in the order of the log.
    pub fn events(&self) -> impl Iterator<Item = (Part, &Event)> {
        self.parts.iter().flat_map(|(part, events)| events.iter().map(|event| (*part, event)))
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.iter().map(|(_, events)| events.len()).sum()
    }

    /// Whether nothing happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One simulation of one arm, on its way.
pub struct Run {
    setting: Arc<Setting>,
    shards: Vec<State>,
    /// The shard of each district.
    home: Vec<usize>,
    federal: Federal,
    next: Day,
}

impl Run {
    /// Before the first day of an arm (by its place in the scenario), with one replicate's chance.
    #[must_use]
    pub fn start(scenario: &Scenario, arm: usize, replicate: u32, shards: usize) -> Run {
        let draws = Draws::Seeded(scenario.seed_of(replicate));
        let policy = Arc::new(scenario.arms[arm].policy.clone());
        Run::with_draws(scenario, &policy, draws, shards)
    }

    /// The same, with any source of chance.
    #[must_use]
    pub fn with_draws(
        scenario: &Scenario,
        policy: &Arc<Policy>,
        draws: Draws,
        shards: usize,
    ) -> Run {
        let setting = Arc::new(Setting::new(scenario, draws));
        let (parts, home) = partition(&setting, shards);
        let law = Law::new(&setting, policy.clone());
        let state = |districts| State::new(&setting, &law, districts, draws);
        let shards = parts.into_iter().map(state).collect();
        Run { federal: Federal::new(setting.clone()), setting, shards, home, next: Day(0) }
    }

    /// This run, to go on under another policy. The past is shared to the bit.
    #[must_use]
    pub fn fork(&self, policy: &Policy) -> Run {
        let law = Law::new(&self.setting, Arc::new(policy.clone()));
        Run {
            setting: self.setting.clone(),
            shards: self.shards.iter().map(|shard| shard.fork(&law)).collect(),
            home: self.home.clone(),
            federal: self.federal.clone(),
            next: self.next,
        }
    }

    /// The next day, or none after the last.
    pub fn day(&mut self) -> Option<DayLog> {
        if self.next.0 >= self.setting.span.days() {
            return None;
        }
        let day = self.begin(self.next);
        let mut log = DayLog { day, parts: Vec::new() };
        let mut known = politics::decide(self.shards[0].today(), self.shards[0].community());
        known.extend(self.federal.decide_reassessment(self.shards[0].today(), &self.look_up()));
        self.commit(Part::Policy, known, &mut log);
        self.step(Phase::Morning, &mut log);
        let claims = self.shards.iter().flat_map(State::claims).collect();
        let allotted =
            self.federal.decide_allotment(self.shards[0].today(), claims, &self.look_up());
        self.commit(Part::Allotment, allotted, &mut log);
        self.step(Phase::Field, &mut log);
        let taken = self.shards.iter().flat_map(State::taken).collect();
        let housed = self.federal.decide_beds(self.shards[0].today(), taken);
        self.commit(Part::Custody, housed, &mut log);
        self.step(Phase::Evening, &mut log);
        let news = self.news(&log);
        self.commit(Part::News, news, &mut log);
        self.next = Day(day.0 + 1);
        Some(log)
    }

    /// A day that has happened: the run as if it had decided so itself.
    pub fn replay(&mut self, log: &DayLog) {
        self.begin(log.day);
        for (_, events) in &log.parts {
            self.apply(events);
        }
        self.next = Day(log.day.0 + 1);
    }

    /// Anybody, as they are now, wherever their shard.
    fn look_up(&self) -> impl Fn(PersonId) -> Person {
        |id| {
            let shard = &self.shards[self.home[usize::from(id.home.0)]];
            shard.today().person(shard.people().get(id), id)
        }
    }

    fn begin(&mut self, day: Day) -> Day {
        self.shards.iter_mut().for_each(|shard| shard.begin(day));
        self.federal.begin(day);
        day
    }

    /// A phase in all shards, side by side.
    fn step(&mut self, phase: Phase, log: &mut DayLog) {
        let mut of_shards = in_parallel(&mut self.shards, |shard| shard.step(phase)).into_iter();
        let Some(mut all) = of_shards.next() else { return };
        for of_shard in of_shards {
            // Shards hold ranges of districts in order, so their events follow one another.
            for ((_, events), (_, more)) in all.iter_mut().zip(of_shard) {
                events.extend(more);
            }
        }
        for (_, events) in &all {
            events.iter().for_each(|event| self.federal.apply(event));
        }
        log.parts.extend(all.into_iter().filter(|(_, events)| !events.is_empty()));
    }

    /// Facts decided at the barrier, applied at each subject's home.
    fn commit(&mut self, part: Part, mut events: Vec<Event>, log: &mut DayLog) {
        if events.is_empty() {
            return;
        }
        events.sort_by_key(|event| event.subject);
        self.apply(&events);
        log.parts.push((part, events));
    }

    /// Applies events, those about the county in every shard.
    fn apply(&mut self, events: &[Event]) {
        for event in events {
            self.federal.apply(event);
            let one = std::slice::from_ref(event);
            if event.subject == Subject::COUNTY || event.fact.is_heard_all_over() {
                self.shards.iter_mut().for_each(|shard| shard.fold(one));
            } else {
                self.shards[self.home[usize::from(event.subject.home.0)]].fold(one);
            }
        }
    }

    fn news(&self, log: &DayLog) -> Vec<Event> {
        let mut areas = vec![News::default(); self.setting.areas.len()];
        let mut alerted = None;
        for (_, event) in log.events() {
            let Some(person) = event.subject.person() else { continue };
            let area = usize::from(self.setting.district(person).area.0);
            match event.fact {
                // An alert stands right before what came of its operation.
                Fact::OperationAlerted => alerted = Some(event.subject),
                Fact::DetainerDeclined { against_policy: true, .. }
                | Fact::HoldStarted { against_policy: true, .. }
                | Fact::ReleaseNotified { against_policy: true, .. } => {
                    areas[area].breaches.push((person, event.case));
                }
                Fact::AtLargeArrest { .. } | Fact::CollateralArrest { .. } => {
                    areas[area].arrests += 1;
                    areas[area].watched += usize::from(alerted == Some(event.subject));
                }
                _ => {}
            }
        }
        let (today, community) = (self.shards[0].today(), self.shards[0].community());
        let reported = self.setting.all_areas().zip(areas).flat_map(|(area, news)| {
            let arrests = (news.arrests, news.watched);
            let raids = community::decide_news(today, community, area, arrests);
            let breaches = news.breaches.into_iter();
            let breach = community::decide_breach(today, community, area, breaches);
            raids.into_iter().chain(breach)
        });
        reported.collect()
    }

    /// The next day to be simulated.
    #[must_use]
    pub fn next(&self) -> Day {
        self.next
    }

    /// The state of each shard.
    #[must_use]
    pub fn shards(&self) -> &[State] {
        &self.shards
    }

    /// The field office.
    #[must_use]
    pub fn federal(&self) -> &Federal {
        &self.federal
    }

    #[cfg(test)]
    fn shards_mut(&mut self) -> &mut [State] {
        &mut self.shards
    }
}

/// What the news of a day in an area are made from.
#[derive(Clone, Default)]
struct News {
    /// Arrests at large, and those that observers were at.
    arrests: usize,
    watched: usize,
    /// Answers of jails against the policy in force.
    breaches: Vec<(PersonId, Case)>,
}

/// Ranges of districts with about as many residents each; and the range of each district.
fn partition(setting: &Setting, shards: usize) -> (Vec<Vec<DistrictId>>, Vec<usize>) {
    let shards = shards.clamp(1, setting.districts.len().max(1));
    let all = setting.residents();
    let mut parts = vec![Vec::new(); shards];
    let mut home = Vec::new();
    let mut before = 0.0;
    for (at, district) in setting.districts.iter().enumerate() {
        let fair = (before / all * shards as f64) as usize;
        // Never so far behind that the last shards would be left without a district.
        let least = shards.saturating_sub(setting.districts.len() - at);
        let shard = fair.max(least).min(shards - 1);
        parts[shard].push(district.id);
        home.push(shard);
        before += f64::from(district.residents);
    }
    parts.retain(|part| !part.is_empty());
    let home_of =
        |district: &DistrictId| parts.iter().position(|part| part.contains(district)).unwrap_or(0);
    let home = setting.districts.iter().map(|district| home_of(&district.id)).collect();
    (parts, home)
}

/// Does many things side by side on so many threads, and returns the results in their order.
///
/// # Errors
/// The threads cannot be started.
#[cfg(not(target_family = "wasm"))]
pub fn side_by_side<T: Send>(
    number: u32,
    threads: usize,
    each: impl Fn(u32) -> T + Sync + Send,
) -> Result<Vec<T>, String> {
    use rayon::prelude::*;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| format!("cannot start {threads} threads: {error}"))?;
    Ok(pool.install(|| (0..number).into_par_iter().map(each).collect()))
}

/// Does many things on so many threads, begun in their order, and hands each over as it is done, on the
/// thread that asks. Once that says stop, what has begun is finished and nothing else begins.
///
/// # Errors
/// The threads cannot be started.
#[cfg(not(target_family = "wasm"))]
pub fn as_done<T: Send>(
    number: usize,
    threads: usize,
    each: impl Fn(usize) -> T + Sync + Send,
    mut taken: impl FnMut(usize, T) -> record::Going,
) -> Result<(), String> {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| format!("cannot start {threads} threads: {error}"))?;
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, receive) = std::sync::mpsc::channel();
    let work = |send: std::sync::mpsc::Sender<(usize, T)>| {
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= number || send.send((at, each(at))).is_err() {
                break;
            }
        }
    };
    let work = &work;
    pool.in_place_scope(|scope| {
        for _ in 0..threads.min(number) {
            let send = send.clone();
            scope.spawn(move |_| work(send));
        }
        drop(send);
        for (at, done) in receive {
            if taken(at, done) == record::Going::Stopped {
                stop.store(true, Ordering::Relaxed);
            }
        }
    });
    Ok(())
}

#[cfg(not(target_family = "wasm"))]
fn in_parallel<T: Send>(
    shards: &mut [State],
    step: impl Fn(&mut State) -> T + Sync + Send,
) -> Vec<T> {
    use rayon::prelude::*;
    if shards.len() == 1 {
        return shards.iter_mut().map(step).collect();
    }
    shards.par_iter_mut().map(step).collect()
}

/// Without threads there is one order only, and it is the same.
#[cfg(target_family = "wasm")]
fn in_parallel<T: Send>(shards: &mut [State], step: impl Fn(&mut State) -> T + Sync) -> Vec<T> {
    shards.iter_mut().map(step).collect()
}

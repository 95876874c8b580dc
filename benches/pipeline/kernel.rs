//! pipeline-v1 through the kernel: state in the resources of a bevy world, flows that decide, one
//! apply, draws of the model's own generator, shards of jurisdictions with a log each.

use super::{Replayed, Spec, Took, given};
use bevy_ecs::prelude::{Res, ResMut, Resource, World};
use bevy_ecs::system::SystemParam;
use jurisim::draw::{Draws, Lanes, Poisson, Purpose, Unit};
use jurisim::ids::{Case, DistrictId, PersonId};
use jurisim::model::kernel::{Flow, Kernel, Ordered, flow};
use rayon::prelude::*;
use std::ops::Range;
use std::time::Instant;

/// What happened: 16 bytes. Times are in days.
#[derive(Clone, Copy)]
pub(crate) struct Event {
    at: f32,
    /// Until when; of kinds that last.
    until: f32,
    person: u32,
    home: u16,
    kind: u8,
}

const _: () = assert!(size_of::<Event>() == 16);

const BOOKED: u8 = 0;
const DETAINER_ISSUED: u8 = 1;
const RELEASED: u8 = 2;
const RELEASED_TO_STREET: u8 = 3;
const TRANSFERRED: u8 = 4;
const AT_LARGE_ARREST: u8 = 5;
const REMOVED: u8 = 6;
const CRIME: u8 = 7;
const CRIME_REPORTED: u8 = 8;

impl Ordered for Event {
    type Subject = (u16, u32);

    fn subject(&self) -> (u16, u32) {
        (self.home, self.person)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Arrest,
    Due,
    Crime,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Held {
    Jail { detainer: bool },
    AtLarge,
    Ice,
    Removed,
}

/// What does not change.
#[derive(Resource)]
struct Today {
    day: u32,
    spec: Spec,
    draws: Draws,
    homes: Range<u16>,
    /// Of each jurisdiction of the shard: its people, and the candidates of a day by stream.
    of_home: Vec<(u32, [Poisson; 2])>,
}

#[derive(Resource, Default)]
struct People(foldhash::HashMap<(u16, u32), (Held, f32)>);

impl People {
    fn held(&self, event: (u16, u32)) -> Option<Held> {
        self.0.get(&event).map(|(held, _)| *held)
    }
}

/// Who is due on which day; an entry says look.
#[derive(Resource)]
struct Calendar(Vec<Vec<(u16, u32, f32)>>);

/// Chill of each jurisdiction of the shard: its level at a time.
#[derive(Resource)]
struct Chill(Vec<(f64, f64)>);

#[derive(SystemParam)]
pub(crate) struct Hands<'w> {
    today: Res<'w, Today>,
    people: ResMut<'w, People>,
    calendar: ResMut<'w, Calendar>,
    chill: ResMut<'w, Chill>,
}

impl Today {
    fn candidates(&self, home: u16, stream: u8) -> impl Iterator<Item = Lanes> + '_ {
        let id = DistrictId(home);
        let [count, ..] = self.draws.in_district(id, Purpose::Count, self.day, stream, 0);
        let (_, poisson) = &self.of_home[usize::from(home - self.homes.start)];
        let number = poisson[usize::from(stream)].quantile(count);
        (0..number)
            .map(move |nth| self.draws.in_district(id, Purpose::Candidate, self.day, stream, nth))
    }

    fn who(&self, home: u16, unit: Unit) -> u32 {
        unit.index(self.of_home[usize::from(home - self.homes.start)].0)
    }

    fn at(&self, unit: Unit) -> f32 {
        self.day as f32 + unit.value() as f32
    }

    /// What chance brings a person from an hour on.
    fn lanes(&self, who: (u16, u32), purpose: Purpose, at: f32) -> Lanes {
        let person = PersonId { home: DistrictId(who.0), index: who.1 };
        self.draws.in_case(person, purpose, Case(u64::from(at.to_bits()) | 1 << 40))
    }
}

fn arrests(today: Res<Today>, people: Res<People>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for home in today.homes.clone() {
        for [who, when, matched, stay] in today.candidates(home, 0) {
            let person = today.who(home, who);
            if people.held((home, person)).is_some_and(|held| held != Held::AtLarge) {
                continue;
            }
            let at = today.at(when);
            let [other, ..] = today.lanes((home, person), Purpose::Stay, at);
            let normal = (-2.0 * libm::log(1.0 - stay.value())).sqrt()
                * libm::cos(std::f64::consts::TAU * other.value());
            let days = libm::exp(given::STAY.0 + given::STAY.1 * normal);
            let until = at + days as f32;
            events.push(Event { at, until, person, home, kind: BOOKED });
            if matched.below(given::MATCH) {
                events.push(Event { at, until, person, home, kind: DETAINER_ISSUED });
            }
        }
    }
    // Once a day: of two arrests of one person the first in the order of candidates.
    once_a_day(events)
}

fn once_a_day(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by_key(Ordered::subject);
    let mut last = None;
    events.retain(|event| {
        let is_again = event.kind == BOOKED && last == Some(event.subject());
        last = Some(event.subject());
        !is_again
    });
    events
}

fn due(today: Res<Today>, people: Res<People>, calendar: Res<Calendar>) -> Vec<Event> {
    let mut events = Vec::new();
    for &(home, person, at) in &calendar.0[today.day as usize] {
        let Some(&(held, until)) = people.0.get(&(home, person)) else { continue };
        // An entry says look: what no longer stands is passed over.
        if until != at {
            continue;
        }
        // What began and ended between two looks is told at the second.
        let now = at.max(today.day as f32);
        let event =
            |kind, days: f64| Event { at: now, until: now + days as f32, person, home, kind };
        let lanes = |purpose| today.lanes((home, person), purpose, at);
        match held {
            Held::Jail { detainer: false } => events.push(event(RELEASED, 0.0)),
            Held::Jail { detainer: true } => {
                let [honoured, clock, ..] = lanes(Purpose::Answer);
                if honoured.below(today.spec.honour(home)) {
                    events.push(event(TRANSFERRED, clock.exponential(given::ICE)));
                } else {
                    events.push(event(RELEASED_TO_STREET, clock.exponential(given::AT_LARGE)));
                }
            }
            Held::AtLarge => {
                let [clock, ..] = lanes(Purpose::Custody);
                events.push(event(AT_LARGE_ARREST, clock.exponential(given::ICE)));
            }
            Held::Ice => events.push(event(REMOVED, 0.0)),
            Held::Removed => {}
        }
    }
    events
}

fn crimes(today: Res<Today>, people: Res<People>, chill: Res<Chill>) -> Vec<Event> {
    let mut events = Vec::new();
    for home in today.homes.clone() {
        let (level, since) = chill.0[usize::from(home - today.homes.start)];
        let days = f64::from(today.day) + 0.5 - since;
        let chill = (level * libm::exp2(-days.max(0.0) / given::HALF_LIFE)).min(1.0);
        for [who, when, report, _] in today.candidates(home, 1) {
            let person = today.who(home, who);
            if matches!(people.held((home, person)), Some(Held::Ice | Held::Removed)) {
                continue;
            }
            let at = today.at(when);
            events.push(Event { at, until: at, person, home, kind: CRIME });
            if report.below(given::REPORT * (1.0 - chill)) {
                events.push(Event { at, until: at, person, home, kind: CRIME_REPORTED });
            }
        }
    }
    events
}

/// The only code that changes a shard.
fn apply(hands: &mut Hands, event: &Event) {
    let Event { until, person, home, kind, .. } = *event;
    let held = match kind {
        BOOKED => Held::Jail { detainer: false },
        DETAINER_ISSUED => {
            hands.people.0.insert((home, person), (Held::Jail { detainer: true }, until));
            return;
        }
        RELEASED_TO_STREET => Held::AtLarge,
        TRANSFERRED | AT_LARGE_ARREST => Held::Ice,
        REMOVED => Held::Removed,
        RELEASED => {
            hands.people.0.remove(&(home, person));
            return;
        }
        _ => return,
    };
    hands.people.0.insert((home, person), (held, until));
    if held == Held::Ice {
        let at = f64::from(event.at);
        let (level, since) = &mut hands.chill.0[usize::from(home - hands.today.homes.start)];
        *level *= libm::exp2(-(at - *since) / given::HALF_LIFE);
        (*level, *since) = (*level + given::CHILL, at);
    }
    // Today's look at the calendar comes after arrests and before whatever else is decided.
    let earliest = hands.today.day as usize + usize::from(kind != BOOKED);
    if held != Held::Removed
        && until < hands.today.spec.days as f32
        && let Some(day) = hands.calendar.0.get_mut((until as usize).max(earliest))
    {
        day.push((home, person, until));
    }
}

fn flows(world: &mut World) -> Vec<Flow<Part, Event>> {
    vec![
        flow(Part::Arrest, arrests, world),
        flow(Part::Due, due, world),
        flow(Part::Crime, crimes, world),
    ]
}

/// Some jurisdictions and their log.
struct Shard {
    kernel: Kernel<Part, Event, Hands<'static>>,
    log: Vec<Event>,
}

impl Shard {
    fn new(spec: Spec, homes: Range<u16>) -> Shard {
        let of_home = homes.clone().map(|home| {
            let people = spec.people(home);
            let mean = |rate: f64| Poisson::new(rate * f64::from(people));
            (people, [mean(given::ARRESTS), mean(given::CRIMES)])
        });
        let today = Today {
            day: 0,
            spec,
            draws: Draws::Seeded(spec.seed),
            of_home: of_home.collect(),
            homes: homes.clone(),
        };
        let mut world = World::new();
        world.insert_resource(Chill(vec![(0.0, 0.0); homes.len()]));
        world.insert_resource(Calendar(vec![Vec::new(); spec.days as usize]));
        world.insert_resource(People::default());
        world.insert_resource(today);
        let kernel = Kernel::new(world, flows, |hands, event| apply(hands, event));
        Shard { kernel, log: Vec::new() }
    }

    fn day(&mut self, day: u32) {
        let world = self.kernel.world_mut();
        world.resource_mut::<Today>().day = day;
        let from = self.log.len();
        let log = &mut self.log;
        self.kernel.step(|_| true, |_, events| log.extend(events));
        // The benchmark's log is in the order of time.
        self.log[from..].sort_by(|a, b| a.at.total_cmp(&b.at));
        let world = self.kernel.world_mut();
        world.resource_mut::<Calendar>().0[day as usize] = Vec::new();
    }
}

/// Runs it in so many shards on so many threads. Between two days all shards wait for each other, as
/// the model's do.
pub(crate) fn run(spec: Spec, shards: u16, threads: usize) -> Took {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads").install(|| run_here(spec, shards))
}

/// Applies the log of a run once more.
pub(crate) fn replay(spec: Spec) -> Replayed {
    let mut shard = Shard::new(spec, 0..spec.j);
    (0..spec.days).for_each(|day| shard.day(day));
    let mut again = Shard::new(spec, 0..spec.j);
    let started = Instant::now();
    let mut left = &shard.log[..];
    for day in 0..spec.days {
        again.kernel.world_mut().resource_mut::<Today>().day = day;
        let today = left.iter().take_while(|event| event.at < (day + 1) as f32).count();
        let (events, rest) = left.split_at(today);
        again.kernel.fold(events);
        again.kernel.world_mut().resource_mut::<Calendar>().0[day as usize] = Vec::new();
        left = rest;
    }
    let seconds = started.elapsed().as_secs_f64();
    let people = |shard: &Shard| shard.kernel.world().resource::<People>().0.clone();
    Replayed { events: shard.log.len(), seconds, is_same: people(&shard) == people(&again) }
}

fn run_here(spec: Spec, shards: u16) -> Took {
    let started = Instant::now();
    let border = |at: u16| (u32::from(spec.j) * u32::from(at) / u32::from(shards)) as u16;
    let mut shards: Vec<Shard> =
        (0..shards).map(|at| Shard::new(spec, border(at)..border(at + 1))).collect();
    let setup = started.elapsed().as_secs_f64();
    for day in 0..spec.days {
        if shards.len() == 1 {
            shards.iter_mut().for_each(|shard| shard.day(day));
        } else {
            shards.par_iter_mut().for_each(|shard| shard.day(day));
        }
    }
    let run = started.elapsed().as_secs_f64() - setup;
    let mut counts = [0; 9];
    for shard in &shards {
        shard.log.iter().for_each(|event| counts[usize::from(event.kind)] += 1);
    }
    Took { counts, setup, run }
}

/// So many runs side by side, with seeds from the benchmark's on; what each counted.
pub(crate) fn many(spec: Spec, runs: u32, threads: usize) -> Vec<[u64; 9]> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads").install(|| {
        let one = |at: u32| run_here(Spec { seed: spec.seed + u64::from(at), ..spec }, 1).counts;
        (0..runs).into_par_iter().map(one).collect()
    })
}

/// The same; their events.
pub(crate) fn batch(spec: Spec, runs: u32, threads: usize) -> u64 {
    many(spec, runs, threads).iter().flatten().sum()
}

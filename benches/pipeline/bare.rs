//! The limit: the same process as plain loops over one jurisdiction after the other, state in a hash
//! map, every draw a cheap hash of its key, one log per jurisdiction. No flows, no apply, no shards.

use super::{Spec, Took, given};
use std::collections::BinaryHeap;
use std::time::Instant;

/// One record of the log: 16 bytes.
#[derive(Clone, Copy)]
#[expect(dead_code, reason = "written as the benchmark asks, whoever reads it")]
struct Record {
    /// Days since the start.
    at: f64,
    /// Who.
    person: u32,
    /// Where.
    home: u16,
    /// Its place in the list of kinds.
    kind: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Jail { detainer: bool },
    AtLarge,
    Ice,
    Removed,
}

/// Something that comes, the earliest first.
#[derive(Clone, Copy, PartialEq)]
struct Due {
    at: f64,
    person: u32,
    turn: u32,
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Due) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Due) -> std::cmp::Ordering {
        other.at.total_cmp(&self.at).then(other.person.cmp(&self.person))
    }
}

/// A number between 0 and 1 by key: a mixed counter.
fn draw(seed: u64, a: u64, b: u64) -> f64 {
    let mut mixed =
        seed ^ a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_mul(0xD1B5_4A32_D192_ED03);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ mixed >> 31) >> 11) as f64 / (1u64 << 53) as f64
}

struct Jurisdiction<'a> {
    spec: Spec,
    home: u16,
    people: u32,
    states: foldhash::HashMap<u32, (State, u32)>,
    due: BinaryHeap<Due>,
    chill: (f64, f64),
    log: &'a mut Vec<Record>,
}

impl Jurisdiction<'_> {
    fn say(&mut self, at: f64, person: u32, kind: u8) {
        self.log.push(Record { at, person, home: self.home, kind });
    }

    fn draw(&self, purpose: u64, person: u32, turn: u32) -> f64 {
        let who = u64::from(self.home) << 32 | u64::from(person);
        draw(self.spec.seed, who, purpose << 32 | u64::from(turn))
    }

    fn turn(&mut self, person: u32, state: State) -> u32 {
        let entry = self.states.entry(person).or_insert((state, 0));
        *entry = (state, entry.1 + 1);
        entry.1
    }

    fn later(&mut self, at: f64, person: u32, turn: u32) {
        if at < f64::from(self.spec.days) {
            self.due.push(Due { at, person, turn });
        }
    }

    fn arrest(&mut self, at: f64, person: u32) {
        let state = self.states.get(&person).map(|(state, _)| *state);
        if state.is_some_and(|state| state != State::AtLarge) {
            return;
        }
        let turn = self.states.get(&person).map_or(0, |(_, turn)| *turn) + 1;
        let detainer = self.draw(1, person, turn) < given::MATCH;
        self.say(at, person, 0);
        if detainer {
            self.say(at, person, 1);
        }
        let (u, v) = (1.0 - self.draw(2, person, turn), self.draw(3, person, turn));
        let normal = (-2.0 * libm::log(u)).sqrt() * libm::cos(std::f64::consts::TAU * v);
        let stay = libm::exp(given::STAY.0 + given::STAY.1 * normal);
        let turn = self.turn(person, State::Jail { detainer });
        self.later(at + stay, person, turn);
    }

    fn taken(&mut self, at: f64, person: u32, kind: u8) {
        self.say(at, person, kind);
        self.chill = (self.chill_at(at) + given::CHILL, at);
        let turn = self.turn(person, State::Ice);
        let stay = -given::ICE * libm::log1p(-self.draw(4, person, turn));
        self.later(at + stay, person, turn);
    }

    fn chill_at(&self, at: f64) -> f64 {
        let (level, since) = self.chill;
        (level * libm::exp2(-(at - since) / given::HALF_LIFE)).min(1.0)
    }

    fn come(&mut self, Due { at, person, turn }: Due) {
        let Some(&(state, now)) = self.states.get(&person) else { return };
        if now != turn {
            return;
        }
        match state {
            State::Jail { detainer: false } => {
                self.say(at, person, 2);
                self.states.remove(&person);
            }
            State::Jail { detainer: true } => {
                if self.draw(5, person, turn) < self.spec.honour(self.home) {
                    self.taken(at, person, 4);
                } else {
                    self.say(at, person, 3);
                    let turn = self.turn(person, State::AtLarge);
                    let clock = -given::AT_LARGE * libm::log1p(-self.draw(6, person, turn));
                    self.later(at + clock, person, turn);
                }
            }
            State::AtLarge => self.taken(at, person, 5),
            State::Ice => {
                self.say(at, person, 6);
                self.turn(person, State::Removed);
            }
            State::Removed => {}
        }
    }

    fn crime(&mut self, at: f64, person: u32, report: f64) {
        let state = self.states.get(&person).map(|(state, _)| *state);
        if matches!(state, Some(State::Ice | State::Removed)) {
            return;
        }
        self.say(at, person, 7);
        if report < given::REPORT * (1.0 - self.chill_at(at)) {
            self.say(at, person, 8);
        }
    }

    /// A year: candidates of a day in the order of their times, and what is due between them.
    fn run(&mut self) {
        let means = [given::ARRESTS, given::CRIMES].map(|rate| rate * f64::from(self.people));
        let nothing = means.map(|mean| libm::exp(-mean));
        let mut today: Vec<(f64, u32, f64)> = Vec::new();
        for day in 0..self.spec.days {
            today.clear();
            for stream in 0..2 {
                let key = u64::from(day) << 2 | stream as u64;
                let home = u64::from(self.home) << 40;
                let count =
                    poisson(means[stream], nothing[stream], draw(self.spec.seed, home, key));
                for nth in 0..count {
                    let key = home | u64::from(nth) << 24 | key;
                    let when = f64::from(day) + draw(self.spec.seed, key, 7);
                    let who = draw(self.spec.seed, key, 8) * f64::from(self.people);
                    let report = if stream == 0 { -1.0 } else { draw(self.spec.seed, key, 9) };
                    today.push((when, who as u32, report));
                }
            }
            today.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            let end = f64::from(day + 1);
            for (at, person, report) in std::mem::take(&mut today) {
                self.until(at);
                if report < 0.0 { self.arrest(at, person) } else { self.crime(at, person, report) }
            }
            self.until(end);
        }
    }

    fn until(&mut self, at: f64) {
        while self.due.peek().is_some_and(|due| due.at < at) {
            let due = self.due.pop().expect("one that was seen");
            self.come(due);
        }
    }
}

fn poisson(mean: f64, nothing: f64, unit: f64) -> u32 {
    let (mut count, mut chance) = (0, nothing);
    let mut below = chance;
    while unit > below && count < 100_000 {
        count += 1;
        chance *= mean / f64::from(count);
        below += chance;
    }
    count
}

/// Runs it.
pub(crate) fn run(spec: Spec) -> Took {
    let started = Instant::now();
    let mut log = Vec::with_capacity(spec.n as usize / 6);
    let setup = started.elapsed().as_secs_f64();
    for home in 0..spec.j {
        let people = spec.people(home);
        let states = foldhash::HashMap::default();
        let due = BinaryHeap::new();
        let chill = (0.0, 0.0);
        Jurisdiction { spec, home, people, states, due, chill, log: &mut log }.run();
    }
    let run = started.elapsed().as_secs_f64() - setup;
    let mut counts = [0; 9];
    log.iter().for_each(|record| counts[usize::from(record.kind)] += 1);
    let last = log.last().map_or(0.0, |record| record.at);
    assert!(last < f64::from(spec.days));
    Took { counts, setup, run }
}

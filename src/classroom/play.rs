//! Two worlds, simulated side by side: month by month, and heard out within a day.

use super::click::{self, Click};
use super::done::{Done, done};
use super::levers::Setting;
use super::outcomes::shown;
use super::people::{Lives, lives};
use super::story::{Story, story};
use crate::engine::cell::{Cell, Going, terms};
use crate::engine::{DayLog, Run};
use crate::log::Chain;
use crate::projection::Counted;
use crate::scenario::Scenario;
use crate::time::{Day, Span};
use serde::Serialize;
use std::collections::BTreeMap;

/// One arm on its way.
pub(super) struct Side {
    run: Run,
    chain: Chain,
    /// What is counted so far; its digest is that of the events so far once the run is over.
    pub cell: Cell,
    /// All days so far, if they are kept.
    pub days: Vec<DayLog>,
    keeps: bool,
}

impl Side {
    /// The base, before its first day.
    pub(super) fn start(scenario: &Scenario, replicate: u32, keeps: bool) -> Side {
        let counted = Counted::new(&scenario.span, &terms(scenario));
        let chain = Chain::new();
        let cell = Cell { counted, digest: chain.digest() };
        Side { run: Run::start(scenario, 0, replicate, 1), chain, cell, days: Vec::new(), keeps }
    }

    /// The same past, to go on under another arm's policy.
    pub(super) fn fork(&self, scenario: &Scenario, arm: usize) -> Side {
        Side {
            run: self.run.fork(&scenario.arms[arm].policy),
            chain: self.chain.clone(),
            cell: self.cell.clone(),
            days: self.days.clone(),
            keeps: self.keeps,
        }
    }

    /// The next day to be simulated.
    pub(super) fn next(&self) -> Day {
        self.run.next()
    }

    /// Simulates days until one, that day excluded; asks after each whether to go on.
    pub(super) fn until(&mut self, end: Day, watch: &dyn Fn() -> Going) -> Going {
        while self.run.next() < end {
            let Some(day) = self.run.day() else { break };
            self.cell.counted.day(day.day, day.events());
            day.events().for_each(|(part, event)| self.chain.push(day.day, part, event));
            if self.keeps {
                self.days.push(day);
            }
            if watch() == Going::Stopped {
                return Going::Stopped;
            }
        }
        Going::On
    }

    /// No day is to come.
    pub(super) fn finish(&mut self) {
        self.cell.counted.close();
        self.cell.digest = self.chain.digest();
    }
}

/// Both arms of a replicate on their way.
pub(super) struct Pair {
    pub base: Side,
    /// None until the two part.
    pub yours: Option<Side>,
}

impl Pair {
    pub(super) fn start(scenario: &Scenario, replicate: u32, keeps: bool) -> Pair {
        Pair { base: Side::start(scenario, replicate, keeps), yours: None }
    }

    /// Simulates both until a day, that day excluded.
    pub(super) fn until(
        &mut self,
        scenario: &Scenario,
        end: Day,
        watch: &dyn Fn() -> Going,
    ) -> Going {
        let parting = scenario.arms[1].from;
        if self.yours.is_none() {
            if self.base.until(parting.min(end), watch) == Going::Stopped {
                return Going::Stopped;
            }
            if self.base.next() < parting {
                return Going::On;
            }
            self.yours = Some(self.base.fork(scenario, 1));
        }
        let sides = [Some(&mut self.base), self.yours.as_mut()];
        for side in sides.into_iter().flatten() {
            if side.until(end, watch) == Going::Stopped {
                return Going::Stopped;
            }
        }
        Going::On
    }

    /// The second world; until the two part it is the first.
    pub(super) fn yours(&self) -> &Side {
        self.yours.as_ref().unwrap_or(&self.base)
    }

    pub(super) fn finish(&mut self) {
        self.base.finish();
        self.yours.iter_mut().for_each(Side::finish);
    }
}

/// What is known of a click before a day is simulated.
#[derive(Clone, Debug, Serialize)]
pub struct Start {
    /// The address of what comes of it.
    pub id: String,
    /// All levers are as in the base: both worlds will be equal to the last event.
    pub same: bool,
    /// Chance.
    pub seed: u64,
    /// How all levers stand.
    pub levers: BTreeMap<&'static str, Setting>,
    /// What the first world is called.
    pub base: String,
    /// What the second is called.
    pub yours: String,
    /// How many months will come.
    pub months: usize,
    /// The scenario as text, for `jurisim run`.
    pub scenario: String,
}

/// An outcome of one arm.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Reading {
    /// Of the month.
    pub month: f64,
    /// From the first month to this one; of a level, that of the month.
    pub total: f64,
}

/// An outcome of both arms.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MonthOf {
    /// Which.
    pub id: &'static str,
    /// Of the first world.
    pub base: Reading,
    /// Of the second.
    pub yours: Reading,
}

/// A month that is over.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Month {
    /// Its place, from 0.
    pub at: usize,
    /// As `2018-01`.
    pub month: String,
    /// As `January 2018`.
    pub name: String,
    /// How many are to come.
    pub left: usize,
    /// The outcomes, in the order of the lesson.
    pub outcomes: Vec<MonthOf>,
}

/// What came of asking for the next month.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// It is over.
    Month(Month),
    /// There is none.
    Over,
    /// Stopped within it. Nothing is lost: who asks again goes on.
    Stopped,
}

/// A click on its way.
pub struct Play {
    scenario: Scenario,
    start: Start,
    pair: Pair,
    /// The next month, by its place.
    at: usize,
    /// Once all months are over.
    lives: Option<Lives>,
}

impl Play {
    /// Before the first day.
    ///
    /// # Errors
    /// The county that comes with the program is broken.
    pub fn begin(click: &Click) -> Result<Play, String> {
        let scenario = click.read()?;
        let levers = click.settings().map(|(lever, setting)| (lever.id, setting.clone()));
        let start = Start {
            id: click::id(&scenario.text),
            same: click.is_base(),
            seed: scenario.seed,
            levers: levers.collect(),
            base: scenario.arms[0].label.clone(),
            yours: click.label(),
            months: scenario.span.counted_months(),
            scenario: scenario.text.clone(),
        };
        let pair = Pair::start(&scenario, 1, true);
        Ok(Play { scenario, start, pair, at: 0, lives: None })
    }

    /// What was known from the start.
    #[must_use]
    pub fn start(&self) -> &Start {
        &self.start
    }

    /// Simulates both worlds to the end of the next month; `watch` is asked after each simulated day
    /// whether to go on.
    pub fn month(&mut self, watch: &dyn Fn() -> Going) -> Step {
        let Some(end) = end_of_month(&self.scenario.span, self.at) else { return Step::Over };
        if self.pair.until(&self.scenario, end, watch) == Going::Stopped && !self.is_at(end) {
            return Step::Stopped;
        }
        let (at, months) = (self.at, self.start.months);
        let (base, yours) = (&self.pair.base.cell, &self.pair.yours().cell);
        let outcomes = shown().map(|shown| MonthOf {
            id: shown.outcome.id,
            base: shown.read(base, at),
            yours: shown.read(yours, at),
        });
        let month = Month {
            at,
            month: month_id(&self.scenario.span, at),
            name: month_name(&self.scenario.span, at),
            left: months - 1 - at,
            outcomes: outcomes.collect(),
        };
        self.at += 1;
        if self.at == months {
            self.pair.finish();
            self.lives = Some(lives(&self.scenario, &self.pair));
        }
        Step::Month(month)
    }

    fn is_at(&self, day: Day) -> bool {
        self.pair.base.next() >= day && self.pair.yours().next() >= day
    }

    /// What came of it; nothing while months are left.
    #[must_use]
    pub fn done(&self) -> Option<Done> {
        let lives = self.lives.as_ref()?;
        Some(done(&self.scenario, &self.start, &self.pair, lives))
    }

    /// The story of the `nth` of the people in [`Done::people`]; nothing if there is no such person, or
    /// while months are left.
    #[must_use]
    pub fn person(&self, n: usize) -> Option<Story> {
        story(&self.scenario, self.lives.as_ref()?, n)
    }
}

/// The day after a counted month; none after the last.
fn end_of_month(span: &Span, at: usize) -> Option<Day> {
    if at >= span.counted_months() {
        return None;
    }
    if at + 1 == span.counted_months() {
        return Some(Day(span.days()));
    }
    let (year, month) = span.year_and_month(at + 1);
    Some(span.day(jiff::civil::date(year, i8::try_from(month).unwrap_or(1), 1)))
}

/// A counted month as `2018-01`.
pub(super) fn month_id(span: &Span, at: usize) -> String {
    let (year, month) = span.year_and_month(at);
    format!("{year}-{month:02}")
}

/// The months of a year.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A counted month as `January 2018`.
fn month_name(span: &Span, at: usize) -> String {
    let (year, month) = span.year_and_month(at);
    let name = MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default();
    format!("{name} {year}")
}

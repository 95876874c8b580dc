//! A run that is recorded: each day is counted, hashed, and kept on disk if asked.
//!
//! ```text
//! start ─┐
//! resume ┼─▶ Recording ─ until ─ fork ─ until ─▶ finish ─▶ Cell
//! branch ┘
//! ```
//!
//! To resume or to branch is to apply a log, and to go on deciding. There is no other saved state.

use super::{DayLog, Run};
use crate::disk::Disk;
use crate::event::Recorded;
use crate::log::{Background, Chain, Digest, Head, LogError, Reader, Writer};
use crate::projection::Counted;
use crate::scenario::Scenario;
use crate::time::Day;
use std::path::Path;

pub use super::cell::{Cell, Going, Watch, Which, terms};

/// Where a log is kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The disk.
    pub disk: &'a Disk,
    /// The log's folder.
    pub folder: &'a Path,
}

/// A run with what is recorded of it.
pub struct Recording<'a> {
    scenario: &'a Scenario,
    which: Which,
    run: Run,
    counted: Counted,
    kept: Hashed,
}

/// What takes the events into the content hash.
enum Hashed {
    /// Nothing else does.
    Alone(Box<Chain>),
    /// The log does.
    Kept(Background),
}

impl Hashed {
    /// Counts a day; if there is no log, hashes it.
    fn count(&mut self, log: &DayLog, counted: &mut Counted) {
        counted.day(log.day, log.events());
        if let Hashed::Alone(chain) = self {
            log.events().for_each(|(part, event)| chain.push(log.day, part, event));
        }
    }

    /// Gives a day to the log, if there is one.
    fn keep(&mut self, day: DayLog) -> Result<(), LogError> {
        match self {
            Hashed::Kept(log) => log.day(day.day, day.parts),
            Hashed::Alone(_) => Ok(()),
        }
    }
}

impl<'a> Recording<'a> {
    /// Starts an arm. Its log is kept in a folder, if one is given.
    ///
    /// # Errors
    /// The folder cannot be made or written.
    pub fn start(
        scenario: &'a Scenario,
        which: Which,
        keep: Option<Kept>,
    ) -> Result<Recording<'a>, LogError> {
        let kept = match keep {
            Some(Kept { disk, folder }) => {
                let head = head(scenario, which);
                Hashed::Kept(Background::new(Writer::create(disk, folder, head)?)?)
            }
            None => Hashed::Alone(Box::default()),
        };
        Ok(Recording { kept, ..Recording::blank(scenario, which) })
    }

    /// Goes on with a log where it was saved last.
    ///
    /// # Errors
    /// There is no such log, it is damaged or of another run, or it cannot be written.
    pub fn resume(
        scenario: &'a Scenario,
        which: Which,
        Kept { disk, folder }: Kept,
    ) -> Result<Recording<'a>, LogError> {
        Reader::open(disk, folder)?.is_of(&head(scenario, which))?;
        let mut recording = Recording::blank(scenario, which);
        let mut days = Days::default();
        let writer = Writer::resume(disk, folder, &mut |event| {
            days.take(event, &mut |day| recording.replay(day));
        })?;
        days.close(writer.next_day(), &mut |day| recording.replay(day));
        Ok(Recording { kept: Hashed::Kept(Background::new(writer)?), ..recording })
    }

    /// Goes on from the days of another log before `cut`.
    ///
    /// # Errors
    /// The other log is damaged or does not go so far, or this one cannot be written.
    pub fn branch(
        scenario: &'a Scenario,
        which: Which,
        (parent, cut): (&Reader, Day),
        folder: &Path,
    ) -> Result<Recording<'a>, LogError> {
        let mut recording = Recording::blank(scenario, which);
        let mut days = Days::default();
        let writer = Writer::branch(parent, cut, folder, head(scenario, which), &mut |event| {
            days.take(event, &mut |day| recording.replay(day));
        })?;
        days.close(cut, &mut |day| recording.replay(day));
        Ok(Recording { kept: Hashed::Kept(Background::new(writer)?), ..recording })
    }

    /// Goes on under another arm's policy. What was recorded so far is shared.
    ///
    /// # Errors
    /// The folder cannot be made or written.
    pub fn fork(&mut self, arm: usize, keep: Option<&Path>) -> Result<Recording<'a>, LogError> {
        let which = Which { arm, ..self.which };
        let kept = match (&mut self.kept, keep) {
            (Hashed::Kept(log), Some(folder)) => {
                let (folder, head) = (folder.to_owned(), head(self.scenario, which));
                let fork = log.with(move |writer| writer.fork(&folder, head))??;
                Hashed::Kept(Background::new(fork)?)
            }
            (Hashed::Kept(log), None) => {
                Hashed::Alone(Box::new(log.with(|writer| writer.chain().clone())?))
            }
            (Hashed::Alone(chain), _) => Hashed::Alone(chain.clone()),
        };
        Ok(Recording {
            scenario: self.scenario,
            which,
            run: self.run.fork(&self.scenario.arms[arm].policy),
            counted: self.counted.clone(),
            kept,
        })
    }

    fn blank(scenario: &'a Scenario, which: Which) -> Recording<'a> {
        Recording {
            scenario,
            which,
            run: Run::start(scenario, which.arm, which.replicate, which.shards),
            counted: Counted::new(&scenario.span, &terms(scenario)),
            kept: Hashed::Alone(Box::default()),
        }
    }

    fn replay(&mut self, day: &DayLog) {
        self.run.replay(day);
        self.counted.day(day.day, day.events());
    }

    /// Runs until a day, that day excluded, or to the end; tells of each day that is over. Asked to
    /// stop, it saves the days that are over.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn until(&mut self, end: Day, watch: Watch) -> Result<Going, LogError> {
        let Recording { run, counted, kept, which, .. } = self;
        let (mut over, mut going) = (None, Going::On);
        loop {
            let goes_on = going == Going::On && run.next() < end;
            // A day is recorded while the next is simulated.
            let mut simulate = || if goes_on { run.day() } else { None };
            let mut record = || over.iter().for_each(|day| kept.count(day, counted));
            let next = if which.shards > 1 {
                rayon::join(simulate, record).0
            } else {
                record();
                simulate()
            };
            if let Some(day) = over.take() {
                kept.keep(day)?;
            }
            let Some(day) = next else { break };
            over = Some(day);
            going = watch();
        }
        if let (Going::Stopped, Hashed::Kept(log)) = (going, kept) {
            log.with(Writer::save)??;
        }
        Ok(going)
    }

    /// The next day to be simulated.
    #[must_use]
    pub fn next(&self) -> Day {
        self.run.next()
    }

    /// Ends the recording.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn finish(mut self) -> Result<Cell, LogError> {
        self.counted.close();
        let digest = match self.kept {
            Hashed::Kept(log) => log.finish()?,
            Hashed::Alone(chain) => chain.digest(),
        };
        Ok(Cell { counted: self.counted, digest })
    }
}

/// Puts the events of a log together to days, those without any included.
#[derive(Default)]
pub struct Days {
    next: Day,
    open: Option<DayLog>,
}

impl Days {
    /// Takes the next event; gives each day that is over by then.
    pub fn take(&mut self, event: &Recorded, each: &mut impl FnMut(&DayLog)) {
        let Recorded { day, part, event } = *event;
        self.close(day, each);
        let open = self.open.get_or_insert_with(|| DayLog { day, parts: Vec::new() });
        match open.parts.last_mut() {
            Some((last, events)) if *last == part => events.push(event),
            _ => open.parts.push((part, vec![event])),
        }
    }

    /// Gives all days that are not over before `next`, that day excluded.
    pub fn close(&mut self, next: Day, each: &mut impl FnMut(&DayLog)) {
        while self.next < next {
            let empty = DayLog { day: self.next, parts: Vec::new() };
            let is_open = self.open.as_ref().is_some_and(|open| open.day == self.next);
            let day = if is_open { self.open.take() } else { None };
            each(&day.unwrap_or(empty));
            self.next = Day(self.next.0 + 1);
        }
    }
}

/// What a log says it is of.
#[must_use]
pub fn head(scenario: &Scenario, which: Which) -> Head {
    Head {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: Digest::of(scenario.resolved().as_bytes()).to_string(),
        arm: scenario.arms[which.arm].id.clone(),
        replicate: which.replicate,
        seed: scenario.seed_of(which.replicate),
        start: scenario.span.start.to_string(),
    }
}

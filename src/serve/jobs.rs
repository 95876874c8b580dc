//! What is simulated, for whom: at most two simulations at a time, a short queue before them, and
//! results kept by id, so that a class that asks the same is answered once.
//!
//! A simulation goes on as long as somebody watches it, and is dropped within a simulated day when
//! the last one turns away. A hundred worlds are taken one at a time, after whoever waits for one
//! picture only.

use super::recent::Recent;
use super::routes::Id;
use crate::classroom::{self, Click, Play, Step, Story, World};
use crate::engine::cell::Going;
use hyper::body::Bytes;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::{Builder, JoinHandle};

/// Simulations at a time.
const AT_A_TIME: usize = 2;

/// Simulations that may wait.
const WAITING: usize = 16;

/// Worlds of a hundred worlds.
const WORLDS: u32 = 100;

/// Clicks that are known by their id.
const CLICKS: usize = 4096;

/// Results that are kept: a picture with its people takes about a megabyte.
const RESULTS: usize = 64;

/// What is simulated of a click.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum What {
    /// Its one world, month by month.
    Play,
    /// A hundred worlds.
    Worlds,
}

/// One simulation, or what came of it.
struct Job {
    key: (Id, What),
    click: Click,
    told: Mutex<Told>,
    /// Of a hundred worlds, those that are over.
    worlds: Mutex<Vec<World>>,
    /// Nobody watches any more.
    is_left: AtomicBool,
}

/// What a simulation has said so far.
#[derive(Default)]
struct Told {
    events: Vec<Bytes>,
    is_over: bool,
    watchers: usize,
    wakers: Vec<Waker>,
}

/// A guard of what no panic can leave half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Job {
    fn tell(&self, name: &str, data: &str, is_over: bool) {
        let mut told = lock(&self.told);
        told.events.push(Bytes::from(format!("event: {name}\ndata: {data}\n\n")));
        told.is_over = is_over;
        told.wakers.drain(..).for_each(Waker::wake);
    }

    fn going(&self) -> Going {
        if self.is_left.load(Ordering::Relaxed) { Going::Stopped } else { Going::On }
    }
}

/// Everything that is known and being done.
struct Work {
    clicks: Recent<Id, Click>,
    /// Waiting or running.
    open: BTreeMap<(Id, What), Arc<Job>>,
    plays: VecDeque<Arc<Job>>,
    worlds: VecDeque<(Arc<Job>, u32)>,
    done: Recent<(Id, What), Arc<Job>>,
    people: Recent<Id, Arc<Mutex<Play>>>,
    is_closing: bool,
}

struct Shared {
    work: Mutex<Work>,
    changed: Condvar,
}

/// Why nothing can be watched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unseen {
    /// There is no such click, or it was forgotten.
    Unknown,
    /// Too many wait already.
    Busy,
}

/// Takes clicks and has them simulated.
#[derive(Clone)]
pub(super) struct Desk(Arc<Shared>);

impl Desk {
    /// A desk and the threads that work for it, which end when it closes.
    ///
    /// # Errors
    /// The system gives no threads.
    pub(super) fn open() -> std::io::Result<(Desk, Vec<JoinHandle<()>>)> {
        let work = Work {
            clicks: Recent::new(CLICKS),
            open: BTreeMap::new(),
            plays: VecDeque::new(),
            worlds: VecDeque::new(),
            done: Recent::new(RESULTS),
            people: Recent::new(RESULTS),
            is_closing: false,
        };
        let desk = Desk(Arc::new(Shared { work: Mutex::new(work), changed: Condvar::new() }));
        let threads = (0..AT_A_TIME).map(|number| {
            let desk = desk.clone();
            Builder::new().name(format!("simulation {number}")).spawn(move || desk.simulate())
        });
        let threads = threads.collect::<std::io::Result<Vec<_>>>()?;
        Ok((desk, threads))
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        lock(&self.0.work)
    }

    /// Stops what runs and lets the threads end.
    pub(super) fn close(&self) {
        let mut work = self.work();
        work.is_closing = true;
        work.open.values().for_each(|job| job.is_left.store(true, Ordering::Relaxed));
        self.0.changed.notify_all();
    }

    /// Keeps a click under its id.
    pub(super) fn know(&self, id: Id, click: Click) {
        self.work().clicks.put(id, click);
    }

    /// Whether a click is known.
    pub(super) fn knows(&self, id: Id) -> bool {
        self.work().clicks.get(id).is_some()
    }

    /// Watches what is simulated, or what came of it. If nothing did yet, it is begun.
    pub(super) fn watch(&self, id: Id, what: What) -> Result<Watching, Unseen> {
        let mut work = self.work();
        let key = (id, what);
        let found = work.open.get(&key).cloned().or_else(|| work.done.get(key).cloned());
        let job = match found {
            Some(job) => job,
            None => {
                let click = work.clicks.get(id).cloned().ok_or(Unseen::Unknown)?;
                if work.plays.len() + work.worlds.len() >= WAITING {
                    return Err(Unseen::Busy);
                }
                let job = Arc::new(Job {
                    key,
                    click,
                    told: Mutex::default(),
                    worlds: Mutex::default(),
                    is_left: AtomicBool::new(false),
                });
                work.open.insert(key, job.clone());
                match what {
                    What::Play => work.plays.push_back(job.clone()),
                    What::Worlds => work.worlds.push_back((job.clone(), 1)),
                }
                self.0.changed.notify_one();
                job
            }
        };
        lock(&job.told).watchers += 1;
        Ok(Watching { desk: self.clone(), job, next: 0 })
    }

    /// One synthetic person's story in a result that is kept.
    pub(super) fn person(&self, id: Id, number: u32) -> Option<Story> {
        let play = self.work().people.get(id)?.clone();
        // A temporary guard would live longer than what it guards.
        let play = lock(&play);
        play.person(usize::try_from(number).ok()?)
    }

    /// The work of a thread.
    fn simulate(&self) {
        while let Some((job, world)) = self.next() {
            let done = catch_unwind(AssertUnwindSafe(|| match job.key.1 {
                What::Play => self.play(&job),
                What::Worlds => self.world(&job, world),
            }));
            if done.is_err() {
                let words = "This is a mistake in jurisim, not in what you did.";
                self.fail(&job, words);
            }
        }
    }

    /// The next thing to do; nothing when the desk has closed.
    fn next(&self) -> Option<(Arc<Job>, u32)> {
        let mut work = self.work();
        loop {
            if work.is_closing {
                return None;
            }
            let play = work.plays.pop_front().map(|job| (job, 0));
            if let Some(found) = play.or_else(|| work.worlds.pop_front()) {
                return Some(found);
            }
            work = self.0.changed.wait(work).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn play(&self, job: &Arc<Job>) {
        let mut play = match Play::begin(&job.click) {
            Ok(play) => play,
            Err(words) => return self.fail(job, &words),
        };
        job.tell("begin", &classroom::json(play.start()), false);
        loop {
            match play.month(&|| job.going()) {
                Step::Month(month) => job.tell("month", &classroom::json(&month), false),
                Step::Stopped => return,
                Step::Over => break,
            }
        }
        let Some(done) = play.done() else { return };
        let done = classroom::json(&done);
        self.work().people.put(job.key.0, Arc::new(Mutex::new(play)));
        job.tell("done", &done, true);
        self.keep(job);
    }

    /// One world of a hundred; the next ones when it is their turn again.
    fn world(&self, job: &Arc<Job>, number: u32) {
        match classroom::world(&job.click, number, &|| job.going()) {
            Ok(Some(world)) => {
                job.tell("world", &classroom::json(&world), false);
                lock(&job.worlds).push(world);
            }
            Ok(None) => return,
            Err(words) => return self.fail(job, &words),
        }
        if number == WORLDS {
            let worlds = std::mem::take(&mut *lock(&job.worlds));
            match classroom::spread(&worlds) {
                Ok(spread) => job.tell("done", &classroom::json(&spread), true),
                Err(words) => return self.fail(job, &words),
            }
            self.keep(job);
        } else if job.going() == Going::On {
            self.work().worlds.push_back((job.clone(), number + 1));
            self.0.changed.notify_one();
        }
    }

    /// What is over can be looked at again.
    fn keep(&self, job: &Arc<Job>) {
        let mut work = self.work();
        work.close(job);
        work.done.put(job.key, job.clone());
    }

    /// What went wrong is told to those who watch, and forgotten.
    fn fail(&self, job: &Arc<Job>, words: &str) {
        let error = BTreeMap::from([("error", words)]);
        job.tell("wrong", &classroom::json(&error), true);
        self.work().close(job);
    }
}

impl Work {
    /// A job is neither waiting nor running any more.
    fn close(&mut self, job: &Arc<Job>) {
        if self.open.get(&job.key).is_some_and(|open| Arc::ptr_eq(open, job)) {
            self.open.remove(&job.key);
        }
        self.plays.retain(|waiting| !Arc::ptr_eq(waiting, job));
        self.worlds.retain(|(waiting, _)| !Arc::ptr_eq(waiting, job));
    }
}

/// Somebody who watches a simulation.
pub(super) struct Watching {
    desk: Desk,
    job: Arc<Job>,
    next: usize,
}

impl Watching {
    /// What was said since the last time; nothing more when it is over.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut told = lock(&self.job.told);
        if let Some(event) = told.events.get(self.next) {
            self.next += 1;
            return Poll::Ready(Some(event.clone()));
        }
        if told.is_over {
            return Poll::Ready(None);
        }
        told.wakers.push(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut work = self.desk.work();
        let is_left = {
            let mut told = lock(&self.job.told);
            told.watchers -= 1;
            told.watchers == 0 && !told.is_over
        };
        if is_left {
            self.job.is_left.store(true, Ordering::Relaxed);
            work.close(&self.job);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(desk: &Desk, seed: u64) -> Id {
        let click = format!(r#"{{"levers":{{"jail":"warrant"}},"seed":{seed}}}"#);
        let click = Click::parse(&click).expect("a click");
        let id = Id::parse(&click.id().expect("an id")).expect("an id");
        desk.know(id, click);
        id
    }

    /// Everything that is said, up to the end.
    fn all(watching: &mut Watching) -> Vec<Bytes> {
        let mut context = Context::from_waker(Waker::noop());
        let mut events = Vec::new();
        loop {
            match watching.poll_next(&mut context) {
                Poll::Ready(Some(event)) => events.push(event),
                Poll::Ready(None) => return events,
                Poll::Pending => std::thread::yield_now(),
            }
        }
    }

    #[test]
    fn what_nobody_watches_is_left_and_begins_anew_for_the_next() {
        let (desk, threads) = Desk::open().expect("threads");
        let id = known(&desk, 1);
        let left = desk.watch(id, What::Worlds).expect("a place");
        let also = desk.watch(id, What::Worlds).expect("a place");
        assert!(Arc::ptr_eq(&left.job, &also.job), "the same click is simulated once");
        drop(also);
        assert_eq!(left.job.going(), Going::On, "somebody watches still");
        let job = left.job.clone();
        drop(left);
        assert_eq!(job.going(), Going::Stopped);
        assert!(desk.work().open.is_empty() && desk.work().worlds.is_empty());
        let anew = desk.watch(id, What::Play).expect("a place");
        assert!(!Arc::ptr_eq(&anew.job, &job));
        drop(anew);
        desk.close();
        threads.into_iter().for_each(|thread| thread.join().expect("an end"));
    }

    #[test]
    fn results_are_kept_and_only_so_many_may_wait() {
        let (desk, threads) = Desk::open().expect("threads");
        let id = known(&desk, 1);
        let first = all(&mut desk.watch(id, What::Play).expect("a place"));
        assert_eq!(first, all(&mut desk.watch(id, What::Play).expect("a place")));
        assert!(desk.person(id, 0).is_some() && desk.person(id, u32::MAX).is_none());
        let other = Id::parse(&"0".repeat(32)).expect("an id");
        assert_eq!(desk.watch(other, What::Play).err(), Some(Unseen::Unknown));
        // Two run and sixteen wait; of many more some are told to come again.
        let ids: Vec<Id> = (2..60).map(|seed| known(&desk, seed)).collect();
        let watching: Vec<_> = ids.iter().map(|&id| desk.watch(id, What::Worlds)).collect();
        let busy = watching.iter().filter(|one| matches!(one, Err(Unseen::Busy))).count();
        assert!(
            busy >= ids.len() - WAITING - 2 * AT_A_TIME,
            "{busy} of {} wait no more",
            ids.len()
        );
        drop(watching);
        desk.close();
        threads.into_iter().for_each(|thread| thread.join().expect("an end"));
    }
}

//! A log that is written by a thread of its own, so that whoever simulates waits for neither
//! encoding nor the disk. What is said to be saved is saved all the same: whoever asks waits for it.

use super::chain::Digest;
use super::error::LogError;
use super::writer::Writer;
use crate::event::{Event, Part};
use crate::time::Day;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Days that may wait to be written. More would only be memory.
const WAITING: usize = 32;

/// The events of a day by part, in the order of the log.
pub type Parts = Vec<(Part, Vec<Event>)>;

type Work = Box<dyn FnOnce(&mut Writer) + Send>;

enum Job {
    Day(Day, Parts),
    Do(Work),
}

/// A log that is being written. It must be finished, or what came last is not saved.
#[must_use]
pub struct Background {
    to: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<Result<Writer, LogError>>>,
}

impl Background {
    /// Gives a log to a thread of its own.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn new(writer: Writer) -> Result<Background, LogError> {
        let folder = writer.folder().to_owned();
        let (to, from) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("log".to_owned());
        let thread = thread.spawn(move || work(writer, &from));
        let thread = thread.map_err(|error| LogError::no_thread(&folder, error))?;
        Ok(Background { to: Some(to), thread: Some(thread) })
    }

    /// Appends a day, as [`Writer::day`] does. What fails with it is told by a later call.
    ///
    /// # Errors
    /// Something that was appended before could not be written.
    pub fn day(&mut self, day: Day, parts: Parts) -> Result<(), LogError> {
        self.send(Job::Day(day, parts))
    }

    /// Does something with the log when all that was appended before has been written.
    ///
    /// # Errors
    /// Something before could not be written.
    pub fn with<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Writer) -> T + Send + 'static,
    ) -> Result<T, LogError> {
        let (done, wait) = sync_channel(1);
        self.send(Job::Do(Box::new(move |writer| {
            // Whoever asked may have gone; then nobody wants to know.
            let _ = done.send(work(writer));
        })))?;
        match wait.recv() {
            Ok(done) => Ok(done),
            Err(_) => Err(self.failure()),
        }
    }

    /// Saves what is left; the content hash of the run.
    ///
    /// # Errors
    /// If the system refuses, now or before.
    pub fn finish(mut self) -> Result<Digest, LogError> {
        self.to = None;
        match self.join() {
            Some(writer) => writer?.finish(),
            None => Err(LogError::stopped()),
        }
    }

    fn send(&mut self, job: Job) -> Result<(), LogError> {
        let sent = self.to.as_ref().is_some_and(|to| to.send(job).is_ok());
        if sent { Ok(()) } else { Err(self.failure()) }
    }

    /// Why the thread ended before its time.
    fn failure(&mut self) -> LogError {
        self.to = None;
        match self.join() {
            Some(Err(error)) => error,
            Some(Ok(_)) | None => LogError::stopped(),
        }
    }

    fn join(&mut self) -> Option<Result<Writer, LogError>> {
        match self.thread.take()?.join() {
            Ok(ended) => Some(ended),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl Drop for Background {
    /// Waits for the thread, so that the folder is free when the log is gone. What was appended last
    /// and not saved is lost, as with any log that is not finished.
    fn drop(&mut self) {
        self.to = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(mut writer: Writer, from: &Receiver<Job>) -> Result<Writer, LogError> {
    for job in from {
        match job {
            Job::Day(day, parts) => {
                let parts: Vec<(Part, &[Event])> =
                    parts.iter().map(|(part, events)| (*part, events.as_slice())).collect();
                writer.day(day, &parts)?;
            }
            Job::Do(work) => work(&mut writer),
        }
    }
    Ok(writer)
}

//! Which earlier event brought each event about: the last one of the same case.
//!
//! Found while writing, from the events alone and in their order, so that every writer of a log
//! finds the same. It is a help for readers of the files; nothing is decided by it, and it is not
//! in the content hash.

use super::codec::{self, WIDTH, at};
use super::kind::Kind;
use crate::ids::Case;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

/// Days for which a case that seems over is remembered: a person released may be looked for later.
const LINGER: u32 = 365;

/// Days from one clearing of what is over to the next.
const CLEAR_EVERY: u32 = 64;

/// The last event of every case that may go on.
///
/// A national run opens millions of cases a year, and most end on the day they begin; what is
/// remembered must grow with the cases that are open, not with those there ever were.
#[derive(Clone, Debug, Default)]
pub(super) struct Causes {
    // Only ever looked up by key, thinned, and poured from one into the other: their order reaches
    // nothing.
    last: HashMap<Key, Last, BuildHasherDefault<Mix>>,
    /// Those opened today, most of which are over when it ends: a small table stays in the cache,
    /// and is emptied at once.
    fresh: HashMap<Key, Last, BuildHasherDefault<Mix>>,
    today: u32,
    /// Whether a case is among the last whose number has a day to come.
    has_ahead: bool,
}

/// District and case.
type Key = (u16, u64);

#[derive(Clone, Copy, Debug)]
struct Last {
    seq: u64,
    day: u32,
    kind: Kind,
}

/// What an event of this kind says about the case going on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outlook {
    /// If nothing else comes this day, nothing will.
    OverToday,
    /// Over, but for what comes up within a year.
    Over,
    /// Somebody is waited for, or waits.
    Open,
}

impl Causes {
    /// The event that brought this one about, if any, and remembers this one.
    pub(super) fn of(&mut self, seq: u64, event: &[u8; WIDTH]) -> Option<u64> {
        let day = codec::read_u32(event, at::DAY);
        if day != self.today {
            self.turn_to(day);
        }
        let case = codec::read_u64(event, at::CASE);
        if Case(case) == Case::NONE {
            return None;
        }
        let key = (codec::read_u16(event, at::DISTRICT), case);
        let kind = Kind::numbered(event[at::KIND])?;
        let now = Last { seq, day, kind };
        let vacant = match self.fresh.entry(key) {
            Entry::Occupied(mut before) => return Some(before.insert(now).seq),
            Entry::Vacant(vacant) => vacant,
        };
        // The number of a case begins with its day, so one of today is not among those of earlier
        // days: a look into a table too large for the caches is saved for most.
        let is_new = case >> 48 == u64::from(day) && !self.has_ahead;
        let before = if is_new { None } else { self.last.get_mut(&key) };
        if let Some(before) = before {
            return Some(std::mem::replace(before, now).seq);
        }
        vacant.insert(now);
        None
    }

    /// Forgets, when an event of another day comes, the cases to which nothing more can happen.
    /// Only events move this clock: a day without any leaves no trace in a log that is read back.
    fn turn_to(&mut self, day: u32) {
        for (key, last) in self.fresh.drain() {
            if outlook(last.kind) != Outlook::OverToday {
                self.has_ahead |= key.1 >> 48 > u64::from(self.today);
                self.last.insert(key, last);
            }
        }
        let since = day - day % CLEAR_EVERY;
        if self.today < since {
            self.last.retain(|_, last| {
                outlook(last.kind) == Outlook::Open || since.saturating_sub(last.day) < LINGER
            });
        }
        self.today = day;
    }

    /// How many cases are remembered.
    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.last.len() + self.fresh.len()
    }
}

fn outlook(kind: Kind) -> Outlook {
    use Kind::*;
    match kind {
        CrimeCommitted | CrimeReported | CrimeNotReported | CrimeCleared | PoliceStop
        | CitedAndReleased => Outlook::OverToday,
        Released | Removed | ReliefGranted | CitizenshipConfirmed | HouseholdLostMember
        | FearRaised | RaidReported | PolicyChanged | OperationFailed | TargetDropped
        | WorkStopped | TrustRaised | TrustBroken | AgreementSigned | AgreementEnded
        | SurgeStarted | SurgeEnded | GrantWithheld | NewcomersArrived => Outlook::Over,
        Arrested
        | StatusInquired
        | NotifiedOnSuspicion
        | Booked
        | FingerprintsShared
        | DatabaseMatched
        | InterviewedInJail
        | DetainerIssued
        | Convicted
        | NotificationRequested
        | DetainerLifted
        | ReleaseDue
        | DetainerDeclined
        | HoldStarted
        | ReleaseNotified
        | JudicialWarrantSought
        | JudicialWarrantGranted
        | JudicialWarrantRefused
        | HoldExpired
        | Sentenced
        | TransferredToIce
        | TargetListed
        | OperationStarted
        | AtLargeArrest
        | CollateralArrest
        | DetainedByIce
        | ReleasedOnBond
        | ReleasedForCapacity
        | CounselAppointed
        | CaseHeard
        | RemovalOrdered
        | OrderReinstated
        | Stipulated
        | VoluntaryDeparture
        | Diverted
        | ScreenedBy287g
        | DetainerReviewed
        | ArrestedAtRelease
        | OperationAlerted
        | CaseDocketed
        | HearingPutOff
        | Returned => Outlook::Open,
    }
}

/// Hashes keys that nobody chooses to do harm; several times faster than the standard one.
#[derive(Clone, Copy, Debug, Default)]
struct Mix(u64);

impl Mix {
    /// An odd number without a pattern: the golden ratio in 64 bits.
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

    fn add(&mut self, value: u64) {
        let mixed = (self.0.rotate_left(23) ^ value).wrapping_mul(Mix::FACTOR);
        self.0 = mixed ^ mixed >> 32;
    }
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.add(u64::from(*byte)));
    }

    fn write_u16(&mut self, value: u16) {
        self.add(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    fn finish(&self) -> u64 {
        // The map looks at the highest bits as well as the lowest.
        self.0.wrapping_mul(Mix::FACTOR)
    }
}

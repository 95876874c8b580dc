//! Connections: so many and no more, each for so long and no longer.
//!
//! A connection waits for a request, is being answered, or watches a simulation. When all places
//! are taken, whoever has waited longest gives theirs up: an honest client has asked within
//! moments, a slow one never does.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::AbortHandle;

/// Connections at one time.
pub(super) const MOST: usize = 128;

/// Of these so many may watch a simulation, so that others are always served.
const MOST_WATCHING: usize = 96;

/// A request must be whole after this long.
pub(super) const ASKING: Duration = Duration::from_secs(5);

/// An answer must be taken after this long.
const ANSWERING: Duration = Duration::from_secs(10);

/// Nothing is watched longer.
const WATCHING: Duration = Duration::from_secs(300);

/// An answer that takes longer than this gives way when all places are taken.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a connection is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum About {
    /// It waits for what the client sends.
    Asking,
    /// It is being answered.
    Answering,
    /// It watches a simulation.
    Watching,
}

impl About {
    /// How long it may be about this.
    fn limit(self) -> Duration {
        match self {
            // A little more than the reader of requests takes, which can tell the client why.
            About::Asking => ASKING + PATIENCE,
            About::Answering => ANSWERING,
            About::Watching => WATCHING,
        }
    }
}

struct Place {
    about: About,
    since: Instant,
    /// Ends the connection; nothing until it has begun.
    end: Option<AbortHandle>,
}

/// All connections.
#[derive(Clone, Default)]
pub(super) struct Crowd(Arc<Mutex<Places>>);

#[derive(Default)]
struct Places {
    next: u64,
    taken: BTreeMap<u64, Place>,
}

/// One connection's place, which is free again when this goes.
pub(super) struct Seat {
    crowd: Crowd,
    number: u64,
    /// From where it comes.
    pub from: IpAddr,
}

impl Crowd {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new connection; nothing if nobody gives way.
    pub(super) fn seat(&self, from: IpAddr) -> Option<Seat> {
        let mut places = self.places();
        if places.taken.len() >= MOST {
            let number = places.who_gives_way(Instant::now())?;
            places.end(number);
        }
        let number = places.next;
        places.next += 1;
        let place = Place { about: About::Asking, since: Instant::now(), end: None };
        places.taken.insert(number, place);
        Some(Seat { crowd: self.clone(), number, from })
    }

    /// Ends what takes too long.
    pub(super) fn tidy(&self) {
        let now = Instant::now();
        let mut places = self.places();
        let is_late = |place: &Place| now.duration_since(place.since) > place.about.limit();
        let late = places.taken.iter().filter(|(_, place)| is_late(place));
        for number in late.map(|(&number, _)| number).collect::<Vec<_>>() {
            places.end(number);
        }
    }

    /// Tells how a connection can be ended.
    pub(super) fn can_be_ended(&self, number: u64, end: AbortHandle) {
        match self.places().taken.get_mut(&number) {
            Some(place) => place.end = Some(end),
            // It gave way before it began.
            None => end.abort(),
        }
    }
}

impl Places {
    fn who_gives_way(&self, now: Instant) -> Option<u64> {
        let oldest = |about: About, patience: Duration| {
            let of_it = self.taken.iter().filter(|(_, place)| place.about == about);
            let oldest = of_it.min_by_key(|(_, place)| place.since);
            oldest.filter(|(_, place)| now.duration_since(place.since) >= patience)
        };
        let way = oldest(About::Asking, Duration::ZERO);
        way.or_else(|| oldest(About::Answering, PATIENCE)).map(|(&number, _)| number)
    }

    fn end(&mut self, number: u64) {
        if let Some(end) = self.taken.remove(&number).and_then(|place| place.end) {
            end.abort();
        }
    }
}

impl Seat {
    /// Its number.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Says what the connection is about from now on; whether it may be.
    pub(super) fn is_now(&self, about: About) -> bool {
        let mut places = self.crowd.places();
        let watching = places.taken.values().filter(|place| place.about == About::Watching);
        if about == About::Watching && watching.count() >= MOST_WATCHING {
            return false;
        }
        if let Some(place) = places.taken.get_mut(&self.number) {
            (place.about, place.since) = (about, Instant::now());
        }
        true
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.crowd.places().taken.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn the_one_that_has_waited_longest_gives_way() {
        let crowd = Crowd::default();
        let seats: Vec<Seat> = (0..MOST).filter_map(|_| crowd.seat(HERE)).collect();
        assert!(seats[0].is_now(About::Answering) && seats[1].is_now(About::Watching));
        let one_more = crowd.seat(HERE).expect("somebody gives way");
        let places = crowd.places();
        assert_eq!(places.taken.len(), MOST);
        assert!(places.taken.contains_key(&0) && places.taken.contains_key(&1));
        assert!(!places.taken.contains_key(&2) && places.taken.contains_key(&one_more.number));
    }

    #[test]
    fn nobody_who_watches_gives_way_and_some_places_are_left_for_others() {
        let crowd = Crowd::default();
        let seats: Vec<Seat> = (0..MOST).filter_map(|_| crowd.seat(HERE)).collect();
        let watching = seats.iter().filter(|seat| seat.is_now(About::Watching)).count();
        assert_eq!(watching, MOST_WATCHING);
        // The others are answered just now, and have a moment to be.
        for seat in seats.iter().skip(MOST_WATCHING) {
            assert!(seat.is_now(About::Answering));
        }
        assert!(crowd.seat(HERE).is_none());
    }
}

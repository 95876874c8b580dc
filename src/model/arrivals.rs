//! Arrivals: what comes from outside the model, the same in every arm.
//!
//! For a district, day and stream, so many candidates; each is a resident, with a chance to be
//! thinned away. A candidate that is kept opens a case.

use super::Today;
use super::people::People;
use super::population::{Profile, nth_often, often_offending};
use super::setting::{Rates, Stream};
use crate::draw::{Poisson, Purpose, Unit};
use crate::ids::{Case, PersonId};
use crate::scenario::place::District;

/// A candidate: a resident to whom something may happen today.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// What the resident is.
    pub profile: Profile,
    /// The case it opens.
    pub case: Case,
    /// Decides what happens.
    pub what: Unit,
    /// The hour of the day.
    pub hour: u8,
}

/// Where candidates come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrivals {
    /// One process per district and stream, thinned.
    Thinned,
    /// Every resident is visited every day: what the thinned processes are compared with.
    #[cfg(test)]
    OneByOne,
    /// Nothing comes from outside.
    #[cfg(test)]
    Nothing,
}

/// The kept candidates of a stream on a day in a district, in their order.
pub fn arrivals(
    today: &Today,
    people: &People,
    district: &District,
    stream: Stream,
) -> Vec<Candidate> {
    #[cfg(test)]
    match today.arrivals {
        Arrivals::OneByOne => return one_by_one(today, district, stream),
        Arrivals::Nothing => return Vec::new(),
        Arrivals::Thinned => {}
    }
    let newcomers = people.newcomers(district.id);
    let residents = Pool { district, stream, first: 0, number: district.residents };
    let mut kept = residents.candidates(today);
    if newcomers > 0 {
        let first = district.residents;
        kept.extend(Pool { district, stream, first, number: newcomers }.candidates(today));
    }
    kept
}

/// Among newcomers a stream has a number of its own, so that residents meet the same luck with and
/// without them.
const AMONG_NEWCOMERS: u8 = 0x80;

/// Whom candidates of a stream are drawn from: residents, or people moved to the district.
struct Pool<'a> {
    district: &'a District,
    stream: Stream,
    first: u32,
    number: u32,
}

impl Pool<'_> {
    fn candidates(&self, today: &Today) -> Vec<Candidate> {
        let mut kept = Vec::new();
        let mut nth = 0;
        for candidates in self.counts(today) {
            for _ in 0..candidates {
                let (day, stream) = (today.day.0, self.stream());
                let lanes =
                    today.draws.in_district(self.district.id, Purpose::Candidate, day, stream, nth);
                kept.extend(self.candidate(today, nth, lanes));
                nth += 1;
            }
        }
        kept
    }

    fn stream(&self) -> u8 {
        let flag = if self.first > 0 { AMONG_NEWCOMERS } else { 0 };
        self.stream as u8 | flag
    }

    /// The numbers of candidates; several where one mean would be too large for the quantile.
    fn counts(&self, today: &Today) -> impl Iterator<Item = u32> {
        let mean = today.setting.candidates(self.stream, self.district, self.number);
        let parts = (mean / Poisson::MOST).ceil().max(1.0);
        let poisson = Poisson::new(mean / parts);
        let (draws, id, day, stream) = (today.draws, self.district.id, today.day.0, self.stream());
        (0..parts as u32).map(move |part| {
            let [count, ..] = draws.in_district(id, Purpose::Count, day, stream, part);
            poisson.quantile(count)
        })
    }

    fn candidate(
        &self,
        today: &Today,
        nth: u32,
        [who, whether, what, hour]: [Unit; 4],
    ) -> Option<Candidate> {
        let index = match self.stream {
            Stream::CrimeOften | Stream::StopOften | Stream::Imprisoned => {
                let before = often_offending(self.first);
                let number = often_offending(self.first + self.number) - before;
                if number == 0 {
                    return None;
                }
                nth_often(before + who.index(number))
            }
            _ => self.first + who.index(self.number),
        };
        let person = PersonId { home: self.district.id, index };
        let profile = today.profile(person);
        let share = share(&today.setting.rates, &profile, self.stream);
        assert!(share <= 1.0, "{person:?} has {share} times the highest rate of {:?}", self.stream);
        whether.below(share).then(|| Candidate {
            person,
            profile,
            case: Case::opened(today.day.0, self.stream(), nth),
            what,
            hour: hour.index(24) as u8,
        })
    }
}

/// The share of the stream's candidates that a resident is kept for.
fn share(rates: &Rates, profile: &Profile, stream: Stream) -> f64 {
    match stream {
        Stream::CrimeOften | Stream::StopOften | Stream::Imprisoned => rates.share(profile),
        // Those who offend often have streams of their own.
        Stream::CrimeOther | Stream::StopOther if profile.often => 0.0,
        Stream::CrimeOther | Stream::StopOther => rates.share(profile),
        Stream::Lead | Stream::Fugitive => f64::from(u8::from(profile.status.is_unauthorised())),
        Stream::TaskForce => 1.0,
    }
}

/// Every resident is asked for their own number of arrivals. Slow, plain, and only for the test
/// that compares it with [`arrivals`].
#[cfg(test)]
fn one_by_one(today: &Today, district: &District, stream: Stream) -> Vec<Candidate> {
    let number = match stream {
        Stream::CrimeOften | Stream::StopOften | Stream::Imprisoned => {
            often_offending(district.residents)
        }
        _ => district.residents,
    };
    let rate = today.setting.candidates(stream, district, district.residents) / f64::from(number);
    let mut all = Vec::new();
    for index in 0..district.residents {
        let person = PersonId { home: district.id, index };
        let profile = today.profile(person);
        let in_stratum = matches!(stream, Stream::CrimeOther | Stream::StopOther)
            || number == district.residents
            || profile.often;
        let mean =
            if in_stratum { rate * share(&today.setting.rates, &profile, stream) } else { 0.0 };
        let own = Case::opened(today.day.0, stream as u8, 0);
        let [count, ..] = today.draws.in_case(person, Purpose::Own, own);
        for again in 0..Poisson::new(mean).quantile(count) {
            let case = Case::opened(today.day.0, stream as u8, again * district.residents + index);
            let [what, hour, ..] = today.draws.in_case(person, Purpose::Candidate, case);
            all.push(Candidate { person, profile, case, what, hour: hour.index(24) as u8 });
        }
    }
    all
}

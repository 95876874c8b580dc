//! Chance by key: a draw is a function of (seed, subject, purpose, occasion), never of what was
//! drawn before.
//!
//! One key gives four independent numbers, its *lanes*; a lane answers one question. The occasion
//! is the [`Case`] or the day, which no policy can shift, so that two arms meet the same luck
//! wherever the policy has no effect. Logarithms and powers live here alone, from `libm`, because
//! platforms disagree about their last bit.

pub mod told;

use crate::ids::{Case, DistrictId, PersonId};
use std::panic::Location;
use told::Answer;

/// What a draw is for. The numbers are part of the log's meaning: append, never renumber.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u16)]
pub enum Purpose {
    /// Of a household: has it a member without status, which group is it, its kind.
    Household = 1,
    /// Of a person: status, age and sex, past convictions, federal biometrics.
    Traits = 2,
    /// Of a person: what the past convictions were and when.
    Past = 3,
    /// Of a district and day: how many candidates each stream has.
    Count = 4,
    /// Of a candidate: who, whether, what, when.
    Candidate = 5,
    /// Of a crime: where the victim lives and who it is.
    Victim = 6,
    /// Of a crime: reported, cleared, arrest, whether a deterred one happens.
    Response = 7,
    /// Of an arrest: charge, cited or booked, status asked.
    Arrest = 8,
    /// Of a booking: stay, sentence, conviction.
    Stay = 9,
    /// Of a booking: matched, falsely matched, interviewed, when ICE's desk gets to it.
    Match = 10,
    /// Of a booking: whether ICE's desk takes the case up, whether the request is lifted.
    Detainer = 11,
    /// Of a release that is due: the jail's compliance, judicial warrant sought and granted.
    Answer = 12,
    /// Of a hold or notice: whether agents come, when, and at the door.
    Collection = 13,
    /// Of a person and day: an operation's success, place, bystander.
    Operation = 14,
    /// Of an operation and a bystander tried.
    Bystander = 15,
    /// Of an arrest by ICE: path, length, counsel, bond.
    Custody = 16,
    /// Of a hearing: relief, appearance.
    Hearing = 17,
    /// Of a release: whether and when the next offence comes.
    Relapse = 18,
    /// Of a removal: whether and when the person returns.
    Return = 19,
    /// Of a person in prison at the start: until when.
    PrisonAtStart = 20,
    /// Of a person: accepted as a lead for an operation.
    Lead = 21,
    /// Tests only: each resident's own arrivals, one by one.
    Own = 22,
    /// Of a person: how many lesser convictions, of which kind the gravest is.
    PastDetail = 23,
    /// Of a release: public, a magistrate's finding, consent; of a conviction: its kind.
    File = 27,
    /// Of a target and day: the hour of the operation.
    Slot = 28,
    /// Of a lawful resident: whether a felony makes them removable.
    Removable = 29,
    /// Of a conviction in this run: of a listed class, significant.
    Conviction = 30,
    /// Not of the model: samples by which a test tries an interval.
    Bootstrap = 31,
    /// Of a stop: identity checked otherwise, a civil warrant, a 287(g) question, a suspicion.
    Stop = 32,
    /// Of a booking: released on own recognizance, diverted, an alcohol case.
    Booking = 33,
    /// Of a booking: found by 287(g) deputies, by the place of birth, an error caught in review.
    Screening = 34,
    /// Of a target and day: where agents go, whether it is alerted, whether that warns.
    Access = 35,
    /// Of a joint task force's operation: whether a bystander is taken.
    TaskForce = 36,
    /// Of a person: at work, and in which sector.
    Work = 37,
    /// Of a custody: a lawyer paid by a fund, a bond that can be paid, paid by a fund.
    Defence = 38,
    /// Of an answer against the policy: whether it becomes known.
    Breach = 39,
    /// Of a jurisdiction and year: whether a grant is withheld.
    Grant = 40,
    /// Of a neighbourhood: whether a rapid response network covers it.
    Network = 41,
    /// Of a person naturalised long ago: through a parent.
    Derived = 42,
    /// Not of the model: the points of a sweep.
    Design = 44,
    /// Of a crime: whether a newcomer is the victim, and who.
    Newcomer = 43,
    /// Of a cleared crime: whether it leads to an arrest.
    Clearance = 26,
    /// Of an offence after release: what it is.
    RelapseWhat = 25,
    /// Of a prison term: its length, whether ICE knows of the person at its end.
    PrisonTerm = 24,
}

impl Purpose {
    /// All of them, in the order of their numbers.
    pub const ALL: &'static [Purpose] = &[
        Purpose::Household,
        Purpose::Traits,
        Purpose::Past,
        Purpose::Count,
        Purpose::Candidate,
        Purpose::Victim,
        Purpose::Response,
        Purpose::Arrest,
        Purpose::Stay,
        Purpose::Match,
        Purpose::Detainer,
        Purpose::Answer,
        Purpose::Collection,
        Purpose::Operation,
        Purpose::Bystander,
        Purpose::Custody,
        Purpose::Hearing,
        Purpose::Relapse,
        Purpose::Return,
        Purpose::PrisonAtStart,
        Purpose::Lead,
        Purpose::Own,
        Purpose::PastDetail,
        Purpose::PrisonTerm,
        Purpose::RelapseWhat,
        Purpose::Clearance,
        Purpose::File,
        Purpose::Slot,
        Purpose::Removable,
        Purpose::Conviction,
        Purpose::Bootstrap,
        Purpose::Stop,
        Purpose::Booking,
        Purpose::Screening,
        Purpose::Access,
        Purpose::TaskForce,
        Purpose::Work,
        Purpose::Defence,
        Purpose::Breach,
        Purpose::Grant,
        Purpose::Network,
        Purpose::Derived,
        Purpose::Newcomer,
        Purpose::Design,
    ];

    /// The one with this number.
    #[must_use]
    pub fn numbered(number: u16) -> Option<Purpose> {
        Purpose::ALL.iter().copied().find(|purpose| *purpose as u16 == number)
    }
}

/// A number strictly between 0 and 1, one of 2^32.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Unit(u32);

/// Chance outside the model: where the points of a sweep lie, which of them a resample takes. The
/// purpose keeps its keys apart from all that a run with the same seed draws.
#[must_use]
pub fn outside(seed: u64, purpose: Purpose, stream: u16, at: [u32; 3]) -> Lanes {
    lanes(seed, [at[0], u32::from(stream) << 16 | purpose as u32, at[1], at[2]])
}

/// The four numbers of one key.
pub type Lanes = [Unit; 4];

/// Where chance comes from.
#[derive(Clone, Copy, Debug)]
pub enum Draws {
    /// The published generator, keyed by this seed.
    Seeded(u64),
    /// Every draw comes out at this point of its distribution, so that tests can do the sum.
    #[cfg(test)]
    Pinned(Unit),
    /// Seeded, and every key is written down.
    #[cfg(test)]
    Watched(u64),
}

impl Draws {
    /// What has always been so of a person or household: a trait.
    #[must_use]
    #[cfg_attr(test, track_caller)]
    pub fn of(&self, who: PersonId, purpose: Purpose) -> Lanes {
        self.at([who.index, place(who.home, purpose), 0, 0])
    }

    /// What chance brings a person in a case.
    #[must_use]
    #[cfg_attr(test, track_caller)]
    pub fn in_case(&self, who: PersonId, purpose: Purpose, case: Case) -> Lanes {
        self.at([who.index, place(who.home, purpose), (case.0 >> 32) as u32, case.0 as u32])
    }

    /// What chance brings a district: the `nth` of a stream on a day.
    #[must_use]
    #[cfg_attr(test, track_caller)]
    pub fn in_district(
        &self,
        at: DistrictId,
        purpose: Purpose,
        day: u32,
        stream: u8,
        nth: u32,
    ) -> Lanes {
        self.at([nth, place(at, purpose), day | 1 << 31, u32::from(stream)])
    }

    #[inline]
    #[cfg_attr(test, track_caller)]
    fn at(&self, counter: [u32; 4]) -> Lanes {
        match *self {
            Draws::Seeded(seed) => {
                let lanes = lanes(seed, counter);
                told::drawn(counter, lanes);
                lanes
            }
            #[cfg(test)]
            Draws::Pinned(unit) => [unit; 4],
            #[cfg(test)]
            Draws::Watched(seed) => {
                watch::note(counter, std::panic::Location::caller());
                lanes(seed, counter)
            }
        }
    }
}

fn place(home: DistrictId, purpose: Purpose) -> u32 {
    u32::from(home.0) << 16 | purpose as u32
}

fn lanes(seed: u64, counter: [u32; 4]) -> Lanes {
    philox(counter, [seed as u32, (seed >> 32) as u32]).map(Unit)
}

impl Unit {
    /// The point `value` of the way through a distribution.
    #[cfg(test)]
    pub fn at(value: f64) -> Unit {
        Unit((value * 4_294_967_296.0) as u32)
    }

    /// The 32 bits behind it.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// As a number strictly between 0 and 1.
    #[must_use]
    pub fn value(self) -> f64 {
        (f64::from(self.0) + 0.5) / 4_294_967_296.0
    }

    /// Whether something with this probability happens. A higher probability happens to all to whom
    /// a lower one does.
    #[must_use]
    #[inline]
    #[track_caller]
    pub fn below(self, probability: f64) -> bool {
        let happens = self.value() < probability;
        told::asked(self, Answer::Happened(probability, happens), Location::caller());
        happens
    }

    /// One of `n`, each as likely; 0 if there is none.
    #[must_use]
    pub fn index(self, n: u32) -> u32 {
        ((u64::from(self.0) * u64::from(n)) >> 32) as u32
    }

    /// The exponential quantile, for a mean.
    #[must_use]
    #[track_caller]
    pub fn exponential(self, mean: f64) -> f64 {
        let value = -mean * libm::log1p(-self.value());
        told::asked(self, Answer::Lasts { mean, value }, Location::caller());
        value
    }

    /// The first of the weighted choices whose running share passes this point.
    #[must_use]
    #[track_caller]
    pub fn choose(self, weights: &[f64]) -> usize {
        let all = weights.iter().sum::<f64>();
        let mut left = self.value() * all;
        let passes = |weight: &f64| {
            left -= weight;
            left < 0.0
        };
        let chosen = weights.iter().position(passes).unwrap_or(weights.len().saturating_sub(1));
        let share = weights.get(chosen).map_or(0.0, |weight| weight / all);
        told::asked(self, Answer::Chosen(chosen, share), Location::caller());
        chosen
    }

    /// What is left of this point once it is known to be below a probability: again uniform.
    #[must_use]
    pub fn given_below(self, probability: f64) -> Unit {
        Unit((f64::from(self.0) / probability.clamp(1e-9, 1.0)).min(4_294_967_295.0) as u32)
    }
}

/// The Poisson quantile function for one mean, ready to be asked many times.
#[derive(Clone, Debug)]
pub struct Poisson {
    mean: f64,
    nothing: f64,
}

impl Poisson {
    /// The largest mean for which `exp(-mean)` is far from the smallest number.
    pub const MOST: f64 = 500.0;

    /// For a mean between 0 and [`Poisson::MOST`].
    #[must_use]
    pub fn new(mean: f64) -> Poisson {
        assert!((0.0..=Poisson::MOST).contains(&mean), "{mean} candidates in one part of a day");
        Poisson { mean, nothing: libm::exp(-mean) }
    }

    /// The count at this point of the distribution.
    #[must_use]
    pub fn quantile(&self, unit: Unit) -> u32 {
        let (mut count, mut chance) = (0, self.nothing);
        let mut below = chance;
        while unit.value() > below && chance > 0.0 && count < 100_000 {
            count += 1;
            chance *= self.mean / f64::from(count);
            below += chance;
        }
        count
    }
}

/// The share of something that is left after a time, given its half-life in the same unit.
#[must_use]
pub fn left_after(time: f64, half_life: f64) -> f64 {
    libm::exp2(-time / half_life)
}

/// The logarithm of the odds of a probability strictly between 0 and 1.
#[must_use]
pub fn log_odds(probability: f64) -> f64 {
    libm::log(probability / (1.0 - probability))
}

/// The probability with these log odds.
#[must_use]
pub fn from_log_odds(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// Philox4x32 with ten rounds (Salmon et al. 2011).
#[inline]
fn philox(mut c: [u32; 4], mut k: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let x = 0xD251_1F53 * u64::from(c[0]);
        let y = 0xCD9E_8D57 * u64::from(c[2]);
        c = [(y >> 32) as u32 ^ c[1] ^ k[0], y as u32, (x >> 32) as u32 ^ c[3] ^ k[1], x as u32];
        k = [k[0].wrapping_add(0x9E37_79B9), k[1].wrapping_add(0xBB67_AE85)];
    }
    c
}

/// Which keys were drawn, and by which question, for the law that none serves two.
#[cfg(test)]
pub mod watch {
    use std::collections::HashMap;
    use std::panic::Location;
    use std::sync::{LazyLock, Mutex};

    type Seen = HashMap<[u32; 4], (&'static Location<'static>, u32)>;
    static SEEN: LazyLock<Mutex<Seen>> = LazyLock::new(Default::default);

    pub(super) fn note(counter: [u32; 4], by: &'static Location<'static>) {
        let mut seen = SEEN.lock().expect("one test at a time watches");
        let entry = seen.entry(counter).or_insert((by, 0));
        assert!(entry.0 == by, "{counter:?} is drawn at {} and at {by}", entry.0);
        entry.1 += 1;
        // The same question about a person may be asked again; a candidate comes only once.
        let is_arrival = counter[2] >> 31 == 1;
        assert!(!is_arrival || entry.1 == 1, "{counter:?} is drawn twice at {by}");
    }

    /// How many different keys were drawn.
    pub fn keys() -> usize {
        SEEN.lock().expect("one test at a time watches").len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_matches_the_published_vectors() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
        assert_eq!(philox([!0; 4], [!0; 2]), [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
        assert_eq!(
            philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        );
    }

    #[test]
    fn the_poisson_quantile_has_the_mean_and_the_variance_of_a_poisson() {
        for mean in [0.01, 0.7, 12.0, 300.0] {
            let poisson = Poisson::new(mean);
            let counts = (0..200_000).map(|i| {
                f64::from(
                    poisson.quantile(Unit(((i as f64 + 0.5) / 200_000.0 * 4294967296.0) as u32)),
                )
            });
            let (n, sum, squares) =
                counts.fold((0.0, 0.0, 0.0), |(n, s, q), x| (n + 1.0, s + x, q + x * x));
            let (average, variance) = (sum / n, squares / n - (sum / n) * (sum / n));
            assert!((average / mean - 1.0).abs() < 0.002, "{mean}: {average}");
            assert!((variance / mean - 1.0).abs() < 0.01, "{mean}: {variance}");
        }
    }

    #[test]
    fn a_unit_is_never_zero_or_one() {
        assert!(Unit(0).value() > 0.0 && Unit(u32::MAX).value() < 1.0);
        assert_eq!(Unit(u32::MAX).index(7), 6);
        assert_eq!(Unit(u32::MAX).choose(&[0.2, 0.8]), 1);
    }

    #[test]
    fn what_is_left_of_a_draw_is_uniform_again() {
        assert!((Unit::at(0.3).given_below(0.6).value() - 0.5).abs() < 1e-6);
    }
}

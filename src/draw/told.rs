//! What chance was asked and what it answered, for whoever wants to know why. Nothing is noted
//! unless somebody listens, and nothing that is noted changes an answer.

use super::{Lanes, Purpose, Unit};
use crate::ids::{Case, DistrictId};
use std::cell::RefCell;
use std::panic::Location;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether anybody listens: one look, so that those who run a nation do not pay for it.
static LISTENING: AtomicBool = AtomicBool::new(false);

thread_local! {
    static NOTES: RefCell<Option<Notes>> = const { RefCell::new(None) };
}

#[derive(Default)]
struct Notes {
    drawn: Vec<([u32; 4], Lanes)>,
    asked: Vec<Asked>,
}

/// A question that chance answered.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Asked {
    /// The district, or that of the person.
    pub home: DistrictId,
    /// The index of the person; of what the district was asked, the number of the candidate.
    pub index: u32,
    /// What for.
    pub purpose: Purpose,
    /// The case; none of traits.
    pub case: Case,
    /// The point that was drawn, between 0 and 1.
    pub point: f64,
    /// What came of it.
    pub answer: Answer,
    /// The rule that asked, in the program's text.
    pub asked_at: &'static Location<'static>,
}

/// What came of a draw.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Answer {
    /// Something with this probability happened, or not.
    Happened(f64, bool),
    /// One of several, by its place in the list, with its probability.
    Chosen(usize, f64),
    /// A time with this mean, in the asker's unit.
    Lasts {
        /// Its mean.
        mean: f64,
        /// How long.
        value: f64,
    },
}

/// Listens on this thread while something is done, and gives what was asked meanwhile.
pub fn listen<T>(work: impl FnOnce() -> T) -> (T, Vec<Asked>) {
    NOTES.with_borrow_mut(|notes| *notes = Some(Notes::default()));
    LISTENING.store(true, Ordering::Relaxed);
    let done = work();
    let notes = NOTES.with_borrow_mut(Option::take).unwrap_or_default();
    (done, notes.asked)
}

/// What was asked since the last time, while listening.
pub fn so_far() -> Vec<Asked> {
    NOTES.with_borrow_mut(|notes| {
        notes.as_mut().map(|notes| std::mem::take(&mut notes.asked)).unwrap_or_default()
    })
}

#[inline]
pub(super) fn drawn(counter: [u32; 4], lanes: Lanes) {
    if LISTENING.load(Ordering::Relaxed) {
        NOTES.with_borrow_mut(|notes| {
            if let Some(notes) = notes {
                notes.drawn.push((counter, lanes));
            }
        });
    }
}

#[inline]
pub(super) fn asked(unit: Unit, answer: Answer, by: &'static Location<'static>) {
    if LISTENING.load(Ordering::Relaxed) {
        note(unit, answer, by);
    }
}

#[cold]
fn note(unit: Unit, answer: Answer, asked_at: &'static Location<'static>) {
    NOTES.with_borrow_mut(|notes| {
        let Some(notes) = notes else { return };
        // A point is one of 2^32, so the last key that gave it is the one that was asked.
        let of = notes.drawn.iter().rev().find(|(_, lanes)| lanes.contains(&unit));
        let Some(([index, place, high, low], _)) = of else { return };
        let Some(purpose) = Purpose::numbered(*place as u16) else { return };
        notes.asked.push(Asked {
            home: DistrictId((place >> 16) as u16),
            index: *index,
            purpose,
            case: Case(u64::from(*high) << 32 | u64::from(*low)),
            point: unit.value(),
            answer,
            asked_at,
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Draws;
    use crate::ids::PersonId;

    #[test]
    fn a_question_is_told_with_its_key_its_probability_and_its_point() {
        let who = PersonId { home: DistrictId(3), index: 70 };
        let ask = || Draws::Seeded(9).in_case(who, Purpose::Match, Case(5 << 40 | 8))[2].below(0.6);
        let silent = ask();
        let (answer, asked) = listen(ask);
        assert_eq!(answer, silent, "listening changes nothing");
        let [only] = &asked[..] else { panic!("{asked:?}") };
        assert_eq!((only.home, only.index, only.purpose), (who.home, 70, Purpose::Match));
        assert_eq!(only.case, Case(5 << 40 | 8));
        assert_eq!(only.answer, Answer::Happened(0.6, only.point < 0.6));
        assert!(only.asked_at.file().ends_with("told.rs"));
        ask();
        assert_eq!(so_far(), [], "nobody listens any more");
    }
}

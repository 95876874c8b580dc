//! The immigration court's calendar: judges hear so many cases a day, detained and at liberty.
//!
//! A queue served in the order of entry: every case takes up its share of a day, and is heard once
//! it is ready and its turn has come.

use super::setting::Setting;
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hour};

/// When the court has done with all cases entered so far, in hours of its days.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Docket {
    /// Its part of all hearings.
    share: f64,
    detained: f64,
    at_liberty: f64,
}

impl Docket {
    /// Without a case.
    #[must_use]
    pub fn new(share: f64) -> Docket {
        Docket { share, detained: 0.0, at_liberty: 0.0 }
    }

    /// Enters a case.
    pub fn enter(&mut self, setting: &Setting, today: Day, detained: bool) {
        let (done, a_day) = if detained {
            (&mut self.detained, setting.get(Scalar::HearingsDetained))
        } else {
            (&mut self.at_liberty, setting.get(Scalar::HearingsNonDetained))
        };
        *done = done.max(f64::from(today.at(0).0)) + 24.0 / (a_day * self.share).max(1e-6);
    }

    /// When a case entered next can be heard, if it is ready at an hour.
    #[must_use]
    pub fn turn(&self, setting: &Setting, detained: bool, ready: Hour) -> Hour {
        if !setting.mechanisms.judges_are_finite || !ready.comes() {
            return ready;
        }
        let done = if detained { self.detained } else { self.at_liberty };
        // Later than any run lasts is as good as never.
        ready.max(Hour(done.min(4.0e9) as u32))
    }
}

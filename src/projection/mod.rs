//! Projections: folds of the log into tables. They never see the state.
//!
//! [`Counted`] is all of them together, for one run: what a report is made from. It draws nothing and
//! knows of the scenario only how long it lasts and what stands in [`Terms`].

pub mod again;
pub mod areas;
pub mod asked;
pub mod census;
pub mod custody;
pub mod declined;
pub mod fear;
pub mod heard;
pub mod life;
pub mod measure;
pub mod rebooked;
pub mod regions;
pub mod sought;
pub mod surges;
pub mod tally;
#[cfg(test)]
mod tests;
pub mod work;

use crate::event::{Event, Part};
use crate::ids::AgencyId;
use crate::time::{Day, Span};
use again::Again;
use areas::Areas;
use asked::Asked;
use custody::Custody;
use declined::Declined;
use fear::Fear;
use heard::Heard;
use life::Life;
use rebooked::Rebooked;
use regions::Regions;
use serde::{Deserialize, Serialize};
use sought::Sought;
use std::sync::Arc;
use surges::Surges;
use tally::Tally;
use work::Work;

/// A fold of the log.
pub trait Projection {
    /// Takes note of an event.
    fn apply(&mut self, day: Day, part: Part, event: &Event);

    /// Takes note that a day is over.
    fn end_of_day(&mut self, _day: Day) {}
}

/// What folds must know of a scenario besides how long it lasts.
#[derive(Clone, PartialEq, Debug)]
pub struct Terms {
    /// Half-life of fear, in days.
    pub fear_half_life: f64,
    /// In how many neighbourhoods it is counted.
    pub places: usize,
    /// Numbers of community life.
    pub life: life::Numbers,
    /// Who answers requests of ICE for those arrested in each district.
    pub jails: Arc<Vec<AgencyId>>,
    /// How many days a line of the list of declined requests is of.
    pub period: u32,
    /// Where districts lie.
    pub areas: Arc<Areas>,
}

/// All that is counted of one run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Counted {
    /// How many of what, by month.
    pub tally: Tally,
    /// Who was where, and for how long.
    pub custody: Custody,
    /// Who came back to jail.
    pub rebooked: Rebooked,
    /// Whom ICE asked for, and the crimes they committed.
    pub sought: Sought,
    /// How much fear there was.
    pub fear: Fear,
    /// Services, civic life, work and trust.
    pub life: Life,
    /// Days that workers taken away did not work.
    pub work: Work,
    /// What ICE asked of each jail, and what was declined.
    pub declined: Declined,
    /// Agents lent, and whom operations took while they were here.
    pub surges: Surges,
    /// Whom ICE asked jails for.
    pub asked: Asked,
    /// What judges decided.
    pub heard: Heard,
    /// Who was arrested again.
    pub again: Again,
    /// How many of what by state and area.
    pub regions: Regions,
    /// All events, the warm-up's included.
    pub events: u64,
}

impl Counted {
    /// Before the first day.
    #[must_use]
    pub fn new(span: &Span, terms: &Terms) -> Counted {
        Counted {
            tally: Tally::new(span),
            custody: Custody::new(span),
            rebooked: Rebooked::new(span),
            sought: Sought::default(),
            fear: Fear::new(span, terms.fear_half_life, terms.places, &terms.areas),
            life: Life::new(span, terms.life, &terms.areas),
            work: Work::new(span),
            declined: Declined::new(span, &terms.jails, terms.period),
            surges: Surges::new(span),
            asked: Asked::new(span),
            heard: Heard::new(span),
            again: Again::new(span),
            regions: Regions::new(span, &terms.areas),
            events: 0,
        }
    }

    /// Forgets what was only needed for counting on: who is where. The counts stay.
    pub fn close(&mut self) {
        self.custody.forget();
        self.rebooked.forget();
        self.sought.forget();
        self.fear.forget();
        self.work.forget();
        self.asked.forget();
        self.heard.forget();
        self.again.forget();
    }

    /// Takes note of a day.
    pub fn day<'a>(&mut self, day: Day, events: impl Iterator<Item = (Part, &'a Event)>) {
        for (part, event) in events {
            self.events += 1;
            self.tally.apply(day, part, event);
            self.sought.apply(day, part, event);
            self.regions.apply(day, part, event);
            // Crimes are most of the log; they move nobody and change no rule.
            if part == Part::Crime {
                continue;
            }
            self.custody.apply(day, part, event);
            self.rebooked.apply(day, part, event);
            self.fear.apply(day, part, event);
            self.life.apply(day, event);
            self.work.apply(day, part, event);
            self.declined.apply(day, part, event);
            self.surges.apply(day, part, event);
            self.asked.apply(day, part, event);
            self.heard.apply(day, part, event);
            self.again.apply(day, part, event);
        }
        self.custody.end_of_day(day);
        self.fear.end_of_day(day);
        self.life.end_of_day(day, self.fear.on(day));
        self.work.end_of_day(day);
        self.surges.end_of_day(day);
    }
}

//! A regime: what one rule-maker says, from a day to a day.

use super::act::Act;
use super::dial::Dial;
use super::parameters::Sourced;
use super::place::Agency;
use super::rule::Rule;
use crate::event::Word;
use jiff::civil::Date;

/// Whose rule it is. A regime at a narrower level may only be stricter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// The federal government: whom ICE asks for, and how.
    Federal,
    /// A court's injunction: may bind the federal government as well.
    Court,
    /// The state: binds all agencies in it.
    State,
    /// The county: binds its sheriff.
    County,
    /// A city: binds its police.
    City,
    /// An agency's own order.
    Agency,
    /// What people organise themselves.
    Community,
}

impl Word for Level {
    const ALL: &'static [Level] = &[
        Level::Federal,
        Level::Court,
        Level::State,
        Level::County,
        Level::City,
        Level::Agency,
        Level::Community,
    ];

    fn name(self) -> &'static str {
        match self {
            Level::Federal => "federal",
            Level::Court => "court",
            Level::State => "state",
            Level::County => "county",
            Level::City => "city",
            Level::Agency => "agency",
            Level::Community => "community",
        }
    }
}

/// What a regime says of an act.
#[derive(Clone, PartialEq, Debug)]
pub struct Clause {
    /// The act.
    pub act: Act,
    /// When it is allowed.
    pub rule: Rule,
    /// It is not only allowed but ordered: collides with a stricter rule.
    pub ordered: bool,
    /// Federal law compels it: what it allows is allowed whatever other rules say.
    pub compelled: bool,
    /// The section of the source.
    pub section: String,
}

/// Where a regime can be read.
#[derive(Clone, PartialEq, Debug)]
pub struct Source {
    /// The document.
    pub title: String,
    /// The section.
    pub section: String,
    /// When it was made.
    pub date: Option<Date>,
}

/// Which date of a regime is each agency's own, within the regime's dates: the day on which its
/// jail's fingerprints first went to the immigration databases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rollout {
    /// Its first.
    Begins,
    /// The day before it is the last.
    Ends,
}

/// What one rule-maker says, from a day to a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Regime {
    /// As scenarios name it.
    pub id: String,
    /// As reports name it.
    pub title: String,
    /// Whose it is.
    pub level: Level,
    /// Whom it binds: an agency by its id in the place, or all of a state or an area of
    /// responsibility by theirs; everybody if none.
    pub agency: Option<String>,
    /// The first day in force.
    pub from: Date,
    /// The last day in force; none if open.
    pub until: Option<Date>,
    /// Whether one of these dates is each agency's own.
    pub rollout: Option<Rollout>,
    /// What it changes, in a sentence or two.
    pub summary: String,
    /// Where it can be read.
    pub sources: Vec<Source>,
    /// What it says of acts.
    pub clauses: Vec<Clause>,
    /// The numbers it sets.
    pub dials: Vec<(Dial, Sourced)>,
}

impl Regime {
    /// Whether it is in force on a date.
    #[must_use]
    pub fn in_force(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }

    /// The first and the last day on which it is in force where an agency polices; nothing if on none.
    #[must_use]
    pub fn dates_for(&self, agency: &Agency) -> Option<(Date, Option<Date>)> {
        if !self.binds(agency) {
            return None;
        }
        let own = agency.reach.rollout;
        match self.rollout {
            None => Some((self.from, self.until)),
            Some(Rollout::Begins) => Some((self.from.max(own?), self.until)),
            Some(Rollout::Ends) => {
                let before = own.and_then(|date| date.yesterday().ok());
                let ends = [before, self.until].into_iter().flatten().min();
                Some((self.from, ends))
            }
        }
        .filter(|(from, until)| until.is_none_or(|until| *from <= until))
    }

    /// Whether its rules are orders to an agency: a county commands its sheriff, not the police of
    /// its cities.
    #[must_use]
    pub fn commands(&self, agency: &Agency) -> bool {
        self.binds(agency) && (self.level != Level::County || agency.runs_jail)
    }

    /// Whether it is in force where an agency polices.
    #[must_use]
    pub fn binds(&self, agency: &Agency) -> bool {
        let bound = self.agency.as_deref();
        bound.is_none_or(|bound| agency.is_known_as(bound))
    }
}

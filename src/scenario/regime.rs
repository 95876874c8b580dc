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

/// What one rule-maker says, from a day to a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Regime {
    /// As scenarios name it.
    pub id: String,
    /// As reports name it.
    pub title: String,
    /// Whose it is.
    pub level: Level,
    /// The agency it binds, by its id in the place; all if none.
    pub agency: Option<String>,
    /// The first day in force.
    pub from: Date,
    /// The last day in force; none if open.
    pub until: Option<Date>,
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

    /// Whether its rules are orders to an agency: a county commands its sheriff, not the police of
    /// its cities.
    #[must_use]
    pub fn commands(&self, agency: &Agency) -> bool {
        self.binds(&agency.id) && (self.level != Level::County || agency.runs_jail)
    }

    /// Whether it is in force where an agency polices.
    #[must_use]
    pub fn binds(&self, agency: &str) -> bool {
        self.agency.as_deref().is_none_or(|bound| bound == agency)
    }
}

//! A regime: what one rule-maker says, from a day to a day.

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
    /// The state: binds all agencies in it.
    State,
    /// The county: binds its sheriff.
    County,
    /// A city: binds its police.
    City,
    /// An agency's own order.
    Agency,
}

impl Word for Level {
    const ALL: &'static [Level] =
        &[Level::Federal, Level::State, Level::County, Level::City, Level::Agency];

    fn name(self) -> &'static str {
        match self {
            Level::Federal => "federal",
            Level::State => "state",
            Level::County => "county",
            Level::City => "city",
            Level::Agency => "agency",
        }
    }
}

/// Something that a rule allows or forbids. Each is read in one flow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Act {
    /// ICE asks the jail for a person (federal).
    Issue,
    /// ICE asks for a hold, not only for notice (federal).
    AskHold,
    /// ICE arrests bystanders in operations (federal).
    Collateral,
    /// The jail holds a person past release.
    Hold,
    /// The jail hands a person over in its secure area.
    Transfer,
    /// The jail tells ICE when release comes.
    Notify,
    /// Agents may interview people in the jail.
    Interview,
    /// Officers ask about status on an arrest.
    StatusInquiry,
    /// Officers tell ICE of a suspicion.
    SuspicionNotice,
}

impl Word for Act {
    const ALL: &'static [Act] = &[
        Act::Issue,
        Act::AskHold,
        Act::Collateral,
        Act::Hold,
        Act::Transfer,
        Act::Notify,
        Act::Interview,
        Act::StatusInquiry,
        Act::SuspicionNotice,
    ];

    fn name(self) -> &'static str {
        match self {
            Act::Issue => "issue",
            Act::AskHold => "ask_hold",
            Act::Collateral => "collateral",
            Act::Hold => "hold",
            Act::Transfer => "transfer",
            Act::Notify => "notify",
            Act::Interview => "interview",
            Act::StatusInquiry => "status_inquiry",
            Act::SuspicionNotice => "suspicion_notice",
        }
    }
}

impl Act {
    /// In words, to follow the actor.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Act::Issue => "ICE asks the jail for a person",
            Act::AskHold => "ICE asks for a hold rather than for notice",
            Act::Collateral => "ICE arrests bystanders in operations",
            Act::Hold => "the jail holds a person past release",
            Act::Transfer => "the jail hands a person over in its secure area",
            Act::Notify => "the jail tells ICE when release comes",
            Act::Interview => "agents interview people in the jail",
            Act::StatusInquiry => "officers ask about immigration status",
            Act::SuspicionNotice => "officers tell ICE of a suspicion",
        }
    }

    /// Said by federal regimes only.
    #[must_use]
    pub fn is_federal(self) -> bool {
        self <= Act::Collateral
    }
}

/// A number that a regime sets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Dial {
    /// Probability that a person whom the federal rule covers is in fact asked for.
    TakeUp,
    /// How many of the seven kinds of restriction of the ILRC scale the place has, 0 to 7. The
    /// highest in force counts: the public's picture of local cooperation is 1 minus a seventh each.
    Restrictions,
    /// Fear, in units, that the announcement of the regime spreads over the county.
    Announcement,
    /// Of arrests that would be booked for a misdemeanour or less, the share cited instead.
    CiteInLieu,
}

impl Word for Dial {
    const ALL: &'static [Dial] =
        &[Dial::TakeUp, Dial::Restrictions, Dial::Announcement, Dial::CiteInLieu];

    fn name(self) -> &'static str {
        match self {
            Dial::TakeUp => "take_up",
            Dial::Restrictions => "restrictions",
            Dial::Announcement => "announcement",
            Dial::CiteInLieu => "cite_in_lieu",
        }
    }
}

impl Dial {
    /// The lowest and highest that make sense.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Dial::TakeUp | Dial::CiteInLieu => (0.0, 1.0),
            Dial::Restrictions => (0.0, 7.0),
            Dial::Announcement => (0.0, 5.0),
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

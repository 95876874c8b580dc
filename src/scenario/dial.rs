//! Dials: the numbers that a regime sets.

use crate::event::Word;

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
    /// Of arrests for traffic and infractions, the share avoided by checking identity otherwise.
    IdCheck,
    /// Of those booked for less than a serious felony and not under sentence, the share released at once.
    OwnRecognizance,
    /// Of drug and alcohol cases, the share diverted before a plea.
    Diversion,
    /// Of detained people without a lawyer, the share for whom a fund pays one.
    LegalDefence,
    /// Of those who cannot pay a bond, the share for whom a fund pays.
    BondFund,
    /// Share of neighbourhoods that a rapid response network covers.
    RapidResponse,
    /// How much documentation, reports and fines raise compliance with restrictive rules, 0 to 1.
    Oversight,
    /// How much threats lower it, and raise compliance with requests, 0 to 1.
    Pressure,
    /// Probability that the yearly grant of a listed jurisdiction is withheld.
    Grants,
    /// Trust, in units, that the announcement of the regime raises.
    Trust,
    /// Agents lent to the field office.
    SurgeAgents,
    /// Share of them from tactical units.
    Tactical,
    /// Share of officers away at the border.
    BorderDetail,
    /// Share of officer hours spent at large.
    AtLargeShare,
    /// How many times the usual success operations have.
    HitFactor,
    /// How long a hold lasts at most.
    HoldHours,
    /// People without status moved to the place, a day.
    Inflow,
}

impl Word for Dial {
    const ALL: &'static [Dial] = &[
        Dial::TakeUp,
        Dial::Restrictions,
        Dial::Announcement,
        Dial::CiteInLieu,
        Dial::IdCheck,
        Dial::OwnRecognizance,
        Dial::Diversion,
        Dial::LegalDefence,
        Dial::BondFund,
        Dial::RapidResponse,
        Dial::Oversight,
        Dial::Pressure,
        Dial::Grants,
        Dial::Trust,
        Dial::SurgeAgents,
        Dial::Tactical,
        Dial::BorderDetail,
        Dial::AtLargeShare,
        Dial::HitFactor,
        Dial::HoldHours,
        Dial::Inflow,
    ];

    fn name(self) -> &'static str {
        match self {
            Dial::TakeUp => "take_up",
            Dial::Restrictions => "restrictions",
            Dial::Announcement => "announcement",
            Dial::CiteInLieu => "cite_in_lieu",
            Dial::IdCheck => "id_check",
            Dial::OwnRecognizance => "own_recognizance",
            Dial::Diversion => "diversion",
            Dial::LegalDefence => "legal_defence",
            Dial::BondFund => "bond_fund",
            Dial::RapidResponse => "rapid_response",
            Dial::Oversight => "oversight",
            Dial::Pressure => "pressure",
            Dial::Grants => "grants",
            Dial::Trust => "trust",
            Dial::SurgeAgents => "surge_agents",
            Dial::Tactical => "tactical",
            Dial::BorderDetail => "border_detail",
            Dial::AtLargeShare => "at_large_share",
            Dial::HitFactor => "hit_factor",
            Dial::HoldHours => "hold_hours",
            Dial::Inflow => "inflow",
        }
    }
}

/// What holds where several regimes set the same dial.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stacking {
    /// The last regime's say.
    Last,
    /// The highest.
    High,
    /// The sum, up to the highest that makes sense.
    Sum,
}

impl Dial {
    /// The lowest and highest that make sense.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Dial::TakeUp
            | Dial::CiteInLieu
            | Dial::IdCheck
            | Dial::OwnRecognizance
            | Dial::Diversion
            | Dial::LegalDefence
            | Dial::BondFund
            | Dial::RapidResponse
            | Dial::Oversight
            | Dial::Pressure
            | Dial::Grants
            | Dial::Tactical
            | Dial::AtLargeShare => (0.0, 1.0),
            Dial::Restrictions => (0.0, 7.0),
            Dial::Announcement | Dial::Trust => (0.0, 5.0),
            Dial::SurgeAgents | Dial::Inflow => (0.0, 5000.0),
            Dial::BorderDetail => (0.0, 0.9),
            Dial::HitFactor => (0.0, 3.0),
            Dial::HoldHours => (24.0, 168.0),
        }
    }

    /// Its unit.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Dial::TakeUp | Dial::Grants => "probability",
            Dial::CiteInLieu
            | Dial::IdCheck
            | Dial::OwnRecognizance
            | Dial::Diversion
            | Dial::LegalDefence
            | Dial::BondFund
            | Dial::RapidResponse
            | Dial::Tactical
            | Dial::BorderDetail
            | Dial::AtLargeShare => "share",
            Dial::Restrictions => "kinds of restriction",
            Dial::Announcement | Dial::Trust => "units",
            Dial::Oversight | Dial::Pressure => "index 0 to 1",
            Dial::SurgeAgents => "agents",
            Dial::HitFactor => "factor",
            Dial::HoldHours => "h",
            Dial::Inflow => "people a day",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Dial::TakeUp => "share of people the federal rule covers whom ICE in fact asks for",
            Dial::Restrictions => "kinds of restriction on helping ICE, of seven",
            Dial::Announcement => "fear that the announcement spreads over the county",
            Dial::CiteInLieu => "share of minor arrests cited instead of booked",
            Dial::IdCheck => {
                "share of arrests for traffic and infractions avoided by checking identity otherwise"
            }
            Dial::OwnRecognizance => {
                "share of lesser bookings released at once on own recognizance"
            }
            Dial::Diversion => "share of drug and alcohol cases diverted before a plea",
            Dial::LegalDefence => {
                "share of detained people without a lawyer for whom a fund pays one"
            }
            Dial::BondFund => "share of those who cannot pay a bond for whom a fund pays",
            Dial::RapidResponse => "share of neighbourhoods that a rapid response network covers",
            Dial::Oversight => "how much oversight raises compliance with restrictive rules",
            Dial::Pressure => "how much threats lower it, and raise compliance with requests",
            Dial::Grants => "probability that a listed jurisdiction's yearly grant is withheld",
            Dial::Trust => "trust that the announcement raises",
            Dial::SurgeAgents => "agents lent to the field office",
            Dial::Tactical => "share of lent agents from tactical units",
            Dial::BorderDetail => "share of officers away at the border",
            Dial::AtLargeShare => "share of officer hours spent at large",
            Dial::HitFactor => "how many times the usual success operations have",
            Dial::HoldHours => "how long a hold lasts at most",
            Dial::Inflow => "people without status moved to the place",
        }
    }

    /// Matters on the regime's first day only, when it is announced.
    #[must_use]
    pub fn is_said_once(self) -> bool {
        matches!(self, Dial::Announcement | Dial::Trust)
    }

    /// Of the field office as a whole: it cannot be bound to one agency of a place.
    #[must_use]
    pub fn is_of_the_office(self) -> bool {
        matches!(
            self,
            Dial::SurgeAgents
                | Dial::Tactical
                | Dial::BorderDetail
                | Dial::AtLargeShare
                | Dial::HitFactor
                | Dial::Inflow
        )
    }

    /// A number of people: what a policy for a whole country of several areas of responsibility sends
    /// is divided between them.
    #[must_use]
    pub fn is_divided(self) -> bool {
        matches!(self, Dial::SurgeAgents | Dial::Inflow)
    }

    /// What holds where several regimes set it.
    #[must_use]
    pub fn stacking(self) -> Stacking {
        match self {
            Dial::TakeUp
            | Dial::Announcement
            | Dial::Grants
            | Dial::Trust
            | Dial::BorderDetail
            | Dial::AtLargeShare
            | Dial::HitFactor
            | Dial::HoldHours => Stacking::Last,
            Dial::CiteInLieu
            | Dial::Restrictions
            | Dial::IdCheck
            | Dial::OwnRecognizance
            | Dial::Diversion
            | Dial::LegalDefence
            | Dial::BondFund
            | Dial::RapidResponse
            | Dial::Tactical => Stacking::High,
            Dial::Oversight | Dial::Pressure | Dial::SurgeAgents | Dial::Inflow => Stacking::Sum,
        }
    }
}

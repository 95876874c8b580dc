//! The closed lists that facts are made of. Their order is part of the file format: append only.
use serde::{Deserialize, Serialize};

/// Gives a closed list its names and its number, in both directions.
pub trait Word: Copy + Eq + 'static {
    /// All of them, in their order.
    const ALL: &'static [Self];

    /// As written in files and reports.
    fn name(self) -> &'static str;

    /// Its place in [`Word::ALL`].
    #[must_use]
    fn number(self) -> u8 {
        Self::ALL.iter().position(|word| *word == self).map_or(0, |at| at as u8)
    }

    /// The word with this number.
    #[must_use]
    fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The word with this name.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.name() == name)
    }
}

/// The one ordered scale of offences, for charges and convictions alike (model.md section 1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum Offence {
    /// No offence at all; only of past convictions.
    None,
    /// Infraction or quality-of-life offence: vending, blocking a sidewalk, trespass.
    Infraction,
    /// Traffic and licence.
    Traffic,
    /// Drug possession.
    DrugPossession,
    /// Other misdemeanour: theft, simple assault, driving under the influence.
    Misdemeanour,
    /// May be charged as misdemeanour or felony.
    Wobbler,
    /// Felony that is neither serious nor violent.
    Felony,
    /// Serious or violent felony (Penal Code 1192.7(c), 667.5(c)).
    SeriousFelony,
}

impl Word for Offence {
    const ALL: &'static [Offence] = &[
        Offence::None,
        Offence::Infraction,
        Offence::Traffic,
        Offence::DrugPossession,
        Offence::Misdemeanour,
        Offence::Wobbler,
        Offence::Felony,
        Offence::SeriousFelony,
    ];

    fn name(self) -> &'static str {
        match self {
            Offence::None => "none",
            Offence::Infraction => "infraction",
            Offence::Traffic => "traffic",
            Offence::DrugPossession => "drug_possession",
            Offence::Misdemeanour => "misdemeanour",
            Offence::Wobbler => "wobbler",
            Offence::Felony => "felony",
            Offence::SeriousFelony => "serious_felony",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

/// A crime with a victim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Crime {
    /// Rape and sexual assault.
    SexualAssault,
    /// Robbery.
    Robbery,
    /// Aggravated assault.
    AggravatedAssault,
    /// Simple assault, not in the family.
    SimpleAssault,
    /// Assault by a partner or relative.
    DomesticViolence,
    /// Burglary and trespass for it.
    Burglary,
    /// Other theft.
    Theft,
    /// Motor vehicle theft.
    VehicleTheft,
    /// Labour exploitation and wage theft.
    WageTheft,
}

impl Word for Crime {
    const ALL: &'static [Crime] = &[
        Crime::SexualAssault,
        Crime::Robbery,
        Crime::AggravatedAssault,
        Crime::SimpleAssault,
        Crime::DomesticViolence,
        Crime::Burglary,
        Crime::Theft,
        Crime::VehicleTheft,
        Crime::WageTheft,
    ];

    fn name(self) -> &'static str {
        match self {
            Crime::SexualAssault => "sexual_assault",
            Crime::Robbery => "robbery",
            Crime::AggravatedAssault => "aggravated_assault",
            Crime::SimpleAssault => "simple_assault",
            Crime::DomesticViolence => "domestic_violence",
            Crime::Burglary => "burglary",
            Crime::Theft => "theft",
            Crime::VehicleTheft => "vehicle_theft",
            Crime::WageTheft => "wage_theft",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

impl Crime {
    /// Counted by the police as violent.
    #[must_use]
    pub fn is_violent(self) -> bool {
        self <= Crime::DomesticViolence
    }
}

/// Immigration status.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum Status {
    /// Citizen by birth in the country.
    UsBorn,
    /// Naturalised less than 15 years ago, so that federal files still show it.
    NaturalisedRecently,
    /// Naturalised more than 15 years ago, when files may be gone; derived citizenship as well.
    NaturalisedLongAgo,
    /// Lawful permanent resident.
    LawfulResident,
    /// Temporary visa, valid.
    Temporary,
    /// Temporary visa, overstayed.
    Overstayed,
    /// Unauthorised, never ordered removed.
    Unauthorised,
    /// Unauthorised, with a prior removal order.
    PriorOrder,
}

impl Word for Status {
    const ALL: &'static [Status] = &[
        Status::UsBorn,
        Status::NaturalisedRecently,
        Status::NaturalisedLongAgo,
        Status::LawfulResident,
        Status::Temporary,
        Status::Overstayed,
        Status::Unauthorised,
        Status::PriorOrder,
    ];

    fn name(self) -> &'static str {
        match self {
            Status::UsBorn => "us_born",
            Status::NaturalisedRecently => "naturalised_recently",
            Status::NaturalisedLongAgo => "naturalised_long_ago",
            Status::LawfulResident => "lawful_resident",
            Status::Temporary => "temporary",
            Status::Overstayed => "overstayed",
            Status::Unauthorised => "unauthorised",
            Status::PriorOrder => "prior_order",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

impl Status {
    /// A citizen, by birth or later.
    #[must_use]
    pub fn is_citizen(self) -> bool {
        self <= Status::NaturalisedLongAgo
    }

    /// In the country without permission.
    #[must_use]
    pub fn is_unauthorised(self) -> bool {
        self >= Status::Overstayed
    }
}

/// How near a person is to immigration enforcement: the groups by which reporting is counted. They
/// are disjoint; the first that fits holds (weights: facts.md section 6, "How to combine").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Group {
    /// Without status.
    Unauthorised,
    /// With status, in a household with someone without.
    MixedStatus,
    /// Hispanic, born abroad.
    HispanicImmigrant,
    /// Hispanic, born in the country.
    HispanicUsBorn,
    /// Black, none of the above.
    Black,
    /// Everybody else.
    Other,
}

impl Word for Group {
    const ALL: &'static [Group] = &[
        Group::Unauthorised,
        Group::MixedStatus,
        Group::HispanicImmigrant,
        Group::HispanicUsBorn,
        Group::Black,
        Group::Other,
    ];

    fn name(self) -> &'static str {
        match self {
            Group::Unauthorised => "unauthorised",
            Group::MixedStatus => "mixed_status_household",
            Group::HispanicImmigrant => "hispanic_immigrant",
            Group::HispanicUsBorn => "hispanic_us_born",
            Group::Black => "black",
            Group::Other => "other",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

/// Where an arrest came from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Origin {
    /// A crime that its victim reported and the police cleared.
    Report,
    /// No victim's report: traffic, drugs, public order.
    Stop,
}

impl Word for Origin {
    const ALL: &'static [Origin] = &[Origin::Report, Origin::Stop];

    fn name(self) -> &'static str {
        match self {
            Origin::Report => "report",
            Origin::Stop => "stop",
        }
    }
}

/// Where people work; sectors in which people without status are many, and the rest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum Sector {
    /// Farm work.
    Farm,
    /// Garment and textile making.
    Garment,
    /// Construction.
    Construction,
    /// Restaurants, cleaning, gardens, care and other services.
    Services,
    /// Everything else.
    Other,
}

impl Word for Sector {
    const ALL: &'static [Sector] =
        &[Sector::Farm, Sector::Garment, Sector::Construction, Sector::Services, Sector::Other];

    fn name(self) -> &'static str {
        match self {
            Sector::Farm => "farm",
            Sector::Garment => "garment",
            Sector::Construction => "construction",
            Sector::Services => "services",
            Sector::Other => "other",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

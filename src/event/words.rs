//! The closed lists that facts are made of. Their order is part of the file format: append only.

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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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

/// What ICE asks of a jail.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Request {
    /// Hold for up to 48 hours past release (I-247D, I-247A).
    Hold,
    /// Tell when release comes (I-247N).
    Notify,
}

impl Word for Request {
    const ALL: &'static [Request] = &[Request::Hold, Request::Notify];

    fn name(self) -> &'static str {
        match self {
            Request::Hold => "hold",
            Request::Notify => "notify",
        }
    }
}

/// What a jail does when someone with a detainer falls due for release.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Answer {
    /// Holds past release.
    Hold,
    /// Gives notice ahead and hands over in the secure area.
    Transfer,
    /// Gives notice ahead, releases at the door.
    Notify,
    /// Does nothing for ICE.
    Decline,
}

impl Word for Answer {
    const ALL: &'static [Answer] =
        &[Answer::Hold, Answer::Transfer, Answer::Notify, Answer::Decline];

    fn name(self) -> &'static str {
        match self {
            Answer::Hold => "hold",
            Answer::Transfer => "transfer",
            Answer::Notify => "notify",
            Answer::Decline => "decline",
        }
    }
}

/// How a person whose release ICE knows of is handed over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Handover {
    /// Inside the jail's secure area.
    Secure,
    /// The same, on a federal judge's warrant.
    Warrant,
    /// Not at all: agents may wait at the door.
    Door,
    /// By the state prison.
    Prison,
}

impl Word for Handover {
    const ALL: &'static [Handover] =
        &[Handover::Secure, Handover::Warrant, Handover::Door, Handover::Prison];

    fn name(self) -> &'static str {
        match self {
            Handover::Secure => "secure_area",
            Handover::Warrant => "judicial_warrant",
            Handover::Door => "door",
            Handover::Prison => "prison",
        }
    }
}

/// By which way a person came into the hands of ICE.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Channel {
    /// Handed over by the jail after a hold.
    JailHold,
    /// Handed over in the jail's secure area, without a hold.
    SecureTransfer,
    /// Handed over on a judicial warrant.
    JudicialWarrant,
    /// Handed over by the state prison.
    Prison,
    /// Arrested at the jail's door.
    AtRelease,
    /// Arrested at large, as a target.
    AtLarge,
    /// Arrested at large, as a bystander.
    Collateral,
}

impl Word for Channel {
    const ALL: &'static [Channel] = &[
        Channel::JailHold,
        Channel::SecureTransfer,
        Channel::JudicialWarrant,
        Channel::Prison,
        Channel::AtRelease,
        Channel::AtLarge,
        Channel::Collateral,
    ];

    fn name(self) -> &'static str {
        match self {
            Channel::JailHold => "jail_hold",
            Channel::SecureTransfer => "secure_transfer",
            Channel::JudicialWarrant => "judicial_warrant",
            Channel::Prison => "prison",
            Channel::AtRelease => "at_release",
            Channel::AtLarge => "at_large",
            Channel::Collateral => "collateral",
        }
    }
}

impl Channel {
    /// Handed over by the county jail.
    #[must_use]
    pub fn is_jail_transfer(self) -> bool {
        self <= Channel::JudicialWarrant
    }

    /// Out of somebody's custody, not in the street (facts.md 1.2, custodial share).
    #[must_use]
    pub fn is_custodial(self) -> bool {
        self <= Channel::AtRelease
    }
}

/// By which path a case ends in departure (facts.md section 7).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Path {
    /// An earlier order is reinstated.
    Reinstated,
    /// Ordered by an officer, after an aggravated felony.
    Administrative,
    /// Agreed to without a hearing.
    Stipulated,
    /// Left on permission.
    VoluntaryDeparture,
    /// Ordered by a judge after a hearing.
    Hearing,
    /// Ordered by a judge in the person's absence.
    InAbsentia,
}

impl Word for Path {
    const ALL: &'static [Path] = &[
        Path::Reinstated,
        Path::Administrative,
        Path::Stipulated,
        Path::VoluntaryDeparture,
        Path::Hearing,
        Path::InAbsentia,
    ];

    fn name(self) -> &'static str {
        match self {
            Path::Reinstated => "reinstated",
            Path::Administrative => "administrative",
            Path::Stipulated => "stipulated",
            Path::VoluntaryDeparture => "voluntary_departure",
            Path::Hearing => "hearing",
            Path::InAbsentia => "in_absentia",
        }
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

/// Why a person is looked for at large.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Listing {
    /// A jail released them although ICE had asked for them.
    Released,
    /// A removal order stands against them.
    Fugitive,
    /// Another lead.
    Lead,
}

impl Word for Listing {
    const ALL: &'static [Listing] = &[Listing::Released, Listing::Fugitive, Listing::Lead];

    fn name(self) -> &'static str {
        match self {
            Listing::Released => "released",
            Listing::Fugitive => "fugitive",
            Listing::Lead => "lead",
        }
    }
}

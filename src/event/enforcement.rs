//! The closed lists that facts about immigration enforcement are made of. Append only, as in
//! [`super::words`].

use super::Word;

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
    /// To ICE's transport contractor, who may enter where agents may not.
    Contractor,
    /// By deputies who serve ICE's warrant themselves.
    WarrantService,
    /// By deputies with federal powers in the jail.
    Jail287g,
}

impl Word for Handover {
    const ALL: &'static [Handover] = &[
        Handover::Secure,
        Handover::Warrant,
        Handover::Door,
        Handover::Prison,
        Handover::Contractor,
        Handover::WarrantService,
        Handover::Jail287g,
    ];

    fn name(self) -> &'static str {
        match self {
            Handover::Secure => "secure_area",
            Handover::Warrant => "judicial_warrant",
            Handover::Door => "door",
            Handover::Prison => "prison",
            Handover::Contractor => "contractor",
            Handover::WarrantService => "warrant_service",
            Handover::Jail287g => "jail_287g",
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
    /// Handed over to ICE's transport contractor.
    Contractor,
    /// Handed over by deputies with federal powers in the jail.
    Jail287g,
    /// Handed over on ICE's warrant, served by deputies in the jail.
    WarrantService,
    /// Taken in the street by deputies with federal powers.
    Street287g,
    /// Taken by the police on a civil immigration warrant.
    CivilWarrant,
    /// A bystander taken by a joint task force on crime.
    TaskForce,
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
        Channel::Contractor,
        Channel::Jail287g,
        Channel::WarrantService,
        Channel::Street287g,
        Channel::CivilWarrant,
        Channel::TaskForce,
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
            Channel::Contractor => "contractor",
            Channel::Jail287g => "jail_287g",
            Channel::WarrantService => "warrant_service",
            Channel::Street287g => "street_287g",
            Channel::CivilWarrant => "civil_warrant",
            Channel::TaskForce => "task_force",
        }
    }
}

impl Channel {
    /// Handed over by the county jail.
    #[must_use]
    pub fn is_jail_transfer(self) -> bool {
        self <= Channel::JudicialWarrant
            || matches!(self, Channel::Contractor | Channel::Jail287g | Channel::WarrantService)
    }

    /// Out of somebody's custody, not in the street (facts.md 1.2, custodial share).
    #[must_use]
    pub fn is_custodial(self) -> bool {
        self.is_jail_transfer() || matches!(self, Channel::Prison | Channel::AtRelease)
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
    /// A change of policy wants them again.
    Reassessed,
}

impl Word for Listing {
    const ALL: &'static [Listing] =
        &[Listing::Released, Listing::Fugitive, Listing::Lead, Listing::Reassessed];

    fn name(self) -> &'static str {
        match self {
            Listing::Released => "released",
            Listing::Fugitive => "fugitive",
            Listing::Lead => "lead",
            Listing::Reassessed => "reassessed",
        }
    }
}

/// The database by which a person booked is found, rightly or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Database {
    /// Fingerprints of an earlier contact with immigration agencies.
    Fingerprints,
    /// A record of status.
    StatusRecord,
    /// Visa holders not known to have left.
    Overstay,
    /// No record of a naturalisation more than 15 years ago.
    Naturalisation,
    /// No record of citizenship through a parent.
    DerivedCitizenship,
    /// The place of birth, recorded at booking, rightly or not.
    Birthplace,
}

impl Word for Database {
    const ALL: &'static [Database] = &[
        Database::Fingerprints,
        Database::StatusRecord,
        Database::Overstay,
        Database::Naturalisation,
        Database::DerivedCitizenship,
        Database::Birthplace,
    ];

    fn name(self) -> &'static str {
        match self {
            Database::Fingerprints => "fingerprints",
            Database::StatusRecord => "status_record",
            Database::Overstay => "overstay",
            Database::Naturalisation => "naturalisation",
            Database::DerivedCitizenship => "derived_citizenship",
            Database::Birthplace => "birthplace",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

/// How carefully ICE's desk looks before it asks for a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Review {
    /// Not at all: the databases' answer is sent on.
    Click,
    /// The whole file is read.
    File,
    /// The file is read and the person is spoken with.
    Interview,
}

impl Word for Review {
    const ALL: &'static [Review] = &[Review::Click, Review::File, Review::Interview];

    fn name(self) -> &'static str {
        match self {
            Review::Click => "click",
            Review::File => "file",
            Review::Interview => "interview",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

/// Where agents go to find a person at large.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Site {
    /// At home.
    Home,
    /// In the street.
    Street,
    /// At work.
    Workplace,
    /// In or at a courthouse.
    Courthouse,
    /// On buses, trains and in stations.
    Transit,
    /// In a school or another facility of the city that is not public.
    CityFacility,
}

impl Word for Site {
    const ALL: &'static [Site] = &[
        Site::Home,
        Site::Street,
        Site::Workplace,
        Site::Courthouse,
        Site::Transit,
        Site::CityFacility,
    ];

    fn name(self) -> &'static str {
        match self {
            Site::Home => "home",
            Site::Street => "street",
            Site::Workplace => "workplace",
            Site::Courthouse => "courthouse",
            Site::Transit => "transit",
            Site::CityFacility => "city_facility",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

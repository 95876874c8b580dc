//! The kinds of facts and what each carries, as the log numbers and names them.
//!
//! Numbers and field order are part of the content hash: append only, whatever becomes of the
//! order of [`Fact`]. How a fact is packed and unpacked is in `codec`.

use crate::event::{Fact, Part, Word};
use Field::*;

/// What a fact says, without its details.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Kind {
    CrimeCommitted = 1,
    CrimeReported = 2,
    CrimeNotReported = 3,
    CrimeCleared = 4,
    Arrested = 5,
    CitedAndReleased = 6,
    StatusInquired = 7,
    NotifiedOnSuspicion = 8,
    Booked = 9,
    FingerprintsShared = 10,
    DatabaseMatched = 11,
    InterviewedInJail = 12,
    DetainerIssued = 13,
    NotificationRequested = 14,
    DetainerLifted = 15,
    ReleaseDue = 16,
    DetainerDeclined = 17,
    HoldStarted = 18,
    ReleaseNotified = 19,
    JudicialWarrantSought = 20,
    JudicialWarrantGranted = 21,
    JudicialWarrantRefused = 22,
    HoldExpired = 23,
    Released = 24,
    Sentenced = 25,
    TransferredToIce = 26,
    TargetListed = 27,
    OperationStarted = 28,
    OperationFailed = 29,
    AtLargeArrest = 30,
    CollateralArrest = 31,
    RaidReported = 32,
    DetainedByIce = 33,
    ReleasedOnBond = 34,
    ReleasedForCapacity = 35,
    CounselAppointed = 36,
    CaseHeard = 37,
    ReliefGranted = 38,
    RemovalOrdered = 39,
    OrderReinstated = 40,
    Stipulated = 41,
    VoluntaryDeparture = 42,
    Removed = 43,
    Returned = 44,
    CitizenshipConfirmed = 45,
    FearRaised = 46,
    HouseholdLostMember = 47,
    PolicyChanged = 48,
    Convicted = 49,
    PoliceStop = 50,
    Diverted = 51,
    ScreenedBy287g = 52,
    DetainerReviewed = 53,
    ArrestedAtRelease = 54,
    TargetDropped = 55,
    OperationAlerted = 56,
    CaseDocketed = 57,
    WorkStopped = 58,
    TrustRaised = 59,
    TrustBroken = 60,
    AgreementSigned = 61,
    AgreementEnded = 62,
    SurgeStarted = 63,
    SurgeEnded = 64,
    GrantWithheld = 65,
    NewcomersArrived = 66,
    HearingPutOff = 67,
}

/// One detail of a fact: a nullable column of the same name in the files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    Crime,
    VictimGroup,
    Offender,
    Charge,
    Conviction,
    Origin,
    Agency,
    Status,
    Channel,
    Path,
    Request,
    Reason,
    Handover,
    Level,
    OfficerHours,
    HoursHeld,
    Others,
    Rules,
    UntilHour,
    RequestHour,
    AgentsHour,
    ReturnHour,
    NextOffenceHour,
    Rightly,
    AgainstPolicy,
    AfterDecline,
    Detained,
    Listed,
    Significant,
    Database,
    Review,
    Site,
    Sector,
    Upheld,
    Funded,
    Cooperation,
    Agents,
    Thousands,
    Newcomers,
}

/// How much room a field takes in the canonical bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Size {
    /// One byte.
    Small,
    /// Four bytes.
    Number,
    /// Four bytes; all ones stand for never, which is no value in the files.
    Hour,
}

/// Every kind, by number from 1, with its name and its details in the order they are packed.
pub(super) const KINDS: [(Kind, &str, &[Field]); 67] = [
    (
        Kind::CrimeCommitted,
        "CrimeCommitted",
        &[Crime, VictimGroup, AfterDecline, Offender, NextOffenceHour],
    ),
    (Kind::CrimeReported, "CrimeReported", &[Crime, VictimGroup]),
    (Kind::CrimeNotReported, "CrimeNotReported", &[Crime, VictimGroup]),
    (Kind::CrimeCleared, "CrimeCleared", &[Crime, Offender]),
    (Kind::Arrested, "Arrested", &[Charge, Origin, Agency, Status]),
    (Kind::CitedAndReleased, "CitedAndReleased", &[Charge, NextOffenceHour]),
    (Kind::StatusInquired, "StatusInquired", &[Agency]),
    (Kind::NotifiedOnSuspicion, "NotifiedOnSuspicion", &[Agency]),
    (Kind::Booked, "Booked", &[Charge, UntilHour]),
    (Kind::FingerprintsShared, "FingerprintsShared", &[]),
    (Kind::DatabaseMatched, "DatabaseMatched", &[Rightly, Status, Database, RequestHour]),
    (Kind::InterviewedInJail, "InterviewedInJail", &[RequestHour]),
    (Kind::DetainerIssued, "DetainerIssued", &[Request, Conviction, UntilHour]),
    (Kind::NotificationRequested, "NotificationRequested", &[Conviction, UntilHour]),
    (Kind::DetainerLifted, "DetainerLifted", &[]),
    (Kind::ReleaseDue, "ReleaseDue", &[]),
    (Kind::DetainerDeclined, "DetainerDeclined", &[Conviction, AgainstPolicy, AgentsHour]),
    (Kind::HoldStarted, "HoldStarted", &[Handover, AgainstPolicy, UntilHour, AgentsHour]),
    (Kind::ReleaseNotified, "ReleaseNotified", &[Handover, AgainstPolicy, AgentsHour]),
    (Kind::JudicialWarrantSought, "JudicialWarrantSought", &[]),
    (Kind::JudicialWarrantGranted, "JudicialWarrantGranted", &[]),
    (Kind::JudicialWarrantRefused, "JudicialWarrantRefused", &[]),
    (Kind::HoldExpired, "HoldExpired", &[]),
    (Kind::Released, "Released", &[AfterDecline, NextOffenceHour]),
    (Kind::Sentenced, "Sentenced", &[UntilHour]),
    (Kind::TransferredToIce, "TransferredToIce", &[Channel, Status, Conviction]),
    (Kind::TargetListed, "TargetListed", &[Reason]),
    (Kind::OperationStarted, "OperationStarted", &[Site, OfficerHours]),
    (Kind::OperationFailed, "OperationFailed", &[]),
    (Kind::AtLargeArrest, "AtLargeArrest", &[Status, Conviction]),
    (Kind::CollateralArrest, "CollateralArrest", &[Status, Conviction]),
    (Kind::RaidReported, "RaidReported", &[Level]),
    (Kind::DetainedByIce, "DetainedByIce", &[Path, UntilHour]),
    (Kind::ReleasedOnBond, "ReleasedOnBond", &[Funded, UntilHour]),
    (Kind::ReleasedForCapacity, "ReleasedForCapacity", &[UntilHour]),
    (Kind::CounselAppointed, "CounselAppointed", &[Funded]),
    (Kind::CaseHeard, "CaseHeard", &[Detained]),
    (Kind::ReliefGranted, "ReliefGranted", &[]),
    (Kind::RemovalOrdered, "RemovalOrdered", &[Path]),
    (Kind::OrderReinstated, "OrderReinstated", &[]),
    (Kind::Stipulated, "Stipulated", &[]),
    (Kind::VoluntaryDeparture, "VoluntaryDeparture", &[]),
    (Kind::Removed, "Removed", &[Path, Conviction, ReturnHour]),
    (Kind::Returned, "Returned", &[]),
    (Kind::CitizenshipConfirmed, "CitizenshipConfirmed", &[Status, HoursHeld]),
    (Kind::FearRaised, "FearRaised", &[Level]),
    (Kind::HouseholdLostMember, "HouseholdLostMember", &[Others]),
    (Kind::PolicyChanged, "PolicyChanged", &[Rules, Cooperation]),
    (Kind::Convicted, "Convicted", &[Conviction, Listed, Significant]),
    (Kind::PoliceStop, "PoliceStop", &[Charge, Agency, NextOffenceHour]),
    (Kind::Diverted, "Diverted", &[Charge]),
    (Kind::ScreenedBy287g, "ScreenedBy287g", &[RequestHour]),
    (Kind::DetainerReviewed, "DetainerReviewed", &[Review, Upheld]),
    (Kind::ArrestedAtRelease, "ArrestedAtRelease", &[Status, Conviction]),
    (Kind::TargetDropped, "TargetDropped", &[]),
    (Kind::OperationAlerted, "OperationAlerted", &[]),
    (Kind::CaseDocketed, "CaseDocketed", &[Detained, Funded, UntilHour]),
    (Kind::WorkStopped, "WorkStopped", &[Sector]),
    (Kind::TrustRaised, "TrustRaised", &[Level]),
    (Kind::TrustBroken, "TrustBroken", &[Level]),
    (Kind::AgreementSigned, "AgreementSigned", &[]),
    (Kind::AgreementEnded, "AgreementEnded", &[]),
    (Kind::SurgeStarted, "SurgeStarted", &[Agents]),
    (Kind::SurgeEnded, "SurgeEnded", &[]),
    (Kind::GrantWithheld, "GrantWithheld", &[Thousands]),
    (Kind::NewcomersArrived, "NewcomersArrived", &[Newcomers]),
    (Kind::HearingPutOff, "HearingPutOff", &[UntilHour]),
];

impl Kind {
    /// The kind of a fact.
    pub(super) fn of(fact: Fact) -> Kind {
        match fact {
            Fact::CrimeCommitted { .. } => Kind::CrimeCommitted,
            Fact::CrimeReported { .. } => Kind::CrimeReported,
            Fact::CrimeNotReported { .. } => Kind::CrimeNotReported,
            Fact::CrimeCleared { .. } => Kind::CrimeCleared,
            Fact::Arrested { .. } => Kind::Arrested,
            Fact::CitedAndReleased { .. } => Kind::CitedAndReleased,
            Fact::StatusInquired { .. } => Kind::StatusInquired,
            Fact::NotifiedOnSuspicion { .. } => Kind::NotifiedOnSuspicion,
            Fact::Booked { .. } => Kind::Booked,
            Fact::FingerprintsShared => Kind::FingerprintsShared,
            Fact::DatabaseMatched { .. } => Kind::DatabaseMatched,
            Fact::InterviewedInJail { .. } => Kind::InterviewedInJail,
            Fact::DetainerIssued { .. } => Kind::DetainerIssued,
            Fact::NotificationRequested { .. } => Kind::NotificationRequested,
            Fact::DetainerLifted => Kind::DetainerLifted,
            Fact::ReleaseDue => Kind::ReleaseDue,
            Fact::DetainerDeclined { .. } => Kind::DetainerDeclined,
            Fact::HoldStarted { .. } => Kind::HoldStarted,
            Fact::ReleaseNotified { .. } => Kind::ReleaseNotified,
            Fact::JudicialWarrantSought => Kind::JudicialWarrantSought,
            Fact::JudicialWarrantGranted => Kind::JudicialWarrantGranted,
            Fact::JudicialWarrantRefused => Kind::JudicialWarrantRefused,
            Fact::HoldExpired => Kind::HoldExpired,
            Fact::Released { .. } => Kind::Released,
            Fact::Sentenced { .. } => Kind::Sentenced,
            Fact::TransferredToIce { .. } => Kind::TransferredToIce,
            Fact::TargetListed { .. } => Kind::TargetListed,
            Fact::OperationStarted { .. } => Kind::OperationStarted,
            Fact::OperationFailed => Kind::OperationFailed,
            Fact::AtLargeArrest { .. } => Kind::AtLargeArrest,
            Fact::CollateralArrest { .. } => Kind::CollateralArrest,
            Fact::RaidReported { .. } => Kind::RaidReported,
            Fact::DetainedByIce { .. } => Kind::DetainedByIce,
            Fact::ReleasedOnBond { .. } => Kind::ReleasedOnBond,
            Fact::ReleasedForCapacity { .. } => Kind::ReleasedForCapacity,
            Fact::CounselAppointed { .. } => Kind::CounselAppointed,
            Fact::CaseHeard { .. } => Kind::CaseHeard,
            Fact::ReliefGranted => Kind::ReliefGranted,
            Fact::RemovalOrdered { .. } => Kind::RemovalOrdered,
            Fact::OrderReinstated => Kind::OrderReinstated,
            Fact::Stipulated => Kind::Stipulated,
            Fact::VoluntaryDeparture => Kind::VoluntaryDeparture,
            Fact::Removed { .. } => Kind::Removed,
            Fact::Returned => Kind::Returned,
            Fact::CitizenshipConfirmed { .. } => Kind::CitizenshipConfirmed,
            Fact::FearRaised { .. } => Kind::FearRaised,
            Fact::HouseholdLostMember { .. } => Kind::HouseholdLostMember,
            Fact::PolicyChanged { .. } => Kind::PolicyChanged,
            Fact::Convicted { .. } => Kind::Convicted,
            Fact::PoliceStop { .. } => Kind::PoliceStop,
            Fact::Diverted { .. } => Kind::Diverted,
            Fact::ScreenedBy287g { .. } => Kind::ScreenedBy287g,
            Fact::DetainerReviewed { .. } => Kind::DetainerReviewed,
            Fact::ArrestedAtRelease { .. } => Kind::ArrestedAtRelease,
            Fact::TargetDropped => Kind::TargetDropped,
            Fact::OperationAlerted => Kind::OperationAlerted,
            Fact::CaseDocketed { .. } => Kind::CaseDocketed,
            Fact::WorkStopped { .. } => Kind::WorkStopped,
            Fact::TrustRaised { .. } => Kind::TrustRaised,
            Fact::TrustBroken { .. } => Kind::TrustBroken,
            Fact::AgreementSigned => Kind::AgreementSigned,
            Fact::AgreementEnded => Kind::AgreementEnded,
            Fact::SurgeStarted { .. } => Kind::SurgeStarted,
            Fact::SurgeEnded => Kind::SurgeEnded,
            Fact::GrantWithheld { .. } => Kind::GrantWithheld,
            Fact::NewcomersArrived { .. } => Kind::NewcomersArrived,
            Fact::HearingPutOff { .. } => Kind::HearingPutOff,
        }
    }

    /// Its number in canonical bytes.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// The kind with this number.
    pub(super) fn numbered(number: u8) -> Option<Kind> {
        KINDS.get(usize::from(number).checked_sub(1)?).map(|row| row.0)
    }

    /// What it carries, in the order it is packed.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn fields(self) -> &'static [Field] {
        KINDS[usize::from(self.number()) - 1].2
    }
}

impl Field {
    /// How much room it takes.
    pub(super) const fn size(self) -> Size {
        match self {
            Crime | VictimGroup | Charge | Conviction | Origin | Agency | Status | Channel
            | Path | Request | Reason | Handover | Rightly | AgainstPolicy | AfterDecline
            | Detained | Listed | Significant | Database | Review | Site | Sector | Upheld
            | Funded => Size::Small,
            Offender | Level | OfficerHours | HoursHeld | Others | Rules | Cooperation | Agents
            | Thousands | Newcomers => Size::Number,
            UntilHour | RequestHour | AgentsHour | ReturnHour | NextOffenceHour => Size::Hour,
        }
    }
}

/// The number of a part of the day in canonical bytes. Append only: the parts may be put in
/// another order, or others between them, but what is written keeps its number.
pub(super) fn part_number(part: Part) -> u8 {
    match part {
        Part::Policy => 1,
        Part::Before => 2,
        Part::Return => 3,
        Part::Court => 4,
        Part::Crime => 5,
        Part::Arrest => 6,
        Part::Booking => 7,
        Part::Identify => 8,
        Part::Request => 9,
        Part::Release => 10,
        Part::Allotment => 11,
        Part::Operation => 12,
        Part::Custody => 13,
        Part::Community => 14,
        Part::News => 15,
    }
}

/// The part of the day with this number.
pub(super) fn part_numbered(number: u8) -> Option<Part> {
    // They stand in this order today, so the first look nearly always succeeds.
    let likely = Part::ALL.get(usize::from(number).wrapping_sub(1)).copied();
    let all = likely.into_iter().chain(Part::ALL.iter().copied());
    all.into_iter().find(|part| part_number(*part) == number)
}

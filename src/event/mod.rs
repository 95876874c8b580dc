//! The words of the log: everything the simulator can say happened.
//!
//! Nothing changes in the modelled world but by one of these facts. A fact is small, without
//! floating point, about one person, neighbourhood or county, and complete: no other fact is
//! needed to understand it.

mod enforcement;
mod words;

use crate::ids::{AgencyId, Case, Subject};
use crate::time::{Day, Hour};
pub use enforcement::{Channel, Database, Handover, Listing, Path, Request, Review, Site};
pub use words::{Crime, Group, Offence, Origin, Sector, Status, Word};

/// The rule that decided, by its place in the arm's table of rules; none if no rule was asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct RuleId(pub u16);

impl RuleId {
    /// No rule was asked.
    pub const NONE: RuleId = RuleId(0);
}

/// One fact, about whom, when, in which case and by which rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// Whom or what it is about.
    pub subject: Subject,
    /// What it belongs to: all that follows from one cause.
    pub case: Case,
    /// The rule that decided it.
    pub rule: RuleId,
    /// The hour of the day, 0 to 23.
    pub hour: u8,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(
    missing_docs,
    reason = "the comment of a fact speaks of its fields; they are named for what they hold"
)]
pub enum Fact {
    /// A crime with a victim, who is the subject.
    CrimeCommitted {
        /// What crime.
        crime: Crime,
        /// The victim's group.
        victim: Group,
        /// Whether the offender was at liberty after a request of ICE that a jail declined.
        after_decline: bool,
        /// The offender's index in the same district.
        offender: u32,
        /// When the offender's next offence of a run is due, or never.
        next_offence: Hour,
    },
    /// The victim told the police.
    CrimeReported { crime: Crime, victim: Group },
    /// The victim did not.
    CrimeNotReported { crime: Crime, victim: Group },
    /// The police know who did it: the offender's index in the same district.
    CrimeCleared { crime: Crime, offender: u32 },
    /// Stopped by the police without a victim's report: traffic, drugs, public order. If no arrest
    /// follows, when the next offence of a run is due, or never.
    PoliceStop { charge: Offence, agency: AgencyId, next_offence: Hour },
    /// Arrested by the police.
    Arrested { charge: Offence, origin: Origin, agency: AgencyId, status: Status },
    /// Released from arrest with a citation, not booked: no fingerprints.
    CitedAndReleased { charge: Offence, next_offence: Hour },
    /// The arresting agency asked about immigration status.
    StatusInquired { agency: AgencyId },
    /// The arresting agency told ICE of a suspicion of status.
    NotifiedOnSuspicion { agency: AgencyId },
    /// Booked into the county jail, due for release at this hour.
    Booked { charge: Offence, release_at: Hour },
    /// Diverted before a plea: there will be no conviction on this charge.
    Diverted { charge: Offence },
    /// Fingerprints taken at booking reached the federal databases.
    FingerprintsShared,
    /// A federal database says that the person is removable, rightly or not; ICE's desk decides at
    /// that hour whether to ask for them.
    DatabaseMatched { rightly: bool, status: Status, database: Database, request_at: Hour },
    /// Agents spoke with the person in jail and learned of removability.
    InterviewedInJail { request_at: Hour },
    /// Deputies with federal powers questioned the person and learned of removability.
    ScreenedBy287g { request_at: Hour },
    /// ICE's desk looked at the case before it asked; an error that it finds ends the matter.
    DetainerReviewed { review: Review, upheld: bool },
    /// ICE asked the jail to hold. Custody is longer with a detainer: the new hour of release.
    DetainerIssued { request: Request, conviction: Offence, release_at: Hour },
    /// ICE asked the jail for notice of release only.
    NotificationRequested { conviction: Offence, release_at: Hour },
    /// ICE took its request back.
    DetainerLifted,
    /// Convicted on the charge of this custody.
    Convicted { offence: Offence, listed: bool, significant: bool },
    /// A stay ends for someone ICE has asked for.
    ReleaseDue,
    /// The jail answered: it declined. Agents may be at the door all the same.
    DetainerDeclined { conviction: Offence, against_policy: bool, agents_at: Hour },
    /// The jail answered: it holds on, until then at most, and in this way. Agents mean to come at
    /// their hour, or never.
    HoldStarted { until: Hour, how: Handover, against_policy: bool, agents_at: Hour },
    /// The jail or prison answered: it told ICE when release comes, and how it hands over.
    ReleaseNotified { how: Handover, against_policy: bool, agents_at: Hour },
    /// ICE asked a federal judge for a warrant.
    JudicialWarrantSought,
    /// The judge signed.
    JudicialWarrantGranted,
    /// The judge did not.
    JudicialWarrantRefused,
    /// Nobody came for a person held.
    HoldExpired,
    /// Out of the jail, at liberty.
    Released {
        /// ICE had asked for the person and the jail had declined.
        after_decline: bool,
        /// When the first offence of a run is due, or never.
        next_offence: Hour,
    },
    /// From jail to state prison, until this hour.
    Sentenced { until: Hour },
    /// Handed over to ICE by a jail, a prison or the police.
    TransferredToIce { channel: Channel, status: Status, conviction: Offence },
    /// Taken by ICE at the jail's door.
    ArrestedAtRelease { status: Status, conviction: Offence },
    /// Came on the list of those looked for at large.
    TargetListed { reason: Listing },
    /// Struck from that list: the rules no longer want the person.
    TargetDropped,
    /// Agents went out for a person: officer hours spent, and where to.
    OperationStarted { officer_hours: u16, site: Site },
    /// A rapid response network learned of it in time and sent observers.
    OperationAlerted,
    /// Without finding them.
    OperationFailed,
    /// A target arrested at large.
    AtLargeArrest { status: Status, conviction: Offence },
    /// A bystander arrested in an operation.
    CollateralArrest { status: Status, conviction: Offence },
    /// Raids were in the news: the county's level of fear from then on, in millionths.
    RaidReported { level: u32 },
    /// In federal detention, until then at most.
    DetainedByIce { until: Hour, path: Path },
    /// On the court's calendar, for that hour. Of those whom a bond will free first: whether a fund
    /// pays it.
    CaseDocketed { detained: bool, funded: bool, hearing_at: Hour },
    /// A hearing was put off until that hour, because the person is in a jail or prison.
    HearingPutOff { hearing_at: Hour },
    /// Released on bond, with a hearing at that hour; whether a fund paid.
    ReleasedOnBond { hearing_at: Hour, funded: bool },
    /// Not detained because no bed was free; with a hearing at that hour.
    ReleasedForCapacity { hearing_at: Hour },
    /// A lawyer took the case; whether a fund pays.
    CounselAppointed { funded: bool },
    /// A judge heard the case.
    CaseHeard { detained: bool },
    /// The judge let the person stay.
    ReliefGranted,
    /// Ordered removed, by this path.
    RemovalOrdered { path: Path },
    /// The earlier order was put into force again.
    OrderReinstated,
    /// Agreed to removal without a hearing.
    Stipulated,
    /// Permitted to leave on their own.
    VoluntaryDeparture,
    /// Left the country in the hands of ICE, or on permission.
    Removed { path: Path, conviction: Offence, return_at: Hour },
    /// Came back.
    Returned,
    /// A person held or transferred by mistake is known for a citizen or lawful resident: free.
    CitizenshipConfirmed { hours_held: u32, status: Status },
    /// A neighbourhood's level of fear from then on, in millionths.
    FearRaised { level: u32 },
    /// A household lost a member to ICE: its other members.
    HouseholdLostMember { others: u8 },
    /// A worker was taken out of a job.
    WorkStopped { sector: Sector },
    /// An announcement raised trust: the county's level from then on, in millionths of a unit.
    TrustRaised { level: u32 },
    /// A breach of the rules was seen: the county's level of disappointment from then on.
    TrustBroken { level: u32 },
    /// The rules in force changed, or are those of the first day: which, and how cooperative the
    /// place is by them, in millionths.
    PolicyChanged { rules: u16, cooperation: u32 },
    /// An agreement gave local officers federal powers.
    AgreementSigned,
    /// It ended.
    AgreementEnded,
    /// So many agents are lent to the field office from now on.
    SurgeStarted { agents: u16 },
    /// They left.
    SurgeEnded,
    /// The federal government withheld a grant, in thousands of dollars.
    GrantWithheld { thousands: u32 },
    /// So many people without status were moved to the district.
    NewcomersArrived { number: u32 },
}

impl Fact {
    /// Heard all over the area of responsibility in which its subject lies.
    #[must_use]
    pub fn is_heard_all_over(&self) -> bool {
        matches!(
            self,
            Fact::RaidReported { .. } | Fact::TrustRaised { .. } | Fact::TrustBroken { .. }
        )
    }

    /// About a crime and its victim, whom it leaves where they are.
    #[must_use]
    pub fn is_about_a_crime(&self) -> bool {
        matches!(
            self,
            Fact::CrimeCommitted { .. }
                | Fact::CrimeReported { .. }
                | Fact::CrimeNotReported { .. }
                | Fact::CrimeCleared { .. }
        )
    }
}

/// The parts of a day, in order. With the subject, the part gives the log its order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Part {
    /// The rules of the day.
    Policy,
    /// What was so before the first day.
    Before,
    /// Removed people come back.
    Return,
    /// Federal custody and cases come to their next step.
    Court,
    /// Crimes are committed, reported, cleared.
    Crime,
    /// Arrests, with and without a victim's report.
    Arrest,
    /// Cited or booked.
    Booking,
    /// Fingerprints shared and matched, interviews.
    Identify,
    /// ICE asks the jail for people, or takes it back.
    Request,
    /// Stays in jail, holds and prison terms end.
    Release,
    /// Agents allotted to pick-ups and operations, at the barrier.
    Allotment,
    /// What came of the operations.
    Operation,
    /// Beds allotted, at the barrier.
    Custody,
    /// Households and neighbourhoods take note.
    Community,
    /// The county takes note, at the barrier.
    News,
}

impl Word for Part {
    const ALL: &'static [Part] = &[
        Part::Policy,
        Part::Before,
        Part::Return,
        Part::Court,
        Part::Crime,
        Part::Arrest,
        Part::Booking,
        Part::Identify,
        Part::Request,
        Part::Release,
        Part::Allotment,
        Part::Operation,
        Part::Custody,
        Part::Community,
        Part::News,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Policy => "policy",
            Part::Before => "before",
            Part::Return => "return",
            Part::Court => "court",
            Part::Release => "release",
            Part::Crime => "crime",
            Part::Arrest => "arrest",
            Part::Booking => "booking",
            Part::Identify => "identify",
            Part::Request => "request",
            Part::Allotment => "allotment",
            Part::Operation => "operation",
            Part::Custody => "custody",
            Part::Community => "community",
            Part::News => "news",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }
}

/// An event in its place in the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The day.
    pub day: Day,
    /// The part of the day.
    pub part: Part,
    /// What happened.
    pub event: Event,
}

const _: () = assert!(size_of::<Event>() <= 32);

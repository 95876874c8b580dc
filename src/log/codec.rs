//! An event as bytes: the one form that is hashed, and that files are made from and checked by.
//!
//! Every event has exactly one such form, of fixed width, and every byte of it is determined. It is
//! not how events are stored; that is `segment`.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0 | kind, by the table in `kind` |
//! | 1 | part of the day |
//! | 2 | hour of the day |
//! | 3 | the high byte of the fact's agency, if it has one, else zero |
//! | 4..8 | day |
//! | 8..10 | district |
//! | 10..12 | rule |
//! | 12..16 | index of the subject |
//! | 16..24 | case |
//! | 24..28 | the fact's small values, one byte each, in the order of the table, then zeros |
//! | 28..40 | the fact's numbers and hours, four bytes each, in that order, then zeros |
//!
//! All numbers are little endian.

#[cfg(not(target_family = "wasm"))]
use super::kind::Field;
use super::kind::{self, KINDS, Kind, Size};
use crate::event::{Event, Fact, Part, Recorded, RuleId, Word};
use crate::ids::{AgencyId, Case, DistrictId, Subject};
use crate::time::{Day, Hour};

/// Bytes of one event.
pub const WIDTH: usize = 40;

/// Where each thing stands in the canonical bytes.
pub(super) mod at {
    pub(in super::super) const KIND: usize = 0;
    pub(in super::super) const PART: usize = 1;
    pub(in super::super) const HOUR: usize = 2;
    pub(in super::super) const HIGH: usize = 3;
    pub(in super::super) const DAY: usize = 4;
    pub(in super::super) const DISTRICT: usize = 8;
    pub(in super::super) const RULE: usize = 10;
    pub(in super::super) const INDEX: usize = 12;
    pub(in super::super) const CASE: usize = 16;
    pub(in super::super) const SMALL: usize = 24;
    pub(in super::super) const NUMBERS: usize = 28;
}

/// The canonical bytes of an event in its place in the log.
#[must_use]
pub fn encode(day: Day, part: Part, event: &Event) -> [u8; WIDTH] {
    let Packed { small, numbers } = values(event.fact);
    let [_, high] = agency(event.fact).map_or([0, 0], |agency| agency.0.to_le_bytes());
    let mut bytes = [0; WIDTH];
    bytes[at::HIGH] = high;
    bytes[at::KIND] = Kind::of(event.fact).number();
    bytes[at::PART] = kind::part_number(part);
    bytes[at::HOUR] = event.hour;
    bytes[at::DAY..at::DAY + 4].copy_from_slice(&day.0.to_le_bytes());
    bytes[at::DISTRICT..at::DISTRICT + 2].copy_from_slice(&event.subject.home.0.to_le_bytes());
    bytes[at::RULE..at::RULE + 2].copy_from_slice(&event.rule.0.to_le_bytes());
    bytes[at::INDEX..at::INDEX + 4].copy_from_slice(&event.subject.index.to_le_bytes());
    bytes[at::CASE..at::CASE + 8].copy_from_slice(&event.case.0.to_le_bytes());
    bytes[at::SMALL..at::SMALL + 4].copy_from_slice(&small);
    for (nth, number) in numbers.iter().enumerate() {
        let at = at::NUMBERS + 4 * nth;
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    bytes
}

/// The event with these canonical bytes, if they are the canonical bytes of any.
#[must_use]
pub fn decode(bytes: &[u8; WIDTH]) -> Option<Recorded> {
    let small = [0, 1, 2, 3].map(|at| bytes[at::SMALL + at]);
    let numbers = [0, 4, 8].map(|at| read_u32(bytes, at::NUMBERS + at));
    let kind = Kind::numbered(bytes[at::KIND])?;
    let fact = unpack(kind, small, numbers, bytes[at::HIGH])?;
    let home = DistrictId(read_u16(bytes, at::DISTRICT));
    let event = Event {
        subject: Subject { home, index: read_u32(bytes, at::INDEX) },
        case: Case(read_u64(bytes, at::CASE)),
        rule: RuleId(read_u16(bytes, at::RULE)),
        hour: bytes[at::HOUR],
        fact,
    };
    let day = Day(read_u32(bytes, at::DAY));
    let part = kind::part_numbered(bytes[at::PART])?;
    // `unpack` takes every value whole or not at all, so encoding again could differ only where the
    // kind has nothing: there it would write zeros.
    let idle = IDLE[usize::from(kind.number())];
    let is_low = bytes[at::HIGH] == 0 || agency(fact).is_some();
    let is_idle = idle & read_u128(bytes, at::SMALL) == 0 && is_low;
    (event.hour < 24 && is_idle).then_some(Recorded { day, part, event })
}

/// Where a field stands in the canonical bytes of facts of a kind, if they have it.
#[cfg(not(target_family = "wasm"))]
pub(super) fn place(kind: Kind, field: Field) -> Option<usize> {
    let is_small = |field: Field| field.size() == Size::Small;
    let mut alike = kind.fields().iter().filter(|other| is_small(**other) == is_small(field));
    let nth = alike.position(|other| *other == field)?;
    Some(if is_small(field) { at::SMALL + nth } else { at::NUMBERS + 4 * nth })
}

/// A small value: of agencies, both of their bytes.
#[cfg(not(target_family = "wasm"))]
#[inline]
pub(super) fn small(bytes: &[u8; WIDTH], at: usize, field: Field) -> u32 {
    let high = if field == Field::Agency { u32::from(bytes[at::HIGH]) << 8 } else { 0 };
    u32::from(bytes[at]) | high
}

#[inline]
pub(super) fn read_u16(bytes: &[u8; WIDTH], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

#[inline]
pub(super) fn read_u32(bytes: &[u8; WIDTH], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[inline]
pub(super) fn read_u64(bytes: &[u8; WIDTH], at: usize) -> u64 {
    u64::from(read_u32(bytes, at)) | u64::from(read_u32(bytes, at + 4)) << 32
}

#[inline]
fn read_u128(bytes: &[u8; WIDTH], at: usize) -> u128 {
    u128::from(read_u64(bytes, at)) | u128::from(read_u64(bytes, at + 8)) << 64
}

/// Of the last 16 bytes, as a number, those that are zero in facts of a kind, by its number.
const IDLE: [u128; KINDS.len() + 1] = idle();

const fn idle() -> [u128; KINDS.len() + 1] {
    let mut idle = [u128::MAX; KINDS.len() + 1];
    let mut kind = 0;
    while kind < KINDS.len() {
        let fields = KINDS[kind].2;
        let (mut nth, mut small, mut numbers) = (0, 0, 0);
        while nth < fields.len() {
            if matches!(fields[nth].size(), Size::Small) {
                idle[kind + 1] &= !(0xFF << (8 * small));
                small += 1;
            } else {
                idle[kind + 1] &= !(0xFFFF_FFFF << (32 + 32 * numbers));
                numbers += 1;
            }
            nth += 1;
        }
        kind += 1;
    }
    idle
}

/// The values of a fact: the small ones, and numbers and hours.
struct Packed {
    small: [u8; 4],
    numbers: [u32; 3],
}

fn packed<const S: usize, const N: usize>(small: [u8; S], numbers: [u32; N]) -> Packed {
    let mut packed = Packed { small: [0; 4], numbers: [0; 3] };
    packed.small[..S].copy_from_slice(&small);
    packed.numbers[..N].copy_from_slice(&numbers);
    packed
}

/// The values of a fact, in the order of the table of kinds.
// One line a fact, as a table.
#[rustfmt::skip]
fn values(fact: Fact) -> Packed {
    use Fact::*;
    match fact {
        CrimeCommitted { crime, victim, after_decline, offender, next_offence } =>
            packed([num(crime), num(victim), bit(after_decline)], [offender, next_offence.0]),
        CrimeReported { crime, victim } => packed([num(crime), num(victim)], []),
        CrimeNotReported { crime, victim } => packed([num(crime), num(victim)], []),
        CrimeCleared { crime, offender } => packed([num(crime)], [offender]),
        Arrested { charge, origin, agency, status } =>
            packed([num(charge), num(origin), low(agency), num(status)], []),
        CitedAndReleased { charge, next_offence } => packed([num(charge)], [next_offence.0]),
        StatusInquired { agency } | NotifiedOnSuspicion { agency } => packed([low(agency)], []),
        Booked { charge, release_at } => packed([num(charge)], [release_at.0]),
        DatabaseMatched { rightly, status, database, request_at } =>
            packed([bit(rightly), num(status), num(database)], [request_at.0]),
        InterviewedInJail { request_at } | ScreenedBy287g { request_at } =>
            packed([], [request_at.0]),
        DetainerReviewed { review, upheld } => packed([num(review), bit(upheld)], []),
        PoliceStop { charge, agency, next_offence } =>
            packed([num(charge), low(agency)], [next_offence.0]),
        Diverted { charge } => packed([num(charge)], []),
        DetainerIssued { request, conviction, release_at } =>
            packed([num(request), num(conviction)], [release_at.0]),
        NotificationRequested { conviction, release_at } =>
            packed([num(conviction)], [release_at.0]),
        Convicted { offence, listed, significant } =>
            packed([num(offence), bit(listed), bit(significant)], []),
        DetainerDeclined { conviction, against_policy, agents_at } =>
            packed([num(conviction), bit(against_policy)], [agents_at.0]),
        HoldStarted { until, how, against_policy, agents_at } =>
            packed([num(how), bit(against_policy)], [until.0, agents_at.0]),
        ReleaseNotified { how, against_policy, agents_at } =>
            packed([num(how), bit(against_policy)], [agents_at.0]),
        Released { after_decline, next_offence } => packed([bit(after_decline)], [next_offence.0]),
        TransferredToIce { channel, status, conviction } =>
            packed([num(channel), num(status), num(conviction)], []),
        TargetListed { reason } => packed([num(reason)], []),
        OperationStarted { officer_hours, site } => packed([num(site)], [officer_hours.into()]),
        AtLargeArrest { status, conviction } | CollateralArrest { status, conviction }
        | ArrestedAtRelease { status, conviction } =>
            packed([num(status), num(conviction)], []),
        RaidReported { level } | FearRaised { level } | TrustRaised { level }
        | TrustBroken { level } => packed([], [level]),
        DetainedByIce { until, path } => packed([num(path)], [until.0]),
        Sentenced { until: hour } | ReleasedForCapacity { hearing_at: hour }
        | HearingPutOff { hearing_at: hour } =>
            packed([], [hour.0]),
        ReleasedOnBond { hearing_at, funded } => packed([bit(funded)], [hearing_at.0]),
        CaseDocketed { detained, funded, hearing_at } =>
            packed([bit(detained), bit(funded)], [hearing_at.0]),
        CounselAppointed { funded } => packed([bit(funded)], []),
        WorkStopped { sector } => packed([num(sector)], []),
        SurgeStarted { agents } => packed([], [agents.into()]),
        GrantWithheld { thousands } => packed([], [thousands]),
        NewcomersArrived { number } => packed([], [number]),
        CaseHeard { detained } => packed([bit(detained)], []),
        RemovalOrdered { path } => packed([num(path)], []),
        Removed { path, conviction, return_at } =>
            packed([num(path), num(conviction)], [return_at.0]),
        CitizenshipConfirmed { hours_held, status } => packed([num(status)], [hours_held]),
        HouseholdLostMember { others } => packed([], [others.into()]),
        PolicyChanged { rules, cooperation } => packed([], [rules.into(), cooperation]),
        FingerprintsShared | DetainerLifted | ReleaseDue | JudicialWarrantSought
        | JudicialWarrantGranted | JudicialWarrantRefused | HoldExpired | OperationFailed
        | OperationAlerted | TargetDropped | ReliefGranted | OrderReinstated | Stipulated
        | VoluntaryDeparture | Returned | AgreementSigned | AgreementEnded | SurgeEnded =>
            packed([], []),
    }
}

/// The fact of a kind with these values, if they are such: what police and jails do.
// One line a kind, as a table. What a kind has no room for is looked at by `decode`.
#[rustfmt::skip]
fn unpack(kind: Kind, [a, b, c, d]: [u8; 4], [n, o, _]: [u32; 3], high: u8) -> Option<Fact> {
    use Fact as F;
    use Kind::*;
    let agency = |low| AgencyId(u16::from_le_bytes([low, high]));
    Some(match kind {
        CrimeCommitted => F::CrimeCommitted { crime: word(a)?, victim: word(b)?,
            after_decline: flag(c)?, offender: n, next_offence: Hour(o) },
        CrimeReported => F::CrimeReported { crime: word(a)?, victim: word(b)? },
        CrimeNotReported => F::CrimeNotReported { crime: word(a)?, victim: word(b)? },
        CrimeCleared => F::CrimeCleared { crime: word(a)?, offender: n },
        Arrested => F::Arrested { charge: word(a)?, origin: word(b)?, agency: agency(c),
            status: word(d)? },
        CitedAndReleased => F::CitedAndReleased { charge: word(a)?, next_offence: Hour(n) },
        StatusInquired => F::StatusInquired { agency: agency(a) },
        NotifiedOnSuspicion => F::NotifiedOnSuspicion { agency: agency(a) },
        Booked => F::Booked { charge: word(a)?, release_at: Hour(n) },
        FingerprintsShared => F::FingerprintsShared,
        PoliceStop => F::PoliceStop { charge: word(a)?, agency: agency(b),
            next_offence: Hour(n) },
        Diverted => F::Diverted { charge: word(a)? },
        DatabaseMatched => F::DatabaseMatched { rightly: flag(a)?, status: word(b)?,
            database: word(c)?, request_at: Hour(n) },
        ScreenedBy287g => F::ScreenedBy287g { request_at: Hour(n) },
        DetainerReviewed => F::DetainerReviewed { review: word(a)?, upheld: flag(b)? },
        InterviewedInJail => F::InterviewedInJail { request_at: Hour(n) },
        DetainerIssued => F::DetainerIssued { request: word(a)?, conviction: word(b)?,
            release_at: Hour(n) },
        NotificationRequested => F::NotificationRequested { conviction: word(a)?,
            release_at: Hour(n) },
        DetainerLifted => F::DetainerLifted,
        ReleaseDue => F::ReleaseDue,
        DetainerDeclined => F::DetainerDeclined { conviction: word(a)?, against_policy: flag(b)?,
            agents_at: Hour(n) },
        HoldStarted => F::HoldStarted { until: Hour(n), how: word(a)?,
            against_policy: flag(b)?, agents_at: Hour(o) },
        ReleaseNotified => F::ReleaseNotified { how: word(a)?, against_policy: flag(b)?,
            agents_at: Hour(n) },
        Released => F::Released { after_decline: flag(a)?, next_offence: Hour(n) },
        JudicialWarrantSought | JudicialWarrantGranted | JudicialWarrantRefused | HoldExpired
        | Sentenced | TransferredToIce | TargetListed | OperationStarted | OperationFailed
        | AtLargeArrest | CollateralArrest | RaidReported | DetainedByIce | ReleasedOnBond
        | ReleasedForCapacity | CounselAppointed | CaseHeard | ReliefGranted | RemovalOrdered
        | OrderReinstated | Stipulated | VoluntaryDeparture | Removed | Returned
        | CitizenshipConfirmed | FearRaised | HouseholdLostMember | PolicyChanged | Convicted
        | ArrestedAtRelease | TargetDropped | OperationAlerted | CaseDocketed | WorkStopped
        | TrustRaised | TrustBroken | AgreementSigned | AgreementEnded | SurgeStarted | SurgeEnded
        | GrantWithheld | NewcomersArrived | HearingPutOff => return unpack_federal(kind, [a, b, c], [n, o]),
    })
}

/// The other half of [`unpack`]: what courts and ICE do, and what communities feel.
#[rustfmt::skip]
fn unpack_federal(kind: Kind, [a, b, c]: [u8; 3], [n, o]: [u32; 2]) -> Option<Fact> {
    use Fact as F;
    use Kind::*;
    Some(match kind {
        JudicialWarrantSought => F::JudicialWarrantSought,
        JudicialWarrantGranted => F::JudicialWarrantGranted,
        JudicialWarrantRefused => F::JudicialWarrantRefused,
        HoldExpired => F::HoldExpired,
        Sentenced => F::Sentenced { until: Hour(n) },
        TransferredToIce => F::TransferredToIce { channel: word(a)?, status: word(b)?,
            conviction: word(c)? },
        TargetListed => F::TargetListed { reason: word(a)? },
        ArrestedAtRelease => F::ArrestedAtRelease { status: word(a)?, conviction: word(b)? },
        TargetDropped => F::TargetDropped,
        OperationStarted => F::OperationStarted { officer_hours: n.try_into().ok()?,
            site: word(a)? },
        OperationAlerted => F::OperationAlerted,
        OperationFailed => F::OperationFailed,
        AtLargeArrest => F::AtLargeArrest { status: word(a)?, conviction: word(b)? },
        CollateralArrest => F::CollateralArrest { status: word(a)?, conviction: word(b)? },
        RaidReported => F::RaidReported { level: n },
        DetainedByIce => F::DetainedByIce { until: Hour(n), path: word(a)? },
        CaseDocketed => F::CaseDocketed { detained: flag(a)?, funded: flag(b)?,
            hearing_at: Hour(n) },
        ReleasedOnBond => F::ReleasedOnBond { hearing_at: Hour(n), funded: flag(a)? },
        ReleasedForCapacity => F::ReleasedForCapacity { hearing_at: Hour(n) },
        CounselAppointed => F::CounselAppointed { funded: flag(a)? },
        CaseHeard => F::CaseHeard { detained: flag(a)? },
        ReliefGranted => F::ReliefGranted,
        RemovalOrdered => F::RemovalOrdered { path: word(a)? },
        OrderReinstated => F::OrderReinstated,
        Stipulated => F::Stipulated,
        VoluntaryDeparture => F::VoluntaryDeparture,
        Removed => F::Removed { path: word(a)?, conviction: word(b)?, return_at: Hour(n) },
        Returned => F::Returned,
        CitizenshipConfirmed => F::CitizenshipConfirmed { hours_held: n, status: word(a)? },
        FearRaised => F::FearRaised { level: n },
        HouseholdLostMember => F::HouseholdLostMember { others: n.try_into().ok()? },
        PolicyChanged => F::PolicyChanged { rules: n.try_into().ok()?, cooperation: o },
        WorkStopped => F::WorkStopped { sector: word(a)? },
        TrustRaised => F::TrustRaised { level: n },
        TrustBroken => F::TrustBroken { level: n },
        AgreementSigned => F::AgreementSigned,
        AgreementEnded => F::AgreementEnded,
        SurgeStarted => F::SurgeStarted { agents: n.try_into().ok()? },
        SurgeEnded => F::SurgeEnded,
        GrantWithheld => F::GrantWithheld { thousands: n },
        NewcomersArrived => F::NewcomersArrived { number: n },
        HearingPutOff => F::HearingPutOff { hearing_at: Hour(n) },
        Convicted => F::Convicted { offence: word(a)?, listed: flag(b)?, significant: flag(c)? },
        CrimeCommitted | CrimeReported | CrimeNotReported | CrimeCleared | PoliceStop | Arrested
        | Diverted | ScreenedBy287g | DetainerReviewed | CitedAndReleased | StatusInquired | NotifiedOnSuspicion | Booked | FingerprintsShared
        | DatabaseMatched | InterviewedInJail | DetainerIssued | NotificationRequested
        | DetainerLifted | ReleaseDue | DetainerDeclined | HoldStarted | ReleaseNotified
        | Released => return None,
    })
}

/// The agency of a fact that names one: it alone needs more than a small value has room for.
fn agency(fact: Fact) -> Option<AgencyId> {
    match fact {
        Fact::Arrested { agency, .. }
        | Fact::StatusInquired { agency }
        | Fact::NotifiedOnSuspicion { agency }
        | Fact::PoliceStop { agency, .. } => Some(agency),
        _ => None,
    }
}

fn low(agency: AgencyId) -> u8 {
    let [low, _] = agency.0.to_le_bytes();
    low
}

fn num(word: impl Word) -> u8 {
    word.number()
}

fn word<W: Word>(number: u8) -> Option<W> {
    W::numbered(number)
}

fn bit(flag: bool) -> u8 {
    u8::from(flag)
}

/// A truth value, which no other byte stands for than 0 and 1.
fn flag(byte: u8) -> Option<bool> {
    (byte < 2).then_some(byte == 1)
}

//! Events for tests: every kind of fact, and a run that looks like one.

use crate::event::{
    Channel, Crime, Event, Fact, Group, Handover, Listing, Offence, Origin, Part, Path, Request,
    RuleId, Status, Word,
};
use crate::ids::{AgencyId, Case, DistrictId, Subject};
use crate::time::{Day, Hour};

/// A stream of numbers without a pattern.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// The next number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 33) % end
    }

    fn number(&mut self) -> u32 {
        let wide = self.below(1 << 31) as u32;
        [0, 1, u32::MAX, 1 << 31, wide, wide % 1000][self.below(6) as usize]
    }

    fn hour(&mut self) -> Hour {
        Hour(self.number())
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    fn word<W: Word>(&mut self) -> W {
        W::ALL[self.below(W::ALL.len() as u64) as usize]
    }
}

/// Every kind of fact, with values of all sizes.
pub(super) fn facts(d: &mut Dice) -> Vec<Fact> {
    let mut facts = local(d);
    facts.extend(federal(d));
    facts
}

fn local(d: &mut Dice) -> Vec<Fact> {
    let (crime, victim, offender): (Crime, Group, _) = (d.word(), d.word(), d.number());
    let (charge, conviction): (Offence, Offence) = (d.word(), d.word());
    let (origin, status, how): (Origin, Status, Handover) = (d.word(), d.word(), d.word());
    let (agency, request): (_, Request) = (AgencyId(d.below(65_536) as u16), d.word());
    let (release_at, agents_at, request_at) = (d.hour(), d.hour(), d.hour());
    let (until, next_offence) = (d.hour(), d.hour());
    let (after_decline, against_policy, rightly) = (d.flag(), d.flag(), d.flag());
    let (offence, listed, significant) = (d.word(), d.flag(), d.flag());
    vec![
        Fact::CrimeCommitted { crime, victim, after_decline, offender, next_offence },
        Fact::CrimeReported { crime, victim },
        Fact::CrimeNotReported { crime, victim },
        Fact::CrimeCleared { crime, offender },
        Fact::Arrested { charge, origin, agency, status },
        Fact::CitedAndReleased { charge, next_offence },
        Fact::StatusInquired { agency },
        Fact::NotifiedOnSuspicion { agency },
        Fact::Booked { charge, release_at },
        Fact::FingerprintsShared,
        Fact::PoliceStop { charge, agency, next_offence },
        Fact::Diverted { charge },
        Fact::DatabaseMatched { rightly, status, database: d.word(), request_at },
        Fact::ScreenedBy287g { request_at },
        Fact::DetainerReviewed { review: d.word(), upheld: d.flag() },
        Fact::InterviewedInJail { request_at },
        Fact::DetainerIssued { request, conviction, release_at },
        Fact::NotificationRequested { conviction, release_at },
        Fact::DetainerLifted,
        Fact::Convicted { offence, listed, significant },
        Fact::ReleaseDue,
        Fact::DetainerDeclined { conviction, against_policy, agents_at },
        Fact::HoldStarted { until, how, against_policy, agents_at },
        Fact::ReleaseNotified { how, against_policy, agents_at },
        Fact::JudicialWarrantSought,
        Fact::JudicialWarrantGranted,
        Fact::JudicialWarrantRefused,
        Fact::HoldExpired,
        Fact::Released { after_decline, next_offence },
        Fact::Sentenced { until },
    ]
}

fn federal(d: &mut Dice) -> Vec<Fact> {
    let (channel, path, reason): (Channel, Path, Listing) = (d.word(), d.word(), d.word());
    let (status, conviction): (Status, Offence) = (d.word(), d.word());
    let (until, hearing_at, return_at) = (d.hour(), d.hour(), d.hour());
    let (level, hours_held) = (d.number(), d.number());
    let (officer_hours, rules) = (d.below(65_536) as u16, d.below(65_536) as u16);
    let (others, detained) = (d.below(256) as u8, d.flag());
    vec![
        Fact::TransferredToIce { channel, status, conviction },
        Fact::TargetListed { reason },
        Fact::ArrestedAtRelease { status, conviction },
        Fact::TargetDropped,
        Fact::OperationStarted { officer_hours, site: d.word() },
        Fact::OperationAlerted,
        Fact::OperationFailed,
        Fact::AtLargeArrest { status, conviction },
        Fact::CollateralArrest { status, conviction },
        Fact::RaidReported { level },
        Fact::DetainedByIce { until, path },
        Fact::HearingPutOff { hearing_at },
        Fact::CaseDocketed { detained, funded: d.flag(), hearing_at },
        Fact::ReleasedOnBond { hearing_at, funded: d.flag() },
        Fact::ReleasedForCapacity { hearing_at },
        Fact::CounselAppointed { funded: d.flag() },
        Fact::CaseHeard { detained },
        Fact::ReliefGranted,
        Fact::RemovalOrdered { path },
        Fact::OrderReinstated,
        Fact::Stipulated,
        Fact::VoluntaryDeparture,
        Fact::Removed { path, conviction, return_at },
        Fact::Returned,
        Fact::CitizenshipConfirmed { hours_held, status },
        Fact::FearRaised { level },
        Fact::HouseholdLostMember { others },
        Fact::PolicyChanged { rules, cooperation: d.number() },
        Fact::WorkStopped { sector: d.word() },
        Fact::TrustRaised { level },
        Fact::TrustBroken { level },
        Fact::AgreementSigned,
        Fact::AgreementEnded,
        Fact::SurgeStarted { agents: d.below(65_536) as u16 },
        Fact::SurgeEnded,
        Fact::GrantWithheld { thousands: d.number() },
        Fact::NewcomersArrived { number: d.number() },
    ]
}

/// An event with this fact, about anyone and anything.
pub(super) fn event(d: &mut Dice, fact: Fact) -> Event {
    let home = DistrictId(d.below(65_536) as u16);
    let subject = match d.below(4) {
        0 => Subject::COUNTY,
        1 => Subject::neighbourhood(home, d.below(65_536) as u16),
        _ => Subject { home, index: d.number() },
    };
    let case = Case(d.below(1 << 31) << d.below(34));
    Event { subject, case, rule: RuleId(d.below(65_536) as u16), hour: d.below(24) as u8, fact }
}

/// The events of one part of a day.
pub(super) type PartOfDay = (Part, Vec<Event>);

/// The events of a day, in log order, of a few kinds and cases.
pub(super) fn day(d: &mut Dice, day: Day, events: u64) -> Vec<PartOfDay> {
    let mut parts: Vec<PartOfDay> = Part::ALL.iter().map(|part| (*part, Vec::new())).collect();
    for _ in 0..events {
        let all = facts(d);
        let fact = all[d.below(all.len() as u64) as usize];
        let subject = Subject { home: DistrictId(d.below(3) as u16), index: d.below(9_000) as u32 };
        let case = Case::opened(day.0.saturating_sub(d.below(20) as u32), 1, d.below(9) as u32);
        let event = Event { subject, case, hour: d.below(24) as u8, ..event(d, fact) };
        let part = d.below(parts.len() as u64) as usize;
        parts[part].1.push(event);
    }
    parts.iter_mut().for_each(|(_, events)| events.sort_by_key(|event| event.subject));
    parts
}

/// As the writer takes it.
pub(super) fn borrowed(parts: &[PartOfDay]) -> Vec<(Part, &[Event])> {
    parts.iter().map(|(part, events)| (*part, events.as_slice())).collect()
}

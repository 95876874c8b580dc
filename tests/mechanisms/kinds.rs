//! Every kind of event, and every word in one, occurs in the tour of a made-up county.

use super::county::{county, events, log, set, shipped, side_by_side};
use jurisim::event::{
    Channel, Database, Fact, Handover, Listing, Path, Review, Sector, Site, Word,
};
use jurisim::scenario::scalar::Scalar;
use std::collections::BTreeSet;

/// Lists the kinds of facts. A new one does not compile until it stands here.
macro_rules! kinds {
    ($($kind:ident)+) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),+];

        pub(crate) fn kind(fact: &Fact) -> &'static str {
            match fact {
                $(Fact::$kind { .. } => stringify!($kind),)+
            }
        }
    };
}

kinds! {
    CrimeCommitted CrimeReported CrimeNotReported CrimeCleared PoliceStop Arrested CitedAndReleased
    StatusInquired NotifiedOnSuspicion Booked Diverted FingerprintsShared DatabaseMatched
    InterviewedInJail ScreenedBy287g DetainerReviewed DetainerIssued NotificationRequested
    DetainerLifted Convicted ReleaseDue DetainerDeclined HoldStarted ReleaseNotified
    JudicialWarrantSought JudicialWarrantGranted JudicialWarrantRefused HoldExpired Released Sentenced
    TransferredToIce ArrestedAtRelease TargetListed TargetDropped OperationStarted OperationAlerted
    OperationFailed AtLargeArrest CollateralArrest RaidReported DetainedByIce CaseDocketed HearingPutOff
    ReleasedOnBond ReleasedForCapacity CounselAppointed CaseHeard ReliefGranted RemovalOrdered
    OrderReinstated Stipulated VoluntaryDeparture Removed Returned CitizenshipConfirmed FearRaised
    HouseholdLostMember WorkStopped TrustRaised TrustBroken PolicyChanged AgreementSigned
    AgreementEnded SurgeStarted SurgeEnded GrantWithheld NewcomersArrived
}

/// The names of all kinds of facts.
pub(crate) fn all() -> &'static [&'static str] {
    KINDS
}

/// The words that a fact is made of, each with its list.
fn words(fact: &Fact) -> Vec<String> {
    let named = |list: &str, name: &str| format!("{list} {name}");
    match fact {
        Fact::TransferredToIce { channel, .. } => vec![named("channel", channel.name())],
        Fact::ArrestedAtRelease { .. } => vec![named("channel", Channel::AtRelease.name())],
        Fact::AtLargeArrest { .. } => vec![named("channel", Channel::AtLarge.name())],
        Fact::CollateralArrest { .. } => vec![named("channel", Channel::Collateral.name())],
        Fact::OperationStarted { site, .. } => vec![named("site", site.name())],
        Fact::DatabaseMatched { database, rightly, .. } => {
            let mut all = vec![named("database", database.name())];
            all.extend((!rightly).then(|| named("wrongly, database", database.name())));
            all
        }
        Fact::DetainerReviewed { review, .. } => vec![named("review", review.name())],
        Fact::WorkStopped { sector } => vec![named("sector", sector.name())],
        Fact::TargetListed { reason } => vec![named("listing", reason.name())],
        Fact::ReleaseNotified { how, .. } | Fact::HoldStarted { how, .. } => {
            vec![named("handover", how.name())]
        }
        Fact::DetainedByIce { path, .. }
        | Fact::RemovalOrdered { path }
        | Fact::Removed { path, .. } => vec![named("path", path.name())],
        _ => Vec::new(),
    }
}

fn every<W: Word>(list: &str) -> impl Iterator<Item = String> {
    W::ALL.iter().map(move |word| format!("{list} {}", word.name()))
}

/// One replicate of each arm.
#[test]
fn every_kind_of_event_and_every_word_occurs_in_the_tour() {
    let scenario = shipped("every-mechanism", str::to_owned);
    let seen = side_by_side(scenario.arms.len(), |arm| {
        let mut seen = BTreeSet::new();
        for event in events(&log(&scenario, arm, 1)) {
            seen.insert(kind(&event.fact).to_owned());
            seen.extend(words(&event.fact));
        }
        seen
    });
    let seen: BTreeSet<String> = seen.into_iter().flat_map(|arm| arm.expect("it runs")).collect();
    let kinds = KINDS.iter().map(|kind| (*kind).to_owned());
    let words = every::<Channel>("channel")
        .chain(every::<Site>("site"))
        .chain(every::<Database>("database"))
        // Nobody is flagged wrongly for having been fingerprinted before.
        .chain(every::<Database>("wrongly, database").filter(|it| !it.ends_with("fingerprints")))
        .chain(every::<Review>("review"))
        .chain(every::<Sector>("sector"))
        .chain(every::<Listing>("listing"))
        .chain(every::<Handover>("handover"))
        .chain(every::<Path>("path"));
    let missing: Vec<String> = kinds.chain(words).filter(|word| !seen.contains(word)).collect();
    assert!(missing.is_empty(), "never happens: {missing:?}");
}

/// What an event says of how it came about must be so.
#[test]
fn nobody_is_matched_by_fingerprints_that_were_not_shared() {
    let scenario = county(&["criminal-alien-program@2019-01-01..", "test-open"], 300);
    let log = log(&scenario, 0, 1);
    let shared: BTreeSet<_> = events(&log)
        .filter(|event| event.fact == Fact::FingerprintsShared)
        .map(|event| (event.subject, event.case))
        .collect();
    let by_prints = |fact: &Fact| {
        matches!(fact, Fact::DatabaseMatched { database: Database::Fingerprints, .. })
    };
    let matched = events(&log).filter(|event| by_prints(&event.fact));
    let odd = matched.filter(|event| !shared.contains(&(event.subject, event.case))).count();
    assert_eq!(odd, 0, "matched by fingerprints that nobody shared");
}

/// Where nobody can pay a bond, a fund has paid each, also when it has ended in the meantime.
#[test]
fn a_bond_that_only_a_fund_can_have_paid_is_said_to_be_funded() {
    let stack = ["kelly-memo-2017@2019-01-01..", "test-open", "bond-fund@2019-01-01..2019-05-31"];
    let mut scenario = county(&stack, 300);
    set(&mut scenario, Scalar::BondPaid, 0.0);
    set(&mut scenario, Scalar::BondGranted, 0.7);
    let log = log(&scenario, 0, 1);
    let released = |by_fund: bool| {
        let is =
            |fact: &Fact| matches!(fact, Fact::ReleasedOnBond { funded, .. } if *funded == by_fund);
        events(&log).filter(|event| is(&event.fact)).count()
    };
    assert!(released(true) > 10);
    assert_eq!(released(false), 0, "released on a bond that nobody paid");
}

/// A jail that holds nobody but by warrants that deputies serve: whoever was held came by them, also
/// on the day after the last on which they serve.
#[test]
fn a_hold_keeps_its_channel_when_the_rules_change() {
    let stack = ["kelly-memo-2017@2019-01-01..", "warrant-service-officer@2019-01-01..2019-05-31"];
    let mut channels = std::collections::BTreeMap::<&str, usize>::new();
    let last = jurisim::time::Day(150);
    let mut across = 0;
    for seed in 1..=16 {
        let mut scenario = county(&stack, 160);
        set(&mut scenario, Scalar::JailAnswers, 1.0);
        set(&mut scenario, Scalar::JailCompliance, 1.0);
        set(&mut scenario, Scalar::ShareCustodial, 0.5);
        set(&mut scenario, Scalar::StopsPerThousand, 1_000.0);
        let mut held = BTreeSet::new();
        for day in log(&scenario, 0, seed) {
            for (_, event) in day.events() {
                if let Fact::TransferredToIce { channel, .. } = event.fact {
                    *channels.entry(channel.name()).or_default() += 1;
                    across += usize::from(day.day > last && held.contains(&event.case));
                } else if matches!(event.fact, Fact::HoldStarted { .. }) && day.day <= last {
                    held.insert(event.case);
                }
            }
        }
    }
    assert!(across >= 3, "{across} held before and taken after");
    assert_eq!(channels.get("jail_hold"), None, "{channels:?}");
}

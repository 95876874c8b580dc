//! Every kind of event, and every word in one, occurs in the tour of a made-up county.

use super::county::{events, log, shipped, side_by_side};
use jurisim::event::{
    Channel, Database, Fact, Handover, Listing, Path, Review, Sector, Site, Word,
};
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
    OperationFailed AtLargeArrest CollateralArrest RaidReported DetainedByIce CaseDocketed
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
        Fact::ReleaseNotified { how, .. } => vec![named("handover", how.name())],
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
    let seen: BTreeSet<String> = seen.into_iter().map(|arm| arm.expect("it runs")).flatten().collect();
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

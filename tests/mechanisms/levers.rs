//! A lever raised moves its own outcome one way, and for everybody.
//!
//! In a county in which nobody's luck depends on another's, two runs that differ in one lever are
//! compared person by person, up to the first event in which a person's lives differ: that event must
//! be the lever's. What people share is in [`super::shared`].

use super::county::{content, county, events, log, set, side_by_side};
use jurisim::engine::DayLog;
use jurisim::event::{Channel, Crime, Database, Event, Fact, Handover, Offence, Review, Word};
use jurisim::ids::{Case, Subject};
use jurisim::scenario::Scenario;
use jurisim::scenario::act::Act;
use jurisim::scenario::dial::Dial;
use jurisim::scenario::parameter::{Parameter, PerCrime, PerOffence};
use jurisim::scenario::parameters::{Grade, Sourced};
use jurisim::scenario::policy::Policy;
use jurisim::scenario::regime::{Clause, Level, Regime};
use jurisim::scenario::rule::Rule;
use jurisim::scenario::scalar::Scalar;
use std::collections::{BTreeMap, BTreeSet};

/// What is moved.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lever {
    /// A number of the model.
    Number(Scalar),
    /// A number of a regime.
    Dial(Dial),
    /// An act, forbidden at 0 and allowed at 1.
    Act(Act),
}
pub(crate) use Lever::{Act as Rules, Dial as Turn, Number};

/// Whether an event of the lower run and one of the higher may be where lives part.
pub(crate) type Parts = fn(Option<Fact>, Option<Fact>) -> bool;

/// The lever, the stack it is moved in, its steps from low to high, and how lives may part.
pub(crate) type Row = (Lever, &'static [&'static str], &'static [f64], Parts);

/// Moves a lever.
pub(crate) fn moved(scenario: &mut Scenario, lever: Lever, value: f64) {
    let mut regime = Regime {
        rollout: None,
        id: "moved".to_owned(),
        title: String::new(),
        level: Level::Federal,
        agency: None,
        // Announced on the second day.
        from: scenario.span.start.tomorrow().expect("a date"),
        until: None,
        summary: String::new(),
        sources: Vec::new(),
        clauses: Vec::new(),
        dials: Vec::new(),
    };
    match lever {
        Lever::Number(scalar) => return set(scenario, scalar, value),
        Lever::Dial(dial) => {
            let (unit, source) = (String::new(), "a test".to_owned());
            let grade = Grade::Judgement;
            let sourced = Sourced { value, low: value, high: value, unit, grade, source };
            regime.dials.push((dial, sourced));
        }
        Lever::Act(act) => {
            let rule = if value > 0.0 { Rule::Always } else { Rule::Never };
            let section = String::new();
            regime.clauses.push(Clause { act, rule, ordered: false, compelled: false, section });
        }
    }
    let arm = &mut scenario.arms[0];
    arm.regimes.push(regime);
    arm.policy = Policy::stack(&arm.regimes, &scenario.place.agencies, &scenario.span);
}

/// A county in which nobody's luck depends on another's: no crimes, nobody looked for, more agents and
/// beds than anybody needs, judges without end.
fn alone(stack: &[&str], days: u32) -> Scenario {
    let mut scenario = county(stack, days);
    for &crime in Crime::ALL {
        let nothing = scenario.parameters.sourced(Scalar::ShareAtLarge).clone();
        let nothing = Sourced { value: 0.0, ..nothing };
        scenario.parameters.set(Parameter::OfCrime(PerCrime::Rate, crime), nothing);
    }
    for (scalar, value) in [
        (Scalar::StopsPerThousand, 400.0),
        (Scalar::RelapseCrimeShare, 0.0),
        (Scalar::ShareAtLarge, 0.0),
        (Scalar::ShareCustodial, 1.0),
        (Scalar::Officers, 100_000.0),
        (Scalar::Beds, 100_000.0),
        (Scalar::TaskForces, 0.0),
        (Scalar::DetainerMedianHours, 4.0),
        (Scalar::WarrantSought, 0.4),
        (Scalar::LiftedOther, 0.1),
        (Scalar::PrisonMeanDays, 30.0),
        (Scalar::DaysReinstated, 5.0),
        (Scalar::DaysAgreed, 5.0),
        (Scalar::DaysAdministrative, 5.0),
        (Scalar::ReturnPerYear, 3.0),
        (Scalar::NonDetainedDays, 15.0),
    ] {
        set(&mut scenario, scalar, value);
    }
    scenario.mechanisms.judges_are_finite = false;
    // Visitors, so that enough of their visas are read wrongly.
    scenario.place.populations[0].temporary = 40.0;
    scenario
}

pub(crate) type Lives = BTreeMap<Subject, Vec<(u32, Event)>>;

fn lives(log: &[DayLog]) -> Lives {
    let mut lives = Lives::new();
    for day in log {
        for (_, event) in day.events() {
            if event.subject.person().is_some()
                && let Some(event) = content(event)
            {
                lives.entry(event.subject).or_default().push((day.day.0, event));
            }
        }
    }
    lives
}

/// Where each person's lives part.
pub(crate) fn partings(low: &Lives, high: &Lives) -> Vec<(Subject, Option<Event>, Option<Event>)> {
    let people: BTreeSet<&Subject> = low.keys().chain(high.keys()).collect();
    let none = Vec::new();
    let parting = |who: &&Subject| {
        let (a, b) = (low.get(who).unwrap_or(&none), high.get(who).unwrap_or(&none));
        let at = (0..a.len().max(b.len())).find(|&at| a.get(at) != b.get(at))?;
        let (a, b) = (a.get(at).copied(), b.get(at).copied());
        // What comes first is where they part: the other may only be what came next, later.
        Some((**who, a.map(|(_, event)| event), b.map(|(_, event)| event)))
    };
    people.iter().filter_map(parting).collect()
}

pub(crate) const OPEN: &[&str] = &["kelly-memo-2017@2019-01-01..", "test-open"];
const TOLD: &[&str] = &["kelly-memo-2017@2019-01-01..", "test-hand-over"];
pub(crate) const SILENT: &[&str] = &["kelly-memo-2017@2019-01-01.."];
const SHUT: &[&str] = &["kelly-memo-2017@2019-01-01..", "test-shut"];
const SWORN: &[&str] = &["kelly-memo-2017@2019-01-01..", "test-open", "test-deputies"];
const READ: &[&str] =
    &["kelly-memo-2017@2019-01-01..", "test-open", "gonzalez-injunction-2019@2019-01-01.."];
const SPOKEN: &[&str] =
    &["kelly-memo-2017@2019-01-01..", "test-open", "interview-review@2019-01-01.."];

/// A bed until then.
fn until(fact: Option<Fact>) -> Option<u32> {
    if let Some(Fact::DetainedByIce { until, .. }) = fact { Some(until.0) } else { None }
}

/// Out of detention no later.
fn sooner(low: Option<Fact>, high: Option<Fact>) -> bool {
    // As soon by chance, but to wait at liberty.
    is(|f| matches!(f, Fact::CaseDocketed { detained: true, .. }), low)
        && is(|f| matches!(f, Fact::CaseDocketed { detained: false, .. }), high)
        || until(low).zip(until(high)).is_some_and(|(low, high)| high <= low)
}

fn later(low: Option<Fact>, high: Option<Fact>) -> bool {
    sooner(high, low)
}

/// When agents mean to come, by the jail's answer.
fn agents(fact: Option<Fact>) -> Option<bool> {
    match fact? {
        Fact::HoldStarted { agents_at, .. }
        | Fact::ReleaseNotified { agents_at, .. }
        | Fact::DetainerDeclined { agents_at, .. } => Some(agents_at.comes()),
        _ => None,
    }
}

fn agents_come(low: Option<Fact>, high: Option<Fact>) -> bool {
    agents(low) == Some(false) && agents(high) == Some(true)
}

/// The same request keeps the person in longer in the higher run: bail opens the door only where the
/// jail will do nothing for ICE.
fn keeps(low: Option<Fact>, high: Option<Fact>) -> bool {
    let until = |fact| match fact {
        Some(Fact::DetainerIssued { release_at, .. }) => Some(release_at),
        _ => None,
    };
    until(low).zip(until(high)).is_some_and(|(low, high)| low < high)
}

/// Does more for ICE in the higher run: holds or hands over what the lower declines.
fn answers(low: Option<Fact>, high: Option<Fact>) -> bool {
    if keeps(low, high) {
        return true;
    }
    let declines = matches!(low, Some(Fact::DetainerDeclined { .. } | Fact::JudicialWarrantSought));
    let helps = matches!(high, Some(Fact::HoldStarted { .. } | Fact::ReleaseNotified { .. }));
    declines && helps
}

fn refuses(low: Option<Fact>, high: Option<Fact>) -> bool {
    answers(high, low)
}

fn next_offence(fact: Option<Fact>) -> Option<bool> {
    match fact? {
        Fact::Released { next_offence, .. } | Fact::CitedAndReleased { next_offence, .. } => {
            Some(next_offence.comes())
        }
        _ => None,
    }
}

fn goes_on(low: Option<Fact>, high: Option<Fact>) -> bool {
    next_offence(low) == Some(false) && next_offence(high) == Some(true)
}

fn wrongly(fact: Option<Fact>, by: Database) -> bool {
    matches!(fact, Some(Fact::DatabaseMatched { rightly: false, database, .. }) if database == by)
}

fn asked_at(fact: Option<Fact>) -> Option<u32> {
    match fact? {
        Fact::DatabaseMatched { request_at, .. } | Fact::InterviewedInJail { request_at } => {
            Some(request_at.0)
        }
        _ => None,
    }
}

pub(crate) fn is(pattern: fn(&Fact) -> bool, fact: Option<Fact>) -> bool {
    fact.is_some_and(|fact| pattern(&fact))
}

#[rustfmt::skip]
const ALONE: &[Row] = &[
    (Turn(Dial::CiteInLieu), OPEN, &[0.0, 0.3, 0.9], |low, high| {
        is(|f| matches!(f, Fact::Booked { charge, .. } if *charge <= Offence::Wobbler), low)
            && is(|f| matches!(f, Fact::CitedAndReleased { .. }), high)
    }),
    (Turn(Dial::IdCheck), OPEN, &[0.0, 0.3, 0.9], |low, _| {
        let petty = is(|f| matches!(f, Fact::Arrested { charge, .. } if *charge <= Offence::Traffic), low);
        // In a run of offences the stop itself says when the next is due.
        petty || is(|f| matches!(f, Fact::PoliceStop { charge, .. } if *charge <= Offence::Traffic), low)
    }),
    (Turn(Dial::OwnRecognizance), OPEN, &[0.0, 0.5, 1.0], |low, high| match (low, high) {
        (Some(Fact::Booked { release_at: low, .. }), Some(Fact::Booked { release_at: high, .. })) => high < low,
        _ => false,
    }),
    (Turn(Dial::Diversion), OPEN, &[0.0, 0.4, 1.0], |_, high| is(|f| matches!(f, Fact::Diverted { .. }), high)),
    (Turn(Dial::TakeUp), OPEN, &[0.1, 0.5, 1.0], |_, high| is(|f| matches!(f, Fact::DetainerReviewed { .. }), high)),
    (Turn(Dial::LegalDefence), OPEN, &[0.0, 0.3, 1.0], |low, high| {
        is(|f| matches!(f, Fact::CounselAppointed { funded: true }), high) || sooner(low, high)
    }),
    (Turn(Dial::BondFund), OPEN, &[0.0, 0.5, 1.0], sooner),
    (Turn(Dial::HoldHours), OPEN, &[24.0, 48.0, 168.0], |low, high| match (low, high) {
        (
            Some(Fact::HoldStarted { until: low, agents_at: comes, .. }),
            Some(Fact::HoldStarted { until: high, agents_at: still, .. }),
        ) => low < high && comes.comes() == still.comes() && comes <= still,
        _ => false,
    }),
    (Turn(Dial::Pressure), SHUT, &[0.0, 0.3, 1.0], answers),
    (Turn(Dial::Pressure), OPEN, &[0.0, 0.3, 1.0], answers),
    (Turn(Dial::Oversight), SHUT, &[0.0, 0.3, 1.0], refuses),
    (Number(Scalar::JailCompliance), SHUT, &[0.3, 0.6, 1.0], refuses),
    (Number(Scalar::JailAnswers), OPEN, &[0.3, 0.6, 1.0], answers),
    (Number(Scalar::MatchProbability), OPEN, &[0.2, 0.5, 0.9], |_, high| {
        is(|f| matches!(f, Fact::DatabaseMatched { rightly: true, .. }), high)
    }),
    (Number(Scalar::BirthplaceLead), OPEN, &[0.0, 0.3, 0.9], |_, high| {
        is(|f| matches!(f, Fact::DatabaseMatched { database: Database::Birthplace, .. }), high)
    }),
    (Number(Scalar::InterviewFinds), OPEN, &[0.0, 0.3, 0.9], |_, high| {
        is(|f| matches!(f, Fact::InterviewedInJail { .. }), high)
    }),
    (Number(Scalar::InterviewConsent), &["kelly-memo-2017@2019-01-01..", "test-open", "truth-act-2017"], &[0.0, 0.5, 1.0], |_, high| {
        is(|f| matches!(f, Fact::InterviewedInJail { .. }), high)
    }),
    (Number(Scalar::JailScreened), SWORN, &[0.0, 0.3, 0.9], |_, high| {
        is(|f| matches!(f, Fact::ScreenedBy287g { .. }), high)
    }),
    (Number(Scalar::StreetScreened), SWORN, &[0.0, 0.3, 0.9], |low, high| {
        is(|f| matches!(f, Fact::ScreenedBy287g { .. } | Fact::NotifiedOnSuspicion { .. }), high)
            || is(|f| matches!(f, Fact::StatusInquired { .. }), low)
    }),
    (Number(Scalar::CivilWarrantKnown), OPEN, &[0.0, 0.3, 0.9], |_, high| {
        is(|f| matches!(f, Fact::TransferredToIce { channel: Channel::CivilWarrant, .. } | Fact::NotifiedOnSuspicion { .. }), high)
    }),
    (Number(Scalar::StatusRecordError), OPEN, &[0.1, 0.3, 0.5], |_, high| wrongly(high, Database::StatusRecord)),
    (Number(Scalar::OverstayError), OPEN, &[0.1, 0.4, 0.8], |_, high| wrongly(high, Database::Overstay)),
    (Number(Scalar::MatchFalseBirthplace), OPEN, &[0.0, 0.3, 0.9], |_, high| wrongly(high, Database::Birthplace)),
    (Number(Scalar::MatchFalseLongAgo), OPEN, &[0.0, 0.3, 0.9], |_, high| wrongly(high, Database::Naturalisation)),
    (Number(Scalar::MatchFalseDerived), OPEN, &[0.0, 0.3, 0.9], |_, high| wrongly(high, Database::DerivedCitizenship)),
    (Number(Scalar::FileCatches), READ, &[0.0, 0.5, 1.0], |low, high| {
        is(|f| matches!(f, Fact::DetainerReviewed { review: Review::File, upheld: true }), low)
            && is(|f| matches!(f, Fact::DetainerReviewed { review: Review::File, upheld: false }), high)
    }),
    (Number(Scalar::InterviewCatches), SPOKEN, &[0.0, 0.5, 1.0], |low, high| {
        is(|f| matches!(f, Fact::DetainerReviewed { upheld: true, .. }), low)
            && is(|f| matches!(f, Fact::DetainerReviewed { upheld: false, .. }), high)
    }),
    (Number(Scalar::DelayFile), READ, &[0.0, 6.0, 24.0], |low, high| asked_at(low) < asked_at(high)),
    (Number(Scalar::DetainerMedianHours), OPEN, &[2.0, 6.0, 24.0], |low, high| asked_at(low) < asked_at(high)),
    (Number(Scalar::DetainerStayFactor), OPEN, &[1.0, 3.0, 8.0], |low, high| match (low, high) {
        (Some(Fact::DetainerIssued { release_at: low, .. }), Some(Fact::DetainerIssued { release_at: high, .. })) => low < high,
        _ => false,
    }),
    (Number(Scalar::LiftedOther), OPEN, &[0.0, 0.3, 0.9], |_, high| is(|f| matches!(f, Fact::DetainerLifted), high)),
    (Number(Scalar::CollectionHold), OPEN, &[0.1, 0.5, 1.0], agents_come),
    (Number(Scalar::CollectionNotice), TOLD, &[0.1, 0.5, 1.0], agents_come),
    (Number(Scalar::CollectionDoor), &["kelly-memo-2017@2019-01-01..", "notify-only"], &[0.1, 0.5, 1.0], agents_come),
    (Number(Scalar::CollectionUnasked), SILENT, &[0.0, 0.3, 0.9], agents_come),
    (Number(Scalar::WithoutRoster), SHUT, &[0.0, 0.3, 0.9], agents_come),
    (Number(Scalar::CollectionContractor), &["kelly-memo-2017@2019-01-01..", "test-hand-over", "contractor-back-door"], &[0.1, 0.5, 1.0], agents_come),
    (Number(Scalar::WarrantSought), SILENT, &[0.0, 0.3, 0.9], |_, high| is(|f| matches!(f, Fact::JudicialWarrantSought), high)),
    (Number(Scalar::WarrantGranted), SILENT, &[0.1, 0.5, 0.9], |low, high| {
        is(|f| matches!(f, Fact::JudicialWarrantRefused), low) && is(|f| matches!(f, Fact::JudicialWarrantGranted), high)
    }),
    (Number(Scalar::MagistrateFinding), &["kelly-memo-2017@2019-01-01..", "trust-act-2014@2019-01-01.."], &[0.0, 0.5, 1.0], |low, high| {
        keeps(low, high) || is(|f| matches!(f, Fact::HoldStarted { .. }), high)
    }),
    (Number(Scalar::PublicRelease), &["kelly-memo-2017@2019-01-01..", "sb54-2018"], &[0.0, 0.3, 0.9], answers),
    (Number(Scalar::ReliefCounsel), OPEN, &[0.1, 0.4, 0.9], |low, high| {
        is(|f| matches!(f, Fact::RemovalOrdered { .. }), low) && is(|f| matches!(f, Fact::ReliefGranted), high)
    }),
    (Number(Scalar::ReliefAlone), OPEN, &[0.0, 0.3, 0.9], |low, high| {
        is(|f| matches!(f, Fact::RemovalOrdered { .. }), low) && is(|f| matches!(f, Fact::ReliefGranted), high)
    }),
    (Number(Scalar::BondGranted), OPEN, &[0.0, 0.3, 0.7], sooner),
    (Number(Scalar::BondPaid), OPEN, &[0.0, 0.5, 1.0], sooner),
    (Number(Scalar::DaysReinstated), OPEN, &[2.0, 5.0, 20.0], later),
    (Number(Scalar::DaysHearing), OPEN, &[12.0, 30.0, 90.0], later),
    (Number(Scalar::InAbsentia), OPEN, &[0.0, 0.7], |low, high| {
        is(|f| matches!(f, Fact::CaseHeard { .. }), low) && is(|f| matches!(f, Fact::RemovalOrdered { .. }), high)
    }),
    (Number(Scalar::ReturnPerYear), OPEN, &[1.0, 3.0, 9.0], |low, high| match (low, high) {
        (Some(Fact::Removed { return_at: low, .. }), Some(Fact::Removed { return_at: high, .. })) => high < low,
        _ => false,
    }),
    (Number(Scalar::PrisonHandover), OPEN, &[0.0, 0.5, 1.0], |low, high| {
        is(|f| matches!(f, Fact::Released { .. }), low)
            && is(|f| matches!(f, Fact::ReleaseNotified { how: Handover::Prison, .. }), high)
    }),
    (Number(Scalar::SuspicionForms), OPEN, &[0.0, 0.3, 0.9], |_, high| is(|f| matches!(f, Fact::NotifiedOnSuspicion { .. }), high)),
    (Number(Scalar::InquiryAsked), OPEN, &[0.0, 0.3, 0.9], |_, high| is(|f| matches!(f, Fact::StatusInquired { .. }), high)),
    (Number(Scalar::InquiryReveals), OPEN, &[0.0, 0.3, 0.9], |_, high| is(|f| matches!(f, Fact::NotifiedOnSuspicion { .. }), high)),
    (Number(Scalar::RelapseFelony), OPEN, &[0.0, 0.3, 0.9], goes_on),
    (Number(Scalar::RelapseContinues), OPEN, &[0.0, 0.3, 0.9], goes_on),
    (Rules(Act::ServeWarrant), SILENT, &[0.0, 1.0], answers),
    (Rules(Act::Notify), SILENT, &[0.0, 1.0], answers),
    (Rules(Act::SharePrints), OPEN, &[0.0, 1.0], |_, high| is(|f| matches!(f, Fact::FingerprintsShared), high)),
    (Rules(Act::Arrest), OPEN, &[0.0, 1.0], |_, high| {
        is(|f| matches!(f, Fact::Arrested { .. } | Fact::PoliceStop { .. }), high)
    }),
    (Rules(Act::Roster), SILENT, &[0.0, 1.0], agents_come),
    (Rules(Act::AgentsInside), TOLD, &[0.0, 1.0], |low, high| {
        is(|f| matches!(f, Fact::ReleaseNotified { how: Handover::Door, .. }), low)
            && is(|f| matches!(f, Fact::ReleaseNotified { how: Handover::Secure, .. }), high)
            || is(|f| matches!(f, Fact::InterviewedInJail { .. }), high)
    }),
    (Rules(Act::AskHold), OPEN, &[0.0, 1.0], |low, high| {
        is(|f| matches!(f, Fact::NotificationRequested { .. }), low) && is(|f| matches!(f, Fact::DetainerIssued { .. }), high)
    }),
    (Rules(Act::FileReview), OPEN, &[0.0, 1.0], |low, high| asked_at(low) < asked_at(high)),
];

fn of_staff(lever: Lever) -> bool {
    matches!(
        lever,
        Turn(Dial::Pressure | Dial::Oversight)
            | Number(Scalar::JailCompliance | Scalar::JailAnswers)
    )
}

/// Long enough for prisons to let people go, and for cases to be heard.
const DAYS: u32 = 300;

#[test]
fn a_lever_raised_moves_its_outcome_one_way_for_everybody() {
    let wrong = side_by_side(ALONE.len(), |at| {
        let (lever, stack, steps, parts) = ALONE[at];
        let run = |value: f64| {
            let mut scenario = alone(stack, DAYS);
            if !of_staff(lever) {
                // Staff who break a rule do the opposite, whichever it is.
                set(&mut scenario, Scalar::JailCompliance, 1.0);
                set(&mut scenario, Scalar::JailAnswers, 1.0);
            }
            moved(&mut scenario, lever, value);
            lives(&log(&scenario, 0, 1))
        };
        let runs: Vec<Lives> = steps.iter().map(|&value| run(value)).collect();
        let mut wrong = Vec::new();
        for (pair, steps) in runs.windows(2).zip(steps.windows(2)) {
            let partings = partings(&pair[0], &pair[1]);
            if partings.len() < 5 {
                wrong.push(format!("{lever:?} {steps:?}: {} lives part", partings.len()));
            }
            let fact = |event: Option<Event>| event.map(|event| event.fact);
            let odd = partings.iter().filter(|(_, low, high)| !parts(fact(*low), fact(*high)));
            let odd: Vec<_> = odd.collect();
            if let Some((who, low, high)) = odd.first() {
                let (low, high) = (fact(*low), fact(*high));
                let (number, all) = (odd.len(), partings.len());
                wrong.push(format!(
                    "{lever:?} {steps:?}: {number} of {all} lives part otherwise, {who:?}'s at\n    {low:?}\n    {high:?}"
                ));
            }
        }
        wrong
    });
    let missing = wrong.iter().filter(|row| row.is_none()).count();
    let wrong: Vec<String> = wrong.into_iter().flatten().flatten().collect();
    assert!(wrong.is_empty() && missing == 0, "{missing} panicked\n{}", wrong.join("\n"));
}

/// Somebody whose identity is checked by phone goes home, as does somebody cited: what they do next is
/// the same.
#[test]
fn an_identity_check_keeps_nobody_from_the_next_offence_whom_a_citation_does_not() {
    let stops = |share: f64| -> BTreeSet<(Subject, Case)> {
        let mut scenario = alone(OPEN, 200);
        for offence in [Offence::Infraction, Offence::Traffic] {
            let nothing = scenario.parameters.sourced(Scalar::ShareAtLarge).clone();
            let booked = Parameter::OfOffence(PerOffence::Booked, offence);
            scenario.parameters.set(booked, Sourced { value: 0.0, ..nothing });
        }
        moved(&mut scenario, Turn(Dial::IdCheck), share);
        let log = log(&scenario, 0, 1);
        let stops = events(&log).filter(|e| matches!(e.fact, Fact::PoliceStop { .. }));
        stops.map(|event| (event.subject, event.case)).collect()
    };
    let (cited, checked) = (stops(0.0), stops(1.0));
    let gone = cited.difference(&checked).count();
    assert!(gone == 0, "{gone} of {} stops do not come about", cited.len());
}

//! What people share moves one way where runs part: agents, sites, the news, trust, judges.
//!
//! Runs that differ in one lever are compared up to the first part of a day that differs; every
//! difference there must be the lever's.

use super::county::{content, county, log, set, side_by_side};
use super::levers::{Lives, Number, OPEN, Row, Rules, SILENT, Turn, is, moved, partings};
use jurisim::engine::DayLog;
use jurisim::event::{Channel, Event, Fact, Site};
use jurisim::scenario::act::Act;
use jurisim::scenario::dial::Dial;
use jurisim::scenario::scalar::Scalar;
use std::collections::{BTreeMap, BTreeSet};

/// With more judges no case waits longer, whatever came before it.
#[test]
fn with_more_judges_no_hearing_is_later() {
    use jurisim::model::docket::Docket;
    use jurisim::model::setting::Setting;
    use jurisim::time::{Day, Hour};
    let mut waited = 0;
    for detained in [false, true] {
        let setting = |hearings: f64| {
            let mut scenario = county(OPEN, 400);
            set(&mut scenario, Scalar::HearingsDetained, hearings);
            set(&mut scenario, Scalar::HearingsNonDetained, hearings);
            Setting::new(&scenario, jurisim::draw::Draws::Seeded(1))
        };
        let (few, many) = (setting(0.2), setting(0.5));
        let (mut slow, mut fast) = (Docket::new(1.0), Docket::new(1.0));
        for day in 0..300_u32 {
            // Two on some days, none on others.
            for nth in 0..(day * 7 % 5) / 2 {
                let ready = Hour(day * 24 + 100 + (day * 37 + nth * 11) % 900);
                let late = slow.turn(&few, detained, ready);
                let soon = fast.turn(&many, detained, ready);
                assert!(ready <= soon && soon <= late, "{day}");
                waited += u32::from(soon < late);
                slow.enter(&few, Day(day), detained);
                fast.enter(&many, Day(day), detained);
            }
        }
    }
    assert!(waited > 100, "{waited}");
}

#[rustfmt::skip]
const SHARED: &[Row] = &[
    (Number(Scalar::OperationHit), OPEN, &[0.1, 0.9], |low, high| {
        is(|f| matches!(f, Fact::OperationFailed), low) && is(|f| matches!(f, Fact::AtLargeArrest { .. }), high)
            || low.is_none() && is(|f| matches!(f, Fact::CollateralArrest { .. }), high)
    }),
    (Turn(Dial::HitFactor), OPEN, &[0.1, 2.0], |low, high| {
        is(|f| matches!(f, Fact::OperationFailed), low) && is(|f| matches!(f, Fact::AtLargeArrest { .. }), high)
            || low.is_none() && is(|f| matches!(f, Fact::CollateralArrest { .. }), high)
    }),
    (Rules(Act::JointEnforcement), SILENT, &[0.0, 1.0], |low, high| {
        is(|f| matches!(f, Fact::OperationFailed), low) && is(|f| matches!(f, Fact::AtLargeArrest { .. }), high)
            || low.is_none() && is(|f| matches!(f, Fact::CollateralArrest { .. }), high)
    }),
    (Turn(Dial::RapidResponse), OPEN, &[0.0, 1.0], |low, high| {
        is(|f| matches!(f, Fact::OperationAlerted), high)
            || low.is_some_and(|f| matches!(f, Fact::CollateralArrest { .. })) && high.is_none()
    }),
    (Number(Scalar::AlertPrevents), &["kelly-memo-2017@2019-01-01..", "test-open", "rapid-response"], &[0.0, 1.0], |low, high| {
        is(|f| matches!(f, Fact::AtLargeArrest { .. }), low) && is(|f| matches!(f, Fact::OperationFailed), high)
            || is(|f| matches!(f, Fact::CollateralArrest { .. }), low) && high.is_none()
    }),
    (Turn(Dial::SurgeAgents), OPEN, &[1.0, 60.0], |low, high| {
        low.is_none() && is(|f| matches!(f, Fact::OperationStarted { .. }), high) || is(|f| matches!(f, Fact::SurgeStarted { .. }), high)
    }),
    (Turn(Dial::AtLargeShare), OPEN, &[0.1, 0.6], |low, high| {
        low.is_none() && is(|f| matches!(f, Fact::OperationStarted { .. }), high)
    }),
    (Turn(Dial::BorderDetail), OPEN, &[0.0, 0.9], |low, high| {
        is(|f| matches!(f, Fact::OperationStarted { .. }), low) && high.is_none()
            // Nobody comes for those in the jail either.
            || is(|f| matches!(f, Fact::TransferredToIce { .. } | Fact::ArrestedAtRelease { .. }), low)
                && !is(|f| matches!(f, Fact::TransferredToIce { .. }), high)
    }),
    (Number(Scalar::CollateralShare), OPEN, &[0.0, 0.3], |low, high| {
        low.is_none() && is(|f| matches!(f, Fact::CollateralArrest { .. }), high)
            || is(|f| matches!(f, Fact::TransferredToIce { channel: Channel::TaskForce, .. }), low)
    }),
    (Number(Scalar::SurgeWidens), &["kelly-memo-2017@2019-01-01..", "test-open", "retaliatory-operation-2019@2019-01-02.."], &[0.0, 0.2], |low, high| {
        low.is_none() && is(|f| matches!(f, Fact::CollateralArrest { .. }), high)
            || is(|f| matches!(f, Fact::TransferredToIce { channel: Channel::TaskForce, .. }), low)
    }),
    (Rules(Act::Collateral), &["kelly-memo-2017@2019-01-01..", "test-open"], &[0.0, 1.0], |_, high| {
        is(|f| matches!(f, Fact::CollateralArrest { .. } | Fact::TransferredToIce { .. }), high)
    }),
    (Rules(Act::JointTaskForce), OPEN, &[0.0, 1.0], |_, high| {
        is(|f| matches!(f, Fact::TransferredToIce { channel: Channel::TaskForce, .. }), high)
    }),
    (Number(Scalar::TaskForceCollateral), OPEN, &[0.0, 1.0], |_, high| {
        is(|f| matches!(f, Fact::TransferredToIce { channel: Channel::TaskForce, .. }), high)
    }),
    // Agents go elsewhere for those for whom they would have gone there, and for nobody else.
    (Rules(Act::CourthouseArrest), OPEN, &[0.0, 1.0], |low, high| site(low).is_some() && site(high) == Some(Site::Courthouse)),
    (Rules(Act::FacilityAccess), OPEN, &[0.0, 1.0], |low, high| site(low).is_some() && site(high) == Some(Site::CityFacility)),
    (Turn(Dial::Tactical), &["kelly-memo-2017@2019-01-01..", "test-open", "retaliatory-operation-2019@2019-01-02.."], &[0.0, 1.0], fears),
    (Turn(Dial::Announcement), OPEN, &[0.2, 1.0], fears),
    (Number(Scalar::FearAtLarge), OPEN, &[0.01, 0.05], fears),
    (Number(Scalar::FearJailTransfer), OPEN, &[0.001, 0.05], fears),
    (Number(Scalar::FearNews), OPEN, &[0.001, 0.005], fears),
    (Turn(Dial::Trust), OPEN, &[0.2, 1.0], |low, high| match (low, high) {
        (Some(Fact::TrustRaised { level: low }), Some(Fact::TrustRaised { level: high })) => low < high,
        _ => false,
    }),
    (Turn(Dial::Inflow), &["test-hand-over"], &[10.0, 20.0], |low, high| match (low, high) {
        (Some(Fact::NewcomersArrived { number: low }), Some(Fact::NewcomersArrived { number: high })) => low <= high,
        (None, Some(Fact::NewcomersArrived { .. })) => true,
        _ => false,
    }),
    (Number(Scalar::PolicyLogOdds), OPEN, &[0.2, 2.0], |low, high| {
        // Known to cooperate more than the reference: less is reported, and more is dared.
        is(|f| matches!(f, Fact::CrimeReported { .. }), low) && is(|f| matches!(f, Fact::CrimeNotReported { .. }), high)
            || low.is_none() && is(|f| matches!(f, Fact::CrimeCommitted { .. }), high)
    }),
    (Number(Scalar::TrustLogOdds), &["kelly-memo-2017@2019-01-01..", "test-shut", "trust-announcement@2019-01-02.."], &[0.0, 2.0], |low, high| {
        is(|f| matches!(f, Fact::CrimeNotReported { .. }), low) && is(|f| matches!(f, Fact::CrimeReported { .. }), high)
            || is(|f| matches!(f, Fact::CrimeCommitted { .. }), low) && high.is_none()
    }),
    (Rules(Act::Pursue), OPEN, &[0.0, 1.0], |low, high| {
        is(|f| matches!(f, Fact::TargetDropped), low) || is(|f| matches!(f, Fact::OperationStarted { .. }), high)
    }),
];

fn site(fact: Option<Fact>) -> Option<Site> {
    if let Some(Fact::OperationStarted { site, .. }) = fact { Some(site) } else { None }
}

fn fears(low: Option<Fact>, high: Option<Fact>) -> bool {
    match (low, high) {
        (Some(Fact::FearRaised { level: low }), Some(Fact::FearRaised { level: high }))
        | (Some(Fact::RaidReported { level: low }), Some(Fact::RaidReported { level: high })) => {
            low < high
        }
        _ => false,
    }
}

/// In the first part of a day that differs: the first difference of each subject there.
fn first_part(low: &[DayLog], high: &[DayLog]) -> Vec<(Option<Fact>, Option<Fact>)> {
    for (low, high) in low.iter().zip(high) {
        let parts = |log: &DayLog| -> BTreeMap<_, Lives> {
            let mut parts: BTreeMap<_, Lives> = BTreeMap::new();
            for (part, event) in log.events() {
                if let Some(event) = content(event) {
                    let of = parts.entry(part).or_default();
                    of.entry(event.subject).or_default().push((0, event));
                }
            }
            parts
        };
        let (low, high) = (parts(low), parts(high));
        let all: BTreeSet<_> = low.keys().chain(high.keys()).collect();
        let none = Lives::new();
        for part in all {
            let differ = partings(low.get(part).unwrap_or(&none), high.get(part).unwrap_or(&none));
            if !differ.is_empty() {
                let fact = |event: Option<Event>| event.map(|event| event.fact);
                return differ.iter().map(|(_, low, high)| (fact(*low), fact(*high))).collect();
            }
        }
    }
    Vec::new()
}

#[test]
fn what_people_share_moves_one_way_where_runs_part() {
    const SEEDS: u32 = 6;
    let wrong = side_by_side(SHARED.len(), |at| {
        let (lever, stack, steps, parts) = SHARED[at];
        let mut wrong = Vec::new();
        let mut seen = 0;
        for seed in 1..=SEEDS {
            let run = |value: f64| {
                let mut scenario = county(stack, 40);
                if matches!(lever, Turn(Dial::Inflow)) {
                    // Candidates are drawn for all who come in any arm: have that arm in both runs.
                    moved(&mut scenario, lever, steps[1]);
                    let most = scenario.arms[0].clone();
                    scenario.arms = county(stack, 40).arms;
                    scenario.arms.push(most);
                }
                moved(&mut scenario, lever, value);
                log(&scenario, 0, seed)
            };
            let differ = first_part(&run(steps[0]), &run(steps[1]));
            seen += differ.len();
            let odd: Vec<_> = differ.iter().filter(|(low, high)| !parts(*low, *high)).collect();
            let (number, all) = (odd.len(), differ.len());
            let first = odd.first().map(|(low, high)| format!("\n    {low:?}\n    {high:?}"));
            wrong.extend(
                first.map(|it| format!("{lever:?} {steps:?}: {number} of {all}, first{it}")),
            );
        }
        if seen < SEEDS as usize {
            wrong.push(format!("{lever:?} {steps:?}: {seen} differences in {SEEDS} runs"));
        }
        wrong
    });
    let missing = wrong.iter().filter(|row| row.is_none()).count();
    let wrong: Vec<String> = wrong.into_iter().flatten().flatten().collect();
    assert!(wrong.is_empty() && missing == 0, "{missing} panicked\n{}", wrong.join("\n"));
}

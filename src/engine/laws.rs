//! What must hold of every run.

use super::*;
use crate::event::Offence;
use crate::ids::{AgencyId, Case, PersonId};
use crate::model::people::{Custody, Wait};
use crate::model::testing::small;
use crate::model::{Due, Matter};
use crate::scenario::parameter::Parameter;
use crate::scenario::parameters::{Grade, Sourced};
use crate::scenario::scalar::Scalar;
use std::collections::{BTreeMap, BTreeSet};

/// The small county, but busy: much contact with police and ICE, few beds and officers, so that
/// every flow has something to do and capacities run out.
pub(super) fn busy() -> Scenario {
    let mut scenario = small();
    for (scalar, value) in [
        (Scalar::StopsPerThousand, 150.0),
        (Scalar::Beds, 4.0),
        (Scalar::CollateralShare, 0.45),
        (Scalar::Officers, 6.0),
        (Scalar::HoursOperation, 3.0),
        (Scalar::ShareCustodial, 0.03),
        (Scalar::Leads, 30.0),
        (Scalar::ReturnPerYear, 3.0),
        (Scalar::WarrantSought, 0.3),
        (Scalar::MatchFalseCitizen, 1.0),
        (Scalar::MatchFalseLawful, 1.0),
        (Scalar::MatchFalseLongAgo, 1.0),
        (Scalar::NonDetainedDays, 100.0),
        (Scalar::PrisonMeanDays, 100.0),
        (Scalar::JailCompliance, 0.8),
        (Scalar::JailAnswers, 0.9),
        (Scalar::BondDays, 10.0),
    ] {
        set(&mut scenario, scalar, value);
    }
    scenario.place.populations[0].unauthorised = 0.2;
    scenario
}

pub(super) fn set(scenario: &mut Scenario, scalar: Scalar, value: f64) {
    let sourced = Sourced {
        value,
        low: value,
        high: value,
        unit: String::new(),
        grade: Grade::Judgement,
        source: "a test".to_owned(),
    };
    scenario.parameters.set(Parameter::One(scalar), sourced);
}

fn arm(scenario: &Scenario, id: &str) -> usize {
    scenario.arms.iter().position(|arm| arm.id == id).expect("the small scenario has this arm")
}

fn days(mut run: Run, until: u32) -> Vec<DayLog> {
    let mut log = Vec::new();
    while run.next() < Day(until) {
        log.extend(run.day());
    }
    log
}

fn whole(scenario: &Scenario, arm: usize, shards: usize) -> Vec<DayLog> {
    days(Run::start(scenario, arm, 1, shards), scenario.span.days())
}

/// Fails at the first event in which two logs differ, and shows it.
#[track_caller]
pub(super) fn same(one: &[DayLog], other: &[DayLog]) {
    assert_eq!(one.len(), other.len(), "days");
    for (a, b) in one.iter().zip(other) {
        for ((p, x), (q, y)) in a.events().zip(b.events()) {
            assert!(p == q && x == y, "{:?}\n  {p:?} {x:?}\n  {q:?} {y:?}", a.day);
        }
        assert_eq!(a.len(), b.len(), "{:?}", a.day);
    }
}

fn count(log: &[DayLog], is: impl Fn(&Fact) -> bool) -> usize {
    log.iter().flat_map(DayLog::events).filter(|(_, event)| is(&event.fact)).count()
}

#[test]
fn the_partition_into_shards_does_not_show() {
    let scenario = busy();
    let one = whole(&scenario, 0, 1);
    for shards in [2, 5, 16, 23] {
        same(&one, &whole(&scenario, 0, shards));
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let scenario = busy();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| whole(&scenario, 0, 7))
    };
    let one = with(1);
    same(&one, &with(2));
    same(&one, &with(8));
}

#[test]
fn a_busy_county_tests_something() {
    let scenario = busy();
    let log = whole(&scenario, arm(&scenario, "full-cooperation"), 1);
    let few = |what: &str, is: &dyn Fn(&Fact) -> bool| {
        let number = count(&log, is);
        assert!(number >= 3, "only {number} {what}");
    };
    few("bonds", &|f| matches!(f, Fact::ReleasedOnBond { .. }));
    few("releases for want of a bed", &|f| matches!(f, Fact::ReleasedForCapacity { .. }));
    few("transfers", &|f| matches!(f, Fact::TransferredToIce { .. }));
    few("removals", &|f| matches!(f, Fact::Removed { .. }));
    few("returns", &|f| matches!(f, Fact::Returned));
    few("arrests at large", &|f| matches!(f, Fact::AtLargeArrest { .. }));
    few("bystanders", &|f| matches!(f, Fact::CollateralArrest { .. }));
    few("mistakes", &|f| matches!(f, Fact::CitizenshipConfirmed { .. }));
    few("suspicions", &|f| matches!(f, Fact::NotifiedOnSuspicion { .. }));
    few("hearings at liberty", &|f| matches!(f, Fact::CaseHeard { detained: false }));
}

#[test]
fn resuming_from_any_day_writes_the_rest_of_the_log() {
    let scenario = busy();
    let log = whole(&scenario, 1, 5);
    for day in [1, 45, 200, 400] {
        let mut run = Run::start(&scenario, 1, 1, 3);
        log[..day].iter().for_each(|day| run.replay(day));
        same(&log[day..], &days(run, scenario.span.days()));
    }
}

#[test]
fn within_a_part_of_a_day_the_order_of_people_does_not_matter() {
    let scenario = busy();
    let log = whole(&scenario, 0, 2);
    let mut run = Run::start(&scenario, 0, 1, 2);
    for day in &log[..200] {
        let mut reversed = day.clone();
        for (_, events) in &mut reversed.parts {
            // Stable, so that what is said of one subject keeps its order. The county's list of
            // targets is a queue: its order is the log's, and is not turned round.
            if !events.iter().any(joins_a_queue) {
                events.sort_by_key(|event| std::cmp::Reverse(event.subject));
            }
        }
        run.replay(&reversed);
    }
    same(&log[200..], &days(run, scenario.span.days()));
}

fn joins_a_queue(event: &Event) -> bool {
    matches!(event.fact, Fact::TargetListed { .. } | Fact::OperationStarted { .. })
}

#[test]
fn a_branch_is_a_replay_of_its_parents_past_under_another_policy() {
    let scenario = busy();
    let to = arm(&scenario, "judicial-warrant-only");
    let cut = scenario.arms[to].from.0;
    let mut base = Run::start(&scenario, 0, 1, 3);
    let mut past = Vec::new();
    while base.next() < Day(cut) {
        past.extend(base.day());
    }
    let forked = days(base.fork(&scenario.arms[to].policy), scenario.span.days());
    let mut replayed = Run::start(&scenario, to, 1, 3);
    past.iter().for_each(|day| replayed.replay(day));
    same(&forked, &days(replayed, scenario.span.days()));
    // And it is what a run of the arm from the first day would have been.
    let all: Vec<DayLog> = past.into_iter().chain(forked).collect();
    same(&all, &whole(&scenario, to, 1));
}

#[test]
fn arms_are_identical_until_they_part() {
    let scenario = busy();
    let logs: Vec<_> = (0..scenario.arms.len()).map(|arm| whole(&scenario, arm, 2)).collect();
    for (arm, log) in scenario.arms.iter().zip(&logs).skip(1) {
        let cut = arm.from.0 as usize;
        assert!(cut > 0);
        same(&logs[0][..cut], &log[..cut]);
        let part = log.iter().zip(&logs[0]).any(|(a, b)| a != b);
        assert!(part, "{} never differs from the base", arm.id);
    }
}

#[test]
fn a_branch_under_its_own_policy_changes_nothing() {
    let scenario = busy();
    let log = whole(&scenario, 0, 2);
    let mut run = Run::start(&scenario, 0, 1, 2);
    while run.next() < Day(300) {
        run.day();
    }
    same(&log[300..], &days(run.fork(&scenario.arms[0].policy), scenario.span.days()));
}

/// A lever that only one agency's officers pull: nobody in the other agencies' districts meets
/// anything else. Federal beds and officers, which all share, are made plenty, and the news of raids,
/// which reach all, are silenced.
#[test]
fn an_arm_that_changes_one_agency_leaves_people_elsewhere_untouched() {
    let mut scenario = busy();
    set(&mut scenario, Scalar::Beds, 100_000.0);
    set(&mut scenario, Scalar::Officers, 0.0);
    set(&mut scenario, Scalar::ShareCustodial, 1.0);
    set(&mut scenario, Scalar::FearNews, 0.0);
    let changed = AgencyId(1);
    let mut regimes = scenario.arms[0].regimes.clone();
    let agencies = &scenario.place.agencies;
    regimes.push(cite_in_lieu(&agencies[usize::from(changed.0)].id, &scenario));
    let policy = Policy::stack(&regimes, agencies, &scenario.span);
    let base = whole(&scenario, 0, 1);
    let arm = days(Run::start(&scenario, 0, 1, 1).fork(&policy), scenario.span.days());
    let districts = &scenario.place.districts;
    let elsewhere = |log: &[DayLog]| -> Vec<Event> {
        let events = log.iter().flat_map(DayLog::events).map(|(_, event)| *event);
        events
            .filter(|event| {
                let home = usize::from(event.subject.home.0);
                districts.get(home).is_some_and(|district| district.agency != changed)
            })
            .collect()
    };
    let (a, b) = (elsewhere(&base), elsewhere(&arm));
    assert!(a == b, "people of other agencies met something else");
    assert!(base != arm, "the lever did nothing");
}

/// Officers of one agency cite whom they would book.
fn cite_in_lieu(agency: &str, scenario: &Scenario) -> crate::scenario::regime::Regime {
    use crate::scenario::dial::Dial;
    use crate::scenario::regime::{Level, Regime};
    let half = Sourced {
        value: 0.5,
        low: 0.4,
        high: 0.6,
        unit: String::new(),
        grade: Grade::Judgement,
        source: "a test".to_owned(),
    };
    Regime {
        rollout: None,
        id: "cite".to_owned(),
        title: "cite".to_owned(),
        level: Level::Agency,
        agency: Some(agency.to_owned()),
        from: scenario.span.start,
        until: None,
        summary: String::new(),
        sources: Vec::new(),
        clauses: Vec::new(),
        dials: vec![(Dial::CiteInLieu, half)],
    }
}

#[test]
fn no_key_is_drawn_for_two_questions() {
    let scenario = busy();
    let policy = Arc::new(scenario.arms[1].policy.clone());
    let run = Run::with_draws(&scenario, &policy, Draws::Watched(5), 3);
    days(run, 400);
    assert!(crate::draw::watch::keys() > 100_000);
}

#[test]
fn nobody_is_lost() {
    let scenario = busy();
    let mut run = Run::start(&scenario, 1, 1, 3);
    let mut people = Ledger::default();
    while let Some(log) = run.day() {
        log.events().for_each(|(_, event)| people.apply(event));
        if log.day.0 % 30 == 29 {
            let mut states = BTreeMap::new();
            for person in run.shards().iter().flat_map(|shard| shard.people().iter()) {
                *states.entry(place(&person.custody)).or_insert(0_i64) += 1;
            }
            for (where_, number) in &people.inside {
                let found = states.get(where_).copied().unwrap_or(0);
                assert_eq!(found, *number, "{where_} on {:?}", log.day);
            }
            assert_eq!(states.get("taken"), None, "everyone ICE took has a bed or is free");
            assert_eq!(states.get("arrested"), None, "every arrest ends on its day");
            assert_eq!(run.federal().beds_used() as i64, states.get("detained").map_or(0, |n| *n));
        }
    }
    assert!(people.inside.values().all(|number| *number >= 0));
}

fn place(custody: &Custody) -> &'static str {
    match custody {
        Custody::AtLiberty => "free",
        Custody::Arrested(_) => "arrested",
        Custody::Jail(_) => "jail",
        Custody::Leaving(leaving) if matches!(leaving.wait, Wait::Hold(_)) => "jail",
        Custody::Leaving(_) => "leaving",
        Custody::Prison { .. } => "prison",
        Custody::Taken { .. } => "taken",
        Custody::Detained(_) => "detained",
        Custody::Removed => "removed",
    }
}

/// What goes in comes out or is still there, told by the log alone.
#[derive(Default)]
struct Ledger {
    inside: BTreeMap<&'static str, i64>,
    at: BTreeMap<PersonId, &'static str>,
}

impl Ledger {
    fn apply(&mut self, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        let to = match event.fact {
            Fact::Booked { .. } => "jail",
            Fact::Sentenced { .. } => "prison",
            Fact::DetainedByIce { .. } => "detained",
            Fact::Removed { .. } => "removed",
            Fact::TransferredToIce { .. }
            | Fact::Released { .. }
            | Fact::Returned
            | Fact::ReleasedOnBond { .. }
            | Fact::ReleasedForCapacity { .. }
            | Fact::ReliefGranted
            | Fact::CitizenshipConfirmed { .. } => "free",
            _ => return,
        };
        let from = self.at.insert(person, to).unwrap_or("free");
        for (where_, change) in [(from, -1), (to, 1)] {
            if where_ != "free" {
                *self.inside.entry(where_).or_insert(0) += change;
            }
        }
    }
}

#[test]
fn beds_and_officers_hold_every_day() {
    let scenario = busy();
    let beds = scenario.parameters.get(Scalar::Beds) as usize;
    let get = |scalar| scenario.parameters.get(scalar);
    let hours = get(Scalar::Officers) * get(Scalar::HoursPerOfficerDay);
    let pickups = hours * get(Scalar::ShareCustodial) / get(Scalar::HoursPickup);
    let operations = hours * get(Scalar::ShareAtLarge) / get(Scalar::HoursOperation);
    let mut run = Run::start(&scenario, 1, 1, 2);
    let (mut full, mut short) = (0, 0);
    let (mut picked_up, mut gone_out) = (0, 0);
    while let Some(log) = run.day() {
        assert!(run.federal().beds_used() <= beds);
        full += usize::from(run.federal().beds_used() == beds);
        let day = std::slice::from_ref(&log);
        picked_up += count(day, |f| matches!(f, Fact::TransferredToIce { .. }));
        gone_out += count(day, |f| matches!(f, Fact::OperationStarted { .. }));
        let so_far = f64::from(log.day.0 + 1);
        assert!(picked_up as f64 <= pickups * so_far, "{picked_up} on {:?}", log.day);
        assert!(gone_out as f64 <= operations * so_far);
        short += count(day, |f| matches!(f, Fact::HoldExpired));
    }
    assert!(full > 10 && short > 0, "capacities must run out for this to test anything");
}

#[test]
fn the_calendar_is_an_index_of_the_people() {
    let scenario = busy();
    let mut run = Run::start(&scenario, 1, 1, 3);
    while run.next() < Day(300) {
        run.day();
    }
    let mut standing = 0;
    for shard in run.shards() {
        let entries: BTreeSet<(Day, Matter, PersonId)> = shard
            .calendar()
            .all()
            .map(|(day, matter, Due { person, .. })| (day, matter, person))
            .collect();
        for person in shard.people().iter() {
            let due = match person.custody {
                Custody::Jail(stay) => (stay.release_at, Matter::Release),
                Custody::Leaving(leaving) => (leaving.until, Matter::HoldEnd),
                Custody::Prison { until } => (until, Matter::PrisonEnd),
                Custody::Detained(detention) => (detention.until, Matter::DetentionEnd),
                _ => continue,
            };
            if due.0.day().0 < scenario.span.days() {
                standing += 1;
                let entry = (due.0.day(), due.1, person.id);
                assert!(entries.contains(&entry), "{person:?} is due and not in the calendar");
            }
        }
    }
    assert!(standing > 50);
}

/// Metamorphic: a lever raised moves its outcome one way, and for every person, because the draws
/// are the same and only the bar is moved: whoever was matched still is, in every case in which they
/// are booked at all.
#[test]
fn raising_a_lever_moves_its_outcome_one_way_for_everybody() {
    let scenario = busy();
    let run = |probability: f64| {
        let mut scenario = scenario.clone();
        set(&mut scenario, Scalar::MatchProbability, probability);
        days(Run::start(&scenario, 0, 1, 1), 120)
    };
    let cases = |log: &[DayLog], is: fn(&Fact) -> bool| -> BTreeSet<(Subject, Case)> {
        let events = log.iter().flat_map(DayLog::events).map(|(_, event)| event);
        events.filter(|event| is(&event.fact)).map(|event| (event.subject, event.case)).collect()
    };
    let matched: fn(&Fact) -> bool = |f| matches!(f, Fact::DatabaseMatched { rightly: true, .. });
    let (low, high) = (run(0.3), run(0.8));
    let (few, more) = (cases(&low, matched), cases(&high, matched));
    let booked = cases(&high, |f| matches!(f, Fact::Booked { .. }));
    assert!(few.len() > 20 && more.len() > few.len());
    for case in few.iter().filter(|case| booked.contains(case)) {
        assert!(more.contains(case), "{case:?} was matched, and is not with a higher chance");
    }
}

#[test]
fn a_mechanism_switched_off_is_off() {
    let mut scenario = busy();
    scenario.mechanisms.fear_lowers_reporting = false;
    let quiet = whole(&scenario, 0, 1);
    // Without fear the arms' victims report alike, so only offenders in custody make a difference.
    let cooperative = whole(&scenario, arm(&scenario, "full-cooperation"), 1);
    let share = |log: &[DayLog]| {
        let reported = count(log, |f| matches!(f, Fact::CrimeReported { .. }));
        reported as f64 / count(log, |f| matches!(f, Fact::CrimeCommitted { .. })) as f64
    };
    assert!((share(&quiet) - share(&cooperative)).abs() < 0.005);
    scenario.mechanisms.relapse = false;
    let without = whole(&scenario, 0, 1);
    let chained = |log: &[DayLog]| {
        count(log, |f| matches!(f, Fact::Released { next_offence, .. } if next_offence.comes()))
    };
    assert_eq!(chained(&without), 0);
    assert!(chained(&quiet) > 0);
}

/// Los Angeles itself, one replicate of the base arm, all five years.
#[test]
fn los_angeles_is_the_same_however_it_is_divided() {
    let text = crate::scenario::library::scenario_text("los-angeles").expect("embedded");
    let scenario = crate::scenario::read::scenario("los-angeles", text, &|_| None)
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let digest = |shards: usize, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| {
            let mut run = Run::start(&scenario, 0, 1, shards);
            let mut chain = crate::log::Chain::new();
            while let Some(day) = run.day() {
                day.events().for_each(|(part, event)| chain.push(day.day, part, event));
            }
            chain.digest()
        })
    };
    let one = digest(1, 1);
    for (shards, threads) in [(5, 2), (16, 8)] {
        assert_eq!(one, digest(shards, threads), "{shards} shards, {threads} threads");
    }
}

/// The content hash of the small scenario's base arm. Whoever changes behaviour changes this line
/// in the same commit, and says there which numbers moved.
#[test]
fn the_digest_of_the_small_scenario_is_known() {
    let scenario = small();
    let mut chain = crate::log::Chain::new();
    for day in whole(&scenario, 0, 1) {
        day.events().for_each(|(part, event)| chain.push(day.day, part, event));
    }
    assert_eq!(chain.digest().to_string(), include_str!("small.digest").trim());
}

#[test]
fn felonies_are_the_graver_end_of_the_scale() {
    assert!(Offence::SeriousFelony > Offence::Felony && Offence::Felony > Offence::Wobbler);
}

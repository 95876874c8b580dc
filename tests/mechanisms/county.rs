//! A small busy county under any stack of policies, and what is counted in it.

use jurisim::engine::{DayLog, Run};
use jurisim::event::{Channel, Event, Fact, Word};
use jurisim::projection::Counted;
use jurisim::projection::measure::{MEASURES, Measure};
use jurisim::scenario::Scenario;
use jurisim::scenario::parameter::Parameter;
use jurisim::scenario::parameters::{Grade, Sourced};
use jurisim::scenario::scalar::Scalar;
use jurisim::scenario::{library, read};

/// A jail and police that do whatever they are asked, but have no agreement with ICE.
pub(crate) const OPEN: &[&str] = &[
    "hold",
    "transfer",
    "notify",
    "interview",
    "status_inquiry",
    "suspicion_notice",
    "warrant_arrest",
    "joint_enforcement",
];

/// A jail that hands over, but holds nobody.
pub(crate) const HAND_OVER: &[&str] = &["transfer", "notify", "interview"];

/// Deputies with federal powers, and a contractor.
pub(crate) const DEPUTIES: &[&str] =
    &["street_screening", "jail_screening", "serve_warrant", "contractor"];

/// What a place that does nothing for ICE forbids; where nobody may, an order to do it is refused by
/// `check`, so that holds and the like are left to a judge.
const SHUT: &[&str] = &[
    "agents_inside",
    "birthplace",
    "roster",
    "joint_task_force",
    "joint_enforcement",
    "courthouse_arrest",
    "facility_access",
];
const JUDGE: &[&str] = &["hold", "transfer", "notify"];

/// Policies that only tests have: `test-open`, `test-hand-over`, `test-deputies`, `test-shut`.
fn made_up(path: &str) -> Option<String> {
    let name = path.strip_prefix("policies/")?.strip_suffix(".toml")?;
    let acts = match name {
        "test-open" => OPEN,
        "test-hand-over" => HAND_OVER,
        "test-deputies" => DEPUTIES,
        "test-shut" => &[],
        _ => return None,
    };
    let mut text = format!(
        "id = \"{name}\"\ntitle = \"{name}\"\nlevel = \"state\"\nfrom = 2000-01-01\n\
         summary = \"For tests.\"\n[[source]]\ntitle = \"a test\"\nsection = \"a test\"\n"
    );
    for act in acts {
        text += &format!("[{act}]\nallow = \"always\"\nsection = \"a test\"\n");
    }
    if name == "test-shut" {
        for act in SHUT {
            text += &format!("[{act}]\nallow = \"never\"\nsection = \"a test\"\n");
        }
        for act in JUDGE {
            let judge = "{ any = [\"judicial_warrant\"] }";
            text += &format!("[{act}]\nallow = {judge}\nsection = \"a test\"\n");
        }
        text += "[dials.restrictions]\nvalue = 7\nlow = 7\nhigh = 7\nsource = \"a test\"\n\
                 grade = \"judgement\"\n";
    }
    Some(text)
}

/// A made-up county of 56,000 in which much happens, from 2019 on, for so many days.
pub(crate) fn county(stack: &[&str], days: u32) -> Scenario {
    let end = jiff_date(days);
    let list: Vec<String> = stack.iter().map(|name| format!("\"{name}\"")).collect();
    let text = format!(
        "name = \"county\"\ntitle = \"A busy county\"\nstart = 2019-01-01\nend = {end}\nseed = 11\n\
         place = \"small\"\nmin_cell = 0\n[base]\nid = \"base\"\npolicies = [{}]\n",
        list.join(", ")
    );
    let read = read::scenario("county", &text, &made_up);
    let mut scenario = read.unwrap_or_else(|mistakes| panic!("{stack:?}\n{mistakes}"));
    busy(&mut scenario);
    scenario
}

/// The date of the last of so many days from 1 January 2019.
fn jiff_date(days: u32) -> String {
    let mut left = days - 1;
    for (year, month, length) in (2019..).flat_map(|year| {
        [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            .into_iter()
            .enumerate()
            .map(move |(at, length)| (year, at + 1, length))
    }) {
        if left < length {
            return format!("{year}-{month:02}-{:02}", left + 1);
        }
        left -= length;
    }
    unreachable!("years go on")
}

/// Much contact with police and ICE, and room for what comes of it.
pub(crate) fn busy(scenario: &mut Scenario) {
    for (scalar, value) in [
        (Scalar::StopsPerThousand, 150.0),
        (Scalar::Beds, 5000.0),
        (Scalar::FearNews, 0.001),
        (Scalar::FearAtLarge, 0.01),
        (Scalar::CollateralShare, 0.15),
        (Scalar::Officers, 12.0),
        (Scalar::HoursOperation, 3.0),
        (Scalar::ShareCustodial, 0.02),
        (Scalar::Leads, 400.0),
        (Scalar::TargetsAtStart, 200.0),
        (Scalar::MatchFalseCitizen, 0.5),
        (Scalar::MatchFalseLawful, 0.5),
        (Scalar::BirthplaceLead, 0.3),
        (Scalar::CollectionUnasked, 0.3),
        (Scalar::NonDetainedDays, 60.0),
        (Scalar::DaysHearing, 20.0),
        (Scalar::BondDays, 10.0),
        (Scalar::BondPaid, 0.4),
        (Scalar::TaskForces, 2000.0),
        (Scalar::TaskForceCollateral, 0.5),
    ] {
        set(scenario, scalar, value);
    }
    // Staff move within a range, so a test needs one.
    range(scenario, Scalar::JailCompliance, (0.8, 0.4, 1.0));
    range(scenario, Scalar::JailAnswers, (0.9, 0.6, 1.0));
    scenario.place.populations[0].unauthorised = 0.2;
}

pub(crate) fn set(scenario: &mut Scenario, scalar: Scalar, value: f64) {
    range(scenario, scalar, (value, value, value));
}

pub(crate) fn range(scenario: &mut Scenario, scalar: Scalar, (value, low, high): (f64, f64, f64)) {
    let (unit, grade, source) = (String::new(), Grade::Judgement, "a test".to_owned());
    let sourced = Sourced { value, low, high, unit, grade, source };
    scenario.parameters.set(Parameter::One(scalar), sourced);
}

/// A scenario that comes with the program, its text changed first.
pub(crate) fn shipped(name: &str, change: impl Fn(&str) -> String) -> Scenario {
    let text = change(library::scenario_text(name).expect("it is embedded"));
    read::scenario(name, &text, &|_| None).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// All days of a replicate of an arm.
pub(crate) fn log(scenario: &Scenario, arm: usize, replicate: u32) -> Vec<DayLog> {
    let mut run = Run::start(scenario, arm, replicate, 1);
    std::iter::from_fn(|| run.day()).collect()
}

/// All events of a log.
pub(crate) fn events(log: &[DayLog]) -> impl Iterator<Item = &Event> {
    log.iter().flat_map(DayLog::events).map(|(_, event)| event)
}

/// What is counted of a base arm, over so many replicates.
pub(crate) fn counted(scenario: &Scenario, replicates: u32) -> Vec<Counted> {
    let each = |at: u32| {
        let mut counted = Counted::new(&scenario.span, &jurisim::engine::record::terms(scenario));
        let mut run = Run::start(scenario, 0, at + 1, 1);
        while let Some(day) = run.day() {
            counted.day(day.day, day.events());
        }
        counted
    };
    (0..replicates).map(each).collect()
}

/// A number of a run by its name: a measure, `measure/part`, or one of those below.
pub(crate) fn outcome(counted: &Counted, name: &str) -> f64 {
    let channels = |is: &dyn Fn(Channel) -> bool| {
        let these = Channel::ALL.iter().filter(|channel| is(**channel));
        these
            .map(|c| counted.tally.total(Measure::IceArrests, usize::from(c.number())))
            .sum::<u64>() as f64
    };
    match name {
        "jail_transfers" => return channels(&|channel| channel.is_jail_transfer()),
        "arrests_at_large" => return channels(&|channel| !channel.is_custodial()),
        "collateral_share" => {
            let all = channels(&|c| matches!(c, Channel::AtLarge | Channel::Collateral));
            return channels(&|c| c == Channel::Collateral) / all.max(1.0);
        }
        "jail_hours" => return counted.custody.stays.hours as f64,
        "fear" => return counted.fear.months().iter().sum(),
        "reported_share" => {
            let of = |measure| counted.tally.sum(measure) as f64;
            return of(Measure::CrimesReported) / of(Measure::Crimes);
        }
        _ => {}
    }
    let (name, part) = name.split_once('/').map_or((name, None), |(name, part)| (name, Some(part)));
    let (measure, _, by) = MEASURES.iter().find(|(_, known, _)| *known == name).expect(name);
    let Some(part) = part else { return counted.tally.sum(*measure) as f64 };
    let at = (0..by.len()).find(|at| by.label(*at).is_some_and(|(_, label)| label == part));
    counted.tally.total(*measure, at.expect(part)) as f64
}

/// What an event says, without the number of the rule, which depends on what else is stacked.
pub(crate) fn content(event: &Event) -> Option<Event> {
    let is_about_rules = matches!(event.fact, Fact::PolicyChanged { .. });
    (!is_about_rules).then_some(Event { rule: jurisim::event::RuleId::NONE, ..*event })
}

/// Does things side by side on both cores. A thing that panics leaves nothing, and its message on the
/// standard error: the others are done all the same.
pub(crate) fn side_by_side<T: Send>(
    number: usize,
    each: impl Fn(usize) -> T + Sync + Send,
) -> Vec<Option<T>> {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    let caught = |at: u32| catch_unwind(AssertUnwindSafe(|| each(at as usize))).ok();
    jurisim::engine::side_by_side(number as u32, 2, caught).expect("threads")
}

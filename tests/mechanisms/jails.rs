//! A place with several jails: a person is booked, asked for and answered by the rules of their own.

use super::county::{busy, events, log, set};
use jurisim::event::{Event, Fact};
use jurisim::scenario::scalar::Scalar;
use jurisim::scenario::{Scenario, library, read};

const PLACE: &str = r#"
id = "two-jails"
name = "Two Jails"
district = [
    { name = "Hill", agency = "hill-sheriff", residents = 20000 },
    { name = "Vale", agency = "vale-sheriff", residents = 12000 },
    { name = "Vale City", agency = "vale-police", residents = 12000 },
]
[[agency]]
id = "vale-police"
name = "Vale City Police"
jailed_by = "vale-sheriff"
[[agency]]
id = "hill-sheriff"
name = "Hill Sheriff"
runs_jail = true
[[agency]]
id = "vale-sheriff"
name = "Vale Sheriff"
runs_jail = true
[population.hispanic]
share = 0.45
source = "assumption: made up"
[population.black]
share = 0.1
source = "assumption: made up"
[population.foreign_born]
share = 0.35
source = "assumption: made up"
[population.unauthorised]
share = 0.2
source = "assumption: made up"
[population.with_status]
naturalised = 45
lawful_resident = 27
temporary = 5
source = "assumption: made up"
"#;

fn two_jails(policies: &[&str]) -> Scenario {
    let list: Vec<String> = policies.iter().map(|name| format!("\"{name}\"")).collect();
    let text = format!(
        "name = \"t\"\ntitle = \"Two jails\"\nstart = 2019-01-01\nend = 2019-12-31\nseed = 3\n\
         place = \"two-jails\"\nmin_cell = 0\n[base]\nid = \"base\"\npolicies = [{}]\n",
        list.join(", ")
    );
    let find = |path: &str| (path == "places/two-jails.toml").then(|| PLACE.to_owned());
    let read = read::scenario("t", &text, &find);
    let mut scenario = read.unwrap_or_else(|mistakes| panic!("{mistakes}"));
    busy(&mut scenario);
    set(&mut scenario, Scalar::JailCompliance, 1.0);
    set(&mut scenario, Scalar::JailAnswers, 1.0);
    set(&mut scenario, Scalar::ShareCustodial, 0.4);
    scenario
}

/// Events about a district's people.
fn at(all: &[Event], district: u16) -> impl Iterator<Item = &Event> {
    all.iter().filter(move |event| event.subject.home.0 == district)
}

fn run(scenario: &Scenario) -> Vec<Event> {
    events(&log(scenario, 0, 1)).copied().collect()
}

fn number<'a>(events: impl Iterator<Item = &'a Event>, is: fn(&Fact) -> bool) -> usize {
    events.filter(|event| is(&event.fact)).count()
}

const HILL: u16 = 0;
const VALE: u16 = 1;
const VALE_CITY: u16 = 2;

#[test]
fn each_jail_answers_by_its_own_rules() {
    let events = run(&two_jails(&[
        "kelly-memo-2017@2019-01-01..",
        "full-cooperation:hill-sheriff@2019-01-01..",
        "no-cooperation:vale-sheriff@2019-01-01..",
    ]));
    let held = |district| number(at(&events, district), |f| matches!(f, Fact::HoldStarted { .. }));
    let declined =
        |district| number(at(&events, district), |f| matches!(f, Fact::DetainerDeclined { .. }));
    assert!(held(HILL) > 20 && declined(HILL) == 0);
    // Those whom the city's police arrest are in the sheriff's jail.
    for district in [VALE, VALE_CITY] {
        let (held, declined) = (held(district), declined(district));
        assert!(held == 0 && declined > 15, "{district}: {held} held, {declined} declined");
        let asked = number(at(&events, district), |f| matches!(f, Fact::StatusInquired { .. }));
        assert_eq!(asked, 0, "no one in the Vale asks for status");
    }
    let asked = number(at(&events, HILL), |f| matches!(f, Fact::StatusInquired { .. }));
    assert!(asked > 20);
}

#[test]
fn each_jail_is_asked_by_the_federal_rules_that_bind_it() {
    let events = run(&two_jails(&[
        "secure-communities-2008:hill-sheriff@2019-01-01..",
        "criminal-alien-program:vale-sheriff@2019-01-01..",
        "full-cooperation@2019-01-01..",
    ]));
    let shared =
        |district| number(at(&events, district), |f| matches!(f, Fact::FingerprintsShared));
    assert!(shared(HILL) > 100);
    assert_eq!((shared(VALE), shared(VALE_CITY)), (0, 0));
    let found =
        |district| number(at(&events, district), |f| matches!(f, Fact::InterviewedInJail { .. }));
    assert!(found(VALE) > 10 && found(VALE_CITY) > 10);
}

/// 48 hours by the usual form, 72 by the older programme: whichever jail is listed first.
#[test]
fn each_jail_holds_as_long_as_its_own_rules_say() {
    for (longer, shorter) in [("hill-sheriff", "vale-sheriff"), ("vale-sheriff", "hill-sheriff")] {
        let (long, short) = (
            format!("secure-communities-2008:{longer}@2019-01-01.."),
            format!("kelly-memo-2017:{shorter}@2019-01-01.."),
        );
        let scenario = two_jails(&[&long, &short, "full-cooperation@2019-01-01.."]);
        let mut seen = 0;
        for day in log(&scenario, 0, 1) {
            for (_, event) in day.events() {
                let Fact::HoldStarted { until, .. } = event.fact else { continue };
                let jail =
                    if event.subject.home.0 == HILL { "hill-sheriff" } else { "vale-sheriff" };
                let hours = until.since(day.day.at(event.hour)).0;
                let expected = if jail == longer { 72 } else { 48 };
                assert_eq!(hours, expected, "a hold of {jail}, with {long}");
                seen += 1;
            }
        }
        assert!(seen > 40, "{seen}");
    }
}

#[test]
fn a_policy_bound_to_a_jail_and_to_dates_holds_there_and_then() {
    let scenario = two_jails(&[
        "kelly-memo-2017@2019-01-01..",
        "full-cooperation@2019-01-01..2019-06-30",
        "full-cooperation:hill-sheriff@2019-07-01..",
    ]);
    let log = log(&scenario, 0, 1);
    let held = |district: u16, days: std::ops::Range<usize>| {
        let events = log[days].iter().flat_map(|day| day.events()).map(|(_, event)| event);
        let here = events.filter(|event| event.subject.home.0 == district);
        number(here, |f| matches!(f, Fact::HoldStarted { .. }))
    };
    let half = 181;
    assert!(held(HILL, 0..half) > 5 && held(HILL, half..365) > 5);
    assert!(held(VALE, 0..half) > 5 && held(VALE_CITY, 0..half) > 5);
    assert_eq!(held(VALE, half..365) + held(VALE_CITY, half..365), 0);
}

/// The shipped roll-out, a fortieth of its size: no jail's prints are shared before its day, and all
/// jails' are after.
#[test]
fn the_roll_out_comes_to_each_county_on_its_day() {
    let text = library::scenario_text("secure-communities-rollout").expect("embedded");
    let find = |path: &str| super::stocks::smaller(path, 40);
    let read = read::scenario("rollout", text, &find);
    let scenario = read.unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let arm = scenario.arms.iter().position(|arm| arm.id == "rollout").expect("an arm");
    let log = log(&scenario, arm, 1);
    let mut seen = 0;
    for (district, agency) in scenario.place.districts.iter().map(|d| (d.id, d.agency)) {
        let agency = &scenario.place.agencies[usize::from(agency.0)].id;
        let start = format!("secure-communities-2008:{agency}@");
        let at = text.find(&start).expect("each county has its day") + start.len();
        let day = scenario.span.day(text[at..at + 10].parse().expect("a date"));
        for log in &log {
            let here = log.events().filter(|(_, event)| event.subject.home == district);
            for (_, event) in here {
                match event.fact {
                    Fact::FingerprintsShared => {
                        assert!(log.day >= day, "{agency} on {:?}, not {day:?}", log.day);
                        seen += 1;
                    }
                    Fact::Booked { .. } if log.day >= day => {
                        let shares = |e: &Event| {
                            e.subject == event.subject && e.fact == Fact::FingerprintsShared
                        };
                        assert!(log.events().any(|(_, e)| shares(e)), "{agency} {:?}", log.day);
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

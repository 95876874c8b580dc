//! A made-up country of two areas of responsibility: the laws of a run hold there too, and what is of
//! one area stays in it.

use super::*;
use crate::event::Part;
use crate::ids::{AgencyId, AreaId};
use crate::log::Chain;
use crate::scenario::read::scenario;
use std::collections::BTreeMap;

const PLACE: &str = r#"
id = "two-areas"
name = "Two Areas"
counties = "two-areas"

[[area]]
id = "abc"
name = "First"

[[area]]
id = "xyz"
name = "Second"

[size_law]
sigma = 1.0
source = "made up"

[population.with_status]
naturalised = 45
lawful_resident = 27
temporary = 5
source = "made up"
"#;

const TABLE: &str = "\
fips,name,state,office,residents,counties,hispanic,black,foreign_born,unauthorised,rollout,source
01001,Alder County,AA,ABC,20000,1,0.4,0.1,0.4,0.2,2016-02-01,made up
01-ABC,rest of A,AA,ABC,30000,4,0.3,0.1,0.3,0.1,2016-02-01..2016-06-01,made up
02001,\"Birch, the County\",BB,XYZ,25000,1,0.5,0.0,0.4,0.2,,made up
02-ABC,rest of B,BB,ABC,9000,2,0.1,0.3,0.2,0.05,,made up
";

const SCENARIO: &str = r#"
name = "two-areas"
title = "Two areas"
start = 2016-01-01
end = 2016-12-31
seed = 5
replicates = 1
place = "two-areas"

[world]
policies = [
    "usual-practice@2016-01-01..",
    "criminal-alien-program@2016-01-01..rollout",
    "secure-communities-2008@rollout..2016-12-31",
    "kelly-memo-2017:bb@2016-09-01..2016-12-31",
    "tactical-surge-2020:xyz@2016-07-01..2016-07-31",
]

[base]
id = "base"
policies = ["judicial-warrant-only:aa-01001@2016-03-01..2016-12-31"]

[parameters."ero.officers"]
value = 30
low = 20
high = 40
source = "made up"
grade = "judgement"
"#;

fn country() -> Scenario {
    let find = |path: &str| match path {
        "places/two-areas.toml" => Some(PLACE.to_owned()),
        "places/two-areas.csv" => Some(TABLE.to_owned()),
        _ => None,
    };
    scenario("two-areas.toml", SCENARIO, &find).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// All days of the run, in so many shards; and what is left of it.
fn run(shards: usize) -> (Vec<DayLog>, Run) {
    let mut run = Run::start(&country(), 0, 1, shards);
    let days = std::iter::from_fn(|| run.day()).collect();
    (days, run)
}

fn digest(days: &[DayLog]) -> String {
    let mut chain = Chain::new();
    for day in days {
        day.events().for_each(|(part, event)| chain.push(day.day, part, event));
    }
    chain.digest().to_string()
}

#[test]
fn shards_do_not_show_and_replay_is_the_run() {
    let (one, _) = run(1);
    let (seven, _) = run(7);
    assert_eq!(digest(&one), digest(&seven));
    let scenario = country();
    let (mut replayed, half) = (Run::start(&scenario, 0, 1, 3), one.len() / 2);
    one[..half].iter().for_each(|day| replayed.replay(day));
    let rest: Vec<DayLog> = std::iter::from_fn(|| replayed.day()).collect();
    assert_eq!(digest(&one[half..]), digest(&rest));
}

#[test]
fn counties_have_their_residents_and_made_up_ones_are_marked() {
    let place = country().place;
    assert_eq!(place.residents(), 84_000);
    assert_eq!((place.agencies.len(), place.districts.len(), place.made_up()), (8, 8, 6));
    assert_eq!(place.agencies[0].id, "aa-01001");
    assert_eq!(place.agencies[1].id, "aa-01-abc-1");
    assert_eq!(place.districts[5].name, "Birch, the County, BB");
    assert!(place.districts[1..5].is_sorted_by(|a, b| a.residents >= b.residents));
    // Each line has its shares.
    let district = &place.districts[7];
    assert_eq!((place.population(district).black, district.area), (0.3, AreaId(0)));
}

/// The rules on sharing fingerprints, county by county.
#[test]
fn a_rollout_reaches_each_county_on_its_own_day() {
    use crate::event::{Offence, Status};
    use crate::scenario::act::Act;
    use crate::scenario::rule::File;
    let scenario = country();
    let anyone = File::blank(Status::Unauthorised, Offence::Traffic);
    let first = |agency: u16| {
        (0..scenario.span.days()).find(|day| {
            let rules = scenario.arms[0].policy.on(Day(*day));
            rules.decide(Act::SharePrints, AgencyId(agency), &anyone).allowed
        })
    };
    let day = |date: &str| Some(scenario.span.day(date.parse().expect("a date")).0);
    assert_eq!(first(0), day("2016-02-01"));
    // Four counties in 121 days, each in the middle of its part.
    assert_eq!(first(1), day("2016-02-16"));
    assert_eq!(first(4), day("2016-05-16"));
    // Where nothing is said of a rollout there is none; the state's other rule says nothing of prints.
    assert_eq!(first(7), None);
}

/// A surge of the second area lends nobody to the first, and its raids are news there only.
#[test]
fn what_is_of_one_area_stays_in_it() {
    let (days, _) = run(2);
    let scenario = country();
    let area = |district: u16| scenario.place.districts[usize::from(district)].area;
    let july = scenario.span.day("2016-07-01".parse().expect("a date"));
    let in_july = |day: &DayLog| (july.0..july.0 + 31).contains(&day.day.0);
    let mut operations: BTreeMap<(AreaId, bool), usize> = BTreeMap::new();
    let mut heard = BTreeMap::new();
    for day in &days {
        let mut taken = [0; 2];
        for (part, event) in day.events() {
            match event.fact {
                Fact::AtLargeArrest { .. } | Fact::CollateralArrest { .. } => {
                    taken[usize::from(area(event.subject.home.0).0)] += 1;
                }
                Fact::OperationStarted { .. } => {
                    *operations.entry((area(event.subject.home.0), in_july(day))).or_default() += 1;
                }
                // In a small area three arrests at large are a raid, and fewer are not.
                Fact::RaidReported { .. } if part == Part::News => {
                    let area = area(event.subject.home.0);
                    assert!(taken[usize::from(area.0)] >= 3, "{taken:?} in {area:?}");
                    *heard.entry((area, in_july(day))).or_insert(0) += 1;
                }
                _ => {}
            }
        }
    }
    let a_day = |area, july| {
        let days = if july { 31.0 } else { 335.0 };
        operations.get(&(AreaId(area), july)).copied().unwrap_or(0) as f64 / days
    };
    assert!(a_day(1, true) > 2.0 * a_day(1, false), "{operations:?}");
    assert!(a_day(0, true) < 1.5 * a_day(0, false), "{operations:?}");
    assert!(heard.contains_key(&(AreaId(1), true)), "{heard:?}");
}

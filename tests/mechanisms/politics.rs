//! What is announced, signed and lent is told once, when it happens.

use super::county::{busy, content, county, events, log};
use jurisim::event::{Event, Fact};
use jurisim::scenario::{library, read};

/// An arm that repeats the base's policies is the base: nothing is announced or signed again on the
/// day on which the arm begins.
#[test]
fn an_arm_that_repeats_the_bases_policies_is_the_base() {
    let policies = r#"["kelly-memo-2017@2019-01-01..", "trust-announcement@2019-02-01..",
        "protest-policing-2020@2019-02-10..", "mecklenburg-287g-2006@2019-02-01.."]"#;
    let text = format!(
        "name = \"t\"\ntitle = \"t\"\nstart = 2019-01-01\nend = 2019-06-30\nseed = 3\n\
         place = \"small\"\nmin_cell = 0\n[base]\nid = \"base\"\npolicies = {policies}\n\
         [[arm]]\nid = \"same\"\nfrom = 2019-04-01\npolicies = {policies}\n"
    );
    let read = read::scenario("t", &text, &|_| None);
    let mut scenario = read.unwrap_or_else(|mistakes| panic!("{mistakes}"));
    busy(&mut scenario);
    let run = |arm| -> Vec<Event> { events(&log(&scenario, arm, 1)).filter_map(content).collect() };
    let (base, same) = (run(0), run(1));
    let first = base.iter().zip(&same).find(|(base, same)| base != same);
    assert!(first.is_none() && base.len() == same.len(), "{first:?}");
}

/// The same of what is shipped: an arm that names again what the base has says nothing again.
#[test]
fn no_shipped_arm_announces_again_what_its_base_has_announced() {
    let mut wrong = Vec::new();
    for name in library::scenario_names() {
        let scenario = super::county::shipped(name, str::to_owned);
        let base = &scenario.arms[0];
        for arm in &scenario.arms[1..] {
            let day = scenario.span.date(arm.from);
            let again = arm.regimes.iter().filter(|regime| {
                let said = regime.dials.iter().any(|(dial, _)| dial.is_said_once());
                let before = base.regimes.iter().any(|b| b.id == regime.id && b.from < day);
                said && before && regime.from == day
            });
            wrong.extend(again.map(|regime| format!("{name}, {}: {}", arm.id, regime.id)));
        }
    }
    // Naming it again is fine if nothing comes of it.
    let told = |name: &str| -> bool {
        let (scenario, arm) = name.split_once(", ").expect("a pair");
        let arm_id = arm.split(':').next().expect("an arm");
        let scenario = super::county::shipped(scenario, str::to_owned);
        let arm = scenario.arms.iter().find(|known| known.id == arm_id).expect("an arm");
        let said = |dial| arm.policy.announced(dial, arm.from, None);
        use jurisim::scenario::dial::Dial;
        said(Dial::Announcement) + said(Dial::Trust) > 0.0
    };
    wrong.retain(|name| told(name));
    assert!(wrong.is_empty(), "announced again: {wrong:#?}");
}

#[test]
fn one_agreement_is_signed_once_and_ended_once() {
    for preset in
        ["287g-jail", "287g-task-force", "mecklenburg-287g-2006", "warrant-service-officer"]
    {
        let own = format!("{preset}@2019-02-01..2019-03-31");
        let scenario = county(&["kelly-memo-2017@2019-01-01..", &own], 120);
        let log = log(&scenario, 0, 1);
        let number = |is: fn(&Fact) -> bool| events(&log).filter(|event| is(&event.fact)).count();
        let signed = number(|f| matches!(f, Fact::AgreementSigned));
        let ended = number(|f| matches!(f, Fact::AgreementEnded));
        assert_eq!((signed, ended), (1, 1), "{preset}");
    }
}

/// Fifty agents leave, ten stay for another two months.
#[test]
fn a_surge_ends_when_the_last_agents_leave() {
    let scenario = county(
        &[
            "kelly-memo-2017@2019-01-01..",
            "retaliatory-operation-2019@2019-02-01..2019-02-28",
            "sanctuary-op-2020@2019-02-01..2019-04-30",
        ],
        150,
    );
    let mut ends = Vec::new();
    for day in log(&scenario, 0, 1) {
        let ended = day.events().any(|(_, event)| event.fact == Fact::SurgeEnded);
        ends.extend(ended.then(|| scenario.span.date(day.day).to_string()));
    }
    assert_eq!(ends, ["2019-05-01"]);
}

/// Where the rules of the day leave most people alone, a change of some other rule leaves the list of
/// those looked for as it is.
#[test]
fn a_rule_that_does_nothing_changes_nothing_under_any_priorities() {
    for priorities in ["enforcement-priorities-2021", "kelly-memo-2017"] {
        let priorities = format!("{priorities}@2019-01-01..2019-06-30");
        let null = "lapd-no-holds-2014:town-police@2019-03-01..2019-06-30";
        let run = |stack: &[&str]| -> Vec<Event> {
            let scenario = county(stack, 150);
            let log = log(&scenario, 0, 1);
            let told = |event: &&Event| !matches!(event.fact, Fact::PolicyChanged { .. });
            events(&log).filter(told).filter_map(content).collect()
        };
        let (without, with) = (run(&[&priorities]), run(&[&priorities, null]));
        let first = without.iter().zip(&with).find(|(without, with)| without != with);
        assert!(first.is_none() && without.len() == with.len(), "{priorities}: {first:?}");
    }
}

/// People who are moved to a place meet crimes of their own; the others' victims are the same people
/// as without them, but for the newcomers' share.
#[test]
fn newcomers_leave_the_luck_of_others_alone() {
    let victims = |stack: &[&str]| -> std::collections::BTreeMap<_, _> {
        let log = log(&county(stack, 120), 0, 1);
        let crimes = events(&log).filter_map(|event| match event.fact {
            Fact::CrimeCommitted { offender, .. } => {
                Some(((event.subject.home, offender, event.case), event.subject))
            }
            _ => None,
        });
        crimes.collect()
    };
    let kelly = "kelly-memo-2017@2019-01-01..";
    let (without, with) =
        (victims(&[kelly]), victims(&[kelly, "inflow-shock@2019-01-10..2019-01-14"]));
    let both = without.iter().filter_map(|(key, victim)| Some((victim, with.get(key)?)));
    let (same, all) =
        both.fold((0, 0), |(same, all), (one, other)| (same + usize::from(one == other), all + 1));
    assert!(all > 1_000 && same * 100 > all * 98, "{same} of {all} crimes have the same victim");
    assert!(with.len() > without.len() * 98 / 100);
}

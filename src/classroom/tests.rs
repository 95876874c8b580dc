use super::levers::LEVERS;
use super::outcomes::shown;
use super::people::Standing;
use super::play::Pair;
use super::*;
use crate::engine::cell::Going;
use crate::event::{Channel, Event, Fact, Handover};
use crate::sweep::one_replicate;
use crate::time::Day;
use std::cell::Cell as Counter;

const GO: &dyn Fn() -> Going = &|| Going::On;

fn click(json: &str) -> Click {
    Click::parse(json).unwrap_or_else(|words| panic!("{json}: {words}"))
}

fn played(click: &Click) -> Play {
    let mut play = Play::begin(click).unwrap();
    while let Step::Month(_) = play.month(GO) {}
    play
}

fn done(click: &Click) -> Done {
    played(click).done().unwrap()
}

/// What happened in the second arm of a click from where it parts, and in the first, in so many worlds:
/// one of so small a county has few cases of each kind.
fn events(click: &Click) -> [Vec<(Day, Event)>; 2] {
    const WORLDS: u32 = 5;
    let scenario = click.read().unwrap();
    let from = scenario.arms[1].from;
    let mut all = [Vec::new(), Vec::new()];
    for replicate in 1..=WORLDS {
        let mut pair = Pair::start(&scenario, replicate, true);
        pair.until(&scenario, Day(scenario.span.days()), GO);
        for (all, side) in all.iter_mut().zip([pair.yours(), &pair.base]) {
            let days = side.days.iter().filter(|log| log.day >= from);
            all.extend(days.flat_map(|log| log.events().map(|(_, event)| (log.day, *event))));
        }
    }
    all
}

fn count(events: &[(Day, Event)], is: impl Fn(&Fact) -> bool) -> usize {
    events.iter().filter(|(_, event)| is(&event.fact)).count()
}

/// All clicks that move one lever.
fn single() -> Vec<Click> {
    let each = |lever: &levers::Lever| -> Vec<Click> {
        lever.others().iter().map(|it| Click::base().with(lever.id, it).unwrap()).collect()
    };
    LEVERS.iter().flat_map(each).collect()
}

const ALL_MOVED: &str = r#"{"levers": {"jail": "notify", "cite": 40, "at_large": 12, "fund": true, "raid": true}, "seed": 11}"#;

#[test]
fn a_click_is_what_the_scenario_of_its_text_gives() {
    for json in ["{}", r#"{"levers": {"jail": "warrant"}}"#, ALL_MOVED] {
        let (click, going) = (click(json), || Going::On);
        let done = done(&click);
        let scenario = click.read().unwrap();
        let cells = one_replicate(&scenario, 1, &going).unwrap();
        let hashes = [0, 1].map(|arm: usize| cells[arm].digest.to_string());
        assert_eq!([&done.base.hash, &done.yours.hash], [&hashes[0], &hashes[1]]);
        assert_eq!(done.base.events, cells[0].counted.events);
        for (shown, total) in shown().zip(&done.totals).filter(|(shown, _)| shown.sums) {
            let of = |arm: usize| (shown.outcome.of)(&scenario, &cells[arm]);
            assert_eq!((total.base, total.yours), (of(0), of(1)), "{}", total.id);
        }
        let world = world(&click, 1, GO).unwrap().unwrap();
        assert_eq!(world.totals, done.totals);
        let other = one_replicate(&scenario, 3, &going).unwrap();
        let removals = world_total(&super::world(&click, 3, GO).unwrap().unwrap(), "removals");
        let of = |arm: usize| {
            crate::sweep::outcome::named("removals").map(|it| (it.of)(&scenario, &other[arm]))
        };
        assert_eq!((Some(removals.0), Some(removals.1)), (of(0), of(1)));
    }
}

fn world_total(world: &World, id: &str) -> (f64, f64) {
    let total = world.totals.iter().find(|total| total.id == id).unwrap();
    (total.base, total.yours)
}

#[test]
fn levers_as_in_the_base_give_equal_worlds_and_the_base_is_the_same_for_all() {
    let same = done(&Click::base());
    assert!(same.same && same.parted.is_none());
    assert_eq!(same.base.hash, same.yours.hash);
    assert!(same.people.iter().all(|dot| !dot.differs && dot.base == dot.yours));
    assert!(same.totals.iter().all(|total| total.difference == 0.0));
    for click in single() {
        let other = done(&click);
        assert_eq!(other.base.hash, same.base.hash, "{}", other.yours.label);
        assert_ne!(other.yours.hash, same.base.hash, "{}", other.yours.label);
        assert!(!other.same);
    }
}

#[test]
fn the_jail_does_what_its_lever_says() {
    let by_rule = |fact: &Fact, is: fn(Handover) -> bool| match *fact {
        Fact::HoldStarted { how, against_policy: false, .. }
        | Fact::ReleaseNotified { how, against_policy: false, .. } => is(how),
        _ => false,
    };
    // A state prison has its own ways.
    let any = |how| how != Handover::Prison;
    let hold = |fact: &Fact| matches!(fact, Fact::HoldStarted { against_policy: false, .. });
    let declined = |fact: &Fact| matches!(fact, Fact::DetainerDeclined { .. });
    let [notify, base] = events(&click(r#"{"levers": {"jail": "notify"}}"#));
    assert!(count(&base, hold) > 10, "the base holds");
    assert_eq!(count(&notify, hold), 0);
    assert!(count(&notify, |fact| by_rule(fact, |how| how == Handover::Door)) > 10);
    assert_eq!(count(&notify, |fact| by_rule(fact, |how| how == Handover::Secure)), 0);
    let [warrant, _] = events(&click(r#"{"levers": {"jail": "warrant"}}"#));
    assert_eq!(
        count(&warrant, |fact| by_rule(fact, |how| how != Handover::Warrant
            && how != Handover::Prison)),
        0
    );
    assert!(count(&warrant, declined) > 10);
    let [nothing, _] = events(&click(r#"{"levers": {"jail": "nothing"}}"#));
    assert!(count(&nothing, declined) > 10);
    assert!(
        count(&nothing, |fact| by_rule(fact, any)) <= count(&warrant, |fact| by_rule(fact, any))
    );
}

#[test]
fn the_other_levers_do_what_they_say() {
    let booked =
        |events: &[(Day, Event)]| count(events, |fact| matches!(fact, Fact::Booked { .. }));
    let at = |level: u32| events(&click(&format!(r#"{{"levers": {{"cite": {level}}}}}"#)));
    let ([some, base], [many, _]) = (at(20), at(80));
    assert!(booked(&base) > booked(&some) && booked(&some) > booked(&many));

    let went = |events: &[(Day, Event)]| {
        count(events, |fact| matches!(fact, Fact::OperationStarted { .. }))
    };
    let [none, _] = events(&click(r#"{"levers": {"at_large": 0}}"#));
    let [often, usual] = events(&click(r#"{"levers": {"at_large": 30}}"#));
    assert!(went(&none) == 0 && went(&usual) > 0 && went(&often) > 3 * went(&usual));

    let funded = |events: &[(Day, Event)]| {
        count(events, |fact| {
            matches!(
                fact,
                Fact::CounselAppointed { funded: true } | Fact::ReleasedOnBond { funded: true, .. }
            )
        })
    };
    let [fund, base] = events(&click(r#"{"levers": {"fund": true}}"#));
    assert!(funded(&fund) > 0 && funded(&base) == 0);

    let raid_click = click(r#"{"levers": {"raid": true}}"#);
    let [raid, base] = events(&raid_click);
    let surges: Vec<(Day, Fact)> = raid
        .iter()
        .filter(|(_, event)| matches!(event.fact, Fact::SurgeStarted { .. } | Fact::SurgeEnded))
        .map(|(day, event)| (*day, event.fact))
        .collect();
    let span = raid_click.read().unwrap().span;
    let day = |day| span.day(jiff::civil::date(2018, 2, day));
    assert_eq!(
        surges[..2],
        [(day(5), Fact::SurgeStarted { agents: 10 }), (day(10), Fact::SurgeEnded)]
    );
    let during = |events: &[(Day, Event)]| -> usize {
        let days: Vec<(Day, Event)> =
            events.iter().filter(|(at, _)| (day(5)..day(10)).contains(at)).copied().collect();
        went(&days)
    };
    assert!(during(&raid) > 10 * during(&base).max(1));
}

#[test]
fn a_stop_is_heard_within_a_day_and_nothing_is_lost_by_it() {
    let (click, asked) = (click(ALL_MOVED), Counter::new(0));
    let whole = played(&click);
    let stops_at_every = |n: u32| {
        move |asked: &Counter<u32>| {
            asked.set(asked.get() + 1);
            if asked.get().is_multiple_of(n) { Going::Stopped } else { Going::On }
        }
    };
    let stop = stops_at_every(13);
    let mut play = Play::begin(&click).unwrap();
    let (mut stopped, mut months) = (0, Vec::new());
    loop {
        let before = asked.get();
        match play.month(&|| stop(&asked)) {
            Step::Stopped => {
                stopped += 1;
                assert!(asked.get() - before <= 13, "asked after each day");
            }
            Step::Month(month) => months.push(month),
            Step::Over => break,
        }
    }
    let scenario = click.read().unwrap();
    let days = scenario.span.days() + scenario.span.days() - scenario.arms[1].from.0;
    assert_eq!(asked.get(), days, "once for each day of each arm");
    assert!(stopped > 20);
    assert_eq!(play.done(), whole.done());
    assert_eq!(months.len(), 12);
    assert_eq!(world(&click, 2, &|| Going::Stopped).unwrap(), None);
}

#[test]
fn months_add_up_to_the_totals() {
    let mut play = Play::begin(&click(ALL_MOVED)).unwrap();
    assert!(play.done().is_none() && play.person(0).is_none());
    let mut sums = vec![(0.0, 0.0); shown().count()];
    for at in 0..12 {
        let Step::Month(month) = play.month(GO) else { panic!("a month") };
        assert_eq!((month.at, month.left), (at, 11 - at));
        for ((sum, shown), of) in sums.iter_mut().zip(shown()).zip(&month.outcomes) {
            *sum = match shown.sums {
                true => (sum.0 + of.base.month, sum.1 + of.yours.month),
                false => (of.base.month, of.yours.month),
            };
            assert_eq!(*sum, (of.base.total, of.yours.total), "{}", of.id);
        }
    }
    assert_eq!(play.month(GO), Step::Over);
    let totals: Vec<(f64, f64)> =
        play.done().unwrap().totals.iter().map(|total| (total.base, total.yours)).collect();
    assert_eq!(totals, sums);
}

#[test]
fn stories_are_told_in_plain_words_with_the_law_and_part_where_the_dots_say() {
    let mut laws = std::collections::BTreeSet::new();
    for click in [click(ALL_MOVED), click(r#"{"levers": {"jail": "nothing", "cite": 80}}"#)] {
        let play = played(&click);
        let done = play.done().unwrap();
        assert!(done.people.iter().any(|dot| dot.differs) && done.people.len() > 100);
        assert!(done.people.is_sorted_by_key(|dot| !dot.differs));
        for dot in &done.people {
            let story = play.person(dot.n).unwrap();
            assert_eq!((&story.name, story.n), (&dot.name, dot.n));
            assert_eq!(story.base.is_empty() && story.yours.is_empty(), !dot.differs);
            let (first, second) = (story.base.first(), story.yours.first());
            assert!(!dot.differs || first != second, "{story:?}");
            for told in story.shared.iter().chain(&story.base).chain(&story.yours) {
                let is_plain = told.words.ends_with('.') && !told.words.contains(['_', '{', '}']);
                assert!(is_plain, "{told:?}");
                laws.extend(told.law.as_ref().map(|law| (law.policy.clone(), law.act.clone())));
            }
            let last = |own: &[Told]| own.last().or(story.shared.last()).map(|it| it.date.clone());
            let since = |standing: &Option<Standing>| standing.as_ref().map(|it| it.date.clone());
            assert!(
                since(&dot.base) <= last(&story.base) && since(&dot.yours) <= last(&story.yours)
            );
        }
        assert!(play.person(done.people.len()).is_none());
    }
    for (policy, act) in
        [("full-cooperation", "hold"), ("notify-only", "notify"), ("kelly-memo-2017", "issue")]
    {
        assert!(laws.contains(&(policy.to_owned(), act.to_owned())), "{policy} {act}: {laws:?}");
    }
}

#[test]
fn what_is_no_click_is_refused_with_words() {
    let cases = [
        ("", "this is no click"),
        ("[]", "a click is"),
        ("{\"lever\": {}}", "a click has no `lever`"),
        ("{\"levers\": 3}", "no list of levers"),
        (r#"{"levers": {"jial": "hold"}}"#, "did you mean `jail`?"),
        (
            r#"{"levers": {"jail": "hole"}}"#,
            "it may be \"hold\", \"notify\", \"warrant\", \"nothing\"",
        ),
        (r#"{"levers": {"jail": true}}"#, "cannot be \"on\""),
        (r#"{"levers": {"cite": 41}}"#, "from 0 to 80 in steps of 10"),
        (r#"{"levers": {"cite": -10}}"#, "a whole number"),
        (r#"{"levers": {"cite": 1e99}}"#, "a whole number"),
        (r#"{"levers": {"cite": [[]]}}"#, "a whole number"),
        (r#"{"levers": {"raid": 1}}"#, "true or false"),
        (r#"{"seed": -1}"#, "from 0 to 9007199254740992"),
        (r#"{"seed": 9007199254740993}"#, "from 0 to 9007199254740992"),
        (r#"{"seed": "7"}"#, "from 0 to"),
    ];
    for (json, says) in cases {
        let words = Click::parse(json).expect_err(json);
        assert!(words.contains(says) && !words.contains('\n'), "{json}: {words}");
    }
    let long = format!("{{\"levers\": {{}}, \"seed\": {}1}}", " ".repeat(5000));
    assert!(Click::parse(&long).is_err());
    assert!(Click::parse(&"[".repeat(4000)).is_err(), "nested too deep to be read");
    assert!(world(&Click::base(), 0, GO).is_err() && world(&Click::base(), 9999, GO).is_err());
}

#[test]
fn equal_clicks_have_one_address_and_no_two_others_share_one() {
    let whole = r#"{"seed": 7, "levers": {"fund": false, "cite": 0.0, "jail": "hold", "raid": false, "at_large": 3}}"#;
    let base = Click::base().id().unwrap();
    assert_eq!(click(whole).id().unwrap(), base);
    assert_eq!(click("{}").id().unwrap(), base);
    let mut ids: Vec<String> = single().iter().map(|click| click.id().unwrap()).collect();
    ids.push(base);
    ids.push(click(r#"{"seed": 8}"#).id().unwrap());
    assert!(ids.iter().all(|id| id.len() == 32 && id.chars().all(|c| c.is_ascii_hexdigit())));
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
    let click = click(ALL_MOVED);
    let again = Click::parse(&json(&click)).unwrap();
    assert_eq!(again.id(), click.id());
    assert_eq!(Play::begin(&click).unwrap().start().id, click.id().unwrap());
}

#[test]
fn the_lesson_says_what_each_setting_stands_for() {
    let lesson = lesson().unwrap();
    assert_eq!((lesson.residents, lesson.unauthorised, lesson.months.len()), (10_000, 1_200, 12));
    assert_eq!(lesson.levers.len(), 5);
    for lever in &lesson.levers {
        let options = lever.options.iter().map(|option| &option.stands_for);
        let all = options.chain((lever.kind != "choice").then_some(&lever.stands_for));
        for stands_for in all {
            assert!(!stands_for.is_empty(), "{}", lever.id);
            for policy in stands_for {
                assert!(!policy.summary.is_empty() && !policy.sources.is_empty());
                assert!(!policy.rules.is_empty() || !policy.dials.is_empty(), "{}", policy.policy);
            }
        }
    }
    assert_eq!(lesson.levers[0].options[0].stands_for[0].policy, "full-cooperation");
    assert_eq!(lesson.outcomes.len(), 9, "each has a number by month");
    assert!(lesson.world.iter().any(|policy| policy.policy == "kelly-memo-2017"));
}

#[test]
fn nothing_in_the_json_can_end_an_element_and_charts_say_their_numbers() {
    let done = done(&click(ALL_MOVED));
    let text = json(&done);
    assert!(!text.contains('<'));
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    assert_eq!(done.charts.len(), done.totals.len());
    for (chart, total) in done.charts.iter().zip(&done.totals) {
        assert!(chart.wide.starts_with("<svg ") && chart.narrow.starts_with("<svg "));
        assert_eq!(chart.id, total.id);
        let ends = [total.base, total.yours].map(super::done::whole);
        for end in ends {
            assert!(chart.alt.contains(&end), "{} {end}: {}", chart.id, chart.alt);
        }
    }
}

#[test]
fn channels_of_the_base_are_those_of_a_jail_that_holds() {
    let [_, base] = events(&Click::base());
    let by = |is: fn(Channel) -> bool| {
        count(&base, |fact| matches!(fact, Fact::TransferredToIce { channel, .. } if is(*channel)))
    };
    assert!(by(Channel::is_jail_transfer) > 10, "a class has cases to look at");
}

#[test]
fn a_spread_counts_its_worlds() {
    let click = click(r#"{"levers": {"jail": "nothing"}}"#);
    let worlds: Vec<World> = (1..=4).map(|k| world(&click, k, GO).unwrap().unwrap()).collect();
    assert!(spread(&worlds[..1]).is_err());
    let spread = spread(&worlds).unwrap();
    for (nth, of) in spread.outcomes.iter().enumerate() {
        let mut differences: Vec<f64> =
            worlds.iter().map(|world| world.totals[nth].difference).collect();
        differences.sort_by(f64::total_cmp);
        let count = |is: fn(f64) -> bool| differences.iter().filter(|more| is(**more)).count();
        assert_eq!(
            [of.fewer, of.same, of.more],
            [count(|x| x < 0.0), count(|x| x == 0.0), count(|x| x > 0.0)]
        );
        assert_eq!(of.difference[1], (differences[1] + differences[2]) / 2.0, "{}", of.id);
        assert!(of.chart.is_some());
    }
    let transfers = &spread.outcomes[1];
    assert_eq!(
        (transfers.id, transfers.fewer),
        ("jail_transfers", 4),
        "a jail that does nothing hands over fewer"
    );
}

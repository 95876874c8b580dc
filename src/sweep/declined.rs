//! `declined-detainers.csv`: what ICE asked of each jail and what the jail declined, by week and
//! class of offence, with the policy in force. The first replicate of every arm.

use super::Results;
use super::table::csv;
use crate::event::Word;
use crate::ids::AgencyId;
use crate::projection::declined::{Count, Line};
use crate::scenario::act::Act;
use crate::scenario::place::Agency;
use crate::scenario::regime::{Clause, Regime};
use crate::scenario::{Arm, Scenario};
use crate::time::Day;
use std::collections::BTreeSet;

/// The acts by which a jail answers ICE.
pub const ANSWERS: [Act; 3] = [Act::Hold, Act::Transfer, Act::Notify];

const HEADER: [&str; 9] = [
    "arm",
    "week_from",
    "week_until",
    "jurisdiction",
    "offence",
    "issued",
    "declined",
    "against_policy",
    "policy",
];

/// The bytes of the file.
///
/// # Errors
/// It could not be made, and why.
pub fn file(scenario: &Scenario, results: &Results) -> Result<Vec<u8>, String> {
    csv(HEADER, rows(scenario, results).into_iter())
        .map_err(|error| format!("cannot make declined-detainers.csv: {error}"))
}

/// The rows, by arm, week, jurisdiction and offence.
fn rows(scenario: &Scenario, results: &Results) -> Vec<[String; HEADER.len()]> {
    let mut rows = Vec::new();
    for (arm, cells) in scenario.arms.iter().zip(&results.cells) {
        let Some(cell) = cells.first() else { continue };
        for (line, count) in cell.counted.declined.lines() {
            let days = days_of(scenario, line.period, cell.counted.declined.period());
            rows.push(row(scenario, arm, days, (line, count)));
        }
    }
    rows
}

fn row(
    scenario: &Scenario,
    arm: &Arm,
    days: (Day, Day),
    (line, count): (Line, Count),
) -> [String; HEADER.len()] {
    let span = &scenario.span;
    let (from, until) = days;
    let policy = in_force(scenario, arm, agency(scenario, line.jail), days);
    let names: Vec<&str> = policy.iter().map(|regime| regime.title.as_str()).collect();
    [
        arm.id.clone(),
        span.date(from).to_string(),
        span.date(until).to_string(),
        scenario.place.jurisdiction_name(line.jail),
        line.offence.name().to_owned(),
        count.issued.to_string(),
        count.declined.to_string(),
        count.against_policy.to_string(),
        if names.is_empty() { "none".to_owned() } else { names.join("; ") },
    ]
}

/// The first and the last day of a period of so many days; the run's end cuts the last.
fn days_of(scenario: &Scenario, period: u32, days: u32) -> (Day, Day) {
    let span = &scenario.span;
    let from = span.day(span.count_from).0 + days * period;
    (Day(from), Day((from + days - 1).min(span.days().saturating_sub(1))))
}

/// An agency by its number.
#[must_use]
pub fn agency(scenario: &Scenario, jail: AgencyId) -> &Agency {
    &scenario.place.agencies[usize::from(jail.0)]
}

/// The agencies that answer for anybody, in their order; those of made-up counties once for all that a
/// line of the place's table stands for.
#[must_use]
pub fn jails(scenario: &Scenario) -> BTreeSet<AgencyId> {
    scenario.place.jurisdictions().into_iter().collect()
}

/// What a regime says of the jail's answers to ICE.
pub fn answers(regime: &Regime) -> impl Iterator<Item = &Clause> {
    regime.clauses.iter().filter(|clause| ANSWERS.contains(&clause.act))
}

/// The policy of a jail towards requests of ICE: an arm's regimes that are in force on any of some
/// days, command it, and speak of holding, handing over or telling.
#[must_use]
pub fn in_force<'a>(
    scenario: &Scenario,
    arm: &'a Arm,
    jail: &Agency,
    (from, until): (Day, Day),
) -> Vec<&'a Regime> {
    let (from, until) = (scenario.span.date(from), scenario.span.date(until));
    let lasts = |regime: &&Regime| {
        let dates = regime.dates_for(jail);
        dates.is_some_and(|(first, last)| {
            first <= until && last.is_none_or(|last| last >= from.max(first))
        })
    };
    let regimes = arm.regimes.iter().filter(lasts);
    regimes.filter(|r| r.commands(jail) && answers(r).next().is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Going;
    use crate::projection::measure::Measure;
    use crate::sweep::{Plan, run};

    #[test]
    fn the_list_has_as_many_requests_as_the_tally() {
        let scenario = crate::model::testing::small();
        let plan = Plan { replicates: 1, threads: 1, kept: None };
        let results = run(&scenario, &plan, &|| Going::On).unwrap();
        let rows = rows(&scenario, &results);
        let mut declined_at_all = 0;
        for (arm, cells) in scenario.arms.iter().zip(&results.cells) {
            let of = |column: usize| -> u64 {
                let own = rows.iter().filter(|row| row[0] == arm.id);
                own.map(|row| row[column].parse::<u64>().unwrap()).sum()
            };
            let tally = &cells[0].counted.tally;
            let asked = tally.sum(Measure::Detainers) + tally.sum(Measure::Notifications);
            assert_eq!(of(5), asked, "{}", arm.id);
            assert_eq!(of(6), tally.sum(Measure::Declined), "{}", arm.id);
            assert!(of(7) <= of(6).min(tally.sum(Measure::AgainstPolicy)));
            declined_at_all += of(6);
        }
        assert!(declined_at_all > 0, "nothing was declined in any arm: the test tests nothing");
    }

    #[test]
    fn a_policy_is_named_in_the_weeks_in_which_it_is_in_force() {
        let scenario = crate::model::testing::small();
        let arm = &scenario.arms[1];
        let jail = agency(&scenario, jails(&scenario).into_iter().next().unwrap());
        let all = (Day(0), Day(scenario.span.days() - 1));
        let ever = in_force(&scenario, arm, jail, all);
        assert!(!ever.is_empty());
        for regime in ever {
            let first = scenario.span.day(regime.from);
            let named = |day: Day| in_force(&scenario, arm, jail, (day, day)).contains(&regime);
            assert!(named(first), "{}", regime.id);
            if first > Day(0) {
                assert!(!named(Day(first.0 - 1)), "{}", regime.id);
            }
        }
    }
}

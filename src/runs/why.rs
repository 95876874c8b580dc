//! One person's chain of events, with the rule and the draw behind each, beside the same person
//! under every other arm.

use super::{RunFolder, Trouble};
use crate::draw::told::Asked;
use crate::engine::record::{Days, Which};
use crate::engine::side_by_side;
use crate::engine::why::{Listener, Why, is_in, parts_at};
pub use crate::engine::why::{name_of, person_named};
use crate::event::RuleId;
use crate::ids::PersonId;
use crate::log::row::Row;
use crate::log::{Head, Reader};
use crate::model::people::Person;
use crate::scenario::Scenario;
use crate::scenario::policy::RuleLine;
use std::collections::BTreeSet;

/// One event of a person's chain.
#[derive(Clone, Debug)]
pub struct Step {
    /// The event.
    pub row: Row,
    /// The rule that decided, if any did.
    pub rule: Option<RuleLine>,
    /// What chance was asked for it.
    pub asked: Vec<Asked>,
}

/// The same person in another arm.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// The arm, by its id.
    pub arm: String,
    /// What happened there.
    pub rows: Vec<Row>,
    /// The first event that differs, in the arm asked about and in this one; none if nothing does.
    pub parting: Option<(Option<Row>, Option<Row>)>,
}

/// What is known of a person.
#[derive(Clone, Debug)]
pub struct Story {
    /// The person as they were before the first day.
    pub before: Person,
    /// The chain.
    pub steps: Vec<Step>,
    /// The other arms.
    pub elsewhere: Vec<Elsewhere>,
    /// Whether this program decides as the log says on all of these days.
    pub agrees: bool,
}

/// Whom is asked about, and where.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The log of the arm and replicate, of this run.
    pub log: &'a Reader,
    /// The person.
    pub person: PersonId,
    /// Threads.
    pub threads: usize,
}

/// Tells a person's story.
///
/// # Errors
/// A log is damaged, or there is no such arm or person.
pub fn why(folder: &RunFolder, scenario: &Scenario, question: Question) -> Result<Story, Trouble> {
    let Question { log: main, person, threads } = question;
    let Head { arm, replicate, .. } = main.head();
    let at = scenario.arms.iter().position(|known| known.id == *arm);
    let Some(at) = at else {
        return Err(Trouble::Input(format!("{}: no arm `{arm}`", folder.path.display())));
    };
    let district = scenario.place.districts.get(usize::from(person.home.0));
    if district.is_none_or(|district| person.index >= district.residents + (1 << 20)) {
        let districts = scenario.place.districts.len();
        return Err(Trouble::Input(format!(
            "{} is nobody: there are {districts} districts, and residents are counted from 0",
            name_of(person)
        )));
    }
    let kept = folder.logs()?;
    let kept = |arm: &str| kept.iter().any(|log| log.arm == arm && log.replicate == *replicate);
    let mut arms: Vec<usize> = vec![at];
    let others = (0..scenario.arms.len()).filter(|&other| other != at);
    arms.extend(others.filter(|&other| kept(&scenario.arms[other].id)));
    let number = u32::try_from(arms.len()).unwrap_or(u32::MAX);
    // The past that arms share is read once, with the arm that is asked about.
    let read = |nth: u32| {
        let (reader, shared) = match nth {
            0 => (main.clone(), 0),
            _ => {
                let other = folder.log(&scenario.arms[arms[nth as usize]].id, *replicate)?;
                let shared = other.shared_with(main);
                (other, shared)
            }
        };
        let own_from = reader.segments().get(shared).map_or(reader.events(), |line| line.first_seq);
        let mut rows = Vec::new();
        reader.for_each_of(person.home, shared, &mut |row| rows.push(*row))?;
        Ok::<_, Trouble>((own_from, rows))
    };
    let read = side_by_side(number, threads, read).map_err(Trouble::Threads)?;
    let read: Vec<(u64, Vec<Row>)> = read.into_iter().collect::<Result<_, _>>()?;
    let whole = |(own_from, own): &(u64, Vec<Row>)| -> Vec<Row> {
        let past = read[0].1.iter().filter(|row| row.seq < *own_from);
        let past = if *own_from == 0 { Vec::new() } else { chain(past, person) };
        past.into_iter().chain(chain(own.iter(), person)).collect()
    };
    let chains: Vec<Vec<Row>> = read.iter().map(whole).collect();
    let which = Which { arm: at, replicate: *replicate, shards: 1 };
    let (before, why) = listen(scenario, which, person, (&read[0].1, &chains[0]));
    let elsewhere = arms.iter().zip(&chains).skip(1).map(|(&other, rows)| Elsewhere {
        arm: scenario.arms[other].id.clone(),
        rows: rows.clone(),
        parting: parting(&chains[0], rows),
    });
    Ok(Story {
        before,
        steps: steps(scenario, at, &chains[0], &why),
        elsewhere: elsewhere.collect(),
        agrees: why.differs.is_none(),
    })
}

/// The events that a person is in: as the one they are about, or as the offender.
fn chain<'a>(rows: impl Iterator<Item = &'a Row>, person: PersonId) -> Vec<Row> {
    rows.filter(|row| is_in(&row.recorded.event, person)).copied().collect()
}

/// Folds the district and listens on the person's days.
fn listen(
    scenario: &Scenario,
    which: Which,
    person: PersonId,
    (rows, chain): (&[Row], &[Row]),
) -> (Person, Why) {
    let days: BTreeSet<_> = chain.iter().map(|row| row.recorded.day).collect();
    let last = days.last().copied();
    let mut listener = Listener::new(scenario, which, person, days);
    let before = listener.who();
    let Some(last) = last else { return (before, listener.done()) };
    let mut days = Days::default();
    for row in rows.iter().take_while(|row| row.recorded.day <= last) {
        days.take(&row.recorded, &mut |day| listener.day(day));
    }
    days.close(crate::time::Day(last.0 + 1), &mut |day| listener.day(day));
    (before, listener.done())
}

/// Puts each question to the event that it was asked for: the one of its case, else the first of its
/// part of the day.
fn steps(scenario: &Scenario, arm: usize, chain: &[Row], why: &Why) -> Vec<Step> {
    let lines = scenario.arms[arm].policy.lines();
    let rule = |rule: RuleId| lines.get(usize::from(rule.0)).filter(|_| rule != RuleId::NONE);
    let mut steps: Vec<Step> = chain
        .iter()
        .map(|row| Step {
            row: *row,
            rule: rule(row.recorded.event.rule).cloned(),
            asked: Vec::new(),
        })
        .collect();
    for ((day, part), asked) in &why.asked {
        for question in asked {
            let of_part =
                |step: &Step| (step.row.recorded.day, step.row.recorded.part) == (*day, *part);
            let of_case = |step: &Step| step.row.recorded.event.case == question.case;
            let exact = steps.iter().position(|step| of_part(step) && of_case(step));
            if let Some(at) = exact.or_else(|| steps.iter().position(of_part)) {
                steps[at].asked.push(*question);
            }
        }
    }
    steps
}

/// Where two chains part.
fn parting(here: &[Row], there: &[Row]) -> Option<(Option<Row>, Option<Row>)> {
    let recorded = |rows: &[Row]| rows.iter().map(|row| row.recorded).collect::<Vec<_>>();
    let at = parts_at(&recorded(here), &recorded(there))?;
    Some((here.get(at).copied(), there.get(at).copied()))
}

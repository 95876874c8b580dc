//! What goes in comes out, or is still there: jails, prisons, detention, the list of those looked for,
//! the docket, in every scenario that comes with the program.
//!
//! The large places are made small: every district has a hundredth (or a twentieth) of its residents,
//! and the field office few officers, beds and judges, so that capacities run out.

use super::county::{set, side_by_side};
use jurisim::engine::Run;
use jurisim::event::{Channel, Event, Fact, Path};
use jurisim::ids::{Case, PersonId};
use jurisim::model::people::{Custody, Wait};
use jurisim::projection::Counted;
use jurisim::scenario::scalar::Scalar;
use jurisim::scenario::{Scenario, library, read};
use jurisim::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The text of a place with so many times fewer residents in each district.
pub(crate) fn smaller(path: &str, by: u32) -> Option<String> {
    const KEY: &str = "residents = ";
    if !path.starts_with("places/") {
        return None;
    }
    let mut pieces = library::embedded(path)?.split(KEY);
    let mut text = pieces.next()?.to_owned();
    for piece in pieces {
        let digits = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
        let residents: u32 = piece[..digits].parse().ok()?;
        text += &format!("{KEY}{}{}", (residents / by).max(500), &piece[digits..]);
    }
    Some(text)
}

fn small(name: &str) -> Scenario {
    let text = library::scenario_text(name).expect("embedded");
    let by = match name {
        "small" | "classroom-county" | "every-mechanism" => 1,
        "mecklenburg" | "travis-county" => 20,
        _ => 100,
    };
    let read = read::scenario(name, text, &|path| (by > 1).then(|| smaller(path, by)).flatten());
    let mut scenario = read.unwrap_or_else(|mistakes| panic!("{mistakes}"));
    if !scenario.place.states.is_empty() {
        // A country's residents stand in a table; some states of it do.
        scenario.place.districts.truncate(150);
        for district in &mut scenario.place.districts {
            district.residents = (district.residents / by).max(500);
        }
    }
    set(&mut scenario, Scalar::Officers, 3.0);
    set(&mut scenario, Scalar::Beds, 12.0);
    set(&mut scenario, Scalar::StopsPerThousand, 60.0);
    set(&mut scenario, Scalar::HearingsNonDetained, 0.2);
    set(&mut scenario, Scalar::NonDetainedDays, 150.0);
    set(&mut scenario, Scalar::ReturnPerYear, 2.0);
    scenario
}

/// Where a person is, told by the log alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Place {
    Jail,
    Prison,
    Detention,
}
use Place::{Detention, Jail, Prison};

#[derive(Default)]
struct Books {
    /// Where each person is who is in no liberty, and since which day.
    inside: BTreeMap<PersonId, (Place, Day)>,
    /// Spells that are over: where, the first day, the day of the end.
    spells: Vec<(Place, Day, Day)>,
    listed: BTreeSet<PersonId>,
    /// Names that came on the list, and went.
    listings: (usize, usize),
    docket: BTreeMap<PersonId, Case>,
    /// Cases that came on the docket at liberty, were decided, lapsed.
    cases: (usize, usize, usize),
    wrong: Vec<String>,
}

impl Books {
    fn apply(&mut self, day: Day, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        self.custody(day, person, event);
        self.list(day, person, &event.fact);
        self.court(day, person, event);
    }

    fn custody(&mut self, day: Day, person: PersonId, event: &Event) {
        let at = self.inside.get(&person).map(|(place, _)| *place);
        let mut expect = |may: &[Option<Place>]| {
            if !may.contains(&at) {
                self.wrong.push(format!("{day:?} {person:?} in {at:?}: {:?}", event.fact));
            }
        };
        let to = match event.fact {
            Fact::Booked { .. } => {
                expect(&[None]);
                Some(Jail)
            }
            Fact::Sentenced { .. } => {
                expect(&[Some(Jail), None]);
                Some(Prison)
            }
            Fact::DetainedByIce { .. } => {
                expect(&[None]);
                Some(Detention)
            }
            Fact::Released { .. } => {
                expect(&[Some(Jail), Some(Prison)]);
                None
            }
            Fact::TransferredToIce { channel, .. } => {
                expect(match channel {
                    Channel::Prison => &[Some(Prison)],
                    channel if channel.is_custodial() => &[Some(Jail)],
                    _ => &[None],
                });
                None
            }
            Fact::ArrestedAtRelease { .. } => {
                expect(&[Some(Jail)]);
                None
            }
            Fact::Removed { .. } | Fact::ReleasedOnBond { .. } => {
                expect(&[Some(Detention)]);
                None
            }
            Fact::ReliefGranted | Fact::CitizenshipConfirmed { .. } => {
                expect(&[Some(Detention), None]);
                None
            }
            Fact::AtLargeArrest { .. } | Fact::CollateralArrest { .. } | Fact::Arrested { .. } => {
                expect(&[None]);
                None
            }
            _ => return,
        };
        if let Some((place, since)) = self.inside.remove(&person) {
            self.spells.push((place, since, day));
        }
        if let Some(to) = to {
            self.inside.insert(person, (to, day));
        }
    }

    fn list(&mut self, day: Day, person: PersonId, fact: &Fact) {
        match fact {
            Fact::TargetListed { .. } => self.listings.0 += usize::from(self.listed.insert(person)),
            Fact::OperationStarted { .. } | Fact::TargetDropped
                if !self.listed.contains(&person) =>
            {
                self.wrong.push(format!("{day:?} {person:?} is not on the list: {fact:?}"));
            }
            _ => {}
        }
        let strikes = matches!(
            fact,
            Fact::TargetDropped
                | Fact::DetainedByIce { .. }
                | Fact::ReleasedForCapacity { .. }
                | Fact::ReleasedOnBond { .. }
                | Fact::ReliefGranted
                | Fact::Removed { .. }
                | Fact::CitizenshipConfirmed { .. }
        );
        if strikes {
            self.listings.1 += usize::from(self.listed.remove(&person));
        }
    }

    fn court(&mut self, day: Day, person: PersonId, event: &Event) {
        match event.fact {
            Fact::CaseDocketed { detained: false, .. } => {
                // A hearing put off is the same case; a newer case takes the place of an older one.
                let before = self.docket.insert(person, event.case);
                if before != Some(event.case) {
                    self.cases.0 += 1;
                    self.cases.2 += usize::from(before.is_some());
                }
            }
            Fact::CaseHeard { detained: false }
            | Fact::RemovalOrdered { path: Path::InAbsentia } => {
                self.cases.1 += 1;
                if self.docket.remove(&person) != Some(event.case) {
                    self.wrong.push(format!("{day:?} {person:?} has no hearing: {:?}", event.fact));
                }
            }
            // Decided otherwise, gone, or detained anew: what waited lapses.
            Fact::Removed { .. }
            | Fact::ReliefGranted
            | Fact::RemovalOrdered { .. }
            | Fact::DetainedByIce { .. } => {
                self.cases.2 += usize::from(self.docket.remove(&person).is_some());
            }
            _ => {}
        }
    }

    fn number(&self, place: Place) -> usize {
        self.inside.values().filter(|(at, _)| *at == place).count()
    }

    /// Person-days in a place, at the ends of days from one on to the last.
    fn person_days(&self, place: Place, from: Day, last: Day) -> u64 {
        let open = self.inside.values().map(|(at, since)| (*at, *since, Day(last.0 + 1)));
        let all = self.spells.iter().copied().chain(open).filter(|(at, ..)| *at == place);
        all.map(|(_, since, until)| u64::from(until.0.saturating_sub(since.0.max(from.0)))).sum()
    }
}

fn of_state(custody: &Custody) -> Option<Place> {
    match custody {
        Custody::Jail(_) => Some(Jail),
        Custody::Leaving(leaving) if matches!(leaving.wait, Wait::Hold(_)) => Some(Jail),
        Custody::Prison { .. } => Some(Prison),
        Custody::Detained(_) => Some(Detention),
        Custody::AtLiberty | Custody::Removed => None,
        // Over by the end of their day.
        Custody::Arrested(_) | Custody::Leaving(_) | Custody::Taken { .. } => {
            panic!("{custody:?} overnight")
        }
    }
}

/// What the state says at the end of a day, person by person, beside what the log says.
fn compare(run: &Run, books: &Books, day: Day) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut docketed = 0;
    for person in run.shards().iter().flat_map(|shard| shard.people().iter()) {
        let told = books.inside.get(&person.id).map(|(place, _)| *place);
        if of_state(&person.custody) != told {
            wrong.push(format!(
                "{day:?} {:?} is {:?}, by the log {told:?}",
                person.id, person.custody
            ));
        }
        docketed += usize::from(person.docket.is_some());
        if person.custody == Custody::Removed && person.docket.is_some() {
            wrong.push(format!("{day:?} {:?} is removed, and a hearing waits", person.id));
        }
    }
    if run.federal().beds_used() != books.number(Detention) {
        wrong.push(format!("{day:?} beds {}", run.federal().beds_used()));
    }
    if docketed != books.docket.len() && wrong.is_empty() {
        wrong.push(format!("{day:?} {docketed} on the docket, by the log {}", books.docket.len()));
    }
    wrong
}

fn balance(scenario: &Scenario, arm: usize) -> Vec<String> {
    let mut run = Run::start(scenario, arm, 1, 3);
    let mut counted = Counted::new(&scenario.span, &jurisim::engine::record::terms(scenario));
    let mut books = Books::default();
    let mut wrong = Vec::new();
    let mut backlog = Vec::new();
    let from = scenario.span.day(scenario.span.count_from);
    let last = Day(scenario.span.days() - 1);
    while let Some(log) = run.day() {
        log.events().for_each(|(_, event)| books.apply(log.day, event));
        counted.day(log.day, log.events());
        let date = scenario.span.date(log.day);
        if date.day() == date.days_in_month() || log.day == last {
            wrong.extend(compare(&run, &books, log.day));
            if log.day >= from {
                backlog.push(books.listed.len() as u64);
            }
        }
        let (entered, decided, lapsed) = books.cases;
        if entered != decided + lapsed + books.docket.len() {
            wrong.push(format!("{:?} docket {:?} {}", log.day, books.cases, books.docket.len()));
        }
        assert_eq!(books.listings.0 - books.listings.1, books.listed.len());
    }
    wrong.append(&mut books.wrong);
    let months = counted.custody.months();
    let sums = [
        (Jail, months.iter().map(|month| month.jail).sum::<u64>()),
        (Prison, months.iter().map(|month| month.prison).sum()),
        (Detention, months.iter().map(|month| month.detention).sum()),
    ];
    // Little's law, the edges exact: the stock summed over days is the stays' lengths in them.
    for (place, sum) in sums {
        let stays = books.person_days(place, from, last);
        if sum != stays || stays == 0 {
            wrong.push(format!("{place:?}: {sum} person-days counted, stays of {stays}"));
        }
    }
    let shown: Vec<u64> = months.iter().map(|month| month.backlog).collect();
    if shown != backlog {
        wrong.push(format!("looked for: {shown:?}, by the log {backlog:?}"));
    }
    wrong
}

#[test]
fn what_goes_in_comes_out_or_is_still_there() {
    let scenarios: Vec<Scenario> = library::scenario_names().map(small).collect();
    let arms: Vec<(usize, usize)> = scenarios
        .iter()
        .enumerate()
        .flat_map(|(at, scenario)| (0..scenario.arms.len()).map(move |arm| (at, arm)))
        .collect();
    let wrong = side_by_side(arms.len(), |nth| {
        let (at, arm) = arms[nth];
        let scenario = &scenarios[at];
        let wrong = balance(scenario, arm);
        let number = wrong.len();
        let first = wrong.into_iter().next();
        first
            .map(|it| format!("{}, {}: {number}, first {it}", scenario.name, scenario.arms[arm].id))
    });
    let missing = wrong.iter().filter(|arm| arm.is_none()).count();
    let wrong: Vec<String> = wrong.into_iter().flatten().flatten().collect();
    assert!(wrong.is_empty() && missing == 0, "{missing} panicked\n{}", wrong.join("\n"));
}

//! Finds people by what happened to them.

use super::listing::is_so_named;
use crate::event::{Fact, Status};
use crate::ids::PersonId;
use crate::log::row::{Row, kind_name};
use crate::log::{LogError, Reader};
use std::collections::BTreeMap;

/// What a chain of events must have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sought {
    /// Facts of these kinds, in this order, whatever comes between.
    Kinds(Vec<String>),
    /// A jail declined a request, and ICE arrested the person later, at large.
    DeclinedThenAtLarge,
    /// A citizen was held past release, handed over or arrested by ICE.
    CitizenHeld,
    /// Somebody who may lawfully stay was held, handed over or arrested by ICE.
    HeldByMistake,
    /// Released after a declined request, and a crime followed.
    DeclinedThenCrime,
    /// Removed, came back, and was arrested again.
    ReturnedAndArrested,
}

/// The patterns that have a name, with what they mean.
pub const NAMED: [(&str, Sought, &str); 5] = [
    (
        "declined-then-at-large",
        Sought::DeclinedThenAtLarge,
        "a jail declined, and ICE arrested the person later, at large",
    ),
    ("citizen-held", Sought::CitizenHeld, "a citizen held past release or taken by ICE"),
    (
        "held-by-mistake",
        Sought::HeldByMistake,
        "anybody who may lawfully stay, held past release or taken by ICE",
    ),
    (
        "declined-then-crime",
        Sought::DeclinedThenCrime,
        "released after a declined request, and committed a crime later",
    ),
    ("returned-and-arrested", Sought::ReturnedAndArrested, "removed, came back, arrested again"),
];

/// Somebody to whom it happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Who.
    pub person: PersonId,
    /// The events that make it so, in order.
    pub rows: Vec<Row>,
}

/// How far somebody's chain has come.
#[derive(Clone, Default)]
struct Way {
    rows: Vec<Row>,
    status: Option<Status>,
}

/// The first so many people to whom it happened, in the order in which it came true.
///
/// # Errors
/// The log is damaged.
pub fn find(reader: &Reader, sought: &Sought, limit: usize) -> Result<Vec<Found>, LogError> {
    let mut ways: BTreeMap<PersonId, Way> = BTreeMap::new();
    let mut found: Vec<Found> = Vec::new();
    reader.for_each_row(&mut |row| {
        if found.len() >= limit {
            return;
        }
        let event = &row.recorded.event;
        let subject = match event.fact {
            Fact::CrimeCommitted { offender, .. } => {
                Some(PersonId { home: event.subject.home, index: offender })
            }
            _ => event.subject.person(),
        };
        let Some(person) = subject else { return };
        if !may_matter(sought, row) {
            return;
        }
        let way = ways.entry(person).or_default();
        if way.goes_on(sought, row) {
            found.push(Found { person, rows: std::mem::take(&mut way.rows) });
        }
    })?;
    Ok(found)
}

/// Whether an event can be a step of any chain that is sought: most are not, and are passed over.
fn may_matter(sought: &Sought, row: &Row) -> bool {
    match (sought, row.recorded.event.fact) {
        (Sought::Kinds(kinds), _) => {
            kinds.iter().any(|kind| is_so_named(kind_name(&row.recorded), kind))
        }
        (Sought::DeclinedThenCrime, Fact::CrimeCommitted { after_decline, .. }) => after_decline,
        (_, Fact::CrimeCommitted { .. } | Fact::CrimeReported { .. }) => false,
        (_, Fact::CrimeNotReported { .. } | Fact::CrimeCleared { .. }) => false,
        _ => true,
    }
}

impl Way {
    /// Takes an event in; whether the chain is complete by it.
    fn goes_on(&mut self, sought: &Sought, row: &Row) -> bool {
        let fact = row.recorded.event.fact;
        if let Fact::Arrested { status, .. } | Fact::DatabaseMatched { status, .. } = fact {
            self.status = Some(status);
        }
        let step = self.rows.len();
        let (is_step, steps) = match sought {
            Sought::Kinds(kinds) => (
                kinds.get(step).is_some_and(|kind| is_so_named(kind_name(&row.recorded), kind)),
                kinds.len(),
            ),
            Sought::DeclinedThenAtLarge => {
                (if step == 0 { is_declined(fact) } else { is_at_large(fact) }, 2)
            }
            Sought::DeclinedThenCrime => {
                let is_crime = matches!(fact, Fact::CrimeCommitted { after_decline: true, .. });
                (if step == 0 { is_declined(fact) } else { is_crime }, 2)
            }
            Sought::CitizenHeld => (self.is_held(fact, &|status| status.is_citizen()), 1),
            Sought::HeldByMistake => (
                self.is_held(fact, &|status| {
                    status.is_citizen() || *status == Status::LawfulResident
                }),
                1,
            ),
            Sought::ReturnedAndArrested => {
                let is_next = match step {
                    0 => matches!(fact, Fact::Removed { .. }),
                    1 => matches!(fact, Fact::Returned),
                    _ => matches!(fact, Fact::Arrested { .. }) || is_at_large(fact),
                };
                (is_next, 3)
            }
        };
        if is_step {
            self.rows.push(*row);
        }
        is_step && self.rows.len() >= steps.max(1)
    }

    /// Held past release, handed over or arrested by ICE, with such a status.
    fn is_held(&self, fact: Fact, is_such: &dyn Fn(&Status) -> bool) -> bool {
        match fact {
            Fact::HoldStarted { .. } => self.status.as_ref().is_some_and(is_such),
            Fact::TransferredToIce { status, .. }
            | Fact::ArrestedAtRelease { status, .. }
            | Fact::AtLargeArrest { status, .. }
            | Fact::CollateralArrest { status, .. } => is_such(&status),
            _ => false,
        }
    }
}

fn is_declined(fact: Fact) -> bool {
    matches!(fact, Fact::DetainerDeclined { .. })
}

fn is_at_large(fact: Fact) -> bool {
    matches!(fact, Fact::AtLargeArrest { .. } | Fact::CollateralArrest { .. })
}

//! The outcomes that the classroom shows, and who asks for them.

use super::play::Reading;
use crate::engine::cell::Cell;
use crate::sweep::outcome::{Outcome, named};

/// One of them.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// What is counted, as everywhere.
    pub outcome: &'static Outcome,
    /// The same, by month.
    of: fn(&Cell, usize) -> f64,
    /// Who in the debate asks for it, and why.
    pub asked_by: &'static str,
    /// Months add up to a total; if not, each month has a level of its own.
    pub sums: bool,
}

/// Ids, and who asks for them. Concerns of either side take turns.
const SHOWN: [(&str, &str); 9] = [
    (
        "removals",
        "Both sides: for some it is what the policy is for, for others what it must prevent.",
    ),
    ("jail_transfers", "Both sides: how much the jail does for ICE."),
    (
        "at_large_arrests",
        "Both sides: some say that arrests move from jails to streets where jails stop helping, others \
         that they do so by ICE’s choice.",
    ),
    (
        "crimes_after_decline",
        "Those for cooperation: what people did whom the jail let go although ICE had asked for them.",
    ),
    (
        "crimes_unreported",
        "Those against cooperation: people who fear ICE may not call the police.",
    ),
    ("backlog", "Those for cooperation: people whom ICE looks for and has not found."),
    ("household_losses", "Those against cooperation: families that lose a member."),
    (
        "held_by_mistake",
        "Those against cooperation: citizens and lawful residents in the hands of ICE.",
    ),
    ("jail_days", "Those who pay: each day in jail costs the county."),
];

/// The outcomes shown, in the order of the page.
pub(super) fn shown() -> impl Iterator<Item = Shown> {
    SHOWN.iter().filter_map(|(id, asked_by)| {
        let outcome = named(id)?;
        let is_share = outcome.unit.starts_with('%');
        let sums = !is_share && !outcome.is_stock();
        Some(Shown { outcome, of: outcome.by_month?, asked_by, sums })
    })
}

impl Shown {
    /// Of a month, and from the first counted month to it.
    pub(super) fn read(&self, cell: &Cell, at: usize) -> Reading {
        let month = (self.of)(cell, at);
        let total = match self.sums {
            true => (0..=at).map(|at| (self.of)(cell, at)).sum(),
            false => month,
        };
        Reading { month, total }
    }
}

//! One replicate of a scenario's arms, as targets look at it.

use crate::engine::record::Cell;
use crate::event::{Channel, Group, Offence, Word};
use crate::projection::measure::Measure;
use crate::scenario::Scenario;
pub(super) use crate::sweep::counts::{
    channels_in as arrests, part_in as part, sum_in as of, throughout,
};
use std::ops::Range;

/// One replicate of all arms.
pub struct Seen<'a> {
    pub(super) scenario: &'a Scenario,
    /// By arm, the base first.
    pub(super) cells: Vec<&'a Cell>,
}

impl<'a> Seen<'a> {
    /// The base arm.
    pub(super) fn base(&self) -> Option<&'a Cell> {
        self.cells.first().copied()
    }

    /// Another arm.
    pub(super) fn arm(&self, id: &str) -> Option<&'a Cell> {
        let at = self.scenario.arms.iter().position(|arm| arm.id == id)?;
        self.cells.get(at).copied()
    }

    /// The first month in which an arm may differ from the base in all of its days, and those after it.
    pub(super) fn since(&self, id: &str) -> Option<Range<usize>> {
        let arm = self.scenario.arms.iter().find(|arm| arm.id == id)?;
        let parting = self.scenario.span.date(arm.from);
        let last = self.base()?.counted.tally.months();
        let first = self.scenario.span.count_from;
        let at = index(parting.year(), parting.month()) - index(first.year(), first.month());
        Some(usize::try_from(at.max(0)).ok()?..last)
    }

    /// Counted months from one to another, both included; none if not all are counted.
    pub(super) fn months(&self, from: (i16, i8), to: (i16, i8)) -> Option<Range<usize>> {
        let first = self.scenario.span.count_from;
        let first = index(first.year(), first.month());
        let start = usize::try_from(index(from.0, from.1) - first).ok()?;
        let end = usize::try_from(index(to.0, to.1) - first + 1).ok()?;
        let last = self.base()?.counted.tally.months();
        (end <= last).then_some(start..end)
    }

    /// The months of a year.
    pub(super) fn year(&self, year: i16) -> Option<Range<usize>> {
        self.months((year, 1), (year, 12))
    }

    /// The months of a federal fiscal year.
    pub(super) fn fiscal_year(&self, year: i16) -> Option<Range<usize>> {
        self.months((year - 1, 10), (year, 9))
    }
}

fn index(year: i16, month: i8) -> i32 {
    i32::from(year) * 12 + i32::from(month)
}

/// From the jail: handed over or taken at its door.
pub(super) fn from_jail(channel: Channel) -> bool {
    channel.is_jail_transfer() || channel == Channel::AtRelease
}

/// Requests for a hold or for notice.
pub(super) fn requests(cell: &Cell, months: &Range<usize>) -> f64 {
    of(cell, months, Measure::Detainers) + of(cell, months, Measure::Notifications)
}

/// Of the requests, those for people never convicted.
pub(super) fn never_convicted(cell: &Cell, months: &Range<usize>) -> Option<f64> {
    let never = |measure| part(cell, months, measure, Offence::None);
    ratio(never(Measure::Detainers) + never(Measure::Notifications), requests(cell, months))
}

/// Whether a group counts as Hispanic: all but the two that are said not to be. A household's group
/// goes before its ethnicity, so that a few are not.
pub(super) fn is_hispanic(group: Group) -> bool {
    !matches!(group, Group::Black | Group::Other)
}

/// A measure of victims who are Hispanic, or are not.
pub(super) fn of_victims(
    cell: &Cell,
    months: &Range<usize>,
    measure: Measure,
    hispanic: bool,
) -> f64 {
    let groups = Group::ALL.iter().filter(|group| is_hispanic(**group) == hispanic);
    groups.map(|&group| part(cell, months, measure, group)).sum()
}

/// The one over the other; none where the other is nothing.
pub(super) fn ratio(one: f64, other: f64) -> Option<f64> {
    (other > 0.0).then(|| one / other)
}

/// How the one differs from the other, as a share of the other.
pub(super) fn change(one: f64, other: f64) -> Option<f64> {
    Some(ratio(one, other)? - 1.0)
}

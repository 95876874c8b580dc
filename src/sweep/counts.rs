//! Sums of what was counted in a run, as outcomes and money are made of them.

use crate::engine::cell::Cell;
use crate::event::{Channel, Group, Listing, Origin, Status, Word};
use crate::projection::measure::Measure;
use crate::scenario::Scenario;
use crate::scenario::scalar::Scalar;
use std::ops::Range;

/// All counted months of a run.
pub(crate) fn throughout(cell: &Cell) -> Range<usize> {
    0..cell.counted.tally.months()
}

/// A measure in some months.
pub(crate) fn sum_in(cell: &Cell, months: &Range<usize>, measure: Measure) -> f64 {
    months.clone().map(|at| cell.counted.tally.of_month(at, measure)).sum::<u64>() as f64
}

/// A part of a measure in some months.
pub(crate) fn part_in<W: Word>(
    cell: &Cell,
    months: &Range<usize>,
    measure: Measure,
    word: W,
) -> f64 {
    let part = usize::from(word.number());
    months.clone().map(|at| cell.counted.tally.count(at, measure, part)).sum::<u64>() as f64
}

/// Arrests by ICE in some months, by the channels chosen.
pub(crate) fn channels_in(cell: &Cell, months: &Range<usize>, is: impl Fn(Channel) -> bool) -> f64 {
    let chosen = Channel::ALL.iter().filter(|channel| is(**channel));
    chosen.map(|&channel| part_in(cell, months, Measure::IceArrests, channel)).sum()
}

pub(super) fn sum(cell: &Cell, measure: Measure) -> f64 {
    sum_in(cell, &throughout(cell), measure)
}

pub(super) fn part<W: Word>(cell: &Cell, measure: Measure, word: W) -> f64 {
    part_in(cell, &throughout(cell), measure, word)
}

pub(super) fn channels(cell: &Cell, is: impl Fn(Channel) -> bool) -> f64 {
    channels_in(cell, &throughout(cell), is)
}

pub(super) fn unreported(cell: &Cell) -> f64 {
    sum(cell, Measure::Crimes) - sum(cell, Measure::CrimesReported)
}

/// Groups that fear reaches most.
pub(super) const EXPOSED: [Group; 2] = [Group::Unauthorised, Group::MixedStatus];

/// The share of crimes reported, of the groups given, in percent.
pub(super) fn reported_share(cell: &Cell, groups: &[Group]) -> f64 {
    let of = |measure| groups.iter().map(|&group| part(cell, measure, group)).sum::<f64>();
    100.0 * of(Measure::CrimesReported) / of(Measure::Crimes).max(1.0)
}

/// Out of custody, and fetched by officers: a contractor drives alone.
#[must_use]
pub fn by_officers(channel: Channel) -> bool {
    channel.is_custodial() && channel != Channel::Contractor
}

pub(super) fn officer_hours(scenario: &Scenario, cell: &Cell) -> f64 {
    let pickups = channels(cell, by_officers);
    let hours = scenario.parameters.get(Scalar::HoursPickup);
    sum(cell, Measure::OperationHours) + pickups * hours
}

/// Person-days in the jail, over the counted time.
pub(super) fn jail_days(cell: &Cell) -> f64 {
    cell.counted.custody.months().iter().map(|days| days.jail as f64).sum()
}

/// Person-days in federal detention, over the counted time.
pub(super) fn bed_days(cell: &Cell) -> f64 {
    cell.counted.custody.months().iter().map(|days| days.detention as f64).sum()
}

/// Bystanders among those arrested in operations, in percent.
pub(super) fn bystander_share(cell: &Cell) -> f64 {
    let of = |channel| part(cell, Measure::IceArrests, channel);
    let bystanders = of(Channel::Collateral);
    100.0 * bystanders / (of(Channel::AtLarge) + bystanders).max(1.0)
}

/// Arrests without a victim's report begin with a stop.
pub(super) fn stops_without_arrest(cell: &Cell) -> f64 {
    sum(cell, Measure::PoliceStops) - part(cell, Measure::Arrests, Origin::Stop)
}

/// Struck from the list of those looked for, less those who were struck before and are back on it.
/// Below zero where a time begins with many struck whom new rules want again.
pub(super) fn struck(cell: &Cell) -> f64 {
    sum(cell, Measure::Dropped) - part(cell, Measure::Targets, Listing::Reassessed)
}

pub(super) fn is_resident(status: Status) -> bool {
    status == Status::LawfulResident
}

pub(super) fn by_status(counts: &[u64], is: fn(Status) -> bool) -> f64 {
    let chosen = Status::ALL.iter().zip(counts).filter(|(status, _)| is(**status));
    chosen.map(|(_, count)| *count as f64).sum()
}

pub(super) fn mistaken_matches(cell: &Cell, is: fn(Status) -> bool) -> f64 {
    let chosen = Status::ALL.iter().filter(|status| is(**status));
    chosen.map(|&status| part(cell, Measure::FalseMatches, status)).sum()
}

/// All of fear comes to them.
pub(super) const MOST: f64 = 1.0;

/// The value below which a share of values lies, between neighbours in proportion. Sorts a copy.
#[must_use]
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = share * last as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    below + (above - below) * at.fract()
}

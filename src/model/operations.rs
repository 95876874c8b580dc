//! Operations: where agents go for a target and when, who learns of it, and how likely it succeeds.
//!
//! Rules of access close some places; agents then go to another. All is drawn for the target and the
//! day, so that it is the same wherever it is asked.

use super::Today;
use super::people::Person;
use super::population::{NEIGHBOURHOOD, neighbourhood};
use crate::draw::{Lanes, Purpose};
use crate::event::{Offence, Site, Word};
use crate::ids::{AreaId, Case, PersonId};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::scalar::Scalar;

/// Bystanders never are more than this share of a surge's arrests: what was seen at most, and a
/// little (facts.md 8).
const MOST_BYSTANDERS: f64 = 0.40;

/// Of a target on this day: the place, whether a network learns of it, whether that warns, another
/// place.
fn access_lanes(today: &Today, target: PersonId) -> Lanes {
    today.draws.in_case(target, Purpose::Access, Case::opened(today.day.0, 0, 0))
}

/// The hour at which agents go, and where to.
pub(super) fn where_and_when(today: &Today, target: &Person) -> (u8, Site) {
    let on_day = Case::opened(today.day.0, 0, 0);
    let [hour, ..] = today.draws.in_case(target.id, Purpose::Slot, on_day);
    // Operations begin before dawn.
    (4 + hour.index(6) as u8, site(today, target))
}

/// Where agents go for a target today: to one of the places that the rules leave open, those of the
/// city and those of the county.
pub(super) fn site(today: &Today, target: &Person) -> Site {
    let file = today.file(target, Offence::None);
    let (city, county) = (today.setting.district(target.id).agency, today.setting.jail(target.id));
    let allowed = |act| {
        let by = |agency| today.rules().decide(act, agency, &file).allowed;
        by(city) && by(county)
    };
    let mut shares = today.setting.sites.shares;
    let [place, .., again] = access_lanes(today, target.id);
    let first = Site::ALL[place.choose(&shares)];
    let closed = |site| match site {
        Site::Courthouse => !allowed(Act::CourthouseArrest),
        Site::CityFacility => !allowed(Act::FacilityAccess),
        Site::Home | Site::Street | Site::Workplace | Site::Transit => false,
    };
    if !closed(first) {
        return first;
    }
    // Only those who would have been sought at a closed place are sought elsewhere.
    for (share, &site) in shares.iter_mut().zip(Site::ALL) {
        *share = if closed(site) { 0.0 } else { *share };
    }
    Site::ALL[again.choose(&shares)]
}

/// Whether a rapid response network learns of the operation in time.
pub(super) fn is_alerted(today: &Today, target: PersonId) -> bool {
    let covered = today.dial(Dial::RapidResponse, today.setting.district(target).agency, 0.0);
    if covered <= 0.0 {
        return false;
    }
    let residents = today.setting.district(target).residents;
    let first = u32::from(neighbourhood(target.index, residents)) * NEIGHBOURHOOD;
    let [network, ..] = today.draws.of(PersonId { index: first, ..target }, Purpose::Network);
    let [_, learns, ..] = access_lanes(today, target);
    network.below(covered) && learns.below(today.get(Scalar::AlertReach))
}

/// Whether an alert makes an operation fail that would have succeeded: at homes and in the street.
pub(super) fn is_warned(today: &Today, target: PersonId, site: Site) -> bool {
    let [_, _, warned, _] = access_lanes(today, target);
    today.setting.mechanisms.alerts_warn
        && matches!(site, Site::Home | Site::Street)
        && warned.below(today.get(Scalar::AlertPrevents))
}

/// Probability that an operation finds its target, alerts apart.
pub(super) fn success(today: &Today, target: &Person, site: Site) -> f64 {
    let agency = today.setting.district(target.id).agency;
    let file = today.file(target, Offence::None);
    let helped = today.rules().decide(Act::JointEnforcement, agency, &file).allowed;
    let help = if helped { today.get(Scalar::LocalHelp) } else { 1.0 };
    let area = today.setting.district(target.id).area;
    let factor = today.office_dial(area, Dial::HitFactor, 1.0);
    today.get(Scalar::OperationHit) * today.setting.sites.hits[site as usize] * help * factor
}

/// Of arrests at large, the share of bystanders: the larger a surge beside the office's own work at
/// large, the larger.
pub(super) fn bystanders(today: &Today, area: AreaId) -> f64 {
    let usual = today.get(Scalar::CollateralShare);
    let lent = surge(today, area);
    if !today.setting.mechanisms.surges_widen || lent <= 0.0 {
        return usual;
    }
    (usual + today.get(Scalar::SurgeWidens) * lent).min(MOST_BYSTANDERS.max(usual))
}

/// Hours at large of lent agents, over those of the office's own officers.
fn surge(today: &Today, area: AreaId) -> f64 {
    let lent = today.office_dial(area, Dial::SurgeAgents, 0.0) * today.get(Scalar::SurgeHours);
    let share = today.office_dial(area, Dial::AtLargeShare, today.get(Scalar::ShareAtLarge));
    let officers = today.get(Scalar::Officers) * today.setting.area(area).share;
    let own = officers * today.get(Scalar::HoursPerOfficerDay) * share;
    lent / own.max(1e-6)
}

/// How many times the fear of an arrest by officers one at large spreads on the mean today: tactical
/// units frighten more.
pub(super) fn intimidation(today: &Today, area: AreaId) -> f64 {
    let lent = surge(today, area);
    let tactical = today.office_dial(area, Dial::Tactical, 0.0) * lent / (1.0 + lent);
    1.0 + tactical * (today.get(Scalar::TacticalFear) - 1.0)
}

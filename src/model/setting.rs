//! What does not change in a run: the place, the model's numbers, and the rates made from them.

use super::people::Origins;
use super::population::{
    AGES, AGES_UNAUTHORISED, Age, MALE_SHARE, OFTEN, Population, Profile, often_offending,
};
use crate::draw::{Draws, from_log_odds, log_odds};
use crate::event::{Crime, Offence, Status, Word};
use crate::ids::{AgencyId, AreaId, DistrictId, PersonId};
use crate::scenario::parameter::{PerCrime, PerOffence};
use crate::scenario::parameters::Parameters;
use crate::scenario::place::{District, Place};
use crate::scenario::scalar::Scalar;
use crate::scenario::{Mechanisms, Scenario};
use crate::time::Span;

/// What does not change in a run, and is the same in every arm.
#[derive(Clone, Debug)]
pub struct Setting {
    /// From when to when.
    pub span: Span,
    /// The model's numbers.
    pub parameters: Parameters,
    /// What is switched on.
    pub mechanisms: Mechanisms,
    /// Where people live, in the order of their numbers.
    pub districts: Vec<District>,
    /// How many agencies police them.
    pub agencies: usize,
    /// What field offices answer for.
    pub areas: Vec<Area>,
    /// Where each agency's arrests are jailed.
    pub jails: Vec<AgencyId>,
    /// What each kind of place means for operations.
    pub sites: Sites,
    /// The first day after October 2020: until then nobody can have entered since.
    pub after_2020: crate::time::Day,
    /// How often what happens to whom.
    pub rates: Rates,
    /// Candidates per day and member of the stream's stratum, by population, then stream.
    candidates: Vec<[f64; 9]>,
    /// How people are derived.
    pub origins: Origins,
}

/// What one field office answers for.
#[derive(Clone, PartialEq, Debug)]
pub struct Area {
    /// As policies name it; none in a place that is one area.
    pub name: Option<String>,
    /// Its part of all officers, beds and hearings: its part of all residents without status; 1 in a
    /// place that is one area. Judgement: staff by area is not published.
    pub share: f64,
    /// Residents.
    pub residents: f64,
    /// A jail there: what holds for the office holds for each of them.
    pub jail: AgencyId,
    /// The district by which the area is named in events.
    pub first: DistrictId,
}

/// A stream of exogenous candidates: one Poisson process per district at the highest rate that any
/// resident can have in any arm, thinned to each person's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Stream {
    /// Crimes by those who offend often.
    CrimeOften = 1,
    /// Crimes by everybody else.
    CrimeOther = 2,
    /// Arrests without a report, of those who offend often.
    StopOften = 3,
    /// Arrests without a report, of everybody else.
    StopOther = 4,
    /// Leads that put somebody on the list of targets.
    Lead = 5,
    /// In prison when the run begins.
    Imprisoned = 6,
    /// On the list of targets when the run begins.
    Fugitive = 7,
    /// Operations of joint task forces on crime.
    TaskForce = 8,
}

/// How often what happens to whom.
#[derive(Clone, Debug)]
pub struct Rates {
    /// Weights of the crimes, in their order.
    pub crimes: Vec<f64>,
    /// Log odds of reporting, and the probability, without fear and at the reference cooperation, by
    /// crime and ethnicity.
    pub reporting: Vec<[(f64, f64); 3]>,
    /// Probability of clearance, by crime.
    pub clearance: Vec<f64>,
    /// Weights of the charges of arrests without a report, by offence.
    pub stop_charges: Vec<f64>,
    /// Probability that an arrest is booked, by offence.
    pub booked: Vec<f64>,
    /// How much of fear reaches each group.
    pub exposure: Vec<f64>,
    /// The largest factor by which less reporting can raise offending.
    pub boldest: f64,
    unauthorised: f64,
    lawful: f64,
}

/// How much likelier than others the ages are to offend or be arrested, and the sexes. Judgement,
/// after the shape of national arrest statistics; the mean over residents is divided out.
fn by_age(age: Age) -> f64 {
    match age {
        Age::Child => 0.0,
        Age::Youth => 0.8,
        Age::Young => 1.4,
        Age::Middle => 1.1,
        Age::Older => 0.5,
    }
}
const MALE: f64 = 1.25;
const FEMALE: f64 = 0.75;
const MOST: f64 = 1.4 * MALE;

impl Rates {
    /// The share of the candidates' rate that a resident has: what candidates are thinned to.
    #[must_use]
    pub fn share(&self, profile: &Profile) -> f64 {
        let by_status = self.by_status(profile.status);
        if profile.often {
            return by_status;
        }
        let by_sex = if profile.is_male() { MALE } else { FEMALE };
        by_status * by_age(profile.age()) * by_sex / MOST
    }

    /// How much likelier than the group with the highest rate, which candidates are drawn for.
    fn by_status(&self, status: Status) -> f64 {
        let own = match status {
            Status::UsBorn => 1.0,
            status if status.is_unauthorised() => self.unauthorised,
            _ => self.lawful,
        };
        own / self.unauthorised.max(self.lawful).max(1.0)
    }
}

/// What each kind of place means for operations, by [`Site`]: how often agents go there, and how
/// much more or less than elsewhere they find and frighten.
#[derive(Clone, PartialEq, Debug)]
pub struct Sites {
    /// Weights.
    pub shares: [f64; 6],
    /// Factors of success; their mean, weighted, is 1.
    pub hits: [f64; 6],
    /// Factors of fear; their mean, weighted, is 1.
    pub fears: [f64; 6],
}

impl Sites {
    fn new(parameters: &Parameters) -> Sites {
        use Scalar::*;
        let of = |scalars: [Scalar; 6]| scalars.map(|scalar| parameters.get(scalar));
        let shares = of([
            SiteHomeShare,
            SiteStreetShare,
            SiteWorkplaceShare,
            SiteCourthouseShare,
            SiteTransitShare,
            SiteFacilityShare,
        ]);
        let hits = of([
            SiteHomeHit,
            SiteStreetHit,
            SiteWorkplaceHit,
            SiteCourthouseHit,
            SiteTransitHit,
            SiteFacilityHit,
        ]);
        let fears = of([
            SiteHomeFear,
            SiteStreetFear,
            SiteWorkplaceFear,
            SiteCourthouseFear,
            SiteTransitFear,
            SiteFacilityFear,
        ]);
        // The model's success and fear of an operation are those of the usual mix of places.
        let about = |weights: [f64; 6]| {
            let sum: f64 = shares.iter().zip(&weights).map(|(share, weight)| share * weight).sum();
            let mean = sum / shares.iter().sum::<f64>().max(1e-9);
            weights.map(|weight| weight / mean.max(1e-9))
        };
        Sites { shares, hits: about(hits), fears: about(fears) }
    }
}

impl Setting {
    /// What does not change, for one replicate of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario, draws: Draws) -> Setting {
        let parameters = scenario.parameters.clone();
        let place = &scenario.place;
        let populations: Vec<Population> =
            place.populations.iter().map(|shares| Population::new(shares, &parameters)).collect();
        let rates = rates(&parameters, scenario.mechanisms);
        let of = |population| candidates(&parameters, &rates, population);
        let candidates = populations.iter().map(of).collect();
        Setting {
            span: scenario.span.clone(),
            mechanisms: scenario.mechanisms,
            districts: place.districts.clone(),
            agencies: place.agencies.len(),
            areas: areas(place),
            jails: place.agencies.iter().map(|agency| agency.jail).collect(),
            sites: Sites::new(&parameters),
            after_2020: scenario.after_october_2020(),
            rates,
            candidates,
            origins: Origins::new(populations, &parameters, &place.districts, draws),
            parameters,
        }
    }

    /// A number of the model.
    #[must_use]
    pub fn get(&self, scalar: Scalar) -> f64 {
        self.parameters.get(scalar)
    }

    /// All residents.
    #[must_use]
    pub fn residents(&self) -> f64 {
        self.districts.iter().map(|district| f64::from(district.residents)).sum()
    }

    /// Where the arrests in a resident's district are jailed.
    #[must_use]
    pub fn jail(&self, person: PersonId) -> AgencyId {
        self.jails[usize::from(self.district(person).agency.0)]
    }

    /// The agencies that run jails, each once, in order.
    #[must_use]
    pub fn all_jails(&self) -> Vec<AgencyId> {
        let mut jails = self.jails.clone();
        jails.sort_unstable();
        jails.dedup();
        jails
    }

    /// Residents whose arrests are jailed by an agency.
    #[must_use]
    pub fn jailed_by(&self, jail: AgencyId) -> f64 {
        let theirs = |district: &&District| self.jails[usize::from(district.agency.0)] == jail;
        self.districts.iter().filter(theirs).map(|district| f64::from(district.residents)).sum()
    }

    /// Candidates per day of a stream among so many people of a district.
    #[must_use]
    pub fn candidates(&self, stream: Stream, district: &District, people: u32) -> f64 {
        let stratum = match stream {
            Stream::CrimeOften | Stream::StopOften | Stream::Imprisoned => often_offending(people),
            _ => people,
        };
        let each = self.candidates[usize::from(district.population)][stream as usize];
        each * f64::from(stratum)
    }

    /// What the field office of a resident's district answers for.
    #[must_use]
    pub fn area(&self, area: AreaId) -> &Area {
        &self.areas[usize::from(area.0)]
    }

    /// All areas, by number.
    pub fn all_areas(&self) -> impl Iterator<Item = AreaId> + use<> {
        (0..self.areas.len() as u8).map(AreaId)
    }

    /// A district by its number.
    #[must_use]
    pub fn district(&self, person: PersonId) -> &District {
        &self.districts[usize::from(person.home.0)]
    }
}

/// What field offices answer for.
fn areas(place: &Place) -> Vec<Area> {
    let all = place.unauthorised(|_| true);
    let one = |area: usize| {
        let is_there = |district: &District| usize::from(district.area.0) == area;
        let theirs = || place.districts.iter().filter(|district| is_there(district));
        let first = theirs().next().unwrap_or(&place.districts[0]);
        let share = if all > 0.0 { place.unauthorised(is_there) / all } else { 1.0 };
        let is_one = place.areas.len() == 1;
        Area {
            name: (!is_one).then(|| place.areas[area].id.clone()),
            share: if is_one { 1.0 } else { share },
            residents: theirs().map(|district| f64::from(district.residents)).sum(),
            jail: place.agencies[usize::from(first.agency.0)].jail,
            first: first.id,
        }
    };
    (0..place.areas.len()).map(one).collect()
}

fn rates(parameters: &Parameters, mechanisms: Mechanisms) -> Rates {
    let get = |scalar| parameters.get(scalar);
    let of_crime = |what| -> Vec<f64> {
        Crime::ALL.iter().map(|&crime| parameters.of_crime(what, crime)).collect()
    };
    let of_offence = |what| -> Vec<f64> {
        Offence::ALL.iter().map(|&offence| parameters.of_offence(what, offence)).collect()
    };
    let boldest = if mechanisms.reporting_deters {
        1.0 + 0.5 * get(Scalar::DeterrenceElasticity)
    } else {
        1.0
    };
    Rates {
        crimes: of_crime(PerCrime::Rate),
        reporting: Crime::ALL.iter().map(|&crime| usual_reporting(parameters, crime)).collect(),
        clearance: of_crime(PerCrime::Cleared),
        stop_charges: of_offence(PerOffence::StopShare),
        booked: of_offence(PerOffence::Booked),
        exposure: crate::event::Group::ALL.iter().map(|&g| parameters.exposure(g)).collect(),
        boldest,
        unauthorised: get(Scalar::UnauthorisedArrestRatio),
        lawful: get(Scalar::LawfulArrestRatio),
    }
}

/// Candidates per day and member of the stream's stratum in a population, by stream.
fn candidates(parameters: &Parameters, rates: &Rates, population: &Population) -> [f64; 9] {
    let get = |scalar| parameters.get(scalar);
    let boldest = rates.boldest;
    let mut candidates = [0.0; 9];
    let mean = mean_shares(rates, population);
    let crimes = rates.crimes.iter().sum::<f64>() / 1000.0 / 365.0;
    let stops = get(Scalar::StopsPerThousand) / 1000.0 / 365.0;
    let (of_crimes, of_stops) = (get(Scalar::ActiveShareOfCrimes), get(Scalar::ActiveShareOfStops));
    let mut set = |stream: Stream, per_resident: f64, stratum: f64, share: f64| {
        let kept = stratum * share;
        candidates[stream as usize] = if kept > 1e-9 { per_resident / kept } else { 0.0 };
    };
    let often = mean.often;
    set(Stream::CrimeOften, crimes * of_crimes * boldest, often, mean.share_often);
    set(Stream::CrimeOther, crimes * (1.0 - of_crimes) * boldest, 1.0, mean.share_other);
    set(Stream::StopOften, stops * of_stops, often, mean.share_often);
    set(Stream::StopOther, stops * (1.0 - of_stops), 1.0, mean.share_other);
    // Candidates are people without status, each kept by their weight as a target; at a weight of 1
    // for all, so many a year. The mean weight is divided out.
    let weight = mean_target_weight(parameters);
    set(Stream::Lead, get(Scalar::Leads) / 1000.0 / 365.0, 1.0, weight);
    set(Stream::Fugitive, get(Scalar::TargetsAtStart) / 1000.0, 1.0, weight);
    set(Stream::TaskForce, get(Scalar::TaskForces) / 1e6 / 365.0, 1.0, 1.0);
    let prison = prison_stock(parameters, rates, stops, crimes);
    set(Stream::Imprisoned, prison, often, mean.share_often);
    candidates
}

/// Reporting without fear, by ethnicity: the published rate of the crime, shifted for violent crimes.
fn usual_reporting(parameters: &Parameters, crime: Crime) -> [(f64, f64); 3] {
    let published = log_odds(parameters.of_crime(PerCrime::Reported, crime).clamp(0.001, 0.999));
    let shifts = [
        Scalar::HispanicViolentReporting,
        Scalar::BlackViolentReporting,
        Scalar::OtherViolentReporting,
    ];
    shifts.map(|shift| {
        let shift = if crime.is_violent() { parameters.get(shift) } else { 0.0 };
        (published + shift, from_log_odds(published + shift))
    })
}

/// The mean weight of people without status as targets: convicted, with a removal order, others.
fn mean_target_weight(parameters: &Parameters) -> f64 {
    let get = |scalar| parameters.get(scalar);
    let often = 1.0 / f64::from(OFTEN);
    let convicted = often * get(Scalar::RecordActive) + (1.0 - often) * get(Scalar::RecordOrdinary);
    let order = get(Scalar::PriorOrderShare);
    let others = order * get(Scalar::LeadFugitive) + (1.0 - order) * get(Scalar::LeadOther);
    convicted + (1.0 - convicted) * others
}

/// People in prison at the start, per resident: sentences a day times their mean length.
fn prison_stock(parameters: &Parameters, rates: &Rates, stops: f64, crimes: f64) -> f64 {
    let get = |scalar| parameters.get(scalar);
    let weights: f64 = rates.stop_charges.iter().sum();
    let felonies = [Offence::Felony, Offence::SeriousFelony];
    let booked = |offence: &Offence| {
        let at = *offence as usize;
        rates.stop_charges[at] / weights.max(1e-9) * rates.booked[at]
    };
    let from_stops = stops * felonies.iter().map(booked).sum::<f64>();
    // About one crime in 25 leads to an arrest on a felony (reported, cleared, of that gravity).
    let from_crimes = crimes / 25.0;
    let long = 1.0 - get(Scalar::ShortShareFelony);
    (from_stops + from_crimes) * long * get(Scalar::PrisonShare) * get(Scalar::PrisonMeanDays)
}

/// The mean share over residents, so that thinned rates come out as given.
struct MeanShares {
    /// Residents who offend often.
    often: f64,
    share_often: f64,
    share_other: f64,
}

fn mean_shares(rates: &Rates, population: &Population) -> MeanShares {
    let status = population.status_shares();
    let by_status = |of: Status, share: f64| share * rates.by_status(of);
    let with = by_status(Status::UsBorn, status.us_born)
        + by_status(Status::LawfulResident, status.lawful);
    let without = by_status(Status::Unauthorised, status.unauthorised);
    let of_ages = |ages: &[f64; 5]| -> f64 {
        let each = ages.iter().zip(Age::ALL);
        each.map(|(share, age)| share * by_age(age)).sum()
    };
    let by_sex = MALE_SHARE * MALE + (1.0 - MALE_SHARE) * FEMALE;
    let others = with * of_ages(&AGES) + without * of_ages(&AGES_UNAUTHORISED);
    MeanShares {
        often: 1.0 / f64::from(OFTEN),
        share_often: with + without,
        share_other: (1.0 - 1.0 / f64::from(OFTEN)) * others * by_sex / MOST,
    }
}

//! The clock: what day it is, which rules hold, and where chance comes from.

use super::arrivals::Arrivals;
use super::people::Person;
use super::population::Profile;
use super::setting::Setting;
use crate::draw::{Draws, Lanes, Purpose, left_after};
use crate::event::{Offence, Status};
use crate::ids::{AgencyId, AreaId, DistrictId, PersonId};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::place::District;
use crate::scenario::policy::{InForce, Policy};
use crate::scenario::rule::File;
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hour};
use bevy_ecs::resource::Resource;
use std::sync::Arc;

/// An arm's rules, with what follows from them for a place.
#[derive(Clone, Debug)]
pub struct Law {
    policy: Arc<Policy>,
    picture: Arc<Picture>,
}

impl Law {
    /// The rules of an arm where they are to hold.
    #[must_use]
    pub fn new(setting: &Setting, policy: Arc<Policy>) -> Law {
        let picture = Arc::new(Picture::new(setting, &policy));
        Law { policy, picture }
    }
}

/// How much the public links each agency to deportation, era by era.
#[derive(Debug)]
struct Picture {
    /// By era, then agency.
    eras: Vec<Vec<Linked>>,
}

/// How much the public links an agency to deportation, 0 to 1.
#[derive(Clone, Copy, Debug)]
struct Linked {
    /// What it would come to under the rules of the era: the agency's cooperation, and less of it
    /// where fingerprints taken at booking do not reach the immigration databases.
    truth: f64,
    /// When the era begins.
    before: f64,
}

impl Linked {
    /// When so much is left of what was thought before.
    fn after(self, left: f64) -> f64 {
        self.truth + (self.before - self.truth) * left
    }
}

impl Picture {
    fn new(setting: &Setting, policy: &Policy) -> Picture {
        let half_life = setting.get(Scalar::LearningHalfLife);
        let anyone = File::blank(Status::Unauthorised, Offence::Traffic);
        let without_prints = setting.get(Scalar::WithoutPrints);
        let truth = |era: usize, agency: AgencyId| {
            let jail = setting.jails[usize::from(agency.0)];
            let shared = policy.in_era(era).decide(Act::SharePrints, jail, &anyone).allowed;
            policy.cooperation(era, agency) * if shared { 1.0 } else { without_prints }
        };
        let eras = policy.eras();
        let mut linked: Vec<Vec<Linked>> = Vec::with_capacity(eras.len());
        for era in 0..eras.len() {
            let before = linked.last().map(|before| {
                let days = f64::from(eras[era].from.0 - eras[era - 1].from.0);
                (before, left_after(days, half_life))
            });
            let agencies = (0..setting.agencies as u16).map(AgencyId).map(|agency| {
                let truth = truth(era, agency);
                let thought = before.map(|(all, left)| all[usize::from(agency.0)].after(left));
                Linked { truth, before: thought.unwrap_or(truth) }
            });
            let agencies = agencies.collect();
            linked.push(agencies);
        }
        Picture { eras: linked }
    }
}

/// What holds today, for everyone.
#[derive(Resource, Clone, Debug)]
pub struct Today {
    /// The day.
    pub day: Day,
    /// Where chance comes from.
    pub draws: Draws,
    /// What does not change.
    pub setting: Arc<Setting>,
    /// The arm's rules.
    pub policy: Arc<Policy>,
    /// Where candidates come from.
    pub arrivals: Arrivals,
    districts: Arc<Vec<DistrictId>>,
    picture: Arc<Picture>,
    /// The rules' era, and how much of what was thought before it is still thought today.
    era: (usize, f64),
}

impl Today {
    pub(super) fn new(
        setting: Arc<Setting>,
        Law { policy, picture }: Law,
        mut districts: Vec<DistrictId>,
        draws: Draws,
    ) -> Today {
        districts.sort_unstable();
        let mut today = Today {
            day: Day(0),
            draws,
            setting,
            policy,
            arrivals: Arrivals::Thinned,
            districts: Arc::new(districts),
            picture,
            era: (0, 1.0),
        };
        today.begin(Day(0));
        today
    }

    pub(super) fn begin(&mut self, day: Day) {
        self.day = day;
        let era = self.policy.era(day);
        let days = f64::from(day.0 - self.policy.eras()[era].from.0);
        self.era = (era, left_after(days, self.setting.get(Scalar::LearningHalfLife)));
    }

    pub(super) fn change_policy(&mut self, Law { policy, picture }: Law) {
        (self.policy, self.picture) = (policy, picture);
        self.begin(self.day);
    }

    /// The public's picture of an agency's cooperation, 0 to 1: it follows the rules with a half-life.
    #[must_use]
    pub fn perceived(&self, agency: AgencyId) -> f64 {
        let (era, left) = self.era;
        self.picture.eras[era][usize::from(agency.0)].after(left)
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> InForce<'_> {
        self.policy.on(self.day)
    }

    /// A number that a regime in force sets, or what holds where none does.
    #[must_use]
    pub fn dial(&self, dial: Dial, agency: AgencyId, usual: f64) -> f64 {
        self.rules().dial(dial, agency).unwrap_or(usual)
    }

    /// A dial of a field office: it has one value, whatever the agency.
    #[must_use]
    pub fn office_dial(&self, area: AreaId, dial: Dial, usual: f64) -> f64 {
        self.dial(dial, self.setting.area(area).jail, usual)
    }

    /// How cooperative the rules of the day are, over all residents: 0 to 1.
    #[must_use]
    pub fn cooperation(&self) -> f64 {
        let now = &self.picture.eras[self.era.0];
        let each = self.setting.districts.iter().map(|district| {
            f64::from(district.residents) * now[usize::from(district.agency.0)].truth
        });
        each.sum::<f64>() / self.setting.residents().max(1.0)
    }

    /// Probability that staff of a jail do what the rules in force say: with rules that forbid, raised
    /// by oversight and lowered by threats; with rules that allow, raised by threats. Within the
    /// ranges of `jail.compliance` and `jail.answers`.
    #[must_use]
    pub fn compliance(&self, jail: AgencyId, forbids: bool) -> f64 {
        let scalar = if forbids { Scalar::JailCompliance } else { Scalar::JailAnswers };
        let number = self.setting.parameters.sourced(scalar);
        if !self.setting.mechanisms.politics_moves_staff {
            return number.value;
        }
        let pressure = self.dial(Dial::Pressure, jail, 0.0);
        let up = if forbids { self.dial(Dial::Oversight, jail, 0.0) } else { pressure };
        let down = if forbids { pressure } else { 0.0 };
        // Either can only move what is left, so that the result stays within the range.
        let raised = number.value + up * (number.high - number.value);
        raised - down * (raised - number.low)
    }

    /// A number of the model.
    #[must_use]
    pub fn get(&self, scalar: Scalar) -> f64 {
        self.setting.get(scalar)
    }

    /// The districts of this state, in order.
    pub fn districts(&self) -> impl Iterator<Item = &District> {
        self.districts.iter().map(|id| &self.setting.districts[usize::from(id.0)])
    }

    /// What is so of a resident from the start.
    #[must_use]
    pub fn profile(&self, person: PersonId) -> Profile {
        self.setting.origins.profile_by(&self.draws, person)
    }

    /// A person to whom perhaps nothing has happened yet.
    #[must_use]
    pub fn person(&self, known: Option<&Person>, id: PersonId) -> Person {
        known.copied().unwrap_or_else(|| self.setting.origins.person(id))
    }

    /// Of a case: release date public, a magistrate's finding, consent to an interview.
    pub(super) fn file_lanes(&self, person: &Person) -> Lanes {
        self.draws.in_case(person.id, Purpose::File, person.case)
    }

    /// What a rule may look at of a person.
    #[must_use]
    pub fn file(&self, person: &Person, charge: Offence) -> File {
        let convictions = &person.convictions;
        File {
            conviction: convictions.worst,
            years_since: convictions.years_since(self.day),
            listed: convictions.listed,
            several_misdemeanours: convictions.lesser >= 3,
            significant_misdemeanour: convictions.significant,
            recent_entry: person.recent_entry,
            entry_2020: person.recent_entry && self.day >= self.setting.after_2020,
            ..File::blank(person.status, charge)
        }
    }

    /// Whether an hour is later than the run's last.
    #[must_use]
    pub fn is_past_the_end(&self, hour: Hour) -> bool {
        hour.day().0 >= self.setting.span.days()
    }
}

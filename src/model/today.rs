//! The clock: what day it is, which rules hold, and where chance comes from.

use super::arrivals::Arrivals;
use super::people::Person;
use super::population::Profile;
use super::setting::Setting;
use crate::draw::{Draws, Lanes, Purpose, left_after};
use crate::event::{Offence, Status};
use crate::ids::{AgencyId, DistrictId, PersonId};
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::place::District;
use crate::scenario::policy::{InForce, Policy};
use crate::scenario::rule::File;
use crate::scenario::scalar::Scalar;
use crate::time::{Day, Hour};
use bevy_ecs::resource::Resource;
use std::sync::Arc;

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
    /// The public's picture of each agency's cooperation, 0 to 1.
    perceived: Vec<f64>,
}

impl Today {
    pub(super) fn new(
        setting: Arc<Setting>,
        policy: Arc<Policy>,
        mut districts: Vec<DistrictId>,
        draws: Draws,
    ) -> Today {
        districts.sort_unstable();
        let mut today = Today {
            day: Day(0),
            draws,
            perceived: vec![0.0; setting.agencies],
            setting,
            policy,
            arrivals: Arrivals::Thinned,
            districts: Arc::new(districts),
        };
        today.begin(Day(0));
        today
    }

    pub(super) fn begin(&mut self, day: Day) {
        self.day = day;
        for agency in 0..self.perceived.len() {
            self.perceived[agency] = self.picture(AgencyId(agency as u8));
        }
    }

    pub(super) fn change_policy(&mut self, policy: Arc<Policy>) {
        self.policy = policy;
        self.begin(self.day);
    }

    /// How much an era's rules link an agency to deportation: its cooperation, and less of it where
    /// fingerprints taken at booking do not reach the immigration databases.
    fn truth(&self, era: usize, agency: AgencyId) -> f64 {
        let anyone = File::blank(Status::Unauthorised, Offence::Traffic);
        let jail = self.setting.jails[usize::from(agency.0)];
        let shared = self.policy.in_era(era).decide(Act::SharePrints, jail, &anyone).allowed;
        let factor = if shared { 1.0 } else { self.setting.get(Scalar::WithoutPrints) };
        self.policy.cooperation(era, agency) * factor
    }

    /// The public's picture of an agency's cooperation: it follows the rules with a half-life.
    fn picture(&self, agency: AgencyId) -> f64 {
        let half_life = self.setting.get(Scalar::LearningHalfLife);
        let eras = self.policy.eras();
        let now = self.policy.era(self.day);
        let mut picture = self.truth(0, agency);
        for era in 1..=now {
            let start = eras[era].from;
            let end = eras.get(era + 1).map_or(self.day, |next| next.from.min(self.day));
            let truth = self.truth(era, agency);
            let left = left_after(f64::from(end.0 - start.0), half_life);
            picture = truth + (picture - truth) * left;
        }
        picture
    }

    /// The public's picture of an agency's cooperation, 0 to 1.
    #[must_use]
    pub fn perceived(&self, agency: AgencyId) -> f64 {
        self.perceived[usize::from(agency.0)]
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

    /// A dial of the field office: it has one value, whatever the agency.
    #[must_use]
    pub fn office_dial(&self, dial: Dial, usual: f64) -> f64 {
        self.dial(dial, self.setting.jails[0], usual)
    }

    /// How cooperative the rules of the day are, over all residents: 0 to 1.
    #[must_use]
    pub fn cooperation(&self) -> f64 {
        let era = self.policy.era(self.day);
        let each = self
            .setting
            .districts
            .iter()
            .map(|district| f64::from(district.residents) * self.truth(era, district.agency));
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

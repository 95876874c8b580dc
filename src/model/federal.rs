//! The field offices, one for each area of responsibility. None knows of the others.

use super::office::Office;
pub use super::office::{Claim, LookUp};
use super::people::{Custody, Person};
use super::setting::Setting;
use super::{Due, Matter, State, Today};
use crate::event::Event;
use crate::ids::{AreaId, PersonId};
use crate::time::Day;
use std::sync::Arc;

/// All field offices.
#[derive(Clone, Debug)]
pub struct Federal {
    setting: Arc<Setting>,
    /// By area.
    offices: Vec<Office>,
}

impl Federal {
    /// Before the first day.
    #[must_use]
    pub fn new(setting: Arc<Setting>) -> Federal {
        let office = |area| Office::new(setting.clone(), area);
        Federal { offices: setting.all_areas().map(office).collect(), setting }
    }

    /// Opens a day.
    pub fn begin(&mut self, day: Day) {
        self.offices.iter_mut().for_each(|office| office.begin(day));
    }

    /// Beds in use.
    #[must_use]
    pub fn beds_used(&self) -> usize {
        self.offices.iter().map(Office::beds_used).sum()
    }

    /// The fold.
    pub fn apply(&mut self, event: &Event) {
        // Most of the log, and of no interest to an office.
        if event.fact.is_about_a_crime() {
            return;
        }
        let Some(person) = event.subject.person() else { return };
        let area = self.area(person);
        self.offices[area].apply(event);
    }

    /// The place of the office that answers for a resident.
    fn area(&self, person: PersonId) -> usize {
        let AreaId(number) = self.setting.district(person).area;
        usize::from(number)
    }

    /// Agents go for those in custody first, as far as hours and beds allow, then out for targets.
    #[must_use]
    pub fn decide_allotment(
        &self,
        today: &Today,
        claims: Vec<Claim>,
        look_up: LookUp,
    ) -> Vec<Event> {
        let claims = self.by_area(claims, |claim| claim.person.id);
        let offices = self.offices.iter().zip(claims);
        offices
            .flat_map(|(office, claims)| office.decide_allotment(today, claims, look_up))
            .collect()
    }

    /// On the day on which the rules on whom to look for change: the lists are looked at again.
    #[must_use]
    pub fn decide_reassessment(&self, today: &Today, look_up: LookUp) -> Vec<Event> {
        let offices = self.offices.iter();
        offices.flat_map(|office| office.decide_reassessment(today, look_up)).collect()
    }

    /// Who gets a bed, of those who came into the hands of ICE today; and what becomes of all.
    #[must_use]
    pub fn decide_beds(&self, today: &Today, taken: Vec<Person>) -> Vec<Event> {
        let taken = self.by_area(taken, |person| person.id);
        let offices = self.offices.iter().zip(taken);
        offices.flat_map(|(office, taken)| office.decide_beds(today, taken)).collect()
    }

    fn by_area<T>(&self, all: Vec<T>, who: impl Fn(&T) -> PersonId) -> Vec<Vec<T>> {
        let mut areas: Vec<Vec<T>> = self.offices.iter().map(|_| Vec::new()).collect();
        for one in all {
            areas[self.area(who(&one))].push(one);
        }
        areas
    }
}

impl State {
    /// People for whom agents mean to come today.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        let today = self.today();
        let claim = |due: &Due| {
            let person = self.people().get(due.person)?;
            let Custody::Leaving(leaving) = person.custody else { return None };
            let is_now = leaving.agents_at.comes() && leaving.agents_at.day() == today.day;
            (person.case == due.case && is_now).then_some(Claim { person: *person, leaving })
        };
        self.calendar().due(today.day, Matter::Pickup).iter().filter_map(claim).collect()
    }

    /// People who came into the hands of ICE today.
    #[must_use]
    pub fn taken(&self) -> Vec<Person> {
        let taken = |due: &Due| {
            let person = self.people().get(due.person)?;
            matches!(person.custody, Custody::Taken { .. }).then_some(*person)
        };
        self.calendar().due(self.today().day, Matter::Bed).iter().filter_map(taken).collect()
    }
}

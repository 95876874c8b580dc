//! Crime with a victim: committed, reported or not, cleared or not.
//!
//! ```text
//! offender (by own rate) ──▶ victim near home ──▶ CrimeCommitted ─┬─▶ CrimeNotReported
//!                                                                 └─▶ CrimeReported ──▶ CrimeCleared
//! ```
//!
//! The candidates are the same in every arm. What a policy can shift is whether the offender is at
//! liberty, whether the victim dares to report, and how bold offenders are against those who don't.

use super::arrivals::{Candidate, arrivals};
use super::community::Community;
use super::people::People;
use super::population::{NEIGHBOURHOOD, Profile, household, neighbourhood, neighbourhoods};
use super::setting::Stream;
use super::{Calendar, Hands, Matter, Today, relapse};
use crate::draw::{Purpose, from_log_odds};
use crate::event::{Crime, Event, Fact, Group, RuleId, Word};
use crate::ids::{Case, PersonId};
use crate::scenario::place::District;
use crate::scenario::scalar::Scalar;
use crate::time::Hour;
use bevy_ecs::prelude::Res;

/// A crime about to happen.
pub(super) struct Attempt {
    pub offender: PersonId,
    pub group: Group,
    pub crime: Crime,
    pub case: Case,
    pub hour: u8,
    /// Whether there are more of them where less is reported. Runs of offences after a release are
    /// not counted among what victims' reporting deters.
    pub deterred: bool,
}

pub(super) fn decide(
    today: Res<Today>,
    people: Res<People>,
    community: Res<Community>,
    calendar: Res<Calendar>,
) -> Vec<Event> {
    let scene = Scene { today: &today, people: &people, community: &community };
    let mut events = Vec::new();
    for district in today.districts() {
        for stream in [Stream::CrimeOften, Stream::CrimeOther] {
            for candidate in arrivals(&today, &people, district, stream) {
                scene.commit(&scene.attempt(&candidate), &mut events);
            }
        }
    }
    for due in calendar.due(today.day, Matter::Relapse) {
        if let Some(attempt) = relapse::attempt(&today, &people, due) {
            scene.commit(&attempt, &mut events);
        }
    }
    events
}

/// What a crime depends on.
struct Scene<'a> {
    today: &'a Today,
    people: &'a People,
    community: &'a Community,
}

impl Scene<'_> {
    fn attempt(&self, candidate: &Candidate) -> Attempt {
        let crime = Crime::ALL[candidate.what.choose(&self.today.setting.rates.crimes)];
        Attempt {
            offender: candidate.person,
            group: candidate.profile.group,
            crime,
            case: candidate.case,
            hour: candidate.hour,
            deterred: true,
        }
    }

    /// The crime, and what the victim and the police make of it.
    fn commit(&self, attempt: &Attempt, events: &mut Vec<Event>) {
        let Attempt { offender, crime, case, hour, .. } = *attempt;
        if !self.people.is_at_liberty(offender) {
            return;
        }
        let (victim, profile) = self.victim(attempt);
        if !self.people.is_at_liberty(victim) {
            return;
        }
        let (usual, now) = self.reporting(crime, victim, &profile);
        let [dares, reports, clears, _] =
            self.today.draws.in_case(offender, Purpose::Response, case);
        let boldest = self.today.setting.rates.boldest;
        if attempt.deterred && !dares.below(self.boldness(usual, now) / boldest) {
            return;
        }
        let mut say = |fact| {
            events.push(Event { subject: victim.into(), case, rule: RuleId::NONE, hour, fact });
        };
        let after_decline = self.people.is_after_decline(offender);
        let group = profile.group;
        let next_offence = relapse::next(self.today, offender, case, hour);
        let index = offender.index;
        say(Fact::CrimeCommitted {
            crime,
            victim: group,
            after_decline,
            offender: index,
            next_offence,
        });
        if !reports.below(now) {
            say(Fact::CrimeNotReported { crime, victim: group });
            return;
        }
        say(Fact::CrimeReported { crime, victim: group });
        if clears.below(self.today.setting.rates.clearance[crime as usize]) {
            say(Fact::CrimeCleared { crime, offender: index });
        }
    }

    /// Someone near the offender's home, rather of the same group; at home for domestic violence.
    fn victim(&self, attempt: &Attempt) -> (PersonId, Profile) {
        let Attempt { offender, crime, case, group, .. } = *attempt;
        let [near, alike, one, other] = self.today.draws.in_case(offender, Purpose::Victim, case);
        if crime == Crime::DomesticViolence {
            let home = household(offender);
            if home.size > 1 {
                let own = offender.index - home.first.index;
                let other = (own + 1 + one.index(home.size - 1)) % home.size;
                return self.somebody_else(offender, home.first.index + other);
            }
        }
        if let Some(newcomer) = self.newcomer(offender, case) {
            return self.somebody_else(offender, newcomer);
        }
        let residents = self.today.setting.district(offender).residents;
        let (first, number) = if near.below(self.today.get(Scalar::VictimNearby)) {
            let number = u32::from(neighbourhood(offender.index, residents));
            let first = number * NEIGHBOURHOOD;
            let is_last = number + 1 == neighbourhoods(residents);
            (first, if is_last { residents - first } else { NEIGHBOURHOOD })
        } else {
            (0, residents)
        };
        let index = first + one.index(number);
        let found = self.somebody_else(offender, index);
        let try_again = alike.below(self.today.get(Scalar::VictimSameGroup));
        if try_again && found.1.group != group {
            return self.somebody_else(offender, first + other.index(number));
        }
        found
    }

    /// One of the people who were moved to the district, with their share of those who live there; the
    /// other victims are who they would have been without them.
    fn newcomer(&self, offender: PersonId, case: Case) -> Option<u32> {
        let number = self.people.newcomers(offender.home);
        if number == 0 {
            return None;
        }
        let residents = self.today.setting.district(offender).residents;
        let [whether, who, ..] = self.today.draws.in_case(offender, Purpose::Newcomer, case);
        let share = f64::from(number) / f64::from(number + residents);
        whether.below(share).then(|| residents + who.index(number))
    }

    fn somebody_else(&self, offender: PersonId, index: u32) -> (PersonId, Profile) {
        let residents = self.today.setting.district(offender).residents;
        let residents = residents + self.people.newcomers(offender.home);
        // A household that the district's border cuts goes on with its first residents.
        let index = if index == offender.index { index + 1 } else { index } % residents;
        let victim = PersonId { index, ..offender };
        (victim, self.today.profile(victim))
    }

    /// The probability that a victim reports: usually, and now, with the policy and the fear there
    /// are (facts.md section 6, "How to combine").
    fn reporting(&self, crime: Crime, victim: PersonId, profile: &Profile) -> (f64, f64) {
        let rates = &self.today.setting.rates;
        let get = |scalar| self.today.get(scalar);
        let (odds, usual) = rates.reporting[crime as usize][profile.ethnicity as usize];
        let exposure = rates.exposure[profile.group as usize];
        if exposure == 0.0 || !self.today.setting.mechanisms.fear_lowers_reporting {
            return (usual, usual);
        }
        let &District { agency, area, .. } = self.today.setting.district(victim);
        let known = self.today.perceived(agency) - get(Scalar::ReferenceCooperation);
        let fear = self.community.fear(self.today, victim)
            + self.community.household_fear(self.today, self.people, victim, profile.group);
        let trust = get(Scalar::TrustLogOdds) * self.community.trust(area, self.today.day);
        let chill = exposure
            * (get(Scalar::PolicyLogOdds) * known + get(Scalar::NeighbourhoodLogOdds) * fear
                - trust);
        (usual, from_log_odds(odds - chill))
    }

    /// How many times the usual crimes are dared: offending rises as reporting falls, with the published
    /// elasticity, taken as linear and bounded at half and at one and a half times the reporting.
    fn boldness(&self, usual: f64, now: f64) -> f64 {
        if !self.today.setting.mechanisms.reporting_deters {
            return 1.0;
        }
        let less = (1.0 - now / usual).clamp(-0.5, 0.5);
        1.0 + self.today.get(Scalar::DeterrenceElasticity) * less
    }
}

pub(super) fn apply(hands: &mut Hands, event: &Event, offender: u32, next_offence: Hour) {
    let person = PersonId { home: event.subject.home, index: offender };
    relapse::go_on(hands, person, event.case, next_offence);
}

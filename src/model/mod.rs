//! State, and the two ways to touch it: `decide` reads it, `apply` changes it.
//!
//! A [`State`] is the state of some districts. Each flow of the day reads it and says what
//! happened; what it says is applied before the next flow. What all districts share stands beside
//! them in [`federal`].

pub mod arrest;
pub mod arrivals;
pub mod at_large;
pub mod before;
pub mod booking;
pub mod calendar;
pub mod community;
pub mod court;
pub mod crime;
pub mod docket;
pub mod federal;
pub mod identify;
pub mod kernel;
pub mod matching;
pub mod office;
pub mod operations;
pub mod people;
pub mod politics;
pub mod population;
pub mod relapse;
pub mod release;
pub mod setting;
mod table;
#[cfg(test)]
pub mod testing;
mod today;

use crate::draw::Draws;
use crate::event::{Event, Fact, Part};
use crate::ids::{DistrictId, Subject};
use crate::time::Day;
use bevy_ecs::prelude::{Res, ResMut, World};
use bevy_ecs::system::SystemParam;
pub use calendar::{Calendar, Due, Matter};
use community::Community;
use kernel::{Kernel, Ordered, flow};
use people::{People, Person, Wait};
use setting::Setting;
use std::sync::Arc;
pub use today::{Law, Today};

/// Which flows of a day run before a barrier, between the two, and after the second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// From midnight to what agents are allotted to.
    Morning,
    /// What came of the operations.
    Field,
    /// Others take note.
    Evening,
}

/// The order of a day.
fn schedule(world: &mut World) -> Vec<kernel::Flow<Part, Event>> {
    vec![
        flow(Part::Before, before::decide, world),
        flow(Part::Return, court::decide_return, world),
        flow(Part::Court, court::decide, world),
        flow(Part::Crime, crime::decide, world),
        flow(Part::Arrest, arrest::decide, world),
        flow(Part::Booking, booking::decide, world),
        flow(Part::Identify, identify::decide, world),
        flow(Part::Request, identify::decide_request, world),
        flow(Part::Release, release::decide, world),
        flow(Part::Operation, at_large::decide, world),
        flow(Part::Community, community::decide, world),
    ]
}

/// In which phase a part of the day is decided; none if at a barrier.
fn phase_of(part: Part) -> Option<Phase> {
    match part {
        Part::Before
        | Part::Return
        | Part::Court
        | Part::Crime
        | Part::Arrest
        | Part::Booking
        | Part::Identify
        | Part::Request
        | Part::Release => Some(Phase::Morning),
        Part::Operation => Some(Phase::Field),
        Part::Community => Some(Phase::Evening),
        Part::Policy | Part::Allotment | Part::Custody | Part::News => None,
    }
}

impl Ordered for Event {
    type Subject = Subject;

    fn subject(&self) -> Subject {
        self.subject
    }
}

/// What apply may change. Nothing else has write access to a state.
#[derive(SystemParam)]
struct Hands<'w> {
    today: Res<'w, Today>,
    people: ResMut<'w, People>,
    calendar: ResMut<'w, Calendar>,
    community: ResMut<'w, Community>,
}

impl Hands<'_> {
    /// The person an event is about, entered on first touch.
    fn person(&mut self, event: &Event) -> &mut Person {
        let id = event.subject.person().expect("the fact is about a person");
        self.people.touch(id, &self.today.setting.origins)
    }

    /// Enters the person of an event in the calendar, unless it is after the end.
    fn look(&mut self, on: Day, matter: Matter, event: &Event) {
        let Some(person) = event.subject.person() else { return };
        if on.0 < self.today.setting.span.days() {
            self.calendar.add(on, matter, Due { person, case: event.case, note: 0 });
        }
    }

    fn look_today(&mut self, matter: Matter, event: &Event) {
        self.look(self.today.day, matter, event);
    }
}

/// The only code that changes a state.
fn apply(hands: &mut Hands, event: &Event) {
    apply_fact(hands, event);
    if !event.fact.is_about_a_crime()
        && let Some(person) = event.subject.person()
    {
        hands.people.mark(person);
    }
}

/// One arm for every fact.
fn apply_fact(hands: &mut Hands, event: &Event) {
    match event.fact {
        // What is only counted.
        Fact::CrimeReported { .. }
        | Fact::CrimeNotReported { .. }
        | Fact::StatusInquired { .. }
        | Fact::FingerprintsShared
        | Fact::ReleaseDue
        | Fact::JudicialWarrantSought
        | Fact::JudicialWarrantGranted
        | Fact::JudicialWarrantRefused
        | Fact::OperationAlerted
        | Fact::TargetDropped
        | Fact::WorkStopped { .. }
        | Fact::AgreementSigned
        | Fact::AgreementEnded
        | Fact::SurgeStarted { .. }
        | Fact::SurgeEnded
        | Fact::GrantWithheld { .. }
        | Fact::CaseHeard { .. }
        | Fact::OrderReinstated
        | Fact::Stipulated
        | Fact::VoluntaryDeparture
        | Fact::TargetListed { .. }
        | Fact::OperationFailed
        | Fact::HoldExpired
        | Fact::PolicyChanged { .. } => {}
        Fact::CrimeCommitted { offender, next_offence, .. } => {
            crime::apply(hands, event, offender, next_offence);
        }
        Fact::CrimeCleared { crime, offender } => {
            arrest::apply_cleared(hands, event, crime, offender);
        }
        Fact::PoliceStop { next_offence, .. } => arrest::apply_stopped(hands, event, next_offence),
        Fact::Arrested { charge, origin, agency, .. } => {
            arrest::apply_arrested(hands, event, charge, origin, agency);
        }
        Fact::NotifiedOnSuspicion { .. } => arrest::apply_suspected(hands, event),
        Fact::CitedAndReleased { next_offence, .. } => {
            booking::apply_cited(hands, event, next_offence);
        }
        Fact::Booked { charge, release_at } => {
            booking::apply_booked(hands, event, charge, release_at);
        }
        Fact::Diverted { .. } => booking::apply_diverted(hands, event),
        Fact::DatabaseMatched { request_at, .. } | Fact::InterviewedInJail { request_at } => {
            identify::apply_known(hands, event, request_at);
        }
        // In the street it is a reason for arrest, not for a request.
        Fact::ScreenedBy287g { request_at } if !request_at.comes() => {}
        Fact::ScreenedBy287g { request_at } => identify::apply_known(hands, event, request_at),
        Fact::DetainerReviewed { upheld, .. } => identify::apply_reviewed(hands, event, upheld),
        Fact::DetainerIssued { request, release_at, .. } => {
            identify::apply_requested(hands, event, request, release_at);
        }
        Fact::NotificationRequested { release_at, .. } => {
            identify::apply_requested(hands, event, crate::event::Request::Notify, release_at);
        }
        Fact::DetainerLifted => identify::apply_lifted(hands, event),
        Fact::Convicted { offence, listed, significant } => {
            release::apply_convicted(hands, event, offence, listed, significant);
        }
        Fact::DetainerDeclined { agents_at, .. } => {
            release::apply_leaving(hands, event, Wait::Unasked, agents_at);
        }
        Fact::HoldStarted { until, how, agents_at, .. } => {
            release::apply_held(hands, event, how, (until, agents_at));
        }
        Fact::ReleaseNotified { how, agents_at, .. } => {
            release::apply_leaving(hands, event, Wait::Told(how), agents_at);
        }
        Fact::Released { after_decline, next_offence } => {
            release::apply_released(hands, event, after_decline, next_offence);
        }
        Fact::Sentenced { until } => release::apply_sentenced(hands, event, until),
        Fact::TransferredToIce { channel, .. } => court::apply_taken(hands, event, channel),
        Fact::ArrestedAtRelease { .. } => {
            court::apply_taken(hands, event, crate::event::Channel::AtRelease);
        }
        Fact::OperationStarted { .. } => at_large::apply_started(hands, event),
        Fact::AtLargeArrest { .. } => {
            court::apply_taken(hands, event, crate::event::Channel::AtLarge);
        }
        Fact::CollateralArrest { .. } => {
            court::apply_taken(hands, event, crate::event::Channel::Collateral);
        }
        Fact::DetainedByIce { until, path } => court::apply_detained(hands, event, until, path),
        Fact::CounselAppointed { .. } => court::apply_counsel(hands, event),
        Fact::CaseDocketed { detained: true, .. } => {}
        Fact::CaseDocketed { funded, hearing_at, .. } => {
            court::apply_docketed(hands, event, funded, hearing_at);
        }
        Fact::HearingPutOff { hearing_at } => court::apply_put_off(hands, event, hearing_at),
        Fact::ReleasedOnBond { .. } | Fact::ReleasedForCapacity { .. } => {
            court::apply_at_liberty(hands, event);
        }
        Fact::ReliefGranted => court::apply_relief(hands, event),
        Fact::RemovalOrdered { .. } => court::apply_ordered(hands, event),
        Fact::Removed { return_at, .. } => court::apply_removed(hands, event, return_at),
        Fact::Returned => court::apply_returned(hands, event),
        Fact::CitizenshipConfirmed { .. } => court::apply_confirmed(hands, event),
        Fact::RaidReported { level } => community::apply_news(hands, event, level),
        Fact::TrustRaised { level } => community::apply_trust(hands, event, level),
        Fact::TrustBroken { level } => community::apply_breach(hands, event, level),
        Fact::NewcomersArrived { number } => {
            hands.people.welcome(event.subject.home, number);
        }
        Fact::FearRaised { level } => community::apply_fear(hands, event, level),
        Fact::HouseholdLostMember { .. } => community::apply_loss(hands, event),
    }
}

/// The state of some districts.
pub struct State {
    kernel: Kernel<Part, Event, Hands<'static>>,
}

impl State {
    /// Before the first day.
    #[must_use]
    pub fn new(
        setting: &Arc<Setting>,
        law: &Law,
        districts: Vec<DistrictId>,
        draws: Draws,
    ) -> State {
        let community = Community::new(setting, &districts);
        let today = Today::new(setting.clone(), law.clone(), districts, draws);
        State::with(today, People::default(), Calendar::default(), community)
    }

    /// This state, to go on under another policy: an exact copy of the fold so far.
    #[must_use]
    pub fn fork(&self, law: &Law) -> State {
        let mut today = self.kernel.world().resource::<Today>().clone();
        today.change_policy(law.clone());
        State::with(
            today,
            self.kernel.world().resource::<People>().clone(),
            self.kernel.world().resource::<Calendar>().clone(),
            self.kernel.world().resource::<Community>().clone(),
        )
    }

    fn with(today: Today, people: People, calendar: Calendar, community: Community) -> State {
        let mut world = World::new();
        world.insert_resource(today);
        world.insert_resource(people);
        world.insert_resource(calendar);
        world.insert_resource(community);
        State { kernel: Kernel::new(world, schedule, |hands, event| apply(hands, event)) }
    }

    /// A phase of the day: each flow reads the state; what it says happened is applied before the
    /// next.
    pub fn step(&mut self, phase: Phase) -> Vec<(Part, Vec<Event>)> {
        self.step_told(phase, &mut |_| {})
    }

    /// The same; tells of each flow that is over.
    pub fn step_told(
        &mut self,
        phase: Phase,
        told: &mut dyn FnMut(Part),
    ) -> Vec<(Part, Vec<Event>)> {
        let mut log = Vec::new();
        self.kernel.step(
            |part| phase_of(part) == Some(phase),
            |part, events| {
                told(part);
                log.push((part, events));
            },
        );
        log
    }

    /// The fold. Replay is this and nothing else.
    pub fn fold(&mut self, events: &[Event]) {
        self.kernel.fold(events);
    }

    /// Opens a day.
    pub fn begin(&mut self, day: Day) {
        self.kernel.world_mut().resource_mut::<Today>().begin(day);
        self.kernel.world_mut().resource_mut::<Calendar>().open(day);
    }

    /// The day, with the rules in force.
    #[must_use]
    pub fn today(&self) -> &Today {
        self.kernel.world().resource::<Today>()
    }

    /// Everyone something has happened to.
    #[must_use]
    pub fn people(&self) -> &People {
        self.kernel.world().resource::<People>()
    }

    /// Who is due for what.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        self.kernel.world().resource::<Calendar>()
    }

    /// How much fear there is.
    #[must_use]
    pub fn community(&self) -> &Community {
        self.kernel.world().resource::<Community>()
    }

    /// From now on every resident exists as a person and is visited every day.
    #[cfg(test)]
    pub fn visit_everybody(&mut self) {
        self.kernel.world_mut().resource_mut::<Today>().arrivals = arrivals::Arrivals::OneByOne;
        let setting = self.today().setting.clone();
        let here: Vec<_> = self.today().districts().map(|d| (d.id, d.residents)).collect();
        let mut people = self.kernel.world_mut().resource_mut::<People>();
        for (home, residents) in here {
            for index in 0..residents + people.newcomers(home) {
                people.touch(crate::ids::PersonId { home, index }, &setting.origins);
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn world_mut(&mut self) -> &mut World {
        self.kernel.world_mut()
    }
}

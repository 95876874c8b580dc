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
pub mod matching;
pub mod operations;
pub mod people;
pub mod politics;
pub mod population;
pub mod relapse;
pub mod release;
pub mod setting;
#[cfg(test)]
pub mod testing;
mod today;

use crate::draw::Draws;
use crate::event::{Event, Fact, Part};
use crate::ids::DistrictId;
use crate::scenario::policy::Policy;
use crate::time::Day;
use bevy_ecs::prelude::{IntoSystem, ReadOnlySystem, Res, ResMut, System, World};
use bevy_ecs::system::{BoxedReadOnlySystem, SystemParam, SystemState};
pub use calendar::{Calendar, Due, Matter};
use community::Community;
use people::{People, Person, Wait};
use setting::Setting;
use std::sync::Arc;
pub use today::Today;

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
fn schedule(world: &mut World) -> Vec<Flow> {
    use Phase::{Evening, Field, Morning};
    vec![
        flow(Morning, Part::Before, before::decide, world),
        flow(Morning, Part::Return, court::decide_return, world),
        flow(Morning, Part::Court, court::decide, world),
        flow(Morning, Part::Crime, crime::decide, world),
        flow(Morning, Part::Arrest, arrest::decide, world),
        flow(Morning, Part::Booking, booking::decide, world),
        flow(Morning, Part::Identify, identify::decide, world),
        flow(Morning, Part::Request, identify::decide_request, world),
        flow(Morning, Part::Release, release::decide, world),
        flow(Field, Part::Operation, at_large::decide, world),
        flow(Evening, Part::Community, community::decide, world),
    ]
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

/// The only code that changes a state: one arm for every fact.
fn apply(hands: &mut Hands, event: &Event) {
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
        Fact::RaidReported { level } => community::apply_news(hands, level),
        Fact::TrustRaised { level } => community::apply_trust(hands, level),
        Fact::TrustBroken { level } => community::apply_breach(hands, level),
        Fact::NewcomersArrived { number } => {
            hands.people.welcome(event.subject.home, number);
        }
        Fact::FearRaised { level } => community::apply_fear(hands, event, level),
        Fact::HouseholdLostMember { .. } => community::apply_loss(hands, event),
    }
}

/// The state of some districts.
pub struct State {
    world: World,
    flows: Vec<Flow>,
    hands: SystemState<Hands<'static>>,
}

impl State {
    /// Before the first day.
    #[must_use]
    pub fn new(
        setting: &Arc<Setting>,
        policy: &Arc<Policy>,
        districts: Vec<DistrictId>,
        draws: Draws,
    ) -> State {
        let today = Today::new(setting.clone(), policy.clone(), districts, draws);
        State::with(today, People::default(), Calendar::default(), Community::new(setting))
    }

    /// This state, to go on under another policy: an exact copy of the fold so far.
    #[must_use]
    pub fn fork(&self, policy: &Arc<Policy>) -> State {
        let mut today = self.world.resource::<Today>().clone();
        today.change_policy(policy.clone());
        State::with(
            today,
            self.world.resource::<People>().clone(),
            self.world.resource::<Calendar>().clone(),
            self.world.resource::<Community>().clone(),
        )
    }

    fn with(today: Today, people: People, calendar: Calendar, community: Community) -> State {
        let mut world = World::new();
        world.insert_resource(today);
        world.insert_resource(people);
        world.insert_resource(calendar);
        world.insert_resource(community);
        let flows = schedule(&mut world);
        let hands = SystemState::new(&mut world);
        State { world, flows, hands }
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
        for at in 0..self.flows.len() {
            if self.flows[at].phase == phase {
                let events = self.flows[at].decide(&self.world);
                let part = self.flows[at].part;
                told(part);
                log.push((part, self.commit(events)));
            }
        }
        log
    }

    /// Applies events in their order in the log.
    pub fn commit(&mut self, mut events: Vec<Event>) -> Vec<Event> {
        // Stable: what is said of one subject in one part keeps the order in which it was said.
        events.sort_by_key(|event| event.subject);
        self.fold(&events);
        events
    }

    /// The fold. Replay is this and nothing else.
    pub fn fold(&mut self, events: &[Event]) {
        let hands = self.hands.get_mut(&mut self.world);
        let mut hands = hands.expect("every state has its resources from the start");
        for event in events {
            apply(&mut hands, event);
            if !event.fact.is_about_a_crime()
                && let Some(person) = event.subject.person()
            {
                hands.people.mark(person);
            }
        }
    }

    /// Opens a day.
    pub fn begin(&mut self, day: Day) {
        self.world.resource_mut::<Today>().begin(day);
        self.world.resource_mut::<Calendar>().forget_before(day);
    }

    /// The day, with the rules in force.
    #[must_use]
    pub fn today(&self) -> &Today {
        self.world.resource::<Today>()
    }

    /// Everyone something has happened to.
    #[must_use]
    pub fn people(&self) -> &People {
        self.world.resource::<People>()
    }

    /// Who is due for what.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        self.world.resource::<Calendar>()
    }

    /// How much fear there is.
    #[must_use]
    pub fn community(&self) -> &Community {
        self.world.resource::<Community>()
    }

    /// From now on every resident exists as a person and is visited every day.
    #[cfg(test)]
    pub fn visit_everybody(&mut self) {
        self.world.resource_mut::<Today>().arrivals = arrivals::Arrivals::OneByOne;
        let hands = self.hands.get_mut(&mut self.world);
        let mut hands = hands.expect("every state has its resources from the start");
        let setting = hands.today.setting.clone();
        let here: Vec<_> = hands.today.districts().map(|d| (d.id, d.residents)).collect();
        for (home, residents) in here {
            for index in 0..residents + hands.people.newcomers(home) {
                hands.people.touch(crate::ids::PersonId { home, index }, &setting.origins);
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }
}

/// One part of a day: a system that reads the state and returns what happened.
struct Flow {
    phase: Phase,
    part: Part,
    decide: BoxedReadOnlySystem<(), Vec<Event>>,
}

/// Only a read-only system is a flow. Commands are read-only to the type system, because they
/// write later; they are refused here.
///
/// ```compile_fail
/// use bevy_ecs::prelude::*;
/// fn decide(mut world: ResMut<jurisim::model::Calendar>) -> Vec<jurisim::event::Event> { vec![] }
/// fn read_only<M>(_: impl IntoSystem<(), Vec<jurisim::event::Event>, M, System: ReadOnlySystem>) {}
/// read_only(decide);
/// ```
fn flow<M>(
    phase: Phase,
    part: Part,
    decide: impl IntoSystem<(), Vec<Event>, M, System: ReadOnlySystem>,
    world: &mut World,
) -> Flow {
    let mut decide = Box::new(IntoSystem::into_system(decide));
    decide.initialize(world);
    assert!(!decide.has_deferred(), "{part:?}: a flow may not queue commands");
    Flow { phase, part, decide }
}

impl Flow {
    fn decide(&mut self, world: &World) -> Vec<Event> {
        let events = self.decide.run_readonly((), world);
        events.unwrap_or_else(|error| panic!("{:?}: {error}", self.part))
    }
}

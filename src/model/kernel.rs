//! The kernel: a world, the flows that read it, and the one function that changes it.
//!
//! It does one thing over and over: a flow **decides** what happened, the events are put in the order
//! of the log, and **apply** makes the world agree before the next flow decides. It knows neither
//! the events nor the world; [`super::State`] is the model's, and a bench has a smaller one.

use bevy_ecs::prelude::{IntoSystem, ReadOnlySystem, System, World};
use bevy_ecs::system::{BoxedReadOnlySystem, SystemParam, SystemParamItem, SystemState};
use std::fmt::Debug;

/// What an event must say of itself for the log to have one order.
pub trait Ordered {
    /// Whom or what it is about. What is said of one subject in one part of a day keeps the order in
    /// which it was said.
    type Subject: Ord;

    /// That.
    fn subject(&self) -> Self::Subject;
}

/// The one function that changes a world: an event and what apply may touch. It draws nothing and
/// judges nothing.
pub type Apply<E, H> = fn(&mut SystemParamItem<'_, '_, H>, &E);

/// A world with its flows. `P` names the parts of a day, `H` is what apply may change.
pub struct Kernel<P, E: 'static, H: SystemParam + 'static> {
    world: World,
    flows: Vec<Flow<P, E>>,
    hands: SystemState<H>,
    apply: Apply<E, H>,
}

impl<P: Copy + Debug, E: Ordered + 'static, H: SystemParam + 'static> Kernel<P, E, H> {
    /// A kernel on a world that has all resources, with its flows in the order of a day.
    pub fn new(
        mut world: World,
        flows: impl FnOnce(&mut World) -> Vec<Flow<P, E>>,
        apply: Apply<E, H>,
    ) -> Kernel<P, E, H> {
        let flows = flows(&mut world);
        let hands = SystemState::new(&mut world);
        Kernel { world, flows, hands, apply }
    }

    /// The flows of some parts, one after the other: each reads the world; what it says happened is
    /// applied before the next. `said` is given the events of each part, in the order of the log.
    pub fn step(&mut self, is_due: impl Fn(P) -> bool, mut said: impl FnMut(P, Vec<E>)) {
        for at in 0..self.flows.len() {
            let part = self.flows[at].part;
            if is_due(part) {
                let mut events = self.flows[at].decide(&self.world);
                // Stable: what is said of one subject in one part keeps its order.
                events.sort_by_key(Ordered::subject);
                self.fold(&events);
                said(part, events);
            }
        }
    }

    /// The fold. Replay is this and nothing else.
    pub fn fold(&mut self, events: &[E]) {
        let hands = self.hands.get_mut(&mut self.world);
        let mut hands = hands.expect("every world has its resources from the start");
        for event in events {
            (self.apply)(&mut hands, event);
        }
    }

    /// The world, to be read.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world, for what no event says: that a day begins.
    pub fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }
}

/// One part of a day: a system that reads the world and returns what happened.
pub struct Flow<P, E> {
    part: P,
    decide: BoxedReadOnlySystem<(), Vec<E>>,
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
pub fn flow<P: Debug, E: 'static, M>(
    part: P,
    decide: impl IntoSystem<(), Vec<E>, M, System: ReadOnlySystem>,
    world: &mut World,
) -> Flow<P, E> {
    let mut decide = Box::new(IntoSystem::into_system(decide));
    decide.initialize(world);
    assert!(!decide.has_deferred(), "{part:?}: a flow may not queue commands");
    Flow { part, decide }
}

impl<P: Debug, E: 'static> Flow<P, E> {
    /// What it says happened.
    pub(super) fn decide(&mut self, world: &World) -> Vec<E> {
        let events = self.decide.run_readonly((), world);
        events.unwrap_or_else(|error| panic!("{:?}: {error}", self.part))
    }
}

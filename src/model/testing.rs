//! Given these facts, when a flow decides, then these facts.

use super::*;
use crate::draw::Unit;
use crate::ids::{Case, PersonId};
use crate::scenario::Scenario;
use bevy_ecs::prelude::{IntoSystem, ReadOnlySystem};

/// A resident of the small scenario.
pub const ANA: PersonId = PersonId { home: DistrictId(1), index: 17 };

/// The small made-up county that tests share.
pub fn small() -> Scenario {
    let text = crate::scenario::library::scenario_text("small").expect("it is embedded");
    crate::scenario::read::scenario("scenarios/small.toml", text, &|_| None)
        .unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// A state in which some facts hold.
pub struct Given(State);

/// The small county, in which these things have happened to Ana.
pub fn given(facts: &[Fact]) -> Given {
    let scenario = small();
    let draws = Draws::Seeded(1);
    let setting = Arc::new(Setting::new(&scenario, draws));
    let law = Law::new(&setting, Arc::new(scenario.arms[0].policy.clone()));
    let districts = setting.districts.iter().map(|district| district.id).collect();
    let mut state = State::new(&setting, &law, districts, draws);
    let event = |&fact: &Fact| Event {
        subject: ANA.into(),
        case: Case::opened(0, 9, 1),
        rule: crate::event::RuleId::NONE,
        hour: 0,
        fact,
    };
    state.fold(&facts.iter().map(event).collect::<Vec<_>>());
    Given(state)
}

impl Given {
    /// Every draw comes out at this point of its distribution.
    pub fn drawing(mut self, unit: f64) -> Self {
        self.0.world_mut().resource_mut::<Today>().draws = Draws::Pinned(Unit::at(unit));
        self
    }

    /// Nothing comes from outside.
    pub fn without_arrivals(mut self) -> Self {
        self.0.world_mut().resource_mut::<Today>().arrivals = arrivals::Arrivals::Nothing;
        self
    }

    /// What a flow decides.
    pub fn when<M>(
        mut self,
        decide: impl IntoSystem<(), Vec<Event>, M, System: ReadOnlySystem>,
    ) -> When {
        let mut flow = flow(Part::Booking, decide, self.0.world_mut());
        When(flow.decide(self.0.world_mut()))
    }
}

/// What a flow said.
pub struct When(Vec<Event>);

impl When {
    /// Exactly these facts.
    #[track_caller]
    pub fn then(self, expected: &[Fact]) {
        let got: Vec<_> = self.0.iter().map(|event| event.fact).collect();
        assert_eq!(got, expected);
    }

    /// Among others, such a fact about a person.
    #[track_caller]
    pub fn then_for(self, who: PersonId, is: impl Fn(Fact) -> bool) {
        let facts: Vec<_> =
            self.0.iter().filter(|e| e.subject == who.into()).map(|e| e.fact).collect();
        assert!(facts.iter().any(|&fact| is(fact)), "{facts:?}");
    }

    /// Nothing about a person.
    pub fn is_nothing(self, who: PersonId) -> bool {
        self.0.iter().all(|event| event.subject != who.into())
    }
}

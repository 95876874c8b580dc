//! What tests of single folds share: two months, and events made by hand.

use super::*;
use crate::event::{Fact, RuleId};
use crate::ids::{Case, DistrictId, PersonId};

/// January and February 2018, all counted.
pub(super) fn span() -> Span {
    let date = |text: &str| text.parse().expect("a date");
    Span { start: date("2018-01-01"), count_from: date("2018-01-01"), end: date("2018-02-28") }
}

/// Something that happened to a person, at midnight.
pub(super) fn event(person: u32, fact: Fact) -> Event {
    let subject = PersonId { home: DistrictId(0), index: person }.into();
    Event { subject, case: Case::NONE, rule: RuleId::NONE, hour: 0, fact }
}

/// Tells a fold of all days, on which these things happened to these people.
pub(super) fn days(fold: &mut impl Projection, facts: &[(u32, u32, Fact)]) {
    for day in 0..span().days() {
        for (_, person, fact) in facts.iter().filter(|(on, ..)| *on == day) {
            fold.apply(Day(day), Part::Policy, &event(*person, *fact));
        }
        fold.end_of_day(Day(day));
    }
}

//! A scenario that branches off another: from a date on, one of its arms goes on under other
//! policies. The arm and the branch are what is compared then.

use super::arms::{Setting, Stack, beginning_at, bind_known, ending_before, in_force};
use super::mistakes::{Kind, Mistake, Mistakes, suggestion};
use super::shelf::Shelf;
use super::table::{Table, parse};
use jiff::civil::Date;

/// One branching.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The arm that is left.
    pub arm: String,
    /// The first day of the branch.
    pub at: Date,
    /// The id of the branch.
    pub id: String,
    /// The policies that take the place of the arm's own; the arm's own go on if there are none.
    pub policies: Vec<String>,
}

impl Step {
    /// The same as a file, which messages can point into.
    fn text(&self) -> String {
        let policies: Vec<String> = self.policies.iter().map(|name| format!("{name:?}")).collect();
        let Step { arm, at, id, .. } = self;
        let policies = policies.join(", ");
        format!("arm = {arm:?}\nat = {at}\nid = {id:?}\npolicies = [{policies}]\n")
    }

    fn label(&self) -> String {
        match &self.policies[..] {
            [] => format!("{} from {}, unchanged", self.arm, self.at),
            policies => format!("{} from {}", policies.join(" and "), self.at),
        }
    }
}

/// The arm that is left and the branch, in place of all arms there were.
pub(super) fn branch(
    stacks: Vec<Stack>,
    step: &Step,
    setting: Setting,
    shelf: &mut Shelf,
    mistakes: &mut Mistakes,
) -> Option<Vec<Stack>> {
    let text = step.text();
    let file = mistakes.file("the branch", &text);
    let parsed = parse(file, &text, mistakes);
    let mut table = Table::whole_file(file, "the branch", parsed.get_ref());
    let arm = table.need("arm", mistakes)?.text(mistakes)?;
    let at = table.need("at", mistakes)?.date(mistakes)?;
    let id = table.name("id", mistakes)?;
    let list = table.need("policies", mistakes)?;
    let own = shelf.place_all(&list, mistakes);
    table.finish(mistakes);
    let ids: Vec<String> = stacks.iter().map(|stack| stack.id.clone()).collect();
    let Some(parent) = stacks.into_iter().find(|stack| stack.id == arm.value) else {
        let names: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mistake = Mistake::new(Kind::UnknownName, arm.spot, "the run has no such arm");
        mistakes.add(mistake.help(suggestion(&step.arm, &names)));
        return None;
    };
    let span = setting.span;
    if at.value < span.start || at.value > span.end {
        let mistake = Mistake::new(Kind::Dates, at.spot, "the branch begins outside the run");
        mistakes.add(mistake.label(format!("expected {} to {}", span.start, span.end)));
        return None;
    }
    if id.value == parent.id {
        let mistake = Mistake::new(Kind::Duplicate, id.spot, "the branch has the arm's own id");
        mistakes.add(mistake.help("give it another with --id"));
        return None;
    }
    in_force(&own, (at.value, span.end), mistakes);
    bind_known(&own, setting.place, mistakes);
    let (world, theirs) = parent.placed.split_at(parent.of_world);
    let theirs = theirs.iter().map(|placed| match own.is_empty() {
        true => placed.clone(),
        false => ending_before(placed, at.value),
    });
    let placed = world.iter().cloned().chain(theirs);
    let branch = Stack {
        id: id.value,
        label: step.label(),
        from: at.value,
        placed: placed.chain(own.iter().map(|placed| beginning_at(placed, at.value))).collect(),
        of_world: parent.of_world,
    };
    branch.check(setting, mistakes);
    Some(vec![Stack { from: span.start, ..parent }, branch])
}

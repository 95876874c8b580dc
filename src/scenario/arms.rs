//! Makes the arms of a scenario: which policies hold in each, from when to when, and whether two
//! of them contradict each other.

use super::act::Act;
use super::mistakes::{Kind, Mistake, Mistakes, suggestion};
use super::place::{Agency, Place};
use super::policy::Policy;
use super::regime::Regime;
use super::rule::Rule;
use super::shelf::{Placed, Shelf};
use super::table::{At, Table, Value};
use super::{Arm, library};
use crate::event::Word;
use crate::time::Span;
use jiff::civil::Date;

/// More arms than this are a sweep.
const MOST_ARMS: usize = 20;

/// An arm as its table says.
pub struct Draft {
    id: At<String>,
    label: String,
    from: Option<At<Date>>,
    own: Vec<Placed>,
}

/// An arm with all policies that bear on it, the world's first, with the dates they have there.
pub(super) struct Stack {
    pub(super) id: String,
    pub(super) label: String,
    /// The first day on which it may differ from the base.
    pub(super) from: Date,
    pub(super) placed: Vec<Placed>,
    /// How many of them are the world's.
    pub(super) of_world: usize,
}

/// What is said of policies: the world's, the base's, each other arm's.
pub struct Drafts {
    world: Vec<Placed>,
    base: Option<Draft>,
    others: Vec<Draft>,
}

/// What arms are made for: when and where.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// From when to when.
    pub span: &'a Span,
    /// Where.
    pub place: &'a Place,
}

/// Reads `[world]`, `[base]` and every `[[arm]]`.
pub fn drafts(table: &mut Table, shelf: &mut Shelf, mistakes: &mut Mistakes) -> Drafts {
    let world = table.get("world").map(|value| world(&value, shelf, mistakes));
    let base = table.need("base", mistakes);
    let base = base.and_then(|value| draft(&value, "[base]", shelf, mistakes));
    let items = table.get("arm").map(|value| (value.list(mistakes).unwrap_or_default(), value));
    let mut others = Vec::new();
    if let Some((items, value)) = items {
        if items.len() > MOST_ARMS {
            value.outside::<()>(&format!("at most {MOST_ARMS} arms"), mistakes);
        }
        for item in items.iter().take(MOST_ARMS) {
            others.extend(draft(item, "[[arm]]", shelf, mistakes));
        }
    }
    duplicates(base.as_ref(), &others, mistakes);
    Drafts { world: world.unwrap_or_default(), base, others }
}

fn world(value: &Value, shelf: &mut Shelf, mistakes: &mut Mistakes) -> Vec<Placed> {
    let Some(mut table) = value.table("[world]", mistakes) else { return Vec::new() };
    let list = table.need("policies", mistakes);
    let placed = list.map(|list| shelf.place_all(&list, mistakes)).unwrap_or_default();
    table.finish(mistakes);
    placed
}

fn draft(value: &Value, name: &str, shelf: &mut Shelf, mistakes: &mut Mistakes) -> Option<Draft> {
    let mut table = value.table(name, mistakes)?;
    let id = table.name("id", mistakes);
    let label = table.get("label").and_then(|v| v.text(mistakes));
    // The base is what arms part from: it has no day of its own.
    let from = if name == "[base]" { None } else { table.get("from") };
    let from = from.and_then(|v| v.date(mistakes));
    let list = table.need("policies", mistakes);
    let own = list.map(|list| shelf.place_all(&list, mistakes)).unwrap_or_default();
    table.finish(mistakes);
    let id = id?;
    let label = label.map(|label| label.value).filter(|label| !label.trim().is_empty());
    Some(Draft { label: label.unwrap_or_else(|| id.value.clone()), id, from, own })
}

fn duplicates(base: Option<&Draft>, others: &[Draft], mistakes: &mut Mistakes) {
    for (at, arm) in others.iter().enumerate() {
        let mut before = base.into_iter().chain(&others[..at]);
        let Some(first) = before.find(|other| other.id.value == arm.id.value) else { continue };
        let title = format!("two arms have the id `{}`", arm.id.value);
        let mistake = Mistake::new(Kind::Duplicate, arm.id.spot.clone(), title).label("again here");
        mistakes.add(
            mistake
                .also(first.id.spot.clone(), "first here")
                .help("every arm has an id of its own, the base too"),
        );
    }
}

impl Drafts {
    /// Reports what does not fit the run's dates, the place's agencies, or each other; what could
    /// not be read itself is not judged.
    pub fn check(&self, span: Option<&Span>, place: Option<&Place>, mistakes: &mut Mistakes) {
        let lists = [(&self.world, None)].into_iter();
        let arms = self.base.iter().chain(&self.others);
        for (placed, arm) in lists.chain(arms.map(|arm| (&arm.own, Some(arm)))) {
            if let Some(span) = span {
                let from = arm.map_or(span.start, |arm| start_of(arm, span, mistakes));
                in_force(placed, (from, span.end), mistakes);
            }
            if let Some(place) = place {
                bind_known(placed, place, mistakes);
            }
        }
        if let Some((span, place)) = span.zip(place) {
            let setting = Setting { span, place };
            self.stacks(span).iter().for_each(|stack| stack.check(setting, mistakes));
        }
    }

    /// The policies of each arm, the base's first.
    pub(super) fn stacks(&self, span: &Span) -> Vec<Stack> {
        let base_own = self.base.as_ref().map_or(&[][..], |base| &base.own);
        let base = self.base.as_ref().map(|base| self.stack(base, span, base_own.to_vec()));
        let other = |other| {
            let from = begins(other, span);
            // The base's regimes stay in the list even if nothing is left of them: the numbers of
            // rules stand in events, and those before the parting must be equal in all arms.
            let base = base_own.iter().map(|placed| ending_before(placed, from));
            let own = other.own.iter().map(|placed| beginning_at(placed, from));
            self.stack(other, span, base.chain(own).collect())
        };
        base.into_iter().chain(self.others.iter().map(other)).collect()
    }

    fn stack(&self, draft: &Draft, span: &Span, own: Vec<Placed>) -> Stack {
        Stack {
            id: draft.id.value.clone(),
            label: draft.label.clone(),
            from: begins(draft, span),
            placed: [&self.world[..], &own].concat(),
            of_world: self.world.len(),
        }
    }
}

impl Stack {
    /// Reports what contradicts itself.
    pub(super) fn check(&self, setting: Setting, mistakes: &mut Mistakes) {
        collisions(&self.label, &self.placed, setting, mistakes);
        numbered(&self.label, &self.placed, mistakes);
    }

    /// The arm.
    pub(super) fn arm(self, Setting { span, place }: Setting) -> Arm {
        let regimes: Vec<Regime> = self.placed.into_iter().map(|placed| placed.regime).collect();
        let policy = Policy::stack(&regimes, &place.agencies, span);
        let ever = |regime: &Regime| overlap(regime, (span.start, span.end)).is_some();
        let regimes = regimes.into_iter().filter(ever).collect();
        Arm { id: self.id, label: self.label, from: span.day(self.from), regimes, policy }
    }
}

/// The day from which an arm differs from the base.
fn begins(draft: &Draft, span: &Span) -> Date {
    draft.from.as_ref().map_or(span.start, |from| from.value)
}

/// The day from which an arm differs; reports a day outside the run.
fn start_of(draft: &Draft, span: &Span, mistakes: &mut Mistakes) -> Date {
    let Some(from) = &draft.from else { return span.start };
    if from.value < span.start || from.value > span.end {
        let title = format!("the arm `{}` begins outside the run", draft.id.value);
        let label = format!("expected {} to {}", span.start, span.end);
        mistakes.add(Mistake::new(Kind::Dates, from.spot.clone(), title).label(label));
        return span.start;
    }
    from.value
}

pub(super) fn ending_before(placed: &Placed, from: Date) -> Placed {
    let mut placed = placed.clone();
    let last = from.yesterday().unwrap_or(Date::MIN);
    placed.regime.until = Some(placed.regime.until.map_or(last, |until| until.min(last)));
    placed
}

pub(super) fn beginning_at(placed: &Placed, from: Date) -> Placed {
    let mut placed = placed.clone();
    placed.regime.from = placed.regime.from.max(from);
    placed
}

/// The days of a window on which a regime is in force.
fn overlap(regime: &Regime, (first, last): (Date, Date)) -> Option<(Date, Date)> {
    let from = regime.from.max(first);
    let until = regime.until.map_or(last, |until| until.min(last));
    (from <= until).then_some((from, until))
}

/// Reports policies that are named but in force on no day of their time.
pub(super) fn in_force(placed: &[Placed], window: (Date, Date), mistakes: &mut Mistakes) {
    for placed in placed {
        let Placed { regime, spot, .. } = placed;
        if overlap(regime, window).is_some() {
            continue;
        }
        let id = &regime.id;
        let dates = match regime.until {
            Some(until) => format!("is in force from {} to {until}", regime.from),
            None => format!("begins on {}", regime.from),
        };
        let (first, last) = window;
        let title = format!("`{id}` {dates}, on no day from {first} to {last}");
        let mut mistake =
            Mistake::new(Kind::Dates, spot.clone(), title).label("never in force here");
        mistake = mistake.help(format!("move its dates with \"{id}@{first}..{last}\""));
        if let Some(instead) = instead_of(regime, first) {
            mistake = mistake.help(format!("on {first} there was `{instead}` at its level"));
        }
        mistakes.add(mistake);
    }
}

/// A built-in policy of the same level that was in force then.
fn instead_of(regime: &Regime, on: Date) -> Option<String> {
    let presets = library::presets().ok()?;
    let says = |regime: &Regime, act| regime.clauses.iter().any(|clause| clause.act == act);
    let same = presets.into_iter().filter(|preset| {
        let alike = (preset.level, &preset.agency) == (regime.level, &regime.agency);
        alike && preset.id != regime.id && preset.in_force(on)
    });
    // The one that rules on most of the same acts; of equals, the latest.
    let shared = |preset: &Regime| {
        Act::ALL.iter().filter(|&&act| says(preset, act) && says(regime, act)).count()
    };
    let best = same.max_by_key(|preset| (shared(preset), preset.from))?;
    (shared(&best) > 0).then_some(best.id)
}

/// Reports policies for an agency that the place does not have.
pub(super) fn bind_known(placed: &[Placed], place: &Place, mistakes: &mut Mistakes) {
    for placed in placed {
        let Some((bound, spot)) = placed.regime.agency.as_ref().zip(placed.agency.as_ref()) else {
            continue;
        };
        let is_area = place.areas.len() > 1 && place.areas.iter().any(|area| area.id == *bound);
        let office = placed.regime.dials.iter().find(|(dial, _)| dial.is_of_the_office());
        if let Some((dial, _)) = office.filter(|_| !is_area) {
            let title = format!(
                "`{}` sets `{}`, which is of the field office and not of `{bound}` alone",
                placed.regime.id,
                dial.name()
            );
            let mistake = Mistake::new(Kind::Inconsistent, placed.spot.clone(), title);
            mistakes.add(mistake.help("name the policy without an agency"));
        }
        if place.agencies.iter().any(|agency| agency.is_known_as(bound)) {
            continue;
        }
        let title =
            format!("`{}` binds `{bound}`, which {} does not have", placed.regime.id, place.name);
        let mut names: Vec<&str> = place.agencies.iter().map(|it| it.id.as_str()).collect();
        names.extend(place.states.iter().map(String::as_str));
        let mistake = Mistake::new(Kind::UnknownName, placed.spot.clone(), title);
        mistakes.add(mistake.also(spot.clone(), "bound here").help(suggestion(bound, &names)));
    }
}

/// Reports every pair of regimes of which one orders what the other never allows.
fn collisions(label: &str, placed: &[Placed], setting: Setting, mistakes: &mut Mistakes) {
    for ordering in placed.iter().filter(|placed| placed.regime.clauses.iter().any(|c| c.ordered)) {
        for forbidding in placed {
            collision(label, (ordering, forbidding), setting, mistakes);
        }
    }
}

fn collision(
    label: &str,
    (ordering, forbidding): (&Placed, &Placed),
    setting: Setting,
    mistakes: &mut Mistakes,
) {
    let (orders, forbids) = (&ordering.regime, &forbidding.regime);
    let reached = |agency: &Agency| orders.commands(agency) && forbids.commands(agency);
    let window = overlap(orders, (setting.span.start, setting.span.end));
    let Some((from, until)) = window.and_then(|window| overlap(forbids, window)) else { return };
    if !setting.place.agencies.iter().any(reached) {
        return;
    }
    let mut acts = Vec::new();
    let mut spots = Vec::new();
    for (clause, order) in orders.clauses.iter().zip(&ordering.clauses).filter(|(c, _)| c.ordered) {
        let never = forbids.clauses.iter().zip(&forbidding.clauses);
        let mut never = never.filter(|(c, _)| c.act == clause.act && c.rule == Rule::Never);
        if let Some((_, forbid)) = never.next() {
            acts.push(clause.act);
            spots.push((order.clone(), forbid.clone()));
        }
    }
    let Some((order, forbid)) = spots.into_iter().next() else { return };
    let names: Vec<&str> = acts.iter().map(|act: &Act| act.name()).collect();
    let title = format!(
        "`{}` ({}) orders what `{}` ({}) never allows: {}",
        orders.id,
        orders.level.name(),
        forbids.id,
        forbids.level.name(),
        names.join(", ")
    );
    let mistake = Mistake::new(Kind::Collision, ordering.spot.clone(), title)
        .label(format!("both in force from {from} to {until} in \"{label}\""))
        .also(forbidding.spot.clone(), "the other policy is named here")
        .also(order, "ordered here")
        .also(forbid, "never allowed here")
        .help(format!("the most restrictive rule wins: `{}` would hold", forbids.id));
    mistakes.add(mistake.help("leave one of them out, or move its dates with NAME@FROM..UNTIL"));
}

/// Reports an arm with more rules than events have numbers for.
fn numbered(label: &str, placed: &[Placed], mistakes: &mut Mistakes) {
    let clauses = placed.iter().flat_map(|placed| &placed.regime.clauses);
    let lines: usize = clauses.map(|clause| 1 + clause.rule.clauses()).sum();
    if let Some(last) = placed.last()
        && lines >= usize::from(u16::MAX)
    {
        let title = format!("the policies of \"{label}\" have {lines} rules in all");
        let mistake = Mistake::new(Kind::OutOfRange, last.spot.clone(), title);
        mistakes.add(mistake.label(format!("expected at most {}", u16::MAX - 1)));
    }
}

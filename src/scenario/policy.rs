//! A policy: the regimes of an arm, stacked day by day.
//!
//! One documented function stacks: whatever regimes in force say of an act must *all* allow it, so
//! that the most restrictive wins at every level (Gov. Code 7282.5(a): "would not violate any
//! federal, state, or local law, or local policy"). What federal law compels is allowed whatever the
//! others say, and a federal judge's warrant is always answered. Of the dials, each says itself
//! whether the last say, the highest or the sum holds.

use super::act::Act;
use super::dial::{Dial, Stacking};
use super::place::Agency;
use super::regime::Regime;
use super::rule::{File, Rule};
use crate::event::{RuleId, Word};
use crate::ids::AgencyId;
use crate::time::{Day, Span};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One line of an arm's table of rules: what an event's [`RuleId`] means.
#[derive(Clone, PartialEq, Debug)]
pub struct RuleLine {
    /// The regime, by its id.
    pub regime: String,
    /// The act that was decided.
    pub act: String,
    /// The clause that decided, in words.
    pub words: String,
    /// Its legal source.
    pub section: String,
}

/// What was decided, and by which rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Allowed.
    pub allowed: bool,
    /// The rule that decided; none if no regime speaks of it.
    pub rule: RuleId,
    /// Federal law compels it.
    pub compelled: bool,
}

#[derive(Clone, PartialEq, Debug)]
struct Ruling {
    rule: Rule,
    /// The line of the refusal, or of "always"; the clauses follow it.
    first: RuleId,
    /// Overrides every other.
    compelled: bool,
}

/// The rules one agency is bound by in one era.
#[derive(Clone, PartialEq, Debug, Default)]
struct Bound {
    /// By [`Act`].
    acts: Vec<Vec<Ruling>>,
    /// By [`Dial`].
    dials: Vec<f64>,
}

/// A time in which the rules do not change.
#[derive(Clone, PartialEq, Debug)]
pub struct Era {
    /// Its first day.
    pub from: Day,
    /// The regimes in force, by id.
    pub regimes: Vec<String>,
    /// What binds each agency, by its place among the policy's.
    bound: Vec<u32>,
}

/// The rules of an arm, over the whole run.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    eras: Vec<Era>,
    /// All that ever binds an agency, each once: thousands of counties are bound alike.
    bounds: Vec<Bound>,
    lines: Vec<RuleLine>,
    announcements: Vec<Announcement>,
}

/// What is said once, when a regime begins.
#[derive(Clone, PartialEq, Debug)]
struct Announcement {
    day: Day,
    dial: Dial,
    units: f64,
    /// The area that hears it; none in a place that is one area.
    area: Option<String>,
}

/// The rules of one day.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    policy: &'a Policy,
    era: &'a Era,
}

/// A regime with the line of its first rule in the table.
struct Listed<'a> {
    regime: &'a Regime,
    first_of_clause: Vec<RuleId>,
}

impl Policy {
    /// Stacks regimes for these agencies over a span. The order of regimes is from the
    /// widest to the narrowest; `shared` regimes come first in every arm, so that the numbers of
    /// their rules are the same in all.
    #[must_use]
    pub fn stack(regimes: &[Regime], agencies: &[Agency], span: &Span) -> Policy {
        let mut lines = vec![RuleLine {
            regime: String::new(),
            act: String::new(),
            words: "no rule was asked".to_owned(),
            section: String::new(),
        }];
        let listed: Vec<Listed> = regimes.iter().map(|regime| list(regime, &mut lines)).collect();
        let mut binder = Binder::new(&listed, agencies);
        let era = |from: Day| {
            let date = span.date(from);
            let now = regimes.iter().filter(|regime| regime.in_force(date));
            let regimes = now.map(|regime| regime.id.clone()).collect();
            Era { from, regimes, bound: binder.bind_all(date) }
        };
        let eras = starts(regimes, agencies, span).into_iter().map(era).collect();
        let announcements = announcements(regimes, agencies, span);
        Policy { eras, bounds: binder.bounds, lines, announcements }
    }

    /// The fear or trust, in units, that what is announced on a day spreads over an area; none is
    /// the only one of its place.
    #[must_use]
    pub fn announced(&self, what: Dial, on: Day, area: Option<&str>) -> f64 {
        let is_it =
            |it: &&Announcement| it.day == on && it.dial == what && it.area.as_deref() == area;
        self.announcements.iter().filter(is_it).map(|it| it.units).sum()
    }

    /// The times in which the rules do not change, in order.
    #[must_use]
    pub fn eras(&self) -> &[Era] {
        &self.eras
    }

    /// What an event's rule means.
    #[must_use]
    pub fn lines(&self) -> &[RuleLine] {
        &self.lines
    }

    /// Whether a rule, by the line of its refusal or its "always", allows anything at all.
    #[must_use]
    pub fn allows(&self, rule: RuleId) -> bool {
        self.lines.get(usize::from(rule.0)).is_some_and(|line| line.words != Rule::Never.words())
    }

    /// The era of a day, by its place.
    #[must_use]
    pub fn era(&self, day: Day) -> usize {
        self.eras.partition_point(|era| era.from <= day).saturating_sub(1)
    }

    /// The rules in force on a day.
    #[must_use]
    pub fn on(&self, day: Day) -> InForce<'_> {
        self.in_era(self.era(day))
    }

    /// Whether two days' rules on an act are the same for every agency.
    #[must_use]
    pub fn rules_alike(&self, act: Act, one: Day, other: Day) -> bool {
        let (one, other) = (self.on(one).era, self.on(other).era);
        let says = |ruling: &Ruling| (ruling.rule.clone(), ruling.compelled);
        let rulings = |bound: u32| self.bounds[bound as usize].acts[act as usize].iter().map(says);
        let pairs = one.bound.iter().zip(&other.bound).filter(|(one, other)| one != other);
        // Counties that are bound alike need only be looked at once.
        let pairs: BTreeSet<(u32, u32)> = pairs.map(|(one, other)| (*one, *other)).collect();
        pairs.into_iter().all(|(one, other)| rulings(one).eq(rulings(other)))
    }

    /// The rules of an era, by its place.
    #[must_use]
    pub fn in_era(&self, era: usize) -> InForce<'_> {
        InForce { policy: self, era: &self.eras[era] }
    }

    /// The cooperation index of an agency's place in an era, 0 to 1: 1 less a seventh for each kind
    /// of restriction (ILRC scale).
    #[must_use]
    pub fn cooperation(&self, era: usize, agency: AgencyId) -> f64 {
        let restrictions = self.in_era(era).dial(Dial::Restrictions, agency);
        1.0 - restrictions.unwrap_or(0.0) / 7.0
    }
}

impl<'a> InForce<'a> {
    fn bound(&self, agency: AgencyId) -> &'a Bound {
        &self.policy.bounds[self.era.bound[usize::from(agency.0)] as usize]
    }

    /// Whether every regime that speaks of an act allows it, and the rule that decided.
    ///
    /// Where no regime speaks, the usual answer holds.
    #[must_use]
    pub fn decide(&self, act: Act, agency: AgencyId, file: &File) -> Verdict {
        let rulings = &self.bound(agency).acts[act as usize];
        let mut verdict = Verdict { allowed: act.usual(), rule: RuleId::NONE, compelled: false };
        for ruling in rulings {
            let (allowed, clause) = ruling.rule.allows(file);
            let line = clause.map_or(0, |clause| 1 + clause as u16);
            let rule = RuleId(ruling.first.0 + line);
            let says = Verdict { allowed, rule, compelled: allowed && ruling.compelled };
            match (allowed, ruling.compelled) {
                (true, true) => return says,
                // A compelling rule that does not reach this case says nothing of it.
                (false, true) => {}
                (true, false) => verdict = says,
                (false, false) => return says,
            }
        }
        verdict
    }

    /// The regimes in force for an agency that speak of an act, as the lines of their first rules.
    pub fn speakers(&self, act: Act, agency: AgencyId) -> impl Iterator<Item = RuleId> {
        let rulings = &self.bound(agency).acts[act as usize];
        rulings.iter().map(|ruling| ruling.first)
    }

    /// A number that a regime in force sets for an agency.
    #[must_use]
    pub fn dial(&self, dial: Dial, agency: AgencyId) -> Option<f64> {
        let value = self.bound(agency).dials[dial as usize];
        value.is_finite().then_some(value)
    }

    /// Its first day.
    #[must_use]
    pub fn since(&self) -> Day {
        self.era.from
    }
}

/// Enters a regime's rules in the table: for each act the refusal (or "always"), then its clauses.
fn list<'a>(regime: &'a Regime, lines: &mut Vec<RuleLine>) -> Listed<'a> {
    let mut first_of_clause = Vec::new();
    for clause in &regime.clauses {
        let first = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        first_of_clause.push(RuleId(first));
        let mut enter = |words: String| {
            lines.push(RuleLine {
                regime: regime.id.clone(),
                act: clause.act.name().to_owned(),
                words,
                section: clause.section.clone(),
            });
        };
        match clause.rule {
            Rule::AnyOf(_) => enter("none of its conditions holds".to_owned()),
            _ => enter(clause.rule.words()),
        }
        (0..clause.rule.clauses()).for_each(|nth| enter(clause.rule.clause_words(nth)));
    }
    Listed { regime, first_of_clause }
}

/// What is said once, when a regime begins; one that is named for several agencies is announced once.
fn announcements(regimes: &[Regime], agencies: &[Agency], span: &Span) -> Vec<Announcement> {
    let mut all = Vec::new();
    let mut heard = BTreeSet::new();
    for regime in regimes {
        // What was in force the day before, by whatever list named it, is no news.
        let before = regime.from.yesterday().ok();
        let goes_on = |other: &Regime| {
            other.id == regime.id && before.is_some_and(|before| other.in_force(before))
        };
        let is_ever = regime.until.is_none_or(|until| regime.from <= until);
        if !is_ever || regime.from <= span.start || regimes.iter().any(goes_on) {
            continue;
        }
        let bound = agencies.iter().filter(|agency| regime.binds(agency));
        let areas: BTreeSet<&Option<String>> = bound.map(|agency| &agency.reach.area).collect();
        let day = span.day(regime.from);
        for (dial, number) in regime.dials.iter().filter(|(dial, _)| dial.is_said_once()) {
            for &area in &areas {
                if heard.insert((day, *dial, &regime.id, area)) {
                    let (dial, units, area) = (*dial, number.value, area.clone());
                    all.push(Announcement { day, dial, units, area });
                }
            }
        }
    }
    all
}

/// The days on which the rules change, for any agency: the first day of the run, and of every regime,
/// and the days after their last.
fn starts(regimes: &[Regime], agencies: &[Agency], span: &Span) -> Vec<Day> {
    let mut starts = BTreeSet::from([Day(0)]);
    let mut add = |from: Date, until: Option<Date>| {
        starts.insert(span.day(from));
        let next = until.and_then(|until| until.tomorrow().ok());
        starts.extend(next.map(|next| span.day(next)));
    };
    // A regime that ends before it begins only keeps its place in the table.
    for regime in regimes.iter().filter(|r| r.until.is_none_or(|until| r.from <= until)) {
        if regime.rollout.is_none() {
            add(regime.from, regime.until);
            continue;
        }
        let own = agencies.iter().filter_map(|agency| regime.dates_for(agency));
        own.for_each(|(from, until)| add(from, until));
    }
    starts.into_iter().filter(|day| day.0 < span.days()).collect()
}

/// Makes what binds each agency, once for all that are bound alike.
struct Binder<'a> {
    listed: &'a [Listed<'a>],
    agencies: &'a [Agency],
    /// The regimes that ever bind each agency, by their place, with their days.
    ever: Vec<Vec<(usize, Date, Option<Date>)>>,
    known: BTreeMap<Alike, u32>,
    bounds: Vec<Bound>,
}

/// What agencies that are bound alike have in common: the regimes in force, whether the agency runs
/// a jail, and the bits of its area's share.
type Alike = (Vec<usize>, bool, u64);

impl<'a> Binder<'a> {
    fn new(listed: &'a [Listed<'a>], agencies: &'a [Agency]) -> Binder<'a> {
        let ever = |agency: &Agency| {
            let dates = listed.iter().map(|listed| listed.regime.dates_for(agency));
            let all = dates.enumerate();
            all.filter_map(|(at, dates)| dates.map(|(from, until)| (at, from, until))).collect()
        };
        let ever = agencies.iter().map(ever).collect();
        Binder { listed, agencies, ever, known: BTreeMap::new(), bounds: Vec::new() }
    }

    /// What binds each agency on a date, by its place among all bounds.
    fn bind_all(&mut self, date: Date) -> Vec<u32> {
        (0..self.agencies.len()).map(|at| self.bind(at, date)).collect()
    }

    fn bind(&mut self, at: usize, date: Date) -> u32 {
        let agency = &self.agencies[at];
        let ever = self.ever[at].iter();
        let now = ever
            .filter(|(_, from, until)| *from <= date && until.is_none_or(|until| date <= until));
        let now: Vec<usize> = now.map(|(at, ..)| *at).collect();
        let share = agency.reach.share.unwrap_or(1.0).to_bits();
        let next = self.bounds.len() as u32;
        let alike = (now, agency.runs_jail, share);
        if let Some(known) = self.known.get(&alike) {
            return *known;
        }
        self.bounds.push(bind(alike.0.iter().map(|at| &self.listed[*at]), agency));
        self.known.insert(alike, next);
        next
    }
}

/// What binds one agency, given the regimes in force that do.
fn bind<'a>(now: impl Iterator<Item = &'a Listed<'a>>, agency: &Agency) -> Bound {
    let mut acts = vec![Vec::new(); Act::ALL.len()];
    let mut dials = vec![f64::NAN; Dial::ALL.len()];
    for listed in now {
        let rules = listed.regime.clauses.iter().zip(&listed.first_of_clause);
        // What a county's jail does is known, and feared, in all of its cities; but its orders are
        // for its sheriff alone.
        for (clause, &first) in rules.filter(|_| listed.regime.commands(agency)) {
            let (rule, compelled) = (clause.rule.clone(), clause.compelled);
            acts[clause.act as usize].push(Ruling { rule, first, compelled });
        }
        for (dial, sourced) in &listed.regime.dials {
            let now: &mut f64 = &mut dials[*dial as usize];
            // What a policy for the whole country sends is divided between the areas.
            let is_divided = dial.is_divided() && listed.regime.agency.is_none();
            let share = agency.reach.share.filter(|_| is_divided).unwrap_or(1.0);
            let value = sourced.value * share;
            *now = match dial.stacking() {
                _ if now.is_nan() => value,
                Stacking::Last => value,
                Stacking::High => now.max(value),
                Stacking::Sum => (*now + value).min(dial.bounds().1),
            };
        }
    }
    // What is compelled is asked first: it overrides.
    acts.iter_mut().for_each(|rulings| rulings.sort_by_key(|ruling| !ruling.compelled));
    Bound { acts, dials }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Offence, Status};
    use crate::scenario::place::Reach;
    use crate::scenario::regime::{Clause, Level};
    use crate::scenario::rule::Predicate;
    use jiff::civil::date;

    fn regime(id: &str, level: Level, from: Date, rule: Rule) -> Regime {
        Regime {
            id: id.to_owned(),
            title: id.to_owned(),
            level,
            agency: None,
            from,
            until: None,
            rollout: None,
            summary: String::new(),
            sources: Vec::new(),
            clauses: vec![Clause {
                act: Act::Hold,
                rule,
                ordered: false,
                compelled: false,
                section: format!("section of {id}"),
            }],
            dials: Vec::new(),
        }
    }

    fn sheriff() -> Agency {
        Agency {
            id: "jail".to_owned(),
            name: "jail".to_owned(),
            runs_jail: true,
            jail: AgencyId(0),
            reach: Reach::default(),
        }
    }

    fn span() -> Span {
        Span { start: date(2016, 1, 1), count_from: date(2016, 1, 1), end: date(2018, 12, 31) }
    }

    #[test]
    fn the_most_restrictive_rule_wins_and_is_named() {
        let felony = Rule::AnyOf(vec![vec![Predicate::Felony]]);
        let state = regime("state", Level::State, date(2016, 1, 1), felony);
        let county = regime("county", Level::County, date(2018, 1, 1), Rule::Never);
        let policy = Policy::stack(&[state, county], &[sheriff()], &span());
        let felon = File {
            conviction: Offence::Felony,
            ..File::blank(Status::Unauthorised, Offence::Traffic)
        };
        let before = policy.on(Day(0)).decide(Act::Hold, AgencyId(0), &felon);
        assert!(before.allowed);
        assert_eq!(policy.lines()[usize::from(before.rule.0)].regime, "state");
        assert_eq!(policy.lines()[usize::from(before.rule.0)].words, "convicted of a felony");
        let after = policy.on(span().day(date(2018, 1, 1)));
        let after = after.decide(Act::Hold, AgencyId(0), &felon);
        assert!(!after.allowed);
        assert_eq!(policy.lines()[usize::from(after.rule.0)].regime, "county");
    }

    #[test]
    fn an_act_no_regime_speaks_of_is_as_it_always_was() {
        let policy = Policy::stack(&[], &[sheriff()], &span());
        let file = File::blank(Status::Unauthorised, Offence::Traffic);
        for &act in Act::ALL {
            let verdict = policy.on(Day(3)).decide(act, AgencyId(0), &file);
            assert_eq!(
                verdict,
                Verdict { allowed: act.usual(), rule: RuleId::NONE, compelled: false }
            );
        }
    }

    #[test]
    fn what_federal_law_compels_overrides() {
        let never = regime("county", Level::County, date(2016, 1, 1), Rule::Never);
        let felony = Rule::AnyOf(vec![vec![Predicate::Felony]]);
        let mut law = regime("law", Level::Federal, date(2016, 1, 1), felony);
        law.clauses[0].compelled = true;
        let policy = Policy::stack(&[never, law], &[sheriff()], &span());
        let blank = File::blank(Status::Unauthorised, Offence::Traffic);
        let felon = File { conviction: Offence::Felony, ..blank };
        let decide = |file| policy.on(Day(0)).decide(Act::Hold, AgencyId(0), file);
        assert!(decide(&felon).allowed);
        assert!(!decide(&blank).allowed);
    }
}

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
use std::collections::BTreeSet;

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
    agencies: Vec<Bound>,
}

/// The rules of an arm, over the whole run.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    eras: Vec<Era>,
    lines: Vec<RuleLine>,
    announcements: Vec<(Day, Dial, f64)>,
}

/// The rules of one day.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
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
        let mut starts: Vec<Day> = vec![Day(0)];
        // A regime that ends before it begins only keeps its place in the table.
        for regime in regimes.iter().filter(|r| r.until.is_none_or(|until| r.from <= until)) {
            starts.push(span.day(regime.from));
            let next = regime.until.and_then(|until| until.tomorrow().ok());
            starts.extend(next.map(|next| span.day(next)));
        }
        starts.retain(|day| day.0 < span.days());
        starts.sort_unstable();
        starts.dedup();
        let era = |&from: &Day| {
            let date = span.date(from);
            let now: Vec<&Listed> = listed.iter().filter(|l| l.regime.in_force(date)).collect();
            let agencies = agencies.iter().map(|agency| bind(&now, agency)).collect();
            let regimes = now.iter().map(|listed| listed.regime.id.clone()).collect();
            Era { from, regimes, agencies }
        };
        let announcement = |regime: &'_ Regime| {
            // What was in force the day before, by whatever list named it, is no news.
            let before = regime.from.yesterday().ok();
            let goes_on = |other: &Regime| {
                other.id == regime.id && before.is_some_and(|before| other.in_force(before))
            };
            let is_ever = regime.until.is_none_or(|until| regime.from <= until)
                && !regimes.iter().any(goes_on);
            let begins = (is_ever && regime.from > span.start).then(|| span.day(regime.from));
            let said = regime.dials.iter().filter(|(dial, _)| dial.is_said_once());
            let said: Vec<_> = said.map(|(dial, number)| (*dial, number.value)).collect();
            begins.into_iter().flat_map(move |day| {
                said.clone().into_iter().map(move |(dial, units)| (day, dial, units))
            })
        };
        // A regime that is named for several agencies is announced once.
        let mut announcements: Vec<(Day, Dial, f64)> = Vec::new();
        let mut heard = BTreeSet::new();
        for regime in regimes {
            for (day, dial, units) in announcement(regime) {
                if heard.insert((day, dial, &regime.id)) {
                    announcements.push((day, dial, units));
                }
            }
        }
        Policy { eras: starts.iter().map(era).collect(), lines, announcements }
    }

    /// The fear or trust, in units, that what is announced on a day spreads over the county.
    #[must_use]
    pub fn announced(&self, what: Dial, on: Day) -> f64 {
        let said = self.announcements.iter().filter(|(day, dial, _)| *day == on && *dial == what);
        said.map(|(_, _, units)| units).sum()
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
        InForce { era: &self.eras[self.era(day)] }
    }

    /// Whether two days' rules on an act are the same for every agency.
    #[must_use]
    pub fn rules_alike(&self, act: Act, one: Day, other: Day) -> bool {
        let (one, other) = (self.on(one).era, self.on(other).era);
        let says = |ruling: &Ruling| (ruling.rule.clone(), ruling.compelled);
        one.agencies.iter().zip(&other.agencies).all(|(one, other)| {
            let (one, other) = (&one.acts[act as usize], &other.acts[act as usize]);
            one.len() == other.len() && one.iter().map(says).eq(other.iter().map(says))
        })
    }

    /// The rules of an era, by its place.
    #[must_use]
    pub fn in_era(&self, era: usize) -> InForce<'_> {
        InForce { era: &self.eras[era] }
    }

    /// The cooperation index of an agency's place in an era, 0 to 1: 1 less a seventh for each kind
    /// of restriction (ILRC scale).
    #[must_use]
    pub fn cooperation(&self, era: usize, agency: AgencyId) -> f64 {
        let restrictions = self.in_era(era).dial(Dial::Restrictions, agency);
        1.0 - restrictions.unwrap_or(0.0) / 7.0
    }
}

impl InForce<'_> {
    /// Whether every regime that speaks of an act allows it, and the rule that decided.
    ///
    /// Where no regime speaks, the usual answer holds.
    #[must_use]
    pub fn decide(&self, act: Act, agency: AgencyId, file: &File) -> Verdict {
        let rulings = &self.era.agencies[usize::from(agency.0)].acts[act as usize];
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
        let rulings = &self.era.agencies[usize::from(agency.0)].acts[act as usize];
        rulings.iter().map(|ruling| ruling.first)
    }

    /// A number that a regime in force sets for an agency.
    #[must_use]
    pub fn dial(&self, dial: Dial, agency: AgencyId) -> Option<f64> {
        let value = self.era.agencies[usize::from(agency.0)].dials[dial as usize];
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

/// What binds one agency, given the regimes in force.
fn bind(now: &[&Listed], agency: &Agency) -> Bound {
    let mut acts = vec![Vec::new(); Act::ALL.len()];
    let mut dials = vec![f64::NAN; Dial::ALL.len()];
    for listed in now.iter().filter(|listed| listed.regime.binds(&agency.id)) {
        let rules = listed.regime.clauses.iter().zip(&listed.first_of_clause);
        // What a county's jail does is known, and feared, in all of its cities; but its orders are
        // for its sheriff alone.
        for (clause, &first) in rules.filter(|_| listed.regime.commands(agency)) {
            let (rule, compelled) = (clause.rule.clone(), clause.compelled);
            acts[clause.act as usize].push(Ruling { rule, first, compelled });
        }
        for (dial, sourced) in &listed.regime.dials {
            let now: &mut f64 = &mut dials[*dial as usize];
            *now = match dial.stacking() {
                _ if now.is_nan() => sourced.value,
                Stacking::Last => sourced.value,
                Stacking::High => now.max(sourced.value),
                Stacking::Sum => (*now + sourced.value).min(dial.bounds().1),
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
    use crate::scenario::regime::{Clause, Level};
    use crate::scenario::rule::Predicate;
    use jiff::civil::{Date, date};

    fn regime(id: &str, level: Level, from: Date, rule: Rule) -> Regime {
        Regime {
            id: id.to_owned(),
            title: id.to_owned(),
            level,
            agency: None,
            from,
            until: None,
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

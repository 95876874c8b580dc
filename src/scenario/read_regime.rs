//! Reads a policy file: what one rule-maker says, from a day to a day.

use super::act::Act;
use super::dial::Dial;
use super::mistakes::{Kind, Mistake, Mistakes, Spot};
use super::parameters::Sourced;
use super::read_parameters::{Expected, sourced, word};
use super::regime::{Clause, Level, Regime, Source};
use super::rule::{Predicate, Rule};
use super::table::{At, Table, Value, grouped, parse};
use crate::event::Word;
use jiff::civil::Date;

/// More conditions than this in one rule would overflow the numbers that events give to rules.
const MOST_CONDITIONS: usize = 64;

/// A regime as its file says, and where it says it.
#[derive(Clone, PartialEq, Debug)]
pub struct Preset {
    /// What it says.
    pub regime: Regime,
    /// Where it says it of each act, in the order of the clauses.
    pub clauses: Vec<Spot>,
    /// Where it names the agency it binds.
    pub agency: Option<Spot>,
}

/// Reads a policy file that is to have this id.
pub fn preset(id: &str, path: &str, text: &str, mistakes: &mut Mistakes) -> Option<Preset> {
    let file = mistakes.file(path, text);
    let parsed = parse(file, text, mistakes);
    let mut table = Table::whole_file(file, "the policy", parsed.get_ref());
    let own = same_name(&mut table, id, mistakes);
    policy(&mut table, own, mistakes)
}

/// Reads a policy that stands in a scenario, and its id.
pub fn inline(value: &Value, mistakes: &mut Mistakes) -> Option<(At<String>, Option<Preset>)> {
    let mut table = value.table("[[policy]]", mistakes)?;
    let id = table.name("id", mistakes);
    let own = id.as_ref().map(|id| id.value.clone());
    let read = policy(&mut table, own, mistakes);
    Some((id?, read))
}

/// Reads what a policy says, its id apart.
fn policy(table: &mut Table, own: Option<String>, mistakes: &mut Mistakes) -> Option<Preset> {
    let title = table.words("title", mistakes);
    let level = table.need("level", mistakes).and_then(|v| word::<Level>("level", &v, mistakes));
    let (from, until) = dates(table, mistakes);
    let agency = table.get("agency").map(|v| v.text(mistakes));
    let summary = table.words("summary", mistakes);
    let sources = sources(table, mistakes);
    let clauses = clauses(table, level, mistakes);
    let dials = dials(table, mistakes);
    table.finish(mistakes);
    let agency = match agency {
        Some(agency) => Some(agency?),
        None => None,
    };
    let (spots, clauses): (Vec<Spot>, Vec<Clause>) =
        clauses.into_iter().map(|clause| (clause.spot, clause.value)).unzip();
    Some(Preset {
        clauses: spots,
        agency: agency.as_ref().map(|agency| agency.spot.clone()),
        regime: Regime {
            id: own?,
            title: title?,
            level: level?,
            agency: agency.map(|agency| agency.value),
            rollout: None,
            from: from?,
            until,
            summary: summary?,
            sources: sources?,
            clauses,
            dials,
        },
    })
}

/// A file is found by its name, so the name inside must be the same.
pub fn same_name(table: &mut Table, id: &str, mistakes: &mut Mistakes) -> Option<String> {
    let own = table.name("id", mistakes)?;
    if own.value != id {
        let title = format!("the file is named `{id}`, but its id is `{}`", own.value);
        let mistake = Mistake::new(Kind::BadName, own.spot, title);
        mistakes.add(mistake.help(format!("write id = \"{id}\", or name the file after its id")));
        return None;
    }
    Some(own.value)
}

fn dates(table: &mut Table, mistakes: &mut Mistakes) -> (Option<Date>, Option<Date>) {
    let from = table.need("from", mistakes).and_then(|v| v.date(mistakes));
    let until = table.get("until").and_then(|v| v.date(mistakes));
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        let title = format!("`until` {} is before `from` {}", until.value, from.value);
        mistakes.add(Mistake::new(Kind::Dates, until.spot.clone(), title));
    }
    (from.map(|from| from.value), until.map(|until| until.value))
}

fn sources(table: &mut Table, mistakes: &mut Mistakes) -> Option<Vec<Source>> {
    let list = table.need("source", mistakes)?;
    let items = list.list(mistakes)?;
    if items.is_empty() {
        return list.outside("at least one source", mistakes);
    }
    let read: Vec<Option<Source>> = items.iter().map(|item| source(item, mistakes)).collect();
    read.into_iter().collect()
}

fn source(value: &Value, mistakes: &mut Mistakes) -> Option<Source> {
    let mut table = value.table("[[source]]", mistakes)?;
    let title = table.words("title", mistakes);
    let section = table.get("section").and_then(|v| v.text(mistakes));
    let date = table.get("date").and_then(|v| v.date(mistakes));
    table.finish(mistakes);
    let section = section.map_or_else(String::new, |section| section.value);
    Some(Source { title: title?, section, date: date.map(|date| date.value) })
}

fn clauses(table: &mut Table, level: Option<Level>, mistakes: &mut Mistakes) -> Vec<At<Clause>> {
    let mut clauses = Vec::new();
    for &act in Act::ALL {
        let Some(value) = table.get(act.name()) else { continue };
        if act.is_federal() && level.is_some_and(|level| level > Level::Court) {
            let title = format!(
                "only a federal policy, or a court, says `{}`: {}",
                act.name(),
                act.words()
            );
            mistakes.add(Mistake::new(Kind::Inconsistent, value.spot(), title));
        }
        if level == Some(Level::Community) {
            let title = "what people organise themselves has no rules, only numbers";
            let mistake = Mistake::new(Kind::Inconsistent, value.spot(), title);
            mistakes.add(mistake.help("leave out this table, or write another level"));
        }
        let clause = clause(act, &value, mistakes);
        if let Some(clause) = &clause
            && clause.value.compelled
            && level.is_some_and(|level| level > Level::Court)
        {
            let title = "only federal law, or a court, compels";
            let mistake = Mistake::new(Kind::Inconsistent, clause.spot.clone(), title);
            mistakes.add(mistake.help("leave out `compel`"));
        }
        clauses.extend(clause);
    }
    clauses
}

fn clause(act: Act, value: &Value, mistakes: &mut Mistakes) -> Option<At<Clause>> {
    let mut table = value.table(&format!("[{}]", act.name()), mistakes)?;
    let allow = table.need("allow", mistakes);
    let rule = allow.as_ref().and_then(|allow| rule(allow, mistakes));
    let ordered = table.get("order").map(|v| v.yes(mistakes));
    let compelled = table.get("compel").map(|v| v.yes(mistakes));
    let section = table.words("section", mistakes);
    table.finish(mistakes);
    let ordered = match ordered {
        Some(ordered) => ordered?,
        None => false,
    };
    let compelled = match compelled {
        Some(compelled) => compelled?,
        None => false,
    };
    let (rule, spot) = (rule?, allow?.spot());
    if (ordered || compelled) && rule == Rule::Never {
        let title = format!("`{}` is ordered and never allowed", act.name());
        mistakes.add(
            Mistake::new(Kind::Inconsistent, spot, title).help("leave out `order` and `compel`"),
        );
        return None;
    }
    Some(At { value: Clause { act, rule, ordered, compelled, section: section? }, spot })
}

/// `"always"`, `"never"`, or `{ any = [...] }`.
fn rule(value: &Value, mistakes: &mut Mistakes) -> Option<Rule> {
    match value.if_text() {
        Some("always") => return Some(Rule::Always),
        Some("never") => return Some(Rule::Never),
        _ => {}
    }
    if !value.is_table() {
        return value.wrong("\"always\", \"never\" or { any = [...] }", mistakes);
    }
    let mut table = value.table("the rule", mistakes)?;
    let any = table.need("any", mistakes);
    table.finish(mistakes);
    let any = any?;
    let items = conditions(&any, mistakes)?;
    let read: Vec<_> = items.iter().map(|item| all_of(item, mistakes)).collect();
    read.into_iter().collect::<Option<_>>().map(Rule::AnyOf)
}

/// One item of an any-of list: a condition, or `{ all = [...] }`.
fn all_of(value: &Value, mistakes: &mut Mistakes) -> Option<Vec<Predicate>> {
    if !value.is_table() {
        return word("condition", value, mistakes).map(|condition| vec![condition]);
    }
    let mut table = value.table("the list of conditions", mistakes)?;
    let all = table.need("all", mistakes);
    table.finish(mistakes);
    let items = conditions(&all?, mistakes)?;
    let read: Vec<_> = items.iter().map(|item| word("condition", item, mistakes)).collect();
    read.into_iter().collect()
}

fn conditions<'t>(value: &Value<'t>, mistakes: &mut Mistakes) -> Option<Vec<Value<'t>>> {
    let items = value.list(mistakes)?;
    if !(1..=MOST_CONDITIONS).contains(&items.len()) {
        let most = grouped(MOST_CONDITIONS as i64);
        return value.outside(&format!("1 to {most} conditions, or \"never\""), mistakes);
    }
    Some(items)
}

fn dials(table: &mut Table, mistakes: &mut Mistakes) -> Vec<(Dial, Sourced)> {
    let mut dials = Vec::new();
    let Some(value) = table.get("dials") else { return dials };
    let Some(mut table) = value.table("[dials]", mistakes) else { return dials };
    for &dial in Dial::ALL {
        let Some(value) = table.get(dial.name()) else { continue };
        let name = format!("dials.{}", dial.name());
        let expected = Expected {
            name: &name,
            unit: Some(dial.unit()),
            bounds: Some(dial.bounds()),
            range: None,
        };
        dials.extend(sourced(&value, &expected, mistakes).map(|number| (dial, number)));
    }
    table.finish(mistakes);
    dials
}

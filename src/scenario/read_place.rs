//! Reads a place file: who lives where, and who polices and jails them.

use super::country;
use super::mistakes::{FileId, Kind, Mistake, Mistakes, Spot, suggestion};
use super::place::{Agency, Area, District, Place, Population, Reach};
use super::read_regime::same_name;
use super::shelf::{Found, Shelf};
use super::table::{At, Table, Value, grouped, parse, shortened};
use crate::ids::{AgencyId, AreaId, DistrictId};
use std::collections::BTreeMap;

/// More than this are a table of counties.
const MOST_AGENCIES: usize = 200;
/// A district's number is 16 bits, with some to spare.
const MOST_DISTRICTS: usize = 60_000;
/// A district has a 16-bit number of neighbourhoods.
pub(super) const MOST_IN_DISTRICT: i64 = 4_000_000;
/// More than the people of the United States.
pub(super) const MOST_IN_PLACE: i64 = 400_000_000;

/// An agency as its table says.
#[derive(Clone)]
struct Draft {
    id: String,
    name: String,
    runs_jail: bool,
    jailed_by: Option<At<String>>,
}

/// Reads a place file that is to have this id.
pub fn place(
    id: &str,
    Found { path, text }: &Found,
    shelf: &mut Shelf,
    mistakes: &mut Mistakes,
) -> Option<Place> {
    let file = mistakes.file(path, text);
    let parsed = parse(file, text, mistakes);
    let mut table = Table::whole_file(file, "the place", parsed.get_ref());
    let own = same_name(&mut table, id, mistakes);
    let name = table.words("name", mistakes);
    if let Some(counties) = table.get("counties") {
        let place = country::place(&mut table, &counties, shelf, mistakes);
        table.finish(mistakes);
        return Some(Place { id: own?, name: name?, ..place? });
    }
    let agencies = agencies(&mut table, mistakes);
    let known = agencies.as_ref().map(|all| all.iter().map(|a| a.value.id.clone()).collect());
    let known: Option<Vec<String>> = known;
    let districts = districts(&mut table, known.as_deref(), mistakes);
    let population = table.need("population", mistakes);
    let population = population.and_then(|value| population_of(&value, mistakes));
    table.finish(mistakes);
    let agencies = agencies.and_then(|agencies| jails(file, agencies, mistakes));
    let id = own?;
    let own_id = id.clone();
    Some(Place {
        id,
        name: name?,
        agencies: agencies?,
        districts: districts?,
        populations: vec![population?],
        areas: vec![Area { id: own_id, name: "the field office".to_owned() }],
        states: Vec::new(),
    })
}

/// The items of a list that must not be empty nor too long.
fn items<'t>(
    table: &mut Table<'t>,
    key: &str,
    most: usize,
    mistakes: &mut Mistakes,
) -> Option<Vec<Value<'t>>> {
    let value = table.need(key, mistakes)?;
    let items = value.list(mistakes)?;
    if !(1..=most).contains(&items.len()) {
        let title = format!("`{key}`: there are {} of them", grouped(items.len() as i64));
        let label = format!("expected 1 to {}", grouped(most as i64));
        mistakes.add(Mistake::new(Kind::OutOfRange, value.spot(), title).label(label));
        return None;
    }
    Some(items)
}

fn agencies(table: &mut Table, mistakes: &mut Mistakes) -> Option<Vec<At<Draft>>> {
    let items = items(table, "agency", MOST_AGENCIES, mistakes)?;
    let mut seen = BTreeMap::new();
    let mut agencies = Some(Vec::new());
    for item in &items {
        let agency = agency(item, mistakes);
        if let Some(agency) = &agency
            && let Some(first) = seen.insert(agency.value.id.clone(), agency.spot.clone())
        {
            let title = format!("two agencies are named `{}`", agency.value.id);
            let mistake = Mistake::new(Kind::Duplicate, agency.spot.clone(), title);
            mistakes.add(mistake.label("again here").also(first, "first here"));
        }
        agencies = agencies.zip(agency).map(|(mut agencies, agency)| {
            agencies.push(agency);
            agencies
        });
    }
    agencies
}

fn agency(value: &Value, mistakes: &mut Mistakes) -> Option<At<Draft>> {
    let mut table = value.table("[[agency]]", mistakes)?;
    let id = table.name("id", mistakes);
    let name = table.words("name", mistakes);
    let runs_jail = table.get("runs_jail").and_then(|v| v.yes(mistakes)).unwrap_or(false);
    let jailed_by = table.get("jailed_by").map(|v| v.text(mistakes));
    table.finish(mistakes);
    let id = id?;
    let jailed_by = match jailed_by {
        Some(by) => Some(by?),
        None => None,
    };
    Some(At { value: Draft { id: id.value, name: name?, runs_jail, jailed_by }, spot: id.spot })
}

/// Finds where each agency's arrests are jailed: with itself, with the one it names, or with the
/// only one that runs a jail.
fn jails(file: FileId, agencies: Vec<At<Draft>>, mistakes: &mut Mistakes) -> Option<Vec<Agency>> {
    let runs: Vec<&At<Draft>> = agencies.iter().filter(|agency| agency.value.runs_jail).collect();
    if runs.is_empty() {
        let whole = Spot { file, span: None };
        let mistake = Mistake::new(Kind::Inconsistent, whole, "no agency runs the jail");
        mistakes
            .add(mistake.help("write runs_jail = true for the agency that runs the county jail"));
        return None;
    }
    let names: Vec<&str> = runs.iter().map(|agency| agency.value.id.as_str()).collect();
    let jail = |agency: &At<Draft>, mistakes: &mut Mistakes| -> Option<AgencyId> {
        let by = match &agency.value.jailed_by {
            Some(by) => by.clone(),
            None if agency.value.runs_jail => {
                At { value: agency.value.id.clone(), spot: agency.spot.clone() }
            }
            None if names.len() == 1 => {
                At { value: names[0].to_owned(), spot: agency.spot.clone() }
            }
            None => {
                let title = format!("who jails for `{}`? Several run jails", agency.value.id);
                let mistake = Mistake::new(Kind::Inconsistent, agency.spot.clone(), title);
                mistakes.add(mistake.help(format!("write jailed_by = \"{}\", say", names[0])));
                return None;
            }
        };
        if !names.contains(&by.value.as_str()) {
            let title = format!("`{}` runs no jail", shortened(&by.value));
            let mistake = Mistake::new(Kind::UnknownName, by.spot.clone(), title);
            mistakes.add(mistake.help(suggestion(&by.value, &names)));
            return None;
        }
        let at = agencies.iter().position(|other| other.value.id == by.value)?;
        Some(AgencyId(u16::try_from(at).ok()?))
    };
    let read: Vec<Option<Agency>> = agencies
        .iter()
        .map(|agency| {
            let jail = jail(agency, mistakes)?;
            let Draft { id, name, runs_jail, .. } = agency.value.clone();
            Some(Agency { id, name, runs_jail, jail, reach: Reach::default() })
        })
        .collect();
    read.into_iter().collect()
}

fn districts(
    table: &mut Table,
    agencies: Option<&[String]>,
    mistakes: &mut Mistakes,
) -> Option<Vec<District>> {
    let items = items(table, "district", MOST_DISTRICTS, mistakes)?;
    let read: Vec<Option<District>> = items
        .iter()
        .enumerate()
        .map(|(at, item)| district(DistrictId(u16::try_from(at).ok()?), item, agencies, mistakes))
        .collect();
    let total: i64 = read.iter().flatten().map(|district| i64::from(district.residents)).sum();
    if total > MOST_IN_PLACE {
        let title = format!("the districts have {} residents in all", grouped(total));
        let spot = table.get("district").map_or_else(|| table.spot(), |value| value.spot());
        let mistake = Mistake::new(Kind::OutOfRange, spot, title)
            .label(format!("expected at most {}", grouped(MOST_IN_PLACE)));
        mistakes.add(mistake.help(format!(
            "leave out districts with {} residents, or divide the place into several scenarios",
            grouped(total - MOST_IN_PLACE)
        )));
        return None;
    }
    read.into_iter().collect()
}

fn district(
    id: DistrictId,
    value: &Value,
    agencies: Option<&[String]>,
    mistakes: &mut Mistakes,
) -> Option<District> {
    let mut table = value.table("[[district]]", mistakes)?;
    let name = table.words("name", mistakes);
    let residents = table.need("residents", mistakes);
    let residents = residents.and_then(|v| v.whole((1, MOST_IN_DISTRICT), mistakes));
    let agency = table.need("agency", mistakes).and_then(|v| v.text(mistakes));
    table.finish(mistakes);
    let agency = policed_by(&agency?, agencies?, mistakes);
    let residents = u32::try_from(residents?.value).ok()?;
    let (population, area, state) = (0, AreaId(0), None);
    let (name, agency) = (name?, agency?);
    Some(District { id, name, residents, agency, population, area, state, is_made_up: false })
}

fn policed_by(
    agency: &At<String>,
    agencies: &[String],
    mistakes: &mut Mistakes,
) -> Option<AgencyId> {
    let at = agencies.iter().position(|known| *known == agency.value);
    if at.is_none() {
        let names: Vec<&str> = agencies.iter().map(String::as_str).collect();
        let title = format!("unknown agency `{}`", shortened(&agency.value));
        let mistake = Mistake::new(Kind::UnknownName, agency.spot.clone(), title);
        mistakes.add(mistake.help(suggestion(&agency.value, &names)));
    }
    at.and_then(|at| u16::try_from(at).ok()).map(AgencyId)
}

fn population_of(value: &Value, mistakes: &mut Mistakes) -> Option<Population> {
    let mut table = value.table("[population]", mistakes)?;
    let mut sources = Vec::new();
    let [hispanic, black, foreign_born, unauthorised] =
        ["hispanic", "black", "foreign_born", "unauthorised"]
            .map(|key| share(&mut table, key, &mut sources, mistakes));
    let weights = table.need("with_status", mistakes);
    let weights = weights.and_then(|value| with_status(&value, &mut sources, mistakes));
    table.finish(mistakes);
    if let (Some(hispanic), Some(black)) = (&hispanic, &black)
        && hispanic.value + black.value > 1.0
    {
        let title = "the shares `hispanic` and `black` add up to more than 1";
        let mistake = Mistake::new(Kind::Inconsistent, black.spot.clone(), title);
        mistakes.add(mistake.help("`black` counts only those who are not Hispanic"));
    }
    if let (Some(foreign), Some(without)) = (&foreign_born, &unauthorised)
        && without.value > foreign.value
    {
        let title = format!(
            "`unauthorised` {} is more than `foreign_born` {}",
            without.value, foreign.value
        );
        let mistake = Mistake::new(Kind::Inconsistent, without.spot.clone(), title);
        mistakes.add(mistake.help("both are shares of all residents"));
    }
    let [naturalised, lawful_resident, temporary] = weights?;
    Some(Population {
        hispanic: hispanic?.value,
        black: black?.value,
        foreign_born: foreign_born?.value,
        unauthorised: unauthorised?.value,
        naturalised,
        lawful_resident,
        temporary,
        source: sources.join("; "),
    })
}

fn share(
    table: &mut Table,
    key: &str,
    sources: &mut Vec<String>,
    mistakes: &mut Mistakes,
) -> Option<At<f64>> {
    let mut table = table.need(key, mistakes)?.table(&format!("[population.{key}]"), mistakes)?;
    let share = number(&mut table, "share", 1.0, mistakes);
    sourced_by(&mut table, key, &format!("population.{key}"), sources, mistakes);
    table.finish(mistakes);
    share
}

pub(super) fn with_status(
    value: &Value,
    sources: &mut Vec<String>,
    mistakes: &mut Mistakes,
) -> Option<[f64; 3]> {
    let mut table = value.table("[population.with_status]", mistakes)?;
    let [naturalised, lawful, temporary] = ["naturalised", "lawful_resident", "temporary"]
        .map(|key| number(&mut table, key, 1e6, mistakes));
    sourced_by(&mut table, "with_status", "population.with_status", sources, mistakes);
    let spot = table.spot();
    table.finish(mistakes);
    let weights = [naturalised?.value, lawful?.value, temporary?.value];
    if weights.iter().sum::<f64>() <= 0.0 {
        let title = "the weights of [population.with_status] are all 0";
        mistakes.add(Mistake::new(Kind::Inconsistent, spot, title));
        return None;
    }
    Some(weights)
}

pub(super) fn number(
    table: &mut Table,
    key: &str,
    most: f64,
    mistakes: &mut Mistakes,
) -> Option<At<f64>> {
    let value = table.need(key, mistakes)?;
    let number = value.number(mistakes)?;
    if !(0.0..=most).contains(&number.value) {
        return value.outside(&format!("0 to {most}"), mistakes);
    }
    Some(number)
}

pub(super) fn sourced_by(
    table: &mut Table,
    key: &str,
    shown: &str,
    sources: &mut Vec<String>,
    mistakes: &mut Mistakes,
) {
    let value = table.get("source");
    let text = value.as_ref().map(|value| value.text(mistakes).map(|text| text.value));
    match text.unwrap_or_else(|| Some(String::new())) {
        Some(text) if text.trim().is_empty() => {
            let title = format!("[{shown}] has no source");
            let spot = value.map_or_else(|| table.spot(), |value| value.spot());
            let mistake = Mistake::new(Kind::NoSource, spot, title);
            let help = "write source = \"assumption: <why>\" where there is no publication";
            mistakes.add(mistake.help(help));
        }
        Some(text) => sources.push(format!("{key}: {text}")),
        None => {}
    }
}

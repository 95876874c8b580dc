//! A place of many counties: made from a table of them, with a sheriff and a jail in each.

use super::counties::{Line, lines};
use super::mistakes::{Kind, Mistake, Mistakes, suggestion};
use super::place::{Agency, Area, District, Place, Population, Reach};
use super::read_place::{MOST_IN_DISTRICT, MOST_IN_PLACE, number, sourced_by, with_status};
use super::shelf::Shelf;
use super::size_law::sizes;
use super::table::{At, Table, Value, grouped};
use crate::ids::{AgencyId, AreaId, DistrictId, StateId};
use jiff::Unit;
use jiff::civil::Date;

/// An area's number is a byte, with some to spare.
const MOST_AREAS: usize = 200;
/// The same of a state's.
const MOST_STATES: usize = 200;
/// A district's number is 16 bits, with some to spare; there is at least one for each county.
const MOST_DISTRICTS: usize = 60_000;

/// What a place file of counties says besides the table.
struct Said {
    areas: Vec<Area>,
    /// The spread of the size law; needed only where a line stands for several counties.
    sigma: Option<f64>,
    /// Naturalised, lawful residents, visitors: weights.
    with_status: [f64; 3],
}

/// Reads the rest of a place file that names a table of counties, and the table. The caller adds id
/// and name.
pub(super) fn place(
    table: &mut Table,
    counties: &Value,
    shelf: &mut Shelf,
    mistakes: &mut Mistakes,
) -> Option<Place> {
    let said = said(table, mistakes);
    let name = counties.text(mistakes)?;
    let found = shelf.look_up("places", "csv", &name, mistakes)?;
    let lines = lines(&found.path, &found.text, mistakes);
    let (said, lines) = (said?, lines?);
    fits(&said, &lines, &name, mistakes).then(|| made(&said, &lines))
}

fn said(table: &mut Table, mistakes: &mut Mistakes) -> Option<Said> {
    let areas = table.need("area", mistakes).and_then(|value| areas(&value, mistakes));
    let sigma = table.get("size_law").map(|value| sigma(&value, mistakes));
    let population = table.need("population", mistakes);
    let weights = population.and_then(|value| {
        let mut table = value.table("[population]", mistakes)?;
        let mut sources = Vec::new();
        let weights = table.need("with_status", mistakes);
        let weights = weights.and_then(|value| with_status(&value, &mut sources, mistakes));
        table.finish(mistakes);
        weights
    });
    let sigma = match sigma {
        Some(sigma) => Some(sigma?),
        None => None,
    };
    Some(Said { areas: areas?, sigma, with_status: weights? })
}

fn areas(value: &Value, mistakes: &mut Mistakes) -> Option<Vec<Area>> {
    let items = value.list(mistakes)?;
    if !(1..=MOST_AREAS).contains(&items.len()) {
        return value.outside(&format!("1 to {MOST_AREAS} areas"), mistakes);
    }
    let mut areas: Option<Vec<Area>> = Some(Vec::new());
    for item in &items {
        let area = item.table("[[area]]", mistakes).and_then(|mut table| {
            let id = table.name("id", mistakes);
            let name = table.words("name", mistakes);
            table.finish(mistakes);
            Some((id?, name?))
        });
        areas = areas.zip(area).and_then(|(mut areas, (id, name))| {
            if areas.iter().any(|known| known.id == id.value) {
                let title = format!("two areas have the id `{}`", id.value);
                mistakes.add(Mistake::new(Kind::Duplicate, id.spot, title).label("again here"));
                return None;
            }
            areas.push(Area { id: id.value, name });
            Some(areas)
        });
    }
    areas
}

/// The spread of the size law, which somebody must stand for.
fn sigma(value: &Value, mistakes: &mut Mistakes) -> Option<f64> {
    let mut table = value.table("[size_law]", mistakes)?;
    let sigma = number(&mut table, "sigma", 3.0, mistakes);
    sourced_by(&mut table, "size_law", "size_law", &mut Vec::new(), mistakes);
    table.finish(mistakes);
    sigma.map(|sigma| sigma.value)
}

/// Whether the lines fit what is said of them, and what the model has numbers for.
fn fits(said: &Said, lines: &[Line], table: &At<String>, mistakes: &mut Mistakes) -> bool {
    let before = mistakes.count();
    let known: Vec<&str> = said.areas.iter().map(|area| area.id.as_str()).collect();
    for line in lines.iter().filter(|line| !known.contains(&line.office.value.as_str())) {
        let title = format!("unknown area of responsibility `{}`", line.office.value);
        let mistake = Mistake::new(Kind::UnknownName, line.office.spot.clone(), title);
        mistakes.add(mistake.help(suggestion(&line.office.value, &known)));
    }
    let mut wrong = |title: String, help: &str| {
        let mistake = Mistake::new(Kind::OutOfRange, table.spot.clone(), title);
        mistakes.add(mistake.help(help));
    };
    if said.sigma.is_none() && lines.iter().any(|line| line.counties > 1) {
        let title = "a line stands for several counties, and no [size_law] divides them".to_owned();
        wrong(title, "write [size_law] with sigma and source, or a line for each county");
    }
    let all: u64 = lines.iter().map(|line| u64::from(line.residents)).sum();
    if i64::try_from(all).is_ok_and(|all| all > MOST_IN_PLACE) {
        let all = grouped(all.cast_signed());
        wrong(format!("the counties have {all} residents in all"), "leave some of them out");
    }
    let parts = lines
        .iter()
        .map(|line| line.counties as usize + (line.residents as i64 / MOST_IN_DISTRICT) as usize);
    if parts.sum::<usize>() > MOST_DISTRICTS {
        let title = format!("there are more than {MOST_DISTRICTS} counties");
        wrong(title, "leave some of them out, or put several together");
    }
    if states(lines).len() > MOST_STATES {
        wrong(format!("there are more than {MOST_STATES} states"), "a state is a postal code");
    }
    mistakes.count() == before
}

fn states(lines: &[Line]) -> Vec<String> {
    let mut states: Vec<String> = lines.iter().map(|line| line.state.clone()).collect();
    states.sort_unstable();
    states.dedup();
    states
}

fn made(said: &Said, lines: &[Line]) -> Place {
    let all: f64 = lines.iter().map(unauthorised).sum();
    let share = |area: &Area| -> f64 {
        let theirs = lines.iter().filter(|line| line.office.value == area.id);
        theirs.map(unauthorised).sum::<f64>() / all.max(1.0)
    };
    let is_one = said.areas.len() == 1;
    let shares: Vec<f64> = said.areas.iter().map(share).collect();
    let mut place = Place {
        id: String::new(),
        name: String::new(),
        agencies: Vec::new(),
        districts: Vec::new(),
        populations: lines.iter().map(|line| population(line, said.with_status)).collect(),
        areas: said.areas.clone(),
        states: states(lines),
    };
    for (nth, line) in lines.iter().enumerate() {
        let area = said.areas.iter().position(|area| area.id == line.office.value).unwrap_or(0);
        let reach = Reach {
            state: Some(line.state.clone()),
            area: (!is_one).then(|| line.office.value.clone()),
            rollout: None,
            share: (!is_one).then(|| shares[area]),
        };
        let county = County { population: nth as u16, area: AreaId(area as u8), reach };
        let sizes = match said.sigma {
            Some(sigma) => sizes(line.residents, line.counties, sigma),
            None => vec![line.residents],
        };
        for (at, residents) in sizes.into_iter().enumerate() {
            county.add(line, at as u32, residents, &mut place);
        }
    }
    place
}

fn unauthorised(line: &Line) -> f64 {
    f64::from(line.residents) * line.shares[3]
}

fn population(line: &Line, [naturalised, lawful_resident, temporary]: [f64; 3]) -> Population {
    let [hispanic, black, foreign_born, unauthorised] = line.shares;
    Population {
        hispanic,
        black,
        foreign_born,
        unauthorised,
        naturalised,
        lawful_resident,
        temporary,
        source: line.source.clone(),
    }
}

/// What the counties of a line have in common.
struct County {
    population: u16,
    area: AreaId,
    reach: Reach,
}

impl County {
    /// Adds the `nth` county of a line: its sheriff, and its districts, of which it has several only
    /// if it is too large for one.
    fn add(&self, line: &Line, nth: u32, residents: u32, place: &mut Place) {
        let is_made_up = line.counties > 1;
        let (id, name) = if is_made_up {
            let nth = nth + 1;
            (
                format!("{}-{}-{nth}", line.state, line.fips),
                format!("{}, county {nth} (made up)", line.name),
            )
        } else {
            let state = line.state.to_uppercase();
            (format!("{}-{}", line.state, line.fips), format!("{}, {state}", line.name))
        };
        let agency = AgencyId(place.agencies.len() as u16);
        let rollout = line.rollout.map(|window| rollout(window, nth, line.counties));
        let sheriff = format!("Sheriff of {name}");
        let reach = Reach { rollout, ..self.reach.clone() };
        place.agencies.push(Agency { id, name: sheriff, runs_jail: true, jail: agency, reach });
        let state = place.states.iter().position(|state| *state == line.state);
        let state = state.map(|at| StateId(at as u8));
        let parts = 1 + (residents - 1) / MOST_IN_DISTRICT as u32;
        for part in 0..parts {
            let of_part =
                |part: u32| (u64::from(residents) * u64::from(part) / u64::from(parts)) as u32;
            let name = if parts == 1 {
                name.clone()
            } else {
                format!("{name}, part {} of {parts}", part + 1)
            };
            place.districts.push(District {
                id: DistrictId(place.districts.len() as u16),
                name,
                residents: of_part(part + 1) - of_part(part),
                agency,
                population: self.population,
                area: self.area,
                state,
                is_made_up,
            });
        }
    }
}

/// When the `nth` of so many counties follows in a rollout, the largest being the first: the middle of
/// its part of the time.
fn rollout((from, until): (Date, Date), nth: u32, counties: u32) -> Date {
    let days = from.until((Unit::Day, until)).map_or(0, |span| span.get_days());
    let part = (f64::from(nth) + 0.5) / f64::from(counties);
    let after = (f64::from(days) * part).floor() as i32;
    from.saturating_add(jiff::Span::new().days(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn counties_follow_each_other_within_their_time() {
        let window = (date(2011, 1, 1), date(2011, 1, 11));
        assert_eq!(rollout(window, 0, 1), date(2011, 1, 6));
        let all: Vec<Date> = (0..5).map(|nth| rollout(window, nth, 5)).collect();
        assert_eq!(all, [2, 4, 6, 8, 10].map(|day| date(2011, 1, day)));
        assert_eq!(rollout((date(2009, 8, 27), date(2009, 8, 27)), 0, 1), date(2009, 8, 27));
    }
}

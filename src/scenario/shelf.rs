//! Looks up the policies that a scenario names: `NAME`, `NAME@FROM`, `NAME@FROM..UNTIL`, each also as
//! `NAME:AGENCY`, for one agency of the place only, or for one of its states or areas. One of the
//! dates may be `rollout`: then it is each agency's own, as the place says.
//!
//! A policy may stand in the scenario itself, or in a file beside it, or come with the program.

use super::library;
use super::mistakes::{Kind, Mistake, Mistakes, Spot, suggestion};
use super::read_regime::{Preset, inline, preset};
use super::regime::{Regime, Rollout};
use super::table::{At, Value, shortened, well_named};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// More policies than this in one list would overflow the numbers that events give to rules.
pub const MOST_POLICIES: usize = 60;

/// Where named files come from: the text of `policies/NAME.toml`, if there is one beside the
/// scenario, or why it cannot be read.
pub type Find<'a> = &'a dyn Fn(&str) -> Option<Result<String, String>>;

/// The policies read so far, each once.
pub struct Shelf<'a> {
    find: Find<'a>,
    folder: String,
    /// Files that stand beside the scenario, by their path there, as they were read.
    beside: BTreeMap<String, String>,
    read: BTreeMap<String, Option<Preset>>,
}

/// A policy with the dates it has in a scenario.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// What it says, with these dates.
    pub regime: Regime,
    /// Where its file says it of each act.
    pub clauses: Vec<Spot>,
    /// Where its file names the agency it binds.
    pub agency: Option<Spot>,
    /// Where the scenario names it.
    pub spot: Spot,
}

/// A file that was looked up: the path for messages, and the text.
pub struct Found {
    /// The path.
    pub path: String,
    /// The text.
    pub text: String,
}

impl<'a> Shelf<'a> {
    /// An empty one, for the scenario file of this path.
    #[must_use]
    pub fn new(scenario: &str, find: Find<'a>) -> Shelf<'a> {
        let folder = scenario.rfind('/').map_or("", |at| &scenario[..=at]);
        let (beside, read) = (BTreeMap::new(), BTreeMap::new());
        Shelf { find, folder: folder.to_owned(), beside, read }
    }

    /// The file of this name and ending in a folder: beside the scenario, or else of the program.
    ///
    /// Reports a name that nothing has.
    pub fn look_up(
        &mut self,
        folder: &str,
        ending: &str,
        name: &At<String>,
        mistakes: &mut Mistakes,
    ) -> Option<Found> {
        // Also keeps `..` and `/` out of paths.
        if !well_named(name, mistakes) {
            return None;
        }
        let path = format!("{folder}/{}.{ending}", name.value);
        match (self.find)(&path) {
            Some(Ok(text)) => {
                self.beside.insert(path.clone(), text.clone());
                return Some(Found { path: format!("{}{path}", self.folder), text });
            }
            Some(Err(reason)) => {
                let title = format!("{}{path} cannot be read: {reason}", self.folder);
                mistakes.add(Mistake::new(Kind::File, name.spot.clone(), title));
                return None;
            }
            None => {}
        }
        if let Some(text) = library::embedded(&path) {
            return Some(Found { path: library::shown(&path), text: text.to_owned() });
        }
        let what = match (folder, ending) {
            (_, "csv") => "table of counties",
            ("places", _) => "place",
            _ => "policy",
        };
        let title = format!("unknown {what} `{}`", shortened(&name.value));
        let known: Vec<&str> = library::names(folder, ending).collect();
        let mistake = Mistake::new(Kind::UnknownName, name.spot.clone(), title)
            .label(format!("no {path} beside the scenario, and none is built in"));
        mistakes.add(mistake.help(suggestion(&name.value, &known)));
        None
    }

    /// The files that stand beside the scenario and were read, by their path there.
    #[must_use]
    pub fn beside(self) -> BTreeMap<String, String> {
        self.beside
    }

    /// Takes in the policies that stand in the scenario itself.
    pub fn keep(&mut self, list: &Value, mistakes: &mut Mistakes) {
        let items = list.list(mistakes).unwrap_or_default();
        if items.len() > MOST_POLICIES {
            list.outside::<()>(&format!("at most {MOST_POLICIES} policies"), mistakes);
            return;
        }
        let mut seen: BTreeMap<String, Spot> = BTreeMap::new();
        for item in &items {
            let Some((id, read)) = inline(item, mistakes) else { continue };
            if let Some(first) = seen.get(&id.value) {
                let title = format!("two policies have the id `{}`", id.value);
                let mistake = Mistake::new(Kind::Duplicate, id.spot, title).label("again here");
                mistakes.add(mistake.also(first.clone(), "first here"));
                continue;
            }
            seen.insert(id.value.clone(), id.spot);
            self.read.insert(id.value, read);
        }
    }

    fn preset(&mut self, name: &At<String>, mistakes: &mut Mistakes) -> Option<Preset> {
        if let Some(read) = self.read.get(&name.value) {
            return read.clone();
        }
        let found = self.look_up("policies", "toml", name, mistakes)?;
        let read = preset(&name.value, &found.path, &found.text, mistakes);
        self.read.insert(name.value.clone(), read.clone());
        read
    }

    /// The policies of a list.
    pub fn place_all(&mut self, list: &Value, mistakes: &mut Mistakes) -> Vec<Placed> {
        let items = list.list(mistakes).unwrap_or_default();
        if items.len() > MOST_POLICIES {
            list.outside::<()>(&format!("at most {MOST_POLICIES} policies"), mistakes);
            return Vec::new();
        }
        let mut placed: Vec<Placed> = Vec::new();
        for item in &items {
            let Some(text) = item.text(mistakes) else { continue };
            let Some(next) = self.place(&text, mistakes) else { continue };
            if let Some(first) = placed.iter().find(|other| overlap(other, &next)) {
                let title = format!("`{}` is named twice for the same time", next.regime.id);
                let mistake = Mistake::new(Kind::Duplicate, next.spot.clone(), title);
                mistakes.add(mistake.label("again here").also(first.spot.clone(), "first here"));
            }
            placed.push(next);
        }
        placed
    }

    fn place(&mut self, text: &At<String>, mistakes: &mut Mistakes) -> Option<Placed> {
        let (name, dates) = match text.value.split_once('@') {
            Some((name, dates)) => (name, Some(dates)),
            None => (text.value.as_str(), None),
        };
        let (name, bound) = match name.split_once(':') {
            Some((name, agency)) => (name, Some(agency)),
            None => (name, None),
        };
        let name = At { value: name.to_owned(), spot: text.spot.clone() };
        let preset = self.preset(&name, mistakes);
        let moved = match dates {
            Some(dates) => Some(moved(dates, text, mistakes)?),
            None => None,
        };
        let Preset { mut regime, clauses, mut agency } = preset?;
        if let Some(bound) = bound {
            regime.agency = Some(bound.to_owned());
            agency = Some(text.spot.clone());
        }
        if let Some(moved) = moved {
            move_dates(&mut regime, &moved, text, mistakes)?;
        }
        Some(Placed { regime, clauses, agency, spot: text.spot.clone() })
    }
}

/// Dates after an `@`.
#[derive(Default)]
struct Moved {
    from: Option<Date>,
    /// None: as the policy says. Some(None): open.
    until: Option<Option<Date>>,
    rollout: Option<Rollout>,
}

/// What stands for each agency's own date.
const ROLLOUT: &str = "rollout";

fn moved(dates: &str, text: &At<String>, mistakes: &mut Mistakes) -> Option<Moved> {
    let date = |part: &str| part.parse::<Date>().ok().filter(|d| (1900..=2200).contains(&d.year()));
    let (from, until) = match dates.split_once("..") {
        None => (dates, None),
        Some((from, until)) => (from, Some(until)),
    };
    let first = match from {
        "" if until.is_some_and(|until| !until.is_empty()) => Some(Moved::default()),
        ROLLOUT => Some(Moved { rollout: Some(Rollout::Begins), ..Moved::default() }),
        from => date(from).map(|from| Moved { from: Some(from), ..Moved::default() }),
    };
    let read = first.and_then(|first| match until {
        None => Some(first),
        Some("") => Some(Moved { until: Some(None), ..first }),
        Some(ROLLOUT) if first.rollout.is_none() => {
            Some(Moved { until: Some(None), rollout: Some(Rollout::Ends), ..first })
        }
        Some(until) => date(until).map(|until| Moved { until: Some(Some(until)), ..first }),
    });
    if read.is_none() {
        let title = format!("`{}` is not a date, nor two", shortened(dates));
        let mistake = Mistake::new(Kind::Dates, text.spot.clone(), title);
        mistakes.add(mistake.help(
            "write NAME@2018-01-01, NAME@2018-01-01..2018-12-31 or NAME@..2018-12-31, \
             with years from 1900 to 2200; or `rollout` for one of the two, for each agency's own",
        ));
    }
    read
}

fn move_dates(
    regime: &mut Regime,
    moved: &Moved,
    text: &At<String>,
    mistakes: &mut Mistakes,
) -> Option<()> {
    regime.from = moved.from.unwrap_or(regime.from);
    regime.until = moved.until.unwrap_or(regime.until);
    regime.rollout = moved.rollout;
    let Some(until) = regime.until.filter(|until| *until < regime.from) else { return Some(()) };
    let (id, from) = (&regime.id, regime.from);
    let title = format!("`{id}` would begin on {from} and end on {until}, before it began");
    let mistake = Mistake::new(Kind::Dates, text.spot.clone(), title);
    mistakes
        .add(mistake.help(format!("say both dates: {id}@FROM..UNTIL, or {id}@FROM.. for no end")));
    None
}

fn overlap(a: &Placed, b: &Placed) -> bool {
    let ends = |x: &Placed, y: &Placed| x.regime.until.is_none_or(|until| y.regime.from <= until);
    let same = a.regime.id == b.regime.id && a.regime.agency == b.regime.agency;
    // What begins for an agency on the day on which the other ends for it does not overlap with it.
    let meet = a.regime.rollout.is_some() && b.regime.rollout.is_some() && {
        a.regime.rollout != b.regime.rollout
    };
    same && !meet && ends(a, b) && ends(b, a)
}

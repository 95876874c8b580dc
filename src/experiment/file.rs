//! The sweep file: which scenario, which design, which parameters, and how often.

use super::choice::{Chosen, choose};
use super::groups::{self, grouped};
use crate::cluster::Wishes;
use crate::disk::Disk;
use crate::scenario::mistakes::{Kind, Mistake, Mistakes, Spot, suggestion};
use crate::scenario::open::open;
use crate::scenario::parameter::Parameter;
use crate::scenario::parameters::Sourced;
use crate::scenario::read::scenario;
use crate::scenario::table::{At, Table, Value, parse, shortened, well_named};
use crate::scenario::{Scenario, library};
use crate::sensitivity::{
    Design, Factorial, Groups, LatinHypercube, Morris, Saltelli, Shape, Space,
};
use crate::sweep::outcome::{OUTCOMES, Outcome, named};
use std::path::Path;

/// Nobody writes a larger one by hand.
pub(super) const LARGEST: u64 = 1 << 20;

/// More cells than this are a slip of the pen.
const MOST_CELLS: u64 = 10_000_000;

/// More numbers than this, parameters times points, would fill the memory.
const MOST_NUMBERS: u64 = 100_000_000;

/// Levels of the grid on which trajectories move.
const MORRIS_LEVELS: u32 = 4;

/// The designs, as files name them.
const KINDS: [&str; 5] = ["oat", "factorial", "lhs", "morris", "saltelli"];

/// A sweep as its file says.
#[derive(Clone, Debug)]
pub struct SweepFile {
    /// As folders name it.
    pub name: String,
    /// The text it was read from.
    pub text: String,
    /// What is run, at the values of its parameters, with the seed of the sweep.
    pub scenario: Scenario,
    /// Which points, as the file says: before any expansion.
    pub design: Design,
    /// What varies, between which numbers.
    pub space: Space,
    /// The parameters of the scenario, in the order of the space, with all that is known of each.
    pub targets: Vec<(Parameter, Sourced)>,
    /// How probable the numbers between low and high are.
    pub shape: Shape,
    /// Replicates of each point, as the file says.
    pub replicates: u32,
    /// The chance of the design.
    pub seed: u64,
    /// The outcomes that tables show. All are kept.
    pub outcomes: Vec<&'static Outcome>,
    /// What is asked of a cluster, if the sweep is run on one.
    pub wishes: Wishes,
}

/// Where the scenario of a sweep file comes from; a mistake is added if there is none of this name.
pub(super) type Find<'a> =
    &'a dyn Fn(&At<String>, &mut Mistakes) -> Option<Result<Scenario, Mistakes>>;

impl SweepFile {
    /// Reads the file at a path, and the scenario that it names.
    ///
    /// # Errors
    /// All mistakes in it; or, if there are none, those of the scenario.
    pub fn open(disk: &Disk, path: &Path) -> Result<SweepFile, Mistakes> {
        let shown = path.display().to_string();
        let about = |title: String| {
            Mistakes::about_file(&shown, title, "name a sweep file, a TOML text of at most 1 MB")
        };
        let bytes = disk.read_at_most(path, LARGEST);
        let bytes = bytes.map_err(|error| about(format!("cannot be read: {}", error.reason)))?;
        let text = String::from_utf8(bytes).map_err(|_| about("is no text in UTF-8".to_owned()))?;
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let beside = path.parent().unwrap_or(Path::new(""));
        SweepFile::read(&shown, stem, &text, &|name, mistakes| found(beside, name, mistakes))
    }

    /// The scenario with the numbers of a point in the place of its own.
    #[must_use]
    pub fn at(&self, row: &[f64]) -> Scenario {
        let mut scenario = self.scenario.clone();
        for ((target, sourced), value) in self.targets.iter().zip(row) {
            scenario.parameters.set(*target, Sourced { value: *value, ..sourced.clone() });
        }
        scenario
    }

    /// Reads the text of a file, which is called `stem` unless it says otherwise.
    pub(super) fn read(
        shown: &str,
        stem: &str,
        text: &str,
        find: Find,
    ) -> Result<SweepFile, Mistakes> {
        let mut mistakes = Mistakes::none();
        let file = mistakes.file(shown, text);
        let parsed = parse(file, text, &mut mistakes);
        let mut table = Table::whole_file(file, "the sweep file", parsed.get_ref());
        let whole = Spot { file, span: None };
        let read = whole_file(&mut table, (stem, whole), find, &mut mistakes);
        match mistakes.or(read)? {
            Ok(read) => Ok(SweepFile { text: text.to_owned(), ..read }),
            Err(of_scenario) => Err(of_scenario),
        }
    }
}

/// The scenario beside the file, or the built-in one.
fn found(
    beside: &Path,
    name: &At<String>,
    mistakes: &mut Mistakes,
) -> Option<Result<Scenario, Mistakes>> {
    let text = name.value.as_str();
    let path = beside.join(text);
    if path.is_file() {
        return Some(open(&path));
    }
    if let Some(built_in) = library::scenario_text(text) {
        return Some(scenario(&format!("scenarios/{text}.toml"), built_in, &|_| None));
    }
    let names: Vec<&str> = library::scenario_names().collect();
    let title = format!("there is no scenario `{}`", shortened(text));
    let mistake = Mistake::new(Kind::UnknownName, name.spot.clone(), title)
        .label("no file beside the sweep file, and none that is built in")
        .help(suggestion(text.trim_end_matches(".toml"), &names));
    mistakes.add(mistake);
    None
}

type Read = Result<SweepFile, Mistakes>;

fn whole_file(
    table: &mut Table,
    (stem, whole): (&str, Spot),
    find: Find,
    mistakes: &mut Mistakes,
) -> Option<Read> {
    let named = table.get("name").map(|value| value.text(mistakes));
    let name = match named {
        Some(named) => named,
        None => Some(At { value: stem.to_owned(), spot: whole.clone() }),
    };
    let name = name.filter(|name| well_named(name, mistakes));
    let found = table.need("scenario", mistakes).and_then(|value| value.text(mistakes));
    let found = found.and_then(|name| find(&name, mistakes));
    let wanted = table.need("design", mistakes).and_then(|value| wanted(&value, mistakes));
    let chosen = table.get("parameters");
    let shape = match table.get("distribution") {
        Some(value) => shape(&value, mistakes),
        None => Some(Shape::Pert),
    };
    let number = |table: &mut Table, key: &str, bounds: (i64, i64), mistakes: &mut Mistakes| {
        table.get(key).map(|value| value.whole(bounds, mistakes))
    };
    let replicates = match number(table, "replicates", (1, 10_000), mistakes) {
        Some(given) => given.and_then(|at| u32::try_from(at.value).ok()),
        None => Some(1),
    };
    let seed = number(table, "seed", (0, 1 << 53), mistakes);
    let outcomes = match table.get("outcomes") {
        Some(value) => outcomes(&value, mistakes),
        None => Some(OUTCOMES.iter().collect()),
    };
    let wishes = match table.get("cluster") {
        Some(value) => Wishes::read(&value, mistakes),
        None => Some(Wishes::default()),
    };
    let scenario = match found {
        Some(Ok(scenario)) => Some(scenario),
        // Mistakes of the file itself are told first, and so is what it lacks.
        Some(Err(of_scenario)) => {
            table.finish(mistakes);
            return Some(Err(of_scenario));
        }
        None => None,
    };
    let chosen = scenario.as_ref().and_then(|scenario| {
        choose(chosen.as_ref(), (&scenario.parameters, whole.clone()), shape?, mistakes)
    });
    table.finish(mistakes);
    let (mut scenario, Chosen { space, targets }) = (scenario?, chosen?);
    let (seed, wanted, replicates) =
        (seed.map_or(Some(scenario.seed), whole_of)?, wanted?, replicates?);
    let design = wanted.design(&space, replicates, mistakes)?;
    scenario.seed = seed;
    Some(Ok(SweepFile {
        name: name?.value,
        text: String::new(),
        scenario,
        design,
        space,
        targets,
        shape: shape?,
        replicates,
        seed,
        outcomes: outcomes?,
        wishes: wishes?,
    }))
}

fn whole_of(given: Option<At<i64>>) -> Option<u64> {
    given.and_then(|at| u64::try_from(at.value).ok())
}

/// A design as it is asked for, before it is known how many parameters there are.
struct Wanted {
    spot: Spot,
    kind: &'static str,
    n: Option<u32>,
    second_order: bool,
    groups: Option<groups::Written>,
}

fn wanted(value: &Value, mistakes: &mut Mistakes) -> Option<Wanted> {
    let mut table = value.table("`design`", mistakes)?;
    let kind = table.need("kind", mistakes).and_then(|value| value.text(mistakes));
    let kind = kind.and_then(|given| {
        let known = KINDS.into_iter().find(|kind| *kind == given.value);
        if known.is_none() {
            let title = format!("unknown design `{}`", shortened(&given.value));
            let mistake = Mistake::new(Kind::UnknownName, given.spot, title);
            mistakes.add(mistake.help(format!("allowed: {}", KINDS.join(", "))));
        }
        known
    });
    let n = table.get("n");
    let second_order = table.get("second_order");
    let groups = table.get("groups");
    table.finish(mistakes);
    let kind = kind?;
    let (bounds, is) = match kind {
        "oat" => ((0, 0), "nothing: every parameter has its low and its high"),
        "factorial" => ((2, 100), "the levels of each parameter"),
        "lhs" => ((2, 10_000_000), "the number of points"),
        "morris" => ((2, 1_000_000), "the number of trajectories"),
        _ => ((2, 1_000_000), "the number of base samples"),
    };
    let means_nothing = |key: &str, value: &Value, mistakes: &mut Mistakes| {
        let title = format!("`{key}` means nothing for the design `{kind}`");
        mistakes.add(Mistake::new(Kind::UnknownKey, value.spot(), title).help("leave it out"));
    };
    let second = match &second_order {
        Some(value) if kind == "saltelli" => value.yes(mistakes)?,
        Some(value) => {
            means_nothing("second_order", value, mistakes);
            return None;
        }
        None => false,
    };
    let groups = match &groups {
        Some(value) if kind == "morris" => Some(groups::written(value, mistakes)?),
        Some(value) => {
            means_nothing("groups", value, mistakes);
            return None;
        }
        None => None,
    };
    let n = match n {
        Some(value) if kind == "oat" => {
            means_nothing("n", &value, mistakes);
            return None;
        }
        Some(value) => Some(u32::try_from(value.whole(bounds, mistakes)?.value).ok()?),
        None if matches!(kind, "oat" | "factorial") => None,
        None => {
            let title = format!("`n` is missing from `design`: {is}");
            let mistake = Mistake::new(Kind::MissingKey, value.spot(), title);
            mistakes.add(mistake.help(format!("write design = {{ kind = \"{kind}\", n = 64 }}")));
            return None;
        }
    };
    Some(Wanted { spot: value.spot(), kind, n, second_order: second, groups })
}

impl Wanted {
    /// The design, if it is possible and not too large.
    fn design(self, space: &Space, replicates: u32, mistakes: &mut Mistakes) -> Option<Design> {
        let n = self.n.unwrap_or(2);
        let design = match self.kind {
            "oat" => Design::OneAtATime,
            "factorial" => {
                Design::Factorial(Factorial { levels: vec![n; space.parameters().len()] })
            }
            "lhs" => Design::LatinHypercube(LatinHypercube { block: n, blocks: 1 }),
            "morris" => Design::Morris(Morris {
                trajectories: n,
                levels: MORRIS_LEVELS,
                groups: match &self.groups {
                    Some(written) => grouped(written, space, mistakes)?,
                    None => Groups::Each,
                },
            }),
            _ => Design::Saltelli(Saltelli { base: n, second_order: self.second_order }),
        };
        let wrong = match design.size(space) {
            Ok(points) if points as u64 * u64::from(replicates) > MOST_CELLS => {
                let cells = points as u64 * u64::from(replicates);
                format!("{cells} cells are too many: at most {MOST_CELLS}")
            }
            Ok(points) if (points * space.columns()) as u64 > MOST_NUMBERS => {
                let columns = space.columns();
                format!("{points} points of {columns} numbers are too many")
            }
            Ok(points) if self.kind == "lhs" && points < space.columns() + 2 => {
                let least = space.columns() + 2;
                format!("{points} points are too few to tell: at least {least}")
            }
            Ok(_) => return Some(design),
            Err(error) => error.to_string(),
        };
        let mistake = Mistake::new(Kind::OutOfRange, self.spot, wrong);
        let few = "change n, or choose other parameters";
        mistakes.add(mistake.label(format!("{} parameters", space.parameters().len())).help(few));
        None
    }
}

fn shape(value: &Value, mistakes: &mut Mistakes) -> Option<Shape> {
    let given = value.text(mistakes)?;
    match given.value.as_str() {
        "pert" => Some(Shape::Pert),
        "uniform" => Some(Shape::Uniform),
        other => {
            let title = format!("unknown distribution `{}`", shortened(other));
            let mistake = Mistake::new(Kind::UnknownName, given.spot, title);
            mistakes.add(mistake.help("allowed: pert (likeliest at the value), uniform"));
            None
        }
    }
}

fn outcomes(value: &Value, mistakes: &mut Mistakes) -> Option<Vec<&'static Outcome>> {
    let ids: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.id).collect();
    let (mut found, mut good): (Vec<&Outcome>, bool) = (Vec::new(), true);
    for item in value.list(mistakes)? {
        let Some(id) = item.text(mistakes) else {
            good = false;
            continue;
        };
        let wrong = match named(&id.value) {
            Some(outcome) if found.iter().all(|other| other.id != outcome.id) => {
                found.push(outcome);
                continue;
            }
            Some(_) => {
                Mistake::new(Kind::Duplicate, id.spot, format!("`{}` stands twice", id.value))
            }
            None => {
                let title = format!("unknown outcome `{}`", shortened(&id.value));
                let help = suggestion(&id.value, &ids);
                Mistake::new(Kind::UnknownName, id.spot, title).help(help)
            }
        };
        good = false;
        mistakes.add(wrong);
    }
    if good && found.is_empty() {
        let mistake = Mistake::new(Kind::OutOfRange, value.spot(), "no outcome is named");
        mistakes.add(mistake.help("leave `outcomes` out for all of them"));
        return None;
    }
    good.then_some(found)
}

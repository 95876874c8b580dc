//! Reads a scenario, with the place and the policies it names, and reports every mistake at once.
//!
//! Nothing here touches a disk: [`super::open`] does, and a web page has other ways.

use super::arms::{Setting, Stack, drafts};
use super::branch::{Step, branch};
use super::library;
use super::mistakes::{Kind, Mistake, Mistakes};
use super::parameters::Parameters;
use super::place::Place;
use super::read_parameters::overrides;
use super::read_place;
use super::shelf::{Find, Shelf};
use super::table::{At, Table, parse};
use super::{Mechanisms, Scenario};
use crate::time::Span;
use jiff::civil::Date;

/// The longest run. Days are counted in 16 bits where cases are numbered.
const MOST_YEARS: i16 = 50;

/// The figures at the top of a scenario.
struct Head {
    name: String,
    title: String,
    seed: u64,
    replicates: u32,
    min_cell: u32,
}

/// Reads a scenario from its text.
///
/// `name` is the path that messages give it. `find` is where named files come from: the text of
/// `policies/NAME.toml` or `places/NAME.toml` relative to the scenario, if there is one there; what
/// it does not have is looked for among the files of the program.
///
/// # Errors
/// All mistakes in the scenario and in the files it names.
pub fn scenario(
    name: &str,
    text: &str,
    find: &dyn Fn(&str) -> Option<String>,
) -> Result<Scenario, Mistakes> {
    scenario_from(name, text, &|path| find(path).map(Ok))
}

/// The same, from files some of which may be there but unreadable.
///
/// # Errors
/// All mistakes in the scenario and in the files it names.
pub fn scenario_from(name: &str, text: &str, find: Find) -> Result<Scenario, Mistakes> {
    scenario_with(library::numbers()?, (name, text), find)
}

/// The same, with the model's numbers at hand: for those who read many scenarios.
///
/// # Errors
/// All mistakes in the scenario and in the files it names.
pub fn scenario_with(
    numbers: Parameters,
    file: (&str, &str),
    find: Find,
) -> Result<Scenario, Mistakes> {
    scenario_branched(numbers, file, find, &[])
}

/// The same, and from it, step by step, the scenarios that branch off.
///
/// # Errors
/// All mistakes in the scenario, in the files it names, and in the steps.
pub fn scenario_branched(
    numbers: Parameters,
    (name, text): (&str, &str),
    find: Find,
    steps: &[Step],
) -> Result<Scenario, Mistakes> {
    let mut mistakes = Mistakes::none();
    let file = mistakes.file(name, text);
    let parsed = parse(file, text, &mut mistakes);
    let mut table = Table::whole_file(file, "the scenario", parsed.get_ref());
    let given = Given { parameters: numbers, shelf: Shelf::new(name, find), steps };
    let scenario = whole(&mut table, given, &mut mistakes);
    mistakes.or(scenario.map(|scenario| Scenario { text: text.to_owned(), ..scenario }))
}

/// What a scenario is read with.
struct Given<'a> {
    parameters: Parameters,
    shelf: Shelf<'a>,
    steps: &'a [Step],
}

fn whole(table: &mut Table, given: Given, mistakes: &mut Mistakes) -> Option<Scenario> {
    let Given { mut parameters, mut shelf, steps } = given;
    let head = head(table, mistakes);
    let span = span(table, mistakes);
    let place = place(table, &mut shelf, mistakes);
    let otherwise = table.get("parameters").and_then(|v| v.table("[parameters]", mistakes));
    if let Some(mut otherwise) = otherwise {
        overrides(&mut otherwise, &mut parameters, mistakes);
    }
    let mechanisms = mechanisms(table, mistakes);
    if let Some(own) = table.get("policy") {
        shelf.keep(&own, mistakes);
    }
    let drafts = drafts(table, &mut shelf, mistakes);
    table.finish(mistakes);
    drafts.check(span.as_ref(), place.as_ref(), mistakes);
    let (span, place) = (span?, place?);
    let setting = Setting { span: &span, place: &place };
    let mut stacks = drafts.stacks(&span);
    for step in steps {
        stacks = branch(stacks, step, setting, &mut shelf, mistakes)?;
    }
    let arms = stacks.into_iter().map(|stack: Stack| stack.arm(setting)).collect();
    let Head { name, title, seed, replicates, min_cell } = head?;
    Some(Scenario {
        name,
        title,
        span,
        seed,
        replicates,
        min_cell,
        place,
        parameters,
        mechanisms: mechanisms?,
        arms,
        text: String::new(),
        beside: shelf.beside(),
        steps: steps.to_vec(),
    })
}

fn head(table: &mut Table, mistakes: &mut Mistakes) -> Option<Head> {
    let name = table.name("name", mistakes);
    let title = table.words("title", mistakes);
    let mut whole = |key: &str, usual: i64, bounds: (i64, i64)| match table.get(key) {
        Some(value) => value.whole(bounds, mistakes).map(|at| at.value),
        None => Some(usual),
    };
    // Whole numbers beyond 2^53 are not the same in every program that reads the results.
    let seed = whole("seed", 1, (0, 1 << 53));
    let replicates = whole("replicates", 12, (1, 10_000));
    let min_cell = whole("min_cell", 10, (0, 1_000));
    Some(Head {
        name: name?.value,
        title: title?,
        seed: u64::try_from(seed?).ok()?,
        replicates: u32::try_from(replicates?).ok()?,
        min_cell: u32::try_from(min_cell?).ok()?,
    })
}

fn span(table: &mut Table, mistakes: &mut Mistakes) -> Option<Span> {
    let start = table.need("start", mistakes).and_then(|v| v.date(mistakes));
    let count_from = table.get("count_from").map(|v| v.date(mistakes));
    let end = table.need("end", mistakes).and_then(|v| v.date(mistakes));
    let (start, end) = (start?, end?);
    let count_from = count_from.unwrap_or_else(|| Some(start.clone()))?;
    let mut good = true;
    let mut wrong = |at: &At<Date>, title: &str, label: String| {
        good = false;
        mistakes.add(Mistake::new(Kind::Dates, at.spot.clone(), title).label(label));
    };
    if end.value < start.value {
        wrong(&end, "the run ends before it starts", format!("expected {} or later", start.value));
    } else if !(start.value..=end.value).contains(&count_from.value) {
        let label = format!("expected {} to {}", start.value, end.value);
        wrong(&count_from, "`count_from` is outside the run", label);
    }
    let last = start.value.saturating_add(jiff::Span::new().years(MOST_YEARS));
    if end.value >= last {
        let label = format!("expected {} or earlier", last.yesterday().unwrap_or(last));
        wrong(&end, &format!("the run is longer than {MOST_YEARS} years"), label);
    }
    let span = Span { start: start.value, count_from: count_from.value, end: end.value };
    good.then_some(span)
}

fn place(table: &mut Table, shelf: &mut Shelf, mistakes: &mut Mistakes) -> Option<Place> {
    let name = table.need("place", mistakes)?.text(mistakes)?;
    let found = shelf.look_up("places", "toml", &name, mistakes)?;
    read_place::place(&name.value, &found, shelf, mistakes)
}

fn mechanisms(table: &mut Table, mistakes: &mut Mistakes) -> Option<Mechanisms> {
    let mut on = Mechanisms::ALL_ON;
    let Some(value) = table.get("mechanisms") else { return Some(on) };
    let mut table = value.table("[mechanisms]", mistakes)?;
    for (key, switch) in on.switches() {
        let given = table.get(key).and_then(|value| value.yes(mistakes));
        *switch = given.unwrap_or(*switch);
    }
    table.finish(mistakes);
    Some(on)
}

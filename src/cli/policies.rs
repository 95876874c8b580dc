//! `jurisim policies`: what a policy says, in words, with its legal source and dates.

use super::{End, print};
use crate::event::Word;
use crate::scenario::act::Act;
use crate::scenario::dial::Dial;
use crate::scenario::library;
use crate::scenario::mistakes::nearest;
use crate::scenario::regime::Regime;

fn all() -> Result<Vec<Regime>, End> {
    library::presets().map_err(|mistakes| {
        print::talk(&mistakes.to_string());
        End::BadInput
    })
}

fn dates(regime: &Regime) -> String {
    match regime.until {
        Some(until) => format!("{} to {until}", regime.from),
        None => format!("from {}", regime.from),
    }
}

pub(super) fn list() -> End {
    let presets = match all() {
        Ok(presets) => presets,
        Err(end) => return end,
    };
    let width = presets.iter().map(|regime| regime.id.len()).max().unwrap_or(0);
    for regime in &presets {
        let level = regime.level.name();
        let dates = dates(regime);
        print::result(&format!("{:<width$} {level:<9} {dates:<26} {}", regime.id, regime.title));
    }
    print::result("\n`jurisim policies show NAME` says what one of them rules, and by which law.");
    End::Done
}

/// The preset with this name.
fn named<'a>(presets: &'a [Regime], name: &str) -> Result<&'a Regime, End> {
    presets.iter().find(|regime| regime.id == name).ok_or_else(|| {
        let names = presets.iter().map(|regime| regime.id.as_str());
        let help = nearest(name, names)
            .map_or_else(String::new, |near| format!("\n  did you mean `{near}`?"));
        print::error(&format!(
            "there is no policy `{name}`{help}\n  `jurisim policies` lists all of them"
        ));
        End::BadInput
    })
}

/// What a regime says of an act.
fn says(regime: &Regime, act: Act) -> Option<String> {
    let clause = regime.clauses.iter().find(|clause| clause.act == act)?;
    let order = match (clause.ordered, clause.compelled) {
        (_, true) => " (compelled)",
        (true, false) => " (ordered)",
        (false, false) => "",
    };
    Some(format!("{}{order}", clause.rule.words()))
}

pub(super) fn show(name: &str) -> End {
    let presets = match all() {
        Ok(presets) => presets,
        Err(end) => return end,
    };
    let regime = match named(&presets, name) {
        Ok(regime) => regime,
        Err(end) => return end,
    };
    print::result(&format!("{}   {}, {}", regime.title, regime.level.name(), dates(regime)));
    if let Some(agency) = &regime.agency {
        print::result(&format!("binds the agency `{agency}` only"));
    }
    print::result(&format!("\n{}\n", regime.summary));
    for clause in &regime.clauses {
        let words = says(regime, clause.act).unwrap_or_default();
        print::result(&format!("{}: {words}", clause.act.words()));
        print::result(&format!("    {}", clause.section));
    }
    for (dial, sourced) in &regime.dials {
        let (name, value) = (dial.name(), sourced.value);
        let (low, high) = (sourced.low, sourced.high);
        print::result(&format!("{name} = {value} [{low}, {high}]"));
        print::result(&format!("    {} ({})", sourced.source, sourced.grade.name()));
    }
    print::result("\nSource");
    for source in &regime.sources {
        let date = source.date.map_or_else(String::new, |date| format!(", {date}"));
        print::result(&format!("    {}, {}{date}", source.title, source.section));
    }
    End::Done
}

pub(super) fn diff(one: &str, other: &str) -> End {
    let presets = match all() {
        Ok(presets) => presets,
        Err(end) => return end,
    };
    let (one, other) = match (named(&presets, one), named(&presets, other)) {
        (Ok(one), Ok(other)) => (one, other),
        (Err(end), _) | (_, Err(end)) => return end,
    };
    let mut same = true;
    let mut line = |what: &str, a: String, b: String| {
        if a != b {
            same = false;
            print::result(&format!("{what}\n  {:<26} {a}\n  {:<26} {b}", one.id, other.id));
        }
    };
    line("level", one.level.name().to_owned(), other.level.name().to_owned());
    line("in force", dates(one), dates(other));
    let unsaid = || "leaves it to others".to_owned();
    for &act in Act::ALL {
        let of = |regime| says(regime, act).unwrap_or_else(unsaid);
        line(act.words(), of(one), of(other));
    }
    for &dial in Dial::ALL {
        let of = |regime: &Regime| {
            let found = regime.dials.iter().find(|(which, _)| *which == dial);
            found.map_or_else(unsaid, |(_, sourced)| sourced.value.to_string())
        };
        line(dial.name(), of(one), of(other));
    }
    if same {
        print::result("they say the same");
    }
    End::Done
}

//! What came of a click: totals, differences, sentences, charts, and the people touched.

use super::outcomes::{Shown, shown};
use super::people::{Dot, Lives};
use super::play::{MONTHS, Pair, Side, Start};
use crate::chart::{self, Fan, FanArm, Mark};
use crate::scenario::Scenario;
use crate::time::Span;
use serde::Serialize;

/// What came of a click.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Done {
    /// The address of it.
    pub id: String,
    /// All levers were as in the base.
    pub same: bool,
    /// Chance.
    pub seed: u64,
    /// The program's version.
    pub engine: &'static str,
    /// The first day on which something differed that is about a person, as `2018-01-04`.
    pub parted: Option<String>,
    /// The first world.
    pub base: ArmDone,
    /// The second.
    pub yours: ArmDone,
    /// The outcomes, in the order of the lesson.
    pub totals: Vec<Total>,
    /// What is to be said, in neutral words.
    pub sentences: Vec<String>,
    /// One for each outcome.
    pub charts: Vec<Chart>,
    /// The people to whom police, jail or ICE did something, those whose worlds differ first.
    pub people: Vec<Dot>,
    /// The scenario as text, for `jurisim run`.
    pub scenario: String,
}

/// An arm that is over.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ArmDone {
    /// What it is called.
    pub label: String,
    /// The content hash of its events, the same as on the command line.
    pub hash: String,
    /// How many events.
    pub events: u64,
}

/// An outcome of both arms, over all months.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Total {
    /// Which.
    pub id: &'static str,
    /// Of the first arm.
    pub base: f64,
    /// Of the second.
    pub yours: f64,
    /// The second less the first.
    pub difference: f64,
    /// The same in words.
    pub words: String,
}

/// A chart in both shapes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Chart {
    /// The outcome.
    pub id: &'static str,
    /// What is shown.
    pub title: String,
    /// What it says.
    pub says: String,
    /// What its lines are.
    pub caption: String,
    /// For those who cannot see it.
    pub alt: String,
    /// For a desk, as SVG.
    pub wide: String,
    /// For a phone.
    pub narrow: String,
}

/// Of both worlds, over all months.
pub(super) fn totals(scenario: &Scenario, pair: &Pair) -> Vec<Total> {
    let last = scenario.span.counted_months() - 1;
    let total = |shown: Shown| {
        let (base, yours) = (&pair.base.cell, &pair.yours().cell);
        let (base, yours) = (shown.read(base, last).total, shown.read(yours, last).total);
        let words = difference(base, yours);
        Total { id: shown.outcome.id, base, yours, difference: yours - base, words }
    };
    shown().map(total).collect()
}

/// A whole number, its thousands apart by a narrow space. All that is shown is counted.
pub(super) fn whole(value: f64) -> String {
    chart::fixed(value, 0)
}

fn difference(base: f64, yours: f64) -> String {
    let (more, both) = (yours - base, format!("{} in place of {}", whole(yours), whole(base)));
    if more > 0.0 {
        format!("{} more: {both}", whole(more))
    } else if more < 0.0 {
        format!("{} fewer: {both}", whole(-more))
    } else {
        format!("as many: {}", whole(base))
    }
}

pub(super) fn done(scenario: &Scenario, start: &Start, pair: &Pair, lives: &Lives) -> Done {
    let arm = |label: &str, side: &Side| ArmDone {
        label: label.to_owned(),
        hash: side.cell.digest.to_string(),
        events: side.cell.counted.events,
    };
    let totals = totals(scenario, pair);
    let charts = shown().zip(&totals).filter_map(|(shown, total)| {
        // A chart that cannot be drawn is left out; its numbers stand beside it all the same.
        chart_of(&scenario.span, &shown, total, pair).ok()
    });
    Done {
        id: start.id.clone(),
        same: start.same,
        seed: start.seed,
        engine: env!("CARGO_PKG_VERSION"),
        parted: lives.parted.map(|day| scenario.span.date(day).to_string()),
        base: arm(&start.base, &pair.base),
        yours: arm(&start.yours, pair.yours()),
        sentences: sentences(scenario, start, &totals, lives),
        charts: charts.collect(),
        people: lives.dots.clone(),
        scenario: start.scenario.clone(),
        totals,
    }
}

fn sentences(scenario: &Scenario, start: &Start, totals: &[Total], lives: &Lives) -> Vec<String> {
    let mut said = Vec::new();
    if start.same {
        said.push(
            "Every lever stands as in the base, so that both worlds are the same, to the last event."
                .to_owned(),
        );
        return said;
    }
    match lives.parted {
        Some(day) => {
            let date = super::told::date(&scenario.span, day);
            let differ = lives.dots.iter().filter(|dot| dot.differs).count();
            said.push(format!(
                "Both worlds have the same people and the same luck. They part on {date}; of {} people \
                 to whom police, jail or ICE did something, {} have another story in the second.",
                whole(lives.dots.len() as f64),
                whole(differ as f64)
            ));
        }
        None => said.push(
            "The levers differ from the base, and yet nothing came of it for anybody: with this \
             luck, no case was decided otherwise."
                .to_owned(),
        ),
    }
    for (shown, total) in shown().zip(totals).take(4) {
        said.push(format!("{}: {}.", shown.outcome.label, total.words));
    }
    said.push(
        "This is one roll of the dice. Look at a hundred worlds before you take a difference for the \
         work of the policy."
            .to_owned(),
    );
    said
}

fn chart_of(span: &Span, shown: &Shown, total: &Total, pair: &Pair) -> Result<Chart, String> {
    let months = span.counted_months();
    let line = |name: &str, side: &Side| {
        let values = (0..months).map(|at| shown.read(&side.cell, at).total).collect();
        FanArm::line(name, values)
    };
    let arms = vec![line("Base", &pair.base), line("Yours", pair.yours())];
    let says = format!("At the end of the year {}.", total.words);
    let caption = "One world: lines are counts, and there are no bands.".to_owned();
    chart(span, shown, arms, (says, caption))
}

/// A chart of both worlds by month: what it says, and what its lines are.
pub(super) fn chart(
    span: &Span,
    shown: &Shown,
    arms: Vec<FanArm>,
    (says, caption): (String, String),
) -> Result<Chart, String> {
    let months: Vec<chart::Month> = (0..span.counted_months())
        .map(|at| span.year_and_month(at))
        .map(|(year, month)| chart::Month { year, month })
        .collect();
    let outcome = shown.outcome;
    let title = match shown.sums {
        true => format!("{}: how many so far", outcome.label),
        false => outcome.label.trim_end_matches(", at the end").to_owned(),
    };
    let unit = outcome.unit;
    let y_label = match shown.sums {
        true => format!("{unit} since {}", month_of(&months)),
        false => format!("{unit} at the end of the month"),
    };
    let marks = months.first().map(|&at| Mark { at, label: "yours begins".to_owned() });
    let picture = chart::fan(&Fan {
        title: String::new(),
        subtitle: String::new(),
        y_label,
        arms,
        months,
        marks: marks.into_iter().collect(),
        observed: Vec::new(),
        caption: String::new(),
        from_zero: true,
    })?;
    Ok(Chart {
        id: outcome.id,
        alt: format!("{title}. {}", picture.alt),
        title,
        says,
        caption,
        wide: picture.wide_svg,
        narrow: picture.narrow_svg,
    })
}

fn month_of(months: &[chart::Month]) -> String {
    let first = months.first().map_or((0, 1), |first| (first.year, usize::from(first.month)));
    format!("{} {}", MONTHS.get(first.1.wrapping_sub(1)).copied().unwrap_or_default(), first.0)
}

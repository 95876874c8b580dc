//! What decides: a chart per answer, by the design, with its numbers.

use super::{MOST_CHARTS, Told, View};
use crate::chart::{
    Estimate, Morris, MorrisPoint, Picture, Sobol, SobolRow, Tornado, TornadoRow, morris, sobol,
    tornado,
};
use crate::event::Word;
use crate::experiment::finding::{Finding, Found, Numbers};
use crate::report::figure::{Figures, Saying};
use crate::report::page::Section;
use crate::report::table::{Data, Datum, scrolled};
use crate::report::words::plain;
use crate::sensitivity;
use crate::sweep::paired::Mean;
use maud::{Markup, html};

pub(super) fn section(view: &View, told: &Told, figures: &mut Figures) -> Section {
    let drawn = told.findings.iter().filter(|finding| finding.numbers.is_some()).count();
    let body = html! {
        @if drawn > MOST_CHARTS {
            p.note {
                "The first " (MOST_CHARTS) " of " (drawn) " answers are drawn; the others are tables. Which "
                "outcomes are told is chosen by " code { "outcomes" } " in the sweep’s file."
            }
        }
        @for (nth, finding) in told.findings.iter().enumerate() {
            @match &finding.numbers {
                Some(numbers) if drawn_before(told, nth) < MOST_CHARTS => {
                    (figure(view, (nth, finding, numbers), figures))
                }
                Some(_) => { h3 { (view.heading(finding)) } p { (finding.said.answer) } (table(view, finding)) }
                None => { h3 { (view.heading(finding)) } p { (finding.said.answer) } }
            }
            @for note in &finding.said.notes { p.note { (note) } }
        }
    };
    Section { id: "decides", title: "Which assumptions decide", body }
}

/// How many answers before one have numbers to draw.
fn drawn_before(told: &Told, nth: usize) -> usize {
    told.findings.iter().take(nth).filter(|finding| finding.numbers.is_some()).count()
}

fn figure(
    view: &View,
    (nth, finding, numbers): (usize, &Finding, &Numbers),
    figures: &mut Figures,
) -> Markup {
    let saying = Saying {
        title: view.heading(finding),
        takeaway: finding.said.answer.clone(),
        caption: format!("{}. {}", view.behind(), caption(&numbers.found)),
    };
    let drawing = Drawing::of(view, finding, numbers);
    let data = drawing.data();
    figures.add(&format!("decides-{}", nth + 1), &saying, &data, &|_| drawing.draw())
}

/// The table that the terminal shows.
fn table(view: &View, finding: &Finding) -> Markup {
    scrolled(
        &view.heading(finding),
        html! {
            table {
                thead { tr { @for head in &finding.said.columns { th scope="col" { (head) } } } }
                tbody { @for row in &finding.said.rows { tr { @for cell in row { td { (cell) } } } } }
            }
        },
    )
}

fn caption(found: &Found) -> &'static str {
    match found {
        Found::Swings(_, ends) if ends.first().is_some_and(|(low, _)| low.number > 1) => {
            "Whiskers: 95 % intervals of the mean over replicates."
        }
        Found::Swings(..) => "One replicate: no intervals.",
        Found::Shares(_) => "Exact for the grid, so without intervals.",
        Found::Ranked(..) => {
            "Share of the variance between slices of the sample along each parameter: what goes with it \
             alone, whichever way it points. Intervals: 95 %, bootstrap over points."
        }
        Found::Screened(_) => {
            "Noise floor: what a number in no model reaches, or what chance alone does, whichever is more. \
             Intervals: 95 %, bootstrap over trajectories."
        }
        Found::Indices(_) => {
            "Noise floor: what a number in no model reaches, or what of chance is left in the means of \
             replicates, whichever is more. Intervals: 95 %, bootstrap over base samples."
        }
    }
}

/// Parameters of a chart whose numbers stand on the page; all are in its CSV.
pub(super) const MOST_ROWS: usize = 30;

/// A chart by the design.
enum Drawing {
    Tornado(Tornado),
    Morris(Morris),
    Sobol(Sobol),
}

impl Drawing {
    fn of(view: &View, finding: &Finding, numbers: &Numbers) -> Drawing {
        let unit = finding.outcome.unit.to_owned();
        let Numbers { found, names, .. } = numbers;
        let named = || names.iter().take(names.len() - 1);
        match found {
            Found::Swings(swings, ends) => Drawing::Tornado(Tornado {
                outcome: unit,
                base: swings.base,
                rows: named().zip(ends).map(|(name, ends)| swing(view, name, ends)).collect(),
                floor: Some(numbers.floor),
                ..Tornado::default()
            }),
            Found::Screened(effects) => Drawing::Morris(Morris {
                unit,
                points: named()
                    .zip(&effects.groups)
                    .map(|(name, effect)| MorrisPoint {
                        label: name.clone(),
                        mu: effect.mu.map(drawn),
                        mu_star: drawn(effect.mu_star),
                        sigma: effect.sigma.map(drawn),
                    })
                    .collect(),
                floor: Some(numbers.floor),
                ..Morris::default()
            }),
            Found::Indices(indices) => {
                let row = |(name, index): (&String, &sensitivity::indices::Index)| SobolRow {
                    label: name.clone(),
                    first: drawn(index.first),
                    total: Some(drawn(index.total)),
                };
                bars(view, numbers, named().zip(&indices.columns).map(row).collect())
            }
            Found::Shares(shares) => {
                let row = |(name, (first, total)): (&String, (&f64, &f64))| SobolRow {
                    label: name.clone(),
                    first: Estimate::exact(*first),
                    total: Some(Estimate::exact(*total)),
                };
                bars(
                    view,
                    numbers,
                    named().zip(shares.first.iter().zip(&shares.total)).map(row).collect(),
                )
            }
            Found::Ranked(_, cut) => {
                let row = |(name, first): (&String, &sensitivity::Estimate)| SobolRow {
                    label: name.clone(),
                    first: drawn(*first),
                    total: None,
                };
                let first = cut.iter().flat_map(|cut| &cut.first);
                bars(view, numbers, named().zip(first).map(row).collect())
            }
        }
    }

    fn draw(&self) -> Result<Picture, String> {
        match self {
            Drawing::Tornado(chart) => tornado(chart),
            Drawing::Morris(chart) => morris(chart),
            Drawing::Sobol(chart) => sobol(chart),
        }
    }

    /// All parameters, those under the floor too.
    fn data(&self) -> Data {
        match self {
            Drawing::Tornado(chart) => {
                let head = [
                    "parameter",
                    "range",
                    "grade",
                    "at low",
                    "low",
                    "high",
                    "at high",
                    "low",
                    "high",
                ];
                rows(
                    &head,
                    chart.rows().into_iter().map(|(row, _)| {
                        let words =
                            [&row.label, &row.range, &row.grade].map(|text| text.clone().into());
                        words
                            .into_iter()
                            .chain(three(row.at_low))
                            .chain(three(row.at_high))
                            .collect()
                    }),
                )
            }
            Drawing::Morris(chart) => {
                let head = [
                    "parameter",
                    "mu*",
                    "low",
                    "high",
                    "mu",
                    "low",
                    "high",
                    "sigma",
                    "low",
                    "high",
                ];
                rows(
                    &head,
                    chart.rows().into_iter().map(|(row, _)| {
                        let all = [Some(row.mu_star), row.mu, row.sigma];
                        let name: Datum = row.label.clone().into();
                        std::iter::once(name).chain(all.into_iter().flat_map(optional)).collect()
                    }),
                )
            }
            Drawing::Sobol(chart) => {
                let head = ["parameter", "first order", "low", "high", "total", "low", "high"];
                rows(
                    &head,
                    chart.rows().into_iter().map(|(row, _)| {
                        let name: Datum = row.label.clone().into();
                        let total = optional(row.total);
                        std::iter::once(name).chain(three(row.first)).chain(total).collect()
                    }),
                )
            }
        }
    }
}

/// With what is left of chance in the means over replicates, which the bars are shares of.
fn bars(view: &View, numbers: &Numbers, rows: Vec<SobolRow>) -> Drawing {
    let floor = match &numbers.found {
        Found::Ranked(_, cut) => cut.as_ref().map(|cut| cut.floor),
        _ => Some(numbers.floor),
    };
    let replicates = view.folder.cells.replicates() as usize;
    let left = numbers.chance.as_ref().map(|chance| chance.left_in_means(replicates));
    Drawing::Sobol(Sobol { rows, floor, chance: left.map(Estimate::exact), ..Sobol::default() })
}

fn rows(head: &[&str], rows: impl Iterator<Item = Vec<Datum>>) -> Data {
    let mut data = Data::new(head);
    data.rows.extend(rows);
    data.shown = MOST_ROWS;
    data
}

fn three(e: Estimate) -> [Datum; 3] {
    [e.value, e.low, e.high].map(Datum::Number)
}

fn optional(e: Option<Estimate>) -> [Datum; 3] {
    e.map_or_else(|| ["–"; 3].map(Datum::from), three)
}

/// An estimate as charts take it.
pub(super) fn drawn(e: sensitivity::Estimate) -> Estimate {
    Estimate { value: e.value, low: e.low, high: e.high }
}

fn swing(view: &View, name: &str, (low, high): &(Mean, Mean)) -> TornadoRow {
    let file = &view.folder.file;
    let at = file.space.parameters().iter().position(|known| known.name == name);
    let range = at.map_or_else(String::new, |at| {
        let (known, (_, sourced)) = (&file.space.parameters()[at], &file.targets[at]);
        format!("{} to {} {}", plain(known.low), plain(known.high), sourced.unit)
    });
    let end = |mean: &Mean| match mean.number {
        ..=1 => Estimate::exact(mean.value),
        _ => Estimate { value: mean.value, low: mean.low, high: mean.high },
    };
    TornadoRow {
        label: name.to_owned(),
        range,
        grade: view.grade(name).map_or("", Word::name).to_owned(),
        at_low: end(low),
        at_high: end(high),
    }
}

//! Officers, jail days and holds: what each arm costs in hours.

use super::by_arm::{self, Part, Row as Line};
use super::figure::{Figures, NEEDS_TWO, Saying};
use super::page::Section;
use super::table::{Data, Datum, scrolled};
use super::view::{View, channels, drawn, sum};
use super::words;
use crate::chart::{Stack, Stacks, stacks};
use crate::engine::record::Cell;
use crate::projection::measure::Measure;
use crate::scenario::scalar::Scalar;
use crate::sweep::counts::by_officers;
use crate::sweep::paired::Mean;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View, figures: &mut Figures) -> Section {
    let body = html! {
        p {
            "A year, in " (view.period(&view.window)) ". A pick-up from custody takes "
            (words::plain(view.scenario.parameters.get(Scalar::HoursPickup)))
            " officer hours and an operation at large "
            (words::plain(view.scenario.parameters.get(Scalar::HoursOperation)))
            ", by assumption; hours left over are not moved from one to the other. A "
            "transport contractor needs no officer."
        }
        (chart(view, figures))
        h3 { "Beside it" }
        p.note { (words::capital(&view.sureness())) "." }
        (table(view, "Arrests at large and jail days by arm", &ROWS))
        @if view.window != view.months { p.note {
            "The next number is known for the whole counted time only, "
            (view.period(&view.months)) ":"
        } }
        (table(view, "Hours held past release by arm", &WHOLE_TIME))
        (surges(view))
    };
    Section { id: "officers", title: "Officers, jail days and holds", body }
}

/// Hours a year on operations at large.
fn operations(cell: &Cell, view: &View) -> f64 {
    sum(cell, &view.window, Measure::OperationHours) / view.years(&view.window)
}

/// Hours a year on pick-ups from jails and prisons.
fn pickups(cell: &Cell, view: &View) -> f64 {
    let hours = view.scenario.parameters.get(Scalar::HoursPickup);
    hours * channels(cell, &view.window, by_officers) / view.years(&view.window)
}

/// What the field office has for both, a year.
fn capacity(view: &View) -> f64 {
    let get = |scalar| view.scenario.parameters.get(scalar);
    let hours = get(Scalar::Officers) * get(Scalar::HoursPerOfficerDay) * 365.25;
    hours * (get(Scalar::ShareAtLarge) + get(Scalar::ShareCustodial))
}

fn chart(view: &View, figures: &mut Figures) -> Markup {
    let row = |arm: usize| {
        let (at_large, custody) = (
            view.mean(arm, &|cell| operations(cell, view)),
            view.mean(arm, &|cell| pickups(cell, view)),
        );
        let total = view.mean(arm, &|cell| operations(cell, view) + pickups(cell, view));
        (view.arms()[arm].label.clone(), at_large, custody, total)
    };
    let rows: Vec<_> = (0..view.arms().len()).map(row).collect();
    let labels: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let totals: Vec<Mean> = rows.iter().map(|row| row.3).collect();
    let changes: Vec<Mean> = (1..rows.len())
        .map(|arm| {
            view.paired(arm, &|cell| operations(cell, view) + pickups(cell, view)).difference
        })
        .collect();
    let told = words::ranked_if_told(&labels, &totals, &changes, words::estimate);
    let saying = Saying {
        title: "Hours of ICE officers".to_owned(),
        takeaway: format!("Hours a year: {told}."),
        caption: format!(
            "Means: {}; the whisker is that of the total. Capacity: the hours that the field \
             office has for both, by assumption, without agents lent or sent away.",
            view.sureness()
        ),
    };
    let mut data = Data::new(&["arm", "operations", "pick-ups", "total", "low", "high"]);
    for (arm, at_large, custody, total) in &rows {
        let numbers = [at_large.value, custody.value, total.value, total.low, total.high];
        let numbers = numbers.map(Datum::Number);
        data.rows.push([arm.clone().into()].into_iter().chain(numbers).collect());
    }
    let draw = |saying: &Saying| {
        if !view.has_intervals() {
            return Err(NEEDS_TWO.to_owned());
        }
        let bar = |(arm, at_large, custody, total): &(String, Mean, Mean, Mean)| Stack {
            label: arm.clone(),
            values: vec![at_large.value, custody.value],
            total: drawn(total),
        };
        stacks(&Stacks {
            title: saying.title.clone(),
            subtitle: saying.takeaway.clone(),
            y_label: "officer hours a year".to_owned(),
            bars: rows.iter().map(bar).collect(),
            parts: vec!["Operations at large".to_owned(), "Pick-ups from custody".to_owned()],
            capacity: Some(capacity(view)),
            caption: saying.caption.clone(),
        })
    };
    figures.add("officer-hours", &saying, &data, &draw)
}

fn days(cell: &Cell, view: &View) -> f64 {
    let months = cell.counted.custody.months().get(view.window.clone()).unwrap_or_default();
    months.iter().map(|month| month.jail as f64).sum::<f64>() / view.years(&view.window)
}

fn holds(cell: &Cell, view: &View) -> f64 {
    cell.counted.custody.stays.hold_hours as f64 / view.years(&view.months)
}

fn at_large(cell: &Cell, view: &View) -> f64 {
    channels(cell, &view.window, |channel| !channel.is_custodial()) / view.years(&view.window)
}

fn per_arrest(cell: &Cell, view: &View) -> f64 {
    operations(cell, view) / at_large(cell, view).max(1e-9)
}

fn found_none(view: &View, arm: usize) -> bool {
    view.values(arm, &|cell| at_large(cell, view)).contains(&0.0)
}

type Row = (&'static str, fn(&Cell, &View) -> f64);

/// Numbers of the time since the arms parted.
const ROWS: [Row; 3] = [
    ("Arrests at large, a year", at_large),
    ("Officer hours on operations for each arrest at large", per_arrest),
    ("Days in the county jail, a year", days),
];

/// Numbers of the whole counted time.
const WHOLE_TIME: [Row; 1] = [("Hours held past release, a year", holds)];

fn table(view: &View, name: &str, rows: &[Row]) -> Markup {
    scrolled(
        name,
        html! {
            table {
                thead { tr { th scope="col" { "Number" } th scope="col" { "Arm" }
                    th scope="col" { "Mean" } th scope="col" { "Paired difference" } } }
                @for &(label, of) in rows {
                    tbody { @for (nth, arm) in view.arms().iter().enumerate() {
                        tr.first[nth == 0] {
                            @if nth == 0 { th scope="row" rowspan=(view.arms().len()) { (label) } }
                            td { (arm.label) }
                            @let is_rate = label.contains("each arrest");
                        @if is_rate && (found_none(view, nth) || found_none(view, 0)) {
                                td.number { "no arrest in some replicate" } td.number { "–" }
                            } @else {
                                td.number {
                                (words::stacked(&words::estimate(
                                    &view.mean(nth, &|cell| of(cell, view)))))
                            }
                                td.number { @if nth == 0 { "the base" } @else {
                                    (words::stacked(&words::difference(
                                    &view.paired(nth, &|cell| of(cell, view)).difference)))
                                } }
                            }
                        }
                    } }
                }
            }
        },
    )
}

/// What lent agents were for, where any arm has some.
fn surges(view: &View) -> Markup {
    let is_lent = |arm: usize| view.mean(arm, &|cell| cell.counted.surges.agent_days() as f64);
    if (0..view.arms().len()).all(|arm| is_lent(arm).value == 0.0) {
        return html! {};
    }
    let rows = vec![
        Line::new("Agents lent, times days", |cell| cell.counted.surges.agent_days() as f64),
        Line::people("Targets arrested while they were here", |cell| {
            cell.counted.surges.targets as f64
        }),
        Line::people("Bystanders arrested while they were here", |cell| {
            cell.counted.surges.bystanders as f64
        }),
        Line::new("Bystanders among both, in percent", |cell| {
            cell.counted.surges.bystanders_share()
        }),
    ];
    let parts = [Part { heading: String::new(), rows }];
    html! {
        h3 { "Surges" }
        p.note { "Days on which agents were lent to the field office, in the whole counted time." }
        (by_arm::table(view, "Surges", "Number", &parts))
    }
}

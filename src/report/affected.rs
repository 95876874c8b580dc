//! Who is affected: arrests by ICE by conviction and by status, unreported crimes by victims'
//! group.

use super::figure::{Figures, NEEDS_TWO, Saying};
use super::page::Section;
use super::table::{Data, Datum};
use super::view::{View, drawn, part};
use super::words;
use crate::chart::{Panel, Panels, panels};
use crate::engine::record::Cell;
use crate::event::{Group, Offence, Status, Word};
use crate::projection::measure::Measure;
use crate::sweep::paired::Mean;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View, figures: &mut Figures) -> Section {
    let months = &view.window;
    let by_conviction = Broken {
        name: "arrests-by-conviction",
        title: "Arrests by ICE, by gravest conviction",
        unit: "people arrested by ICE a year",
        groups: groups(words::offence, |cell: &Cell, class: Offence| {
            part(cell, months, Measure::IceArrestsByConviction, class)
        }),
    };
    let by_status = Broken {
        name: "arrests-by-status",
        title: "Arrests by ICE, by immigration status",
        unit: "people arrested by ICE a year",
        groups: groups(words::status, |cell: &Cell, status: Status| {
            part(cell, months, Measure::IceArrestsByStatus, status)
        }),
    };
    let unreported = Broken {
        name: "unreported-by-group",
        title: "Crimes not reported, by victims’ group",
        unit: "crimes not reported a year",
        groups: groups(words::group, |cell: &Cell, group: Group| {
            part(cell, months, Measure::Crimes, group)
                - part(cell, months, Measure::CrimesReported, group)
        }),
    };
    let body = html! {
        p { "A year, in " (view.period(months)) "; all ways in which ICE arrests people together." }
        @for broken in [&by_conviction, &unreported, &by_status] { (chart(view, broken, figures)) }
    };
    Section { id: "affected", title: "Who is affected", body }
}

type Of<'a> = Box<dyn Fn(&Cell) -> f64 + 'a>;

/// A count that is broken down by groups.
struct Broken<'a> {
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    groups: Vec<(&'static str, Of<'a>)>,
}

fn groups<'a, W: Word>(
    label: fn(W) -> &'static str,
    of: impl Fn(&Cell, W) -> f64 + Copy + 'a,
) -> Vec<(&'static str, Of<'a>)> {
    let one = |&word: &W| -> (&'static str, Of<'a>) {
        (label(word), Box::new(move |cell: &Cell| of(cell, word)))
    };
    W::ALL.iter().map(one).collect()
}

/// A group's mean a year in each arm; nothing where there are too few people to be told.
struct Row {
    label: &'static str,
    by_arm: Vec<Option<Mean>>,
    /// Paired differences of the other arms, where both counts may be told.
    changes: Vec<Option<Mean>>,
}

/// Groups of whom there is nobody in any arm are left out.
fn rows(view: &View, broken: &Broken) -> Vec<Row> {
    let years = view.years(&view.window);
    let least = f64::from(view.scenario.min_cell);
    let mut rows = Vec::new();
    for (label, of) in &broken.groups {
        let means: Vec<Mean> =
            (0..view.arms().len()).map(|arm| view.mean(arm, &|cell| of(cell) / years)).collect();
        if means.iter().all(|mean| mean.value == 0.0) {
            continue;
        }
        // What may be told depends on how many were counted, not on how many that is a year.
        let told = |mean: Mean| {
            let counted = mean.value * years;
            (counted == 0.0 || counted >= least).then_some(mean)
        };
        let by_arm: Vec<Option<Mean>> = means.into_iter().map(told).collect();
        let change = |arm: usize| {
            let both = by_arm[0].is_some() && by_arm[arm].is_some();
            both.then(|| view.paired(arm, &|cell| of(cell) / years).difference)
        };
        let changes = (1..by_arm.len()).map(change).collect();
        rows.push(Row { label, by_arm, changes });
    }
    rows
}

fn chart(view: &View, broken: &Broken, figures: &mut Figures) -> Markup {
    let rows = rows(view, broken);
    let saying = Saying {
        title: broken.title.to_owned(),
        takeaway: takeaway(view, &rows),
        caption: format!(
            "{} in {}; {}.{}",
            words::capital(broken.unit),
            view.period(&view.window),
            view.sureness(),
            hidden(view, &rows)
        ),
    };
    let draw = |saying: &Saying| {
        if !view.has_intervals() {
            return Err(NEEDS_TWO.to_owned());
        }
        panels(&Panels {
            title: saying.title.clone(),
            subtitle: saying.takeaway.clone(),
            x_label: broken.unit.to_owned(),
            arms: view.arms().iter().map(|arm| arm.label.clone()).collect(),
            panels: rows
                .iter()
                .map(|row| Panel {
                    label: row.label.to_owned(),
                    by_arm: row.by_arm.iter().map(|mean| mean.as_ref().map(drawn)).collect(),
                })
                .collect(),
            caption: saying.caption.clone(),
        })
    };
    figures.add(broken.name, &saying, &data(view, &rows), &draw)
}

fn hidden(view: &View, rows: &[Row]) -> String {
    if rows.iter().flat_map(|row| &row.by_arm).all(Option::is_some) {
        return String::new();
    }
    format!(" Hatched: fewer than {} counted, not told.", view.scenario.min_cell)
}

/// The largest group of the base, and the group and arm with the largest change.
fn takeaway(view: &View, rows: &[Row]) -> String {
    let base = |row: &Row| row.by_arm.first().and_then(|mean| *mean);
    let size = |row: &&Row| base(row).map_or(0.0, |mean| mean.value);
    let largest = rows.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
    let Some((largest, mean)) = largest.and_then(|row| Some((row, base(row)?))) else {
        return "Nobody was counted here in the base, or too few to tell.".to_owned();
    };
    let told = format!(
        "The largest group in the base is “{}”, {} a year",
        largest.label,
        words::estimate(&mean)
    );
    let changes = rows.iter().flat_map(|row| {
        row.changes.iter().enumerate().map(move |(nth, change)| (row, nth + 1, change))
    });
    let clear = changes.filter_map(|(row, arm, change)| Some((row, arm, (*change)?)));
    let clear = clear.filter(|(.., change)| !change.crosses_zero());
    let most = clear.max_by(|a, b| a.2.value.abs().total_cmp(&b.2.value.abs()));
    match most {
        Some((row, arm, change)) => format!(
            "{told}; the largest change is in “{}” under {}, {} a year.",
            row.label,
            view.arms()[arm].label,
            words::difference(&change)
        ),
        None => format!("{told}; no change in any group can be told from none."),
    }
}

fn data(view: &View, rows: &[Row]) -> Data {
    let mut data = Data::new(&["group", "arm", "a year", "low", "high", "replicates"]);
    let least = view.scenario.min_cell;
    for row in rows {
        for (arm, mean) in view.arms().iter().zip(&row.by_arm) {
            let mut line: Vec<Datum> = vec![row.label.into(), arm.label.clone().into()];
            match mean {
                Some(m) => line.extend([m.value, m.low, m.high].map(Datum::Number)),
                None => line.extend([Datum::Suppressed(least), "".into(), "".into()]),
            }
            line.push(Datum::Number(view.replicates as f64));
            data.rows.push(line);
        }
    }
    data
}

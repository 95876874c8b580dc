//! Reporting over time: the share of crimes that victims report, by group and quarter.

use super::figure::{Figures, Saying};
use super::over_time::line;
use super::page::Section;
use super::table::{Data, Datum};
use super::view::{Bands, Months, SHARES, View, part};
use super::words;
use crate::chart::{Facets, Fan, Mark, Month, facets};
use crate::engine::record::Cell;
use crate::event::{Group, Word};
use crate::projection::measure::Measure;
use maud::{Markup, html};

/// Months that are taken together: single months of a small group say little.
const QUARTER: usize = 3;

/// More arms than this cannot be told apart in a small chart.
const MOST_ARMS: usize = 6;

/// The section.
pub(super) fn section(view: &View, figures: &mut Figures) -> Section {
    let body = html! { (chart(view, figures)) };
    Section { id: "reporting", title: "Who reports crime, over time", body }
}

fn quarters(view: &View) -> Vec<Months> {
    let end = view.months.end;
    (0..end.div_ceil(QUARTER)).map(|at| at * QUARTER..((at + 1) * QUARTER).min(end)).collect()
}

/// The share of crimes against a group that is reported; not a number if there was no crime.
fn share(cell: &Cell, months: &Months, group: Group) -> f64 {
    let crimes = part(cell, months, Measure::Crimes, group);
    part(cell, months, Measure::CrimesReported, group) / crimes
}

fn chart(view: &View, figures: &mut Figures) -> Markup {
    let quarters = quarters(view);
    let of = |group: Group, arm: usize| {
        view.bands(quarters.len(), &|at| {
            view.values(arm, &|cell| share(cell, &quarters[at], group))
        })
    };
    let bands: Vec<(Group, Vec<Bands>)> = Group::ALL
        .iter()
        .map(|&group| (group, (0..view.arms().len()).map(|arm| of(group, arm)).collect()))
        .collect();
    let saying = saying(view);
    let draw = |saying: &Saying| {
        let fan = |bands: &[Bands]| Fan {
            months: quarters.iter().map(|months| view.month(months.start)).collect(),
            arms: arms(view).zip(bands).map(|(arm, bands)| line(&arm.label, bands)).collect(),
            marks: marks(view, &quarters),
            ..Fan::default()
        };
        facets(&Facets {
            title: saying.title.clone(),
            subtitle: saying.takeaway.clone(),
            y_label: "share of crimes reported to the police".to_owned(),
            facets: bands
                .iter()
                .map(|(group, bands)| (words::group(*group).to_owned(), fan(bands)))
                .collect(),
            percent: true,
            caption: saying.caption.clone(),
        })
    };
    figures.add("reporting", &saying, &data(view, &quarters, &bands), &draw)
}

fn arms<'a>(view: &View<'a>) -> impl Iterator<Item = &'a crate::scenario::Arm> {
    view.arms().iter().take(MOST_ARMS)
}

/// Charts of quarters are marked at the quarter that a day is in.
fn marks(view: &View, quarters: &[Months]) -> Vec<Mark> {
    let count = |month: Month| i32::from(month.year) * 12 + i32::from(month.month);
    let first = count(view.month(0));
    let snapped = view.marks().into_iter().filter_map(|mark| {
        let at = usize::try_from(count(mark.at) - first).ok()?;
        let months = quarters.iter().find(|months| months.contains(&at))?;
        Some(Mark { at: view.month(months.start), label: mark.label })
    });
    snapped.collect()
}

fn saying(view: &View) -> Saying {
    let (window, group) = (&view.window, Group::Unauthorised);
    let labels: Vec<&str> = arms(view).map(|arm| arm.label.as_str()).collect();
    let percent = |cell: &Cell| {
        let share = 100.0 * share(cell, window, group);
        if share.is_finite() { share } else { 0.0 }
    };
    let means: Vec<_> = (0..labels.len()).map(|arm| view.mean(arm, &percent)).collect();
    let changes: Vec<_> =
        (1..labels.len()).map(|arm| view.paired(arm, &percent).difference).collect();
    let bands = if view.has_intervals() {
        format!(
            "Line: median of {}; bands: 25–75 % and 10–90 % of replicates.",
            words::counted(view.replicates, "replicate", "replicates")
        )
    } else {
        format!("{}.", words::capital(words::NO_INTERVAL))
    };
    Saying {
        title: "Share of crimes reported, by victims’ group and quarter".to_owned(),
        takeaway: format!(
            "Percent of crimes against unauthorised people that are reported, {}: {}.",
            view.period(window),
            words::ranked_if_told(&labels, &means, &changes, words::estimate)
        ),
        caption: format!(
            "Three counted months at a time, crimes of all types. {bands} The axis need not begin \
             at zero."
        ),
    }
}

fn data(view: &View, quarters: &[Months], bands: &[(Group, Vec<Bands>)]) -> Data {
    let head = ["group", "quarter from", "arm", "10 %", "25 %", "median", "75 %", "90 %"];
    let mut data = Data::new(&head);
    for (group, by_arm) in bands {
        for (at, months) in quarters.iter().enumerate() {
            for (arm, bands) in view.arms().iter().zip(by_arm) {
                let mut row: Vec<Datum> = vec![
                    words::group(*group).into(),
                    view.month_name(months.start).into(),
                    arm.label.clone().into(),
                ];
                let values = (0..SHARES.len()).map(|nth| bands.0[nth].get(at).copied());
                row.extend(values.map(|value| Datum::Number(value.unwrap_or(f64::NAN))));
                data.rows.push(row);
            }
        }
    }
    data
}

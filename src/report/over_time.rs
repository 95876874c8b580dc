//! Over time: what each arm leads to month by month, and the paired differences month by month.

use super::figure::{Figures, Saying};
use super::page::Section;
use super::table::{Data, Datum};
use super::view::{Bands, SHARES, View};
use super::words;
use crate::chart::{Fan, FanArm, Picture, difference_over_time, fan};
use crate::engine::record::Cell;
use crate::sweep::outcome::{Outcome, named};
use crate::sweep::paired::Mean;
use maud::{Markup, html};

/// What is shown, and under which name; the last says whether its differences are shown too.
const SHOWN: [(&str, bool); 6] = [
    ("removals", true),
    ("crimes_unreported", true),
    ("jail_transfers", false),
    ("at_large_arrests", false),
    ("backlog", false),
    ("service_use", false),
];

/// More lines than this cannot be told apart; the rest is in the table.
const MOST_ARMS: usize = 6;

type Monthly = fn(&Cell, usize) -> f64;

/// The section.
pub(super) fn section(view: &View, figures: &mut Figures) -> Section {
    let shown = SHOWN.iter().filter_map(|(id, too)| Some((named(id)?, *too)));
    let shown: Vec<_> = shown.filter_map(|(o, too)| Some((o, o.by_month?, too))).collect();
    let body = html! {
        p {
            "Months are calendar months. Vertical lines are days on which rules change. Until the "
            "arms part their lines lie on each other, because they are the same run."
        }
        @if view.arms().len() > MOST_ARMS {
            p.note { "Charts show the first " (MOST_ARMS) " arms; the tables below them have all." }
        }
        @for (outcome, of, too) in shown {
            (levels(view, outcome, of, figures))
            @if too && view.arms().len() > 1 { (paired(view, outcome, of, figures)) }
        }
    };
    Section { id: "time", title: "Over time", body }
}

/// What a month's number is counted in; a share is of no time, and neither is a stock.
fn by_month(outcome: &Outcome) -> String {
    if outcome.is_stock() {
        return format!("{} at the end of the month", outcome.unit);
    }
    if outcome.unit.starts_with('%') {
        return outcome.unit.to_owned();
    }
    format!("{} a month", outcome.unit)
}

fn spread(view: &View) -> String {
    if view.has_intervals() {
        format!(
            "Line: median month of {} replicates; bands: the middle half (25–75 %) and the middle \
             80 % (10–90 %) of replicates. The bands hold chance only. Intervals in the sentence: \
             95\u{a0}%, of the mean.",
            words::whole(view.replicates)
        )
    } else {
        "One replicate: the line is that run, there are no bands.".to_owned()
    }
}

/// As far back as the last year shown, or less.
fn last_year(view: &View) -> usize {
    view.months.len().min(12)
}

/// The mean month of the last year shown.
fn recent_of<'a>(view: &'a View, of: Monthly) -> impl Fn(&Cell) -> f64 + 'a {
    let (end, months) = (view.months.end, last_year(view));
    move |cell| (end - months..end).map(|at| of(cell, at)).sum::<f64>() / months.max(1) as f64
}

fn recent(view: &View, arm: usize, of: Monthly) -> Mean {
    view.mean(arm, &recent_of(view, of))
}

fn recent_difference(view: &View, arm: usize, of: Monthly) -> Mean {
    view.paired(arm, &recent_of(view, of)).difference
}

/// Whether any arm is clearly not as the base in the last year shown.
fn differs(view: &View, of: Monthly) -> bool {
    (1..view.arms().len()).any(|arm| !recent_difference(view, arm, of).crosses_zero())
}

fn levels(view: &View, outcome: &Outcome, of: Monthly, figures: &mut Figures) -> Markup {
    let bands: Vec<Bands> = (0..view.arms().len())
        .map(|arm| view.bands(view.months.end, &|at| view.values(arm, &|cell| of(cell, at))))
        .collect();
    let labels: Vec<&str> = view.arms().iter().map(|arm| arm.label.as_str()).collect();
    let means: Vec<Mean> = (0..labels.len()).map(|arm| recent(view, arm, of)).collect();
    // A ranking would claim an order where there is none.
    let told = if view.has_intervals() && labels.len() > 1 && !differs(view, of) {
        let base = words::estimate(&means[0]);
        format!("{} (the base) {base}; no other arm can be told from it", labels[0])
    } else {
        words::ranked(&labels, &means, words::estimate)
    };
    let saying = Saying {
        title: format!("{}, by month", trimmed(outcome)),
        takeaway: format!(
            "{} the last {}: {}.",
            if outcome.is_stock() { "Mean of the ends of" } else { "Mean a month in" },
            words::counted(last_year(view), "month", "months"),
            told
        ),
        caption: spread(view),
    };
    let name = format!("time-{}", outcome.id.replace('_', "-"));
    let draw = |saying: &Saying| fan(&chart(view, saying, &bands, (0, &by_month(outcome), false)));
    figures.add(&name, &saying, &data(view, &bands, 0), &draw)
}

fn paired(view: &View, outcome: &Outcome, of: Monthly, figures: &mut Figures) -> Markup {
    let each = |arm: usize, at: usize| {
        let (own, base) =
            (view.values(arm, &|cell| of(cell, at)), view.values(0, &|cell| of(cell, at)));
        own.iter().zip(&base).map(|(own, base)| own - base).collect::<Vec<f64>>()
    };
    let bands: Vec<Bands> = (1..view.arms().len())
        .map(|arm| view.bands(view.months.end, &|at| each(arm, at)))
        .collect();
    let told = (1..view.arms().len().min(MOST_ARMS)).map(|arm| {
        let difference = recent_difference(view, arm, of);
        format!("{} {}", view.arms()[arm].label, words::difference(&difference))
    });
    let saying = Saying {
        title: format!("{}, by month: difference to the base", trimmed(outcome)),
        takeaway: format!(
            "Mean difference a month in the last {}: {}.",
            words::counted(last_year(view), "month", "months"),
            told.collect::<Vec<_>>().join("; ")
        ),
        caption: format!("Paired differences, arm minus base. {}", spread(view)),
    };
    let name = format!("difference-{}", outcome.id.replace('_', "-"));
    let draw = |saying: &Saying| -> Result<Picture, String> {
        let label = by_month(outcome);
        difference_over_time(&chart(view, saying, &bands, (1, &label, true)))
    };
    figures.add(&name, &saying, &data(view, &bands, 1), &draw)
}

/// A heading without the dots that a list begins an entry with, or what only its end is counted by.
fn trimmed(outcome: &Outcome) -> &'static str {
    outcome.label.trim_start_matches('…').trim().trim_end_matches(", at the end")
}

fn chart(
    view: &View,
    saying: &Saying,
    bands: &[Bands],
    (first, unit, differ): (usize, &str, bool),
) -> Fan {
    let arms = view.arms().iter().skip(first).zip(bands).take(MOST_ARMS - first);
    Fan {
        title: saying.title.clone(),
        subtitle: saying.takeaway.clone(),
        y_label: if differ { format!("difference to the base, {unit}") } else { unit.to_owned() },
        months: (0..view.months.end).map(|at| view.month(at)).collect(),
        arms: arms.map(|(arm, bands)| line(&arm.label, bands)).collect(),
        marks: view.marks(),
        observed: Vec::new(),
        caption: saying.caption.clone(),
        from_zero: true,
    }
}

/// An arm's quantiles as charts take them.
pub(super) fn line(name: &str, bands: &Bands) -> FanArm {
    let [p10, p25, p50, p75, p90] = bands.0.clone();
    FanArm { name: name.to_owned(), p10, p25, p50, p75, p90 }
}

fn data(view: &View, bands: &[Bands], first: usize) -> Data {
    let mut data = Data::new(&["month", "arm", "10 %", "25 %", "median", "75 %", "90 %"]);
    for at in 0..view.months.end {
        for (arm, bands) in view.arms().iter().skip(first).zip(bands) {
            let mut row: Vec<Datum> = vec![view.month_name(at).into(), arm.label.clone().into()];
            let values = (0..SHARES.len()).map(|nth| bands.0[nth].get(at).copied());
            row.extend(values.map(|value| Datum::Number(value.unwrap_or(f64::NAN))));
            data.rows.push(row);
        }
    }
    data
}

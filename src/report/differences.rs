//! Headline differences: every outcome that one side or the other says matters, side by side.

use super::figure::{Figures, NEEDS_TWO, Saying};
use super::page::Section;
use super::table::{Data, Datum, scrolled};
use super::view::{View, drawn};
use super::words;
use crate::chart::{DifferenceGroup, DifferenceRow, Differences, Picture, differences};
use crate::engine::record::Cell;
use crate::sweep::outcome::{Heading, OUTCOMES};
use crate::sweep::paired::{Compared, Comparison, Mean, can_be_negative};
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View, figures: &mut Figures) -> Section {
    let all: Vec<Compared> =
        OUTCOMES.iter().map(|outcome| view.results.compared(view.scenario, outcome)).collect();
    let brief: Vec<Compared> = all.iter().filter(|row| row.outcome.in_brief).cloned().collect();
    let body = html! {
        p {
            "Outcomes over the whole counted time, " (view.period(&view.months)) ". Until the "
            "arms part they are the same run, so that all of a difference comes after; a "
            "percentage is of the base’s whole counted time."
            @if view.window != view.months {
                " The answer above counts only from the parting on: a difference of counts is the "
                "same there, but levels, shares and percentages are not."
            }
        }
        @if view.arms().len() > 1 {
            @if view.has_intervals() {
                (charts(view, &brief, figures))
            } @else {
                p { strong { (words::capital(NEEDS_TWO)) "." } }
            }
            h3 { "All outcomes in full" }
            p { "The charts show the most telling outcomes; here are all." }
            @let (kept, dropped) = told_apart(view, &all);
            (table(view, &kept))
            @if !dropped.is_empty() {
                p.note {
                    "Left out, because zero in every arm and replicate: " (dropped.join("; ")) "."
                }
            }
            p.note {
                "“How sure” is of the 95\u{a0}% interval. “Saved” is how many times more "
                "replicates runs with luck of their own would need for an interval as narrow as "
                "pairs give. The number of replicates that would settle a row is the least with which "
                "Student’s interval excludes zero, if mean and spread of the differences stay as "
                "they are. A percentage has Fieller’s interval, which contains zero whenever that "
                "of the difference does; it is left out where the base is nothing in some "
                "replicate, too unsteady to divide by, or can be less than nothing."
            }
        } @else {
            (alone(&all))
        }
    };
    Section { id: "differences", title: "Headline differences", body }
}

/// The headings in their order, each with its outcomes.
fn headings(all: &[Compared]) -> Vec<Headed<'_>> {
    let mut headings: Vec<Heading> = all.iter().map(|row| row.outcome.heading).collect();
    headings.sort_unstable();
    headings.dedup();
    let of = |heading| all.iter().filter(|row| row.outcome.heading == heading).collect();
    headings.into_iter().map(|heading| (heading, of(heading))).collect()
}

/// One chart for each concern on the page, and one of all of them as a file.
fn charts(view: &View, all: &[Compared], figures: &mut Figures) -> Markup {
    let headings = headings(all);
    let whole = Saying {
        title: "What each policy changes".to_owned(),
        takeaway: takeaway(view, &all.iter().collect::<Vec<_>>()),
        caption: caption(view),
    };
    figures.keep("differences", draw(view, &whole, &headings));
    html! {
        @for one in &headings {
            (figures.add(
                name(one.0),
                &Saying {
                    title: one.0.label().to_owned(),
                    takeaway: takeaway(view, &one.1),
                    caption: caption(view),
                },
                &data(view, &one.1),
                &|saying| draw(view, saying, std::slice::from_ref(one)),
            ))
        }
    }
}

fn name(heading: Heading) -> &'static str {
    match heading {
        Heading::Deportation => "differences-removals",
        Heading::Crime => "differences-crime",
        Heading::Policing => "differences-policing",
        Heading::Mistakes => "differences-mistakes",
        Heading::Community => "differences-families",
        Heading::Burden => "differences-burden",
    }
}

fn caption(view: &View) -> String {
    format!(
        "Dots: mean of paired differences to the base over {}, {}; lines: 95\u{a0}% intervals of \
         that mean. Each row has a scale of its own; grey: the interval contains zero.",
        words::counted(view.replicates, "replicate", "replicates"),
        view.period(&view.months)
    )
}

/// For each arm, how many outcomes are clearly more and clearly less.
fn takeaway(view: &View, rows: &[&Compared]) -> String {
    if !view.has_intervals() {
        return format!("{}.", words::capital(NEEDS_TWO));
    }
    let told = view.arms().iter().skip(1).enumerate().map(|(nth, arm)| {
        let differences = rows.iter().filter_map(|row| row.arms.get(nth)).map(|one| one.difference);
        let clear: Vec<Mean> = differences.filter(|d| !d.crosses_zero()).collect();
        let more = clear.iter().filter(|d| d.value > 0.0).count();
        format!("{}: {more} more, {} less", arm.label, clear.len() - more)
    });
    format!(
        "Of {} outcomes, with an interval that excludes zero: {}.",
        rows.len(),
        told.collect::<Vec<_>>().join("; ")
    )
}

type Headed<'a> = (Heading, Vec<&'a Compared>);

fn draw(view: &View, saying: &Saying, headings: &[Headed]) -> Result<Picture, String> {
    if !view.has_intervals() {
        return Err(NEEDS_TWO.to_owned());
    }
    // On the page a chart of one concern stands below a heading that names it.
    let is_named = headings.len() > 1 || !saying.title.is_empty();
    let groups = headings.iter().map(|(heading, rows)| DifferenceGroup {
        heading: if is_named { heading.label().to_owned() } else { String::new() },
        rows: rows.iter().map(|compared| row(compared)).collect(),
    });
    differences(&Differences {
        title: saying.title.clone(),
        subtitle: saying.takeaway.clone(),
        base: view.arms().first().map_or_else(String::new, |arm| arm.label.clone()),
        arms: view.arms().iter().skip(1).map(|arm| arm.label.clone()).collect(),
        groups: groups.collect(),
        caption: saying.caption.clone(),
    })
}

fn row(compared: &Compared) -> DifferenceRow {
    DifferenceRow {
        label: compared.outcome.label.to_owned(),
        unit: compared.outcome.unit.to_owned(),
        base: compared.base.value,
        by_arm: compared.arms.iter().map(|arm| Some(drawn(&arm.difference))).collect(),
    }
}

fn data(view: &View, all: &[&Compared]) -> Data {
    let mut data = Data::new(&[
        "outcome",
        "unit",
        "arm",
        "base",
        "arm mean",
        "difference",
        "low",
        "high",
        "replicates",
    ]);
    for compared in all {
        for (arm, one) in view.arms().iter().skip(1).zip(&compared.arms) {
            let d = &one.difference;
            data.rows.push(vec![
                compared.outcome.label.into(),
                compared.outcome.unit.into(),
                arm.label.clone().into(),
                compared.base.value.into(),
                one.arm.value.into(),
                d.value.into(),
                Datum::Number(d.low),
                Datum::Number(d.high),
                Datum::Number(view.replicates as f64),
            ]);
        }
    }
    data
}

fn table(view: &View, all: &[Compared]) -> Markup {
    let arms: Vec<&str> = view.arms().iter().skip(1).map(|arm| arm.label.as_str()).collect();
    scrolled(
        "Headline differences in full",
        html! {
            table.outcomes {
                thead { tr {
                    th scope="col" { "Outcome" } th scope="col" { "Base" } th scope="col" { "Arm" }
                    th scope="col" { "Paired difference" } th scope="col" { "Of the base" }
                    th scope="col" { "How sure" }
                } }
                @for (heading, rows) in headings(all) {
                    tbody {
                        tr.heading { th.group colspan="6" scope="rowgroup" { (heading.label()) } }
                        @for compared in rows { (outcome_rows(compared, &arms)) }
                    }
                }
            }
        },
    )
}

/// The outcomes that there is anything of, and the names of the others. What leads a list of
/// entries with dots stays while one of them does.
fn told_apart(view: &View, all: &[Compared]) -> (Vec<Compared>, Vec<String>) {
    let is_zero = |row: &Compared| {
        let of = |cell: &Cell| (row.outcome.of)(view.scenario, cell);
        (0..view.arms().len()).all(|arm| view.values(arm, &of).iter().all(|&value| value == 0.0))
    };
    let is_entry = |row: &Compared| row.outcome.label.starts_with('…');
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    let mut lead = "";
    for (at, row) in all.iter().enumerate() {
        let label = row.outcome.label;
        if !is_entry(row) {
            lead = label;
        }
        let entries = all[at + 1..].iter().take_while(|next| is_entry(next));
        let leads = !is_entry(row) && entries.into_iter().any(|entry| !is_zero(entry));
        if !is_zero(row) || leads {
            kept.push(row.clone());
        } else if is_entry(row) {
            dropped.push(format!("{lead} {label}"));
        } else {
            dropped.push(label.to_owned());
        }
    }
    (kept, dropped)
}

fn outcome_rows(compared: &Compared, arms: &[&str]) -> Markup {
    html! {
        @for (nth, (arm, one)) in arms.iter().zip(&compared.arms).enumerate() {
            tr.first[nth == 0] {
                @if nth == 0 {
                    th scope="row" rowspan=(arms.len()) {
                        (compared.outcome.label) br; span.note { (compared.outcome.unit) }
                    }
                    td.number rowspan=(arms.len()) {
                        (words::stacked(&level(compared)))
                    }
                }
                td { (arm) }
                td.number { (words::stacked(&words::difference(&one.difference))) }
                td.number {
                    (words::stacked(&words::percent_with_interval(one.percent)
                        .unwrap_or_else(|| "–".to_owned())))
                }
                td { (sureness(one)) }
            }
        }
    }
}

/// The base's mean.
fn level(compared: &Compared) -> String {
    if can_be_negative(&compared.outcome) {
        return words::estimate_signed(&compared.base);
    }
    words::estimate(&compared.base)
}

/// Whether a row is settled, and what pairs were worth or how many more would be needed.
fn sureness(one: &Comparison) -> String {
    let d = &one.difference;
    if d.number < 2 {
        return words::NO_INTERVAL.to_owned();
    }
    if d.spread == 0.0 {
        let exact = if d.value == 0.0 { "the same" } else { "the same difference" };
        return format!("{exact} in every replicate");
    }
    if d.crosses_zero() {
        return format!("crosses zero; {} would settle it", needed(d));
    }
    match one.saved {
        saved if saved.is_finite() && saved >= 1.05 => {
            format!("excludes zero; pairing saved {}×", words::times(saved))
        }
        _ => "excludes zero; pairing saved nothing".to_owned(),
    }
}

/// Replicates after which the interval would just exclude zero.
fn needed(difference: &Mean) -> String {
    const MOST: usize = 10_000;
    match difference.needed(MOST) {
        Some(needed) => format!("about {} replicates", words::whole(needed)),
        None => format!("more than {} replicates", words::whole(MOST)),
    }
}

fn alone(all: &[Compared]) -> Markup {
    scrolled(
        "Outcomes",
        html! {
            table {
                thead { tr { th scope="col" { "Outcome" } th scope="col" { "Unit" }
                    th scope="col" { "Mean" } } }
                tbody { @for compared in all {
                    tr {
                        th scope="row" { (compared.outcome.label) }
                        td { (compared.outcome.unit) }
                        td.number { (level(compared)) }
                    }
                } }
            }
        },
    )
}

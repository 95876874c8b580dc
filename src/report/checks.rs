//! Does the model match the world: published figures beside the model's, misses first.

use super::figure::{Figures, NEEDS_TWO, Saying};
use super::page::Section;
use super::table::{Data, Datum, scrolled};
use super::view::{View, drawn};
use super::words;
use crate::chart::{Picture, TargetRow, Targets, targets};
use crate::sweep::calibration::{Checked, Role};
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View, figures: &mut Figures) -> Section {
    let mut checked: Vec<&Checked> = view.input.checked.iter().collect();
    checked.sort_by(|a, b| off(b).total_cmp(&off(a)));
    let body = html! {
        @if checked.is_empty() {
            p {
                "For this place and time no published figures are compared with the model. That it "
                "runs does not mean that it matches any real county."
            }
        } @else {
            p {
                "A figure is “calibrated” if numbers of the model may be set so that it comes out: "
                "that it does is no evidence. “Held out” figures are kept to test it. “Structural” "
                "ones must hold of any model. What was in fact set to which figure is said in the "
                "project’s docs/calibration.md. Figures marked (US), (California) or of "
                "another county stand beside this county’s because none is published for it: a "
                "county may rightly differ from them, and a miss there weighs less. Figures from "
                "weak recollection are marked so. “facts.md” is the project’s collection of "
                "sources. Misses come first, the farthest first."
            }
            (charts(view, &checked, figures))
            h3 { "All figures checked" }
            p.note { "Model: " (view.sureness()) "." }
            (table(&checked))
        }
    };
    Section { id: "checks", title: "Does the model match the world?", body }
}

/// How far outside the tolerance the model is, in half widths of it; nothing for a hit.
pub(super) fn off(one: &Checked) -> f64 {
    if one.is_hit() {
        return 0.0;
    }
    let value = one.model.value;
    let beyond = (one.low - value).max(value - one.high);
    let off = 2.0 * beyond / (one.high - one.low).abs().max(1e-12);
    if off.is_finite() { off.max(1e-12) } else { f64::MAX }
}

fn is_weak(one: &Checked) -> bool {
    one.source.contains("weak") || one.source.contains("recollection")
}

fn role(one: &Checked) -> String {
    let weak = if is_weak(one) { ", weak" } else { "" };
    format!("{}{weak}", one.role.label())
}

fn counts(checked: &[&Checked], role: Role) -> (usize, usize) {
    let of = checked.iter().filter(|one| one.role == role);
    (of.clone().filter(|one| one.is_hit()).count(), of.count())
}

/// Misses and hits apart, misses first.
fn charts(view: &View, checked: &[&Checked], figures: &mut Figures) -> Markup {
    let of = |hit: bool| checked.iter().copied().filter(|c| c.is_hit() == hit).collect::<Vec<_>>();
    let (held_hits, held) = counts(checked, Role::HeldOut);
    let (set_hits, set) = counts(checked, Role::Calibrated);
    let missed = Saying {
        title: "Published figures that the model misses".to_owned(),
        takeaway: format!(
            "The model misses {} of {held} figures held out, and {} of {set} marked calibrated.",
            held - held_hits,
            set - set_hits
        ),
        caption: caption(view),
    };
    let met = Saying {
        title: "Published figures that the model meets".to_owned(),
        takeaway: format!(
            "The model is within tolerance of {held_hits} of {held} figures held out, and of \
             {set_hits} of {set} marked calibrated."
        ),
        caption: caption(view),
    };
    figures.keep("checks", draw(view, checked, &missed));
    html! {
        @for (name, saying, hit) in
            [("checks-missed", &missed, false), ("checks-met", &met, true)]
        {
            @let rows = of(hit);
            @if !rows.is_empty() {
                (figures.add(name, saying, &data(&rows), &|saying| draw(view, &rows, saying)))
            }
        }
    }
}

fn caption(view: &View) -> String {
    format!(
        "Bar: the published figure with its tolerance, all scaled to it; mark: the model ({}).",
        view.sureness()
    )
}

fn data(checked: &[&Checked]) -> Data {
    let mut data = Data::new(&[
        "figure",
        "role",
        "published",
        "least",
        "most",
        "model",
        "low",
        "high",
        "hit",
        "source",
    ]);
    for one in checked {
        let numbers =
            [one.target, one.low, one.high, one.model.value, one.model.low, one.model.high];
        let mut row: Vec<Datum> = vec![one.label.clone().into(), role(one).into()];
        row.extend(numbers.map(Datum::Number));
        row.extend([if one.is_hit() { "hit" } else { "MISS" }.into(), one.source.clone().into()]);
        data.rows.push(row);
    }
    data
}

fn draw(view: &View, checked: &[&Checked], saying: &Saying) -> Result<Picture, String> {
    if !view.has_intervals() {
        return Err(NEEDS_TWO.to_owned());
    }
    let row = |one: &&Checked| TargetRow {
        label: one.label.clone(),
        role: role(one),
        target: one.target,
        low: one.low,
        high: one.high,
        model: drawn(&one.model),
        hit: one.is_hit(),
        text: format!(
            "model {}, published {}",
            words::estimate(&one.model),
            words::plain(one.target)
        ),
    };
    targets(&Targets {
        title: saying.title.clone(),
        subtitle: saying.takeaway.clone(),
        rows: checked.iter().map(row).collect(),
        caption: saying.caption.clone(),
    })
}

fn table(checked: &[&Checked]) -> Markup {
    scrolled(
        "Published figures and the model’s",
        html! {
            table {
                thead { tr {
                @for name in
                    ["Figure", "Result", "Role", "Model", "Published", "Tolerated", "Source"]
                {
                    th scope="col" { (name) }
                }
            } }
                tbody { @for one in checked {
                    tr {
                        th scope="row" { (one.label) }
                        td { @if one.is_hit() { "hit" } @else { strong.miss { "MISS" } } }
                        td { (role(one)) }
                        td.number { (words::stacked(&words::estimate(&one.model))) }
                        td.number { (words::plain(one.target)) }
                        td.number { (words::plain(one.low)) " to " (words::plain(one.high)) }
                        td { (one.source) }
                    }
                } }
            }
        },
    )
}

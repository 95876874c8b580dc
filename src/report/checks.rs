//! Does the model match the world: published figures beside the model's, misses first.

use super::figure::{Figures, NEEDS_TWO, Saying};
use super::page::Section;
use super::table::{Data, Datum, scrolled};
use super::view::{View, drawn};
use super::words;
use crate::chart::{TargetRow, Targets, targets};
use crate::sweep::calibration::{Checked, Role};
use maud::{Markup, html};

/// The section.
pub fn section(view: &View, figures: &mut Figures) -> Section {
    let mut checked: Vec<&Checked> = view.input.checked.iter().collect();
    checked.sort_by_key(|one| one.is_hit());
    let body = html! {
        @if checked.is_empty() {
            p {
                "For this place and time no published figures are compared with the model. That it runs "
                "does not mean that it matches any real county."
            }
        } @else {
            p {
                "A figure is “calibrated” if numbers of the model were set so that it comes out: that it "
                "does is no evidence. “Held out” figures were not used to set anything. “Identity” must "
                "hold of any model. Figures marked (US), (California) or of another county stand beside "
                "this county’s because none is published for it: a county may rightly differ from them, "
                "and a miss there weighs less. Figures from weak recollection are marked so."
            }
            (chart(view, &checked, figures))
            h3 { "All figures checked" }
            (table(&checked))
        }
    };
    Section { id: "checks", title: "Does the model match the world?", body }
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

fn chart(view: &View, checked: &[&Checked], figures: &mut Figures) -> Markup {
    let (held_hits, held) = counts(checked, Role::HeldOut);
    let (set_hits, set) = counts(checked, Role::Calibrated);
    let saying = Saying {
        title: "Published figures and the model’s".to_owned(),
        takeaway: format!(
            "The model is within tolerance of {held_hits} of {held} figures held out, and of {set_hits} of \
             {set} it was calibrated to."
        ),
        caption: format!(
            "Bar: the published figure with its tolerance, all scaled to it; dot: the model’s mean of {}{}.",
            words::counted(view.replicates, "replicate", "replicates"),
            if view.has_intervals() { " with its 95 % interval" } else { ", no interval" }
        ),
    };
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
    let draw = |saying: &Saying| {
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
    };
    figures.add("checks-chart", &saying, &data, &draw)
}

fn table(checked: &[&Checked]) -> Markup {
    scrolled(
        "Published figures and the model’s",
        html! {
            table {
                thead { tr { th scope="col" { "Figure" } th scope="col" { "Result" } th scope="col" { "Role" }
                    th scope="col" { "Model" } th scope="col" { "Published" } th scope="col" { "Tolerated" }
                    th scope="col" { "Source" } } }
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

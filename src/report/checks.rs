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

/// The published figures that a run is judged by, the farthest off first, and what is left out of
/// all counts of hits and misses.
pub(super) struct Judged<'a> {
    /// What counts.
    figures: Vec<&'a Checked>,
    /// Rows that must hold of any model: they are no published figures.
    structural: usize,
    /// Figures from weak recollection.
    weak: usize,
}

impl<'a> Judged<'a> {
    /// Of all that were checked.
    pub(super) fn of(checked: &'a [Checked]) -> Judged<'a> {
        let is_structural = |one: &&Checked| one.role == Role::Structural;
        let structural = checked.iter().filter(is_structural).count();
        let published = checked.iter().filter(|one| !is_structural(one));
        let (weak, mut figures): (Vec<_>, Vec<_>) = published.partition(|one| is_weak(one));
        figures.sort_by(|a, b| off(b).total_cmp(&off(a)));
        Judged { figures, structural, weak: weak.len() }
    }

    /// How many count.
    pub(super) fn number(&self) -> usize {
        self.figures.len()
    }

    /// What is missed, the farthest off first.
    pub(super) fn missed(&self) -> impl Iterator<Item = &'a Checked> {
        self.figures.iter().copied().filter(|one| !one.is_hit())
    }

    /// Of one role: the hits, and all.
    fn counts(&self, role: Role) -> (usize, usize) {
        let of = self.figures.iter().filter(|one| one.role == role);
        (of.clone().filter(|one| one.is_hit()).count(), of.count())
    }

    /// How many are missed or met, in all and by role, as part of a sentence: `4 of 29 published
    /// figures (3 of 20 held out to test it, 1 of 9 marked calibrated)`.
    pub(super) fn told(&self, is_hit: bool) -> String {
        let of_role = |role: Role, words: &str| {
            let (hits, all) = self.counts(role);
            let number = if is_hit { hits } else { all - hits };
            match (number, all) {
                (_, 0) => None,
                (0, 1) => Some(format!("not the one {words}")),
                (1, 1) => Some(format!("the one {words}")),
                (0, all) => Some(format!("none of the {} {words}", words::whole(all))),
                (number, all) if number == all => {
                    Some(format!("all {} {words}", words::whole(all)))
                }
                _ => Some(format!("{} of {} {words}", words::whole(number), words::whole(all))),
            }
        };
        let roles = [
            of_role(Role::HeldOut, "held out to test it"),
            of_role(Role::Calibrated, "marked calibrated"),
        ];
        let by_role = roles.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let all = self.figures.len();
        match self.figures.iter().filter(|one| one.is_hit() == is_hit).count() {
            0 if all < 2 => "no published figure".to_owned(),
            0 => format!("none of {} published figures", words::whole(all)),
            1 if all == 1 => format!("the only published figure, {by_role}"),
            number if number == all => {
                format!("all {} published figures ({by_role})", words::whole(all))
            }
            number => format!(
                "{} of {} published figures ({by_role})",
                words::whole(number),
                words::whole(all)
            ),
        }
    }

    /// What the counts leave out, as a sentence; nothing if nothing.
    pub(super) fn left_out(&self) -> String {
        let parts = [
            (self.structural, "structural row", "structural rows"),
            (self.weak, "weak recollection", "weak recollections"),
        ];
        let there = parts.into_iter().filter(|(number, ..)| *number > 0);
        let told: Vec<String> =
            there.map(|(number, one, many)| words::counted(number, one, many)).collect();
        if told.is_empty() {
            return String::new();
        }
        format!(" Not counted here: {}.", words::list(&told))
    }
}

/// Misses and hits apart, misses first.
fn charts(view: &View, checked: &[&Checked], figures: &mut Figures) -> Markup {
    let judged = Judged::of(view.input.checked);
    let of = |hit: bool| checked.iter().copied().filter(|c| c.is_hit() == hit).collect::<Vec<_>>();
    let missed = Saying {
        title: "Published figures that the model misses".to_owned(),
        takeaway: format!("The model misses {}.{}", judged.told(false), judged.left_out()),
        caption: caption(view),
    };
    let met = Saying {
        title: "Published figures that the model meets".to_owned(),
        takeaway: format!(
            "The model is within tolerance of {}.{}",
            judged.told(true),
            judged.left_out()
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
            words::estimate_signed(&one.model),
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
                        td.number { (words::stacked(&words::estimate_signed(&one.model))) }
                        td.number { (words::plain(one.target)) }
                        td.number { (words::plain(one.low)) " to " (words::plain(one.high)) }
                        td { (one.source) }
                    }
                } }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::paired::Mean;

    fn checked(role: Role, model: f64, source: &str) -> Checked {
        Checked {
            id: "V",
            label: "a figure".to_owned(),
            role,
            target: 1.0,
            low: 0.5,
            high: 1.5,
            model: Mean::of(&[model, model]),
            source: source.to_owned(),
        }
    }

    #[test]
    fn structural_rows_and_weak_recollections_do_not_count_and_that_is_said() {
        let all = [
            checked(Role::HeldOut, 1.0, "a table"),
            checked(Role::HeldOut, 9.0, "a table"),
            checked(Role::HeldOut, 9.0, "recollection (weak)"),
            checked(Role::Calibrated, 1.0, "a table"),
            checked(Role::Structural, 9.0, "arithmetic"),
        ];
        let judged = Judged::of(&all);
        assert_eq!(
            judged.told(false),
            "1 of 3 published figures (1 of 2 held out to test it, not the one marked calibrated)"
        );
        assert_eq!(
            judged.left_out(),
            " Not counted here: 1\u{a0}structural row and 1\u{a0}weak recollection."
        );
        assert_eq!(judged.missed().count(), 1);
    }

    #[test]
    fn a_single_figure_is_not_told_as_many() {
        let one = [checked(Role::HeldOut, 9.0, "a table")];
        let judged = Judged::of(&one);
        assert_eq!(judged.told(false), "the only published figure, the one held out to test it");
        assert_eq!(judged.told(true), "no published figure");
        assert_eq!(judged.left_out(), "");
    }
}

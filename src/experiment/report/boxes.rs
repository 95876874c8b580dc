//! Where a conclusion holds: for each difference between arms, the worlds in which it is below nothing and
//! those in which it is above.

use super::decides::MOST_ROWS;
use super::{Told, View, label};
use crate::chart::{Region, region};
use crate::experiment::analysis::together;
use crate::experiment::discover::{Discovered, LUCK, Side, discovered_in};
use crate::experiment::folder::SweepFolder;
use crate::experiment::outputs::{Asked, Outputs, no_sample};
use crate::report::figure::{Figures, Saying};
use crate::report::page::Section;
use crate::report::table::{Data, Datum, scrolled};
use crate::runs::Trouble;
use crate::sweep::paired::quantile;
use maud::{Markup, html};

/// How dense a box is to be, at least.
const DENSITY: f64 = 0.8;
/// More differences are looked at by `jurisim discover` only.
const MOST: usize = 12;

/// The boxes of all differences: below 0 and above, or below their median and above where nearly all worlds
/// are on one side of 0.
pub(super) fn found(folder: &SweepFolder, outputs: &Outputs) -> Result<Vec<Discovered>, Trouble> {
    let Some(worlds) = &outputs.worlds else { return Ok(Vec::new()) };
    let arms = folder.file.scenario.arms.len();
    let every = outputs
        .outcomes()
        .iter()
        .flat_map(|outcome| (1..arms).map(move |arm| Asked { outcome, arm: Some(arm) }));
    let sides = [Side::Below(0.0), Side::Above(0.0)];
    let all: Vec<(Asked, Side)> =
        every.take(MOST).flat_map(|asked| sides.map(|side| (asked, side))).collect();
    let found = together(&all, |(asked, side)| {
        let means = outputs.means_at(&outputs.of(asked), worlds);
        one(folder, outputs, asked, (*side, &means))
    })?;
    Ok(found.into_iter().flatten().collect())
}

fn one(
    folder: &SweepFolder,
    outputs: &Outputs,
    asked: &Asked,
    (side, means): (Side, &[f64]),
) -> Option<Discovered> {
    let holding = |side: Side| means.iter().filter(|mean| side.holds(**mean)).count();
    let middle = quantile(means, 0.5);
    let side = match side {
        side if Side::is_open(holding(side), means.len()) => side,
        Side::Below(_) => Side::Below(middle),
        Side::Above(_) => Side::Above(middle),
    };
    let everywhere = holding(side) as f64 / means.len().max(1) as f64;
    // Half of what is missing to all, at least.
    let density = DENSITY.max(0.5 + 0.5 * everywhere);
    discovered_in(folder, outputs, asked, (side, density)).ok()
}

pub(super) fn section(view: &View, told: &Told, figures: &mut Figures) -> Section {
    let body = html! {
        @if told.boxes.is_empty() {
            @if told.outputs.worlds.is_none() {
                p { (no_sample(view.folder, "This part")) "." }
            } @else {
                p { "There are too few worlds, or no two arms, to look for limits." }
            }
        } @else {
            p {
                "For each difference between arms: within which limits of which parameters it is below 0, and "
                "within which above; below and above its median over the worlds where nearly all are on one "
                "side of 0. Limits are found on half of the worlds by peeling (PRIM; Friedman and Fisher 1999, "
                "Bryant and Lempert 2010) and tried on the other half; those that do not hold up there are not "
                "shown. For any other number: "
                code { "jurisim discover FOLDER --outcome NAME --difference ARM --below X" } "."
            }
            p.note { (LUCK) }
            @for (nth, one) in told.boxes.iter().enumerate() { (shown(view, (nth, one), figures)) }
        }
    };
    Section { id: "boxes", title: "Where a conclusion holds", body }
}

fn shown(view: &View, (nth, found): (usize, &Discovered), figures: &mut Figures) -> Markup {
    let title = format!("{}: {}, {}", label(found.outcome), view.of(found.arm), found.side.words());
    let Some(chart) = &found.drawing else {
        return html! { h3 { (title) } p { (found.answer) } };
    };
    let saying = Saying {
        title: title.clone(),
        takeaway: found.answer.clone(),
        caption:
            "All worlds, by the two parameters whose limits luck explains least; limits of other \
                  parameters are not drawn."
                .to_owned(),
    };
    html! {
        (figures.add(&format!("box-{}", nth + 1), &saying, &data(chart), &|_| region(chart)))
        (scrolled(&format!("Limits: {title}"), html! {
            table {
                thead { tr { @for head in &found.columns { th scope="col" { (head) } } } }
                tbody { @for row in &found.rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }))
        @for note in &found.notes { p.note { (note) } }
    }
}

fn data(chart: &Region) -> Data {
    let mut data = Data::new(&[&chart.x.label, &chart.y.label, "holds"]);
    data.shown = MOST_ROWS;
    for (x, y, holds) in &chart.worlds {
        let holds = if *holds { "yes" } else { "no" };
        data.rows.push(vec![Datum::Number(*x), Datum::Number(*y), holds.into()]);
    }
    data
}

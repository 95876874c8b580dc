//! Cells that failed, and how to get the same sweep again.

use super::View;
use crate::experiment::cells::size_of;
use crate::experiment::outputs::Gap;
use crate::report::page::Section;
use crate::report::table::scrolled;
use crate::report::words::{counted, whole};
use crate::runs::ENGINE;
use maud::{Markup, html};

/// More cells are in the file only.
const MOST: usize = 50;

/// The cells that failed; no section if there is none.
pub(super) fn failed(view: &View) -> Option<Section> {
    let one = |gap: &Gap| {
        html! {
            tr { td.number { (gap.point) } td.number { (gap.replicate) } td.number { (gap.seed) } td { (gap.error) } }
        }
    };
    (!view.gaps.is_empty()).then(|| Section {
        id: "failed",
        title: "Cells that failed",
        body: html! {
            p {
                (counted(view.failed(), "cell", "cells")) " of " (whole(view.folder.cells.len() as usize))
                " failed and are not tried again. A cell stands here once for each point that has its inputs. "
                "All of them: " code { "failed.csv" } "."
            }
            (scrolled("Cells that failed", html! {
                table {
                    thead { tr { th scope="col" { "Point" } th scope="col" { "Replicate" }
                        th scope="col" { "Seed" } th scope="col" { "Error" } } }
                    tbody { @for gap in view.gaps.iter().take(MOST) { (one(gap)) } }
                }
            }))
            @if view.gaps.len() > MOST { p.note { (whole(view.gaps.len() - MOST)) " more rows are in the file." } }
        },
    })
}

pub(super) fn section(view: &View) -> Section {
    let (folder, file) = (view.folder, &view.folder.file);
    let body = html! {
        p {
            "The same engine, sweep file and scenario give the same tables, byte for byte, on any number of "
            "threads or machines."
        }
        dl.facts {
            div { dt { "Command" } dd { code #command { "jurisim sweep run sweep.toml" } " " (copy("command")) } }
            @if let Some(command) = expansion(view) {
                div { dt { "then, as it has grown" } dd { code { (command) } } }
            }
            div { dt { "Engine" } dd { "jurisim " (ENGINE) } }
            div { dt { "Seed" } dd { code { (file.seed) } } }
            div { dt { "Record" } dd { code { (folder.record()) } } }
        }
        h3 { "The sweep’s file" }
        p { (copy("sweep")) }
        pre #sweep tabindex="0" { (file.text) }
        h3 { "The scenario" }
        p { (copy("scenario")) }
        pre #scenario tabindex="0" { (file.scenario.text) }
        h3 { "Beside this page" }
        ul {
            li { code { "results.csv" } " and " code { "results.parquet" }
                ": a row per point, replicate and arm: inputs, then outcomes." }
            li { code { "sweep.toml" } ", " code { "scenario.toml" } " and what they need: the inputs, each with its "
                "hash in " code { "sweep.txt" } "." }
            li { code { "cells/" } ": every outcome of every cell, also those that are not in the tables; "
                code { "jurisim sensitivity FOLDER --outcome NAME" } " tells of any of them." }
        }
    };
    Section { id: "reproduce", title: "Reproduce", body }
}

/// What has been added since the file was written.
fn expansion(view: &View) -> Option<String> {
    let (folder, file) = (view.folder, &view.folder.file);
    let replicates = folder.cells.replicates().saturating_sub(file.replicates);
    let blocks = folder.size().saturating_sub(size_of(&file.design));
    let points = match &file.design {
        crate::sensitivity::Design::LatinHypercube(latin) => blocks * latin.block,
        _ => blocks,
    };
    (points > 0 || replicates > 0).then(|| {
        format!("jurisim sweep expand FOLDER --add-points {points} --add-replicates {replicates}")
    })
}

fn copy(what: &str) -> Markup {
    html! { button.copy hidden type="button" data-from=(what) { "Copy" } }
}

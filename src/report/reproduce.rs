//! How to get the same run again, and what lies beside the report.

use super::page::Section;
use super::table::scrolled;
use super::view::View;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View) -> Section {
    let input = view.input;
    let body = html! {
        p { "The same engine, scenario and seed give the same events, bit for bit." }
        dl.facts {
            div { dt { "Command" } dd { code #command { (input.command) } " " (copy("command")) } }
            div { dt { "Engine" } dd { "jurisim " (input.engine) } }
            div { dt { "Seed" } dd { code { (view.scenario.seed) } } }
            div { dt { "Record" } dd { code { (input.record) } } }
            div { dt { "Scenario" } dd {
                @match input.scenario_file {
                    Some(file) => code { (file) },
                    None => { "built in: " code { (view.scenario.name) } }
                }
            } }
        }
        (hashes(view))
        h3 { "Scenario" }
        p { (copy("scenario")) }
        pre #scenario tabindex="0" { (view.scenario.text) }
        h3 { "Beside this page" }
        (files(view))
    };
    Section { id: "reproduce", title: "Reproduce", body }
}

fn copy(what: &str) -> Markup {
    html! { button.copy hidden type="button" data-from=(what) { "Copy" } }
}

/// What a repeated run is compared with.
fn hashes(view: &View) -> Markup {
    scrolled(
        "Content hashes",
        html! {
            table {
                thead { tr { th scope="col" { "Arm" }
                    th scope="col" { "Content hash of its first replicate" } } }
                tbody { @for (arm, cells) in view.arms().iter().zip(&view.results.cells) {
                    tr {
                        th scope="row" { (arm.label) }
                        td { @match cells.first() {
                            Some(cell) => code.hash { (cell.digest) },
                            None => "not run",
                        } }
                    }
                } }
            }
        },
    )
}

fn files(view: &View) -> Markup {
    let kept = (view.input.keep_events as usize).min(view.replicates);
    html! {
        ul {
            li { code { "summary.csv" } " and " code { "summary.parquet" }
                ": every count by arm, replicate and month, and the outcomes." }
            li { code { "declined-detainers.csv" }
                ": requests of ICE issued and declined, week by week, with the policy in force; "
                "the first replicate of every arm." }
            li { code { "charts/" } ": every chart as SVG and PNG, and its numbers as CSV." }
            @if kept == 0 {
                li { "No events were kept." }
            } @else {
                li {
                    code { "cells/arm=ARM/rep=001/" } ": all events of the "
                    @if kept == 1 { "first replicate" } @else { "first " (kept) " replicates" }
                    " of each arm, with a manifest that names and hashes every file."
                }
            }
        }
    }
}

//! What was swept: the arms, the design in words, and every parameter with its range and source.

use super::View;
use crate::experiment::design::{design_in_words, groups_in_words};
use crate::report::assumptions::{breakable, mark};
use crate::report::page::Section;
use crate::report::table::scrolled;
use crate::report::words::{counted, plain};
use crate::sensitivity::{Design, Groups, Shape};
use maud::{Markup, html};

pub(super) fn section(view: &View) -> Section {
    let (folder, file) = (view.folder, &view.folder.file);
    let body = html! {
        p {
            "The scenario " code { (file.scenario.name) } " at "
            (counted(folder.cells.points(), "point", "points")) ". A point gives every swept parameter a number "
            "between its low and its high; a cell is a point with a replicate, all arms together. "
            "Replicate r has the same luck at every point and in every arm. Points that differ in the "
            "dummy only have equal inputs and share their cells."
        }
        dl.terms {
            dt { "Design: " (design_in_words(&view.design)) }
            dd { (design(&view.design)) }
            @if let Some(groups) = groups_in_words(&view.design) {
                dt { "Groups" }
                dd { "Parameters of a group move together, and are told from others only: " (groups) "." }
            }
            dt { "Distribution" }
            dd {
                @match file.shape {
                    Shape::Pert => { "PERT: a beta distribution of shape 4 between low and high, likeliest at the "
                        "value." }
                    Shape::Uniform => { "Uniform: every number from low to high alike, wherever the value lies." }
                }
            }
            dt { "Arms" }
            dd {
                @for (nth, arm) in file.scenario.arms.iter().enumerate() {
                    @if nth > 0 { "; " }
                    (arm.label) " (" code { (arm.id) } @if nth == 0 { ", the base" } ")"
                }
                "."
            }
        }
        p { a href="#parameters" { "The parameters, with their ranges and sources" } " stand further down." }
    };
    Section { id: "swept", title: "What was swept", body }
}

fn design(design: &Design) -> &'static str {
    match design {
        Design::OneAtATime => {
            "One parameter at a time, at its low and at its high, with all others at their values. Cheap, \
             and blind to what parameters do only together."
        }
        Design::Factorial(_) => {
            "Every combination of levels: low and high, with the value between or more. Exact for this \
             grid; says nothing of what lies between."
        }
        Design::LatinHypercube(_) => {
            "Every parameter spread evenly over its range, in random combination. The points are a sample \
             of all that may be. Indices: regression on ranks, partial rank correlation, and the share of \
             variance between slices of the sample."
        }
        Design::Morris(_) => {
            "Trajectories over a grid of four levels on which each parameter, or group, moves once by two \
             thirds of its range of probability (Morris 1991; Campolongo et al. 2007). Tells which matter \
             at all, for few runs."
        }
        Design::Saltelli(_) => {
            "Two samples A and B from a scrambled Sobol’ sequence, and copies of one with one number of the \
             other (Saltelli et al. 2010). Indices: first order (Saltelli 2010) and total (Jansen 1999)."
        }
    }
}

/// Every parameter that varies, with its range and source.
pub(super) fn parameters(view: &View) -> Section {
    Section { id: "parameters", title: "Parameters that vary", body: table(view) }
}

fn table(view: &View) -> Markup {
    let file = &view.folder.file;
    let groups = match &view.design {
        Design::Morris(morris) => match &morris.groups {
            Groups::Of(groups) => Some(groups),
            Groups::Each => None,
        },
        _ => None,
    };
    scrolled(
        "Parameters that vary",
        html! {
            table.parameters {
                thead { tr {
                    th scope="col" { "Name" } th scope="col" { "Low" } th scope="col" { "Value" }
                    th scope="col" { "High" } th scope="col" { "Unit" } th scope="col" { "Grade" }
                    @if groups.is_some() { th scope="col" { "Moves with" } }
                    th scope="col" { "Source" }
                } }
                tbody { @for (at, (known, (_, sourced))) in
                    file.space.parameters().iter().zip(&file.targets).enumerate() {
                    tr {
                        th scope="row" { code { (breakable(&known.name)) } }
                        td.number { (plain(known.low)) } td.number { (plain(known.value)) }
                        td.number { (plain(known.high)) } td { (sourced.unit) }
                        td { (mark(sourced.grade)) }
                        @if let Some(groups) = groups {
                            td { @if groups[at] == known.name { "–" } @else { (groups[at]) } }
                        }
                        td.source { (sourced.source) }
                    }
                } }
            }
        },
    )
}

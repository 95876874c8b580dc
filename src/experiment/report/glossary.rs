//! The words used, by design.

use super::View;
use crate::report::page::Section;
use crate::sensitivity::Design;
use maud::html;

type Term = (&'static str, &'static str);

const ALWAYS: &[Term] = &[
    ("Arm", "One of the policies compared, with everything else alike."),
    ("Base", "The arm that all others are compared with."),
    ("Cell", "A point with a replicate, run under all arms."),
    (
        "Dummy",
        "A number in no model that a design varies like the others. What an estimator finds for it is noise.",
    ),
    (
        "Interval",
        "Of 95 %: if the sample were drawn again and again, about 19 of 20 such intervals would hold the \
         number of an endless sample. It holds neither what is wrong in the model nor what is not varied.",
    ),
    (
        "Noise floor",
        "How far the dummy reaches, or how far chance alone does that differs from point to point, whichever \
         is more. What does not surely reach further is not told from noise.",
    ),
    ("Point", "A number for each parameter that varies, between its low and its high."),
    (
        "Replicate",
        "A run once more with other luck; the same luck at every point and in every arm.",
    ),
    (
        "Share of chance",
        "The part of the variance of single runs that is luck, whatever the parameters.",
    ),
];

const OF_WORLDS: &[Term] = &[
    ("Coverage", "Of all worlds in which a conclusion holds, the share within the limits."),
    ("Density", "Of the worlds within the limits, the share in which the conclusion holds."),
    (
        "Regret",
        "How far an arm is, in a world, from the arm that has least (if less is wanted) or most (if more is).",
    ),
    (
        "World",
        "A point of a sample of all that may be. Of Saltelli’s design those of A and B, as every other point \
         repeats one of them but for one number.",
    ),
];

fn of_design(design: &Design) -> &'static [Term] {
    match design {
        Design::OneAtATime => &[(
            "Swing",
            "From the least to the most of an outcome while one parameter moves alone.",
        )],
        Design::Factorial(_) => &[
            ("Alone", "The share of variance over the grid that goes with a parameter by itself."),
            ("Total", "The share that is left if all others are held."),
        ],
        Design::LatinHypercube(_) => &[
            ("Partial rank", "The correlation of ranks with the others held, from −1 to 1."),
            (
                "Rank regression",
                "How far the rank of an outcome moves with that of a parameter, from about −1 to 1.",
            ),
            (
                "Share alone",
                "The share of variance between slices of the sample along a parameter.",
            ),
        ],
        Design::Morris(_) => &[
            (
                "mu*",
                "The mean size of the effect of a parameter over its whole range, in the unit of the outcome.",
            ),
            (
                "sigma",
                "How much that effect differs from place to place: curvature or interaction.",
            ),
            (
                "Trajectory",
                "A walk through the space on which each parameter, or group, moves once.",
            ),
        ],
        Design::Saltelli(_) => &[
            ("Converged", "No index moved by more than 0.05 over the second half of the sample."),
            (
                "First order",
                "The share of variance that would go if a parameter were known: what it does alone.",
            ),
            (
                "Total",
                "The share that would stay if all but a parameter were known: alone and with others.",
            ),
        ],
    }
}

pub(super) fn section(view: &View) -> Section {
    let of_worlds =
        if view.design.worlds(&view.folder.file.space).is_some() { OF_WORLDS } else { &[] };
    let mut terms: Vec<&Term> =
        ALWAYS.iter().chain(of_worlds).chain(of_design(&view.design)).collect();
    terms.sort_by_key(|(term, _)| term.to_lowercase());
    let body = html! {
        dl.terms { @for (term, meaning) in terms { dt { (term) } dd { (meaning) } } }
    };
    Section { id: "glossary", title: "Glossary", body }
}

//! What to keep in mind before the numbers of the answer are used: only what is so of this run.

use super::checks::Judged;
use super::view::{View, sum};
use super::words;
use crate::engine::record::Cell;
use crate::projection::measure::Measure;
use crate::scenario::parameters::{Grade, Sourced};
use crate::sweep::paired::Mean;

/// What to keep in mind, a sentence or some each.
pub(super) fn told(view: &View) -> Vec<String> {
    let parameters: Vec<_> = view.scenario.parameters.iter().collect();
    let of = |grade| parameters.iter().filter(|(_, number)| number.grade == grade).count();
    vec![
        mechanisms(view),
        format!(
            "{} of the model's {} numbers are somebody's judgement, and on {} publications \
             disagree. The intervals above do not contain this doubt: every number is listed under \
             Assumptions with a defensible range. Among them: {}staff of the jail follow the rules \
             in force in nearly all cases, not in all.",
            of(Grade::Judgement),
            parameters.len(),
            of(Grade::Contested),
            officers(view)
        ),
        misses(view),
    ]
}

/// Shares of the base's officer hours that do not count as a difference between arms.
const ALIKE: f64 = 0.01;

/// What the arms' officer hours for arrests at large are.
fn officers(view: &View) -> String {
    let hours = |cell: &Cell| sum(cell, &view.window, Measure::OperationHours);
    let base = view.mean(0, &hours).value;
    let differences: Vec<(usize, Mean)> =
        (1..view.arms().len()).map(|arm| (arm, view.paired(arm, &hours).difference)).collect();
    let is_alike = |mean: &Mean| mean.value.abs() <= ALIKE * base;
    if differences.is_empty() {
        return String::new();
    }
    if differences.iter().all(|(_, mean)| is_alike(mean)) {
        return "ICE has the same officer hours for arrests at large in every arm, so these differ \
                only as far as operations succeed, where the police help for instance, by \
                assumption; and "
            .to_owned();
    }
    let is_told = |mean: &Mean| mean.number < 2 || !mean.crosses_zero();
    let differ = differences.iter().filter(|(_, mean)| !is_alike(mean) && is_told(mean));
    let arms: Vec<String> =
        differ.map(|(arm, _)| format!("“{}”", view.arms()[*arm].label)).collect();
    if arms.is_empty() {
        return String::new();
    }
    format!(
        "arrests at large follow the officer hours for them, which under {} differ from the \
         base’s; and ",
        words::list(&arms)
    )
}

fn misses(view: &View) -> String {
    let judged = Judged::of(view.input.checked);
    if judged.number() == 0 {
        return format!(
            "No published figures were compared with the model for this place and time. Take \
             directions, not sizes.{}",
            judged.left_out()
        );
    }
    let farthest: Vec<String> = judged
        .missed()
        .take(3)
        .map(|one| {
            let (model, target) = (words::estimate_signed(&one.model), words::plain(one.target));
            format!("“{}” (model {model}, published {target})", one.label)
        })
        .collect();
    if farthest.is_empty() {
        let (told, left_out) = (judged.told(true), judged.left_out());
        return format!("The model is within the tolerance of {told}.{left_out}");
    }
    format!(
        "The model misses {}. Farthest off: {}. Where these matter, take directions rather than \
         sizes.{}",
        judged.told(false),
        words::list(&farthest),
        judged.left_out()
    )
}

/// Whether the public's picture of a jail's cooperation differs from the base's in some arm: by
/// the restrictions in force, or by whether fingerprints reach the immigration databases.
fn picture_differs(view: &View) -> bool {
    let picture = |cell: &Cell| cell.counted.life.mean(|at| cell.counted.life.months()[at].picture);
    (1..view.arms().len()).any(|arm| view.paired(arm, &picture).difference.value.abs() > 1e-6)
}

/// Whether arrests, raids and announcements frighten otherwise than in the base in some arm, as
/// far as these replicates can tell.
fn fear_differs(view: &View) -> bool {
    let fear = |cell: &Cell| cell.counted.life.mean(|at| cell.counted.life.months()[at].fear);
    (1..view.arms().len()).any(|arm| {
        let difference = view.paired(arm, &fear).difference;
        difference.value.abs() > 1e-6 && (difference.number < 2 || !difference.crosses_zero())
    })
}

/// What nearly all of a difference in crime rests on, and how far it could be off; nothing where
/// no arm differs from the base in what frightens.
fn driver(view: &View) -> String {
    let find = |name: &str| {
        let found = view.scenario.parameters.iter().find(|(is, _)| is == name);
        found.map(|(_, number)| number)
    };
    let (Some(picture), Some(near), Some(follow)) = (
        find("fear.policy_log_odds"),
        find("fear.neighbourhood_log_odds"),
        find("crime.reporting_elasticity"),
    ) else {
        return String::new();
    };
    let told = |name: &str, number: &Sourced| {
        format!("{name} {} [{}, {}]", number.value, number.low, number.high)
    };
    let of_picture = format!(
        "people near enforcement report less where the jail is known to cooperate ({}, by a count \
         of restrictions)",
        told("fear.policy_log_odds", picture)
    );
    let of_fear = format!(
        "people report less out of fear from arrests, raids and announcements ({}; how much an \
         announcement frightens is judgement)",
        told("fear.neighbourhood_log_odds", near)
    );
    let (chill, why, of) = match (picture_differs(view), fear_differs(view)) {
        (false, false) => return String::new(),
        (true, false) => (picture, of_picture, "both"),
        (false, true) => (near, of_fear, "both"),
        (true, true) => {
            (picture, format!("{of_picture}; {of_fear}"), "the first and the last of these")
        }
    };
    let times = |chill_at: f64, follow_at: f64| {
        let times = chill_at / chill.value.max(1e-9) * follow_at / follow.value.max(1e-9);
        words::fixed(times, if times < 1.0 { 2 } else { 1 })
    };
    format!(
        " Nearly all of a difference in crimes rests on the first two: {why}; and offenders follow \
         ({}). With the lowest values of {of} the difference would be some {} times as \
         large, with the highest some {} times. Studies of whole counties found no effect on crime \
         (Miles and Cox 2014; Treyger et al. 2014), and some surveys none on reporting (CIS 2021).",
        told("crime.reporting_elasticity", follow),
        times(chill.low, follow.low),
        times(chill.high, follow.high)
    )
}

fn mechanisms(view: &View) -> String {
    let on = &view.scenario.mechanisms;
    let named = [
        (on.fear_lowers_reporting, "that fear of enforcement lowers reporting"),
        (on.reporting_deters, "that less reporting draws more crime"),
        (on.detainer_lengthens_stay, "that a detainer lengthens the stay in jail"),
        (on.relapse, "that some released people soon offend again"),
    ];
    let told = |is: bool| {
        let chosen = named.iter().filter(|(on, _)| *on == is);
        words::list(&chosen.map(|(_, words)| (*words).to_owned()).collect::<Vec<_>>())
    };
    let mut said = Vec::new();
    if named.iter().any(|(on, _)| *on) {
        said.push(format!("This run assumes {}", told(true)));
    }
    if named.iter().any(|(on, _)| !*on) {
        said.push(format!("It leaves out {}", told(false)));
    }
    let crime =
        if on.reporting_deters && on.fear_lowers_reporting { driver(view) } else { String::new() };
    format!(
        "{}. These are contested; each can be switched off in the scenario, and whoever doubts one \
         should see what is left without it.{crime}",
        said.join(". ")
    )
}

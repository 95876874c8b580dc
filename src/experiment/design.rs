//! Designs and distributions, as plans and reports call them.

use crate::report::words::{counted, list};
use crate::sensitivity::{Design, Groups, Shape};

/// A design in a few words.
#[must_use]
pub fn design_in_words(design: &Design) -> String {
    match design {
        Design::OneAtATime => "one at a time".to_owned(),
        Design::Factorial(factorial) => {
            format!("full factorial, {} levels", factorial.levels.first().copied().unwrap_or(0))
        }
        Design::LatinHypercube(latin) if latin.blocks > 1 => {
            format!("Latin hypercube, n = {}, {} times", latin.block, latin.blocks)
        }
        Design::LatinHypercube(latin) => format!("Latin hypercube, n = {}", latin.block),
        Design::Morris(morris) => {
            let groups = match groups(&morris.groups).len() {
                0 => String::new(),
                n => format!(", {}", counted(n, "group", "groups")),
            };
            format!("Morris, {} trajectories{groups}", morris.trajectories)
        }
        Design::Saltelli(saltelli) => {
            let order = if saltelli.second_order { "with" } else { "no" };
            format!("Saltelli, n = {}, {order} second order", saltelli.base)
        }
    }
}

/// How numbers between low and high are taken, in a few words.
#[must_use]
pub fn shape_in_words(shape: Shape) -> &'static str {
    match shape {
        Shape::Pert => "PERT: likeliest at the value",
        Shape::Uniform => "uniform from low to high",
    }
}

/// The groups of several parameters, and how many each has.
fn groups(groups: &Groups) -> Vec<(&str, usize)> {
    let Groups::Of(names) = groups else { return Vec::new() };
    let mut found: Vec<(&str, usize)> = Vec::new();
    for name in names {
        match found.iter_mut().find(|(known, _)| known == name) {
            Some((_, size)) => *size += 1,
            None => found.push((name, 1)),
        }
    }
    // A parameter that moves alone has its own name, which has a part and a dot.
    found.retain(|(name, _)| !name.contains('.'));
    found
}

/// What moves together, in words; nothing where each parameter moves alone.
#[must_use]
pub fn groups_in_words(design: &Design) -> Option<String> {
    let Design::Morris(morris) = design else { return None };
    let Groups::Of(all) = &morris.groups else { return None };
    let groups = groups(&morris.groups);
    let grouped: usize = groups.iter().map(|(_, size)| size).sum();
    let told: Vec<String> = groups
        .iter()
        .map(|(name, size)| format!("{name} ({})", counted(*size, "parameter", "parameters")))
        .collect();
    let alone = match all.len() - grouped {
        0 => String::new(),
        n => format!("; {} alone", counted(n, "parameter moves", "parameters move")),
    };
    Some(format!("{}{alone}", list(&told)))
}

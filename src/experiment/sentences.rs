//! Sentences beside the indices: between what an outcome lies, what of it is chance, and whether a larger
//! sample would say something else.

use crate::report::words::{self, fixed, percent, percent_interval, plain};
use crate::sensitivity::convergence::Growth;
use crate::sensitivity::replicates::Components;
use crate::sweep::paired::Mean;

/// A sample says what a larger one would if no index moves by more over its last half.
const SETTLED: f64 = 0.05;

/// Chance that is a larger part of the means than this is told.
const LITTLE: f64 = 0.05;

/// Where all outputs are the same number.
pub(super) fn constant(all: f64) -> String {
    format!("It is {} at every point: there is nothing to explain.", plain(all))
}

/// Chance beside the parameters. What is left of it in the means of replicates must be said: it differs
/// from point to point, so that totals take it for interaction.
pub(super) fn chance(found: &Components, replicates: usize) -> String {
    let left = found.left_in_means(replicates);
    let left = match left > LITTLE {
        true => format!(
            ", and {} of that of means over {replicates} replicates: add replicates",
            percent(left)
        ),
        false => String::new(),
    };
    let (value, low, high) = (found.chance.value, found.chance.low, found.chance.high);
    let share = percent_interval(value, low, high);
    format!("Chance is {share} of the spread of single runs{left}.")
}

/// What it saves that replicate r has the same luck at every point.
pub(super) fn worth(found: &Components) -> Option<String> {
    let worth = found.worth_of_common_luck();
    (worth.is_finite() && worth > 1.05).then(|| {
        format!(
            "As all points share their luck, a replicate is worth {} independent ones.",
            words::times(worth)
        )
    })
}

/// Between what the means over replicates lie.
pub(super) fn spread(means: &[f64], is_difference: bool) -> String {
    let least = means.iter().copied().fold(f64::INFINITY, f64::min);
    let most = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let number = if is_difference { words::plain_signed } else { plain };
    format!(
        "From {} to {} over {}, {} in the mean.",
        number(least),
        number(most),
        words::counted(means.len(), "point", "points"),
        number(Mean::of(means).value)
    )
}

/// Whether a larger sample would say something else.
pub(super) fn converged(growth: Option<&Growth>, what: &str) -> String {
    let Some(growth) = growth.filter(|growth| growth.steps.len() > 1) else {
        return format!("Converged: cannot be said of so few {what}.");
    };
    let change = fixed(growth.last_change, 2);
    if growth.last_change <= SETTLED {
        return format!(
            "Converged: yes, no index moved by more than {change} over the last half of the {what}."
        );
    }
    format!(
        "Converged: no, an index moved by {change} over the last half of the {what}: add some with \
         jurisim sweep expand."
    )
}

/// Whether such a sentence says yes, no, or nothing.
pub(super) fn is_settled(growth: Option<&Growth>) -> Option<bool> {
    let growth = growth.filter(|growth| growth.steps.len() > 1)?;
    Some(growth.last_change <= SETTLED)
}

//! Branches a run off at a date: the arm that is left and the branch are a run of their own, of
//! which only what comes after the date is simulated.

use super::carry_out::Order;
use super::{RunFolder, Trouble};
use crate::scenario::branch::Step;
use crate::scenario::read::scenario_branched;
use crate::scenario::{Scenario, library};
use crate::sweep::Parent;
use jiff::civil::Date;
use std::path::Path;

/// Where a branch leaves, and for what.
#[derive(Clone, Debug)]
pub struct Branching<'a> {
    /// The arm that is left; the base if none is named.
    pub arm: Option<&'a str>,
    /// The first day of the branch.
    pub at: Date,
    /// The policies that take the place of the arm's own; none leaves the rules as they are.
    pub policies: Vec<String>,
    /// The id of the branch; made from the policies if none is given.
    pub id: Option<String>,
    /// How many replicates; as many as the run has logs of if none is given.
    pub replicates: Option<u32>,
}

/// The scenario of a branch, and the arm of the run that it leaves.
///
/// # Errors
/// The run is damaged or of another version, or the branching makes no sense.
pub fn branched(
    folder: &RunFolder,
    branching: &Branching,
    beside: &dyn Fn(&str) -> Option<Result<String, String>>,
) -> Result<(Scenario, String), Trouble> {
    let parent = folder.scenario()?;
    let arm = match branching.arm {
        Some(arm) => arm.to_owned(),
        None => parent.arms.first().map(|arm| arm.id.clone()).unwrap_or_default(),
    };
    let step = Step {
        id: branching.id.clone().unwrap_or_else(|| id(branching, &arm)),
        arm: arm.clone(),
        at: branching.at,
        policies: branching.policies.clone(),
    };
    let mut steps = parent.steps.clone();
    steps.push(step);
    let shown = folder.path.join("scenario.toml").display().to_string();
    let find = |name: &str| match parent.beside.get(name) {
        Some(text) => Some(Ok(text.clone())),
        None => beside(name),
    };
    let mut scenario =
        scenario_branched(library::numbers()?, (&shown, &parent.text), &find, &steps)?;
    scenario.seed = parent.seed;
    let logs = folder.logs()?;
    let kept: Vec<u32> =
        logs.iter().filter(|log| log.arm == arm).map(|log| log.replicate).collect();
    for replicate in &kept {
        folder.log(&arm, *replicate)?;
    }
    let kept = u32::try_from(kept.len()).unwrap_or(u32::MAX).max(1);
    scenario.replicates = branching.replicates.unwrap_or(kept);
    Ok((scenario, arm))
}

/// A name for a branch, of its policies without their dates.
fn id(branching: &Branching, arm: &str) -> String {
    let plain = |name: &String| {
        let name = name.split(['@', ':']).next().unwrap_or_default();
        name.to_owned()
    };
    let names: Vec<String> = branching.policies.iter().map(plain).collect();
    let id = if names.is_empty() { "unchanged".to_owned() } else { names.join("-and-") };
    if id == arm { format!("{id}-again") } else { id }
}

/// The order that carries a branch out.
#[must_use]
pub fn order<'a>(
    scenario: &'a Scenario,
    (folder, arm): (&'a Path, &'a str),
    command: &'a str,
    out: &'a Path,
    threads: usize,
) -> Order<'a> {
    let mut order = Order::new(scenario, out, command);
    order.keep = scenario.replicates;
    order.threads = threads;
    order.parent = Some(Parent { folder, arm });
    order
}

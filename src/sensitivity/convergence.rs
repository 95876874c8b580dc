//! Whether a larger sample would say something else: indices at growing sizes.

use super::SensitivityError;

/// The indices of a part of the sample.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Its size, in what grows: base samples, trajectories, blocks.
    pub size: u32,
    /// An index per column.
    pub indices: Vec<f64>,
}

/// Indices at growing sizes, the whole sample last.
#[derive(Clone, PartialEq, Debug)]
pub struct Growth {
    /// From the smallest.
    pub steps: Vec<Step>,
    /// The largest difference of any index, between the whole sample and any part that holds at
    /// least half of it.
    pub last_change: f64,
}

/// How many steps there are if the sample is large enough.
const STEPS: u32 = 8;

/// The sizes looked at: eighths of the whole, of at least `least`.
#[must_use]
pub fn sizes(whole: u32, least: u32) -> Vec<u32> {
    let eighth = |step: u32| (u64::from(whole) * u64::from(step) / u64::from(STEPS)) as u32;
    let mut sizes: Vec<u32> = (1..=STEPS).map(eighth).filter(|size| *size >= least).collect();
    sizes.dedup();
    sizes
}

/// Asks for the indices of parts of growing sizes, each the beginning of the next.
///
/// # Errors
/// What `indices` says of a part; a sample smaller than `least`.
pub fn growth(
    whole: u32,
    least: u32,
    mut indices: impl FnMut(u32) -> Result<Vec<f64>, SensitivityError>,
) -> Result<Growth, SensitivityError> {
    let step = |size| indices(size).map(|indices| Step { size, indices });
    let steps = sizes(whole, least).into_iter().map(step).collect::<Result<Vec<Step>, _>>()?;
    let Some(last) = steps.last() else {
        let (what, needs) = ("the size of the sample", "large enough to be cut");
        return Err(SensitivityError::Setting { what, is: f64::from(whole), needs });
    };
    let later = steps.iter().filter(|step| 2 * u64::from(step.size) >= u64::from(whole));
    let changes = later.flat_map(|step| step.indices.iter().zip(&last.indices));
    let last_change = changes.map(|(then, now)| (then - now).abs()).fold(0.0, f64::max);
    Ok(Growth { steps, last_change })
}

//! The cells of a sweep: which there are, what each is called, and in which shard it stands.

use super::file::SweepFile;
use crate::engine::BEHAVIOUR;
use crate::log::Digest;
use crate::runs::ENGINE;
use crate::scenario::Scenario;
use crate::sensitivity::{Design, Points, SensitivityError};
use std::collections::BTreeMap;
use std::ops::Range;

/// How large a sweep is at first, or after an expansion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Growth {
    /// Base samples, trajectories or blocks: what of a design grows. 1 where nothing does.
    pub size: u32,
    /// Replicates of each point.
    pub replicates: u32,
    /// Cells of a shard of the cells that this adds.
    pub shard: u32,
}

/// A cell by its place: a point, and a replicate from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellAt {
    /// The first point that has its inputs.
    pub point: u32,
    /// The replicate.
    pub replicate: u32,
}

/// What an expansion adds, or what there was at first.
#[derive(Clone, Copy, Debug)]
struct Layer {
    /// Distinct points before, and with it.
    points: (u32, u32),
    /// Replicates before, and with it.
    replicates: (u32, u32),
    shard: u32,
    first_shard: u32,
}

/// All cells.
///
/// Points that differ in the dummy alone have the same inputs, so they share their cells: nothing is
/// ever run twice to learn that a number in no model does nothing.
#[derive(Clone, Debug)]
pub struct Cells {
    /// In the parameters' own units, the dummy last.
    values: Points,
    /// The same as places in their distributions.
    units: Points,
    /// By point: the number of its inputs among the distinct ones.
    alike: Vec<u32>,
    /// The first point of each distinct set of inputs.
    distinct: Vec<u32>,
    layers: Vec<Layer>,
    /// The hash of all that decides a cell but its point and replicate.
    base: Digest,
}

/// What of a design grows, as it is.
pub(super) fn size_of(design: &Design) -> u32 {
    match design {
        Design::OneAtATime | Design::Factorial(_) => 1,
        Design::LatinHypercube(latin) => latin.blocks,
        Design::Morris(morris) => morris.trajectories,
        Design::Saltelli(saltelli) => saltelli.base,
    }
}

/// The design after an expansion.
pub(super) fn grown(design: &Design, to: u32) -> Result<Design, SensitivityError> {
    if size_of(design) == to { Ok(design.clone()) } else { design.expanded(to) }
}

impl Cells {
    /// The cells of a sweep that grew so. The points of a design begin with those of a smaller one, so
    /// that every cell keeps its place.
    pub(super) fn new(file: &SweepFile, growth: &[Growth]) -> Result<Cells, SensitivityError> {
        let points_of = |growth: &Growth| {
            let design = grown(&file.design, growth.size)?;
            design.size(&file.space)
        };
        let last = growth.last().copied().unwrap_or(first_growth(file));
        let units = grown(&file.design, last.size)?.points(&file.space, file.seed)?;
        let values = file.space.values(&units);
        let (alike, distinct) = alike(&values);
        let mut layers: Vec<Layer> = Vec::new();
        let (mut points, mut replicates, mut first_shard) = (0, 0, 0);
        for growth in growth {
            let last_point = points_of(growth)?;
            let with = distinct.partition_point(|point| (*point as usize) < last_point);
            let with = u32::try_from(with).map_err(|_| SensitivityError::TooLarge)?;
            let layer = Layer {
                points: (points, with),
                replicates: (replicates, growth.replicates),
                shard: growth.shard.max(1),
                first_shard,
            };
            first_shard += layer.shards();
            (points, replicates) = (with, growth.replicates);
            layers.push(layer);
        }
        Ok(Cells { values, units, alike, distinct, layers, base: base(&file.scenario) })
    }

    /// How many points, as the design counts them.
    #[must_use]
    pub fn points(&self) -> usize {
        self.values.len()
    }

    /// The points in the parameters' own units, the dummy last.
    #[must_use]
    pub fn values(&self) -> &Points {
        &self.values
    }

    /// The points as places in their distributions.
    #[must_use]
    pub fn units(&self) -> &Points {
        &self.units
    }

    /// Replicates of each point.
    #[must_use]
    pub fn replicates(&self) -> u32 {
        self.layers.last().map_or(0, |layer| layer.replicates.1)
    }

    /// How many cells, those of equal inputs counted once.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.layers.iter().map(Layer::cells).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many shards.
    #[must_use]
    pub fn shards(&self) -> u32 {
        self.layers.iter().map(Layer::shards).sum()
    }

    /// The cells of a shard, in their order.
    #[must_use]
    pub fn of_shard(&self, shard: u32) -> Vec<CellAt> {
        let holds = |layer: &&Layer| layer.shard_numbers().contains(&shard);
        let Some(layer) = self.layers.iter().find(holds) else { return Vec::new() };
        let first = u64::from(shard - layer.first_shard) * u64::from(layer.shard);
        let end = (first + u64::from(layer.shard)).min(layer.cells());
        (first..end).map(|at| self.at(layer, at)).collect()
    }

    /// One of the cells of a shard.
    #[must_use]
    pub fn nth(&self, shard: u32, place: u32) -> Option<CellAt> {
        let layer = self.layers.iter().find(|layer| layer.shard_numbers().contains(&shard))?;
        let first = u64::from(shard - layer.first_shard) * u64::from(layer.shard);
        let at = first + u64::from(place);
        (place < layer.shard && at < layer.cells()).then(|| self.at(layer, at))
    }

    /// The cell of a point and replicate: its shard, and its place there.
    #[must_use]
    pub fn place(&self, point: usize, replicate: u32) -> Option<(u32, usize)> {
        let distinct = *self.alike.get(point)?;
        let holds = |layer: &&Layer| distinct < layer.points.1 && replicate <= layer.replicates.1;
        let layer = self.layers.iter().find(holds)?;
        let at = layer.place(distinct, replicate);
        let (shard, place) = (at / u64::from(layer.shard), at % u64::from(layer.shard));
        Some((layer.first_shard + u32::try_from(shard).ok()?, usize::try_from(place).ok()?))
    }

    /// The name of a cell: the hash of its inputs and of the engine.
    #[must_use]
    pub fn name(&self, cell: CellAt) -> Digest {
        let mut inputs = self.base.0.to_vec();
        for value in self.inputs(cell.point as usize) {
            inputs.extend_from_slice(&value.to_bits().to_le_bytes());
        }
        inputs.extend_from_slice(&cell.replicate.to_le_bytes());
        Digest::of(&inputs)
    }

    /// The numbers of the parameters at a point, without the dummy's.
    #[must_use]
    pub fn inputs(&self, point: usize) -> &[f64] {
        inputs(self.values.row(point))
    }

    fn at(&self, layer: &Layer, at: u64) -> CellAt {
        let (distinct, replicate) = layer.cell(at);
        CellAt { point: self.distinct[distinct as usize], replicate }
    }
}

fn inputs(row: &[f64]) -> &[f64] {
    &row[..row.len() - 1]
}

impl Layer {
    /// Replicates that it adds to each point that was there before.
    fn more(&self) -> u64 {
        u64::from(self.replicates.1 - self.replicates.0)
    }

    fn cells(&self) -> u64 {
        let (before, with) = self.points;
        u64::from(before) * self.more() + u64::from(with - before) * u64::from(self.replicates.1)
    }

    fn shards(&self) -> u32 {
        u32::try_from(self.cells().div_ceil(u64::from(self.shard))).expect("few, as files hold")
    }

    fn shard_numbers(&self) -> Range<u32> {
        self.first_shard..self.first_shard + self.shards()
    }

    /// The number among its own of the cell of a distinct point and replicate.
    fn place(&self, distinct: u32, replicate: u32) -> u64 {
        let (before, replicate) = (self.points.0, u64::from(replicate));
        if distinct < before {
            return u64::from(distinct) * self.more() + replicate
                - u64::from(self.replicates.0)
                - 1;
        }
        u64::from(before) * self.more()
            + u64::from(distinct - before) * u64::from(self.replicates.1)
            + replicate
            - 1
    }

    /// The distinct point and the replicate of the cell of a number.
    fn cell(&self, at: u64) -> (u32, u32) {
        let narrow = |number: u64| u32::try_from(number).expect("points and replicates are few");
        let old = u64::from(self.points.0) * self.more();
        if at < old {
            let replicate = u64::from(self.replicates.0) + at % self.more() + 1;
            return (narrow(at / self.more()), narrow(replicate));
        }
        let (each, at) = (u64::from(self.replicates.1), at - old);
        (self.points.0 + narrow(at / each), narrow(at % each + 1))
    }
}

/// By point the number of its inputs, and the first point of each.
fn alike(values: &Points) -> (Vec<u32>, Vec<u32>) {
    let mut known: BTreeMap<Vec<u64>, u32> = BTreeMap::new();
    let (mut alike, mut distinct) = (Vec::new(), Vec::new());
    for (point, row) in (0..).zip(values.rows()) {
        let bits = inputs(row).iter().map(|value| value.to_bits()).collect();
        let number = *known.entry(bits).or_insert_with(|| {
            distinct.push(point);
            u32::try_from(distinct.len() - 1).expect("no more than points")
        });
        alike.push(number);
    }
    (alike, distinct)
}

/// The hash of all that decides a cell but its point and replicate.
fn base(scenario: &Scenario) -> Digest {
    // How many replicates there are decides none of them.
    let one = Scenario { replicates: 1, ..scenario.clone() };
    let inputs = format!("jurisim cell {ENGINE} {}\n{}", BEHAVIOUR.trim(), one.resolved());
    Digest::of(inputs.as_bytes())
}

/// Shards for people to count and for a disk to hold: at least so many cells in each.
const LEAST: u64 = 16;
/// And at most so many, which bounds the memory that a shard on its way takes.
const MOST: u64 = 1_000;
/// Between these, so many shards.
const SHARDS: u64 = 40;

/// So many cells of a shard, for so many cells.
pub(super) fn shard_size(cells: u64) -> u32 {
    u32::try_from(cells.div_ceil(SHARDS).clamp(LEAST, MOST)).expect("at most a thousand")
}

/// A sweep as large as its file says.
pub(super) fn first_growth(file: &SweepFile) -> Growth {
    let points = file.design.size(&file.space).unwrap_or(0) as u64;
    let shard = shard_size(points * u64::from(file.replicates));
    Growth { size: size_of(&file.design), replicates: file.replicates, shard }
}

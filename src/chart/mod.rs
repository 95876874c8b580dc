//! Pictures of results: plain numbers in; a wide and a narrow drawing, a bitmap and a sentence out.
//!
//! A chart lays itself out twice, once for a desk and once for a phone, as a [`scene::Scene`]: a
//! list of fills, strokes, dots and words at known places. One function (`paint`) draws a scene on
//! any backend of `plotters`, be it SVG (`svg`) or a bitmap (`bitmap`), so the two cannot disagree.
//! Words are measured with an embedded font (`font`), so the same numbers give the same bytes on
//! every machine, and a label that fits here fits everywhere.
//!
//! ```text
//! data -> a chart (fan, sankey, ...) -> scene -> paint -> svg, bitmap -> Picture
//!              uses: page (title, caption), axis, series, labels, palette, number, ticks;
//!                    of sweeps: across (rows on one scale), plane (two scales), fills, callouts
//! ```
//!
//! Nothing here knows about people, policies or logs: it may be read, tested and replaced alone.

mod across;
mod axis;
mod bitmap;
mod callouts;
mod colours;
mod convergence;
mod differences;
mod facets;
mod fan;
mod fills;
mod floor;
mod flow;
mod font;
mod labels;
mod ledger;
mod months;
mod morris;
mod number;
mod page;
mod paint;
mod palette;
mod panels;
mod picture;
mod plane;
mod region;
mod ruler;
mod sankey;
mod scene;
mod series;
mod sobol;
mod split;
mod stacks;
mod states;
mod svg;
mod targets;
mod text;
mod ticks;
mod tiles;
mod tornado;
mod tradeoff;
mod worlds;

#[cfg(test)]
mod promises;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod sweep_samples;

pub use colours::TileKind;
pub use convergence::{Convergence, ConvergenceLine, ConvergenceRow, convergence};
pub use differences::{DifferenceGroup, DifferenceRow, Differences, differences};
pub use facets::{Facets, facets};
pub use fan::{Fan, FanArm, Mark, Observed, difference_over_time, fan};
pub use floor::Standing;
pub use months::Month;
pub use morris::{Morris, MorrisPoint, morris};
pub use number::fixed;
pub use panels::{Panel, Panels, panels};
pub use picture::{Estimate, Picture};
pub use region::{Region, RegionAxis, region};
pub use sankey::{Sankey, SankeyLink, SankeyNode, Tone, sankey};
pub use sobol::{Sobol, SobolRow, sobol};
pub use split::{Split, SplitRow, split};
pub use stacks::{Stack, Stacks, stacks};
pub use targets::{TargetRow, Targets, targets};
pub use tiles::{TilePanel, TileRow, Tiles, tiles};
pub use tornado::{Tornado, TornadoRow, tornado};
pub use tradeoff::{Tradeoff, TradeoffArm, TradeoffRow, tradeoff};
pub use worlds::{Worlds, WorldsRow, worlds};

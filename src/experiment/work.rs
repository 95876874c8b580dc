//! Runs the cells that a sweep still lacks.

use super::cells::CellAt;
use super::folder::SweepFolder;
use super::shard::{Bundle, Came, Finished};
use crate::engine::as_done;
use crate::engine::record::{Going, Watch};
use crate::log::Digest;
use crate::runs::Trouble;
use crate::sweep::outcome::OUTCOMES;
use crate::sweep::{SweepError, one_replicate};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Finished cells are put on the disk when so much time has passed, at first and in the long run: what a
/// kill costs at most, besides the cells in flight. Whoever is killed soon and often gets on all the same.
const BLOCK_EVERY: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(2)];

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Worked {
    /// Cells run now.
    pub run: u64,
    /// Of these, how many failed.
    pub failed: u64,
}

/// A shard on its way.
struct Open {
    cells: Vec<CellAt>,
    names: Vec<Digest>,
    /// What is finished, by name.
    done: BTreeMap<[u8; 32], Finished>,
    /// Names of those that no file has yet.
    fresh: Vec<Digest>,
    /// Cells in files, and how many times over.
    published: u64,
    blocks: Vec<PathBuf>,
}

/// Runs all cells that these shards lack, in their order. `begun` is told first how many they are; the
/// watch is told of every simulated day, and says whether to go on.
///
/// # Errors
/// What the disk refuses, a damaged file, or a stop that was asked for: then all finished cells are saved.
pub fn work(
    folder: &SweepFolder,
    shards: &[u32],
    threads: usize,
    begun: &dyn Fn(u64),
    watch: Watch,
) -> Result<Worked, Trouble> {
    let mut open = BTreeMap::new();
    let mut missing: Vec<(u32, u32)> = Vec::new();
    for &shard in shards {
        let blocks = folder.blocks(shard)?;
        if folder.is_whole(shard)? {
            blocks.iter().try_for_each(|path| folder.remove(path))?;
            continue;
        }
        let one = opened(folder, shard, blocks)?;
        let lacks = (0..).zip(&one.names).filter(|(_, name)| !one.done.contains_key(&name.0));
        let before = missing.len();
        missing.extend(lacks.map(|(at, _)| (shard, at)));
        match missing.len() == before {
            // A kill came between the last block and the whole.
            true => close(folder, shard, one)?,
            // Only those with something to keep in mind are opened before their turn.
            false if !one.done.is_empty() => drop(open.insert(shard, one)),
            false => {}
        }
    }
    begun(missing.len() as u64);
    let mut worked = Worked::default();
    let mut trouble = None;
    let (mut saved, [mut every, longest]) = (Instant::now(), BLOCK_EVERY);
    let cell = |at: usize| {
        let (shard, place) = missing[at];
        run(folder, nth(folder, shard, place), watch)
    };
    let taken = |at: usize, came: Option<Came>| {
        let Some(came) = came else { return Going::Stopped };
        worked.run += 1;
        worked.failed += u64::from(matches!(came, Came::Failed { .. }));
        let kept = take(folder, &mut open, missing[at], came);
        let kept = kept.and_then(|()| match saved.elapsed() > every {
            true => {
                (saved, every) = (Instant::now(), longest.min(2 * every));
                save(folder, &mut open)
            }
            false => Ok(()),
        });
        match kept {
            Ok(()) => Going::On,
            Err(error) => {
                trouble.get_or_insert(error);
                Going::Stopped
            }
        }
    };
    as_done(missing.len(), threads, cell, taken).map_err(Trouble::Threads)?;
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    save(folder, &mut open)?;
    if worked.run < missing.len() as u64 { Err(Trouble::Stopped) } else { Ok(worked) }
}

fn nth(folder: &SweepFolder, shard: u32, place: u32) -> CellAt {
    folder.cells.nth(shard, place).expect("a place in the list of its shard")
}

fn opened(folder: &SweepFolder, shard: u32, blocks: Vec<PathBuf>) -> Result<Open, Trouble> {
    let Bundle { published, cells: found, .. } = folder.found(shard)?;
    let cells = folder.cells.of_shard(shard);
    let names: Vec<Digest> = cells.iter().map(|cell| folder.cells.name(*cell)).collect();
    let done = found.into_iter().map(|one| (one.cell.0, one)).collect();
    Ok(Open { cells, names, done, fresh: Vec::new(), published, blocks })
}

/// Keeps what came of a cell; once its shard is whole, as one file.
fn take(
    folder: &SweepFolder,
    open: &mut BTreeMap<u32, Open>,
    (shard, place): (u32, u32),
    came: Came,
) -> Result<(), Trouble> {
    let mut one = match open.remove(&shard) {
        Some(one) => one,
        None => opened(folder, shard, folder.blocks(shard)?)?,
    };
    let cell = one.names[place as usize];
    one.fresh.push(cell);
    one.done.insert(cell.0, Finished { cell, came });
    if one.done.len() == one.cells.len() {
        return close(folder, shard, one);
    }
    open.insert(shard, one);
    Ok(())
}

/// Puts all cells of a shard into one file, and removes its blocks.
fn close(folder: &SweepFolder, shard: u32, mut one: Open) -> Result<(), Trouble> {
    let cells = one.names.iter().filter_map(|name| one.done.remove(&name.0)).collect();
    let published = one.published + one.fresh.len() as u64;
    let whole = Bundle { shard, published, cells };
    folder.publish(&folder.results_path(shard), &whole.packed())?;
    one.blocks.iter().try_for_each(|path| folder.remove(path))
}

/// Puts the cells that no file has yet into a block for each shard.
fn save(folder: &SweepFolder, open: &mut BTreeMap<u32, Open>) -> Result<(), Trouble> {
    for (shard, one) in open.iter_mut().filter(|(_, one)| !one.fresh.is_empty()) {
        let cells: Vec<Finished> =
            one.fresh.iter().filter_map(|name| one.done.get(&name.0).cloned()).collect();
        let block = Bundle { shard: *shard, published: cells.len() as u64, cells };
        one.blocks.push(folder.publish_block(&block)?);
        one.published += block.published;
        one.fresh.clear();
    }
    Ok(())
}

/// Runs a cell; nothing if it was stopped.
fn run(folder: &SweepFolder, cell: CellAt, watch: Watch) -> Option<Came> {
    let scenario = folder.file.at(folder.cells.inputs(cell.point as usize));
    let failed =
        |error: String| Some(Came::Failed { error, seed: scenario.seed_of(cell.replicate) });
    // A mistake of ours at one point of the space must not cost the others.
    let run = catch_unwind(AssertUnwindSafe(|| one_replicate(&scenario, cell.replicate, watch)));
    let cells = match run {
        Ok(Ok(cells)) => cells,
        Ok(Err(SweepError::Stopped)) => return None,
        Ok(Err(error)) => return failed(error.to_string()),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            let words =
                words.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            return failed(format!("panic: {}", words.unwrap_or_default()));
        }
    };
    let mut counted = Vec::with_capacity(cells.len() * OUTCOMES.len());
    for (arm, cell) in scenario.arms.iter().zip(&cells) {
        for outcome in OUTCOMES {
            let value = (outcome.of)(&scenario, cell);
            if !value.is_finite() {
                return failed(format!("{} of {} is {value}", outcome.id, arm.id));
            }
            // No minus nought: tables would tell it apart from nought.
            counted.push(value + 0.0);
        }
    }
    Some(Came::Counted(counted))
}

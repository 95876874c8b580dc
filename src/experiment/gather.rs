//! All results of a sweep as one table, whatever the order in which they came.

use super::folder::{SweepFolder, own_temporary};
use super::shard::Came;
use crate::disk::{DiskError, Writing};
use crate::log::Digest;
use crate::log::columns::{Column, Long};
use crate::runs::Trouble;
use crate::sweep::outcome::{OUTCOMES, Outcome};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Of so many shards the message names the first.
const NAMED: usize = 20;

/// Rows of a part of the Parquet file.
const GROUP: usize = 16_384;

/// What was gathered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gathered {
    /// Rows of the table.
    pub rows: u64,
    /// The hash of the table as CSV.
    pub hash: Digest,
    /// Cells that failed.
    pub failed: u64,
}

/// Writes the tables of a sweep of which every cell is finished.
///
/// # Errors
/// Cells are missing: of which shards; a file is damaged; or what the disk refuses.
pub fn gather(folder: &SweepFolder) -> Result<Gathered, Trouble> {
    nothing_is_missing(folder)?;
    folder.tidy()?;
    let mut tables = Tables::begin(folder)?;
    let mut failed: BTreeMap<(u32, u32), (String, u64)> = BTreeMap::new();
    let mut rows = 0;
    each(folder, &mut |point, replicate, came| {
        if let Came::Failed { error, seed } = came {
            failed.insert((point, replicate), (error.clone(), *seed));
        }
        rows += folder.file.scenario.arms.len() as u64;
        tables.take(point, replicate, came)
    })?;
    let hash = tables.finish()?;
    let path = folder.path.join("failed.csv");
    if failed.is_empty() {
        folder.remove(&path)?;
    } else {
        folder.publish(&path, &failures(&failed))?;
    }
    Ok(Gathered { rows, hash, failed: failed.len() as u64 })
}

/// The failed cells as a table.
fn failures(failed: &BTreeMap<(u32, u32), (String, u64)>) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let rows = failed.iter().map(|((point, replicate), (error, seed))| {
        [point.to_string(), replicate.to_string(), seed.to_string(), error.clone()]
    });
    let head = ["point", "replicate", "seed", "error"].map(str::to_owned);
    for row in std::iter::once(head).chain(rows) {
        table.write_record(row).expect("memory takes it, and rows are alike");
    }
    table.into_inner().expect("memory takes it")
}

/// Refuses a sweep of which cells are missing, and says which shards they are of.
pub(super) fn nothing_is_missing(folder: &SweepFolder) -> Result<(), Trouble> {
    let mut missing: Vec<(u32, u64)> = Vec::new();
    for shard in 0..folder.cells.shards() {
        if !folder.is_whole(shard)? {
            let there = folder.found(shard)?.cells.len();
            missing.push((shard, (folder.cells.of_shard(shard).len() - there) as u64));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let cells: u64 = missing.iter().map(|(_, cells)| cells).sum();
    let shown = folder.path.display();
    Err(Trouble::Incomplete(format!(
        "{shown}: {cells} of {} cells are missing, in shards {}. jurisim sweep resume {shown} runs them",
        folder.cells.len(),
        named_shards(&missing)
    )))
}

/// Shards by number, each with how many of its cells are missing.
#[must_use]
pub fn named_shards(missing: &[(u32, u64)]) -> String {
    first_of(NAMED, missing.iter().map(|(shard, cells)| format!("{shard} ({cells})")))
}

/// The first so many of a list, and how many more there are.
pub(super) fn first_of(most: usize, all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(most);
    let named: Vec<String> = all.take(most).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    named.join(", ") + &more
}

/// What takes a cell: its point, from 0, its replicate, and what came of it.
pub(super) type Each<'a> = &'a mut dyn FnMut(u32, u32, &Came) -> Result<(), Trouble>;

/// Shards kept at hand: points with equal inputs are near each other, and expansions stand in shards of
/// their own.
const AT_HAND: usize = 8;

/// Shows every point with every replicate, in order, and what came of it.
pub(super) fn each(folder: &SweepFolder, take: Each) -> Result<(), Trouble> {
    let mut at_hand: Vec<(u32, Vec<Came>)> = Vec::new();
    for point in 0..folder.cells.points() {
        for replicate in 1..=folder.cells.replicates() {
            let (shard, place) =
                folder.cells.place(point, replicate).expect("every point has every replicate");
            let known = at_hand.iter().position(|(known, _)| *known == shard);
            let at = match known {
                Some(at) => at,
                None => {
                    if at_hand.len() == AT_HAND {
                        at_hand.remove(0);
                    }
                    at_hand.push((shard, whole(folder, shard)?));
                    at_hand.len() - 1
                }
            };
            // The one asked for last goes last.
            let used = at_hand.remove(at);
            at_hand.push(used);
            let came = &at_hand[at_hand.len() - 1].1[place];
            take(u32::try_from(point).expect("points are few"), replicate, came)?;
        }
    }
    Ok(())
}

/// All cells of a shard, if they are those that it should have.
fn whole(folder: &SweepFolder, shard: u32) -> Result<Vec<Came>, Trouble> {
    let found = folder.found(shard)?;
    let expected = folder.cells.of_shard(shard);
    let outcomes = OUTCOMES.len() * folder.file.scenario.arms.len();
    let is_counted = |came: &Came| match came {
        Came::Counted(numbers) => numbers.len() == outcomes,
        Came::Failed { .. } => true,
    };
    let is_right = found.cells.len() == expected.len()
        && found
            .cells
            .iter()
            .zip(&expected)
            .all(|(one, cell)| one.cell == folder.cells.name(*cell) && is_counted(&one.came));
    if !is_right {
        let path = folder.results_path(shard);
        let what = "expected the cells of this sweep, found others";
        return Err(Trouble::Damage(format!("{}: damaged: {what}", path.display())));
    }
    Ok(found.cells.into_iter().map(|one| one.came).collect())
}

/// Where an outcome stands among all.
pub(super) fn place_of(outcome: &Outcome) -> usize {
    let found = OUTCOMES.iter().position(|known| known.id == outcome.id);
    found.expect("an outcome is one of all outcomes")
}

/// Both tables on their way, a row for each point, replicate and arm.
struct Tables<'a> {
    folder: &'a SweepFolder,
    outcomes: Vec<usize>,
    csv: Writing,
    csv_path: PathBuf,
    parquet: Long<Writing>,
    parquet_path: PathBuf,
    names: Vec<String>,
    rows: Rows,
}

/// Rows that are not written yet: by column.
#[derive(Default)]
struct Rows {
    points: Vec<i64>,
    replicates: Vec<i64>,
    arms: Vec<usize>,
    numbers: Vec<Vec<f64>>,
}

impl Rows {
    fn columns<'a>(&self, names: &'a [String], arms: &'a [String]) -> Vec<(&'a str, Column<'a>)> {
        let named = self.arms.iter().map(|arm| arms[*arm].as_str()).collect();
        let first = [
            ("point", Column::Whole(self.points.clone())),
            ("replicate", Column::Whole(self.replicates.clone())),
            ("arm", Column::Text(named)),
        ];
        let numbers = names.iter().zip(&self.numbers);
        let numbers = numbers.map(|(name, column)| (name.as_str(), Column::Real(column.clone())));
        first.into_iter().chain(numbers).collect()
    }
}

impl<'a> Tables<'a> {
    fn begin(folder: &'a SweepFolder) -> Result<Tables<'a>, Trouble> {
        let file = &folder.file;
        let inputs = file.space.names().map(str::to_owned);
        let outcomes = file.outcomes.iter().map(|outcome| outcome.id.to_owned());
        let names: Vec<String> = inputs.chain(outcomes).collect();
        let rows = Rows { numbers: vec![Vec::new(); names.len()], ..Rows::default() };
        let open = |name: &str| -> Result<(Writing, PathBuf), Trouble> {
            let path = folder.path.join(name);
            Ok((folder.disk.create(&own_temporary(&path))?, path))
        };
        let (mut csv, csv_path) = open("results.csv")?;
        let head = format!("point,replicate,arm,{}\n", names.join(","));
        csv.write_all(head.as_bytes()).map_err(|error| refused(&csv_path, error))?;
        let (parquet, parquet_path) = open("results.parquet")?;
        let parquet = Long::new(parquet, &rows.columns(&names, &[]));
        let parquet = parquet.map_err(|error| refused(&parquet_path, error))?;
        let outcomes = file.outcomes.iter().map(|outcome| place_of(outcome)).collect();
        Ok(Tables { folder, outcomes, csv, csv_path, parquet, parquet_path, names, rows })
    }

    /// A failed cell has no numbers: nothing in CSV, not a number in Parquet.
    fn take(&mut self, point: u32, replicate: u32, came: &Came) -> Result<(), Trouble> {
        let inputs = self.folder.cells.values().row(point as usize);
        for (arm, known) in self.folder.file.scenario.arms.iter().enumerate() {
            let number = |at: &usize| match came {
                Came::Counted(numbers) => numbers[arm * OUTCOMES.len() + at],
                Came::Failed { .. } => f64::NAN,
            };
            let outcomes = self.outcomes.iter().map(number);
            let numbers: Vec<f64> = inputs.iter().copied().chain(outcomes).collect();
            let mut line = format!("{point},{replicate},{}", known.id);
            for number in &numbers {
                line.push(',');
                if number.is_finite() {
                    line += &number.to_string();
                }
            }
            line.push('\n');
            let written = self.csv.write_all(line.as_bytes());
            written.map_err(|error| refused(&self.csv_path, error))?;
            self.rows.points.push(point.into());
            self.rows.replicates.push(replicate.into());
            self.rows.arms.push(arm);
            self.rows.numbers.iter_mut().zip(numbers).for_each(|(all, number)| all.push(number));
        }
        if self.rows.arms.len() >= GROUP { self.group() } else { Ok(()) }
    }

    fn group(&mut self) -> Result<(), Trouble> {
        let arms: Vec<String> =
            self.folder.file.scenario.arms.iter().map(|arm| arm.id.clone()).collect();
        let written = self.parquet.rows(&self.rows.columns(&self.names, &arms));
        written.map_err(|error| refused(&self.parquet_path, error))?;
        self.rows = Rows { numbers: vec![Vec::new(); self.names.len()], ..Rows::default() };
        Ok(())
    }

    fn finish(mut self) -> Result<Digest, Trouble> {
        if !self.rows.arms.is_empty() {
            self.group()?;
        }
        let parquet = self.parquet.finish();
        let parquet = parquet.map_err(|error| refused(&self.parquet_path, error))?;
        parquet.publish(&self.parquet_path)?;
        Ok(Digest(self.csv.publish(&self.csv_path)?.hash))
    }
}

fn refused(path: &std::path::Path, reason: std::io::Error) -> Trouble {
    DiskError { doing: "write", path: path.to_owned(), reason }.into()
}

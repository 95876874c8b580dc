//! The folder of a sweep: made, opened, expanded, and what stands in it of each shard.

use super::cells::{Cells, Growth, first_growth, grown, shard_size, size_of};
use super::file::SweepFile;
use super::manifest::{NAME, SweepManifest};
use super::shard::Bundle;
use crate::disk::{Disk, DiskError, Unlike, Written};
use crate::engine::BEHAVIOUR;
use crate::log::Digest;
use crate::runs::{ENGINE, Listed, Trouble};
use crate::scenario::read::scenario_from;
use crate::sensitivity::{Design, LatinHypercube};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of finished cells.
const CELLS: &str = "cells";

/// A sweep's folder that has been opened.
#[derive(Clone, Debug)]
pub struct SweepFolder {
    pub(super) disk: Disk,
    /// Where it is.
    pub path: PathBuf,
    /// What is swept.
    pub file: SweepFile,
    /// All its cells.
    pub cells: Cells,
    manifest: SweepManifest,
}

/// What a sweep has of its cells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// Cells that are finished, failed ones included.
    pub done: u64,
    /// Cells that failed.
    pub failed: u64,
    /// Cells that were finished twice, by two workers of one shard.
    pub twice: u64,
    /// Shards of which cells are missing, and how many of each.
    pub missing: Vec<(u32, u64)>,
}

impl SweepFolder {
    /// Where the sweep of a file is kept, in the folder `out`.
    #[must_use]
    pub fn place(out: &Path, file: &SweepFile) -> PathBuf {
        out.join(own_name(file, &record(file)))
    }

    /// The folder of a sweep, made if it is not there. What is there already is gone on with, and cut into
    /// the shards it was cut into.
    ///
    /// # Errors
    /// What the disk refuses; a folder that is damaged or of another version.
    pub fn make(
        disk: &Disk,
        out: &Path,
        file: &SweepFile,
        shard: Option<u32>,
    ) -> Result<SweepFolder, Trouble> {
        let path = SweepFolder::place(out, file);
        if !SweepFolder::is_there(disk, &path)? {
            begin(disk, &path, file, growth_in(file, shard))?;
        }
        SweepFolder::open(disk, &path)
    }

    /// The folder that [`SweepFolder::make`] would make, with nothing on the disk.
    ///
    /// # Errors
    /// The design has no points.
    pub fn imagined(
        disk: &Disk,
        out: &Path,
        file: &SweepFile,
        shard: Option<u32>,
    ) -> Result<SweepFolder, Trouble> {
        let growth = growth_in(file, shard);
        let cells = Cells::new(file, &[growth]);
        let cells = cells.map_err(|error| Trouble::Input(error.to_string()))?;
        let (disk, path) = (disk.clone(), SweepFolder::place(out, file));
        let manifest = first_manifest(file, growth, Vec::new());
        Ok(SweepFolder { disk, path, file: file.clone(), cells, manifest })
    }

    /// Whether the folder of a sweep is there.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn is_there(disk: &Disk, path: &Path) -> Result<bool, Trouble> {
        Ok(disk.what(&path.join(NAME))?.is_some())
    }

    /// Opens the folder of a sweep: its inputs must be what they were.
    ///
    /// # Errors
    /// It is none, it is damaged, or another version of the program made it.
    pub fn open(disk: &Disk, path: &Path) -> Result<SweepFolder, Trouble> {
        let manifest = SweepManifest::load(disk, path)?;
        let shown = path.display();
        if (manifest.engine.as_str(), manifest.behaviour.as_str()) != (ENGINE, BEHAVIOUR.trim()) {
            return Err(Trouble::Version(format!(
                "{shown}: jurisim {} made this sweep; this is jurisim {ENGINE}, which may decide \
                 otherwise. Use the one that made it (of a sweep on a cluster there is a copy in \
                 cluster/jurisim), or run the sweep file again.",
                manifest.engine
            )));
        }
        let mut texts = BTreeMap::new();
        for Listed { name, length, hash } in &manifest.files {
            let (file, written) = (path.join(name), Written { length: *length, hash: hash.0 });
            let bytes = disk.read_written(&file, written).map_err(|unlike| match unlike {
                Unlike::Refused(error) => Trouble::Disk(error),
                Unlike::Damaged { expected, found } => {
                    let file = file.display();
                    Trouble::Damage(format!("{file}: damaged: expected {expected}, found {found}"))
                }
            })?;
            texts.insert(name.clone(), String::from_utf8_lossy(&bytes).into_owned());
        }
        let text = |name: &str| texts.get(name).cloned().unwrap_or_default();
        let (own, of_scenario) = (path.join("sweep.toml"), path.join("scenario.toml"));
        let (own, of_scenario) = (own.display().to_string(), of_scenario.display().to_string());
        let file = SweepFile::read(&own, &manifest.name, &text("sweep.toml"), &|_, _| {
            Some(scenario_from(&of_scenario, &text("scenario.toml"), &|name| {
                texts.get(name).map(|text| Ok(text.clone()))
            }))
        })?;
        if record(&file) != manifest.record {
            let what = "its inputs are not those of its record";
            return Err(Trouble::Damage(format!("{shown}: damaged: {what}")));
        }
        let cells = Cells::new(&file, &manifest.growth)
            .map_err(|error| Trouble::Damage(format!("{shown}: damaged: {error}")))?;
        Ok(SweepFolder { disk: disk.clone(), path: path.to_owned(), file, cells, manifest })
    }

    /// More points or replicates, or both. What is there stays, and only new cells are new work.
    ///
    /// # Errors
    /// The design cannot grow so; or what the disk refuses.
    pub fn expanded(&self, replicates: u32, points: u32) -> Result<SweepFolder, Trouble> {
        let last = self.last();
        let more = self.more(points)?;
        let size = last.size.checked_add(more);
        let replicates = last.replicates.checked_add(replicates).filter(|all| *all <= 10_000);
        let (Some(size), Some(replicates)) = (size, replicates) else {
            let what = "a sweep has at most 10 000 replicates of each point";
            return Err(Trouble::Input(what.to_owned()));
        };
        if (size, replicates) == (last.size, last.replicates) {
            let what = "say --add-points, --add-replicates or both, with more than 0";
            return Err(Trouble::Input(what.to_owned()));
        }
        let growth = |shard| Growth { size, replicates, shard };
        let with = |growth: Growth| {
            let growth = self.manifest.growth.iter().copied().chain([growth]).collect::<Vec<_>>();
            let cells = Cells::new(&self.file, &growth);
            cells.map(|cells| (cells, growth)).map_err(|error| Trouble::Input(error.to_string()))
        };
        let (cells, _) = with(growth(1_000_000))?;
        let (cells, growth) = with(growth(shard_size(cells.len() - self.cells.len())))?;
        let manifest = SweepManifest { growth, ..self.manifest.clone() };
        manifest.save(&self.disk, &self.path)?;
        Ok(SweepFolder { cells, manifest, ..self.clone() })
    }

    /// By how much the design grows for so many more of what its file calls `n`.
    fn more(&self, points: u32) -> Result<u32, Trouble> {
        match &self.file.design {
            _ if points == 0 => Ok(0),
            Design::LatinHypercube(LatinHypercube { block, .. }) => {
                if points.is_multiple_of(*block) {
                    return Ok(points / block);
                }
                Err(Trouble::Input(format!(
                    "a Latin hypercube grows by whole hypercubes: add {block} points, or a multiple"
                )))
            }
            Design::Morris(_) | Design::Saltelli(_) => Ok(points),
            Design::OneAtATime | Design::Factorial(_) => Err(Trouble::Input(
                "this design has all its points already: add replicates, or write another file"
                    .to_owned(),
            )),
        }
    }

    /// The design as large as it is now.
    #[must_use]
    pub fn design(&self) -> Design {
        grown(&self.file.design, self.last().size).expect("the sweep has grown so")
    }

    /// How large the design is now, in what grows of it.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.last().size
    }

    fn last(&self) -> Growth {
        let first = Growth { size: size_of(&self.file.design), ..first_growth(&self.file) };
        self.manifest.growth.last().copied().unwrap_or(first)
    }

    /// What names the sweep.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.manifest.record
    }

    /// What a cluster's queue calls the sweep, wherever its folder stands.
    pub(super) fn job_name(&self) -> String {
        own_name(&self.file, &self.manifest.record)
    }

    /// What there is of all shards; damaged files are told, not counted.
    ///
    /// # Errors
    /// A file is damaged or cannot be read.
    pub fn standing(&self) -> Result<Standing, Trouble> {
        let mut standing = Standing::default();
        for shard in 0..self.cells.shards() {
            let found = self.found(shard)?;
            let expected = self.cells.of_shard(shard).len() as u64;
            let done = found.cells.len() as u64;
            let failed =
                |came: &super::shard::Came| matches!(came, super::shard::Came::Failed { .. });
            standing.done += done;
            standing.failed += found.cells.iter().filter(|one| failed(&one.came)).count() as u64;
            standing.twice += found.published.saturating_sub(done);
            if done < expected {
                standing.missing.push((shard, expected - done));
            }
        }
        Ok(standing)
    }

    /// The file of a whole shard.
    pub(super) fn results_path(&self, shard: u32) -> PathBuf {
        self.path.join(CELLS).join(format!("{shard:05}.results"))
    }

    /// Whether all cells of a shard are finished.
    pub(super) fn is_whole(&self, shard: u32) -> Result<bool, Trouble> {
        Ok(self.disk.what(&self.results_path(shard))?.is_some())
    }

    /// The blocks of a shard on its way.
    pub(super) fn blocks(&self, shard: u32) -> Result<Vec<PathBuf>, Trouble> {
        let (begins, ends) = (format!("{shard:05}-"), ".block");
        let entries = self.disk.list(&self.path.join(CELLS))?.into_iter();
        let is_block = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(&begins) && name.ends_with(ends)
        };
        Ok(entries.map(|entry| entry.path).filter(is_block).collect())
    }

    /// What is finished of a shard, each cell once, in the order of the shard.
    pub(super) fn found(&self, shard: u32) -> Result<Bundle, Trouble> {
        if self.is_whole(shard)? {
            return self.bundle(&self.results_path(shard), shard);
        }
        let mut by_name = BTreeMap::new();
        let mut published = 0;
        for path in self.blocks(shard)? {
            match self.bundle(&path, shard) {
                Ok(block) => {
                    published += block.published;
                    by_name.extend(block.cells.into_iter().map(|one| (one.cell.0, one)));
                }
                // Another worker has put it into the whole shard a moment ago.
                Err(Trouble::Disk(error)) if error.is_missing() && self.is_whole(shard)? => {
                    return self.bundle(&self.results_path(shard), shard);
                }
                Err(other) => return Err(other),
            }
        }
        let order = self.cells.of_shard(shard).into_iter().map(|cell| self.cells.name(cell));
        let cells = order.filter_map(|name| by_name.remove(&name.0)).collect();
        Ok(Bundle { shard, published, cells })
    }

    fn bundle(&self, path: &Path, shard: u32) -> Result<Bundle, Trouble> {
        let bytes = self.disk.read(path)?;
        let bundle = Bundle::unpacked(&bytes).filter(|bundle| bundle.shard == shard);
        bundle.ok_or_else(|| {
            let path = path.display();
            Trouble::Damage(format!(
                "{path}: damaged: expected cells of shard {shard}, found other bytes. Remove it and \
                 go on: its cells are run again"
            ))
        })
    }

    /// Puts a file there, whole, whoever else writes one of this name at the same moment.
    pub(super) fn publish(&self, path: &Path, bytes: &[u8]) -> Result<Written, Trouble> {
        Ok(published(&self.disk, path, bytes)?)
    }

    /// Puts a block of finished cells of a shard there.
    pub(super) fn publish_block(&self, block: &Bundle) -> Result<PathBuf, Trouble> {
        let bytes = block.packed();
        let hash = Digest::of(&bytes).to_string();
        let name = format!("{:05}-{}.block", block.shard, &hash[..16]);
        let path = self.path.join(CELLS).join(name);
        self.publish(&path, &bytes)?;
        Ok(path)
    }

    /// Removes what kills left: beside the cells, once every shard is whole, and of files that were on their
    /// way.
    pub(super) fn tidy(&self) -> Result<(), Trouble> {
        let ends = |path: &PathBuf, with| path.extension().is_some_and(|ending| ending == with);
        let beside = self.disk.list(&self.path.join(CELLS))?.into_iter().map(|entry| entry.path);
        let own = self.disk.all_below(&self.path)?.into_iter().map(|entry| entry.path);
        let left = beside.filter(|path| !ends(path, "results"));
        let left = left.chain(own.filter(|path| ends(path, "tmp"))).collect::<BTreeSet<PathBuf>>();
        left.iter().try_for_each(|path| self.remove(path))
    }

    /// Removes a file that another worker may have removed.
    pub(super) fn remove(&self, path: &Path) -> Result<(), Trouble> {
        match self.disk.remove_file(path) {
            Err(error) if !error.is_missing() => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Under a temporary name of its own: two workers may write the same file, on two machines.
fn published(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<Written, DiskError> {
    let temporary = own_temporary(path);
    let mut file = disk.create(&temporary)?;
    file.write_all(bytes).map_err(|reason| DiskError {
        doing: "write",
        path: temporary.clone(),
        reason,
    })?;
    file.publish(path)
}

/// A name beside a file that no other process takes.
#[expect(clippy::disallowed_methods, reason = "a name that is gone when the file is whole")]
pub(super) fn own_temporary(path: &Path) -> PathBuf {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_nanos());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file");
    path.with_file_name(format!(".{name}.{}-{now}.tmp", std::process::id()))
}

/// The hash of all that decides the results of a sweep as its file says.
fn record(file: &SweepFile) -> String {
    let outcomes: Vec<&str> = file.outcomes.iter().map(|outcome| outcome.id).collect();
    let inputs = format!(
        "jurisim sweep {ENGINE} {}\n{:?}\n{:?}\n{} {}\n{}\n{}",
        BEHAVIOUR.trim(),
        file.design,
        file.space,
        file.replicates,
        file.seed,
        outcomes.join(" "),
        file.scenario.resolved()
    );
    Digest::of(inputs.as_bytes()).to_string()
}

/// What a sweep is called, from its record.
fn own_name(file: &SweepFile, record: &str) -> String {
    format!("{}-{}", file.name, &record[..10])
}

/// A new sweep, cut into shards of so many cells.
fn growth_in(file: &SweepFile, shard: Option<u32>) -> Growth {
    let first = first_growth(file);
    Growth { shard: shard.unwrap_or(first.shard), ..first }
}

fn first_manifest(file: &SweepFile, growth: Growth, files: Vec<Listed>) -> SweepManifest {
    SweepManifest {
        engine: ENGINE.to_owned(),
        behaviour: BEHAVIOUR.trim().to_owned(),
        record: record(file),
        name: file.name.clone(),
        growth: vec![growth],
        files,
    }
}

/// Writes the inputs, and the manifest last: until then there is no sweep.
fn begin(disk: &Disk, path: &Path, file: &SweepFile, growth: Growth) -> Result<(), Trouble> {
    disk.make_folder(&path.join(CELLS))?;
    let mut inputs = vec![
        ("scenario.toml".to_owned(), file.scenario.text.as_bytes()),
        ("sweep.toml".to_owned(), file.text.as_bytes()),
    ];
    inputs.extend(file.scenario.beside.iter().map(|(name, text)| (name.clone(), text.as_bytes())));
    inputs.sort();
    let mut files = Vec::new();
    for (name, bytes) in inputs {
        let to = path.join(&name);
        disk.make_folder(to.parent().unwrap_or(path))?;
        let Written { length, hash } = published(disk, &to, bytes)?;
        files.push(Listed { name, length, hash: Digest(hash) });
    }
    first_manifest(file, growth, files).save(disk, path)
}

//! Carries a run out, from its first day or from wherever it was stopped, to its report.

use super::manifest::{Listed, NAME, RunManifest};
use super::{ENGINE, RunFolder, Trouble, beside, folder_name, record};
use crate::disk::{Disk, What};
use crate::engine::BEHAVIOUR;
use crate::engine::record::Watch;
use crate::log::Digest;
use crate::report;
use crate::scenario::Scenario;
use crate::sweep::calibration::{self, Checked};
use crate::sweep::{self, Keeping, Parent, Plan, Results, declined, table};
use std::path::{Path, PathBuf};

/// What is to be carried out.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// What is run.
    pub scenario: &'a Scenario,
    /// The path of the scenario as it was typed, if there was one.
    pub file: Option<&'a str>,
    /// The command that gives this very run again.
    pub command: &'a str,
    /// In which folder the run's own is made.
    pub out: &'a Path,
    /// Of how many replicates the logs are kept.
    pub keep: u32,
    /// Threads.
    pub threads: usize,
    /// Whether what is there already is run again.
    pub force: bool,
    /// The run that this one branches off.
    pub parent: Option<Parent<'a>>,
}

/// What came of it.
#[derive(Debug)]
pub enum Carried {
    /// It was there already.
    WasThere,
    /// It was run.
    Done {
        /// What was counted.
        results: Results,
        /// Published figures beside it.
        checked: Vec<Checked>,
    },
}

impl Order<'_> {
    /// The folder that the run will have.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.out.join(folder_name(self.scenario))
    }

    /// Whether the run is there already, as it is asked for.
    ///
    /// # Errors
    /// The folder is damaged, or cannot be read.
    pub fn is_there(&self, disk: &Disk) -> Result<bool, Trouble> {
        let folder = self.folder();
        if self.force || disk.what(&folder)? != Some(What::Folder) {
            return Ok(false);
        }
        let there = RunFolder::open(disk, &folder)?.manifest;
        let wanted = self.keep.min(self.scenario.replicates);
        let is_same = there.record == record(self.scenario);
        Ok(is_same && there.finished && there.keep >= wanted)
    }

    fn manifest(&self) -> RunManifest {
        RunManifest {
            engine: ENGINE.to_owned(),
            behaviour: BEHAVIOUR.trim().to_owned(),
            record: record(self.scenario),
            seed: self.scenario.seed,
            replicates: self.scenario.replicates,
            keep: self.keep.min(self.scenario.replicates),
            file: self.file.map(str::to_owned),
            steps: self.scenario.steps.clone(),
            command: self.command.to_owned(),
            finished: false,
            files: Vec::new(),
        }
    }
}

/// Carries a run out. Whoever comes second to the same folder is sent away.
///
/// # Errors
/// What the disk refuses, or a stop that was asked for; everything saved by then is used when the
/// same is carried out again.
pub fn carry_out(disk: &Disk, order: &Order, watch: Watch) -> Result<Carried, Trouble> {
    carry_out_making(disk, order, watch, &|results, checked| made(order, results, checked))
}

/// The files of a run that are made of its results: their bytes by their paths.
type Made = Vec<(String, Vec<u8>)>;

/// The same, with whatever is made of the results.
pub(super) fn carry_out_making(
    disk: &Disk,
    order: &Order,
    watch: Watch,
    make: &dyn Fn(&Results, &[Checked]) -> Result<Made, Trouble>,
) -> Result<Carried, Trouble> {
    let folder = order.folder();
    disk.make_folder(order.out)?;
    let lock = beside(&folder, "lock");
    let Some(held) = disk.lock(&lock)? else {
        let what = format!("another jurisim is writing {} at this moment", folder.display());
        return Err(Trouble::Busy(what));
    };
    let carried = carry_out_alone(disk, order, watch, make);
    disk.unlock(&lock, held);
    carried
}

fn carry_out_alone(
    disk: &Disk,
    order: &Order,
    watch: Watch,
    make: &dyn Fn(&Results, &[Checked]) -> Result<Made, Trouble>,
) -> Result<Carried, Trouble> {
    let folder = order.folder();
    if order.is_there(disk)? {
        return Ok(Carried::WasThere);
    }
    let partial = beside(&folder, "partial");
    let mut manifest = order.manifest();
    begin(disk, order, &partial, &mut manifest)?;
    let kept = Keeping { disk, folder: &partial, logs: order.keep, parent: order.parent };
    let plan =
        Plan { replicates: order.scenario.replicates, threads: order.threads, kept: Some(kept) };
    let results = sweep::run(order.scenario, &plan, watch)?;
    let checked = calibration::check(order.scenario, &results);
    write(disk, &partial, &make(&results, &checked)?)?;
    manifest.files = listed(disk, &partial)?;
    manifest.finished = true;
    manifest.save(disk, &partial)?;
    if disk.what(&folder)?.is_some() {
        disk.remove_folder(&folder)?;
    }
    disk.rename(&partial, &folder)?;
    Ok(Carried::Done { results, checked })
}

/// Opens the folder in which a run grows: the one that a stopped run left, or an empty one. What a
/// run is made from is saved first, so that it can be carried on from the folder alone.
fn begin(
    disk: &Disk,
    order: &Order,
    partial: &Path,
    manifest: &mut RunManifest,
) -> Result<(), Trouble> {
    if disk.what(partial)?.is_some() {
        let left = RunFolder::open(disk, partial);
        let is_same = left.is_ok_and(|left| left.manifest.record == manifest.record);
        if !is_same || order.force {
            disk.remove_folder(partial)?;
        }
    }
    disk.make_folder(partial)?;
    let scenario = order.scenario;
    let mut inputs = vec![
        ("scenario.toml".to_owned(), scenario.text.clone().into_bytes()),
        ("resolved.toml".to_owned(), scenario.resolved().into_bytes()),
    ];
    inputs.extend(
        scenario.beside.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())),
    );
    write(disk, partial, &inputs)?;
    manifest.files = inputs.iter().map(|(name, bytes)| entry(name, bytes)).collect();
    manifest.files.sort_by(|a, b| a.name.cmp(&b.name));
    manifest.save(disk, partial)
}

fn entry(name: &str, bytes: &[u8]) -> Listed {
    Listed { name: name.to_owned(), length: bytes.len() as u64, hash: Digest::of(bytes) }
}

/// Writes files into a folder that nobody looks into before it has its name.
fn write(disk: &Disk, folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Trouble> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        let above = path.parent().unwrap_or(folder).to_owned();
        if !folders.contains(&above) {
            disk.make_folder(&above)?;
            folders.push(above);
        }
        disk.put(&path, bytes)?;
    }
    for folder in folders {
        disk.sync_folder(&folder)?;
    }
    Ok(())
}

/// All that is made of the results.
fn made(order: &Order, results: &Results, checked: &[Checked]) -> Result<Made, Trouble> {
    let scenario = order.scenario;
    let cannot = |what: String| Trouble::Input(what);
    let mut files: Made = Vec::new();
    for (name, bytes) in table::files(scenario, results).map_err(cannot)? {
        files.push((name.to_owned(), bytes));
    }
    let declined = declined::file(scenario, results).map_err(cannot)?;
    files.push(("declined-detainers.csv".to_owned(), declined));
    files.extend(report::files(&report::Input {
        scenario,
        results,
        checked,
        record: &record(scenario),
        command: order.command,
        engine: ENGINE,
        scenario_file: order.file,
        keep_events: order.keep.min(scenario.replicates),
    }));
    Ok(files)
}

/// Every file of a finished run but the segments of its logs, which their own manifests list. What
/// stopped runs left half-written is removed.
fn listed(disk: &Disk, folder: &Path) -> Result<Vec<Listed>, Trouble> {
    let mut files = Vec::new();
    for entry in disk.all_below(folder)? {
        let name = name_of(folder, &entry.path);
        if name.contains("/quarantine/") {
            let aside = entry.path.parent().unwrap_or(folder);
            if disk.what(aside)?.is_some() {
                disk.remove_folder(aside)?;
            }
        } else if name != NAME && !is_of_a_log(&name) && !name.ends_with(".tmp") {
            let bytes = disk.read(&entry.path)?;
            files.push(self::entry(&name, &bytes));
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// The path of a file in a run's folder, with `/` between names.
pub(super) fn name_of(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts = inside.iter().map(|part| part.to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/")
}

/// Whether a file belongs to a log, whose manifest answers for it.
pub(super) fn is_of_a_log(name: &str) -> bool {
    name.starts_with("cells/") && (name.contains("/events/") || name.ends_with("/writer.lock"))
}

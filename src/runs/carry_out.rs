//! Carries a run out, from its first day or from wherever it was stopped, to its report.

use super::manifest::{Listed, NAME, RunManifest};
use super::verify::strangers;
use super::{ENGINE, RunFolder, Trouble, alone, beside, folder_name, record};
use crate::disk::{Disk, What, Written};
use crate::engine::BEHAVIOUR;
use crate::engine::record::Watch;
use crate::log::{Digest, Reader};
use crate::report;
use crate::scenario::Scenario;
use crate::sweep::calibration::{self, Checked};
use crate::sweep::{self, Keeping, Parent, Plan, Results, declined, table};
use std::path::{Path, PathBuf};

/// What is to be carried out.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    // The record and the folder follow from the scenario and from where it is run to, and take a while to
    // find: `new` does it once.
    scenario: &'a Scenario,
    out: &'a Path,
    record: String,
    folder: PathBuf,
    /// The path of the scenario as it was typed, if there was one.
    pub file: Option<&'a str>,
    /// The command that gives this very run again.
    pub command: &'a str,
    /// Of how many replicates the logs are kept.
    pub keep: u32,
    /// Threads.
    pub threads: usize,
    /// Whether what is there already is run again.
    pub force: bool,
    /// Whether what a stopped run left is gone on with, whatever else is there.
    pub resumes: bool,
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

impl<'a> Order<'a> {
    /// A scenario, to be run into a folder of its own in `out`, as it is unless told otherwise: on one
    /// thread, with the logs of the first replicate kept.
    #[must_use]
    pub fn new(scenario: &'a Scenario, out: &'a Path, command: &'a str) -> Order<'a> {
        let record = record(scenario);
        let folder = out.join(folder_name(scenario, &record));
        Order {
            scenario,
            out,
            record,
            folder,
            file: None,
            command,
            keep: 1,
            threads: 1,
            force: false,
            resumes: false,
            parent: None,
        }
    }

    /// What is run.
    #[must_use]
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// The folder that the run will have.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the run is there already, as it is asked for.
    ///
    /// # Errors
    /// The folder is damaged, or cannot be read.
    pub fn is_there(&self, disk: &Disk) -> Result<bool, Trouble> {
        let folder = self.folder();
        match disk.what(folder)? {
            None => return Ok(false),
            Some(What::Folder) => {}
            Some(What::File(_) | What::Other) => {
                let what = format!("{}: something else than a run is there", folder.display());
                return Err(Trouble::Input(what));
            }
        }
        if self.force || self.resumes && RunFolder::find_unfinished(disk, folder)?.is_some() {
            return Ok(false);
        }
        let there = RunFolder::open(disk, folder)?.manifest;
        Ok(there.record == self.record && there.finished && there.keep >= self.logs())
    }

    /// Of how many replicates logs are kept: of no more than there are.
    fn logs(&self) -> u32 {
        self.keep.min(self.scenario.replicates)
    }

    fn manifest(&self) -> RunManifest {
        RunManifest {
            engine: ENGINE.to_owned(),
            behaviour: BEHAVIOUR.trim().to_owned(),
            record: self.record.clone(),
            seed: self.scenario.seed,
            replicates: self.scenario.replicates,
            keep: self.logs(),
            file: self.file.map(str::to_owned),
            steps: self.scenario.steps.clone(),
            parent: self.parent.map(|parent| parent.folder.display().to_string()),
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
    disk.make_folder(order.out)?;
    alone(disk, order.folder(), || carry_out_alone(disk, order, watch, make))
}

fn carry_out_alone(
    disk: &Disk,
    order: &Order,
    watch: Watch,
    make: &dyn Fn(&Results, &[Checked]) -> Result<Made, Trouble>,
) -> Result<Carried, Trouble> {
    let folder = order.folder();
    take_its_name(disk, order)?;
    if order.is_there(disk)? {
        return Ok(Carried::WasThere);
    }
    nothing_else_is_there(disk, folder)?;
    let partial = beside(folder, "partial");
    let (mut manifest, mut written) = begin(disk, order, &partial)?;
    let kept = Keeping {
        disk,
        folder: &partial,
        record: &order.record,
        logs: manifest.keep,
        parent: order.parent,
    };
    let plan =
        Plan { replicates: order.scenario.replicates, threads: order.threads, kept: Some(kept) };
    let results = sweep::run(order.scenario, &plan, watch)?;
    let checked = calibration::check(order.scenario, &results);
    written.extend(write(disk, &partial, &make(&results, &checked)?)?);
    listed(disk, &partial, &mut manifest, &written)?;
    manifest.save(disk, &partial)?;
    take_its_name(disk, order)?;
    Ok(Carried::Done { results, checked })
}

/// Gives a finished run its name, in place of an older one, and does what a stop kept from being
/// done: at every moment one whole run stands under its name or beside it.
fn take_its_name(disk: &Disk, order: &Order) -> Result<(), Trouble> {
    let folder = order.folder();
    let (partial, old) = (beside(folder, "partial"), beside(folder, "old"));
    let has_ended = disk.what(&partial.join(NAME))?.is_some()
        && RunFolder::open(disk, &partial)?.manifest.finished;
    if has_ended {
        // A rename that the disk knows only half of leaves the old name as well.
        let left = partial.join(format!("{NAME}.tmp"));
        if disk.what(&left)?.is_some() {
            disk.remove_file(&left)?;
        }
        if disk.what(folder)?.is_some() {
            if disk.what(&old)?.is_some() {
                disk.remove_folder(&old)?;
            }
            disk.rename(folder, &old)?;
        }
        disk.rename(&partial, folder)?;
    }
    if disk.what(&old)?.is_some() && disk.what(folder)?.is_some() {
        disk.remove_folder(&old)?;
    }
    Ok(())
}

/// Refuses to take the place of a folder in which somebody keeps something of their own.
fn nothing_else_is_there(disk: &Disk, folder: &Path) -> Result<(), Trouble> {
    if disk.what(folder)?.is_none() {
        return Ok(());
    }
    // A damaged run may be run again; what is in it that is nobody's is then not known.
    let Ok(there) = RunFolder::open(disk, folder) else { return Ok(()) };
    match strangers(&there, &there.logs()?)?.first() {
        None => Ok(()),
        Some(name) => Err(Trouble::Input(format!(
            "{}: not of the run, which would be replaced; move it away first",
            folder.join(name).display()
        ))),
    }
}

/// Opens the folder in which a run grows: the one that a stopped run left, or an empty one. What a
/// run is made from is saved first, so that it can be carried on from the folder alone. With what was
/// written just now, if it was.
fn begin(
    disk: &Disk,
    order: &Order,
    partial: &Path,
) -> Result<(RunManifest, Vec<Listed>), Trouble> {
    let mut manifest = order.manifest();
    if disk.what(partial)?.is_some() {
        match left(disk, partial)? {
            Some(left) if left.record == manifest.record && !order.force => {
                // Logs that were begun are finished, whoever asks for fewer now.
                let keep = manifest.keep.max(left.keep);
                manifest = RunManifest { keep, ..left };
                manifest.save(disk, partial)?;
                return Ok((manifest, Vec::new()));
            }
            _ => disk.remove_folder(partial)?,
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
    let written = write(disk, partial, &inputs)?;
    manifest.files = written.clone();
    manifest.files.sort_by(|a, b| a.name.cmp(&b.name));
    manifest.save(disk, partial)?;
    Ok((manifest, written))
}

/// What a stopped run said of itself; nothing if it was stopped before it said anything. Damage and
/// refusals are told: nothing that was saved is thrown away for them.
fn left(disk: &Disk, partial: &Path) -> Result<Option<RunManifest>, Trouble> {
    for entry in disk.all_below(partial)? {
        if entry.what == What::Other {
            let file = entry.path.display();
            let what = format!("{file}: damaged: expected a file or folder, found a link or pipe");
            return Err(Trouble::Damage(what));
        }
    }
    if disk.what(&partial.join(NAME))?.is_none() {
        return Ok(None);
    }
    Ok(Some(RunFolder::open(disk, partial)?.manifest))
}

/// Writes files into a folder that nobody looks into before it has its name.
fn write(disk: &Disk, folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<Listed>, Trouble> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut written = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        let above = path.parent().unwrap_or(folder).to_owned();
        if !folders.contains(&above) {
            disk.make_folder(&above)?;
            folders.push(above);
        }
        let Written { length, hash } = disk.put(&path, bytes)?;
        written.push(Listed { name: name.clone(), length, hash: Digest(hash) });
    }
    for folder in folders {
        disk.sync_folder(&folder)?;
    }
    Ok(written)
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
        record: &order.record,
        command: order.command,
        engine: ENGINE,
        scenario_file: order.file,
        keep_events: order.logs(),
    }));
    Ok(files)
}

/// Every file of a finished run but the segments of its logs, which their own manifests list: what was
/// written just now as it was written, what is older as it is found. What stopped runs left half-written
/// is removed.
fn listed(
    disk: &Disk,
    folder: &Path,
    manifest: &mut RunManifest,
    written: &[Listed],
) -> Result<(), Trouble> {
    manifest.files.clear();
    for entry in disk.all_below(folder)? {
        let name = name_of(folder, &entry.path);
        let is_left = name.ends_with(".tmp") || name.contains("/quarantine/");
        if name != NAME && !is_of_a_log(&name) && !is_left {
            let is_it = |it: &&Listed| it.name == name && entry.what == What::File(it.length);
            manifest.files.push(match written.iter().find(is_it) {
                Some(it) => it.clone(),
                None => found(disk, &entry.path, name)?,
            });
        }
    }
    manifest.files.sort_by(|a, b| a.name.cmp(&b.name));
    manifest.finished = true;
    let run = RunFolder { disk: disk.clone(), path: folder.to_owned(), manifest: manifest.clone() };
    let logs = run.logs()?;
    // What a log has is known before anything is called a stranger.
    for log in &logs {
        Reader::open(disk, &log.folder)?;
    }
    for name in strangers(&run, &logs)? {
        disk.remove_file(&folder.join(name))?;
    }
    for log in logs {
        let aside = log.folder.join("quarantine");
        if disk.what(&aside)?.is_some() {
            disk.remove_folder(&aside)?;
        }
    }
    Ok(())
}

fn found(disk: &Disk, path: &Path, name: String) -> Result<Listed, Trouble> {
    let bytes = disk.read(path)?;
    Ok(Listed { name, length: bytes.len() as u64, hash: Digest::of(&bytes) })
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

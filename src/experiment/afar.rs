//! A sweep on a cluster: what is missing and in nobody's hands is handed in, and no more.
//!
//! ```text
//! cluster/wishes.toml   what was asked of the cluster, and is asked again by the next resume
//! cluster/jurisim       the program that the tasks run: an upgrade at home does not mix versions
//! cluster/1.shards      the shards of the first array, a line for each task
//! cluster/1.sh          its script; cluster/gather.sh, the script of the job that gathers
//! cluster/log/          what tasks said
//! ```
//!
//! Which tasks are under way is asked of the queue by the names of jobs. Nothing is remembered that a lost node,
//! a killed driver or a forgotten job could make untrue.

use super::folder::SweepFolder;
use crate::cluster::{
    Array, ClusterError, Finish, State, Wishes, limit, queue, script_name, submit,
};
use crate::disk::{Disk, DiskError};
use crate::log::Digest;
use crate::runs::Trouble;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of all that a cluster is told.
const CLUSTER: &str = "cluster";

/// Seconds that a task should take: short ones waste a scheduler's time, long ones are lost with a node.
const TASK: f64 = 1_200.0;

/// Of the time that a task may take, the share that it is planned to.
const SHARE: f64 = 0.4;

/// No larger program is copied.
const LARGEST_PROGRAM: u64 = 1 << 30;

/// No longer list of shards is read.
const LARGEST_LIST: u64 = 64 << 20;

impl From<ClusterError> for Trouble {
    fn from(error: ClusterError) -> Trouble {
        match error {
            ClusterError::NotHere { .. } => Trouble::Input(error.to_string()),
            ClusterError::Refused { .. } => Trouble::Outside(error.to_string()),
        }
    }
}

/// What was handed in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sent {
    /// The arrays: the number of the job, and its shards.
    pub arrays: Vec<(String, Vec<u32>)>,
    /// The number of the job that gathers.
    pub gather: String,
}

/// Shards that somebody has in hand.
pub type InHand = BTreeMap<u32, State>;

/// Cells of a shard, so that a task takes some twenty minutes, or less than half of what it may take,
/// and no array is too large.
#[must_use]
pub fn cells_of_a_task(cells: u64, seconds_each: f64, wishes: &Wishes, most_tasks: u32) -> u32 {
    let longest = wishes.time.as_deref().and_then(crate::cluster::seconds);
    let aim = longest.map_or(TASK, |longest| TASK.min(SHARE * longest as f64));
    let threads = f64::from(wishes.threads.unwrap_or(1));
    let fit = (aim * threads / seconds_each.max(1e-6)).clamp(1.0, 100_000.0);
    // Whole cells, and at least one: the cast cuts what is between.
    let least = cells.div_ceil(u64::from(most_tasks.max(1)));
    u32::try_from((fit as u64).max(least)).unwrap_or(u32::MAX)
}

/// What a cluster was asked for the sweep in a folder; nothing if none has.
///
/// # Errors
/// The file of wishes cannot be read, or has mistakes.
pub fn wishes(disk: &Disk, folder: &Path) -> Result<Option<Wishes>, Trouble> {
    let path = folder.join(CLUSTER).join("wishes.toml");
    if disk.what(&path)?.is_none() {
        return Ok(None);
    }
    let bytes = disk.read_at_most(&path, 1 << 20)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(Wishes::parsed(&path.display().to_string(), &text)?))
}

/// The shards that the queue holds for this sweep.
///
/// # Errors
/// There is no Slurm, or it does not answer; or what the disk refuses.
pub fn in_hand(folder: &SweepFolder) -> Result<InHand, Trouble> {
    let name = folder.job_name();
    let mut lists: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut found = InHand::new();
    for queued in queue()? {
        let number = queued.name.strip_prefix(&name).and_then(|rest| rest.strip_prefix('.'));
        let number: Option<u32> = number.and_then(|number| number.parse().ok());
        let (Some(number), Some(task)) = (number, queued.task) else { continue };
        if let std::collections::btree_map::Entry::Vacant(free) = lists.entry(number) {
            free.insert(list(folder, number)?);
        }
        if let Some(shard) = lists[&number].get(task as usize) {
            found.insert(*shard, queued.state);
        }
    }
    Ok(found)
}

/// Hands in every shard of which cells are missing and that nobody has in hand, as few arrays, and a job
/// that gathers when they have ended. Nothing if there is no such shard.
///
/// # Errors
/// There is no Slurm, it refuses; or what the disk refuses.
pub fn send(folder: &SweepFolder, wishes: &Wishes) -> Result<Option<Sent>, Trouble> {
    let in_hand = in_hand(folder)?;
    let shards = lacking(folder, &in_hand)?;
    if shards.is_empty() {
        return Ok(None);
    }
    let most = limit()? as usize;
    let own = folder.path.join(CLUSTER);
    folder.disk.make_folder(&own.join("log"))?;
    let program = program(folder, &own)?.to_string();
    let asked = Wishes { kind: Some("slurm"), ..wishes.clone() };
    folder.publish(&own.join("wishes.toml"), asked.text().as_bytes())?;
    let (job, first) = (folder.job_name(), next_number(folder, &own)?);
    let mut sent = Sent::default();
    for (number, shards) in (first..).zip(shards.chunks(most)) {
        let lines: String = shards.iter().map(|shard| format!("{shard}\n")).collect();
        folder.publish(&own.join(Array::list_name(number)), lines.as_bytes())?;
        let tasks = u32::try_from(shards.len()).expect("no more than an array may have");
        let script = Array { folder: &job, number, tasks, program: &program, wishes }.script();
        let name = script_name(number);
        folder.publish(&own.join(&name), script.as_bytes())?;
        let handed_in = submit(&folder.path, &format!("{CLUSTER}/{name}"), &[])?;
        sent.arrays.push((handed_in, shards.to_vec()));
    }
    let finish = Finish { folder: &job, wishes }.script();
    folder.publish(&own.join("gather.sh"), finish.as_bytes())?;
    let after: Vec<String> = sent.arrays.iter().map(|(job, _)| job.clone()).collect();
    sent.gather = submit(&folder.path, &format!("{CLUSTER}/gather.sh"), &after)?;
    Ok(Some(sent))
}

/// The script of the first array that would be handed in, with nothing written and nobody asked.
#[must_use]
pub fn rehearsed(folder: &SweepFolder, wishes: &Wishes) -> String {
    let (folder, tasks) = (&folder.job_name(), folder.cells.shards());
    Array { folder, number: 1, tasks, program: "HASH-OF-THE-COPY", wishes }.script()
}

/// Refuses to run here what tasks on a cluster have in hand: cells would be run twice. A machine that does
/// not know the cluster cannot tell.
///
/// # Errors
/// There are such tasks.
pub fn nobody_is_at_it(folder: &SweepFolder) -> Result<(), Trouble> {
    if wishes(&folder.disk, &folder.path)?.is_none() {
        return Ok(());
    }
    match in_hand(folder) {
        Ok(found) if !found.is_empty() => Err(Trouble::Busy(format!(
            "{}: {} tasks on the cluster have shards of it in hand. Wait for them, or end them with \
             scancel, and go on here then",
            folder.path.display(),
            found.len()
        ))),
        Ok(_) | Err(Trouble::Input(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Refuses to work with another program than the one that the tasks were given.
///
/// # Errors
/// It is another; or it cannot be read.
pub fn is_the_program(expected: &str) -> Result<(), Trouble> {
    let (path, bytes) = own_bytes(&Disk::real())?;
    let found = Digest::of(&bytes).to_string();
    if found == expected {
        return Ok(());
    }
    let path = path.display();
    Err(Trouble::Damage(format!(
        "{path}: not the program that these tasks were given: expected the hash {expected}, found {found}. \
         jurisim sweep resume hands them in again"
    )))
}

/// Shards of which cells are missing and that nobody has in hand.
pub(super) fn lacking(folder: &SweepFolder, in_hand: &InHand) -> Result<Vec<u32>, Trouble> {
    let missing = folder.standing()?.missing.into_iter().map(|(shard, _)| shard);
    Ok(missing.filter(|shard| !in_hand.contains_key(shard)).collect())
}

fn list(folder: &SweepFolder, number: u32) -> Result<Vec<u32>, Trouble> {
    let path = folder.path.join(CLUSTER).join(Array::list_name(number));
    let bytes = folder.disk.read_at_most(&path, LARGEST_LIST)?;
    let lines: Option<Vec<u32>> =
        String::from_utf8_lossy(&bytes).lines().map(|line| line.parse().ok()).collect();
    lines.ok_or_else(|| {
        let what = "expected the numbers of shards, one in a line";
        Trouble::Damage(format!("{}: damaged: {what}", path.display()))
    })
}

/// One more than the highest number of a list that is there.
fn next_number(folder: &SweepFolder, own: &Path) -> Result<u32, Trouble> {
    let number = |path: &Path| -> Option<u32> {
        (path.extension()? == "shards").then(|| path.file_stem()?.to_str()?.parse().ok())?
    };
    let entries = folder.disk.list(own)?;
    Ok(entries.iter().filter_map(|entry| number(&entry.path)).max().unwrap_or(0) + 1)
}

/// The hash of the program in the folder: a copy of this one, if there is none yet.
fn program(folder: &SweepFolder, own: &Path) -> Result<Digest, Trouble> {
    let copy = own.join("jurisim");
    if folder.disk.what(&copy)?.is_none() {
        let (_, bytes) = own_bytes(&folder.disk)?;
        folder.publish(&copy, &bytes)?;
    }
    may_be_run(&copy).map_err(|reason| DiskError {
        doing: "allow to be run",
        path: copy.clone(),
        reason,
    })?;
    Ok(Digest::of(&folder.disk.read_at_most(&copy, LARGEST_PROGRAM)?))
}

#[cfg(unix)]
fn may_be_run(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn may_be_run(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// This program.
fn own_bytes(disk: &Disk) -> Result<(PathBuf, Vec<u8>), Trouble> {
    let unknown = |reason| DiskError { doing: "find", path: PathBuf::from("jurisim"), reason };
    let path = std::env::current_exe().map_err(unknown)?;
    let bytes = disk.read_at_most(&path, LARGEST_PROGRAM)?;
    Ok((path, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_take_some_twenty_minutes_and_fit_into_an_array() {
        let wishes = Wishes::default();
        assert_eq!(cells_of_a_task(61_440, 3.0, &wishes, 10_000), 400);
        let hurried = Wishes { time: Some("10".to_owned()), ..Wishes::default() };
        assert_eq!(cells_of_a_task(61_440, 3.0, &hurried, 10_000), 80);
        let wide = Wishes { threads: Some(4), ..Wishes::default() };
        assert_eq!(cells_of_a_task(61_440, 3.0, &wide, 10_000), 1_600);
        assert_eq!(cells_of_a_task(61_440, 3.0, &wishes, 10), 6_144);
        assert_eq!(cells_of_a_task(10, 1e9, &wishes, 10_000), 1);
        assert_eq!(cells_of_a_task(10, 0.0, &wishes, 10_000), 100_000);
    }
}

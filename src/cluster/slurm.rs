//! Slurm's own programs, asked as a person would ask them.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

/// Why a cluster did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClusterError {
    /// There is no Slurm on this machine.
    NotHere {
        /// The program that was not found.
        program: &'static str,
    },
    /// It said no, or nothing.
    Refused {
        /// The program that was asked.
        program: &'static str,
        /// Its words.
        words: String,
    },
}

impl fmt::Display for ClusterError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClusterError::NotHere { program } => write!(
                out,
                "there is no Slurm on this machine: no program is called {program}. Leave --on slurm \
                 out, say --on here, or see docs/sweeps.md for other schedulers"
            ),
            ClusterError::Refused { program, words } => write!(out, "{program}: {words}"),
        }
    }
}

impl std::error::Error for ClusterError {}

/// How far a task has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It has a node.
    Running,
    /// It waits for one.
    Waiting,
}

/// A task or job in the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Queued {
    /// What its script calls it.
    pub name: String,
    /// Which task of an array; none for other jobs.
    pub task: Option<u32>,
    /// How far it has come.
    pub state: State,
}

/// The most tasks that one array may have here.
///
/// # Errors
/// There is no Slurm, or it does not answer.
pub fn limit() -> Result<u32, ClusterError> {
    let (program, arguments) = ("scontrol", ["show", "config"]);
    let said = ask(program, &arguments, None)?;
    let line = said.lines().find_map(|line| line.strip_prefix("MaxArraySize"));
    let number = line.and_then(|line| line.trim_start_matches([' ', '=']).trim().parse().ok());
    // The size is one more than the highest number of a task.
    number.map(|size: u32| size.saturating_sub(1).max(1)).ok_or_else(|| {
        let words = "it does not say how large an array may be (MaxArraySize)".to_owned();
        ClusterError::Refused { program, words }
    })
}

/// What of this user's is in the queue.
///
/// # Errors
/// There is no Slurm, or it does not answer.
pub fn queue() -> Result<Vec<Queued>, ClusterError> {
    let said = ask("squeue", &["--me", "--noheader", "--array", "--format=%j|%K|%T"], None)?;
    Ok(said.lines().filter_map(queued).collect())
}

fn queued(line: &str) -> Option<Queued> {
    let mut words = line.trim().rsplitn(3, '|');
    let (state, task, name) = (words.next()?, words.next()?, words.next()?);
    let state = match state {
        "PENDING" | "CONFIGURING" | "REQUEUED" | "REQUEUE_HOLD" | "REQUEUE_FED" => State::Waiting,
        _ => State::Running,
    };
    Some(Queued { name: name.to_owned(), task: task.parse().ok(), state })
}

/// Hands a script in, to be run in a folder when the jobs of these numbers have ended, however they ended.
/// Gives the number of the job.
///
/// # Errors
/// There is no Slurm, or it refuses.
pub fn submit(folder: &Path, script: &str, after: &[String]) -> Result<String, ClusterError> {
    let wait = (!after.is_empty()).then(|| format!("--dependency=afterany:{}", after.join(":")));
    let arguments: Vec<&str> =
        ["--parsable"].into_iter().chain(wait.as_deref()).chain([script]).collect();
    let said = ask("sbatch", &arguments, Some(folder))?;
    // With several clusters the name of one follows.
    let number = said.trim().split(';').next().unwrap_or_default();
    Ok(number.to_owned())
}

fn ask(
    program: &'static str,
    arguments: &[&str],
    folder: Option<&Path>,
) -> Result<String, ClusterError> {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null());
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    let refused = |words: String| ClusterError::Refused { program, words };
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => ClusterError::NotHere { program },
        _ => refused(error.to_string()),
    })?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let silent = || format!("it ended with {} and said nothing", output.status);
    Err(refused(if words.is_empty() { silent() } else { words.join("; ") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_queue_are_read() {
        let one = |name: &str, task, state| Some(Queued { name: name.to_owned(), task, state });
        assert_eq!(queued("a-1.2|17|RUNNING"), one("a-1.2", Some(17), State::Running));
        assert_eq!(queued("a|b.1|0|PENDING\n"), one("a|b.1", Some(0), State::Waiting));
        assert_eq!(queued("a-1.gather|N/A|PENDING"), one("a-1.gather", None, State::Waiting));
        assert_eq!(queued("nothing"), None);
    }
}

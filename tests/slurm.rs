//! A sweep through Slurm as its users have it, on a cluster of two nodes that the test starts itself.

mod program;

use program::{classroom, ends, err, folder, jurisim, not_run, out, sweep_in, tables};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// A cluster, gone when the test is over.
struct Cluster {
    folder: PathBuf,
}

impl Cluster {
    /// Nothing where Slurm is not installed, which is told; a mistake where CI should have installed it.
    fn start(port: u16) -> Option<Cluster> {
        let is_here = |program| Command::new(program).arg("-V").output().is_ok();
        if !(is_here("sbatch") && is_here("slurmctld") && is_here("munged")) {
            not_run("not run: Slurm is not installed (apt-get install slurm-wlm munge)");
            return None;
        }
        // Sockets have short names.
        let folder = PathBuf::from(format!("/tmp/jurisim-box-{}", std::process::id()));
        let started = script(&["start", &text(&folder), &port.to_string()]);
        assert!(started.status.success(), "{}{}", out(&started), err(&started));
        Some(Cluster { folder })
    }

    fn ask(&self, program: &str, arguments: &[&str]) -> String {
        let answer = Command::new(program).args(arguments).env("SLURM_CONF", self.conf()).output();
        out(&answer.expect("Slurm's programs are here"))
    }

    fn conf(&self) -> PathBuf {
        self.folder.join("slurm.conf")
    }

    fn jurisim(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jurisim"));
        command.args(arguments).current_dir(program::root()).env("SLURM_CONF", self.conf());
        command.output().expect("the program starts")
    }

    /// Until nothing is in the queue.
    #[track_caller]
    fn wait(&self) {
        let begun = Instant::now();
        while !self.ask("squeue", &["--noheader"]).trim().is_empty() {
            let queue = self.ask("squeue", &[]);
            assert!(begun.elapsed() < Duration::from_secs(240), "{queue}");
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    fn jobs_on(&self, node: &str) -> Vec<String> {
        let of_node = ["--noheader", "--states=running", "--format=%A", "--nodelist", node];
        let jobs = self.ask("squeue", &of_node);
        jobs.lines().map(|job| job.trim().to_owned()).collect()
    }

    /// Kills a node as a power cut does: its daemon, the steps and the tasks. Gives whether a task ran there.
    fn lose(&self, node: &str) -> bool {
        let daemon = fs::read_to_string(self.folder.join(format!("slurmd.{node}.pid")));
        let mut pids: Vec<String> = daemon.map(|pid| pid.trim().to_owned()).into_iter().collect();
        for job in self.jobs_on(node) {
            pids.extend(found(&["-f", &format!("slurmstepd: .{job}.")]));
        }
        let is_of_task = |pid: &String| {
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            let environment = String::from_utf8_lossy(&environment).into_owned();
            let is_there = |line: &str| environment.split('\0').any(|known| known == line);
            is_there(&format!("SLURMD_NODENAME={node}"))
                && is_there(&format!("SLURM_CONF={}", text(&self.conf())))
        };
        let tasks: Vec<String> = found(&["jurisim"]).into_iter().filter(is_of_task).collect();
        let was_busy = !tasks.is_empty();
        pids.extend(tasks);
        let _ = Command::new("kill").arg("-9").args(&pids).output();
        was_busy
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = script(&["stop", &text(&self.folder)]);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn found(arguments: &[&str]) -> Vec<String> {
    let pids = Command::new("pgrep").args(arguments).output().expect("pgrep is here");
    out(&pids).lines().map(str::to_owned).collect()
}

fn script(arguments: &[&str]) -> Output {
    let script = program::root().join("tests/slurm/box");
    Command::new(script).args(arguments).output().expect("the script starts")
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Two thousand cells of the classroom county.
const SWEEP: &str = r#"
scenario = "tiny.toml"
design = { kind = "lhs", n = 500 }
parameters = ["ero.officers", "detention.beds", "arrest.stops_per_thousand"]
replicates = 4
seed = 11
outcomes = ["removals", "crimes_unreported", "jail_days"]

[cluster]
time_per_task = "00:30:00"
lines = ["--comment=\"a test\"", "--no-requeue"]
"#;

fn written(name: &str) -> (PathBuf, String) {
    let folder = folder(name);
    classroom(&folder.join("tiny.toml"), "2017-07-01", "2018-03-31");
    let file = folder.join("many.toml");
    fs::write(&file, SWEEP).expect("written");
    (folder, text(&file))
}

#[test]
fn with_a_node_lost_the_table_is_that_of_one_machine_and_nothing_runs_twice() {
    let (folder, file) = written("lost");
    let Some(cluster) = Cluster::start(47_831) else { return };
    // A path with a space: scripts name nothing by a full path.
    let afar = text(&folder.join("far away"));
    let run = ["sweep", "run", &file, "--on", "slurm", "--shard-cells", "250", "--out"];
    let wrong = [&run[..], &[&afar, "--partition", "nowhere"]].concat();
    let wrong = cluster.jurisim(&wrong);
    ends(&wrong, 74);
    assert!(
        err(&wrong).contains("sbatch: ") && err(&wrong).contains("partition"),
        "{}",
        err(&wrong)
    );

    let sent = cluster.jurisim(&[&run[..], &[&afar, "--partition", "main"]].concat());
    ends(&sent, 0);
    assert!(out(&sent).contains("(tasks 0-7) for 8 shards"), "{}", out(&sent));
    let sweep = sweep_in(Path::new(&afar));
    let (shown, begun) = (text(&sweep), Instant::now());
    while cluster.jobs_on("n2").is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", cluster.ask("squeue", &[]));
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_millis(500));
    assert!(cluster.lose("n2"), "a task was running there");
    let status = cluster.jurisim(&["sweep", "status", &shown]);
    ends(&status, 4);
    assert!(out(&status).contains(" waiting, "), "{}", out(&status));
    // What is in hand is not handed in again, and not run here either.
    let again = cluster.jurisim(&["sweep", "resume", &shown]);
    assert!(out(&again).starts_with("Nothing to hand in: "), "{}{}", out(&again), err(&again));
    ends(&cluster.jurisim(&["sweep", "resume", &shown, "--on", "here"]), 75);

    cluster.wait();
    let status = cluster.jurisim(&["sweep", "status", &shown]);
    ends(&status, 4);
    assert!(out(&status).contains("0 running, 0 waiting, 1 lost"), "{}", out(&status));
    let gaps = cluster.jurisim(&["sweep", "gather", &shown]);
    ends(&gaps, 4);
    let resumed = cluster.jurisim(&["sweep", "resume", &shown]);
    ends(&resumed, 0);
    assert!(out(&resumed).contains("(tasks 0-0) for 1 shards"), "{}", out(&resumed));
    cluster.wait();
    let status = cluster.jurisim(&["sweep", "status", &shown]);
    ends(&status, 0);
    let whole = "2 000 of 2 000 finished, 0 missing, 0 failed, 0 finished twice";
    assert!(out(&status).contains(whole), "{}", out(&status));

    // The job that gathers has written the tables.
    let here = folder.join("here");
    ends(&jurisim(&["sweep", "run", &file, "--out", &text(&here)]), 0);
    assert!(tables(&sweep) == tables(&sweep_in(&here)));
    // The tasks run the copy, and no other program.
    let script = fs::read_to_string(sweep.join("cluster/1.sh")).expect("a script");
    assert!(script.contains("#SBATCH --comment=\"a test\"\n"), "{script}");
    let work = ["sweep", "work", &shown, "--shard", "0", "--program", "ab12"];
    ends(&cluster.jurisim(&work), 76);
}

#[test]
fn without_slurm_nothing_is_made_and_the_script_can_be_seen() {
    let (folder, file) = written("none");
    let made = folder.join("made");
    let out_text = text(&made);
    let without = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jurisim"));
        command.args(arguments).env("PATH", "").output().expect("the program starts")
    };
    let run = ["sweep", "run", &file, "--out", &out_text, "--shard-cells", "250"];
    let refused = without(&[&run[..], &["--on", "slurm"]].concat());
    ends(&refused, 2);
    assert!(err(&refused).contains("no Slurm on this machine"), "{}", err(&refused));
    let dry = without(&[&run[..], &["--on", "slurm", "--dry-run", "--at-once", "3"]].concat());
    ends(&dry, 0);
    let script = out(&dry);
    for line in
        ["#SBATCH --array=0-7%3\n", "#SBATCH --time=00:30:00\n", "#SBATCH --comment=\"a test\"\n"]
    {
        assert!(script.starts_with("#!/bin/sh\n") && script.contains(line), "{script}");
    }
    let wrong = without(&[&run[..], &["--dry-run"]].concat());
    ends(&wrong, 2);
    ends(&without(&[&run[..], &["--on", "slurm", "--time", "soon"]].concat()), 2);
    assert!(!made.exists());
}

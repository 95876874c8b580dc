//! What `kill -9` costs: nothing that was saved. Runs, branches and exports are killed at random
//! moments, again and again, and carried on; what comes out at the end is the same to the byte.
//!
//! `JURISIM_KILLS=5000 cargo test --release --test kills` kills more often.

#![expect(clippy::unwrap_used, reason = "what fails in a test fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

fn jurisim(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jurisim"));
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path =
            std::env::temp_dir().join(format!("jurisim-kills-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn text(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every file below a folder but locks, with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// Numbers without a pattern, the same in every test run.
fn chance(seed: u64) -> f64 {
    let mut mixed = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ mixed >> 27) as f64 / u64::MAX as f64
}

/// How often one thing is killed before it is left to come to its end, which is what takes long.
const KILLS: u64 = 12;

/// When to kill, as a part of the time that is needed: at the beginning, where most is saved, more
/// often than later.
fn moment(seed: u64, nth: u64) -> f64 {
    let chance = chance(seed * KILLS + nth);
    if nth.is_multiple_of(2) { 0.4 * chance } else { 1.05 * chance }
}

/// Starts a command and kills it after some part of the time that it needs when nobody does; whether
/// it was killed before its end.
fn killed(command: &mut Command, after: Duration) -> bool {
    let mut child = command.spawn().expect("the program starts");
    let started = Instant::now();
    while started.elapsed() < after {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{command:?}: {status}");
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let was_alive = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    was_alive
}

fn finish(command: &mut Command) {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
}

fn asked() -> u32 {
    let asked = std::env::var("JURISIM_KILLS").ok().and_then(|number| number.parse().ok());
    asked.unwrap_or(300)
}

/// Kills so many times, on two threads; `trial` makes one thing in a folder of its own, kills it as
/// often as chance says, carries it on to its end, and gives the number of kills.
fn kill(times: u32, trial: &(dyn Fn(u64) -> u32 + Sync)) {
    let (kills, next) = (AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while kills.load(Ordering::Relaxed) < times {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    kills.fetch_add(trial(u64::from(seed)), Ordering::Relaxed);
                    assert!(seed < 20 + times, "hardly anything is ever killed");
                }
            });
        }
    });
}

/// A scenario that takes a moment: the small county around the day on which its arms part.
fn scenario(scratch: &Scratch) -> String {
    let text = fs::read_to_string("scenarios/small.toml").unwrap();
    let text = text
        .replace("start = 2016-01-01", "start = 2016-10-01")
        .replace("count_from = 2016-01-01", "count_from = 2016-10-01")
        .replace("end = 2017-06-30", "end = 2017-03-31")
        .replace("replicates = 2", "replicates = 3");
    let path = scratch.text("small.toml");
    fs::write(&path, text).unwrap();
    path
}

/// The folder of the one run in a folder.
fn run_in(out: &Path) -> PathBuf {
    let is_run = |path: &PathBuf| path.join("run.txt").is_file();
    let visible = |path: &PathBuf| !path.file_name().unwrap().to_string_lossy().starts_with('.');
    let entries = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    let runs: Vec<_> = entries.filter(|path| visible(path) && is_run(path)).collect();
    assert_eq!(runs.len(), 1, "{runs:?}");
    runs[0].clone()
}

fn timed(command: &mut Command) -> Duration {
    let started = Instant::now();
    finish(command);
    started.elapsed()
}

#[test]
fn runs_that_are_killed_and_carried_on_end_as_if_nobody_had_killed_them() {
    let scratch = Scratch::new("runs");
    let file = scenario(&scratch);
    let whole = scratch.text("whole");
    let run =
        |out: &str| jurisim(&["run", &file, "--out", out, "--threads", "1", "--keep-events", "2"]);
    let needs = timed(&mut run(&whole));
    let run_name = run_in(Path::new(&whole)).file_name().unwrap().to_owned();
    let expected = contents(&run_in(Path::new(&whole)));
    kill(asked() * 4 / 10, &|seed| {
        let out = scratch.text(&format!("run-{seed}"));
        let folder = Path::new(&out).join(&run_name).display().to_string();
        let mut kills = 0;
        for nth in 0..KILLS {
            let after = needs.mul_f64(moment(seed, nth));
            // By either command; `resume` only once there is something to go on with.
            let begun = Path::new(&out).join(format!(".{}.partial/run.txt", run_name.display()));
            let resumes = nth % 2 == 1 && begun.is_file();
            let mut command =
                if resumes { jurisim(&["resume", &folder, "--threads", "1"]) } else { run(&out) };
            if !killed(&mut command, after) {
                break;
            }
            kills += 1;
        }
        finish(&mut run(&out));
        let found = contents(&run_in(Path::new(&out)));
        assert!(found == expected, "seed {seed}: other files than without a kill");
        let verified = jurisim(&["verify", &folder]).status().unwrap();
        assert!(verified.success(), "seed {seed}");
        fs::remove_dir_all(&out).unwrap();
        kills
    });
}

#[test]
fn branches_that_are_killed_and_begun_again_are_the_same() {
    let scratch = Scratch::new("branches");
    let (file, parent) = (scenario(&scratch), scratch.text("parent"));
    finish(&mut jurisim(&["run", &file, "--out", &parent]));
    let parent = run_in(Path::new(&parent)).display().to_string();
    let branch = |out: &str| {
        let policy = "judicial-warrant-only@2017-01-20";
        jurisim(&["branch", &parent, "--at", "2017-01-20", "--policy", policy, "--out", out])
    };
    let before = contents(Path::new(&parent));
    let whole = scratch.text("whole");
    let needs = timed(&mut branch(&whole));
    let expected = contents(&run_in(Path::new(&whole)));
    kill(asked() * 3 / 10, &|seed| {
        let out = scratch.text(&format!("branch-{seed}"));
        let mut kills = 0;
        for nth in 0..KILLS {
            let after = needs.mul_f64(moment(seed, nth));
            if !killed(&mut branch(&out), after) {
                break;
            }
            kills += 1;
        }
        finish(&mut branch(&out));
        assert!(contents(&run_in(Path::new(&out))) == expected, "seed {seed}");
        fs::remove_dir_all(&out).unwrap();
        kills
    });
    assert!(contents(Path::new(&parent)) == before, "the parent is as it was");
}

#[test]
fn exports_that_are_killed_and_begun_again_are_the_same() {
    let scratch = Scratch::new("exports");
    let (file, out) = (scenario(&scratch), scratch.text("out"));
    finish(&mut jurisim(&["run", &file, "--out", &out]));
    let run = run_in(Path::new(&out)).display().to_string();
    let export = |form: &str, to: &str| {
        jurisim(&["export", &run, "--arm", "sb54-early", "--to", form, "--out", to])
    };
    let forms = ["csv", "xes", "ocel", "package"];
    let whole: Vec<_> = forms
        .iter()
        .map(|form| {
            let to = scratch.text(&format!("whole/{form}"));
            fs::create_dir_all(scratch.text("whole")).unwrap();
            let needs = timed(&mut export(form, &to));
            let path = Path::new(&to);
            let bytes = if path.is_dir() {
                contents(path)
            } else {
                BTreeMap::from([(PathBuf::new(), fs::read(path).unwrap())])
            };
            (needs, bytes)
        })
        .collect();
    kill(asked() * 3 / 10, &|seed| {
        let (form, (needs, expected)) = (forms[seed as usize % 4], &whole[seed as usize % 4]);
        let folder = scratch.text(&format!("export-{seed}"));
        fs::create_dir_all(&folder).unwrap();
        let to = format!("{folder}/{form}");
        let mut kills = 0;
        for nth in 0..KILLS {
            if !killed(&mut export(form, &to), needs.mul_f64(moment(seed, nth))) {
                break;
            }
            kills += 1;
            // Whole, or not there.
            if Path::new(&to).is_file() {
                assert!(
                    fs::read(&to).unwrap() == expected[&PathBuf::new()],
                    "seed {seed}: half of it"
                );
            }
        }
        finish(&mut export(form, &to));
        let path = Path::new(&to);
        let found = match path.is_dir() {
            true => contents(path),
            false => BTreeMap::from([(PathBuf::new(), fs::read(path).unwrap())]),
        };
        assert!(found == *expected, "seed {seed}: {form}");
        fs::remove_dir_all(&folder).unwrap();
        kills
    });
}

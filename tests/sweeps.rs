//! Sweeps as their users have them: the same table however it came about, nothing run twice, and every
//! gap and mistake told.

mod program;

use program::{classroom, ends, err, folder, jurisim, out, sweep_in, tables};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const SWEEP: &str = r#"
scenario = "tiny.toml"
design = { kind = "saltelli", n = 8 }
parameters = ["ero.officers", "detention.beds", "arrest.stops_per_thousand"]
replicates = 2
seed = 11
outcomes = ["removals", "jail_days"]
"#;

fn written(name: &str, text: &str) -> (PathBuf, String) {
    let folder = folder(name);
    // Some weeks: a cell takes a moment.
    classroom(&folder.join("tiny.toml"), "2017-12-01", "2018-01-31");
    let file = folder.join("tiny-sweep.toml");
    fs::write(&file, text).expect("written");
    let file = file.display().to_string();
    (folder, file)
}

fn run(file: &str, out: &Path, more: &[&str]) -> std::process::Output {
    let out = out.display().to_string();
    jurisim(&[&["sweep", "run", file, "--out", &out], more].concat())
}

fn text_of(sweep: &Path) -> String {
    sweep.display().to_string()
}

/// What `status` says of cells that two workers finished.
fn is_nothing_twice(sweep: &Path) -> bool {
    out(&jurisim(&["sweep", "status", &text_of(sweep)])).contains(" 0 finished twice")
}

#[test]
fn the_table_is_the_same_on_one_thread_on_two_by_shards_and_after_an_expansion() {
    let (folder, file) = written("same", SWEEP);
    ends(&run(&file, &folder.join("one"), &["--threads", "1"]), 0);
    let one = sweep_in(&folder.join("one"));
    let expected = tables(&one);
    let head = "point,replicate,arm,ero.officers,detention.beds,arrest.stops_per_thousand,dummy,\
                removals,jail_days\n";
    let csv = String::from_utf8_lossy(&expected[0]).into_owned();
    assert!(csv.starts_with(head), "{csv}");
    // 8 (4 + 2) points, 2 replicates, 3 arms.
    assert_eq!(csv.lines().count(), 1 + 48 * 2 * 3);
    // The points of the dummy share their cells with others.
    let again = run(&file, &folder.join("one"), &["--threads", "2"]);
    assert!(err(&again).contains("0 cells run now, 80 were there"), "{}", err(&again));

    ends(&run(&file, &folder.join("two"), &["--threads", "2", "--shard-cells", "7"]), 0);
    assert!(tables(&sweep_in(&folder.join("two"))) == expected);

    ends(&run(&file, &folder.join("work"), &["--prepare", "--shard-cells", "30"]), 0);
    let work = sweep_in(&folder.join("work"));
    for shard in ["2", "0"] {
        ends(&jurisim(&["sweep", "work", &text_of(&work), "--shard", shard]), 0);
    }
    let gaps = jurisim(&["sweep", "gather", &text_of(&work)]);
    ends(&gaps, 4);
    assert!(err(&gaps).contains("30 of 80 cells are missing, in shards 1 (30)"), "{}", err(&gaps));
    ends(&jurisim(&["sweep", "status", &text_of(&work)]), 4);
    ends(&jurisim(&["sweep", "work", &text_of(&work), "--shard", "3"]), 2);
    ends(&jurisim(&["sweep", "resume", &text_of(&work)]), 0);
    assert!(tables(&work) == expected && is_nothing_twice(&work));

    // Grown from half of the points and replicates, it is the same sweep.
    let half = SWEEP.replace("n = 8", "n = 4").replace("replicates = 2", "replicates = 1");
    fs::write(&file, half).expect("written");
    ends(&run(&file, &folder.join("half"), &[]), 0);
    let half = sweep_in(&folder.join("half"));
    let more = ["--add-points", "4", "--add-replicates", "1"];
    let grown = jurisim(&[&["sweep", "expand", &text_of(&half)], &more[..]].concat());
    ends(&grown, 0);
    assert!(out(&grown).contains("60 cells more, 80 in all"), "{}", out(&grown));
    ends(&jurisim(&["sweep", "gather", &text_of(&half)]), 4);
    let rest = jurisim(&["sweep", "resume", &text_of(&half)]);
    assert!(err(&rest).contains("60 cells run now, 20 were there"), "{}", err(&rest));
    assert!(tables(&half) == expected && is_nothing_twice(&half));
}

/// Two thousand cells of nine months.
const MANY: &str = r#"
scenario = "months.toml"
design = { kind = "lhs", n = 500 }
parameters = ["ero.officers", "detention.beds", "arrest.stops_per_thousand"]
replicates = 4
seed = 11
outcomes = ["removals", "crimes_unreported", "jail_days"]
"#;

/// Kills of one sweep.
const KILLS: u32 = 100;

#[test]
fn two_thousand_cells_that_are_killed_a_hundred_times_end_as_if_nobody_had() {
    let (folder, file) = written("killed", MANY);
    classroom(&folder.join("months.toml"), "2017-07-01", "2018-03-31");
    ends(&run(&file, &folder.join("whole"), &["--threads", "1"]), 0);
    let expected = tables(&sweep_in(&folder.join("whole")));
    let killed = folder.join("killed");
    let mut kills = 0;
    for nth in 0..KILLS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jurisim"))
            .args(["sweep", "run", &file, "--shard-cells", "50", "--out"])
            .arg(&killed)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Most at its start and in its first block, some when it has saved a few.
        let longest = if nth % 5 == 0 { 300 } else { 60 };
        std::thread::sleep(Duration::from_millis(u64::from(nth * 7919 % longest)));
        if child.try_wait().expect("it can be asked").is_some() {
            break;
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        kills += 1;
    }
    assert_eq!(kills, KILLS, "it was over before");
    let last = run(&file, &killed, &["--threads", "2"]);
    ends(&last, 0);
    assert!(!err(&last).contains("2 000 cells run now"), "no kill saved anything: {}", err(&last));
    let sweep = sweep_in(&killed);
    assert!(tables(&sweep) == expected);
    assert!(is_nothing_twice(&sweep));
    let left =
        fs::read_dir(sweep.join("cells")).expect("a folder").map(|entry| entry.expect("one"));
    let names: Vec<_> = left.map(|entry| entry.file_name().into_string().expect("text")).collect();
    assert!(names.iter().all(|name| name.ends_with(".results")), "{names:?}");
}

#[test]
fn every_mistake_in_a_sweep_file_is_told() {
    let (_, file) = written("mistakes", SWEEP);
    let cases = [
        (
            "scenario = \"tiny.toml\"",
            "scenario = \"tony.toml\"",
            "there is no scenario `tony.toml`",
        ),
        ("scenario = \"tiny.toml\"", "", "`scenario` is missing"),
        (
            "kind = \"saltelli\"",
            "kind = \"sobol\"",
            "allowed: oat, factorial, lhs, morris, saltelli",
        ),
        ("n = 8", "n = 1", "whole number from 2 to 1,000,000"),
        (", n = 8", "", "`n` is missing from `design`: the number of base samples"),
        ("n = 8", "n = 8, levels = 3", "unknown key `levels` in `design`"),
        (
            "kind = \"saltelli\", n = 8",
            "kind = \"oat\", n = 8",
            "`n` means nothing for the design `oat`",
        ),
        ("n = 8", "n = 1000000", "are too many"),
        ("kind = \"saltelli\", n = 8", "kind = \"lhs\", n = 5", "too few to tell: at least 6"),
        ("\"detention.beds\"", "\"detention.bed\"", "did you mean `detention.beds`?"),
        ("\"detention.beds\"", "\"ero.officers\"", "`ero.officers` is chosen twice"),
        ("replicates = 2", "replicates = 0", "whole number from 1 to 10,000"),
        ("seed = 11", "seed = \"x\"", "expected a whole number"),
        ("\"jail_days\"", "\"jail_dys\"", "did you mean `jail_days`?"),
        ("\"jail_days\"", "\"removals\"", "`removals` stands twice"),
        (
            "seed = 11",
            "distribution = \"normal\"",
            "allowed: pert (likeliest at the value), uniform",
        ),
        ("seed = 11", "sead = 11", "did you mean `seed`?"),
        (
            "parameters = [\"ero.officers\", \"detention.beds\", \"arrest.stops_per_thousand\"]",
            "parameters = { graded = [\"guess\"], exclude = [\"coost.*\"] }",
            "unknown grade `guess`",
        ),
    ];
    for (from, to, told) in cases {
        fs::write(&file, SWEEP.replace(from, to)).expect("written");
        let plan = jurisim(&["sweep", "plan", &file]);
        ends(&plan, 2);
        let said = err(&plan);
        assert!(said.contains(told), "{to}: {said}");
        assert!(said.contains("tiny-sweep.toml"), "{to}: {said}");
    }
    let missing = jurisim(&["sweep", "plan", "no-such.toml"]);
    ends(&missing, 2);
}

#[test]
fn a_plan_says_what_it_costs_and_starts_nothing() {
    let (folder, file) = written("plan", &SWEEP.replace("n = 8", "n = 128"));
    let plan = jurisim(&["sweep", "plan", &file]);
    ends(&plan, 0);
    let said = out(&plan);
    for part in [
        "Saltelli, n = 128, no second order, 3 parameters + 1 dummy, 768 points",
        "768 points x 2 replicates = 1 536 cells of 3 arms",
        "s each (",
        "core-",
        "MB, outcomes only",
        "morris, n = 20: 200 cells",
        "Nothing was started",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(fs::read_dir(folder).expect("a folder").count(), 2);
}

#[test]
fn the_example_is_read_and_told() {
    let (folder, file) = written("told", SWEEP);
    ends(&run(&file, &folder, &[]), 0);
    let sweep = text_of(&sweep_in(&folder));
    let found = jurisim(&["sensitivity", &sweep, "--outcome", "crimes"]);
    ends(&found, 0);
    let said = out(&found);
    for part in
        ["crimes (crimes), cooperation", "difference no-cooperation minus cooperation", "points"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    ends(&jurisim(&["sensitivity", &sweep, "--outcome", "crime"]), 2);
    ends(&jurisim(&["sensitivity", &sweep, "--difference", "cooperation"]), 2);
    ends(&jurisim(&["sensitivity", "scenarios"]), 2);
    let plan = jurisim(&["sweep", "plan", "scenarios/sweeps/classroom.toml"]);
    ends(&plan, 0);
    assert!(out(&plan).contains("Morris, 10 trajectories"), "{}", out(&plan));
    let damaged = Path::new(&sweep).join("sweep.toml");
    fs::write(damaged, "x").expect("written");
    ends(&jurisim(&["sweep", "status", &sweep]), 76);
}

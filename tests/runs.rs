//! Runs from outside: what they leave, how they end, and what can be asked of them.

mod program;

use jurisim::log::Reader;
use program::{ends, err, folder, jurisim, out, root, run, run_small};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Command;

#[test]
fn a_run_leaves_everything_and_says_where_the_report_is() {
    let into = folder("everything");
    let (output, run) = run_small(&into, &["--replicates", "3"]);
    ends(&output, 0);
    for file in [
        "scenario.toml",
        "resolved.toml",
        "summary.csv",
        "summary.parquet",
        "declined-detainers.csv",
        "report.html",
    ] {
        assert!(run.join(file).is_file(), "{file} is missing in {}", run.display());
    }
    let charts = fs::read_dir(run.join("charts")).expect("charts").count();
    assert!(charts >= 10, "{charts} charts");
    let names = fs::read_dir(&into).expect("the folder").flatten().map(|entry| entry.file_name());
    let left = names.filter(|name| !name.to_string_lossy().ends_with(".lock")).count();
    assert_eq!(left, 1, "nothing else is left but the lock");
    let page = fs::read_to_string(run.join("report.html")).expect("a page");
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert!(!page.contains("NaN"));
    let given = fs::read_to_string(root().join("scenarios/small.toml")).expect("the scenario");
    assert_eq!(fs::read_to_string(run.join("scenario.toml")).expect("its copy"), given);
}

#[test]
fn what_was_run_is_not_run_again_unless_asked() {
    let into = folder("again");
    let (first, run) = run_small(&into, &["--replicates", "2"]);
    ends(&first, 0);
    let summary = fs::read(run.join("summary.csv")).expect("a summary");
    let made = fs::metadata(run.join("summary.csv")).expect("a summary").ino();
    let (second, _) = run_small(&into, &["--replicates", "2"]);
    ends(&second, 0);
    assert!(err(&second).contains("nothing to do"), "{}", err(&second));
    assert_eq!(fs::metadata(run.join("summary.csv")).expect("a summary").ino(), made);
    let (third, again) = run_small(&into, &["--replicates", "2", "--force"]);
    ends(&third, 0);
    assert_eq!(again, run);
    assert!(fs::read(run.join("summary.csv")).expect("a summary") == summary);
}

#[test]
fn threads_do_not_show_and_seeds_do() {
    let of = |name: &str, more: &[&str]| {
        let (output, run) = run_small(&folder(name), more);
        ends(&output, 0);
        fs::read(run.join("summary.csv")).expect("a summary")
    };
    let one = of("threads-1", &["--replicates", "3", "--threads", "1"]);
    assert!(one == of("threads-2", &["--replicates", "3", "--threads", "2"]));
    assert!(one == of("threads-8", &["--replicates", "3", "--threads", "8"]));
    assert!(one != of("seed", &["--replicates", "3", "--seed", "8"]));
}

/// The path, the numbers and the interval must all follow from the events that are kept.
#[test]
fn the_log_of_the_first_replicate_is_kept_verified_and_shared_between_arms() {
    let into = folder("log");
    let (output, run) = run_small(&into, &["--replicates", "2"]);
    ends(&output, 0);
    let cells = run.join("cells");
    let base =
        Reader::open(&jurisim::disk::Disk::real(), &cells.join("arm=trust-act-2014/rep=001"))
            .expect("a log");
    base.verify().expect("an undamaged log");
    assert!(!cells.join("arm=trust-act-2014/rep=002").exists(), "one replicate is kept");
    let arm =
        Reader::open(&jurisim::disk::Disk::real(), &cells.join("arm=full-cooperation/rep=001"))
            .expect("a log");
    arm.verify().expect("an undamaged log");
    assert_ne!(base.digest(), arm.digest());
    let inode = |reader: &Reader| {
        let name = reader.segments()[0].name();
        let file = [reader.folder().join("events").join(&name), reader.folder().join(&name)];
        let file = file.into_iter().find(|file| file.exists()).expect("the first segment");
        fs::metadata(file).expect("a file").ino()
    };
    assert_eq!(inode(&base), inode(&arm), "what arms share is stored once");
    let mut crimes = 0_u64;
    let mut counted = |recorded: &jurisim::event::Recorded| {
        crimes +=
            u64::from(matches!(recorded.event.fact, jurisim::event::Fact::CrimeCommitted { .. }));
    };
    base.for_each(&mut counted).expect("events");
    let summary = fs::read_to_string(run.join("summary.csv")).expect("a summary");
    let row = summary.lines().find(|line| line.starts_with("trust-act-2014,1,,crimes,"));
    let value: f64 = row.and_then(|row| row.rsplit(',').next()?.parse().ok()).expect("a number");
    assert_eq!(value as u64, crimes, "the summary counts the events of the log");
}

/// Every log is found whole; one byte changed, anywhere in a file, is damage, told by file, and
/// nothing is mended behind anybody's back.
#[test]
fn verify_finds_a_changed_byte_and_leaves_it() {
    let into = folder("verify");
    let (output, made) = run_small(&into, &["--replicates", "1"]);
    ends(&output, 0);
    let verify = || jurisim(&["verify", made.to_str().unwrap()]);
    let whole = verify();
    ends(&whole, 0);
    assert_eq!(out(&whole).matches("events of").count(), 4, "{}", out(&whole));
    let cells = made.join("cells");
    let log = cells.join("arm=trust-act-2014/rep=001");
    let segment = std::fs::read_dir(log.join("events")).unwrap().next().unwrap().unwrap().path();
    for file in [log.join("manifest.txt"), segment] {
        let bytes = std::fs::read(&file).unwrap();
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            std::fs::write(&file, &changed).unwrap();
            let output = verify();
            ends(&output, 76);
            let name = file.file_name().unwrap().to_str().unwrap();
            assert!(err(&output).contains(name), "{}", err(&output));
            assert!(std::fs::read(&file).unwrap() == changed);
        }
        std::fs::write(&file, &bytes).unwrap();
    }
    ends(&verify(), 0);
    ends(&jurisim(&["verify", cells.join("nowhere").to_str().unwrap()]), 2);
}

#[test]
fn a_run_is_asked_branched_replayed_and_simulated_again() {
    let into = folder("asked");
    let (output, made) = run_small(&into, &["--replicates", "1"]);
    ends(&output, 0);
    let run = made.to_str().expect("text");
    let list = jurisim(&[
        "case",
        "list",
        run,
        "--arm",
        "sb54-early",
        "--kind",
        "DetainerDeclined,Released",
    ]);
    ends(&list, 0);
    let person = out(&list).lines().next().expect("somebody").to_owned();
    let why = jurisim(&["case", "why", run, &person, "--arm", "sb54-early"]);
    ends(&why, 0);
    let told = out(&why);
    for word in
        ["synthetic person", "DetainerDeclined", "rule ", "probability ", "draw ", "other arms:"]
    {
        assert!(told.contains(word), "{word} in\n{told}");
    }
    assert!(!told.contains("decides otherwise"), "{told}");
    let state = jurisim(&["replay", run, "--arm", "sb54-early", "--at", "2017-01-31"]);
    ends(&state, 0);
    assert!(out(&state).contains("in the county jail") && out(&state).contains("CrimeCommitted"));
    let events = ["--from", "2017-01-01", "--to", "2017-01-31", "--kind", "Detainer*"];
    let events = jurisim(&[&["replay", run, "--arm", "sb54-early"][..], &events].concat());
    ends(&events, 0);
    assert!(
        out(&events).lines().all(|line| line.contains("2017-01-") && line.contains("Detainer"))
    );
    let again = jurisim(&["verify", run, "--rerun", "--sample", "2"]);
    ends(&again, 0);
    assert!(out(&again).contains("2 of 4 simulated again, 2 the same"), "{}", out(&again));
    let seal = out(&again)
        .lines()
        .find_map(|line| Some(line.strip_prefix("seal       ")?[..64].to_owned()));
    let seal = seal.expect("a seal");
    ends(&jurisim(&["verify", run, "--expect", &seal]), 0);
    ends(&jurisim(&["verify", run, "--expect", &seal.replace(['a', 'b', 'c'], "0")]), 1);
    fs::write(made.join("notes.txt"), "mine").expect("written");
    let stranger = jurisim(&["verify", run]);
    ends(&stranger, 1);
    assert!(err(&stranger).contains("notes.txt"), "{}", err(&stranger));
    let to = into.to_str().expect("text");
    let policy = "judicial-warrant-only@2017-03-01";
    let branch = ["branch", run, "--at", "2017-03-01", "--policy", policy, "--out", to];
    ends(&jurisim(&branch), 0);
    ends(&jurisim(&branch), 0);
    let names = fs::read_dir(&into).expect("a folder").map(|e| e.unwrap().file_name());
    let branch = names.filter_map(|name| name.into_string().ok());
    let branch = branch.filter(|name| name.starts_with("small+judicial-warrant-only-")).count();
    assert_eq!(branch, 1);
}

#[test]
fn what_is_asked_of_a_run_wrongly_is_told_with_what_there_is() {
    let into = folder("asked-wrongly");
    let (output, made) = run_small(&into, &["--replicates", "1"]);
    ends(&output, 0);
    let run = made.to_str().expect("text");
    for (arguments, hint) in [
        (
            &["case", "list", run, "--arm", "sb54-erly", "--kind", "Arrested"][..],
            "did you mean `sb54-early`",
        ),
        (
            &["case", "list", run, "--arm", "sb54-early", "--kind", "Arested"],
            "did you mean `Arrested`",
        ),
        (
            &["case", "list", run, "--arm", "sb54-early", "--what", "citizen-hold"],
            "did you mean `citizen-held`",
        ),
        (&["case", "list", run, "--kind", "Arrested"], "say --arm with one of"),
        (&["case", "why", run, "12345"], "is no name of a person"),
        (&["case", "why", run, "P999-1"], "is nobody"),
        (&["case", "why", run, "P1-1", "--rep", "7"], "no log of replicate 7"),
        (&["replay", run, "--arm", "sb54-early", "--at", "2031-01-01"], "2016-01-01 to 2017-06-30"),
        (
            &["replay", run, "--arm", "sb54-early", "--place", "Nowhere"],
            "no district is called `Nowhere`",
        ),
        (&["branch", run, "--at", "2017-03-01", "--policy", "sb45-2018"], "sb54-2018"),
        (&["branch", run, "--at", "2031-03-01", "--policy", "sb54-2018"], "outside the run"),
        (&["resume", "nowhere"], "not the folder of a run"),
        (&["verify", "nowhere"], "not the folder of a run"),
        (&["export", run, "--to", "csv"], "say --arm with one of"),
    ] {
        let output = jurisim(arguments);
        ends(&output, 2);
        assert!(err(&output).contains(hint), "{hint} for {arguments:?} in\n{}", err(&output));
    }
}

/// Ctrl-C once: the day is finished, what is over is saved, and the run goes on from there.
#[cfg(unix)]
#[test]
fn a_run_that_is_asked_to_stop_saves_and_goes_on() {
    let into = folder("stopped");
    let to = into.to_str().expect("text");
    let arguments = [
        "run",
        "scenarios/los-angeles.toml",
        "--replicates",
        "2",
        "--keep-events",
        "2",
        "--out",
        to,
    ];
    let program = env!("CARGO_BIN_EXE_jurisim");
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(std::time::Duration::from_secs(3));
    let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(signal.expect("a signal").success());
    assert_eq!(child.wait().expect("an end").code(), Some(75));
    let entries = fs::read_dir(&into).expect("a folder").map(|e| e.unwrap().file_name());
    let partial = entries.filter_map(|name| name.into_string().ok());
    let partial = partial.filter(|name| name.ends_with(".partial")).collect::<Vec<_>>();
    let [partial] = &partial[..] else { panic!("{partial:?}") };
    let name = partial.trim_start_matches('.').trim_end_matches(".partial");
    let run = into.join(name);
    let so_far = jurisim(&["verify", run.to_str().expect("text")]);
    ends(&so_far, 0);
    assert!(out(&so_far).contains("days so far"), "{}", out(&so_far));
    assert!(err(&so_far).contains("not finished"), "{}", err(&so_far));
}

#[test]
fn two_identical_arms_differ_by_exactly_nothing() {
    let into = folder("identical");
    let text = fs::read_to_string(root().join("scenarios/small.toml")).expect("the scenario");
    let twin = "\n[[arm]]\nid = \"twin\"\nlabel = \"The same again\"\nfrom = 2017-01-01\n\
                policies = [\"full-cooperation@2017-01-01\"]\n";
    let at = text.find("[[arm]]").expect("an arm");
    let file = into.join("twins.toml");
    fs::write(&file, format!("{}{}\n{}", &text[..at], twin, &text[at..])).expect("a scenario");
    let (output, run) = run(&file, &into, &["--replicates", "3"]);
    ends(&output, 0);
    assert!(out(&output).contains("twin and full-cooperation gave identical events"));
    let summary = fs::read_to_string(run.join("summary.csv")).expect("a summary");
    let rows = |arm: &str| -> Vec<String> {
        let of = summary.lines().filter_map(|line| line.strip_prefix(&format!("{arm},")));
        of.map(str::to_owned).collect()
    };
    assert!(!rows("twin").is_empty());
    assert!(rows("twin") == rows("full-cooperation"));
}

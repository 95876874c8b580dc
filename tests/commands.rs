//! The program from outside: what it is told wrongly, what it says of itself, and what the README
//! tells people to type.

mod program;

use program::{ends, err, folder, jurisim, out, root, run_small};
use std::fs;

#[test]
fn every_mistake_is_reported_at_once_and_nothing_is_written() {
    let into = folder("mistakes");
    let file = into.join("bad.toml");
    let text = fs::read_to_string(root().join("scenarios/small.toml")).expect("the scenario");
    let bad = text
        .replace("replicates", "replicas")
        .replace("full-cooperation@", "ful-cooperation@")
        + "\n[parameters.\"match.probabilty\"]\nvalue = 0.5\nlow = 0.4\nhigh = 0.6\nsource = \"x\"\ngrade = \"judgement\"\n\
           \n[parameters.\"jail.compliance\"]\nvalue = 1.4\nlow = 0.4\nhigh = nan\nsource = \"\"\ngrade = \"judgement\"\n";
    fs::write(&file, bad).expect("a file");
    let path = file.to_str().expect("text");
    let check = jurisim(&["check", path]);
    ends(&check, 2);
    let said = err(&check);
    for (what, hint) in [
        ("replicas", "replicates"),
        ("ful-cooperation", "full-cooperation"),
        ("match.probabilty", "match.probability"),
        ("1.4", "0 to 1"),
        ("nan", "finite"),
        ("source", ""),
    ] {
        assert!(said.contains(what) && said.contains(hint), "{what} / {hint} in\n{said}");
    }
    assert!(said.contains("bad.toml:"), "{said}");
    let results = into.join("results");
    let output = jurisim(&["run", path, "--out", results.to_str().expect("text")]);
    ends(&output, 2);
    assert!(!results.exists(), "nothing is written");
}

#[test]
fn files_that_are_no_scenario_are_refused() {
    let into = folder("no-scenario");
    let write = |name: &str, bytes: &[u8]| {
        let file = into.join(name);
        fs::write(&file, bytes).expect("a file");
        file.to_str().expect("text").to_owned()
    };
    let empty = write("empty.toml", b"");
    let latin = write("latin.toml", b"name = \"\xe9\"\n");
    let nonsense = write("nonsense.toml", b"name = [[[\n");
    let here = into.to_str().expect("text").to_owned();
    let missing = into.join("nothing.toml").to_str().expect("text").to_owned();
    for (file, hint) in [
        (empty, ""),
        (latin, "UTF-8"),
        (nonsense, "nonsense.toml:1"),
        (here, "folder"),
        (missing, "no such"),
    ] {
        let output = jurisim(&["check", &file]);
        ends(&output, 2);
        let said = err(&output).to_lowercase();
        assert!(said.contains(&hint.to_lowercase()), "{hint} for {file} in\n{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn what_cannot_be_written_is_an_error_of_the_disk() {
    let into = folder("in-the-way");
    let file = into.join("results");
    fs::write(&file, "a file where a folder should be").expect("a file");
    let (output, _) = run_small(&file, &["--replicates", "1"]);
    ends(&output, 74);
    assert!(err(&output).contains("results"), "{}", err(&output));
}

#[test]
fn policies_are_told_in_words_with_law_and_dates() {
    let list = jurisim(&["policies"]);
    ends(&list, 0);
    for name in ["trust-act-2014", "sb54-2018", "full-cooperation", "judicial-warrant-only"] {
        assert!(out(&list).contains(name));
    }
    let show = jurisim(&["policies", "show", "sb54-2018"]);
    ends(&show, 0);
    assert!(out(&show).contains("7284.6") && out(&show).contains("2018-01-01"), "{}", out(&show));
    let diff = jurisim(&["policies", "diff", "trust-act-2014", "sb54-2018"]);
    ends(&diff, 0);
    assert!(out(&diff).contains("the jail holds a person past release"), "{}", out(&diff));
    let wrong = jurisim(&["policies", "show", "sb45-2018"]);
    ends(&wrong, 2);
    assert!(err(&wrong).contains("did you mean `sb54-2018`"), "{}", err(&wrong));
}

#[test]
fn help_fits_a_screen_and_wrong_words_are_refused() {
    for command in
        ["run", "check", "resume", "verify", "branch", "replay", "export", "case", "serve"]
    {
        let help = jurisim(&[command, "--help"]);
        ends(&help, 0);
        assert!(out(&help).lines().count() <= 55, "{}", out(&help));
    }
    for arguments in [&["--help"][..], &["case", "why", "--help"], &["case", "list", "--help"]] {
        let help = jurisim(arguments);
        ends(&help, 0);
        assert!(out(&help).lines().count() <= 45, "{}", out(&help));
    }
    ends(&jurisim(&["rum"]), 2);
    ends(&jurisim(&["run", "--replicates", "0"]), 2);
    ends(&jurisim(&["run", "--replicates", "-3"]), 2);
    ends(&jurisim(&["run", "--threads", "0"]), 2);
}

/// Whatever the README tells people to type must work. The two commands that build and test the
/// program themselves are run by `.ci/run`, which runs this test.
#[test]
fn the_commands_of_the_readme_work() {
    let readme = fs::read_to_string(root().join("README.md")).expect("a README");
    let mut commands = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside && !line.trim().is_empty() && !line.starts_with('#') => {
                commands.push(line.to_owned());
            }
            _ => {}
        }
    }
    assert!(commands.len() >= 6, "{commands:?}");
    assert_eq!(commands[0], "cargo run --release");
    assert_eq!(commands[1], "cargo test");
    let into = folder("readme");
    for command in &commands[2..] {
        let Some(rest) = command.strip_prefix("cargo run --release -- ") else {
            assert!(is_known(command), "{command}");
            if command.starts_with("cp ") {
                let words: Vec<&str> = command.split_whitespace().collect();
                fs::copy(root().join(words[1]), root().join(words[2])).expect("a copy");
            }
            continue;
        };
        let mut words: Vec<&str> = rest.split_whitespace().collect();
        // Minutes of runs, which `tests/calibration.rs` carries out: here only that the options are known.
        if words[0] == "calibrate" {
            words.push("--help");
        }
        // What the README does with the run that it has just made.
        let made = into.join("small-f34247a093").display().to_string();
        for word in &mut words {
            if *word == "outputs/small-f34247a093" {
                *word = &made;
            }
        }
        if words[0] == "branch" || words[0] == "run" {
            words.extend(["--out", into.to_str().expect("text")]);
        }
        if words[0] == "run" && !rest.contains("small") {
            words.extend(["--keep-events", "0"]);
            // Los Angeles takes a minute; one replicate shows that the command works.
            if !rest.contains("small") && !rest.contains("--replicates") {
                words.extend(["--replicates", "1"]);
            }
        }
        let output = jurisim(&words);
        assert!(output.status.success(), "{command}\n{}", err(&output));
    }
}

/// Commands of the shell that the README uses beside the program's own.
fn is_known(command: &str) -> bool {
    ["cp ", "cargo build", "cargo bench", "cargo doc", "cd ", "git clone"]
        .iter()
        .any(|known| command.starts_with(known))
}

#[test]
fn calibrate_says_before_any_work_what_it_cannot_do() {
    let file = folder("calibrate").join("a-file");
    fs::write(&file, "in the way").expect("a file");
    let into = file.join("below");
    let output = jurisim(&["calibrate", "--quick", "--out", into.to_str().expect("text")]);
    ends(&output, 74);
    assert!(err(&output).contains("cannot create"), "{}", err(&output));
    let busy = folder("calibrate-busy");
    let lock = fs::File::create(busy.join("calibration.lock")).expect("a file");
    lock.try_lock().expect("nobody else has it");
    let output = jurisim(&["calibrate", "--quick", "--out", busy.to_str().expect("text")]);
    ends(&output, 75);
    assert!(err(&output).contains("another calibration"), "{}", err(&output));
    ends(&jurisim(&["calibrate", "--threads", "0"]), 2);
    ends(&jurisim(&["calibrate", "--replicates", "3"]), 2);
    let help = jurisim(&["calibrate", "--help"]);
    ends(&help, 0);
    assert!(out(&help).contains("--fit"), "{}", out(&help));
}

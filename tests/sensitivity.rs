//! What a finished sweep says, as its users have it: the report, ranks and boxes.

mod program;

use program::{ends, err, folder, jurisim, out};
use std::fs;
use std::path::{Path, PathBuf};

/// A sweep of the classroom county over some weeks, run.
fn swept(name: &str, design: &str) -> (PathBuf, String) {
    let folder = folder(name);
    let text = fs::read_to_string(program::root().join("scenarios/classroom-county.toml"));
    let text = text
        .expect("the classroom county")
        .replace("start = 2017-07-01", "start = 2017-12-01")
        .replace("end = 2018-12-31", "end = 2018-01-31");
    fs::write(folder.join("tiny.toml"), text).expect("written");
    let file = folder.join("tiny-sweep.toml");
    let sweep = format!(
        "scenario = \"tiny.toml\"\ndesign = {design}\nreplicates = 2\nseed = 11\n\
         parameters = [\"ero.officers\", \"arrest.stops_per_thousand\"]\noutcomes = [\"crimes\", \"jail_days\"]\n"
    );
    fs::write(&file, sweep).expect("written");
    let (file, into) = (file.display().to_string(), folder.display().to_string());
    ends(&jurisim(&["sweep", "run", &file, "--out", &into]), 0);
    let entries = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("one").path());
    let mut sweeps = entries.filter(|path| path.join("sweep.txt").is_file());
    let sweep = sweeps.next().expect("a sweep").display().to_string();
    (folder, sweep)
}

#[test]
fn a_sample_is_told_ranked_and_searched() {
    let (folder, sweep) = swept("sample", "{ kind = \"lhs\", n = 200 }");
    let told = jurisim(&["sensitivity", &sweep]);
    ends(&told, 0);
    let said = out(&told);
    assert!(said.contains("arrest.stops_per_thousand (rank regression 0."), "{said}");
    let page = said.lines().find_map(|line| line.strip_prefix("Report: ")).expect("a report");
    let page = fs::read_to_string(page).expect("a page");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("In how many worlds"));
    // What is typed on a keyboard is found again.
    assert!(said.is_ascii() || !said.contains(['\u{202f}', '\u{a0}', '−']), "{said}");

    let ranked = jurisim(&["rank", &sweep, "--outcome", "crimes"]);
    ends(&ranked, 0);
    assert!(
        out(&ranked).contains("no-cooperation has less than cooperation in "),
        "{}",
        out(&ranked)
    );
    ends(&jurisim(&["rank", &sweep, "--outcome", "crime"]), 2);

    let svg = folder.join("box.svg").display().to_string();
    let asked = ["discover", &sweep, "--outcome", "jail_days", "--above", "255", "--svg", &svg];
    let found = jurisim(&asked);
    ends(&found, 0);
    let said = out(&found);
    assert!(said.contains("arrest.stops_per_thousand") && said.contains("> "), "{said}");
    assert!(fs::read_to_string(svg).expect("a picture").starts_with("<svg"), "{said}");
    for wrong in [
        vec!["--outcome", "jail_days"],
        vec!["--outcome", "jail_days", "--above", "x"],
        vec!["--outcome", "jail_days", "--above", "1", "--below", "1"],
        vec!["--outcome", "jail_days", "--above", "1", "--density", "1.5"],
        vec!["--outcome", "jail_days", "--above", "1", "--difference", "cooperation"],
        vec!["--above", "1"],
    ] {
        ends(&jurisim(&[&["discover", &sweep], &wrong[..]].concat()), 2);
    }
}

#[test]
fn what_is_no_sample_has_a_report_and_no_ranks() {
    let (_, sweep) = swept("grid", "{ kind = \"morris\", n = 3 }");
    ends(&jurisim(&["sensitivity", &sweep]), 0);
    assert!(Path::new(&sweep).join("report.html").is_file());
    let refused = jurisim(&["rank", &sweep]);
    ends(&refused, 2);
    assert!(err(&refused).contains("a design of kind lhs or saltelli"), "{}", err(&refused));
    ends(&jurisim(&["discover", &sweep, "--outcome", "crimes", "--below", "5"]), 2);
}

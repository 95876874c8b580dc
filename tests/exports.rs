//! Exports from outside: other tools find in them what is in the log, no more and no less, and what
//! cannot be exported is refused in words.

mod program;

use jurisim::event::{Fact, Recorded};
use jurisim::ids::{Case, PersonId};
use jurisim::log::row::kind_name;
use jurisim::log::{Head, Reader, Writer};
use program::{ends, err, folder, jurisim, out, root, run_small};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The run of the small scenario that all tests read and none changes.
fn small() -> &'static str {
    static RUN: OnceLock<String> = OnceLock::new();
    RUN.get_or_init(|| {
        let (output, run) = run_small(&folder("run"), &["--replicates", "1"]);
        ends(&output, 0);
        run.to_str().expect("text").to_owned()
    })
}

const ARM: &str = "sb54-early";

fn log() -> PathBuf {
    Path::new(small()).join(format!("cells/arm={ARM}/rep=001"))
}

/// Exports, and says what was said and how it ended.
fn export(from: &str, more: &[&str]) -> (String, Option<i32>) {
    let output = jurisim(&[&["export", from], more].concat());
    (out(&output) + &err(&output), output.status.code())
}

/// Exports an arm of the small run into a folder; the path of what was written, and what was said.
fn exported(to: &str, into: &Path, more: &[&str]) -> (PathBuf, String) {
    let ending = if to == "ocel" { "ocel.json" } else { to };
    let path = into.join(format!("log.{ending}"));
    let fixed = ["--arm", ARM, "--to", to, "--out", path.to_str().expect("text")];
    let (says, code) = export(small(), &[&fixed, more].concat());
    assert_eq!(code, Some(0), "{says}");
    (path, says)
}

/// How often one activity directly follows another.
type Follows = BTreeMap<(String, String), u64>;

/// Per thing that a series of events is about, the activities in the order of the log.
fn series<K: Ord>(keys: impl Fn(&Recorded) -> Vec<K>) -> Follows {
    let mut last: BTreeMap<K, String> = BTreeMap::new();
    let mut follows = Follows::new();
    let reader = Reader::open(&jurisim::disk::Disk::real(), &log()).expect("a log");
    let mut each = |recorded: &Recorded| {
        for key in keys(recorded) {
            let kind = kind_name(recorded).to_owned();
            if let Some(before) = last.insert(key, kind.clone()) {
                *follows.entry((before, kind)).or_default() += 1;
            }
        }
    };
    reader.for_each(&mut each).expect("events");
    follows
}

fn case(recorded: &Recorded) -> Option<(u16, Case)> {
    let event = recorded.event;
    (event.case != Case::NONE).then_some((event.subject.home.0, event.case))
}

fn traces() -> Follows {
    series(|it| it.event.subject.person().zip(case(it)).into_iter().collect())
}

/// Victims, offenders and everybody else.
fn people(recorded: &Recorded) -> Vec<PersonId> {
    let subject = recorded.event.subject;
    let offender = match recorded.event.fact {
        Fact::CrimeCommitted { offender, .. } | Fact::CrimeCleared { offender, .. } => {
            Some(PersonId { home: subject.home, index: offender })
        }
        _ => None,
    };
    subject.person().into_iter().chain(offender).collect()
}

fn events() -> u64 {
    Reader::open(&jurisim::disk::Disk::real(), &log()).expect("a log").events()
}

/// Says the first difference, not that two long tables differ.
#[track_caller]
fn differ_nowhere(what: &str, found: &Follows, ours: &Follows) {
    for step in found.keys().chain(ours.keys()) {
        let (found, ours) = (found.get(step), ours.get(step));
        assert_eq!(found, ours, "{what}: {} directly followed by {}", step.0, step.1);
    }
}

/// What another reader printed: counts, and what follows what.
#[derive(Default)]
struct Found {
    counts: BTreeMap<String, u64>,
    follows: BTreeMap<String, Follows>,
}

impl Found {
    fn of(output: &Output) -> Found {
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}");
        let mut found = Found::default();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                [what, number] => {
                    found.counts.insert(what.to_owned(), number.parse().expect("a count"));
                }
                [what, one, other, number] => {
                    let follows = found.follows.entry(what.to_owned()).or_default();
                    let number = number.parse().expect("a count");
                    follows.insert((one.to_owned(), other.to_owned()), number);
                }
                _ => panic!("not a line of a finding: {line}"),
            }
        }
        found
    }

    #[track_caller]
    fn says(&self, what: &str, number: u64) {
        assert_eq!(self.counts.get(what), Some(&number), "{what}");
    }

    #[track_caller]
    fn finds(&self, what: &str, ours: &Follows) {
        assert!(ours.len() > 20, "too little to compare: {ours:?}");
        differ_nowhere(what, self.follows.get(what).expect(what), ours);
    }

    /// What both readers find in XES and OCEL.
    #[track_caller]
    fn agrees_with_the_log(&self) {
        let reader = Reader::open(&jurisim::disk::Disk::real(), &log()).expect("a log");
        let (mut in_traces, mut relations) = (0, 0);
        let mut objects = BTreeSet::new();
        let mut each = |it: &Recorded| {
            in_traces += u64::from(!people(it).is_empty() && case(it).is_some());
            let county = it.event.subject == jurisim::ids::Subject::COUNTY;
            let neighbourhood = people(it).is_empty() && !county;
            relations += people(it).len() as u64 + u64::from(case(it).is_some());
            // The district, or for what concerns all of them, the county.
            relations += u64::from(neighbourhood) + 1;
            let district = it.event.subject.home.0;
            objects.insert(format!("place {district}"));
            objects.extend(people(it).iter().map(|person| format!("{person:?}")));
            objects.extend(case(it).map(|case| format!("{case:?}")));
            objects.extend(neighbourhood.then(|| format!("{:?}", it.event.subject)));
            if let Fact::Arrested { agency, .. }
            | Fact::PoliceStop { agency, .. }
            | Fact::StatusInquired { agency }
            | Fact::NotifiedOnSuspicion { agency } = it.event.fact
            {
                relations += 1;
                objects.insert(format!("{agency:?}"));
            }
        };
        reader.for_each(&mut each).expect("events");
        self.says("xes-events", in_traces);
        self.says("ocel-events", events());
        self.says("ocel-relations", relations);
        self.says("ocel-objects", objects.len() as u64);
        self.finds("xes", &traces());
        self.finds("ocel-person", &series(people));
        self.finds("ocel-case", &series(|it| case(it).into_iter().collect()));
    }
}

/// Not by a macro, whose words the harness keeps to itself when all is well.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

#[test]
fn pm4py_finds_in_every_form_what_is_in_the_log() {
    let python = root().join("target/python/bin/python");
    let knows = Command::new(&python).args(["-c", "import pm4py"]).output();
    if !knows.is_ok_and(|output| output.status.success()) {
        skipped("pm4py is not in target/python; docs/exports.md says how it gets there");
        return;
    }
    let into = folder("pm4py");
    let paths = ["xes", "csv", "ocel"].map(|to| exported(to, &into, &[]).0);
    let script = root().join("tests/process-mining/read_with_pm4py.py");
    let output = Command::new(&python).arg(script).args(paths).output().expect("Python starts");
    let found = Found::of(&output);
    found.agrees_with_the_log();
    found.says("xes-not-later", 0);
    found.says("csv-events", events());
    found.finds("csv", &traces());
}

#[test]
fn rust4pm_finds_in_xes_and_ocel_what_is_in_the_log() {
    let program = root().join("tests/process-mining/target/release/read-with-rust4pm");
    if !program.is_file() {
        skipped(
            "rust4pm is not built: cargo build --release --locked \
             --manifest-path tests/process-mining/Cargo.toml",
        );
        return;
    }
    let into = folder("rust4pm");
    let paths = ["xes", "ocel"].map(|to| exported(to, &into, &[]).0);
    let output = Command::new(program).args(paths).output().expect("the reader starts");
    let found = Found::of(&output);
    found.agrees_with_the_log();
    found.says("ocel-faults", 0);
}

/// The rows of a table, each with its cells by column.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header = reader.headers().expect("a header").clone();
    let named = |row: csv::StringRecord| {
        header.iter().zip(row.iter()).map(|(h, c)| (h.to_owned(), c.to_owned())).collect()
    };
    reader.records().map(|row| named(row.expect("a row"))).collect()
}

#[test]
fn the_table_has_every_event_and_its_traces_are_in_order_by_time_alone() {
    let (path, says) = exported("csv", &folder("table"), &[]);
    let rows = rows(&path);
    assert_eq!(rows.len() as u64, events());
    assert!(says.contains(&format!("{} events", events())), "{says}");
    let mut by_time: Vec<_> = rows.iter().filter(|row| !row["trace"].is_empty()).collect();
    by_time.sort_by_key(|row| (&row["trace"], &row["timestamp"]));
    let mut follows = Follows::new();
    for two in by_time.windows(2).filter(|two| two[0]["trace"] == two[1]["trace"]) {
        let (one, other) = (&two[0], &two[1]);
        assert!(one["timestamp"] < other["timestamp"], "{} and {}", one["seq"], other["seq"]);
        let two = (two[0]["kind"].clone(), two[1]["kind"].clone());
        *follows.entry(two).or_default() += 1;
    }
    differ_nowhere("by time", &follows, &traces());
    let ruled = rows.iter().filter(|row| row["rule"] != "0").collect::<Vec<_>>();
    assert!(!ruled.is_empty() && ruled.iter().all(|row| !row["policy"].is_empty()));
    assert!(rows.iter().any(|row| row["agency_name"] == "sheriff"), "agencies have names");
}

#[test]
fn exporting_twice_gives_the_same_bytes_and_leaves_nothing_else() {
    for to in ["csv", "xes", "ocel"] {
        let into = folder(&format!("twice-{to}"));
        let bytes = || fs::read(exported(to, &into, &[]).0).expect("a file");
        assert!(bytes() == bytes(), "{to}");
        assert_eq!(fs::read_dir(&into).expect("the folder").count(), 1, "{to}");
    }
}

#[test]
fn a_sample_holds_whole_cases_and_says_of_how_many() {
    let into = folder("sample");
    let (path, says) = exported("csv", &into, &["--sample-cases", "100"]);
    let of_case = |row: &BTreeMap<String, String>| (row["district"].clone(), row["case"].clone());
    let sample = rows(&path);
    let mut cases: Vec<_> = sample.iter().map(of_case).collect();
    cases.sort();
    cases.dedup();
    assert_eq!(cases.len(), 100);
    let whole = rows(&exported("csv", &into, &[]).0);
    let all: BTreeSet<_> = whole.iter().filter(|row| row["case"] != "0").map(of_case).collect();
    let kept: Vec<_> = whole.into_iter().filter(|row| cases.contains(&of_case(row))).collect();
    assert!(sample == kept, "an event is told the same way in a sample");
    assert!(says.contains(&format!("100 cases of {}", all.len())), "{says}");
}

/// pm4py drops objects that no event is about, as the county was in a sample, and relations to what
/// is not there.
#[test]
fn every_object_of_a_sample_has_events_and_every_relation_an_object() {
    let (path, _) = exported("ocel", &folder("objects"), &["--sample-cases", "100"]);
    let text = fs::read_to_string(path).expect("a file");
    let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let list = |of: &serde_json::Value, key: &str| of[key].as_array().expect("a list").clone();
    let related = |of: &serde_json::Value| {
        let ids = list(of, "relationships").into_iter();
        ids.map(|relation| relation["objectId"].to_string()).collect::<Vec<_>>()
    };
    let objects: BTreeSet<_> =
        list(&log, "objects").iter().map(|object| object["id"].to_string()).collect();
    let events: BTreeSet<_> = list(&log, "events").iter().flat_map(related).collect();
    assert_eq!(objects, events);
    assert!(list(&log, "objects").iter().flat_map(related).all(|id| objects.contains(&id)));
}

#[test]
fn a_package_describes_every_column_of_every_table_and_can_be_checked_by_its_hashes() {
    let (path, _) = exported("package", &folder("package"), &[]);
    let text = fs::read_to_string(path.join("datapackage.json")).expect("a description");
    let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let dictionary = rows(&path.join("dictionary.csv"));
    let resources = package["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), 5);
    for resource in resources {
        let name = resource["path"].as_str().expect("a path");
        let bytes = fs::read(path.join(name)).expect("a table");
        assert_eq!(resource["bytes"], bytes.len());
        let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(resource["hash"], format!("sha256:{hash}"));
        let header = csv::Reader::from_reader(&*bytes).headers().expect("a header").clone();
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        assert!(header.iter().eq(fields.iter().map(|field| &field["name"])), "{name}");
        for (field, column) in fields.iter().zip(&header) {
            assert!(field["description"].as_str().is_some_and(|text| !text.is_empty()), "{field}");
            let is_it =
                |row: &&BTreeMap<_, String>| row["table"] == name && row["column"] == column;
            let described = dictionary.iter().find(is_it).expect("a line of the dictionary");
            assert!(!described["meaning"].is_empty());
        }
    }
}

#[test]
fn a_package_takes_the_place_of_a_package_and_of_nothing_else() {
    let into = folder("replaced");
    let (path, _) = exported("package", &into, &["--sample-cases", "9"]);
    let before = fs::read(path.join("events.csv")).expect("a table");
    let again = ["--arm", ARM, "--to", "package", "--out", path.to_str().expect("text")];
    assert_eq!(export(small(), &again).1, Some(0));
    let after = fs::read(path.join("events.csv")).expect("a table");
    assert!(before.len() < after.len());
    fs::write(path.join("notes.txt"), "mine").expect("a file");
    assert_eq!(export(small(), &again).1, Some(2));
    assert!(path.join("notes.txt").is_file(), "what is there stays");
    let left: Vec<_> = fs::read_dir(&into).expect("the folder").flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn what_cannot_be_exported_is_refused_in_words() {
    let into = folder("refused");
    let out = into.join("x").to_str().expect("text").to_owned();
    let refused = |from: &str, more: &[&str], code: i32, words: &str| {
        let (says, ended) = export(from, &[&["--to", "xes", "--out", &out], more].concat());
        assert_eq!(ended, Some(code), "{says}");
        assert!(says.contains(words), "{says}");
        assert_eq!(fs::read_dir(&into).expect("the folder").count(), 0, "nothing is left");
    };
    refused(small(), &[], 2, "--arm with one of: full-cooperation, judicial-warrant-only");
    refused(small(), &["--arm", "sb54-earl"], 2, "did you mean `sb54-early`?");
    refused(small(), &["--arm", ARM, "--rep", "7"], 2, "kept: 1");
    refused(small(), &["--arm", ARM, "--sample-cases", "0"], 2, "sample-cases");
    refused("no/such/folder", &[], 2, "not the folder of a run");
    refused("src", &[], 2, "src: ");
    let nowhere = into.join("missing/log.xes");
    let nowhere = nowhere.to_str().expect("text");
    let (says, code) = export(small(), &["--arm", ARM, "--to", "xes", "--out", nowhere]);
    assert_eq!(code, Some(74), "{says}");
    assert!(says.contains("missing"), "{says}");
}

#[test]
fn a_log_without_events_is_refused() {
    let empty = folder("empty").join("log");
    let [engine, scenario, arm, start] = ["0", "f00d", "a", "2016-01-01"].map(str::to_owned);
    let head = Head { engine, scenario, arm, replicate: 1, seed: 1, start };
    Writer::create(&jurisim::disk::Disk::real(), &empty, head)
        .and_then(Writer::finish)
        .expect("an empty log");
    for to in ["csv", "xes", "ocel", "package"] {
        let (says, code) = export(empty.to_str().expect("text"), &["--to", to]);
        assert_eq!(code, Some(2), "{says}");
        assert!(says.contains("holds no events"), "{says}");
    }
}

/// A copy of one log, alone or in a folder of a run.
fn copied(into: &Path) {
    let name = log();
    fs::create_dir_all(into.join("events")).expect("a folder");
    fs::copy(name.join("manifest.txt"), into.join("manifest.txt")).expect("a manifest");
    for file in fs::read_dir(name.join("events")).expect("segments").flatten() {
        fs::copy(file.path(), into.join("events").join(file.file_name())).expect("a segment");
    }
}

#[test]
fn a_damaged_log_is_not_exported() {
    let into = folder("damaged");
    let log = into.join("log");
    copied(&log);
    let segment = fs::read_dir(log.join("events")).expect("segments").flatten().last();
    let segment = segment.expect("a segment").path();
    let mut bytes = fs::read(&segment).expect("a segment");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&segment, bytes).expect("a segment");
    let (says, code) = export(log.to_str().expect("text"), &["--to", "csv"]);
    assert_eq!(code, Some(76), "{says}");
    assert_eq!(fs::read_dir(&into).expect("the folder").count(), 1, "nothing was written");
}

#[test]
fn a_log_alone_is_exported_with_numbers_for_names() {
    let into = folder("alone");
    copied(&into.join("log"));
    let log = into.join("log");
    let (says, code) = export(log.to_str().expect("text"), &["--to", "csv"]);
    assert_eq!(code, Some(0), "{says}");
    let rows = rows(&into.join(format!("log-{ARM}-001.csv")));
    assert!(rows.iter().any(|row| row["district_name"] == "district 3"));
    assert!(rows.iter().all(|row| row["policy"].is_empty()));
}

#[test]
fn names_that_would_do_harm_do_none() {
    let into = folder("harm");
    let run = into.join("run");
    copied(&run.join(format!("cells/arm={ARM}/rep=001")));
    let resolved = fs::read_to_string(Path::new(small()).join("resolved.toml")).expect("a file");
    let harm = resolved.replace("Alder Valley", r#"=HYPERLINK(1)<&>\u0001"#);
    assert_ne!(harm, resolved);
    fs::write(run.join("resolved.toml"), harm).expect("a file");
    let log = run.join(format!("cells/arm={ARM}/rep=001"));
    for to in ["csv", "xes", "ocel"] {
        let (says, code) = export(log.to_str().expect("text"), &["--to", to]);
        assert_eq!(code, Some(0), "{says}");
    }
    let path = |ending| into.join(format!("run-{ARM}-001.{ending}"));
    let cells = rows(&path("csv"));
    assert!(cells.iter().any(|row| row["district_name"] == "'=HYPERLINK(1)<&>\u{1}"));
    assert!(cells.iter().flat_map(BTreeMap::values).all(|cell| !cell.starts_with('=')));
    let xes = fs::read_to_string(path("xes")).expect("a file");
    assert!(xes.contains("value=\"=HYPERLINK(1)&lt;&amp;&gt;\u{FFFD}\"") && !xes.contains('\u{1}'));
    let ocel = fs::read_to_string(path("ocel.json")).expect("a file");
    let ocel: serde_json::Value = serde_json::from_str(&ocel).expect("JSON");
    let districts = ocel["objects"].as_array().expect("objects");
    let named = districts.iter().find(|object| object["id"] == "district-0").expect("a district");
    assert_eq!(named["attributes"][0]["value"], "=HYPERLINK(1)<&>\u{1}");
}

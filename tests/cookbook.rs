//! Every query of docs/cookbook.md runs on the small scenario, answers what the page shows, and agrees
//! with what the program counted itself. `DOCS=1 cargo test --test cookbook` writes the answers again.
//!
//! The queries need Python with DuckDB and others: `.ci/run` puts it into `target/python`, with the
//! versions of `tests/requirements.txt`.

mod program;

use jurisim::event::{Fact, Recorded};
use jurisim::log::Reader;
use program::{ends, folder, jurisim, out, python, root, run_small};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const BASE: &str = "trust-act-2014";
const FULL: &str = "full-cooperation";
const ARMS: [&str; 4] = [BASE, "sb54-early", FULL, "judicial-warrant-only"];

/// Rows of an answer that the page shows.
const SHOWN: usize = 12;

/// A fenced block that is run, with the first word of the heading above it: the number of a query.
#[derive(Serialize)]
struct Block {
    #[serde(skip)]
    under: String,
    language: String,
    code: String,
}

/// What a block answered: a table, or what it printed, or why it failed.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Answer {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    printed: String,
    error: String,
}

impl Answer {
    fn column(&self, name: &str) -> usize {
        let at = self.columns.iter().position(|column| column == name);
        at.unwrap_or_else(|| panic!("no column {name} in {:?}", self.columns))
    }

    /// The sum of a column over the rows in which other columns have these values.
    #[track_caller]
    fn sum(&self, what: &str, wanted: &[(&str, &str)]) -> f64 {
        let wanted: Vec<_> =
            wanted.iter().map(|(name, value)| (self.column(name), value)).collect();
        let fits = |row: &&Vec<String>| wanted.iter().all(|(at, value)| row[*at] == **value);
        let at = self.column(what);
        let number = |row: &Vec<String>| row[at].parse::<f64>().expect("a number");
        self.rows.iter().filter(fits).map(number).sum()
    }

    /// The residents in the rows with this value.
    fn people(&self, (name, value): (&str, &str)) -> BTreeSet<String> {
        let (at, home, index) = (self.column(name), self.column("district"), self.column("person"));
        let rows = self.rows.iter().filter(|row| row[at] == value);
        rows.map(|row| format!("{} {}", row[home], row[index])).collect()
    }

    fn markdown(&self, language: &str) -> String {
        if language == "python" {
            return format!("```text\n{}```\n", self.printed);
        }
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let mut text = line(&self.columns);
        text.push_str(&line(&vec!["---".to_owned(); self.columns.len()]));
        for row in self.rows.iter().take(SHOWN) {
            text.push_str(&line(row));
        }
        if self.rows.len() > SHOWN {
            let _ = writeln!(text, "\n*{SHOWN} of {} rows.*", self.rows.len());
        }
        text
    }
}

fn tested(line: &str) -> Option<&str> {
    line.strip_prefix("```").filter(|language| ["sql", "python"].contains(language))
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut under, mut open) = (Vec::new(), String::new(), None::<Block>);
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            under = heading.split(['.', ' ']).next().unwrap_or_default().to_owned();
        } else if let Some(language) = tested(line) {
            let language = language.to_owned();
            open = Some(Block { under: under.clone(), language, code: String::new() });
        } else if line == "```" {
            blocks.extend(open.take());
        } else if let Some(block) = &mut open {
            block.code.push_str(line);
            block.code.push('\n');
        }
    }
    blocks
}

/// The page with these answers below the blocks, in place of those it has.
fn answered(page: &str, blocks: &[Block], answers: &[Answer]) -> String {
    let (mut text, mut lines) = (String::new(), page.lines().peekable());
    let mut results = blocks.iter().zip(answers);
    while let Some(line) = lines.next() {
        let _ = writeln!(text, "{line}");
        if tested(line).is_none() {
            continue;
        }
        for line in lines.by_ref().take_while(|line| *line != "```") {
            let _ = writeln!(text, "{line}");
        }
        let (block, answer) = results.next().expect("an answer for every block");
        let _ = write!(text, "```\n\n{}", answer.markdown(&block.language));
        // The old answer, as `markdown` writes one.
        let is_old =
            |line: &&str| line.is_empty() || line.starts_with('|') || line.ends_with(" rows.*");
        while lines.next_if(is_old).is_some() {}
        if lines.next_if_eq(&"```text").is_some() {
            lines.by_ref().take_while(|line| *line != "```").for_each(drop);
        }
        if lines.peek().is_some_and(|line| !line.is_empty()) {
            text.push('\n');
        }
    }
    text
}

/// Runs the small scenario and returns the run's folder.
fn small() -> PathBuf {
    let (output, run) = run_small(&folder("small"), &[]);
    ends(&output, 0);
    run
}

/// Runs the blocks in the folder of a run, as a reader would type them.
fn asked(python: &Path, run: &Path, blocks: &[Block]) -> Vec<Answer> {
    let mut child = Command::new(python)
        .arg(root().join("tests/cookbook.py"))
        .current_dir(run)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let list = serde_json::to_vec(blocks).expect("a list");
    child.stdin.take().expect("an input").write_all(&list).expect("Python reads");
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "tests/cookbook.py failed");
    let answers: Vec<Answer> = serde_json::from_slice(&output.stdout).expect("answers");
    assert_eq!(answers.len(), blocks.len());
    for (block, answer) in blocks.iter().zip(&answers) {
        assert!(answer.error.is_empty(), "{}\n{}", answer.error, block.code);
        let says = answer.rows.len() + answer.printed.len();
        assert!(says > 0, "no row comes of\n{}", block.code);
    }
    answers
}

/// The mean difference of an outcome over all replicates.
fn difference(run: &Path, arm: &str, measure: &str) -> f64 {
    let summary = fs::read_to_string(run.join("summary.csv")).expect("a summary");
    let mean = |arm: &str| {
        let outcome = |line: &&str| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[0] == arm && cells[2..6] == ["", measure, "", ""]
        };
        let value = |line: &str| line.rsplit(',').next()?.parse::<f64>().ok();
        let values: Vec<f64> = summary.lines().filter(outcome).filter_map(value).collect();
        assert_eq!(values.len(), 2, "replicates of {arm}");
        values.iter().sum::<f64>() / 2.0
    };
    mean(arm) - mean(BASE)
}

/// The sum over the months of what the program counted in the first replicate.
struct Counted(BTreeMap<(String, String, String), f64>);

impl Counted {
    fn read(run: &Path) -> Counted {
        let summary = fs::read_to_string(run.join("summary.csv")).expect("a summary");
        let mut counted = BTreeMap::new();
        for line in summary.lines().skip(1) {
            let [arm, replicate, month, measure, _, part, value] =
                line.split(',').collect::<Vec<_>>()[..]
            else {
                panic!("seven columns: {line}")
            };
            if replicate == "1" && !month.is_empty() {
                let value: f64 = value.parse().expect("a number");
                for part in if part.is_empty() { vec![""] } else { vec!["", part] } {
                    let key = (arm.to_owned(), measure.to_owned(), part.to_owned());
                    *counted.entry(key).or_insert(0.0) += value;
                }
            }
        }
        Counted(counted)
    }

    fn of(&self, arm: &str, measure: &str, part: &str) -> f64 {
        let key = (arm.to_owned(), measure.to_owned(), part.to_owned());
        self.0.get(&key).copied().unwrap_or(0.0)
    }
}

/// Who was arrested by ICE in the first replicate of an arm, read with the program's own reader.
fn taken(run: &Path, arm: &str) -> BTreeSet<String> {
    let log =
        Reader::open(&jurisim::disk::Disk::real(), &run.join(format!("cells/arm={arm}/rep=001")))
            .expect("a log");
    let mut taken = BTreeSet::new();
    let mut note = |recorded: &Recorded| {
        if let Fact::TransferredToIce { .. }
        | Fact::ArrestedAtRelease { .. }
        | Fact::AtLargeArrest { .. }
        | Fact::CollateralArrest { .. } = recorded.event.fact
        {
            let person = recorded.event.subject.person().expect("a resident");
            taken.insert(format!("{} {}", person.home.0, person.index));
        }
    };
    log.for_each(&mut note).expect("events");
    taken
}

/// How many events `jurisim verify` read in each arm.
fn verified(run: &Path) -> BTreeMap<String, f64> {
    let output = jurisim(&["verify", run.to_str().expect("text")]);
    ends(&output, 0);
    let line = |line: &str| {
        let (head, rest) = line.split_once(": ")?;
        let events = rest.split_once(" events")?.0.parse().ok()?;
        Some((head.split(' ').next()?.to_owned(), events))
    };
    out(&output).lines().filter_map(line).collect()
}

#[test]
fn every_query_answers_what_the_page_shows_and_the_program_counted() {
    let Some(python) = python() else { return };
    let path = root().join("docs/cookbook.md");
    let page = fs::read_to_string(&path).expect("the page");
    let (blocks, run) = (blocks(&page), small());
    assert!(blocks.len() > 12, "{} blocks were found", blocks.len());
    let answers = asked(&python, &run, &blocks);
    let of = |number: &str| {
        let at = blocks.iter().position(|block| block.under == number);
        &answers[at.unwrap_or_else(|| panic!("no query under ## {number}"))]
    };
    agrees(&of, &run);
    let now = answered(&page, &blocks, &answers);
    if std::env::var_os("DOCS").is_some() {
        fs::write(&path, &now).expect("a folder to write in");
    } else if let Some((is, was)) = now.lines().zip(page.lines()).find(|(is, was)| is != was) {
        panic!(
            "docs/cookbook.md shows\n{was}\nbut the answer is\n{is}\nwrite them again with DOCS=1 cargo \
             test --test cookbook"
        );
    }
}

/// Answers by the number of the query.
type Of<'a> = dyn Fn(&str) -> &'a Answer + 'a;

/// Holds answers to numbers that come from elsewhere.
fn agrees(of: &Of, run: &Path) {
    let (counted, verified) = (Counted::read(run), verified(run));
    assert_eq!(verified.len(), ARMS.len());
    for arm in ARMS {
        for query in ["0", "11"] {
            assert_eq!(of(query).sum("events", &[("arm", arm)]), verified[arm], "{query}, {arm}");
        }
        agrees_on_requests(of, &counted, arm);
        agrees_on_the_rest(of, &counted, arm);
    }
    for measure in ["removals", "crimes", "requests_declined"] {
        let here = [("arm", FULL), ("measure", measure)];
        assert_eq!(of("13").sum("difference", &here), difference(run, FULL, measure), "{measure}");
    }
    for (arm, other) in [(BASE, FULL), (FULL, BASE)] {
        let only: BTreeSet<String> = &taken(run, arm) - &taken(run, other);
        assert_eq!(of("7").people(("taken_under", arm)), only, "only under {arm}");
    }
    let crimes = of("1").sum("events", &[("kind", "CrimeCommitted")]);
    assert_eq!(crimes, counted.of(BASE, "crimes", ""));
    for group in ["unauthorised", "mixed_status_household", "other"] {
        let (all, reported) = (counted.of(FULL, "crimes", group), "crimes_reported");
        let not_reported = all - counted.of(FULL, reported, group);
        assert_eq!(
            of("8").sum("not_reported", &[("victim_group", group)]),
            not_reported,
            "{group}"
        );
    }
    assert_eq!(of("10").sum("in_jail", &[]), counted.of(BASE, "jail_days", ""));
    let flaws = of("11").columns.iter().skip_while(|column| *column != "missing");
    assert_eq!(flaws.clone().count(), 6);
    for flaw in flaws {
        assert_eq!(of("11").sum(flaw, &[]), 0.0, "{flaw}");
    }
    assert!(of("12").sum("in_summary", &[]) > 0.0);
    assert_eq!(of("12").sum("differ", &[]), 0.0, "events and summary");
}

/// Who was declined, four times: by rule, by person, and twice in Python.
fn agrees_on_requests(of: &Of, counted: &Counted, arm: &str) {
    let here = [("arm", arm)];
    let declined = counted.of(arm, "requests_declined", "");
    assert_eq!(of("2").sum("declined", &here), declined, "declined under {arm}");
    let arm_at = of("5").column("arm");
    let followed = of("5").rows.iter().filter(|row| row[arm_at] == arm).count();
    assert_eq!(followed as f64, declined, "declined and followed under {arm}");
    let printed = |line: &&str| line.starts_with(&format!("{arm},"));
    let number = |line: &str| line.rsplit(',').next().and_then(|n| n.parse::<f64>().ok());
    for frame in ["Polars", "pandas"] {
        let lines = of(frame).printed.lines().filter(printed);
        assert_eq!(lines.filter_map(number).sum::<f64>(), declined, "{frame}, {arm}");
    }
}

fn agrees_on_the_rest(of: &Of, counted: &Counted, arm: &str) {
    let here = [("arm", arm)];
    let bookings = counted.of(arm, "bookings", "");
    assert_eq!(of("4").sum("stays", &here), bookings, "stays under {arm}");
    let operations = counted.of(arm, "operations", "");
    assert_eq!(of("14").sum("operations", &here), operations, "operations under {arm}");
    let bystanders = counted.of(arm, "ice_arrests", "collateral");
    assert_eq!(of("14").sum("bystanders", &here), bystanders, "bystanders under {arm}");
    for status in ["us_born", "lawful_resident", "temporary"] {
        let here = [("arm", arm), ("status", status)];
        let wrong = counted.of(arm, "false_matches", status);
        assert_eq!(of("9").sum("called_removable", &here), wrong, "{status} under {arm}");
    }
}

#[test]
fn old_answers_are_replaced_and_all_else_stays() {
    let page = "# Page\n\n## 1. One\n\n```sql\nselect 1;\n```\n\n| old |\n| --- |\n| 0 |\n\n*12 of 13 \
                rows.*\n\nText.\n\n```r\nnot run\n```\n\n## Two\n\n```python\nprint(2)\n```\n\n```text\n0\n```\n";
    let answers = [
        Answer {
            columns: vec!["n".to_owned()],
            rows: vec![vec!["1".to_owned()]],
            ..Answer::default()
        },
        Answer { printed: "2\n".to_owned(), ..Answer::default() },
    ];
    let blocks = blocks(page);
    assert_eq!(blocks.iter().map(|block| &block.under[..]).collect::<Vec<_>>(), ["1", "Two"]);
    let now = answered(page, &blocks, &answers);
    let wanted = "# Page\n\n## 1. One\n\n```sql\nselect 1;\n```\n\n| n |\n| --- |\n| 1 |\n\nText.\n\n```r\n\
                  not run\n```\n\n## Two\n\n```python\nprint(2)\n```\n\n```text\n2\n```\n";
    assert_eq!(now, wanted);
    assert_eq!(answered(&now, &blocks, &answers), now);
}

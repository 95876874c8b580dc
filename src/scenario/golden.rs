//! What somebody sees who made a mistake: `golden.txt` holds one small change of the files of the
//! small county after another, and the whole text that is printed for it.
//!
//! `GOLDEN=write cargo test golden` writes the file anew; read the difference before you keep it.

use super::library::{embedded, scenario_text};
use super::read::scenario;

const PATH: &str = "src/scenario/golden.txt";
const GOLDEN: &str = include_str!("golden.txt");

/// One change and what is said of it.
struct Case<'a> {
    heading: &'a str,
    file: &'a str,
    find: String,
    put: String,
    says: &'a str,
}

fn cases() -> Vec<Case<'static>> {
    let case = |text: &'static str| {
        let (head, says) = text.split_once("\n---\n").unwrap();
        let mut lines = head.lines();
        let heading = lines.next().unwrap();
        let mut field = |name: &str| {
            let line = lines.next().unwrap_or_default();
            let value = line.strip_prefix(name).unwrap_or_else(|| panic!("{heading}: {line}"));
            value.trim_start()
        };
        let file = field("file:");
        let (find, put) = (field("find:").replace("\\n", "\n"), field("put:").replace("\\n", "\n"));
        Case { heading, file, find, put, says: says.trim_end() }
    };
    GOLDEN.split("=== ").skip(1).map(case).collect()
}

/// What the reader says of the small county with one change.
fn said(case: &Case) -> String {
    let change = |text: &str| {
        assert!(text.contains(&case.find), "{}: nothing to change", case.heading);
        text.replacen(&case.find, &case.put, 1)
    };
    let small = scenario_text("small").unwrap();
    let text = if case.file == "small.toml" { change(small) } else { small.to_owned() };
    let find = |path: &str| (path == case.file).then(|| change(embedded(path).unwrap()));
    match scenario("small.toml", &text, &find) {
        Ok(_) => "(no mistake)".to_owned(),
        Err(mistakes) => mistakes.to_string(),
    }
}

#[test]
fn every_mistake_is_told_as_written_down() {
    let mut written = GOLDEN.split("=== ").next().unwrap().to_owned();
    let mut wrong = Vec::new();
    for case in cases() {
        let says = said(&case);
        if says != case.says {
            wrong.push(format!("{}\nnow says:\n{says}\n", case.heading));
        }
        let field = |text: &str| text.replace('\n', "\\n");
        let (find, put) = (field(&case.find), field(&case.put));
        let head = format!("=== {}\nfile: {}\nfind: {find}\nput: {put}", case.heading, case.file);
        written.push_str(&format!("{}\n---\n{says}\n\n", head.trim_end()));
    }
    if std::env::var_os("GOLDEN").is_some() {
        std::fs::write(PATH, written.trim_end().to_owned() + "\n").unwrap();
    } else {
        assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    }
}

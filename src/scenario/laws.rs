//! What must hold of every scenario that was read, and of files at the limits.

use super::Scenario;
use super::act::Act;
use super::library::{embedded, scenario_names, scenario_text};
use super::open::open;
use super::read::scenario;
use super::rule::File;
use crate::event::{Offence, Status, Word};
use crate::ids::AgencyId;
use crate::time::Day;
use std::path::PathBuf;

fn built_in(name: &str) -> Scenario {
    scenario(name, scenario_text(name).unwrap(), &|_| None).unwrap()
}

/// The small county with another text in the place of a part of one of its files.
fn said(file: &str, change: impl Fn(&str) -> String) -> String {
    let small = scenario_text("small").unwrap();
    let text = if file == "small.toml" { change(small) } else { small.to_owned() };
    let find = |path: &str| (path == file).then(|| change(embedded(path).unwrap()));
    match scenario("small.toml", &text, &find) {
        Ok(_) => String::new(),
        Err(mistakes) => mistakes.to_string(),
    }
}

/// People of all kinds, as far as rules can tell.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    for (at, &conviction) in Offence::ALL.iter().enumerate() {
        for mask in 0..64_u8 {
            files.push(File {
                conviction,
                years_since: mask % 17,
                listed: mask & 1 > 0,
                several_misdemeanours: mask & 2 > 0,
                significant_misdemeanour: mask & 4 > 0,
                judicial_warrant: mask & 8 > 0,
                magistrate_finding: mask & 16 > 0,
                consents: mask & 32 > 0,
                ..File::blank(Status::ALL[at], Offence::Traffic)
            });
        }
    }
    files
}

#[test]
fn before_an_arm_parts_it_decides_as_the_base_and_names_the_same_rules() {
    for name in scenario_names() {
        let read = built_in(name);
        let base = &read.arms[0];
        for arm in &read.arms[1..] {
            if arm.from == Day(0) {
                // It has nothing in common with the base but the world.
                continue;
            }
            let days = [0, 1, arm.from.0 / 2, 755.min(arm.from.0 - 1), arm.from.0 - 1];
            let days = days.map(|day: u32| day.min(arm.from.0 - 1));
            for (day, agency) in days.iter().flat_map(|&day| [(day, 0), (day, 1)]) {
                for (file, &act) in
                    files().iter().flat_map(|f| Act::ALL.iter().map(move |a| (f, a)))
                {
                    let ask = |policy: &super::policy::Policy| {
                        let verdict = policy.on(Day(day)).decide(act, AgencyId(agency), file);
                        (verdict, policy.lines()[usize::from(verdict.rule.0)].clone())
                    };
                    assert_eq!(ask(&base.policy), ask(&arm.policy), "{} day {day}", arm.id);
                }
            }
            let eras = |policy: &super::policy::Policy| {
                let before =
                    policy.eras().iter().map(|era| era.from).filter(|&from| from < arm.from);
                before.collect::<Vec<_>>()
            };
            assert_eq!(eras(&base.policy), eras(&arm.policy), "{}", arm.id);
        }
    }
}

#[test]
fn an_arm_without_a_day_of_its_own_has_nothing_of_the_base() {
    let small = scenario_text("small").unwrap().replace("from = 2017-01-01\n", "");
    let read = scenario("small.toml", &small, &|_| None).unwrap();
    let full = read.arms.iter().find(|arm| arm.id == "full-cooperation").unwrap();
    assert_eq!(full.from, Day(0));
    assert!(full.regimes.iter().all(|regime| regime.id != "trust-act-2014"));
    // No era begins where nothing changes: the federal rules and this policy, moved, are all.
    let starts: Vec<Day> = full.policy.eras().iter().map(|era| era.from).collect();
    assert_eq!(starts, [Day(0), Day(366), Day(390)]);
}

#[test]
fn a_policy_in_the_scenario_is_as_one_in_a_file_beside_it() {
    let small = scenario_text("small").unwrap();
    let named = small.replace("policies = [", "policies = [\"own\", ");
    assert_ne!(named, small);
    let policy =
        "id = \"own\"\ntitle = \"Own\"\nlevel = \"city\"\nfrom = 2010-01-01\nsummary = \"Own.\"\n";
    let (source, dial) =
        ("title = \"nobody\"\n", "value = 0.25\ngrade = \"judgement\"\nsource = \"nobody\"\n");
    let file = format!("{policy}[[source]]\n{source}[dials.cite_in_lieu]\n{dial}");
    let inline = format!(
        "{named}\n[[policy]]\n{policy}[[policy.source]]\n{source}[policy.dials.cite_in_lieu]\n{dial}"
    );
    let beside = |path: &str| (path == "policies/own.toml").then(|| file.clone());
    let of_file = scenario("small.toml", &named, &beside).unwrap_or_else(|it| panic!("{it}"));
    let of_text = scenario("small.toml", &inline, &|_| None).unwrap_or_else(|it| panic!("{it}"));
    assert_eq!(of_text.resolved(), of_file.resolved());
    assert!(of_text.beside.is_empty() && of_file.beside.len() == 1);
    // What stands in the text comes before a file of the same name.
    let other = |path: &str| (path == "policies/own.toml").then(|| "no policy".to_owned());
    assert_eq!(scenario("small.toml", &inline, &other).unwrap().resolved(), of_file.resolved());
}

#[test]
fn the_presets_differ_in_what_they_allow() {
    let read = built_in("los-angeles");
    let sheriff = read.place.agencies[0].jail;
    let felon =
        File { conviction: Offence::Felony, ..File::blank(Status::Unauthorised, Offence::Traffic) };
    let nobody = File::blank(Status::Unauthorised, Offence::Traffic);
    let warrant = File { judicial_warrant: true, ..nobody };
    let allowed = |id: &str, act, file| {
        let arm = read.arms.iter().find(|arm| arm.id == id).unwrap();
        let on = arm.policy.on(read.span.day(jiff::civil::date(2018, 6, 1)));
        on.decide(act, sheriff, file).allowed
    };
    // The sheriff of the base holds nobody, whatever the TRUST Act would allow.
    assert!(!allowed("trust-act-2014", Act::Hold, &felon));
    assert!(allowed("trust-act-2014", Act::Transfer, &felon));
    assert!(!allowed("trust-act-2014", Act::Transfer, &nobody));
    assert!(allowed("trust-act-2014", Act::Notify, &nobody));
    assert!(!allowed("sb54-2018", Act::Hold, &felon));
    assert!(allowed("sb54-2018", Act::Transfer, &felon));
    assert!(!allowed("sb54-2018", Act::Notify, &nobody));
    assert!(allowed("full-cooperation", Act::Hold, &nobody));
    assert!(!allowed("judicial-warrant-only", Act::Transfer, &felon));
    assert!(allowed("judicial-warrant-only", Act::Transfer, &warrant));
    let lapd = AgencyId(0);
    let full = read.arms.iter().find(|arm| arm.id == "full-cooperation").unwrap();
    let on = full.policy.on(full.from);
    // The city's order stays in force whatever the county does.
    assert!(!on.decide(Act::StatusInquiry, lapd, &nobody).allowed);
    assert!(on.decide(Act::StatusInquiry, sheriff, &nobody).allowed);
}

#[test]
fn byte_order_marks_and_windows_line_ends_do_no_harm() {
    let change = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(said("small.toml", change), "");
    assert_eq!(said("places/small.toml", change), "");
    let wrong = said("small.toml", |text| change(&text.replace("seed = 7", "sede = 7")));
    assert!(wrong.contains("--> small.toml:9:1\n"), "{wrong}");
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_lines() {
    let wrong = said("small.toml", |text| {
        let text =
            text.replace("seed = 7", "seed = -7").replace("trust-act-2014\"]", "trust-act\"]");
        text.replace("end = 2017-06-30", "end = 2017-06-31").replace("min_cell", "mincell")
    });
    let lines: Vec<&str> = wrong.lines().filter(|line| line.contains("--> ")).collect();
    let at = |line: &str| line.split(':').nth(1).unwrap().parse::<u32>().unwrap();
    assert_eq!(lines.iter().map(|line| at(line)).collect::<Vec<_>>(), [8, 9, 12, 20], "{wrong}");
    assert!(wrong.ends_with("4 mistakes; nothing was run"));
}

#[test]
fn places_have_limits() {
    let district = |residents: u32| {
        format!("    {{ name = \"More\", agency = \"sheriff\", residents = {residents} }},\n")
    };
    let more = |number: usize, residents: u32| {
        said("places/small.toml", |text| {
            let all = format!("district = [\n{}", district(residents).repeat(number));
            text.replacen("district = [\n", &all, 1)
        })
    };
    assert_eq!(more(59_977, 1), "");
    assert!(more(59_978, 1).contains("`district`: there are 60,001 of them"));
    let wrong = more(100, 4_000_000);
    assert!(wrong.contains("the districts have 400,055,944 residents in all"), "{wrong}");
    assert!(wrong.contains("leave out districts with 55,944 residents"), "{wrong}");
    let agencies = |number: usize| {
        said("places/small.toml", |text| {
            let each = (0..number).map(|n| format!("[[agency]]\nid = \"a{n}\"\nname = \"A\"\n"));
            format!("{text}\n{}", each.collect::<String>())
        })
    };
    assert_eq!(agencies(197), "");
    assert!(agencies(198).contains("`agency`: there are 201 of them"));
}

#[test]
fn lists_have_limits_and_long_reports_are_cut() {
    let arms = |number: usize| {
        said("small.toml", |text| {
            let each = (0..number).map(|n| format!("[[arm]]\nid = \"a{n}\"\npolicies = []\n"));
            format!("{text}\n{}", each.collect::<String>())
        })
    };
    assert_eq!(arms(17), "");
    assert!(arms(18).contains("expected at most 20 arms"));
    let keys: String = (0..1000).map(|n| format!("key{n} = 1\n")).collect();
    let many = said("small.toml", |text| format!("{keys}{text}"));
    assert!(many.contains("... and 960 more"), "{many}");
    assert!(many.ends_with("1000 mistakes; nothing was run"));
}

#[test]
fn an_empty_file_is_one_mistake() {
    for text in ["", " \n\n", "\u{feff}"] {
        let wrong = scenario("mine.toml", text, &|_| None).unwrap_err();
        assert_eq!(wrong.count(), 1, "{wrong}");
        assert!(wrong.to_string().contains("the file is empty"));
    }
}

/// A folder for one test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("jurisim-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("policies")).unwrap();
    folder
}

#[test]
fn files_beside_a_scenario_come_before_those_built_in() {
    let folder = folder("beside");
    let path = folder.join("mine.toml");
    std::fs::write(&path, scenario_text("small").unwrap()).unwrap();
    assert_eq!(open(&path).unwrap().name, "small");
    let policy = embedded("policies/sb54-2018.toml").unwrap().replace("(SB 54)", "(mine)");
    let beside = folder.join("policies/sb54-2018.toml");
    std::fs::write(&beside, policy).unwrap();
    let read = open(&path).unwrap();
    assert!(read.arms[1].regimes.iter().any(|regime| regime.title.ends_with("(mine)")));
    std::fs::write(&beside, b"id = \"\xff\"").unwrap();
    let wrong = open(&path).unwrap_err().to_string();
    assert!(wrong.contains("cannot be read: line 1 is not text in UTF-8"), "{wrong}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_cannot_be_opened_is_told_with_what_to_do() {
    let folder = folder("open");
    let told = |name: &str| open(&folder.join(name)).unwrap_err().to_string();
    assert!(told("nothing-alike.toml").contains("built in are: classroom-county, dallas,"));
    std::fs::write(folder.join("county.toml"), b"name = 1\n\nid = \"\xe9\"").unwrap();
    assert!(told("county.toml").contains("line 3 is not text in UTF-8"));
    assert!(told("conty.toml").contains("county.toml`?"));
    assert!(told("").contains("this is a folder, not a scenario"));
    std::fs::write(folder.join("big.toml"), vec![b'#'; (16 << 20) + 1]).unwrap();
    assert!(told("big.toml").contains("it is bigger than 16 MB"));
    std::fs::remove_dir_all(folder).unwrap();
}

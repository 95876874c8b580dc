//! Sweeps of which no cell was simulated: outcomes are made of the inputs, so that what is to be found is
//! known.

use super::file::SweepFile;
use super::folder::SweepFolder;
use super::shard::{Bundle, Came, Finished};
use super::{Conclusion, Question, Side, discover, findings, gather, ranks, report, reported};
use crate::disk::Disk;
use crate::runs::Trouble;
use crate::scenario::library;
use crate::scenario::mistakes::Mistakes;
use crate::scenario::read::scenario;
use crate::sweep::outcome::OUTCOMES;
use std::path::PathBuf;

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path =
            std::env::temp_dir().join(format!("jurisim-sweep-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Scratch(path)
    }

    fn sweep(&self, text: &str) -> SweepFolder {
        let file = read(text).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        SweepFolder::make(&Disk::real(), &self.0, &file, Some(7)).expect("a folder")
    }
}

fn read(text: &str) -> Result<SweepFile, Mistakes> {
    SweepFile::read("sweep.toml", "made", text, &|name, _| {
        let text = library::scenario_text(&name.value).expect("a built-in scenario");
        Some(scenario(&name.value, text, &|_| None))
    })
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn text(design: &str) -> String {
    format!(
        "scenario = \"classroom-county\"\ndesign = {design}\ndistribution = \"uniform\"\n\
         parameters = [\"ero.officers\", \"detention.beds\", \"jail.long_mean\"]\n\
         replicates = 2\noutcomes = [\"removals\"]\n"
    )
}

/// The cells of a shard: removals are four times officers (0.5 to 4) and one time beds (2 to 12), and
/// twice of that in the second arm; luck adds the same at every point.
fn made(folder: &SweepFolder, shard: u32) -> Bundle {
    made_of(folder, shard, &|inputs, arm, replicate| {
        (4.0 * inputs[0] + inputs[1] + replicate) * if arm == 1 { 2.0 } else { 1.0 }
    })
}

/// Removals by inputs, arm and replicate.
type Removals<'a> = &'a dyn Fn(&[f64], usize, f64) -> f64;

fn made_of(folder: &SweepFolder, shard: u32, removals: Removals) -> Bundle {
    let arms = folder.file.scenario.arms.len();
    let one = |cell: super::CellAt| {
        let inputs = folder.cells.inputs(cell.point as usize);
        let of_arm = |arm: usize| {
            let mut all = vec![0.0; OUTCOMES.len()];
            all[0] = removals(inputs, arm, f64::from(cell.replicate));
            all
        };
        let came = Came::Counted((0..arms).flat_map(of_arm).collect());
        Finished { cell: folder.cells.name(cell), came }
    };
    let cells: Vec<Finished> = folder.cells.of_shard(shard).into_iter().map(one).collect();
    Bundle { shard, published: cells.len() as u64, cells }
}

fn publish(folder: &SweepFolder, bundle: &Bundle) {
    let path = folder.results_path(bundle.shard);
    folder.publish(&path, &bundle.packed()).expect("a disk");
}

fn fill(folder: &SweepFolder) {
    (0..folder.cells.shards()).for_each(|shard| publish(folder, &made(folder, shard)));
}

fn fill_with(folder: &SweepFolder, removals: Removals) {
    let shards = 0..folder.cells.shards();
    shards.for_each(|shard| publish(folder, &made_of(folder, shard, removals)));
}

fn told(folder: &SweepFolder, difference: Option<&str>) -> super::Finding {
    let question = Question { outcome: Some("removals"), difference };
    findings(folder, &question).expect("findings").swap_remove(0)
}

#[test]
fn every_cell_has_one_place_however_the_sweep_has_grown() {
    let scratch = Scratch::new("places");
    let folder = scratch.sweep(&text("{ kind = \"morris\", n = 3 }"));
    let grown = folder.expanded(1, 2).expect("more").expanded(3, 0).expect("more");
    let cells = &grown.cells;
    // Five trajectories of 3 + 1 + 1 points; of each the point before the dummy moves is the one after, and
    // on so coarse a grid trajectories meet.
    let inputs = |point| cells.inputs(point).iter().map(|value| value.to_bits()).collect();
    let distinct: std::collections::BTreeSet<Vec<u64>> = (0..25).map(inputs).collect();
    assert!(distinct.len() <= 20);
    assert_eq!((cells.points(), cells.replicates()), (25, 6));
    assert_eq!(cells.len(), 6 * distinct.len() as u64);
    let mut names = Vec::new();
    for shard in 0..cells.shards() {
        for (place, cell) in cells.of_shard(shard).into_iter().enumerate() {
            assert_eq!(cells.place(cell.point as usize, cell.replicate), Some((shard, place)));
            assert_eq!(cells.nth(shard, place as u32), Some(cell));
            names.push(cells.name(cell));
        }
    }
    assert_eq!(names.len() as u64, cells.len());
    let before: Vec<_> =
        (0..folder.cells.shards()).flat_map(|at| folder.cells.of_shard(at)).collect();
    let before: Vec<_> = before.into_iter().map(|cell| folder.cells.name(cell)).collect();
    assert_eq!(before, names[..before.len()], "what was there keeps its place");
    names.sort_by_key(|name| name.0);
    names.dedup();
    assert_eq!(names.len() as u64, cells.len(), "no cell twice");
}

#[test]
fn what_decides_is_found_in_every_design() {
    for (kind, least) in [
        ("{ kind = \"oat\" }", 9),
        ("{ kind = \"factorial\", n = 3 }", 27),
        ("{ kind = \"lhs\", n = 40 }", 40),
        ("{ kind = \"morris\", n = 6 }", 30),
        ("{ kind = \"saltelli\", n = 64 }", 384),
    ] {
        let scratch = Scratch::new(&kind[10..13]);
        let folder = scratch.sweep(&text(kind));
        fill(&folder);
        assert_eq!(folder.cells.points(), least, "{kind}");
        let found = told(&folder, None);
        assert_eq!(found.title, "removals (people), cooperation");
        assert_eq!(found.said.rows[0][0], "ero.officers", "{kind}: {found:?}");
        assert_eq!(found.said.rows[1][0], "detention.beds", "{kind}: {found:?}");
        let below =
            found.said.notes.iter().any(|note| note.starts_with("1 more below the noise floor"));
        assert!(below || found.said.rows.len() == 3, "{kind}: {found:?}");
        // Twice the base less the base is the base again, and an arm like the base differs in nothing.
        let twice = told(&folder, Some("no-cooperation"));
        assert_eq!(twice.said.rows, found.said.rows, "{kind}");
        let same = told(&folder, Some("cite-in-lieu"));
        assert!(
            same.said.rows.is_empty() || kind.contains("oat") || kind.contains("morris"),
            "{same:?}"
        );
    }
}

#[test]
fn indices_are_those_of_the_formula() {
    let scratch = Scratch::new("formula");
    let folder = scratch.sweep(&text("{ kind = \"saltelli\", n = 512 }"));
    fill(&folder);
    let found = told(&folder, None);
    // Variances of 4 x (0.5 to 4) and of (2 to 12): 196 / 12 and 100 / 12, so 0.66 and 0.34.
    assert!(found.said.rows[0][2].starts_with("0.66"), "{found:?}");
    assert!(found.said.rows[1][2].starts_with("0.34"), "{found:?}");
    let says = |part: &str| found.said.sure.iter().any(|note| note.contains(part));
    assert!(says("Converged: yes") && says("Chance is 2\u{a0}% [2, 2]"), "{found:?}");
}

#[test]
fn failed_cells_keep_seed_and_error_and_balanced_designs_refuse_them() {
    for (kind, may) in [("lhs\", n = 40", true), ("saltelli\", n = 8", false)] {
        let scratch = Scratch::new(&format!("failed-{may}"));
        let folder = scratch.sweep(&text(&format!("{{ kind = \"{kind} }}")));
        fill(&folder);
        let mut first = made(&folder, 0);
        let seed = folder.file.scenario.seed_of(2);
        first.cells[3].came = Came::Failed { error: "panic: \"odd\"".to_owned(), seed };
        publish(&folder, &first);
        assert_eq!(folder.standing().expect("a disk").failed, 1);
        assert!(gather(&folder).expect("tables").failed >= 1);
        let said = std::fs::read_to_string(folder.path.join("failed.csv")).expect("a file");
        assert!(said.contains(&format!("1,2,{seed},\"panic: \"\"odd\"\"\"")), "{said}");
        match findings(&folder, &Question::default()) {
            Ok(found) if may => {
                assert!(found[0].said.notes.iter().any(|note| note.contains("left out")))
            }
            Err(Trouble::Incomplete(what)) if !may => {
                assert!(what.contains("point 1 replicate 2 (panic: \"odd\")"), "{what}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn damage_and_cells_that_were_finished_twice_are_told() {
    let scratch = Scratch::new("damage");
    let folder = scratch.sweep(&text("{ kind = \"lhs\", n = 40 }"));
    let mut block = made(&folder, 1);
    block.cells.truncate(2);
    block.published = 2;
    folder.publish_block(&block).expect("a disk");
    block.cells.remove(0);
    block.published = 1;
    let path = folder.publish_block(&block).expect("a disk");
    let standing = folder.standing().expect("a disk");
    assert_eq!((standing.done, standing.twice, standing.missing.len()), (2, 1, 12));
    assert!(matches!(gather(&folder), Err(Trouble::Incomplete(what)) if what.contains("1 (5)")));
    let mut bytes = std::fs::read(&path).expect("a block");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&path, bytes).expect("a disk");
    assert!(matches!(folder.standing(), Err(Trouble::Damage(what)) if what.contains("00001-")));
    std::fs::remove_file(&path).expect("a disk");
    // Cells of another sweep under this one's name.
    fill(&folder);
    let other = Bundle { shard: 1, ..made(&folder, 0) };
    publish(&folder, &other);
    assert!(matches!(gather(&folder), Err(Trouble::Damage(_))));
}

#[test]
fn an_arm_that_always_has_more_has_more_in_every_world() {
    for (kind, worlds) in
        [("{ kind = \"lhs\", n = 40 }", 40), ("{ kind = \"saltelli\", n = 32 }", 64)]
    {
        let scratch = Scratch::new(&format!("ranked-{worlds}"));
        let folder = scratch.sweep(&text(kind));
        fill(&folder);
        let found = ranks(&folder, Some("removals")).expect("ranks").swap_remove(0);
        assert_eq!(found.worlds, worlds, "{kind}");
        let says = |arms: &str, what: &str| {
            let pair = found.pairs.iter().find(|pair| pair.starts_with(arms)).expect("a pair");
            assert!(pair.contains(what), "{kind}: {pair}");
        };
        says("no-cooperation has less than cooperation in 0\u{a0}% [0,", "more in 100\u{a0}%");
        says("cite-in-lieu has less than cooperation in 0", "the same in 100\u{a0}%");
        // Never more than the least by nothing: the base; and the arm with twice as much by all of it.
        assert_eq!(found.rows[0][2], "0");
        assert!(found.rows[1][5].starts_with('0') && found.rows[1][2] != "0", "{:?}", found.rows);
    }
}

#[test]
fn a_box_that_was_planted_is_found() {
    for kind in ["{ kind = \"lhs\", n = 500 }", "{ kind = \"saltelli\", n = 256 }"] {
        let scratch = Scratch::new(&format!("box-{}", &kind[10..13]));
        let folder = scratch.sweep(&text(kind));
        // Officers are from 0.5 to 4, beds from 2 to 12.
        fill_with(&folder, &|inputs, arm, _| match arm {
            1 if inputs[0] > 2.0 && inputs[1] < 7.0 => 4.0,
            _ => 5.0 + inputs[2].fract(),
        });
        let wanted = |side| Conclusion {
            outcome: "removals",
            difference: Some("no-cooperation"),
            side,
            density: 0.9,
        };
        let found = discover(&folder, &wanted(Side::Below(-0.5))).expect("a box");
        let [officers, beds] = &found.rows[..] else { panic!("{found:?}") };
        let limit = |row: &[String], sign: &str, truth: f64, near: f64| {
            let number: f64 =
                row[1].strip_prefix(sign).expect("a limit").parse().expect("a number");
            assert!((number - truth).abs() < near, "{kind}: {row:?}");
        };
        assert_eq!((officers[0].as_str(), beds[0].as_str()), ("ero.officers", "detention.beds"));
        limit(officers, "> ", 2.0, 0.2);
        limit(beds, "< ", 7.0, 0.6);
        assert!(found.answer.contains("not used to find this"), "{}", found.answer);
        assert!(found.picture().expect("a picture").is_ok());
        let never = discover(&folder, &wanted(Side::Above(100.0))).expect("an answer");
        assert!(
            never.rows.is_empty() && never.answer.contains("nothing to set apart"),
            "{never:?}"
        );
    }
}

#[test]
fn limits_that_only_luck_suggests_are_not_shown() {
    let scratch = Scratch::new("no-box");
    let folder = scratch.sweep(&text("{ kind = \"lhs\", n = 400 }"));
    // What no parameter decides: the digits of one of them.
    fill_with(&folder, &|inputs, arm, _| {
        if arm == 1 { (inputs[2] * 1e6).fract() - 0.5 } else { 0.0 }
    });
    let difference = Some("no-cooperation");
    for bound in [-0.3, -0.1, 0.0, 0.2] {
        let side = Side::Below(bound);
        let wanted = Conclusion { outcome: "removals", difference, side, density: 0.9 };
        let found = discover(&folder, &wanted).expect("an answer");
        assert!(found.rows.is_empty() && found.picture().is_none(), "{found:?}");
    }
}

#[test]
fn designs_that_are_no_sample_are_refused_with_words() {
    for kind in ["{ kind = \"oat\" }", "{ kind = \"factorial\" }", "{ kind = \"morris\", n = 4 }"] {
        let scratch = Scratch::new(&format!("none-{}", &kind[10..13]));
        let folder = scratch.sweep(&text(kind));
        fill(&folder);
        let side = Side::Below(0.0);
        let wanted = Conclusion { outcome: "removals", difference: None, side, density: 0.8 };
        let refused = [ranks(&folder, None).map(drop), discover(&folder, &wanted).map(drop)];
        for refused in refused {
            let Err(Trouble::Input(what)) = refused else { panic!("{kind}: {refused:?}") };
            assert!(what.contains("Sweep with a design of kind lhs or saltelli"), "{what}");
        }
        let page = std::fs::read_to_string(report(&folder).expect("a page")).expect("a file");
        assert!(page.contains("needs points that are a sample of all that may be"), "{kind}");
    }
}

#[test]
fn parameters_of_a_group_move_together_and_are_told_as_one() {
    let scratch = Scratch::new("groups");
    let design =
        "{ kind = \"morris\", n = 6, groups = { staff = [\"ero.*\", \"jail.long_mean\"] } }";
    let folder = scratch.sweep(&text(design));
    fill(&folder);
    // One group, one parameter alone and the dummy.
    assert_eq!(folder.cells.points(), 6 * 4);
    let found = told(&folder, None);
    let names: Vec<&str> = found.said.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(names, ["staff", "detention.beds"], "{found:?}");
    assert_eq!(found.said.columns[0], "parameter or group");
    let words = super::groups_in_words(&folder.design()).expect("groups");
    assert_eq!(words, "staff (2\u{a0}parameters); 1\u{a0}parameter moves alone");
    let page = std::fs::read_to_string(report(&folder).expect("a page")).expect("a file");
    assert!(page.contains("Moves with") && page.contains("1\u{a0}group"), "groups are told");
}

#[test]
fn mistakes_in_groups_are_told() {
    for (groups, says) in [
        (
            "{ a = [\"ero.*\"], b = [\"ero.officers\"] }",
            "`ero.officers` is in two groups, `a` and `b`",
        ),
        ("{ a = [\"jail.lon_mean\"] }", "did you mean `jail.long_mean`?"),
        ("{ a = [] }", "the group `a` names no parameter"),
        ("{}", "no group is named"),
        ("{ A = [\"ero.*\"] }", "`A` cannot be a name"),
        ("{ dummy = [\"ero.*\"] }", "no group can be called `dummy`"),
        ("[\"ero.*\"]", "expected a table"),
    ] {
        let text = text(&format!("{{ kind = \"morris\", n = 4, groups = {groups} }}"));
        let refused = read(&text).expect_err("refused").to_string();
        assert!(refused.contains(says), "{groups}: {refused}");
    }
    let text = text("{ kind = \"lhs\", n = 40, groups = { a = [\"ero.*\"] } }");
    let refused = read(&text).expect_err("refused").to_string();
    assert!(refused.contains("`groups` means nothing for the design `lhs`"), "{refused}");
}

#[test]
fn a_report_holds_every_chart_with_words_and_asks_no_network() {
    for (kind, charts) in [
        // Per answer of two, as the third arm differs in nothing: what decides, and convergence where the design grows; the width of
        // intervals and the worlds where points are a sample.
        ("{ kind = \"oat\" }", 2),
        ("{ kind = \"factorial\", n = 3 }", 2),
        ("{ kind = \"morris\", n = 8 }", 4),
        ("{ kind = \"lhs\", n = 60 }", 6),
        ("{ kind = \"saltelli\", n = 64 }", 6),
    ] {
        let scratch = Scratch::new(&format!("page-{}", &kind[10..13]));
        let folder = scratch.sweep(&text(kind));
        // Luck that differs from point to point, so that there is an interval to split.
        fill_with(&folder, &|inputs, arm, replicate| {
            let luck = (1e4 * (inputs[2] + replicate * inputs[0])).fract();
            (4.0 * inputs[0] + inputs[1] + luck) * if arm == 1 { 2.0 } else { 1.0 }
        });
        let (found, path) = reported(&folder).expect("a page");
        let page = std::fs::read_to_string(&path).expect("a file");
        let drawings = page.matches("<svg").count();
        assert_eq!(drawings, page.matches("role=\"img\" aria-label=\"").count(), "{kind}");
        assert!(drawings >= 2 * charts, "{kind}: {drawings} drawings");
        for asks in ["src=", "href=\"http", "url(", "@import", "<link", "<iframe", "<img"] {
            assert!(!page.contains(asks), "{kind}: {asks:?} in the page");
        }
        assert!(page.contains("default-src 'none'") && page.len() < 3_000_000, "{}", page.len());
        let body = page.split_once("<script id=\"data\"").expect("data").0;
        let odd = |word: &str| ["NaN", "inf", "Inf"].contains(&word);
        assert!(!body.split(|c: char| !c.is_alphanumeric()).any(odd), "{kind}");
        // What the terminal says is what the page says.
        let escaped =
            |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        for finding in &found {
            assert!(
                page.contains(&escaped(&finding.said.answer)),
                "{kind}: {}",
                finding.said.answer
            );
        }
    }
}

#[test]
fn a_sweep_that_cannot_be_read_has_a_report_that_says_why() {
    let scratch = Scratch::new("refused");
    let folder = scratch.sweep(&text("{ kind = \"saltelli\", n = 8 }"));
    assert!(matches!(report(&folder), Err(Trouble::Incomplete(_))), "cells are missing");
    fill(&folder);
    let mut first = made(&folder, 0);
    first.cells[3].came = Came::Failed { error: "panic: <b>".to_owned(), seed: 77 };
    publish(&folder, &first);
    let page = std::fs::read_to_string(report(&folder).expect("a page")).expect("a file");
    for part in ["There is no answer.", "cannot be read with gaps", "panic: &lt;b&gt;", "1 failed"]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(matches!(reported(&folder), Err(Trouble::Incomplete(_))));
}

//! Sweeps of which no cell was simulated: outcomes are made of the inputs, so that what is to be found is
//! known.

use super::file::SweepFile;
use super::folder::SweepFolder;
use super::shard::{Bundle, Came, Finished};
use super::{Question, findings, gather};
use crate::disk::Disk;
use crate::runs::Trouble;
use crate::scenario::library;
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
        let file = SweepFile::read("sweep.toml", "made", text, &|name, _| {
            let text = library::scenario_text(&name.value).expect("a built-in scenario");
            Some(scenario(&name.value, text, &|_| None))
        });
        let file = file.unwrap_or_else(|mistakes| panic!("{mistakes}"));
        SweepFolder::make(&Disk::real(), &self.0, &file, Some(7)).expect("a folder")
    }
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
    let arms = folder.file.scenario.arms.len();
    let one = |cell: super::CellAt| {
        let inputs = folder.cells.inputs(cell.point as usize);
        let removals = 4.0 * inputs[0] + inputs[1] + f64::from(cell.replicate);
        let of_arm = |arm: usize| {
            let mut all = vec![0.0; OUTCOMES.len()];
            all[0] = removals * if arm == 1 { 2.0 } else { 1.0 };
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
    assert!(says("Converged: yes") && says("Chance: 0.0"), "{found:?}");
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
        assert!(said.contains(&format!("1,2,{seed},\"panic: 'odd'\"")), "{said}");
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

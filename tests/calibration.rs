//! Does the model match the world: published figures beside the model's, in the quick table.

use jurisim::engine::record::Going;
use jurisim::sweep::calibration::{FITTED, Line, Model, Of, Plan, Role, answers, targets};
use std::collections::BTreeMap;
use std::path::Path;

/// A row of `docs/calibration.md`: figure, target, tolerance, use, scenario.
struct Row {
    figure: String,
    target: f64,
    tolerance: Option<(f64, f64)>,
    role: String,
    asked_of: String,
}

fn rows() -> BTreeMap<String, Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/calibration.md");
    let text = std::fs::read_to_string(path).expect("the document");
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| V") || line.starts_with("| A")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, figure, target, tolerance, role, asked_of, _] = cells[..] else {
            panic!("seven columns in: {line}")
        };
        let tolerance = tolerance
            .split_once(" to ")
            .map(|(low, high)| (low.parse().expect("a number"), high.parse().expect("a number")));
        let row = Row {
            figure: figure.to_owned(),
            target: target.parse().expect("a number"),
            tolerance,
            role: role.to_owned(),
            asked_of: asked_of.split(':').next().unwrap_or_default().replace('*', ""),
        };
        assert!(rows.insert(id.to_owned(), row).is_none(), "{id} stands twice");
    }
    rows
}

/// The page was written before the table was run: neither may change without the other.
#[test]
fn the_table_is_the_one_that_the_document_promised() {
    let mut rows = rows();
    for target in targets() {
        let id = target.id;
        let row = rows.remove(id).unwrap_or_else(|| panic!("{id} is not in docs/calibration.md"));
        let (published, low, high) = target.published;
        assert_eq!(row.figure, target.label, "{id}");
        assert_eq!(row.role, target.role.label(), "{id}");
        assert!((row.target - published).abs() < 1e-9, "{id}: {published}");
        if let Some((least, most)) = row.tolerance {
            assert!((least - low).abs() < 1e-9 && (most - high).abs() < 1e-9, "{id}: {low} {high}");
        }
        let asked_of = match target.of {
            Of::Run { scenario, .. } => scenario,
            Of::NotAsked(_) => "not asked",
        };
        assert_eq!(row.asked_of, asked_of, "{id}");
    }
    assert!(rows.is_empty(), "never asked: {:?}", rows.keys());
    // The targets of facts.md section 11, as far as they are given there.
    for given in [1, 2, 5, 6, 8, 10, 11, 12, 13, 14, 15, 18, 20, 22, 23, 24, 26, 27, 31, 32] {
        let number = format!("V{given:02}");
        assert!(targets().iter().any(|target| target.id.starts_with(&number)), "{number}");
    }
}

#[test]
fn numbers_are_fitted_to_calibrated_figures_only() {
    for (parameter, id) in FITTED {
        let found = targets().into_iter().find(|target| target.id == *id);
        let target = found.unwrap_or_else(|| panic!("{parameter}: no figure {id}"));
        assert_eq!(target.role, Role::Calibrated, "{parameter}: {id}");
    }
}

/// Prints the quick table (`cargo test --test calibration -- --nocapture`). What the model was fitted
/// to in Los Angeles County must be hit, and identities must hold; of all else misses are shown, here
/// and in every report, and not hidden by a tolerance.
#[test]
fn what_the_model_was_fitted_to_is_hit_and_the_quick_table_is_whole() {
    let plan = Plan { quick: true, threads: 2 };
    let lines = answers(plan, &mut |_, _| {}, &|| Going::On);
    let lines = lines.unwrap_or_else(|error| panic!("{error:?}"));
    for line in &lines {
        let target = line.target;
        let (result, role, words) = (line.result(), target.role.label(), line.model.words());
        println!("{:<5} {result:<9} {role:<11} {words}  {}", target.id, target.label);
    }
    assert_eq!(lines.len(), targets().len());
    let unasked = lines.iter().filter(|line| matches!(line.model, Model::NotAsked(_)));
    let unasked: Vec<&str> = unasked.map(|line| line.target.id).collect();
    assert_eq!(unasked, UNASKED);
    let missed = |line: &&Line| is_held(line) && line.is_hit() != Some(true);
    let missed: Vec<&str> = lines.iter().filter(missed).map(|line| line.target.label).collect();
    assert!(missed.is_empty(), "fitted, and missed: {missed:?}");
}

/// The quick table leaves out the run of ten years.
const UNASKED: [&str; 10] =
    ["V01c", "V10b", "V10c", "V12b", "V20c", "V22a", "V22b", "V22c", "V22d", "A20"];

/// Figures that a change of the model must not lose: those of Los Angeles County that numbers were
/// fitted to, and what must hold of any model.
fn is_held(line: &&Line) -> bool {
    let id = line.target.id;
    let of_los_angeles = line.asked_of() == "los-angeles";
    of_los_angeles && line.target.role != Role::HeldOut && !NOT_FITTED.contains(&id)
}

/// Marked calibrated or structural, asked of Los Angeles, and fitted by nobody; V05c cannot hold with
/// the elasticities that V06 asks for: see docs/calibration.md.
const NOT_FITTED: [&str; 4] = ["V02a", "V05c", "V06e", "V20a"];

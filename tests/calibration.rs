//! Does the model match the world: Los Angeles County beside the published figures.

use jurisim::scenario::{library, read};
use jurisim::sweep::calibration::{Role, check};
use jurisim::sweep::{Plan, run};

/// Prints the table of model, source and tolerance (`cargo test --test calibration -- --nocapture`),
/// misses first. What the model was fitted to must be hit, and identities must hold; of what was held
/// out, misses are shown, here and in every report, and not hidden by a tolerance.
#[test]
fn what_the_model_was_fitted_to_is_hit_and_the_table_is_shown() {
    let scenario = read::scenario("los-angeles", library::DEFAULT, &|_| None);
    let scenario = scenario.unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("calibration");
    let plan = Plan { replicates: 2, threads: 2, keep_events: 0, folder };
    let results = run(&scenario, &plan, &|| {}).expect("a run without files cannot fail");
    let mut checked = check(&scenario, &results);
    checked.sort_by_key(|target| (target.is_hit(), target.role != Role::HeldOut));
    println!(
        "{:>12} {:>12} {:>25}  {:<10}  figure (source)",
        "model", "published", "tolerance", ""
    );
    for target in &checked {
        println!(
            "{:>12.3} {:>12.3} {:>25}  {:<10}  {}{} ({})",
            target.model.value,
            target.target,
            format!("{:.3} to {:.3}", target.low, target.high),
            target.role.label(),
            if target.is_hit() { "" } else { "MISS: " },
            target.label,
            target.source,
        );
    }
    assert!(checked.len() >= 25, "{} figures", checked.len());
    let missed: Vec<&str> = checked
        .iter()
        .filter(|target| target.role != Role::HeldOut && !target.is_hit())
        .map(|target| target.label.as_str())
        .collect();
    assert!(missed.is_empty(), "fitted, and missed: {missed:?}");
}

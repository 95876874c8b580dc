//! What is promised of all designs and estimators together.

use super::*;

fn space(names: &[&str]) -> Space {
    let one = |name: &&str| Parameter {
        name: (*name).to_owned(),
        low: 0.0,
        value: 0.5,
        high: 1.0,
        shape: Shape::Uniform,
    };
    Space::new(names.iter().map(one).collect()).expect("a space")
}

/// Ishigami and Homma (1990) with a = 7 and b = 0.1, on the unit cube. It looks at three columns.
fn ishigami(row: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|at| std::f64::consts::PI * (2.0 * row[at] - 1.0));
    libm::sin(x) + 7.0 * libm::sin(y) * libm::sin(y) + 0.1 * z * z * z * z * libm::sin(x)
}

/// Its published indices, first and total.
const ISHIGAMI: [(f64, f64); 3] = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];

/// How important each parameter of Sobol's G is: less, the larger.
const G: [f64; 6] = [0.0, 0.5, 3.0, 9.0, 99.0, 99.0];

/// Sobol's G (Saltelli and Sobol' 1995).
fn g(row: &[f64]) -> f64 {
    G.iter().zip(row).map(|(a, x)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

/// Its indices: the variances of the factors are 1 / (3 (1 + a)²).
fn indices_of_g() -> Vec<(f64, f64)> {
    let parts = G.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let with_all: f64 = parts.iter().map(|part| 1.0 + part).product();
    let total = |part: &f64| part * with_all / (1.0 + part) / (with_all - 1.0);
    parts.iter().map(|part| (part / (with_all - 1.0), total(part))).collect()
}

fn outputs(points: &Points, model: fn(&[f64]) -> f64) -> Vec<f64> {
    points.rows().map(model).collect()
}

fn groups(names: &[&str]) -> Groups {
    Groups::Of(names.iter().map(|name| (*name).to_owned()).collect())
}

fn all_designs() -> Vec<Design> {
    vec![
        Design::OneAtATime,
        Design::Factorial(Factorial { levels: vec![3, 2, 4] }),
        Design::LatinHypercube(LatinHypercube { block: 24, blocks: 2 }),
        Design::Morris(Morris { trajectories: 6, levels: 4, groups: Groups::Each }),
        Design::Morris(Morris { trajectories: 6, levels: 4, groups: groups(&["a", "b", "a"]) }),
        Design::Saltelli(Saltelli { base: 16, second_order: false }),
        Design::Saltelli(Saltelli { base: 16, second_order: true }),
    ]
}

#[test]
fn each_design_has_the_size_of_its_formula() {
    let space = space(&["a", "b", "c"]);
    let sizes =
        [2 * 4 + 1, 3 * 2 * 4, 24 * 2, 6 * (4 + 1), 6 * (3 + 1), 16 * (4 + 2), 16 * (8 + 2)];
    for (design, size) in all_designs().into_iter().zip(sizes) {
        assert_eq!(design.size(&space), Ok(size), "{design:?}");
        let points = design.points(&space, 1).expect("points");
        assert_eq!((points.len(), points.columns()), (size, 4), "{design:?}");
        assert!(points.rows().flatten().all(|unit| (0.0..=1.0).contains(unit)));
    }
}

/// If this fails, a sweep that is planned again no longer finds the cells it has run.
#[test]
fn each_design_has_the_same_bits_on_every_machine() {
    let space = space(&["a", "b", "c"]);
    let digest = |design: &Design| {
        let points = design.points(&space, 2026).expect("points");
        points.rows().flatten().fold(0_u64, |sum, unit| {
            (sum ^ unit.to_bits()).wrapping_mul(0x0100_0000_01B3).rotate_left(17)
        })
    };
    let digests: Vec<u64> = all_designs().iter().map(digest).collect();
    assert_eq!(
        digests,
        [
            10987056873432306684,
            10450871166602904839,
            10089881671702920585,
            13188835732732808746,
            10851094885220404684,
            16108073929737671403,
            985237501377334336
        ]
    );
}

#[test]
fn to_expand_leaves_the_old_points_to_the_bit() {
    let space = space(&["a", "b", "c"]);
    for design in all_designs() {
        let Ok(larger) = design.expanded(40) else {
            assert!(matches!(design, Design::OneAtATime | Design::Factorial(_)));
            continue;
        };
        let (old, new) = (design.points(&space, 5), larger.points(&space, 5));
        let (old, new) = (old.expect("points"), new.expect("points"));
        assert!(new.len() > old.len());
        assert!(old.rows().zip(new.rows()).all(|(old, new)| old == new), "{design:?}");
        assert_eq!(larger.expanded(40), Err(SensitivityError::NotAnExpansion));
    }
}

#[test]
fn one_more_parameter_moves_no_other_column() {
    let (few, more) = (space(&["a", "b", "c"]), space(&["a", "b", "c", "inert"]));
    for design in [
        Design::LatinHypercube(LatinHypercube { block: 24, blocks: 2 }),
        Design::Saltelli(Saltelli { base: 16, second_order: true }),
        Design::Morris(Morris { trajectories: 6, levels: 4, groups: Groups::Each }),
    ] {
        let (few, more) = (design.points(&few, 5), design.points(&more, 5));
        let (few, more) = (few.expect("points"), more.expect("points"));
        // Without its column, the rows in which the new one moves alone repeat others.
        let without = |points: &Points| {
            let row = |row: &[f64]| vec![row[0], row[1], row[2], row[row.len() - 1]];
            let mut rows: Vec<Vec<f64>> = points.rows().map(row).collect();
            rows.sort_by(|one, other| one.partial_cmp(other).expect("numbers"));
            rows.dedup();
            rows
        };
        assert_eq!(without(&few), without(&more), "{design:?}");
    }
}

#[test]
fn one_more_parameter_that_is_inert_moves_no_other_index() {
    let of = |space: Space| {
        let saltelli = Saltelli { base: 1024, second_order: false };
        let outputs = outputs(&saltelli.points(&space, 3).expect("points"), ishigami);
        saltelli.indices(&space, &outputs, &Resampling::NONE).expect("indices")
    };
    let (few, more) = (of(space(&["x", "y", "z"])), of(space(&["x", "y", "z", "inert"])));
    let inert = more.columns[3];
    assert!(inert.first.value.abs() <= more.floor && inert.total.value <= more.floor);
    for (few, more) in few.columns.iter().zip(&more.columns[..3]) {
        assert!((few.total.value - more.total.value).abs() < 1e-12);
        assert!((few.first_by_jansen.value - more.first_by_jansen.value).abs() < 1e-12);
        // Outputs are centred as SALib does, by the mean of all rows; the new ones count in it.
        assert!((few.first.value - more.first.value).abs() < 1e-4);
    }
    assert!((few.floor - more.floor).abs() < 1e-12);
}

#[test]
fn each_block_of_a_latin_hypercube_has_one_point_in_each_part() {
    let space = space(&["a", "b", "c"]);
    let points = LatinHypercube { block: 50, blocks: 3 }.points(&space, 9).expect("points");
    for column in 0..4 {
        for block in points.column(column).chunks(50) {
            let mut parts: Vec<usize> = block.iter().map(|unit| (unit * 50.0) as usize).collect();
            parts.sort_unstable();
            assert!(parts.into_iter().eq(0..50));
        }
    }
}

/// At random points these estimators err by about 1/√N: that is their standard deviation (0.9/√N
/// to 1.2/√N, measured with numpy). Even points err by a third of that and less.
fn tolerance(base: u32) -> f64 {
    1.0 / f64::from(base).sqrt()
}

fn within_tolerance(space: &Space, model: fn(&[f64]) -> f64, truth: &[(f64, f64)]) {
    for (base, seed) in [(1024, 1), (1024, 2), (4096, 3), (16_384, 4)] {
        let saltelli = Saltelli { base, second_order: false };
        let outputs = outputs(&saltelli.points(space, seed).expect("points"), model);
        let found = saltelli.indices(space, &outputs, &Resampling::NONE).expect("indices");
        for (index, (first, total)) in found.columns.iter().zip(truth) {
            let errors = [
                index.first.value - first,
                index.first_by_jansen.value - first,
                index.total.value - total,
            ];
            let worst = errors.map(f64::abs).into_iter().fold(0.0, f64::max);
            assert!(worst < tolerance(base), "{base}: {errors:?}");
        }
        let dummy = found.columns[space.dummy()];
        assert!(dummy.first.value.abs() <= found.floor && dummy.total.value <= found.floor);
        assert!(found.floor < tolerance(base), "{}", found.floor);
    }
}

#[test]
fn ishigami_has_its_published_indices() {
    within_tolerance(&space(&["x", "y", "z"]), ishigami, &ISHIGAMI);
}

#[test]
fn sobols_g_has_its_published_indices() {
    within_tolerance(&space(&["a", "b", "c", "d", "e", "f"]), g, &indices_of_g());
}

#[test]
fn what_interacts_is_found_as_a_pair() {
    let space = space(&["x", "y", "z"]);
    let saltelli = Saltelli { base: 4096, second_order: true };
    let outputs = outputs(&saltelli.points(&space, 7).expect("points"), ishigami);
    let found = saltelli.indices(&space, &outputs, &Resampling::NONE).expect("indices");
    for pair in found.pairs {
        let truth = if (pair.one, pair.other) == (0, 2) { 0.2437 } else { 0.0 };
        assert!((pair.index.value - truth).abs() < 2.0 * tolerance(4096), "{pair:?}");
    }
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let space = space(&["x", "y", "z"]);
    let saltelli = Saltelli { base: 512, second_order: false };
    let resampling = Resampling { samples: 300, ..Resampling::default() };
    let mut held = 0;
    for seed in 0..30 {
        let outputs = outputs(&saltelli.points(&space, seed).expect("points"), ishigami);
        let found = saltelli.indices(&space, &outputs, &resampling).expect("indices");
        for (index, (first, total)) in found.columns.iter().zip(ISHIGAMI) {
            let holds = |one: Estimate, truth| one.low <= truth && truth <= one.high;
            held += u32::from(holds(index.first, first)) + u32::from(holds(index.total, total));
        }
    }
    assert!(held >= 171, "{held} of 180 intervals of 95 %");
}

/// All indices without a unit that there are, for outputs that are shifted and scaled.
fn everything(shift: f64, scale: f64) -> Vec<f64> {
    let mut parameters = space(&["x", "y", "z"]).parameters().to_vec();
    parameters.iter_mut().for_each(|one| one.value = 0.3);
    let space = Space::new(parameters).expect("a space");
    let (none, at) = (Resampling::NONE, |row: &[f64]| shift + scale * ishigami(row));
    let run = |design: &Design| -> (Points, Vec<f64>) {
        let points = design.points(&space, 3).expect("points");
        let outputs = points.rows().map(at).collect();
        (points, outputs)
    };
    let mut all = Vec::new();
    let saltelli = Saltelli { base: 64, second_order: true };
    let (_, outputs) = run(&Design::Saltelli(saltelli));
    let found = saltelli.indices(&space, &outputs, &none).expect("indices");
    all.extend(found.columns.iter().flat_map(|one| [one.first, one.first_by_jansen, one.total]));
    all.extend(found.pairs.iter().map(|pair| pair.index));
    let morris = Morris { trajectories: 10, levels: 4, groups: Groups::Each };
    let (points, outputs) = run(&Design::Morris(morris.clone()));
    let found = morris.effects(&points, &outputs, &none).expect("effects");
    all.extend(found.groups.iter().map(|effect| effect.share));
    let (points, outputs) = run(&Design::LatinHypercube(LatinHypercube { block: 100, blocks: 2 }));
    let found = ranks::indices(&points, &outputs, &none).expect("indices");
    all.extend(found.regression.into_iter().chain(found.partial).chain([found.explained]));
    all.extend(bins::first_order(&points, &outputs, &none).expect("shares").first);
    let two = replicates::TwoLevel { points: 50, replicates: 4 };
    all.push(two.components(&outputs, &none).expect("components").chance);
    let mut all: Vec<f64> = all.into_iter().map(|estimate| estimate.value).collect();
    let (_, outputs) = run(&Design::OneAtATime);
    let found = tornado::swings(&space, &outputs).expect("swings");
    all.extend(found.swings.iter().map(|swing| swing.share));
    let factorial = Factorial { levels: vec![4, 5, 3] };
    let (_, outputs) = run(&Design::Factorial(factorial.clone()));
    let found = factorial.shares(&space, 3, &outputs).expect("shares");
    all.extend(found.first.into_iter().chain(found.total));
    all
}

#[test]
fn neither_a_shift_nor_another_unit_moves_an_index() {
    let plain = everything(0.0, 1.0);
    for (shift, scale) in [(1e6, 1.0), (0.0, 1e-6), (-1e6, -1.0), (0.0, 1e12)] {
        let moved = everything(shift, scale);
        for (at, (plain, moved)) in plain.iter().zip(&moved).enumerate() {
            // Ranks and their regressions turn around with the output.
            let difference = (plain.abs() - moved.abs()).abs();
            assert!(difference <= 1e-9 * plain.abs().max(1e-2), "{at}: {plain}, {moved}");
        }
    }
}

#[test]
fn an_inert_parameter_stays_under_the_floor_of_a_sample() {
    let space = space(&["x", "y", "z", "inert"]);
    let mut over = 0;
    for seed in 0..40 {
        let latin = LatinHypercube { block: 200, blocks: 1 };
        let points = latin.points(&space, seed).expect("points");
        let outputs = outputs(&points, ishigami);
        let resampling = Resampling { samples: 200, ..Resampling::default() };
        let found = ranks::indices(&points, &outputs, &resampling).expect("indices");
        over += u32::from(found.regression[3].value.abs() > found.floor);
        let found = bins::first_order(&points, &outputs, &resampling).expect("shares");
        over += u32::from(found.first[3].value > found.floor);
    }
    // The floor is itself an estimate: it holds as often as an interval does, and no more.
    assert!(over <= 8, "{over} of 80");
}

#[test]
fn an_inert_parameter_has_no_effect_of_morris_and_no_swing() {
    let space = space(&["x", "y", "z", "inert"]);
    let morris = Morris { trajectories: 20, levels: 4, groups: Groups::Each };
    let points = morris.points(&space, 1).expect("points");
    let outputs_here = outputs(&points, ishigami);
    let found = morris.effects(&points, &outputs_here, &Resampling::default()).expect("effects");
    assert!(found.groups[3].mu_star.value <= found.floor);
    assert!(found.groups[..3].iter().all(|effect| effect.mu_star.low > found.floor));
    let outputs_here = outputs(&tornado::points(&space), ishigami);
    let found = tornado::swings(&space, &outputs_here).expect("swings");
    assert!(found.swings[3].span() <= found.floor);
}

#[test]
fn larger_samples_change_less() {
    let space = space(&["x", "y", "z"]);
    let change = |base| {
        let whole = Saltelli { base, second_order: false };
        let outputs = outputs(&whole.points(&space, 4).expect("points"), ishigami);
        let growth = convergence::growth(base, 2, |base| {
            let part = Saltelli { base, ..whole };
            let outputs = &outputs[..part.size(&space)?];
            let found = part.indices(&space, outputs, &Resampling::NONE)?;
            Ok(found.columns.iter().map(|index| index.total.value).collect())
        });
        let growth = growth.expect("growth");
        assert_eq!(growth.steps.last().expect("a step").size, base);
        growth.last_change
    };
    let (small, large) = (change(64), change(4096));
    assert!(large < small / 4.0 && large < 0.02, "{small}, {large}");
}

#[test]
fn designs_with_gaps_are_refused_by_the_numbers_of_their_points() {
    let space = space(&["x", "y", "z"]);
    let saltelli = Saltelli { base: 16, second_order: false };
    let mut outputs = outputs(&saltelli.points(&space, 1).expect("points"), ishigami);
    outputs[17] = f64::NAN;
    outputs[95] = f64::INFINITY;
    let refused = saltelli.indices(&space, &outputs, &Resampling::NONE).expect_err("refused");
    assert_eq!(refused, SensitivityError::Missing { points: vec![17, 95], of: 96 });
    let refused = saltelli.indices(&space, &outputs[..90], &Resampling::NONE);
    assert_eq!(refused, Err(SensitivityError::Count { expected: 96, got: 90 }));
    let refused = saltelli.indices(&space, &[1e6; 96], &Resampling::NONE);
    assert_eq!(refused, Err(SensitivityError::Constant(1e6)));
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let space = space(&["x", "y", "z"]);
    for design in [
        Design::Factorial(Factorial { levels: vec![2, 2] }),
        Design::Factorial(Factorial { levels: vec![2, 0, 2] }),
        Design::Factorial(Factorial { levels: vec![4000, 4000, 4000] }),
        Design::LatinHypercube(LatinHypercube { block: 0, blocks: 2 }),
        Design::LatinHypercube(LatinHypercube { block: 1 << 20, blocks: 1 << 20 }),
        Design::Morris(Morris { trajectories: 1, levels: 4, groups: Groups::Each }),
        Design::Morris(Morris { trajectories: 6, levels: 3, groups: Groups::Each }),
        Design::Morris(Morris { trajectories: 6, levels: 4, groups: groups(&["a", "b"]) }),
        Design::Morris(Morris { trajectories: 6, levels: 4, groups: groups(&["a"; 4]) }),
        Design::Saltelli(Saltelli { base: 1, second_order: false }),
        Design::Saltelli(Saltelli { base: u32::MAX, second_order: false }),
    ] {
        assert!(design.size(&space).is_err() && design.points(&space, 1).is_err(), "{design:?}");
    }
}

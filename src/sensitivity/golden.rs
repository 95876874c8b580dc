//! The same designs and outputs give what Python's `SALib`, `numpy` and `scipy` find for them.

use super::pert::Pert;
use super::sequence::Dimension;
use super::*;

/// Made by `tests/python/salib_fixture.py`.
const FIXTURE: &str = include_str!("../../tests/golden/sensitivity/salib.txt");

fn numbers(name: &str) -> Vec<f64> {
    let line = FIXTURE.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let line = line.unwrap_or_else(|| panic!("the fixture has no {name}"));
    line.split(' ').map(|word| word.parse().expect("a number")).collect()
}

fn table(name: &str, columns: usize) -> Points {
    let mut points = Points::new(columns);
    numbers(name).chunks(columns).for_each(|row| points.push(row));
    points
}

fn space(parameters: usize) -> Space {
    let one = |at| Parameter {
        name: format!("x{at}"),
        low: 0.0,
        value: 0.5,
        high: 1.0,
        shape: Shape::Uniform,
    };
    Space::new((0..parameters).map(one).collect()).expect("a space")
}

fn agree(name: &str, ours: impl IntoIterator<Item = f64>) {
    let (ours, theirs): (Vec<f64>, _) = (ours.into_iter().collect(), numbers(name));
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (at, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert!(
            (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
            "{name}, {at}: {ours}, {theirs}"
        );
    }
}

#[test]
fn sobol_indices_are_those_of_salib() {
    for (name, second_order) in [("sobol", false), ("pairs", true)] {
        let saltelli = Saltelli { base: 32, second_order };
        let outputs = numbers(&format!("{name}.outputs"));
        let found = saltelli.indices(&space(3), &outputs, &Resampling::NONE).expect("indices");
        agree(&format!("{name}.first"), found.columns.iter().map(|index| index.first.value));
        agree(&format!("{name}.total"), found.columns.iter().map(|index| index.total.value));
        if second_order {
            agree("pairs.second", found.pairs.iter().map(|pair| pair.index.value));
        }
    }
}

#[test]
fn effects_of_morris_are_those_of_salib() {
    let groups = Groups::Of(["a", "a", "b", "b", "c"].map(str::to_owned).to_vec());
    for (name, groups) in [("morris", Groups::Each), ("grouped", groups)] {
        let morris = Morris { trajectories: 12, levels: 6, groups };
        let (points, outputs) = (format!("{name}.points"), format!("{name}.outputs"));
        let (points, outputs) = (table(&points, 6), numbers(&outputs));
        let found = morris.effects(&points, &outputs, &Resampling::NONE).expect("effects");
        agree(&format!("{name}.mu_star"), found.groups.iter().map(|effect| effect.mu_star.value));
        if name == "morris" {
            agree("morris.mu", found.groups.iter().map(|effect| effect.mu.expect("one").value));
            let sigmas = found.groups.iter().map(|effect| effect.sigma.expect("one").value);
            agree("morris.sigma", sigmas);
        }
    }
}

#[test]
fn regressions_on_ranks_are_those_of_numpy() {
    let (points, outputs) = (table("sample.points", 6), numbers("sample.outputs"));
    let found = ranks::indices(&points, &outputs, &Resampling::NONE).expect("indices");
    agree("sample.regression", found.regression.iter().map(|one| one.value));
    agree("sample.partial", found.partial.iter().map(|one| one.value));
    agree("sample.explained", [found.explained.value]);
}

#[test]
fn shares_of_parts_are_those_of_salib_but_for_the_bias() {
    let (points, outputs) = (table("sample.points", 6), numbers("sample.outputs"));
    let found = bins::first_order(&points, &outputs, &Resampling::NONE).expect("shares");
    let n = outputs.len() as f64;
    let filled = bins::parts(outputs.len()) as f64;
    let raw = found.first.iter().map(|one| 1.0 - (1.0 - one.value) * (n - filled) / (n - 1.0));
    agree("sample.raw_shares", raw);
}

#[test]
fn unscrambled_points_are_those_of_scipy() {
    for number in [3_u32, 51_966] {
        let plain = (0..sequence::DIMENSIONS).map(|d| Dimension::new(0, d).plain(number));
        agree(&format!("sequence.{number}"), plain.map(|bits| f64::from(bits) / 4_294_967_296.0));
    }
}

#[test]
fn pert_quantiles_are_those_of_scipy() {
    for mode in ["0.0", "0.07", "0.3", "0.5", "0.81", "1.0"] {
        let both = numbers(&format!("pert.{mode}"));
        let (units, theirs) = both.split_at(both.len() / 2);
        let pert = Pert::new(mode.parse().expect("a number"));
        for (unit, theirs) in units.iter().zip(theirs) {
            let ours = pert.quantile(*unit);
            assert!((ours / theirs - 1.0).abs() < 1e-11, "{mode} {unit}: {ours}, {theirs}");
        }
    }
}

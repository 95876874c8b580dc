//! What a sweep exports, read back by Python's SALib: it finds the indices that we find.

mod program;

use jurisim::sensitivity::{Groups, Morris, Points, Resampling, Saltelli};
use jurisim::sensitivity::{Parameter, Shape, Space};
use program::{classroom, ends, folder, jurisim, out, python, sweep_in};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a sweep of the classroom county with a design, and exports it.
fn exported(name: &str, design: &str) -> PathBuf {
    let folder = folder(name);
    classroom(&folder.join("tiny.toml"), "2017-07-01", "2018-03-31");
    let text = format!(
        "scenario = \"tiny.toml\"\ndesign = {design}\nparameters = [\"arrest.stops_per_thousand\", \
         \"ero.officers\", \"reporting.black_violent\"]\nreplicates = 2\noutcomes = [\"crimes_unreported\", \
         \"jail_days\"]\n"
    );
    let file = folder.join("sweep.toml");
    fs::write(&file, text).expect("written");
    let [file, into] = [&file, &folder].map(|path| path.display().to_string());
    ends(&jurisim(&["sweep", "run", &file, "--out", &into]), 0);
    let sweep = sweep_in(&folder).display().to_string();
    let done = jurisim(&["sweep", "export", &sweep]);
    ends(&done, 0);
    assert_eq!(out(&done).lines().count(), 6);
    Path::new(&sweep).join("export")
}

/// What the exported program finds: by output, parameter and index.
fn salib(python: &Path, export: &Path) -> BTreeMap<[String; 3], f64> {
    let found = Command::new(python).arg("analyse.py").current_dir(export).output();
    let found = found.expect("python starts");
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let line = |line: &str| {
        let words: Vec<String> = line.split(',').map(str::to_owned).collect();
        let value = words[3].parse().expect("a number");
        ([words[0].clone(), words[1].clone(), words[2].clone()], value)
    };
    out(&found).lines().skip(1).map(line).collect()
}

/// A table without its first column: the heads, and the columns.
fn columns(path: &Path) -> (Vec<String>, Vec<Vec<f64>>) {
    let text = fs::read_to_string(path).expect("a table");
    let mut lines = text.lines().map(|line| line.split(',').skip(1));
    let heads: Vec<String> = lines.next().expect("heads").map(str::to_owned).collect();
    let mut columns = vec![Vec::new(); heads.len()];
    for line in lines {
        for (column, word) in columns.iter_mut().zip(line) {
            column.push(word.parse().expect("a number"));
        }
    }
    (heads, columns)
}

fn space(names: &[String]) -> Space {
    let one = |name: &String| {
        let (name, shape) = (name.clone(), Shape::Uniform);
        Parameter { name, low: 0.0, value: 0.5, high: 1.0, shape }
    };
    Space::new(names.iter().take(names.len() - 1).map(one).collect()).expect("a space")
}

/// Whether two ways to the same index agree, and how many were compared.
fn agree(
    theirs: &BTreeMap<[String; 3], f64>,
    [output, index]: [&str; 2],
    names: &[String],
    ours: impl IntoIterator<Item = f64>,
) -> usize {
    let mut compared = 0;
    for (name, ours) in names.iter().zip(ours) {
        let key = [output.to_owned(), name.clone(), index.to_owned()];
        let theirs = theirs.get(&key).unwrap_or_else(|| panic!("no {key:?}"));
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{key:?}: {ours}, {theirs}");
        compared += 1;
    }
    compared
}

#[test]
fn salib_finds_our_sobol_indices_in_what_a_sweep_exports() {
    let export = exported("saltelli", "{ kind = \"saltelli\", n = 16, second_order = true }");
    let Some(python) = python() else { return };
    let theirs = salib(&python, &export);
    let (names, _) = columns(&export.join("units.csv"));
    let (outputs, numbers) = columns(&export.join("outputs.csv"));
    let saltelli = Saltelli { base: 16, second_order: true };
    let mut compared = 0;
    for (output, numbers) in outputs.iter().zip(&numbers) {
        let Ok(found) = saltelli.indices(&space(&names), numbers, &Resampling::NONE) else {
            continue;
        };
        let first = found.columns.iter().map(|index| index.first.value);
        compared += agree(&theirs, [output, "S1"], &names, first);
        let total = found.columns.iter().map(|index| index.total.value);
        compared += agree(&theirs, [output, "ST"], &names, total);
    }
    assert!(compared >= 40, "{compared} indices");
}

#[test]
fn salib_finds_our_elementary_effects_in_what_a_sweep_exports() {
    let export = exported("morris", "{ kind = \"morris\", n = 8 }");
    let Some(python) = python() else { return };
    let theirs = salib(&python, &export);
    let (names, units) = columns(&export.join("units.csv"));
    let (outputs, numbers) = columns(&export.join("outputs.csv"));
    let mut points = Points::new(names.len());
    for row in 0..units[0].len() {
        points.push(&units.iter().map(|column| column[row]).collect::<Vec<f64>>());
    }
    let morris = Morris { trajectories: 8, levels: 4, groups: Groups::Each };
    let mut compared = 0;
    for (output, numbers) in outputs.iter().zip(&numbers) {
        let Ok(found) = morris.effects(&points, numbers, &Resampling::NONE) else { continue };
        if numbers.iter().all(|number| *number == numbers[0]) {
            continue;
        }
        let star = found.groups.iter().map(|effect| effect.mu_star.value);
        compared += agree(&theirs, [output, "mu_star"], &names, star);
        let mu = found.groups.iter().map(|effect| effect.mu.expect("one in a group").value);
        compared += agree(&theirs, [output, "mu"], &names, mu);
    }
    assert!(compared >= 40, "{compared} indices");
}

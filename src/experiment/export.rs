//! A design and its outputs as tables that Python's `SALib` and R's `sensitivity` read, so that anybody can
//! check our indices, or ask for others.
//!
//! ```text
//! problem.json   SALib's description: names and bounds
//! units.csv      the design as places in the distributions, from 0 to 1, one row per point: what an analysis takes
//! values.csv     the same in the parameters' own units
//! outputs.csv    means over replicates: each outcome of each arm, and of each arm less the base
//! analyse.py     the analysis of this design in SALib
//! analyse.R      and in R, where its package has the design
//! ```

use super::folder::SweepFolder;
use super::outputs::{Asked, Outputs};
use crate::runs::Trouble;
use crate::sensitivity::{DUMMY, Design, Groups, Morris, Points};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Writes the tables into a folder, which is made; gives the names of the files.
///
/// # Errors
/// Cells are missing, or failed in a design that cannot be read with gaps; or what the disk refuses.
pub fn export(folder: &SweepFolder, to: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let means = Means::of(folder)?;
    let Outputs { units, values, .. } = &means.outputs;
    let names: Vec<&str> = folder.file.space.names().collect();
    let files = [
        ("problem.json", problem(folder, &names)),
        ("units.csv", means.points_of(units, &names)),
        ("values.csv", means.points_of(values, &names)),
        ("outputs.csv", means.table()),
        ("analyse.py", python(&folder.design()).into_bytes()),
        ("analyse.R", r(&folder.design()).into_bytes()),
    ];
    folder.disk.make_folder(to)?;
    let mut written = Vec::new();
    for (name, bytes) in files {
        let path = to.join(name);
        folder.disk.replace(&path, &bytes)?;
        written.push(path);
    }
    Ok(written)
}

/// The means of what came of a sweep.
struct Means {
    names: Vec<String>,
    outputs: Outputs,
    /// By output, then by point.
    columns: Vec<Vec<f64>>,
    /// The points that have all their replicates, by number.
    points: Vec<usize>,
}

impl Means {
    fn of(folder: &SweepFolder) -> Result<Means, Trouble> {
        let outputs = Outputs::read(folder, &folder.file.outcomes)?.checked(folder)?;
        let arms = &folder.file.scenario.arms;
        let differs = (1..arms.len()).map(|arm| (arm, true));
        let shown: Vec<(usize, bool)> =
            (0..arms.len()).map(|arm| (arm, false)).chain(differs).collect();
        let (mut names, mut columns) = (Vec::new(), Vec::new());
        for outcome in outputs.outcomes() {
            for (arm, is_less_base) in &shown {
                let own = format!("{}.{}", outcome.id, arms[*arm].id);
                let less = format!("{own}.less.{}", arms[0].id);
                let numbers = match is_less_base {
                    true => outputs.of(&Asked { outcome, arm: Some(*arm) }),
                    false => outputs.of_arm(outcome, *arm).to_vec(),
                };
                let means = outputs.two_level().means(&numbers);
                columns.push(means.map_err(|error| Trouble::Incomplete(error.to_string()))?);
                names.push(if *is_less_base { less } else { own });
            }
        }
        let failed = |point: &usize| outputs.gaps.iter().any(|gap| gap.point as usize == *point);
        let points = (0..folder.cells.points()).filter(|point| !failed(point)).collect();
        Ok(Means { names, outputs, columns, points })
    }

    fn table(&self) -> Vec<u8> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        self.rows(&names, |at| self.columns.iter().map(|column| column[at]).collect())
    }

    fn points_of(&self, points: &Points, names: &[&str]) -> Vec<u8> {
        self.rows(names, |at| points.row(at).to_vec())
    }

    /// A table with a line for each point that is whole, which begins with the number of the point.
    fn rows(&self, names: &[&str], row: impl Fn(usize) -> Vec<f64>) -> Vec<u8> {
        let mut table = csv::Writer::from_writer(Vec::new());
        let head = std::iter::once("point".to_owned()).chain(names.iter().map(|n| (*n).to_owned()));
        let lines = self.points.iter().enumerate().map(|(at, point)| {
            let numbers = row(at).into_iter().map(|number| number.to_string());
            std::iter::once(point.to_string()).chain(numbers).collect::<Vec<String>>()
        });
        for line in std::iter::once(head.collect()).chain(lines) {
            table.write_record(line).expect("memory takes it, and rows are alike");
        }
        table.into_inner().expect("memory takes it")
    }
}

fn problem(folder: &SweepFolder, names: &[&str]) -> Vec<u8> {
    let mut problem = json!({
        "num_vars": names.len(),
        "names": names,
        "bounds": vec![[0, 1]; names.len()],
    });
    if let Design::Morris(Morris { groups: Groups::Of(of), .. }) = folder.design() {
        // The dummy is a group of its own, the last.
        let of_all: Vec<&str> = of.iter().map(String::as_str).chain([DUMMY]).collect();
        problem["groups"] = json!(of_all);
    }
    format!("{problem:#}\n").into_bytes()
}

/// The program that reads the tables in Python; it prints one line per output, parameter and index.
fn python(design: &Design) -> String {
    let (import, analysis) = match design {
        Design::Saltelli(saltelli) => (
            "from SALib.analyze import sobol".to_owned(),
            format!(
                "sobol.analyze(problem, outputs, calc_second_order={}, seed=1)",
                if saltelli.second_order { "True" } else { "False" }
            ),
        ),
        Design::Morris(morris) => (
            "from SALib.analyze import morris".to_owned(),
            format!(
                "morris.analyze(problem, units, outputs, num_levels={}, seed=1)",
                morris.levels
            ),
        ),
        // Given data of any design, also of those for which SALib has no estimator of its own.
        _ => (
            "from SALib.analyze import delta".to_owned(),
            "delta.analyze(problem, units, outputs, seed=1)".to_owned(),
        ),
    };
    format!(
        "# Needs SALib: pip install SALib. Run it in this folder.\n\
         import json\n\
         import numpy as np\n\
         {import}\n\
         \n\
         problem = json.load(open(\"problem.json\"))\n\
         units = np.loadtxt(\"units.csv\", delimiter=\",\", skiprows=1)[:, 1:]\n\
         table = np.loadtxt(\"outputs.csv\", delimiter=\",\", skiprows=1)[:, 1:]\n\
         print(\"output,parameter,index,value\")\n\
         for name, outputs in zip(open(\"outputs.csv\").readline().strip().split(\",\")[1:], table.T):\n\
         \x20   if np.ptp(outputs) == 0:\n\
         \x20       continue  # nothing differs: there is nothing to explain\n\
         \x20   found = {analysis}\n\
         \x20   for index in [key for key in (\"S1\", \"ST\", \"mu\", \"mu_star\", \"sigma\", \"delta\") if key in found]:\n\
         \x20       names = found.get(\"names\", problem[\"names\"])\n\
         \x20       for parameter, value in zip(names, np.asarray(found[index], dtype=float)):\n\
         \x20           print(name, parameter, index, repr(float(value)), sep=\",\")\n"
    )
}

/// The program that reads the tables in R.
fn r(design: &Design) -> String {
    let read = "# Needs R's package sensitivity. Run it in this folder: Rscript analyse.R\n\
                library(sensitivity)\n\
                units <- read.csv(\"units.csv\", check.names = FALSE)[, -1]\n\
                table <- read.csv(\"outputs.csv\", check.names = FALSE)[, -1, drop = FALSE]\n";
    let analysis = match design {
        Design::Saltelli(saltelli) => format!(
            "# Our rows go sample by sample: A, A with column 1 of B, ...{}, B.\n\
             d <- ncol(units); rows <- {}; at <- function(k) seq(k, nrow(units), by = rows)\n\
             # soboljansen wants all of X1, all of X2, then X1 with each column of X2.\n\
             A <- units[at(1), ]; B <- units[at(rows), ]\n\
             x <- soboljansen(model = NULL, X1 = A, X2 = B)\n\
             order <- c(at(1), at(rows), unlist(lapply(seq_len(d), function(i) at(1 + i))))\n\
             stopifnot(all.equal(as.matrix(x$X), as.matrix(units[order, ]), check.attributes = FALSE))\n\
             for (name in names(table)) {{\n\
             \x20 y <- table[order, name]\n\
             \x20 if (diff(range(y)) == 0) next\n\
             \x20 tell(x, y - mean(y))\n\
             \x20 cat(name, \"\\n\"); print(data.frame(row.names = names(units), first = x$S$original, total = x$T$original))\n\
             }}\n",
            if saltelli.second_order { ", B with column 1 of A, ..." } else { "" },
            if saltelli.second_order { "2 * d + 2" } else { "d + 2" },
        ),
        Design::Morris(Morris { trajectories, levels, groups: Groups::Each }) => format!(
            "x <- morris(model = NULL, factors = names(units), r = {trajectories},\n\
             \x20           design = list(type = \"oat\", levels = {levels}, grid.jump = {}))\n\
             x$X <- as.matrix(units)  # our trajectories in place of its own\n\
             for (name in names(table)) {{\n\
             \x20 tell(x, table[[name]])\n\
             \x20 cat(name, \"\\n\")\n\
             \x20 print(data.frame(mu = colMeans(x$ee), mu.star = colMeans(abs(x$ee)), sigma = apply(x$ee, 2, sd)))\n\
             }}\n",
            levels / 2
        ),
        Design::LatinHypercube(_) => "for (name in names(table)) {\n\
             \x20 cat(name, \"\\n\"); print(src(units, table[[name]], rank = TRUE)$SRRC)\n\
             }\n"
        .to_owned(),
        _ => "# The package has no analysis of this design; the tables are read all the same.\n\
              print(summary(cbind(units, table)))\n"
            .to_owned(),
    };
    read.to_owned() + &analysis
}

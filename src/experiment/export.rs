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
use super::gather::{each, nothing_is_missing, place_of};
use super::shard::Came;
use crate::runs::Trouble;
use crate::sensitivity::replicates::TwoLevel;
use crate::sensitivity::{Design, Groups, Morris, Points};
use crate::sweep::outcome::OUTCOMES;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Writes the tables into a folder, which is made; gives the names of the files.
///
/// # Errors
/// Cells are missing, or failed in a design that cannot be read with gaps; or what the disk refuses.
pub fn export(folder: &SweepFolder, to: &Path) -> Result<Vec<PathBuf>, Trouble> {
    nothing_is_missing(folder)?;
    let outputs = Outputs::of(folder)?;
    let (units, values) = (folder.cells.units(), folder.cells.values());
    let names: Vec<&str> = folder.file.space.names().collect();
    let files = [
        ("problem.json", problem(folder, &names)),
        ("units.csv", outputs.points_of(units, &names)),
        ("values.csv", outputs.points_of(values, &names)),
        ("outputs.csv", outputs.table()),
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

/// One number per point and output, the mean over replicates.
struct Outputs {
    names: Vec<String>,
    /// The points that have all their replicates.
    points: Vec<usize>,
    /// By output, then by point.
    means: Vec<Vec<f64>>,
}

impl Outputs {
    fn of(folder: &SweepFolder) -> Result<Outputs, Trouble> {
        let file = &folder.file;
        let arms = &file.scenario.arms;
        let mut names = Vec::new();
        for outcome in &file.outcomes {
            names.extend(arms.iter().map(|arm| format!("{}.{}", outcome.id, arm.id)));
            let differs = arms.iter().skip(1);
            names.extend(
                differs.map(|arm| format!("{}.{}.less.{}", outcome.id, arm.id, arms[0].id)),
            );
        }
        let mut all: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
        let mut gaps = Vec::new();
        each(folder, &mut |point, replicate, came| {
            let Came::Counted(numbers) = came else {
                gaps.push((point, replicate));
                all.iter_mut().for_each(|column| column.push(f64::NAN));
                return Ok(());
            };
            let of_outcome = file.outcomes.iter().flat_map(|outcome| {
                let of = |arm: usize| numbers[arm * OUTCOMES.len() + place_of(outcome)];
                let own = (0..arms.len()).map(of).collect::<Vec<f64>>();
                let differences = own.iter().skip(1).map(|number| number - own[0]);
                own.iter().copied().chain(differences).collect::<Vec<f64>>()
            });
            all.iter_mut().zip(of_outcome).for_each(|(column, number)| column.push(number));
            Ok(())
        })?;
        let may_have_gaps = matches!(file.design, Design::LatinHypercube(_));
        if let (Some((point, replicate)), false) = (gaps.first(), may_have_gaps) {
            return Err(Trouble::Incomplete(format!(
                "{}: this design cannot be read with gaps, and {} of its cells failed, the first of them point \
                 {point} replicate {replicate}",
                folder.path.display(),
                gaps.len()
            )));
        }
        let replicates = folder.cells.replicates() as usize;
        let is_whole = |point: &usize| {
            all[0][point * replicates..][..replicates].iter().all(|number| number.is_finite())
        };
        let points: Vec<usize> = (0..folder.cells.points()).filter(is_whole).collect();
        let two_level = TwoLevel { points: points.len(), replicates };
        let means = all.iter().map(|column| {
            let kept = points.iter().flat_map(|point| &column[point * replicates..][..replicates]);
            two_level.means(&kept.copied().collect::<Vec<f64>>())
        });
        let means = means.collect::<Result<Vec<_>, _>>();
        let means = means.map_err(|error| Trouble::Incomplete(error.to_string()))?;
        Ok(Outputs { names, points, means })
    }

    fn table(&self) -> Vec<u8> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let row = |at: usize| self.means.iter().map(|column| column[at]).collect::<Vec<f64>>();
        self.rows(&names, |at, _| row(at))
    }

    fn points_of(&self, points: &Points, names: &[&str]) -> Vec<u8> {
        self.rows(names, |_, point| points.row(point).to_vec())
    }

    /// A table with a line for each point that is whole, which begins with the number of the point.
    fn rows(&self, names: &[&str], row: impl Fn(usize, usize) -> Vec<f64>) -> Vec<u8> {
        let mut table = csv::Writer::from_writer(Vec::new());
        let head = std::iter::once("point".to_owned()).chain(names.iter().map(|n| (*n).to_owned()));
        let lines = self.points.iter().enumerate().map(|(at, point)| {
            let numbers = row(at, *point).into_iter().map(|number| number.to_string());
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
        let last = of.iter().max().map_or(0, |last| last + 1);
        let of_all: Vec<String> =
            of.iter().copied().chain([last]).map(|group| format!("group {group}")).collect();
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

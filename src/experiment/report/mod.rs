//! The report of a sweep: one page that needs nothing else, as that of a run.
//!
//! The answer stands first, then what was swept, what decides and how sure that is, in how many worlds an
//! arm has less or more, where a conclusion holds, and how to get the same sweep again. What it says is
//! what the terminal says: both are made of the same findings.

mod answer;
mod boxes;
mod chance;
mod converged;
mod cover;
mod decides;
mod glossary;
mod reproduce;
mod swept;
mod worlds;

use super::analysis::found_in;
use super::discover::Discovered;
use super::finding::Finding;
use super::folder::SweepFolder;
use super::outputs::{Gap, Outputs, outcomes};
use super::rank::{Ranked, ranked_in};
use crate::report::figure::Figures;
use crate::report::page::{Cover, Section, whole};
use crate::runs::{ENGINE, Trouble};
use crate::sensitivity::Design;
use crate::sweep::outcome::{OUTCOMES, Outcome};
use std::path::PathBuf;

/// Its name in a sweep's folder.
const NAME: &str = "report.html";

/// More charts of one kind than this are a file that no mail takes; the tables are there.
const MOST_CHARTS: usize = 16;

/// What the sections are made from.
struct View<'a> {
    folder: &'a SweepFolder,
    design: Design,
    gaps: &'a [Gap],
    /// What was read, or why it cannot be.
    told: Result<Told, String>,
}

/// What the sweep says.
struct Told {
    outputs: Outputs,
    findings: Vec<Finding>,
    /// Where points are a sample and there are two arms.
    ranked: Vec<Ranked>,
    boxes: Vec<Discovered>,
}

/// Writes the report of a sweep of which every cell is finished, and says where it is.
///
/// # Errors
/// Cells are missing; a file is damaged; or what the disk refuses. Cells that failed are told in it.
pub fn report(folder: &SweepFolder) -> Result<PathBuf, Trouble> {
    made(folder).map(|(path, _)| path)
}

/// The findings that the report is made from, and where it is.
///
/// # Errors
/// As [`report`]; and cells that failed in a design that cannot be read with gaps, of which the report is
/// written all the same.
pub fn reported(folder: &SweepFolder) -> Result<(Vec<Finding>, PathBuf), Trouble> {
    let (path, findings) = made(folder)?;
    Ok((findings?, path))
}

fn made(folder: &SweepFolder) -> Result<(PathBuf, Result<Vec<Finding>, Trouble>), Trouble> {
    let outputs = Outputs::read(folder, &outcomes(folder, None)?)?;
    let gaps = outputs.gaps.clone();
    let (told, findings) = match outputs.checked(folder) {
        Ok(outputs) => {
            let findings = found_in(folder, &outputs, None)?;
            let ranked = ranked_in(folder, &outputs).unwrap_or_default();
            let boxes = boxes::found(folder, &outputs)?;
            let told = Told { outputs, findings: findings.clone(), ranked, boxes };
            (Ok(told), Ok(findings))
        }
        Err(trouble) => (Err(trouble.to_string()), Err(trouble)),
    };
    let view = View { folder, design: folder.design(), gaps: &gaps, told };
    let path = folder.path.join(NAME);
    folder.publish(&path, page(&view).as_bytes())?;
    Ok((path, findings))
}

fn page(view: &View) -> String {
    let mut figures = Figures::of_one_page();
    let mut sections: Vec<Section> = vec![answer::section(view), swept::section(view)];
    if let Ok(told) = &view.told {
        sections.push(decides::section(view, told, &mut figures));
        sections.extend(converged::section(view, told, &mut figures));
        sections.push(chance::section(view, told, &mut figures));
        sections.push(worlds::section(view, told, &mut figures));
        sections.push(boxes::section(view, told, &mut figures));
    }
    sections.push(swept::parameters(view));
    sections.extend(reproduce::failed(view));
    sections.push(reproduce::section(view));
    sections.push(glossary::section(view));
    let scenario = &view.folder.file.scenario;
    let cover = Cover {
        title: &scenario.title,
        head: cover::head(view),
        engine: ENGINE,
        record: view.folder.record(),
    };
    whole(&cover, &sections, &figures)
}

impl View<'_> {
    /// The arms as reports name them, the base first.
    fn arm(&self, at: usize) -> &str {
        self.folder.file.scenario.arms.get(at).map_or("", |arm| arm.label.as_str())
    }

    /// Of what a finding is, as a heading.
    fn heading(&self, finding: &Finding) -> String {
        format!("{}: {}", label(finding.outcome), self.of(finding.arm))
    }

    /// The base, or an arm less the base.
    fn of(&self, arm: Option<usize>) -> String {
        match arm {
            None => format!("“{}” (the base)", self.arm(0)),
            Some(arm) => format!("“{}” minus “{}”", self.arm(arm), self.arm(0)),
        }
    }

    /// How many points and replicates stand behind a picture.
    fn behind(&self) -> String {
        use crate::report::words::counted;
        let cells = &self.folder.cells;
        let replicates = cells.replicates() as usize;
        format!(
            "{}, {} of each, the same luck at every point and in every arm",
            counted(cells.points(), "point", "points"),
            counted(replicates, "replicate", "replicates")
        )
    }
}

/// An outcome by itself: in a run's report some go on from the line above.
fn label(outcome: &Outcome) -> String {
    let Some(rest) = outcome.label.strip_prefix("… ") else { return outcome.label.to_owned() };
    let above = OUTCOMES.iter().take_while(|known| known.id != outcome.id);
    let above = above.filter(|known| !known.label.starts_with('…')).last();
    let above = above.map_or("", |known| known.label.split(',').next().unwrap_or_default());
    format!("{above} {rest}")
}

//! `jurisim sensitivity`, `rank` and `discover`: what a sweep says, in words.

use super::run::said;
use super::{End, print};
use crate::disk::Disk;
use crate::experiment::{
    Conclusion, Discovered, Finding, LUCK, Question, Ranked, Side, SweepFolder, discover, findings,
    ranks, reported,
};
use crate::runs::Trouble;
use clap::{ArgGroup, Args};
use comfy_table::{LineStyle, Table, presets};
use std::path::PathBuf;

/// What to ask of a sweep.
#[derive(Args, Debug)]
pub(super) struct Sensitivity {
    /// The sweep's folder.
    folder: PathBuf,
    /// One outcome only, for instance removals: any that a run's summary.csv names.
    #[arg(long)]
    outcome: Option<String>,
    /// Only the difference between this arm and the base.
    #[arg(long)]
    difference: Option<String>,
}

/// What to rank arms by.
#[derive(Args, Debug)]
pub(super) struct Rank {
    /// The sweep's folder.
    folder: PathBuf,
    /// One outcome only, for instance removals.
    #[arg(long)]
    outcome: Option<String>,
}

/// Which conclusion to look for.
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("side").required(true).args(["below", "above"])))]
pub(super) struct Discover {
    /// The sweep's folder.
    folder: PathBuf,
    /// Which outcome, for instance removals.
    #[arg(long)]
    outcome: String,
    /// The difference between this arm and the base; the base's own number if not given.
    #[arg(long)]
    difference: Option<String>,
    /// The conclusion: it is below this number.
    #[arg(long, allow_negative_numbers = true, value_parser = number)]
    below: Option<f64>,
    /// The conclusion: it is above this number.
    #[arg(long, allow_negative_numbers = true, value_parser = number)]
    above: Option<f64>,
    /// In which share of the worlds within the limits it is to hold.
    #[arg(long, default_value_t = 0.8)]
    density: f64,
    /// Draw the worlds over the two parameters that bound it most, into this file.
    #[arg(long)]
    svg: Option<PathBuf>,
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| "not a finite number".to_owned())
}

pub(super) fn sensitivity(asked: &Sensitivity) -> End {
    let question =
        Question { outcome: asked.outcome.as_deref(), difference: asked.difference.as_deref() };
    let is_whole = asked.outcome.is_none() && asked.difference.is_none();
    let found = SweepFolder::open(&Disk::real(), &asked.folder).and_then(|folder| match is_whole {
        true => reported(&folder).map(|(found, page)| (found, Some(page))),
        false => findings(&folder, &question).map(|found| (found, None)),
    });
    ended(found.map(|(found, page)| {
        found.iter().for_each(told);
        if let Some(page) = page {
            print::result(&format!("Report: {}", page.display()));
        }
    }))
}

pub(super) fn rank(asked: &Rank) -> End {
    let found = SweepFolder::open(&Disk::real(), &asked.folder)
        .and_then(|folder| ranks(&folder, asked.outcome.as_deref()));
    ended(found.map(|found| found.iter().for_each(ranked)))
}

pub(super) fn discovering(asked: &Discover) -> End {
    let side = match (asked.below, asked.above) {
        (Some(below), _) => Side::Below(below),
        (None, above) => Side::Above(above.unwrap_or(0.0)),
    };
    let conclusion = Conclusion {
        outcome: &asked.outcome,
        difference: asked.difference.as_deref(),
        side,
        density: asked.density,
    };
    let disk = Disk::real();
    let found = SweepFolder::open(&disk, &asked.folder)
        .and_then(|folder| discover(&folder, &conclusion))
        .and_then(|found| drawn(&disk, asked, found));
    ended(found.map(|(found, picture)| {
        line(&found.title);
        line(&found.answer);
        table(&found.columns, &found.rows);
        if !found.rows.is_empty() {
            line(LUCK);
        }
        found.notes.iter().for_each(|note| line(note));
        picture.iter().for_each(|picture| print::result(picture));
    }))
}

/// Draws what was found, if that was asked for, and says where it is.
fn drawn(
    disk: &Disk,
    asked: &Discover,
    found: Discovered,
) -> Result<(Discovered, Option<String>), Trouble> {
    let Some(path) = &asked.svg else { return Ok((found, None)) };
    let told = match found.picture() {
        Some(Ok(picture)) => {
            disk.replace(path, picture.wide_svg.as_bytes())?;
            format!("Picture: {}", path.display())
        }
        _ => "No picture: there are no limits to draw.".to_owned(),
    };
    Ok((found, Some(told)))
}

fn ended(done: Result<(), Trouble>) -> End {
    done.map_or_else(|trouble| said(&trouble), |()| End::Done)
}

fn told(finding: &Finding) {
    let said = &finding.said;
    line(&finding.title);
    for sentence in [&said.spread, &said.answer] {
        if !sentence.is_empty() {
            line(sentence);
        }
    }
    table(&said.columns, &said.rows);
    said.sure.iter().chain(&said.notes).for_each(|note| line(note));
    print::result("");
}

fn ranked(found: &Ranked) {
    line(&format!("{} ({})", found.outcome.id, found.outcome.unit));
    found.pairs.iter().for_each(|pair| line(pair));
    table(&found.columns, &found.rows);
    found.notes.iter().for_each(|note| line(note));
    print::result("");
}

fn table(columns: &[&str], rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
    table.set_header(columns);
    for row in rows {
        table.add_row(row);
    }
    line(&table.to_string());
}

fn line(text: &str) {
    print::result(&print::typed(text));
}

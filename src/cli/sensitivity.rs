//! `jurisim sensitivity`: which assumptions decide, in words.

use super::run::said;
use super::{End, print};
use crate::disk::Disk;
use crate::experiment::{Finding, Question, SweepFolder, findings};
use clap::Args;
use comfy_table::{LineStyle, Table, presets};
use std::path::PathBuf;

/// What to ask of a sweep.
#[derive(Args, Debug)]
pub(super) struct Sensitivity {
    /// The sweep's folder.
    folder: PathBuf,
    /// One outcome only, for instance removals; any that docs/sweeps.md names.
    #[arg(long)]
    outcome: Option<String>,
    /// Only the difference between this arm and the base.
    #[arg(long)]
    difference: Option<String>,
}

pub(super) fn sensitivity(asked: &Sensitivity) -> End {
    let question =
        Question { outcome: asked.outcome.as_deref(), difference: asked.difference.as_deref() };
    let found = SweepFolder::open(&Disk::real(), &asked.folder)
        .and_then(|folder| findings(&folder, &question));
    match found {
        Ok(found) => {
            found.iter().for_each(told);
            End::Done
        }
        Err(trouble) => said(&trouble),
    }
}

fn told(finding: &Finding) {
    print::result(&finding.title);
    if !finding.rows.is_empty() {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
        table.set_header(&finding.columns);
        for row in &finding.rows {
            table.add_row(row);
        }
        print::result(&table.to_string());
    }
    finding.notes.iter().for_each(|note| print::result(note));
    print::result("");
}

//! `jurisim case`: people found by what happened to them, and one person's chain of events with the
//! reason for each.

use super::run::{said, threads};
use super::{End, print};
use crate::disk::Disk;
use crate::runs::cases::{NAMED, Sought, find};
use crate::runs::chosen::{choose, choose_in};
use crate::runs::listing::{Filter, Speaker};
use crate::runs::why::{Question, name_of, person_named};
use crate::runs::{RunFolder, Trouble, telling};
use crate::scenario::mistakes::suggestion;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to look for.
#[derive(Subcommand, Debug)]
pub(super) enum Case {
    /// People to whom something happened, by a pattern or by kinds of events in order.
    #[command(
        after_help = "Examples:\n  jurisim case list outputs/small-f34247a093 --arm sb54-early --what declined-then-at-large\n  jurisim case list outputs/small-f34247a093 --arm sb54-early --kind DetainerDeclined,AtLargeArrest --limit 5\n\nPatterns: declined-then-at-large, citizen-held, held-by-mistake, declined-then-crime,\nreturned-and-arrested."
    )]
    List(List),
    /// One person's chain of events, with rule, law, probability and draw, and the same person under
    /// every other arm.
    #[command(
        after_help = "Example:\n  jurisim case why outputs/small-f34247a093 P3-12345 --arm sb54-early"
    )]
    Why(WhyOf),
}

/// Which people.
#[derive(Args, Debug)]
pub(super) struct List {
    /// The folder of a run, or of one log.
    folder: PathBuf,
    /// The arm; needed if logs of several arms are there.
    #[arg(long)]
    arm: Option<String>,
    /// The replicate, from 1; the first that is kept if not given.
    #[arg(long)]
    rep: Option<u32>,
    /// A pattern by its name.
    #[arg(long, conflicts_with = "kind")]
    what: Option<String>,
    /// Kinds of events that must follow each other, whatever comes between, for instance
    /// DetainerDeclined,AtLargeArrest.
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// At most so many.
    #[arg(long, default_value = "20")]
    limit: std::num::NonZeroUsize,
}

/// Who.
#[derive(Args, Debug)]
pub(super) struct WhyOf {
    /// The folder of a run.
    folder: PathBuf,
    /// The person, as lists name people: P3-12345 is resident 12345 of district 3.
    person: String,
    /// The arm; the base if not given.
    #[arg(long)]
    arm: Option<String>,
    /// The replicate, from 1.
    #[arg(long, default_value_t = 1)]
    rep: u32,
    /// Threads (1 to 1024); all cores if not given.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
}

pub(super) fn case(asked: &Case) -> End {
    let disk = Disk::real();
    let told = match asked {
        Case::List(list) => listed(&disk, list),
        Case::Why(of) => told(&disk, of),
    };
    match told {
        Ok(text) => {
            print::result(text.trim_end());
            End::Done
        }
        Err(trouble) => said(&trouble),
    }
}

fn sought(list: &List) -> Result<Sought, Trouble> {
    let Some(what) = &list.what else {
        if list.kind.is_empty() {
            let names: Vec<&str> = NAMED.iter().map(|(name, _, _)| *name).collect();
            let what = format!(
                "say --kind with kinds of events, or --what with one of: {}",
                names.join(", ")
            );
            return Err(Trouble::Input(what));
        }
        Filter { kinds: list.kind.clone(), ..Filter::default() }.check()?;
        return Ok(Sought::Kinds(list.kind.clone()));
    };
    let named = NAMED.iter().find(|(name, _, _)| name == what);
    named.map(|(_, sought, _)| sought.clone()).ok_or_else(|| {
        let names: Vec<&str> = NAMED.iter().map(|(name, _, _)| *name).collect();
        Trouble::Input(format!("no pattern is called `{what}`; {}", suggestion(what, &names)))
    })
}

fn listed(disk: &Disk, list: &List) -> Result<String, Trouble> {
    let sought = sought(list)?;
    let chosen = choose(disk, &list.folder, list.arm.as_deref(), list.rep)?;
    let found = find(&chosen.reader, &sought, list.limit.get())?;
    if found.is_empty() {
        return Ok("Nobody: it happened to no one in this log.".to_owned());
    }
    let speaker = Speaker::new(&chosen.reader)?;
    let mut text = String::new();
    for found in &found {
        text += &format!("{}\n", name_of(found.person));
        for row in &found.rows {
            text += &format!("  {}   {}\n", speaker.head(row), speaker.details(row));
        }
    }
    let (first, arm) = (name_of(found[0].person), &chosen.reader.head().arm);
    text += &format!(
        "{} people{}. One of them: jurisim case why {} {first} --arm {arm}",
        found.len(),
        if found.len() == list.limit.get() { ", and perhaps more (--limit)" } else { "" },
        chosen.run.display(),
    );
    Ok(text)
}

fn told(disk: &Disk, of: &WhyOf) -> Result<String, Trouble> {
    let folder = RunFolder::find(disk, &of.folder)?;
    let person = person_named(&of.person).ok_or_else(|| {
        Trouble::Input(format!(
            "`{}` is no name of a person; `jurisim case list` names people, for instance P3-12345",
            of.person
        ))
    })?;
    let scenario = folder.scenario()?;
    let base = scenario.arms.first().map(|arm| arm.id.clone()).unwrap_or_default();
    let arm = of.arm.clone().unwrap_or(base);
    let log = choose_in(&folder, Some(&arm), Some(of.rep))?;
    telling::told(&folder, &scenario, Question { log: &log, person, threads: threads(of.threads) })
}

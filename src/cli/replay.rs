//! `jurisim replay`: the state of a log's world on a day, or its events, from the log alone.

use super::run::said;
use super::{End, print};
use crate::disk::Disk;
use crate::ids::DistrictId;
use crate::runs::chosen::choose;
use crate::runs::listing::{Filter, Speaker, list};
use crate::runs::why::person_named;
use crate::runs::{RunFolder, Trouble, state};
use crate::scenario::mistakes::suggestion;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// What to show.
#[derive(Args, Debug)]
pub(super) struct Replay {
    /// The folder of a run, or of one log.
    folder: PathBuf,
    /// The arm; needed if logs of several arms are there.
    #[arg(long)]
    arm: Option<String>,
    /// The replicate, from 1; the first that is kept if not given.
    #[arg(long)]
    rep: Option<u32>,
    /// The counted state at the end of this date, for instance 2017-01-31.
    #[arg(long, conflicts_with_all = ["from", "to", "kind", "place", "person"])]
    at: Option<Date>,
    /// Events from this date on.
    #[arg(long)]
    from: Option<Date>,
    /// Events up to this date, which is included.
    #[arg(long)]
    to: Option<Date>,
    /// Events of these kinds; a name may end in *, for instance 'Detainer*'.
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// Events in these districts, by name or number.
    #[arg(long)]
    place: Vec<String>,
    /// Events about this person, for instance P3-12345.
    #[arg(long)]
    person: Option<String>,
    /// At most so many events.
    #[arg(long, default_value_t = 1000)]
    limit: usize,
}

pub(super) fn replay(asked: &Replay) -> End {
    match carry_out(&Disk::real(), asked) {
        Ok(()) => End::Done,
        Err(trouble) => said(&trouble),
    }
}

fn carry_out(disk: &Disk, asked: &Replay) -> Result<(), Trouble> {
    let chosen = choose(disk, &asked.folder, asked.arm.as_deref(), asked.rep)?;
    if let Some(date) = asked.at {
        let state = state::at(&chosen.reader, date)?;
        let head = chosen.reader.head();
        print::result(&format!("{} replicate {}, end of {date}", head.arm, head.replicate));
        for (what, number) in state.rows() {
            print::result(&format!("{number:>12}  {what}"));
        }
        return Ok(());
    }
    let person = match &asked.person {
        Some(name) => Some(person_named(name).ok_or_else(|| {
            Trouble::Input(format!("`{name}` is no name of a person, for instance P3-12345"))
        })?),
        None => None,
    };
    let places = match asked.place.is_empty() {
        true => Vec::new(),
        false => districts(&RunFolder::find(disk, &chosen.run)?, &asked.place)?,
    };
    let kinds = asked.kind.clone();
    let filter = Filter { from: asked.from, to: asked.to, kinds, places, person };
    let speaker = Speaker::new(&chosen.reader)?;
    let (mut shown, mut more) = (0, false);
    list(&chosen.reader, &filter, &mut |row| {
        more = shown == asked.limit;
        if !more {
            shown += 1;
            let (head, subject) = (speaker.head(row), speaker.subject(row));
            print::result(&format!("{:>9}  {head}  {subject}  {}", row.seq, speaker.details(row)));
        }
        !more
    })?;
    if more {
        print::talk(&format!("{shown} events; there are more (--limit)"));
    }
    Ok(())
}

/// Districts by their names, or by their numbers.
fn districts(folder: &RunFolder, wanted: &[String]) -> Result<Vec<DistrictId>, Trouble> {
    let scenario = folder.scenario()?;
    let all = &scenario.place.districts;
    let names: Vec<&str> = all.iter().map(|district| district.name.as_str()).collect();
    let find = |name: &String| {
        let number = name.parse().ok().filter(|number: &usize| *number < all.len());
        let at = number.or_else(|| names.iter().position(|known| known == name));
        at.map(|at| all[at].id).ok_or_else(|| {
            Trouble::Input(format!("no district is called `{name}`; {}", suggestion(name, &names)))
        })
    };
    wanted.iter().map(find).collect()
}

//! `jurisim verify`: whether a run is what was written, and whether it follows from what it was run
//! from.

use super::run::{ending, said};
use super::{End, print};
use crate::disk::{Disk, What};
use crate::log::Reader;
use crate::runs::verify::{Verified, verify as verify_run};
use crate::runs::{RunFolder, Trouble};
use clap::Args;
use std::path::{Path, PathBuf};

/// What to check.
#[derive(Args, Debug)]
pub(super) struct Verify {
    /// The folder of a run, or of one log.
    folder: PathBuf,
    /// The run's seal, as an earlier verify told it: finds a folder that was put back as it once was.
    #[arg(long)]
    expect: Option<String>,
    /// Threads (1 to 1024); all cores if not given.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
}

/// Checks a run; changes nothing.
pub(super) fn verify(asked: &Verify) -> End {
    let disk = Disk::real();
    let is_log = matches!(disk.what(&asked.folder.join("manifest.txt")), Ok(Some(What::File(_))));
    if is_log {
        return one_log(&disk, &asked.folder);
    }
    let folder = match RunFolder::find(&disk, &asked.folder) {
        Ok(folder) => folder,
        Err(trouble) => return said(&trouble),
    };
    match verify_run(&folder, super::run::threads(asked.threads)) {
        Ok(found) => told(&folder, &found, asked.expect.as_deref()),
        Err(trouble) => said(&trouble),
    }
}

fn one_log(disk: &Disk, folder: &Path) -> End {
    let checked = Reader::open(disk, folder).and_then(|reader| reader.verify().map(|()| reader));
    match checked {
        Ok(reader) => {
            let head = reader.head();
            print::result(&format!(
                "{} replicate {}: {} events of {} days as written, content hash {}",
                head.arm,
                head.replicate,
                reader.events(),
                reader.next_day().0,
                reader.digest()
            ));
            End::Done
        }
        Err(error) => said(&Trouble::Log(error)),
    }
}

fn told(folder: &RunFolder, found: &Verified, expect: Option<&str>) -> End {
    for fault in &found.faults {
        print::error(&fault.to_string());
    }
    for log in &found.logs {
        let (arm, replicate) = (&log.log.arm, log.log.replicate);
        let so_far = if log.is_whole { "" } else { " so far" };
        print::result(&format!(
            "{arm} replicate {replicate}: {} events of {} days{so_far}, content hash {}",
            log.events, log.days, log.digest
        ));
    }
    let wrong = found.faults.len();
    print::result(&format!("files      {} listed, {wrong} faults", found.files));
    print::result(&format!("chain      {} logs as written", found.logs.len()));
    print::result(&format!("fold       {} logs give the counts that are kept", found.folded));
    for name in &found.strangers {
        print::error(&format!("{}: not of the run", folder.path.join(name).display()));
    }
    let seal = folder.manifest.seal().to_string();
    print::result(&format!("record     {}", folder.manifest.record));
    print::result(&format!("seal       {seal}   (cite this; --expect compares it)"));
    if !folder.manifest.finished {
        print::talk("This run is not finished: jurisim resume goes on with it.");
    }
    if let Some(worst) = found.faults.iter().map(ending).max_by_key(|end| *end as u8) {
        return worst;
    }
    if expect.is_some_and(|expect| !seal.starts_with(expect) || expect.len() < 8) {
        print::error(&format!("the seal is {seal}, not the one expected"));
        return End::No;
    }
    if found.strangers.is_empty() { End::Done } else { End::No }
}

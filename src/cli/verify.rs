//! `jurisim verify`: whether a run is what was written, and whether it follows from what it was run
//! from.

use super::run::{ending, said};
use super::{End, print};
use crate::disk::{Disk, What};
use crate::engine::why::in_words;
use crate::event::{Event, Part, RuleId, Word};
use crate::log::Reader;
use crate::runs::rerun::{Again, Difference, rerun};
use crate::runs::verify::{Verified, verify as verify_run};
use crate::runs::why::name_of;
use crate::runs::{RunFolder, Trouble};
use crate::scenario::Scenario;
use clap::Args;
use std::path::{Path, PathBuf};

/// What to check.
#[derive(Args, Debug)]
pub(super) struct Verify {
    /// The folder of a run, or of one log.
    folder: PathBuf,
    /// Simulate again as well, and name the first event that differs.
    #[arg(long)]
    rerun: bool,
    /// With --rerun: only so many runs of a replicate, evenly chosen.
    #[arg(long, requires = "rerun")]
    sample: Option<usize>,
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
    if is_log && (asked.rerun || asked.expect.is_some()) {
        let shown = asked.folder.display();
        let what = "--rerun and --expect are about a run; name its folder, three levels up";
        return said(&Trouble::Input(format!("{shown}: this is one log of a run: {what}")));
    }
    if is_log {
        return one_log(&disk, &asked.folder);
    }
    let folder = match RunFolder::find(&disk, &asked.folder) {
        Ok(folder) => folder,
        Err(trouble) => return said(&trouble),
    };
    let threads = super::run::threads(asked.threads);
    let end = match verify_run(&folder, threads) {
        Ok(found) => told(&folder, &found, asked.expect.as_deref()),
        Err(trouble) => said(&trouble),
    };
    // What is damaged would differ for that reason.
    if asked.rerun && matches!(end, End::Done | End::No) {
        let again = simulated_again(&folder, asked.sample, threads);
        return if again == End::Done { end } else { again };
    }
    end
}

fn simulated_again(folder: &RunFolder, sample: Option<usize>, threads: usize) -> End {
    super::stop::listen();
    let scenario = match folder.scenario() {
        Ok(scenario) => scenario,
        Err(trouble) => return said(&trouble),
    };
    let cells = match rerun(folder, &scenario, sample, threads, &super::stop::going) {
        Ok(cells) => cells,
        Err(trouble) => return said(&trouble),
    };
    let same = cells.iter().filter(|(_, again)| matches!(again, Again::Same)).count();
    let all = scenario.arms.len() * scenario.replicates as usize;
    print::result(&format!("rerun      {} of {all} simulated again, {same} the same", cells.len()));
    let mut end = End::Done;
    for (cell, again) in &cells {
        let name = format!("{} replicate {}", scenario.arms[cell.arm].id, cell.replicate);
        match again {
            Again::Same => {}
            Again::NothingKept => {
                print::talk(&format!("{name}: nothing is kept to compare with"));
            }
            Again::OtherHash(found) => {
                print::error(&format!(
                    "{name}: differs: simulated again its content hash is {found}"
                ));
                end = End::No;
            }
            Again::Differs(difference) => {
                print::error(&format!("{name}: {}", differs(&scenario, cell.arm, difference)));
                end = End::No;
            }
        }
    }
    end
}

/// The first difference, with person, rule and draws.
fn differs(scenario: &Scenario, arm: usize, difference: &Difference) -> String {
    let date = scenario.span.date(difference.day);
    let lines = scenario.arms[arm].policy.lines();
    let said = |event: &Option<(Part, Event)>| {
        let Some((part, event)) = event else { return "no event".to_owned() };
        let who = event.subject.person().map_or_else(|| "nobody".to_owned(), name_of);
        let rule = lines.get(usize::from(event.rule.0)).filter(|_| event.rule != RuleId::NONE);
        let rule = rule.map_or_else(String::new, |rule| {
            format!(", rule {} {} {}", rule.regime, rule.act, rule.section)
        });
        format!("{who} {:02}h, {}: {:?}{rule}", event.hour, part.name(), event.fact)
    };
    let mut text = format!(
        "differs first at event {}, {date}\n  logged     {}\n  simulated  {}",
        difference.seq,
        said(&difference.logged),
        said(&difference.decided)
    );
    for asked in &difference.asked {
        text += &format!("\n  {}", in_words(asked));
    }
    text
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
    print::result(&format!("record     {}   (cite this)", folder.manifest.record));
    print::result(&format!("seal       {seal}   (of these very files; --expect compares it)"));
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

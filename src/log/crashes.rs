//! What was said to be saved survives: power lost at any moment, with anything unsynced dropped,
//! torn or garbled; power lost again while recovering; syncs that fail. And the test proves
//! something: every way of breaking the protocol by hand is found by it.
//!
//! `JURISIM_CRASHES=5000000 cargo test --release crashes` looks longer.

use super::samples::{Dice, PartOfDay, borrowed, day};
use super::{Chain, Digest, Head, Reader, Writer};
use crate::disk::simulated::{Bug, Chance, DEALT, Fault, Simulated, State};
use crate::engine::side_by_side;
use crate::time::Day;
use std::path::Path;

const PARENT: &str = "/run/a";
const CHILD: &str = "/run/b";
const DAYS: u32 = 9;
const SEGMENT: u32 = 3;
const FORK: u32 = 5;

/// A run's days, and the content hash after each number of them.
struct Story {
    days: Vec<Vec<PartOfDay>>,
    digests: Vec<Digest>,
}

fn story() -> Story {
    let mut dice = Dice(77);
    let days: Vec<_> = (0..DAYS).map(|at| day(&mut dice, Day(at), 6)).collect();
    let mut chain = Chain::new();
    let mut digests = vec![chain.digest()];
    for (at, parts) in days.iter().enumerate() {
        for (part, events) in parts {
            events.iter().for_each(|event| chain.push(Day(at as u32), *part, event));
        }
        digests.push(chain.digest());
    }
    Story { days, digests }
}

fn head() -> Head {
    Head {
        engine: "0.1.0".to_owned(),
        scenario: "none".to_owned(),
        arm: "base".to_owned(),
        replicate: 1,
        seed: 3,
        start: "2016-01-01".to_owned(),
    }
}

/// How many days of each log were said to be saved; nothing before the log was said to be there.
#[derive(Clone, Copy, Default, Debug)]
struct Said {
    parent: Option<u32>,
    child: Option<u32>,
}

/// Writes days from where the log stands, and notes what is said to be saved.
fn append(writer: &mut Writer, story: &Story, to: u32, said: &mut Option<u32>) -> Option<()> {
    for at in writer.next_day().0..to {
        writer.day(Day(at), &borrowed(&story.days[at as usize])).ok()?;
        *said = Some(writer.saved().0);
    }
    Some(())
}

/// A run, a fork of it, and both to their end; up to the first refusal.
fn work(simulated: &Simulated, story: &Story, said: &mut Said) -> Option<()> {
    let disk = simulated.disk();
    let created = Writer::create(&disk, Path::new(PARENT), head()).ok()?;
    let mut parent = created.with_segment_days(SEGMENT);
    said.parent = Some(0);
    append(&mut parent, story, FORK, &mut said.parent)?;
    let mut child = parent.fork(Path::new(CHILD), head()).ok()?;
    (said.parent, said.child) = (Some(parent.saved().0), Some(child.saved().0));
    append(&mut child, story, DAYS, &mut said.child)?;
    child.finish().ok()?;
    said.child = Some(DAYS);
    append(&mut parent, story, DAYS, &mut said.parent)?;
    parent.finish().ok()?;
    said.parent = Some(DAYS);
    Some(())
}

/// Every moment of the work at which the power may go: the disk then, and what was said by then.
fn moments(bug: Option<Bug>, story: &Story) -> Vec<(State, Said)> {
    let whole = Simulated::with(bug);
    work(&whole, story, &mut Said::default());
    let power = |call: u64| {
        let (disk, mut said) = (Simulated::with(bug), Said::default());
        disk.fail(call, Fault::Power);
        work(&disk, story, &mut said);
        disk.heal();
        (disk.state(), said)
    };
    let sync = |call: u64| {
        let (disk, mut said) = (Simulated::with(bug), Said::default());
        disk.fail(call, Fault::SyncFails);
        work(&disk, story, &mut said);
        // The program is started again without the machine having been; it goes on for a while.
        disk.heal();
        let resumed = Writer::resume(&disk.disk(), Path::new(PARENT), &mut |_| {});
        if let Ok(mut writer) = resumed.map(|writer| writer.with_segment_days(SEGMENT)) {
            said.parent = Some(writer.saved().0.max(said.parent.unwrap_or(0)));
            append(&mut writer, story, DAYS, &mut said.parent);
            if writer.finish().is_ok() {
                said.parent = Some(DAYS);
            }
        }
        (disk.state(), said)
    };
    (1..=whole.calls()).map(power).chain((1..=whole.calls()).map(sync)).collect()
}

/// What a program finds that opens the logs again: an error if anything that was said to be saved
/// is not there, or if anything else than the story is. Looks at the files' hashes; now and then, and
/// wherever a program would write, the log is opened to be gone on with.
fn recovered(disk: &Simulated, story: &Story, said: Said, resumes: bool) -> Result<(), String> {
    for (folder, said) in [(PARENT, said.parent), (CHILD, said.child)] {
        let folder = Path::new(folder);
        let opened = match resumes {
            true => Writer::resume(&disk.disk(), folder, &mut |_| {})
                .map(|writer| (writer.saved(), writer.digest())),
            false => Reader::open(&disk.disk(), folder).and_then(|reader| {
                reader.check_files().map(|()| (reader.next_day(), reader.digest()))
            }),
        };
        match (opened, said) {
            (Ok((saved, digest)), said) => {
                if said.is_some_and(|said| saved.0 < said) {
                    return Err(format!("{folder:?}: {} days of {said:?}", saved.0));
                }
                if story.digests.get(saved.0 as usize) != Some(&digest) {
                    return Err(format!("{folder:?}: other events in {} days", saved.0));
                }
            }
            (Err(error), Some(said)) => return Err(format!("{said} days lost: {error}")),
            (Err(_), None) => {}
        }
    }
    Ok(())
}

/// One loss of power, or two.
fn trial(moments: &[(State, Said)], story: &Story, seed: u64) -> Result<[u64; 6], String> {
    let mut chance = Chance(seed);
    let (state, said) = &moments[chance.below(moments.len() as u64) as usize];
    let mut disk = Simulated::at(state.crashed(&mut chance));
    let is_double = chance.below(20) == 0;
    if is_double {
        disk.fail(chance.below(60) + 1, Fault::Power);
        let _ = recovered(&disk, story, Said::default(), true);
        disk.heal();
        disk = Simulated::at(disk.state().crashed(&mut chance));
    }
    let told = |what| format!("seed {seed}: {what}");
    recovered(&disk, story, *said, is_double).map_err(told)?;
    Ok(disk.dealt())
}

fn asked() -> u64 {
    let asked = std::env::var("JURISIM_CRASHES").ok().and_then(|number| number.parse().ok());
    asked.unwrap_or(100_000)
}

#[test]
fn nothing_that_was_said_to_be_saved_is_lost() {
    let story = story();
    let moments = moments(None, &story);
    let blocks = 64;
    let of_block = |block: u32| {
        let mut dealt = [0; 6];
        for at in 0..asked().div_ceil(u64::from(blocks)) {
            let of_trial = trial(&moments, &story, at * u64::from(blocks) + u64::from(block))?;
            dealt.iter_mut().zip(of_trial).for_each(|(all, one)| *all += one);
        }
        Ok::<_, String>(dealt)
    };
    let mut all = [0; 6];
    for dealt in side_by_side(blocks, 2, of_block).unwrap() {
        let dealt = dealt.unwrap_or_else(|what| panic!("{what}"));
        all.iter_mut().zip(dealt).for_each(|(all, one)| *all += one);
    }
    // What never happened was not tried.
    for (what, times) in DEALT.iter().zip(all) {
        assert!(times > 100, "{what}: only {times} in {} crashes", asked());
    }
}

#[test]
fn every_broken_protocol_is_found_out() {
    let story = story();
    for bug in [
        Bug::NoFileSync,
        Bug::NoFolderSync,
        Bug::InPlace,
        Bug::EarlyAcknowledgement,
        Bug::SyncRetried,
        Bug::NameAfterSync,
    ] {
        let moments = moments(Some(bug), &story);
        let found = (0..5_000).find(|seed| trial(&moments, &story, *seed).is_err());
        assert!(found.is_some(), "{bug:?} is not found in 5000 crashes");
    }
}

#[test]
fn a_log_that_is_resumed_after_a_crash_ends_as_if_there_had_been_none() {
    let story = story();
    let moments = moments(None, &story);
    for seed in 0..300 {
        let mut chance = Chance(seed);
        let (state, _) = &moments[chance.below(moments.len() as u64) as usize];
        let disk = Simulated::at(state.crashed(&mut chance)).disk();
        let folder = Path::new(PARENT);
        let opened = match Reader::open(&disk, folder) {
            Ok(_) => Writer::resume(&disk, folder, &mut |_| {}),
            Err(_) => Writer::create(&disk, Path::new("/run/new"), head()),
        };
        let mut writer = opened.unwrap().with_segment_days(SEGMENT);
        append(&mut writer, &story, DAYS, &mut None).unwrap();
        assert_eq!(writer.finish().unwrap(), story.digests[DAYS as usize]);
    }
}

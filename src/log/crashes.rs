//! What was said to be saved survives: power lost at any moment, with anything unsynced dropped,
//! torn or garbled; power lost again while recovering; syncs that fail. And the test proves
//! something: every way of breaking the protocol by hand is found by it.
//!
//! `JURISIM_CRASHES=5000000 cargo test --release crashes` looks longer.

use super::samples::{Dice, PartOfDay, borrowed, day};
use super::{Chain, Digest, Head, Reader, Writer};
use crate::disk::simulated::{Bug, Chance, DEALT, Fault, Simulated, State};
use crate::engine::side_by_side;
use crate::rounds::rounds;
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

/// What was said, and after how many calls to the disk.
type Minutes = Vec<(u64, Said)>;

/// Writes days from where the log stands, and notes what is said to be saved.
fn append(writer: &mut Writer, story: &Story, to: u32, note: &mut dyn FnMut(u32)) -> Option<()> {
    for at in writer.next_day().0..to {
        writer.day(Day(at), &borrowed(&story.days[at as usize])).ok()?;
        note(writer.saved().0);
    }
    Some(())
}

/// A run, a fork of it, and both to their end; up to the first refusal.
fn work(simulated: &Simulated, story: &Story, minutes: &mut Minutes) -> Option<()> {
    let disk = simulated.disk();
    let mut said = Said::default();
    let mut note = |parent: Option<u32>, child: Option<u32>| {
        said = Said { parent: parent.or(said.parent), child: child.or(said.child) };
        minutes.push((simulated.calls(), said));
    };
    let created = Writer::create(&disk, Path::new(PARENT), head()).ok()?;
    let mut parent = created.with_segment_days(SEGMENT);
    note(Some(0), None);
    append(&mut parent, story, FORK, &mut |days| note(Some(days), None))?;
    let mut child = parent.fork(Path::new(CHILD), head()).ok()?;
    note(Some(parent.saved().0), Some(child.saved().0));
    append(&mut child, story, DAYS, &mut |days| note(None, Some(days)))?;
    child.finish().ok()?;
    note(None, Some(DAYS));
    append(&mut parent, story, DAYS, &mut |days| note(Some(days), None))?;
    parent.finish().ok()?;
    note(Some(DAYS), None);
    Some(())
}

/// Every moment of the work at which the power may go: the disk then, and what was said by then; and
/// the same after a sync has failed and the program was started again, the machine not.
fn moments(bug: Option<Bug>, story: &Story) -> Vec<(State, Said)> {
    let whole = Simulated::with(bug);
    whole.remember();
    let mut minutes = Minutes::new();
    work(&whole, story, &mut minutes);
    let history = whole.history();
    let said_before = |call: usize| {
        let by_then = minutes.iter().rfind(|(calls, _)| *calls <= call as u64);
        by_then.map(|(_, said)| *said).unwrap_or_default()
    };
    let power = history.iter().enumerate().map(|(at, (state, _))| (state.clone(), said_before(at)));
    let syncs = history.iter().enumerate().filter(|(_, (_, is_sync))| *is_sync);
    let failed = syncs.map(|(at, _)| after_a_failed_sync(bug, story, at as u64 + 1));
    power.chain(failed).collect()
}

fn after_a_failed_sync(bug: Option<Bug>, story: &Story, call: u64) -> (State, Said) {
    let (disk, mut minutes) = (Simulated::with(bug), Minutes::new());
    disk.fail(call, Fault::SyncFails);
    work(&disk, story, &mut minutes);
    disk.heal();
    let mut said = minutes.last().map(|(_, said)| *said).unwrap_or_default();
    let resumed = Writer::resume(&disk.disk(), Path::new(PARENT), &mut |_| {});
    if let Ok(mut writer) = resumed.map(|writer| writer.with_segment_days(SEGMENT)) {
        let parent = &mut said.parent;
        *parent = Some(writer.saved().0.max(parent.unwrap_or(0)));
        append(&mut writer, story, DAYS, &mut |days| *parent = Some(days));
        if writer.finish().is_ok() {
            *parent = Some(DAYS);
        }
    }
    (disk.state(), said)
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

#[test]
fn nothing_that_was_said_to_be_saved_is_lost() {
    let story = story();
    let moments = moments(None, &story);
    let (blocks, crashes) = (64, rounds("JURISIM_CRASHES", 100_000));
    let of_block = |block: u32| {
        let mut dealt = [0; 6];
        for at in 0..crashes.div_ceil(u64::from(blocks)) {
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
        assert!(times > 100, "{what}: only {times} in {crashes} crashes");
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
            // Whatever an unfinished beginning left in the folder.
            Err(_) => Writer::create(&disk, folder, head()),
        };
        let mut writer = opened.unwrap().with_segment_days(SEGMENT);
        append(&mut writer, &story, DAYS, &mut |_| {}).unwrap();
        assert_eq!(writer.finish().unwrap(), story.digests[DAYS as usize]);
    }
}

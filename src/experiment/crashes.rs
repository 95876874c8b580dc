//! The power is lost at any call of a whole sweep, with whatever was not synced dropped, torn or garbled; and
//! the disk refuses at any call: the sweep is gone on with to the same files, and no cell that was finished is
//! run again.

use super::file::SweepFile;
use super::folder::SweepFolder;
use super::{gather, work};
use crate::disk::Disk;
use crate::disk::simulated::{Fault, Simulated, contents, losses};
use crate::engine::record::Going;
use crate::runs::Trouble;
use crate::scenario::library;
use crate::scenario::read::scenario;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The classroom county for a week, at three points with two replicates each.
fn file() -> SweepFile {
    let text = "scenario = \"week\"\ndesign = { kind = \"oat\" }\n\
                parameters = [\"ero.officers\"]\nreplicates = 2\noutcomes = [\"removals\"]\n";
    let file = SweepFile::read("sweep.toml", "made", text, &|_, _| {
        let county = library::scenario_text("classroom-county").expect("a built-in scenario");
        let week = county
            .replace("start = 2017-07-01", "start = 2017-12-28")
            .replace("end = 2018-12-31", "end = 2018-01-03");
        Some(scenario("week", &week, &|_| None))
    });
    file.unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn swept(disk: &Disk, file: &SweepFile) -> Result<SweepFolder, Trouble> {
    let folder = SweepFolder::make(disk, Path::new("/out"), file, Some(4))?;
    let shards: Vec<u32> = (0..folder.cells.shards()).collect();
    work(&folder, &shards, 1, &|_| {}, &|| Going::On)?;
    gather(&folder)?;
    Ok(folder)
}

fn files(disk: &Disk) -> Vec<(PathBuf, Vec<u8>)> {
    contents(disk, Path::new("/out"))
}

/// The files of a sweep to which nothing happened.
fn whole(file: &SweepFile) -> Vec<(PathBuf, Vec<u8>)> {
    let disk = Simulated::with(None).disk();
    let folder = swept(&disk, file).expect("a sweep");
    assert_eq!(folder.standing().expect("cells").done, 6);
    files(&disk)
}

fn is_gone_on_with(disk: &Disk, file: &SweepFile, expected: &[(PathBuf, Vec<u8>)], at: &str) {
    let folder = swept(disk, file).unwrap_or_else(|trouble| panic!("{at}: {trouble}"));
    assert_eq!(folder.standing().expect("cells").twice, 0, "{at}");
    let found = files(disk);
    let names = |files: &[(PathBuf, Vec<u8>)]| -> Vec<PathBuf> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&found), names(expected), "{at}");
    assert!(found == expected, "{at}");
}

#[test]
fn a_sweep_that_loses_power_is_gone_on_with_to_the_same_files() {
    let file = file();
    let expected = whole(&file);
    let empty = Simulated::with(None).state();
    for (at, simulated) in losses(&empty, |disk| drop(swept(disk, &file)), 2) {
        is_gone_on_with(&simulated.disk(), &file, &expected, &at);
    }
}

#[test]
fn a_disk_that_refuses_is_told_and_costs_nothing_that_was_finished() {
    let file = file();
    let expected = whole(&file);
    for kind in [ErrorKind::StorageFull, ErrorKind::PermissionDenied, ErrorKind::Other] {
        let (mut nth, mut refusals) = (0, 0);
        loop {
            nth += 1;
            let simulated = Simulated::with(None);
            let before = simulated.calls();
            simulated.fail(nth, Fault::Refused { kind, once: false });
            let done = swept(&simulated.disk(), &file);
            let calls = simulated.calls() - before;
            simulated.heal();
            let at = format!("{kind:?} at call {nth}");
            match done {
                Err(Trouble::Disk(error)) => assert_eq!(error.reason.kind(), kind, "{at}"),
                Err(other) => panic!("{at}: {other}"),
                // Some calls may be refused without harm: a folder above that cannot be synced.
                Ok(_) if calls < nth => break,
                Ok(_) => {}
            }
            refusals += 1;
            is_gone_on_with(&simulated.disk(), &file, &expected, &at);
        }
        assert!(refusals > 100, "{refusals} refusals");
    }
}

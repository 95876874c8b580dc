//! Manifests and folders that somebody made up: read to the byte, or refused.

use super::laws::{carried, folder_of, order_of, short};
use super::manifest::{NAME, RunManifest};
use super::verify::verify;
use super::{RunFolder, Trouble};
use crate::disk::Disk;
use crate::disk::simulated::{Chance, Simulated};
use crate::engine::record::Going;
use crate::log::{sealed, unsealed};
use crate::rounds::rounds;
use std::path::{Path, PathBuf};

fn run() -> (Disk, PathBuf) {
    let scenario = short(12, 1);
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    (disk, folder_of(&scenario))
}

#[test]
fn a_manifest_of_a_run_that_somebody_made_up_is_read_to_the_byte_or_refused() {
    let (disk, folder) = run();
    let whole = disk.read(&folder.join(NAME)).unwrap();
    let body = unsealed(&whole).unwrap();
    let mut chance = Chance(54);
    let mut good = 0;
    // `JURISIM_FUZZ=100000000` tries longer.
    let rounds = rounds("JURISIM_FUZZ", 1_000_000);
    for _ in 0..rounds {
        let mut bytes = body.to_vec();
        let at = chance.below(bytes.len() as u64) as usize;
        let to = (at + chance.below(40) as usize).min(bytes.len());
        match chance.below(4) {
            0 => bytes[at] = chance.below(256) as u8,
            1 => drop(bytes.drain(at..to)),
            2 => drop(bytes.splice(at..to, *b"has 9 ../../x\n")),
            _ => {
                let piece = bytes[at..to].to_vec();
                drop(bytes.splice(at..at, piece));
            }
        }
        if let Ok(manifest) = RunManifest::read(Path::new("run.txt"), &sealed(&bytes)) {
            good += 1;
            let leaves = |name: &str| name.split('/').any(|part| part == ".." || part.is_empty());
            assert!(manifest.files.iter().all(|file| !leaves(&file.name)));
        }
    }
    assert!(good > 0 && good < rounds / 2, "{good} were read");
}

/// A folder on a real disk with a name in it that leads elsewhere, or to nobody.
#[cfg(unix)]
#[test]
fn links_and_pipes_in_a_run_are_refused_and_nothing_outside_is_touched() {
    use std::fs;
    use std::os::unix::fs::symlink;
    let base = std::env::temp_dir().join(format!("jurisim-hostile-{}", std::process::id()));
    let _ = fs::remove_dir_all(&base);
    let outside = base.join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("precious"), "as it was").unwrap();
    let (simulated, folder) = run();
    let entries = simulated.all_below(&folder).unwrap();
    let names: Vec<PathBuf> =
        entries.iter().map(|entry| entry.path.strip_prefix(&folder).unwrap().to_owned()).collect();
    let copy = |to: &Path| {
        for (entry, name) in entries.iter().zip(&names) {
            let path = to.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, simulated.read(&entry.path).unwrap()).unwrap();
        }
    };
    let real = Disk::real();
    for (nth, name) in names.iter().enumerate() {
        for pipe in [false, true] {
            let run = base.join(format!("run-{nth}-{pipe}"));
            copy(&run);
            let path = run.join(name);
            fs::remove_file(&path).unwrap();
            if pipe {
                let made = std::process::Command::new("mkfifo").arg(&path).status();
                if !made.is_ok_and(|status| status.success()) {
                    continue;
                }
            } else {
                symlink(outside.join("precious"), &path).unwrap();
            }
            let found = match RunFolder::open(&real, &run) {
                Ok(folder) => {
                    let found = verify(&folder, 1).unwrap();
                    found.faults.len() + found.strangers.len()
                }
                Err(Trouble::Damage(_)) => 1,
                Err(other) => panic!("{name:?}: {other}"),
            };
            assert!(found > 0, "{name:?}, a pipe: {pipe}");
            fs::remove_dir_all(&run).unwrap();
        }
    }
    // Whole folders that lead elsewhere: what is saved there is not ours to move or write.
    let run = base.join("linked");
    copy(&run);
    let log = run.join("cells/arm=sb54-early/rep=001");
    fs::remove_dir_all(log.join("events")).unwrap();
    symlink(&outside, log.join("events")).unwrap();
    let resumed = crate::log::Writer::resume(&real, &log, &mut |_| {});
    assert!(resumed.is_err());
    assert_eq!(fs::read_to_string(outside.join("precious")).unwrap(), "as it was");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    fs::remove_dir_all(&base).unwrap();
}

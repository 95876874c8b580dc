//! Damage of any kind is found, told by file, and mended behind nobody's back: every bit of a small
//! run's folder, every length, every pair of files.

use super::laws::{carried, folder_of, order_of, short};
use super::verify::{damaged, verify};
use super::{RunFolder, Trouble};
use crate::disk::Disk;
use crate::disk::simulated::Simulated;
use crate::engine::record::Going;
use crate::engine::side_by_side;
use std::path::{Path, PathBuf};

/// A run of a few days with few events, as another version made it, so that what is not about files
/// and chains is left out; about 16 KB.
fn tiny(days: i64) -> (Simulated, PathBuf) {
    let mut scenario = short(days, 1);
    scenario.arms.truncate(1);
    let simulated = Simulated::with(None);
    let disk = simulated.disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let path = folder_of(&scenario);
    // Of the larger inputs the first lines are enough to be damaged.
    for name in ["resolved.toml", "scenario.toml"] {
        let text = disk.read(&path.join(name)).unwrap();
        simulated.set(&path.join(name), &text[..text.len().min(3_000)]);
    }
    let mut manifest = RunFolder::open(&disk, &path).unwrap().manifest;
    manifest.engine = "0.0.1".to_owned();
    for listed in &mut manifest.files {
        let bytes = disk.read(&path.join(&listed.name)).unwrap();
        listed.length = bytes.len() as u64;
        listed.hash = crate::log::Digest::of(&bytes);
    }
    manifest.save(&disk, &path).unwrap();
    (simulated, path)
}

/// What verify finds: the first fault in words, or nothing.
fn fault(disk: &Disk, path: &Path) -> Option<String> {
    let folder = match RunFolder::open(disk, path) {
        Ok(folder) => folder,
        Err(trouble) => return Some(trouble.to_string()),
    };
    // Verify begins with this, and tells it whatever else it finds.
    if let Some(fault) = damaged(&folder).first() {
        return Some(fault.to_string());
    }
    let found = verify(&folder, 1).unwrap();
    let faults = found.faults.iter().map(Trouble::to_string);
    faults.chain(found.strangers).next()
}

fn files(disk: &Disk, path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let all = disk.all_below(path).unwrap().into_iter();
    all.map(|entry| (entry.path.clone(), disk.read(&entry.path).unwrap())).collect()
}

/// Fails unless damage is found, in a message that names the file, and nothing but the damage has
/// changed.
fn is_found(simulated: &Simulated, path: &Path, file: &Path, damaged: &[u8], what: &str) {
    let disk = simulated.disk();
    let found = fault(&disk, path).unwrap_or_else(|| panic!("{what} of {file:?} is not found"));
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(found.contains(&name), "{what} of {file:?}: {found}");
    assert_eq!(disk.read(file).unwrap(), damaged, "{what}: verify wrote");
}

#[test]
fn every_flipped_bit_and_every_length_is_found() {
    let (whole, path) = tiny(9);
    assert_eq!(fault(&whole.disk(), &path), None);
    let files = files(&whole.disk(), &path);
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!((16_000..40_000).contains(&size), "{size} bytes");
    let blocks = 64;
    let of_block = |block: u32| {
        let simulated = Simulated::at(whole.state());
        for (file, bytes) in &files {
            let mut broken = bytes.clone();
            for bit in (block as usize..bytes.len() * 8).step_by(blocks as usize) {
                broken[bit / 8] ^= 1 << (bit % 8);
                simulated.set(file, &broken);
                is_found(&simulated, &path, file, &broken, &format!("bit {bit}"));
                broken[bit / 8] ^= 1 << (bit % 8);
            }
            let more = [bytes.as_slice(), &[0; 64]].concat();
            for length in (block as usize..more.len()).step_by(blocks as usize) {
                if length != bytes.len() {
                    simulated.set(file, &more[..length]);
                    let what = format!("length {length}");
                    is_found(&simulated, &path, file, &more[..length], &what);
                }
            }
            simulated.set(file, bytes);
        }
    };
    side_by_side(blocks, 2, of_block).unwrap();
}

#[test]
fn files_that_are_swapped_lost_doubled_or_of_a_sibling_are_found() {
    let (whole, path) = tiny(200);
    let (sibling, other) = tiny(202);
    let (files, theirs) = (files(&whole.disk(), &path), files(&sibling.disk(), &other));
    assert!(
        files.iter().filter(|(file, _)| file.extension().is_some_and(|e| e == "parquet")).count()
            >= 2
    );
    let with = |changes: &[(&Path, Option<&[u8]>)]| {
        let simulated = Simulated::at(whole.state());
        for (file, bytes) in changes {
            match bytes {
                Some(bytes) => simulated.set(file, bytes),
                None => simulated.lose(file),
            }
        }
        fault(&simulated.disk(), &path)
    };
    for (a, bytes) in &files {
        let is_lock = a.ends_with("writer.lock");
        assert!(is_lock || with(&[(a, None)]).is_some(), "{a:?} lost");
        for (b, others) in files.iter().filter(|(b, others)| b > a && others != bytes) {
            assert!(with(&[(a, Some(others)), (b, Some(bytes))]).is_some(), "{a:?} {b:?} swapped");
            assert!(with(&[(a, Some(others))]).is_some(), "{b:?} also as {a:?}");
        }
        let copy = a.with_file_name("copy.parquet");
        assert!(with(&[(&copy, Some(bytes))]).is_some(), "{a:?} doubled");
        let inside = a.strip_prefix(&path).unwrap();
        let twin = theirs.iter().find(|(file, _)| file.strip_prefix(&other).unwrap() == inside);
        if let Some((_, theirs)) = twin.filter(|(_, theirs)| theirs != bytes) {
            assert!(with(&[(a, Some(theirs))]).is_some(), "{a:?} of a sibling");
        }
    }
    // All of a sibling's log, in itself whole.
    let log = |(file, bytes): &(PathBuf, Vec<u8>), from: &Path| {
        let inside = file.strip_prefix(from).unwrap();
        inside.starts_with("cells").then(|| (path.join(inside), bytes.clone()))
    };
    let whole_log: Vec<_> = theirs.iter().filter_map(|file| log(file, &other)).collect();
    let changes: Vec<_> =
        whole_log.iter().map(|(f, b)| (f.as_path(), Some(b.as_slice()))).collect();
    assert!(with(&changes).is_some(), "a sibling's log");
}

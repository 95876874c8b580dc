//! Logs of every format that was ever released are read as they were meant, or refused by name and
//! version; they are never misread. The golden logs here are written once and kept for ever.

use jurisim::disk::Disk;
use jurisim::log::Reader;
use jurisim::log::row::kind_name;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Written by jurisim 0.2.0 before its segments were packed by pages of its own.
#[test]
fn a_log_of_format_2_is_what_it_was() {
    let reader = Reader::open(&Disk::real(), &golden("log-format-2")).expect("it is read");
    let digest = "3c695842afc50ebeed009bff080a8a0d67fc0b46838caf5512ffc5c136b35b84";
    assert_eq!(reader.digest().to_string(), digest);
    assert_eq!((reader.events(), reader.next_day().0), (1_320, 32));
    assert_eq!(reader.parent().expect("it is a branch").cut.0, 12);
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    reader
        .for_each_checked(&mut |event| *kinds.entry(kind_name(event)).or_default() += 1)
        .expect("its events give its content hash");
    // As DuckDB counts them in the files.
    assert_eq!(kinds.values().sum::<u32>(), 1_320);
    for (kind, number) in [("CrimeCommitted", 260), ("Arrested", 112), ("Booked", 36)] {
        assert_eq!(kinds.get(kind), Some(&number), "{kind}");
    }
}

#[test]
fn a_log_of_a_later_format_is_refused_by_its_number_and_version() {
    let folder = std::env::temp_dir().join(format!("jurisim-formats-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("events")).expect("a folder");
    let text = fs::read_to_string(golden("log-format-2/manifest.txt")).expect("a manifest");
    let body = text.split("end ").next().expect("a body");
    let body = body.replace("format 2", "format 7").replace("engine 0.2.0", "engine 4.5.6");
    let end = jurisim::log::Digest::of(body.as_bytes());
    fs::write(folder.join("manifest.txt"), format!("{body}end {end}\n")).expect("written");
    let refusal = Reader::open(&Disk::real(), &folder).expect_err("refused");
    assert!(refusal.is_of_another_version() && !refusal.is_damage());
    let said = refusal.to_string();
    assert!(said.contains("format 7, written by jurisim 4.5.6"), "{said}");
    fs::remove_dir_all(folder).expect("removed");
}

//! What a log promises, tried on folders on the disk.

use super::codec::{WIDTH, decode, encode};
use super::samples::{self, Dice, PartOfDay, borrowed};
use super::{Chain, Digest, Head, LogError, Reader, Writer, sealed};
use crate::disk::Disk;
use crate::event::{Part, Recorded, Word};
use crate::time::Day;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of a test's own, empty, gone with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("jurisim-log-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn head(arm: &str) -> Head {
    let start = "2016-01-01".to_owned();
    let (engine, scenario) = ("0.1.0".to_owned(), "f00d".to_owned());
    Head { engine, scenario, arm: arm.to_owned(), replicate: 2, seed: u64::MAX, start }
}

/// Days of a run, some of them without events.
fn run(seed: u64, days: u32, events: u64) -> Vec<Vec<PartOfDay>> {
    let mut dice = Dice(seed);
    let many = |day: u32| if day % 5 == 3 { 0 } else { events };
    (0..days).map(|day| samples::day(&mut dice, Day(day), many(day))).collect()
}

fn recorded(run: &[Vec<PartOfDay>]) -> Vec<Recorded> {
    let mut all = Vec::new();
    for (day, parts) in (0..).map(Day).zip(run) {
        for (part, events) in parts {
            all.extend(events.iter().map(|event| Recorded { day, part: *part, event: *event }));
        }
    }
    all
}

fn append(writer: &mut Writer, run: &[Vec<PartOfDay>], days: std::ops::Range<usize>) {
    for day in days {
        writer.day(Day(day as u32), &borrowed(&run[day])).unwrap();
    }
}

fn write(folder: &Path, run: &[Vec<PartOfDay>], segment_days: u32) -> Digest {
    let mut writer = Writer::create(&Disk::real(), folder, head("base"))
        .unwrap()
        .with_segment_days(segment_days);
    append(&mut writer, run, 0..run.len());
    writer.finish().unwrap()
}

fn read(folder: &Path) -> Result<Vec<Recorded>, LogError> {
    let mut all = Vec::new();
    Reader::open(&Disk::real(), folder)?.for_each(&mut |event| all.push(*event))?;
    Ok(all)
}

fn check(folder: &Path) -> Result<(), LogError> {
    Reader::open(&Disk::real(), folder)?.verify()
}

/// The log is refused, for this file.
fn refuses(folder: &Path, file: &Path) -> String {
    let error = check(folder).unwrap_err();
    let text = error.to_string();
    assert!(error.is_damage(), "{text}");
    assert!(text.contains(file.file_name().unwrap().to_str().unwrap()), "{text}");
    text
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let reader = Reader::open(&Disk::real(), folder).unwrap();
    reader.segments().iter().map(|line| folder.join(line.name())).collect()
}

#[test]
fn every_fact_survives_and_no_byte_is_idle() {
    let mut dice = Dice(1);
    for _ in 0..60 {
        for fact in samples::facts(&mut dice) {
            let part = Part::ALL[dice.below(Part::ALL.len() as u64) as usize];
            let event = samples::event(&mut dice, fact);
            let day = Day(dice.below(40_000) as u32);
            let bytes = encode(day, part, &event);
            let whole = Recorded { day, part, event };
            assert_eq!(decode(&bytes), Some(whole));
            for at in 0..WIDTH {
                let mut other = bytes;
                other[at] ^= dice.below(255) as u8 + 1;
                assert_ne!(decode(&other), Some(whole), "byte {at} of {event:?}");
                let again = decode(&other).map(|it| encode(it.day, it.part, &it.event));
                assert!(again.is_none_or(|again| again == other));
            }
        }
    }
}

#[test]
fn kinds_are_named_as_facts_and_numbered_for_good() {
    let mut dice = Dice(2);
    let facts = samples::facts(&mut dice);
    assert_eq!(facts.len(), super::kind::KINDS.len());
    for fact in facts {
        let kind = super::kind::Kind::of(fact);
        let row = super::kind::KINDS[usize::from(kind.number()) - 1];
        assert_eq!(row.0, kind);
        assert_eq!(format!("{fact:?}").split(' ').next(), Some(row.1));
        assert_eq!(super::kind::Kind::numbered(kind.number()), Some(kind));
    }
}

#[test]
fn files_give_back_every_event() {
    let scratch = Scratch::new("round");
    let mut dice = Dice(3);
    let mut days = Vec::new();
    for _ in 0..40 {
        let mut parts: Vec<PartOfDay> = Part::ALL.iter().map(|part| (*part, Vec::new())).collect();
        for fact in samples::facts(&mut dice) {
            let part = dice.below(parts.len() as u64) as usize;
            parts[part].1.push(samples::event(&mut dice, fact));
        }
        days.push(parts);
    }
    let digest = write(&scratch.at("log"), &days, 7);
    let mut chain = Chain::new();
    recorded(&days).iter().for_each(|it| chain.push(it.day, it.part, &it.event));
    assert_eq!(chain.digest(), digest);
    assert_eq!(read(&scratch.at("log")).unwrap(), recorded(&days));
    check(&scratch.at("log")).unwrap();
    assert_eq!(Reader::open(&Disk::real(), &scratch.at("log")).unwrap().head(), &head("base"));
}

#[test]
fn the_content_hash_knows_nothing_of_segments() {
    let scratch = Scratch::new("segments");
    let run = run(4, 30, 200);
    let digest = write(&scratch.at("1"), &run, 1);
    for days in [2, 7, 30, 90] {
        let folder = scratch.at(&days.to_string());
        assert_eq!(write(&folder, &run, days), digest);
        assert_eq!(read(&folder).unwrap(), recorded(&run));
        check(&folder).unwrap();
    }
}

#[test]
fn no_segment_and_no_event_are_logs_too() {
    let scratch = Scratch::new("empty");
    let nothing =
        Writer::create(&Disk::real(), &scratch.at("a"), head("base")).unwrap().finish().unwrap();
    check(&scratch.at("a")).unwrap();
    assert_eq!(write(&scratch.at("b"), &run(1, 3, 0), 2), nothing);
    check(&scratch.at("b")).unwrap();
    assert_eq!(Reader::open(&Disk::real(), &scratch.at("b")).unwrap().next_day(), Day(3));
}

/// Every byte of the first file; of the others fewer, because they are only looked at after it.
fn sampling(nth: usize) -> usize {
    if nth == 0 { 1 } else { 17 }
}

#[test]
fn any_flipped_bit_is_found() {
    let scratch = Scratch::new("flip");
    let folder = scratch.at("log");
    write(&folder, &run(5, 4, 12), 2);
    let mut files = segments(&folder);
    files.push(folder.join("manifest.txt"));
    let mut dice = Dice(6);
    for (nth, file) in files.into_iter().enumerate() {
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len()).step_by(sampling(nth)) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << dice.below(8);
            fs::write(&file, &bytes).unwrap();
            refuses(&folder, &file);
        }
        fs::write(&file, &whole).unwrap();
    }
    check(&folder).unwrap();
}

#[test]
fn any_truncation_and_any_addition_is_found() {
    let scratch = Scratch::new("cut");
    let folder = scratch.at("log");
    write(&folder, &run(7, 4, 12), 2);
    let mut files = segments(&folder);
    files.push(folder.join("manifest.txt"));
    for (nth, file) in files.into_iter().enumerate() {
        let whole = fs::read(&file).unwrap();
        for length in (0..whole.len()).step_by(sampling(nth)) {
            fs::write(&file, &whole[..length]).unwrap();
            refuses(&folder, &file);
        }
        fs::write(&file, [&whole[..], b"\n"].concat()).unwrap();
        refuses(&folder, &file);
        fs::write(&file, &whole).unwrap();
    }
}

#[test]
fn swapped_missing_and_foreign_files_are_found() {
    let scratch = Scratch::new("swap");
    let (folder, other) = (scratch.at("log"), scratch.at("other"));
    write(&folder, &run(8, 6, 40), 2);
    write(&other, &run(9, 6, 40), 2);
    let files = segments(&folder);
    let [first, second] = [0, 1].map(|nth: usize| fs::read(&files[nth]).unwrap());
    fs::write(&files[0], &second).unwrap();
    fs::write(&files[1], &first).unwrap();
    refuses(&folder, &files[0]);
    fs::write(&files[0], &first).unwrap();
    refuses(&folder, &files[1]);
    fs::copy(&segments(&other)[1], &files[1]).unwrap();
    refuses(&folder, &files[1]);
    fs::remove_file(&files[1]).unwrap();
    let text = refuses(&folder, &files[1]);
    assert!(text.ends_with(&format!("expected {} bytes, found no file", second.len())), "{text}");
    fs::write(&files[1], &second).unwrap();
    check(&folder).unwrap();
    fs::remove_file(folder.join("manifest.txt")).unwrap();
    refuses(&folder, &folder.join("manifest.txt"));
    assert!(Reader::open(&Disk::real(), &scratch.at("nowhere")).unwrap_err().is_io());
}

#[test]
fn a_fork_shares_the_past_and_both_go_on() {
    let scratch = Scratch::new("fork");
    let (run, other) = (run(10, 20, 60), run(11, 20, 60));
    let mut parent =
        Writer::create(&Disk::real(), &scratch.at("a"), head("base")).unwrap().with_segment_days(5);
    append(&mut parent, &run, 0..12);
    let mut child = parent.fork(&scratch.at("b"), head("other")).unwrap();
    append(&mut parent, &run, 12..20);
    append(&mut child, &other, 12..20);
    let (parent, child) = (parent.finish().unwrap(), child.finish().unwrap());
    assert_eq!(parent, write(&scratch.at("whole"), &run, 90));
    assert_ne!(parent, child);
    let (a, b) = (segments(&scratch.at("a")), segments(&scratch.at("b")));
    for nth in 0..3 {
        assert_eq!(fs::read(&a[nth]).unwrap(), fs::read(&b[nth]).unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert_eq!(fs::metadata(&a[nth]).unwrap().ino(), fs::metadata(&b[nth]).unwrap().ino());
        }
    }
    check(&scratch.at("a")).unwrap();
    fs::remove_dir_all(scratch.at("a")).unwrap();
    check(&scratch.at("b")).unwrap();
    let reader = Reader::open(&Disk::real(), &scratch.at("b")).unwrap();
    assert_eq!(reader.parent().unwrap().cut, Day(12));
    let expected = [&run[..12], &other[12..]].concat();
    assert_eq!(read(&scratch.at("b")).unwrap(), recorded(&expected));
}

#[test]
fn a_branch_may_leave_inside_a_segment() {
    let scratch = Scratch::new("branch");
    let run = run(12, 20, 60);
    let digest = write(&scratch.at("a"), &run, 6);
    let parent = Reader::open(&Disk::real(), &scratch.at("a")).unwrap();
    for cut in [0, 6, 8, 19, 20] {
        let folder = scratch.at(&format!("b{cut}"));
        let mut seen = Vec::new();
        let show = &mut |event: &Recorded| seen.push(*event);
        let mut child = Writer::branch(&parent, Day(cut), &folder, head("other"), show).unwrap();
        assert_eq!(seen, recorded(&run[..cut as usize]));
        append(&mut child, &run, cut as usize..20);
        assert_eq!(child.finish().unwrap(), digest);
        check(&folder).unwrap();
        assert_eq!(read(&folder).unwrap(), recorded(&run));
    }
    let late = Writer::branch(&parent, Day(21), &scratch.at("c"), head("x"), &mut |_| {});
    assert!(late.err().unwrap().to_string().contains("past the 20 days"));
}

#[test]
fn a_stopped_run_is_resumed_to_the_same_bytes() {
    let scratch = Scratch::new("resume");
    let run = run(13, 20, 60);
    let whole = write(&scratch.at("whole"), &run, 6);
    let folder = scratch.at("log");
    let mut writer =
        Writer::create(&Disk::real(), &folder, head("base")).unwrap().with_segment_days(6);
    append(&mut writer, &run, 0..15);
    let held = Writer::resume(&Disk::real(), &folder, &mut |_| {}).err().unwrap();
    assert!(held.is_held(), "{held}");
    drop(writer);
    let mut seen = Vec::new();
    let resumed = Writer::resume(&Disk::real(), &folder, &mut |event| seen.push(*event)).unwrap();
    let mut resumed = resumed.with_segment_days(6);
    assert_eq!(seen, recorded(&run[..12]));
    assert_eq!(resumed.next_day(), Day(12));
    assert!(folder.join("quarantine/next.tmp").is_file());
    append(&mut resumed, &run, 12..20);
    assert_eq!(resumed.finish().unwrap(), whole);
    let (a, b) = (segments(&folder), segments(&scratch.at("whole")));
    assert!(a.iter().zip(&b).all(|(a, b)| fs::read(a).unwrap() == fs::read(b).unwrap()));
    let manifest = |folder: PathBuf| fs::read(folder.join("manifest.txt")).unwrap();
    assert_eq!(manifest(folder), manifest(scratch.at("whole")));
}

#[test]
fn another_format_is_refused_by_name_and_version() {
    for (other, engine, instead) in
        [("3", "9.9", "use a later one"), ("1", "0.1.0", "use that version")]
    {
        let scratch = Scratch::new(&format!("format-{other}"));
        let folder = scratch.at("log");
        write(&folder, &run(14, 3, 9), 2);
        let path = folder.join("manifest.txt");
        let text = fs::read_to_string(&path).unwrap();
        let text = text.replace("format 2\n", &format!("format {other}\n"));
        let text = text.replace("engine 0.1.0", &format!("engine {engine}"));
        let lines = &text[..text.rfind("end ").unwrap()];
        fs::write(&path, sealed(lines.as_bytes())).unwrap();
        let error = Reader::open(&Disk::real(), &folder).unwrap_err();
        assert!(error.is_of_another_version() && !error.is_damage());
        let text = error.to_string();
        let says = format!("format {other}, written by jurisim {engine}");
        assert!(text.contains(&says) && text.ends_with(instead), "{text}");
    }
}

#[test]
fn what_cannot_be_is_refused_and_stops_the_writer() {
    let scratch = Scratch::new("misuse");
    let folder = scratch.at("log");
    let run = run(15, 4, 9);
    let mut writer = Writer::create(&Disk::real(), &folder, head("base")).unwrap();
    append(&mut writer, &run, 0..2);
    assert!(writer.day(Day(1), &[]).unwrap_err().to_string().contains("day 1"));
    assert!(writer.day(Day(2), &[]).unwrap_err().to_string().contains("failed before"));
    assert!(writer.finish().is_err());
    let again = Writer::create(&Disk::real(), &folder, head("base")).err().unwrap();
    assert!(again.to_string().contains("there is a log already"));
    let broken = Writer::create(&Disk::real(), &scratch.at("b"), head("a\nb")).err().unwrap();
    assert!(broken.to_string().contains("line break"));
}

#[test]
fn a_full_disk_is_the_systems_refusal() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let how = std::sync::Arc::new(super::column::properties("2016-01-01").unwrap());
    let mut segment = super::segment::Segment::new(Full, how, 0).unwrap();
    let error = segment.finish().err().unwrap();
    let error = LogError::encoding(Path::new("events/next.tmp"), error);
    assert!(error.is_io(), "{error}");
    assert!(error.to_string().starts_with("events/next.tmp: cannot write"), "{error}");
}

#[test]
fn causes_are_the_events_before_and_are_forgotten_in_time() {
    use super::cause::Causes;
    use crate::event::{Crime, Event, Fact, Group, RuleId};
    use crate::ids::{Case, DistrictId, Subject};
    let (crime, victim) = (Crime::Theft, Group::Other);
    let mut causes = Causes::default();
    let mut of = |seq, day, case, fact| {
        let subject = Subject { home: DistrictId(1), index: 1 };
        let event = Event { subject, case: Case(case), rule: RuleId::NONE, hour: 0, fact };
        let cause = causes.of(seq, &encode(Day(day), Part::Crime, &event));
        (cause, causes.remembered())
    };
    let reported = Fact::CrimeReported { crime, victim };
    assert_eq!(of(0, 0, 7, reported), (None, 1));
    assert_eq!(of(1, 0, 7, Fact::CrimeNotReported { crime, victim }), (Some(0), 1));
    assert_eq!(of(2, 0, 0, Fact::Returned), (None, 1));
    assert_eq!(of(3, 1, 8, Fact::ReleaseDue), (None, 1));
    let released = Fact::Released { after_decline: false, next_offence: crate::time::Hour::NEVER };
    assert_eq!(of(4, 2, 8, released), (Some(3), 1));
    assert_eq!(of(5, 3, 9, Fact::ReleaseDue), (None, 2));
    assert_eq!(of(6, 300, 10, reported), (None, 3));
    assert_eq!(of(7, 600, 9, Fact::Returned), (Some(5), 1));
}

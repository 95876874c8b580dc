//! What must hold of the folder of every run, on disks that fail.

use super::carry_out::{Carried, Order, carry_out_making};
use super::manifest::RunManifest;
use super::verify::verify;
use super::{RunFolder, Trouble, beside};
use crate::disk::simulated::{Fault, Simulated, contents};
use crate::disk::{Disk, What};
use crate::engine::record::Going;
use crate::log::Reader;
use crate::runs::branch::{Branching, branched, order};
use crate::scenario::Scenario;
use crate::scenario::branch::Step;
use crate::scenario::read;
use crate::sweep::cell_folder;
use jiff::civil::date;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

const OUT: &str = "/outputs";

/// The small county for so many days, of which the arms part on the way.
pub(super) fn short(days: i64, replicates: u32) -> Scenario {
    let text = crate::scenario::library::scenario_text("small").unwrap();
    let end = date(2016, 12, 31).saturating_add(jiff::Span::new().days(days / 2));
    let start = date(2017, 1, 1).saturating_sub(jiff::Span::new().days(days - days / 2));
    let text = text
        .replace("start = 2016-01-01", &format!("start = {start}"))
        .replace("count_from = 2016-01-01", &format!("count_from = {start}"))
        .replace("end = 2017-06-30", &format!("end = {end}"))
        .replace("2014\", \"kelly-memo-2017", "2014@2014-11-20..2017-12-31")
        .replace("replicates = 2", &format!("replicates = {replicates}"));
    read::scenario("small.toml", &text, &|_| None).unwrap_or_else(|wrong| panic!("{wrong}"))
}

pub(super) fn order_of(scenario: &Scenario) -> Order<'_> {
    Order::new(scenario, Path::new(OUT), "jurisim run small.toml")
}

pub(super) fn folder_of(scenario: &Scenario) -> PathBuf {
    order_of(scenario).folder().to_owned()
}

/// Carries a run out until the watch stops it; what is made of the results is two short files,
/// because charts are not what is tried here.
pub(super) fn carried(
    disk: &Disk,
    order: &Order,
    watch: &(dyn Fn() -> Going + Sync),
) -> Result<Carried, Trouble> {
    carry_out_making(disk, order, watch, &|results, _| {
        let digests = results.cells.iter().flatten().map(|cell| format!("{}\n", cell.digest));
        let text: String = digests.collect();
        Ok(vec![
            ("summary.csv".to_owned(), text.clone().into_bytes()),
            ("charts/a.svg".to_owned(), text.into_bytes()),
        ])
    })
}

pub(super) fn whole(scenario: &Scenario) -> Vec<(PathBuf, Vec<u8>)> {
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(scenario), &|| Going::On).unwrap();
    contents(&disk, &folder_of(scenario))
}

#[test]
fn a_run_stopped_on_any_day_and_carried_on_has_the_same_logs_and_counts() {
    let scenario = short(60, 2);
    let expected = whole(&scenario);
    let is_counted = |(path, _): &&(PathBuf, Vec<u8>)| {
        path.starts_with("results") || path.starts_with("charts") || path.ends_with("summary.csv")
    };
    let days = crate::sweep::days_of_a_replicate(&scenario) as u32;
    for stop in 1..=days {
        let disk = Simulated::with(None).disk();
        let told = AtomicU32::new(0);
        let watch = || match told.fetch_add(1, Ordering::Relaxed) + 1 {
            day if day == stop => Going::Stopped,
            _ => Going::On,
        };
        let stopped = carried(&disk, &order_of(&scenario), &watch);
        assert!(matches!(stopped, Err(Trouble::Stopped)), "{stop}");
        carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
        let found = contents(&disk, &folder_of(&scenario));
        let counted = |all: &[(PathBuf, Vec<u8>)]| -> Vec<_> {
            all.iter().filter(is_counted).cloned().collect()
        };
        assert_eq!(counted(&found), counted(&expected), "stopped on day {stop}");
        let folder = RunFolder::open(&disk, &folder_of(&scenario)).unwrap();
        let verified = verify(&folder, 1).unwrap();
        assert!(verified.faults.is_empty() && verified.strangers.is_empty(), "{verified:?}");
        assert_eq!(verified.folded, scenario.arms.len());
    }
}

/// Every call to the disk fails once, and from then on, in every way in which disks do.
#[test]
fn a_disk_that_refuses_costs_nothing_that_was_saved() {
    let scenario = short(20, 2);
    let expected = whole(&scenario);
    let calls = {
        let disk = Simulated::with(None);
        carried(&disk.disk(), &order_of(&scenario), &|| Going::On).unwrap();
        disk.calls()
    };
    assert!(calls > 200, "{calls} calls");
    let refused = |kind, once| Fault::Refused { kind, once };
    let faults = [
        refused(ErrorKind::StorageFull, false),
        refused(ErrorKind::StorageFull, true),
        refused(ErrorKind::Other, true),
        refused(ErrorKind::ReadOnlyFilesystem, false),
        refused(ErrorKind::PermissionDenied, false),
        Fault::SyncFails,
        Fault::ShortWrites,
    ];
    let mut refusals = 0;
    for nth in 1..=calls {
        let fault = faults[(nth % faults.len() as u64) as usize];
        refusals += u64::from(try_fault(&scenario, nth, fault, &expected));
    }
    for fault in faults {
        for nth in (1..=calls).step_by(17) {
            refusals += u64::from(try_fault(&scenario, nth, fault, &expected));
        }
    }
    assert!(refusals > calls / 2, "only {refusals} of {calls} faults were noticed");
}

/// Whether the fault was noticed; it must be told as the system's, leave what was saved as it was,
/// and be over when the disk is.
fn try_fault(scenario: &Scenario, nth: u64, fault: Fault, expected: &[(PathBuf, Vec<u8>)]) -> bool {
    let simulated = Simulated::with(None);
    let disk = simulated.disk();
    simulated.fail(nth, fault);
    let ended = carried(&disk, &order_of(scenario), &|| Going::On);
    simulated.heal();
    let at = format!("call {nth}, {fault:?}");
    if let Err(trouble) = &ended {
        let is_io = match trouble {
            Trouble::Disk(_) => true,
            Trouble::Log(error) => error.is_io(),
            _ => false,
        };
        assert!(is_io, "{at}: {trouble}");
        assert!(trouble.to_string().contains('/'), "{at}: names no file: {trouble}");
    }
    let partial = beside(&folder_of(scenario), "partial");
    if let Ok(folder) = RunFolder::open(&disk, &partial) {
        let verified = verify(&folder, 1).unwrap();
        assert!(verified.faults.is_empty(), "{at}: {:?}", verified.faults);
    }
    carried(&disk, &order_of(scenario), &|| Going::On)
        .unwrap_or_else(|what| panic!("{at}: {what}"));
    assert_eq!(contents(&disk, &folder_of(scenario)), expected, "{at}");
    ended.is_err()
}

/// A run of its own, and a branch of it.
fn branch_of(
    disk: &Disk,
    parent: &Path,
    step: (&str, jiff::civil::Date, &[&str]),
) -> (Scenario, PathBuf) {
    let folder = RunFolder::open(disk, parent).unwrap();
    let (arm, at, policies) = step;
    let branching = Branching {
        arm: Some(arm),
        at,
        policies: policies.iter().map(|name| (*name).to_owned()).collect(),
        id: None,
        replicates: None,
    };
    let (scenario, arm) = branched(&folder, &branching, &|_| None).unwrap();
    let path = {
        let order = order(&scenario, (parent, &arm), "jurisim branch", Path::new(OUT), 1);
        carried(disk, &order, &|| Going::On).unwrap();
        order.folder().to_owned()
    };
    (scenario, path)
}

fn digest(disk: &Disk, run: &Path, arm: &str) -> String {
    Reader::open(disk, &cell_folder(run, arm, 1)).unwrap().digest().to_string()
}

#[test]
fn a_branch_that_changes_nothing_is_its_parent() {
    let scenario = short(40, 1);
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let parent = folder_of(&scenario);
    let span = &scenario.span;
    for at in [span.start, date(2016, 12, 25), date(2017, 1, 5), span.end] {
        for arm in ["trust-act-2014", "sb54-early"] {
            let (_, branch) = branch_of(&disk, &parent, (arm, at, &[]));
            let own = digest(&disk, &branch, "unchanged");
            assert_eq!(own, digest(&disk, &parent, arm), "{arm} at {at}");
            assert_eq!(digest(&disk, &branch, arm), own);
        }
    }
}

#[test]
fn a_branch_is_the_run_of_its_scenario_and_outlives_its_parent() {
    let scenario = short(60, 1);
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let parent = folder_of(&scenario);
    let at = date(2017, 1, 10);
    let policies: &[&str] = &["full-cooperation@2017-01-10"];
    let (branched, branch) = branch_of(&disk, &parent, ("sb54-early", at, policies));
    assert_ne!(
        digest(&disk, &branch, "full-cooperation"),
        digest(&disk, &branch, "sb54-early"),
        "the branch does something"
    );
    // As if it had been run from the first day, with no parent to share.
    let alone = Simulated::with(None).disk();
    let order = order_of(&branched);
    carried(&alone, &order, &|| Going::On).unwrap();
    for arm in ["sb54-early", "full-cooperation"] {
        assert_eq!(digest(&disk, &branch, arm), digest(&alone, order.folder(), arm));
    }
    // A branch of the branch, the parents gone.
    let late = date(2017, 1, 20);
    let second = ("full-cooperation", late, &["judicial-warrant-only@2017-01-20"][..]);
    let (_, twig) = branch_of(&disk, &branch, second);
    disk.remove_folder(&parent).unwrap();
    disk.remove_folder(&branch).unwrap();
    let folder = RunFolder::open(&disk, &twig).unwrap();
    let verified = verify(&folder, 1).unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    assert_eq!((verified.logs.len(), verified.folded), (2, 2));
    let of_twig = folder.scenario().unwrap();
    let again = super::rerun::rerun(&folder, &of_twig, None, 1, &|| Going::On).unwrap();
    assert!(again.iter().all(|(_, again)| matches!(again, super::rerun::Again::Same)), "{again:?}");
    let steps: Vec<&str> = folder.manifest.steps.iter().map(|step| step.arm.as_str()).collect();
    assert_eq!(steps, ["sb54-early", "full-cooperation"]);
    // The past before the cut is the parent's, to the event.
    let reader = Reader::open(&disk, &cell_folder(&twig, "judicial-warrant-only", 1)).unwrap();
    assert_eq!(reader.parent().unwrap().cut, branched.span.day(late));
}

#[test]
fn a_branch_outside_the_run_or_of_nobody_is_refused_by_name() {
    let scenario = short(40, 1);
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let folder = RunFolder::open(&disk, &folder_of(&scenario)).unwrap();
    let refused = |arm: &str, at, policy: &str| {
        let policies = vec![policy.to_owned()];
        let branching = Branching { arm: Some(arm), at, policies, id: None, replicates: None };
        let error = branched(&folder, &branching, &|_| None).expect_err("refused");
        assert!(matches!(error, Trouble::Scenario(_)), "{error}");
        error.to_string()
    };
    let at = date(2017, 1, 5);
    assert!(refused("sb54-erly", at, "sb54-2018").contains("did you mean `sb54-early`?"));
    assert!(refused("sb54-early", date(2031, 1, 1), "sb54-2018").contains("outside the run"));
    assert!(refused("sb54-early", at, "full-coperation").contains("full-cooperation"));
    assert!(refused("sb54-early", at, "sb54-2018@2018-01-01").contains("on no day"));
}

#[test]
fn a_run_of_another_version_is_read_and_not_gone_on_with() {
    let scenario = short(20, 1);
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let path = folder_of(&scenario);
    let mut folder = RunFolder::open(&disk, &path).unwrap();
    folder.manifest.engine = "9.9.9".to_owned();
    folder.manifest.save(&disk, &path).unwrap();
    let folder = RunFolder::open(&disk, &path).unwrap();
    let refusal = folder.scenario().err().unwrap();
    assert!(matches!(refusal, Trouble::Version(_)));
    assert!(refusal.to_string().contains("jurisim 9.9.9"), "{refusal}");
    let verified = verify(&folder, 1).unwrap();
    assert!(verified.faults.is_empty(), "files and chains need no other version");
    assert_eq!((verified.logs.len(), verified.folded), (scenario.arms.len(), 0));
}

/// What was saved is thrown away for no damage and for nobody's mistake.
#[test]
fn what_a_stopped_run_left_is_used_or_told_about_and_never_thrown_away() {
    let scenario = short(40, 3);
    let stopped = || {
        let simulated = Simulated::with(None);
        let told = AtomicU32::new(0);
        let days = crate::sweep::days_of_a_replicate(&scenario) as u32;
        let watch = || match told.fetch_add(1, Ordering::Relaxed) > 2 * days + 9 {
            true => Going::Stopped,
            false => Going::On,
        };
        assert!(carried(&simulated.disk(), &order_of(&scenario), &watch).is_err());
        simulated
    };
    let partial = beside(&folder_of(&scenario), "partial");
    let results = |nth: u32| partial.join(crate::sweep::results_name(nth));
    // Of another replicate: it is run again.
    let simulated = stopped();
    let (one, two) = (results(1), results(2));
    let bytes = [&one, &two].map(|path| simulated.disk().read(path).unwrap());
    simulated.set(&one, &bytes[1]);
    simulated.set(&two, &bytes[0]);
    carried(&simulated.disk(), &order_of(&scenario), &|| Going::On).unwrap();
    assert_eq!(contents(&simulated.disk(), &folder_of(&scenario)), whole(&scenario));
    // Its manifest is damaged: told, and everything stays.
    let simulated = stopped();
    let manifest = partial.join("run.txt");
    let bytes = simulated.disk().read(&manifest).unwrap();
    simulated.set(&manifest, &[&bytes[..], b"x"].concat());
    let before = contents(&simulated.disk(), &partial);
    for resumes in [false, true] {
        let mut order = order_of(&scenario);
        order.resumes = resumes;
        let told = carried(&simulated.disk(), &order, &|| Going::On).err().unwrap();
        assert!(matches!(told, Trouble::Damage(_)), "{told}");
    }
    assert_eq!(contents(&simulated.disk(), &partial), before);
}

/// Arms whose logs have changed places are not taken for each other by anybody.
#[test]
fn a_log_in_the_place_of_another_is_nobodys() {
    let scenario = short(40, 1);
    let simulated = Simulated::with(None);
    let disk = simulated.disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let run = folder_of(&scenario);
    let of = |arm: &str| cell_folder(&run, arm, 1);
    let [one, other] = ["sb54-early", "full-cooperation"].map(|arm| contents(&disk, &of(arm)));
    for (arm, files) in [("sb54-early", other), ("full-cooperation", one)] {
        files.iter().for_each(|(name, bytes)| simulated.set(&of(arm).join(name), bytes));
    }
    let folder = RunFolder::open(&disk, &run).unwrap();
    assert!(matches!(folder.log("sb54-early", 1), Err(Trouble::Damage(_))));
    let chosen = super::chosen::choose(&disk, &run, Some("sb54-early"), None);
    assert!(matches!(chosen, Err(Trouble::Damage(_))));
    let branching = Branching {
        arm: Some("sb54-early"),
        at: date(2017, 1, 5),
        policies: Vec::new(),
        id: None,
        replicates: None,
    };
    assert!(matches!(branched(&folder, &branching, &|_| None), Err(Trouble::Damage(_))));
}

#[test]
fn a_second_process_is_sent_away() {
    let scenario = short(20, 1);
    let disk = Simulated::with(None).disk();
    disk.make_folder(Path::new(OUT)).unwrap();
    let folder = folder_of(&scenario);
    let held = disk.lock(&beside(&folder, "lock")).unwrap();
    assert!(held.is_some());
    let away = carried(&disk, &order_of(&scenario), &|| Going::On).err().unwrap();
    assert!(matches!(away, Trouble::Busy(_)), "{away}");
    drop(held);
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let again = carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    assert!(matches!(again, Carried::WasThere));
}

#[test]
fn the_manifest_of_a_run_says_itself_again() {
    let scenario = short(20, 1);
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let path = folder_of(&scenario);
    let mut manifest = RunFolder::open(&disk, &path).unwrap().manifest;
    manifest.file = Some("a b.toml".to_owned());
    let at = date(2017, 1, 2);
    let policies = vec!["x".to_owned(), "y@2017-01-02".to_owned()];
    let step = Step { arm: "a".to_owned(), at, id: "b".to_owned(), policies };
    manifest.steps = vec![step.clone(), Step { policies: Vec::new(), ..step }];
    manifest.save(&disk, &path).unwrap();
    assert_eq!(RunManifest::load(&disk, &path).unwrap(), manifest);
    assert_eq!(disk.what(&path.join("run.txt.tmp")).unwrap(), None::<What>);
}

#[test]
fn every_event_leads_back_to_its_root_and_names_a_rule_of_its_arm() {
    let scenario = short(120, 1);
    let disk = Simulated::with(None).disk();
    carried(&disk, &order_of(&scenario), &|| Going::On).unwrap();
    let (mut ruled, mut longest) = (0, 0);
    for arm in &scenario.arms {
        let folder = cell_folder(&folder_of(&scenario), &arm.id, 1);
        let reader = Reader::open(&disk, &folder).unwrap();
        let mut rows = Vec::new();
        reader.for_each_row(&mut |row| rows.push(*row)).unwrap();
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(row.seq, at as u64, "numbers have no gap");
            let rule = usize::from(row.recorded.event.rule.0);
            assert!(rule < arm.policy.lines().len(), "{row:?}");
            ruled += usize::from(rule > 0);
            let (mut now, mut steps) = (row, 0);
            while let Some(cause) = now.cause {
                let before = &rows[usize::try_from(cause).unwrap()];
                let (one, other) = (now.recorded.event, before.recorded.event);
                assert!(before.seq < now.seq, "{row:?}");
                assert_eq!((one.case, one.subject.home), (other.case, other.subject.home));
                (now, steps) = (before, steps + 1);
            }
            longest = longest.max(steps);
        }
    }
    assert!(ruled > 20 && longest > 8, "{ruled} events with a rule, {longest} steps");
}

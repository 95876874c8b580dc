//! The power is lost at any call of a whole run, with whatever was not synced dropped, torn or
//! garbled: the run is carried on to the same files, and a finished run that it was to replace is
//! there until the new one is.

use super::carry_out::Order;
use super::laws::{carried, folder_of, order_of, short, whole};
use super::verify::verify;
use super::{RunFolder, Trouble};
use crate::disk::Disk;
use crate::disk::simulated::{Simulated, State, contents, losses};
use crate::engine::record::Going;
use crate::scenario::Scenario;

/// The disk at each loss of power, so many times with other luck. The last calls are about the lock, whose
/// loss costs nothing.
fn losses_of<'a>(
    start: &'a State,
    order: &'a Order,
    luck: u64,
) -> impl Iterator<Item = (String, Simulated)> + 'a {
    losses(start, |disk| drop(carried(disk, order, &|| Going::On)), luck)
}

fn is_whole(disk: &Disk, scenario: &Scenario, at: &str) {
    let folder = RunFolder::open(disk, &folder_of(scenario));
    let folder = folder.unwrap_or_else(|trouble| panic!("{at}: {trouble}"));
    let found = verify(&folder, 1).unwrap();
    assert!(found.faults.is_empty() && found.strangers.is_empty(), "{at}: {found:?}");
}

#[test]
fn a_run_that_loses_power_is_carried_on_to_the_same_files() {
    let scenario = short(12, 2);
    let expected = whole(&scenario);
    let mut order = order_of(&scenario);
    order.keep = 2;
    let empty = Simulated::with(None).state();
    let kept_two = {
        let disk = Simulated::with(None).disk();
        carried(&disk, &order, &|| Going::On).unwrap();
        contents(&disk, order.folder())
    };
    assert_ne!(kept_two, expected);
    for (at, simulated) in losses_of(&empty, &order, 3) {
        let disk = simulated.disk();
        // Asked for fewer logs the second time: what was begun is finished all the same.
        let keep = if at.ends_with('1') { 1 } else { 2 };
        let mut again = order_of(&scenario);
        (again.keep, again.resumes) = (keep, at.ends_with('2'));
        let done = carried(&disk, &again, &|| Going::On);
        done.unwrap_or_else(|trouble| panic!("{at}: {trouble}"));
        is_whole(&disk, &scenario, &at);
        let found = contents(&disk, order.folder());
        assert!(found == kept_two || keep == 1 && found == expected, "{at}");
    }
}

#[test]
fn a_finished_run_is_there_until_the_one_that_replaces_it_is() {
    let scenario = short(12, 1);
    let done = Simulated::with(None);
    carried(&done.disk(), &order_of(&scenario), &|| Going::On).unwrap();
    let expected = contents(&done.disk(), &folder_of(&scenario));
    let mut force = order_of(&scenario);
    force.force = true;
    for (at, simulated) in losses_of(&done.state(), &force, 2) {
        let disk = simulated.disk();
        let there = RunFolder::find(&disk, &folder_of(&scenario));
        let there = there.unwrap_or_else(|trouble| panic!("{at}: {trouble}"));
        assert!(there.manifest.finished, "{at}");
        carried(&disk, &order_of(&scenario), &|| Going::On)
            .unwrap_or_else(|trouble: Trouble| panic!("{at}: {trouble}"));
        is_whole(&disk, &scenario, &at);
        assert_eq!(contents(&disk, &folder_of(&scenario)), expected, "{at}");
    }
}

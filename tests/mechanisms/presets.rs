//! Every preset does what its summary says: the direction of its outcomes, in paired runs.

use super::county::{counted, county, outcome, side_by_side};
use jurisim::projection::Counted;
use jurisim::scenario::library;
use std::collections::{BTreeMap, BTreeSet};

const DAYS: u32 = 330;
const REPLICATES: u32 = 2;

#[derive(Clone, Copy, Debug)]
enum Than {
    /// More than without the preset, strictly.
    More,
    /// Less.
    Less,
}
use Than::{Less, More};

/// What stands before the preset.
const SILENT: &[&str] = &["kelly-memo-2017@2019-01-01.."];
const OPEN: &[&str] = &["kelly-memo-2017@2019-01-01..", "test-open"];
const HAND_OVER: &[&str] = &["kelly-memo-2017@2019-01-01..", "test-hand-over"];
const SHUT: &[&str] = &["kelly-memo-2017@2019-01-01..", "test-shut"];
const UNFEDERAL: &[&str] = &["test-open"];
const NARROW: &[&str] = &["enforcement-interim-2021@2019-01-01..", "test-open"];
const WIDE: &[&str] = &["secure-communities-2025@2019-01-01..", "test-open"];
const AGREED: &[&str] = &["kelly-memo-2017@2019-01-01..", "mecklenburg-287g-2006@2019-01-01.."];

/// A preset in a context: an outcome is more or less than with another preset, or with none.
type Row = (&'static str, &'static [&'static str], &'static str, Than, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("287g-jail", SILENT, "screened_by_287g", More, ""),
    ("287g-jail", SILENT, "jail_transfers", More, ""),
    ("287g-jail", SILENT, "agreements", More, ""),
    ("287g-task-force", SILENT, "ice_arrests/street_287g", More, ""),
    ("287g-task-force", SILENT, "ice_arrests/civil_warrant", More, ""),
    ("287g-task-force", SILENT, "status_inquiries", More, ""),
    ("bond-fund", OPEN, "bonds_funded", More, ""),
    ("bond-fund", OPEN, "released_on_bond", More, ""),
    ("border-detail-2019", OPEN, "operations", Less, ""),
    ("border-detail-2019", OPEN, "jail_transfers", Less, ""),
    ("cite-in-lieu", OPEN, "bookings", Less, ""),
    ("cite-in-lieu", OPEN, "matches", Less, ""),
    ("cite-in-lieu", OPEN, "cited_and_released", More, ""),
    ("contractor-back-door", HAND_OVER, "ice_arrests/contractor", More, ""),
    ("contractor-back-door", HAND_OVER, "ice_arrests/secure_transfer", Less, ""),
    ("cook-county-2011", OPEN, "jail_transfers", Less, ""),
    ("cook-county-2011", OPEN, "requests_declined", More, ""),
    ("courthouse-limits-2021", OPEN, "operations_by_site/courthouse", Less, ""),
    // "only people it takes for a danger to public safety": these still.
    ("courthouse-limits-2021", OPEN, "operations_by_site/courthouse", More, "no-courthouse-arrests"),
    ("criminal-alien-program", UNFEDERAL, "matches", Less, "secure-communities-2008"),
    ("criminal-alien-program", UNFEDERAL, "found_by_interview", More, "secure-communities-2008"),
    ("criminal-alien-program", UNFEDERAL, "detainers", Less, "secure-communities-2008"),
    ("declined-detainer-list-2017", SHUT, "answers_against_policy", More, ""),
    ("decriminalized-minor-offences", OPEN, "arrests", Less, ""),
    ("decriminalized-minor-offences", OPEN, "arrests", Less, "iola-07-decriminalise"),
    ("denver-2017", OPEN, "holds", Less, ""),
    ("denver-2017", OPEN, "releases_notified/door", More, ""),
    ("diversion", OPEN, "diverted", More, ""),
    ("diversion", OPEN, "convictions", Less, ""),
    ("enforcement-interim-2021", UNFEDERAL, "detainers", Less, "kelly-memo-2017"),
    ("enforcement-interim-2021", UNFEDERAL, "detainers", Less, "enforcement-priorities-2021"),
    ("enforcement-interim-2021", UNFEDERAL, "ice_arrests/collateral", Less, "kelly-memo-2017"),
    ("enforcement-priorities-2021", UNFEDERAL, "detainers", Less, "kelly-memo-2017"),
    ("enforcement-priorities-2021", UNFEDERAL, "targets_dropped", More, "kelly-memo-2017"),
    ("family-operation-2019", OPEN, "targets_dropped", More, ""),
    ("family-operation-2019", OPEN, "ice_arrests/at_large", Less, ""),
    ("federal-raids-2017", OPEN, "ice_arrests/at_large", More, ""),
    ("federal-raids-2017", OPEN, "fear", More, ""),
    ("fines-and-oversight", SHUT, "answers_against_policy", Less, ""),
    ("usual-practice", SILENT, "jail_transfers", More, ""),
    ("usual-practice", SILENT, "holds", More, "no-cooperation"),
    ("full-cooperation", SILENT, "jail_transfers", More, ""),
    ("full-cooperation", SILENT, "jail_transfers", More, "no-cooperation"),
    ("full-cooperation", SILENT, "ice_arrests/civil_warrant", More, ""),
    ("funding-threat-2017", SHUT, "answers_against_policy", More, ""),
    ("gonzalez-injunction-2019", OPEN, "desk_errors_caught", More, ""),
    ("gonzalez-injunction-2019", OPEN, "held_by_mistake", Less, ""),
    ("grant-conditions-2017", SHUT, "answers_against_policy", More, ""),
    ("grant-conditions-2017", SHUT, "grants_withheld", More, ""),
    ("ice-out-of-la", OPEN, "jail_transfers", Less, ""),
    ("ice-out-of-la", OPEN, "bookings", Less, ""),
    ("ice-out-of-la", OPEN, "counsel_funded", More, ""),
    ("ice-out-of-la", OPEN, "convictions", Less, ""),
    ("id-verification", OPEN, "arrests", Less, ""),
    ("inflow-shock", OPEN, "newcomers", More, ""),
    ("interview-review", OPEN, "desk_errors_caught", More, ""),
    ("interview-review", OPEN, "desk_errors_caught", More, "gonzalez-injunction-2019"),
    ("interview-review", OPEN, "held_by_mistake", Less, "gonzalez-injunction-2019"),
    ("iola-01-sensitive-information", OPEN, "suspicion_notices", Less, ""),
    ("iola-01-sensitive-information", OPEN, "arrests_at_large", Less, ""),
    ("iola-02-no-status-or-birthplace", OPEN, "status_inquiries", Less, ""),
    ("iola-02-no-status-or-birthplace", OPEN, "matches_by_database/birthplace", Less, ""),
    ("iola-03-no-shared-databases", OPEN, "suspicion_notices", Less, ""),
    ("iola-03-no-shared-databases", SILENT, "ice_arrests/at_release", Less, ""),
    ("iola-04-no-access", HAND_OVER, "ice_arrests/secure_transfer", Less, ""),
    ("iola-04-no-access", OPEN, "operations_by_site/city_facility", Less, ""),
    ("iola-05-no-voluntary-help", OPEN, "holds", Less, ""),
    ("iola-05-no-voluntary-help", OPEN, "ice_arrests/civil_warrant", Less, ""),
    ("iola-06-documentation", SHUT, "answers_against_policy", Less, ""),
    ("iola-06-documentation", SHUT, "reported_share", More, ""),
    ("iola-07-decriminalise", OPEN, "arrests", Less, ""),
    ("iola-08-citation", OPEN, "bookings", Less, "cite-in-lieu"),
    ("iola-08-citation", OPEN, "matches", Less, "cite-in-lieu"),
    ("iola-09-identity", OPEN, "arrests", Less, "id-verification"),
    ("iola-10-own-recognizance", OPEN, "jail_hours", Less, "own-recognizance"),
    ("iola-11-diversion", OPEN, "diverted", More, "diversion"),
    ("iola-13-justice-fund", OPEN, "counsel_funded", More, "justice-fund"),
    ("iola-13-justice-fund", OPEN, "bonds_funded", More, "justice-fund"),
    ("joint-enforcement", SILENT, "arrests_at_large", More, ""),
    ("judicial-warrant-only", OPEN, "jail_transfers", Less, ""),
    ("judicial-warrant-only", OPEN, "status_inquiries", Less, ""),
    ("judicial-warrant-only", OPEN, "found_by_interview", Less, ""),
    ("justice-fund", OPEN, "counsel_appointed", More, ""),
    // A tenth have a lawyer more. That it lowers removals is beyond chance for nyifup-2013 below, and
    // shown person by person among the levers.
    ("justice-fund", OPEN, "counsel_funded", Less, "iola-13-justice-fund"),
    ("kelly-memo-2017", UNFEDERAL, "detainers", More, "priority-enforcement-2014"),
    ("kelly-memo-2017", UNFEDERAL, "notification_requests", Less, "priority-enforcement-2014"),
    ("kelly-memo-2017", UNFEDERAL, "ice_arrests/collateral", More, "priority-enforcement-2014"),
    ("king-county-2014", OPEN, "holds", Less, ""),
    ("laken-riley-2025", NARROW, "detainers", More, ""),
    ("lapd-no-holds-2014", OPEN, "holds", Less, ""),
    ("lapd-no-joint-operations-2017", OPEN, "arrests_at_large", Less, ""),
    ("lasd-mcdonnell-2014", OPEN, "holds", Less, ""),
    ("lasd-mcdonnell-2014", OPEN, "ice_arrests/secure_transfer", More, ""),
    ("lasd-villanueva-2019", OPEN, "ice_arrests/contractor", More, ""),
    ("lasd-villanueva-2019", OPEN, "found_by_interview", Less, ""),
    ("lasd-warrant-only-2020", OPEN, "jail_transfers", Less, ""),
    ("lasd-warrant-only-2020", OPEN, "jail_transfers", Less, "lasd-villanueva-2019"),
    ("mecklenburg-287g-2006", SILENT, "screened_by_287g", More, ""),
    ("mecklenburg-287g-2006", SILENT, "holds", More, ""),
    ("miami-dade-2013", OPEN, "jail_transfers", Less, ""),
    ("miami-dade-2017", SILENT, "holds", More, ""),
    ("new-york-city-2014", OPEN, "holds", Less, ""),
    ("new-york-city-2014", OPEN, "found_by_interview", Less, ""),
    ("no-birthplace", OPEN, "matches_by_database/birthplace", Less, ""),
    ("no-cooperation", OPEN, "jail_transfers", Less, ""),
    ("no-cooperation", OPEN, "targets_listed/released", More, ""),
    ("no-cooperation", OPEN, "status_inquiries", Less, ""),
    ("no-cooperation", OPEN, "reported_share", More, ""),
    ("no-courthouse-arrests", OPEN, "operations_by_site/courthouse", Less, ""),
    ("no-roster", SILENT, "ice_arrests/at_release", Less, ""),
    ("no-task-forces", OPEN, "ice_arrests/task_force", Less, ""),
    ("north-carolina-hb10-2024", SILENT, "holds", More, ""),
    ("north-carolina-hb10-2024", SILENT, "status_inquiries", More, ""),
    ("notify-only", OPEN, "holds", Less, ""),
    ("notify-only", OPEN, "releases_notified/door", More, "no-cooperation"),
    ("nyifup-2013", OPEN, "counsel_funded", More, "justice-fund"),
    ("nyifup-2013", OPEN, "removals/hearing", Less, ""),
    ("nyifup-2013", OPEN, "relief_granted", More, ""),
    ("organising", OPEN, "operations_alerted", More, ""),
    ("organising", OPEN, "operations_alerted", Less, "rapid-response"),
    ("own-recognizance", OPEN, "jail_hours", Less, ""),
    ("philadelphia-2016", OPEN, "jail_transfers", Less, ""),
    ("philadelphia-2016", OPEN, "found_by_interview", Less, ""),
    ("priority-enforcement-2014", UNFEDERAL, "detainers", Less, "secure-communities-2008"),
    ("priority-enforcement-2014", UNFEDERAL, "notification_requests", More, "kelly-memo-2017"),
    ("prosecution-threat", SHUT, "answers_against_policy", More, ""),
    ("protected-areas-2021", OPEN, "operations_by_site/city_facility", Less, ""),
    ("protected-facilities", OPEN, "operations_by_site/city_facility", Less, ""),
    ("protest-policing-2020", OPEN, "fear", More, ""),
    ("quota-2025", WIDE, "operations", More, ""),
    ("rapid-response", OPEN, "operations_alerted", More, ""),
    ("rapid-response", OPEN, "ice_arrests/at_large", Less, ""),
    ("rapid-response", OPEN, "operations_failed", More, ""),
    ("retaliatory-operation-2019", OPEN, "operations", More, ""),
    ("retaliatory-operation-2019", OPEN, "collateral_share", More, ""),
    ("sanctuary-op-2020", OPEN, "operations", More, ""),
    ("sanctuary-op-2020", OPEN, "fear", More, ""),
    ("santa-ana-2017", OPEN, "jail_transfers", Less, ""),
    ("santa-ana-2017", OPEN, "bookings", Less, ""),
    ("sb54-2018", OPEN, "holds", Less, ""),
    ("sb54-2018", OPEN, "jail_transfers", Less, ""),
    ("sb54-2018", OPEN, "jail_transfers", More, "no-cooperation"),
    ("sb54-2018", OPEN, "found_by_interview", Less, ""),
    ("secure-communities-2008", UNFEDERAL, "matches", More, "criminal-alien-program"),
    ("secure-communities-2008", UNFEDERAL, "detainers", More, "kelly-memo-2017"),
    ("secure-communities-2025", UNFEDERAL, "operations", More, "kelly-memo-2017"),
    ("secure-communities-2025", UNFEDERAL, "detainers", More, "kelly-memo-2017"),
    ("sheriff-ends-287g", AGREED, "screened_by_287g", Less, ""),
    ("sheriff-ends-287g", AGREED, "jail_transfers", Less, ""),
    ("special-order-40", OPEN, "status_inquiries", Less, ""),
    ("special-order-40", OPEN, "suspicion_notices", Less, ""),
    ("special-order-40-notify", OPEN, "status_inquiries", Less, ""),
    ("special-order-40-notify", OPEN, "suspicion_notices", More, "special-order-40"),
    ("special-security-event", SHUT, "ice_arrests/task_force", More, ""),
    ("tactical-surge-2020", OPEN, "operations", More, ""),
    ("tactical-surge-2020", OPEN, "collateral_share", More, ""),
    ("tactical-surge-2020", OPEN, "fear", More, ""),
    ("texas-sb4-2017", SILENT, "holds", More, ""),
    ("texas-sb4-2017", SILENT, "status_inquiries", More, ""),
    ("travis-county-2017", OPEN, "holds", Less, ""),
    ("trust-act-2014", OPEN, "holds", Less, ""),
    ("trust-act-2014", OPEN, "ice_arrests/secure_transfer", More, ""),
    ("trust-announcement", SILENT, "reported_share", More, ""),
    ("trust-announcement-2020", SILENT, "reported_share", More, ""),
    ("truth-act-2017", OPEN, "found_by_interview", Less, ""),
    ("warrant-service-officer", SILENT, "ice_arrests/warrant_service", More, ""),
    ("warrant-service-officer", SILENT, "screened_by_287g", Less, "287g-jail"),
];

/// A preset as a scenario would name it here: moved to the run's second day, so that it is announced,
/// and bound to an agency that there is, if to any.
pub(crate) fn placed(preset: &str) -> String {
    let presets = library::presets().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let bound = presets.iter().find(|known| known.id == preset).expect(preset).agency.is_some();
    // The city's police run no jail, so that orders about a jail go to the sheriff.
    let agency = match preset {
        "lapd-no-holds-2014" => ":sheriff",
        _ if bound => ":city-police",
        _ => "",
    };
    format!("{preset}{agency}@2019-01-02..")
}

#[test]
fn every_preset_has_a_row_and_every_row_a_preset() {
    let presets = library::presets().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let there: BTreeSet<&str> = presets.iter().map(|preset| preset.id.as_str()).collect();
    let rows: BTreeSet<&str> = ROWS.iter().map(|row| row.0).collect();
    assert_eq!(rows, there);
}

#[test]
fn every_preset_moves_its_outcomes_in_the_direction_it_says() {
    let stack = |context: &[&str], preset: &str| -> Vec<String> {
        let own = (!preset.is_empty()).then(|| placed(preset));
        context.iter().map(|name| (*name).to_owned()).chain(own).collect()
    };
    let both = ROWS.iter().flat_map(|row| [stack(row.1, row.0), stack(row.1, row.4)]);
    let stacks: Vec<Vec<String>> = both.collect::<BTreeSet<_>>().into_iter().collect();
    let all = side_by_side(stacks.len(), |at| {
        let names: Vec<&str> = stacks[at].iter().map(String::as_str).collect();
        counted(&county(&names, DAYS), REPLICATES)
    });
    let runs: BTreeMap<_, Option<Vec<Counted>>> = stacks.into_iter().zip(all).collect();
    let mut wrong = Vec::new();
    for &(preset, context, name, than, other) in ROWS {
        let sum = |preset| -> Option<f64> {
            let runs = runs[&stack(context, preset)].as_ref()?;
            Some(runs.iter().map(|counted| outcome(counted, name)).sum())
        };
        let Some((with, without)) = sum(preset).zip(sum(other)) else {
            wrong.push(format!("{preset}: {name}: a run of it panics, see above"));
            continue;
        };
        let holds = match than {
            More => with > without,
            Less => with < without,
        };
        if !holds {
            let other = if other.is_empty() { "without it" } else { other };
            wrong.push(format!("{preset}: {name} is {with}, {other} {without}: not {than:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

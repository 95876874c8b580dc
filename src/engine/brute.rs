//! Lazy against brute force: people who exist before they are touched, and arrivals drawn per place
//! and thinned, against a county in which every resident is visited every day with a rate of their
//! own. Same distributions, or the shortcut is wrong.

use super::laws::set;
use super::*;
use crate::model::testing::small;
use crate::scenario::scalar::Scalar;
use std::collections::BTreeMap;

const REPLICATES: u32 = 1_000;
const DAYS: u32 = 30;

/// Five thousand residents in two districts, much happening.
fn county() -> Scenario {
    let mut scenario = small();
    scenario.place.districts.truncate(2);
    for district in &mut scenario.place.districts {
        district.residents = 2_500;
    }
    for (scalar, value) in [
        (Scalar::StopsPerThousand, 250.0),
        (Scalar::Beds, 40.0),
        (Scalar::Officers, 4.0),
        (Scalar::HoursOperation, 3.0),
        (Scalar::Leads, 100.0),
        (Scalar::DetainerMedianHours, 4.0),
        (Scalar::MatchFalseCitizen, 0.2),
        (Scalar::DaysReinstated, 5.0),
        (Scalar::DaysAgreed, 4.0),
    ] {
        set(&mut scenario, scalar, value);
    }
    scenario.place.populations[0].unauthorised = 0.25;
    scenario
}

/// Sum and sum of squares over replicates, by kind of fact.
#[derive(Default)]
struct Sums(BTreeMap<&'static str, (f64, f64)>);

impl Sums {
    fn add(&mut self, counts: &BTreeMap<&'static str, f64>) {
        for (&kind, &count) in counts {
            let entry = self.0.entry(kind).or_default();
            entry.0 += count;
            entry.1 += count * count;
        }
    }

    fn mean_and_variance(&self, kind: &str) -> (f64, f64) {
        let n = f64::from(REPLICATES);
        let (sum, squares) = self.0.get(kind).copied().unwrap_or_default();
        let mean = sum / n;
        (mean, (squares / n - mean * mean) * n / (n - 1.0))
    }
}

fn kind(fact: &Fact) -> Option<&'static str> {
    Some(match fact {
        Fact::CrimeCommitted { .. } => "crimes",
        Fact::CrimeReported { .. } => "crimes reported",
        Fact::CrimeCleared { .. } => "crimes cleared",
        Fact::Arrested { .. } => "arrests",
        Fact::CitedAndReleased { .. } => "citations",
        Fact::Booked { .. } => "bookings",
        Fact::DatabaseMatched { rightly: true, .. } => "matches",
        Fact::DatabaseMatched { rightly: false, .. } => "false matches",
        Fact::InterviewedInJail { .. } => "interviews",
        Fact::DetainerIssued { .. } => "detainers",
        Fact::Released { .. } => "releases",
        Fact::Convicted { .. } => "convictions",
        Fact::TransferredToIce { .. } => "transfers",
        Fact::TargetListed { .. } => "targets",
        Fact::AtLargeArrest { .. } => "arrests at large",
        Fact::DetainedByIce { .. } => "detentions",
        Fact::Removed { .. } => "removals",
        Fact::HouseholdLostMember { .. } => "household losses",
        Fact::FearRaised { .. } => "fear raised",
        _ => return None,
    })
}

fn counts(scenario: &Scenario, replicate: u32, brute: bool) -> BTreeMap<&'static str, f64> {
    let mut run = Run::start(scenario, 0, replicate, 1);
    if brute {
        run.shards_mut().iter_mut().for_each(State::visit_everybody);
    }
    let mut counts = BTreeMap::new();
    while run.next() < Day(DAYS) {
        let Some(day) = run.day() else { break };
        for kind in day.events().filter_map(|(_, event)| kind(&event.fact)) {
            *counts.entry(kind).or_insert(0.0) += 1.0;
        }
    }
    counts
}

/// Means: within 4 standard errors of the difference. Variances: within 4 of theirs, taken from the
/// normal approximation, doubled for the tails of small counts. Twenty kinds: a false alarm once in
/// some hundred seeds, and the seeds are fixed.
#[test]
fn thinned_arrivals_and_lazy_people_are_the_same_process_as_visiting_everybody() {
    let scenario = county();
    let sums = |brute: bool| {
        let each = |at: u32| counts(&scenario, at + if brute { 500_000 } else { 1 }, brute);
        let all = side_by_side(REPLICATES, 2, each).expect("threads");
        let mut sums = Sums::default();
        all.iter().for_each(|counts| sums.add(counts));
        sums
    };
    let (lazy, brute) = (sums(false), sums(true));
    assert!(lazy.0.len() >= 18, "{:?}", lazy.0.keys());
    let n = f64::from(REPLICATES);
    let mut wrong = Vec::new();
    for &kind in lazy.0.keys() {
        let ((a, va), (b, vb)) = (lazy.mean_and_variance(kind), brute.mean_and_variance(kind));
        let error = ((va + vb) / n).sqrt();
        let spread = (va + vb) / 2.0 * (2.0 / n).sqrt() * 2.0_f64.sqrt() * 2.0;
        println!("{kind:<18} mean {a:9.3} {b:9.3}   variance {va:9.3} {vb:9.3}");
        if (a - b).abs() > 4.0 * error || (va - vb).abs() > 4.0 * spread {
            wrong.push(kind);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?} differ");
}

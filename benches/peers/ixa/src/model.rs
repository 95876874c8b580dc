//! pipeline-v1 as an ixa model: people are entities, what is to come are plans.

use ixa::prelude::*;
use ixa::{HashMap, HashMapExt};
use rand_distr::{Exp, LogNormal};
use serde::Deserialize;

/// How the arrest and crime points reach the people.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, clap::ValueEnum)]
pub enum Variant {
    /// One pending plan a stream; the person is sampled when it fires.
    Superposed,
    /// One pending plan a person, for arrest and crime together.
    Person,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct ParametersValues {
    pub variant: Variant,
    pub persons: u32,
    pub jurisdictions: u16,
    pub days: f64,
    pub arrest_rate: f64,
    pub crime_rate: f64,
    pub p_match: f64,
    pub stay_median: f64,
    pub stay_sigma: f64,
    pub at_large_rate: f64,
    pub ice_mean: f64,
    pub p_report: f64,
    pub chill_step: f64,
    pub chill_half_life: f64,
}

impl ParametersValues {
    /// The specification's figures.
    pub fn new(variant: Variant, persons: u32, jurisdictions: u16, days: f64) -> Self {
        Self {
            variant,
            persons,
            jurisdictions,
            days,
            arrest_rate: 0.03 / 365.0,
            crime_rate: 0.06 / 365.0,
            p_match: 0.05,
            stay_median: 2.0,
            stay_sigma: 1.5,
            at_large_rate: 0.2 / 365.0,
            ice_mean: 30.0,
            p_report: 0.42,
            chill_step: 1e-4,
            chill_half_life: 90.0,
        }
    }
}

define_global_property!(Parameters, ParametersValues);

define_entity!(Person);
define_property!(struct Number(u32), Person);
define_derived_property!(
    struct Jurisdiction(u16),
    Person,
    [Number],
    [Parameters],
    |number, parameters| Jurisdiction((number.0 % u32::from(parameters.jurisdictions)) as u16)
);
define_property!(
    enum Status {
        Street,
        Jail,
        JailWithDetainer,
        AtLarge,
        Ice,
        Removed,
    },
    Person,
    default_const = Status::Street
);

define_rng!(ArrestRng);
define_rng!(CrimeRng);
define_rng!(PersonRng);
define_rng!(MatchRng);
define_rng!(StayRng);
define_rng!(HonourRng);
define_rng!(AtLargeRng);
define_rng!(IceRng);
define_rng!(ReportRng);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Booked,
    DetainerIssued,
    Released,
    ReleasedToStreet,
    TransferredToIce,
    AtLargeArrest,
    Removed,
    Crime,
    CrimeReported,
}

impl Kind {
    pub const NAMES: [&str; 9] = [
        "Booked",
        "DetainerIssued",
        "Released",
        "ReleasedToStreet",
        "TransferredToIce",
        "AtLargeArrest",
        "Removed",
        "Crime",
        "CrimeReported",
    ];
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    pub time: f64,
    pub person: u32,
    pub jurisdiction: u16,
    pub kind: Kind,
}

const _: () = assert!(size_of::<Record>() == 16);

/// A jurisdiction's chill as it stood when it last rose.
#[derive(Clone, Copy)]
struct Chill {
    level: f64,
    at: f64,
}

impl Chill {
    fn level(self, time: f64, half_life: f64) -> f64 {
        self.level * ((self.at - time) / half_life).exp2()
    }
}

define_data_plugin!(EventLog, Vec<Record>, Vec::new());
define_data_plugin!(AtLargeClocks, HashMap<PersonId, PlanId>, HashMap::new());
define_data_plugin!(Chills, Vec<Chill>, |context| {
    let parameters = context.get_global_property_value(Parameters).unwrap();
    let calm = Chill { level: 0.0, at: 0.0 };
    vec![calm; usize::from(parameters.jurisdictions)]
});

/// A context with its people and their first plans, ready for `execute`.
pub fn set_up(parameters: ParametersValues, seed: u64) -> Result<Context, IxaError> {
    let mut context = Context::new();
    context.init_random(seed);
    context.set_global_property_value(Parameters, parameters)?;
    for number in 0..parameters.persons {
        let person = context.add_entity(with!(Person, Number(number)))?;
        if parameters.variant == Variant::Person {
            schedule_point(&mut context, person);
        }
    }
    if parameters.variant == Variant::Superposed {
        schedule_arrest(&mut context);
        schedule_crime(&mut context);
    }
    Ok(context)
}

/// The finished log, in time order.
pub fn log(context: &Context) -> &[Record] {
    context.get_data(EventLog)
}

fn parameters(context: &Context) -> &ParametersValues {
    context.get_global_property_value(Parameters).expect("set_up sets the parameters")
}

fn exponential(rate: f64) -> Exp<f64> {
    Exp::new(rate).expect("rates are positive")
}

/// A plan after `delay`, unless that falls past the horizon.
fn schedule(
    context: &mut Context,
    delay: f64,
    action: impl FnOnce(&mut Context) + 'static,
) -> Option<PlanId> {
    let time = context.get_current_time() + delay;
    (time < parameters(context).days).then(|| context.add_plan(time, action))
}

fn record(context: &mut Context, person: PersonId, kind: Kind) {
    let Number(number) = context.get_property(person);
    let Jurisdiction(jurisdiction) = context.get_property(person);
    let time = context.get_current_time();
    context.get_data_mut(EventLog).push(Record { time, person: number, jurisdiction, kind });
}

// Superposed: the whole population's arrests are one Poisson process, its crimes another.

fn schedule_arrest(context: &mut Context) {
    let p = parameters(context);
    let rate = p.arrest_rate * f64::from(p.persons);
    let delay = context.sample_distr(ArrestRng, exponential(rate));
    schedule(context, delay, |context| {
        if let Some(person) = context.sample_entity(ArrestRng, Person) {
            arrest(context, person);
        }
        schedule_arrest(context);
    });
}

fn schedule_crime(context: &mut Context) {
    let p = parameters(context);
    let rate = p.crime_rate * f64::from(p.persons);
    let delay = context.sample_distr(CrimeRng, exponential(rate));
    schedule(context, delay, |context| {
        if let Some(person) = context.sample_entity(CrimeRng, Person) {
            crime(context, person);
        }
        schedule_crime(context);
    });
}

// Person: everybody waits for a point of their own, which is an arrest or a crime.

fn schedule_point(context: &mut Context, person: PersonId) {
    let p = parameters(context);
    let rate = p.arrest_rate + p.crime_rate;
    let delay = context.sample_distr(PersonRng, exponential(rate));
    schedule(context, delay, move |context| point(context, person));
}

fn point(context: &mut Context, person: PersonId) {
    let p = parameters(context);
    let p_arrest = p.arrest_rate / (p.arrest_rate + p.crime_rate);
    if context.sample_bool(PersonRng, p_arrest) {
        arrest(context, person);
    } else {
        crime(context, person);
    }
    if context.get_property::<Person, Status>(person) != Status::Removed {
        schedule_point(context, person);
    }
}

// The rules, the same in both variants.

fn arrest(context: &mut Context, person: PersonId) {
    match context.get_property(person) {
        Status::Street => {}
        Status::AtLarge => {
            if let Some(clock) = context.get_data_mut(AtLargeClocks).remove(&person) {
                context.cancel_plan(&clock);
            }
        }
        _ => return,
    }
    record(context, person, Kind::Booked);
    let &ParametersValues { p_match, stay_median, stay_sigma, .. } = parameters(context);
    if context.sample_bool(MatchRng, p_match) {
        record(context, person, Kind::DetainerIssued);
        context.set_property(person, Status::JailWithDetainer);
    } else {
        context.set_property(person, Status::Jail);
    }
    let stay = LogNormal::new(stay_median.ln(), stay_sigma).expect("sigma is finite");
    let stay = context.sample_distr(StayRng, stay);
    schedule(context, stay, move |context| release(context, person));
}

fn release(context: &mut Context, person: PersonId) {
    if context.get_property::<Person, Status>(person) == Status::Jail {
        record(context, person, Kind::Released);
        context.set_property(person, Status::Street);
        return;
    }
    let &ParametersValues { jurisdictions, at_large_rate, .. } = parameters(context);
    let Jurisdiction(jurisdiction) = context.get_property(person);
    let honour = (f64::from(jurisdiction) + 0.5) / f64::from(jurisdictions);
    if context.sample_bool(HonourRng, honour) {
        enter_ice(context, person, Kind::TransferredToIce);
        return;
    }
    record(context, person, Kind::ReleasedToStreet);
    context.set_property(person, Status::AtLarge);
    let delay = context.sample_distr(AtLargeRng, exponential(at_large_rate));
    let clock = schedule(context, delay, move |context| {
        context.get_data_mut(AtLargeClocks).remove(&person);
        enter_ice(context, person, Kind::AtLargeArrest);
    });
    if let Some(clock) = clock {
        context.get_data_mut(AtLargeClocks).insert(person, clock);
    }
}

fn enter_ice(context: &mut Context, person: PersonId, kind: Kind) {
    record(context, person, kind);
    context.set_property(person, Status::Ice);
    let &ParametersValues { chill_step, chill_half_life, ice_mean, .. } = parameters(context);
    let Jurisdiction(jurisdiction) = context.get_property(person);
    let at = context.get_current_time();
    let chill = &mut context.get_data_mut(Chills)[usize::from(jurisdiction)];
    *chill = Chill { level: (chill.level(at, chill_half_life) + chill_step).min(1.0), at };
    let stay = context.sample_distr(IceRng, exponential(1.0 / ice_mean));
    schedule(context, stay, move |context| {
        record(context, person, Kind::Removed);
        context.set_property(person, Status::Removed);
    });
}

fn crime(context: &mut Context, person: PersonId) {
    if matches!(context.get_property(person), Status::Ice | Status::Removed) {
        return;
    }
    record(context, person, Kind::Crime);
    let &ParametersValues { p_report, chill_half_life, .. } = parameters(context);
    let Jurisdiction(jurisdiction) = context.get_property(person);
    let chill = context.get_data(Chills)[usize::from(jurisdiction)]
        .level(context.get_current_time(), chill_half_life);
    if context.sample_bool(ReportRng, p_report * (1.0 - chill)) {
        record(context, person, Kind::CrimeReported);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small busy place, so that every rule is used often.
    fn busy(variant: Variant) -> ParametersValues {
        ParametersValues {
            arrest_rate: 3.0 / 365.0,
            crime_rate: 2.0 / 365.0,
            p_match: 0.3,
            at_large_rate: 5.0 / 365.0,
            chill_step: 0.02,
            ..ParametersValues::new(variant, 3_000, 7, 365.0)
        }
    }

    fn run(parameters: ParametersValues, seed: u64) -> Vec<Record> {
        let mut context = set_up(parameters, seed).unwrap();
        context.execute();
        log(&context).to_vec()
    }

    #[test]
    fn every_record_follows_from_the_state_of_its_person() {
        for variant in [Variant::Superposed, Variant::Person] {
            let p = busy(variant);
            let log = run(p, 1);
            let mut status = vec![Status::Street; p.persons as usize];
            let mut rebooked_at_large = 0;
            let mut last: Option<Record> = None;
            for &r in &log {
                assert!(r.time >= last.map_or(0.0, |l| l.time) && r.time < p.days);
                assert_eq!(u32::from(r.jurisdiction), r.person % 7);
                let follows = |kind| {
                    last.is_some_and(|l| (l.time, l.person, l.kind) == (r.time, r.person, kind))
                };
                let s = &mut status[r.person as usize];
                let (legal, next) = match r.kind {
                    Kind::Booked => {
                        rebooked_at_large += u32::from(*s == Status::AtLarge);
                        (matches!(*s, Status::Street | Status::AtLarge), Status::Jail)
                    }
                    Kind::DetainerIssued => {
                        (*s == Status::Jail && follows(Kind::Booked), Status::JailWithDetainer)
                    }
                    Kind::Released => (*s == Status::Jail, Status::Street),
                    Kind::ReleasedToStreet => (*s == Status::JailWithDetainer, Status::AtLarge),
                    Kind::TransferredToIce => (*s == Status::JailWithDetainer, Status::Ice),
                    Kind::AtLargeArrest => (*s == Status::AtLarge, Status::Ice),
                    Kind::Removed => (*s == Status::Ice, Status::Removed),
                    Kind::Crime => (!matches!(*s, Status::Ice | Status::Removed), *s),
                    Kind::CrimeReported => (follows(Kind::Crime), *s),
                };
                assert!(legal, "{variant:?}: {r:?} of a person in {s:?}");
                *s = next;
                last = Some(r);
            }
            assert!(rebooked_at_large > 20, "{variant:?}: {rebooked_at_large}");
            for kind in 0..9 {
                assert!(log.iter().filter(|r| r.kind as u8 == kind).count() > 100);
            }
        }
    }

    #[test]
    fn a_seed_gives_one_log() {
        for variant in [Variant::Superposed, Variant::Person] {
            let p = busy(variant);
            assert_eq!(run(p, 5), run(p, 5));
            assert_ne!(run(p, 5), run(p, 6));
        }
    }

    #[test]
    fn chill_halves_and_starts_at_nothing() {
        let chill = Chill { level: 0.5, at: 10.0 };
        assert_eq!(chill.level(10.0, 90.0), 0.5);
        assert!((chill.level(100.0, 90.0) - 0.25).abs() < 1e-15);
    }
}

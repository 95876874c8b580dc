//! The model's numbers with their ranges and sources.

use super::parameter::{Parameter, PerCrime, PerOffence};
use super::scalar::Scalar;
use crate::event::{Crime, Group, Offence, Word};
use serde::Serialize;

/// How well a number is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Measured for this place, or calibrated to such a measurement.
    Measured,
    /// From a publication, for another place or time.
    Published,
    /// Somebody's judgement.
    Judgement,
    /// Publications disagree.
    Contested,
}

impl Word for Grade {
    const ALL: &'static [Grade] =
        &[Grade::Measured, Grade::Published, Grade::Judgement, Grade::Contested];

    fn name(self) -> &'static str {
        match self {
            Grade::Measured => "measured",
            Grade::Published => "published",
            Grade::Judgement => "judgement",
            Grade::Contested => "contested",
        }
    }
}

/// A number with all that must be known to use it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Sourced {
    /// The number.
    pub value: f64,
    /// The lowest that is defensible.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// Its unit.
    pub unit: String,
    /// How well it is known.
    pub grade: Grade,
    /// Where it is from.
    pub source: String,
}

/// All numbers of the model, in the order of [`Parameter::all`].
#[derive(Clone, PartialEq, Debug)]
pub struct Parameters {
    entries: Vec<Sourced>,
    values: Vec<f64>,
}

const CRIMES: usize = Crime::ALL.len();
const OFFENCES: usize = Offence::ALL.len();

impl Parameter {
    /// All of them, in the order in which they are stored and listed.
    pub fn all() -> impl Iterator<Item = Parameter> {
        let scalars = Scalar::ALL.iter().copied().map(Parameter::One);
        let per_crime = [PerCrime::Rate, PerCrime::Reported, PerCrime::Cleared];
        let crimes = per_crime
            .into_iter()
            .flat_map(|what| Crime::ALL.iter().map(move |&crime| Parameter::OfCrime(what, crime)));
        let per_offence = [PerOffence::StopShare, PerOffence::Booked, PerOffence::PastShare];
        let offences = per_offence.into_iter().flat_map(|what| {
            Offence::ALL.iter().map(move |&offence| Parameter::OfOffence(what, offence))
        });
        let groups = Group::ALL.iter().copied().map(Parameter::OfGroup);
        scalars.chain(crimes).chain(offences).chain(groups)
    }

    /// Its name in files, `part.name`. None for the offence "none", which has no numbers.
    #[must_use]
    pub fn name(self) -> Option<String> {
        let name = match self {
            Parameter::One(scalar) => scalar.name().to_owned(),
            Parameter::OfCrime(what, crime) => {
                let what = match what {
                    PerCrime::Rate => "rate",
                    PerCrime::Reported => "reported",
                    PerCrime::Cleared => "cleared",
                };
                format!("crime.{}.{what}", crime.name())
            }
            Parameter::OfOffence(_, Offence::None) => return None,
            Parameter::OfOffence(what, offence) => {
                let what = match what {
                    PerOffence::StopShare => "stop_share",
                    PerOffence::Booked => "booked",
                    PerOffence::PastShare => "past_share",
                };
                format!("offence.{}.{what}", offence.name())
            }
            Parameter::OfGroup(group) => format!("group.{}.exposure", group.name()),
        };
        Some(name)
    }

    /// The parameter with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Parameter> {
        Parameter::all().find(|parameter| parameter.name().as_deref() == Some(name))
    }

    fn place(self) -> usize {
        let scalars = Scalar::ALL.len();
        match self {
            Parameter::One(scalar) => scalar as usize,
            Parameter::OfCrime(what, crime) => scalars + what as usize * CRIMES + crime as usize,
            Parameter::OfOffence(what, offence) => {
                scalars + 3 * CRIMES + what as usize * OFFENCES + offence as usize
            }
            Parameter::OfGroup(group) => scalars + 3 * CRIMES + 3 * OFFENCES + group as usize,
        }
    }
}

impl Parameters {
    /// From all of them in order; what has no name is filled with zeros.
    ///
    /// # Errors
    /// The names of those that are missing.
    pub fn new(
        mut find: impl FnMut(Parameter, &str) -> Option<Sourced>,
    ) -> Result<Parameters, Vec<String>> {
        let mut entries = Vec::new();
        let mut missing = Vec::new();
        for parameter in Parameter::all() {
            let name = parameter.name();
            let found = name.as_deref().and_then(|name| find(parameter, name));
            if found.is_none() {
                missing.extend(name);
            }
            entries.push(found.unwrap_or_else(Sourced::nothing));
        }
        let values = entries.iter().map(|entry| entry.value).collect();
        if missing.is_empty() { Ok(Parameters { entries, values }) } else { Err(missing) }
    }

    /// Puts another number in the place of one.
    pub fn set(&mut self, parameter: Parameter, sourced: Sourced) {
        self.values[parameter.place()] = sourced.value;
        self.entries[parameter.place()] = sourced;
    }

    /// A number of the model as a whole, with its range and source.
    #[must_use]
    pub fn sourced(&self, scalar: Scalar) -> &Sourced {
        &self.entries[scalar as usize]
    }

    /// A number of the model as a whole.
    #[must_use]
    pub fn get(&self, scalar: Scalar) -> f64 {
        self.values[scalar as usize]
    }

    /// A number of a type of crime.
    #[must_use]
    pub fn of_crime(&self, what: PerCrime, crime: Crime) -> f64 {
        self.values[Parameter::OfCrime(what, crime).place()]
    }

    /// A number of a class of offence.
    #[must_use]
    pub fn of_offence(&self, what: PerOffence, offence: Offence) -> f64 {
        self.values[Parameter::OfOffence(what, offence).place()]
    }

    /// How much of fear reaches a group.
    #[must_use]
    pub fn exposure(&self, group: Group) -> f64 {
        self.values[Parameter::OfGroup(group).place()]
    }

    /// Each with its name and all that is known of it.
    pub fn iter(&self) -> impl Iterator<Item = (String, &Sourced)> {
        let named = |parameter: Parameter| {
            parameter.name().map(|name| (name, &self.entries[parameter.place()]))
        };
        Parameter::all().filter_map(named)
    }
}

impl Sourced {
    fn nothing() -> Sourced {
        Sourced {
            value: 0.0,
            low: 0.0,
            high: 0.0,
            unit: String::new(),
            grade: Grade::Measured,
            source: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_storage_is_the_order_of_all() {
        for (at, parameter) in Parameter::all().enumerate() {
            assert_eq!(parameter.place(), at, "{parameter:?}");
        }
    }

    #[test]
    fn every_name_leads_back_to_its_parameter() {
        for parameter in Parameter::all() {
            if let Some(name) = parameter.name() {
                assert_eq!(Parameter::named(&name), Some(parameter));
            }
        }
    }
}

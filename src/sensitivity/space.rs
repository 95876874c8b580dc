//! The parameters that vary, between which numbers, and how probable each is.

use super::SensitivityError;
use super::pert::Pert;
use super::points::Points;
use super::sequence::DIMENSIONS;

/// The name of the column that is in no model.
pub const DUMMY: &str = "dummy";

/// How probable the numbers between low and high are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A beta with shape 4 whose mode is the value ([`Pert`]): near the value is likelier.
    Pert,
    /// All alike, wherever the value lies.
    Uniform,
}

/// A parameter of the scenario: its three numbers are the design space and the source of a sweep.
#[derive(Clone, PartialEq, Debug)]
pub struct Parameter {
    /// As the scenario calls it.
    pub name: String,
    /// The least it may be, in its own unit.
    pub low: f64,
    /// What it is taken to be.
    pub value: f64,
    /// The most it may be.
    pub high: f64,
    /// How probable each number between is.
    pub shape: Shape,
}

/// What a design varies: columns in the order of the parameters, and the dummy's after them.
///
/// The chance of a column is keyed by its place, and the dummy's by none of theirs: a parameter
/// that is added at the end changes no coordinate of any other.
#[derive(Clone, PartialEq, Debug)]
pub struct Space {
    /// With the dummy as the last.
    parameters: Vec<Parameter>,
}

impl Space {
    /// Of these parameters, and the dummy.
    ///
    /// # Errors
    /// There is none, there are too many, two have one name, or a range is not finite, is empty or
    /// does not hold its value.
    pub fn new(parameters: Vec<Parameter>) -> Result<Space, SensitivityError> {
        let most = DIMENSIONS / 2 - 1;
        if parameters.is_empty() {
            return Err(SensitivityError::NoParameters);
        }
        if parameters.len() > most {
            return Err(SensitivityError::TooManyParameters { are: parameters.len(), most });
        }
        for (at, one) in parameters.iter().enumerate() {
            if one.name == DUMMY || parameters[..at].iter().any(|other| other.name == one.name) {
                return Err(SensitivityError::NameTaken(one.name.clone()));
            }
            let range = [one.low, one.value, one.high];
            let in_order = one.low <= one.value && one.value <= one.high && one.low < one.high;
            if !(in_order && (one.high - one.low).is_finite()) {
                return Err(SensitivityError::Range { name: one.name.clone(), range });
            }
        }
        let (name, shape) = (DUMMY.to_owned(), Shape::Uniform);
        let dummy = Parameter { name, low: 0.0, value: 0.5, high: 1.0, shape };
        Ok(Space { parameters: parameters.into_iter().chain([dummy]).collect() })
    }

    /// How many columns a design of it has: one per parameter, and the dummy's.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.parameters.len()
    }

    /// The column of the dummy: the last.
    #[must_use]
    pub fn dummy(&self) -> usize {
        self.parameters.len() - 1
    }

    /// The parameters of the model, without the dummy.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters[..self.dummy()]
    }

    /// The names of all columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|parameter| parameter.name.as_str())
    }

    /// The number of a column at a place in its distribution, which lies from 0 (its low) to 1 (its
    /// high); at [`Space::unit_of_value`] it is the value to the last bit.
    #[must_use]
    pub fn value(&self, column: usize, unit: f64) -> f64 {
        Scale::of(&self.parameters[column]).value(unit)
    }

    /// Where in its distribution the value of a column lies, from 0 to 1.
    #[must_use]
    pub fn unit_of_value(&self, column: usize) -> f64 {
        Scale::of(&self.parameters[column]).middle
    }

    /// Units as values: the same rows and columns.
    #[must_use]
    pub fn values(&self, units: &Points) -> Points {
        assert_eq!(units.columns(), self.columns(), "points of another space");
        let scales: Vec<Scale> = self.parameters.iter().map(Scale::of).collect();
        let mut values = Points::new(self.columns());
        for units in units.rows() {
            let row = scales.iter().zip(units).map(|(scale, unit)| scale.value(*unit));
            values.push(&row.collect::<Vec<_>>());
        }
        values
    }

    /// By what number chance knows a column: the dummy is 0, so that no parameter moves it.
    pub(super) fn slot(&self, column: usize) -> u16 {
        let slot = if column == self.dummy() { 0 } else { column + 1 };
        u16::try_from(slot).expect("few parameters, as Space::new holds")
    }
}

/// A distribution, made ready to be asked many times.
struct Scale<'a> {
    parameter: &'a Parameter,
    pert: Option<Pert>,
    /// Where the value lies.
    middle: f64,
}

impl Scale<'_> {
    fn of(parameter: &Parameter) -> Scale<'_> {
        let mode = (parameter.value - parameter.low) / (parameter.high - parameter.low);
        let pert = (parameter.shape == Shape::Pert).then(|| Pert::new(mode));
        let middle = pert.map_or(mode, |pert| pert.below(mode));
        Scale { parameter, pert, middle }
    }

    fn value(&self, unit: f64) -> f64 {
        let Parameter { low, value, high, .. } = *self.parameter;
        if unit == self.middle {
            return value;
        }
        let share = self.pert.map_or(unit, |pert| pert.quantile(unit));
        // From the nearer end, so that both ends are met exactly.
        let between = if share <= 0.5 {
            low + share * (high - low)
        } else {
            high - (1.0 - share) * (high - low)
        };
        between.clamp(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(name: &str, [low, value, high]: [f64; 3], shape: Shape) -> Parameter {
        Parameter { name: name.to_owned(), low, value, high, shape }
    }

    #[test]
    fn low_value_and_high_are_met_to_the_bit() {
        for shape in [Shape::Pert, Shape::Uniform] {
            for range in
                [[0.35, 0.6, 0.85], [45.0, 90.0, 180.0], [-0.3, -0.3, 0.1], [0.1, 0.7, 0.7]]
            {
                let space = Space::new(vec![parameter("a", range, shape)]).expect("a space");
                let units = [0.0, space.unit_of_value(0), 1.0];
                assert_eq!(units.map(|unit| space.value(0, unit)), range, "{shape:?}");
            }
        }
    }

    #[test]
    fn a_higher_unit_is_never_a_lower_value() {
        let space = Space::new(vec![parameter("a", [1.0, 2.0, 9.0], Shape::Pert)]).expect("one");
        let values: Vec<f64> = (0..=4000).map(|i| space.value(0, f64::from(i) / 4000.0)).collect();
        assert!(values.is_sorted() && values[0] == 1.0 && values[4000] == 9.0);
    }

    #[test]
    fn ranges_that_cannot_be_are_refused_by_name() {
        let nan = f64::NAN;
        for range in [[1.0, 1.0, 1.0], [0.0, 2.0, 1.0], [0.0, nan, 1.0], [0.0, 1.0, f64::INFINITY]]
        {
            let wrong = Space::new(vec![parameter("beds", range, Shape::Pert)]);
            assert!(wrong.expect_err("refused").to_string().starts_with("beds: low"));
        }
        let good = parameter("a", [0.0, 0.5, 1.0], Shape::Pert);
        let twice = Space::new(vec![good.clone(), good.clone()]);
        assert_eq!(twice, Err(SensitivityError::NameTaken("a".to_owned())));
        let dummy = Space::new(vec![Parameter { name: DUMMY.to_owned(), ..good }]);
        assert_eq!(dummy, Err(SensitivityError::NameTaken(DUMMY.to_owned())));
        assert_eq!(Space::new(Vec::new()), Err(SensitivityError::NoParameters));
    }
}

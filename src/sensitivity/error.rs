//! What can be wrong with a design or with its outputs.

use std::fmt;

/// Why there are no points, or no indices.
#[derive(Clone, PartialEq, Debug)]
pub enum SensitivityError {
    /// A space without parameters.
    NoParameters,
    /// More parameters than [`super::sequence::DIMENSIONS`] has room for.
    TooManyParameters {
        /// How many there are.
        are: usize,
        /// How many may be.
        most: usize,
    },
    /// Two parameters of one name, or one with the name of the dummy.
    NameTaken(String),
    /// A range that is not finite, empty, or does not hold its value.
    Range {
        /// Whose.
        name: String,
        /// Its low, value and high.
        range: [f64; 3],
    },
    /// A setting of a design or an estimator that cannot be.
    Setting {
        /// Which.
        what: &'static str,
        /// What it is.
        is: f64,
        /// What it has to be.
        needs: &'static str,
    },
    /// More points than can be numbered.
    TooLarge,
    /// An expansion that would take points away, or of a design that has nothing to add.
    NotAnExpansion,
    /// Another number of outputs than of points.
    Count {
        /// Points of the design.
        expected: usize,
        /// Outputs given.
        got: usize,
    },
    /// Points without an output (a gap is a NaN), or with an infinite one.
    Missing {
        /// Their numbers, from 0, in the order of the design.
        points: Vec<usize>,
        /// Points of the design.
        of: usize,
    },
    /// All outputs are equal: there is nothing to explain.
    Constant(f64),
    /// Points that are not those of the design they are said to be of.
    NotThisDesign {
        /// The first row that is not, from 0.
        row: usize,
    },
    /// A column of the points that says what others say already, or nothing.
    Collinear {
        /// The first, from 0.
        column: usize,
    },
}

/// Of so many points an error names the first.
const NAMED: usize = 10;

impl fmt::Display for SensitivityError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoParameters => write!(out, "there is no parameter to vary"),
            Self::TooManyParameters { are, most } => {
                write!(out, "{are} parameters are to vary, at most {most} can: name fewer")
            }
            Self::NameTaken(name) => write!(out, "two parameters are called {name}"),
            Self::Range { name, range: [low, value, high] } => write!(
                out,
                "{name}: low {low}, value {value}, high {high}; low must be below high, and \
                 value between them"
            ),
            Self::Setting { what, is, needs } => write!(out, "{what} is {is}; it must be {needs}"),
            Self::TooLarge => write!(out, "the design has more than {} points", u32::MAX),
            Self::NotAnExpansion => {
                write!(out, "the new design does not hold the old one: only more of it can be")
            }
            Self::Count { expected, got } => {
                write!(out, "the design has {expected} points, but there are {got} outputs")
            }
            Self::Missing { points, of } => missing(out, points, *of),
            Self::Constant(value) => {
                write!(out, "all outputs are {value}: there is nothing to explain")
            }
            Self::NotThisDesign { row } => {
                write!(out, "row {row} is not that of the design: outputs and design do not match")
            }
            Self::Collinear { column } => write!(
                out,
                "column {column} does not vary by itself: use more points than parameters"
            ),
        }
    }
}

fn missing(out: &mut fmt::Formatter<'_>, points: &[usize], of: usize) -> fmt::Result {
    write!(out, "{} of {of} points have no finite output: ", points.len())?;
    let named: Vec<String> = points.iter().take(NAMED).map(usize::to_string).collect();
    let more = points.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    write!(
        out,
        "{}{more}; run them again, as this design cannot be read with gaps",
        named.join(", ")
    )
}

impl std::error::Error for SensitivityError {}

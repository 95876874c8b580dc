//! A log in the forms that other tools read: a table, process mining's XES and OCEL 2.0, and a data
//! package with a dictionary.
//!
//! Other tools accept much and silently drop what they do not expect: events with an id that was
//! there before, cases of one name, attributes with a reserved name. What is written here keeps to
//! what they were seen to read in full; `docs/exports.md` says it for readers.
//!
//! Nothing here makes a file: everything is written into what the caller opened.

mod clock;
pub mod dictionary;
mod events_csv;
pub mod guard;
mod names;
mod ocel;
mod ocel_objects;
mod package;
mod sample;
mod source;
mod xes;

use crate::log::LogError;
pub use clock::Moment;
pub use events_csv::write as write_csv;
pub use names::{Names, RuleName};
pub use ocel::write as write_ocel;
pub use package::{About, Content, Files, write as write_package};
pub use source::{Source, Told};
use std::fmt;
use std::io;
pub use xes::write as write_xes;

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Exported {
    /// Events.
    pub events: u64,
    /// Traces of XES, objects of OCEL, 0 of other forms.
    pub gathered: u64,
    /// Events about no person, which XES has no place for.
    pub about_nobody: u64,
    /// Events about a person that belong to no case, for which XES has no place either.
    pub in_no_case: u64,
}

/// Why nothing was exported.
#[derive(Debug)]
pub enum ExportError {
    /// The log cannot be read.
    Log(LogError),
    /// The system refused to write.
    Write(io::Error),
    /// There is nothing to export, or not in this form; in words.
    Refused(String),
}

impl From<LogError> for ExportError {
    fn from(error: LogError) -> ExportError {
        ExportError::Log(error)
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> ExportError {
        ExportError::Write(error)
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> ExportError {
        ExportError::Write(error.into())
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExportError::Log(error) => error.fmt(out),
            ExportError::Write(error) => error.fmt(out),
            ExportError::Refused(what) => out.write_str(what),
        }
    }
}

impl std::error::Error for ExportError {}

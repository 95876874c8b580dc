//! What can go wrong with a log: somebody else's mistakes, as values.

use crate::disk::DiskError;
use parquet::errors::ParquetError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What was being done, to which file, and what failed. Nothing was changed by a read that failed;
/// what a failed write leaves behind is not part of the log.
#[derive(Debug)]
pub struct LogError {
    doing: &'static str,
    file: PathBuf,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// The system refused.
    Io(io::Error),
    /// The file is not what was written.
    Damage { expected: String, found: String },
    /// The file was written by a version with another format.
    Format { format: u32, known: u32, engine: String },
    /// Another version of the program made the run.
    Engine { made: String, this: String },
    /// Another process writes here.
    Held,
    /// The file library refused.
    Encoding(String),
    /// The log was asked for something that cannot be.
    Misuse(String),
}

impl LogError {
    /// A file is not what was written.
    #[must_use]
    pub fn damage(file: &Path, expected: impl fmt::Display, found: impl fmt::Display) -> LogError {
        let why = Why::Damage { expected: expected.to_string(), found: found.to_string() };
        LogError { doing: "read", file: file.to_owned(), why }
    }

    pub(super) fn format(file: &Path, format: u32, known: u32, engine: &str) -> LogError {
        let why = Why::Format { format, known, engine: engine.to_owned() };
        LogError { doing: "read", file: file.to_owned(), why }
    }

    pub(super) fn engine(file: &Path, made: &str, this: &str) -> LogError {
        let why = Why::Engine { made: made.to_owned(), this: this.to_owned() };
        LogError { doing: "read", file: file.to_owned(), why }
    }

    pub(super) fn no_thread(file: &Path, error: io::Error) -> LogError {
        LogError { doing: "start a thread to write", file: file.to_owned(), why: Why::Io(error) }
    }

    /// Writing failed before, and why was told then.
    pub(super) fn stopped() -> LogError {
        LogError::misuse(Path::new("log"), "writing failed before; open it anew")
    }

    pub(super) fn held(file: &Path) -> LogError {
        LogError { doing: "write", file: file.to_owned(), why: Why::Held }
    }

    /// What the file library says when it writes, which may be the system's refusal in its words.
    pub(super) fn encoding(file: &Path, error: ParquetError) -> LogError {
        let why = match error {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(error) => Why::Io(*error),
                Err(other) => Why::Encoding(other.to_string()),
            },
            other => Why::Encoding(other.to_string()),
        };
        LogError { doing: "write", file: file.to_owned(), why }
    }

    pub(super) fn misuse(file: &Path, what: impl fmt::Display) -> LogError {
        LogError { doing: "write", file: file.to_owned(), why: Why::Misuse(what.to_string()) }
    }

    /// Whether the log is not what was written, or is not to be understood.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self.why, Why::Damage { .. })
    }

    /// Whether another version of the program wrote the log.
    #[must_use]
    pub fn is_of_another_version(&self) -> bool {
        matches!(self.why, Why::Format { .. } | Why::Engine { .. })
    }

    /// Whether the system refused: no space, no permission, no such file.
    #[must_use]
    pub fn is_io(&self) -> bool {
        matches!(self.why, Why::Io(_))
    }

    /// Whether another process is writing this log.
    #[must_use]
    pub fn is_held(&self) -> bool {
        matches!(self.why, Why::Held)
    }

    /// The file in question.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }
}

impl From<DiskError> for LogError {
    fn from(DiskError { doing, path, reason }: DiskError) -> LogError {
        LogError { doing, file: path, why: Why::Io(reason) }
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match &self.why {
            Why::Io(error) => {
                write!(out, "{file}: cannot {}: {error}", self.doing)?;
                out.write_str(crate::disk::hint(error))
            }
            Why::Damage { expected, found } => {
                write!(out, "{file}: the log is damaged: expected {expected}, found {found}")
            }
            Why::Format { format, known, engine } => {
                let use_other = if format > known { "use a later one" } else { "use that version" };
                write!(
                    out,
                    "{file}: the log has format {format}, written by jurisim {engine}; \
                     this program reads format {known}: {use_other}"
                )
            }
            Why::Engine { made, this } => {
                write!(
                    out,
                    "{file}: jurisim {made} made this; this is {this}, which may decide \
                     otherwise: use {made}, or run it again"
                )
            }
            Why::Held => write!(out, "{file}: another process is writing this log"),
            Why::Encoding(error) => write!(out, "{file}: cannot encode events: {error}"),
            Why::Misuse(what) => write!(out, "{file}: cannot {}: {what}", self.doing),
        }
    }
}

impl std::error::Error for LogError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.why {
            Why::Io(error) => Some(error),
            Why::Damage { .. }
            | Why::Format { .. }
            | Why::Engine { .. }
            | Why::Held
            | Why::Encoding(_)
            | Why::Misuse(_) => None,
        }
    }
}

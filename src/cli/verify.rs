//! `jurisim verify`: whether the logs of a run are what was written, file by file and event by event.

use super::{End, print};
use crate::log::{LogError, Reader};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The logs in a run's folder, in order; the folder itself if it is a log.
pub(super) fn logs(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if Reader::finds(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let mut logs = Vec::new();
    for arm in folders(&folder.join("cells"))? {
        logs.extend(folders(&arm)?.into_iter().filter(|log| Reader::finds(log)));
    }
    Ok(logs)
}

/// The folders in a folder, in order.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_dir());
    paths.sort_unstable();
    Ok(paths)
}

/// Checks every log of a run; changes nothing.
pub(super) fn verify(folder: &Path) -> End {
    let logs = match logs(folder) {
        Ok(logs) if logs.is_empty() => {
            print::error(&format!("{}: no log is kept there", folder.display()));
            return End::BadInput;
        }
        Ok(logs) => logs,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            print::error(&format!(
                "{}: not the folder of a run; a run says at its end where its folder is",
                folder.display()
            ));
            return End::BadInput;
        }
        Err(error) => {
            print::error(&format!("{}: cannot be listed: {error}", folder.display()));
            return End::Io;
        }
    };
    let mut end = End::Done;
    for log in &logs {
        match checked(log) {
            Ok(says) => print::result(&says),
            Err(error) => {
                print::error(&error.to_string());
                // The worst of them: damage is worse than a disk that cannot be read.
                end = if end == End::Damaged { end } else { ending(&error) };
            }
        }
    }
    end
}

/// How a command ends that a log has failed.
pub(super) fn ending(error: &LogError) -> End {
    if error.is_damage() {
        return End::Damaged;
    }
    if error.is_of_another_format() { End::BadInput } else { End::Io }
}

fn checked(log: &Path) -> Result<String, LogError> {
    let reader = Reader::open(log)?;
    reader.verify()?;
    let left = reader.leftovers()?;
    let head = reader.head();
    let mut says = format!(
        "{} replicate {}: {} events of {} days as written, content hash {}",
        head.arm,
        head.replicate,
        reader.events(),
        reader.next_day().0,
        reader.digest()
    );
    for path in left {
        says.push_str(&format!("\n  not part of the log: {}", path.display()));
    }
    Ok(says)
}

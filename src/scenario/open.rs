//! Reads a scenario from disk. The only part of the reader that knows of one.

use super::Scenario;
use super::library;
use super::mistakes::{Mistakes, nearest};
use super::read::scenario_from;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// No file of a scenario is larger: nobody writes more by hand.
pub const LARGEST: u64 = 16 << 20;

/// Reads the scenario at a path, and the places and policies beside it.
///
/// # Errors
/// Why the file cannot be read, or all mistakes in it and in the files it names.
pub fn open(path: &Path) -> Result<Scenario, Mistakes> {
    let shown = path.display().to_string();
    let text = text_of(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => missing(path),
        ErrorKind::IsADirectory => directory(path),
        _ => {
            let help = "a scenario is a text file in UTF-8 of at most 16 MB";
            Mistakes::about_file(&shown, format!("the file cannot be read: {error}"), help)
        }
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    scenario_from(&shown, &text, &|name| match text_of(&folder.join(name)) {
        Ok(text) => Some(Ok(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(Err(error.to_string())),
    })
}

fn text_of(path: &Path) -> std::io::Result<String> {
    let wrong = |kind: ErrorKind, reason: String| std::io::Error::new(kind, reason);
    if path.is_dir() {
        return Err(wrong(ErrorKind::IsADirectory, "it is a folder".to_owned()));
    }
    let mut bytes = Vec::new();
    // One byte more than allowed tells; the size a file claims to have may be wrong.
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong(ErrorKind::FileTooLarge, "it is bigger than 16 MB".to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
        wrong(ErrorKind::InvalidData, format!("line {line} is not text in UTF-8"))
    })
}

/// The names of the scenarios in a folder.
fn scenarios_in(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".toml")).collect();
    names.sort_unstable();
    names
}

fn missing(path: &Path) -> Mistakes {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let there = scenarios_in(folder);
    let help = match nearest(&name, there.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{}`?", folder.join(near).display()),
        None => {
            let names: Vec<&str> = library::scenario_names().collect();
            format!("there is no file of this name; built in are: {}", names.join(", "))
        }
    };
    Mistakes::about_file(&path.display().to_string(), "there is no such file", help)
}

fn directory(path: &Path) -> Mistakes {
    let help = match scenarios_in(path).first() {
        Some(first) => {
            format!("did you mean a file in it, such as `{}`?", path.join(first).display())
        }
        None => "name a scenario file, ending in .toml".to_owned(),
    };
    Mistakes::about_file(&path.display().to_string(), "this is a folder, not a scenario", help)
}

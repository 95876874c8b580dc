//! `jurisim export`: a log in the forms of other tools. The only part of it that makes files.

use super::{End, print, verify};
use crate::export::{self, About, Content, ExportError, Exported, Names, Source};
use crate::log::{Head, LogError, Reader};
use crate::scenario::mistakes::suggestion;
use clap::{Args, ValueEnum};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What to export, and where to.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// The folder of a run, or of one log.
    folder: PathBuf,
    /// The form.
    #[arg(long, value_enum)]
    to: Form,
    /// The arm; needed if logs of several arms are there.
    #[arg(long)]
    arm: Option<String>,
    /// The replicate, from 1; the first that is kept if not given.
    #[arg(long)]
    rep: Option<u32>,
    /// Only so many cases, evenly chosen and always the same ones.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    sample_cases: Option<u64>,
    /// The file, or for a package the folder; beside the run's folder if not given.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// A row for every event, names included.
    Csv,
    /// IEEE 1849: a trace for every person in a case.
    Xes,
    /// OCEL 2.0 as JSON: events about several objects.
    Ocel,
    /// A Frictionless Data Package: events, the run's tables and a dictionary.
    Package,
}

impl Form {
    /// How the name of what is written ends.
    fn ending(self) -> &'static str {
        match self {
            Form::Csv => ".csv",
            Form::Xes => ".xes",
            Form::Ocel => ".ocel.json",
            Form::Package => "-package",
        }
    }
}

/// Why there is no export: how the command ends, and what it says.
type Failure = (End, String);

fn bad(what: impl Into<String>) -> Failure {
    (End::BadInput, what.into())
}

fn of_log(error: &LogError) -> Failure {
    (verify::ending(error), error.to_string())
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    (End::Io, format!("cannot read {}: {error}", path.display()))
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| (End::Io, format!("cannot write {}: {error}", path.display()))
}

/// Writes a log in another form.
pub(super) fn export(arguments: &Export) -> End {
    match carry_out(arguments) {
        Ok(says) => {
            print::result(&says);
            End::Done
        }
        Err((end, what)) => {
            print::error(&what);
            end
        }
    }
}

fn carry_out(arguments: &Export) -> Result<String, Failure> {
    let reader = choose(arguments)?;
    let run = run_folder(&reader)?;
    let names = names(&run, &reader.head().arm)?;
    let source = Source::of(&reader, &names, arguments.sample_cases);
    let source = source.map_err(|error| told(&run, error))?;
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => beside(&run, reader.head(), arguments.to),
    };
    let exported = match arguments.to {
        Form::Csv => to_file(&path, &mut |out| export::write_csv(&source, out)),
        Form::Xes => to_file(&path, &mut |out| export::write_xes(&source, out)),
        Form::Ocel => to_file(&path, &mut |out| export::write_ocel(&source, out)),
        Form::Package => to_package(&path, &source, &about(&run, reader.head())?),
    }?;
    Ok(says(arguments.to, &path, &source, &exported))
}

/// What a failed export says; a refused write is about what was being written.
fn told(path: &Path, error: ExportError) -> Failure {
    match error {
        ExportError::Log(error) => of_log(&error),
        ExportError::Write(error) => unwritable(path)(error),
        ExportError::Refused(what) => bad(what),
    }
}

/// The log that is meant.
fn choose(arguments: &Export) -> Result<Reader, Failure> {
    let folder = &arguments.folder;
    let logs = verify::logs(folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => bad(format!(
            "{}: not the folder of a run; a run says at its end where its folder is",
            folder.display()
        )),
        _ => unreadable(folder, &error),
    })?;
    let kept = logs.into_iter().map(Kept::of).collect::<Result<Vec<_>, _>>();
    let kept = kept.map_err(|error| of_log(&error))?;
    let arm = which_arm(folder, &kept, arguments.arm.as_deref())?;
    let of_arm = || kept.iter().filter(|log| log.arm == arm);
    let is_meant = |log: &&Kept| arguments.rep.is_none_or(|rep| log.replicate == rep);
    let Some(log) = of_arm().filter(is_meant).min_by_key(|log| log.replicate) else {
        let rep = arguments.rep.unwrap_or(0);
        let kept: Vec<_> = of_arm().map(|log| log.replicate.to_string()).collect();
        let kept = kept.join(", ");
        return Err(bad(format!("no log of replicate {rep} of {arm} is kept; kept: {kept}")));
    };
    Reader::open(&log.folder).map_err(|error| of_log(&error))
}

/// A log that is there.
struct Kept {
    folder: PathBuf,
    arm: String,
    replicate: u32,
}

impl Kept {
    /// By the names of its folders, so that damage of one log does not keep from another; only a
    /// log that lies elsewhere is opened to know what it is of.
    fn of(folder: PathBuf) -> Result<Kept, LogError> {
        let named = |path: Option<&Path>, start: &str| {
            let name = path?.file_name()?.to_str()?.strip_prefix(start)?;
            Some(name.to_owned())
        };
        let replicate = named(Some(&folder), "rep=").and_then(|number| number.parse().ok());
        if let (Some(arm), Some(replicate)) = (named(folder.parent(), "arm="), replicate) {
            return Ok(Kept { folder, arm, replicate });
        }
        let head = Reader::open(&folder)?.head().clone();
        Ok(Kept { folder, arm: head.arm, replicate: head.replicate })
    }
}

/// The arm that is meant: as told, or the only one.
fn which_arm(folder: &Path, kept: &[Kept], told: Option<&str>) -> Result<String, Failure> {
    let mut arms: Vec<&str> = kept.iter().map(|log| log.arm.as_str()).collect();
    arms.dedup();
    let folder = folder.display();
    match (told, arms.as_slice()) {
        (_, []) => Err(bad(format!("{folder}: no log is kept there"))),
        (Some(arm), arms) if arms.contains(&arm) => Ok(arm.to_owned()),
        (Some(arm), arms) => {
            let help = suggestion(arm, arms);
            Err(bad(format!("{folder}: no log of arm `{arm}`; {help}")))
        }
        (None, [only]) => Ok((*only).to_owned()),
        (None, arms) => {
            let arms = arms.join(", ");
            Err(bad(format!("{folder} has logs of several arms; say --arm with one of: {arms}")))
        }
    }
}

/// The folder of the run to which a log belongs; its own, if it stands alone.
fn run_folder(reader: &Reader) -> Result<PathBuf, Failure> {
    let log = reader.folder();
    let log = log.canonicalize().map_err(|error| unreadable(log, &error))?;
    let is = |folder: &Path, start: &str| {
        folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
    };
    let above: Vec<&Path> = log.ancestors().take(4).collect();
    match above[..] {
        [rep, arm, cells, run] if is(rep, "rep=") && is(arm, "arm=") && is(cells, "cells") => {
            Ok(run.to_owned())
        }
        _ => Ok(log),
    }
}

/// A text beside the log, if it is there.
fn beside_the_log(run: &Path, name: &str) -> Result<Option<String>, Failure> {
    let path = run.join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(&path, &error)),
    }
}

fn names(run: &Path, arm: &str) -> Result<Names, Failure> {
    let resolved = beside_the_log(run, "resolved.toml")?;
    let rules = beside_the_log(run, "rules.csv")?;
    Names::read(resolved.as_deref(), rules.as_deref(), arm).map_err(|(file, why)| {
        let file = run.join(file);
        bad(format!(
            "{}: not as a run writes it: {why}; without the file, numbers stand for names",
            file.display()
        ))
    })
}

/// Where an export goes unless told: beside the run, under its name.
fn beside(run: &Path, head: &Head, to: Form) -> PathBuf {
    let named = run.file_name().map_or_else(|| "log".into(), |name| name.to_string_lossy());
    let Head { arm, replicate, .. } = head;
    let name = format!("{named}-{arm}-{replicate:03}{}", to.ending());
    run.parent().unwrap_or(run).join(name)
}

/// What a package says of itself, and the tables of the run that it takes along.
fn about(run: &Path, head: &Head) -> Result<About, Failure> {
    let mut tables = Vec::new();
    use export::dictionary::{DICTIONARY, EVENTS, TABLES};
    for (name, _) in TABLES.iter().filter(|(name, _)| ![EVENTS, DICTIONARY].contains(name)) {
        if let Some(text) = beside_the_log(run, name)? {
            tables.push(((*name).to_owned(), text));
        }
    }
    let named = run.file_name().map_or_else(|| "log".into(), |name| name.to_string_lossy());
    let Head { arm, replicate, engine, .. } = head;
    let name = format!("{named}-{arm}-{replicate:03}").to_lowercase();
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' };
    let title = format!("{named}, arm {arm}, replicate {replicate}");
    Ok(About { name: name.chars().map(plain).collect(), title, engine: engine.clone(), tables })
}

type Written<'a> = &'a mut dyn FnMut(&mut dyn Write) -> Result<Exported, ExportError>;

/// Writes one file under another name beside it, so that nobody finds half of it.
fn to_file(path: &Path, content: Written) -> Result<Exported, Failure> {
    if path.is_dir() {
        return Err(bad(format!("{}: a folder is there; --out names a file", path.display())));
    }
    let partial = aside(path, "partial");
    let written = make(&partial, content).and_then(|exported| {
        fs::rename(&partial, path).map_err(unwritable(path)).map(|()| exported)
    });
    if written.is_err() {
        // As good as can be: the error that is told is the first.
        let _ = fs::remove_file(&partial);
    }
    written
}

/// Writes a package into a folder beside the final one.
fn to_package(path: &Path, source: &Source, about: &About) -> Result<Exported, Failure> {
    let is_there = path.exists();
    if is_there && !is_package(path) {
        let path = path.display();
        return Err(bad(format!("{path}: something else than a package of ours is there")));
    }
    let (new, old) = (aside(path, "partial"), aside(path, "old"));
    let written = fill(&new, source, about).and_then(|exported| {
        if is_there {
            fs::rename(path, &old).map_err(unwritable(path))?;
        }
        fs::rename(&new, path).map_err(unwritable(path))?;
        if is_there {
            fs::remove_dir_all(&old).map_err(unwritable(&old))?;
        }
        Ok(exported)
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&new);
    }
    written
}

/// Whether a folder is a package with nothing of anybody else's in it, so that it may be replaced.
fn is_package(path: &Path) -> bool {
    let ours = |name: &str| {
        name == "datapackage.json" || export::dictionary::TABLES.iter().any(|it| it.0 == name)
    };
    let entries = fs::read_dir(path).map(|entries| {
        entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>()
    });
    let Ok(Ok(names)) = entries else { return false };
    names.iter().all(|name| name.to_str().is_some_and(ours))
        && path.join("datapackage.json").is_file()
}

fn fill(partial: &Path, source: &Source, about: &About) -> Result<Exported, Failure> {
    fs::create_dir_all(partial).map_err(unwritable(partial))?;
    // The failure of a file, which knows the file; the package passes on only that there was one.
    let mut failed = None;
    let written = export::write_package(source, about, &mut |name: &str, content: Content| {
        let path = partial.join(name);
        let made = make(&path, &mut |out| content(out).map(|()| Exported::default()));
        made.map(|_| ()).map_err(|failure| {
            let error = ExportError::Refused(failure.1.clone());
            failed = Some(failure);
            error
        })
    });
    written.map_err(|error| failed.unwrap_or_else(|| told(partial, error)))
}

/// Makes one file and sees it on the disk.
fn make(path: &Path, content: Written) -> Result<Exported, Failure> {
    let file = File::create(path).map_err(unwritable(path))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let exported = content(&mut out).map_err(|error| told(path, error))?;
    let file = out.into_inner().map_err(|error| unwritable(path)(error.into_error()))?;
    file.sync_all().map_err(unwritable(path))?;
    Ok(exported)
}

/// A name of this process's own beside a path.
fn aside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map_or_else(|| "export".into(), |name| name.to_string_lossy());
    path.with_file_name(format!(".{name}.{}.{what}", std::process::id()))
}

/// What was written, in words.
fn says(to: Form, path: &Path, source: &Source, exported: &Exported) -> String {
    let (cases, all) = source.cases();
    let count = |number: u64, one: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    };
    let gathered = match to {
        Form::Csv | Form::Package => String::new(),
        Form::Xes => format!(" in {}", count(exported.gathered, "trace")),
        Form::Ocel => format!(" about {}", count(exported.gathered, "object")),
    };
    let events = count(exported.events, "event");
    let mut says = format!("{}: {events}{gathered}, {}", path.display(), count(cases, "case"));
    if cases < all {
        says.push_str(&format!(" of {all}; events of other cases and of none are left out"));
    }
    let left_out = [
        (exported.about_nobody, "about no person"),
        (exported.in_no_case, "about a person in no case"),
    ];
    for (number, what) in left_out.iter().filter(|(number, _)| *number > 0 && to == Form::Xes) {
        says.push_str(&format!("\n  left out: {} {what}", count(*number, "event")));
    }
    says
}

//! `jurisim export`: a log in the forms of other tools. The only part of it that makes files.

use super::run::said;
use super::{End, print};
use crate::disk::{Disk, DiskError, Entry, What};
use crate::export::{self, About, Content, ExportError, Exported, Names, Source};
use crate::log::Head;
use crate::runs::chosen::{Chosen, choose};
use crate::runs::{Trouble, alone};
use clap::{Args, ValueEnum};
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

fn bad(what: impl Into<String>) -> Trouble {
    Trouble::Input(what.into())
}

/// Writes a log in another form.
pub(super) fn export(arguments: &Export) -> End {
    match carry_out(&Disk::real(), arguments) {
        Ok(says) => {
            print::result(&says);
            End::Done
        }
        Err(trouble) => said(&trouble),
    }
}

fn carry_out(disk: &Disk, arguments: &Export) -> Result<String, Trouble> {
    let Chosen { run, reader } =
        choose(disk, &arguments.folder, arguments.arm.as_deref(), arguments.rep)?;
    let names = names(disk, &run, &reader.head().arm)?;
    let source = Source::of(&reader, &names, arguments.sample_cases);
    let source = source.map_err(|error| told(&run, error))?;
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => beside(&run, reader.head(), arguments.to),
    };
    if disk.what(&path)? == Some(What::Other) {
        return Err(bad(format!("{}: no regular file; --out names a file", path.display())));
    }
    let partial = partial(&path);
    let to = (path.as_path(), partial.as_path());
    let exported = alone(disk, &path, || match arguments.to {
        Form::Csv => to_file(disk, to, &mut |out| export::write_csv(&source, out)),
        Form::Xes => to_file(disk, to, &mut |out| export::write_xes(&source, out)),
        Form::Ocel => to_file(disk, to, &mut |out| export::write_ocel(&source, out)),
        Form::Package => to_package(disk, to, &source, &about(disk, &run, reader.head())?),
    })?;
    Ok(says(arguments.to, &path, &source, &exported))
}

/// What a failed export says; a refused write is about what was being written.
fn told(path: &Path, error: ExportError) -> Trouble {
    match error {
        ExportError::Log(error) => Trouble::Log(error),
        ExportError::Write(reason) => {
            Trouble::Disk(DiskError { doing: "write", path: path.to_owned(), reason })
        }
        ExportError::Refused(what) => bad(what),
    }
}

/// A text beside the log, if it is there.
fn beside_the_log(disk: &Disk, run: &Path, name: &str) -> Result<Option<String>, Trouble> {
    let path = run.join(name);
    if disk.what(&path)?.is_none() {
        return Ok(None);
    }
    let text = String::from_utf8(disk.read(&path)?);
    text.map(Some).map_err(|_| bad(format!("{}: not as a run writes it: no text", path.display())))
}

fn names(disk: &Disk, run: &Path, arm: &str) -> Result<Names, Trouble> {
    let resolved = beside_the_log(disk, run, "resolved.toml")?;
    let rules = beside_the_log(disk, run, "rules.csv")?;
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
fn about(disk: &Disk, run: &Path, head: &Head) -> Result<About, Trouble> {
    let mut tables = Vec::new();
    use export::dictionary::{DICTIONARY, EVENTS, TABLES};
    for (name, _) in TABLES.iter().filter(|(name, _)| ![EVENTS, DICTIONARY].contains(name)) {
        if let Some(text) = beside_the_log(disk, run, name)? {
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
fn to_file(
    disk: &Disk,
    (path, partial): (&Path, &Path),
    content: Written,
) -> Result<Exported, Trouble> {
    if disk.what(path)? == Some(What::Folder) {
        return Err(bad(format!("{}: a folder is there; --out names a file", path.display())));
    }
    make(disk, partial, path, content)
}

/// Writes a package into a folder beside the final one.
fn to_package(
    disk: &Disk,
    (path, partial): (&Path, &Path),
    source: &Source,
    about: &About,
) -> Result<Exported, Trouble> {
    let is_there = disk.what(path)?.is_some();
    if is_there && !is_package(disk, path)? {
        let path = path.display();
        return Err(bad(format!("{path}: something else than a package of ours is there")));
    }
    if disk.what(partial)?.is_some() {
        disk.remove_folder(partial)?;
    }
    disk.make_folder(partial)?;
    let exported = fill(disk, partial, source, about)?;
    if is_there {
        disk.remove_folder(path)?;
    }
    disk.rename(partial, path)?;
    Ok(exported)
}

/// Whether a folder is a package with nothing of anybody else's in it, so that it may be replaced.
fn is_package(disk: &Disk, path: &Path) -> Result<bool, Trouble> {
    const DESCRIPTION: &str = "datapackage.json";
    let ours = |name: &str| {
        name == DESCRIPTION || export::dictionary::TABLES.iter().any(|it| it.0 == name)
    };
    if disk.what(&path.join(DESCRIPTION))?.is_none() {
        return Ok(false);
    }
    let entries = disk.list(path)?;
    let name = |entry: &Entry| entry.path.file_name()?.to_str().map(ours);
    Ok(entries.iter().all(|entry| name(entry) == Some(true)))
}

fn fill(disk: &Disk, partial: &Path, source: &Source, about: &About) -> Result<Exported, Trouble> {
    // The failure of a file, which knows the file; the package passes on only that there was one.
    let mut failed = None;
    let written = export::write_package(source, about, &mut |name: &str, content: Content| {
        let path = partial.join(name);
        let temporary = partial.join(format!("{name}.tmp"));
        let content = &mut |out: &mut dyn Write| content(out).map(|()| Exported::default());
        make(disk, &temporary, &path, content).map(|_| ()).map_err(|failure| {
            let error = ExportError::Refused(failure.to_string());
            failed = Some(failure);
            error
        })
    });
    written.map_err(|error| failed.unwrap_or_else(|| told(partial, error)))
}

/// Makes one file and sees it on the disk.
fn make(disk: &Disk, partial: &Path, path: &Path, content: Written) -> Result<Exported, Trouble> {
    let mut out = BufWriter::with_capacity(1 << 20, disk.create(partial)?);
    let exported = content(&mut out).map_err(|error| told(path, error))?;
    let refused = |error: io::Error| told(path, ExportError::Write(error));
    let mut file = out.into_inner().map_err(|error| refused(error.into_error()))?;
    file.publish(path)?;
    Ok(exported)
}

/// The name under which something grows: whoever comes again writes over what a stop left.
fn partial(path: &Path) -> PathBuf {
    crate::runs::beside(path, "partial")
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

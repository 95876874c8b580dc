//! The manifest of a run: what was run and which files there are, as lines of text.
//!
//! Its last line is the hash of all lines before it: the run's *seal*. Logs have manifests of their
//! own; these are among the files.

use super::Trouble;
use crate::disk::{Disk, What};
use crate::log::{Digest, sealed, unsealed};
use crate::scenario::branch::Step;
use std::path::Path;

/// The format of run folders this program writes, and the only one it reads.
const FORMAT: u32 = 1;

/// Its name in a run's folder.
pub(super) const NAME: &str = "run.txt";

/// A larger one is not read.
const LARGEST: u64 = 64 << 20;

/// A file of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its path in the run's folder, with `/` between names.
    pub name: String,
    /// Bytes.
    pub length: u64,
    /// The hash of its bytes.
    pub hash: Digest,
}

/// A manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunManifest {
    /// The version of the program.
    pub engine: String,
    /// The content hash of the small run by which versions are told apart.
    pub behaviour: String,
    /// What names the run.
    pub record: String,
    /// The seed.
    pub seed: u64,
    /// How many replicates of each arm.
    pub replicates: u32,
    /// Of how many replicates the logs are kept.
    pub keep: u32,
    /// The path of the scenario as it was typed; none for the built-in one.
    pub file: Option<String>,
    /// How it branched off that scenario.
    pub steps: Vec<Step>,
    /// The folder of the run that it branched off, as it was typed.
    pub parent: Option<String>,
    /// The command that gives this very run again.
    pub command: String,
    /// Whether everything is there.
    pub finished: bool,
    /// The files, by name.
    pub files: Vec<Listed>,
}

impl RunManifest {
    /// A file by its path in the folder.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&Listed> {
        self.files.iter().find(|file| file.name == name)
    }

    /// The hash of all that it says.
    #[must_use]
    pub fn seal(&self) -> Digest {
        Digest::of(self.body().as_bytes())
    }

    /// Saves it. From here on the run is what it says.
    ///
    /// # Errors
    /// The system's.
    pub fn save(&self, disk: &Disk, folder: &Path) -> Result<(), Trouble> {
        disk.replace(&folder.join(NAME), &sealed(self.body().as_bytes()))?;
        Ok(())
    }

    pub(super) fn load(disk: &Disk, folder: &Path) -> Result<RunManifest, Trouble> {
        let path = folder.join(NAME);
        let shown = path.display();
        let damage = |what: &str| Trouble::Damage(format!("{shown}: damaged: {what}"));
        match disk.what(&path)? {
            Some(What::File(_)) => {}
            Some(What::Folder | What::Other) => return Err(damage("it is no regular file")),
            None => return Err(missing(disk, folder)),
        }
        RunManifest::read(&path, &disk.read_at_most(&path, LARGEST)?)
    }

    /// The manifest with these bytes, if nobody has changed them and this program understands them.
    pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<RunManifest, Trouble> {
        let shown = path.display();
        let damage = |what: &str| Trouble::Damage(format!("{shown}: damaged: {what}"));
        let body = unsealed(bytes)
            .map_err(|_| damage("its last line is not the hash of the lines before"))?;
        let text = std::str::from_utf8(body).map_err(|_| damage("it is no text"))?;
        let format = text.lines().nth(1).and_then(|line| line.strip_prefix("format "));
        if format.is_some_and(|format| format != FORMAT.to_string()) {
            let format = format.unwrap_or_default();
            return Err(Trouble::Version(format!(
                "{shown}: the run's folder has format {format}; this program reads {FORMAT}: use \
                 the version that made it"
            )));
        }
        let manifest = RunManifest::parse(text).ok_or_else(|| damage("lines of another kind"))?;
        match manifest.body() == text {
            true => Ok(manifest),
            false => Err(damage("lines that this program would write otherwise")),
        }
    }

    fn body(&self) -> String {
        let RunManifest { engine, behaviour, record, seed, replicates, keep, .. } = self;
        let mut text = format!(
            "jurisim run\nformat {FORMAT}\nengine {engine}\nbehaviour {behaviour}\n\
             record {record}\nseed {seed}\nreplicates {replicates}\nkeep {keep}\n"
        );
        text += &format!("file {}\n", one_line(self.file.as_deref().unwrap_or("-")));
        text += &format!("command {}\n", one_line(&self.command));
        text += &format!("parent {}\n", one_line(self.parent.as_deref().unwrap_or("-")));
        for Step { arm, at, id, policies } in &self.steps {
            let policies = if policies.is_empty() { "-".to_owned() } else { policies.join(" ") };
            text += &format!("branch {arm} {at} {id} {}\n", one_line(&policies));
        }
        text += if self.finished { "finished yes\n" } else { "finished no\n" };
        for Listed { name, length, hash } in &self.files {
            text += &format!("has {length} {hash} {name}\n");
        }
        text
    }

    fn parse(text: &str) -> Option<RunManifest> {
        let mut lines = text.lines().peekable();
        let mut value = |key: &str| lines.next()?.strip_prefix(key);
        (value("jurisim ")? == "run").then_some(())?;
        value("format ")?;
        let mut manifest = RunManifest {
            engine: value("engine ")?.to_owned(),
            behaviour: value("behaviour ")?.to_owned(),
            record: value("record ")?.to_owned(),
            seed: value("seed ")?.parse().ok()?,
            replicates: value("replicates ")?.parse().ok()?,
            keep: value("keep ")?.parse().ok()?,
            file: Some(value("file ")?).filter(|file| *file != "-").map(str::to_owned),
            command: value("command ")?.to_owned(),
            parent: Some(value("parent ")?).filter(|path| *path != "-").map(str::to_owned),
            steps: Vec::new(),
            finished: false,
            files: Vec::new(),
        };
        while let Some(line) = lines.next_if(|line| line.starts_with("branch ")) {
            manifest.steps.push(step(line)?);
        }
        manifest.finished = match lines.next()? {
            "finished yes" => true,
            "finished no" => false,
            _ => return None,
        };
        for line in lines {
            manifest.files.push(listed(line)?);
        }
        manifest.files.is_sorted_by(|a, b| a.name < b.name).then_some(manifest)
    }
}

fn step(line: &str) -> Option<Step> {
    let mut words = line.strip_prefix("branch ")?.split(' ');
    let (arm, at) = (words.next()?.to_owned(), words.next()?.parse().ok()?);
    let id = words.next()?.to_owned();
    let policies = words.filter(|name| *name != "-").map(str::to_owned).collect();
    Some(Step { arm, at, id, policies })
}

fn listed(line: &str) -> Option<Listed> {
    let mut words = line.strip_prefix("has ")?.splitn(3, ' ');
    let (length, hash) = (words.next()?.parse().ok()?, Digest::parse(words.next()?)?);
    let name = words.next()?.to_owned();
    // A path that leaves the folder is nobody's file.
    let is_inside = name.split('/').all(|part| !part.is_empty() && part != ".." && part != ".");
    (is_inside && !name.contains('\\')).then_some(Listed { name, length, hash })
}

/// A text without what ends a line.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Tells a folder that is no run from a run that lost its manifest.
fn missing(disk: &Disk, folder: &Path) -> Trouble {
    let shown = folder.display();
    let has = |name: &str| matches!(disk.what(&folder.join(name)), Ok(Some(_)));
    if has("cells") || has("report.html") || has("scenario.toml") || has("results") {
        let what = "expected run.txt, found no file";
        return Trouble::Damage(format!("{}: damaged: {what}", folder.join(NAME).display()));
    }
    if has("manifest.txt") {
        return Trouble::Input(format!(
            "{shown}: this is one log of a run; name the run's folder, three levels up"
        ));
    }
    Trouble::Input(format!(
        "{shown}: not the folder of a run; a run says at its end where its folder is"
    ))
}

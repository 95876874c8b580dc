//! The manifest of a sweep, as lines of text: what is swept, how far it has grown, and its inputs with
//! their hashes. Its last line is the hash of all lines before it.

use super::cells::Growth;
use crate::disk::{Disk, What};
use crate::log::{Digest, sealed, unsealed};
use crate::runs::{Listed, Trouble};
use std::path::Path;

/// The format of sweeps' folders that this program writes, and the only one it reads.
const FORMAT: u32 = 1;

/// Its name in a sweep's folder.
pub(super) const NAME: &str = "sweep.txt";

/// A larger one is not read.
const LARGEST: u64 = 4 << 20;

/// A manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SweepManifest {
    /// The version of the program.
    pub(super) engine: String,
    /// The content hash of the small run by which versions are told apart.
    pub(super) behaviour: String,
    /// The hash of all that decides the results of the sweep as it was at first.
    pub(super) record: String,
    /// The name of the sweep.
    pub(super) name: String,
    /// How large it was at first, and after each expansion.
    pub(super) growth: Vec<Growth>,
    /// The inputs.
    pub(super) files: Vec<Listed>,
}

impl SweepManifest {
    /// Saves it. From here on the sweep is what it says.
    pub(super) fn save(&self, disk: &Disk, folder: &Path) -> Result<(), Trouble> {
        disk.replace(&folder.join(NAME), &sealed(self.body().as_bytes()))?;
        Ok(())
    }

    pub(super) fn load(disk: &Disk, folder: &Path) -> Result<SweepManifest, Trouble> {
        let path = folder.join(NAME);
        let shown = path.display();
        let damage = |what: &str| Trouble::Damage(format!("{shown}: damaged: {what}"));
        if disk.what(&path)?.is_none() {
            let shown = folder.display();
            let what = "not the folder of a sweep; jurisim sweep run FILE says where it is";
            return Err(Trouble::Input(format!("{shown}: {what}")));
        }
        let Some(What::File(_)) = disk.what(&path)? else {
            return Err(damage("it is no regular file"));
        };
        let bytes = disk.read_at_most(&path, LARGEST)?;
        let body = unsealed(&bytes)
            .map_err(|_| damage("its last line is not the hash of the lines before"))?;
        let text = std::str::from_utf8(body).map_err(|_| damage("it is no text"))?;
        let format = text.lines().nth(1).and_then(|line| line.strip_prefix("format "));
        if format.is_some_and(|format| format != FORMAT.to_string()) {
            return Err(Trouble::Version(format!(
                "{shown}: the sweep's folder has format {}; this program reads {FORMAT}: use the \
                 version that made it",
                format.unwrap_or_default()
            )));
        }
        parsed(text).ok_or_else(|| damage("lines of another kind"))
    }

    fn body(&self) -> String {
        let SweepManifest { engine, behaviour, record, name, growth, files } = self;
        let mut text = format!(
            "jurisim sweep\nformat {FORMAT}\nengine {engine}\nbehaviour {behaviour}\n\
             record {record}\nname {name}\n"
        );
        for Growth { size, replicates, shard } in growth {
            text += &format!("size {size} replicates {replicates} shard {shard}\n");
        }
        for Listed { name, length, hash } in files {
            text += &format!("has {length} {hash} {name}\n");
        }
        text
    }
}

fn parsed(text: &str) -> Option<SweepManifest> {
    let mut lines = text.lines().peekable();
    let mut value = |key: &str| lines.next()?.strip_prefix(key);
    (value("jurisim ")? == "sweep").then_some(())?;
    value("format ")?;
    let mut manifest = SweepManifest {
        engine: value("engine ")?.to_owned(),
        behaviour: value("behaviour ")?.to_owned(),
        record: value("record ")?.to_owned(),
        name: value("name ")?.to_owned(),
        growth: Vec::new(),
        files: Vec::new(),
    };
    while let Some(line) = lines.next_if(|line| line.starts_with("size ")) {
        let words: Vec<&str> = line.split(' ').collect();
        let ["size", size, "replicates", replicates, "shard", shard] = words[..] else {
            return None;
        };
        let (size, replicates) = (size.parse().ok()?, replicates.parse().ok()?);
        manifest.growth.push(Growth { size, replicates, shard: shard.parse().ok()? });
    }
    for line in lines {
        let mut words = line.strip_prefix("has ")?.splitn(3, ' ');
        let (length, hash) = (words.next()?.parse().ok()?, Digest::parse(words.next()?)?);
        manifest.files.push(Listed { name: words.next()?.to_owned(), length, hash });
    }
    (!manifest.growth.is_empty()).then_some(manifest)
}

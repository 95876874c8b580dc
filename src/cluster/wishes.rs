//! What a user asks of a cluster: the `[cluster]` table of a sweep file, and the options that overrule it.

use crate::scenario::mistakes::{Kind, Mistake, Mistakes, Spot};
use crate::scenario::table::{Table, Value, parse, shortened};
use serde::Serialize;

/// What a user asks of a cluster. What is not asked for is left to the cluster's own ways.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Wishes {
    /// `slurm` if the sweep is run there unless somebody says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// The partition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<String>,
    /// The longest that a task may take, as Slurm writes it.
    #[serde(rename = "time_per_task", skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The memory of a task, as Slurm writes it.
    #[serde(rename = "memory_per_task", skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    /// Cores of a task.
    #[serde(rename = "threads_per_task", skip_serializing_if = "Option::is_none")]
    pub threads: Option<u32>,
    /// So many tasks at a time.
    #[serde(rename = "tasks_at_once", skip_serializing_if = "Option::is_none")]
    pub at_once: Option<u32>,
    /// Further options of sbatch, passed through untouched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
}

impl Wishes {
    /// Reads the table.
    pub fn read(value: &Value, mistakes: &mut Mistakes) -> Option<Wishes> {
        let mut table = value.table("`[cluster]`", mistakes)?;
        Wishes::of(&mut table, mistakes)
    }

    /// Reads what [`Wishes::text`] wrote, and what somebody may have changed in it since.
    ///
    /// # Errors
    /// All mistakes in it.
    pub fn parsed(shown: &str, text: &str) -> Result<Wishes, Mistakes> {
        let mut mistakes = Mistakes::none();
        let file = mistakes.file(shown, text);
        let parsed = parse(file, text, &mut mistakes);
        let mut table = Table::whole_file(file, "the wishes", parsed.get_ref());
        let read = Wishes::of(&mut table, &mut mistakes);
        mistakes.or(read)
    }

    fn of(table: &mut Table, mistakes: &mut Mistakes) -> Option<Wishes> {
        let kind = match table.get("kind").map(|value| value.text(mistakes)) {
            Some(given) => Some(kind(&given?.value, table.spot(), mistakes)?),
            None => None,
        };
        let words =
            |table: &mut Table, key, check: Check, mistakes: &mut Mistakes| match table.get(key) {
                Some(value) => checked(&value, check, mistakes).map(Some),
                None => Some(None),
            };
        let number = |table: &mut Table, key, most, mistakes: &mut Mistakes| match table.get(key) {
            Some(value) => value.whole((1, most), mistakes).map(|at| u32::try_from(at.value).ok()),
            None => Some(None),
        };
        let partition = words(table, "partition", partition, mistakes);
        let time = words(table, "time_per_task", time, mistakes);
        let memory = words(table, "memory_per_task", memory, mistakes);
        let threads = number(table, "threads_per_task", 1024, mistakes);
        let at_once = number(table, "tasks_at_once", 1_000_000, mistakes);
        let lines = match table.get("lines").map(|value| value.list(mistakes)) {
            Some(list) => {
                let all = list?.into_iter().map(|value| checked(&value, line, mistakes));
                all.collect::<Vec<_>>().into_iter().collect()
            }
            None => Some(Vec::new()),
        };
        table.finish(mistakes);
        let (partition, time, memory) = (partition?, time?, memory?);
        Some(Wishes {
            kind,
            partition,
            time,
            memory,
            threads: threads?,
            at_once: at_once?,
            lines: lines?,
        })
    }

    /// As text, to be asked for again.
    #[must_use]
    pub fn text(&self) -> String {
        toml::to_string(self).expect("plain data, which has a form in TOML")
    }

    /// These, where they say something, and the others elsewhere.
    #[must_use]
    pub fn or(self, other: Wishes) -> Wishes {
        Wishes {
            kind: self.kind.or(other.kind),
            partition: self.partition.or(other.partition),
            time: self.time.or(other.time),
            memory: self.memory.or(other.memory),
            threads: self.threads.or(other.threads),
            at_once: self.at_once.or(other.at_once),
            lines: if self.lines.is_empty() { other.lines } else { self.lines },
        }
    }

    /// How they are written for sbatch, without what belongs to one array.
    pub(super) fn options(&self) -> Vec<String> {
        let named = [("partition", &self.partition), ("time", &self.time), ("mem", &self.memory)];
        let named = named
            .into_iter()
            .filter_map(|(name, said)| said.as_ref().map(|said| format!("--{name}={said}")));
        named.chain(self.lines.iter().cloned()).collect()
    }
}

/// Says what is wrong with a text, if anything is.
type Check = fn(&str) -> Result<String, String>;

fn checked(value: &Value, check: Check, mistakes: &mut Mistakes) -> Option<String> {
    let given = value.text(mistakes)?;
    match check(&given.value) {
        Ok(text) => Some(text),
        Err(wanted) => value.outside(&wanted, mistakes),
    }
}

fn kind(given: &str, spot: Spot, mistakes: &mut Mistakes) -> Option<&'static str> {
    if given == "slurm" {
        return Some("slurm");
    }
    let title = format!("unknown kind of cluster `{}`", shortened(given));
    let help = "allowed: slurm. Others work through the shards themselves: docs/sweeps.md";
    mistakes.add(Mistake::new(Kind::UnknownName, spot, title).help(help));
    None
}

fn made_of(text: &str, fits: fn(char) -> bool, wanted: &str) -> Result<String, String> {
    let good = !text.is_empty() && text.len() <= 200 && text.chars().all(fits);
    if good { Ok(text.to_owned()) } else { Err(wanted.to_owned()) }
}

/// The name of a partition, or several.
///
/// # Errors
/// What is expected instead.
pub fn partition(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-.,".contains(c);
    made_of(text, fits, "the name of a partition, of letters, digits and - _ . ,")
}

/// An amount of memory.
///
/// # Errors
/// What is expected instead.
pub fn memory(text: &str) -> Result<String, String> {
    let digits = text.strip_suffix(|c: char| "KMGT".contains(c)).unwrap_or(text);
    let is_number = digits.parse::<u32>().is_ok_and(|number| number > 0);
    let wanted = "an amount of memory such as 2G or 800M";
    if is_number && !digits.starts_with('+') { Ok(text.to_owned()) } else { Err(wanted.to_owned()) }
}

/// A length of time.
///
/// # Errors
/// What is expected instead.
pub fn time(text: &str) -> Result<String, String> {
    let wanted = "a time such as 00:45:00, or 2-12 for two days and a half";
    seconds(text).filter(|seconds| *seconds > 0).ok_or(wanted)?;
    Ok(text.to_owned())
}

/// A further option of sbatch.
fn line(text: &str) -> Result<String, String> {
    let good = text.starts_with('-') && text.len() <= 1000 && !text.chars().any(char::is_control);
    let wanted = "an option of sbatch, such as \"--account=demography\"";
    if good { Ok(text.to_owned()) } else { Err(wanted.to_owned()) }
}

/// Seconds of a length of time as Slurm writes it: minutes, minutes:seconds, hours:minutes:seconds,
/// days-hours, days-hours:minutes or days-hours:minutes:seconds (`man sbatch`, `--time`).
#[must_use]
pub fn seconds(text: &str) -> Option<u64> {
    let numbers = |text: &str| -> Option<Vec<u64>> {
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit()) && part.len() <= 6;
        text.split(':').map(|part| digits(part).then(|| part.parse().ok()).flatten()).collect()
    };
    match text.split_once('-') {
        Some((days, rest)) => {
            let (days, rest) = (numbers(days)?, numbers(rest)?);
            let ([days], 1..=3) = (&days[..], rest.len()) else { return None };
            let parts = rest.iter().zip([3600, 60, 1]).map(|(number, of)| number * of);
            Some(days * 86_400 + parts.sum::<u64>())
        }
        None => match numbers(text)?[..] {
            [minutes] => Some(minutes * 60),
            [minutes, seconds] => Some(minutes * 60 + seconds),
            [hours, minutes, seconds] => Some(hours * 3600 + minutes * 60 + seconds),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_slurm_reads_them() {
        let cases = [
            ("45", Some(2_700)),
            ("45:30", Some(2_730)),
            ("00:45:00", Some(2_700)),
            ("2-12", Some(216_000)),
            ("1-0:30", Some(88_200)),
            ("1-00:00:01", Some(86_401)),
            ("1:2:3:4", None),
            ("1-1-1", None),
            ("-5", None),
            ("", None),
            ("1 h", None),
            ("99999999999999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn wishes_that_are_written_down_are_read_again() {
        let all = Wishes {
            kind: Some("slurm"),
            partition: Some("main".to_owned()),
            time: Some("00:45:00".to_owned()),
            memory: Some("2G".to_owned()),
            threads: Some(4),
            at_once: Some(20),
            lines: vec!["--account=a \"b\"".to_owned()],
        };
        assert_eq!(Wishes::parsed("w", &all.text()), Ok(all.clone()));
        let least = Wishes { kind: Some("slurm"), ..Wishes::default() };
        assert_eq!(Wishes::parsed("w", &least.text()), Ok(least));
        let other = Wishes { partition: Some("long".to_owned()), ..Wishes::default() };
        let both = other.or(all.clone());
        assert_eq!(both.partition.as_deref(), Some("long"));
        assert_eq!(both.lines, all.lines);
    }

    #[test]
    fn nothing_that_is_no_wish_reaches_a_script() {
        for wrong in [
            "partition = \"a b\"",
            "partition = \"\"",
            "partition = \"a\\n#SBATCH --x\"",
            "time_per_task = \"an hour\"",
            "time_per_task = \"0\"",
            "memory_per_task = \"2 GB\"",
            "memory_per_task = \"+2\"",
            "threads_per_task = 0",
            "lines = [\"account=a\"]",
            "lines = [\"--a=b\\nrm\"]",
            "kind = \"pbs\"",
            "nodes = 3",
        ] {
            assert!(Wishes::parsed("w", wrong).is_err(), "{wrong}");
        }
    }
}

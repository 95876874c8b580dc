//! The county of the classroom, as its scenario file says.

use super::levers::{Lever, Setting};
use crate::scenario::Scenario;
use crate::scenario::library::scenario_text;
use crate::scenario::read::scenario;
use toml::{Table, Value};

/// The built-in scenario that clicks change.
const NAME: &str = "classroom-county";

/// What a click is made from.
pub(super) struct County {
    /// Its file, as a table.
    table: Table,
    /// The same, read.
    pub scenario: Scenario,
}

impl County {
    /// Reads it.
    ///
    /// # Errors
    /// The file that comes with the program is broken; a test makes sure that it is not.
    pub(super) fn read() -> Result<County, String> {
        let text = scenario_text(NAME).unwrap_or_default();
        let scenario = scenario(NAME, text, &|_| None).map_err(|mistakes| mistakes.to_string())?;
        let table = text.parse::<Table>().map_err(|error| error.to_string())?;
        Ok(County { table, scenario })
    }

    /// The chance of the file.
    pub(super) fn seed(&self) -> u64 {
        self.scenario.seed
    }

    /// A scenario of two arms, the county as it is and the county with these settings; and what the
    /// second is called.
    ///
    /// What both arms have in common stands under `[world]`, so that rules have the same numbers in
    /// both, and two arms that differ in nothing are equal to the last bit of their hash.
    pub(super) fn text(&self, settings: &[(&Lever, Setting)], seed: u64) -> String {
        let from = self.scenario.span.count_from.to_string();
        let changed = || settings.iter().filter(|(lever, setting)| lever.base() != *setting);
        let (mut world, base) = (self.policies("world"), self.policies("base"));
        let (mut ending, mut yours, mut own) = (Vec::new(), Vec::new(), String::new());
        // The base's own policies are what its jail does; they end in yours where the jail does otherwise.
        let is_other_jail = changed().any(|(lever, _)| lever.id == "jail");
        if is_other_jail {
            ending = base
        } else {
            world.extend(base)
        }
        for (lever, setting) in changed() {
            let policies = lever.policies(setting, &from);
            yours.extend(policies.named);
            if !policies.own.is_empty() {
                own += &format!("\n{}", policies.own);
            }
        }
        let title = format!("{}: the base, and yours", self.scenario.place.name);
        let mut text = format!(
            "# Two worlds of the classroom of jurisim {}. `jurisim run THIS-FILE` simulates both, event by\n\
             # event as the page did; with `--replicates 100`, a hundred pairs of them.\n#\n",
            env!("CARGO_PKG_VERSION")
        );
        for (lever, setting) in settings {
            let (id, base) = (lever.id, lever.base());
            text += &match *setting == base {
                true => format!("#   {id}: {base}, as in the base\n"),
                false => format!("#   {id}: {setting} (the base: {base})\n"),
            };
        }
        text += &format!("\nname = \"classroom\"\ntitle = {}\n", quoted(&title));
        for key in ["start", "count_from", "end"] {
            text += &self.line(key);
        }
        text += &format!("seed = {seed}\nreplicates = 1\n");
        text += &self.line("place");
        text += &self.line("min_cell");
        text += &format!(
            "\n# What is the same in both worlds.\n[world]\npolicies = {}\n",
            list(&world)
        );
        text += &format!(
            "\n[base]\nid = \"base\"\nlabel = \"The base\"\npolicies = {}\n",
            list(&ending)
        );
        text += &format!(
            "\n[[arm]]\nid = \"yours\"\nlabel = {}\nfrom = {from}\npolicies = {}\n",
            quoted(&label(settings)),
            list(&yours)
        );
        text += &own;
        for part in ["mechanisms", "parameters"] {
            let whole = self.table.get(part).map(|value| {
                let one = Table::from_iter([(part.to_owned(), value.clone())]);
                format!("\n{one}")
            });
            text += &whole.unwrap_or_default();
        }
        text
    }

    fn line(&self, key: &str) -> String {
        self.table.get(key).map_or_else(String::new, |value| format!("{key} = {value}\n"))
    }

    /// The policies of `[world]` or `[base]`.
    fn policies(&self, part: &str) -> Vec<String> {
        let list = self.table.get(part).and_then(|part| part.get("policies")?.as_array());
        let items = list.into_iter().flatten();
        items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }
}

/// What a world is called by what is not as in the base.
pub(super) fn label(settings: &[(&Lever, Setting)]) -> String {
    let changed = settings.iter().filter(|(lever, setting)| lever.base() != *setting);
    let brief: Vec<String> = changed.map(|(lever, setting)| lever.brief(setting)).collect();
    if brief.is_empty() {
        return "Yours, as the base".to_owned();
    }
    format!("Yours: {}", brief.join(", "))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

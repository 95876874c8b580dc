//! The levers: what may be set, what the base has, and which policies a setting stands for.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a lever is set to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    /// Of a switch: on or off.
    Switch(bool),
    /// Of a slider.
    Level(u32),
    /// Of a choice: one of its options, by name.
    Choice(String),
}

impl fmt::Display for Setting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Setting::Switch(on) => out.write_str(if *on { "on" } else { "off" }),
            Setting::Level(level) => write!(out, "{level}"),
            Setting::Choice(name) => out.write_str(name),
        }
    }
}

/// One of the options of a choice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    /// As clicks name it.
    pub name: &'static str,
    /// What follows the words of the lever.
    pub words: &'static str,
    /// The same as a remark on a world: "the jail gives notice".
    pub brief: &'static str,
    /// The built-in policy that it stands for.
    pub policy: &'static str,
}

/// How a lever is moved.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// One of several; the first is the base's.
    Choice(&'static [Choice]),
    /// On or off; off is the base's.
    Switch,
    /// A whole number.
    Slider {
        /// The base's setting.
        base: u32,
        /// The highest; the lowest is 0.
        most: u32,
        /// From one setting to the next.
        step: u32,
        /// What it is counted in.
        unit: &'static str,
    },
}

/// Something that can be set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lever {
    /// As clicks name it.
    pub id: &'static str,
    /// As people read it.
    pub words: &'static str,
    /// How it is moved.
    pub kind: Kind,
    /// What it stands for when it is not as in the base, apart from choices: built-in policies, by name.
    built_in: &'static [&'static str],
    /// And a policy of the scenario's own: its id, its last day if it has one, and its text, in which
    /// `{level}` stands for a hundredth of the slider's setting.
    own: Option<(&'static str, &'static str)>,
    /// The same as a remark on a world, with `{level}` for the setting.
    brief: &'static str,
}

/// All levers, in the order of the page.
pub(super) const LEVERS: [Lever; 5] = [
    Lever {
        id: "jail",
        words: "When ICE asks for somebody, the jail …",
        kind: Kind::Choice(&[
            Choice {
                name: "hold",
                words: "… holds the person for ICE past release, and hands them over",
                brief: "the jail holds",
                policy: "full-cooperation",
            },
            Choice {
                name: "notify",
                words: "… tells ICE when release comes, and holds nobody",
                brief: "the jail notifies",
                policy: "notify-only",
            },
            Choice {
                name: "warrant",
                words: "… acts only if a judge has signed a warrant",
                brief: "the jail asks for a warrant",
                policy: "judicial-warrant-only",
            },
            Choice {
                name: "nothing",
                words: "… does nothing that federal law does not compel",
                brief: "the jail does nothing",
                policy: "no-cooperation",
            },
        ]),
        built_in: &[],
        own: None,
        brief: "",
    },
    Lever {
        id: "cite",
        words: "Of arrests for lesser offences that would be booked, the police cite instead",
        kind: Kind::Slider { base: 0, most: 80, step: 10, unit: "%" },
        built_in: &[],
        own: Some(("classroom-citation", CITATION)),
        brief: "police cite {level} %",
    },
    Lever {
        id: "at_large",
        words: "Of their hours, ICE’s officers spend on looking for people at large",
        kind: Kind::Slider { base: 3, most: 30, step: 3, unit: "%" },
        built_in: &[],
        own: Some(("classroom-at-large", AT_LARGE)),
        brief: "{level} % of hours at large",
    },
    Lever {
        id: "fund",
        words: "A public fund pays lawyers for people in detention, and bonds for some of them",
        kind: Kind::Switch,
        built_in: &["nyifup-2013", "bond-fund"],
        own: None,
        brief: "a defence fund",
    },
    Lever {
        id: "raid",
        words: "A raid next month: for five days in February, ten more agents look for people at large",
        kind: Kind::Switch,
        built_in: &[],
        own: Some(("classroom-raid", RAID)),
        brief: "a raid in February",
    },
];

/// What a setting that is not the base's puts into a scenario.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Policies {
    /// Items of a list of policies.
    pub named: Vec<String>,
    /// Policies of the scenario's own, as TOML.
    pub own: String,
}

impl Lever {
    /// The base's setting.
    pub(super) fn base(&self) -> Setting {
        match self.kind {
            Kind::Choice(options) => Setting::Choice(options[0].name.to_owned()),
            Kind::Switch => Setting::Switch(false),
            Kind::Slider { base, .. } => Setting::Level(base),
        }
    }

    /// All settings there are, but those between the steps of a slider and the base's.
    pub(super) fn others(&self) -> Vec<Setting> {
        let all: Vec<Setting> = match self.kind {
            Kind::Choice(all) => all.iter().map(|it| Setting::Choice(it.name.to_owned())).collect(),
            Kind::Switch => vec![Setting::Switch(true)],
            Kind::Slider { most, step, .. } => {
                (0..=most).step_by(step as usize).map(Setting::Level).collect()
            }
        };
        all.into_iter().filter(|setting| *setting != self.base()).collect()
    }

    /// The setting, if it is one of this lever.
    ///
    /// # Errors
    /// What is allowed, in words.
    pub(super) fn check(&self, setting: &Setting) -> Result<(), String> {
        let allowed = match (self.kind, setting) {
            (Kind::Choice(options), Setting::Choice(name))
                if options.iter().any(|option| option.name == name) =>
            {
                return Ok(());
            }
            (Kind::Switch, Setting::Switch(_)) => return Ok(()),
            (Kind::Slider { most, step, .. }, Setting::Level(level))
                if *level <= most && level.is_multiple_of(step) =>
            {
                return Ok(());
            }
            (Kind::Choice(options), _) => {
                let names: Vec<String> =
                    options.iter().map(|option| format!("\"{}\"", option.name)).collect();
                names.join(", ")
            }
            (Kind::Switch, _) => "true or false".to_owned(),
            (Kind::Slider { most, step, .. }, _) => {
                format!("a whole number from 0 to {most} in steps of {step}")
            }
        };
        Err(format!("the lever \"{}\" cannot be \"{setting}\"; it may be {allowed}", self.id))
    }

    /// A setting as a remark on a world.
    pub(super) fn brief(&self, setting: &Setting) -> String {
        match (self.kind, setting) {
            (Kind::Choice(options), Setting::Choice(name)) => {
                let is_it = |option: &&Choice| option.name == name;
                options.iter().find(is_it).map_or_else(String::new, |it| it.brief.to_owned())
            }
            _ => self.brief.replace("{level}", &setting.to_string()),
        }
    }

    /// What a setting that is not the base's stands for, from a date on.
    pub(super) fn policies(&self, setting: &Setting, from: &str) -> Policies {
        let dated = |name: &str| format!("{name}@{from}..");
        if let (Kind::Choice(options), Setting::Choice(name)) = (self.kind, setting) {
            let chosen = options.iter().filter(|option| option.name == name);
            let named = chosen.map(|option| dated(option.policy)).collect();
            return Policies { named, own: String::new() };
        }
        let mut named: Vec<String> = self.built_in.iter().map(|name| dated(name)).collect();
        named.extend(self.own.map(|(id, _)| id.to_owned()));
        let level = match setting {
            Setting::Level(level) => format!("{}.{:02}", level / 100, level % 100),
            Setting::Switch(_) | Setting::Choice(_) => String::new(),
        };
        let own = self.own.map_or_else(String::new, |(_, text)| {
            text.replace("{level}", &level).replace("{from}", from)
        });
        Policies { named, own }
    }
}

const CITATION: &str = r#"[[policy]]
id = "classroom-citation"
title = "Citation in place of booking, by the slider"
level = "city"
from = {from}
summary = "Of arrests for a wobbler or less that would be booked, officers cite this share instead: no jail, and no fingerprints that reach immigration databases."

[[policy.source]]
title = "The policy cite-in-lieu, with the share that the slider says"
section = "facts.md 9.3 and 12"

[policy.dials.cite_in_lieu]
value = {level}
grade = "judgement"
source = "set by hand: the slider"
"#;

const AT_LARGE: &str = r#"[[policy]]
id = "classroom-at-large"
title = "Officers at large, by the slider"
level = "federal"
from = {from}
summary = "Of all hours of ICE's officers, this share goes into looking for people at large. What it takes beyond hours that were free is missing from pick-ups in jails."

[[policy.source]]
title = "Nobody's rule: a field office divides its officers as it sees fit"
section = "facts.md 8 and 12"

[policy.dials.at_large_share]
value = {level}
grade = "judgement"
source = "set by hand: the slider"
"#;

const RAID: &str = r#"[[policy]]
id = "classroom-raid"
title = "A raid of five days"
level = "federal"
from = 2018-02-05
until = 2018-02-09
summary = "For five days ten agents from elsewhere look for people at large, and the raid is announced. Bystanders may be arrested, as before."

[[policy.source]]
title = "Made up, after operations in counties that had ended their cooperation, and in cities that limit it"
section = "retaliatory-operation-2019, sanctuary-op-2020; facts.md 8"

[policy.dials.surge_agents]
value = 10
low = 5
high = 20
grade = "judgement"
source = "assumption: many for so small a county, so that a class sees it: each makes some two thirds of an arrest in five days"

[policy.dials.announcement]
value = 0.5
low = 0.0
high = 2.0
grade = "contested"
source = "assumption: as the announcement of 2017 and that of sanctuary-op-2020"
"#;

//! A click: how all levers stand, and the seed of chance.

use super::county::{County, label};
use super::levers::{LEVERS, Lever, Setting};
use crate::engine::BEHAVIOUR;
use crate::log::Digest;
use crate::scenario::Scenario;
use crate::scenario::mistakes::suggestion;
use crate::scenario::read::scenario;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A click has a few dozen bytes; nobody sends more by hand.
const LONGEST: usize = 4096;

/// Seeds beyond 2^53 are not the same in every program that reads them.
pub(super) const MOST_SEED: u64 = 1 << 53;

/// How all levers stand, and the seed of chance. Two clicks that are equal lead to equal worlds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Click {
    /// In the order of the levers.
    settings: Vec<Setting>,
    seed: Option<u64>,
}

impl Serialize for Click {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Plain<'a> {
            levers: BTreeMap<&'a str, &'a Setting>,
            #[serde(skip_serializing_if = "Option::is_none")]
            seed: Option<u64>,
        }
        let levers = self.settings().map(|(lever, setting)| (lever.id, setting)).collect();
        Plain { levers, seed: self.seed }.serialize(serializer)
    }
}

impl Click {
    /// All levers as in the base.
    #[must_use]
    pub fn base() -> Click {
        Click { settings: LEVERS.iter().map(Lever::base).collect(), seed: None }
    }

    /// Reads a click: `{"levers": {"jail": "notify"}, "seed": 7}`. A lever that is left out is as in the
    /// base, and a seed that is left out is the lesson's.
    ///
    /// # Errors
    /// What is wrong with it, in one line, and what is allowed.
    pub fn parse(json: &str) -> Result<Click, String> {
        if json.len() > LONGEST {
            return Err(format!("a click has at most {LONGEST} bytes"));
        }
        let value: Value =
            serde_json::from_str(json).map_err(|error| format!("this is no click: {error}"))?;
        let Value::Object(parts) = value else {
            return Err("a click is {\"levers\": {...}, \"seed\": ...}".to_owned());
        };
        let mut click = Click::base();
        for (key, value) in &parts {
            match (key.as_str(), value) {
                ("levers", Value::Object(levers)) => {
                    for (id, value) in levers {
                        click = click.with(id, &setting(id, value)?)?;
                    }
                }
                ("levers", _) => return Err("`levers` is no list of levers by name".to_owned()),
                ("seed", value) => click = click.seeded(seed(value)?)?,
                (other, _) => {
                    return Err(format!(
                        "a click has no `{}`; it has `levers` and `seed`",
                        shortened(other)
                    ));
                }
            }
        }
        Ok(click)
    }

    /// With another setting of a lever.
    ///
    /// # Errors
    /// There is no such lever, or it cannot be set so.
    pub fn with(mut self, id: &str, setting: &Setting) -> Result<Click, String> {
        let Some(at) = LEVERS.iter().position(|lever| lever.id == id) else {
            let known: Vec<&str> = LEVERS.iter().map(|lever| lever.id).collect();
            let help = suggestion(id, &known);
            return Err(format!("no lever is called `{}`; {help}", shortened(id)));
        };
        LEVERS[at].check(setting)?;
        self.settings[at] = setting.clone();
        Ok(self)
    }

    /// With another seed.
    ///
    /// # Errors
    /// It is larger than 2^53.
    pub fn seeded(self, seed: u64) -> Result<Click, String> {
        if seed > MOST_SEED {
            return Err(format!("the seed is a whole number from 0 to {MOST_SEED}"));
        }
        Ok(Click { seed: Some(seed), ..self })
    }

    /// Each lever as it stands.
    pub(super) fn settings(&self) -> impl Iterator<Item = (&'static Lever, &Setting)> {
        LEVERS.iter().zip(&self.settings)
    }

    /// Whether all levers are as in the base.
    #[must_use]
    pub fn is_base(&self) -> bool {
        self.settings().all(|(lever, setting)| lever.base() == *setting)
    }

    /// What the second world is called.
    pub(super) fn label(&self) -> String {
        label(&self.all())
    }

    fn all(&self) -> Vec<(&'static Lever, Setting)> {
        self.settings().map(|(lever, setting)| (lever, setting.clone())).collect()
    }

    /// The scenario as text: `jurisim run` of it gives the same events.
    ///
    /// # Errors
    /// The county that comes with the program is broken.
    pub fn scenario(&self) -> Result<String, String> {
        let county = County::read()?;
        Ok(county.text(&self.all(), self.seed.unwrap_or(county.seed())))
    }

    /// The scenario, read from its text.
    ///
    /// # Errors
    /// The county that comes with the program is broken.
    pub(super) fn read(&self) -> Result<Scenario, String> {
        let text = self.scenario()?;
        scenario("the click", &text, &|_| None).map_err(|mistakes| mistakes.to_string())
    }

    /// The address of what comes of it, 32 hexadecimal digits: a hash of the scenario, its seed, and how
    /// this version of the program behaves.
    ///
    /// # Errors
    /// The county that comes with the program is broken.
    pub fn id(&self) -> Result<String, String> {
        Ok(id(&self.scenario()?))
    }
}

/// The address of what comes of a scenario text.
pub(super) fn id(text: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let hash = Digest::of(format!("{version}\n{BEHAVIOUR}\n{text}").as_bytes());
    hash.to_string().chars().take(32).collect()
}

fn setting(id: &str, value: &Value) -> Result<Setting, String> {
    let whole = value.as_u64().and_then(|level| u32::try_from(level).ok());
    match value {
        Value::Bool(on) => Ok(Setting::Switch(*on)),
        Value::String(name) => Ok(Setting::Choice(shortened(name))),
        // A page's slider may well say 40.0.
        _ => whole
            .or_else(|| {
                value
                    .as_f64()
                    .filter(|it| (0.0..1e9).contains(it) && it.fract() == 0.0)
                    .map(|it| it as u32)
            })
            .map(Setting::Level)
            .ok_or_else(|| {
                format!(
                    "the lever `{}` is set to true or false, a whole number, or a name",
                    shortened(id)
                )
            }),
    }
}

fn seed(value: &Value) -> Result<u64, String> {
    value.as_u64().ok_or_else(|| format!("the seed is a whole number from 0 to {MOST_SEED}"))
}

/// What somebody wrote, in a message: not more of it than is needed to know it again.
fn shortened(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(40).collect()
}

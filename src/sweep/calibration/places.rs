//! The scenarios that targets are asked of.

use super::{Of, targets};
use crate::scenario::mistakes::Mistakes;
use crate::scenario::{Scenario, library, read};

/// A scenario that targets are asked of.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// As targets name it.
    pub name: &'static str,
    /// Where it plays.
    place: &'static str,
    /// Its text, and the scenario whose numbers it takes; none for those of the program.
    own: Option<(&'static str, Option<&'static str>)>,
    /// How it is cut for a quick table.
    pub quick: Quick,
}

/// How a scenario is cut for a quick table, besides having two replicates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quick {
    /// Not at all.
    Whole,
    /// It ends with this year.
    Until(i16),
    /// It is left out.
    Out,
}

const fn program(name: &'static str, place: &'static str, quick: Quick) -> Asked {
    Asked { name, place, own: None, quick }
}

/// All of them, the most asked first.
#[must_use]
pub fn all() -> &'static [Asked] {
    const ALL: &[Asked] = &[
        program("los-angeles", "los-angeles", Quick::Whole),
        program("secure-communities-rollout", "ten-counties", Quick::Whole),
        program("dallas", "dallas", Quick::Whole),
        program("travis-county", "travis-county", Quick::Whole),
        program("mecklenburg", "mecklenburg", Quick::Whole),
        program("san-diego-border", "san-diego", Quick::Whole),
        program("surge-2020", "los-angeles", Quick::Whole),
        program("new-york-city", "new-york-city", Quick::Until(2015)),
        program("los-angeles-levers", "los-angeles", Quick::Until(2019)),
        Asked {
            name: "calibration-raids-2017",
            place: "los-angeles",
            own: Some((
                include_str!("../../../scenarios/calibration/calibration-raids-2017.toml"),
                None,
            )),
            quick: Quick::Whole,
        },
        Asked {
            name: "calibration-fy2024",
            place: "dallas",
            own: Some((
                include_str!("../../../scenarios/calibration/calibration-fy2024.toml"),
                Some("dallas"),
            )),
            quick: Quick::Whole,
        },
        Asked {
            name: "calibration-mandatory-hold",
            place: "mecklenburg",
            own: Some((
                include_str!("../../../scenarios/calibration/calibration-mandatory-hold.toml"),
                Some("mecklenburg"),
            )),
            quick: Quick::Whole,
        },
        Asked {
            name: "calibration-los-angeles-2011",
            place: "los-angeles",
            own: Some((
                include_str!("../../../scenarios/calibration/calibration-los-angeles-2011.toml"),
                None,
            )),
            quick: Quick::Out,
        },
    ];
    ALL
}

/// Where a scenario plays.
pub(super) fn place_of(name: &str) -> Option<&'static str> {
    all().iter().find(|asked| asked.name == name).map(|asked| asked.place)
}

impl Asked {
    /// Its text, for those that are not among the program's.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let (text, like) = self.own?;
        let of = like.and_then(library::scenario_text).unwrap_or_default();
        // A scenario's own numbers stand at its end.
        let numbers = of.find("[parameters.").map_or("", |at| &of[at..]);
        Some(if numbers.is_empty() { text.to_owned() } else { format!("{text}\n{numbers}") })
    }

    /// The scenario, with those of its arms that a target needs.
    ///
    /// # Errors
    /// What is wrong in its file; a test makes sure that nothing is.
    pub fn scenario(&self, quick: bool) -> Result<Scenario, Mistakes> {
        let text = self.text();
        let text = text.as_deref().or_else(|| library::scenario_text(self.name));
        let mut scenario = read::scenario(self.name, text.unwrap_or_default(), &|_| None)?;
        let needed = |id: &str| {
            targets().into_iter().any(|target| match target.of {
                Of::Run { scenario, arms, .. } => scenario == self.name && arms.contains(&id),
                Of::NotAsked(_) => false,
            })
        };
        let base = scenario.arms.first().map(|arm| arm.id.clone());
        scenario.arms.retain(|arm| Some(&arm.id) == base.as_ref() || needed(&arm.id));
        if let (true, Quick::Until(year)) = (quick, self.quick)
            && let Ok(end) = scenario.span.end.with().year(year).build()
        {
            scenario.span.end = end.min(scenario.span.end);
        }
        Ok(scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_is_read_whole_and_quick_and_has_the_arms_that_targets_need() {
        for asked in all() {
            for quick in [false, true] {
                let scenario =
                    asked.scenario(quick).unwrap_or_else(|mistakes| panic!("{mistakes}"));
                assert_eq!(scenario.name, asked.name);
                assert_eq!(scenario.place.id, asked.place);
                for target in targets() {
                    let Of::Run { scenario: name, arms, .. } = target.of else { continue };
                    for arm in arms.iter().filter(|_| name == asked.name) {
                        assert!(scenario.arms.iter().any(|a| a.id == *arm), "{}", target.id);
                    }
                }
            }
        }
        for target in targets() {
            if let Of::Run { scenario, .. } = target.of {
                assert!(place_of(scenario).is_some(), "{}: {scenario}", target.id);
            }
        }
    }
}

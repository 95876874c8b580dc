//! One synthetic person's story, in both worlds, and where the two part.

use super::people::{Life, Lives};
use super::told::{Teller, being, charged, date, moment};
use crate::draw::Draws;
use crate::engine::why::name_of;
use crate::event::{Offence, Recorded, RuleId, Word};
use crate::model::people::Person;
use crate::model::setting::Setting;
use crate::scenario::act::Act;
use crate::scenario::{Arm, Scenario};
use serde::Serialize;

/// Somebody's story.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Story {
    /// The place in the list of people.
    pub n: usize,
    /// As the command line names them.
    pub name: String,
    /// That nobody is meant.
    pub synthetic: &'static str,
    /// Where they live, and what was so before the first day.
    pub about: String,
    /// What happened in both worlds alike.
    pub shared: Vec<Told>,
    /// What followed in the first.
    pub base: Vec<Told>,
    /// What followed in the second.
    pub yours: Vec<Told>,
    /// Where the two part, in words.
    pub parting: String,
}

/// An event in plain words.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Told {
    /// As `2018-03-02`.
    pub date: String,
    /// The hour of that day, 0 to 23.
    pub hour: u8,
    /// As `2 March 2018, 14:00`.
    pub when: String,
    /// What happened.
    pub words: String,
    /// The rule that decided; nothing where no rule was asked.
    pub law: Option<Law>,
}

/// A rule that decided.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Law {
    /// The policy, by its id.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// The act, by its id.
    pub act: String,
    /// What the act is.
    pub words: String,
    /// What the rule says of it.
    pub says: String,
    /// Where that can be read.
    pub section: String,
}

/// Tells the story of the `n`th.
pub(super) fn story(scenario: &Scenario, lives: &Lives, n: usize) -> Option<Story> {
    let life = lives.lives.get(n)?;
    let Life { person, base, yours, parts } = life;
    let teller = Teller { scenario, person: *person };
    let both = parts.unwrap_or(base.len());
    let told = |arm: usize, chain: &[Recorded]| -> Vec<Told> {
        chain.iter().map(|recorded| told(&teller, &scenario.arms[arm], recorded)).collect()
    };
    let (own_base, own_yours) = (told(0, &base[both..]), told(1, &yours[both..]));
    Some(Story {
        n,
        name: name_of(*person),
        synthetic: "A synthetic person, made by chance: nobody is meant.",
        about: about(&teller),
        shared: told(0, &base[..both]),
        parting: parting(scenario, life, (&own_base, &own_yours)),
        base: own_base,
        yours: own_yours,
    })
}

fn told(teller: &Teller, arm: &Arm, recorded: &Recorded) -> Told {
    let span = &teller.scenario.span;
    let Recorded { day, event, .. } = recorded;
    Told {
        date: span.date(*day).to_string(),
        hour: event.hour,
        when: moment(span, day.at(event.hour)),
        words: teller.tell(event),
        law: law(arm, event.rule),
    }
}

fn law(arm: &Arm, rule: RuleId) -> Option<Law> {
    let line = arm.policy.lines().get(usize::from(rule.0)).filter(|_| rule != RuleId::NONE)?;
    let regime = arm.regimes.iter().find(|regime| regime.id == line.regime);
    Some(Law {
        policy: line.regime.clone(),
        title: regime.map_or_else(|| line.regime.clone(), |regime| regime.title.clone()),
        act: line.act.clone(),
        words: Act::named(&line.act).map_or_else(String::new, |act| act.words().to_owned()),
        says: line.words.clone(),
        section: line.section.clone(),
    })
}

/// Where they live, their status, and what was on record before the first day.
fn about(teller: &Teller) -> String {
    let scenario = teller.scenario;
    // Of the replicate of the page; traits depend on nothing that happens.
    let setting = Setting::new(scenario, Draws::Seeded(scenario.seed_of(1)));
    let Person { status, convictions, .. } = setting.origins.person(teller.person);
    let district = &setting.district(teller.person).name;
    let past = match convictions.worst {
        Offence::None => "never convicted".to_owned(),
        worst => format!("gravest earlier conviction: {}", charged(worst)),
    };
    format!("Lives in {district}; {}; {past}.", being(status))
}

fn parting(scenario: &Scenario, life: &Life, (base, yours): (&[Told], &[Told])) -> String {
    let Some(at) = life.parts else {
        return "Both worlds tell the same story: the levers made no difference to this person."
            .to_owned();
    };
    let days = [&life.base, &life.yours].into_iter().filter_map(|chain| chain.get(at));
    let day = days.map(|recorded| recorded.day).min().unwrap_or_default();
    let date = date(&scenario.span, day);
    let nothing = "nothing more happens to them";
    let first = |told: &[Told]| {
        told.first().map_or_else(
            || nothing.to_owned(),
            |told| format!("on {}: “{}”", told.when, told.words.trim_end_matches('.')),
        )
    };
    let so_far =
        if at == 0 { "The two worlds part at the first event" } else { "The two worlds part" };
    format!("{so_far}, on {date}. In the base, {}; in yours, {}.", first(base), first(yours))
}

//! A person's story as text: each event with its rule and its chance, and where the same person's
//! way parts under every other arm.

use super::listing::Speaker;
use super::why::{Elsewhere, Question, Step, Story, name_of, why};
use super::{RunFolder, Trouble};
use crate::engine::why::in_words;
use crate::event::{Offence, Word};
use crate::log::row::Row;
use crate::scenario::Scenario;

/// Tells a person's story in words.
///
/// # Errors
/// As [`why`].
pub fn told(
    folder: &RunFolder,
    scenario: &Scenario,
    question: Question,
) -> Result<String, Trouble> {
    let Question { log, person, .. } = question;
    let story = why(folder, scenario, question)?;
    let speaker = Speaker::new(log)?;
    let district = &scenario.place.districts[usize::from(person.home.0)];
    let mut text = format!(
        "{}   a synthetic person of {}, {}; arm {}, replicate {}\n{}\n",
        name_of(person),
        district.name,
        scenario.place.name,
        log.head().arm,
        log.head().replicate,
        before(&story)
    );
    if story.steps.is_empty() {
        text += "Nothing happened to this person in this arm.\n";
    }
    story.steps.iter().for_each(|step| text += &of_step(&speaker, step));
    if !story.agrees {
        text += "This program decides otherwise than the log says: jurisim verify --rerun names where.\n";
    }
    text += "\nThe same person, the same chance, other arms:\n";
    story.elsewhere.iter().for_each(|other| text += &elsewhere(&speaker, other));
    Ok(text)
}

fn before(story: &Story) -> String {
    let person = &story.before;
    let past = match person.convictions.worst {
        Offence::None => "no conviction before the run".to_owned(),
        worst => format!("gravest conviction before the run: {}", worst.name()),
    };
    format!("  status {}, {past}", person.status.name().replace('_', " "))
}

fn of_step(speaker: &Speaker, step: &Step) -> String {
    let row = &step.row;
    let cause = row.cause.map_or_else(String::new, |cause| format!(" because of {cause}"));
    let mut text = format!(
        "{}   {}\n      event {}{cause}, {}\n",
        speaker.head(row),
        speaker.details(row),
        row.seq,
        speaker.subject(row),
    );
    if let Some(rule) = &step.rule {
        text += &format!(
            "      rule {}: {} {}   {}\n",
            rule.regime, rule.act, rule.words, rule.section
        );
    }
    for asked in &step.asked {
        text += &format!("      {}\n", in_words(asked));
    }
    text
}

fn elsewhere(speaker: &Speaker, other: &Elsewhere) -> String {
    let Some((here, there)) = &other.parting else {
        let happened = if other.rows.is_empty() { "nothing happened" } else { "the same happened" };
        return format!("  {}: {happened}\n", other.arm);
    };
    let said = |row: &Option<Row>| match row {
        Some(row) => format!("{}   {}", speaker.head(row), speaker.details(row)),
        None => "nothing more".to_owned(),
    };
    let mut text = format!(
        "  {}: first divergence\n      here   {}\n      there  {}\n",
        other.arm,
        said(here),
        said(there)
    );
    let from = there.as_ref().map(|row| row.seq);
    let after = other.rows.iter().filter(|row| from.is_some_and(|from| row.seq > from));
    for row in after {
        text += &format!("      then   {}   {}\n", speaker.head(row), speaker.details(row));
    }
    text
}

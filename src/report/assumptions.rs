//! Assumptions: every number of the model with its range, grade and source, and what is switched
//! on.

use super::page::Section;
use super::table::scrolled;
use super::view::View;
use super::words;
use crate::event::Word;
use crate::scenario::library;
use crate::scenario::parameters::{Grade, Sourced};
use crate::scenario::regime::Regime;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View) -> Section {
    let parameters: Vec<(String, &Sourced)> = view.scenario.parameters.iter().collect();
    let body = html! {
        p {
            "These numbers are alike in every arm. “Low” and “high” are the range that can be "
            "defended. Grades: " strong { "measured" } " here; " strong { "published" } " for "
            "another place or time; "
            (mark(Grade::Judgement)) " of the model’s authors; " (mark(Grade::Contested))
            ", publications disagree. “facts.md” is the project’s collection of sources. Of " "
            "(parameters.len()) ": " (tally(&parameters)) "."
        }
        h3 { "Mechanisms" }
        (mechanisms(view))
        h3 { "Numbers set by policies" }
        (dials(view))
        h3 { "Numbers of the model" }
        @for (part, rows) in parts(&parameters) { (table(&part, &rows)) }
    };
    Section { id: "assumptions", title: "Assumptions", body }
}

fn tally(parameters: &[(String, &Sourced)]) -> String {
    let told = Grade::ALL.iter().map(|grade| {
        let number = parameters.iter().filter(|(_, sourced)| sourced.grade == *grade).count();
        format!("{number} {}", grade.name())
    });
    words::list(&told.collect::<Vec<_>>())
}

pub(crate) fn mark(grade: Grade) -> Markup {
    let class = match grade {
        Grade::Measured | Grade::Published => "grade",
        Grade::Judgement => "grade judgement",
        Grade::Contested => "grade contested",
    };
    html! { span class=(class) { (grade.name()) } }
}

/// What a mechanism says, by its name in files.
fn words_of(mechanism: &str) -> &'static str {
    match mechanism {
        "fear_lowers_reporting" => {
            "Fear, and what people know of the policy, lower the reporting of crime."
        }
        "reporting_deters" => {
            "Where less is reported, offenders turn to the same group more often."
        }
        "detainer_lengthens_stay" => {
            "Those ICE has asked for stay in jail longer, because bail does not open the door."
        }
        "relapse" => "Some of those released offend again soon.",
        "politics_moves_staff" => {
            "Threats and oversight move how often the staff of jails follow the rules."
        }
        "alerts_warn" => {
            "Rapid response networks warn people whom agents come for, so that operations fail."
        }
        "surges_widen" => {
            "The larger a surge, the larger the share of bystanders among its arrests."
        }
        "judges_are_finite" => "Immigration judges hear only so many cases a day; the others wait.",
        "trust_is_built" => "Announcements raise trust, and breaches that become known lower it.",
        "fear_keeps_home" => "Fear keeps people from work, public services and civic life.",
        _ => "",
    }
}

fn mechanisms(view: &View) -> Markup {
    scrolled(
        "Mechanisms",
        html! {
            table {
                thead { tr { th scope="col" { "Mechanism" } th scope="col" { "In this run" }
                    th scope="col" { "What it says" } } }
                tbody { @for (name, on) in view.scenario.mechanisms.named() {
                    tr { td { code { (name) } } td { @if on { "on" } @else { strong { "off" } } }
                        td { (words_of(name)) } }
                } }
            }
        },
    )
}

/// Every policy of any arm that sets a number, once.
fn setting<'a>(view: &View<'a>) -> Vec<&'a Regime> {
    let mut found: Vec<&Regime> = Vec::new();
    for regime in view.arms().iter().flat_map(|arm| &arm.regimes) {
        if !regime.dials.is_empty() && !found.iter().any(|known| known.id == regime.id) {
            found.push(regime);
        }
    }
    found
}

fn dials(view: &View) -> Markup {
    let regimes = setting(view);
    if regimes.is_empty() {
        return html! { p { "No policy of this run sets a number." } };
    }
    scrolled(
        "Numbers set by policies",
        html! {
            table {
                thead { tr { th scope="col" { "Policy" } (columns("Number")) } }
                tbody { @for regime in regimes { @for (which, sourced) in &regime.dials {
                    tr { td { (regime.title) } td { (which.words()) } (cells(sourced)) }
                } } }
            }
        },
    )
}

fn columns(name: &str) -> Markup {
    html! {
        th scope="col" { (name) } th scope="col" { "Value" } th scope="col" { "Low" }
        th scope="col" { "High" } th scope="col" { "Unit" } th scope="col" { "Grade" }
        th scope="col" { "Source" }
    }
}

fn cells(sourced: &Sourced) -> Markup {
    html! {
        td.number { (words::plain(sourced.value)) } td.number { (words::plain(sourced.low)) }
        td.number { (words::plain(sourced.high)) } td { (sourced.unit) }
        td { (mark(sourced.grade)) }
        td.source { (sourced.source) }
    }
}

type Rows<'a> = Vec<&'a (String, &'a Sourced)>;

/// A name that may be broken where its parts meet.
pub(crate) fn breakable(name: &str) -> Markup {
    html! { @for part in name.split_inclusive(['.', '_']) { (part) wbr; } }
}

/// By the first part of the name, in the order of first mention.
fn parts<'a>(parameters: &'a [(String, &'a Sourced)]) -> Vec<(String, Rows<'a>)> {
    let mut parts: Vec<(String, Rows)> = Vec::new();
    for row in parameters {
        let part = row.0.split('.').next().unwrap_or_default();
        match parts.iter_mut().find(|(name, _)| name == part) {
            Some((_, rows)) => rows.push(row),
            None => parts.push((part.to_owned(), vec![row])),
        }
    }
    parts
}

fn table(part: &str, rows: &Rows) -> Markup {
    let usual = library::numbers().ok();
    let changed = |name: &str, sourced: &Sourced| {
        let known = usual.as_ref().and_then(|all| all.iter().find(|(known, _)| known == name));
        known.is_some_and(|(_, known)| known != sourced)
    };
    html! {
        h4 { (words::capital(part)) }
        (scrolled(&format!("Numbers of the model: {part}"), html! {
            table.parameters {
                thead { tr { (columns("Name")) } }
                tbody { @for (name, sourced) in rows {
                    tr {
                        th scope="row" {
                            code { (breakable(name)) }
                            @if changed(name, sourced) { " " span.grade { "set by this scenario" } }
                        }
                        (cells(sourced))
                    }
                } }
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::words_of;
    use crate::scenario::Mechanisms;

    #[test]
    fn every_mechanism_is_told_in_words() {
        for (name, _) in Mechanisms::ALL_ON.named() {
            assert!(!words_of(name).is_empty(), "{name}");
        }
    }
}

//! What was compared: the policies of every arm in words, and what all arms share.

use super::page::Section;
use super::table::scrolled;
use super::view::View;
use super::words;
use crate::scenario::Arm;
use crate::scenario::regime::Regime;
use jiff::civil::Date;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View) -> Section {
    let shared = shared(view);
    let body = html! {
        (parting(view))
        (identical(view))
        @for (nth, arm) in view.arms().iter().enumerate() { (card(view, nth, arm, &shared)) }
        h3 { "The same in every arm" }
        @if shared.is_empty() { p { "No policy is shared by all arms." } }
        @for regime in &shared { (told(view, regime)) }
        p.note {
            "Where several policies are in force, all that speak of an act must allow it: the most "
            "restrictive holds. A federal judge’s warrant is always answered. People, places, "
            "chance and all numbers listed under Assumptions are the same in every arm too."
        }
    };
    Section { id: "compared", title: "What was compared", body }
}

/// Regimes that every arm has with the same dates.
fn shared<'a>(view: &View<'a>) -> Vec<&'a Regime> {
    let arms = view.arms();
    let Some((base, others)) = arms.split_first() else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    let in_all = |regime: &&Regime| others.iter().all(|arm| arm.regimes.contains(regime));
    base.regimes.iter().filter(in_all).collect()
}

fn parting(view: &View) -> Markup {
    let others = view.arms().iter().skip(1);
    let mut days: Vec<_> = others.map(|arm| arm.from).collect();
    days.sort_unstable();
    days.dedup();
    let date = |day| view.scenario.span.date(day).to_string();
    let base = view.arms().first().map_or("", |arm| arm.label.as_str());
    html! {
        p {
            @match days.as_slice() {
                [] => "There is one policy only, and nothing to compare it with.",
                [day] => {
                    "Until the day before " strong { (date(*day)) } " all arms are one and the "
                    "same run, to the last event; from then on they differ in the policies below."
                }
                _ => {
                    "Every arm is one and the same run as “" (base) "” until it begins: "
                    (words::list(&view.arms().iter().skip(1)
                        .map(|arm| format!("“{}” on {}", arm.label, date(arm.from)))
                        .collect::<Vec<_>>()))
                    "."
                }
            }
        }
    }
}

fn identical(view: &View) -> Markup {
    let pairs = view.results.identical();
    let label = |arm: usize| view.arms().get(arm).map_or("", |arm| arm.label.as_str());
    html! {
        @for (one, other) in pairs {
            p.notice {
                "“" (label(one)) "” and “" (label(other)) "” gave identical events in every "
                "replicate: their differences are exactly zero, by the content hashes of their "
                "logs."
            }
        }
    }
}

fn card(view: &View, nth: usize, arm: &Arm, shared: &[&Regime]) -> Markup {
    let from = view.scenario.span.date(arm.from);
    let own = arm.regimes.iter().filter(|regime| !shared.contains(regime));
    let own: Vec<&Regime> = own.filter(|regime| nth == 0 || lasts(regime, from)).collect();
    html! {
        article.card {
            h3 { (arm.label) @if nth == 0 { " (the base)" } }
            @if nth > 0 { p.note { "From " (from) "; until then as the base." } }
            @if own.is_empty() { p { "No policy of its own: only what is the same in every arm." } }
            @for regime in own { (told(view, regime)) }
        }
    }
}

/// What ended before the arm began was the base's.
fn lasts(regime: &Regime, from: Date) -> bool {
    regime.until.is_none_or(|until| until >= from)
}

fn agency_name<'a>(view: &View<'a>, id: &'a str) -> &'a str {
    let agency = view.scenario.place.agencies.iter().find(|agency| agency.id == id);
    agency.map_or(id, |agency| agency.name.as_str())
}

fn told(view: &View, regime: &Regime) -> Markup {
    use crate::event::Word;
    html! {
        div.regime {
            h4 { (regime.title) }
            p.note {
                (words::capital(regime.level.name())) " level; in force here from " (regime.from)
                @match regime.until {
                    Some(until) => { " to " (until) }
                    None => " on",
                }
                @if let Some(agency) = &regime.agency {
                    "; binds the " (agency_name(view, agency)) " only"
                }
            }
            @if !regime.summary.is_empty() { p { (regime.summary) } }
            (clauses(regime))
            @if !regime.sources.is_empty() {
                p.note { "Source: "
                    (regime.sources.iter().map(|source| match (&*source.section, source.date) {
                        ("", None) => source.title.clone(),
                        ("", Some(date)) => format!("{} ({date})", source.title),
                        (section, None) => format!("{}, {section}", source.title),
                        (section, Some(date)) => format!("{}, {section} ({date})", source.title),
                    }).collect::<Vec<_>>().join("; ")) "."
                }
            }
        }
    }
}

fn clauses(regime: &Regime) -> Markup {
    html! {
        @if !regime.clauses.is_empty() {
            (scrolled(&format!("Rules of {}", regime.title), html! {
                table.rules {
                    thead { tr { th scope="col" { "What" } th scope="col" { "When" }
                        th scope="col" { "Section" } } }
                    tbody { @for clause in &regime.clauses {
                        tr {
                            td { (words::capital(clause.act.words())) }
                            td { (clause.rule.words()) @if clause.ordered { " (ordered)" } }
                            td { (clause.section) }
                        }
                    } }
                }
            }))
        }
    }
}

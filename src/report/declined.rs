//! Declined requests, in the layout of the list that ICE published in 2017.

use super::by_arm::{Part, Row, table};
use super::page::Section;
use super::table::scrolled;
use super::view::View;
use super::words;
use crate::engine::record::Cell;
use crate::event::{Offence, Word};
use crate::ids::AgencyId;
use crate::projection::declined::Count;
use crate::scenario::Arm;
use crate::sweep::declined::{agency, answers, in_force, jails};
use crate::time::Day;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View) -> Section {
    let body = html! {
        p {
            "In 2017 ICE published three weekly issues of a “Declined Detainer Outcome Report”: "
            "which jurisdictions had been sent how many detainers, which were declined and after "
            "which offence, and what each jurisdiction’s policy was. Its faults are known: jails "
            "did not tell ICE when they declined, jurisdictions were listed for people whom they "
            "had only passed on, and it told of single people. The same list is made here from "
            "events, so that nothing is missing or in the wrong place, and by classes. Requests "
            "for notice are counted with detainers. Counts are of the "
            "whole counted time, " (view.period(&view.months)) "; " (view.sureness()) "."
        }
        @if jails(view.scenario).len() > MOST { p.note {
            "Here stand the " (MOST) " jurisdictions that were asked most; all are in "
            code { "declined-detainers.csv" } "."
        } }
        (lists(view))
        h3 { "Jurisdictions with a policy on requests of ICE" }
        @for (nth, arm) in view.arms().iter().enumerate() { (policies(view, nth, arm)) }
        p.note {
            @if view.scenario.place.states.is_empty() { "Week by week" }
            @else { "By the quarter of a year" }
            ", with the policy in force, for the first replicate of every arm: "
            code { "declined-detainers.csv" } "."
        }
    };
    Section { id: "declined", title: "Declined requests, as a federal list would have them", body }
}

/// The two lists of numbers: what was sent, and what was declined.
fn lists(view: &View) -> Markup {
    html! {
        h3 { "Requests issued, by jurisdiction" }
        (table(view, "Requests issued", "Jurisdiction", &[all(view, |count| count.issued)]))
        h3 { "Requests declined, by jurisdiction and gravest conviction" }
        (table(view, "Requests declined", "Gravest conviction", &declined(view)))
    }
}

fn total(jail: AgencyId, offence: Option<Offence>, of: fn(Count) -> u64) -> impl Fn(&Cell) -> f64 {
    move |cell| of(cell.counted.declined.total(jail, offence)) as f64
}

fn all<'a>(view: &View, of: fn(Count) -> u64) -> Part<'a> {
    let scenario = view.scenario;
    let row = |jail| Row::people(scenario.place.jurisdiction_name(jail), total(jail, None, of));
    Part { heading: String::new(), rows: shown(view).into_iter().map(row).collect() }
}

fn declined<'a>(view: &View) -> Vec<Part<'a>> {
    let part = |jail| {
        let row = |&offence: &Offence| {
            let of = total(jail, Some(offence), |count| count.declined);
            Row::people(words::offence(offence), of)
        };
        let sum = Row::people("All of them", total(jail, None, |count| count.declined)).sum();
        let against = Row::people(
            "… declined against the policy in force",
            total(jail, None, |count| count.against_policy),
        );
        Part {
            heading: view.scenario.place.jurisdiction_name(jail),
            rows: [sum, against].into_iter().chain(Offence::ALL.iter().map(row)).collect(),
        }
    };
    shown(view).into_iter().map(part).collect()
}

/// More jurisdictions than this are left to the file: those asked most.
const MOST: usize = 25;

/// The jurisdictions that stand in the lists, in their order.
fn shown(view: &View) -> Vec<AgencyId> {
    let all = jails(view.scenario);
    if all.len() <= MOST {
        return all.into_iter().collect();
    }
    let cell = view.results.cells.first().and_then(|cells| cells.first());
    let issued = cell.map(|cell| cell.counted.declined.issued()).unwrap_or_default();
    let mut most: Vec<(u64, AgencyId)> = issued.into_iter().map(|(id, many)| (many, id)).collect();
    most.sort_by(|a, b| b.cmp(a));
    let mut most: Vec<AgencyId> = most.into_iter().take(MOST).map(|(_, id)| id).collect();
    most.sort_unstable();
    most
}

/// What is in force in the counted time of an arm, for each jail, with its criteria.
fn policies(view: &View, nth: usize, arm: &Arm) -> Markup {
    let span = &view.scenario.span;
    let days = (span.day(span.count_from), Day(span.days().saturating_sub(1)));
    let rows: Vec<_> = shown(view)
        .into_iter()
        .map(|jail| agency(view.scenario, jail))
        .flat_map(|jail| {
            let regimes = in_force(view.scenario, arm, jail, days);
            regimes.into_iter().map(move |regime| (jail, regime))
        })
        .collect();
    html! {
        details.data open[nth == 0] {
            summary { (arm.label) @if nth == 0 { " (the base)" } }
            @if rows.is_empty() {
                p { "No rule on holding, handing over or telling: all is declined." }
            } @else {
                (scrolled(&format!("Policies on requests: {}", arm.label), html! {
                    table.rules {
                        thead { tr { th scope="col" { "Jurisdiction" } th scope="col" { "In force" }
                            th scope="col" { "Policy" }
                            th scope="col" { "Criteria for answering" } } }
                        tbody { @for (jail, regime) in rows { tr {
                            td { (jail.name) }
                            td { (regime.from) @if let Some(until) = regime.until { " to " (until) } }
                            td { (regime.title) }
                            td { @for clause in answers(regime) {
                                (words::capital(clause.act.name())) ": " (clause.rule.words())
                                ". "
                            } }
                        } } }
                    }
                }))
            }
        }
    }
}

//! Work, services and trust: who is taken out of a job, and what fear keeps people from.

use super::by_arm::{Part, Row, table};
use super::page::Section;
use super::view::View;
use super::words;
use crate::engine::record::Cell;
use crate::event::{Group, Sector, Word};
use crate::projection::life::Life;
use crate::projection::measure::Measure;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View) -> Section {
    let body = html! {
        p {
            "The whole counted time, " (view.period(&view.months)) "; " (view.sureness()) "."
        }
        h3 { "Workers taken away" }
        (work(view))
        p.note {
            "Of workers taken in this time: from the day of the arrest to the day before release, relief or return; whoever does "
            "not come back is counted to the end. Days are calendar days. Whether somebody else "
            "does the work is not modelled."
        }
        h3 { "Services, civic life and work days, by group" }
        @if !view.scenario.mechanisms.fear_keeps_home {
            p { strong { "Switched off in this run: " }
                "fear keeps nobody from work, services or civic life." }
        }
        (chilled(view))
        p.note {
            "Probabilities by assumption, means of months: the usual one, lowered in proportion to "
            "a group’s exposure by the public’s picture of the policy and by fear. They rest on "
            "judgement and on surveys of what people say they would do; nothing else in the model "
            "follows from them."
        }
        h3 { "The public’s picture, fear and trust" }
        @if !view.scenario.mechanisms.trust_is_built {
            p { strong { "Switched off in this run: " }
                "announcements raise no trust, and breaches take none." }
        }
        (levels(view))
    };
    Section { id: "life", title: "Work, services and trust", body }
}

fn sector(sector: Sector) -> &'static str {
    match sector {
        Sector::Farm => "Farm work",
        Sector::Garment => "Garment and textile making",
        Sector::Construction => "Construction",
        Sector::Services => "Services",
        Sector::Other => "Everything else",
    }
}

fn work(view: &View) -> Markup {
    let all = |of: fn(&Cell) -> u64| Row::new("All sectors", move |cell| of(cell) as f64).sum();
    let mut days = vec![all(|cell| cell.counted.work.days())];
    let mut people = vec![all(|cell| cell.counted.tally.sum(Measure::WorkStopped))];
    for &one in Sector::ALL {
        let number = usize::from(one.number());
        days.push(Row::new(sector(one), move |cell: &Cell| {
            cell.counted.work.of_sector(one) as f64
        }));
        people.push(Row::people(sector(one), move |cell: &Cell| {
            cell.counted.tally.total(Measure::WorkStopped, number) as f64
        }));
    }
    let part = |heading: &str, rows| Part { heading: heading.to_owned(), rows };
    let parts = [part("Days out of work", days), part("Workers taken out of a job", people)];
    table(view, "Work days lost by sector", "Sector", &parts)
}

type Share = fn(&Life, usize, f64) -> f64;

fn chilled(view: &View) -> Markup {
    let exposure = |group: Group| view.scenario.parameters.exposure(group);
    let reached = || Group::ALL.iter().copied().filter(|&group| exposure(group) > 0.0);
    let part = |heading: &str, of: Share| {
        let row = |group: Group| {
            let weight = exposure(group);
            Row::new(words::group(group), move |cell: &Cell| {
                let life = &cell.counted.life;
                100.0 * life.mean(|month| of(life, month, weight))
            })
            .noted(format!("exposure {}", words::plain(weight)))
        };
        Part { heading: heading.to_owned(), rows: reached().map(row).collect() }
    };
    let parts = [
        part("Use of public services, in percent", Life::service_use),
        part("Civic participation, in percent", Life::civic_participation),
        part("Work days that fear and the known policy take, in percent", Life::work_lost),
    ];
    table(view, "Services, civic life and work by group", "Group", &parts)
}

fn levels(view: &View) -> Markup {
    let mean = |of: fn(&Life, usize) -> f64| {
        move |cell: &Cell| {
            let life = &cell.counted.life;
            life.mean(|month| of(life, month))
        }
    };
    let rows = vec![
        Row::new("The public’s picture of cooperation, 0 to 1", mean(|l, m| l.months()[m].picture)),
        Row::new(
            "Fear from arrests, raids and announcements, units",
            mean(|life, month| life.months()[month].fear),
        ),
        Row::new(
            "Trust raised less disappointment, units",
            mean(|life, month| life.months()[month].trust),
        ),
    ];
    let parts = [Part { heading: String::new(), rows }];
    table(view, "Picture, fear and trust", "Mean of the days of all months", &parts)
}

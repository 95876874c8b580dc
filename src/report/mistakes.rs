//! Mistakes: whom databases called removable who were not, and what became of them.

use super::by_arm::{Part, Row, table};
use super::page::Section;
use super::view::{View, sum};
use super::words;
use crate::engine::record::Cell;
use crate::event::{Database, Review, Status, Word};
use crate::projection::measure::Measure;
use maud::html;

/// The section.
pub(super) fn section(view: &View) -> Section {
    let by_status = |heading: &str, of: fn(&Cell, usize) -> u64| {
        let statuses = Status::ALL.iter().filter(|status| !status.is_unauthorised());
        let row = |&status: &Status| {
            let number = usize::from(status.number());
            Row::people(words::status(status), move |cell| of(cell, number) as f64)
        };
        Part { heading: heading.to_owned(), rows: statuses.map(row).collect() }
    };
    let part_of = |measure: Measure, part: u8| {
        move |cell: &Cell| cell.counted.tally.total(measure, usize::from(part)) as f64
    };
    let databases = Database::ALL.iter().map(|&database| {
        Row::people(by(database), part_of(Measure::FalseByDatabase, database.number()))
    });
    let reviews = Review::ALL
        .iter()
        .map(|&review| Row::people(careful(review), part_of(Measure::Reviews, review.number())));
    let months = &view.months;
    let caught =
        Row::people("Mistakes found by them", |cell| sum(cell, months, Measure::ReviewsCaught));
    let hours = Row::new("By jails, past the hour without a detainer", |cell: &Cell| {
        cell.counted.custody.mistakes.jail_hours as f64
    });
    let ice = Row::new("By ICE, until it was known", |cell: &Cell| {
        sum(cell, months, Measure::WrongfulHours)
    });
    let part = |heading: &str, rows| Part { heading: heading.to_owned(), rows };
    let parts = [
        by_status("Called removable by mistake", |cell, status| {
            cell.counted.tally.total(Measure::FalseMatches, status)
        }),
        by_status("… of them held by the jail past release", |cell, status| {
            cell.counted.custody.mistakes.held[status]
        }),
        by_status("… handed over to ICE or arrested at the door", |cell, status| {
            cell.counted.custody.mistakes.transferred[status]
        }),
        part("Hours held", vec![hours, ice]),
        part("Mistaken matches, by what was wrong", databases.collect()),
        part("Looks of ICE’s desk before it asked", reviews.chain([caught]).collect()),
    ];
    let body = html! {
        p {
            "People whom a database called removable who were not: citizens, and others who may "
            "stay. Counts of the whole counted time, " (view.period(months)) "; "
            (view.sureness()) "."
        }
        (table(view, "Mistakes", "Who, and how", &parts))
        p.note {
            "One person may be counted more than once, at each booking. Hours by jails are those "
            "that a detainer adds to a stay and those of the hold itself."
        }
    };
    Section { id: "mistakes", title: "Held by mistake", body }
}

fn by(database: Database) -> &'static str {
    match database {
        Database::Fingerprints => "Fingerprints of an earlier contact",
        Database::StatusRecord => "A record of status",
        Database::Overstay => "Visa holders not known to have left",
        Database::Naturalisation => "No record of a naturalisation",
        Database::DerivedCitizenship => "No record of citizenship through a parent",
        Database::Birthplace => "A place of birth recorded wrongly",
    }
}

fn careful(review: Review) -> &'static str {
    match review {
        Review::Click => "The answer of the databases sent on",
        Review::File => "The file read",
        Review::Interview => "The file read and the person spoken with",
    }
}

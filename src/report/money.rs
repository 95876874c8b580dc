//! Who pays: what each policy costs the county, funds for counsel and bonds, and the federal
//! government.

use super::by_arm::{Part, Row, table};
use super::page::Section;
use super::view::View;
use crate::sweep::money::{Payer, items, paid};
use maud::html;

/// The section.
pub(super) fn section(view: &View) -> Section {
    let scenario = view.scenario;
    let part = |payer: Payer| {
        let all = Row::new("All of it", move |cell| paid(payer, scenario, cell)).sum();
        let single = items(payer)
            .map(|item| Row::new(item.label, |cell| (item.of)(scenario, cell)).noted(item.basis));
        Part { heading: payer.label().to_owned(), rows: [all].into_iter().chain(single).collect() }
    };
    let parts: Vec<Part> = Payer::ALL.into_iter().map(part).collect();
    let body = html! {
        p {
            "Million US dollars over the whole counted time, " (view.period(&view.months)) "; "
            (view.sureness()) ". Days, people and hours times a price; the prices stand under "
            "Assumptions (cost, grant), with their ranges. Paired differences of each payer’s sum "
            "stand under Headline differences."
        }
        (table(view, "Who pays", "Item", &parts))
        p.note {
            "A dollar of one payer is not set off against a dollar of another: a grant withheld is "
            "a cost to the county and no gain of anybody here. A jail day is priced in full, though "
            "a jail cannot close for a day. Not in it: the police, the rest of the jail’s days, "
            "prisons, what crime costs victims, wages lost, and aid to families."
        }
    };
    Section { id: "money", title: "Who pays", body }
}

//! The pipeline: from being known to ICE in the jail to what comes of it, per year and arm.
//!
//! ```text
//! known ─┬─ asked for ─┬─ handed over or held ─┬───────────────▶ arrested by ICE ─┬─ no bed
//!        │             ├─ ICE told             │  ┌─ at the door ──────┘          └─ detained ─┬─
//! removed        │             ├─ declined ────────────┴─ out of jail                             
//!     ├─ on bond        │             ├─ request taken back       └─ free, looked for             
//!            └─ others        └─ not asked  └─ prison, or still in
//! ```
//!
//! What is not counted by itself is what remains, reckoned replicate by replicate, so that as many
//! go out of a stage as come in. Remainders below zero, from people who were in a stage when the
//! counting began, are drawn as nothing.

use super::figure::{Figures, NEEDS_TWO, Saying};
use super::page::Section;
use super::table::{Data, Datum};
use super::view::{Months, View, channels, drawn, part, sum};
use super::words;
use crate::chart::{Sankey, SankeyLink, SankeyNode, Tone, sankey};
use crate::engine::record::Cell;
use crate::event::{Channel, Handover};
use crate::projection::measure::Measure;
use crate::sweep::paired::Mean;
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View, figures: &mut Figures) -> Section {
    let months = &view.window;
    let body = html! {
        p {
            "People a year in " (view.period(months)) ", means over replicates. "
            @if view.has_intervals() { "The paler a ribbon, the less sure." }
        }
        @for arm in 0..view.arms().len() { (one(view, arm, figures)) }
    };
    Section { id: "pipeline", title: "From the jail to ICE, and after", body }
}

const KNOWN: usize = 0;
const ASKED: usize = 1;
const NOT_ASKED: usize = 2;
const HANDED: usize = 3;
const TOLD: usize = 4;
const DECLINED: usize = 5;
const LIFTED: usize = 6;
const INSIDE: usize = 7;
const OUT: usize = 8;
const PRISON: usize = 9;
const STREET: usize = 10;
const ARRESTED: usize = 11;
const FREE: usize = 12;
const DETAINED: usize = 13;
const NO_BED: usize = 14;
const REMOVED: usize = 15;
const BOND: usize = 16;
const OTHER: usize = 17;

/// In the order of the numbers above: label, column, kind.
const NODES: [(&str, usize, Tone); 18] = [
    ("Known to ICE in jail", 0, Tone::Custody),
    ("Asked for", 1, Tone::Federal),
    ("Not asked for", 1, Tone::Ended),
    ("Jail hands over or holds", 2, Tone::Custody),
    ("Jail tells ICE, no more", 2, Tone::Custody),
    ("Jail declines", 2, Tone::Custody),
    ("Request taken back", 2, Tone::Ended),
    ("To prison, or still in", 2, Tone::Ended),
    ("Released from jail", 3, Tone::Street),
    ("Handed over by prison", 3, Tone::Custody),
    ("Found at large", 3, Tone::Street),
    ("Arrested by ICE", 4, Tone::Federal),
    ("Free, looked for", 4, Tone::Street),
    ("Detained", 5, Tone::Federal),
    ("Let go, no bed free", 5, Tone::Street),
    ("Removed", 6, Tone::Ended),
    ("Released on bond", 6, Tone::Street),
    ("Neither, within this time", 6, Tone::Street),
];

/// The counts that the flows are made from, a year.
struct Counts {
    known: f64,
    asked: f64,
    lifted: f64,
    handed: f64,
    told: f64,
    declined: f64,
    transfers: f64,
    at_door: f64,
    prison: f64,
    at_large: f64,
    detained: f64,
    removed: f64,
    bonded: f64,
}

impl Counts {
    fn of(cell: &Cell, months: &Months, years: f64) -> Counts {
        let all = |measure| sum(cell, months, measure) / years;
        let how = |handover| part(cell, months, Measure::Notified, handover) / years;
        let by = |is: &dyn Fn(Channel) -> bool| channels(cell, months, is) / years;
        Counts {
            known: all(Measure::Matches)
                + all(Measure::FalseMatches)
                + all(Measure::Interviews)
                // Those questioned in the street were never in the jail.
                + all(Measure::Screened)
                - by(&|channel| channel == Channel::Street287g),
            asked: all(Measure::Detainers) + all(Measure::Notifications),
            lifted: all(Measure::Lifted),
            handed: all(Measure::Holds)
                + how(Handover::Secure)
                + how(Handover::Contractor)
                + how(Handover::Warrant),
            told: how(Handover::Door),
            declined: all(Measure::Declined),
            transfers: by(&Channel::is_jail_transfer),
            at_door: by(&|channel| channel == Channel::AtRelease),
            prison: by(&|channel| channel == Channel::Prison),
            at_large: by(&|channel| !channel.is_custodial()),
            detained: all(Measure::Detained),
            removed: all(Measure::Removals),
            bonded: all(Measure::Bonded),
        }
    }

    fn flows(&self) -> Vec<(usize, usize, f64)> {
        let answered = self.lifted + self.handed + self.told + self.declined;
        let missed = self.handed - self.transfers;
        let out = missed + self.told + self.declined;
        let arrested = self.transfers + self.at_door + self.prison + self.at_large;
        vec![
            (KNOWN, ASKED, self.asked),
            (KNOWN, NOT_ASKED, self.known - self.asked),
            (ASKED, HANDED, self.handed),
            (ASKED, TOLD, self.told),
            (ASKED, DECLINED, self.declined),
            (ASKED, LIFTED, self.lifted),
            (ASKED, INSIDE, self.asked - answered),
            (HANDED, ARRESTED, self.transfers),
            (HANDED, OUT, missed),
            (TOLD, OUT, self.told),
            (DECLINED, OUT, self.declined),
            (OUT, ARRESTED, self.at_door),
            (OUT, FREE, out - self.at_door),
            (PRISON, ARRESTED, self.prison),
            (STREET, ARRESTED, self.at_large),
            (ARRESTED, DETAINED, self.detained),
            (ARRESTED, NO_BED, arrested - self.detained),
            (DETAINED, REMOVED, self.removed),
            (DETAINED, BOND, self.bonded),
            (DETAINED, OTHER, self.detained - self.removed - self.bonded),
        ]
    }
}

fn flows(view: &View, arm: usize) -> Vec<(usize, usize, Mean)> {
    let years = view.years(&view.window);
    let cells = view.results.cells.get(arm).into_iter().flatten();
    let runs: Vec<_> = cells.map(|cell| Counts::of(cell, &view.window, years).flows()).collect();
    let Some(first) = runs.first() else { return Vec::new() };
    let mean = |nth: usize| {
        let values: Vec<f64> = runs.iter().map(|run| run[nth].2).collect();
        Mean::of(&values)
    };
    first.iter().enumerate().map(|(nth, (from, to, _))| (*from, *to, mean(nth))).collect()
}

fn one(view: &View, arm: usize, figures: &mut Figures) -> Markup {
    let flows = flows(view, arm);
    let saying = saying(view, arm, &flows);
    let draw = |saying: &Saying| {
        if !view.has_intervals() {
            return Err(NEEDS_TWO.to_owned());
        }
        sankey(&picture(saying, &flows))
    };
    let name = format!("pipeline-{}", view.arms()[arm].id);
    figures.add(&name, &saying, &data(&flows), &draw)
}

fn picture(saying: &Saying, flows: &[(usize, usize, Mean)]) -> Sankey {
    // Remainders of sums of floating-point numbers are not people.
    let links = flows.iter().filter(|(_, _, mean)| mean.value > 1e-6);
    let used: Vec<usize> = (0..NODES.len())
        .filter(|node| links.clone().any(|(from, to, _)| from == node || to == node))
        .collect();
    let place = |node: usize| used.iter().position(|one| *one == node).unwrap_or(0);
    let nodes = used.iter().map(|&node| {
        let (label, column, tone) = NODES[node];
        SankeyNode { label: label.to_owned(), column, tone }
    });
    Sankey {
        title: saying.title.clone(),
        subtitle: saying.takeaway.clone(),
        nodes: nodes.collect(),
        links: links
            .clone()
            .map(|(from, to, mean)| SankeyLink {
                from: place(*from),
                to: place(*to),
                amount: drawn(mean),
            })
            .collect(),
        caption: saying.caption.clone(),
    }
}

fn saying(view: &View, arm: usize, flows: &[(usize, usize, Mean)]) -> Saying {
    let years = view.years(&view.window);
    let booked = view.mean(arm, &|cell| sum(cell, &view.window, Measure::Bookings) / years);
    let known = view.mean(arm, &|cell| Counts::of(cell, &view.window, years).known);
    let of = |from: usize, to: usize| {
        let found = flows.iter().find(|flow| (flow.0, flow.1) == (from, to));
        found.map_or_else(|| "–".to_owned(), |(_, _, mean)| words::estimate(mean))
    };
    Saying {
        title: format!("Pipeline: {}", view.arms()[arm].label),
        takeaway: format!(
            "A year, {} bookings bring {} people to ICE’s notice; it asks for {}; the jail hands \
             over {}, and {} are found at large.",
            words::estimate(&booked),
            words::estimate(&known),
            of(KNOWN, ASKED),
            of(HANDED, ARRESTED),
            of(STREET, ARRESTED)
        ),
        caption: format!(
            "People a year, {}; {}. “Found at large” includes bystanders and \
             people not known from a jail. Counts are of events within this time, not of one group of \
             people followed: “neither, within this time” is what is detained less what is removed \
             or released on bond.",
            view.period(&view.window),
            view.sureness()
        ),
    }
}

fn data(flows: &[(usize, usize, Mean)]) -> Data {
    let mut data = Data::new(&["from", "to", "people a year", "low", "high", "replicates"]);
    for (from, to, mean) in flows {
        data.rows.push(vec![
            NODES[*from].0.into(),
            NODES[*to].0.into(),
            mean.value.into(),
            Datum::Number(mean.low),
            Datum::Number(mean.high),
            Datum::Number(mean.number as f64),
        ]);
    }
    data
}

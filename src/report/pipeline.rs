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
//! What is not counted by itself is what remains, reckoned replicate by replicate. Where more go out
//! of a stage than come in, they were in it when the time began: they come "from before". So no flow
//! is below zero, and as many go out of every stage as come in.

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
const BEFORE: usize = 18;

/// In the order of the numbers above: label, column, how far down, kind. How far down is the same
/// under every arm, so that their pictures can be compared.
const NODES: [(&str, usize, f64, Tone); 19] = [
    ("Known to ICE in jail", 0, 2.0, Tone::Custody),
    ("Asked for", 1, 2.0, Tone::Federal),
    ("Not asked for", 1, 5.0, Tone::Ended),
    ("Jail hands over or holds", 2, 2.0, Tone::Custody),
    ("Jail tells ICE, no more", 2, 3.0, Tone::Custody),
    ("Jail declines", 2, 4.0, Tone::Custody),
    ("Request taken back", 2, 5.0, Tone::Ended),
    ("To prison, or still in", 2, 6.0, Tone::Ended),
    ("Released from jail", 3, 3.5, Tone::Street),
    ("Handed over by prison", 3, 1.2, Tone::Custody),
    ("Found at large", 3, 0.8, Tone::Street),
    ("Arrested by ICE", 4, 1.5, Tone::Federal),
    ("Free, looked for", 4, 4.5, Tone::Street),
    ("Detained", 5, 1.5, Tone::Federal),
    ("Let go, no bed free", 5, 3.0, Tone::Street),
    ("Removed", 6, 1.0, Tone::Ended),
    ("Released on bond", 6, 2.0, Tone::Street),
    ("Neither, within this time", 6, 3.0, Tone::Street),
    ("From before this time", 0, -2.0, Tone::Neutral),
];

/// The counts that the flows are made from, a year.
#[derive(Default)]
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
            // The prison's are counted by themselves, and at the door ICE is only told.
            handed: all(Measure::Holds)
                + how(Handover::Secure)
                + how(Handover::Contractor)
                + how(Handover::Warrant)
                + how(Handover::WarrantService)
                + how(Handover::Jail287g),
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
        let mut flows = Links::default();
        let now = self.asked.min(self.known);
        flows.add(KNOWN, ASKED, now);
        flows.add(BEFORE, ASKED, self.asked - now);
        flows.add(KNOWN, NOT_ASKED, self.known - now);
        flows.add(ASKED, HANDED, self.handed);
        flows.add(ASKED, TOLD, self.told);
        flows.add(ASKED, DECLINED, self.declined);
        flows.add(ASKED, LIFTED, self.lifted);
        flows.balance(ASKED, INSIDE);
        flows.add(HANDED, ARRESTED, self.transfers);
        flows.balance(HANDED, OUT);
        flows.add(TOLD, OUT, self.told);
        flows.add(DECLINED, OUT, self.declined);
        flows.add(OUT, ARRESTED, self.at_door);
        flows.balance(OUT, FREE);
        flows.add(PRISON, ARRESTED, self.prison);
        flows.add(STREET, ARRESTED, self.at_large);
        flows.add(ARRESTED, DETAINED, self.detained);
        flows.balance(ARRESTED, NO_BED);
        flows.add(DETAINED, REMOVED, self.removed);
        flows.add(DETAINED, BOND, self.bonded);
        flows.balance(DETAINED, OTHER);
        flows.0
    }
}

/// Flows from stage to stage. Every run has the same ones, some of nobody.
#[derive(Default)]
struct Links(Vec<(usize, usize, f64)>);

impl Links {
    fn add(&mut self, from: usize, to: usize, number: f64) {
        match self.0.iter_mut().find(|link| (link.0, link.1) == (from, to)) {
            Some(link) => link.2 += number,
            None => self.0.push((from, to, number)),
        }
    }

    /// What came into a stage and did not go out goes to `rest`; what went out and did not come in
    /// comes from before.
    fn balance(&mut self, stage: usize, rest: usize) {
        let over = surplus(&self.0, stage);
        self.add(stage, rest, over.max(0.0));
        self.add(BEFORE, stage, (-over).max(0.0));
    }
}

/// What comes into a stage less what goes out.
fn surplus(links: &[(usize, usize, f64)], stage: usize) -> f64 {
    let into: f64 = links.iter().filter(|link| link.1 == stage).map(|link| link.2).sum();
    let out: f64 = links.iter().filter(|link| link.0 == stage).map(|link| link.2).sum();
    into - out
}

fn flows(view: &View, arm: usize) -> Vec<(usize, usize, Mean)> {
    let years = view.years(&view.window);
    let cells = view.results.cells.get(arm).into_iter().flatten();
    // Whole people are balanced, then shared out over the years: nothing is left of rounding.
    let runs: Vec<_> = cells.map(|cell| Counts::of(cell, &view.window, 1.0).flows()).collect();
    let Some(first) = runs.first() else { return Vec::new() };
    let mean = |nth: usize| {
        let values: Vec<f64> = runs.iter().map(|run| run[nth].2 / years).collect();
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
    // What is not there is not drawn; remainders of sums of floating-point numbers are not people.
    let links = flows.iter().filter(|(_, _, mean)| mean.value > 1e-6);
    let used: Vec<usize> = (0..NODES.len())
        .filter(|node| links.clone().any(|(from, to, _)| from == node || to == node))
        .collect();
    let place = |node: usize| used.iter().position(|one| *one == node).unwrap_or(0);
    let nodes = used.iter().map(|&node| {
        let (label, column, lane, tone) = NODES[node];
        SankeyNode { label: label.to_owned(), column, lane, tone }
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
    let asked = view.mean(arm, &|cell| Counts::of(cell, &view.window, years).asked);
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
            words::estimate(&asked),
            of(HANDED, ARRESTED),
            of(STREET, ARRESTED)
        ),
        caption: format!(
            "People a year, {}; {}. “Found at large” includes bystanders and \
             people not known from a jail. Counts are of events within this time, not of one group of \
             people followed: “from before this time” are those who were at a stage when it began, \
             “neither, within this time” is what is detained less what is removed or released on \
             bond.",
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A quiet year, and one in which more is answered, handed over, arrested at the door and
    /// removed than was asked, agreed, let out and detained in it.
    fn years() -> [Counts; 2] {
        let quiet = Counts {
            known: 100.0,
            asked: 60.0,
            lifted: 3.0,
            handed: 20.0,
            told: 10.0,
            declined: 15.0,
            transfers: 18.0,
            at_door: 4.0,
            prison: 5.0,
            at_large: 9.0,
            detained: 30.0,
            removed: 20.0,
            bonded: 6.0,
        };
        let late = Counts {
            known: 50.0,
            asked: 52.0,
            handed: 60.0,
            transfers: 61.0,
            told: 2.0,
            at_door: 3.0,
            detained: 70.0,
            removed: 90.0,
            ..Counts::default()
        };
        [quiet, late]
    }

    #[test]
    fn no_flow_is_below_zero_and_every_stage_balances() {
        let through = [ASKED, HANDED, TOLD, DECLINED, OUT, ARRESTED, DETAINED];
        for flows in years().map(|year| year.flows()) {
            assert!(flows.iter().all(|flow| flow.2 >= 0.0), "{flows:?}");
            for stage in through {
                assert!(surplus(&flows, stage).abs() < 1e-9, "{}: {flows:?}", NODES[stage].0);
            }
        }
    }

    #[test]
    fn what_went_out_and_did_not_come_in_was_there_before() {
        let [quiet, late] = years().map(|year| year.flows());
        let of = |flows: &[(usize, usize, f64)], from, to| {
            flows.iter().find(|flow| (flow.0, flow.1) == (from, to)).map(|flow| flow.2)
        };
        assert!(quiet.iter().all(|flow| flow.0 != BEFORE || flow.2 == 0.0), "{quiet:?}");
        assert_eq!(of(&quiet, ASKED, INSIDE), Some(12.0));
        // 62 answers to 52 requests, two of them for people known before; and so on.
        assert_eq!(of(&late, BEFORE, ASKED), Some(2.0 + 10.0));
        assert_eq!(of(&late, ASKED, INSIDE), Some(0.0));
        assert_eq!(of(&late, BEFORE, HANDED), Some(1.0));
        assert_eq!(of(&late, BEFORE, OUT), Some(1.0));
        assert_eq!(of(&late, BEFORE, ARRESTED), Some(6.0));
        assert_eq!(of(&late, BEFORE, DETAINED), Some(20.0));
    }

    #[test]
    fn runs_have_the_same_flows_in_the_same_order() {
        let names = years().map(|year| year.flows().into_iter().map(|f| (f.0, f.1)).collect());
        let [quiet, late]: [Vec<(usize, usize)>; 2] = names;
        assert_eq!(quiet, late);
    }
}

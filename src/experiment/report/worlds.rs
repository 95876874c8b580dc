//! The policies over the sampled worlds: in how many an arm has less or more, and what one outcome costs in
//! another.

use super::{MOST_CHARTS, Told, View, label};
use crate::chart::{Tradeoff, TradeoffArm, Worlds, tradeoff, worlds};
use crate::experiment::outputs::no_sample;
use crate::experiment::rank::Ranked;
use crate::report::figure::{Figures, Saying};
use crate::report::page::Section;
use crate::report::table::{Data, Datum, scrolled};
use crate::report::words::counted;
use crate::sweep::outcome::Outcome;
use maud::{Markup, html};

use super::decides::drawn;

pub(super) fn section(view: &View, told: &Told, figures: &mut Figures) -> Section {
    let arms = view.folder.file.scenario.arms.len();
    let body = match (&told.outputs.worlds, told.ranked.first()) {
        (None, _) => html! { p { (no_sample(view.folder, "This part")) "." } },
        (Some(_), None) => html! { p { "There is one arm: nothing to compare it with." } },
        (Some(sampled), Some(first)) => html! {
            p {
                "A world is a point of the sample: one number for each parameter. "
                (counted(sampled.len(), "world", "worlds"))
                " are compared, each under all " (arms) " arms. Less is not better and more is not worse "
                "here: which is wanted is not for a program to say."
            }
            @for note in &first.notes { p.note { (note) } }
            (tradeoffs(view, told, figures).unwrap_or_default())
            @for (nth, ranked) in told.ranked.iter().enumerate() {
                @if nth < MOST_CHARTS { (figure(view, nth, ranked, figures)) }
                @else { h3 { (label(ranked.outcome)) } @for pair in &ranked.pairs { p { (pair) } } }
                (regrets(view, ranked))
            }
        },
    };
    Section { id: "worlds", title: "In how many worlds", body }
}

fn figure(view: &View, nth: usize, ranked: &Ranked, figures: &mut Figures) -> Markup {
    let duels = &ranked.lower.duels;
    let arms: Vec<String> = (0..duels.len()).map(|arm| view.arm(arm).to_owned()).collect();
    let wins = (0..arms.len())
        .map(|one| {
            (0..arms.len())
                .map(|other| (one != other).then(|| drawn(duels[one][other].wins)))
                .collect()
        })
        .collect();
    let chart = Worlds {
        better: "a lower number".to_owned(),
        worlds: ranked.worlds,
        arms,
        wins,
        all: "none has less".to_owned(),
        best: ranked.lower.regrets.iter().map(|regret| Some(drawn(regret.best))).collect(),
        ..Worlds::default()
    };
    let mut data = Data::new(&["arm", "has less than", "share of worlds", "low", "high", "worlds"]);
    for row in chart.rows() {
        let Some(wins) = row.wins else { continue };
        let numbers = [wins.value, wins.low, wins.high, ranked.worlds as f64].map(Datum::Number);
        let words = [row.arm.into(), row.other.into()];
        data.rows.push(words.into_iter().chain(numbers).collect());
    }
    let saying = Saying {
        title: format!("{}: which arm has less", label(ranked.outcome)),
        takeaway: ranked.pairs.iter().take(3).cloned().collect::<Vec<_>>().join(" "),
        caption: "In brackets: 95 % intervals over worlds (Wilson).".to_owned(),
    };
    figures.add(&format!("worlds-{}", nth + 1), &saying, &data, &|_| worlds(&chart))
}

fn regrets(view: &View, ranked: &Ranked) -> Markup {
    let name = format!("{}: regret", label(ranked.outcome));
    html! {
        p.note { "How far each arm is from the one with least and from the one with most, in " (ranked.outcome.unit) ":" }
        (scrolled(&name, html! {
            table {
                thead { tr { @for head in &ranked.columns { th scope="col" { (head) } } } }
                tbody { @for (arm, row) in ranked.rows.iter().enumerate() {
                    tr { th scope="row" { (view.arm(arm)) }
                        @for cell in row.iter().skip(1) { td.number { (cell) } } }
                } }
            }
        }))
    }
}

/// The first outcome against the first of another concern, or the second.
fn tradeoffs(view: &View, told: &Told, figures: &mut Figures) -> Option<Markup> {
    let outcomes = told.outputs.outcomes();
    let (x, rest) = outcomes.split_first()?;
    let y = rest.iter().find(|other| other.heading != x.heading).or(rest.first())?;
    let sampled = told.outputs.worlds.as_ref()?;
    let of = |outcome: &Outcome, arm: usize| {
        told.outputs.means_at(told.outputs.of_arm(outcome, arm), sampled)
    };
    let arm = |arm: usize| TradeoffArm {
        name: view.arm(arm).to_owned(),
        worlds: of(x, arm).into_iter().zip(of(y, arm)).collect(),
    };
    let axis = |outcome: &Outcome| format!("{} ({})", label(outcome), outcome.unit);
    let chart = Tradeoff {
        x_label: axis(x),
        y_label: axis(y),
        arms: (0..view.folder.file.scenario.arms.len()).map(arm).collect(),
        ..Tradeoff::default()
    };
    let mut data = Data::new(&[
        "arm",
        "worlds",
        "median",
        "tenth",
        "nine tenths",
        "median",
        "tenth",
        "nine tenths",
    ]);
    for row in chart.rows() {
        let numbers = [row.x, row.y].into_iter().flat_map(|e| [e.value, e.low, e.high]);
        let numbers = std::iter::once(row.worlds as f64).chain(numbers).map(Datum::Number);
        data.rows.push(std::iter::once(row.name.into()).chain(numbers).collect());
    }
    let saying = Saying {
        title: format!("{} against {}", label(x), label(y)),
        takeaway: "Every point is a world under an arm; the large marks are medians.".to_owned(),
        caption: format!(
            "{}. The table has medians; every point is in results.csv beside this page.",
            view.behind()
        ),
    };
    Some(figures.add("tradeoff", &saying, &data, &|_| tradeoff(&chart)))
}

//! How much of the spread is chance, and what it saves that points and arms share their luck.

use super::decides::drawn;
use super::{Told, View, label};
use crate::chart::{Estimate, Split, SplitRow, split};
use crate::experiment::finding::Finding;
use crate::report::figure::{Figures, Saying};
use crate::report::page::Section;
use crate::report::table::{Data, Datum, scrolled};
use crate::report::words::{self, counted};
use crate::sensitivity::Resampling;
use crate::sweep::outcome::Outcome;
use maud::{Markup, html};

pub(super) fn section(view: &View, told: &Told, figures: &mut Figures) -> Section {
    let replicates = told.outputs.replicates;
    let body = html! {
        @if replicates < 2 {
            p {
                "There is one replicate of each point, so that chance cannot be told from what the "
                "parameters do. " code { "jurisim sweep expand FOLDER --add-replicates 3" } " adds some."
            }
        } @else {
            @if told.outputs.worlds.is_some() {
                (width(view, told, figures))
            } @else {
                p {
                    "How much of an interval is chance is told where points are a sample of all that may be: "
                    "with a design of kind lhs or saltelli."
                }
            }
            h3 { "What shared luck saves" }
            p {
                "With 2 to 1, twice as many replicates with luck of their own would be needed for a "
                "difference that is as sure. Between points: for the difference that a parameter makes, as "
                "replicate r has the same luck at every point. Between arms: for the difference that a "
                "policy makes, as it has the same luck in every arm."
            }
            (saved(view, told))
            p.note {
                "Ratios of variances over replicates, within points; in brackets the 95\u{a0}% bootstrap "
                "interval over points, with the "
                (counted(replicates, "replicate", "replicates")) " that there are. Below 1 pairing would cost."
            }
        }
    };
    Section { id: "chance", title: "How much is chance", body }
}

/// Why each interval is as wide as it is.
fn width(view: &View, told: &Told, figures: &mut Figures) -> Markup {
    let row = |finding: &Finding| {
        let numbers = finding.numbers.as_ref()?;
        let [value, low, high] = numbers.runs;
        Some(SplitRow {
            label: view.heading(finding),
            unit: finding.outcome.unit.to_owned(),
            interval: Estimate { value, low, high },
            chance: drawn(numbers.chance.as_ref()?.chance),
        })
    };
    let chart = Split { rows: told.findings.iter().filter_map(row).collect(), ..Split::default() };
    let mut data = Data::new(&[
        "outcome",
        "unit",
        "median run",
        "from",
        "to",
        "share of chance",
        "low",
        "high",
    ]);
    for row in &chart.rows {
        let numbers = [row.interval, row.chance].into_iter();
        let numbers = numbers.flat_map(|e| [e.value, e.low, e.high].map(Datum::Number));
        let words = [row.label.clone().into(), row.unit.clone().into()];
        data.rows.push(words.into_iter().chain(numbers).collect());
    }
    let saying = Saying {
        title: "Why runs differ: parameters, or chance".to_owned(),
        takeaway: takeaway(&chart),
        caption: format!(
            "{}. Numbers: median of single runs over all points, and what 19 of 20 runs lie between. The \
             parts add up in variance, not in width. Whiskers: 95 %, bootstrap over points.",
            view.behind()
        ),
    };
    figures.add("width", &saying, &data, &|_| split(&chart))
}

fn takeaway(chart: &Split) -> String {
    let mut shares: Vec<(&str, f64)> =
        chart.rows().iter().map(|(row, _, chance)| (row.label.as_str(), chance.value)).collect();
    shares.sort_by(|one, other| other.1.total_cmp(&one.1));
    let (Some(first), Some(last)) = (shares.first(), shares.last()) else { return String::new() };
    let told = |(name, share): &(&str, f64)| format!("{} of {name}", words::percent(*share));
    match shares.len() {
        1 => format!("Of the spread of single runs chance is {}.", told(first)),
        _ => format!("Chance is most for {} and least for {}.", at(first), at(last)),
    }
}

fn at((name, share): &(&str, f64)) -> String {
    format!("{name} ({})", words::percent(*share))
}

fn saved(view: &View, told: &Told) -> Markup {
    let arms = view.folder.file.scenario.arms.len();
    scrolled(
        "What shared luck saves",
        html! {
            table {
                thead { tr {
                    th scope="col" { "Outcome" } th scope="col" { "Between points, " (view.of(None)) }
                    @for arm in 1..arms { th scope="col" { (view.of(Some(arm))) } }
                } }
                tbody { @for outcome in told.outputs.outcomes() {
                    tr {
                        th scope="row" { (label(outcome)) }
                        td { (between_points(told, outcome)) }
                        @for arm in 1..arms { td { (between_arms(told, outcome, arm)) } }
                    }
                } }
            }
        },
    )
}

fn between_points(told: &Told, outcome: &Outcome) -> String {
    let outputs = told.outputs.of_arm(outcome, 0);
    match told.outputs.two_level().components(outputs, &Resampling::NONE) {
        Ok(found) if found.own <= 0.0 && found.common <= 0.0 => "no chance".to_owned(),
        Ok(found) => format!("{} to 1", times(found.worth_of_common_luck())),
        Err(_) => "no chance".to_owned(),
    }
}

fn between_arms(told: &Told, outcome: &Outcome, arm: usize) -> String {
    let (base, arm) = (told.outputs.of_arm(outcome, 0), told.outputs.of_arm(outcome, arm));
    let resampling = Resampling { samples: 200, ..Resampling::default() };
    match told.outputs.two_level().saved_by_pairs(base, arm, &resampling) {
        Ok(saved) if saved.value.is_infinite() => "chance moves both alike".to_owned(),
        Ok(saved) => {
            format!("{} to 1 [{}, {}]", times(saved.value), times(saved.low), times(saved.high))
        }
        Err(_) => "no chance".to_owned(),
    }
}

fn times(ratio: f64) -> String {
    if ratio.is_finite() { words::times(ratio) } else { "many".to_owned() }
}

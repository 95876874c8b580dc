//! Whether a larger sample would say something else.

use super::decides::MOST_ROWS;
use super::{MOST_CHARTS, Told, View};
use crate::chart::{Convergence, ConvergenceLine, Estimate, convergence};
use crate::experiment::finding::{Finding, Numbers, grows};
use crate::report::figure::{Figures, Saying};
use crate::report::page::Section;
use crate::report::table::Data;
use crate::sensitivity::convergence::Growth;
use maud::{Markup, html};

/// The section; none where no design grows.
pub(super) fn section(view: &View, told: &Told, figures: &mut Figures) -> Option<Section> {
    let grown = |finding: &'_ Finding| {
        let numbers = finding.numbers.as_ref()?;
        numbers.growth.as_ref().filter(|growth| growth.steps.len() > 1)?;
        Some(())
    };
    let all: Vec<(usize, &Finding)> =
        told.findings.iter().enumerate().filter(|(_, one)| grown(one).is_some()).collect();
    (!all.is_empty()).then(|| Section {
        id: "converged",
        title: "Is the sample large enough?",
        body: html! {
            p {
                "The same indices from growing parts of the sample. Lines that are flat on the right would "
                "not move much if there were more; lines that cross there say nothing of the order."
            }
            @if all.len() > MOST_CHARTS {
                p.note { "The first " (MOST_CHARTS) " of " (all.len()) " answers are drawn." }
            }
            @for (nth, finding) in all.iter().take(MOST_CHARTS) {
                @if let Some(numbers) = &finding.numbers { (figure(view, (*nth, finding, numbers), figures)) }
            }
        },
    })
}

fn figure(
    view: &View,
    (nth, finding, numbers): (usize, &Finding, &Numbers),
    figures: &mut Figures,
) -> Markup {
    let Some(growth) = &numbers.growth else { return html! {} };
    let told = finding.said.sure.iter().find(|sentence| sentence.starts_with("Converged"));
    let saying = Saying {
        title: view.heading(finding),
        takeaway: told.cloned().unwrap_or_default(),
        caption: format!(
            "At most the {MOST_ROWS} parameters whose index is largest with the whole sample, without \
             intervals; shaded: the noise floor of the whole sample."
        ),
    };
    let chart = drawing(numbers, growth);
    figures.add(&format!("converged-{}", nth + 1), &saying, &data(&chart), &|_| convergence(&chart))
}

fn drawing(numbers: &Numbers, growth: &Growth) -> Convergence {
    let (x, y) = grows(&numbers.found);
    let names = numbers.names.iter().take(numbers.names.len() - 1);
    let line = |(column, name): (usize, &String)| ConvergenceLine {
        label: name.clone(),
        values: growth
            .steps
            .iter()
            .map(|step| Estimate::exact(step.indices.get(column).copied().unwrap_or(f64::NAN)))
            .collect(),
    };
    // A mean effect has a unit, and its share has none.
    let has_floor = !matches!(numbers.found, crate::experiment::finding::Found::Screened(_));
    Convergence {
        x_label: x.to_owned(),
        y_label: y.to_owned(),
        sizes: growth.steps.iter().map(|step| step.size).collect(),
        lines: largest(names.enumerate().map(line).collect()),
        floor: has_floor.then_some(numbers.floor),
        ..Convergence::default()
    }
}

/// The lines that end highest or lowest: more of them say nothing more.
fn largest(mut lines: Vec<ConvergenceLine>) -> Vec<ConvergenceLine> {
    let size = |line: &ConvergenceLine| line.values.last().map_or(0.0, |last| last.value.abs());
    lines.sort_by(|one, other| size(other).total_cmp(&size(one)));
    lines.truncate(MOST_ROWS);
    lines
}

fn data(chart: &Convergence) -> Data {
    let sizes: Vec<String> = chart.sizes.iter().map(u32::to_string).collect();
    let head: Vec<&str> =
        std::iter::once("parameter").chain(sizes.iter().map(String::as_str)).collect();
    let mut data = Data::new(&head);
    data.rows = chart
        .lines
        .iter()
        .map(|line| {
            let values = line.values.iter().map(|one| one.value.into());
            std::iter::once(line.label.clone().into()).chain(values).collect()
        })
        .collect();
    data
}

//! The answer: for each outcome, and for each difference between arms, what decides and how sure that is.

use super::{Told, View, label};
use crate::event::Word;
use crate::experiment::finding::Finding;
use crate::experiment::sentences::is_settled;
use crate::report::page::Section;
use crate::report::table::scrolled;
use crate::report::words::{capital, counted, list, percent};
use crate::scenario::parameters::Grade;
use crate::sensitivity::{Design, Shape};
use crate::sweep::outcome::Outcome;
use maud::{Markup, html};

pub(super) fn section(view: &View) -> Section {
    let body = match &view.told {
        Ok(told) => html! {
            (reading(view))
            (in_short(view, told))
            @for (outcome, findings) in by_outcome(told) { (card(view, outcome, &findings)) }
            h3 { "Before this is used" }
            ul.caveats { @for caveat in caveats(view, told) { li { (caveat) } } }
        },
        Err(refusal) => html! {
            p.notice { strong { "There is no answer. " } (refusal) "." }
            p { "Which cells failed, with their seeds and errors, stands below." }
        },
    };
    Section { id: "answer", title: "The answer", body }
}

fn reading(view: &View) -> Markup {
    let what = match &view.design {
        Design::OneAtATime => {
            "Each parameter is moved alone, to its low and to its high, with all others at their values. \
             Said is how far that moves the number."
        }
        Design::Factorial(_) => {
            "The parameters are moved to every combination of a few levels. A total is the share of the \
             spread over this grid that goes with a parameter, alone or together with others."
        }
        Design::LatinHypercube(_) => {
            "All parameters are moved at once. A rank regression coefficient, from −1 to 1, says how \
             steadily a number rises or falls with a parameter."
        }
        Design::Morris(_) => {
            "The parameters are moved one after another along trajectories. mu* is the mean size of what \
             one does on its way over its whole range, in the unit of the outcome."
        }
        Design::Saltelli(_) => {
            "All parameters are moved at once. A total is the share of the spread that would stay if all \
             but this parameter were known: what it does alone and together with others."
        }
    };
    html! {
        p {
            (what) " In brackets: 95\u{a0}% intervals. What a number in no model (a dummy) reaches, or "
            "chance if that is more, is the noise floor; what is not surely above it is not told from noise."
        }
    }
}

/// All answers as one table.
fn in_short(view: &View, told: &Told) -> Markup {
    scrolled(
        "The answer in short",
        html! {
            table {
                thead { tr {
                    th scope="col" { "Outcome" } th scope="col" { "Of what" } th scope="col" { "Leads" }
                    th scope="col" { "Told from noise" } th scope="col" { "Chance in single runs" }
                    th scope="col" { "Converged" }
                } }
                tbody { @for finding in &told.findings { tr {
                    td { (label(finding.outcome)) } td { (view.of(finding.arm)) }
                    td { (finding.said.leader()) }
                    td.number { (finding.said.told) }
                    td.number { (chance_of(finding)) } td { (settled(finding)) }
                } } }
            }
        },
    )
}

fn chance_of(finding: &Finding) -> String {
    let chance = finding.numbers.as_ref().and_then(|numbers| numbers.chance.as_ref());
    chance.map_or("–".to_owned(), |chance| percent(chance.chance.value))
}

fn settled(finding: &Finding) -> &'static str {
    let growth = finding.numbers.as_ref().and_then(|numbers| numbers.growth.as_ref());
    match is_settled(growth) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "–",
    }
}

type Of<'a> = (&'static Outcome, Vec<&'a Finding>);

fn by_outcome(told: &Told) -> Vec<Of<'_>> {
    let mut all: Vec<Of> = Vec::new();
    for finding in &told.findings {
        match all.iter_mut().find(|(outcome, _)| outcome.id == finding.outcome.id) {
            Some((_, findings)) => findings.push(finding),
            None => all.push((finding.outcome, vec![finding])),
        }
    }
    all
}

fn card(view: &View, outcome: &Outcome, findings: &[&Finding]) -> Markup {
    html! {
        article.card {
            h3 { (label(outcome)) " " span.note { "(" (outcome.unit) ")" } }
            ul {
                @for finding in findings {
                    li {
                        strong { (view.of(finding.arm)) ". " }
                        (finding.said.answer)
                        " " span.note {
                            (finding.said.spread)
                            @for sentence in &finding.said.sure { " " (sentence) }
                        }
                    }
                }
            }
        }
    }
}

fn caveats(view: &View, told: &Told) -> Vec<String> {
    let file = &view.folder.file;
    let swept = &file.targets;
    let weak = |grade: Grade| matches!(grade, Grade::Judgement | Grade::Contested);
    let judged = swept.iter().filter(|(_, sourced)| weak(sourced.grade)).count();
    let held = file.scenario.parameters.iter().count() - swept.len();
    let shape = match file.shape {
        Shape::Pert => "as likelier near its value than at its ends (PERT)",
        Shape::Uniform => "as equally likely anywhere between low and high",
    };
    let mut all = vec![format!(
        "A parameter decides much if its range is wide. The ranges are those of the scenario, and {judged} of \
         the {} swept have one that is judgement or contested: other ranges may give another order. Each is \
         taken {shape}, and as independent of all others.",
        swept.len()
    )];
    all.extend(leaders(view, told));
    if held > 0 {
        all.push(format!(
            "{} and all mechanisms and policies are held as the scenario has them: what they do is not in \
             these shares.",
            capital(&counted(held, "other parameter", "other parameters"))
        ));
    }
    all.push(
        "All of this is about the model: which of its numbers move its results. It does not say that the \
         results are right."
            .to_owned(),
    );
    let not_settled = |finding: &&Finding| settled(finding) == "no";
    let open = told.findings.iter().filter(not_settled).count();
    if open > 0 {
        all.push(format!(
            "{open} of {} are not converged: a larger sample would move their indices.",
            counted(told.findings.len(), "answer", "answers")
        ));
    }
    if view.folder.cells.replicates() == 1 {
        let what =
            "There is one replicate of each point: what is chance is not told from what is not.";
        all.push(what.to_owned());
    }
    if view.gaps.is_empty() {
        return all;
    }
    all.push(format!(
        "{} failed; their points are left out.",
        counted(view.failed(), "cell", "cells")
    ));
    all
}

/// The grades of the parameters that lead somewhere.
fn leaders(view: &View, told: &Told) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for first in told.findings.iter().map(|finding| finding.said.leader()) {
        let grade = view.grade(first);
        let told = grade.map(|grade| format!("{first} ({})", grade.name()));
        names.extend(told.filter(|told| !names.contains(told)));
    }
    (!names.is_empty())
        .then(|| format!("What leads an answer, with the grade of its range: {}.", list(&names)))
}

impl View<'_> {
    /// How well the range of a parameter is known.
    pub(super) fn grade(&self, name: &str) -> Option<Grade> {
        let file = &self.folder.file;
        let at = file.space.parameters().iter().position(|known| known.name == name)?;
        Some(file.targets[at].1.grade)
    }
}

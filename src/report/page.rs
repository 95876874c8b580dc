//! The page around the sections.

use super::figure::Figures;
use super::view::View;
use super::words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A part of the report.
pub(crate) struct Section {
    /// Where links point to.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it says.
    pub body: Markup,
}

/// Nothing is asked of any network, whatever a scenario's text says.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// What is around the sections.
pub(crate) struct Cover<'a> {
    /// What the page is about.
    pub title: &'a str,
    /// Above the sections.
    pub head: Markup,
    /// The version of the program.
    pub engine: &'a str,
    /// What names that which is told of.
    pub record: &'a str,
}

/// The report of a comparison.
pub(super) fn page(view: &View, sections: &[Section], figures: &Figures) -> String {
    let (title, head) = (view.scenario.title.as_str(), head(view));
    let (engine, record) = (view.input.engine, view.input.record);
    whole(&Cover { title, head, engine, record }, sections, figures)
}

/// The whole page.
pub(crate) fn whole(cover: &Cover, sections: &[Section], figures: &Figures) -> String {
    let title = cover.title;
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – jurisim report" }
                style { (PreEscaped(include_str!("page.css"))) }
            }
            body {
                a.skip href="#answer" { "To the answer" }
                (cover.head)
                (contents(sections))
                main {
                    @for section in sections {
                        section id=(section.id) aria-labelledby={ "h-" (section.id) } {
                            h2 id={ "h-" (section.id) } { (section.title) }
                            (section.body)
                        }
                    }
                }
                footer { p {
                    "jurisim " (cover.engine) " · record " (cover.record)
                    " · synthetic people; not a prediction about any person"
                } }
                p.spoken #told role="status" aria-live="polite" {}
                script #data type="application/json" { (PreEscaped(figures.block())) }
                script { (PreEscaped(include_str!("page.js"))) }
            }
        }
    };
    markup.into_string()
}

fn head(view: &View) -> Markup {
    let scenario = view.scenario;
    let (span, place) = (&scenario.span, &scenario.place);
    html! {
        header {
            p.kind { "Comparison of policies · report of a simulation" }
            h1 { (scenario.title) }
            p.scope {
                strong { "Synthetic people; not a prediction about any person. " }
                "The same made-up county is run under each policy with the same luck; what is "
                "reported is what the policies change, and how sure that is."
            }
            dl.facts {
                div { dt { "Place" } dd {
                    (place.name) ", " (words::fixed(place.residents() as f64, 0)) " residents" } }
                div { dt { "Counted" } dd {
                    (span.count_from) " to " (span.end)
                    @if span.start < span.count_from { ", after a warm-up from " (span.start) } } }
                div { dt { "Arms" } dd { (view.arms().len()) } }
                div { dt { "Replicates of each" } dd {
                    (view.replicates) @if !view.has_intervals() { " (no intervals)" } } }
                div { dt { "Record" } dd { code { (view.input.record) } } }
                div { dt { "Engine" } dd { "jurisim " (view.input.engine) } }
            }
        }
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="Contents" {
            ol {
                @for section in sections {
                    li { a href={ "#" (section.id) } { (section.title) } }
                }
            }
        }
    }
}

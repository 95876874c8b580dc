//! The analyst's finished runs: what is in the folder of runs, by id, with report, charts and cases.
//!
//! An id is looked up among the runs that are there, and a file among those that the run's manifest
//! lists, by number: no name comes from a request. What was changed since it was written is not
//! shown.

use super::reply::{self, Reply};
use super::routes::Id;
use crate::disk::{Disk, What};
use crate::runs::cases::{Found, NAMED, find};
use crate::runs::chosen::choose_in;
use crate::runs::telling::told;
use crate::runs::why::{Question, name_of};
use crate::runs::{RunFolder, Trouble};
use hyper::StatusCode;
use maud::{DOCTYPE, Markup, html};
use std::path::{Path, PathBuf};

/// Cases of each pattern.
const CASES: usize = 5;

/// What a report may do: its own script and style stand in it. Whatever else may have been put into
/// the file has no way to ask this server for anything.
const REPORT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
     script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; sandbox allow-scripts";

/// A chart may be drawn, and nothing else.
const CHART_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// The folder of runs.
#[derive(Clone, Debug)]
pub(super) struct Records {
    disk: Disk,
    outputs: PathBuf,
}

impl Records {
    /// Of a folder, which need not be there.
    pub(super) fn new(outputs: &Path) -> Records {
        Records { disk: Disk::real(), outputs: outputs.to_owned() }
    }

    /// All finished runs by name, and how many folders hold one that cannot be read.
    fn all(&self) -> Result<(Vec<RunFolder>, usize), Trouble> {
        if self.disk.what(&self.outputs)?.is_none() {
            return Ok((Vec::new(), 0));
        }
        let (mut runs, mut unread) = (Vec::new(), 0);
        for entry in self.disk.list(&self.outputs)? {
            let name = entry.path.file_name().and_then(|name| name.to_str()).unwrap_or(".");
            if entry.what != What::Folder || name.starts_with('.') {
                continue;
            }
            match RunFolder::open(&self.disk, &entry.path) {
                Ok(run) if run.manifest.finished => runs.push(run),
                // Another command's folder, or one on its way.
                Ok(_) | Err(Trouble::Input(_)) => {}
                Err(_) => unread += 1,
            }
        }
        Ok((runs, unread))
    }

    /// A run by its id.
    fn run(&self, id: Id) -> Result<Option<RunFolder>, Trouble> {
        Ok(self.all()?.0.into_iter().find(|run| id_of(run) == Some(id)))
    }

    /// The list of all.
    pub(super) fn list(&self) -> Reply {
        answered(self.all().map(|(runs, unread)| Some(listed(&self.outputs, &runs, unread))))
    }

    /// One run: what it is, its report, charts and cases.
    pub(super) fn record(&self, id: Id) -> Reply {
        answered(self.run(id).map(|run| run.map(|run| told_of(&run, id))))
    }

    /// The people of a run to whom something happened that is often asked about.
    pub(super) fn cases(&self, id: Id) -> Reply {
        let found = |run: &RunFolder| cases(run).map(|found| listed_cases(&found, id));
        answered(self.run(id).and_then(|run| run.as_ref().map(found).transpose()))
    }

    /// A run's report.
    pub(super) fn report(&self, id: Id) -> Reply {
        let bytes = self.bytes(id, |_| Some("report.html".to_owned()));
        answered(bytes.map(|bytes| bytes.map(|bytes| reply::page(bytes, REPORT_POLICY))))
    }

    /// One of a run's charts.
    pub(super) fn chart(&self, id: Id, number: u32) -> Reply {
        let nth = usize::try_from(number).unwrap_or(usize::MAX);
        let bytes = self.bytes(id, |run| charts(run).get(nth).map(|name| (*name).to_owned()));
        let drawn = |bytes: Vec<u8>| {
            let body = reply::Content::Whole(bytes.into());
            reply::reply(StatusCode::OK, "image/svg+xml", CHART_POLICY, body)
        };
        answered(bytes.map(|bytes| bytes.map(drawn)))
    }

    /// The bytes of a file that a run's manifest lists.
    fn bytes(
        &self,
        id: Id,
        which: impl FnOnce(&RunFolder) -> Option<String>,
    ) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(run) = self.run(id)? else { return Ok(None) };
        let name = which(&run).filter(|name| run.manifest.file(name).is_some());
        name.map(|name| run.listed(&name)).transpose()
    }

    /// One of a run's cases: why it happened, and the same person under the other arms.
    pub(super) fn case(&self, id: Id, number: u32) -> Reply {
        answered(self.story(id, number))
    }

    fn story(&self, id: Id, number: u32) -> Result<Option<Reply>, Trouble> {
        let Some(run) = self.run(id)? else { return Ok(None) };
        let nth = usize::try_from(number).unwrap_or(usize::MAX);
        let Some((what, found)) = cases(&run)?.into_iter().nth(nth) else { return Ok(None) };
        let person = found.person;
        let log = choose_in(&run, Some(&base(&run)?), None)?;
        let text = told(&run, &run.scenario()?, Question { log: &log, person, threads: 1 })?;
        let body = html! {
            p { a href={ "/runs/" (id.text()) "/cases" } { "All cases" } }
            p { "A synthetic person: " (what) "." }
            pre { (text) }
        };
        Ok(Some(framed(&name_of(person), &body)))
    }
}

/// What was found, that there is nothing, or what went wrong, in words.
fn answered(found: Result<Option<Reply>, Trouble>) -> Reply {
    match found {
        Ok(Some(reply)) => reply,
        Ok(None) => reply::refused(super::gate::NOTHING),
        Err(trouble) => reply::wrong(StatusCode::INTERNAL_SERVER_ERROR, &trouble.to_string()),
    }
}

fn listed(outputs: &Path, runs: &[RunFolder], unread: usize) -> Reply {
    let body = html! {
        p { "Runs in " code { (outputs.display()) } ". A report is shown as it was written." }
        @if runs.is_empty() {
            p { "There is no finished run here yet: " code { "jurisim run" } " makes one." }
        }
        @if unread > 0 {
            p {
                (unread) " folders hold a run that is damaged or of another version; "
                code { "jurisim verify FOLDER" } " says what is wrong."
            }
        }
        ul.runs {
            @for run in runs { @if let Some(id) = id_of(run) {
                li {
                    a href={ "/runs/" (id.text()) } { (name(run)) }
                    " " span.quiet {
                        (run.manifest.replicates) " replicates, seed " (run.manifest.seed)
                    }
                }
            } }
        }
    };
    framed("Finished runs", &body)
}

fn told_of(run: &RunFolder, id: Id) -> Reply {
    let manifest = &run.manifest;
    let at = |number: usize| format!("/runs/{}/chart/{number}", id.text());
    let body = html! {
        p { a href="/runs" { "All runs" } }
        dl {
            dt { "Command" } dd { code { (manifest.command) } }
            dt { "Seed, replicates" } dd { (manifest.seed) ", " (manifest.replicates) }
            dt { "Engine" } dd { "jurisim " (manifest.engine) }
            dt { "Record" } dd { code { (manifest.record) } }
        }
        ul {
            @if manifest.file("report.html").is_some() {
                li { a href={ "/runs/" (id.text()) "/report" } { "The report" } }
            }
            li {
                a href={ "/runs/" (id.text()) "/cases" } { "Cases" }
                ": synthetic people to whom something happened that is often asked about"
            }
        }
        h2 { "Charts" }
        ul {
            @for (number, chart) in charts(run).iter().enumerate() {
                li { a href=(at(number)) { (chart_name(chart)) } }
            }
        }
    };
    framed(&name(run), &body)
}

fn listed_cases(found: &[(&str, Found)], id: Id) -> Reply {
    let body = html! {
        p { a href={ "/runs/" (id.text()) } { "Back to the run" } }
        p {
            "Synthetic people, in the base arm of the first replicate that is kept. A case takes a \
             moment: its days are decided again, to tell why."
        }
        @if found.is_empty() { p { "Nothing of what is looked for happened to anybody." } }
        ul {
            @for (number, (what, found)) in found.iter().enumerate() {
                li {
                    a href={ "/runs/" (id.text()) "/case/" (number) } { (name_of(found.person)) }
                    ": " (what)
                }
            }
        }
    };
    framed("Cases", &body)
}

/// The id of a run: the first half of its record.
fn id_of(run: &RunFolder) -> Option<Id> {
    run.manifest.record.get(..32).and_then(Id::parse)
}

fn name(run: &RunFolder) -> String {
    run.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The charts that a run's manifest lists, in order.
fn charts(run: &RunFolder) -> Vec<&str> {
    let names = run.manifest.files.iter().map(|file| file.name.as_str());
    names.filter(|name| name.starts_with("charts/") && name.ends_with(".svg")).collect()
}

fn chart_name(path: &str) -> String {
    path.trim_start_matches("charts/").trim_end_matches(".svg").replace('-', " ")
}

/// The arm that all others are compared with.
fn base(run: &RunFolder) -> Result<String, Trouble> {
    let arm = run.scenario()?.arms.into_iter().next();
    arm.map(|arm| arm.id).ok_or_else(|| Trouble::Input("a run without arms".to_owned()))
}

/// People to whom something happened that is often asked about, in the base arm.
fn cases(run: &RunFolder) -> Result<Vec<(&'static str, Found)>, Trouble> {
    let log = choose_in(run, Some(&base(run)?), None)?;
    let mut all = Vec::new();
    for (_, sought, what) in &NAMED {
        let found = find(&log, sought, CASES)?;
        all.extend(found.into_iter().map(|found| (*what, found)));
    }
    Ok(all)
}

/// A page around a list.
fn framed(title: &str, body: &Markup) -> Reply {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/page.css";
                title { (title) " – jurisim" }
            }
            body.plain {
                p.kind { a href="/" { "The classroom" } " · finished runs" }
                main { h1 { (title) } (body) }
            }
        }
    };
    reply::page(page.into_string(), reply::PAGE_POLICY)
}

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
    fn run(&self, id: Id) -> Result<RunFolder, Reply> {
        let (runs, _) = self.all().map_err(|trouble| in_words(&trouble))?;
        let found = runs.into_iter().find(|run| id_of(run) == Some(id));
        found.ok_or_else(|| reply::refused(super::gate::NOTHING))
    }

    /// The list of all.
    pub(super) fn list(&self) -> Reply {
        let (runs, unread) = match self.all() {
            Ok(found) => found,
            Err(trouble) => return in_words(&trouble),
        };
        framed(
            "Finished runs",
            html! {
                p { "Runs in " code { (self.outputs.display()) } ". A report is shown as it was written." }
                @if runs.is_empty() {
                    p { "There is no finished run here yet: " code { "jurisim run" } " makes one." }
                }
                @if unread > 0 {
                    p { (unread) " folders hold a run that is damaged or of another version; "
                        code { "jurisim verify FOLDER" } " says what is wrong." }
                }
                ul.runs {
                    @for run in &runs { @if let Some(id) = id_of(run) {
                        li {
                            a href={ "/runs/" (id.text()) } { (name(run)) }
                            " " span.quiet {
                                (run.manifest.replicates) " replicates, seed " (run.manifest.seed)
                            }
                        }
                    } }
                }
            },
        )
    }

    /// One run: what it is, its report, charts and cases.
    pub(super) fn record(&self, id: Id) -> Reply {
        let run = match self.run(id) {
            Ok(run) => run,
            Err(reply) => return reply,
        };
        let manifest = &run.manifest;
        let at = |what: &str, number: usize| format!("/runs/{}/{what}/{number}", id.text());
        framed(
            &name(&run),
            html! {
                p { a href="/runs" { "All runs" } }
                dl {
                    dt { "Command" } dd { code { (manifest.command) } }
                    dt { "Seed, replicates" } dd { (manifest.seed) ", " (manifest.replicates) }
                    dt { "Engine" } dd { "jurisim " (manifest.engine) }
                    dt { "Record" } dd { code { (manifest.record) } }
                }
                @if manifest.file("report.html").is_some() {
                    p { a href={ "/runs/" (id.text()) "/report" } { "The report" } }
                }
                h2 { "Charts" }
                ul { @for (number, chart) in charts(&run).iter().enumerate() {
                    li { a href=(at("chart", number)) { (chart_name(chart)) } }
                } }
                p { a href={ "/runs/" (id.text()) "/cases" } { "Cases" }
                    ": synthetic people to whom something happened that is often asked about" }
            },
        )
    }

    /// The people of a run to whom something happened that is often asked about.
    pub(super) fn cases(&self, id: Id) -> Reply {
        let run = match self.run(id) {
            Ok(run) => run,
            Err(reply) => return reply,
        };
        let found = match cases(&run) {
            Ok(found) => found,
            Err(trouble) => return in_words(&trouble),
        };
        framed(
            "Cases",
            html! {
                p { a href={ "/runs/" (id.text()) } { "Back to the run" } }
                p { "Synthetic people, in the base arm of the first replicate that is kept. A case takes a \
                     moment: its days are decided again, to tell why." }
                @if found.is_empty() { p { "Nothing of what is looked for happened to anybody." } }
                ul {
                    @for (number, (what, found)) in found.iter().enumerate() {
                        li {
                            a href={ "/runs/" (id.text()) "/case/" (number) } { (name_of(found.person)) }
                            ": " (what)
                        }
                    }
                }
            },
        )
    }

    /// A run's report.
    pub(super) fn report(&self, id: Id) -> Reply {
        self.bytes(id, |_| Some("report.html".to_owned()))
            .map_or_else(|reply| reply, |bytes| reply::page(bytes, REPORT_POLICY))
    }

    /// One of a run's charts.
    pub(super) fn chart(&self, id: Id, number: u32) -> Reply {
        let nth = usize::try_from(number).unwrap_or(usize::MAX);
        self.bytes(id, |run| charts(run).get(nth).map(|name| (*name).to_owned())).map_or_else(
            |reply| reply,
            |bytes| {
                let body = reply::Content::Whole(bytes.into());
                reply::reply(StatusCode::OK, "image/svg+xml", CHART_POLICY, body)
            },
        )
    }

    /// The bytes of a file that a run's manifest lists.
    fn bytes(
        &self,
        id: Id,
        which: impl FnOnce(&RunFolder) -> Option<String>,
    ) -> Result<Vec<u8>, Reply> {
        let run = self.run(id)?;
        let nothing = || reply::refused(super::gate::NOTHING);
        let name = which(&run).filter(|name| run.manifest.file(name).is_some());
        run.listed(&name.ok_or_else(nothing)?).map_err(|trouble| in_words(&trouble))
    }

    /// One of a run's cases: why it happened, and the same person under the other arms.
    pub(super) fn case(&self, id: Id, number: u32) -> Reply {
        let run = match self.run(id) {
            Ok(run) => run,
            Err(reply) => return reply,
        };
        let nth = usize::try_from(number).unwrap_or(usize::MAX);
        let story = cases(&run).and_then(|found| {
            let found = found.into_iter().nth(nth).map(|(what, found)| (what, found.person));
            let log = choose_in(&run, Some(&base(&run)?), None)?;
            let scenario = run.scenario()?;
            let tell = |(what, person)| {
                let text = told(&run, &scenario, Question { log: &log, person, threads: 1 })?;
                Ok((what, person, text))
            };
            found.map(tell).transpose()
        });
        match story {
            Ok(None) => reply::refused(super::gate::NOTHING),
            Ok(Some((what, person, text))) => framed(
                &name_of(person),
                html! {
                    p { a href={ "/runs/" (id.text()) } { "Back to the run" } }
                    p { "A synthetic person: " (what) "." }
                    pre { (text) }
                },
            ),
            Err(trouble) => in_words(&trouble),
        }
    }
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

fn in_words(trouble: &Trouble) -> Reply {
    reply::wrong(StatusCode::INTERNAL_SERVER_ERROR, &trouble.to_string())
}

/// A page around a list.
fn framed(title: &str, body: Markup) -> Reply {
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

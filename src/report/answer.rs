//! The answer: for each arm three sentences made from paired differences, and what to keep in mind.
//!
//! Every arm is told in the same order and with the same words, whichever way its numbers point.

use super::page::Section;
use super::view::{Months, View, channels, part, sum};
use super::words::{self, Change, change};
use crate::engine::record::Cell;
use crate::event::{Channel, Group};
use crate::projection::measure::Measure;
use crate::sweep::paired::{Mean, compare};
use maud::{Markup, html};

/// The section.
pub(super) fn section(view: &View) -> Section {
    let body = html! {
        (reading(view))
        @for arm in 1..view.arms().len() { (card(view, arm)) }
        (base(view))
        h3 { "Before these numbers are used" }
        ul.caveats { @for caveat in super::caveats::told(view) { li { (caveat) } } }
    };
    Section { id: "answer", title: "The answer", body }
}

/// With fewer replicates than this, chance may make them alike and an interval too narrow.
const FEW: usize = 5;

fn reading(view: &View) -> Markup {
    let base = view.arms().first().map_or("", |arm| arm.label.as_str());
    let replicates = words::counted(view.replicates, "replicate", "replicates");
    html! {
        p {
            "Each policy is compared with " strong { (base) } " (the base), replicate by "
            "replicate: the same people, the same luck. "
            @if view.has_intervals() {
                "An interval is the 95\u{a0}% interval of the mean of these differences over "
                (replicates) "; it holds chance, not doubt about the model's numbers. "
                "“No difference that these replicates can tell” means that it contains zero."
                @if view.replicates < FEW {
                    " " strong { "So few replicates leave the intervals themselves unsteady." }
                }
            } @else {
                "There is only one replicate: no interval can be given, and no difference here can "
                "be told from chance. Run at least two."
            }
            @if view.window != view.months {
                " What is said here counts only from the parting of the arms on; the headline "
                "differences below are over the whole counted time, so that levels, shares and "
                "percentages of the same outcomes differ."
            }
        }
    }
}

/// Of the victims whom fear reaches most.
fn exposed(cell: &Cell, months: &Months, measure: Measure) -> f64 {
    let groups = [Group::Unauthorised, Group::MixedStatus];
    groups.iter().map(|&group| part(cell, months, measure, group)).sum()
}

fn reported_share(cell: &Cell, months: &Months) -> f64 {
    let crimes = exposed(cell, months, Measure::Crimes).max(1.0);
    100.0 * exposed(cell, months, Measure::CrimesReported) / crimes
}

fn unreported(cell: &Cell, months: &Months) -> f64 {
    sum(cell, months, Measure::Crimes) - sum(cell, months, Measure::CrimesReported)
}

fn card(view: &View, arm: usize) -> Markup {
    let months = view.since(arm);
    let label = &view.arms()[arm].label;
    let twins = view.results.identical();
    let twin = twins.iter().find(|(_, other)| *other == arm).map(|(first, _)| *first);
    html! {
        article.card {
            h3 { (label) }
            @if let Some(twin) = twin {
                p {
                    strong { "The same events as " (view.arms()[twin].label) }
                    ", in every replicate."
                }
            }
            @if twin == Some(0) {
                p { "There is nothing to compare: all differences are exactly zero." }
            } @else if months.is_empty() {
                p { "It does not differ from the base within the counted time." }
            } @else {
                p.note {
                    "In " (view.period(&months)) ", the time in which it may differ from the base"
                    @if !view.has_intervals() { "; " (words::NO_INTERVAL) } ":"
                }
                ul {
                    li { strong { "Enforcement. " } (enforcement(view, arm, &months)) }
                    li { strong { "Crime and reporting. " } (reporting(view, arm, &months)) }
                    li { strong { "Crimes after a declined request. " } (declined(view, arm)) }
                }
            }
        }
    }
}

fn enforcement(view: &View, arm: usize, months: &Months) -> String {
    let told = |of: &dyn Fn(&Cell) -> f64, say: Change| {
        let base = view.mean(0, of).value;
        change(&view.paired(arm, of).difference, base, say)
    };
    let removals = told(
        &|cell| sum(cell, months, Measure::Removals),
        Change { more: "more removals", less: "fewer removals", of: "in removals" },
    );
    let handed = told(
        &|cell| channels(cell, months, Channel::is_jail_transfer),
        Change {
            more: "more people handed over by the jail",
            less: "fewer people handed over by the jail",
            of: "in hand-overs by the jail",
        },
    );
    let at_large = told(
        &|cell| channels(cell, months, |channel| !channel.is_custodial()),
        Change {
            more: "more arrests at large",
            less: "fewer arrests at large",
            of: "in arrests at large",
        },
    );
    words::capital(&format!("{removals}; {handed}; {at_large}."))
}

fn reporting(view: &View, arm: usize, months: &Months) -> String {
    let missing = |cell: &Cell| unreported(cell, months);
    let share = |cell: &Cell| reported_share(cell, months);
    let crimes = |cell: &Cell| sum(cell, months, Measure::Crimes);
    let all = change(
        &view.paired(arm, &crimes).difference,
        view.mean(0, &crimes).value,
        Change {
            more: "more crimes with a victim",
            less: "fewer crimes with a victim",
            of: "in crimes with a victim",
        },
    );
    let hidden = change(
        &view.paired(arm, &missing).difference,
        view.mean(0, &missing).value,
        Change {
            more: "more unreported crimes",
            less: "fewer unreported crimes",
            of: "in unreported crimes",
        },
    );
    let shares = view.paired(arm, &share);
    // A share of a share misleads, so no percentage of the base here.
    let points = change(
        &shares.difference,
        f64::NAN,
        Change {
            more: "percentage points more reported",
            less: "percentage points less reported",
            of: "in the share reported",
        },
    );
    words::capital(&format!(
        "{all}; {hidden}. Of crimes against unauthorised people and mixed-status households: \
         {points}; {} % against {} % in the base.",
        words::estimate(&shares.arm),
        words::estimate(&view.mean(0, &share))
    ))
}

/// Crimes of the same people in two arms: first those whom `whose` released after declining, from
/// that day on, in `whose`; then the same people in `other`.
struct SamePeople {
    people: Mean,
    here: Mean,
    there: Mean,
    difference: Mean,
}

fn same_people(view: &View, whose: usize, other: usize, since: usize) -> SamePeople {
    let from = view.arms().get(since).map_or(0, |arm| arm.from.0);
    let (mut people, mut here, mut there) = (Vec::new(), Vec::new(), Vec::new());
    let (own, others) = (view.results.cells.get(whose), view.results.cells.get(other));
    for (own, other) in own.into_iter().flatten().zip(others.into_iter().flatten()) {
        // What came before the arms part is the same in both and would only blur the difference.
        let declined = &own.counted.sought.declined;
        let declined: std::collections::BTreeMap<_, _> =
            declined.iter().filter(|(_, day)| day.0 >= from).map(|(p, d)| (*p, *d)).collect();
        people.push(declined.len() as f64);
        here.push(own.counted.sought.crimes_after(&declined) as f64);
        there.push(other.counted.sought.crimes_after(&declined) as f64);
    }
    let difference = compare(&there, &here).difference;
    SamePeople {
        people: Mean::of(&people),
        here: Mean::of(&here),
        there: Mean::of(&there),
        difference,
    }
}

fn declined(view: &View, arm: usize) -> String {
    let own = same_people(view, arm, 0, arm);
    let first = if own.people.value == 0.0 {
        "Nobody was released for the first time after the jail declined a request.".to_owned()
    } else {
        format!(
            "The jail released {} people after declining a request; from then on they committed {} \
             crimes with a victim. From the same day on the same people committed {} in the base: \
             {}.",
            words::estimate(&own.people),
            words::estimate(&own.here),
            words::estimate(&own.there),
            under_this(&own.difference)
        )
    };
    let bases = same_people(view, 0, arm, arm);
    let second = if bases.people.value == 0.0 {
        "The base’s jail released nobody so.".to_owned()
    } else {
        format!(
            "The other way round, the {} people whom the base’s jail released so committed {} \
             there, and {} under this policy: {}.",
            words::estimate(&bases.people),
            words::estimate(&bases.here),
            words::estimate(&bases.there),
            under_this(&turned(&bases.difference))
        )
    };
    if own.people.value == 0.0 && bases.people.value == 0.0 {
        return format!("{first} {second}");
    }
    format!(
        "{first} {second} Whom ICE never came to know in the other arm counts there as without \
         crimes, which makes the arm that released them look worse than it is."
    )
}

/// The same difference, asked from the other side.
fn turned(mean: &Mean) -> Mean {
    Mean { value: -mean.value, low: -mean.high, high: -mean.low, ..*mean }
}

/// A difference as what this policy adds.
fn under_this(difference: &Mean) -> String {
    if difference.number > 1 && difference.spread > 0.0 && difference.crosses_zero() {
        return format!(
            "a difference that these replicates cannot tell from none ({})",
            words::difference(difference)
        );
    }
    let say = Change {
        more: "more under this policy",
        less: "fewer under this policy",
        of: "between the two",
    };
    change(difference, f64::NAN, say)
}

fn base(view: &View) -> Markup {
    let months = &view.window;
    let years = view.years(months);
    let yearly =
        |of: &dyn Fn(&Cell) -> f64| words::estimate(&view.mean(0, &|cell: &Cell| of(cell) / years));
    let label = view.arms().first().map_or("", |arm| arm.label.as_str());
    let share = view.mean(0, &|cell| reported_share(cell, months));
    html! {
        article.card {
            h3 { "For scale: " (label) " (the base)" }
            p.note {
                "A year, in " (view.period(months))
                @if !view.has_intervals() { "; " (words::NO_INTERVAL) } ":"
            }
            ul {
                li {
                    (yearly(&|cell| sum(cell, months, Measure::Removals))) " removals; "
                    (yearly(&|cell| channels(cell, months, Channel::is_jail_transfer)))
                    " people handed over by the jail; "
                    (yearly(&|cell| channels(cell, months, |channel| !channel.is_custodial())))
                    " arrests at large."
                }
                li {
                    (yearly(&|cell| sum(cell, months, Measure::Crimes)))
                    " crimes with a victim, of which "
                    (yearly(&|cell| unreported(cell, months)))
                    " are not reported. Of crimes against "
                    "unauthorised people and mixed-status households, " (words::estimate(&share))
                    " % are reported."
                }
            }
        }
    }
}

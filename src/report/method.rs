//! The method in short, and the words used.

use super::page::Section;
use super::view::View;
use super::words;
use maud::html;

/// The method in short.
pub(super) fn section(view: &View) -> Section {
    let least = view.scenario.min_cell;
    let body = html! {
        dl.terms {
            dt { "People first" }
            dd {
                "Residents are made-up people with a home, a household, a status and a record, in "
                "shares from published tables. In a replicate each is the same person in every "
                "arm. All counts come from what happens to them, hour by hour, written down as a "
                "log of events."
            }
            dt { "Keyed chance" }
            dd {
                "Whether something happens is drawn from a number that depends on the seed, the "
                "person, the purpose and the occasion only. A policy that changes one person’s "
                "case does not disturb the luck of others."
            }
            dt { "Paired arms" }
            dd {
                "A replicate runs every arm with the same people and luck. Arms are one run until "
                "they part. Differences are taken replicate by replicate, arm minus base."
            }
            dt { "Replicates and intervals" }
            dd {
                "There are " (words::counted(view.replicates, "replicate", "replicates")) " of "
                "each arm, each with luck of its own. A 95\u{a0}% interval of a mean is Student’s "
                "t over replicates. It says how much the mean might move with other luck, not how "
                "wrong the model’s numbers may be. Many intervals are shown: about one in twenty "
                "would exclude zero by chance alone where there is no difference. Bands over time "
                "are quantiles of replicates: where single runs lie, not how sure the mean is."
            }
            dt { "The same people in two arms" }
            dd {
                "Crimes after a declined request are followed in the base for the same people from "
                "the same day on. Only crimes of people whom ICE knew from a jail are followed; "
                "somebody who never became known in the other arm counts as without crimes there. "
                "Only those first released so after the arms part are taken, and crimes up to the "
                "last day of the run. People chosen for being released in one arm are seldom freer "
                "in the other, so that each direction by itself leans one way: read both, and the "
                "difference in all crimes beside them."
            }
            dt { "What is exact" }
            dd {
                "With the same engine version, scenario and seed a run gives the same events, bit "
                "for bit, on any number of threads. Identical arms are found by the hash of all "
                "events. Numbers without an interval in this report are counts of inputs, "
                "settings, dates and published figures, except in files and tables of single "
                "quantiles."
            }
            dt { "Small counts" }
            dd {
                @if least > 0 {
                    "Counts by group of fewer than " (least) " people are not printed."
                } @else {
                    "No counts are withheld: the scenario sets no smallest count."
                }
            }
        }
    };
    Section { id: "method", title: "Method in short", body }
}

const TERMS: &[(&str, &str)] = &[
    ("Arm", "One of the policies compared, with everything else alike."),
    (
        "Arrest at large",
        "An arrest by ICE outside any jail or prison: at home, at work, in the street.",
    ),
    ("Backlog", "People whom ICE looks for at large, on the last day of a month."),
    ("Base", "The arm that all others are compared with."),
    (
        "Bystander (collateral) arrest",
        "An arrest of somebody met in an operation for somebody else.",
    ),
    (
        "Cooperation index",
        "1 less a seventh for each of seven kinds of restriction on helping ICE (ILRC’s scale); \
         what the public is taken to know of the policy.",
    ),
    (
        "County jail",
        "Where people are booked after an arrest and wait for court; run by the sheriff.",
    ),
    (
        "Declined request",
        "The jail neither holds, hands over, nor tells ICE. The person is released; agents may \
         still be at the door.",
    ),
    (
        "Detainer",
        "A form in which ICE asks a jail to hold a person up to 48 hours past release. Signed by \
         an ICE officer, not a judge.",
    ),
    (
        "Fear",
        "In units: one unit in a neighbourhood lowers the odds that the most exposed report a \
         crime by an assumed amount; it halves with an assumed half-life.",
    ),
    (
        "Hand-over",
        "The jail gives a person to ICE: after a hold, in its secure area, or on a warrant.",
    ),
    ("Hold", "Keeping a person in jail past release for ICE."),
    ("ICE", "Immigration and Customs Enforcement, the federal agency that arrests and removes."),
    ("Judicial warrant", "A warrant signed by a federal judge; every jail obeys it."),
    ("Kelly memorandum", "Federal rules of 2017: no class of removable people is exempt."),
    (
        "Mixed-status household",
        "One in which people with and without immigration status live together.",
    ),
    ("Notification", "Telling ICE when a person will be released, with or without a hand-over."),
    (
        "PEP",
        "Priority Enforcement Program, federal rules from 2014 to January 2017: three priorities.",
    ),
    ("Removal", "Leaving the country in the hands of ICE or on its permission; by any legal path."),
    ("Replicate", "The whole comparison run once more with other luck."),
    (
        "SB 54",
        "California Values Act, in force from 2018: limits what jails and police do for ICE.",
    ),
    ("Special Order 40", "Los Angeles police order of 1979: officers do not ask about status."),
    (
        "TRUST Act",
        "California law from 2014: holds only after certain convictions or findings of a court.",
    ),
    ("TRUTH Act", "California law from 2017: written consent before an interview by ICE in jail."),
    (
        "Unauthorised",
        "In the country without permission: entered without it, or stayed on past a visa.",
    ),
    ("Wobbler", "An offence that California law lets be charged as a felony or a misdemeanour."),
];

/// The words used.
pub(super) fn glossary() -> Section {
    let body = html! {
        dl.terms { @for (term, meaning) in TERMS { dt { (term) } dd { (meaning) } } }
    };
    Section { id: "glossary", title: "Glossary", body }
}

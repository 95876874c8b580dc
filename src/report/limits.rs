//! What is not modelled, and which way it would push. Written by hand: no data knows what is
//! missing.

use super::page::Section;
use super::table::scrolled;
use super::view::View;
use maud::html;

/// What is left out, what it would do, and why; for every place.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    (
        "People who move, stay away or come for a policy",
        "would raise differences where people leave cooperating places",
        "Residents stay in their households. Only people whom a policy file moves here arrive, and \
         those who were removed and return.",
    ),
    (
        "Officers and beds that go where they are wanted",
        "would lower differences in at-large arrests",
        "Officers freed or tied up in one place would be moved from or to others. In the model the \
         officers, beds and judges of a place, or of each area of a country, are its own share \
         alone.",
    ),
    (
        "Agencies that learn",
        "would raise at-large arrests where the jail cooperates less",
        "ICE moves officers between jails and streets, and sends lent agents, only when a policy \
         file says so. It has said that it answers less cooperation with more operations.",
    ),
    (
        "State prisons’ own policy",
        "would widen differences in removals of people with felonies",
        "The prison hands over by one fixed share in every arm.",
    ),
    (
        "Appeals and reopened cases",
        "would lower removals, most where counsel is common",
        "A hearing is final. How many cases judges hear is modelled; what follows a decision is \
         not.",
    ),
    (
        "Racial profiling in stops",
        "would raise stops and mistaken holds under cooperation and 287(g)",
        "Whom officers stop does not depend on what they think an arrest may lead to.",
    ),
    (
        "Wages, prices, employers’ reactions",
        "would add losses under cooperation; unclear for other workers",
        "Workers taken away and work days lost are counted by sector; markets are not modelled, \
         and nobody takes the place of those who are gone.",
    ),
    (
        "Health and schooling that follow from services not used",
        "would raise the harm counted where fear is high",
        "Use of services and civic participation are indices from which nothing else follows.",
    ),
    (
        "Children",
        "would raise the count of people affected",
        "Household members left behind are counted as people, without age.",
    ),
    (
        "Homicide and crime without a victim; trends in crime",
        "unclear",
        "Rates of crime are constant over the years, and homicide, which is rare and reported \
         almost always, is not counted.",
    ),
    (
        "Deterrence: fewer offences for fear of removal",
        "would lower crime under cooperation",
        "Nobody offends less because a conviction may lead to removal. Published estimates of such \
         an effect are near zero, but disputed.",
    ),
    (
        "Offences and fates elsewhere of people once removed",
        "unclear for crime; harm is missing where more are removed",
        "What removed people do or suffer elsewhere is not counted.",
    ),
    (
        "Elections, lawsuits and threats as causes",
        "none on the effect of a given policy",
        "Policies begin and end on given dates, whatever happens in the run. Damages and grants \
         withheld are counted as costs; they change no rule.",
    ),
    ("What crime costs its victims", "unclear", "Crimes are counted, not priced."),
];

/// The same, of one place and its scenarios.
const LEFT_OUT_IN_LOS_ANGELES: &[(&str, &str, &str)] = &[
    (
        "Change of the population from 2015 to 2019",
        "unclear, small",
        "Residents and their shares are those of one year.",
    ),
    (
        "The sheriff elected in 2018 and the jail's policy in 2019",
        "would lower hand-overs in 2019 in what happened",
        "The order of 2014 is kept to the end in the arms that name it, so that arms differ in one \
         thing only.",
    ),
    (
        "Registries and federal felony warrants in the Values Act's list",
        "would raise hand-overs under the Values Act",
        "Registration as a sex offender, federal aggravated felonies and federal warrants for \
         felonies allow a hand-over in law; the model does not know of them.",
    ),
    (
        "The pandemic",
        "none here",
        "It came after the time that the scenarios of Los Angeles cover.",
    ),
];

/// The section.
pub(super) fn section(view: &View) -> Section {
    let is_local = view.scenario.place.id == "los-angeles";
    let local = if is_local { LEFT_OUT_IN_LOS_ANGELES } else { &[] };
    let body = html! {
        p {
            "What a model leaves out can matter more than what it holds. The list is not complete; "
            "the directions are the authors’ judgement. A longer list, by part of the model and with "
            "reasons, is the page “Not modelled, and which way it would push” of the project’s "
            "documentation (" code { "docs/not-modelled.md" } ")."
        }
        (scrolled("Not modelled", html! {
            table.limits {
                thead { tr { th scope="col" { "Left out" } th scope="col" { "Direction" }
                    th scope="col" { "Why" } } }
                tbody { @for (what, direction, why) in LEFT_OUT.iter().chain(local) {
                    tr { th scope="row" { (what) } td { (direction) } td { (why) } }
                } }
            }
        }))
    };
    Section { id: "limits", title: "Not modelled, and which way it would push", body }
}

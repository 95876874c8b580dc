//! What is not modelled, and which way it would push. Written by hand: no data knows what is
//! missing.

use super::page::Section;
use super::table::scrolled;
use super::view::View;
use maud::html;

/// What is left out, what it would do, and why; for every place.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    (
        "State prisons' own politics; agreements under section 287(g)",
        "unclear",
        "The prison hands over by one fixed share in every arm. A prison that followed the \
         county's or state's policy would widen the differences; officers deputised under 287(g) \
         would raise hand-overs under cooperation.",
    ),
    (
        "Other counties of the field office",
        "would lower differences in at-large arrests",
        "Officers freed or tied up here would be moved from or to neighbouring counties. In the \
         model officers and beds are this county's alone.",
    ),
    (
        "Officers moved between jails and streets",
        "would raise at-large arrests where the jail cooperates less",
        "Shares of officers are the same in every arm; ICE has said that it answers less \
         cooperation with more operations at large.",
    ),
    (
        "Backlog and capacity of immigration courts",
        "would lower removals, most where many are arrested",
        "Waits are drawn from one distribution, however many cases there are.",
    ),
    (
        "Funds for counsel",
        "would lower removals",
        "The chance of counsel is fixed; more arrests do not thin it out, and no fund grows with \
         them.",
    ),
    (
        "Work, wages, services, schools and health care",
        "would raise the harm counted under cooperation; effect on crime unclear",
        "People neither lose work nor avoid services, and employers do not react.",
    ),
    (
        "Children",
        "would raise the count of people affected",
        "Household members left behind are counted as people, without age.",
    ),
    (
        "People moving between places",
        "unclear",
        "Nobody moves into or out of the county because of its policy, and removed people who \
         return come back to it.",
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
        "Offences outside the place of people once removed",
        "unclear",
        "What removed people do or suffer elsewhere is not counted.",
    ),
    (
        "Lawsuits, grants withheld, and other money",
        "unclear",
        "Costs are days and arrests times a price. Damages for unlawful holds would add costs to \
         cooperation, grants withheld would add costs to its opposite.",
    ),
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
            "the directions are the authors’ judgement."
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

//! A country of many counties: by state on a tile map, by area of responsibility, and by fiscal year
//! beside what was published.

use super::figure::{Figures, Saying};
use super::over_time::line;
use super::page::Section;
use super::table::{Data, Datum};
use super::view::{Bands, Months, View, sum};
use super::words;
use crate::chart::{Fan, Month, Observed, TileKind, TilePanel, Tiles, fan, tiles};
use crate::engine::record::Cell;
use crate::projection::measure::Measure;
use crate::projection::regions::Regional;
use crate::scenario::place::{District, Place};
use crate::sweep::calibration::national::{self, Published};
use maud::{Markup, html};

/// More maps than this are left to the table.
const MOST_MAPS: usize = 4;

/// The section; nothing for a place without states.
pub(super) fn section(view: &View, figures: &mut Figures) -> Option<Section> {
    let place = &view.scenario.place;
    if place.states.is_empty() {
        return None;
    }
    let body = html! {
        (made_up(place))
        (by_state(view, figures))
        @if view.arms().len() > 1 { (changes(view, figures)) }
        (by_area(view))
        @if place.id == "united-states" { (by_year(view, figures)) }
    };
    Some(Section { id: "country", title: "By state, by area and by fiscal year", body })
}

/// That most counties are nobody's, before any number of theirs.
fn made_up(place: &Place) -> Markup {
    let (all, made_up) = (place.agencies.len(), place.made_up());
    html! {
        p {
            "The place has " (words::counted(place.states.len(), "state", "states")) ", "
            (words::counted(place.areas.len(), "area", "areas")) " of responsibility of ICE and "
            (words::counted(all, "county", "counties")) ". "
            @if made_up > 0 {
                "Of these " strong { (words::whole(made_up)) " are made up" }
                ": for them only the sums of their state and area are known, and a size law divides "
                "them. Numbers of a state or an area do not rest on how it does; numbers of a "
                "single made-up county mean nothing."
            } @else {
                "Each is a county of the table that was given."
            }
        }
    }
}

/// Residents of the districts that are asked for.
fn residents(place: &Place, of: impl Fn(&District) -> bool) -> f64 {
    let those = place.districts.iter().filter(|district| of(district));
    those.map(|district| f64::from(district.residents)).sum()
}

fn in_state(state: usize) -> impl Fn(&District) -> bool {
    move |district| district.state.is_some_and(|it| usize::from(it.0) == state)
}

/// A count of a state in the window, a year and 100,000 of its residents.
fn rate(view: &View, state: usize, what: Regional) -> impl Fn(&Cell) -> f64 {
    let people = residents(&view.scenario.place, in_state(state)).max(1.0);
    let (from, years) = (view.window.start, view.years(&view.window));
    move |cell| cell.counted.regions.of_state(state, what, from) as f64 / years / people * 1e5
}

/// The states as the tile map knows them.
fn codes(view: &View) -> Vec<String> {
    view.scenario.place.states.iter().map(|state| state.to_uppercase()).collect()
}

fn panel(label: &str, codes: &[String], value: impl Fn(usize) -> f64) -> TilePanel {
    let values: Vec<(&str, Option<f64>)> =
        codes.iter().enumerate().map(|(at, code)| (code.as_str(), Some(value(at)))).collect();
    TilePanel::new(label, &values)
}

const RATE: &str = "removals per 100,000 residents a year";

fn by_state(view: &View, figures: &mut Figures) -> Markup {
    let codes = codes(view);
    let mean =
        |arm: usize, state: usize| view.mean(arm, &rate(view, state, Regional::Removals)).value;
    let arms = view.arms();
    let rates: Vec<f64> = (0..codes.len()).map(|state| mean(0, state)).collect();
    let saying = Saying {
        title: "Removals by state".to_owned(),
        takeaway: format!("{}: {}.", arms[0].label, extremes(&codes, &rates)),
        caption: format!(
            "{}, {}. Of people whom ICE arrested in the state. {}.",
            words::capital(RATE),
            view.period(&view.window),
            words::capital(&view.sureness())
        ),
    };
    let draw = |saying: &Saying| {
        let shown = arms.iter().enumerate().take(MOST_MAPS);
        tiles(&Tiles {
            title: saying.title.clone(),
            subtitle: saying.takeaway.clone(),
            unit: RATE.to_owned(),
            kind: TileKind::Amount,
            panels: shown
                .map(|(arm, it)| panel(&it.label, &codes, |state| mean(arm, state)))
                .collect(),
            caption: saying.caption.clone(),
        })
    };
    figures.add("states", &saying, &table(view, &codes), &draw)
}

/// Where a number is largest and where smallest, in words.
fn extremes(codes: &[String], values: &[f64]) -> String {
    let by = |a: &usize, b: &usize| values[*a].total_cmp(&values[*b]);
    let (most, least) = ((0..values.len()).max_by(by), (0..values.len()).min_by(by));
    let Some((most, least)) = most.zip(least) else { return "no state".to_owned() };
    format!(
        "most in {} ({}), fewest in {} ({})",
        codes[most],
        words::plain(values[most]),
        codes[least],
        words::plain(values[least])
    )
}

/// A line for each state and arm.
fn table(view: &View, codes: &[String]) -> Data {
    let mut data = Data::new(&[
        "state",
        "arm",
        "residents",
        "counties made up",
        "ICE arrests per 100,000 a year",
        "of them at large, %",
        "removals per 100,000 a year",
        "share of all removals, %",
        "requests declined, %",
        "crimes reported, %",
    ]);
    let place = &view.scenario.place;
    let from = view.window.start;
    for (state, code) in codes.iter().enumerate() {
        let made_up = place.districts.iter().filter(|it| in_state(state)(it) && it.is_made_up);
        let (people, made_up) = (residents(place, in_state(state)), made_up.count());
        for (arm, it) in view.arms().iter().enumerate() {
            let count =
                |what| move |cell: &Cell| cell.counted.regions.of_state(state, what, from) as f64;
            let mean = |what| view.mean(arm, &count(what)).value;
            let share = |part, whole| 100.0 * mean(part) / mean(whole).max(1.0);
            let rate = |what| view.mean(arm, &rate(view, state, what)).value;
            let all = view.mean(arm, &|cell| sum(cell, &view.window, Measure::Removals)).value;
            let numbers = [
                people,
                made_up as f64,
                rate(Regional::IceArrests),
                share(Regional::AtLarge, Regional::IceArrests),
                rate(Regional::Removals),
                100.0 * mean(Regional::Removals) / all.max(1.0),
                share(Regional::Declined, Regional::Requests),
                share(Regional::CrimesReported, Regional::Crimes),
            ];
            let row = [code.as_str().into(), it.label.clone().into()];
            data.rows.push(row.into_iter().chain(numbers.map(Datum::Number)).collect());
        }
    }
    data
}

fn changes(view: &View, figures: &mut Figures) -> Markup {
    let codes = codes(view);
    let change = |arm: usize, state: usize| {
        view.paired(arm, &rate(view, state, Regional::Removals)).difference.value
    };
    let told = (1..view.arms().len()).map(|arm| {
        let values: Vec<f64> = (0..codes.len()).map(|state| change(arm, state)).collect();
        format!("{}: {}", view.arms()[arm].label, extremes(&codes, &values))
    });
    let saying = Saying {
        title: "Removals by state: difference to the base".to_owned(),
        takeaway: format!("{}.", told.collect::<Vec<_>>().join("; ")),
        caption: format!(
            "Paired differences of {RATE}, arm minus base, {}. {}.",
            view.period(&view.window),
            words::capital(&view.sureness())
        ),
    };
    let mut data = Data::new(&["state", "arm", "difference, removals per 100,000 a year"]);
    for (state, code) in codes.iter().enumerate() {
        for (arm, it) in view.arms().iter().enumerate().skip(1) {
            let row = [code.as_str().into(), it.label.clone().into(), change(arm, state).into()];
            data.rows.push(row.to_vec());
        }
    }
    let draw = |saying: &Saying| {
        let shown = view.arms().iter().enumerate().skip(1).take(MOST_MAPS);
        tiles(&Tiles {
            title: saying.title.clone(),
            subtitle: saying.takeaway.clone(),
            unit: format!("{RATE}, difference"),
            kind: TileKind::Change,
            panels: shown
                .map(|(arm, it)| panel(&it.label, &codes, |state| change(arm, state)))
                .collect(),
            caption: saying.caption.clone(),
        })
    };
    figures.add("states-change", &saying, &data, &draw)
}

fn by_area(view: &View) -> Markup {
    let place = &view.scenario.place;
    let mut data = Data::new(&[
        "area of responsibility",
        "residents",
        "without status",
        "ICE arrests a year",
        "share of all, %",
        "removals a year",
        "share of all, %",
    ]);
    let (from, years) = (view.window.start, view.years(&view.window));
    let a_year = |area: usize, what| {
        view.mean(0, &|cell: &Cell| cell.counted.regions.of_area(area, what, from) as f64).value
            / years
    };
    let all = |what| -> f64 { (0..place.areas.len()).map(|area| a_year(area, what)).sum() };
    let (arrests, removals) = (all(Regional::IceArrests), all(Regional::Removals));
    for (at, area) in place.areas.iter().enumerate() {
        let is_there = |district: &District| usize::from(district.area.0) == at;
        let (taken, removed) = (a_year(at, Regional::IceArrests), a_year(at, Regional::Removals));
        let numbers = [
            residents(place, is_there),
            place.unauthorised(is_there),
            taken,
            100.0 * taken / arrests.max(1.0),
            removed,
            100.0 * removed / removals.max(1.0),
        ];
        let name = [Datum::from(format!("{} ({})", area.name, area.id.to_uppercase()))];
        data.rows.push(name.into_iter().chain(numbers.map(Datum::Number)).collect());
    }
    html! {
        h3 { "By area of responsibility" }
        p.note {
            (view.arms()[0].label) ", a year, in " (view.period(&view.window))
            ". Officers, beds and hearings are divided between the areas by residents without "
            "status: an assumption, for staff by area is not published."
        }
        (data.table("Arrests and removals by area of responsibility"))
    }
}

/// A count of some months of a replicate.
type Counted = fn(&Cell, &Months) -> f64;

/// What is shown by fiscal year: name, title, unit, count, and what was published.
const SERIES: [(&str, &str, &str, Counted, &[Published]); 4] = [
    (
        "year-arrests",
        "Arrests by ICE",
        "arrests",
        |cell, months| sum(cell, months, Measure::IceArrests),
        national::ARRESTS,
    ),
    ("year-at-large", "Arrests by ICE at large", "arrests", at_large, national::AT_LARGE),
    (
        "year-requests",
        "Detainers and requests for notice",
        "requests",
        requests,
        national::DETAINERS,
    ),
    (
        "year-removals",
        "Removals after an arrest by ICE",
        "removals",
        |cell, months| sum(cell, months, Measure::Removals),
        national::REMOVALS,
    ),
];

fn requests(cell: &Cell, months: &Months) -> f64 {
    sum(cell, months, Measure::Detainers) + sum(cell, months, Measure::Notifications)
}

fn at_large(cell: &Cell, months: &Months) -> f64 {
    use crate::event::Channel;
    super::view::channels(cell, months, |channel| {
        matches!(channel, Channel::AtLarge | Channel::Collateral)
    })
}

/// The counted months of each whole fiscal year.
fn fiscal_years(view: &View) -> Vec<(i16, Months)> {
    let octobers = view.months.clone().filter(|at| view.month(*at).month == 10);
    let whole = octobers.filter(|from| from + 12 <= view.months.end);
    whole.map(|from| (view.month(from).year + 1, from..from + 12)).collect()
}

fn by_year(view: &View, figures: &mut Figures) -> Markup {
    let years = fiscal_years(view);
    if years.is_empty() {
        return html! {};
    }
    html! {
        h3 { "By fiscal year, beside what was published" }
        p.note {
            "Published figures (facts.md 1.1) are circles. Of them only the detainers of fiscal year "
            "2012 were used to set numbers of the scenario. They hold what the model does not: a "
            "border, and places that change; here each place has one make-up from the first year "
            "to the last."
        }
        @for (name, title, unit, count, published) in SERIES {
            (series(view, &years, (name, title, unit, count, published), figures))
        }
    }
}

fn series(
    view: &View,
    years: &[(i16, Months)],
    (name, title, unit, count, published): (&str, &str, &str, Counted, &[Published]),
    figures: &mut Figures,
) -> Markup {
    let bands: Vec<Bands> = (0..view.arms().len())
        .map(|arm| {
            let of = |at: usize| view.values(arm, &|cell| count(cell, &years[at].1));
            view.bands(years.len(), &of)
        })
        .collect();
    let mut data = Data::new(&["fiscal year", "arm", "model", "published", "known"]);
    for (at, (year, _)) in years.iter().enumerate() {
        let known = published.iter().find(|it| it.year == *year);
        for (arm, bands) in view.arms().iter().zip(&bands) {
            let how = known.map_or("", |it| if it.is_recalled { "recalled" } else { "seen" });
            data.rows.push(vec![
                year.to_string().into(),
                arm.label.clone().into(),
                bands.0[2].get(at).copied().unwrap_or(f64::NAN).into(),
                known.map_or(f64::NAN, |it| it.number).into(),
                how.into(),
            ]);
        }
    }
    let both = years.iter().enumerate().filter_map(|(at, (year, _))| {
        let seen = published.iter().find(|it| it.year == *year)?.number;
        Some(bands[0].0[2].get(at)? / seen)
    });
    let ratios: Vec<f64> = both.collect();
    let saying = Saying {
        title: format!("{title}, by federal fiscal year"),
        takeaway: match ratios
            .iter()
            .copied()
            .reduce(f64::min)
            .zip(ratios.iter().copied().reduce(f64::max))
        {
            Some((least, most)) => format!(
                "In {} with a published figure the model's base has {least:.2} to {most:.2} times as many.",
                words::counted(ratios.len(), "year", "years")
            ),
            None => "No published figure falls into these years.".to_owned(),
        },
        caption: format!(
            "Lines: the arms, years from October to September. Circles: as published. {}.",
            words::capital(&view.sureness())
        ),
    };
    let september = |year: i16| Month { year, month: 9 };
    let draw = |saying: &Saying| {
        let arms = view.arms().iter().zip(&bands);
        let seen = published.iter().filter(|it| years.iter().any(|(year, _)| *year == it.year));
        fan(&Fan {
            title: saying.title.clone(),
            subtitle: saying.takeaway.clone(),
            y_label: format!("{unit} a year"),
            months: years.iter().map(|(year, _)| september(*year)).collect(),
            arms: arms.map(|(arm, bands)| line(&arm.label, bands)).collect(),
            marks: Vec::new(),
            observed: seen
                .map(|it| Observed {
                    at: september(it.year),
                    value: it.number,
                    label: "as published".to_owned(),
                })
                .collect(),
            caption: saying.caption.clone(),
            from_zero: true,
        })
    };
    figures.add(name, &saying, &data, &draw)
}

//! What every chart promises, whatever it is given. Checked on the finished SVG, as a reader's
//! browser gets it.

use super::font::Weight;
use super::paint::FINE;
use super::palette::LABEL;
use super::samples::{self, e};
use super::scene::{Anchor, Area, Scene, Style, Words};
use super::svg::{DROP, svg};
use super::*;

/// No two lines of text cover one another.
pub(super) fn no_words_overlap(scene: &Scene) {
    apart("scene", &words_of(&svg(scene, "").unwrap()));
}

fn words_of(svg: &str) -> Vec<Words> {
    svg.split("<text ")
        .skip(1)
        .map(|part| {
            let (tag, rest) = part.split_once('>').unwrap();
            let text = rest.split_once("</text>").unwrap().0;
            let read = |name: &str| {
                tag.split_once(&format!("{name}=\"")).map(|(_, v)| v.split_once('"').unwrap().0)
            };
            let number = |name: &str| read(name).unwrap().parse::<f64>().unwrap();
            let weight = if read("font-weight").is_some() { Weight::Bold } else { Weight::Regular };
            let anchor = match read("text-anchor") {
                Some("middle") => Anchor::Middle,
                Some("end") => Anchor::End,
                _ => Anchor::Start,
            };
            let size = number("font-size") / FINE;
            Words {
                at: (number("x") / FINE, number("y") / FINE + DROP * size),
                anchor,
                text: text
                    .trim()
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&apos;", "'")
                    .replace("&amp;", "&"),
                style: Style { size, weight, paint: LABEL.paint },
                edge: None,
            }
        })
        .collect()
}

fn apart(name: &str, words: &[Words]) {
    let areas: Vec<Area> = words.iter().map(|words| words.area().grown(-0.8)).collect();
    for (i, area) in areas.iter().enumerate() {
        for (j, place) in areas.iter().enumerate().skip(i + 1) {
            let (a, b) = (&words[i].text, &words[j].text);
            assert!(!area.meets(place), "{name}: \"{a}\" {area:?} covers \"{b}\" {place:?}");
        }
    }
}

fn sound(name: &str, svg: &str, width: f64) {
    let attribute = |name: &str| {
        svg.split_once(&format!(" {name}=\""))
            .unwrap()
            .1
            .split_once('"')
            .unwrap()
            .0
            .parse::<f64>()
            .unwrap()
    };
    assert!((attribute("width") - width).abs() < 0.5, "{name}");
    let height = attribute("height");
    assert!(height < 6000.0, "{name}: {height}");
    let words = words_of(svg);
    for line in &words {
        let area = line.area();
        let inside =
            area.left >= 0.0 && area.right <= width && area.top >= 0.0 && area.bottom <= height;
        assert!(inside, "{name}: \"{}\" {area:?} leaves {width} x {height}", line.text);
    }
    apart(name, &words);
    for forbidden in ["NaN", "inf,", "href", "url(", "<script", "<style", " id="] {
        assert!(!svg.contains(forbidden), "{name}: {forbidden}");
    }
    well_formed(name, svg);
}

/// Tags nest, attributes are quoted, and no bare `&` or `<` is left.
fn well_formed(name: &str, svg: &str) {
    let mut open = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("{name}: <{part}"));
        assert!(!text.contains('>') && tag.matches('"').count() % 2 == 0, "{name}: {part}");
        let word = tag.trim_end_matches('/').split(' ').next().unwrap();
        if let Some(closed) = word.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else if !tag.ends_with('/') {
            open.push(word);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
    for entity in svg.split('&').skip(1) {
        let known = ["lt;", "gt;", "amp;", "quot;", "apos;"];
        assert!(known.iter().any(|k| entity.starts_with(k)), "{name}: &{entity:.9}");
    }
}

fn check(name: &str, picture: Result<Picture, String>) {
    let picture = picture.unwrap_or_else(|error| panic!("{name}: {error}"));
    sound(name, &picture.wide_svg, 960.0);
    sound(&format!("{name} narrow"), &picture.narrow_svg, 400.0);
    let png = picture.png().unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(png.starts_with(b"\x89PNG") && !picture.alt.is_empty(), "{name}");
}

#[test]
fn every_sample_fits_in_both_shapes() {
    for (name, picture) in samples::all() {
        check(name, picture);
    }
}

#[test]
fn the_same_numbers_give_the_same_bytes() {
    for ((name, a), (_, b)) in samples::all().into_iter().zip(samples::all()) {
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(
            a.png() == b.png() && a.wide_svg == b.wide_svg && a.narrow_svg == b.narrow_svg,
            "{name}"
        );
    }
}

const ODD: [f64; 9] =
    [0.0, -0.0, 1e-300, -5.0, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX];
const LONG: &str = "a policy whose name nobody thought would have to fit on a phone <script>\"&\" \
                    andawordwithoutanyspaceorhyphenthatislongerthanthewidthofatelephone";

#[test]
fn odd_numbers_and_long_names_still_fit_over_time() {
    for (i, odd) in ODD.into_iter().enumerate() {
        for n in [1 + i % 2, 30] {
            let mut f = samples::sample_fan();
            f.months.truncate(n);
            f.arms[0].p50.iter_mut().for_each(|v| *v = odd);
            f.arms[1].p90.truncate(1);
            f.arms[2].name = LONG.into();
            f.arms[3].p10.iter_mut().for_each(|v| *v = -*v);
            f.marks.push(Mark { at: Month { year: 2026, month: 1 }, label: LONG.into() });
            f.observed[0].value = odd;
            f.title = LONG.into();
            check(&format!("fan {odd} {n}"), fan(&f));
            check(&format!("difference {odd} {n}"), difference_over_time(&f));
            let mut all = samples::sample_facets();
            all.facets[0] = (LONG.into(), f);
            check(&format!("facets {odd} {n}"), facets(&all));
        }
    }
}

#[test]
fn odd_numbers_and_long_names_still_fit_in_rows() {
    for (i, odd) in ODD.into_iter().enumerate() {
        let other = ODD[(5 * i + 2) % ODD.len()];
        let name = format!("{odd} {other}");
        let strange = e(odd, other, odd);
        let mut d = samples::sample_differences(3);
        d.groups[0].rows[0].by_arm = vec![Some(strange), None, Some(strange), Some(strange)];
        d.groups[0].rows[1].base = odd;
        d.groups[0].rows[1].label = LONG.into();
        d.groups[0].rows[1].unit = LONG.into();
        d.arms[1] = LONG.into();
        d.base = LONG.into();
        check(&name, differences(&d));
        let mut p = samples::sample_panels();
        p.panels[0].by_arm = vec![Some(strange), None];
        p.panels[1].label = LONG.into();
        p.arms[0] = LONG.into();
        check(&name, panels(&p));
        let mut t = samples::sample_targets();
        t.rows[0].model = strange;
        t.rows[1].target = odd;
        t.rows[2].low = other;
        t.rows[2].text = LONG.into();
        t.rows[3].label = LONG.into();
        t.rows[3].role = LONG.into();
        check(&name, targets(&t));
        let mut s = samples::sample_stacks();
        s.bars[0].values = vec![odd, other];
        s.bars[1].total = strange;
        s.bars[2].label = LONG.into();
        s.parts[0] = LONG.into();
        s.capacity = Some(other);
        check(&name, stacks(&s));
        let mut s = samples::sample_sankey();
        s.links[0].amount = e(odd, 0.0, 1.0);
        s.links[5].amount = e(1.0, odd, 1.0);
        s.nodes[3].label = LONG.into();
        s.nodes[9].column = 500_000;
        check(&format!("sankey {odd}"), sankey(&s));
        for mut t in [samples::sample_tiles(), samples::sample_tile_changes()] {
            t.panels[0].states[i].1 = Some(odd);
            t.panels[1].states[i + 1].1 = Some(other);
            t.panels[1].label = LONG.into();
            t.unit = LONG.into();
            check(&format!("tiles {name}"), tiles(&t));
        }
    }
}

#[test]
fn odd_numbers_and_long_names_still_fit_in_charts_of_sweeps() {
    for (i, odd) in ODD.into_iter().enumerate() {
        let other = ODD[(5 * i + 2) % ODD.len()];
        let name = format!("{odd} {other}");
        let strange = e(odd, other, odd);
        let mut t = sweep_samples::sample_tornado();
        (t.rows[0].at_low, t.rows[1].at_high) = (strange, e(odd, odd, odd));
        (t.rows[2].at_low, t.rows[2].at_high) = (e(1e-9, 0.0, 1.0), e(-0.0, -1.0, other));
        t.rows[3].label = LONG.into();
        t.rows[4].range = LONG.into();
        t.outcome = LONG.into();
        (t.base, t.floor) = (odd, Some(other));
        check(&format!("tornado {name}"), tornado(&t));
        let mut s = sweep_samples::sample_sobol();
        (s.rows[0].first, s.rows[1].total) = (strange, Some(strange));
        s.rows[2].label = LONG.into();
        (s.chance, s.floor) = (Some(strange), Some(other));
        check(&format!("sobol {name}"), sobol(&s));
        let mut s = sweep_samples::sample_split();
        (s.rows[0].interval, s.rows[1].chance) = (strange, strange);
        (s.rows[2].label, s.rows[2].unit) = (LONG.into(), LONG.into());
        check(&format!("split {name}"), split(&s));
        let mut w = sweep_samples::sample_worlds();
        (w.wins[0][1], w.best[0]) = (Some(strange), Some(strange));
        w.wins[1].clear();
        w.arms[1] = LONG.into();
        w.better = LONG.into();
        check(&format!("worlds {name}"), worlds(&w));
    }
}

#[test]
fn odd_numbers_and_long_names_still_fit_on_planes() {
    for (i, odd) in ODD.into_iter().enumerate() {
        let other = ODD[(5 * i + 2) % ODD.len()];
        let name = format!("{odd} {other}");
        let strange = e(odd, other, odd);
        let mut m = sweep_samples::sample_morris();
        (m.points[0].mu_star, m.points[1].sigma) = (strange, Some(strange));
        m.points[2].mu = Some(strange);
        if i % 2 == 0 {
            m.points[3].label = LONG.into();
        }
        (m.unit, m.floor) = (LONG.into(), Some(other));
        check(&format!("morris {name}"), morris(&m));
        let same = m.points[5].clone();
        m.points = vec![same; 70];
        m.floor = None;
        check(&format!("morris, all in one place {name}"), morris(&m));
        let mut c = sweep_samples::sample_convergence();
        c.lines[0].values[i % 8] = strange;
        c.lines[1].label = LONG.into();
        c.sizes[i % 8] = if i % 2 == 0 { 0 } else { u32::MAX };
        (c.x_label, c.floor) = (LONG.into(), Some(other));
        check(&format!("convergence {name}"), convergence(&c));
        let mut t = sweep_samples::sample_tradeoff();
        t.arms[0].worlds[0] = (odd, other);
        t.arms[1].worlds.truncate(1);
        t.arms[2].worlds = vec![(other, odd)];
        if i % 2 == 0 {
            t.arms[3].name = LONG.into();
        }
        t.y_label = LONG.into();
        check(&format!("tradeoff {name}"), tradeoff(&t));
    }
}

#[test]
fn nothing_to_draw_is_an_error_that_names_the_chart() {
    let title = || "Empty".to_owned();
    let said = [
        fan(&Fan { title: title(), ..Fan::default() }).err(),
        difference_over_time(&Fan { title: title(), ..Fan::default() }).err(),
        facets(&Facets { title: title(), ..Facets::default() }).err(),
        differences(&Differences { title: title(), ..Differences::default() }).err(),
        panels(&Panels { title: title(), ..Panels::default() }).err(),
        targets(&Targets { title: title(), ..Targets::default() }).err(),
        stacks(&Stacks { title: title(), ..Stacks::default() }).err(),
        sankey(&Sankey { title: title(), ..Sankey::default() }).err(),
        tiles(&Tiles { title: title(), ..Tiles::default() }).err(),
        tornado(&Tornado { title: title(), ..Tornado::default() }).err(),
        morris(&Morris { title: title(), ..Morris::default() }).err(),
        sobol(&Sobol { title: title(), ..Sobol::default() }).err(),
        convergence(&Convergence { title: title(), ..Convergence::default() }).err(),
        tradeoff(&Tradeoff { title: title(), ..Tradeoff::default() }).err(),
        worlds(&Worlds { title: title(), ..Worlds::default() }).err(),
        split(&Split { title: title(), ..Split::default() }).err(),
    ];
    for error in said {
        assert!(error.as_ref().is_some_and(|e| e.starts_with("chart \"Empty\": no ")), "{error:?}");
    }
}

#[test]
fn a_link_backwards_is_refused() {
    let mut s = samples::sample_sankey();
    s.links[0] = SankeyLink { from: 7, to: 0, amount: e(1.0, 1.0, 1.0) };
    assert!(sankey(&s).is_err_and(|error| error.contains("forward")));
    s.links[0].to = 99;
    assert!(sankey(&s).is_err());
}

#[test]
fn a_cut_axis_says_so_and_a_whole_one_does_not() {
    let mut f = samples::sample_fan();
    let warning = "does not start at zero";
    assert!(fan(&f).unwrap().wide_svg.contains(warning));
    f.from_zero = true;
    assert!(!fan(&f).unwrap().narrow_svg.contains(warning));
}

//! Sankey diagram of the pipeline under one arm: how many go which way, and how sure that is.

use super::flow::{self, Flow, Graph, Ribbon};
use super::page::{Page, Shape};
use super::palette::{self, BLUE, GREEN, GREY, INK, LABEL, ORANGE, RULE, SMALL};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Anchor, Area, Item, Paint, Pen, Point, Scene, Style, Words};
use super::{ledger, number, text};

/// Stages from left to right and what flows between them.
#[derive(Clone, Debug, Default)]
pub struct Sankey {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// The stages.
    pub nodes: Vec<SankeyNode>,
    /// The flows, each to a later column.
    pub links: Vec<SankeyLink>,
    /// Below the chart.
    pub caption: String,
}

/// A stage.
#[derive(Clone, Debug)]
pub struct SankeyNode {
    /// As "Booked into jail".
    pub label: String,
    /// From the left; numbers may be left out.
    pub column: usize,
    /// How far down, among those of its column and the links that pass it: the order is kept
    /// whatever the amounts, so that charts of the same stages can be compared.
    pub lane: f64,
    /// What kind of place it is.
    pub tone: Tone,
}

/// Kinds of stages, told apart by colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// A step on the way.
    Neutral,
    /// Held by the county.
    Custody,
    /// Held or sought by the federal government.
    Federal,
    /// Free.
    Street,
    /// No longer in the model.
    Ended,
}

/// A flow.
#[derive(Clone, Copy, Debug)]
pub struct SankeyLink {
    /// Index of a node.
    pub from: usize,
    /// Index of a node in a later column.
    pub to: usize,
    /// How many go this way.
    pub amount: Estimate,
}

/// Draws ribbons as wide as the flows; the less sure, the paler. On a phone: the same as a list
/// with bars.
pub fn sankey(s: &Sankey) -> Result<Picture, String> {
    check(s)?;
    draw(alt(s), |shape| match shape {
        Shape::Wide => wide(s),
        Shape::Narrow => ledger::lay_out(s),
    })
}

fn check(s: &Sankey) -> Result<(), String> {
    let wrong = |what: String| Err(format!("chart \"{}\": {what}", s.title));
    if s.nodes.is_empty() || s.links.is_empty() {
        return wrong("no nodes or no links to draw".to_owned());
    }
    for (i, link) in s.links.iter().enumerate() {
        let (Some(from), Some(to)) = (s.nodes.get(link.from), s.nodes.get(link.to)) else {
            return wrong(format!("link {i} is from {} to {}, not nodes", link.from, link.to));
        };
        if from.column >= to.column {
            return wrong(format!(
                "link {i}, \"{}\" to \"{}\", goes not forward",
                from.label, to.label
            ));
        }
    }
    Ok(())
}

/// The amount of a link with what is not a number taken as none.
pub(super) fn amount(link: &SankeyLink) -> Estimate {
    let none = Estimate { value: 0.0, low: 0.0, high: 0.0 };
    let e = link.amount.sound().unwrap_or(none);
    let tame = |x: f64| x.clamp(0.0, 1e15);
    Estimate { value: tame(e.value), low: tame(e.low), high: tame(e.high) }
}

/// What comes in or goes out, whichever is more.
pub(super) fn through(s: &Sankey, node: usize) -> f64 {
    let sum = |end: fn(&SankeyLink) -> usize| -> f64 {
        s.links.iter().filter(|link| end(link) == node).map(|link| amount(link).value).sum()
    };
    sum(|link| link.from).max(sum(|link| link.to))
}

/// Paler, the wider the interval is for its value.
pub(super) fn opacity(e: Estimate) -> f64 {
    let relative = if e.value > 0.0 { (e.high - e.low) / e.value } else { 1.0 };
    0.62 - 0.44 * relative.clamp(0.0, 1.0)
}

/// The colour of a kind of stage.
pub(super) fn tone(tone: Tone) -> Paint {
    match tone {
        Tone::Neutral => GREY,
        Tone::Custody => ORANGE,
        Tone::Federal => BLUE,
        Tone::Street => GREEN,
        Tone::Ended => RULE,
    }
}

/// Room for the names right of the last column.
const LAST: f64 = 116.0;
const NAME: Style = Style { size: 11.5, ..LABEL.bold() };
const AMOUNT: Style = Style { size: 10.0, ..SMALL }.in_paint(INK);

fn wide(s: &Sankey) -> Scene {
    let mut page = Page::new(Shape::Wide, &s.title, &s.subtitle);
    let mut used: Vec<usize> = s.nodes.iter().map(|node| node.column).collect();
    used.sort_unstable();
    used.dedup();
    let columns: Vec<usize> =
        s.nodes.iter().map(|node| used.partition_point(|c| *c < node.column)).collect();
    let last = used.len().saturating_sub(1);
    // The last column has its names beside it, where no ribbon runs.
    let spacing = (page.width() - LAST) / number::float(last.max(1));
    let room =
        |column: usize| if column == last { LAST } else { (spacing * 0.72).clamp(60.0, 150.0) };
    let names: Vec<Vec<String>> = s
        .nodes
        .iter()
        .zip(&columns)
        .map(|(node, column)| text::wrap_to(&node.label, NAME, room(*column), 3))
        .collect();
    let in_last = names.iter().zip(&columns).filter(|(_, column)| **column == last);
    let gutter = in_last.map(|(lines, _)| text::widest(lines, NAME)).fold(50.0, f64::max) + 8.0;
    let head = |lines: &Vec<String>| number::float(lines.len()) * NAME.leading() + 16.0;
    let heads: Vec<f64> = names.iter().map(head).collect();
    let links = s.links.iter().map(|link| (link.from, link.to, amount(link).value)).collect();
    let lanes = s.nodes.iter().map(|node| node.lane).collect();
    let graph = Graph { columns, lanes, heads, links };
    let fullest = (0..used.len()).map(|column| {
        let here = graph.columns.iter().zip(&graph.heads).filter(|(c, _)| **c == column);
        here.map(|(_, head)| head + flow::GAP).sum::<f64>()
    });
    let height = fullest.fold(0.0, f64::max) + 320.0;
    let right = page.right - gutter;
    let area = Area { left: page.left, top: page.y, right, bottom: page.y + height };
    let placed = flow::place(&graph, area);
    ribbons(&mut page.scene, s, &placed);
    let mut taken = node_names(&mut page.scene, s, &placed, &names, right);
    amounts(&mut page.scene, s, &placed, &mut taken, area);
    page.y = area.bottom;
    page.finish(&s.caption)
}

fn ribbons(scene: &mut Scene, s: &Sankey, placed: &Flow) {
    for (link, ribbon) in s.links.iter().zip(&placed.ribbons) {
        let half = ribbon.thickness / 2.0;
        let upper = ribbon.middle.iter().map(|(x, y)| (*x, y - half));
        let lower = ribbon.middle.iter().rev().map(|(x, y)| (*x, y + half));
        let paint = tone(s.nodes[link.to].tone).faded(opacity(amount(link)));
        scene.polygon(upper.chain(lower).collect(), paint);
    }
    for (node, area) in s.nodes.iter().zip(&placed.nodes) {
        scene.rect(*area, tone(node.tone));
    }
}

/// Names and totals above the nodes, or right of the last ones; gives the places that are now
/// taken.
fn node_names(
    scene: &mut Scene,
    s: &Sankey,
    placed: &Flow,
    names: &[Vec<String>],
    right: f64,
) -> Vec<Area> {
    let mut taken: Vec<Area> = placed.nodes.clone();
    for (i, node) in placed.nodes.iter().enumerate() {
        let total = number::plain(through(s, i));
        let (mut x, mut y) = (node.left, node.top - 5.0);
        if node.right > right - 1.0 {
            let half = (number::float(names[i].len()) * NAME.leading() + SMALL.leading()) / 2.0;
            let middle = f64::midpoint(node.top, node.bottom);
            (x, y) = (node.right + 6.0, (middle + half).min(node.bottom + 5.0) - 3.5);
        }
        let lines = names[i].iter().map(|line| (line, NAME)).chain([(&total, SMALL)]);
        for (line, style) in lines.collect::<Vec<_>>().into_iter().rev() {
            scene.words_on_white((x, y), Anchor::Start, line, style);
            if let Some(Item::Words(words)) = scene.items.last() {
                // Nor near it: an amount beside a name would be read as the name's.
                taken.push(words.area().grown(5.0));
            }
            y -= style.leading();
        }
    }
    taken
}

/// The amount on each ribbon, the widest first; if its middle is taken, as near as there is room.
fn amounts(scene: &mut Scene, s: &Sankey, placed: &Flow, taken: &mut Vec<Area>, area: Area) {
    let mut order: Vec<usize> = (0..s.links.len()).collect();
    let value = |i: &usize| amount(&s.links[*i]).value;
    order.sort_by(|a, b| value(b).total_cmp(&value(a)));
    for i in order {
        let label = number::interval(amount(&s.links[i]));
        let room = text::width(&label, AMOUNT) / 2.0 + 2.0;
        let Some((at, on)) = free_place(&placed.ribbons, i, room, taken, area) else { continue };
        if (at.1 - on.1).abs() > placed.ribbons[i].thickness / 2.0 + 7.0 {
            let toward = if at.1 > on.1 { at.1 - 6.0 } else { at.1 + 6.0 };
            scene.line(on, (at.0, toward), Pen::solid(palette::GREY, 0.8));
            scene.dot(on, 1.6, palette::GREY);
        }
        let words = Words {
            at: (at.0, at.1 + 3.5),
            anchor: Anchor::Middle,
            text: label,
            style: AMOUNT,
            edge: None,
        };
        taken.push(words.area().grown(1.5));
        scene.words_on_white(words.at, words.anchor, &words.text, words.style);
    }
}

/// The free place nearest to the middle of a ribbon, and the point of the ribbon it belongs to.
fn free_place(
    all: &[Ribbon],
    index: usize,
    room: f64,
    taken: &[Area],
    area: Area,
) -> Option<(Point, Point)> {
    let ribbon = &all[index];
    let (start, end) = (ribbon.middle.first()?.0, ribbon.middle.last()?.0);
    let centre = f64::midpoint(start, end);
    let mut best: Option<(f64, (Point, Point))> = None;
    for shift in -10..=10 {
        let slack = ((end - start) / 2.0 - room - 3.0).max(0.0);
        let x = centre + slack * f64::from(shift) / 10.0;
        let on = ribbon.y_at(x);
        for step in -60..=60 {
            let y = on + 4.0 * f64::from(step);
            let own = Area { left: x - room, top: y - 6.5, right: x + room, bottom: y + 6.5 };
            let outside = own.top < area.top || own.bottom > area.bottom + 6.0;
            let outside = outside || own.left < area.left || own.right > area.right;
            if outside || taken.iter().any(|other| other.meets(&own)) {
                continue;
            }
            let cost = cost(all, index, (x, y)) + 0.25 * (x - centre).abs();
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, ((x, y), (x, on))));
            }
        }
    }
    best.map(|(_, place)| place)
}

/// Off its own ribbon is bad; on another one is misleading.
fn cost(all: &[Ribbon], index: usize, (x, y): Point) -> f64 {
    let off = |ribbon: &Ribbon| ((y - ribbon.y_at(x)).abs() - ribbon.thickness / 2.0).max(0.0);
    let spans = |r: &Ribbon| {
        r.middle.first().is_some_and(|a| a.0 <= x) && r.middle.last().is_some_and(|b| x <= b.0)
    };
    let others = all.iter().enumerate().filter(|(i, ribbon)| *i != index && spans(ribbon));
    let misleading = others.filter(|(_, ribbon)| off(ribbon) < 3.0).count();
    let own = &all[index];
    2.0 * off(own) + 0.3 * (y - own.y_at(x)).abs() + 14.0 * number::float(misleading)
}

fn alt(s: &Sankey) -> String {
    let mut links: Vec<&SankeyLink> = s.links.iter().collect();
    links.sort_by(|a, b| amount(b).value.total_cmp(&amount(a).value));
    let told: Vec<String> = links
        .iter()
        .take(6)
        .map(|link| {
            let (from, to) = (&s.nodes[link.from].label, &s.nodes[link.to].label);
            format!("{from} to {to} {}", number::interval(amount(link)))
        })
        .collect();
    let (nodes, all) = (s.nodes.len(), s.links.len());
    format!(
        "{}: flows between {nodes} stages, {all} in all. The largest: {}.",
        s.title,
        told.join("; ")
    )
}

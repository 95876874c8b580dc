//! Where the nodes and ribbons of a Sankey diagram go. Geometry only.
//!
//! Nodes of a column stand in the order of their lanes, whatever flows through them, so that two
//! diagrams of the same stages look alike.
//!
//! A link that passes a column without stopping gets a stop there all the same, so that room is
//! kept for it and it does not run behind the nodes of that column.

use super::labels;
use super::number::float;
use super::scene::{Area, Point};

/// What is to be placed: a column for each node, the height of its name above it, and the links.
pub(super) struct Graph {
    pub(super) columns: Vec<usize>,
    /// The order in a column, from the top.
    pub(super) lanes: Vec<f64>,
    pub(super) heads: Vec<f64>,
    /// From, to, amount.
    pub(super) links: Vec<(usize, usize, f64)>,
}

/// A link, placed.
pub(super) struct Ribbon {
    /// Its middle, from left to right, finely divided.
    pub(super) middle: Vec<Point>,
    pub(super) thickness: f64,
}

impl Ribbon {
    /// How far down the middle is at this place.
    pub(super) fn y_at(&self, x: f64) -> f64 {
        let pair = self.middle.windows(2).find(|pair| x <= pair[1].0);
        match pair {
            Some(pair) => {
                let share = ((x - pair[0].0) / (pair[1].0 - pair[0].0).max(1e-9)).clamp(0.0, 1.0);
                pair[0].1 + share * (pair[1].1 - pair[0].1)
            }
            None => self.middle.last().map_or(0.0, |end| end.1),
        }
    }
}

/// Everything placed.
pub(super) struct Flow {
    pub(super) nodes: Vec<Area>,
    /// One per link, in the same order.
    pub(super) ribbons: Vec<Ribbon>,
}

/// The width of a node.
pub(super) const NODE: f64 = 12.0;
/// Between a name and the node above it; also the room around a link that passes a column. An
/// amount fits in.
pub(super) const GAP: f64 = 18.0;
/// How often the stops are drawn towards their neighbours, from the left and from the right in
/// turn.
const SWEEPS: u32 = 24;

/// A node, or a link passing a column.
struct Stop {
    column: usize,
    lane: f64,
    amount: f64,
    head: f64,
    y: f64,
}

/// A link between neighbouring columns.
struct Leg {
    from: usize,
    to: usize,
    link: usize,
    amount: f64,
}

/// Places a graph in an area. Every link must go from a column to a later one.
pub(super) fn place(graph: &Graph, area: Area) -> Flow {
    let columns = graph.columns.iter().max().map_or(1, |last| last + 1);
    let (mut stops, legs) = stops_and_legs(graph);
    let scale = scale(&stops, columns, area.height());
    for sweep in 0..SWEEPS {
        let rightwards = sweep.is_multiple_of(2);
        for turn in 0..columns {
            let column = if rightwards { turn } else { columns - 1 - turn };
            settle(&mut stops, &legs, column, (scale, area, sweep));
        }
    }
    let x = |column: usize| {
        area.left + (area.width() - NODE) * float(column) / float((columns - 1).max(1))
    };
    let nodes = (0..graph.columns.len()).map(|i| {
        let half = (stops[i].amount * scale).max(1.5) / 2.0;
        let left = x(stops[i].column);
        Area { left, top: stops[i].y - half, right: left + NODE, bottom: stops[i].y + half }
    });
    Flow { nodes: nodes.collect(), ribbons: ribbons(graph, &stops, &legs, (scale, &x)) }
}

fn stops_and_legs(graph: &Graph) -> (Vec<Stop>, Vec<Leg>) {
    let amount = |node: usize| {
        let sum = |end: fn(&(usize, usize, f64)) -> usize| -> f64 {
            graph.links.iter().filter(|link| end(link) == node).map(|link| link.2).sum()
        };
        sum(|link| link.0).max(sum(|link| link.1))
    };
    let mut stops: Vec<Stop> = (0..graph.columns.len())
        .map(|i| Stop {
            column: graph.columns[i],
            lane: graph.lanes[i],
            amount: amount(i),
            head: graph.heads[i],
            y: 0.0,
        })
        .collect();
    let mut legs = Vec::new();
    for (link, &(from, to, amount)) in graph.links.iter().enumerate() {
        let mut at = from;
        let (first, last) = (graph.columns[from], graph.columns[to]);
        for column in first + 1..last {
            let share = float(column - first) / float(last - first);
            let lane = graph.lanes[from] + share * (graph.lanes[to] - graph.lanes[from]);
            stops.push(Stop { column, lane, amount, head: 0.0, y: 0.0 });
            legs.push(Leg { from: at, to: stops.len() - 1, link, amount });
            at = stops.len() - 1;
        }
        legs.push(Leg { from: at, to, link, amount });
    }
    (stops, legs)
}

/// Px per unit, so that the fullest column just fits.
fn scale(stops: &[Stop], columns: usize, height: f64) -> f64 {
    let room = |column: usize| {
        let here = || stops.iter().filter(move |stop| stop.column == column);
        let free = height - here().map(|stop| stop.head + GAP).sum::<f64>();
        free.max(40.0) / here().map(|stop| stop.amount).sum::<f64>().max(1e-12)
    };
    (0..columns).map(room).fold(f64::MAX, f64::min)
}

/// Moves the stops of a column to where their neighbours pull them, none on another.
fn settle(stops: &mut [Stop], legs: &[Leg], column: usize, (scale, area, sweep): (f64, Area, u32)) {
    let mut here: Vec<usize> = (0..stops.len()).filter(|i| stops[*i].column == column).collect();
    here.sort_by(|a, b| stops[*a].lane.total_cmp(&stops[*b].lane));
    let boxes: Vec<(f64, f64)> = here
        .iter()
        .enumerate()
        .map(|(turn, i)| {
            let stop = &stops[*i];
            let y = match pull(stops, legs, *i, sweep) {
                Some(y) => y,
                // Nothing has a place yet: the order given, from the top.
                None if sweep == 0 => area.top + float(turn),
                None => stop.y,
            };
            (y - stop.head / 2.0, stop.amount * scale + stop.head + GAP)
        })
        .collect();
    for (i, middle) in here.iter().zip(labels::in_order(&boxes, area.top, area.bottom)) {
        stops[*i].y = middle + stops[*i].head / 2.0;
    }
}

/// The mean place of the neighbours on one side, by amount; of all neighbours in the last sweeps.
fn pull(stops: &[Stop], legs: &[Leg], at: usize, sweep: u32) -> Option<f64> {
    let all = sweep + 4 > SWEEPS;
    let (mut sum, mut weight) = (0.0, 0.0);
    for leg in legs {
        let other = if leg.to == at && (all || sweep.is_multiple_of(2)) {
            leg.from
        } else if leg.from == at && (all || !sweep.is_multiple_of(2)) {
            leg.to
        } else {
            continue;
        };
        sum += stops[other].y * (leg.amount + 1e-9);
        weight += leg.amount + 1e-9;
    }
    (weight > 0.0).then_some(sum / weight)
}

/// Stacks the legs at each stop in the order of where they come from and go to, and bends them.
fn ribbons(
    graph: &Graph,
    stops: &[Stop],
    legs: &[Leg],
    (scale, x): (f64, &impl Fn(usize) -> f64),
) -> Vec<Ribbon> {
    let mut ribbons: Vec<Ribbon> = graph
        .links
        .iter()
        .map(|link| Ribbon { middle: Vec::new(), thickness: (link.2 * scale).max(0.8) })
        .collect();
    let starts = stacked(stops, legs, scale, |leg| (leg.from, leg.to));
    let ends = stacked(stops, legs, scale, |leg| (leg.to, leg.from));
    for (i, leg) in legs.iter().enumerate() {
        let from = (x(stops[leg.from].column) + NODE, starts[i]);
        let to = (x(stops[leg.to].column), ends[i]);
        ribbons[leg.link].middle.extend(bend(from, to));
    }
    ribbons
}

/// The middle of each leg at its stop.
fn stacked(
    stops: &[Stop],
    legs: &[Leg],
    scale: f64,
    ends: impl Fn(&Leg) -> (usize, usize),
) -> Vec<f64> {
    let mut order: Vec<usize> = (0..legs.len()).collect();
    let far = |i: usize| stops[ends(&legs[i]).1].y;
    order.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
    let mut tops: Vec<f64> = stops.iter().map(|_| 0.0).collect();
    for leg in legs {
        tops[ends(leg).0] += leg.amount * scale;
    }
    for (top, stop) in tops.iter_mut().zip(stops) {
        *top = stop.y - *top / 2.0;
    }
    let mut middles = vec![0.0; legs.len()];
    for i in order {
        let (stop, thick) = (ends(&legs[i]).0, legs[i].amount * scale);
        middles[i] = tops[stop] + thick / 2.0;
        tops[stop] += thick;
    }
    middles
}

/// A Bezier curve that leaves and arrives level, as straight pieces.
fn bend(from: Point, to: Point) -> Vec<Point> {
    const PIECES: u32 = 28;
    let half = f64::midpoint(from.0, to.0);
    (0..=PIECES)
        .map(|piece| {
            let t = f64::from(piece) / f64::from(PIECES);
            let s = 1.0 - t;
            let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
            (a * from.0 + (b + c) * half + d * to.0, (a + b) * from.1 + (c + d) * to.1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_of_a_column_do_not_overlap_and_ribbons_end_at_them() {
        let graph = Graph {
            columns: vec![0, 1, 1, 2, 2, 2],
            lanes: vec![0.0, 0.0, 1.0, 0.0, 1.0, 2.0],
            heads: vec![30.0; 6],
            links: vec![
                (0, 1, 70.0),
                (0, 2, 30.0),
                (1, 3, 40.0),
                (1, 4, 30.0),
                (2, 4, 10.0),
                (0, 5, 0.0),
            ],
        };
        let area = Area { left: 0.0, top: 0.0, right: 800.0, bottom: 400.0 };
        let flow = place(&graph, area);
        for (i, a) in flow.nodes.iter().enumerate() {
            assert!(a.top >= -1e-6 && a.bottom <= 400.0 + 1e-6, "{a:?}");
            assert!(flow.nodes[i + 1..].iter().all(|b| !a.meets(b)), "{:?}", flow.nodes);
        }
        for (ribbon, (from, to, _)) in flow.ribbons.iter().zip(&graph.links) {
            let (start, end) = (ribbon.middle[0], ribbon.middle[ribbon.middle.len() - 1]);
            let (a, b) = (flow.nodes[*from], flow.nodes[*to]);
            assert!(a.top - 0.5 <= start.1 && start.1 <= a.bottom + 0.5);
            assert!(b.top - 0.5 <= end.1 && end.1 <= b.bottom + 0.5);
        }
    }

    #[test]
    fn nodes_keep_the_order_of_their_lanes_whatever_flows() {
        let area = Area { left: 0.0, top: 0.0, right: 800.0, bottom: 400.0 };
        for (a, b) in [(90.0, 10.0), (10.0, 90.0), (0.0, 100.0)] {
            let graph = Graph {
                columns: vec![0, 0, 1, 1],
                lanes: vec![0.0, 1.0, 1.0, 0.0],
                heads: vec![20.0; 4],
                links: vec![(0, 2, a), (1, 3, b), (1, 2, 5.0)],
            };
            let nodes = place(&graph, area).nodes;
            assert!(nodes[0].bottom < nodes[1].top && nodes[3].bottom < nodes[2].top, "{nodes:?}");
        }
    }
}

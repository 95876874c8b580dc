//! Share of worlds won: how often one policy does better than another, for all pairs.

use super::across::TINY;
use super::colours::{hatched, outline};
use super::number::{self, float};
use super::page::{Page, Shape};
use super::palette::{self, GRID, INK, LABEL, SMALL, WHITE};
use super::picture::{Estimate, Picture, draw};
use super::scene::{Anchor, Area, Paint, Scene, Style};
use super::text;

/// Policies compared world by world.
#[derive(Clone, Debug, Default)]
pub struct Worlds {
    /// Above the chart.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// What it is to win, as "fewer days held past release".
    pub better: String,
    /// How many worlds were sampled.
    pub worlds: usize,
    /// The policies.
    pub arms: Vec<String>,
    /// By policy, then by the one it is compared with: the share of worlds, from 0 to 1, in which it
    /// is strictly better. What is on the diagonal is not looked at.
    pub wins: Vec<Vec<Option<Estimate>>>,
    /// What it is to win against all at once, as "fewest of all".
    pub all: String,
    /// By policy: the share of worlds in which none is better than it; may be empty.
    pub best: Vec<Option<Estimate>>,
    /// Below the chart.
    pub caption: String,
}

/// One line of the table below: a policy against another.
#[derive(Clone, Debug)]
pub struct WorldsRow {
    /// The policy.
    pub arm: String,
    /// The one it is compared with.
    pub other: String,
    /// The share of worlds in which it is strictly better; nothing where there is none.
    pub wins: Option<Estimate>,
}

impl Worlds {
    /// All pairs, both ways.
    #[must_use]
    pub fn rows(&self) -> Vec<WorldsRow> {
        let pairs = (0..self.arms.len()).flat_map(|a| (0..self.arms.len()).map(move |b| (a, b)));
        let row = |(a, b): (usize, usize)| WorldsRow {
            arm: self.arms[a].clone(),
            other: self.arms[b].clone(),
            wins: self.win(a, b),
        };
        pairs.filter(|(a, b)| a != b).map(row).collect()
    }

    fn win(&self, arm: usize, other: usize) -> Option<Estimate> {
        share(self.wins.get(arm)?.get(other).copied()?)
    }

    fn best(&self, arm: usize) -> Option<Estimate> {
        share(self.best.get(arm).copied()?)
    }
}

/// A share of something, or nothing.
fn share(e: Option<Estimate>) -> Option<Estimate> {
    e.and_then(Estimate::sound).filter(|e| (0.0..=1.0).contains(&e.value)).map(|e| Estimate {
        low: e.low.clamp(0.0, 1.0),
        high: e.high.clamp(0.0, 1.0),
        ..e
    })
}

/// Draws a square per pair: the policy of its row against that of its column.
pub fn worlds(w: &Worlds) -> Result<Picture, String> {
    draw(alt(w)?, |shape| lay_out(w, shape))
}

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    /// Against this policy.
    Against(usize),
    /// Against all at once.
    All,
}

/// Where the squares go.
struct Grid {
    names: f64,
    wide: f64,
    high: f64,
    /// Whether policies stand above their columns by number only.
    are_numbers: bool,
}

/// Between two squares.
const SEAM: f64 = 2.0;
/// Between the pairs and the last column.
const APART: f64 = 12.0;
/// The widest square.
const WIDEST: f64 = 120.0;
/// The narrowest that has room for its numbers.
const NARROWEST: (f64, f64) = (72.0, 44.0);

fn lay_out(w: &Worlds, shape: Shape) -> Scene {
    let mut page = Page::new(shape, &w.title, &w.subtitle);
    let count = number::plain(float(w.worlds));
    let words = format!(
        "In each square: of {count} worlds, the share in which the policy of the row has {} than \
         that of the column. Worlds in which both are equal count for neither.",
        w.better
    );
    page.paragraph(&words, SMALL);
    let mut columns: Vec<Column> = (0..w.arms.len()).map(Column::Against).collect();
    if (0..w.arms.len()).any(|arm| w.best(arm).is_some()) {
        columns.push(Column::All);
    }
    let names = shape.pick(200.0, 104.0);
    let room = page.width() - names - APART;
    let narrowest = shape.pick(NARROWEST.0, NARROWEST.1);
    let most = (1..=columns.len()).rev().find(|n| room / float(*n) >= narrowest).unwrap_or(1);
    // Blocks of about the same number of columns.
    let most = columns.len().div_ceil(columns.len().div_ceil(most));
    let wide = (room / float(most)).min(WIDEST).floor();
    let are_numbers = shape == Shape::Narrow || wide < 96.0;
    let grid = Grid { names, wide, high: shape.pick(42.0, 40.0), are_numbers };
    for block in columns.chunks(most) {
        page.y += 10.0;
        heads(&mut page, w, &grid, block);
        for arm in 0..w.arms.len() {
            row(&mut page, w, &grid, (arm, block));
        }
    }
    page.y += 8.0;
    page.paragraph("Blue: seldom; orange: often; pale: in about half of the worlds.", SMALL);
    page.finish(&w.caption)
}

impl Grid {
    /// Where a column begins; the last stands apart.
    fn left(&self, page: &Page, nth: usize, column: Column) -> f64 {
        let apart = if column == Column::All && nth > 0 { APART } else { 0.0 };
        page.left + self.names + self.wide * float(nth) + apart
    }
}

/// What is above each column.
fn heads(page: &mut Page, w: &Worlds, grid: &Grid, block: &[Column]) {
    let style = SMALL.in_paint(INK);
    let words = |column: &Column| match column {
        Column::Against(arm) if grid.are_numbers => vec![(arm + 1).to_string()],
        Column::Against(arm) => text::wrap_to(&w.arms[*arm], style, grid.wide - 8.0, 4),
        Column::All => text::wrap_to(&w.all, style, grid.wide - 4.0, 4),
    };
    let all: Vec<Vec<String>> = block.iter().map(words).collect();
    let most = all.iter().map(Vec::len).max().unwrap_or(1);
    let bottom = page.y + float(most) * style.leading();
    for (nth, (column, lines)) in block.iter().zip(&all).enumerate() {
        let middle = grid.left(page, nth, *column) + (grid.wide - SEAM) / 2.0;
        let mut y = bottom - 4.0 - float(lines.len() - 1) * style.leading();
        for line in lines {
            page.scene.words((middle, y), Anchor::Middle, line, style);
            y += style.leading();
        }
    }
    page.y = bottom + 2.0;
}

/// The name of a policy, and its squares.
fn row(page: &mut Page, w: &Worlds, grid: &Grid, (arm, block): (usize, &[Column])) {
    let name = match grid.are_numbers {
        true => format!("{} {}", arm + 1, w.arms[arm]),
        false => w.arms[arm].clone(),
    };
    let style = page.shape.pick(LABEL, SMALL.in_paint(INK));
    let lines = text::wrap_to(&name, style, grid.names - 10.0, 4);
    let words = float(lines.len()) * style.leading();
    let height = grid.high.max(words + 4.0);
    let mut y = page.y + (height - SEAM - words) / 2.0;
    for line in &lines {
        y += style.leading();
        page.scene.words((page.left, y - 0.3 * style.size), Anchor::Start, line, style);
    }
    for (nth, column) in block.iter().enumerate() {
        let (left, top) = (grid.left(page, nth, *column), page.y);
        let area = Area { left, top, right: left + grid.wide - SEAM, bottom: top + height - SEAM };
        match column {
            Column::Against(other) if *other == arm => page.scene.rect(area, GRID.faded(0.5)),
            Column::Against(other) => {
                let win = w.win(arm, *other);
                let paint = palette::either_way(win.map_or(0.5, |e| e.value));
                square(&mut page.scene, area, win, paint);
            }
            Column::All => square(&mut page.scene, area, w.best(arm), WHITE),
        }
    }
    page.y += height;
}

/// The share, its interval below if there is room, and a colour that says the same.
fn square(scene: &mut Scene, area: Area, share: Option<Estimate>, paint: Paint) {
    let (x, middle) = (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom));
    let Some(e) = share else {
        hatched(scene, area);
        let white = WHITE.faded(0.85);
        scene.words_over(white, (x, middle + 4.0), Anchor::Middle, "n/a", SMALL.in_paint(INK));
        return;
    };
    scene.rect(area, paint);
    outline(scene, area);
    let ink = palette::black_or_white(paint);
    let interval = interval_words(e);
    let style = Style { size: 9.0, ..TINY }.in_paint(ink);
    let has_room = text::width(&interval, style) <= area.width() - 3.0;
    let y = if has_room { middle - 1.0 } else { middle + 4.5 };
    scene.words((x, y), Anchor::Middle, &number::percent(e.value), LABEL.bold().in_paint(ink));
    if has_room {
        scene.words((x, y + 13.0), Anchor::Middle, &interval, style);
    }
}

fn interval_words(e: Estimate) -> String {
    let [low, high] = [e.low, e.high].map(|share| number::fixed(100.0 * share, 0));
    format!("[{low}, {high}]")
}

fn alt(w: &Worlds) -> Result<String, String> {
    let mut pairs: Vec<(usize, usize, Estimate)> = Vec::new();
    for a in 0..w.arms.len() {
        for b in a + 1..w.arms.len() {
            // Of both ways, the one that wins more often.
            let ways = [(a, b), (b, a)].into_iter().filter_map(|(a, b)| Some((a, b, w.win(a, b)?)));
            pairs.extend(ways.max_by(|x, y| x.2.value.total_cmp(&y.2.value)));
        }
    }
    if pairs.is_empty() {
        return Err(format!("chart \"{}\": no pair of policies to draw", w.title));
    }
    let all = pairs.len();
    let told: Vec<String> = pairs
        .iter()
        .take(6)
        .map(|(a, b, e)| {
            let share = number::percent_interval(*e);
            format!("{} against {} in {share}", w.arms[*a], w.arms[*b])
        })
        .collect();
    let more = if all > 6 { format!("; and {} more pairs", all - 6) } else { String::new() };
    Ok(format!(
        "{}: the share of {} worlds in which a policy has {} than another. {}{more}.",
        w.title,
        number::plain(float(w.worlds)),
        w.better,
        told.join("; ")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::sweep_samples::sample_worlds;
    use super::*;

    #[test]
    fn every_pair_is_in_the_table_both_ways() {
        let w = sample_worlds();
        assert_eq!(w.rows().len(), w.arms.len() * (w.arms.len() - 1));
    }

    #[test]
    fn what_is_no_share_is_no_win() {
        for odd in [f64::NAN, -0.1, 1.2, f64::INFINITY] {
            assert!(share(Some(Estimate { value: odd, low: 0.0, high: 1.0 })).is_none(), "{odd}");
        }
        let e = share(Some(Estimate { value: 1.0, low: 0.98, high: 1.3 })).unwrap();
        assert!(e.high <= 1.0);
    }

    #[test]
    fn many_policies_stand_in_blocks() {
        let mut w = sample_worlds();
        let arms: Vec<String> = (0..23).map(|i| format!("policy {i}")).collect();
        let e = Some(Estimate { value: 0.5, low: 0.4, high: 0.6 });
        w.wins = vec![vec![e; 23]; 23];
        w.best = vec![e; 23];
        w.arms = arms;
        let picture = worlds(&w).unwrap();
        for svg in [picture.wide_svg, picture.narrow_svg] {
            let words = svg.split_once('>').unwrap().1;
            assert_eq!(words.matches("50\u{a0}%").count(), 23 * 22 + 23);
        }
    }
}

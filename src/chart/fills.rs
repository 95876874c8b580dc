//! Fills that are told apart without their colours, and the key that names them.

use super::colours::slanted;
use super::number::float;
use super::page::Page;
use super::palette::{INK, SMALL, WHITE};
use super::plane::{Shape, shape};
use super::scene::{Anchor, Area, Paint, Pen, Scene};
use super::text;

/// How an area is filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fill {
    /// All of it.
    Full,
    /// Pale, with an edge.
    Pale,
    /// Slanted lines, with an edge.
    Hatched,
}

/// Fills an area; however small, it is seen.
pub(super) fn fill(scene: &mut Scene, area: Area, fill: Fill, paint: Paint) {
    let area = Area { right: area.right.max(area.left + 0.8), ..area };
    match fill {
        Fill::Full => scene.rect(area, paint),
        Fill::Pale => {
            scene.rect(area, WHITE);
            scene.rect(area, paint.faded(0.22));
            edge(scene, area, paint);
        }
        Fill::Hatched => {
            scene.rect(area, WHITE);
            slanted(scene, area, Pen::solid(paint, 1.3));
            edge(scene, area, paint);
        }
    }
}

fn edge(scene: &mut Scene, area: Area, paint: Paint) {
    // Inside the area, so that all fills are of one size.
    let Area { left, top, right, bottom } = area.grown(-0.5_f64.min(area.width() / 2.0));
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    scene.path(corners.to_vec(), Pen::solid(paint, 1.0));
}

/// What a swatch of the key shows.
pub(super) enum Swatch {
    /// A filled box.
    Box(Fill, Paint),
    /// A line.
    Line(Pen),
    /// What a point looks like.
    Shape(Shape, Paint),
    /// A line between two short ones: an interval.
    Whisker,
}

impl Swatch {
    fn draw(&self, scene: &mut Scene, area: Area) {
        let middle = f64::midpoint(area.top, area.bottom);
        match self {
            Swatch::Box(how, paint) => fill(scene, area, *how, *paint),
            Swatch::Line(pen) => scene.line((area.left, middle), (area.right, middle), *pen),
            Swatch::Shape(what, paint) => {
                shape(scene, *what, (f64::midpoint(area.left, area.right), middle), 4.2, *paint);
            }
            Swatch::Whisker => whisker(scene, (area.left, area.right), middle, INK),
        }
    }
}

/// Swatches with their names, in rows.
pub(super) fn key(page: &mut Page, entries: &[(Swatch, String)]) {
    let (wide, gap, style) = (22.0, 18.0, SMALL.in_paint(INK));
    let mut x = page.left;
    page.y += style.leading() + 2.0;
    for (swatch, name) in entries {
        let lines = text::wrap(name, style, page.width() - wide - 6.0);
        let room = wide + 6.0 + text::widest(&lines, style);
        if x + room > page.right && x > page.left {
            x = page.left;
            page.y += style.leading() + 3.0;
        }
        let (top, bottom) = (page.y - 12.0, page.y - 2.0);
        swatch.draw(&mut page.scene, Area { left: x, top, right: x + wide, bottom });
        for (nth, line) in lines.iter().enumerate() {
            let y = page.y - 3.0 + float(nth) * style.leading();
            page.scene.words((x + wide + 6.0, y), Anchor::Start, line, style);
        }
        page.y += float(lines.len().saturating_sub(1)) * style.leading();
        x += room + gap;
    }
    page.y += 8.0;
}

/// A lying interval that stands off what it lies on. One without width is not drawn.
pub(super) fn whisker(scene: &mut Scene, (from, to): (f64, f64), y: f64, paint: Paint) {
    if (to - from).abs() < 0.3 {
        return;
    }
    for (paint, width) in [(WHITE, 3.2), (paint, 1.3)] {
        let pen = Pen::solid(paint, width);
        scene.line((from, y), (to, y), pen);
        for x in [from, to] {
            scene.line((x, y - 3.5), (x, y + 3.5), pen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Item;
    use super::*;

    #[test]
    fn fills_differ_without_their_colours() {
        let area = Area { left: 0.0, top: 0.0, right: 40.0, bottom: 12.0 };
        let drawn = [Fill::Full, Fill::Pale, Fill::Hatched].map(|how| {
            let mut scene = Scene { width: 50.0, height: 20.0, items: Vec::new() };
            fill(&mut scene, area, how, INK);
            let lines = scene.items.iter().filter(|item| matches!(item, Item::Stroke(..))).count();
            (lines, scene.items.len() - lines)
        });
        assert!(drawn[0] == (0, 1) && drawn[1] == (1, 2) && drawn[2].0 > 5, "{drawn:?}");
    }

    #[test]
    fn an_exact_value_has_no_whisker() {
        let mut scene = Scene { width: 50.0, height: 20.0, items: Vec::new() };
        whisker(&mut scene, (10.0, 10.1), 5.0, INK);
        assert!(scene.items.is_empty());
    }
}

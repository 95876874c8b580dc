//! A Sankey diagram for a phone: stage by stage from top to bottom, each flow a bar of its own.
//!
//! Ribbons 400 px wide would leave no room for their amounts; bars on one scale say the same and
//! can be read.

use super::number;
use super::page::{Page, Shape};
use super::palette::{INK, LABEL, SMALL};
use super::sankey::{Sankey, amount, opacity, through, tone};
use super::scene::{Anchor, Area, Scene};
use super::text;

const STEP: f64 = 14.0;

/// Lays the list out.
pub(super) fn lay_out(s: &Sankey) -> Scene {
    let mut page = Page::new(Shape::Narrow, &s.title, &s.subtitle);
    let largest = s.links.iter().map(|link| amount(link).value).fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..s.nodes.len()).collect();
    order.sort_by_key(|i| s.nodes[*i].column);
    for node in order.into_iter().filter(|node| s.links.iter().any(|link| link.from == *node)) {
        heading(&mut page, s, node);
        for link in s.links.iter().filter(|link| link.from == node) {
            let e = amount(link);
            line(&mut page, &format!("→ {}", s.nodes[link.to].label), &number::interval(e));
            let left = page.left + STEP;
            let share = if largest > 0.0 { e.value / largest } else { 0.0 };
            let right = left + (share * (page.right - left)).max(1.0);
            let bar = Area { left, top: page.y + 1.0, right, bottom: page.y + 11.0 };
            page.scene.rect(bar, tone(s.nodes[link.to].tone).faded(opacity(e)));
            page.y += 16.0;
        }
        page.y += 6.0;
    }
    page.finish(&s.caption)
}

/// The stage on the left, how many pass it on the right.
fn heading(page: &mut Page, s: &Sankey, node: usize) {
    let style = LABEL.bold();
    let total = number::plain(through(s, node));
    let room = page.width() - STEP - text::width(&total, style) - 10.0;
    let top = page.y + 2.0;
    for (i, line) in text::wrap_to(&s.nodes[node].label, style, room, 3).iter().enumerate() {
        page.y += style.leading();
        page.scene.words((page.left + STEP, page.y - 3.0), Anchor::Start, line, style);
        if i == 0 {
            page.scene.words((page.right, page.y - 3.0), Anchor::End, &total, style);
        }
    }
    let mark = Area { left: page.left, top, right: page.left + 6.0, bottom: page.y };
    page.scene.rect(mark, tone(s.nodes[node].tone));
    page.y += 3.0;
}

/// Where to on the left, how many on the right; the amount moves down if both have no room.
fn line(page: &mut Page, to: &str, number: &str) {
    let style = SMALL.in_paint(INK);
    let left = page.left + STEP;
    let beside = page.right - left - text::width(number, SMALL) - 10.0;
    let room = if text::width(to, style) <= beside { beside } else { page.right - left };
    for line in text::wrap_to(to, style, room, 2) {
        page.y += style.leading();
        page.scene.words((left, page.y - 3.0), Anchor::Start, &line, style);
    }
    if room > beside {
        page.y += style.leading();
    }
    page.scene.words((page.right, page.y - 3.0), Anchor::End, number, SMALL);
}

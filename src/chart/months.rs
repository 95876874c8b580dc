//! Months along the bottom of a chart.

use super::number::float;
use super::palette::{RULE, SMALL};
use super::scene::{Anchor, Pen, Scene};
use super::text;

/// A month of a year; January is 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    /// The year, as 2027.
    pub year: i16,
    /// From 1 to 12.
    pub month: u8,
}

const NAMES: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Month {
    /// Months since the year 0.
    pub(super) fn count(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month.clamp(1, 12)) - 1
    }

    /// As `Mar 2027`.
    pub(super) fn name(self) -> String {
        format!("{} {}", self.short_name(), self.year)
    }

    fn short_name(self) -> &'static str {
        NAMES[usize::from(self.month.clamp(1, 12)) - 1]
    }
}

/// Whether the points are years: each the same month, told by its last as a fiscal year by its
/// September.
fn are_years(months: &[Month]) -> bool {
    let whole_years = |pair: &[Month]| match pair {
        [a, b] => a.year < b.year && a.month == b.month,
        _ => false,
    };
    months.len() > 1 && months.windows(2).all(whole_years)
}

/// What one of the points is called: `Mar 2027`, or only its year where all points are years.
pub(super) fn name_of(months: &[Month], index: usize) -> String {
    match months.get(index) {
        Some(month) if are_years(months) => month.year.to_string(),
        Some(month) => month.name(),
        None => String::new(),
    }
}

/// Where each month is, from left to right.
pub(super) struct Timeline<'a> {
    pub(super) months: &'a [Month],
    pub(super) left: f64,
    pub(super) right: f64,
}

impl Timeline<'_> {
    /// The place of the month with this index.
    pub(super) fn x(&self, index: usize) -> f64 {
        match self.months.len() {
            0 | 1 => (self.left + self.right) / 2.0,
            n => self.left + (self.right - self.left) * float(index) / float(n - 1),
        }
    }

    /// The place of a month, if it is on the chart.
    pub(super) fn x_of(&self, month: Month) -> Option<f64> {
        self.months.iter().position(|m| m.count() == month.count()).map(|index| self.x(index))
    }

    /// Where a month begins: halfway from the point of the one before, which stands for all of it.
    pub(super) fn border_of(&self, month: Month) -> Option<f64> {
        if are_years(self.months) {
            return self.within_year(month);
        }
        let index = self.months.iter().position(|m| m.count() == month.count())?;
        let before = index.checked_sub(1).map_or(self.x(index), |before| self.x(before));
        Some((before + self.x(index)) / 2.0)
    }

    /// Where a month begins among points that stand for the years they end.
    fn within_year(&self, month: Month) -> Option<f64> {
        let ends_after = |m: &Month| (0..12).contains(&(m.count() - month.count()));
        let index = self.months.iter().position(ends_after)?;
        let pitch = (self.right - self.left) / float(self.months.len() - 1);
        let passed = 11 - (self.months[index].count() - month.count());
        let at = self.x(index) + pitch * (f64::from(passed) / 12.0 - 0.5);
        Some(at.clamp(self.left, self.right))
    }

    /// Ticks and names below `y`, as many as have room.
    pub(super) fn draw(&self, scene: &mut Scene, y: f64) {
        let pen = Pen::solid(RULE, 1.0);
        let (step, years) = (self.step(), are_years(self.months));
        let mut last_end = f64::MIN;
        let mut named_year = None;
        for (index, month) in self.months.iter().enumerate() {
            // In years, the months are all the same: of those only the year counts.
            let at = if years { 12 * i32::from(month.year) } else { month.count() };
            if at.rem_euclid(step) != 0 && self.months.len() > 1 {
                continue;
            }
            let x = self.x(index);
            scene.line((x, y), (x, y + 4.0), pen);
            let year = month.year.to_string();
            let name = if step >= 12 { year.as_str() } else { month.short_name() };
            let half = text::width(if step >= 12 { &year } else { "Jan0" }, SMALL) / 2.0;
            if x - half < last_end + 3.0 {
                continue;
            }
            last_end = x + half;
            scene.words((x, y + 16.0), Anchor::Middle, name, SMALL);
            if step < 12 && named_year != Some(month.year) {
                scene.words((x, y + 30.0), Anchor::Middle, &year, SMALL);
                named_year = Some(month.year);
            }
        }
    }

    /// The room below: one line of years, or months and years.
    pub(super) fn room(&self) -> f64 {
        if self.step() >= 12 { 20.0 } else { 34.0 }
    }

    /// From one named month to the next.
    fn step(&self) -> i32 {
        let room = (self.right - self.left) / 44.0;
        let points = float(self.months.len());
        let (all, least) = if are_years(self.months) { (12.0 * points, 12) } else { (points, 1) };
        let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 1200];
        let mut wanted = steps.into_iter().filter(|step| *step >= least);
        wanted.find(|step| all / f64::from(*step) <= room).unwrap_or(1200)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(n: i32) -> Vec<Month> {
        let month = |i: i32| Month {
            year: i16::try_from(2025 + i / 12).unwrap(),
            month: u8::try_from(i % 12 + 1).unwrap(),
        };
        (0..n).map(month).collect()
    }

    #[test]
    fn names_of_months_do_not_overlap() {
        for n in [1, 2, 7, 24, 60, 600] {
            for width in [120.0, 250.0, 700.0] {
                let all = months(n);
                let mut scene = Scene { width, height: 50.0, items: Vec::new() };
                Timeline { months: &all, left: 0.0, right: width }.draw(&mut scene, 0.0);
                super::super::promises::no_words_overlap(&scene);
            }
        }
    }

    #[test]
    fn a_month_is_found_by_its_date() {
        let all = months(24);
        let line = Timeline { months: &all, left: 0.0, right: 230.0 };
        assert_eq!(line.x_of(Month { year: 2026, month: 1 }), Some(120.0));
        assert_eq!(line.x_of(Month { year: 2031, month: 1 }), None);
    }

    #[test]
    fn points_may_be_years_that_end_in_some_month() {
        let all: Vec<Month> = (2020..2031).map(|year| Month { year, month: 9 }).collect();
        let line = Timeline { months: &all, left: 0.0, right: 1200.0 };
        assert_eq!(line.step(), 12, "each year is named");
        assert_eq!(line.border_of(Month { year: 2024, month: 10 }), Some(540.0), "fiscal 2025");
        assert_eq!(line.border_of(Month { year: 2025, month: 1 }), Some(570.0));
        assert_eq!(line.border_of(Month { year: 2030, month: 10 }), None);
        assert_eq!(name_of(&all, 5), "2025");
        for width in [120.0, 250.0, 700.0] {
            let mut scene = Scene { width, height: 50.0, items: Vec::new() };
            Timeline { months: &all, left: 0.0, right: width }.draw(&mut scene, 0.0);
            super::super::promises::no_words_overlap(&scene);
            assert!(!scene.items.is_empty());
        }
    }
}

//! The only code that writes to the terminal: results to standard output, talk to standard error.
//!
//! A closed pipe or a full disk is no panic: what cannot be said is left unsaid.

use crate::report::words;
use crate::scenario::Scenario;
use crate::sweep::Results;
use crate::sweep::outcome::OUTCOMES;
use crate::sweep::paired::Mean;
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, presets};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a result could not be said. There is one standard output, and whoever ends the program
/// must know.
static UNSAID: AtomicBool = AtomicBool::new(false);

/// A result.
pub(super) fn result(text: &str) {
    if let Err(error) = writeln!(std::io::stdout(), "{text}") {
        // A reader that has seen enough is no failure.
        if error.kind() != std::io::ErrorKind::BrokenPipe {
            UNSAID.store(true, Ordering::Relaxed);
        }
    }
}

/// Whether a result could not be said.
pub(super) fn is_unsaid() -> bool {
    UNSAID.load(Ordering::Relaxed)
}

/// Talk.
pub(super) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// What went wrong.
pub(super) fn error(text: &str) {
    talk(&format!("error: {text}"));
}

/// A number as people read it on a terminal: thousands apart, so many decimals.
pub(super) fn number(value: f64, decimals: usize) -> String {
    typed(&words::fixed(value, decimals))
}

/// Words of a report in the signs of a keyboard: what is cut out of a terminal is to be found again.
pub(super) fn typed(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ").replace(['−', '–'], "-")
}

fn decimals(unit: &str, value: f64) -> usize {
    match unit {
        "million USD" | "% of their crimes" | "% of them" => 1,
        "units" => 3,
        _ if value.abs() < 10.0 => 1,
        _ => 0,
    }
}

fn with_interval(mean: &Mean, unit: &str, signed: bool) -> String {
    let decimals = decimals(unit, mean.value);
    let plus = if signed && mean.value > 0.0 { "+" } else { "" };
    let value = format!("{plus}{}", number(mean.value, decimals));
    if mean.number < 2 {
        return format!("{value}\n(one replicate)");
    }
    format!("{value}\n[{}, {}]", number(mean.low, decimals), number(mean.high, decimals))
}

/// Columns of the table: longer lines are folded.
const WIDTH: u16 = 116;

/// What each policy changes, paired and with intervals.
pub(super) fn comparison(scenario: &Scenario, results: &Results) -> String {
    let mut table = Table::new();
    // No rules between rows: two lines a row and the headings in capitals tell them apart.
    table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    let arms = scenario.arms.iter().enumerate();
    let names = arms.map(|(at, arm)| {
        if at == 0 { format!("{}\n(base)", arm.id) } else { format!("{}\ndifference", arm.id) }
    });
    table.set_header(std::iter::once(String::new()).chain(names));
    let mut heading = None;
    let mut outcomes: Vec<_> = OUTCOMES.iter().filter(|outcome| outcome.in_brief).collect();
    outcomes.sort_by_key(|outcome| outcome.heading);
    for outcome in outcomes {
        if heading != Some(outcome.heading) {
            heading = Some(outcome.heading);
            table.add_row([outcome.heading.label().to_uppercase()]);
        }
        let compared = results.compared(scenario, outcome);
        let unit = outcome.unit;
        let mut row = vec![
            format!("{}\n  {unit}", outcome.label),
            with_interval(&compared.base, unit, false),
        ];
        row.extend(compared.arms.iter().map(|arm| with_interval(&arm.difference, unit, true)));
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_grouped_in_thousands() {
        assert_eq!(number(1_234_567.4, 0), "1 234 567");
        assert_eq!(number(-999.96, 1), "-1 000.0");
        assert_eq!(number(-0.01, 1), "0.0");
        assert_eq!(number(12.0, 0), "12");
    }
}

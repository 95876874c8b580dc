//! A table of counties, as somebody else's CSV file: one line a county, or a line for several counties
//! of which only the sum is known.
//!
//! ```text
//! fips,name,state,office,residents,hispanic,black,foreign_born,unauthorised,source
//! 06037,Los Angeles County,CA,LOS,10098052,0.4846,0.0788,0.3455,0.0942,"Census Bureau, ..."
//! ```
//!
//! Shares are of all residents, 0 to 1. Two columns may be left out: `counties`, how many the line
//! stands for (1), and `rollout`, when fingerprints were first shared there: a date, or for several
//! counties FROM..UNTIL, in which they follow each other, the largest first.

use super::mistakes::{FileId, Kind, Mistake, Mistakes, Spot, suggestion};
use super::table::{At, grouped, shortened};
use csv::{ReaderBuilder, StringRecord};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Range;

/// Every column, and whether a table must have it.
const COLUMNS: [(&str, bool); 12] = [
    ("fips", true),
    ("name", true),
    ("state", true),
    ("office", true),
    ("residents", true),
    ("counties", false),
    ("hispanic", true),
    ("black", true),
    ("foreign_born", true),
    ("unauthorised", true),
    ("rollout", false),
    ("source", true),
];

/// No county has more residents, nor all counties of a line together.
const MOST_RESIDENTS: u32 = 60_000_000;
/// No state has more counties.
const MOST_COUNTIES: u32 = 1_000;

/// A line of the table.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// The county's code; where there are several, any that no other line has.
    pub fips: String,
    /// As reports name it.
    pub name: String,
    /// The state's postal code, in lower case.
    pub state: String,
    /// The area of responsibility, in lower case.
    pub office: At<String>,
    /// Residents.
    pub residents: u32,
    /// How many counties it stands for.
    pub counties: u32,
    /// Hispanic, Black, born abroad, without status: shares, 0 to 1.
    pub shares: [f64; 4],
    /// The first and the last day of the rollout.
    pub rollout: Option<(Date, Date)>,
    /// Where the numbers are from.
    pub source: String,
}

/// Reads a table of counties. Reports everything that is wrong in it.
pub fn lines(path: &str, text: &str, mistakes: &mut Mistakes) -> Option<Vec<Line>> {
    let file = mistakes.file(path, text);
    let mut csv =
        ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = csv.records();
    let whole = Spot { file, span: None };
    let Some(Ok(head)) = records.next() else {
        let mistake = Mistake::new(Kind::File, whole, "the table has no line with its columns");
        mistakes.add(mistake.help(format!("it begins with: {}", names().join(","))));
        return None;
    };
    let columns = columns(&Record::new(file, text, &head), mistakes)?;
    let mut all = Some(Vec::new());
    let mut seen: BTreeMap<String, Spot> = BTreeMap::new();
    for record in records {
        // Only bytes that are no text are an error here, and the file is text.
        let Ok(record) = record else { continue };
        let row = Row { record: Record::new(file, text, &record), columns: &columns };
        let line = row.line(mistakes);
        if let Some(line) = &line {
            let spot = row.spot("fips");
            if let Some(first) = seen.insert(line.fips.clone(), spot.clone()) {
                let title = format!("two lines have the code `{}`", shortened(&line.fips));
                let mistake = Mistake::new(Kind::Duplicate, spot, title).label("again here");
                mistakes.add(mistake.also(first, "first here"));
            }
        }
        all = all.zip(line).map(|(mut all, line)| {
            all.push(line);
            all
        });
    }
    if seen.is_empty() && all.is_some() {
        mistakes.add(Mistake::new(Kind::File, whole, "the table has no county"));
        return None;
    }
    all
}

fn names() -> Vec<&'static str> {
    COLUMNS.iter().map(|(name, _)| *name).collect()
}

/// A line as it was written.
struct Record<'t> {
    file: FileId,
    cells: Vec<&'t str>,
    /// Where each cell stands in the file.
    spans: Vec<Range<usize>>,
}

impl<'t> Record<'t> {
    fn new(file: FileId, text: &str, record: &'t StringRecord) -> Record<'t> {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        Record { file, spans: spans(text, start, cells.len()), cells }
    }

    fn spot(&self, at: usize) -> Spot {
        Spot { file: self.file, span: self.spans.get(at).or(self.spans.last()).cloned() }
    }
}

/// Where so many cells stand from a byte on. The reader of the table does not say.
fn spans(text: &str, start: usize, cells: usize) -> Vec<Range<usize>> {
    let mut spans = Vec::with_capacity(cells);
    let (mut from, mut is_quoted) = (start, false);
    // Empty lines before a record belong to nothing.
    let blank = text[start..].bytes().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    from += blank.count();
    for (at, byte) in text.bytes().enumerate().skip(from) {
        let is_end = !is_quoted && matches!(byte, b',' | b'\n' | b'\r');
        is_quoted ^= byte == b'"';
        if is_end {
            spans.push(from..at);
            from = at + 1;
        }
        if spans.len() == cells {
            return spans;
        }
    }
    spans.push(from..text.len());
    spans
}

/// Where each column stands; reports columns that are missing, unknown or there twice.
fn columns(head: &Record, mistakes: &mut Mistakes) -> Option<BTreeMap<&'static str, usize>> {
    let mut found = BTreeMap::new();
    let mut good = true;
    for (at, cell) in head.cells.iter().enumerate() {
        // What some programs put before the first letter of a table.
        let cell = cell.trim_start_matches('\u{feff}').trim();
        let known = COLUMNS.iter().find(|(name, _)| *name == cell);
        let (kind, title) = match known {
            Some((name, _)) if found.insert(*name, at).is_none() => continue,
            Some(_) => (Kind::Duplicate, format!("the column `{cell}` is there twice")),
            None => (Kind::UnknownKey, format!("unknown column `{}`", shortened(cell))),
        };
        good = false;
        let mistake = Mistake::new(kind, head.spot(at), title);
        mistakes.add(mistake.help(suggestion(cell, &names())));
    }
    for (name, _) in
        COLUMNS.iter().filter(|(name, is_needed)| *is_needed && !found.contains_key(name))
    {
        good = false;
        let mistake = Mistake::new(Kind::MissingKey, head.spot(0), format!("no column `{name}`"));
        mistakes.add(mistake.help(format!("the columns are: {}", names().join(", "))));
    }
    good.then_some(found)
}

/// A line with the columns of its table.
struct Row<'t, 'c> {
    record: Record<'t>,
    columns: &'c BTreeMap<&'static str, usize>,
}

impl Row<'_, '_> {
    fn spot(&self, column: &str) -> Spot {
        self.record.spot(self.columns.get(column).copied().unwrap_or(0))
    }

    /// A cell that is not empty.
    fn cell(&self, column: &str) -> Option<&str> {
        let cell = self.record.cells.get(*self.columns.get(column)?)?;
        (!cell.is_empty()).then_some(cell)
    }

    fn wrong<T>(
        &self,
        kind: Kind,
        column: &str,
        expected: &str,
        mistakes: &mut Mistakes,
    ) -> Option<T> {
        let found = self
            .cell(column)
            .map_or_else(|| "nothing".to_owned(), |cell| format!("`{}`", shortened(cell)));
        let title = format!("column `{column}`: found {found}");
        mistakes.add(
            Mistake::new(kind, self.spot(column), title).label(format!("expected {expected}")),
        );
        None
    }

    fn words(&self, column: &str, expected: &str, mistakes: &mut Mistakes) -> Option<String> {
        match self.cell(column) {
            Some(cell) => Some(cell.to_owned()),
            None => self.wrong(Kind::MissingKey, column, expected, mistakes),
        }
    }

    /// A code of letters and digits, in lower case.
    fn code(&self, column: &str, expected: &str, mistakes: &mut Mistakes) -> Option<String> {
        let fits = |cell: &&str| {
            cell.len() <= 16 && cell.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        match self.cell(column).filter(fits) {
            Some(cell) => Some(cell.to_ascii_lowercase()),
            None => self.wrong(Kind::BadName, column, expected, mistakes),
        }
    }

    fn whole(&self, column: &str, most: u32, mistakes: &mut Mistakes) -> Option<u32> {
        let number = self.cell(column).and_then(|cell| cell.parse::<u32>().ok());
        match number.filter(|number| (1..=most).contains(number)) {
            Some(number) => Some(number),
            None => {
                let expected = format!(
                    "a whole number from 1 to {}, without separators",
                    grouped(i64::from(most))
                );
                self.wrong(Kind::OutOfRange, column, &expected, mistakes)
            }
        }
    }

    fn share(&self, column: &str, mistakes: &mut Mistakes) -> Option<f64> {
        let number = self.cell(column).and_then(|cell| cell.parse::<f64>().ok());
        match number.filter(|number| (0.0..=1.0).contains(number)) {
            Some(number) => Some(number),
            None => {
                self.wrong(Kind::OutOfRange, column, "a share of all residents, 0 to 1", mistakes)
            }
        }
    }

    fn rollout(&self, mistakes: &mut Mistakes) -> Option<Option<(Date, Date)>> {
        let Some(cell) = self.cell("rollout") else { return Some(None) };
        let (from, until) = cell.split_once("..").unwrap_or((cell, cell));
        let read = from.parse::<Date>().ok().zip(until.parse::<Date>().ok());
        match read.filter(|(from, until)| from <= until) {
            Some(dates) => Some(Some(dates)),
            None => {
                let expected = "a date such as 2009-08-27, or two with the later last: FROM..UNTIL";
                self.wrong(Kind::Dates, "rollout", expected, mistakes)
            }
        }
    }

    fn line(&self, mistakes: &mut Mistakes) -> Option<Line> {
        let (there, wanted) = (self.record.cells.len(), self.columns.len());
        if there != wanted {
            let title = format!("the line has {there} cells, the table {wanted} columns");
            let mistake = Mistake::new(Kind::Syntax, self.record.spot(there), title);
            let help = "a cell with a comma in it stands in quotation marks";
            mistakes.add(mistake.help(help));
            return None;
        }
        let fips = self.code("fips", "a code such as 06037", mistakes);
        let name = self.words("name", "the county's name", mistakes);
        let state = self.code("state", "a postal code such as CA", mistakes);
        let office = self.code("office", "an area of responsibility such as LOS", mistakes);
        let residents = self.whole("residents", MOST_RESIDENTS, mistakes);
        let is_said = self.cell("counties").is_some();
        let counties =
            if is_said { self.whole("counties", MOST_COUNTIES, mistakes) } else { Some(1) };
        let shares = ["hispanic", "black", "foreign_born", "unauthorised"]
            .map(|column| self.share(column, mistakes));
        let rollout = self.rollout(mistakes);
        let source = self.words("source", "where the numbers are from", mistakes);
        let [Some(hispanic), Some(black), Some(foreign_born), Some(unauthorised)] = shares else {
            return None;
        };
        if hispanic + black > 1.0 || unauthorised > foreign_born {
            let title = "the shares of this county cannot all be true";
            let mistake = Mistake::new(Kind::Inconsistent, self.spot("hispanic"), title);
            let help = "`hispanic` and `black` (not Hispanic) are together at most 1, \
                        `unauthorised` at most `foreign_born`";
            mistakes.add(mistake.help(help));
            return None;
        }
        let (residents, counties) = (residents?, counties?);
        if counties > residents {
            let expected = "no more counties than residents";
            return self.wrong(Kind::Inconsistent, "counties", expected, mistakes);
        }
        Some(Line {
            fips: fips?,
            name: name?,
            state: state?,
            office: At { value: office?, spot: self.spot("office") },
            residents,
            counties,
            shares: [hispanic, black, foreign_born, unauthorised],
            rollout: rollout?,
            source: source?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "fips,name,state,office,residents,counties,hispanic,black,foreign_born,unauthorised,rollout,source";
    const GOOD: &str = "06037,\"Los Angeles County, \"\"LA\"\"\",CA,LOS,10098052,,0.48,0.08,0.34,0.09,2009-08-27,\"Census, ACS\"";

    fn said(text: &str) -> String {
        let mut mistakes = Mistakes::none();
        let lines = lines("places/x.csv", text, &mut mistakes);
        mistakes.or(lines).map_or_else(|mistakes| mistakes.to_string(), |_| String::new())
    }

    #[test]
    fn a_line_is_read_as_it_is_written() {
        let mut mistakes = Mistakes::none();
        let text = format!(
            "{HEAD}\r\n{GOOD}\r\n\r\n36-NYC,rest,NY,NYC,100,3,0,0,0,0,2010-01-01..2011-01-01,x\r\n"
        );
        let read = lines("x.csv", &text, &mut mistakes).expect("no mistake");
        assert_eq!(mistakes.count(), 0);
        assert_eq!((read[0].fips.as_str(), read[0].state.as_str()), ("06037", "ca"));
        assert_eq!(read[0].name, "Los Angeles County, \"LA\"");
        assert_eq!((read[0].residents, read[0].counties), (10_098_052, 1));
        assert_eq!(read[0].shares, [0.48, 0.08, 0.34, 0.09]);
        assert_eq!((read[1].counties, read[1].office.value.as_str()), (3, "nyc"));
        assert!(read[1].rollout.is_some_and(|(from, until)| from < until));
    }

    /// Each mistake is told with its line, what was found and what is expected.
    #[test]
    fn mistakes_are_told_with_line_and_cell() {
        let with =
            |find: &str, put: &str| said(&format!("{HEAD}\n{}", GOOD.replacen(find, put, 1)));
        let cases = [
            (with("10098052", "10,098,052"), vec!["x.csv:2", "14 cells", "12 columns"]),
            (
                with("10098052", "ten"),
                vec!["x.csv:2", "`residents`", "found `ten`", "whole number"],
            ),
            (with("0.48", "48"), vec!["x.csv:2", "`hispanic`", "found `48`", "0 to 1"]),
            (with("0.48", "nan"), vec!["`hispanic`", "found `nan`"]),
            (with("0.34", "0.01"), vec!["x.csv:2", "cannot all be true"]),
            (with("2009-08-27", "August"), vec!["`rollout`", "found `August`", "2009-08-27"]),
            (with(",CA,", ",,"), vec!["`state`", "found nothing", "CA"]),
            (said(&format!("{HEAD}\n{GOOD}\n{GOOD}")), vec!["x.csv:3", "two lines", "`06037`"]),
            (
                said(&HEAD.replace("office", "ofice")),
                vec!["x.csv:1", "unknown column `ofice`", "`office`"],
            ),
            (said(&HEAD.replace(",source", "")), vec!["x.csv:1", "no column `source`"]),
            (said(HEAD), vec!["no county"]),
            (said(""), vec!["no line with its columns"]),
        ];
        for (says, expected) in cases {
            for words in expected {
                assert!(says.contains(words), "{words} is not in:\\n{says}");
            }
        }
    }
}

//! Reading a TOML table key by key, with the line of everything that is not as it should be.
//!
//! A table remembers which keys it was asked for: what is left over in the end is unknown, and the
//! names it was asked for are the suggestions. No list of keys is kept twice.

use super::mistakes::{FileId, Kind, Mistake, Mistakes, Spot, nearest};
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// More broken places than this in one file are not worth listing.
const MOST_BROKEN: usize = 20;

/// A value, and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub spot: Spot,
}

/// A table of a file.
pub struct Table<'t> {
    file: FileId,
    name: String,
    table: &'t DeTable<'t>,
    span: Option<Range<usize>>,
    asked: Vec<String>,
}

/// A value of a table or list that may turn out to be of any type.
#[derive(Clone)]
pub struct Value<'t> {
    file: FileId,
    name: String,
    value: &'t Spanned<DeValue<'t>>,
}

/// Reads the syntax of a file; its tables are asked for with [`Table::whole_file`].
pub fn parse<'t>(file: FileId, text: &'t str, mistakes: &mut Mistakes) -> Spanned<DeTable<'t>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let whole = Spot { file, span: None };
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let mistake = Mistake::new(Kind::File, whole, "the file is empty");
        mistakes.add(mistake.help("copy one of the built-in files and change it"));
        mistakes.torn(file, 0);
        return table;
    }
    for error in errors.iter().take(MOST_BROKEN) {
        let spot = Spot { file, span: error.span() };
        mistakes.torn(file, error.span().map_or(0, |span| span.start));
        let title = format!("this is not TOML: {}", error.message().replace('\n', ", "));
        let mistake = Mistake::new(Kind::Syntax, spot, title);
        mistakes.add(mistake.help(
            "text stands in quotation marks, a date is 2018-01-31, a list is [1, 2], \
             and a key may stand once in its table",
        ));
    }
    table
}

impl<'t> Table<'t> {
    /// The outermost table of a file.
    #[must_use]
    pub fn whole_file(file: FileId, name: &str, table: &'t DeTable<'t>) -> Table<'t> {
        Table { file, name: name.to_owned(), table, span: None, asked: Vec::new() }
    }

    /// Where the table stands.
    #[must_use]
    pub fn spot(&self) -> Spot {
        Spot { file: self.file, span: self.span.clone() }
    }

    /// What is at a key, if anything.
    pub fn get(&mut self, key: &str) -> Option<Value<'t>> {
        self.asked.push(key.to_owned());
        let value = self.table.get(key)?;
        Some(Value { file: self.file, name: key.to_owned(), value })
    }

    /// What is at a key that must be there.
    pub fn need(&mut self, key: &str, mistakes: &mut Mistakes) -> Option<Value<'t>> {
        let value = self.get(key);
        if value.is_none() {
            let title = format!("`{key}` is missing from {}", self.name);
            let mistake = Mistake::new(Kind::MissingKey, self.spot(), title);
            mistakes.add(mistake.help(format!("write for instance: {}", example(key))));
        }
        value
    }

    /// Text that must be there and say something.
    pub fn words(&mut self, key: &str, mistakes: &mut Mistakes) -> Option<String> {
        let text = self.need(key, mistakes)?.text(mistakes)?;
        if text.value.trim().is_empty() {
            let title = format!("`{key}` of {} is empty", self.name);
            mistakes.add(Mistake::new(Kind::OutOfRange, text.spot, title));
            return None;
        }
        Some(text.value)
    }

    /// The name of something: lower-case letters, digits and hyphens.
    pub fn name(&mut self, key: &str, mistakes: &mut Mistakes) -> Option<At<String>> {
        let text = self.need(key, mistakes)?.text(mistakes)?;
        well_named(&text, mistakes).then_some(text)
    }

    /// All keys with their values, in the order of the file, for tables whose keys are free.
    pub fn entries(&mut self) -> Vec<(At<String>, Value<'t>)> {
        let mut entries: Vec<_> =
            self.table.iter().map(|(key, value)| self.entry(key, value)).collect();
        entries.sort_by_key(|(key, _)| key.spot.span.as_ref().map_or(0, |span| span.start));
        self.asked.extend(entries.iter().map(|(key, _)| key.value.clone()));
        entries
    }

    fn entry(
        &self,
        key: &Spanned<std::borrow::Cow<'t, str>>,
        value: &'t Spanned<DeValue<'t>>,
    ) -> (At<String>, Value<'t>) {
        let name = key.get_ref().to_string();
        let spot = Spot { file: self.file, span: Some(key.span()) };
        (At { value: name.clone(), spot }, Value { file: self.file, name, value })
    }

    /// Reports the keys nobody asked for.
    pub fn finish(&self, mistakes: &mut Mistakes) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if self.asked.iter().any(|asked| asked == name) {
                continue;
            }
            let spot = Spot { file: self.file, span: Some(key.span()) };
            let title = format!("unknown key `{name}` in {}", self.name);
            let mut mistake =
                Mistake::new(Kind::UnknownKey, spot, title).label("means nothing here");
            let asked = self.asked.iter().map(String::as_str);
            if let Some(near) = nearest(name, asked) {
                mistake = mistake.help(format!("did you mean `{near}`?"));
            }
            let mut all = self.asked.clone();
            all.dedup();
            mistakes.add(mistake.help(format!("allowed here: {}", all.join(", "))));
        }
    }
}

impl<'t> Value<'t> {
    /// Where it stands.
    #[must_use]
    pub fn spot(&self) -> Spot {
        Spot { file: self.file, span: Some(self.value.span()) }
    }

    fn at<T>(&self, value: T) -> At<T> {
        At { value, spot: self.spot() }
    }

    /// Text.
    pub fn text(&self, mistakes: &mut Mistakes) -> Option<At<String>> {
        let DeValue::String(text) = self.value.get_ref() else {
            return self.wrong("text in quotation marks", mistakes);
        };
        Some(self.at(text.to_string()))
    }

    /// Text, if that is what it is.
    #[must_use]
    pub fn if_text(&self) -> Option<&'t str> {
        self.value.get_ref().as_str()
    }

    /// True or false.
    pub fn yes(&self, mistakes: &mut Mistakes) -> Option<bool> {
        let DeValue::Boolean(yes) = self.value.get_ref() else {
            return self.wrong("true or false", mistakes);
        };
        Some(*yes)
    }

    /// A calendar date.
    pub fn date(&self, mistakes: &mut Mistakes) -> Option<At<Date>> {
        let DeValue::Datetime(datetime) = self.value.get_ref() else {
            return self.wrong("a date such as 2018-01-31, without quotation marks", mistakes);
        };
        if datetime.time.is_some() || datetime.offset.is_some() {
            return self.wrong("a date without a time of day, such as 2018-01-31", mistakes);
        }
        let date = datetime.date.and_then(civil);
        let Some(date) = date.filter(|date| (1900..=2200).contains(&date.year())) else {
            return self.outside("a date between 1900 and 2200", mistakes);
        };
        Some(self.at(date))
    }

    /// A whole number within bounds.
    pub fn whole(&self, bounds: (i64, i64), mistakes: &mut Mistakes) -> Option<At<i64>> {
        let DeValue::Integer(digits) = self.value.get_ref() else {
            return self.wrong("a whole number", mistakes);
        };
        let value = i64::from_str_radix(digits.as_str(), digits.radix()).ok();
        let (low, high) = bounds;
        match value.filter(|value| (low..=high).contains(value)) {
            Some(value) => Some(self.at(value)),
            None => self.outside(
                &format!("a whole number from {} to {}", grouped(low), grouped(high)),
                mistakes,
            ),
        }
    }

    /// A number, whole or not; never infinite, never "not a number".
    pub fn number(&self, mistakes: &mut Mistakes) -> Option<At<f64>> {
        let value = match self.value.get_ref() {
            DeValue::Float(float) => float.as_str().parse::<f64>().ok(),
            DeValue::Integer(digits) => {
                let whole = i64::from_str_radix(digits.as_str(), digits.radix()).ok();
                // Beyond 2^53 neighbours would be the same number.
                whole.filter(|whole| whole.unsigned_abs() <= 1 << 53).map(|whole| whole as f64)
            }
            _ => return self.wrong("a number", mistakes),
        };
        match value.filter(|value| value.is_finite()) {
            Some(value) => Some(self.at(value)),
            None => self.outside("a finite number", mistakes),
        }
    }

    /// A list.
    pub fn list(&self, mistakes: &mut Mistakes) -> Option<Vec<Value<'t>>> {
        let DeValue::Array(array) = self.value.get_ref() else {
            return self.wrong("a list in [ ]", mistakes);
        };
        let item = |(at, value): (usize, &'t Spanned<DeValue<'t>>)| Value {
            file: self.file,
            name: format!("{} {}", self.name, at + 1),
            value,
        };
        Some(array.iter().enumerate().map(item).collect())
    }

    /// A table, by the name it has in messages.
    pub fn table(&self, name: &str, mistakes: &mut Mistakes) -> Option<Table<'t>> {
        let DeValue::Table(table) = self.value.get_ref() else {
            return self.wrong("a table, [...] or { ... }", mistakes);
        };
        let span = Some(self.value.span());
        Some(Table { file: self.file, name: name.to_owned(), table, span, asked: Vec::new() })
    }

    /// Its keys, if it is a table.
    #[must_use]
    pub fn keys(&self) -> Vec<&'t str> {
        let table = self.value.get_ref().as_table();
        table.into_iter().flat_map(|table| table.keys()).map(|key| key.get_ref().as_ref()).collect()
    }

    /// Whether it is a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    /// A simple value as it is written, to follow what is said of it.
    fn said(&self) -> String {
        match self.value.get_ref() {
            DeValue::String(text) => format!(": \"{}\"", shortened(text)),
            DeValue::Integer(digits) => format!(": {}", shortened(&digits.to_string())),
            DeValue::Float(float) => format!(": {}", shortened(float.as_str())),
            DeValue::Boolean(yes) => format!(": {yes}"),
            DeValue::Datetime(datetime) => format!(": {datetime}"),
            DeValue::Array(items) => format!(" with {} items", items.len()),
            DeValue::Table(_) => String::new(),
        }
    }

    /// Reports a wrong type.
    pub fn wrong<T>(&self, wanted: &str, mistakes: &mut Mistakes) -> Option<T> {
        let found = match self.value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a yes or no",
            DeValue::Datetime(_) => "a date or a time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let title = format!("`{}` is {found}{}", self.name, self.said());
        let mistake = Mistake::new(Kind::WrongType, self.spot(), title);
        mistakes.add(mistake.label(format!("expected {wanted}")));
        None
    }

    /// Reports a value that makes no sense.
    pub fn outside<T>(&self, wanted: &str, mistakes: &mut Mistakes) -> Option<T> {
        let title = format!("`{}` is out of range{}", self.name, self.said());
        let mistake = Mistake::new(Kind::OutOfRange, self.spot(), title);
        mistakes.add(mistake.label(format!("expected {wanted}")));
        None
    }
}

/// Whether a name is written as names are; reports it if not.
pub fn well_named(name: &At<String>, mistakes: &mut Mistakes) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let text = &name.value;
    // A name becomes the name of a folder, on any system.
    let good = (1..=64).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('-');
    if !good {
        let title = format!("`{}` cannot be a name", shortened(text));
        let help = "names are of lower-case letters, digits and hyphens, at most 64 of them";
        mistakes.add(Mistake::new(Kind::BadName, name.spot.clone(), title).help(help));
    }
    good
}

/// The start of a text that somebody else wrote, for a message.
#[must_use]
pub fn shortened(text: &str) -> String {
    let short: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if short.len() < text.len() { format!("{short}...") } else { short }
}

/// A whole number with its thousands apart.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How a key that must be there may look.
fn example(key: &str) -> String {
    let value = match key {
        "start" | "from" => "2016-01-01",
        "end" => "2019-12-31",
        "id" | "name" | "place" | "agency" => "\"los-angeles\"",
        "level" => "\"state\"",
        "allow" => "\"never\", or allow = { any = [\"felony_conviction\"] }",
        "any" | "all" => "[\"felony_conviction\", \"judicial_warrant\"]",
        "policies" => "[\"sb54-2018\"]",
        "residents" => "150000",
        "value" | "share" => "0.5",
        "naturalised" | "lawful_resident" | "temporary" => "30",
        "unit" => "\"probability\"",
        "source" => return "[[source]] and under it title = \"Stats. 2017 ch. 495\"".to_owned(),
        "base" | "population" | "parameters" => return format!("[{key}]"),
        "hispanic" | "black" | "foreign_born" | "unauthorised" => {
            return format!("[population.{key}] and under it share = 0.5");
        }
        "with_status" => return "[population.with_status]".to_owned(),
        "district" => return "[[district]] and under it name, agency and residents".to_owned(),
        _ => "\"in words\"",
    };
    format!("{key} = {value}")
}

/// The calendar's date for TOML's.
fn civil(date: toml::value::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Date::new(year, month, day).ok()
}

//! What is wrong in the files somebody wrote: everything found in one pass, with the line.
//!
//! A mistake says what was found, what is allowed and what to do. Nothing here knows what a
//! scenario is.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// More than this are counted but not printed: the rest mostly follow from the first.
const PRINTED: usize = 40;
/// More than this are counted but not kept: a file of another kind has one on every line.
const KEPT: usize = 5_000;
/// Longest part of a line that is printed: what is generated may have no line breaks at all.
const LONGEST_LINE: usize = 400;

/// A file that is being read, by its place in the list of files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FileId(usize);

/// What kind of mistake it is. The code never changes, so that it can be looked up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The file cannot be read at all.
    File,
    /// Two rules order and forbid the same act.
    Collision,
    /// Not TOML.
    Syntax,
    /// A key that means nothing here.
    UnknownKey,
    /// A key that must be there is not.
    MissingKey,
    /// Text for a number, a number for a date and so on.
    WrongType,
    /// Outside what makes sense.
    OutOfRange,
    /// Dates that do not fit together.
    Dates,
    /// A name that nothing has.
    UnknownName,
    /// A name that is not written as names are.
    BadName,
    /// The same name twice.
    Duplicate,
    /// A number that nobody stands for.
    NoSource,
    /// Another unit than the model's.
    Unit,
    /// Figures that cannot all be true.
    Inconsistent,
}

impl Kind {
    /// As printed beside the word error.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::File => "E0100",
            Kind::Collision => "E0101",
            Kind::Syntax => "E0102",
            Kind::UnknownKey => "E0103",
            Kind::MissingKey => "E0104",
            Kind::WrongType => "E0105",
            Kind::OutOfRange => "E0106",
            Kind::Dates => "E0107",
            Kind::UnknownName => "E0108",
            Kind::BadName => "E0109",
            Kind::Duplicate => "E0110",
            Kind::NoSource => "E0111",
            Kind::Unit => "E0112",
            Kind::Inconsistent => "E0113",
        }
    }
}

/// Where in which file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The file.
    pub file: FileId,
    /// The bytes of it; none for the file as a whole.
    pub span: Option<Range<usize>>,
}

/// One mistake.
#[derive(Clone, PartialEq, Debug)]
pub struct Mistake {
    kind: Kind,
    spot: Spot,
    title: String,
    label: String,
    also: Vec<(Spot, String)>,
    help: Vec<String>,
}

impl Mistake {
    /// What is wrong, where.
    #[must_use]
    pub fn new(kind: Kind, spot: Spot, title: impl Into<String>) -> Mistake {
        let title = title.into();
        Mistake { kind, spot, title, label: String::new(), also: Vec::new(), help: Vec::new() }
    }

    /// With a few words under the line itself.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Mistake {
        self.label = label.into();
        self
    }

    /// With another place that has to do with it.
    #[must_use]
    pub fn also(mut self, spot: Spot, label: impl Into<String>) -> Mistake {
        self.also.push((spot, label.into()));
        self
    }

    /// With what is allowed or what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Mistake {
        self.help.push(help.into());
        self
    }
}

/// A file and its text.
#[derive(Clone, PartialEq, Debug)]
struct Source {
    path: String,
    text: String,
    /// Where its syntax breaks.
    torn: Vec<usize>,
}

/// All mistakes of one reading, and the files they are in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Mistakes {
    sources: Vec<Source>,
    found: Vec<Mistake>,
    count: usize,
}

impl Mistakes {
    /// None yet.
    #[must_use]
    pub fn none() -> Mistakes {
        Mistakes::default()
    }

    /// A single mistake about a file as a whole: it is not there, or it is not text.
    #[must_use]
    pub fn about_file(path: &str, title: impl Into<String>, help: impl Into<String>) -> Mistakes {
        let mut mistakes = Mistakes::none();
        let file = mistakes.file(path, "");
        let whole = Spot { file, span: None };
        mistakes.add(Mistake::new(Kind::File, whole, title).help(help));
        mistakes
    }

    /// Enters a file, so that mistakes can point into it.
    pub fn file(&mut self, path: &str, text: &str) -> FileId {
        self.sources.push(Source {
            path: path.to_owned(),
            text: text.to_owned(),
            torn: Vec::new(),
        });
        FileId(self.sources.len() - 1)
    }

    /// Adds one, unless the very same is known, or it follows from a slip of syntax.
    pub fn add(&mut self, mistake: Mistake) {
        if mistake.kind != Kind::Syntax && self.follows_from_syntax(&mistake) {
            return;
        }
        // What is repeated was added lately, if at all; a look at everything would be quadratic.
        let lately = self.found.len().saturating_sub(PRINTED);
        if self.found[lately..].contains(&mistake) {
            return;
        }
        self.count += 1;
        if self.found.len() < KEPT {
            self.found.push(mistake);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The value, if nothing is wrong.
    ///
    /// # Errors
    /// The mistakes, if there is one.
    pub fn or<T>(self, value: Option<T>) -> Result<T, Mistakes> {
        match value {
            Some(value) if self.found.is_empty() => Ok(value),
            _ => Err(self.sorted()),
        }
    }

    /// What cannot be read is not missing, and the rest of its line is not to be judged.
    fn follows_from_syntax(&self, mistake: &Mistake) -> bool {
        let source = self.sources.get(mistake.spot.file.0);
        let Some(source) = source.filter(|source| !source.torn.is_empty()) else { return false };
        let Some(span) = &mistake.spot.span else { return true };
        let between = |torn: &usize| {
            let (from, to) = (span.start.min(*torn), span.start.max(*torn));
            source.text.as_bytes().get(from..to)
        };
        let same_line = |torn: &usize| between(torn).is_some_and(|part| !part.contains(&b'\n'));
        mistake.kind == Kind::MissingKey || source.torn.iter().any(same_line)
    }

    /// Notes that the syntax of a file breaks here.
    pub fn torn(&mut self, file: FileId, at: usize) {
        if let Some(source) = self.sources.get_mut(file.0) {
            source.torn.push(at);
        }
    }

    fn sorted(mut self) -> Mistakes {
        self.found.sort_by_key(order);
        self
    }

    fn path(&self, file: FileId) -> &str {
        self.sources.get(file.0).map_or("", |source| &source.path)
    }

    /// One mistake as printed.
    fn render(&self, mistake: &Mistake) -> String {
        let title = Level::ERROR.primary_title(&mistake.title).id(mistake.kind.code());
        let mut group = Group::with_title(title);
        match self.cut(&mistake.spot) {
            Some(cut) => {
                group = group.element(cut.snippet(AnnotationKind::Primary, &mistake.label))
            }
            None => {
                let path = self.path(mistake.spot.file).to_owned();
                group = group.element(annotate_snippets::Origin::path(path));
            }
        }
        for (spot, label) in &mistake.also {
            if let Some(cut) = self.cut(spot) {
                group = group.element(cut.snippet(AnnotationKind::Context, label));
            }
        }
        let help = mistake.help.iter().map(|help| Level::HELP.message(help.as_str()));
        Renderer::plain().render(&[group.elements(help)])
    }

    /// The lines a spot is on, cut out of their file: long files are printed no slower than short.
    fn cut(&self, spot: &Spot) -> Option<Cut<'_>> {
        let source = self.sources.get(spot.file.0)?;
        let span = spot.span.as_ref()?;
        let text = &source.text;
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let line_at = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        // Tables and lists may go on for pages: their first line is enough to find them.
        let end = text.floor_char_boundary(span.end.clamp(start, line_end));
        let from = text.ceil_char_boundary(line_at.max(start.saturating_sub(LONGEST_LINE / 2)));
        let to = text.floor_char_boundary(line_end.min(start + LONGEST_LINE / 2).max(start));
        Some(Cut {
            path: &source.path,
            text: text[from..to].trim_end_matches('\r'),
            line: 1 + text[..line_at].matches('\n').count(),
            span: start - from..end.min(to) - from,
        })
    }
}

/// A piece of a file around a mistake.
struct Cut<'a> {
    path: &'a str,
    text: &'a str,
    line: usize,
    span: Range<usize>,
}

impl<'a> Cut<'a> {
    fn snippet(
        self,
        kind: AnnotationKind,
        label: &'a str,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let end = self.span.end.min(self.text.len());
        let annotation = kind.span(self.span.start.min(end)..end);
        let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
        Snippet::source(self.text).path(self.path).line_start(self.line).annotation(annotation)
    }
}

/// By file, then by line.
fn order(mistake: &Mistake) -> (FileId, usize, usize) {
    let span = mistake.spot.span.as_ref();
    (mistake.spot.file, span.map_or(0, |span| span.start), span.map_or(0, |span| span.end))
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for mistake in self.found.iter().take(PRINTED) {
            writeln!(f, "{}\n", self.render(mistake))?;
        }
        if let Some(more) = self.count.checked_sub(PRINTED).filter(|more| *more > 0) {
            writeln!(f, "... and {more} more\n")?;
        }
        let word = if self.count == 1 { "mistake" } else { "mistakes" };
        write!(f, "{} {word}; nothing was run", self.count)
    }
}

impl std::error::Error for Mistakes {}

/// The nearest of some names, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(name: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // A very long name is nobody's slip, and comparing it would take its time.
    let name: String = name.chars().take(80).collect::<String>().to_lowercase();
    let likeness = |other: &str| {
        let part = other.rsplit('.').next() == Some(name.as_str());
        let whole = strsim::normalized_damerau_levenshtein(&name, other);
        // Names of several words are often cut short: `sb54` for `sb54-2018`.
        let begins = name.len() >= 3 && (other.starts_with(&name) || name.starts_with(other));
        if part || begins { whole.max(0.75) } else { whole }
    };
    let scored = among.map(|other| (likeness(other), other));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (best.0 >= 0.55).then_some(best.1)
}

/// "did you mean", or all the names if none is near.
#[must_use]
pub fn suggestion(name: &str, among: &[&str]) -> String {
    match nearest(name, among.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if among.len() <= 24 => format!("known here: {}", among.join(", ")),
        None => format!("there are {} names, none of them near to this", among.len()),
    }
}

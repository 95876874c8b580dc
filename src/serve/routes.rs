//! The allow-list: which method asks for what. No route takes a path or a name of a file; results
//! and runs have ids, which are looked up in a map.

use hyper::Method;

/// What names a result or a run: 32 hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Id([u8; 32]);

impl Id {
    /// The id so written, and in no other way.
    pub(super) fn parse(text: &str) -> Option<Id> {
        let digits = text.as_bytes().try_into().ok()?;
        let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        text.bytes().all(|byte| is_hex(&byte)).then_some(Id(digits))
    }

    /// As it is written.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// What can be asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Route {
    /// The classroom's page.
    Page,
    /// Its style, and that of the lists of runs.
    Style,
    /// Its script.
    Script,
    /// The lesson: levers and outcomes.
    Lesson,
    /// Names a click. The only way to a new result.
    Run,
    /// The months of a result as they are simulated.
    Live(Id),
    /// A hundred worlds of it, one by one.
    Worlds(Id),
    /// One synthetic person's story in it.
    Person(Id, u32),
    /// A student's guess about it.
    Guess(Id),
    /// The class's guesses about it.
    Guesses(Id),
    /// The analyst's finished runs.
    Records,
    /// One of them: what it is, its charts and cases.
    Record(Id),
    /// Its report.
    Report(Id),
    /// One of its charts, by number.
    Chart(Id, u32),
    /// The people of it to whom something happened that is often asked about.
    Cases(Id),
    /// One of its cases, by number.
    Case(Id, u32),
}

impl Route {
    /// What a method and a path ask for. Nothing is decoded: a path that would need it is no route.
    pub(super) fn of(method: &Method, path: &str) -> Option<Route> {
        let mut parts = path.strip_prefix('/')?.split('/');
        let words = [parts.next(), parts.next(), parts.next(), parts.next(), parts.next()];
        if parts.next().is_some() {
            return None;
        }
        if method == Method::POST {
            return match words {
                [Some("api"), Some("run"), None, ..] => Some(Route::Run),
                [Some("api"), Some("run"), Some(id), Some("guess"), None] => {
                    Some(Route::Guess(Id::parse(id)?))
                }
                _ => None,
            };
        }
        if method != Method::GET {
            return None;
        }
        match words {
            [Some(""), None, ..] => Some(Route::Page),
            [Some("page.css"), None, ..] => Some(Route::Style),
            [Some("page.js"), None, ..] => Some(Route::Script),
            [Some("api"), Some("lesson"), None, ..] => Some(Route::Lesson),
            [Some("api"), Some("run"), Some(id), Some(what), number] => {
                of_result(Id::parse(id)?, what, number)
            }
            [Some("runs"), None, ..] => Some(Route::Records),
            [Some("runs"), Some(id), what, number, None] => of_record(Id::parse(id)?, what, number),
            _ => None,
        }
    }

    /// Whether it changes something, so that a token is needed.
    pub(super) fn changes(self) -> bool {
        matches!(self, Route::Run | Route::Guess(_))
    }

    /// Whether it is for this machine only, even where a class may look in: an analyst's runs.
    pub(super) fn is_private(self) -> bool {
        use Route::{Case, Cases, Chart, Record, Records, Report};
        matches!(self, Records | Record(_) | Report(_) | Chart(..) | Cases(_) | Case(..))
    }

    /// Whether the answer may take long: something is simulated, or a long log is read.
    pub(super) fn is_long(self) -> bool {
        self.is_private() || matches!(self, Route::Live(_) | Route::Worlds(_))
    }
}

fn of_result(id: Id, what: &str, number: Option<&str>) -> Option<Route> {
    match (what, number) {
        ("live", None) => Some(Route::Live(id)),
        ("worlds", None) => Some(Route::Worlds(id)),
        ("guesses", None) => Some(Route::Guesses(id)),
        ("person", Some(number)) => Some(Route::Person(id, whole(number)?)),
        _ => None,
    }
}

fn of_record(id: Id, what: Option<&str>, number: Option<&str>) -> Option<Route> {
    match (what, number) {
        (None, None) => Some(Route::Record(id)),
        (Some("cases"), None) => Some(Route::Cases(id)),
        (Some("report"), None) => Some(Route::Report(id)),
        (Some("chart"), Some(number)) => Some(Route::Chart(id, whole(number)?)),
        (Some("case"), Some(number)) => Some(Route::Case(id, whole(number)?)),
        _ => None,
    }
}

/// A number as this program writes it: no sign, no zeros before it.
fn whole(text: &str) -> Option<u32> {
    let number: u32 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_written_in_one_way_only() {
        let id = "0123456789abcdef0123456789abcdef";
        let get = |path: &str| Route::of(&Method::GET, path);
        assert_eq!(get("/"), Some(Route::Page));
        assert_eq!(
            get(&format!("/api/run/{id}/person/12")),
            Id::parse(id).map(|id| Route::Person(id, 12))
        );
        let wrong = [
            String::new(),
            "page.css".into(),
            "//".into(),
            "/./".into(),
            "/page.css/".into(),
            "/Page.css".into(),
            "/page%2ecss".into(),
            format!("/api/run/{}/live", id.to_uppercase()),
            format!("/api/run/{id}/live/"),
            format!("/api/run/{id}/person/012"),
            format!("/api/run/{id}/person/+1"),
            format!("/api/run/{id}/person/4294967296"),
            format!("/api/run/{id}0/live"),
            format!("/runs/{id}/"),
            format!("/runs/{id}/report/0"),
            format!("/runs/{id}/report/.."),
        ];
        for path in wrong {
            assert_eq!(get(&path), None, "{path}");
        }
    }

    #[test]
    fn only_posts_change_and_only_two_of_them() {
        let id = "0123456789abcdef0123456789abcdef";
        for path in ["/api/run".to_owned(), format!("/api/run/{id}/guess")] {
            assert!(Route::of(&Method::POST, &path).is_some_and(Route::changes), "{path}");
            for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::PATCH] {
                assert_eq!(Route::of(&method, &path), None, "{method} {path}");
            }
        }
        assert_eq!(Route::of(&Method::POST, "/"), None);
        assert_eq!(Route::of(&Method::HEAD, "/"), None);
    }
}

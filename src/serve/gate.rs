//! Who may ask for what. Everything that is not allowed in so many words is refused.
//!
//! A page of somebody else in the same browser can send requests here, and through a name of its
//! own that it lets point to this machine it could read the answers. So the host must be one of
//! ours to the letter, the origin the same or none, and whatever changes something needs a token
//! that only a page of ours has read.

use super::routes::Route;
use hyper::header::{
    self, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, HeaderMap, HeaderName,
    ORIGIN, TRANSFER_ENCODING, UPGRADE,
};
use hyper::http::request::Parts;
use hyper::{StatusCode, Version};
use std::net::{IpAddr, SocketAddr};

/// The longest body of a request: 64 KiB.
pub(super) const LARGEST_BODY: usize = 64 << 10;

/// Carries the token.
pub(super) const TOKEN: HeaderName = HeaderName::from_static("x-jurisim-token");

/// Says from where a browser asks.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why a request is not answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// The reason in words, the same for everybody.
    pub words: &'static str,
}

const fn refusal(status: StatusCode, words: &'static str) -> Refusal {
    Refusal { status, words }
}

const STRANGER: Refusal =
    refusal(StatusCode::FORBIDDEN, "Type the address into the browser as the teacher shows it.");
const NO_TOKEN: Refusal =
    refusal(StatusCode::FORBIDDEN, "The server was started anew: load the page again.");
/// There is nothing of this name.
pub(super) const NOTHING: Refusal = refusal(StatusCode::NOT_FOUND, "There is nothing here.");
const OTHER_VERSION: Refusal =
    refusal(StatusCode::HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here.");
const NO_LENGTH: Refusal =
    refusal(StatusCode::LENGTH_REQUIRED, "A body must say its length, and a question has none.");
/// A body is longer than allowed.
pub(super) const TOO_LARGE: Refusal =
    refusal(StatusCode::PAYLOAD_TOO_LARGE, "At most 64 KiB are read.");
/// A body that ends before its length.
pub(super) const BROKEN: Refusal = refusal(StatusCode::BAD_REQUEST, "The request broke off.");
const OTHER_MEDIA: Refusal =
    refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Only application/json, as it is, is read.");
const NO_EXTRAS: Refusal =
    refusal(StatusCode::EXPECTATION_FAILED, "Neither expectations nor upgrades are met here.");

/// What requests are held against.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    /// The hosts that are ours, with port, to the letter.
    hosts: Vec<String>,
    /// What a page of ours knows.
    token: String,
}

impl Gate {
    /// For a server at these addresses. Each is a host by its number; this machine by name too.
    pub(super) fn new(addresses: &[SocketAddr], token: String) -> Gate {
        let mut hosts: Vec<String> = addresses.iter().map(SocketAddr::to_string).collect();
        let own = addresses.iter().filter(|address| address.ip().is_loopback());
        hosts.extend(own.map(|address| format!("localhost:{}", address.port())));
        // Browsers leave the usual port out.
        let bare = hosts.iter().filter_map(|host| Some(host.strip_suffix(":80")?.to_owned()));
        let bare: Vec<String> = bare.collect();
        Gate { hosts: [hosts, bare].concat(), token }
    }

    /// What a page of ours knows.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// What is asked for, if it is allowed.
    pub(super) fn admit(&self, head: &Parts, from: IpAddr) -> Result<Route, Refusal> {
        if head.version != Version::HTTP_11 {
            return Err(OTHER_VERSION);
        }
        let named = head.uri.scheme().is_some() || head.uri.authority().is_some();
        let host = only(&head.headers, &HOST)?.filter(|_| !named).ok_or(STRANGER)?;
        if !self.hosts.iter().any(|ours| ours == host) {
            return Err(STRANGER);
        }
        let origin = only(&head.headers, &ORIGIN)?;
        if origin.is_some_and(|origin| origin.strip_prefix("http://") != Some(host)) {
            return Err(STRANGER);
        }
        let site = only(&head.headers, &SITE)?;
        if site.is_some_and(|site| site != "same-origin" && site != "none") {
            return Err(STRANGER);
        }
        let route = Route::of(&head.method, head.uri.path()).filter(|_| head.uri.query().is_none());
        let route = route.ok_or(NOTHING)?;
        if route.is_private() && !from.is_loopback() {
            return Err(NOTHING);
        }
        if route.changes() {
            let token = only(&head.headers, &TOKEN)?.ok_or(NO_TOKEN)?;
            if !is_same(token.as_bytes(), self.token.as_bytes()) {
                return Err(NO_TOKEN);
            }
        }
        measure(head, route)?;
        Ok(route)
    }
}

/// Whether a body comes where one may, in a form and of a length that is read.
fn measure(head: &Parts, route: Route) -> Result<(), Refusal> {
    let headers = &head.headers;
    if headers.contains_key(EXPECT) || headers.contains_key(UPGRADE) {
        return Err(NO_EXTRAS);
    }
    if headers.contains_key(TRANSFER_ENCODING) {
        return Err(NO_LENGTH);
    }
    let length = only(headers, &CONTENT_LENGTH)?;
    if !route.changes() {
        return if matches!(length, None | Some("0")) { Ok(()) } else { Err(NO_LENGTH) };
    }
    let length: usize = length.and_then(|length| length.parse().ok()).ok_or(NO_LENGTH)?;
    if length > LARGEST_BODY {
        return Err(TOO_LARGE);
    }
    let is_json = only(headers, &CONTENT_TYPE)? == Some("application/json");
    if !is_json || headers.contains_key(CONTENT_ENCODING) {
        return Err(OTHER_MEDIA);
    }
    Ok(())
}

/// The value of a header that may be said once at most.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(STRANGER);
    }
    let read = |value: &'a header::HeaderValue| value.to_str().map_err(|_| STRANGER);
    first.map(read).transpose()
}

/// Whether two secrets are the same, in a time that does not depend on where they differ.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn gate() -> Gate {
        Gate::new(&["127.0.0.1:7300".parse().expect("an address")], "secret".to_owned())
    }

    fn asked(method: &str, path: &str, headers: &[(&str, &str)]) -> Result<Route, StatusCode> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).expect("a request").into_parts();
        gate().admit(&head, LOOPBACK).map_err(|refusal| refusal.status)
    }

    #[test]
    fn hosts_are_ours_to_the_letter() {
        for host in ["127.0.0.1:7300", "localhost:7300"] {
            assert_eq!(asked("GET", "/", &[("host", host)]), Ok(Route::Page), "{host}");
        }
        for host in ["127.0.0.1", "127.0.0.1:73000", "localhost.:7300", "x@localhost:7300"] {
            assert_eq!(asked("GET", "/", &[("host", host)]), Err(StatusCode::FORBIDDEN), "{host}");
        }
        let twice = [("host", "localhost:7300"), ("host", "localhost:7300")];
        assert_eq!(asked("GET", "/", &twice), Err(StatusCode::FORBIDDEN));
        assert_eq!(asked("GET", "/", &[]), Err(StatusCode::FORBIDDEN));
        let absolute = asked("GET", "http://localhost:7300/", &[("host", "localhost:7300")]);
        assert_eq!(absolute, Err(StatusCode::FORBIDDEN));
    }

    #[test]
    fn an_origin_is_that_of_the_very_host() {
        let from =
            |origin| asked("GET", "/", &[("host", "localhost:7300"), ("origin", origin)]).is_ok();
        assert!(from("http://localhost:7300"));
        for origin in ["http://127.0.0.1:7300", "https://localhost:7300", "null", "", "http://evil"]
        {
            assert!(!from(origin), "{origin}");
        }
    }

    #[test]
    fn what_changes_something_needs_the_token() {
        let body = [
            ("host", "localhost:7300"),
            ("content-type", "application/json"),
            ("content-length", "2"),
        ];
        assert_eq!(asked("POST", "/api/run", &body), Err(StatusCode::FORBIDDEN));
        for (token, wanted) in [("secret", true), ("secreT", false), ("secret2", false)] {
            let mut headers = body.to_vec();
            headers.push(("x-jurisim-token", token));
            assert_eq!(asked("POST", "/api/run", &headers).is_ok(), wanted, "{token}");
        }
    }

    #[test]
    fn a_class_does_not_see_an_analysts_runs() {
        let request = Request::builder().uri("/runs").header("host", "localhost:7300");
        let (head, ()) = request.body(()).expect("a request").into_parts();
        let student = "192.0.2.9".parse().expect("an address");
        assert_eq!(gate().admit(&head, student), Err(NOTHING));
        assert!(gate().admit(&head, LOOPBACK).is_ok());
    }
}

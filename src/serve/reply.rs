//! Answers: their headers, and bodies that are there whole or come bit by bit.

use super::gate::Refusal;
use super::jobs::Watching;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An answer.
pub(super) type Reply = Response<Content>;

/// What a page of ours may do: run its own script, wear its own style, ask this server.
pub(super) const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// What anything that is no page may do: nothing.
const NO_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The body of an answer.
pub(super) enum Content {
    /// All of it.
    Whole(Bytes),
    /// Events as they happen.
    Live(Watching),
}

impl Body for Content {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = match self.get_mut() {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(std::mem::take(bytes))),
            Content::Live(watching) => watching.poll_next(context),
        };
        next.map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Content::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Live(_) => SizeHint::default(),
        }
    }
}

/// An answer of a kind, with what a browser may do with it.
pub(super) fn reply(status: StatusCode, kind: &'static str, policy: &str, body: Content) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A policy that is no header is a mistake of ours; then nothing is allowed.
    let policy = HeaderValue::from_str(policy);
    let policy = policy.unwrap_or(HeaderValue::from_static(NO_POLICY));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    reply
}

/// A page.
pub(super) fn page(text: impl Into<Bytes>, policy: &str) -> Reply {
    reply(StatusCode::OK, "text/html; charset=utf-8", policy, Content::Whole(text.into()))
}

/// Anything else that is there whole.
pub(super) fn file(kind: &'static str, bytes: impl Into<Bytes>) -> Reply {
    reply(StatusCode::OK, kind, NO_POLICY, Content::Whole(bytes.into()))
}

/// Data.
pub(super) fn json(text: impl Into<Bytes>) -> Reply {
    file("application/json", text)
}

/// Events as they happen.
pub(super) fn live(watching: Watching) -> Reply {
    reply(StatusCode::OK, "text/event-stream", NO_POLICY, Content::Live(watching))
}

/// What was wrong, in words: a page shows them.
pub(super) fn wrong(status: StatusCode, words: &str) -> Reply {
    let body = Content::Whole(Bytes::from(words.to_owned()));
    reply(status, "text/plain; charset=utf-8", NO_POLICY, body)
}

/// Why something was refused.
pub(super) fn refused(refusal: Refusal) -> Reply {
    wrong(refusal.status, refusal.words)
}

//! From a request to its answer.

use super::assets;
use super::crowd::{About, Crowd, Seat};
use super::gate::{self, Gate, Refusal};
use super::guesses::Book;
use super::jobs::{Desk, Unseen, What};
use super::records::Records;
use super::reply::{self, Content, Reply};
use super::routes::{Id, Route};
use crate::classroom::{self, Click};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::{Request, Response, StatusCode};
use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// Everything that answers are made from.
pub(super) struct House {
    pub(super) gate: Gate,
    pub(super) crowd: Crowd,
    pub(super) desk: Desk,
    pub(super) book: Mutex<Book>,
    pub(super) records: Records,
    /// The lesson as data.
    pub(super) lesson: Bytes,
    /// The page.
    pub(super) page: Bytes,
}

/// The body of an answer on its way: while it lasts, the connection is being answered.
pub(super) struct Going {
    content: Content,
    seat: Arc<Seat>,
}

impl Body for Going {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.content).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        self.seat.is_now(About::Asking);
    }
}

/// Answers one request.
pub(super) async fn answer(
    house: Arc<House>,
    seat: Arc<Seat>,
    request: Request<Incoming>,
) -> Result<Response<Going>, Infallible> {
    let reply = replied(&house, &seat, request).await;
    Ok(reply.map(|content| Going { content, seat }))
}

async fn replied(house: &Arc<House>, seat: &Seat, request: Request<Incoming>) -> Reply {
    let (head, body) = request.into_parts();
    let route = match house.gate.admit(&head, seat.from) {
        Ok(route) => route,
        Err(refusal) => return reply::refused(refusal),
    };
    let body = if route.changes() {
        seat.is_now(About::Asking);
        match whole(body).await {
            Ok(body) => body,
            Err(refusal) => return reply::refused(refusal),
        }
    } else {
        Vec::new()
    };
    let about = if route.is_long() { About::Watching } else { About::Answering };
    if !seat.is_now(about) {
        return busy();
    }
    match at_once(house, route) {
        Some(reply) => reply,
        None => {
            let house = house.clone();
            let done = tokio::task::spawn_blocking(move || in_a_moment(&house, route, &body));
            let mistake = "This is a mistake in jurisim, not in what you did.";
            done.await.unwrap_or_else(|_| reply::wrong(StatusCode::INTERNAL_SERVER_ERROR, mistake))
        }
    }
}

/// What needs neither a disk nor a simulation.
fn at_once(house: &House, route: Route) -> Option<Reply> {
    Some(match route {
        Route::Page => reply::page(house.page.clone(), reply::PAGE_POLICY),
        Route::Style => reply::file("text/css; charset=utf-8", assets::STYLE),
        Route::Script => reply::file("text/javascript; charset=utf-8", assets::SCRIPT),
        Route::Lesson => reply::json(house.lesson.clone()),
        Route::Live(id) => watched(house, id, What::Play),
        Route::Worlds(id) => watched(house, id, What::Worlds),
        Route::Guesses(id) => {
            let mut book = house.book.lock().unwrap_or_else(PoisonError::into_inner);
            reply::json(classroom::json(&book.about(id)))
        }
        _ => return None,
    })
}

fn watched(house: &House, id: Id, what: What) -> Reply {
    match house.desk.watch(id, what) {
        Ok(watching) => reply::live(watching),
        Err(Unseen::Unknown) => reply::refused(gate::NOTHING),
        Err(Unseen::Busy) => busy(),
    }
}

/// What takes longer.
fn in_a_moment(house: &House, route: Route, body: &[u8]) -> Reply {
    match route {
        Route::Run => named(house, body),
        Route::Guess(id) if !house.desk.knows(id) => reply::refused(gate::NOTHING),
        Route::Guess(id) => {
            let mut book = house.book.lock().unwrap_or_else(PoisonError::into_inner);
            book.take(id, body).map_or_else(|words| bad(&words), |()| reply::json("{}"))
        }
        Route::Person(id, number) => match house.desk.person(id, number) {
            Some(story) => reply::json(classroom::json(&story)),
            None => reply::refused(gate::NOTHING),
        },
        Route::Records => house.records.list(),
        Route::Record(id) => house.records.record(id),
        Route::Report(id) => house.records.report(id),
        Route::Chart(id, number) => house.records.chart(id, number),
        Route::Cases(id) => house.records.cases(id),
        Route::Case(id, number) => house.records.case(id, number),
        _ => reply::refused(gate::NOTHING),
    }
}

/// Names a click: the same clicks have the same name.
fn named(house: &House, body: &[u8]) -> Reply {
    let text = std::str::from_utf8(body).map_err(|_| "a click is text in UTF-8".to_owned());
    let named = text.and_then(Click::parse).and_then(|click| {
        let id = click.id()?;
        let known = Id::parse(&id).ok_or("a result without a name")?;
        house.desk.know(known, click);
        Ok(id)
    });
    match named {
        Ok(id) => reply::json(format!("{{\"id\":\"{id}\"}}")),
        Err(words) => bad(&words),
    }
}

fn bad(words: &str) -> Reply {
    reply::wrong(StatusCode::BAD_REQUEST, words)
}

fn busy() -> Reply {
    let words = "Many are waiting at this moment. The page asks again by itself.";
    reply::wrong(StatusCode::SERVICE_UNAVAILABLE, words)
}

/// A body, which is not longer than it may be whatever it says of itself.
async fn whole(mut body: Incoming) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let data = frame.ok().and_then(|frame| frame.into_data().ok());
        bytes.extend_from_slice(&data.ok_or(gate::BROKEN)?);
        if bytes.len() > gate::LARGEST_BODY {
            return Err(gate::TOO_LARGE);
        }
    }
    Ok(bytes)
}

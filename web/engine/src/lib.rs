//! jurisim's classroom for a page: the same engine, the same draws, the same content hashes.
//!
//! A plain interface of numbers: text goes in and out as bytes in the memory of the module.
//! `glue.js` is the other side of it.
//!
//! ```text
//! jurisim_room(n) ─▶ where to write n bytes of text
//! jurisim_lesson | begin | month | done | person | world | spread ─▶ 1: a result, 0: nothing, -1: refused, with words
//! jurisim_text() · jurisim_length() ─▶ where that stands, and how long it is
//! ```

use jurisim::classroom::{self, Click, Play, Step, World};
use jurisim::engine::cell::Going;
use std::cell::RefCell;

/// What is kept between two calls. A page's worker is one thread.
struct Desk {
    /// What the page wrote.
    asked: Vec<u8>,
    /// What was answered last.
    answer: String,
    play: Option<Play>,
    /// The worlds asked for, all of the same click.
    worlds: Vec<World>,
    /// Its address.
    worlds_of: String,
}

thread_local! {
    static DESK: RefCell<Desk> = const {
        RefCell::new(Desk {
            asked: Vec::new(),
            answer: String::new(),
            play: None,
            worlds: Vec::new(),
            worlds_of: String::new(),
        })
    };
}

/// Nobody stops a call in its middle: between two of them the page can drop the play.
const GO: &dyn Fn() -> Going = &|| Going::On;

impl Desk {
    fn click(&self) -> Result<Click, String> {
        let text = str::from_utf8(&self.asked).map_err(|error| error.to_string())?;
        Click::parse(text)
    }
}

fn answered(work: impl FnOnce(&mut Desk) -> Result<Option<String>, String>) -> i32 {
    DESK.with_borrow_mut(|desk| {
        let (said, answer) = match work(desk) {
            Ok(Some(json)) => (1, json),
            Ok(None) => (0, String::new()),
            Err(words) => (-1, words),
        };
        desk.answer = answer;
        said
    })
}

/// Room for so many bytes of text, which the next call reads.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_room(length: usize) -> *mut u8 {
    DESK.with_borrow_mut(|desk| {
        desk.asked = vec![0; length];
        desk.asked.as_mut_ptr()
    })
}

/// Where the last answer stands.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_text() -> *const u8 {
    DESK.with_borrow(|desk| desk.answer.as_ptr())
}

/// How many bytes it has.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_length() -> usize {
    DESK.with_borrow(|desk| desk.answer.len())
}

/// The lesson.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_lesson() -> i32 {
    answered(|_| classroom::lesson().map(|lesson| Some(classroom::json(&lesson))))
}

/// Begins the click in the room; the one before is dropped.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_begin() -> i32 {
    answered(|desk| {
        desk.play = None;
        let play = Play::begin(&desk.click()?)?;
        let start = classroom::json(play.start());
        desk.play = Some(play);
        Ok(Some(start))
    })
}

/// Simulates the next month; nothing once all are over.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_month() -> i32 {
    answered(|desk| {
        let play = desk.play.as_mut().ok_or("no click is in play")?;
        Ok(match play.month(GO) {
            Step::Month(month) => Some(classroom::json(&month)),
            Step::Over | Step::Stopped => None,
        })
    })
}

/// What came of it; nothing while months are left.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_done() -> i32 {
    answered(|desk| {
        let play = desk.play.as_ref().ok_or("no click is in play")?;
        Ok(play.done().map(|done| classroom::json(&done)))
    })
}

/// The story of somebody by their place in the list of people; nothing if there is nobody.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_person(n: u32) -> i32 {
    answered(|desk| {
        let play = desk.play.as_ref().ok_or("no click is in play")?;
        Ok(play.person(n as usize).map(|story| classroom::json(&story)))
    })
}

/// World `k` of the click in the room. The click in play stays.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_world(k: u32) -> i32 {
    answered(|desk| {
        let click = desk.click()?;
        let Some(world) = classroom::world(&click, k, GO)? else { return Ok(None) };
        let id = click.id()?;
        if id != desk.worlds_of {
            desk.worlds.clear();
            desk.worlds_of = id;
        }
        let json = classroom::json(&world);
        if desk.worlds.iter().all(|known| known.k != k) {
            desk.worlds.push(world);
        }
        Ok(Some(json))
    })
}

/// How far the worlds lie apart that were asked for, of the click asked for last.
#[unsafe(no_mangle)]
pub extern "C" fn jurisim_spread() -> i32 {
    answered(|desk| classroom::spread(&desk.worlds).map(|spread| Some(classroom::json(&spread))))
}

//! The classroom: a small county, a few levers, and two worlds that part.
//!
//! ```text
//! levers + seed = Click ─▶ scenario text ─▶ Play: month, month, ... ─▶ Done, a Story for each person
//!                    └────▶ id: the only address of a result
//! ```
//!
//! A click is turned into the text of a scenario with two arms, the base and yours, so that `jurisim
//! run` of that text gives the same events and the same content hashes. Nothing here knows of files,
//! clocks or threads: a server asks, or a page that has the program in it as WebAssembly, and both get
//! the same JSON.

mod click;
mod county;
mod done;
#[cfg(not(target_family = "wasm"))]
mod embedded;
mod lesson;
mod levers;
mod outcomes;
mod people;
mod play;
mod spread;
mod story;
#[cfg(test)]
mod tests;
mod told;
mod worlds;

pub use click::Click;
pub use done::{ArmDone, Chart, Done, Total};
#[cfg(not(target_family = "wasm"))]
pub use embedded::{HOW_TO_EMBED, embedded_engine};
pub use lesson::{DialLine, DistrictLine, Lesson, LeverLine, OptionLine, OutcomeLine, RuleText};
pub use lesson::{StandsFor, lesson};
pub use levers::Setting;
pub use people::{Dot, State, StateLine};
pub use play::{Month, MonthOf, Play, Reading, Start, Step};
pub use spread::{Spread, SpreadOf, spread};
pub use story::{Law, Story, Told};
pub use worlds::{Lines, World, world};

use serde::Serialize;

/// The one form in which anything of the classroom leaves the program. No text in it can end the
/// element of a page that it is put into.
#[must_use]
pub fn json<T: Serialize>(what: &T) -> String {
    // All of it is plain data: numbers, text, lists and records.
    let text = serde_json::to_string(what).expect("plain data has a form in JSON");
    text.replace('<', "\\u003c")
}

//! Ctrl-C: once, and what runs finishes its day and saves; twice, and it stops now. What was saved is
//! safe either way.

use crate::engine::record::Going;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once, by whoever asks to stop. A signal has no other way to say so.
static ASKED: AtomicBool = AtomicBool::new(false);

/// From here on the program is stopped gently. Where the system has no such signal it is not.
pub(super) fn listen() {
    listen_to(
        "\nStopping: this day is finished and saved. Once more stops now; what was saved is safe.",
    );
}

/// The same, with words for whoever stops it.
pub(super) fn listen_to(words: &'static str) {
    let _ = ctrlc::set_handler(move || {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(super::End::Stopped as i32);
        }
        super::print::talk(words);
    });
}

/// Whether to go on.
pub(super) fn going() -> Going {
    if ASKED.load(Ordering::Relaxed) { Going::Stopped } else { Going::On }
}

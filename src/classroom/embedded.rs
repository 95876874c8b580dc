//! The engine as WebAssembly, if this program was built with it.

/// What `build.rs` found; empty if there was none.
const ENGINE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/engine.wasm"));

/// How to get a program that has the engine in it.
pub const HOW_TO_EMBED: &str = "this program was built without the engine for pages; build it with: \
     sh web/engine/build.sh && cargo build --release";

/// The engine as WebAssembly, for a page that needs no server; nothing if this program was built
/// without it: [`HOW_TO_EMBED`].
#[must_use]
pub fn embedded_engine() -> Option<&'static [u8]> {
    (!ENGINE.is_empty()).then_some(ENGINE)
}

//! Scratch
#[cfg(not(target_family = "wasm"))]
pub mod log;
#[cfg(not(target_family = "wasm"))]
pub mod sweep;
pub mod draw;
pub mod engine;
pub mod event;
pub mod ids;
pub mod model;
pub mod projection;
pub mod scenario;
pub mod time;

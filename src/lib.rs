//! Scratch
pub mod draw;
pub mod engine;
pub mod event;
pub mod ids;
pub mod model;
pub mod scenario;
pub mod time;

#!/bin/sh
# Builds the engine for pages, web/engine/engine.wasm. The next `cargo build` takes it in, and
# `jurisim serve --export` puts it into a page that needs no server.
set -eu
cd "$(dirname "$0")"
target=wasm32-unknown-unknown
rustup target list --installed 2>/dev/null | grep -q "^$target$" || rustup target add "$target"
cargo build --release --locked --target "$target" --target-dir ../../target/engine
built=../../target/engine/$target/release/jurisim_engine.wasm
# Only what differs is put in place, so that the main program is not built again for nothing.
cmp -s "$built" engine.wasm || cp "$built" engine.wasm
wc -c engine.wasm

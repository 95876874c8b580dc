// The other side of the engine's interface (src/lib.rs): text in and out of a WebAssembly module.
// A plain script for a page, a worker and node; it makes one name, `Engine`.
//
//   const engine = await Engine.load(bytes);
//   engine.begin({levers: {jail: "notify"}}); while (engine.month()) {} engine.done();
//
// Each call gives what the server's routes give, or throws an Error with words for the reader.
"use strict";
class Engine {
  static async load(bytes) {
    // The module asks for nothing from outside: no clock, no chance, no network.
    const { instance } = await WebAssembly.instantiate(bytes, {});
    return new Engine(instance.exports);
  }
  constructor(exports) {
    this.wasm = exports;
  }
  #say(what) {
    const bytes = new TextEncoder().encode(JSON.stringify(what));
    const at = this.wasm.jurisim_room(bytes.length);
    new Uint8Array(this.wasm.memory.buffer, at, bytes.length).set(bytes);
  }
  #hear(said) {
    if (said === 0) return null;
    const { memory, jurisim_text, jurisim_length } = this.wasm;
    const bytes = new Uint8Array(memory.buffer, jurisim_text(), jurisim_length());
    const text = new TextDecoder().decode(bytes);
    if (said < 0) throw new Error(text);
    return JSON.parse(text);
  }
  lesson() {
    return this.#hear(this.wasm.jurisim_lesson());
  }
  begin(click) {
    this.#say(click);
    return this.#hear(this.wasm.jurisim_begin());
  }
  month() {
    return this.#hear(this.wasm.jurisim_month());
  }
  done() {
    return this.#hear(this.wasm.jurisim_done());
  }
  person(n) {
    return this.#hear(this.wasm.jurisim_person(n));
  }
  world(click, k) {
    this.#say(click);
    return this.#hear(this.wasm.jurisim_world(k));
  }
  // How far the worlds lie apart that were asked for, of the click asked for last.
  spread() {
    return this.#hear(this.wasm.jurisim_spread());
  }
}
if (typeof module === "object") module.exports = { Engine };

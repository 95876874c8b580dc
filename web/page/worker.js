// The worker of the page in a file: one simulation at a time, a month or a world in a turn, so that
// it hears when somebody turns away.
"use strict";
(() => {
  let engine = null;
  let playing = null; // the click whose people can be asked for
  const left = new Set();
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

  const play = async (call, click, hear) => {
    playing = null;
    hear("begin", engine.begin(click));
    for (;;) {
      if (left.has(call)) return false;
      const month = engine.month();
      if (month === null) break;
      hear("month", month);
      await turn();
    }
    playing = JSON.stringify(click);
    hear("done", engine.done());
    return true;
  };

  const acts = {
    load: async (call, text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      engine = await Engine.load(bytes);
    },
    lesson: async () => engine.lesson(),
    play: async (call, click, hear) => {
      await play(call, click, hear);
    },
    worlds: async (call, click, hear) => {
      for (let world = 1; world <= 100; world += 1) {
        await turn();
        if (left.has(call)) return;
        hear("world", engine.world(click, world));
      }
      hear("done", engine.spread());
    },
    person: async (call, { click, number }) => {
      if (playing !== JSON.stringify(click)) await play(call, click, () => {});
      return engine.person(number);
    },
  };

  // One after the other: there is one engine.
  let last = Promise.resolve();
  self.onmessage = ({ data: { call, what, told } }) => {
    if (what === "leave") {
      left.add(call);
      return;
    }
    const hear = (name, told) => self.postMessage({ call, name, told });
    last = last.then(async () => {
      try {
        if (left.has(call)) return;
        const answer = await acts[what](call, told, hear);
        self.postMessage({ call, over: true, told: answer });
      } catch (error) {
        self.postMessage({ call, wrong: error.message });
      } finally {
        left.delete(call);
      }
    });
  };
})();

// Where results come from: a server, or the engine in a worker of this very file. Both tell the same.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;
  const setup = JSON.parse(jurisim.byId("setup").textContent);

  // One page's guesses replace each other. The number says nothing about anybody.
  const page = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

  const pause = (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => reject(new DOMException("left", "AbortError"));
      if (signal?.aborted) return stop();
      setTimeout(resolve, ms);
      signal?.addEventListener("abort", stop, { once: true });
    });

  // ---- from a server

  const ask = async (path, options = {}) => {
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(path, { cache: "no-store", ...options });
      if (answer.ok) return answer;
      const words = await answer.text();
      if (answer.status !== 503 || tries >= 120) {
        throw Object.assign(new Error(words), { status: answer.status });
      }
      jurisim.tell("Many are waiting at this moment.");
      await pause(400 + 400 * Math.random(), options.signal);
    }
  };
  const post = (path, data, signal) =>
    ask(path, {
      method: "POST",
      body: JSON.stringify(data),
      headers: { "content-type": "application/json", "x-jurisim-token": setup.token },
      signal,
    });
  const listen = async (path, hear, signal) => {
    const answer = await ask(path, { signal });
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let [rest, isOver] = ["", false];
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      rest += decoder.decode(value, { stream: true });
      const events = rest.split("\n\n");
      rest = events.pop();
      for (const event of events) {
        const [name, data] = event.split("\n");
        const told = JSON.parse(data.slice("data: ".length));
        if (name === "event: wrong") throw new Error(told.error);
        hear(name.slice("event: ".length), told);
        isOver ||= name === "event: done";
      }
    }
    if (isOver) return;
    throw new Error("The server ended the simulation. Change a rule to begin again.");
  };

  const server = () => {
    const named = new Map();
    const name = async (click, signal) => {
      const { id } = await (await post("/api/run", click, signal)).json();
      named.set(id, click);
      return id;
    };
    // The server forgets what nobody asked for long; whoever still has the page asks anew.
    const again = async (id, act) => {
      try {
        return await act();
      } catch (error) {
        if (error.status !== 404 || !named.has(id)) throw error;
        await name(named.get(id));
        await listen(`/api/run/${id}/live`, () => {});
        return act();
      }
    };
    return {
      hasClass: true,
      lesson: async () => (await ask("/api/lesson")).json(),
      name,
      play: (id, hear, signal) => listen(`/api/run/${id}/live`, hear, signal),
      worlds: (id, hear, signal) => again(id, () => listen(`/api/run/${id}/worlds`, hear, signal)),
      person: (id, number) => again(id, async () => (await ask(`/api/run/${id}/person/${number}`)).json()),
      guess: (id, outcome, value) => post(`/api/run/${id}/guess`, { outcome, value, page }),
      guesses: async (id) => (await ask(`/api/run/${id}/guesses`)).json(),
    };
  };

  // ---- from a worker in this file

  const inside = () => {
    const text = (id) => jurisim.byId(id).textContent;
    const address = URL.createObjectURL(new Blob([text("worker")], { type: "text/javascript" }));
    const worker = new Worker(address);
    const waiting = new Map();
    let last = 0;
    worker.onmessage = ({ data }) => {
      const call = waiting.get(data.call);
      if (!call) return;
      if (data.wrong !== undefined) call.reject(new Error(data.wrong));
      else if (data.over) call.resolve(data.told);
      else call.hear(data.name, data.told);
      if (data.over || data.wrong !== undefined) waiting.delete(data.call);
    };
    const failed = () => {
      for (const call of waiting.values()) call.reject(new Error("The engine stopped. Load the page again."));
      waiting.clear();
    };
    worker.onerror = failed;
    const call = (what, told, hear, signal) =>
      new Promise((resolve, reject) => {
        const number = (last += 1);
        waiting.set(number, { resolve, reject, hear });
        worker.postMessage({ call: number, what, told });
        signal?.addEventListener("abort", () => {
          worker.postMessage({ call: number, what: "leave" });
          waiting.delete(number);
          reject(new DOMException("left", "AbortError"));
        });
      });
    // The text is long: the worker turns it into bytes, so that the page stays alive.
    const ready = call("load", text("engine"));
    const clicks = new Map();
    return {
      hasClass: false,
      lesson: async () => {
        await ready;
        return call("lesson");
      },
      name: async (click) => {
        const id = String(clicks.size);
        clicks.set(id, click);
        return id;
      },
      play: (id, hear, signal) => call("play", clicks.get(id), hear, signal),
      worlds: (id, hear, signal) => call("worlds", clicks.get(id), hear, signal),
      person: (id, number) => call("person", { click: clicks.get(id), number }),
      guess: async () => {},
      guesses: async () => ({}),
    };
  };

  jurisim.pause = pause;
  jurisim.engine = setup.from === "server" ? server() : inside();
  jurisim.isServed = setup.from === "server";
})();

// The page: what is set, what was guessed, what is shown.
"use strict";
(async () => {
  const jurisim = globalThis.jurisim;
  const { byId, element, engine, number, amount } = jurisim;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Long enough to be seen growing, short enough to wait for.
  const MONTH_MS = isCalm ? 0 : 45;

  let lesson;
  try {
    lesson = await engine.lesson();
  } catch (error) {
    jurisim.alert(error.message);
    return;
  }
  const monthName = (month) =>
    new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
  // "The base" is drawn in grey, and called so.
  const greyName = (label) => `Grey: ${label[0].toLowerCase()}${label.slice(1)}`;
  const baseLevers = Object.fromEntries(lesson.levers.map((lever) => [lever.id, lever.base]));
  const state = {
    levers: { ...baseLevers },
    seed: lesson.seed,
    outcome: lesson.outcomes[0],
    grey: [], // months of the grey rules in this world
    months: null, // months of the click, as far as they are shown
    done: null,
    id: null,
    labels: { base: greyName(lesson.base), yours: "" },
    guesses: {}, // mine, by outcome
    worlds: [],
    spread: null, // of all worlds, when they are over
    stop: null, // ends what is being simulated
    stopWorlds: null,
  };

  // ---- what is set, in the address: whoever gets it sees the same picture

  const readAddress = () => Object.assign(state, jurisim.readAddress(lesson, state.outcome));
  const writeAddress = () => jurisim.writeAddress(lesson, state);
  const isBase = () => lesson.levers.every((lever) => state.levers[lever.id] === lever.base);

  // ---- the picture

  const last = (months, arm, outcome = state.outcome) => {
    const told = months[months.length - 1]?.outcomes.find((one) => one.id === outcome.id)?.[arm];
    return told ? told.total : 0;
  };
  const draw = () => {
    const { outcome, grey, months } = state;
    const greyEnd = grey.length ? `${state.labels.base}, ends at ${amount(last(grey, "base"), outcome.unit)}.` : "";
    const own = months?.length ? ` Yours is at ${amount(last(months, "yours"), outcome.unit)} in ${months[months.length - 1].name}.` : "";
    jurisim.picture(byId("growing"), {
      outcome, calendar: lesson.months, grey, yours: months,
      guess: isBase() ? null : state.guesses[outcome.id] ?? null,
      inWords: `${outcome.name}, month by month. ${greyEnd}${own}`,
    });
    byId("caption").textContent =
      `${outcome.sums ? `${outcome.name}, added up from the start of the year` : `${outcome.name}, in each month`} (${outcome.unit}). ` +
      `One world${state.seed === lesson.seed ? "" : `, number ${state.seed}`}: no interval. A hundred worlds show how much is chance.`;
    byId("base-label").textContent = state.labels.base;
    byId("yours-label").textContent = months ? state.labels.yours : "";
  };

  const showOutcome = () => {
    byId("asked").textContent = state.outcome.asked_by ?? "";
    byId("outcome").value = state.outcome.id;
    draw();
    if (!byId("predict").hidden) offerGuess();
    if (state.done) showGuesses();
    if (state.worlds.length) drawWorlds();
  };

  // ---- guess, then see

  // On a small screen the guess stands below the rules: a way to it stays at the foot of the screen.
  let isGuessSeen = false;
  const showWay = () => {
    byId("next").hidden = byId("predict").hidden || isGuessSeen;
  };
  new IntersectionObserver((seen) => {
    isGuessSeen = seen[seen.length - 1].isIntersecting;
    showWay();
  }).observe(byId("predict"));
  byId("to-guess").addEventListener("click", () => {
    byId("growing").scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
    byId("guess").focus({ preventScroll: true });
  });

  const offerGuess = () => {
    const { outcome } = state;
    jurisim.askGuess(outcome, last(state.grey, "base"), state.guesses[outcome.id], (value) => {
      state.guesses[outcome.id] = value;
      draw();
    });
    showWay();
  };
  let asking = 0;
  const showGuesses = async () => {
    const { outcome, id, months } = state;
    const mine = state.guesses[outcome.id] ?? null;
    const numbers = { outcome, mine, grey: last(state.grey, "base"), yours: last(months, "yours") };
    const ticket = (asking += 1);
    const show = (guesses) => {
      if (ticket === asking && state.id === id) jurisim.showGuesses(byId("guesses"), { ...numbers, guesses });
    };
    show([]);
    if (!engine.hasClass || state.done?.same) return;
    // Others of the class are still guessing: look again for a while.
    for (let round = 0; round < 30 && ticket === asking && state.id === id; round += 1) {
      try {
        show((await engine.guesses(id))[outcome.id] ?? []);
      } catch {
        return;
      }
      await jurisim.pause(4000);
    }
  };

  // ---- simulate

  const hideResult = () => {
    for (const id of ["result", "predict", "counted", "people", "charts", "hood", "worlds", "worlds-button", "dice", "first-world", "story"]) {
      byId(id).hidden = true;
    }
    asking += 1;
    showWay();
  };
  const leave = () => {
    state.stop?.abort();
    state.stopWorlds?.abort();
    Object.assign(state, { stop: null, stopWorlds: null, months: null, done: null, id: null, worlds: [], spread: null });
    hideResult();
    jurisim.alert("");
  };
  const isLeft = (error) => error.name === "AbortError";
  const failed = (error) => {
    if (isLeft(error)) return;
    const [words, code] = [error.message, error.status];
    jurisim.alert(code === undefined && error instanceof TypeError ? "The server does not answer. Is it still running?" : words);
  };

  // Plays a click; `show` sees each month in its turn, not faster than it can be watched.
  const play = async (levers, show, stop, before = async () => {}) => {
    const id = await engine.name({ levers, seed: state.seed }, stop.signal);
    await before(id);
    let [start, done, turn] = [null, null, Promise.resolve()];
    await engine.play(id, (name, told) => {
      if (name === "begin") start = told;
      if (name === "done") done = told;
      if (name === "month") {
        turn = turn.then(async () => {
          show(told, start);
          if (MONTH_MS) await jurisim.pause(MONTH_MS, stop.signal);
        });
        turn.catch(() => {});
      }
    }, stop.signal);
    await turn;
    return { id, start, done };
  };

  // The grey line of this world, before anything is compared with it.
  const drawGrey = async () => {
    leave();
    state.grey = [];
    const stop = (state.stop = new AbortController());
    const { id, done } = await play(baseLevers, (month) => {
      state.grey.push(month);
      draw();
    }, stop);
    if (state.stop !== stop) return;
    Object.assign(state, { id, done });
    state.labels.base = greyName(done.base.label);
    byId("dice").hidden = false;
    byId("first-world").hidden = state.seed === lesson.seed;
    if (isBase()) {
      jurisim.tell(`The grey rules: ${state.outcome.name} ${amount(last(state.grey, "base"), state.outcome.unit)}. Change a rule.`);
    }
  };

  const reveal = async () => {
    const guess = byId("predict").hidden ? null : state.guesses[state.outcome.id];
    leave();
    const stop = (state.stop = new AbortController());
    state.months = [];
    try {
      const { id, done } = await play(state.levers, (month, start) => {
        state.labels.yours = start.yours;
        state.months.push(month);
        draw();
      }, stop, async (id) => {
        if (guess !== null && guess !== undefined) await engine.guess(id, state.outcome.id, guess);
      });
      if (state.stop !== stop) return;
      Object.assign(state, { id, done });
      showDone();
    } catch (error) {
      failed(error);
    }
  };

  const showDone = () => {
    const { done } = state;
    state.labels = { base: greyName(done.base.label), yours: done.yours.label };
    draw();
    byId("sentences").replaceChildren(...done.sentences.map((words) => element("li", {}, words)));
    byId("result").hidden = false;
    byId("worlds-button").hidden = false;
    byId("dice").hidden = false;
    byId("first-world").hidden = state.seed === lesson.seed;
    jurisim.totals(lesson, done, lookAt);
    byId("people").hidden = false;
    jurisim.people(done.people, openStory);
    jurisim.charts(done);
    jurisim.hood(done);
    showGuesses();
    jurisim.tell(`Done. ${done.sentences.join(" ")}`);
  };

  const lookAt = (outcome) => {
    state.outcome = outcome;
    writeAddress();
    showOutcome();
    byId("picture").focus({ preventScroll: true });
    byId("picture").scrollIntoView({ block: "start" });
  };
  const openStory = async (person, dot) => {
    document.querySelectorAll('.dots [aria-pressed="true"]').forEach((other) => other.setAttribute("aria-pressed", "false"));
    dot.setAttribute("aria-pressed", "true");
    const { id, labels } = state;
    try {
      const story = await engine.person(id, person.n);
      if (state.id === id) jurisim.story(story, labels);
    } catch (error) {
      failed(error);
    }
  };

  // ---- a hundred worlds

  const drawWorlds = () => {
    const { outcome, worlds, spread } = state;
    const inWords = spread
      ? `${outcome.name}: ${spread.outcomes.find((one) => one.id === outcome.id).words}`
      : `${worlds.length} of 100 worlds`;
    jurisim.worldsPicture(byId("worlds-drawing"), { outcome, worlds, isOver: Boolean(spread), inWords });
    byId("worlds-words").textContent = inWords;
    return inWords;
  };
  // Worlds that were kept come all at once: one picture for each that the screen shows.
  let isDue = false;
  const drawLater = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      if (state.worlds.length) drawWorlds();
    });
  };
  byId("worlds-button").addEventListener("click", async () => {
    byId("worlds").hidden = false;
    byId("h-worlds").focus({ preventScroll: true });
    byId("worlds").scrollIntoView({ block: "nearest" });
    if (state.spread) return;
    state.stopWorlds?.abort();
    const stop = (state.stopWorlds = new AbortController());
    state.worlds = [];
    drawWorlds();
    try {
      await engine.worlds(state.id, (name, told) => {
        if (state.stopWorlds !== stop) return;
        if (name === "world") state.worlds.push(told);
        if (name === "done") state.spread = told;
        drawLater();
      }, stop.signal);
      if (state.stopWorlds !== stop) return;
      jurisim.tell(drawWorlds());
    } catch (error) {
      failed(error);
    }
  });

  // ---- what can be changed

  const changed = async () => {
    writeAddress();
    state.guesses = {};
    leave();
    if (!state.grey.length || state.grey.length < lesson.months.length) {
      try {
        await drawGrey();
      } catch (error) {
        return failed(error);
      }
      leave();
    }
    draw();
    if (isBase()) {
      byId("dice").hidden = false;
      byId("first-world").hidden = state.seed === lesson.seed;
    } else if (byId("predict-first").checked) {
      offerGuess();
    } else {
      await reveal();
    }
  };
  let later = null;
  const setLevers = jurisim.levers(byId("levers"), lesson, state.levers, (id, value) => {
    state.levers[id] = value;
    // What runs for other rules is of no use any more.
    state.stop?.abort();
    clearTimeout(later);
    later = setTimeout(changed, 150);
  });
  byId("reset").addEventListener("click", () => {
    state.levers = { ...baseLevers };
    setLevers(state.levers);
    changed();
  });
  byId("predict-first").addEventListener("change", () => {
    if (!byId("predict-first").checked && !byId("predict").hidden) reveal();
  });
  byId("reveal").addEventListener("click", async () => {
    byId("picture").focus({ preventScroll: true });
    await reveal();
  });
  const otherWorld = async (seed) => {
    state.seed = seed;
    state.guesses = {};
    writeAddress();
    try {
      await drawGrey();
      // The rules are known by now: another world is shown at once.
      if (!isBase()) await reveal();
    } catch (error) {
      failed(error);
    }
  };
  byId("dice").addEventListener("click", () => otherWorld(state.seed >= lesson.most_seed ? 1 : state.seed + 1));
  byId("first-world").addEventListener("click", () => otherWorld(lesson.seed));
  byId("outcome").append(...lesson.outcomes.map((one) => element("option", { value: one.id }, one.name)));
  byId("outcome").addEventListener("change", () => {
    state.outcome = lesson.outcomes.find((one) => one.id === byId("outcome").value);
    writeAddress();
    showOutcome();
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    draw();
    if (state.worlds.length) drawWorlds();
  });

  addEventListener("hashchange", () => {
    const seed = state.seed;
    readAddress();
    setLevers(state.levers);
    showOutcome();
    if (state.seed === seed) changed();
    else otherWorld(state.seed);
  });

  // ---- begin

  byId("title").textContent = lesson.title;
  byId("place").textContent =
    `A made-up county of ${number(lesson.residents)} residents, ${number(lesson.unauthorised)} of them without status. ` +
    `Simulated month by month, from ${monthName(lesson.months[0])} to ${monthName(lesson.months[lesson.months.length - 1])}.`;
  const both = (lesson.world ?? []).map(jurisim.behind).filter(Boolean);
  byId("both").append(...both);
  byId("both").hidden = !both.length;
  if (lesson.synthetic) byId("synthetic").textContent = lesson.synthetic;
  // Shown to the machine of the server only, which has them.
  if (jurisim.isServed && ["127.0.0.1", "localhost"].includes(location.hostname)) {
    byId("runs").append(element("a", { href: "/runs" }, "Finished runs on this machine"));
  }
  readAddress();
  setLevers(state.levers);
  showOutcome();
  try {
    await drawGrey();
    if (!isBase()) await changed();
  } catch (error) {
    failed(error);
  }
})();

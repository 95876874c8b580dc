// What is set, in the address of the page: whoever gets it sees the same picture.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;

  // Settings that are possible; whatever makes no sense is passed over.
  const setting = (lever, text) => {
    if (lever.kind === "choice") return lever.options.some((option) => option.value === text) ? text : undefined;
    if (lever.kind === "switch") return { yes: true, no: false }[text];
    const value = Number(text);
    const isOne = /^\d{1,9}$/.test(text) && value >= lever.min && value <= lever.max && value % lever.step === 0;
    return isOne ? value : undefined;
  };
  const written = (value) => (value === true ? "yes" : value === false ? "no" : String(value));

  jurisim.readAddress = (lesson, otherwise) => {
    const levers = Object.fromEntries(lesson.levers.map((lever) => [lever.id, lever.base]));
    let [seed, outcome] = [lesson.seed, otherwise];
    for (const part of location.hash.slice(1).split("&")) {
      const [name, text = ""] = part.split("=");
      const lever = lesson.levers.find((lever) => lever.id === name);
      const value = lever ? setting(lever, text) : undefined;
      if (value !== undefined) levers[name] = value;
      if (name === "seed" && /^\d{1,16}$/.test(text) && Number(text) <= lesson.most_seed) seed = Number(text);
      if (name === "see") outcome = lesson.outcomes.find((one) => one.id === text) ?? outcome;
    }
    return { levers, seed, outcome };
  };

  jurisim.writeAddress = (lesson, { levers, seed, outcome }) => {
    const parts = lesson.levers
      .filter((lever) => levers[lever.id] !== lever.base)
      .map((lever) => `${lever.id}=${written(levers[lever.id])}`);
    if (seed !== lesson.seed) parts.push(`seed=${seed}`);
    if (outcome !== lesson.outcomes[0]) parts.push(`see=${outcome.id}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname);
  };
})();

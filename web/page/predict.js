// Guess first, then see; and what the class guessed, beside the result.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;
  const { byId, element, drawn, number, amount, ticks } = jurisim;

  // Offers a guess about an outcome; `moved` hears every move of it.
  jurisim.askGuess = (outcome, grey, start, moved) => {
    const slider = byId("guess");
    const isShare = outcome.unit.startsWith("%");
    const marks = ticks(0, Math.max(2 * grey, 10), 5);
    const top = isShare ? Math.min(100, marks[marks.length - 1]) : marks[marks.length - 1];
    slider.min = 0;
    slider.max = top;
    // People are counted whole.
    slider.step = isShare ? top / 100 : top > 2000 ? 10 : 1;
    slider.value = start ?? grey;
    const when = outcome.sums ? "in the whole year" : "in the last month";
    byId("guess-words").textContent =
      `${outcome.name}: grey ends at ${amount(grey, outcome.unit)} ${when}. Where will your rules end?`;
    const show = () => {
      const value = Number(slider.value);
      byId("guess-value").textContent = number(value);
      slider.setAttribute("aria-valuetext", amount(value, outcome.unit));
      moved(value);
    };
    slider.oninput = show;
    show();
    byId("predict").hidden = false;
  };

  // The guesses of the class as dots on the outcome's scale, the result and grey as lines.
  jurisim.showGuesses = (place, { outcome, guesses, mine, grey, yours }) => {
    const all = guesses.length ? guesses : mine === null ? [] : [mine];
    place.hidden = !all.length;
    if (!all.length) return;
    const width = Math.max(280, Math.min(860, place.clientWidth || place.parentElement.clientWidth || 600));
    const marks = ticks(0, Math.max(...all, grey, yours, 1), 5);
    const [low, high] = [marks[0], marks[marks.length - 1]];
    const x = (value) => 24 + ((value - low) / (high - low)) * (width - 48);
    const piles = new Map();
    const bin = (value) => Math.round(x(value) / 11);
    all.forEach((value) => piles.set(bin(value), (piles.get(bin(value)) ?? 0) + 1));
    const tallest = Math.max(...piles.values());
    const step = Math.min(11, 110 / tallest);
    const floor = 40 + Math.max(40, tallest * step);
    const words = inWords(outcome, all, guesses.length > 0, grey, yours);
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${floor + 28}`, role: "img", "aria-label": words });
    svg.append(drawn("line", { class: "axis", x1: x(low), x2: x(high), y1: floor, y2: floor }));
    marks.forEach((mark) => svg.append(drawn("text", { x: x(mark), y: floor + 18, "text-anchor": "middle" }, number(mark))));
    const seen = new Map();
    let isMineShown = false;
    for (const value of all) {
      const pile = bin(value);
      const nth = seen.get(pile) ?? 0;
      seen.set(pile, nth + 1);
      const isMine = !isMineShown && value === mine;
      isMineShown ||= isMine;
      svg.append(drawn("circle", { class: isMine ? "guess mine" : "guess", cx: x(value), cy: floor - 6 - nth * step, r: 4.2 }));
    }
    const lines = [["base", "of-base", `grey ${number(grey)}`, grey], ["yours", "of-yours", `result ${number(yours)}`, yours]];
    const labels = lines.map(([kind, of, text, value], at) => ({ kind, of, text, value, y: 12 + 15 * at }));
    for (const { kind, of, text, value, y } of labels) {
      svg.append(drawn("line", { class: kind, x1: x(value), x2: x(value), y1: y + 4, y2: floor }));
      const isRight = x(value) > width / 2;
      svg.append(drawn("text", { class: `label ${of}`, x: x(value) + (isRight ? -6 : 6), y, "text-anchor": isRight ? "end" : "start" }, text));
    }
    const title = guesses.length ? "The class’s guesses" : "Your guess";
    place.replaceChildren(
      element("h4", {}, title),
      element("div", { class: "drawing" }, svg),
      element("p", { class: "note" }, words),
    );
  };

  const inWords = (outcome, all, isClass, grey, yours) => {
    const about = `${outcome.name}: grey ${number(grey)}, result ${number(yours)}.`;
    if (!isClass) return `${about} You guessed ${number(all[0])}.`;
    if (all.length === 1) return `${about} One guess so far: ${number(all[0])}.`;
    const sorted = [...all].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)];
    const near = sorted.filter((value) => Math.sign(value - grey) === Math.sign(yours - grey)).length;
    return `${about} ${all.length} guesses from ${number(sorted[0])} to ${number(sorted[sorted.length - 1])}, the middle one ${number(middle)}; ${near} have the direction right.`;
  };
})();

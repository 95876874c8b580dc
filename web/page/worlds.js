// A hundred worlds: one line and one dot each, then the band in which most of them lie.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;
  const { drawn, number, ticks } = jurisim;

  const quantile = (values, share) => {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (sorted.length - 1) * share;
    const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
    return low + (high - low) * (at - Math.floor(at));
  };

  // The lines of all worlds, grey and yours; when all are there, the middle eighty of each as a band.
  const lines = (svg, { outcome, worlds, isOver }, width, top, height) => {
    const room = { left: 46, right: 16 };
    const of = (world, arm) => {
      const line = world.lines.find((one) => one.id === outcome.id)[arm];
      return outcome.sums ? [0, ...line] : line;
    };
    const all = { base: worlds.map((world) => of(world, "base")), yours: worlds.map((world) => of(world, "yours")) };
    const marks = ticks(0, Math.max(1, ...all.base.flat(), ...all.yours.flat()), 4);
    const months = all.base[0] ? all.base[0].length - 1 : 12;
    const x = (at) => room.left + (at / months) * (width - room.left - room.right);
    const y = (value) => top + height - (value / marks[marks.length - 1]) * height;
    for (const mark of marks) {
      svg.append(drawn("line", { class: mark === 0 ? "axis" : "grid", x1: x(0), x2: x(months), y1: y(mark), y2: y(mark) }));
      svg.append(drawn("text", { x: room.left - 7, y: y(mark) + 4, "text-anchor": "end" }, number(mark)));
    }
    const path = (line) => line.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    for (const arm of ["base", "yours"]) {
      for (const line of all[arm]) svg.append(drawn("path", { class: `thin ${arm}`, d: path(line) }));
      if (!isOver) continue;
      const edge = (share) => all[arm][0].map((_, at) => quantile(all[arm].map((line) => line[at]), share));
      const [low, high] = [edge(0.1), edge(0.9)];
      const back = low.map((value, at) => `L${x(at).toFixed(1)} ${y(value).toFixed(1)}`).reverse().join("");
      svg.append(drawn("path", { class: `band-${arm}`, d: `${path(high)}${back}Z` }));
      svg.append(drawn("path", { class: arm, d: path(edge(0.5)) }));
    }
  };

  // Yours minus grey, a dot for each world.
  const dots = (svg, { outcome, worlds, isOver }, width, top) => {
    const values = worlds.map((world) => world.totals.find((one) => one.id === outcome.id).difference);
    const marks = ticks(Math.min(...values, 0), Math.max(...values, 0.5), 6);
    const x = (value) => 24 + ((value - marks[0]) / (marks[marks.length - 1] - marks[0])) * (width - 48);
    const bin = (value) => Math.round(x(value) / 7);
    const piles = new Map();
    values.forEach((value) => piles.set(bin(value), (piles.get(bin(value)) ?? 0) + 1));
    const tallest = Math.max(1, ...piles.values());
    const step = Math.min(6.4, 120 / tallest);
    const floor = top + 8 + Math.max(36, tallest * step + 6);
    svg.append(drawn("text", { class: "label of-yours", x: 16, y: top }, "Yours minus grey, world by world"));
    if (isOver) {
      const [low, high] = [quantile(values, 0.1), quantile(values, 0.9)];
      svg.append(drawn("rect", { class: "band-yours", x: x(low) - 3, width: x(high) - x(low) + 6, y: top + 8, height: floor - top - 8 }));
    }
    svg.append(drawn("line", { class: "zero", x1: x(0), x2: x(0), y1: top + 8, y2: floor }));
    const seen = new Map();
    for (const value of values) {
      const nth = seen.get(bin(value)) ?? 0;
      seen.set(bin(value), nth + 1);
      svg.append(drawn("circle", { class: "dot-yours", cx: x(value), cy: floor - 4 - nth * step, r: 3 }));
    }
    svg.append(drawn("line", { class: "axis", x1: x(marks[0]), x2: x(marks[marks.length - 1]), y1: floor, y2: floor }));
    marks.forEach((mark) => svg.append(drawn("text", { x: x(mark), y: floor + 16, "text-anchor": "middle" }, number(mark))));
    return floor + 24;
  };

  // `told` are the words of all worlds together, once they are over.
  jurisim.worldsPicture = (place, what) => {
    const width = Math.max(280, Math.min(900, place.clientWidth || 640));
    const height = width < 460 ? 190 : 250;
    const svg = drawn("svg", { role: "img", "aria-label": what.inWords });
    svg.append(drawn("text", { class: "label of-base", x: 16, y: 14 }, "Grey"));
    svg.append(drawn("text", { class: "label of-yours", x: 60, y: 14 }, "Yours"));
    lines(svg, what, width, 26, height);
    const end = dots(svg, what, width, 26 + height + 34);
    svg.setAttribute("viewBox", `0 0 ${width} ${Math.ceil(end)}`);
    place.replaceChildren(svg);
  };
})();

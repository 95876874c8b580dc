// Words, numbers and elements. Text is always text: nothing here makes markup of a string.
"use strict";
(() => {
  const jurisim = (globalThis.jurisim = {});
  const SVG = "http://www.w3.org/2000/svg";

  const fill = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  jurisim.element = (tag, attributes = {}, ...children) =>
    fill(document.createElement(tag), attributes, children);
  jurisim.drawn = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS(SVG, tag), attributes, children);
  jurisim.byId = (id) => document.getElementById(id);

  // Thousands apart by a thin space, a true minus, no decimals where there are none.
  jurisim.number = (value) => {
    const size = Math.abs(value);
    const decimals = Number.isInteger(value) || size >= 1000 ? 0 : size < 10 ? 2 : 1;
    const [whole, rest] = size.toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
    const part = rest && /[1-9]/.test(rest) ? "." + rest.replace(/0+$/, "") : "";
    return (value < 0 && (grouped !== "0" || part) ? "\u2212" : "") + grouped + part;
  };
  jurisim.signed = (value) => (value > 0 ? "+" : "") + jurisim.number(value);
  jurisim.amount = (value, unit) =>
    unit && unit.startsWith("%") ? jurisim.number(value) + "\u202f" + unit : jurisim.number(value) + " " + unit;

  // Steps of an axis from `low` to `high` that people can read: 1, 2 or 5 times a power of ten.
  jurisim.ticks = (low, high, most) => {
    const rough = Math.max(high - low, 1e-9) / most;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((part) => part * power).find((step) => step >= rough);
    const ticks = [];
    for (let tick = Math.floor(low / step); tick * step < high + step * 0.999; tick += 1) {
      ticks.push(Number((tick * step).toPrecision(12)));
    }
    return ticks;
  };

  // For those who listen.
  jurisim.tell = (words) => {
    jurisim.byId("told").textContent = words;
  };
  jurisim.alert = (words) => {
    const alert = jurisim.byId("alert");
    alert.textContent = words;
    alert.hidden = !words;
  };
})();

// The growing picture: one outcome, month by month, grey and colour.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;
  const { drawn, number, ticks } = jurisim;
  const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  // Counts grow from nothing; a level is drawn as it is in each month.
  const points = (outcome, months, arm) => {
    const values = months.map((month) => {
      const told = month.outcomes.find((one) => one.id === outcome.id)[arm];
      return outcome.sums ? told.total : told.month;
    });
    return outcome.sums ? [0, ...values] : values;
  };

  const path = (values, x, y) =>
    values.map((value, at) => `${at ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");

  // `grey` and `yours` are months as told; `guess` a number or null.
  jurisim.picture = (place, { outcome, calendar, grey, yours, guess, inWords }) => {
    const width = Math.max(280, Math.min(860, place.clientWidth || 640));
    const height = width < 460 ? 260 : 320;
    const room = { left: 46, right: width < 460 ? 78 : 104, top: 14, bottom: 30 };
    const base = points(outcome, grey, "base");
    const own = yours ? points(outcome, yours, "yours") : [];
    const known = [...base, ...own, guess ?? 0];
    const marks = ticks(0, Math.max(...known, 1), width < 460 ? 4 : 5);
    const top = marks[marks.length - 1];
    const steps = outcome.sums ? calendar.length : Math.max(1, calendar.length - 1);
    const x = (at) => room.left + (at / steps) * (width - room.left - room.right);
    const y = (value) => height - room.bottom - (value / top) * (height - room.top - room.bottom);

    const svg = drawn("svg", {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": inWords,
    });
    for (const mark of marks) {
      svg.append(drawn("line", { class: mark === 0 ? "axis" : "grid", x1: x(0), x2: x(steps), y1: y(mark), y2: y(mark) }));
      svg.append(drawn("text", { x: room.left - 7, y: y(mark) + 4, "text-anchor": "end" }, number(mark)));
    }
    const every = width < 460 ? 3 : 2;
    calendar.forEach((month, at) => {
      if (at % every) return;
      const middle = outcome.sums ? x(at + 0.5) : x(at);
      const name = NAMES[Number(month.slice(5)) - 1];
      svg.append(drawn("text", { x: middle, y: height - 9, "text-anchor": "middle" }, name));
    });
    const label = (kind, words, value, at) => ({ kind, words, at, y: y(value) + 4 });
    const labels = [];
    if (base.length > 1) {
      svg.append(drawn("path", { class: "base", d: path(base, x, y) }));
      const last = base.length - 1;
      labels.push(label("of-base", `grey ${number(base[last])}`, base[last], x(last)));
    }
    if (own.length > (outcome.sums ? 1 : 0)) {
      const last = own.length - 1;
      svg.append(drawn("path", { class: "yours", d: path(own, x, y) }));
      svg.append(drawn("circle", { class: "dot-yours", cx: x(last), cy: y(own[last]), r: 4 }));
      labels.push(label("of-yours", `yours ${number(own[last])}`, own[last], x(last)));
    }
    if (guess !== null && guess !== undefined) {
      const [middle, high] = [x(steps), y(guess)];
      svg.append(drawn("path", { class: "guess", d: `M${middle} ${high - 7}l7 7l-7 7l-7 -7z` }));
      labels.push(label("of-guess", `guess ${number(guess)}`, guess, x(steps)));
    }
    apart(labels, 16, room.top + 8, height - room.bottom);
    for (const { kind, words, at, y: line } of labels) {
      svg.append(drawn("text", { class: `label ${kind}`, x: at + (kind === "of-guess" ? 13 : 10), y: line }, words));
    }
    place.replaceChildren(svg);
  };

  // Labels that would lie on each other move apart, in their order.
  const apart = (labels, gap, top, bottom) => {
    labels.sort((a, b) => a.y - b.y);
    for (let at = 1; at < labels.length; at += 1) {
      labels[at].y = Math.max(labels[at].y, labels[at - 1].y + gap);
    }
    const over = labels.length ? labels[labels.length - 1].y - bottom : 0;
    if (over > 0) {
      labels[labels.length - 1].y -= over;
      for (let at = labels.length - 2; at >= 0; at -= 1) {
        labels[at].y = Math.min(labels[at].y, labels[at + 1].y - gap);
      }
    }
  };
  jurisim.apart = apart;
})();

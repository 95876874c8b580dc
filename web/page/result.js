// What came of a click, beside the picture: the table of all that is counted, the charts of the report, and the
// record by which it can be made again.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;
  const { byId, element, number, signed } = jurisim;
  let shown = null;

  const row = (total, outcome, look) => {
    const button = element("button", { type: "button" }, outcome.name);
    button.addEventListener("click", () => look(outcome));
    const change = total.difference === 0 ? "same" : signed(total.difference);
    return element("tr", {},
      element("th", { scope: "row" }, button, element("span", { class: "quiet" }, ` ${outcome.unit}`)),
      ...[number(total.base), number(total.yours), change].map((text) => element("td", { class: "number" }, text)));
  };

  // Outcomes of one concern stand together. `look` is told which one somebody wants to see.
  jurisim.totals = (lesson, done, look) => {
    const all = done.totals.map((total) => [total, lesson.outcomes.find((one) => one.id === total.id)]);
    const headings = [...new Set(all.map(([, outcome]) => outcome.heading))];
    const rows = headings.flatMap((heading) => [
      element("tr", { class: "group" }, element("th", { colspan: 4, scope: "rowgroup" }, heading)),
      ...all.filter(([, outcome]) => outcome.heading === heading).map(([total, outcome]) => row(total, outcome, look)),
    ]);
    byId("totals").replaceChildren(
      element("thead", {}, element("tr", {},
        element("th", { scope: "col" }, "What"),
        ...["Grey", "Yours", "Change"].map((name) => element("th", { scope: "col", class: "number" }, name)))),
      element("tbody", {}, ...rows));
    byId("counted").hidden = false;
  };

  jurisim.charts = (done) => {
    shown = done;
    byId("charts").hidden = !done.charts.length;
    byId("charts-more").open = false;
    byId("charts-list").replaceChildren();
  };
  // Drawn when somebody looks: they are large.
  byId("charts-more").addEventListener("toggle", () => {
    if (!byId("charts-more").open || !shown || byId("charts-list").children.length) return;
    const image = (svg, kind, alt) =>
      element("img", { class: kind, alt, src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` });
    byId("charts-list").append(...shown.charts.map((chart) =>
      element("figure", {},
        element("h3", {}, chart.title),
        element("p", { class: "takeaway" }, chart.says),
        element("div", { class: "chart" }, image(chart.wide, "wide", chart.alt), image(chart.narrow, "narrow", chart.alt)),
        element("figcaption", {}, chart.caption))));
  });

  jurisim.hood = (done) => {
    shown = done;
    const line = (name, value) => [element("dt", {}, name), element("dd", {}, element("code", {}, value))];
    byId("record").replaceChildren(
      ...line("Command", `jurisim run classroom.toml --seed ${done.seed} --replicates 1`),
      ...line("Engine", `jurisim ${done.engine}`),
      ...line("Seed", String(done.seed)),
      ...line("Content hash, grey", done.base.hash),
      ...line("Content hash, yours", done.yours.hash),
      ...line("Events, grey and yours", `${number(done.base.events)}, ${number(done.yours.events)}`),
      ...line("First difference", done.parted ?? "none"));
    byId("scenario").textContent = done.scenario;
    byId("hood").hidden = false;
  };
  byId("download").addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([shown.scenario], { type: "text/plain" }));
    element("a", { href: address, download: "classroom.toml" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
})();

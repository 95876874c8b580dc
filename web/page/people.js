// Dots to tap: synthetic people, and one person's year told twice.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;
  const { byId, element } = jurisim;

  const ended = (arm) => (arm ? arm.words : "Nothing happened");

  // People in groups by what became of them in both worlds; those who end otherwise first, then those who come to
  // the same end on another way, larger groups first.
  const groups = (people) => {
    const found = new Map();
    for (const person of people) {
      const key = JSON.stringify([person.differs, ended(person.base), ended(person.yours)]);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(person);
    }
    const size = ([key, members]) => {
      const [differs, base, yours] = JSON.parse(key);
      return (differs ? 1e6 : 0) + (base === yours ? 0 : 1e5) + members.length;
    };
    return [...found].sort((a, b) => size(b) - size(a));
  };

  const FIRST = 60;

  const group = (key, members, open) => {
    const [differs, base, yours] = JSON.parse(key);
    const heading = base === yours
      ? element("h3", {}, element("b", {}, String(members.length)), differs ? ` · in both worlds in the end: ${base}, but on another way` : ` · in both worlds: ${base}`)
      : element("h3", {}, element("b", {}, String(members.length)), ` · grey: ${base} · yours: ${yours}`);
    const dots = element("div", { class: differs ? "dots differ" : "dots", role: "group", "aria-label": heading.textContent });
    const add = (person, isFirst) => {
      const dot = element("button", {
        type: "button", tabindex: isFirst ? "0" : "-1", "aria-pressed": "false",
        "aria-label": `${person.name}, ${person.district}. Grey: ${ended(person.base)}. Yours: ${ended(person.yours)}.`,
        title: person.name,
      });
      dot.addEventListener("click", () => open(person, dot));
      dots.append(dot);
    };
    members.slice(0, FIRST).forEach((person, at) => add(person, at === 0));
    // One stop for the Tab key; arrows go from dot to dot.
    dots.addEventListener("keydown", (event) => {
      const all = [...dots.children];
      const at = all.indexOf(document.activeElement);
      const row = Math.max(1, Math.floor(dots.clientWidth / 24));
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row, Home: -at, End: all.length - 1 - at }[event.key];
      const next = step === undefined ? undefined : all[at + step];
      if (!next) return;
      event.preventDefault();
      all[at].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
    const part = element("div", { class: "group-of-dots" }, heading, dots);
    if (members.length > FIRST) {
      const more = element("button", { type: "button" }, `Show ${members.length - FIRST} more`);
      more.addEventListener("click", () => {
        members.slice(FIRST).forEach((person) => add(person, false));
        more.remove();
        dots.children[FIRST].focus();
      });
      part.append(more);
    }
    return part;
  };

  jurisim.people = (people, open) => {
    const all = groups(people);
    const parts = all.map(([key, members]) => [JSON.parse(key)[0], group(key, members, open)]);
    const differ = parts.filter(([differs]) => differs).map(([, part]) => part);
    const same = parts.filter(([differs]) => !differs).map(([, part]) => part);
    const count = people.filter((person) => person.differs).length;
    const words = count
      ? `${count} of ${people.length} people live another year under your rules than under the grey ones.`
      : `All ${people.length} people live the same year in both worlds.`;
    byId("dots").replaceChildren(
      element("p", { class: "takeaway" }, words),
      ...differ,
      element("details", { open: differ.length === 0 }, element("summary", {}, `${people.length - count} people for whom nothing changes`), ...same),
    );
  };

  const law = (told) => {
    if (!told) return null;
    const section = told.section ? `, ${told.section}` : "";
    return element("span", { class: "law" }, `Law: ${told.title ?? told.policy}${section}${told.says ? `: ${told.says}` : ""}`);
  };
  const chain = (events) =>
    element("ol", { class: "chain" },
      ...events.map((event) => element("li", {}, element("span", { class: "when" }, event.when), event.words, law(event.law))));
  // A long past is folded away, so that the parting is near its heading.
  const NEAR = 4;
  const past = (events) => {
    const early = events.slice(0, events.length > NEAR + 2 ? -NEAR : 0);
    const folded = element("details", {}, element("summary", {}, `${early.length} earlier events`), chain(early));
    return [early.length ? folded : "", chain(events.slice(early.length))];
  };
  const arm = (kind, name, events, isSame) =>
    element("div", {},
      element("h4", { class: kind }, name),
      events.length ? chain(events) : element("p", {}, isSame ? "The same." : "Nothing more happened this year."));

  jurisim.story = (story, labels) => {
    const isSame = !story.base.length && !story.yours.length;
    const heading = element("h3", { id: "h-story", tabindex: "-1" }, `${story.name}. ${story.synthetic}`);
    const place = byId("story");
    place.replaceChildren(
      heading,
      element("p", {}, story.about),
      story.shared.length ? element("h4", {}, isSame ? "In both worlds" : "Until here the same in both worlds") : "",
      ...(story.shared.length ? past(story.shared) : []),
      element("p", { class: "parting" }, story.parting),
      isSame ? "" : element("div", { class: "arms" },
        arm("of-base", labels.base, story.base, isSame),
        arm("of-yours", labels.yours, story.yours, isSame)),
    );
    place.hidden = false;
    heading.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };
})();

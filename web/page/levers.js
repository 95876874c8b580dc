// The rules that can be changed, as the lesson names them.
"use strict";
(() => {
  const jurisim = globalThis.jurisim;
  const { element, amount, number } = jurisim;

  const shown = (lever, value) => {
    if (lever.kind === "choice") return lever.options.find((option) => option.value === value)?.words ?? value;
    if (lever.kind === "switch") return value ? "yes" : "no";
    return amount(value, lever.unit);
  };

  // What stands behind a setting: the policy's file, its rules and their sources.
  const behind = (stands) => {
    if (!stands || !stands.policy) return null;
    const rules = (stands.rules ?? []).map((rule) =>
      element("li", {}, `${rule.words}: ${rule.says} (${rule.section})`),
    );
    const dials = (stands.dials ?? []).map((dial) =>
      element("li", {}, `${dial.words}: ${number(dial.value)} ${dial.unit} (${dial.source})`),
    );
    const sources = (stands.sources ?? []).map((source) => element("li", {}, source));
    return element(
      "div",
      { class: "law" },
      element("p", {}, stands.title ? `${stands.title} (${stands.level}), in the files of the program: ` : "In the files of the program: ", element("code", {}, stands.policy)),
      stands.summary ? element("p", {}, stands.summary) : null,
      rules.length + dials.length ? element("ul", {}, ...rules, ...dials) : null,
      sources.length ? element("p", {}, "Source:") : null,
      sources.length ? element("ul", {}, ...sources) : null,
    );
  };
  const explained = (lever) => {
    const stands = lever.kind === "choice" ? lever.options.flatMap((option) => option.stands_for) : lever.stands_for;
    const parts = (stands ?? []).map(behind).filter(Boolean);
    if (!parts.length) return null;
    return element("details", {}, element("summary", {}, "What this is in law"), ...parts);
  };

  jurisim.behind = behind;

  const makers = {
    choice: (lever, value, changed) => {
      const field = element("fieldset", { class: "lever", "data-lever": lever.id });
      const legend = element("legend", {}, lever.words);
      field.append(legend);
      const inputs = lever.options.map((option) => {
        const input = element("input", { type: "radio", name: lever.id, value: option.value });
        input.checked = option.value === value;
        input.addEventListener("change", () => changed(option.value));
        const grey = option.value === lever.base ? element("span", { class: "quiet" }, " (grey)") : null;
        field.append(element("label", { class: "option" }, input, element("span", {}, option.words, grey)));
        return input;
      });
      return { field, set: (value) => inputs.forEach((input) => { input.checked = input.value === value; }) };
    },
    switch: (lever, value, changed) => {
      const input = element("input", { type: "checkbox", role: "switch", id: `lever-${lever.id}` });
      input.checked = value;
      input.addEventListener("change", () => changed(input.checked));
      const label = element("label", { class: "option" }, input, element("span", {}, lever.words));
      const field = element("div", { class: "lever", "data-lever": lever.id }, label);
      return { field, set: (value) => { input.checked = value; } };
    },
    slider: (lever, value, changed) => {
      const id = `lever-${lever.id}`;
      const input = element("input", { type: "range", id, min: lever.min, max: lever.max, step: lever.step });
      const output = element("output", { for: id });
      const show = () => {
        output.textContent = shown(lever, Number(input.value));
        input.setAttribute("aria-valuetext", output.textContent);
      };
      const set = (value) => { input.value = value; show(); };
      set(value);
      input.addEventListener("input", () => { show(); changed(Number(input.value)); });
      const field = element("div", { class: "lever", "data-lever": lever.id },
        element("label", { class: "name", for: id }, lever.words),
        element("p", { class: "slide" }, input, output),
        element("p", { class: "ends" }, `grey: ${shown(lever, lever.base)}`));
      return { field, set };
    },
  };

  // Fills the form; `changed` hears of every change. Gives a way to set all of them.
  jurisim.levers = (form, lesson, values, changed) => {
    const made = lesson.levers.map((lever) => {
      const { field, set } = makers[lever.kind](lever, values[lever.id], (value) => changed(lever.id, value));
      const more = explained(lever);
      if (more) field.append(more);
      form.append(field);
      return { lever, set };
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    return (values) => made.forEach(({ lever, set }) => set(values[lever.id]));
  };
})();

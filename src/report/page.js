// Copy buttons. Everything else on the page works without a script.
"use strict";
(() => {
  const csv = JSON.parse(document.getElementById("data").textContent);
  const told = document.getElementById("told");
  const text = (button) =>
    button.dataset.csv ? csv[button.dataset.csv] : document.getElementById(button.dataset.from).textContent;
  // Pages opened from a disk may not use the clipboard directly in every browser.
  const byHand = (words) => {
    const box = document.createElement("textarea");
    box.value = words;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  };
  const copy = (words) =>
    navigator.clipboard ? navigator.clipboard.writeText(words).catch(() => byHand(words)) : byHand(words);
  for (const button of document.querySelectorAll("button.copy")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      const say = (words) => {
        button.textContent = words;
        told.textContent = words;
        setTimeout(() => { button.textContent = label; }, 2000);
      };
      copy(text(button)).then(() => say("Copied"), () => say("Could not copy"));
      button.focus();
    });
  }
})();

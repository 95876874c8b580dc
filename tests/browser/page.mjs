// The classroom's page in a real browser: what a class does with it, by mouse, by keyboard, on a phone and
// from a file without any network. Run by tests/browser.rs with ADDRESS, LESSON (a file, or empty),
// CHROMIUM, and SHOTS (a folder for pictures, or empty).
import { chromium } from "playwright-core";
import assert from "node:assert/strict";

const { ADDRESS, LESSON, CHROMIUM, SHOTS } = process.env;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });

// A page that tells on whatever goes wrong in it, and on whatever it asks of others.
const open = async (address, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address.split("#")[0]) && !/^(data|blob):/.test(url)) wrong.push(`asked for ${url}`);
  });
  page.on("requestfailed", (request) => {
    // A run that nobody watches any more is left on purpose.
    if (!/\/(run|live|worlds)$/.test(request.url())) wrong.push(`failed: ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForFunction(() => ["dice", "predict"].some((id) => !document.getElementById(id).hidden));
  return { page, context, wrong };
};
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const text = (page, id) => page.locator(`#${id}`).textContent();
const isDone = (page) => page.waitForFunction(() => !document.getElementById("result").hidden, null, { timeout: 60000 });

// The whole lesson: change, guess, see, a person, a hundred worlds.
const lesson = async (page, { isServed }) => {
  assert.match(await text(page, "synthetic"), /synthetic/i);
  await page.getByRole("radio").nth(1).check();
  await page.locator("#predict").waitFor();
  assert.equal(await page.locator("#result").isVisible(), false, "nothing is shown before the guess");
  const guess = page.locator("#guess");
  await guess.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  const guessed = await text(page, "guess-value");
  await page.locator("#reveal").click();
  await isDone(page);
  assert.ok((await page.locator("#growing svg path.yours").count()) === 1, "a line in colour");
  assert.ok((await page.locator("#growing svg path.base").count()) === 1, "a line in grey");
  assert.ok((await page.locator("#sentences li").count()) > 0);
  assert.ok((await page.locator("#totals tbody td").count()) > 10);
  const guesses = page.locator("#guesses");
  await guesses.waitFor();
  if (isServed) await page.waitForFunction(() => /class/.test(document.getElementById("guesses").textContent));
  assert.ok((await guesses.textContent()).includes(guessed), `${guessed} in ${await guesses.textContent()}`);
  const hash = (await text(page, "record")).match(/[0-9a-f]{64}/g);
  assert.equal(hash.length, 2);

  // A person, by tap.
  const dot = page.locator("#dots .dots.differ button").first();
  await dot.click();
  await page.locator("#story").waitFor();
  assert.match(await text(page, "story"), /synthetic/i);
  assert.equal(await page.locator("#story .arms > div").count(), 2, "both worlds side by side");
  assert.equal(await page.evaluate(() => document.activeElement.id), "h-story", "whoever listens is taken there");

  // The charts of the report have words.
  await page.locator("#charts-more summary").click();
  const charts = page.locator("#charts-list img");
  await charts.first().waitFor({ state: "attached" });
  assert.ok((await charts.count()) >= 2);
  for (const alt of await charts.evaluateAll((all) => all.map((one) => one.alt))) assert.ok(alt.length > 20, alt);
  await page.waitForFunction(() => [...document.querySelectorAll("#charts-list img")]
    .filter((one) => one.offsetParent).every((one) => one.complete && one.naturalWidth > 0));

  await page.locator("#worlds-button").click();
  await page.waitForFunction(() => /of 100 worlds/i.test(document.getElementById("worlds-words").textContent));
  await page.waitForFunction(() => document.querySelectorAll("#worlds-drawing rect").length === 1, null, { timeout: 240000 });
  assert.equal(await page.locator("#worlds-drawing path.thin").count(), 200, "each world in both colours");
  assert.match(await text(page, "worlds-words"), /100 worlds/);
  return hash;
};

// What anybody's reader of pages needs: names for all that can be used, words for all that is drawn.
const checkNames = async (page) => {
  const faults = await page.evaluate(() => {
    const faults = [];
    const isSeen = (node) => node.checkVisibility();
    for (const svg of document.querySelectorAll("svg")) {
      if (isSeen(svg) && !(svg.getAttribute("role") === "img" && (svg.getAttribute("aria-label") ?? "").length > 10)) faults.push(`no words: ${svg.outerHTML.slice(0, 80)}`);
    }
    for (const image of document.querySelectorAll("img")) if (!image.alt) faults.push(`no words: ${image.src.slice(0, 60)}`);
    for (const control of document.querySelectorAll("button, select, input, summary, a")) {
      const labels = [...(control.labels ?? [])].map((label) => label.textContent).join("");
      const name = labels + control.textContent + (control.getAttribute("aria-label") ?? "");
      if (isSeen(control) && !name.trim()) faults.push(`no name: ${control.outerHTML.slice(0, 80)}`);
    }
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`twice: ${id}`);
    const levels = [...document.querySelectorAll("h1,h2,h3,h4")].filter(isSeen).map((head) => Number(head.tagName[1]));
    levels.forEach((level, at) => at && level > levels[at - 1] + 1 && faults.push(`heading ${level} after ${levels[at - 1]}`));
    if (!document.documentElement.lang || !document.title) faults.push("no language or title");
    return faults;
  });
  assert.deepEqual(faults, []);
};

// Contrast as WCAG 2.2 reckons it, of every piece of text against the ground behind it.
const checkContrast = async (page) => {
  const faults = await page.evaluate(() => {
    const parts = (colour) => {
      const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
      return { rgb: [red, green, blue], alpha };
    };
    const light = ({ rgb }) => {
      const [red, green, blue] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const colour = parts(getComputedStyle(at).backgroundColor);
        if (colour.alpha > 0) return colour;
      }
      return { rgb: [255, 255, 255] };
    };
    const faults = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const [words, node] = [walker.currentNode.textContent.trim(), walker.currentNode.parentElement];
      if (!words || ["SCRIPT", "STYLE", "NOSCRIPT", "OPTION"].includes(node.tagName) || !node.checkVisibility()) continue;
      const style = getComputedStyle(node);
      const ink = parts(node.ownerSVGElement ? style.fill : style.color);
      const [a, b] = [light(ink), light(ground(node))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) faults.push(`${ratio.toFixed(2)}: ${words.slice(0, 40)}`);
    }
    return faults;
  });
  assert.deepEqual(faults, []);
};

const fits = async (page) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `the page is ${wide} px wider than its window`);
};

const tests = {
  async "a class's way through the page"() {
    const { page, context, wrong } = await open(ADDRESS);
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).reduce((sum, one) => sum + (one.transferSize ?? 0), 0));
    assert.ok(loaded < 1000000, `${loaded} bytes were loaded`);
    await shot(page, "begin");
    await lesson(page, { isServed: true });
    await checkNames(page);
    await checkContrast(page);
    await fits(page);
    await shot(page, "light");
    // Another world, then back to the grey rules.
    await page.locator("#dice").click();
    await isDone(page);
    assert.match(page.url(), /seed=/);
    await page.locator("#reset").click();
    await page.waitForFunction(() => document.getElementById("result").hidden);
    assert.deepEqual(wrong, []);
    await context.close();
  },

  async "a slider that is dragged leaves what ran for it"() {
    const { page, context, wrong } = await open(ADDRESS);
    await page.locator("#predict-first").uncheck();
    const slider = page.locator("#levers input[type=range]").first();
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + 4, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 1; step <= 10; step += 1) {
      await page.mouse.move(box.x + (box.width * step) / 11, box.y + box.height / 2);
      await page.waitForTimeout(60);
    }
    await page.mouse.up();
    await isDone(page);
    const value = await slider.inputValue();
    const shown = JSON.parse(await page.evaluate(() => JSON.stringify(location.hash)));
    assert.ok(shown.includes(`=${value}`), `${value} in ${shown}`);
    assert.match(await text(page, "scenario"), /\[\[arm\]\]/);
    // An address that makes no sense is the grey rules.
    const odd = await open(`${ADDRESS}#%E0%A4%A&jail=<b>&cite=-3&seed=1e9&see=nothing`);
    assert.equal(await odd.page.locator("#predict").isVisible(), false);
    assert.deepEqual(odd.wrong, []);
    await odd.context.close();
    // Whoever gets the address sees the same picture.
    const sentences = await text(page, "sentences");
    const other = await open(page.url());
    await other.page.locator("#reveal").click();
    await isDone(other.page);
    assert.equal(await text(other.page, "sentences"), sentences);
    assert.deepEqual([...wrong, ...other.wrong], []);
    await other.context.close();
    await context.close();
  },

  async "by keyboard alone"() {
    const { page, context, wrong } = await open(ADDRESS);
    const order = [];
    for (let stops = 0; stops < 60; stops += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const node = document.activeElement;
        return { id: node.id || node.className || node.tagName, type: node.type, y: node.getBoundingClientRect().y + scrollY, inRules: Boolean(node.closest("#rules")), body: node === document.body };
      });
      if (at.body) break;
      order.push(at);
    }
    assert.equal(order[0].id, "skip", "first a way past the header");
    const rules = order.filter((stop) => stop.inRules);
    assert.ok(rules.length >= 5);
    assert.deepEqual(rules.map((stop) => stop.y), rules.map((stop) => stop.y).sort((a, b) => a - b), "from top to bottom");
    const outcome = order.findIndex((stop) => stop.id === "outcome");
    assert.ok(outcome > order.indexOf(rules[rules.length - 1]), "rules first, then the picture");
    // Change, guess, see, and a story, without a mouse.
    await page.locator("#levers input[type=radio]:checked").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator("#predict").waitFor();
    await page.locator("#guess").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "reveal");
    await page.keyboard.press("Enter");
    await isDone(page);
    await page.locator("#dots .dots button[tabindex='0']").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.locator("#story").waitFor();
    assert.match(await text(page, "told"), /Done/);
    assert.deepEqual(wrong, []);
    await context.close();
  },

  async "on a small phone, and in the dark"() {
    for (const [name, options] of [
      ["phone", { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }],
      ["dark", { colorScheme: "dark" }],
    ]) {
      const { page, context, wrong } = await open(ADDRESS, options);
      await page.getByRole("radio").nth(2).check();
      await page.locator("#reveal").waitFor();
      await fits(page);
      await shot(page, `${name}-guess`);
      await page.locator("#reveal").click();
      await isDone(page);
      await page.locator("#dots .dots button").first().click();
      await page.locator("#story").waitFor();
      await fits(page);
      await checkContrast(page);
      await shot(page, name);
      const small = await page.evaluate(() => [...document.querySelectorAll("button, select, input, summary")]
        .filter((node) => node.checkVisibility() && !node.closest("th"))
        .map((node) => [node.closest("label") ?? node, node])
        .filter(([box]) => box.getBoundingClientRect().height < 24)
        .map(([, node]) => node.outerHTML.slice(0, 60)));
      assert.deepEqual(small, [], "large enough for a finger");
      assert.deepEqual(wrong, []);
      await context.close();
    }
  },

  async "finished runs are listed"() {
    const context = await browser.newContext();
    const page = await context.newPage();
    const wrong = [];
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await page.goto(`${ADDRESS}runs`);
    assert.match(await page.locator("main").textContent(), /Finished runs/);
    await checkContrast(page);
    assert.deepEqual(wrong, []);
    await context.close();
  },

  async "the file works without a network and gives the same hashes"() {
    if (!LESSON) {
      console.log("  left out: this program was built without the engine for browsers");
      return;
    }
    const { page, context, wrong } = await open(`file://${LESSON}`, { offline: true });
    const hashes = await lesson(page, { isServed: false });
    await checkNames(page);
    await shot(page, "file");
    // A click is quick: the median of several.
    await page.locator("#predict-first").uncheck();
    const times = [];
    for (const at of [0, 1, 2, 3, 1]) {
      const before = Date.now();
      await page.getByRole("radio").nth(at).check();
      if (at !== 0) {
        await page.waitForFunction(() => document.getElementById("result").hidden);
        await isDone(page);
        times.push(Date.now() - before);
      }
      await page.waitForTimeout(300);
    }
    console.log(`  from click to picture in the file, ms: ${times.join(", ")} (45 ms of each month are to be watched)`);
    assert.deepEqual(wrong, []);
    await context.close();
    const served = await open(ADDRESS);
    await served.page.getByRole("radio").nth(1).check();
    await served.page.locator("#reveal").click();
    await isDone(served.page);
    assert.deepEqual((await text(served.page, "record")).match(/[0-9a-f]{64}/g), hashes);
    await served.context.close();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}\n${error.stack}`);
  }
}
await browser.close();
process.exit(failed ? 1 : 0);

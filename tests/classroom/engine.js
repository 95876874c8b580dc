// Asks the engine for pages what the test asks the library, and writes the answers as one JSON text.
//   node engine.js GLUE WASM CLICK...
const fs = require("node:fs");
const { Engine } = require(process.argv[2]);

async function main() {
  const engine = await Engine.load(fs.readFileSync(process.argv[3]));
  const answers = { lesson: engine.lesson(), clicks: [] };
  for (const text of process.argv.slice(4)) {
    const click = JSON.parse(text);
    const [start, months, began] = [engine.begin(click), [], performance.now()];
    for (let month = engine.month(); month; month = engine.month()) months.push(month);
    const done = engine.done();
    const took = performance.now() - began;
    console.error(`${text}: ${took.toFixed(0)} ms, memory ${engine.wasm.memory.buffer.byteLength >> 20} MB`);
    const people = [0, done.people.length - 1].map((n) => engine.person(n));
    answers.clicks.push({ start, months, done, people, nobody: engine.person(1e6), world: engine.world(click, 2), spread: (engine.world(click, 1), engine.spread()) });
  }
  try {
    engine.begin({ levers: { jial: "hold" } });
  } catch (error) {
    answers.refused = error.message;
  }
  console.log(JSON.stringify(answers));
}
main();

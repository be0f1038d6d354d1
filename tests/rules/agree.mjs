// Checks records with the program for browsers: `node agree.mjs` reads one record on each line, and answers
// with the steps that it found true, or with what is wrong. It is bundled as pages are, in memory.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const home = new URL("../../web/", import.meta.url);
const { build } = createRequire(new URL("package.json", home))("esbuild");
const bundle = await build({
  stdin: {
    contents: 'export { check } from "./draw/check.ts"; export { recordOf } from "./draw/form.ts";',
    resolveDir: new URL("src", home).pathname,
  },
  bundle: true,
  format: "esm",
  write: false,
});
const { check, recordOf } = await import(`data:text/javascript;base64,${btoa(bundle.outputFiles[0].text)}`);

async function verdict(text) {
  const steps = [];
  try {
    for await (const [step, so] of check(recordOf(text))) {
      steps.push(so ? step : `not ${step}`);
      if (!so) break;
    }
  } catch (error) {
    return `unreadable: ${error.message}`;
  }
  return steps.join(" ");
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await verdict(line)}\n`);
}

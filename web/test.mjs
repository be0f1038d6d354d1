// Bundles each src/*.test.ts for Node (which need not know TypeScript) and runs it.
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const folder = "node_modules/.tests";
const tests = readdirSync("src", { recursive: true }).filter((name) => name.endsWith(".test.ts"));
rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: tests.map((name) => `src/${name}`),
  outdir: folder,
  outbase: "src",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
});
run({ files: tests.map((name) => `${folder}/${name.replace(/\.ts$/, ".mjs")}`) })
  .on("test:fail", () => { process.exitCode = 1; })
  .compose(spec)
  .pipe(process.stdout);

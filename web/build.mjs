// Bundles the sources into turnout/design/static/built/, where Django finds, hashes and serves them.
import { build } from "esbuild";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { writeShapes } from "./shapes.mjs";

const entries = [
  ...readdirSync("src").filter((name) => /^[\w-]+\.ts$/.test(name)).map((name) => `src/${name}`),
  ...readdirSync("css").filter((name) => ["site.css", "desk.css"].includes(name)).map((name) => `css/${name}`),
];

await build({
  entryPoints: entries,
  outdir: "../turnout/design/static/built",
  outbase: ".",
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020", "chrome90", "firefox90", "safari15"],
  logLevel: "warning",
});

// The program draws share pictures and posters with these; browsers never load them.
const fonts = "../turnout/design/fonts";
rmSync(fonts, { recursive: true, force: true });
for (const family of ["source-serif-4", "source-sans-3", "noto-serif-sc", "noto-sans-sc"]) {
  const from = `node_modules/@fontsource-variable/${family}`;
  const slices = readdirSync(`${from}/files`).filter((name) => name.endsWith("-wght-normal.woff2"));
  for (const part of ["unicode.json", "LICENSE", ...slices.map((name) => `files/${name}`)]) {
    cpSync(`${from}/${part}`, `${fonts}/${family}/${part}`);
  }
}

writeShapes("../turnout/design/shapes");

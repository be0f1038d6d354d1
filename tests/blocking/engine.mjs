// A blocking engine that answers lines: `node engine.mjs LIST...` reads one page as JSON on each line of
// its input, and writes what it would block there and the styles it would put into the page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const web = createRequire(new URL("../../web/package.json", import.meta.url));
const { FiltersEngine, Request } = web("@ghostery/adblocker");

const lists = process.argv.slice(2).map((path) => readFileSync(path, "utf-8"));
const engine = FiltersEngine.parse(lists.join("\n"), { debug: true, enableOptimizations: false });

function blocked(page) {
  return page.requests.flatMap(({ url, type }) => {
    const { match, filter } = engine.match(Request.fromRawDetails({ url, type, sourceUrl: page.url }));
    return match ? [`${url} by ${filter?.rawLine ?? filter}`] : [];
  });
}

function styles({ url, classes, ids, hrefs }) {
  const { hostname, domain } = Request.fromRawDetails({ url, type: "main_frame" });
  const found = engine.getCosmeticsFilters({
    url,
    hostname,
    domain,
    classes,
    ids,
    hrefs,
    getBaseRules: true,
    getRulesFromDOM: true,
    getRulesFromHostname: true,
    getInjectionRules: false,
    getExtendedRules: false,
  });
  return found.styles;
}

for await (const line of createInterface({ input: process.stdin })) {
  const page = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ blocked: blocked(page), styles: styles(page) })}\n`);
}

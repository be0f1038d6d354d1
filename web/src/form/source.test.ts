import { strict as assert } from "node:assert";
import { test } from "node:test";
import { sourceOf } from "./source.ts";

const OWN = "events.example.org";

const CASES: [string, string, string][] = [
  ["", "", ""],
  ["?utm_source=Newsletter", "https://news.example.org/a", "newsletter"],
  ["?utm_source=Spring%20mail%21", "", "spring-mail"],
  ["?utm_source=%21", "https://news.example.org/a?b=c", "news.example.org"],
  ["?lang=es", "https://www.news.example.org:8443/a", "news.example.org"],
  ["", "https://events.example.org/e/new-york/", ""],
  ["", "https://www.events.example.org/", ""],
  ["", "android-app://org.example.reader/", "org.example.reader"],
  ["", "no address", ""],
  [`?utm_source=${"a".repeat(70)}`, "", "a".repeat(60)],
];

for (const [query, referrer, source] of CASES) {
  test(`"${query}" from "${referrer}" is "${source}"`, () => {
    assert.equal(sourceOf(query, referrer, OWN), source);
  });
}

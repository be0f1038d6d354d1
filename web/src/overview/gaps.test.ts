import { strict as assert } from "node:assert";
import { test } from "node:test";
import { withoutGaps } from "./gaps.ts";

const HOUR = 3600;

test("hours without answers are there with none", () => {
  const counts = new Map([[10 * HOUR, 4], [13 * HOUR, 1]]);

  assert.deepEqual(withoutGaps(counts), [[9, 10, 11, 12, 13].map((hour) => hour * HOUR), [0, 4, 0, 0, 1]]);
});

test("hours may come in any order", () => {
  const counts = new Map([[2 * HOUR, 1], [HOUR, 5]]);

  assert.deepEqual(withoutGaps(counts)[1], [0, 5, 1]);
});

test("no answers are no hours", () => {
  assert.deepEqual(withoutGaps(new Map()), [[], []]);
});

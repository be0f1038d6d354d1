import { strict as assert } from "node:assert";
import { test } from "node:test";
import { columns, nearest, within } from "./within.ts";

test("what lies between the bounds is kept, half a step beyond them as well", () => {
  assert.deepEqual(within([10, 12, 14, 16], [1, 2, 3, 4], 12, 14), [null, 2, 3, null]);
  assert.deepEqual(within([10, 12, 14, 16], [1, 2, 3, 4], 11, 14), [1, 2, 3, null]);
});

test("the nearest count is found, and of none the first", () => {
  assert.equal(nearest([10, 12, 14], 13.5), 2);
  assert.equal(nearest([], 13), 0);
});

test("rows become columns", () => {
  assert.deepEqual(columns([[1, 10, 20], [2, 11, 21]]), [[1, 2], [10, 11], [20, 21]]);
  assert.deepEqual(columns([]), []);
});

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { problem } from "./check.ts";
import { Shelf, body, fresh, newId, toSend } from "./draft.ts";
import { mayComeBack, wait } from "./patience.ts";
import { hidden } from "./shown.ts";
import { distance, suggestion } from "./typo.ts";

class Box {
  readonly kept = new Map<string, string>();
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

function counter(): () => string {
  let last = 0;
  return () => `id-${++last}`;
}

test("a slip in a large provider's name is noticed", () => {
  assert.equal(suggestion("ada@gmial.com"), "ada@gmail.com");
  assert.equal(suggestion("ada@gmail.con"), "ada@gmail.com");
  assert.equal(suggestion("ada@hotnail.com"), "ada@hotmail.com");
  assert.equal(suggestion("ada@outlok.com"), "ada@outlook.com");
  assert.equal(suggestion("Ada@Yaho.com"), "Ada@yahoo.com");
  assert.equal(suggestion("ada@icluod.com"), "ada@icloud.com");
});

test("a real domain is left alone, however near it is to a larger one", () => {
  for (const domain of ["gmail.com", "mail.com", "ymail.com", "gmx.net", "example.org", "nimbus.com", "qq.com", "hotmail.fr"]) {
    assert.equal(suggestion(`ada@${domain}`), "");
  }
});

test("what is no address yet gets no suggestion", () => {
  assert.equal(suggestion(""), "");
  assert.equal(suggestion("gmial.com"), "");
  assert.equal(suggestion("@gmial.com"), "");
});

test("swapped neighbours are one slip", () => {
  assert.equal(distance("gmial", "gmail"), 1);
  assert.equal(distance("gmail", "gmail"), 0);
  assert.equal(distance("", "abc"), 3);
});

test("an empty field is missing only where it has to be filled in", () => {
  assert.equal(problem({ kind: "text", codes: ["missing"] }, ["  "]), "missing");
  assert.equal(problem({ kind: "text", codes: [] }, []), "");
});

test("an address needs a name, an at sign and a domain", () => {
  const email = { kind: "email", codes: ["missing", "not_an_address"] };

  for (const good of ["a@b.co", "ünï@例え。jp", "o'neil+x@sub.example.org", " a@b.co "]) assert.equal(problem(email, [good]), "");
  for (const bad of ["a", "a@", "@b.co", "a@b", "a b@c.de", "a@@b.co"]) assert.equal(problem(email, [bad]), "not_an_address");
});

test("length is counted in characters and not in halves of them", () => {
  const name = { kind: "text", codes: ["too_long"], longest: 3 };

  assert.equal(problem(name, ["🎉🎉🎉"]), "");
  assert.equal(problem(name, ["a    b"]), "");
  assert.equal(problem(name, ["abcd"]), "too_long");
});

test("numbers and dates keep within their limits, which belong to them", () => {
  const number = { kind: "number", codes: ["not_a_number", "out_of_range"], least: "0", greatest: "9" };
  const date = { kind: "date", codes: ["not_a_date", "out_of_range"], least: "2026-01-01" };

  assert.deepEqual(["0", "9", "4.5", "-1", "10", "x"].map((text) => problem(number, [text])), ["", "", "", "out_of_range", "out_of_range", "not_a_number"]);
  assert.deepEqual(["2026-01-01", "2025-12-31", "1.1.26"].map((text) => problem(date, [text])), ["", "out_of_range", "not_a_date"]);
});

test("more choices than allowed are too many", () => {
  const several = { kind: "several", codes: ["too_many"], most: 2 };

  assert.equal(problem(several, ["a", "b"]), "");
  assert.equal(problem(several, ["a", "b", "c"]), "too_many");
});

test("a question follows from an answer, and goes with the question it follows from", () => {
  const conditions = [
    { name: "q1", shownIf: "", shownIs: [] },
    { name: "q2", shownIf: "q1", shownIs: ["yes"] },
    { name: "q3", shownIf: "q2", shownIs: ["c1", "c2"] },
  ];
  const answers: Record<string, string[]> = { q1: ["yes"], q2: ["c2"] };
  const valuesOf = (name: string) => answers[name] ?? [];

  assert.deepEqual([...hidden(conditions, valuesOf)], []);
  answers.q1 = ["no"];
  assert.deepEqual([...hidden(conditions, valuesOf)], ["q2", "q3"]);
});

test("the same answer is sent under the same id, a changed one under another", () => {
  const id = counter();
  const first = toSend(fresh(id), [["name", "Ada"]], id);
  const again = toSend(first, [["name", "Ada"]], id);
  const changed = toSend(again, [["name", "Eve"]], id);

  assert.equal(first.submission, "id-1");
  assert.equal(again.submission, "id-1");
  assert.equal(changed.submission, "id-2");
  assert.equal(toSend(changed, [["name", "Eve"]], id).submission, "id-2");
  assert.equal(String(body(changed)), "name=Eve&submission=id-2");
});

test("what is typed stays with the tab, what was sent with the device, and both go once it arrived", () => {
  const [tab, device] = [new Box(), new Box()];
  const shelf = new Shelf("key", () => tab, () => device);
  const typed = { ...fresh(counter()), pairs: [["name", "Ada"]] as [string, string][] };

  shelf.keep(typed);
  assert.deepEqual([tab.kept.size, device.kept.size], [1, 0]);
  assert.deepEqual(shelf.read(), typed);
  const sent = toSend(typed, typed.pairs, counter());
  shelf.keep(sent);
  assert.deepEqual(shelf.read(), sent);
  shelf.clear();
  assert.equal(shelf.read(), null);
});

test("storage that throws or holds something else is as good as none", () => {
  const off = () => {
    throw new Error("SecurityError");
  };
  const strange = new Box();
  strange.setItem("key", "{");

  const shelf = new Shelf("key", off, () => strange);
  shelf.clear();
  strange.setItem("key", '{"older":true}');

  assert.equal(shelf.read(), null);
  assert.equal(new Shelf("key", off, off).read(), null);
});

test("ids are version 4 UUIDs, and differ", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert(newId() !== newId());
});

test("each wait is longer, never shorter than was asked for, and no two of a crowd need be alike", () => {
  assert.deepEqual([0, 1, 2, 3].map((tries) => wait(tries, null, 1)), [1, 2, 4, 8]);
  assert.equal(wait(20, null, 1), 60);
  assert.equal(wait(0, "5", 0), 5);
  assert.equal(wait(0, "5", 1), 8);
  assert.equal(wait(0, "soon", 0), 1);
});

test("only what nobody called wrong is sent again", () => {
  assert.deepEqual([200, 303, 403, 409, 413, 422].map(mayComeBack), [false, false, false, false, false, false]);
  assert.deepEqual([408, 429, 500, 502, 503].map(mayComeBack), [true, true, true, true, true]);
});

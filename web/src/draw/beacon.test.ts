import { strict as assert } from "node:assert";
import { test } from "node:test";
import { isGenuine } from "./beacon.ts";
import { fromHex } from "./draw.ts";

const SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";

test("a round that the network signed is genuine, and no other round with that signature", async () => {
  assert.equal(await isGenuine(657413, fromHex(SIGNATURE)), true);
  assert.equal(await isGenuine(657414, fromHex(SIGNATURE)), false);
});

test("what is no point of the curve is no signature", async () => {
  const others = [
    SIGNATURE.replace("b7", "97"),
    SIGNATURE.replace("cd97b", "cd97c"),
    "c0" + "00".repeat(47),
    "9f" + "ff".repeat(47),
    SIGNATURE.slice(2),
  ];

  for (const other of others) assert.equal(await isGenuine(657413, fromHex(other)), false, other);
});

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { canWork, creationOptions, requestOptions, toBytes, toText } from "./passkeys.ts";

test("bytes survive the way to text and back", () => {
  const every = Uint8Array.from({ length: 256 }, (_, number) => number);

  assert.deepEqual(toBytes(toText(every.buffer)), every);
  assert.match(toText(every.buffer), /^[\w-]+$/);
});

test("a new passkey is kept on the device and asks who holds it", () => {
  const { publicKey } = creationOptions({
    publicKey: {
      challenge: "AQID",
      rp: { name: "Turnout", id: "localhost" },
      user: { id: "Nw", name: "ada@example.org", displayName: "Ada" },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      authenticatorSelection: { residentKey: "discouraged" },
      excludeCredentials: [{ id: "BAU", type: "public-key" }],
    },
  });

  assert.deepEqual(publicKey?.challenge, Uint8Array.of(1, 2, 3));
  assert.deepEqual(publicKey?.user.id, Uint8Array.of(55));
  assert.deepEqual(publicKey?.excludeCredentials, [{ type: "public-key", id: Uint8Array.of(4, 5) }]);
  assert.equal(publicKey?.authenticatorSelection?.residentKey, "required");
  assert.equal(publicKey?.authenticatorSelection?.userVerification, "required");
});

test("signing in asks for any passkey where none is named", () => {
  const { publicKey } = requestOptions({ publicKey: { challenge: "AQID", rpId: "localhost" } });

  assert.deepEqual(publicKey?.allowCredentials, []);
  assert.equal(publicKey?.rpId, "localhost");
});

test("an address in numbers can have no passkey", () => {
  assert.deepEqual(
    ["localhost", "events.example.org", "127.0.0.1", "[::1]"].map((host) => canWork(host, true)),
    [true, true, false, false],
  );
  assert.equal(canWork("localhost", false), false);
});

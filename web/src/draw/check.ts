// Computes a record again. Each step says what it is and whether it is so; after one that is not, none follows.
import { canonical } from "./canonical.ts";
import { draw, fromHex, seedOf, sha256, toHex, type Outcome } from "./draw.ts";
import type { Beacon, Frozen, Numbers, Record } from "./form.ts";
import { isTextOf, LEAST_OUTCOMES, outcomesOf } from "./numbers.ts";
import { isGenuine } from "./beacon.ts";

export const STEPS = ["commitment", "named", "randomness", "seed", "order", "places"] as const;
export type Step = typeof STEPS[number];

const GENESIS = 1_692_803_367;
const PERIOD = 3;
const LEAST_LEAD = 600;
const bytes = new TextEncoder();

export async function* check(record: Record, progress = (_done: number) => {}): AsyncGenerator<[Step, boolean]> {
  const { frozen, result } = record;
  const commitment = await sha256(bytes.encode(canonical(frozen)));
  yield ["commitment", toHex(commitment) === record.commitment];
  yield ["named", isNamedBefore(frozen)];
  if (!result) return;
  const value = await randomnessOf(record);
  yield ["randomness", value !== null];
  const seed = await seedOf(commitment, value!);
  yield ["seed", toHex(seed) === result.seed];
  const computed = await draw(frozen.entries, frozen.seats, frozen.quotas, seed, progress);
  yield ["order", isSame(computed.order, result.order)];
  yield ["places", isSame(named(computed), named(result))];
}

const isSame = (one: string[], other: string[]) =>
  one.length === other.length && one.every((each, at) => each === other[at]);
const named = (outcome: Outcome) => outcome.places.map((place) => JSON.stringify([place.code, place.quota]));

export function isNamedBefore(frozen: Frozen): boolean {
  const randomness: Beacon | Numbers = frozen.randomness;
  if (randomness.kind === "announced") {
    return randomness.at >= frozen.closed + LEAST_LEAD && outcomesOf(randomness.sources) >= LEAST_OUTCOMES;
  }
  const round = Math.ceil((frozen.closed + randomness.lead - GENESIS) / PERIOD) + 1;
  return randomness.lead >= LEAST_LEAD && randomness.round === round;
}

/** The 32 bytes that decide, or null where they are not what was named. */
async function randomnessOf({ frozen, randomness }: Record): Promise<Uint8Array | null> {
  if (!randomness) return null;
  let value: Uint8Array;
  if (frozen.randomness.kind === "drand") {
    const signature = fromHex(randomness.signature!);
    if (!await isGenuine(frozen.randomness.round, signature)) return null;
    value = await sha256(signature);
  } else {
    if (!isTextOf(frozen.randomness.sources, randomness.text!)) return null;
    value = await sha256(bytes.encode(randomness.text!));
  }
  return toHex(value) === randomness.value ? value : null;
}

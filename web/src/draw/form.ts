// Whether a file has the form of a record, before anything in it is believed.
import type { Entry, Outcome, Quota } from "./draw.ts";
import { isPossible, type Source } from "./numbers.ts";

export interface Beacon { kind: "drand"; chain: string; lead: number; round: number }
export interface Numbers { kind: "announced"; at: number; sources: Source[] }

export interface Frozen {
  algorithm: string; answers: number; closed: number; draw: string; entries: Entry[]; event: string;
  host: string; quotas: Quota[]; randomness: Beacon | Numbers; rule: string; seats: number; verified: number;
}

export interface Result extends Outcome { seed: string }

export interface Record {
  format: string; commitment: string; frozen: Frozen; published: number | null;
  randomness: { signature?: string; text?: string; value: string } | null;
  result: Result | null; abandoned: unknown;
}

export class Unreadable extends Error {
  constructor(readonly where: string) { super(where); }
}

export const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const CODE = /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/;

const keys = (value: unknown, names: string) =>
  value !== null && typeof value === "object" && !Array.isArray(value)
  && Object.keys(value).sort().join(" ") === names;
const whole = (value: unknown, low = 0, high = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;
const hex = (value: unknown, bytes: number) =>
  typeof value === "string" && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value);
const texts = (...values: unknown[]) => values.every((each) => typeof each === "string" && each.length <= 2_000);

function hold(condition: boolean, where: string): void {
  if (!condition) throw new Unreadable(where);
}

export function recordOf(text: string): Record {
  let record: Record;
  try {
    record = JSON.parse(text) as Record;
  } catch {
    throw new Unreadable("json");
  }
  hold(keys(record, "abandoned commitment format frozen published randomness result"), "keys");
  hold(record.format === "turnout-draw-record-1" && hex(record.commitment, 32), "format");
  holdFrozen(record.frozen);
  if (record.randomness) {
    const named = record.frozen.randomness.kind;
    hold(keys(record.randomness, named === "drand" ? "signature value" : "text value"), "randomness");
    const { signature, text: numbers, value } = record.randomness;
    hold(hex(value, 32) && (named === "drand" ? hex(signature, 48) : texts(numbers)), "randomness");
  }
  if (record.result) holdResult(record.result);
  return record;
}

function holdFrozen(frozen: Frozen): void {
  hold(keys(
    frozen, "algorithm answers closed draw entries event host quotas randomness rule seats verified",
  ), "frozen");
  hold(frozen.algorithm === "turnout-draw-1", "frozen.algorithm");
  hold(texts(frozen.draw, frozen.event, frozen.host, frozen.rule), "frozen");
  hold([frozen.answers, frozen.closed, frozen.verified].every((each) => whole(each)), "frozen");
  hold(whole(frozen.seats, 0, 10_000_000), "frozen.seats");
  holdQuotas(frozen.quotas, frozen.seats);
  holdNamed(frozen.randomness);
  holdEntries(frozen.entries, new Set(["", ...frozen.quotas.map((quota) => quota.code)]));
}

function holdQuotas(quotas: Quota[], seats: number): void {
  hold(Array.isArray(quotas), "frozen.quotas");
  for (const quota of quotas) {
    hold(keys(quota, "code name seats") && texts(quota.code, quota.name) && whole(quota.seats), "frozen.quotas");
  }
  const codes = new Set(quotas.map((quota) => quota.code));
  hold(codes.size === quotas.length && !codes.has(""), "frozen.quotas");
  hold(quotas.reduce((sum, quota) => sum + quota.seats, 0) <= seats, "frozen.quotas");
}

function holdNamed(named: Beacon | Numbers): void {
  const where = "frozen.randomness";
  hold(keys(named, "chain kind lead round") || keys(named, "at kind sources"), where);
  if (named.kind === "drand") {
    hold(named.chain === CHAIN && whole(named.lead) && whole(named.round, 1), where);
    return;
  }
  hold(named.kind === "announced" && whole(named.at) && Array.isArray(named.sources), where);
  hold(named.sources.length >= 1 && named.sources.length <= 5, where);
  for (const source of named.sources) {
    hold(keys(source, "count high low name rising") && texts(source.name), where);
    hold([source.count, source.high, source.low].every((each) => whole(each)), where);
    hold(typeof source.rising === "boolean" && isPossible(source), where);
  }
}

function holdEntries(entries: Entry[], quotas: Set<string>): void {
  hold(Array.isArray(entries), "frozen.entries");
  let before = "";
  entries.forEach((entry, at) => {
    const where = `frozen.entries[${at}]`;
    hold(keys(entry, "code party quota weight"), where);
    hold(typeof entry.code === "string" && CODE.test(entry.code) && entry.code > before, where);
    hold(whole(entry.party, 1, 10_000) && whole(entry.weight, 1, 10) && quotas.has(entry.quota), where);
    before = entry.code;
  });
}

function holdResult(result: Result): void {
  hold(keys(result, "order places seed") && hex(result.seed, 32), "result");
  hold(Array.isArray(result.order) && result.order.every((each) => typeof each === "string"), "result.order");
  hold(Array.isArray(result.places), "result.places");
  for (const place of result.places) {
    hold(keys(place, "code quota") && texts(place.code, place.quota), "result.places");
  }
}

// The draw, written from docs/draw.md alone: a second program that must come to the same result.

export interface Entry { code: string; party: number; quota: string; weight: number }
export interface Quota { code: string; name: string; seats: number }
export interface Place { code: string; quota: string }
export interface Outcome { order: string[]; places: Place[] }

const AT_ONCE = 2_000;
const ascii = new TextEncoder();

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
}

export const toHex = (bytes: Uint8Array) => Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

export async function seedOf(commitment: Uint8Array, randomness: Uint8Array): Promise<Uint8Array> {
  return sha256(Uint8Array.of(...commitment, ...randomness));
}

export async function draw(
  entries: Entry[], seats: number, quotas: Quota[], seed: Uint8Array, progress = (_done: number) => {},
): Promise<Outcome> {
  const ranked = await byRank(entries, seed, progress);
  return { order: ranked.map((entry) => entry.code), places: placesOf(ranked, seats, quotas) };
}

async function byRank(entries: Entry[], seed: Uint8Array, progress: (done: number) => void): Promise<Entry[]> {
  const key = await crypto.subtle.importKey(
    "raw", seed as BufferSource, { name: "HMAC", hash: "SHA-256" }, false, ["sign"],
  );
  const ranks = new Map<string, string>();
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const some = entries.slice(start, start + AT_ONCE);
    const least = await Promise.all(some.map((entry) => rankOf(entry, key)));
    some.forEach((entry, index) => ranks.set(entry.code, least[index]!));
    progress(start + some.length);
  }
  return [...entries].sort((a, b) => compare(ranks.get(a.code)!, ranks.get(b.code)!) || compare(a.code, b.code));
}

/** The smallest of its ranks, each byte as one character: texts compare as the bytes would. */
async function rankOf(entry: Entry, key: CryptoKey): Promise<string> {
  const signed = await Promise.all(Array.from({ length: entry.weight }, (_, i) =>
    crypto.subtle.sign("HMAC", key, ascii.encode(`${entry.code}|${i}`))));
  return signed.map((each) => String.fromCharCode(...new Uint8Array(each))).sort(compare)[0]!;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function placesOf(ranked: Entry[], seats: number, quotas: Quota[]): Place[] {
  const takes = new Map<string, string>();
  let open = seats;
  for (const quota of quotas) {
    open -= fill(ranked.filter((entry) => entry.quota === quota.code), quota.seats, quota.code, takes);
  }
  fill(ranked.filter((entry) => !takes.has(entry.code)), open, "", takes);
  return ranked.filter((entry) => takes.has(entry.code))
    .map((entry) => ({ code: entry.code, quota: takes.get(entry.code)! }));
}

/** Who does not fit is passed over; how many seats were filled. */
function fill(ranked: Entry[], seats: number, quota: string, takes: Map<string, string>): number {
  let left = seats;
  for (const entry of ranked) {
    if (entry.party > left) continue;
    takes.set(entry.code, quota);
    left -= entry.party;
  }
  return seats - left;
}

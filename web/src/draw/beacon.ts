// Whether drand's chain "quicknet" signed a round: a BLS signature on BLS12-381, checked in the reader's browser.
// Slow and plain arithmetic, about a second of it: there is one signature to check, and nothing secret.
import {
  A, B, COFACTOR, G2, LOOP, ORDER, P, PUBLIC_KEY, X_DENOMINATOR, X_NUMERATOR, Y_DENOMINATOR, Y_NUMERATOR, Z,
} from "./constants.ts";
import { sha256 } from "./draw.ts";
import {
  inverse, inversePair, isOne, minus, mod, multiply, ONE, power, powerOfTwelve, root, scaled, times,
  type Pair, type Twelve,
} from "./field.ts";

interface Point { x: bigint; y: bigint }
interface TwistPoint { x: Pair; y: Pair }

const TAG = new TextEncoder().encode("BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_");

export async function isGenuine(round: number, signature: Uint8Array): Promise<boolean> {
  const point = pointOf(signature);
  if (!point || scale(point, ORDER) !== null) return false;
  const message = await hashed(await sha256(bigEndian(BigInt(round), 8)));
  if (!message) return false;
  const negative = { x: point.x, y: mod(-point.y) };
  const both = multiply(loop(G2, negative), loop(PUBLIC_KEY, message));
  return isOne(powerOfTwelve(both, (P ** 12n - 1n) / ORDER));
}

/** The compressed point, or null where the bytes are none. */
function pointOf(bytes: Uint8Array): Point | null {
  if (bytes.length !== 48 || (bytes[0]! & 0xc0) !== 0x80) return null;
  const x = number(bytes) % (1n << 381n);
  const y = x < P ? root(mod(x ** 3n + 4n)) : null;
  if (y === null) return null;
  return { x, y: (2n * y > P) === Boolean(bytes[0]! & 0x20) ? y : P - y };
}

/** The sum on y² = x³ + 4, where null is the point at infinity. */
function add(one: Point | null, other: Point | null, a = 0n): Point | null {
  if (!one || !other) return one ?? other;
  if (one.x === other.x && mod(one.y + other.y) === 0n) return null;
  const slope = one.x === other.x
    ? (3n * one.x * one.x + a) * inverse(2n * one.y)
    : (other.y - one.y) * inverse(other.x - one.x);
  const x = mod(slope * slope - one.x - other.x);
  return { x, y: mod(slope * (one.x - x) - one.y) };
}

function scale(point: Point, by: bigint): Point | null {
  let sum: Point | null = null;
  for (const bit of by.toString(2)) {
    sum = add(sum, sum);
    if (bit === "1") sum = add(sum, point);
  }
  return sum;
}

/** Miller's loop of the ate pairing, before the final power. */
function loop(q: TwistPoint, p: Point): Twelve {
  let f: Twelve = ONE;
  let at: TwistPoint = q;
  for (const bit of LOOP.toString(2).slice(1)) {
    const tangent = times(scaled(times(at.x, at.x), 3n), inversePair(scaled(at.y, 2n)));
    f = multiply(multiply(f, f), line(at, tangent, p));
    at = along(at, at, tangent);
    if (bit === "1") {
      const chord = times(minus(q.y, at.y), inversePair(minus(q.x, at.x)));
      f = multiply(f, line(at, chord, p));
      at = along(at, q, chord);
    }
  }
  return f;
}

/** The line through a point of the twist with that slope, at p; times w³, which the final power takes away. */
function line(at: TwistPoint, slope: Pair, p: Point): Twelve {
  const nothing: Pair = [0n, 0n];
  const rest = minus(times(slope, at.x), at.y);
  return [rest, nothing, scaled(slope, mod(-p.x)), [p.y, 0n], nothing, nothing];
}

function along(one: TwistPoint, other: TwistPoint, slope: Pair): TwistPoint {
  const x = minus(minus(times(slope, slope), one.x), other.x);
  return { x, y: minus(times(slope, minus(one.x, x)), one.y) };
}

/** RFC 9380: BLS12381G1_XMD:SHA-256_SSWU_RO_. */
async function hashed(message: Uint8Array): Promise<Point | null> {
  const stretched = await expanded(message, 128);
  const halves = [stretched.slice(0, 64), stretched.slice(64)].map((half) => toCurve(mod(number(half))));
  const sum = add(halves[0]!, halves[1]!);
  return sum && scale(sum, COFACTOR);
}

async function expanded(message: Uint8Array, length: number): Promise<Uint8Array> {
  const tag = Uint8Array.of(...TAG, TAG.length);
  const first = await sha256(Uint8Array.of(...new Uint8Array(64), ...message, length >> 8, length & 255, 0, ...tag));
  const blocks = [await sha256(Uint8Array.of(...first, 1, ...tag))];
  while (blocks.length * 32 < length) {
    const last = blocks[blocks.length - 1]!;
    blocks.push(await sha256(Uint8Array.of(...first.map((each, at) => each ^ last[at]!), blocks.length + 1, ...tag)));
  }
  return Uint8Array.of(...blocks.flatMap((block) => [...block]).slice(0, length));
}

/** Simplified SWU to the curve with an isogeny of degree 11, and along it. */
function toCurve(u: bigint): Point {
  const zu = mod(Z * u * u);
  const sum = mod(zu * zu + zu);
  let x = sum === 0n ? mod(B * inverse(Z * A)) : mod(-B * inverse(A) * (1n + inverse(sum)));
  let y = root(right(x));
  if (y === null) {
    x = mod(zu * x);
    y = root(right(x))!;
  }
  if ((y & 1n) !== (u & 1n)) y = P - y;
  return {
    x: mod(at(X_NUMERATOR, x) * inverse(at(X_DENOMINATOR, x))),
    y: mod(y * at(Y_NUMERATOR, x) * inverse(at(Y_DENOMINATOR, x))),
  };
}

const right = (x: bigint) => mod(power(x, 3n) + A * x + B);
const at = (coefficients: bigint[], x: bigint) => coefficients.reduceRight((sum, each) => mod(sum * x + each), 0n);

function number(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, each) => (sum << 8n) | BigInt(each), 0n);
}

function bigEndian(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n));
}

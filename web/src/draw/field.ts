// The fields of BLS12-381: numbers modulo P, pairs of them (u² = -1), and six pairs (w⁶ = 1 + u).
import { P } from "./constants.ts";

export type Pair = readonly [bigint, bigint];
export type Twelve = readonly Pair[];

export const mod = (a: bigint) => ((a % P) + P) % P;

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base), left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

export const inverse = (a: bigint) => power(a, P - 2n);

/** A square root where there is one: P is 3 modulo 4. */
export function root(a: bigint): bigint | null {
  const found = power(a, (P + 1n) / 4n);
  return mod(found * found - a) === 0n ? found : null;
}

export const plus = (a: Pair, b: Pair): Pair => [mod(a[0] + b[0]), mod(a[1] + b[1])];
export const minus = (a: Pair, b: Pair): Pair => [mod(a[0] - b[0]), mod(a[1] - b[1])];
export const times = (a: Pair, b: Pair): Pair =>
  [mod(a[0] * b[0] - a[1] * b[1]), mod(a[0] * b[1] + a[1] * b[0])];
export const scaled = (a: Pair, by: bigint): Pair => [mod(a[0] * by), mod(a[1] * by)];

export function inversePair([re, im]: Pair): Pair {
  const norm = inverse(mod(re * re + im * im));
  return [mod(re * norm), mod(-im * norm)];
}

const NOTHING: Pair = [0n, 0n];
export const ONE: Twelve = [[1n, 0n], NOTHING, NOTHING, NOTHING, NOTHING, NOTHING];

export function multiply(a: Twelve, b: Twelve): Twelve {
  // Sums of whole products, and one reduction each at the end.
  const re = new Array<bigint>(11).fill(0n), im = new Array<bigint>(11).fill(0n);
  a.forEach(([c, d], i) => {
    if (c === 0n && d === 0n) return;
    b.forEach(([e, f], j) => {
      if (e === 0n && f === 0n) return;
      re[i + j]! += c * e - d * f;
      im[i + j]! += c * f + d * e;
    });
  });
  for (let k = 10; k > 5; k -= 1) {
    re[k - 6]! += re[k]! - im[k]!;
    im[k - 6]! += re[k]! + im[k]!;
  }
  return Array.from({ length: 6 }, (_, k): Pair => [mod(re[k]!), mod(im[k]!)]);
}

export function powerOfTwelve(base: Twelve, exponent: bigint): Twelve {
  let result = ONE;
  for (const bit of exponent.toString(2)) {
    result = multiply(result, result);
    if (bit === "1") result = multiply(result, base);
  }
  return result;
}

export const isOne = (a: Twelve) =>
  a.every(([re, im], at) => re === (at === 0 ? 1n : 0n) && im === 0n);

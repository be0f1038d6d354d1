// How long to wait before the next try.

const LONGEST = 60;

/**
 * Seconds before try `tries` + 1. Never sooner than the server asked for, and spread by `chance`
 * (0 to 1), so that a crowd that was sent away together does not come back together.
 */
export function wait(tries: number, retryAfter: string | null, chance: number): number {
  const own = Math.min(LONGEST, 2 ** tries);
  const asked = Math.min(10 * LONGEST, Math.max(0, Number(retryAfter) || 0));
  return Math.ceil(Math.max(own * (0.5 + chance / 2), asked * (1 + chance / 2)));
}

/** Whether the same may be sent again: nobody said that it was wrong. */
export function mayComeBack(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

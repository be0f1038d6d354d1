const HOUR = 3600;

/** Hours without answers are not in the counts; a line must not jump over them. */
export function withoutGaps(counts: ReadonlyMap<number, number>): [number[], number[]] {
  const known = [...counts.keys()];
  if (known.length === 0) return [[], []];
  const first = known.reduce((a, b) => Math.min(a, b));
  const last = known.reduce((a, b) => Math.max(a, b));
  const hours: number[] = [];
  // From an empty hour on, so that a single one is a rise, too; and not beyond the present one.
  for (let hour = first - HOUR; hour <= last; hour += HOUR) hours.push(hour);
  return [hours, hours.map((hour) => counts.get(hour) ?? 0)];
}

/** What lies between two bounds, for a second series on the same line: null elsewhere. */
export function within(counts: readonly number[], heights: readonly number[], low: number, high: number): (number | null)[] {
  const half = counts.length > 1 ? (counts[1]! - counts[0]!) / 2 : 0;
  return heights.map((height, index) => (counts[index]! >= low - half && counts[index]! <= high + half ? height : null));
}

/** The place of the count nearest to one. */
export function nearest(counts: readonly number[], count: number): number {
  let found = 0;
  counts.forEach((each, index) => {
    if (Math.abs(each - count) < Math.abs(counts[found]! - count)) found = index;
  });
  return found;
}

/** Rows of [time, bound, bound …] as columns, which is how a chart wants them. */
export function columns(rows: readonly (readonly number[])[]): number[][] {
  const many = rows[0]?.length ?? 0;
  return Array.from({ length: many }, (_, column) => rows.map((row) => row[column]!));
}

// Numbers announced beforehand, in the one text form that they may have.

export interface Source { count: number; high: number; low: number; name: string; rising: boolean }

const TEXT = /^(?:(?:(?:0|[1-9][0-9]{0,5})\.){1,20}\/){1,5}$/;
export const LEAST_OUTCOMES = 2 ** 20;

export function isTextOf(sources: Source[], text: string): boolean {
  if (!TEXT.test(text)) return false;
  const groups = text.split("/").slice(0, -1).map((group) => group.split(".").slice(0, -1).map(Number));
  return groups.length === sources.length && groups.every((numbers, at) => fits(numbers, sources[at]!));
}

function fits(numbers: number[], source: Source): boolean {
  const rises = numbers.every((each, at) => at === 0 || numbers[at - 1]! < each);
  return numbers.length === source.count
    && numbers.every((each) => each >= source.low && each <= source.high)
    && (rises || !source.rising);
}

/** How many different results there can be, as near as a fraction can hold it. */
export function outcomesOf(sources: Source[]): number {
  return sources.reduce((all, source) => all * of(source), 1);
}

function of({ count, high, low, rising }: Source): number {
  let all = 1;
  for (let i = 0; i < count; i += 1) all *= rising ? (high - low + 1 - i) / (i + 1) : high - low + 1;
  return all;
}

export function isPossible(source: Source): boolean {
  const size = source.high - source.low + 1;
  const most = source.rising ? Math.min(size, 20) : 20;
  return source.low >= 0 && source.low <= source.high && source.high <= 999_999
    && source.count >= 1 && source.count <= most;
}

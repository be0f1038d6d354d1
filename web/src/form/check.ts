// What can be seen to be wrong before anything is sent. The server has the last word, so this never
// refuses what the server would take.

export interface Asked {
  kind: string;
  /** Codes that the page has a sentence for: what it has no words for is left to the server. */
  codes: readonly string[];
  longest?: number;
  least?: string;
  greatest?: string;
  most?: number;
}

/** The code of what is wrong with these values; empty where nothing is. */
export function problem(asked: Asked, values: readonly string[]): string {
  const given = values.map((value) => value.trim()).filter(Boolean);
  const code = given.length ? found(asked, given) : "missing";
  return asked.codes.includes(code) ? code : "";
}

function found(asked: Asked, given: readonly string[]): string {
  const text = given[given.length - 1]!;
  if (asked.longest && length(text) > asked.longest) return "too_long";
  if (asked.kind === "email" && !/^[^\s@]+@[^\s@]+[.。．｡][^\s@.]+\.?$/u.test(text)) return "not_an_address";
  if (asked.most && given.length > asked.most) return "too_many";
  if (asked.kind === "number") return number(asked, text);
  if (asked.kind === "date") return date(asked, text);
  return "";
}

/** In characters as people count them, white space run together, as the server counts. */
function length(text: string): number {
  return [...text.normalize("NFC").replace(/[^\S\n]+/gu, " ")].length;
}

function number(asked: Asked, text: string): string {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(text)) return "not_a_number";
  const value = Number(text);
  const low = asked.least !== undefined && value < Number(asked.least);
  const high = asked.greatest !== undefined && value > Number(asked.greatest);
  return low || high ? "out_of_range" : "";
}

function date(asked: Asked, text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return "not_a_date";
  // ISO dates stand in the order of their letters.
  const low = asked.least !== undefined && text < asked.least;
  const high = asked.greatest !== undefined && text > asked.greatest;
  return low || high ? "out_of_range" : "";
}

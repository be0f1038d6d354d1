// Which questions are asked, given the answers so far.

export interface Condition {
  name: string;
  shownIf: string;
  shownIs: readonly string[];
}

/** Names of the fields that are not asked. In the form's order: a condition names an earlier question. */
export function hidden(conditions: readonly Condition[], valuesOf: (name: string) => readonly string[]): Set<string> {
  const away = new Set<string>();
  for (const { name, shownIf, shownIs } of conditions) {
    const asked = !away.has(shownIf) && valuesOf(shownIf).some((value) => shownIs.includes(value));
    if (shownIf && !asked) away.add(name);
  }
  return away;
}

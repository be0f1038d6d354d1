// Canonical JSON (RFC 8785), for what a draw's record holds: texts, whole numbers, lists, objects.

export class NotCanonical extends Error {}

// Read by code points, half of a pair is met only where the other half is missing.
const LONE = /[\ud800-\udfff]/u;

export function canonical(value: unknown): string {
  const parts: string[] = [];
  write(value, parts);
  return parts.join("");
}

function write(value: unknown, parts: string[]): void {
  if (value === null || typeof value === "boolean") parts.push(String(value));
  else if (typeof value === "number") parts.push(whole(value));
  else if (typeof value === "string") parts.push(text(value));
  else if (Array.isArray(value)) list(value, parts);
  else object(value as Record<string, unknown>, parts);
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new NotCanonical(String(value));
  return String(value);
}

function text(value: string): string {
  if (LONE.test(value)) throw new NotCanonical(value);
  return JSON.stringify(value);
}

function list(values: unknown[], parts: string[]): void {
  parts.push("[");
  values.forEach((each, index) => {
    if (index) parts.push(",");
    write(each, parts);
  });
  parts.push("]");
}

function object(value: Record<string, unknown>, parts: string[]): void {
  parts.push("{");
  // By UTF-16 code units, which is how strings compare here.
  Object.keys(value).sort().forEach((key, index) => {
    if (index) parts.push(",");
    parts.push(text(key), ":");
    write(value[key], parts);
  });
  parts.push("}");
}

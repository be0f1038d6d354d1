// What was typed, kept on this device until the server has it.

export type Pairs = [string, string][];

export interface Draft {
  pairs: Pairs;
  /** The id under which it is sent: the same for each try of the same answer. */
  submission: string;
  /** What was last sent, or empty: whoever changes anything after that sends another answer. */
  tried: string;
}

interface Box {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export function fresh(newId: () => string): Draft {
  return { pairs: [], submission: newId(), tried: "" };
}

/** The draft as it is about to be sent. */
export function toSend(draft: Draft, pairs: Pairs, newId: () => string): Draft {
  const tried = JSON.stringify(pairs);
  const another = draft.tried !== "" && draft.tried !== tried;
  return { pairs, tried, submission: another ? newId() : draft.submission };
}

/** The fields as they go over the wire. */
export function body(draft: Draft): URLSearchParams {
  return new URLSearchParams([...draft.pairs, ["submission", draft.submission]]);
}

/**
 * Keeps a draft. What is only typed lives as long as the tab; what was sent without an answer
 * outlives it. A browser that keeps nothing loses nothing else.
 */
export class Shelf {
  constructor(
    private readonly key: string,
    private readonly tab: () => Box,
    private readonly device: () => Box,
  ) {}

  read(): Draft | null {
    for (const box of [this.device, this.tab]) {
      try {
        const draft = JSON.parse(box().getItem(this.key) ?? "null") as Draft | null;
        if (draft && Array.isArray(draft.pairs) && draft.submission) return draft;
      } catch {
        // Storage may be switched off, or hold what an older page wrote.
      }
    }
    return null;
  }

  keep(draft: Draft): void {
    attempt(() => (draft.tried ? this.device() : this.tab()).setItem(this.key, JSON.stringify(draft)));
  }

  clear(): void {
    attempt(() => this.tab().removeItem(this.key));
    attempt(() => this.device().removeItem(this.key));
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Full, or switched off: the form works without it.
  }
}

/** A version 4 UUID; randomUUID itself is there on secure pages only. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 15) | 64;
  bytes[8] = (bytes[8]! & 63) | 128;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

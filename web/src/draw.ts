// The page of a draw: everything in its record is computed again, in the reader's browser.
import { check } from "./draw/check.ts";
import { recordOf, Unreadable } from "./draw/form.ts";

function enhance(part: HTMLElement): void {
  part.hidden = false;
  part.querySelector<HTMLButtonElement>("[data-start]")!.addEventListener("click", () => void run(part));
}

async function run(part: HTMLElement): Promise<void> {
  const button = part.querySelector<HTMLButtonElement>("[data-start]")!;
  const status = part.querySelector<HTMLElement>("[data-status]")!;
  const say = (words: string | undefined, good?: boolean) => {
    status.textContent = words ?? "";
    status.className = good === undefined ? "" : `to-notice to-notice--${good ? "good" : "bad"}`;
  };
  if (!globalThis.crypto?.subtle) {
    say(part.dataset.insecure, false);
    return;
  }
  button.disabled = true;
  say(part.dataset.going);
  try {
    say(...await verdict(part, await load(part.dataset.record!)));
  } catch (error) {
    say(error instanceof Unreadable ? part.dataset.unreadable : part.dataset.failed, false);
  }
  button.disabled = false;
}

async function load(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

/** Each step is marked as it is found; what to say at the end, and whether it is good. */
async function verdict(part: HTMLElement, text: string): Promise<[string | undefined, boolean]> {
  const record = recordOf(text);
  const steps = part.querySelector<HTMLElement>("[data-steps]")!;
  steps.hidden = false;
  steps.querySelectorAll("[data-found]").forEach((step) => step.removeAttribute("data-found"));
  for await (const [step, so] of check(record)) {
    steps.querySelector<HTMLElement>(`[data-step="${step}"]`)!.dataset.found = so ? "yes" : "no";
    if (!so) return [part.dataset.bad, false];
  }
  return [record.result ? part.dataset.good : part.dataset.waiting, true];
}

document.querySelectorAll<HTMLElement>('[data-enhance="draw"]').forEach(enhance);

// Solves a proof of work in workers, with ALTCHA's own solver; loaded only where one is asked for.
import { type Challenge, solveChallengeWorkers } from "altcha/lib";

const MOST_WORKERS = 4;
const TIMEOUT = 60_000;

export async function solve(address: string, worker: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  const challenge: Challenge = await response.json();
  const solution = await solveChallengeWorkers({
    challenge,
    concurrency: Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1),
    createWorker: () => new Worker(worker),
    timeout: TIMEOUT,
  });
  if (!solution) throw new Error("no solution in time");
  return btoa(JSON.stringify({ challenge, solution }));
}

/** The page that asks: solved and sent by itself, while the question stays for who is quicker. */
async function enhance(form: HTMLFormElement): Promise<void> {
  const status = form.querySelector<HTMLElement>("[data-status]")!;
  const question = form.querySelector<HTMLElement>("[data-question]")!;
  const { challenge, worker, proving } = form.dataset;
  status.textContent = proving!;
  question.hidden = true;
  try {
    const proof = document.createElement("input");
    Object.assign(proof, { type: "hidden", name: "altcha", value: await solve(challenge!, worker!) });
    form.append(proof);
    question.remove();
    form.submit();
  } catch {
    status.textContent = "";
    question.hidden = false;
  }
}

const form = document.querySelector<HTMLFormElement>('form[data-enhance="human-check"]');
if (form) enhance(form);

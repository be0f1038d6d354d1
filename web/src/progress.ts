// What is under way is looked at again by itself. Without a script there is a link that does it.
import { morph } from "./overview/morph.ts";

const PAUSE = 3_000;

const parts = (page: Document) => [...page.querySelectorAll('[data-enhance="progress"]')];
const moving = () => document.querySelector("[data-moving]") !== null;

async function lookAgain(): Promise<void> {
  const answer = await fetch(location.href, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.statusText);
  const then = parts(new DOMParser().parseFromString(await answer.text(), "text/html"));
  parts(document).forEach((part, index) => morph(part, then[index]!));
}

async function follow(): Promise<void> {
  // Nobody looks at a hidden page. A line that is cut for a while is no reason to give up.
  if (!document.hidden) await lookAgain().catch(() => undefined);
  if (moving()) setTimeout(() => void follow(), PAUSE);
}

if (moving()) setTimeout(() => void follow(), PAUSE);

// A button that copies the address or text beside it.
import { part } from "./part.ts";

const SAID_FOR = 2500;

export function copying(element: HTMLElement): void {
  const status = document.createElement("span");
  status.className = "to-visually-hidden";
  status.setAttribute("role", "status");
  element.after(status);
  for (const button of element.querySelectorAll<HTMLButtonElement>('[data-part="copy"]')) {
    button.hidden = false;
    button.addEventListener("click", () => void copy(button, element, status));
  }
}

async function copy(button: HTMLButtonElement, element: HTMLElement, status: HTMLElement): Promise<void> {
  const text = part(button.closest("li") ?? element, "text");
  const said = part(button, "said");
  if (!text || !said) return;
  const before = (said.dataset["words"] ??= said.textContent ?? "");
  const worked = await copied(text);
  const words = (worked ? element.dataset["copied"] : element.dataset["failed"]) ?? "";
  said.textContent = words;
  status.textContent = words;
  window.setTimeout(() => {
    said.textContent = before;
    status.textContent = "";
  }, SAID_FOR);
}

// Without HTTPS there is no clipboard for scripts; the text is marked instead.
async function copied(text: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text instanceof HTMLTextAreaElement ? text.value : (text.textContent?.trim() ?? ""));
    return true;
  } catch {
    if (text instanceof HTMLTextAreaElement) text.select();
    else window.getSelection()?.selectAllChildren(text);
    return false;
  }
}

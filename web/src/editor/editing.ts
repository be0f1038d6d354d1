// A form with the page that it makes beside it: drawn by the server, nothing of it saved.
import { leaving, typed } from "./leaving.ts";
import { part } from "./part.ts";

const PAUSE = 400;

export function editing(element: HTMLElement): void {
  const form = part<HTMLFormElement>(element, "form");
  const preview = part(element, "preview");
  if (!form || !preview) return;
  leaving(form);
  previewing(element, form, preview);
}

function previewing(element: HTMLElement, form: HTMLFormElement, preview: HTMLElement): void {
  const frame = part<HTMLIFrameElement>(preview, "frame");
  const state = part(preview, "preview-state");
  if (!frame || !state) return;
  let shown = "";
  let timer = 0;
  let asked: AbortController | undefined;

  const draw = async (): Promise<void> => {
    const now = typed(form);
    if (now === shown || !isSeen(preview)) return;
    asked?.abort();
    asked = new AbortController();
    state.textContent = shown ? (state.dataset["old"] ?? "") : "";
    try {
      show(frame, await page(form, asked.signal));
      shown = now;
      state.textContent = "";
    } catch (problem) {
      if (!(problem instanceof DOMException && problem.name === "AbortError")) {
        state.textContent = state.dataset["lost"] ?? "";
      }
    }
  };
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void draw(), PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("rows-changed", soon);
  preview.hidden = false;
  toggling(element, form, () => void draw());
  window.addEventListener("resize", soon);
  void draw();
}

function isSeen(preview: HTMLElement): boolean {
  return preview.getClientRects().length > 0;
}

async function page(form: HTMLFormElement, signal: AbortSignal): Promise<string> {
  const body = new FormData(form);
  // The chosen picture is sent once, with the form, not with each key that is pressed.
  body.delete("cover");
  body.set("framed", "yes");
  const answer = await fetch(form.dataset["preview"] ?? "", { method: "POST", body, signal, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

// The frame's sandbox runs no script and sends no form. A link in it would lead out of the page, so
// it is aimed at a new window, which the sandbox does not open.
function show(frame: HTMLIFrameElement, html: string): void {
  const at = frame.contentWindow?.scrollY ?? 0;
  frame.addEventListener("load", () => frame.contentWindow?.scrollTo({ top: at, behavior: "instant" }), {
    once: true,
  });
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const script of page.querySelectorAll("script")) script.remove();
  const base = page.createElement("base");
  base.target = "_blank";
  page.head.prepend(base);
  frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
}

// On a phone the two take turns.
function toggling(element: HTMLElement, form: HTMLFormElement, draw: () => void): void {
  const button = part<HTMLButtonElement>(form, "toggle");
  if (!button) return;
  const words = button.textContent ?? "";
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const open = element.toggleAttribute("data-previewing");
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? (button.dataset["back"] ?? words) : words;
    if (open) draw();
  });
}

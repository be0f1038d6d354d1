// Warns before typed work is left, and says that it is not saved yet.
import { part } from "./part.ts";

const QUIET = new Set(["csrfmiddlewaretoken", "typed_by", "seen", "edition"]);

export function typed(form: HTMLFormElement): string {
  const values: [string, string][] = [];
  for (const [name, value] of new FormData(form)) {
    if (!QUIET.has(name)) values.push([name, typeof value === "string" ? value : value.name]);
  }
  return JSON.stringify(values);
}

// `isKept` says whether what is typed now was saved meanwhile, without the form being sent.
export function leaving(form: HTMLFormElement, isKept: () => boolean = () => false): void {
  const saved = typed(form);
  const said = part(form, "unsaved");
  let sending = false;
  const changed = (): boolean =>
    (form.hasAttribute("data-changed") || typed(form) !== saved) && !isKept();
  const say = (): void => {
    const words = changed() ? (said?.dataset["words"] ?? "") : "";
    if (said && said.textContent !== words) said.textContent = words;
  };
  form.addEventListener("input", say);
  form.addEventListener("rows-changed", say);
  form.addEventListener("submit", (event) => {
    const button = (event as SubmitEvent).submitter;
    sending = button?.getAttribute("formtarget") !== "_blank";
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending || !changed()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  // Coming back to the page from the browser's memory: whatever was sent is not being sent any more.
  window.addEventListener("pageshow", () => {
    sending = false;
    say();
  });
}

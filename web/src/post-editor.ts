// Writing a post: what is typed is saved every few seconds, and a picture's line goes to the cursor.
// Without a script the form is saved by its button, and the line is put at the text's end.
import { part } from "./editor/part.ts";
import { leaving, typed } from "./editor/leaving.ts";

const PAUSE = 3000;

interface Told {
  said?: string;
  edition?: number;
  line?: string;
}

for (const form of document.querySelectorAll<HTMLFormElement>('[data-enhance="post-editor"]')) {
  const keeper = saving(form);
  leaving(form, () => keeper.isKept());
  figures(form);
}

async function send(address: string, body: FormData): Promise<[number, Told]> {
  const answer = await fetch(address, { method: "POST", body, redirect: "error" });
  const told = answer.headers.get("Content-Type")?.includes("json") ? ((await answer.json()) as Told) : {};
  return [answer.status, told];
}

function saving(form: HTMLFormElement): { isKept: () => boolean } {
  const address = form.dataset["autosave"] ?? "";
  const edition = form.elements.namedItem("edition") as HTMLInputElement;
  const state = part(form, "state");
  let kept = typed(form);
  let timer = 0;
  let isBusy = false;
  // After a conflict somebody has to decide: only the button saves then.
  let waits = form.hasAttribute("data-waits");

  const say = (words: string): void => {
    if (state && state.textContent !== words) state.textContent = words;
  };
  const save = async (): Promise<void> => {
    const now = typed(form);
    if (waits || isBusy || now === kept) return;
    isBusy = true;
    try {
      const [status, told] = await send(address, body(form));
      if (status === 200 && told.edition !== undefined) {
        kept = typed(form) === now ? typed(form) : now;
        edition.value = String(told.edition);
        form.removeAttribute("data-changed");
      }
      waits = status === 409;
      if (waits) edition.dataset["old"] = "yes";
      say(told.said ?? form.dataset["lost"] ?? "");
    } catch {
      say(form.dataset["lost"] ?? "");
    } finally {
      isBusy = false;
      if (typed(form) !== kept) soon();
    }
  };
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", () => window.clearTimeout(timer));
  return { isKept: () => typed(form) === kept && !form.hasAttribute("data-changed") };
}

// Files are sent with the button alone: not again with each pause.
function body(form: HTMLFormElement): FormData {
  const found = new FormData(form);
  for (const [name, value] of [...found]) if (typeof value !== "string") found.delete(name);
  return found;
}

function figures(form: HTMLFormElement): void {
  const box = part(form, "figure");
  const button = box && part<HTMLButtonElement>(box, "add-figure");
  const text = form.elements.namedItem("text");
  if (!box || !button || !(text instanceof HTMLTextAreaElement)) return;
  const state = part(box, "figure-state");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    button.disabled = true;
    void send(form.dataset["figures"] ?? "", new FormData(form))
      .then(([status, told]) => {
        if (state) state.textContent = told.said ?? form.dataset["lost"] ?? "";
        if (status === 200 && told.line) {
          insert(text, told.line);
          for (const field of box.querySelectorAll("input")) field.value = "";
          box.removeAttribute("open");
          text.focus();
        }
      })
      .catch(() => {
        if (state) state.textContent = form.dataset["lost"] ?? "";
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}

// A picture stands in a paragraph of its own.
function insert(text: HTMLTextAreaElement, line: string): void {
  const before = text.value.slice(0, text.selectionStart).trimEnd();
  const after = text.value.slice(text.selectionEnd).trimStart();
  const start = before ? `${before}\n\n${line}` : line;
  text.value = `${start}\n\n${after}`;
  text.setSelectionRange(start.length + 2, start.length + 2);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

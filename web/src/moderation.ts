// The queue of comments by keys: j and k move, a, s and d decide, u takes back, x chooses.
// A decision is sent as the form's own button would send it, and the page that answers takes this one's place.
let at = 0;

const lines = () => [...document.querySelectorAll<HTMLElement>("[data-line]")];
const keys = () => document.querySelector<HTMLElement>("[data-keys]");

function go(to: number): void {
  const all = lines();
  at = Math.max(0, Math.min(to, all.length - 1));
  all[at]?.focus();
}

async function press(button: HTMLButtonElement): Promise<void> {
  const form = button.form!;
  const sent = new URLSearchParams([...new FormData(form, button)] as [string, string][]);
  const answer = await fetch(button.formAction || form.action, { method: "POST", body: sent });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!answer.ok || !main) return form.requestSubmit(button);
  document.querySelector("main")!.replaceWith(main);
  document.title = page.title;
  history.replaceState(null, "", answer.url);
  begin();
  go(at);
}

function onKey(event: KeyboardEvent): void {
  const typing = (event.target as Element).closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") return void toggle();
  if (event.key === "j") return go(document.activeElement?.closest("[data-line]") ? at + 1 : at);
  if (event.key === "k") return go(at - 1);
  if (event.key === "x") return void lines()[at]?.querySelector<HTMLInputElement>("[type=checkbox]")?.click();
  const where = event.key === "u" ? document : lines()[at];
  const button = where?.querySelector<HTMLButtonElement>(event.key === "u" ? "[data-undo]" : `[data-key="${event.key}"]`);
  if (button) void press(button);
}

function toggle(): void {
  const help = keys();
  if (help) help.hidden = !help.hidden;
}

function begin(): void {
  const help = keys();
  if (help) help.hidden = false;
  const all = document.querySelector<HTMLElement>("[data-all]");
  if (all) all.hidden = false;
  all?.addEventListener("change", (event) => {
    const chosen = (event.target as HTMLInputElement).checked;
    for (const box of document.querySelectorAll<HTMLInputElement>("[data-line] [type=checkbox]")) box.checked = chosen;
  });
  document.addEventListener("focusin", noteWhere);
}

function noteWhere(event: FocusEvent): void {
  const line = (event.target as Element).closest<HTMLElement>("[data-line]");
  if (line) at = lines().indexOf(line);
}

document.addEventListener("keydown", onKey);
begin();

export {};

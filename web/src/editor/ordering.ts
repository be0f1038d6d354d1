// A list put in order: by dragging with mouse, pen or finger, and by the buttons with the keyboard.
// Each new order is sent at once; when that fails, the page is loaded as it stands.
import { part, parts } from "./part.ts";

export function ordering(form: HTMLFormElement): void {
  const list = part(form, "list");
  if (!list) return;
  const status = document.createElement("p");
  status.className = "to-visually-hidden";
  status.setAttribute("role", "status");
  form.append(status);

  const settled = (thing: HTMLElement): void => {
    const all = parts(list, "thing");
    all.forEach((each, index) => {
      disable(each, "up", index === 0);
      disable(each, "down", index === all.length - 1);
    });
    status.textContent = (form.dataset["moved"] ?? "").replace("%s", String(all.indexOf(thing) + 1));
    send(form, all);
  };
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('[data-part="up"], [data-part="down"]');
    const thing = button?.closest<HTMLElement>('[data-part="thing"]');
    if (!button || !thing) return;
    event.preventDefault();
    step(thing, button.dataset["part"] === "up");
    settled(thing);
    const stays = button.disabled ? thing.querySelector<HTMLElement>("button:not(:disabled)") : button;
    stays?.focus();
  });
  if (parts(list, "thing").length > 1) {
    for (const thing of parts(list, "thing")) dragging(form, list, thing, settled);
  }
}

function step(thing: HTMLElement, up: boolean): void {
  if (up) thing.previousElementSibling?.before(thing);
  else thing.nextElementSibling?.after(thing);
}

function disable(thing: HTMLElement, name: string, yes: boolean): void {
  const button = part<HTMLButtonElement>(thing, name);
  if (button) button.disabled = yes;
}

// The grip is for pointers only: the buttons beside it do the same for everybody else.
function dragging(
  form: HTMLFormElement,
  list: HTMLElement,
  thing: HTMLElement,
  settled: (thing: HTMLElement) => void,
): void {
  const grip = document.createElement("span");
  grip.className = "to-grip";
  grip.setAttribute("aria-hidden", "true");
  grip.title = form.dataset["grip"] ?? "";
  thing.prepend(grip);
  let before: Element[] | undefined;

  const end = (keeps: boolean): void => {
    const was = before;
    if (!was) return;
    before = undefined;
    thing.removeAttribute("data-dragged");
    if (!keeps) list.append(...was);
    else if (was.some((each, index) => list.children[index] !== each)) settled(thing);
  };
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    before = [...list.children];
    grip.setPointerCapture(event.pointerId);
    thing.setAttribute("data-dragged", "");
  });
  grip.addEventListener("pointermove", (event) => {
    if (before) follow(thing, event.clientY);
  });
  grip.addEventListener("pointerup", () => end(true));
  grip.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end(false);
  });
}

// One place at a time, as soon as the pointer has passed the middle of its neighbour. The neighbour
// moves, not the thing itself: whatever is taken out of the page loses the pointer.
function follow(thing: HTMLElement, y: number): void {
  const above = thing.previousElementSibling;
  const below = thing.nextElementSibling;
  if (above && y < middle(above)) thing.after(above);
  else if (below && y > middle(below)) thing.before(below);
}

function middle(element: Element): number {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}

let sent: Promise<void> = Promise.resolve();

// One after the other, so that the last order is the one that stays.
function send(form: HTMLFormElement, things: HTMLElement[]): void {
  const body = new FormData(form);
  for (const thing of things) body.append("order", thing.dataset["id"] ?? "");
  sent = sent.then(async () => {
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 204) return;
    } catch {
      // Falls through: what stands at the server is shown.
    }
    window.location.reload();
  });
}

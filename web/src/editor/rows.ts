// Rows of fields, added, removed and moved where they stand; the server does the same without a script.
import { part, parts } from "./part.ts";

const NUMBER = /(^|\s)(id_)?([a-z]+)-(?:\d+|__)-/g;

export function rows(element: HTMLElement): void {
  const list = part(element, "rows");
  const blank = part<HTMLTemplateElement>(element, "blank");
  const count = part<HTMLInputElement>(element, "count");
  if (!list || !blank || !count) return;

  const changed = (): void => {
    const all = parts(list, "row");
    all.forEach(number);
    all.forEach((row, index) => {
      disable(row, "row-up", index === 0);
      disable(row, "row-down", index === all.length - 1);
      disable(row, "drop", false);
    });
    count.value = String(all.length);
    element.dispatchEvent(new CustomEvent("rows-changed", { bubbles: true }));
  };

  element.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-part]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest<HTMLElement>('[data-part="row"]');
    act(button.dataset["part"] ?? "", row, list, blank);
    changed();
    if (!list.contains(document.activeElement) && document.activeElement !== button) {
      part(element, "add")?.focus();
    } else if (row?.isConnected) focusAgain(button, row);
  });
  // Enter in a row asks for the next one; it does not send a form that is half filled in.
  list.addEventListener("keydown", (event) => {
    const field = event.target as HTMLElement;
    if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || event.isComposing) return;
    event.preventDefault();
    const next = field.closest('[data-part="row"]')?.nextElementSibling?.querySelector<HTMLElement>(INPUT);
    if (next) next.focus();
    else part(element, "add")?.click();
  });
  changed();
}

const INPUT = 'input:not([type="hidden"])';

function act(what: string, row: HTMLElement | null, list: HTMLElement, blank: HTMLTemplateElement): void {
  if (what === "add") {
    list.append(blank.content.cloneNode(true));
    list.lastElementChild?.querySelector<HTMLElement>(INPUT)?.focus();
  } else if (what === "drop" && row) {
    const beside = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector<HTMLElement>(INPUT);
    row.remove();
    beside?.focus();
  } else if (what === "row-up") row?.previousElementSibling?.before(row);
  else if (what === "row-down") row?.nextElementSibling?.after(row);
}

function focusAgain(button: HTMLButtonElement, row: HTMLElement): void {
  if (!button.isConnected || button.dataset["part"] === "add") return;
  if (!button.disabled) button.focus();
  else row.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
}

function disable(row: HTMLElement, name: string, yes: boolean): void {
  const button = part<HTMLButtonElement>(row, name);
  if (button) button.disabled = yes;
}

function number(row: HTMLElement, index: number): void {
  for (const attribute of ["name", "id", "for", "aria-describedby"]) {
    for (const element of row.querySelectorAll(`[${attribute}]`)) {
      const value = element.getAttribute(attribute) ?? "";
      element.setAttribute(attribute, value.replace(NUMBER, `$1$2$3-${index}-`));
    }
  }
  for (const button of row.querySelectorAll<HTMLButtonElement>("button[value]")) {
    button.value = button.value.replace(/:.*/, `:${index}`);
  }
}

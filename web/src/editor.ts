// What makes the screens of one event quicker with a script. Without it, every one of them works by
// its buttons and links alone.
import { copying } from "./editor/copying.ts";
import { editing } from "./editor/editing.ts";
import { leaving } from "./editor/leaving.ts";
import { ordering } from "./editor/ordering.ts";
import { rows } from "./editor/rows.ts";
import { zone } from "./editor/zone.ts";

const behaviours: Record<string, (element: HTMLElement) => void> = {
  "editor-zone": zone,
  "editor-rows": rows,
  editor: editing,
  "editor-leave": (element) => leaving(element as HTMLFormElement),
  "editor-order": (element) => ordering(element as HTMLFormElement),
  "editor-copy": copying,
};

// On a phone the tabs scroll sideways: the one that is open comes into sight.
for (const tab of document.querySelectorAll('nav [aria-current="page"]')) {
  tab.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
}

for (const [name, attach] of Object.entries(behaviours)) {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-enhance="${name}"]`)) attach(element);
}

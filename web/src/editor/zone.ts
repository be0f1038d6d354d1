// A first event begins in the time zone that its organiser is in.
export function zone(element: HTMLElement): void {
  const select = element.querySelector("select");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!select || select.value !== "UTC" || !here) return;
  const known = [...select.options].find((option) => option.value === here);
  if (known) {
    known.selected = true;
    known.defaultSelected = true;
  }
}

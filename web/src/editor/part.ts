export function part<Found extends HTMLElement>(within: ParentNode, name: string): Found | null {
  return within.querySelector<Found>(`[data-part="${name}"]`);
}

export function parts(within: ParentNode, name: string): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(`[data-part="${name}"]`)];
}

// What the pictures share: colours of the page, which change with its scheme, and numbers as its language has them.
import type uPlot from "uplot";

export function colour(name: string): () => string {
  return () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The accent, which is always #rrggbb, so transparent. */
export function tint(share: number): () => string {
  const accent = colour("--accent");
  return () => `${accent()}${Math.round(share * 255).toString(16).padStart(2, "0")}`;
}

export function whole(): Intl.NumberFormat {
  return new Intl.NumberFormat(document.documentElement.lang || "en");
}

export function axis(): uPlot.Axis {
  return { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "13px system-ui, sans-serif" };
}

export function sizeOf(place: HTMLElement): { width: number; height: number } {
  return { width: Math.max(place.clientWidth, 120), height: place.clientHeight || 220 };
}

// How a forecast has moved: its middle as a line, and three bands around it, each wider and paler.
import uPlot from "uplot";
import { axis, colour, sizeOf, tint, whole } from "./ink.ts";
import { columns } from "./within.ts";

/** Rows of seconds since 1970, then the bounds from the lowest to the highest, the middle among them. */
export type Fan = number[][];

export class FanChart {
  constructor(figure: HTMLElement, fan: Fan) {
    if (fan.length < 2) return;
    figure.hidden = false;
    const place = figure.querySelector<HTMLElement>(".to-picture__chart")!;
    const plot = new uPlot(options(place, figure.dataset["zone"] ?? "UTC"), columns(fan) as uPlot.AlignedData, place);
    new ResizeObserver(() => plot.setSize(sizeOf(place))).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
  }
}

/** The palest band may run out of the picture, where it would press the rest together. */
function top(data: readonly number[][]): number {
  const most = (column: number) => Math.max(...(data[column] ?? [0]));
  return Math.max(4, Math.min(1.08 * most(7), 1.8 * most(6)));
}

function options(place: HTMLElement, zone: string): uPlot.Options {
  const day = new Intl.DateTimeFormat(document.documentElement.lang || "en", { day: "numeric", month: "short", timeZone: zone });
  const edge = (dash: number[]): uPlot.Series => ({ stroke: colour("--accent"), width: 1, dash, points: { show: false } });
  return {
    ...sizeOf(place),
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 16, 0, 0],
    scales: { y: { range: (plot) => [0, top(plot.data as unknown as number[][])] } },
    axes: [
      { ...axis(), grid: { show: false }, size: 32, space: 70, incrs: [86400, 2 * 86400, 5 * 86400, 7 * 86400, 14 * 86400, 28 * 86400, 56 * 86400], values: (_, ticks) => ticks.map((tick) => day.format(tick * 1000)) },
      { ...axis(), size: 56, space: 44, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? whole().format(tick) : "")) },
    ],
    series: [{}, edge([2, 4]), edge([6, 4]), edge([]), { stroke: colour("--accent"), width: 3, points: { show: true, size: 5, fill: colour("--accent") } }, edge([]), edge([6, 4]), edge([2, 4])],
    bands: [
      { series: [7, 1], fill: tint(0.1) },
      { series: [6, 2], fill: tint(0.16) },
      { series: [5, 3], fill: tint(0.3) },
    ],
  };
}

// Answers per hour, as a chart. Its table is on the page beside it.
import uPlot from "uplot";
import { withoutGaps } from "./gaps.ts";

export class HoursChart {
  private readonly plot: uPlot;
  private readonly figure: HTMLElement;

  constructor(figure: HTMLElement, counts: ReadonlyMap<number, number>) {
    this.figure = figure;
    figure.hidden = false;
    const place = figure.querySelector<HTMLElement>("div")!;
    this.plot = new uPlot(options(place, figure), withoutGaps(counts), place);
    new ResizeObserver(() => this.plot.setSize(sizeOf(place))).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.plot.redraw());
  }

  get shown(): boolean {
    return this.figure.isConnected;
  }

  update(counts: ReadonlyMap<number, number>): void {
    this.plot.setData(withoutGaps(counts));
  }
}

function sizeOf(place: HTMLElement): { width: number; height: number } {
  return { width: Math.max(place.clientWidth, 120), height: place.clientHeight || 180 };
}

function options(place: HTMLElement, figure: HTMLElement): uPlot.Options {
  const zone = figure.dataset["zone"] ?? "UTC";
  const colour = (name: string) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour("--soft"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  const language = document.documentElement.lang || "en";
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: zone });
  const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: zone });
  const whole = new Intl.NumberFormat(language);
  return {
    ...sizeOf(place),
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 24, 0, 0],
    scales: { y: { range: (_, __, most) => [0, Math.max(most * 1.1, 4)] } },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: 64, values: (_, ticks, __, ___, step) => ticks.map((tick) => (step < 86400 ? clock : day).format(tick * 1000)) },
      { ...axis, size: 44, space: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6], values: (_, ticks) => ticks.map((tick) => whole.format(tick)) },
    ],
    series: [{}, { stroke: colour("--accent"), fill: colour("--accent-wash"), width: 2, points: { show: false } }],
  };
}

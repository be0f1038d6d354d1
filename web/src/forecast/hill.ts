// How likely each number is: a hill, whose middle 8 chances in 10 are hatched between two lines.
import uPlot from "uplot";
import { axis, colour, sizeOf, tint, whole } from "./ink.ts";
import { nearest, within } from "./within.ts";

/** `bounds` are the middle, and the ends of 8 chances in 10. */
export interface Hill {
  counts: number[];
  height: number[];
  more: number[];
  bounds: [number, number, number];
}

export class HillChart {
  constructor(figure: HTMLElement, hill: Hill) {
    figure.hidden = false;
    const place = figure.querySelector<HTMLElement>(".to-picture__chart")!;
    const told = figure.querySelector<HTMLElement>(".to-picture__told")!;
    const [, low, high] = hill.bounds;
    const plot = new uPlot(
      options(place, hill, (index) => (told.textContent = sentence(figure.dataset["more"] ?? "", hill, index))),
      [hill.counts, hill.height, within(hill.counts, hill.height, low, high)],
      place,
    );
    new ResizeObserver(() => plot.setSize(sizeOf(place))).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
  }
}

function sentence(words: string, hill: Hill, index: number | null | undefined): string {
  if (index === null || index === undefined) return "";
  const chance = Math.round(100 * hill.more[index]!);
  return words.replace("#", whole().format(Math.round(hill.counts[index]!))).replace("@", String(chance));
}

function options(place: HTMLElement, hill: Hill, tell: (index: number | null | undefined) => void): uPlot.Options {
  return {
    ...sizeOf(place),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    padding: [12, 12, 0, 12],
    scales: { x: { time: false }, y: { range: [0, 1.08] } },
    axes: [
      { ...axis(), grid: { show: false }, size: 36, splits: () => [], values: () => [] },
      { show: false },
    ],
    series: [
      {},
      { stroke: colour("--accent"), fill: tint(0.13), width: 2, points: { show: false } },
      { fill: tint(0.34), width: 0, points: { show: false } },
    ],
    hooks: {
      draw: [(plot) => lines(plot, hill), (plot) => numbers(plot, hill)],
      setCursor: [(plot) => tell(plot.cursor.idx)],
    },
  };
}

/** The numbers beneath the hill; the outer two step aside where they would run into the middle one. */
function numbers(plot: uPlot, hill: Hill): void {
  const { ctx } = plot;
  const pixels = devicePixelRatio;
  const beneath = plot.valToPos(0, "y", true) + 18 * pixels;
  const [middle, low, high] = hill.bounds.map((count) => ({ text: whole().format(count), at: plot.valToPos(count, "x", true) }));
  ctx.save();
  ctx.textAlign = "center";
  ctx.font = `600 ${15 * pixels}px system-ui, sans-serif`;
  ctx.fillStyle = colour("--ink")();
  ctx.fillText(middle!.text, middle!.at, beneath);
  const half = ctx.measureText(middle!.text).width / 2;
  ctx.font = `${14 * pixels}px system-ui, sans-serif`;
  ctx.fillStyle = colour("--soft")();
  const room = (text: string) => half + ctx.measureText(text).width / 2 + 9 * pixels;
  ctx.fillText(low!.text, Math.min(low!.at, middle!.at - room(low!.text)), beneath);
  ctx.fillText(high!.text, Math.max(high!.at, middle!.at + room(high!.text)), beneath);
  ctx.restore();
}

/** The middle as a thick line, the ends of 8 chances in 10 as dashed ones: told apart without colour. */
function lines(plot: uPlot, hill: Hill): void {
  const [middle, low, high] = hill.bounds;
  const { ctx } = plot;
  const ground = plot.valToPos(0, "y", true);
  ctx.save();
  ctx.strokeStyle = colour("--accent")();
  hatch(plot, hill, ground);
  for (const [count, width, dash] of [[middle, 3, []], [low, 1.5, [5, 4]], [high, 1.5, [5, 4]]] as const) {
    const height = hill.height[nearest(hill.counts, count)] ?? 0;
    const across = plot.valToPos(count, "x", true);
    ctx.beginPath();
    ctx.lineWidth = width * devicePixelRatio;
    ctx.setLineDash(dash.map((part) => part * devicePixelRatio));
    ctx.moveTo(across, ground);
    ctx.lineTo(across, plot.valToPos(height, "y", true));
    ctx.stroke();
  }
  ctx.restore();
}

function hatch(plot: uPlot, hill: Hill, ground: number): void {
  const [, low, high] = hill.bounds;
  const { ctx } = plot;
  const inside = hill.counts.map((count, index) => [count, hill.height[index]!] as const).filter(([count]) => count >= low && count <= high);
  if (inside.length < 2) return;
  ctx.save();
  ctx.beginPath();
  ctx.moveTo(plot.valToPos(inside[0]![0], "x", true), ground);
  for (const [count, height] of inside) ctx.lineTo(plot.valToPos(count, "x", true), plot.valToPos(height, "y", true));
  ctx.lineTo(plot.valToPos(inside[inside.length - 1]![0], "x", true), ground);
  ctx.clip();
  ctx.globalAlpha = 0.35;
  ctx.lineWidth = devicePixelRatio;
  const { left, top, width, height } = plot.bbox;
  ctx.beginPath();
  for (let start = left - height; start < left + width; start += 9 * devicePixelRatio) {
    ctx.moveTo(start, top + height);
    ctx.lineTo(start + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

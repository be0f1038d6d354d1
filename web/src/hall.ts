// The chance of a hall to be too small, by its seats. The table of the same figures is on the page.
import uPlot from "uplot";

interface Risk {
  capacity: number[];
  over: number[];
  best: number;
  marks: [number, string][];
}

const figure = document.querySelector<HTMLElement>('[data-enhance="hall-chart"]');
const known = document.getElementById("hall")?.textContent;
if (figure && known) {
  const risk = JSON.parse(known) as Risk;
  figure.hidden = false;
  const place = figure.querySelector<HTMLElement>("div")!;
  const plot = new uPlot(options(place, risk), [risk.capacity, risk.over], place);
  new ResizeObserver(() => plot.setSize(sizeOf(place))).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
}

function sizeOf(place: HTMLElement): { width: number; height: number } {
  return { width: Math.max(place.clientWidth, 120), height: place.clientHeight || 220 };
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(place: HTMLElement, risk: Risk): uPlot.Options {
  const whole = new Intl.NumberFormat(document.documentElement.lang || "en");
  const axis: uPlot.Axis = {
    stroke: () => colour("--soft"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  return {
    ...sizeOf(place),
    legend: { show: false },
    cursor: { show: false },
    padding: [12, 16, 0, 0],
    scales: { x: { time: false }, y: { range: [0, 100] } },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: 60, values: (_, ticks) => ticks.map((tick) => whole.format(tick)) },
      { ...axis, size: 44, space: 36, values: (_, ticks) => ticks.map((tick) => `${tick} %`) },
    ],
    series: [{}, { stroke: () => colour("--accent"), fill: () => colour("--accent-wash"), width: 2, points: { show: false } }],
    hooks: { draw: [(plot) => drawMarks(plot, risk)] },
  };
}

// A dashed line for each hall with its name, a whole one for the size that is best; names do not meet.
function drawMarks(plot: uPlot, risk: Risk): void {
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  const ratio = window.devicePixelRatio || 1;
  const marks: [number, string][] = risk.marks.length ? risk.marks : [[risk.best, String(risk.best)]];
  ctx.save();
  ctx.font = `600 ${12 * ratio}px system-ui, sans-serif`;
  ctx.strokeStyle = ctx.fillStyle = colour("--ink");
  ctx.lineWidth = 1.2 * ratio;
  [...marks].sort((one, other) => one[0] - other[0]).forEach(([seats, name], row) => {
    const x = Math.round(plot.valToPos(seats, "x", true));
    ctx.setLineDash(seats === risk.best ? [] : [4 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    const right = x > plot.bbox.left + plot.bbox.width * 0.62;
    ctx.textAlign = right ? "right" : "left";
    ctx.fillText(name, x + (right ? -6 : 6) * ratio, top + (14 + 17 * row) * ratio);
  });
  ctx.restore();
}

// The event's figures while they grow: the server says when something changed, and how it then stands.
import { HoursChart } from "./overview/hours.ts";
import { morph } from "./overview/morph.ts";

interface News {
  html: string;
  sentence: string;
  hours: [number, number][];
}

// A screen reader is told how many now and then, not at each answer.
const BETWEEN_SENTENCES = 30_000;
const FIRST_PAUSE = 3_000;
const LONGEST_PAUSE = 60_000;

class LiveFigures {
  private readonly counts: Map<number, number>;
  private chart: HoursChart | undefined;
  private source: EventSource | undefined;
  private pause = FIRST_PAUSE;
  private said = Date.now();

  constructor(
    private readonly figures: HTMLElement,
    private readonly state: HTMLElement,
    private readonly sentence: HTMLElement,
  ) {
    const known = document.getElementById("hours")?.textContent ?? "[]";
    this.counts = new Map(JSON.parse(known) as [number, number][]);
    this.draw();
  }

  open(): void {
    const source = new EventSource(this.figures.dataset["from"]!);
    source.addEventListener("figures", (event) => {
      this.pause = FIRST_PAUSE;
      this.show("live");
      this.tell(JSON.parse((event as MessageEvent<string>).data) as News);
    });
    source.addEventListener("refused", () => {
      source.close();
      this.show("refused");
    });
    source.addEventListener("error", () => {
      this.show("lost");
      // After a refusal a browser does not try again by itself.
      if (source.readyState === EventSource.CLOSED) this.openLater();
    });
    this.source = source;
  }

  close(): void {
    this.source?.close();
    this.source = undefined;
  }

  private openLater(): void {
    const refused = this.source;
    setTimeout(() => this.source === refused && this.open(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  private tell(news: News): void {
    const then = document.createElement("div");
    then.innerHTML = news.html;
    for (const { name, value } of [...this.figures.attributes]) then.setAttribute(name, value);
    morph(this.figures, then);
    for (const [hour, answers] of news.hours) this.counts.set(hour, answers);
    this.draw();
    this.say(news.sentence);
  }

  private draw(): void {
    if (this.chart?.shown) {
      this.chart.update(this.counts);
      return;
    }
    const figure = this.figures.querySelector<HTMLElement>("figure[data-keep]");
    this.chart = figure ? new HoursChart(figure, this.counts) : undefined;
  }

  private say(sentence: string): void {
    if (Date.now() - this.said < BETWEEN_SENTENCES || this.sentence.textContent === sentence) return;
    this.said = Date.now();
    this.sentence.textContent = sentence;
  }

  private show(state: "live" | "lost" | "refused"): void {
    const label = this.state.dataset[state] ?? "";
    if (this.state.textContent !== label) this.state.textContent = label;
    this.state.dataset["state"] = state;
  }
}

const part = (name: string) => document.querySelector<HTMLElement>(`[data-enhance="live-${name}"]`);
const [figures, state, sentence] = [part("figures"), part("state"), part("sentence")];
if (figures && state && sentence) {
  const live = new LiveFigures(figures, state, sentence);
  live.open();
  // Nobody looks at a hidden page; and a browser opens few connections to one host at once.
  document.addEventListener("visibilitychange", () => {
    live.close();
    if (!document.hidden) live.open();
  });
}

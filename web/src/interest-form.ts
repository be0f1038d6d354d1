// The form of an event's page: checks fields as they are left, asks what follows from an answer,
// and sends until the server has it. Without it the form works all the same.
import { type Asked, problem } from "./form/check.ts";
import { type Draft, type Pairs, Shelf, body, fresh, newId, toSend } from "./form/draft.ts";
import { mayComeBack, wait } from "./form/patience.ts";
import { hidden } from "./form/shown.ts";
import type { Solver } from "./form/solver.ts";
import { sourceOf } from "./form/source.ts";
import { suggestion } from "./form/typo.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const TIMEOUT = 30_000;
const SHORT = 2_000;
const MOST_PROOFS = 2;

class Field {
  readonly name: string;
  readonly controls: Control[];
  private readonly asked: Asked;
  touched = false;

  constructor(readonly element: HTMLElement) {
    this.name = element.dataset.field!;
    this.controls = [...element.querySelectorAll<Control>("input, select, textarea")];
    const first = this.controls[0] as HTMLInputElement;
    const codes = element.getAttributeNames().filter((name) => name.startsWith("data-say-"));
    this.asked = {
      kind: element.dataset.kind!,
      codes: codes.map((name) => name.slice(9)),
      ...(first.maxLength > 0 && { longest: first.maxLength }),
      ...(first.min && { least: first.min }),
      ...(first.max && { greatest: first.max }),
      ...(element.dataset.most && { most: Number(element.dataset.most) }),
    };
  }

  get values(): string[] {
    const given = this.controls.filter((control) => !isBox(control) || control.checked);
    return given.map((control) => control.value);
  }

  get problem(): string {
    // A browser that cannot read what was typed as a number or date gives nothing at all.
    const unreadable = this.controls.some((control) => control.validity.badInput);
    return unreadable ? `not_a_${this.asked.kind}` : problem(this.asked, this.values);
  }

  say(code: string): void {
    const id = `${this.controls[0]!.id}-error`;
    document.getElementById(id)?.remove();
    const described = this.element.matches("fieldset") ? this.element : this.controls[0]!;
    const others = (described.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
    for (const control of this.controls) {
      if (code) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    if (code) {
      const line = copy("error-line");
      line.id = id;
      line.querySelector("[data-words]")!.textContent = this.words(code);
      const last = isBox(this.controls[0]!) ? this.controls[0]!.closest("div") : this.controls[0]!;
      last!.before(line);
      others.push(id);
    }
    if (others.length) described.setAttribute("aria-describedby", others.join(" "));
    else described.removeAttribute("aria-describedby");
  }

  words(code: string): string {
    return this.element.getAttribute(`data-say-${code}`) ?? "";
  }
}

class InterestForm {
  private readonly fields: Field[];
  private readonly shelf: Shelf;
  private readonly status: HTMLElement;
  private readonly button: HTMLButtonElement;
  private draft: Draft;
  private sending = false;
  private timer = 0;
  /** When the page's form was first touched, as the server says it; kept where the form is shown again. */
  private static opened: Promise<string> | undefined;
  /** A proof of work, being made or ready: it is good for one answer. */
  private proof: Promise<string> | undefined;
  private proofs = 0;

  constructor(private readonly form: HTMLFormElement) {
    this.fields = [...form.querySelectorAll<HTMLElement>("[data-field]")].map((element) => new Field(element));
    this.shelf = new Shelf(`turnout:${form.dataset.event}`, () => sessionStorage, () => localStorage);
    this.status = form.querySelector("[data-status]")!;
    this.button = form.querySelector("button:not([type=button])")!;
    this.draft = this.restored();
    this.arrive();
    for (const line of form.querySelectorAll<HTMLElement>("[data-only-if]")) line.hidden = true;
    this.ask();
    form.addEventListener("focusin", () => this.open());
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.timer && this.try(0));
  }

  /** What was typed before, unless the page came back from the server with it. */
  private restored(): Draft {
    const kept = this.shelf.read();
    if (!kept) return fresh(newId);
    if (!this.form.parentElement!.querySelector(".to-problems") && !kept.pairs.every(([name]) => name === "country")) {
      for (const field of this.fields) fill(field, kept.pairs);
      this.status.textContent = this.form.dataset.kept!;
    }
    return kept;
  }

  /** Notes where the visitor came from: as it was when the form was first filled in. */
  private arrive(): void {
    const [via, source] = ["via", "source"].map((name) => this.form.querySelector<HTMLInputElement>(`[name=${name}]`));
    // Only an event asks where its visitors come from.
    if (!via || !source) return;
    const first = new Map(this.draft.pairs);
    if (first.has("via") || first.has("source")) {
      via.value = first.get("via") ?? "";
      source.value = first.get("source") ?? "";
    } else if (!via.value && !source.value) {
      source.value = sourceOf(location.search, document.referrer, location.hostname);
    }
    if (!source.value) return;
    // The page in another language would find itself as the site that had the link.
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".to-languages a")) {
      const there = new URL(link.href);
      there.searchParams.set("utm_source", source.value);
      link.href = there.href;
    }
  }

  private fieldOf(event: Event): Field | undefined {
    return this.fields.find((field) => field.element.contains(event.target as Node));
  }

  /** The form is touched for the first time. */
  private open(): void {
    const { opened, challenge } = this.form.dataset;
    if (opened) InterestForm.opened ??= fetch(opened).then((response) => (response.ok ? response.text() : ""), () => "");
    if (challenge && !this.proof) this.prove(this.form);
  }

  /** Has a proof made, of which the visitor need not know; an empty one where that fails. */
  private prove(where: HTMLElement): void {
    const { challenge, solver, worker } = where.dataset;
    const module: Promise<Solver> = import(solver!);
    this.proof = module.then(({ solve }) => solve(challenge!, worker!)).catch(() => "");
  }

  private typed(event: Event): void {
    this.open();
    const field = this.fieldOf(event);
    this.ask();
    this.pause();
    this.draft = { ...this.draft, pairs: this.pairs() };
    this.shelf.keep(this.draft);
    if (!field) return;
    field.touched = true;
    if (field.controls.some((control) => control.hasAttribute("aria-invalid")) && !field.problem) field.say("");
  }

  private left(event: FocusEvent): void {
    const field = this.fieldOf(event);
    if (!field || field.element.contains(event.relatedTarget as Node | null)) return;
    if (field.touched) field.say(field.problem);
    if (field.name === "email") this.suggest(field);
  }

  private suggest(field: Field): void {
    const input = field.controls[0]!;
    const place = field.element.querySelector("[data-suggestion]")!;
    const meant = suggestion(input.value.trim());
    place.textContent = "";
    if (!meant) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "to-button to-button--link to-suggestion";
    button.textContent = this.form.dataset.suggestion!.replace("%s", meant);
    button.addEventListener("click", () => {
      input.value = meant;
      place.textContent = "";
      input.focus();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    place.append(button);
  }

  /** Shows the questions that follow from the answers, and hides the others. */
  private ask(): Set<string> {
    const conditions = this.fields.map(({ name, element }) => ({
      name,
      shownIf: element.dataset.shownIf ?? "",
      shownIs: (element.dataset.shownIs ?? "").split(" "),
    }));
    const away = hidden(conditions, (name) => this.fields.find((field) => field.name === name)?.values ?? []);
    for (const field of this.fields) field.element.hidden = away.has(field.name);
    return away;
  }

  private pairs(): Pairs {
    const away = this.ask();
    const pairs = [...new FormData(this.form)] as Pairs;
    return pairs.filter(([name, value]) => value !== "" && !away.has(name));
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.sending) return;
    const wrong = this.fields.filter((field) => {
      const code = field.element.hidden ? "" : field.problem;
      field.say(code);
      field.touched = true;
      return code;
    });
    if (this.summarise(wrong)) return;
    this.draft = toSend(this.draft, this.pairs(), newId);
    this.shelf.keep(this.draft);
    this.try(0);
  }

  private summarise(wrong: Field[]): boolean {
    this.form.parentElement!.querySelector(".to-problems")?.remove();
    if (!wrong.length) return false;
    const summary = copy("problems");
    for (const field of wrong) {
      const link = document.createElement("a");
      link.href = `#${field.controls[0]!.id}`;
      link.textContent = field.words(field.problem);
      summary.querySelector("ul")!.append(document.createElement("li"));
      summary.querySelector("li:last-child")!.append(link);
    }
    this.form.before(summary);
    summary.focus();
    return true;
  }

  private async try(tries: number): Promise<void> {
    this.pause();
    this.busy(true);
    this.status.textContent = this.form.dataset.sending!;
    let retryAfter: string | null = null;
    try {
      const sent = await this.signed();
      const response = await fetch(this.form.action, { method: "POST", body: sent, signal: deadline(TIMEOUT) });
      if (!mayComeBack(response.status)) return this.answered(response, await response.text());
      const html = await response.text();
      const check = checkIn(html);
      if (check && (await this.proven(check))) return this.try(tries);
      // Where the browser cannot work it out, the question on that page is asked.
      if (check) return this.answered(response, html);
      retryAfter = response.headers.get("Retry-After");
    } catch {
      // No network, or no answer in time: it is not known to be stored, and sending it again is safe.
    }
    this.busy(false);
    this.waitAndTry(tries + 1, wait(tries, retryAfter, Math.random()));
  }

  /** The answer with what shows that a person sends it. */
  private async signed(): Promise<URLSearchParams> {
    const sent = body(this.draft);
    this.open();
    const opened = await Promise.race([InterestForm.opened, later(SHORT)]);
    if (opened) sent.set("opened", opened);
    if (this.proof) {
      this.status.textContent = this.form.dataset.proving!;
      const proof = await this.proof;
      this.status.textContent = this.form.dataset.sending!;
      if (proof) sent.set("altcha", proof);
    }
    return sent;
  }

  /** Whether a new proof could be made; after a few that were not taken there is no use in more. */
  private async proven(check: HTMLElement): Promise<boolean> {
    if (++this.proofs > MOST_PROOFS) return false;
    this.status.textContent = this.form.dataset.proving!;
    this.prove(check);
    return (await this.proof) !== "";
  }

  private waitAndTry(tries: number, seconds: number): void {
    const words = navigator.onLine ? this.form.dataset.waiting! : this.form.dataset.offline!;
    this.status.textContent = words.replace("%s", String(seconds));
    this.timer = setTimeout(() => this.try(tries), seconds * 1000);
  }

  private answered(response: Response, html: string): void {
    if (response.ok) this.shelf.clear();
    if (response.redirected && response.ok) {
      location.assign(response.url);
      return;
    }
    // Read and refused: the page says why, with what was typed in it.
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main) return this.waitAndTry(9, wait(9, null, Math.random()));
    document.title = page.title;
    document.querySelector("main")!.replaceWith(main);
    begin();
    const said = main.querySelector<HTMLElement>("[autofocus], .to-answer :is(h1, h2)")!;
    said.tabIndex = -1;
    said.focus();
  }

  private busy(sending: boolean): void {
    this.sending = sending;
    this.button.setAttribute("aria-disabled", String(sending));
  }

  /** Stops waiting for the next try: somebody types, or tries at once. */
  private pause(): void {
    if (this.timer) this.status.textContent = "";
    clearTimeout(this.timer);
    this.timer = 0;
  }
}

function fill(field: Field, pairs: Pairs): void {
  const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
  for (const control of field.controls) {
    if (isBox(control)) control.checked = values.includes(control.value);
    else if (values.length) control.value = values[values.length - 1]!;
  }
}

function isBox(control: Control): control is HTMLInputElement {
  return control.type === "radio" || control.type === "checkbox";
}

function copy(name: string): HTMLElement {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-part="${name}"]`)!;
  return template.content.firstElementChild!.cloneNode(true) as HTMLElement;
}

function deadline(milliseconds: number): AbortSignal {
  const end = new AbortController();
  setTimeout(() => end.abort(), milliseconds);
  return end.signal;
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Where the page that was answered asks for a check. */
function checkIn(html: string): HTMLElement | null {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector<HTMLElement>("form[data-challenge][data-solver]");
}

function begin(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-enhance="interest-form"]');
  if (form) new InterestForm(form);
}

begin();

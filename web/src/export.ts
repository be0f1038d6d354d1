// The download with a progress bar: rows are counted as they arrive. Without this script the browser
// downloads the file by itself.

const NEWLINE = 10;

async function download(form: HTMLFormElement, bar: HTMLProgressElement, say: (text: string) => void): Promise<void> {
  say(form.dataset["making"]!);
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form) as never) });
  if (!answer.ok || !answer.body) throw new Error(String(answer.status));
  const file = new Blob(await pieces(answer, Number(form.dataset["size"]), bar), { type: answer.headers.get("content-type") ?? "" });
  save(file, /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "");
}

/** What arrives. A file of known length is counted by its bytes, the others by their rows. */
async function pieces(answer: Response, rows: number, bar: HTMLProgressElement): Promise<Blob[]> {
  const length = Number(answer.headers.get("content-length"));
  bar.max = length || rows || 1;
  bar.value = 0;
  const found: Blob[] = [];
  const reader = answer.body!.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    // As a blob the browser may keep it on the disk.
    found.push(new Blob([next.value]));
    bar.value += length ? next.value.length : next.value.reduce((sum, byte) => sum + (byte === NEWLINE ? 1 : 0), 0);
  }
  bar.value = bar.max;
  return found;
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const form = document.querySelector<HTMLFormElement>('form[data-enhance="export"]');
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const place = form.querySelector<HTMLElement>(".to-export__progress")!;
  const bar = form.querySelector("progress")!;
  const status = form.querySelector<HTMLElement>('[role="status"]')!;
  const button = form.querySelector("button")!;
  place.hidden = false;
  bar.hidden = false;
  bar.removeAttribute("value");
  button.disabled = true;
  try {
    await download(form, bar, (text) => { status.textContent = text; });
    status.textContent = form.dataset["done"]!;
  } catch {
    bar.hidden = true;
    status.textContent = form.dataset["failed"]!;
  } finally {
    button.disabled = false;
  }
});

// The service worker of ticket pages: the network first, and what was kept where there is none.
// An answer that says the ticket is gone takes the kept page away.
export {};

interface Fetching extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const SHELF = "turnout-tickets";
const PAGE = /^\/t\/[\w-]{36}\/$/;
const PATIENCE = 4000;

async function fresh(request: Request, path: string): Promise<Response> {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(path);
  const asked = fetch(request).then(async (answer) => {
    // Not what a button said: the page runs again, and keeps itself without it.
    if (answer.ok && !new URL(request.url).search) await shelf.put(path, answer.clone());
    else if (answer.status === 410) await shelf.delete(path);
    return answer;
  });
  if (!kept) return asked;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([asked, late]).catch(() => kept);
}

async function part(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: SHELF });
  return kept ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request, respondWith } = event as Fetching;
  const { pathname, origin } = new URL(request.url);
  const answer = respondWith.bind(event);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(pathname)) answer(fresh(request, pathname));
  else if (/^\/(?:static|media)\//.test(pathname)) answer(part(request));
});

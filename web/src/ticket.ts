// A ticket that was opened once opens again without a network: it and all that it needs is kept.
const SHELF = "turnout-tickets";

async function keep(): Promise<void> {
  const shelf = await caches.open(SHELF);
  const parts = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"], link[rel="icon"]')].map((link) => link.href);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].map((script) => script.src);
  const pictures = [...document.querySelectorAll<HTMLImageElement>(".to-host img")].map((picture) => picture.src);
  await shelf.addAll([...parts, ...scripts, ...pictures]);
  // Without what a button said: the page as it stands.
  await shelf.add(new Request(location.pathname, { cache: "no-store" }));
  await navigator.serviceWorker.register("/t/offline.js", { scope: "/t/" });
  await navigator.serviceWorker.ready;
}

const ticket = document.querySelector('[data-enhance="ticket"]');
if (ticket && "serviceWorker" in navigator && "caches" in window) {
  keep().then(
    () => ticket.querySelector("[data-offline]")?.removeAttribute("hidden"),
    () => undefined, // Private windows keep nothing: the page is no less a ticket.
  );
}

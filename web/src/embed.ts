// For pages of other sites that show the form in a frame: gives the frame the height that it says it
// needs. It reads nothing of the page and sends nothing anywhere.

((script) => {
  if (!(script instanceof HTMLScriptElement)) return;
  const own = new URL(script.src).origin;

  function frames(): HTMLIFrameElement[] {
    return [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${own}/e/`));
  }

  addEventListener("message", (event: MessageEvent<{ turnout?: string; height?: number } | null>) => {
    const height = Number(event.data?.height);
    if (event.origin !== own || event.data?.turnout !== "height" || !(height > 0)) return;
    for (const frame of frames()) {
      if (frame.contentWindow !== event.source) continue;
      frame.style.height = `${Math.min(height, 10_000)}px`;
      // What follows the form is shorter: whoever has just sent it would look at what stands below.
      if (frame.getBoundingClientRect().bottom < 0) frame.scrollIntoView({ block: "start" });
    }
  });

  // Frames that were there first have spoken already. Any page may be asked: one that is not ours is not
  // listened to.
  for (const frame of frames()) frame.contentWindow?.postMessage({ turnout: "height?" }, "*");
})(document.currentScript);

// A sponsor's picture that a blocker hides: then the line that asks for support is shown. Nothing is
// locked, and nobody is told.
const block = document.querySelector<HTMLElement>('[data-enhance="supporter"]');
const picture = block?.querySelector<HTMLImageElement>('[data-part="picture"]');
const line = block?.querySelector<HTMLElement>('[data-part="not-shown"]');

function look(): void {
  // A lazy picture that is still far away has its room already, and is not complete.
  const refused = picture!.complete && picture!.naturalWidth === 0;
  const { width, height } = picture!.getBoundingClientRect();
  line!.hidden = !(refused || width === 0 || height === 0 || getComputedStyle(picture!).visibility === "hidden");
}

if (picture && line) {
  picture.addEventListener("error", look);
  picture.addEventListener("load", look);
  // Blockers hide what they find at any time: what is hidden has no size any more.
  new ResizeObserver(look).observe(picture);
  look();
  // It tells nothing of what is hidden before it has looked for the first time, which is in the next frame.
  requestAnimationFrame(() => requestAnimationFrame(look));
}

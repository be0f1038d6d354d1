// A video in a post: nothing of it is loaded until it is pressed. Without a script it is a plain link.
for (const block of document.querySelectorAll<HTMLElement>('[data-enhance="video"]')) {
  const { plays, kind, words } = block.dataset;
  if (!plays || !words) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "to-video__play";
  button.textContent = words;
  button.addEventListener("click", () => {
    const player = kind === "file" ? film(plays) : frame(plays);
    player.title = block.querySelector("a")?.textContent ?? "";
    button.replaceWith(player);
    player.tabIndex = 0;
    player.focus();
  });
  block.prepend(button);
}

function film(address: string): HTMLVideoElement {
  const player = document.createElement("video");
  player.src = address;
  player.controls = true;
  player.autoplay = true;
  return player;
}

function frame(address: string): HTMLIFrameElement {
  const player = document.createElement("iframe");
  player.src = address;
  player.allow = "autoplay; fullscreen; picture-in-picture";
  player.allowFullscreen = true;
  player.referrerPolicy = "strict-origin-when-cross-origin";
  return player;
}

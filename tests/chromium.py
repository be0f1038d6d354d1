"""Where this machine has a Chromium."""

import shutil


def chromium() -> str | None:
    """The shell without windows first: a page costs it a quarter of the processor."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")

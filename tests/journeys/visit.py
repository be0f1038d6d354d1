"""A visitor's browser window that notes what must not happen."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
"""
# What the tests themselves run in each frame; a preview's sandbox does not let it, and its page has none.
_OWN = "Blocked script execution in 'about:srcdoc'"


@contextmanager
def visit(
    browser: Browser,
    *,
    width: int = 1280,
    scheme: str = "light",
    javascript: bool = True,
    language: str = "en-US",
    expected: tuple[str, ...] = (),
) -> Iterator[Page]:
    """A window of that size. AssertionError at its end if the console spoke or another host was asked.

    `expected` is what Chromium may note there of refusals and cut lines.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=javascript,
        locale=language,
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    if javascript:
        page.add_init_script(_WATCH_SHIFTS)
    said: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: hosts.add(str(urlsplit(request.url).hostname)))
    yield page
    context.close()
    surprising = [line for line in said if not any(words in line for words in (_OWN, *expected))]
    assert not surprising, surprising
    assert hosts <= {"127.0.0.1"}


@cache
def _axe() -> str:
    return AXE.read_text()


def faults(page: Page) -> list[str]:
    """What axe-core finds, each with where."""
    # Evaluated by the debugger, which the page's policy does not concern.
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { iframes: false, runOnly: { type: 'tag', values: tags } })", WCAG
    )
    return [
        f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']])}"
        for each in found["violations"]
    ]


def shifts(page: Page) -> list[float]:
    found: list[float] = page.evaluate("window.shifts")
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

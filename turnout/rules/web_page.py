"""What another site's page says of itself, and where it links to: read in one pass, whatever it is full of.

A browser's rules, as far as they matter here: comments, scripts and what is shown to nobody are passed over.
No step looks at a character twice, so that no page, however it is written, takes long to read.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin

LONGEST_TAG = 4_000
MOST_LINKS = 5_000
LONGEST = {"title": 200, "site": 80, "author": 80}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,30}+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]{0,40}+)\s*+(?:=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
_OPENS = re.compile(r"</?[A-Za-z]")
# Nothing within is shown, or nothing within is a tag.
_CLOSED = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE)
    for name in ("script", "style", "template", "noscript", "textarea", "title", "iframe", "xmp")
}
_NAMED = {"og:title": "title", "og:site_name": "site", "application-name": "site", "author": "author"}
_WITHOUT_TEXT = {"img", "link", "input", "br", "hr", "source", "area", "base"}
_OF_CLASS = {"p-name": "title", "p-author": "author"}
# An emoji's joiner is between two that are seen; everything else of these hides or turns what follows.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass
class WebPage:
    """`links` are absolute and without fragments; the texts are plain and as long as LONGEST allows."""

    links: set[str] = field(default_factory=set)
    title: str = ""
    site: str = ""
    author: str = ""


@dataclass(frozen=True)
class _Tag:
    """`text` is what stands between it and the next one."""

    name: str
    is_end: bool
    attributes: Mapping[str, str]
    text: str


def read(html: str, address: str) -> WebPage:
    """The page that was found at that address."""
    page, base, found = WebPage(), address, _Found()
    for tag in _tags(html):
        found.take(tag)
        href = tag.attributes.get("href", "")
        if tag.name == "base" and href and base == address:
            base = _joined(address, href) or address
        elif tag.name in {"a", "area"} and href and len(page.links) < MOST_LINKS:
            page.links.add(_joined(base, href))
    page.links.discard("")
    page.title, page.site, page.author = (found.best(name) for name in ("title", "site", "author"))
    return page


class _Found:
    """Said by the page: in its head for programs, in its title for people, in its text (an h-entry)."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}
        self._title = ""
        self._marked: dict[str, str] = {}
        self._open: dict[str, str] = {}

    def take(self, tag: _Tag) -> None:
        if tag.is_end:
            self._open.pop(tag.name, None)
        elif tag.name == "meta":
            self._take_meta(tag.attributes)
        elif tag.name == "title":
            self._title = self._title or tag.text
        elif tag.name not in _WITHOUT_TEXT:
            self._begin(tag)
        for name in self._open.values():
            self._marked[name] = f"{self._marked[name]}{tag.text}"[:1_000]

    def best(self, name: str) -> str:
        said = self._named.get(name) or (self._title if name == "title" else "") or self._marked.get(name, "")
        return plain(said, LONGEST[name])

    def _take_meta(self, attributes: Mapping[str, str]) -> None:
        said = _NAMED.get((attributes.get("property") or attributes.get("name", "")).lower())
        if said and attributes.get("content"):
            self._named.setdefault(said, attributes["content"])

    def _begin(self, tag: _Tag) -> None:
        for each in tag.attributes.get("class", "").split():
            name = _OF_CLASS.get(each)
            if name and name not in self._marked:
                self._marked[name] = ""
                self._open[tag.name] = name


def plain(text: str, longest: int) -> str:
    """One line that shows what it says: no markup's characters in code, nothing that hides or turns text."""
    text = unicodedata.normalize("NFC", unescape(text[: longest * 10]))
    seen = "".join(" " if each.isspace() else each for each in text if _is_seen(each))
    words = _with_few_marks(" ".join(seen.split()))
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _UNSEEN


def _with_few_marks(text: str) -> str:
    """At most three marks above or below a letter: more of them run over the lines around."""
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= 3:
            kept.append(char)
    return "".join(kept)


def _joined(base: str, href: str) -> str:
    try:
        return urldefrag(urljoin(base, href.strip()[:2_000])).url
    except ValueError:
        return ""


def _tags(html: str) -> Iterator[_Tag]:
    at = 0
    while (start := html.find("<", at)) != -1:
        if html.startswith("<!--", start):
            at = _after(html, "-->", start + 4)
            continue
        found = _TAG.match(html, start, start + LONGEST_TAG)
        if found is None:
            # What begins as a tag and does not end is passed over, or its end would be sought for ever.
            at = start + (LONGEST_TAG if _OPENS.match(html, start) else 1)
            continue
        name = found[2].lower()
        at, end = found.end(), _end_of_text(html, name, found)
        yield _Tag(name, bool(found[1]), _attributes(found[3]), html[at : min(end, at + 4_000)])
        at = end if name in _CLOSED else at


def _after(html: str, mark: str, at: int) -> int:
    found = html.find(mark, at)
    return len(html) if found == -1 else found + len(mark)


def _end_of_text(html: str, name: str, tag: "re.Match[str]") -> int:
    if name in _CLOSED and not tag[1]:
        closed = _CLOSED[name].search(html, tag.end())
        return closed.start() if closed else len(html)
    following = html.find("<", tag.end())
    return len(html) if following == -1 else following


def _attributes(text: str) -> dict[str, str]:
    """The first of a name counts, as in a browser."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(next(filter(None, values), "")))
    return found

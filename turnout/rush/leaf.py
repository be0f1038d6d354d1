"""A page that is the same for everybody who reads its language: a post, a list, a feed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from turnout.rules.form import Malformed, parse
from turnout.rush import negotiate
from turnout.rush.page import Page
from turnout.rush.reply import Reply


@dataclass(frozen=True, slots=True)
class Leaf:
    """`pages` by language; the first is for whoever asks for none of them."""

    pages: Mapping[str, Page]
    languages: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "languages", tuple(self.pages))

    def reply(self, query: bytes, headers: Mapping[bytes, bytes]) -> Reply:
        asked = _asked(query) if query else ""
        if asked not in self.pages:
            asked = negotiate.language(headers.get(b"accept-language", b""), self.languages)
        return self.pages[asked].reply(headers)


def _asked(query: bytes) -> str:
    try:
        return parse(query).get("lang", [""])[-1]
    except Malformed:
        return ""

"""A published event, as the rush path knows it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from turnout.rules.form import Form
from turnout.rush.page import Page
from turnout.rush.reply import Reply

BEFORE, OPEN, AFTER = "before", "open", "after"

Pages = Mapping[tuple[str, str, str, str], Page]


@dataclass(frozen=True, slots=True)
class Entrance:
    """What decides on a request without asking anybody. The first language is the event's own."""

    event_id: int
    slug: str
    serial: int
    languages: tuple[str, ...]
    channels: frozenset[str]
    accepting: bool
    forms: Mapping[str, Form]
    pages: Pages
    opens: float = -math.inf
    closes: float = math.inf
    embed_hosts: frozenset[str] = field(default=frozenset())
    checks_everybody: bool = False
    # The channels that stand for a campaign or a site: utm_source or host → code.
    sources: Mapping[str, str] = field(default_factory=dict)
    # Where its pages are below the event's address: the form that other sites embed has its own.
    within: str = ""
    thanks: Mapping[str, Reply] = field(init=False)

    def __post_init__(self) -> None:
        # Of several languages the answer's own is named: the browser may prefer another.
        several = len(self.languages) > 1
        thanks = {
            language: _see_other(f"{self.base}thanks" + (f"?lang={language}" if several else ""))
            for language in self.languages
        }
        object.__setattr__(self, "thanks", thanks)

    @property
    def base(self) -> str:
        return f"/e/{self.slug}/{self.within}"

    def state(self, now: float) -> str:
        """Whether the form is open, by the clock and not by when the page was rendered."""
        if not self.accepting or now >= self.closes:
            return AFTER
        return OPEN if now >= self.opens else BEFORE

    def page(self, path: str, language: str, via: str, state: str) -> Page | None:
        """The page for that visitor, or the nearest one that was rendered."""
        exactly = self.pages.get((path, language, via, state))
        return exactly or self._nearest_page(path, language, via, state)

    def _nearest_page(self, path: str, language: str, via: str, state: str) -> Page | None:
        own = self.languages[0]
        nearest = ((language, ""), (own, via), (own, ""))
        return next(filter(None, (self.pages.get((path, *place, state)) for place in nearest)), None)

    def form(self, versions: Sequence[str]) -> Form:
        """The version that was filled in, where it is known; the newest otherwise."""
        return self.forms.get(versions[-1]) or self.newest_form

    @property
    def newest_form(self) -> Form:
        return max(self.forms.values(), key=lambda form: form.version)


def _see_other(location: str) -> Reply:
    return Reply(303, [(b"location", location.encode()), (b"cache-control", b"no-store")])

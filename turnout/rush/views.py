"""Who looked at the events' pages: counted in memory, and stored together every few seconds."""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from turnout.rules.source import channel_for, host_of
from turnout.rush.address import Visitors
from turnout.rush.entrance import Entrance
from turnout.rush.reply import Scope

HOUR = 3600

# Those that fetch a page to index it or to draw a preview of a link, and the plainest programs.
_ROBOTS = re.compile(
    rb"(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|facebookcatalog|whatsapp|embedly|iframely"
    rb"|mastodon|pleroma|misskey|skypeuripreview|vkshare|google-|lighthouse|headlesschrome"
    rb"|^$|^(?:curl|wget|python|go-http|java|okhttp|axios|node|ruby|libwww|apache-httpclient)\b",
    re.IGNORECASE,
)
_LONGEST_AGENT = 300

log = logging.getLogger(__name__)


class Seen(NamedTuple):
    """What is counted together; `hour` is the number of hours since 1970."""

    event_id: int
    via: str
    hour: int


Seens = Mapping[Seen, int]


@lru_cache(maxsize=1024)
def is_robot(agent: bytes) -> bool:
    return _ROBOTS.search(agent) is not None


class Views:
    """Only ever touched by the event loop's thread.

    Who looks again within the hour counts once. For that a number is remembered that was made of the
    address, the browser's name and a salt: with the hour both numbers and salt are forgotten, and they
    never leave this memory. Past the `most` visitors an hour, those who look again count again.
    """

    __slots__ = ("_counts", "_ends", "_hour", "_known", "_most", "_salt", "_visitors")

    def __init__(self, visitors: Visitors, most: int = 200_000) -> None:
        self._visitors = visitors
        self._most = most
        self._counts: dict[Seen, int] = {}
        self._known: set[int] = set()
        self._salt = b""
        self._hour = 0
        self._ends = 0.0

    def __len__(self) -> int:
        """How many visitors are remembered."""
        return len(self._known)

    def see(
        self, entrance: Entrance, via: str, headers: Mapping[bytes, bytes], scope: Scope, now: float
    ) -> None:
        if now >= self._ends:
            self._begin_hour(now)
        name = self._visitors.name(scope)
        agent = headers.get(b"user-agent", b"")
        # Python's own hash of bytes is keyed by chance for each process, and the cheapest there is.
        visitor = hash((self._salt, entrance.event_id, name, agent))
        if visitor in self._known or is_robot(agent[:_LONGEST_AGENT]) or b"sec-purpose" in headers:
            return
        # Visitors without an address, as behind a Unix socket, would all be one.
        if name is not None and len(self._known) < self._most:
            self._known.add(visitor)
        self._count(Seen(entrance.event_id, via or _channel_of(entrance, headers), self._hour))

    def take(self) -> Seens:
        """What was counted since the last time; it is not counted here any more."""
        taken, self._counts = self._counts, {}
        return taken

    def give_back(self, counts: Seens) -> None:
        for seen, times in counts.items():
            self._count(seen, times)

    def _count(self, seen: Seen, times: int = 1) -> None:
        self._counts[seen] = self._counts.get(seen, 0) + times

    def _begin_hour(self, now: float) -> None:
        self._hour = int(now) // HOUR
        self._ends = (self._hour + 1) * HOUR
        self._salt = secrets.token_bytes(16)
        self._known = set()


def _channel_of(entrance: Entrance, headers: Mapping[bytes, bytes]) -> str:
    """The channel that stands for the site where the link was followed."""
    if not entrance.sources:
        return ""
    return channel_for("", host_of(headers.get(b"referer", b"")), (), entrance.sources)


async def store(views: Views, write: Callable[[Seens], None]) -> None:
    """Hand over what was counted; where it cannot be stored now, it is handed over the next time."""
    counts = views.take()
    if not counts:
        return
    try:
        await asyncio.to_thread(write, counts)
    except Exception:
        log.exception("Views could not be stored; they are kept for the next time")
        views.give_back(counts)


async def store_often(views: Views, write: Callable[[Seens], None], pause: float) -> None:
    """Until it is cancelled."""
    while True:
        await asyncio.sleep(pause)
        await store(views, write)

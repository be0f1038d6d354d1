"""A pressed "Confirm my place", from the wire to the disk: thousands get their invitation in one minute.

It reads a cookie, and so it is taken here only where the browser says that the organiser's own page sent it;
whatever does not say so goes on to Django, whose forms carry a token. The cookie itself never goes along with
another site's form (SameSite=Lax), and is good for this one page.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from turnout.rules.form import Malformed, parse
from turnout.rush.body import HungUp, Patience, TooLarge, TooSlow, replayed
from turnout.rush.figures import Figures
from turnout.rush.group_commit import Full, Refused, Unknown
from turnout.rush.reply import App, Receive, Reply, Scope, Send, plain

# Public id, the link's generation, how many of the people, and when.
Keep = Callable[[str, int, int | None, datetime], Awaitable[None]]
# Which generation of that answer's link opened the page, by the cookie's value; None if it did not.
Opened = Callable[[str, str], int | None]
Headers = Mapping[bytes, bytes]

_PLACE = re.compile(r"/my/([0-9a-f]{32})/claim/", re.ASCII)
_PARTY = re.compile(r"[0-9]{1,3}", re.ASCII)
_BROKEN = plain(400, "Bad Request")
_LARGE, _SLOW = plain(413, "Content Too Large"), plain(408, "Request Timeout")


def is_claim(scope: Scope) -> bool:
    return scope["method"] == "POST" and _PLACE.fullmatch(scope["path"]) is not None


@dataclass(frozen=True, slots=True)
class Claims:
    """303 to the answer's own page once what was pressed is durable; that page says what came of it."""

    keep: Keep
    opened: Opened
    own_origin: bytes
    cookie: str
    onward: App
    full: Reply
    figures: Figures
    patience: Patience = field(default_factory=Patience)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        generation = self._generation(scope["path"], headers)
        if generation is None:
            await self.onward(scope, receive, send)
            return
        body = b""
        try:
            body = await self.patience.read(receive, headers.get(b"content-length", b""))
            reply = await self._reply(scope["path"], generation, body)
        except (Malformed, Refused):
            await self.onward(scope, replayed(body, receive), send)
            return
        except (Full, Unknown):
            # To press again is safe, whatever became of it.
            reply = self.full
        except TooLarge:
            reply = _LARGE
        except TooSlow:
            reply = _SLOW
        except HungUp:
            reply = _BROKEN
        await reply.send(send)

    def _generation(self, path: str, headers: Headers) -> int | None:
        if not self._is_our_pages(headers):
            return None
        value = cookie_of(headers, self.cookie)
        return self.opened(public_id_of(path), value) if value else None

    def _is_our_pages(self, headers: Headers) -> bool:
        """By the browser's word: no page can set these headers itself."""
        origin = headers.get(b"origin")
        if origin == self.own_origin:
            return True
        return origin is None and headers.get(b"sec-fetch-site") == b"same-origin"

    async def _reply(self, path: str, generation: int, body: bytes) -> Reply:
        public_id = public_id_of(path)
        await self.keep(public_id, generation, party_in(body), datetime.now(UTC))
        self.figures.outcomes["claim"] += 1
        headers = [
            (b"location", b"/my/%s/" % public_id.encode()),
            (b"cache-control", b"no-store"),
            (b"referrer-policy", b"same-origin"),
        ]
        return Reply(303, headers)


def public_id_of(path: str) -> str:
    found = _PLACE.fullmatch(path)
    return found[1] if found else ""


def party_in(body: bytes) -> int | None:
    """How many of the people come; None says all of them. Raises Malformed."""
    given = parse(body).get("party", [""])[-1]
    return int(given) if _PARTY.fullmatch(given) else None


def cookie_of(headers: Headers, name: str) -> str:
    """The cookie's value, without the quotes that it may stand in."""
    for part in headers.get(b"cookie", b"").decode("latin-1").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value.strip('"')
    return ""

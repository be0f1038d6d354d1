"""What stands in front: answers the visitors of published events and posts, and lets everything else pass."""

import time
from dataclasses import dataclass

from turnout.rules.form import Malformed, parse
from turnout.rules.source import channel_for
from turnout.rush import negotiate
from turnout.rush.body import replayed
from turnout.rush.entrance import OPEN, Entrance
from turnout.rush.figures import Figures
from turnout.rush.gate import Headers, Onward
from turnout.rush.reply import App, Receive, Reply, Scope, Send, plain
from turnout.rush.shelf import CHALLENGE, INTEREST, OPENED, PAGE, Place, Shelf
from turnout.rush.sign_up import SignUp
from turnout.rush.views import Views

READING = frozenset({"GET", "HEAD"})
_READ_ONLY = plain(405, "Method Not Allowed", (b"allow", b"GET, HEAD"))
_NOT_ALLOWED = plain(405, "Method Not Allowed", (b"allow", b"GET, HEAD, POST"))


@dataclass(frozen=True, slots=True)
class Front:
    shelf: Shelf
    sign_up: SignUp
    onward: App
    figures: Figures
    views: Views

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = self.shelf.places.get(scope["path"]) if scope["type"] == "http" else None
        if place is None:
            reply = self._leaf(scope)
        elif place.part == INTEREST and scope["method"] == "POST":
            await self._take(place.entrance, scope, receive, send)
            return
        else:
            reply = self._reply(place, scope)
        if reply is None:
            await self.onward(scope, receive, send)
        elif scope["method"] == "HEAD":
            await reply.send(send, without_body=True)
        else:
            # Sent from here: each function between would be resumed for each message.
            await send(reply.start)
            await send(reply.body)

    async def _take(self, entrance: Entrance, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            outcome, reply = await self.sign_up.reply(entrance, dict(scope["headers"]), scope, receive)
            await send(reply.start)
            await send(reply.body)
        except Onward as passed:
            outcome = "unacceptable"
            await self.onward(scope, replayed(passed.body, receive), send)
        self.figures.outcomes[outcome] += 1

    def _leaf(self, scope: Scope) -> Reply | None:
        leaf = self.shelf.leaves.get(scope["path"]) if scope["type"] == "http" else None
        if leaf is None or scope["method"] not in READING:
            return None
        self.figures.outcomes["leaf"] += 1
        return leaf.reply(scope["query_string"], dict(scope["headers"]))

    def _reply(self, place: Place, scope: Scope) -> Reply | None:
        """What is answered from memory."""
        entrance, part = place
        if scope["method"] not in READING:
            return _NOT_ALLOWED if part == INTEREST else _READ_ONLY
        if part == INTEREST:
            # Somebody reloads what followed the form: shown the way, elsewhere.
            return None
        if part in (OPENED, CHALLENGE):
            return self.sign_up.tell(entrance, part)
        headers = dict(scope["headers"])
        language, via = _wishes(scope["query_string"], headers, entrance)
        now = time.time()
        page = entrance.page(scope["path"], language, via, entrance.state(now) if part == PAGE else OPEN)
        if page is None:
            return None
        if part == PAGE and scope["method"] == "GET":
            self.views.see(entrance, via, headers, scope, now)
        self.figures.outcomes["page"] += 1
        return page.reply(headers)


def _wishes(query: bytes, headers: Headers, entrance: Entrance) -> tuple[str, str]:
    """Language and channel: as the address says, or else as the browser says, and none."""
    browsers = headers.get(b"accept-language", b"")
    if not query:
        return negotiate.language(browsers, entrance.languages), ""
    try:
        asked = parse(query)
    except Malformed:
        asked = {}
    language = asked.get("lang", [""])[-1]
    if language not in entrance.languages:
        language = negotiate.language(browsers, entrance.languages)
    via, campaign = asked.get("via", [""])[-1], asked.get("utm_source", [""])[-1].lower()
    return language, channel_for(via, campaign, entrance.channels, entrance.sources)

"""A posted comment, from the wire to the disk; and the small pages around its form, from memory.

They are the same for every post, and name none: their links are relative to where they are found.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from turnout.rules.comment import Said, check, last
from turnout.rules.form import Malformed, Unacceptable, parse
from turnout.rush import negotiate, refusal
from turnout.rush.board import Board, Boards
from turnout.rush.body import HungUp, replayed
from turnout.rush.figures import Figures
from turnout.rush.gate import REFUSALS, WHY, Gate, Headers, Onward, sender_of
from turnout.rush.group_commit import Declined, Refused
from turnout.rush.human import CheckNeeded, Sending
from turnout.rush.page import Page
from turnout.rush.reply import App, Receive, Reply, Scope, Send, plain

Keep = Callable[[Board, Said, datetime, Sending], Awaitable[None]]

FORM, THANKS, OPENED, CHALLENGE = "", "thanks", "opened", "challenge"
_ADDRESS = re.compile(r"/news/([-a-zA-Z0-9_]{1,80})/comments(?:/(thanks|opened|challenge))?", re.ASCII)
_READING = frozenset({"GET", "HEAD"})
_BROKEN = plain(400, "Bad Request")


class Place(NamedTuple):
    """A post's slug, and what of its comments an address stands for."""

    slug: str
    part: str


def place_of(path: str) -> Place | None:
    # Nearly every request is for something else, and begins otherwise.
    found = _ADDRESS.fullmatch(path) if path.startswith("/news/") else None
    return Place(found[1], found[2] or FORM) if found else None


@dataclass(frozen=True, slots=True)
class Comments:
    """303 to the thanks once a comment is durable.

    What is not acceptable, and whatever is not known here, is Django's to answer, with the body.
    `pages` holds the thanks and the refusals for each language.
    """

    keep: Keep
    gate: Gate
    boards: Boards
    pages: Mapping[tuple[str, str], Page]
    onward: App
    figures: Figures

    async def __call__(self, place: Place, scope: Scope, receive: Receive, send: Send) -> None:
        board = self.boards.by_slug.get(place.slug)
        if board is None:
            await self.onward(scope, receive, send)
        elif scope["method"] == "POST" and place.part == FORM:
            await self._take(board, scope, receive, send)
        elif scope["method"] in _READING and (reply := self._told(board, place.part, scope)):
            await reply.send(send, without_body=scope["method"] == "HEAD")
        else:
            await self.onward(scope, receive, send)

    async def _take(self, board: Board, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            outcome, reply = await self._reply(board, dict(scope["headers"]), scope, receive)
            await reply.send(send)
        except Onward as passed:
            outcome = "unacceptable"
            await self.onward(scope, replayed(passed.body, receive), send)
        self.figures.outcomes[f"comment_{outcome}"] += 1

    async def _reply(
        self, board: Board, headers: Headers, scope: Scope, receive: Receive
    ) -> tuple[str, Reply]:
        body = b""
        now = datetime.now(UTC)
        try:
            self.gate.refuse_foreign(headers)
            body = await self.gate.read(headers, receive)
            client = self.gate.charged(scope, now)
            if not board.is_open(now.timestamp()):
                raise Onward(body)
            fields = parse(body)
            said = check(fields, board.languages)
            sender = sender_of(client, headers)
            sending = await self.gate.looked_at(board.about, fields, sender, now, always=False)
            await self.keep(board, said, now, sending)
            return "taken", _thanked(board, said.language)
        except (Malformed, Unacceptable, Refused):
            raise Onward(body) from None
        except (CheckNeeded, Declined) as problem:
            failed = isinstance(problem, Declined) or problem.failed
            return "checked", self._check(board, refusal.WRONG if failed else refusal.CHECK, headers, body)
        except HungUp:
            # Or what came was no HTTP, of which the server says the same; then this is read.
            return "hung_up", _BROKEN
        except REFUSALS as problem:
            why = WHY[type(problem)]
            page = self.pages.get((_language(board, headers, _typed(body)), why))
            return why, refusal.refusal_on(page, why, _typed(body))

    def _check(self, board: Board, why: str, headers: Headers, body: bytes) -> Reply:
        fields = _typed(body)
        language = _language(board, headers, fields)
        page = self.pages.get((language, why))
        return refusal.check_on(page, why, fields, self.gate.question(board.about, language))

    def _told(self, board: Board, part: str, scope: Scope) -> Reply | None:
        """What is answered from memory."""
        if part == OPENED:
            return self.gate.opened(board.about)
        if part == CHALLENGE:
            return self.gate.challenge(board.about)
        headers = dict(scope["headers"])
        page = self.pages.get((_language(board, headers, _typed(scope["query_string"])), part))
        return page.reply(headers) if page else None


def _thanked(board: Board, language: str) -> Reply:
    # Of several languages the comment's own is named: the browser may prefer another.
    query = f"?lang={language}" if len(board.languages) > 1 else ""
    location = f"/news/{board.slug}/comments/{THANKS}{query}"
    return Reply(303, [(b"location", location.encode()), (b"cache-control", b"no-store")])


def _typed(body: bytes) -> dict[str, list[str]]:
    try:
        return parse(body)
    except Malformed:
        return {}


def _language(board: Board, headers: Headers, fields: Mapping[str, list[str]]) -> str:
    """What the form or the address says, or else the browser."""
    said = last(fields, "lang")
    if said in board.languages:
        return said
    return negotiate.language(headers.get(b"accept-language", b""), board.languages)

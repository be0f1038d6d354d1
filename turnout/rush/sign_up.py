"""A posted form, from the wire to the disk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeGuard

from turnout.rules.form import Answer, Malformed, Unacceptable, parse
from turnout.rush import negotiate, refusal
from turnout.rush.address import Visitor, Visitors
from turnout.rush.aside import Aside
from turnout.rush.body import HungUp, Patience, TooLarge, TooSlow
from turnout.rush.entrance import OPEN, Entrance
from turnout.rush.group_commit import Declined, Full, Refused, Unknown
from turnout.rush.human import CheckNeeded, HumanCheck, Sender, Sending, is_bare
from turnout.rush.limits import Limits
from turnout.rush.origin import is_foreign
from turnout.rush.reply import Receive, Reply, Scope, plain
from turnout.rush.shelf import OPENED

Keep = Callable[[int, Answer, datetime, Sending], Awaitable[None]]
Headers = Mapping[bytes, bytes]


class Onward(Exception):
    """The page that answers is made elsewhere, from the body that was read."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body


class Foreign(Exception):
    """Another site sent the form."""


class TooFast(Exception):
    """That address has sent more than anybody could."""


# Of a commit with an unknown outcome the page says the same as of a full house: send it again.
_WHY: dict[type[Exception], str] = {
    Foreign: refusal.FOREIGN,
    TooLarge: refusal.LARGE,
    TooSlow: refusal.SLOW,
    TooFast: refusal.FAST,
    Full: refusal.FULL,
    Unknown: refusal.FULL,
}
_REFUSALS = tuple(_WHY)
_BROKEN = plain(400, "Bad Request")
_FRESH = (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")
_PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), *_FRESH]
_JSON = [(b"content-type", b"application/json"), *_FRESH]


@dataclass(frozen=True, slots=True)
class SignUp:
    """Takes the form of an entrance: 303 once the answer is durable.

    What the form finds unacceptable goes Onward with the body: that page shows the problems.
    """

    keep: Keep
    limits: Limits
    visitors: Visitors
    own_hosts: frozenset[str]
    human: HumanCheck
    patience: Patience = field(default_factory=Patience)
    aside: Aside = field(default_factory=Aside)

    async def reply(
        self, entrance: Entrance, headers: Headers, scope: Scope, receive: Receive
    ) -> tuple[str, Reply]:
        """The outcome in one word, and the answer. Raises Onward."""
        body = b""
        now = datetime.now(UTC)
        try:
            if is_foreign(headers, self.own_hosts, entrance.embed_hosts):
                raise Foreign
            body = await self.patience.read(receive, headers.get(b"content-length", b""))
            client = self._charged(scope, now)
            if (state := entrance.state(now.timestamp())) != OPEN:
                return "not_open", refusal.not_open(entrance, state, _language(entrance, headers, body))
            fields = parse(body)
            answer = _checked(entrance, fields)
            sending = await self._looked_at(entrance, fields, _sender(client, headers), now)
            await self.keep(entrance.event_id, answer, now, sending)
            return "taken", entrance.thanks[answer.language]
        except (Malformed, Unacceptable, Refused):
            raise Onward(body) from None
        except (CheckNeeded, Declined) as problem:
            failed = isinstance(problem, Declined) or problem.failed
            why = refusal.WRONG if failed else refusal.CHECK
            return "checked", self._check(entrance, why, headers, body)
        except HungUp:
            # Or what came was no HTTP, of which the server says the same; then this is read.
            return "hung_up", _BROKEN
        except _REFUSALS as problem:
            why = _WHY[type(problem)]
            return why, refusal.refusal(entrance, why, _language(entrance, headers, body), _typed(body))

    def tell(self, entrance: Entrance, part: str) -> Reply:
        """What the page's script asks for: the age of the form from now on, or a challenge."""
        now = datetime.now(UTC).timestamp()
        if part == OPENED:
            return Reply(200, _PLAIN, self.human.opened(entrance.event_id, now).encode())
        return Reply(200, _JSON, self.human.challenge(entrance.event_id, now))

    def _charged(self, scope: Scope, now: datetime) -> Visitor | None:
        client = self.visitors.client(scope)
        if _is_limited(client) and not self.limits.admits(client.key, now.timestamp()):
            raise TooFast
        return client

    async def _looked_at(
        self, entrance: Entrance, fields: Mapping[str, list[str]], sender: Sender, now: datetime
    ) -> Sending:
        event_id, at = entrance.event_id, now.timestamp()
        # To verify a proof costs as much as a few pages: many of them must not keep the pages waiting.
        shown = await self.aside.do(self.human.shown, event_id, fields, at) if "altcha" in fields else None
        always = entrance.checks_everybody
        return self.human.look(event_id, fields, sender, at, always=always, shown=shown)

    def _check(self, entrance: Entrance, why: str, headers: Headers, body: bytes) -> Reply:
        language = _language(entrance, headers, body)
        asked = self.human.question(entrance.event_id, language, datetime.now(UTC).timestamp())
        return refusal.check(entrance, why, language, _typed(body), asked)


def _is_limited(client: Visitor | None) -> TypeGuard[Visitor]:
    """This machine itself is a rehearsal, or a proxy that nobody named: a limit would stop everybody."""
    return client is not None and not client.is_loopback


def _sender(client: Visitor | None, headers: Headers) -> Sender:
    return Sender(client.key if client else "", is_bare(headers), _is_limited(client))


def _checked(entrance: Entrance, fields: Mapping[str, list[str]]) -> Answer:
    form = entrance.form(fields.get("form", [""]))
    return form.check(
        fields, channels=entrance.channels, languages=entrance.languages, sources=entrance.sources
    )


def _typed(body: bytes) -> dict[str, list[str]]:
    try:
        return parse(body)
    except Malformed:
        return {}


def _language(entrance: Entrance, headers: Headers, body: bytes) -> str:
    """What the form says, or else the browser."""
    said = _typed(body).get("lang", [""])[-1]
    if said in entrance.languages:
        return said
    return negotiate.language(headers.get(b"accept-language", b""), entrance.languages)

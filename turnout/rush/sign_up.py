"""A posted form, from the wire to the disk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from turnout.rules.form import Answer, Malformed, Unacceptable, parse
from turnout.rush import negotiate, refusal
from turnout.rush.address import Visitors
from turnout.rush.body import HungUp, Patience, TooLarge, TooSlow
from turnout.rush.entrance import OPEN, Entrance
from turnout.rush.group_commit import Full, Refused, Unknown
from turnout.rush.limits import Limits
from turnout.rush.origin import is_foreign
from turnout.rush.reply import Receive, Reply, Scope, plain

Keep = Callable[[int, Answer, datetime], Awaitable[None]]
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


@dataclass(frozen=True, slots=True)
class SignUp:
    """Takes the form of an entrance: 303 once the answer is durable.

    What the form finds unacceptable goes Onward with the body: that page shows the problems.
    """

    keep: Keep
    limits: Limits
    visitors: Visitors
    own_hosts: frozenset[str]
    patience: Patience = field(default_factory=Patience)

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
            self._charge(scope, now)
            if (state := entrance.state(now.timestamp())) != OPEN:
                return "not_open", refusal.not_open(entrance, state, _language(entrance, headers, body))
            answer = _checked(entrance, body)
            await self.keep(entrance.event_id, answer, now)
            return "taken", entrance.thanks[answer.language]
        except (Malformed, Unacceptable, Refused):
            raise Onward(body) from None
        except HungUp:
            # Or what came was no HTTP, of which the server says the same; then this is read.
            return "hung_up", _BROKEN
        except _REFUSALS as problem:
            why = _WHY[type(problem)]
            return why, refusal.refusal(entrance, why, _language(entrance, headers, body), _typed(body))

    def _charge(self, scope: Scope, now: datetime) -> None:
        client = self.visitors.client(scope)
        # This machine itself is a rehearsal, or a proxy that nobody named: a limit would stop everybody.
        if client is None or client.is_loopback:
            return
        if not self.limits.admits(client.key, now.timestamp()):
            raise TooFast


def _checked(entrance: Entrance, body: bytes) -> Answer:
    fields = parse(body)
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

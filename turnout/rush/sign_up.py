"""A posted form, from the wire to the disk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from turnout.rules.form import Answer, Malformed, Unacceptable, parse
from turnout.rush import negotiate, refusal
from turnout.rush.body import HungUp
from turnout.rush.entrance import OPEN, Entrance
from turnout.rush.gate import REFUSALS, WHY, Gate, Headers, Onward, sender_of
from turnout.rush.group_commit import Declined, Refused
from turnout.rush.human import CheckNeeded, Sending
from turnout.rush.reply import Receive, Reply, Scope, plain
from turnout.rush.shelf import OPENED

Keep = Callable[[int, Answer, datetime, Sending], Awaitable[None]]

_BROKEN = plain(400, "Bad Request")


@dataclass(frozen=True, slots=True)
class SignUp:
    """Takes the form of an entrance: 303 once the answer is durable.

    What the form finds unacceptable goes Onward with the body: that page shows the problems.
    """

    keep: Keep
    gate: Gate

    async def reply(
        self, entrance: Entrance, headers: Headers, scope: Scope, receive: Receive
    ) -> tuple[str, Reply]:
        """The outcome in one word, and the answer. Raises Onward."""
        body = b""
        now = datetime.now(UTC)
        try:
            self.gate.refuse_foreign(headers, entrance.embed_hosts)
            body = await self.gate.read(headers, receive)
            client = self.gate.charged(scope, now)
            if (state := entrance.state(now.timestamp())) != OPEN:
                return "not_open", refusal.not_open(entrance, state, _language(entrance, headers, body))
            fields = parse(body)
            answer = _checked(entrance, fields)
            sending = await self.gate.looked_at(
                entrance.event_id, fields, sender_of(client, headers), now, always=entrance.checks_everybody
            )
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
        except REFUSALS as problem:
            why = WHY[type(problem)]
            return why, refusal.refusal(entrance, why, _language(entrance, headers, body), _typed(body))

    def tell(self, entrance: Entrance, part: str) -> Reply:
        """What the page's script asks for: the age of the form from now on, or a challenge."""
        about = entrance.event_id
        return self.gate.opened(about) if part == OPENED else self.gate.challenge(about)

    def _check(self, entrance: Entrance, why: str, headers: Headers, body: bytes) -> Reply:
        language = _language(entrance, headers, body)
        asked = self.gate.question(entrance.event_id, language)
        return refusal.check(entrance, why, language, _typed(body), asked)


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

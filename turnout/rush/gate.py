"""What every form of strangers passes on the rush path: where it is from, how much comes, and from whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeGuard

from turnout.rush import refusal
from turnout.rush.address import Visitor, Visitors
from turnout.rush.aside import Aside
from turnout.rush.body import Patience, TooLarge, TooSlow
from turnout.rush.group_commit import Full, Unknown
from turnout.rush.human import HumanCheck, Sender, Sending, is_bare
from turnout.rush.limits import Limits
from turnout.rush.origin import is_foreign
from turnout.rush.reply import Receive, Reply, Scope

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
WHY: dict[type[Exception], str] = {
    Foreign: refusal.FOREIGN,
    TooLarge: refusal.LARGE,
    TooSlow: refusal.SLOW,
    TooFast: refusal.FAST,
    Full: refusal.FULL,
    Unknown: refusal.FULL,
}
REFUSALS = tuple(WHY)
_FRESH = (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")
_PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), *_FRESH]
_JSON = [(b"content-type", b"application/json"), *_FRESH]


@dataclass(frozen=True, slots=True)
class Gate:
    """Only ever asked by the event loop's thread."""

    limits: Limits
    visitors: Visitors
    own_hosts: frozenset[str]
    human: HumanCheck
    patience: Patience = field(default_factory=Patience)
    aside: Aside = field(default_factory=Aside)

    def refuse_foreign(self, headers: Headers, named: Collection[str] = ()) -> None:
        """Raises Foreign, unless that host was `named`."""
        if is_foreign(headers, self.own_hosts, named):
            raise Foreign

    async def read(self, headers: Headers, receive: Receive) -> bytes:
        """The whole body. Raises TooLarge, TooSlow, HungUp."""
        return await self.patience.read(receive, headers.get(b"content-length", b""))

    def charged(self, scope: Scope, now: datetime) -> Visitor | None:
        """Who sends. Raises TooFast past the hard limit."""
        client = self.visitors.client(scope)
        if _is_limited(client) and not self.limits.admits(client.key, now.timestamp()):
            raise TooFast
        return client

    async def looked_at(
        self, about: int, fields: Mapping[str, list[str]], sender: Sender, now: datetime, *, always: bool
    ) -> Sending:
        """How it was sent; `about` is what the check is for. Raises CheckNeeded, Full."""
        at = now.timestamp()
        # To verify a proof costs as much as a few pages: many of them must not keep the pages waiting.
        shown = await self.aside.do(self.human.shown, about, fields, at) if "altcha" in fields else None
        return self.human.look(about, fields, sender, at, always=always, shown=shown)

    def opened(self, about: int) -> Reply:
        """The age of a form from now on, which its script asks for."""
        return Reply(200, _PLAIN, self.human.opened(about, _now()).encode())

    def challenge(self, about: int) -> Reply:
        """A proof of work for a script."""
        return Reply(200, _JSON, self.human.challenge(about, _now()))

    def question(self, about: int, language: str) -> refusal.Asked:
        """A sum for who has no script."""
        return self.human.question(about, language, _now())


def sender_of(client: Visitor | None, headers: Headers) -> Sender:
    return Sender(client.key if client else "", is_bare(headers), _is_limited(client))


def _is_limited(client: Visitor | None) -> TypeGuard[Visitor]:
    """This machine itself is a rehearsal, or a proxy that nobody named: a limit would stop everybody."""
    return client is not None and not client.is_loopback


def _now() -> float:
    return datetime.now(UTC).timestamp()

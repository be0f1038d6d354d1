"""A draw's public record: what was frozen before the randomness existed, and what came of it.

The frozen part is canonical JSON (RFC 8785), and its SHA-256 the commitment. docs/draw.md has each key.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from turnout.rules import announced, drand
from turnout.rules.announced import Source
from turnout.rules.draw import ALGORITHM, Entry, Outcome, Quota

FORMAT = "turnout-draw-record-1"
DRAND, ANNOUNCED = "drand", "announced"


@dataclass(frozen=True)
class Round:
    """A round of the public beacon."""

    number: int
    lead: int

    def as_json(self) -> dict[str, Any]:
        return {"chain": drand.CHAIN, "kind": DRAND, "lead": self.lead, "round": self.number}


@dataclass(frozen=True)
class Numbers:
    """Public numbers that come at a time (seconds since 1970)."""

    at: int
    sources: tuple[Source, ...]

    def as_json(self) -> dict[str, Any]:
        return {"at": self.at, "kind": ANNOUNCED, "sources": [asdict(each) for each in self.sources]}


@dataclass(frozen=True)
class Frozen:
    """What is committed to. `closed` in seconds since 1970; `entries` sorted by code."""

    draw: str
    event: str
    host: str
    rule: str
    closed: int
    seats: int
    quotas: Sequence[Quota]
    answers: int
    verified: int
    randomness: Round | Numbers
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Proof:
    """The public randomness as it came: a beacon's signature in hexadecimal, or the text of numbers."""

    signature: str = ""
    text: str = ""

    @property
    def randomness(self) -> bytes:
        if self.signature:
            return drand.randomness_of(bytes.fromhex(self.signature))
        return announced.randomness_of(self.text)

    def as_json(self) -> dict[str, str]:
        own = {"signature": self.signature} if self.signature else {"text": self.text}
        return own | {"value": self.randomness.hex()}


def canonical(frozen: Frozen) -> bytes:
    """As RFC 8785 has it. Entries are most of it, and are spelled out: that takes a tenth of the time."""
    rest: dict[str, Any] = {
        "algorithm": ALGORITHM,
        "answers": frozen.answers,
        "closed": frozen.closed,
        "draw": frozen.draw,
        "entries": [],
        "event": frozen.event,
        "host": frozen.host,
        "quotas": [each._asdict() for each in frozen.quotas],
        "randomness": frozen.randomness.as_json(),
        "rule": frozen.rule,
        "seats": frozen.seats,
        "verified": frozen.verified,
    }
    # No text can hold it: within a string the quotation marks would be escaped.
    start, _, end = rfc8785.dumps(rest).partition(b'"entries":[]')
    return b"".join([start, b'"entries":[', ",".join(_entries(frozen.entries)).encode(), b"]", end])


def _entries(entries: Iterable[Entry]) -> Iterable[str]:
    quotas: dict[str, str] = {}
    for code, party, weight, quota in entries:
        if quota not in quotas:
            quotas[quota] = rfc8785.dumps(quota).decode()
        yield f'{{"code":"{code}","party":{party},"quota":{quotas[quota]},"weight":{weight}}}'


def commitment_of(frozen: bytes) -> bytes:
    return sha256(frozen).digest()


def record_of(
    commitment: str,
    frozen: Iterable[bytes],
    *,
    published: int | None,
    proof: Proof | None,
    result: Iterable[bytes] | None,
    abandoned: Mapping[str, Any] | None,
) -> Iterable[bytes]:
    """The file, in parts: the frozen bytes go into it as they are, and what `result_of` gave."""
    head: dict[str, Any] = {"commitment": commitment, "format": FORMAT, "published": published}
    tail: dict[str, Any] = {"abandoned": abandoned, "randomness": proof.as_json() if proof else None}
    yield rfc8785.dumps(head)[:-1]
    yield b"," + rfc8785.dumps(tail)[1:-1]
    yield b',"result":'
    yield from result or [b"null"]
    yield b',"frozen":'
    yield from frozen
    yield b"}\n"


def result_of(outcome: Outcome, seed: bytes) -> bytes:
    order = '","'.join(outcome.order)
    quotas = {quota: rfc8785.dumps(quota).decode() for quota in {each.quota for each in outcome.places}}
    places = ",".join(f'{{"code":"{code}","quota":{quotas[quota]}}}' for code, quota in outcome.places)
    listed = f'["{order}"]' if outcome.order else "[]"
    return f'{{"order":{listed},"places":[{places}],"seed":"{seed.hex()}"}}'.encode()

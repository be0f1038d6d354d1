"""Draws and their records, as the program makes them, and broken ones."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any

from turnout.rules import drand
from turnout.rules.announced import Source, text_of
from turnout.rules.draw import Entry, Quota, code_of, draw, seed_of
from turnout.rules.draw_record import (
    Frozen,
    Numbers,
    Proof,
    Round,
    canonical,
    commitment_of,
    record_of,
    result_of,
)

# A round of the beacon that came out, as anybody can look up.
ROUND = 657413
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
RANDOMNESS = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
LEAD = 3600
CLOSED = drand.time_of(ROUND) - LEAD
LOTTO = Source("New York Lotto", 6, 1, 59)
PICK = Source("Pick 4", 4, 0, 9, rising=False)
NEAR = Quota("near", "Within 25 miles", 3)


def entries_of(*parties: int, weight: int = 1, quota: str = "") -> list[Entry]:
    return [Entry(code_of(at), party, weight, quota) for at, party in enumerate(parties, 1)]


def frozen_of(entries: Sequence[Entry], **changes: Any) -> Frozen:
    plain: dict[str, Any] = {
        "draw": "0193" * 8,
        "event": "Nimbus Fan Day",
        "host": "Nimbus",
        "rule": "Everybody who confirmed takes part.",
        "closed": CLOSED,
        "seats": 4,
        "quotas": [],
        "answers": len(entries),
        "verified": len(entries),
        "randomness": Round(ROUND, LEAD),
    }
    return Frozen(entries=sorted(entries), **plain | changes)


def record_bytes(frozen: Frozen, proof: Proof | None = None) -> bytes:
    """A true record; without a proof of a draw that still waits for its randomness."""
    written = canonical(frozen)
    commitment = commitment_of(written)
    result = None
    if proof:
        seed = seed_of(commitment, proof.randomness)
        result = [result_of(draw(frozen.entries, frozen.seats, frozen.quotas, seed), seed)]
    parts = record_of(
        commitment.hex(),
        [written],
        published=frozen.closed + 5,
        proof=proof,
        result=result,
        abandoned=None,
    )
    return b"".join(parts)


def altered(record: bytes, *way: str | int, to: Any) -> bytes:
    """The record with another value in one place."""
    whole = json.loads(record)
    inside = whole
    for step in way[:-1]:
        inside = inside[step]
    inside[way[-1]] = to
    return json.dumps(whole).encode()


def random_case(chance: Random) -> tuple[Frozen, Proof]:
    """A small draw of any kind, with what decided it."""
    quotas = [
        Quota(f"q{i}", chance.choice(_NAMES), chance.randint(0, 3)) for i in range(chance.randint(0, 2))
    ]
    codes = chance.sample(range(2**50), chance.randint(0, 7))
    entries = [
        Entry(
            code_of(code),
            chance.randint(1, 4),
            chance.choice([1, 1, 2, 10]),
            chance.choice(["", *(each.code for each in quotas)]),
        )
        for code in codes
    ]
    sources = (LOTTO, PICK) if chance.random() < 0.5 else (LOTTO,)
    numbers = [_drawn(source, chance) for source in sources]
    frozen = frozen_of(
        entries,
        event=chance.choice(_NAMES),
        rule="".join(chance.choices(_LETTERS, k=12)),
        quotas=quotas,
        seats=sum(each.seats for each in quotas) + chance.randint(0, 8),
        randomness=Numbers(CLOSED + LEAD, sources),
    )
    return frozen, Proof(text=text_of(sources, numbers))


def _drawn(source: Source, chance: Random) -> list[int]:
    every = range(source.low, source.high + 1)
    return chance.sample(every, source.count) if source.rising else chance.choices(every, k=source.count)


_NAMES = ["Nimbus Fan Day", 'He said "come"', "粉丝见面会", "día\tuno", "🎉 & <b>", "a\\b/c\u2028"]
_LETTERS = [chr(each) for each in (*range(32), 34, 47, 92, 127, 160, 0x2028, 0xE9, 0xD7FF, 0xE000, 0x1F389)]

"""A draw of a million entries, against a bare loop of the hash that it rests on; and its memory."""

import hmac
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from bench.figure import Figure
from bench.stage import Stage
from turnout.rules import drand
from turnout.rules.draw import Entry, Quota, code_of, draw, seed_of
from turnout.rules.draw_check import check_proof, check_record
from turnout.rules.draw_reading import read_record
from turnout.rules.draw_record import (
    Frozen,
    Proof,
    Round,
    canonical,
    commitment_of,
    record_of,
    result_of,
)

MANY = 1_000_000
ROUND, LEAD = 657413, 3600
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"


def measure(stage: Stage) -> Iterator[Figure]:
    many = stage.many
    rounds = [_apart(many) for _ in range(stage.rounds)]
    limit = 10 * many / MANY
    whole = [sum(each[part] for part in ("commit", "draw", "record")) for each in rounds]
    yield Figure(f"draw of {many:,} entries: commit, draw, record", "s", whole, limit, False)
    loop = [each["loop"] for each in rounds]
    yield Figure("the same, as a ratio", "s", whole, 4, False, loop, f"{many:,} bare HMAC-SHA-256")
    yield Figure("its memory", "MB", [each["megabytes"] for each in rounds], 1024, False)
    yield Figure("reading and checking its record", "s", [each["check"] for each in rounds], 3 * limit, False)


def _apart(many: int) -> dict[str, float]:
    """In a process of its own, whose memory is nobody else's."""
    command = [sys.executable, "-m", "bench.figures.draw", str(many)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(said.stdout)
    return found


def once(many: int) -> dict[str, float]:
    entries = invented(many)
    loop = _timed(lambda: _loop(entries))[0]
    frozen = Frozen(
        "0" * 32,
        "Nimbus Fan Day",
        "Nimbus",
        "Everybody who confirmed takes part.",
        drand.time_of(ROUND) - LEAD,
        many // 5,
        [Quota("near", "Within 25 miles", many // 20)],
        many,
        many,
        Round(ROUND, LEAD),
        entries,
    )
    commit, written = _timed(lambda: canonical(frozen))
    held, (proof, seed, outcome) = _timed(lambda: _held(frozen, written))
    record, file = _timed(lambda: _recorded(frozen, written, proof, seed, outcome))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    check, _ = _timed(lambda: check_record(read_record(file)))
    return {
        "loop": loop,
        "commit": commit,
        "draw": held,
        "record": record,
        "megabytes": megabytes,
        "check": check,
    }


def invented(many: int) -> list[Entry]:
    """One in ten weighs five times as much, one in three is near."""
    chance = Random(1)
    codes = {code_of(chance.getrandbits(50)) for _ in range(many)}
    return [
        Entry(code, 1 + at % 4, 1 if at % 10 else 5, "" if at % 3 else "near")
        for at, code in enumerate(sorted(codes))
    ]


def _loop(entries: list[Entry]) -> None:
    for entry in entries:
        hmac.digest(b"\0" * 32, f"{entry.code}|0".encode(), "sha256")


def _held(frozen: Frozen, written: bytes) -> Any:
    proof = Proof(signature=SIGNATURE)
    check_proof(frozen.randomness, proof)
    seed = seed_of(commitment_of(written), proof.randomness)
    return proof, seed, draw(frozen.entries, frozen.seats, frozen.quotas, seed)


def _recorded(frozen: Frozen, written: bytes, proof: Proof, seed: bytes, outcome: Any) -> bytes:
    commitment, result = commitment_of(written).hex(), [result_of(outcome, seed)]
    parts = record_of(
        commitment, [written], published=frozen.closed, proof=proof, result=result, abandoned=None
    )
    return b"".join(parts)


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = run()
    return time.perf_counter() - begun, found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(once(int(sys.argv[1]))))

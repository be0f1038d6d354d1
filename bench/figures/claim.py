"""Places confirmed, durable, against the same server reading the body and answering 303.

Each press is somebody else's, and all take seats from one row: seats, invitation, claim, a ticket for each
person and the journal are in the transaction that is waited for. The worker, which mails the tickets, is off.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.load import ANSWERS, CLAIMS, load
from bench.stage import FORM, House, Stage, run_beside

# More than any machine so far has taken in a second: a round must not run out of people.
MOST_A_SECOND = 6_000


class NotClaimed(Exception):
    """More was answered than was claimed: the figure would mean nothing."""


def measure(stage: Stage) -> Iterator[Figure]:
    yield _claim(stage, stage.sqlite, "SQLite", 0.15)
    yield _claim(stage, stage.postgres, "PostgreSQL", 0.08)


def _claim(stage: Stage, house: House, database: str, to_reach: float) -> Figure:
    folder = stage.folder / f"claims-{database}"
    folder.mkdir()
    people = stage.seconds * MOST_A_SECOND
    run_beside(house.server, "bench.invite", str(folder), str(stage.rounds), str(people))
    ours, bare, pressed = [], [], 0
    for number in range(stage.rounds):
        found = _press(house, folder / f"{number}.txt", stage.seconds)
        ours.append(found[0])
        pressed += found[1]
        bare.append(load(stage.bare + FORM, ANSWERS, stage.seconds).rate)
    claimed = json.loads(run_beside(house.server, "bench.claimed"))
    if claimed < pressed:
        raise NotClaimed(claimed, pressed)
    return Figure(f"claim on {database}", "/s", ours, to_reach, True, bare, "no database")


def _press(house: House, people: Path, seconds: float) -> tuple[float, int]:
    """The rate, and how many were answered."""
    settings = {"BENCH_CLAIMS": str(people), "BENCH_ORIGIN": house.server.url}
    found = load(house.server.url, CLAIMS, seconds, settings=settings)
    return found.rate, found.requests

"""How long a write at the desk takes while sign-ups come as fast as they are taken."""

import time
from collections.abc import Iterator

from bench.figure import Figure
from bench.load import ANSWERS, finish_load, start_load
from bench.stage import House, Stage


def measure(stage: Stage) -> Iterator[Figure]:
    for house, database in ((stage.sqlite, "SQLite"), (stage.postgres, "PostgreSQL")):
        slowest = [_p99(house, stage.seconds * 2) for _ in range(stage.rounds)]
        yield Figure(f"desk write under full rush, p99, {database}", "s", slowest, 2, False)


def _p99(house: House, seconds: float) -> float:
    desk = house.desk()
    rush = start_load(house.form, ANSWERS, seconds + 1)
    end = time.monotonic() + seconds
    taken = []
    while time.monotonic() < end:
        taken.append(desk.write())
    finish_load(rush)
    desk.close()
    return sorted(taken)[int(len(taken) * 0.99)]

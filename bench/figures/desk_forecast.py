"""The desk's pages “how many will come” and “which city” at 100,000 answers.

Kept in memory: against the overview, which only reads counters. Made anew from the stored answers: the page
without the organisation's history is another forecast, which nobody has asked for before. And the slowest
look while people sign up: what is kept is made again all the time then, and nobody may have to wait for it.
"""

import time
from collections.abc import Iterator

from bench.desk import Desk
from bench.figure import Figure
from bench.load import CONNECTIONS, PACED, finish_load, start_load
from bench.stage import House, Stage

MANY = 100_000
BESIDE = "the overview"
PAGES = {"forecast/": "desk page with a forecast", "cities/": "desk page that compares cities"}
# At that rate 100,000 sign up in less than twenty minutes; whoever looks reads for a moment.
A_SECOND, PAUSE, LOOKS = 100, 0.5, 15


def measure(stage: Stage) -> Iterator[Figure]:
    desk = stage.forecast.desk()
    plain = [1000 * min(desk.read() for _ in range(5)) for _ in range(stage.rounds)]
    for page, name in PAGES.items():
        # What is imported at the first page of its kind is no part of a forecast.
        desk.read(page)
        kept = [1000 * min(desk.read(page) for _ in range(5)) for _ in range(stage.rounds)]
        yield Figure(f"{name} of {MANY:,} answers, kept", "ms", kept, 150, False)
        yield Figure(f"{name} of {MANY:,} answers, kept", "ms", kept, 4, False, plain, BESIDE)
    made = [1000 * desk.read("forecast/?history=off")]
    yield Figure(f"desk page with a forecast of {MANY:,} answers, made anew", "ms", made, 150, False)
    for page, name in PAGES.items():
        looks = [_slowest(stage.forecast, desk, page) for _ in range(stage.rounds)]
        title = f"{name} of {MANY:,} answers, slowest while {A_SECOND} a second sign up"
        yield Figure(title, "ms", looks, 150, False)
    desk.close()


def _slowest(house: House, desk: Desk, page: str) -> float:
    """Of the looks of somebody who had opened the overview before."""
    rush = start_load(house.form, PACED, LOOKS * PAUSE * 2, CONNECTIONS / A_SECOND * 1000)
    desk.read()
    looks = []
    for _ in range(LOOKS):
        time.sleep(PAUSE)
        looks.append(desk.read(page))
    finish_load(rush)
    return 1000 * max(looks)

"""What a million stored answers cost: the next sign-up, and the desk's overview."""

from collections.abc import Iterator
from statistics import median

from bench.figure import Figure
from bench.load import ANSWERS, load
from bench.stage import House, Stage

READS = 30


def measure(stage: Stage) -> Iterator[Figure]:
    full, few = [], []
    for _ in range(stage.rounds):
        full.append(load(stage.full.form, ANSWERS, stage.seconds).rate)
        few.append(load(stage.few.form, ANSWERS, stage.seconds).rate)
    yield Figure(f"sign-up at {stage.many:,} stored", "/s", full, 0.9, True, few, "at 1,000")
    overviews = [(_overview(stage.full), _overview(stage.few)) for _ in range(stage.rounds)]
    full, few = [many for many, _ in overviews], [some for _, some in overviews]
    yield Figure(f"overview at {stage.many:,}", "ms", full, 1.5, False, few, "at 1,000")


def _overview(house: House) -> float:
    desk = house.desk()
    try:
        desk.read()
        return median(desk.read() for _ in range(READS)) * 1000
    finally:
        desk.close()

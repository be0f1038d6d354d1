"""A whole forecast of many people, against one pass of numpy over the same arrays; and its memory."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from bench.figure import Figure
from bench.stage import Stage
from turnout.rules.forecast import SignUps, forecast
from turnout.rules.people import People

# One pass: the sum of each column, in the numbers it is kept in.
PASS = "numpy: sum of each column"
MEGABYTE = 1024 * 1024


def measure(stage: Stage) -> Iterator[Figure]:
    for many, limit, ratio in ((100_000, 60, 300), (1_000_000, 400, 60)):
        people = invented(many)
        forecast(people)
        ours = [_milliseconds(partial(_foretold, people)) for _ in range(stage.rounds)]
        plain = [_milliseconds(partial(_one_pass, people)) for _ in range(stage.rounds)]
        yield Figure(f"forecast of {many:,} people", "ms", ours, limit, False)
        yield Figure(f"forecast of {many:,} people, as a ratio", "ms", ours, ratio, False, plain, PASS)
    yield Figure("memory of a forecast of 1,000,000 people", "MB", [_peak(invented(1_000_000))], 20, False)


def invented(many: int) -> People:
    chance = np.random.default_rng(1)
    return People(
        chance.integers(0, 5, many).astype(np.int8),
        chance.integers(1, 5, many).astype(np.int8),
        chance.uniform(0, 60, many).astype(np.float32),
        chance.exponential(100, many).astype(np.float32),
        (chance.random(many) < 0.1).astype(np.int8),
        (chance.random(many) < 0.05).astype(np.int8),
        chance.random(many) < 0.8,
        chance.random(many) < 0.02,
    )


def _foretold(people: People) -> None:
    forecast(people, sign_ups=SignUps([40, 300, 120, 60], 14)).interval(0.8)


def _one_pass(people: People) -> None:
    for column in vars(people).values():
        column.sum()


def _milliseconds(run: Callable[[], None]) -> float:
    """The least of seven: whatever else runs on the machine can only add."""
    found = []
    for _ in range(7):
        begun = time.perf_counter()
        run()
        found.append(1000 * (time.perf_counter() - begun))
    return min(found)


def _peak(people: People) -> float:
    tracemalloc.start()
    _foretold(people)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MEGABYTE

"""The event page, against the same server answering the same bytes from a constant."""

from collections.abc import Iterator

from bench.figure import Figure
from bench.load import PAGES, load
from bench.stage import PAGE, Stage


def measure(stage: Stage) -> Iterator[Figure]:
    ours, bare = [], []
    for _ in range(stage.rounds):
        ours.append(load(stage.sqlite.page, PAGES, stage.seconds).rate)
        bare.append(load(stage.bare + PAGE, PAGES, stage.seconds).rate)
    yield Figure("event page, GET", "/s", ours, 0.85, True, bare, "the same bytes from a constant")

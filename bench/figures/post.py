"""A post, against the same server answering the same bytes from a constant."""

from collections.abc import Iterator

from bench.figure import Figure
from bench.load import PAGES, load
from bench.stage import POST, Stage


def measure(stage: Stage) -> Iterator[Figure]:
    ours, bare = [], []
    for _ in range(stage.rounds):
        ours.append(load(stage.sqlite.server.url + POST, PAGES, stage.seconds).rate)
        bare.append(load(stage.bare_post + POST, PAGES, stage.seconds).rate)
    yield Figure("post, GET", "/s", ours, 0.85, True, bare, "the same bytes from a constant")

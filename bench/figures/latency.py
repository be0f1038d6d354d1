"""How long a sign-up takes at half the greatest rate, against the bare server at that rate."""

from collections.abc import Iterator

from bench.figure import Figure
from bench.load import ANSWERS, CONNECTIONS, PACED, load
from bench.stage import FORM, Stage


def measure(stage: Stage) -> Iterator[Figure]:
    greatest = load(stage.sqlite.form, ANSWERS, stage.seconds).rate
    pause = CONNECTIONS / (greatest / 2) * 1000
    ours, bare = [], []
    for _ in range(stage.rounds):
        ours.append(load(stage.sqlite.form, PACED, stage.seconds, pause).p99)
        bare.append(load(stage.bare + FORM, PACED, stage.seconds, pause).p99)
    yield Figure("p99 of a sign-up at half the rate", "ms", ours, 3, False, bare, "no database")

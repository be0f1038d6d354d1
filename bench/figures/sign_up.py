"""Sign-ups, durable, against the same server reading the body and answering 303."""

from collections.abc import Iterator

from bench.figure import Figure
from bench.load import ANSWERS, load
from bench.stage import FORM, House, Stage


def measure(stage: Stage) -> Iterator[Figure]:
    yield _sign_up(stage, stage.sqlite, "SQLite", 0.35)
    yield _sign_up(stage, stage.postgres, "PostgreSQL", 0.22)


def _sign_up(stage: Stage, house: House, database: str, to_reach: float) -> Figure:
    ours, bare = [], []
    for _ in range(stage.rounds):
        ours.append(load(house.form, ANSWERS, stage.seconds).rate)
        bare.append(load(stage.bare + FORM, ANSWERS, stage.seconds).rate)
    return Figure(f"sign-up on {database}", "/s", ours, to_reach, True, bare, "no database")

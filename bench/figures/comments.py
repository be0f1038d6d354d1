"""Comments taken, durable: as fast as they come, and a hundred a second beside a crowd of readers.

What was answered is counted in the database afterwards: nothing acknowledged may be missing. Any answer but
the thanks (or the page) ends the measurement with an error, so that a figure here means: not one 5xx.
"""

from collections.abc import Iterator
from urllib.request import urlopen

from bench.figure import Figure
from bench.load import COMMENTS, CONNECTIONS, PAGES, finish_load, load, start_load
from bench.stage import House, Stage, run_beside
from tests.waiting import until

A_SECOND = 100
# Of that many connections each waits so long between two comments.
PAUSE = CONNECTIONS / (A_SECOND * 2)


class Lost(Exception):
    """More was acknowledged than is stored."""


def measure(stage: Stage) -> Iterator[Figure]:
    for house, database in ((stage.sqlite, "SQLite"), (stage.postgres, "PostgreSQL")):
        yield from _measure(stage, house, database)


def _measure(stage: Stage, house: House, database: str) -> Iterator[Figure]:
    page = house.server.url + run_beside(house.server, "bench.post")
    until(lambda: _is_there(page), seconds=10, what="the published post")
    form = f"{page}comments"
    alone, beside, sent = [], [], 0
    for _ in range(stage.rounds):
        found = load(form, COMMENTS, stage.seconds)
        alone.append(found.rate)
        sent += found.requests
    for _ in range(stage.rounds):
        reading = start_load(page, PAGES, stage.seconds)
        found = load(form, COMMENTS, stage.seconds, pause=PAUSE)
        finish_load(reading)
        beside.append(found.rate)
        sent += found.requests
    kept = int(run_beside(house.server, "bench.post", "stored"))
    if kept < sent:
        raise Lost(kept, sent)
    yield Figure(f"comments on {database}, alone", "/s", alone, A_SECOND, True)
    yield Figure(f"comments on {database}, beside 64 readers", "/s", beside, A_SECOND, True)


def _is_there(page: str) -> bool:
    try:
        with urlopen(page, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

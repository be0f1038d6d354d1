"""500 people for 100 seats at once, over HTTP.

`--rounds 50` lets as many crowds press, one after the other.
"""

import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server import Server
from tests.tickets.crowd import SEATS, Guest, beside, crowds, found, press_all
from tests.waiting import until

SEEDS, CARELESS = 2, 1_000


@pytest.mark.timeout(1800)
def test_of_500_at_once_no_seat_is_sold_twice_and_none_is_left_that_somebody_fits(
    start_server: Callable[..., Server], tmp_path: Path, pytestconfig: pytest.Config
):
    # Several processes share one PostgreSQL; SQLite is for one, whose threads share it.
    workers = "2" if pytestconfig.getoption("database") == "postgres" else "1"
    server = start_server("--no-worker", TURNOUT_WORKERS=workers)
    seeds = range(pytestconfig.getoption("rounds") or SEEDS)
    people = crowds(server, [*seeds, CARELESS])

    statuses = {status for seed in seeds for status in press_all(server.url, people[seed], seed)}

    assert statuses == {303}
    for guests, seen in zip(people, found(server, seeds), strict=False):
        wanted = {each.public_id: each.party for each in guests}
        assert seen.heads == [sum(seen.parties.values())] * 3
        assert all(wanted[who] == party for who, party in seen.parties.items())
        left_out = [party for who, party in wanted.items() if who not in seen.parties]
        assert SEATS - min(left_out) < seen.heads[0] <= SEATS
    assert heads_without_the_condition(server, people[-1], tmp_path) > SEATS


def heads_without_the_condition(server: Server, guests: Sequence[Guest], folder: Path) -> int:
    """The negative control: the same crowd oversells where neither statement nor constraint says no."""
    beside(server, "loosen")
    with careless_server(server, folder) as url:
        press_all(url, guests, CARELESS)
    (seen,) = found(server, [CARELESS])
    return seen.heads[0]


@contextmanager
def careless_server(server: Server, folder: Path) -> Iterator[str]:
    other = Server(folder)
    own = {"TURNOUT_PORT": str(other.port), "DJANGO_SETTINGS_MODULE": "turnout.settings"}
    other.process = subprocess.Popen(
        [sys.executable, "-m", "tests.tickets.careless", str(other.port), str(folder)],
        env=server.environment | own,
        start_new_session=True,
    )
    until(lambda: is_up(other.url), seconds=60, what="the careless server")
    try:
        yield other.url
    finally:
        other.kill()


def is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

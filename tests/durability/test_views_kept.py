"""Views live in memory for some seconds; a server that is asked to end stores them first."""

import urllib.request
from collections.abc import Callable

from tests.durability.stored import rows
from tests.durability.test_kill import publish
from tests.durability.test_serving import status
from tests.server import Server
from tests.waiting import until

PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"


def look(server: Server, query: str = "", agent: str = PHONE) -> None:
    request = urllib.request.Request(f"{server.url}/e/new-york/{query}", headers={"User-Agent": agent})
    with urllib.request.urlopen(request, timeout=10) as answer:
        answer.read()


def stored_views(server: Server) -> list[tuple[object, ...]]:
    return sorted(rows(server, "SELECT via, views FROM interest_viewcount"))


def test_views_are_stored_while_it_runs_and_when_it_ends(start_server: Callable[..., Server]):
    server = start_server("--no-worker")
    publish(server, "new-york")
    until(lambda: status(server, "/e/new-york/") == 200)

    look(server, "?via=reddit")
    look(server, "?via=reddit")
    until(lambda: stored_views(server) == [("reddit", 1)], seconds=20)
    look(server, agent=f"{PHONE} Another")
    look(server, agent="Googlebot/2.1")
    server.stop()

    assert stored_views(server) == [("", 1), ("reddit", 1)]

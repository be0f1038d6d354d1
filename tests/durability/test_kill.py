"""An acknowledged answer is never lost: the server is killed with -9 while it takes them."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.durability.crowd import Crowd
from tests.durability.stored import rows, stored_keys
from tests.server import Server

ROUNDS = {"sqlite": 20, "postgres": 10}
VISITORS = 32


@pytest.mark.timeout(1800)
def test_what_was_acknowledged_is_stored_whenever_the_server_is_killed(
    start_server: Callable[..., Server], pytestconfig: pytest.Config
):
    rounds = pytestconfig.getoption("rounds") or ROUNDS[pytestconfig.getoption("database")]
    server = start_server("--no-worker")
    publish(server, "new-york")
    acknowledged: set[str] = set()

    for number in range(rounds):
        crowd = Crowd(server.port, "/e/new-york/interest", f"round{number}")
        asyncio.run(kill_amid(crowd, server))
        acknowledged |= set(crowd.acknowledged)
        assert acknowledged <= stored_keys(server)
        assert crowd.statuses == {303}
        if "TURNOUT_DATABASE_URL" not in server.environment:
            assert rows(server, "PRAGMA integrity_check") == [("ok",)]
        server.start()

    assert len(acknowledged) > rounds * VISITORS
    doctor = server.run("doctor")
    assert (doctor.returncode, doctor.stdout) == (
        0,
        "The database is sound, and the counters of 1 events are right.\n",
    )


async def kill_amid(crowd: Crowd, server: Server) -> None:
    """Kill the server at a random moment after it began to acknowledge."""
    coming = asyncio.create_task(crowd.come(VISITORS))
    async with asyncio.timeout(30):
        while not crowd.acknowledged:
            await asyncio.sleep(0.001)
    await asyncio.sleep(random.uniform(0, 1.2))
    server.kill()
    await coming


def publish(server: Server, slug: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.durability.publish", slug],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        check=True,
        timeout=120,
        capture_output=True,
    )

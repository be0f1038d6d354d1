"""The database fails in the middle of a rush: nobody is told that an answer is stored when it is not."""

import asyncio
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from tests.durability.crowd import Crowd, post, status_of
from tests.durability.stored import rows, stored_keys
from tests.durability.test_kill import publish
from tests.durability.test_serving import PATH, body_of, status
from tests.server import Server
from tests.waiting import until

TERMINATE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def test_answer_that_may_not_be_stored_is_not_acknowledged_and_can_be_sent_again(
    start_server: Callable[..., Server],
):
    server = start_server("--no-worker")
    publish(server, "new-york")
    until(lambda: status(server, "/e/new-york/") == 200)
    crowd = Crowd(server.port, PATH, "fan")

    asyncio.run(come_while_it_fails(crowd, server))

    assert crowd.statuses == {303, 503}
    assert set(crowd.acknowledged) <= stored_keys(server)
    in_doubt = sorted(set(crowd.sent) - set(crowd.acknowledged))
    again = asyncio.run(send_one_by_one(server.port, in_doubt))
    assert again == [303] * len(in_doubt)
    assert stored_keys(server) == set(crowd.sent)
    assert rows(server, "SELECT count(*) FROM interest_interest") == [(len(set(crowd.sent)),)]
    assert server.run("doctor").returncode == 0


async def come_while_it_fails(crowd: Crowd, server: Server) -> None:
    coming = asyncio.create_task(crowd.come(16))
    async with asyncio.timeout(60):
        while len(crowd.acknowledged) < 500:
            await asyncio.sleep(0.01)
        with failing_database(server) as fail:
            while 503 not in crowd.statuses:
                fail()
                await asyncio.sleep(0.05)
        seen = len(crowd.acknowledged)
        while len(crowd.acknowledged) < seen + 500:
            await asyncio.sleep(0.01)
    coming.cancel()
    await asyncio.gather(coming, return_exceptions=True)


@contextmanager
def failing_database(server: Server) -> Iterator[Callable[[], object]]:
    """Within, each call makes it fail: a disk that takes no more, or connections that break."""
    url = server.environment.get("TURNOUT_DATABASE_URL")
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            yield lambda: connection.execute(TERMINATE)
    else:
        yield lambda: let_files_grow_to(server, 100_000)
        let_files_grow_to(server, resource.RLIM_INFINITY)


def let_files_grow_to(server: Server, size: int) -> None:
    """For every process of the server; a write beyond fails as it does on a full disk."""
    assert server.process is not None
    group = subprocess.run(
        ["pgrep", "-g", str(server.process.pid)], capture_output=True, text=True, check=True
    )
    for pid in map(int, group.stdout.split()):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


async def send_one_by_one(port: int, emails: list[str]) -> list[int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    statuses = []
    for email in emails:
        writer.write(post(PATH, body_of(email=email)))
        statuses.append(await status_of(reader))
    writer.close()
    return statuses

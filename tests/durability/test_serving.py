"""The rush path as a whole: a real server, its database, and whatever people send it."""

import asyncio
import contextlib
import json
import random
import socket
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest

from tests.durability.crowd import FIELDS, post, status_of
from tests.durability.stored import rows, stored_keys
from tests.durability.test_kill import publish
from tests.server import Server
from tests.waiting import until

PATH = "/e/new-york/interest"


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    """Serves one published event."""
    server = start_server("--no-worker")
    publish(server, "new-york")
    until(lambda: status(server, "/e/new-york/") == 200)
    return server


def body_of(**fields: str) -> bytes:
    return urlencode({**FIELDS, **fields}).encode()


def status(server: Server, path: str) -> int:
    try:
        with urllib.request.urlopen(server.url + path, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


async def send(port: int, *requests: bytes) -> list[int]:
    """The statuses of requests that come at the same moment, each on its own connection."""
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in requests]
    for (_, writer), request in zip(lines, requests, strict=True):
        writer.write(request)
    try:
        return list(await asyncio.gather(*(status_of(reader) for reader, _ in lines)))
    finally:
        for _, writer in lines:
            writer.close()


def test_five_hundred_answers_at_once_are_all_stored(server: Server):
    emails = [f"fan{number}@example.org" for number in range(500)]

    statuses = asyncio.run(send(server.port, *(post(PATH, body_of(email=email)) for email in emails)))

    assert statuses == [303] * 500
    assert stored_keys(server) == set(emails)


def test_same_submission_at_once_and_after_a_restart_is_one_row(server: Server):
    again = post(PATH, body_of(email="ada@example.org", submission=str(uuid.uuid4())))

    at_once = asyncio.run(send(server.port, *[again] * 50))
    server.kill()
    server.start()
    later = asyncio.run(send(server.port, *[again] * 5))

    assert at_once + later == [303] * 55
    assert stored_keys(server) == {"ada@example.org"}
    assert rows(server, "SELECT count(*) FROM interest_repeat") == [(0,)]


def test_second_answers_of_one_address_are_counted_and_change_nothing(server: Server):
    asyncio.run(
        send(server.port, *(post(PATH, body_of(email="ada@example.org", party="1")) for _ in range(20)))
    )

    assert rows(server, "SELECT party FROM interest_interest") == [(1,)]
    assert rows(server, "SELECT times FROM interest_repeat") == [(19,)]
    assert rows(server, "SELECT sum(answers) FROM interest_tally WHERE dimension = 'total'") == [(1,)]


HOSTILE = {
    "nothing": b"",
    "nul": b"name=%00&email=a",
    "raw nul": b"name=\0",
    "not utf-8": b"name=\xff\xfe",
    "surrogates": b"name=%ED%A0%80",
    "ten thousand fields": b"&".join(b"f%d=" % number for number in range(10_000))[:32_000],
    "one field often": b"email=x&" * 3_000,
    "percent signs": b"%" * 30_000,
    "piled up marks": b"name=a" + "\u0301\u0323".encode() * 7_000,
    "a long address": b"email=" + b"a." * 15_000 + b"@example.org",
    "huge numbers": body_of(email="a@example.org", party="9" * 20_000),
    "another encoding": b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda\r\n--x--',
    "json": json.dumps(FIELDS).encode(),
    "noise": random.Random(1).randbytes(30_000),
}


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in HOSTILE.items()])
def test_hostile_form_is_refused_in_the_ordinary_way(serving: Server, body: bytes):
    assert asyncio.run(send(serving.port, post(PATH, body))) == [422]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Server]:
    """One server for those tests that change nothing."""
    with contextlib.ExitStack() as ends:
        server = Server(tmp_path_factory.mktemp("serving"), "--no-worker")
        ends.callback(server.kill)
        server.start()
        publish(server, "new-york")
        until(lambda: status(server, "/e/new-york/") == 200)
        yield server


@pytest.mark.parametrize(
    "request_line",
    [
        b"POST /e/new-york/interest HTTP/1.1\r\nHost: x\r\nContent-Length: 40000\r\n\r\n" + b"a" * 40_000,
        b"POST /e/new-york/interest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"8000\r\n" + b"a" * 0x8000 + b"\r\n8000\r\n" + b"a" * 0x8000 + b"\r\n0\r\n\r\n",
    ],
    ids=["announced", "in chunks"],
)  # fmt: skip
def test_too_large_form_is_refused(serving: Server, request_line: bytes):
    assert asyncio.run(send(serving.port, request_line)) == [413]


@pytest.mark.parametrize(
    "path",
    ["/e/new-york/?%ff", "/e/%ff%fe/", "/e/new-york/?lang=%00", "/%00", "/e/../../etc/passwd", "//e//"],
)
def test_odd_address_is_no_error_of_the_server(serving: Server, path: str):
    line = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()

    assert asyncio.run(send(serving.port, line))[0] < 500


def test_bytes_that_are_no_request_end_the_line_and_not_the_server(serving: Server):
    with socket.create_connection(("127.0.0.1", serving.port), timeout=10) as line:
        line.sendall(random.Random(2).randbytes(5_000) + b"\r\n\r\n")
        while line.recv(65_536):
            pass

    assert status(serving, "/healthz") == 200


def test_published_page_appears_within_a_second_and_goes_as_fast(start_server: Callable[..., Server]):
    server = start_server("--no-worker")

    publish(server, "new-york")
    until(lambda: status(server, "/e/new-york/") == 200, seconds=1)
    with contextlib.closing(urllib.request.urlopen(f"{server.url}/e/new-york/", timeout=10)) as page:
        assert page.headers["vary"] == "Accept-Encoding, Accept-Language"
        assert "content-security-policy" in page.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_wrong_method_is_not_allowed(serving: Server, method: str):
    line = f"{method} {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n".encode()

    assert asyncio.run(send(serving.port, line)) == [405]


def test_large_answer_waits_for_permission_to_be_sent(serving: Server):
    head = post(PATH, b"name=Ada").removesuffix(b"\r\n\r\nname=Ada") + b"\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection(("127.0.0.1", serving.port), timeout=10) as line:
        line.sendall(head)
        assert line.recv(100).startswith(b"HTTP/1.1 100")
        line.sendall(b"name=Ada")
        assert line.recv(100).startswith(b"HTTP/1.1 422")


def test_figures_are_for_this_machine_and_not_for_what_a_proxy_passes_on(serving: Server):
    own = b"GET /-/stats HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    passed_on = b"GET /-/stats HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n"

    assert asyncio.run(send(serving.port, own, passed_on)) == [200, 403]
    assert (status(serving, "/healthz"), status(serving, "/readyz")) == (200, 200)

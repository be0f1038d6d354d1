import asyncio
from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_network
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from tests.rush.asking import Answered, Asking, answer_to, scope_of
from turnout.rush import wsgi_bridge
from turnout.rush.address import Visitors
from turnout.rush.wsgi_bridge import LARGEST, WsgiBridge

NO_PROXIES = Visitors(())


class Whole(list[bytes]):
    """An answer that is there at once, as Django's plain responses are."""

    streaming = False
    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class Streamed:
    """An answer that is made while it is sent."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.taken = 0
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.taken += 1
            yield chunk

    def close(self) -> None:
        self.is_closed = True


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Whole:
    start_response(
        "200 OK", [("Content-Type", "text/plain"), ("Content-Length", "999"), ("X-Two", "1"), ("X-Two", "2")]
    )
    return Whole([environ["REQUEST_METHOD"].encode(), b" ", environ["wsgi.input"].read()])


def answering(chunks: Iterable[bytes], status: str = "200 OK") -> Callable[..., Iterable[bytes]]:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, [("Content-Type", "text/plain")])
        return chunks

    return app


def bridged(app: Any, method: str = "GET", *parts: bytes | None, **given: Any) -> Answered:
    return answer_to(WsgiBridge(app, NO_PROXIES, threads=2), method, "/x?y=z", *parts, **given)


def test_body_is_read_and_the_answer_is_sent_whole():
    answered = bridged(echo, "POST", b"a" * 50_000, b"b" * 50_000)

    assert (answered.status, answered.body) == (200, b"POST " + b"a" * 50_000 + b"b" * 50_000)
    assert answered.headers["content-length"] == "100005"
    headers = [name for name, _ in answered.messages[0]["headers"]]
    assert headers.count(b"x-two") == 2
    assert headers.count(b"content-length") == 1


def test_head_has_the_length_and_no_body():
    answered = bridged(echo, "HEAD")

    assert (answered.body, answered.headers["content-length"]) == (b"", "5")


def test_answer_without_content_has_no_length():
    assert "content-length" not in bridged(answering(Whole(), "304 Not Modified")).headers


def test_answer_is_closed_after_it_was_sent():
    chunks = Whole([b"x"])

    bridged(answering(chunks))

    assert chunks.is_closed


def test_stream_is_sent_in_its_parts():
    chunks = Streamed([b"a", b"b", b"c"])

    answered = bridged(answering(chunks))

    assert answered.body == b"abc"
    assert [message.get("more_body") for message in answered.messages[1:]] == [True, True, True, None]
    assert chunks.is_closed


def test_head_of_a_stream_makes_none_of_it():
    chunks = Streamed([b"a", b"b"])

    answered = bridged(answering(chunks), "HEAD")

    assert (answered.status, answered.body, chunks.taken) == (200, b"", 0)
    assert chunks.is_closed


def test_list_of_chunks_is_an_answer_too():
    assert bridged(answering([b"a", b"b"])).body == b"ab"


def test_too_large_body_never_reaches_the_application():
    parts = [b"a" * 1_000_000] * (LARGEST // 1_000_000 + 1)

    assert bridged(echo, "POST", *parts).status == 413


def test_body_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wsgi_bridge, "LONGEST_UPLOAD", 0.05)
    asking = Asking(b"a", b"b")
    asking.parts = []

    asyncio.run(WsgiBridge(echo, NO_PROXIES, threads=1)(scope_of("POST", "/"), asking.receive, asking.send))

    assert asking.answered.status == 408


def test_body_that_breaks_off_is_a_bad_request():
    assert bridged(echo, "POST", b"a", None).status == 400


def test_house_that_is_full_says_so():
    answered = answer_to(WsgiBridge(echo, NO_PROXIES, threads=1, room=0), "GET", "/")

    assert (answered.status, answered.headers["retry-after"]) == (503, "5")


def test_room_is_given_back():
    bridge = WsgiBridge(echo, NO_PROXIES, threads=1, room=1)

    assert [answer_to(bridge, "GET", "/").status for _ in range(3)] == [200] * 3
    assert bridge.waiting == 0


def test_application_that_fails_is_an_error_of_the_server():
    def failing(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bridged(failing)


def test_stream_ends_when_its_reader_is_gone():
    asking = Asking()
    chunks = Streamed(b"x" for _ in range(1_000_000))

    async def send(message: Any) -> None:
        await asking.send(message)
        if chunks.taken == 3:
            asking.hung_up.set()
            await asyncio.sleep(0)

    bridge = WsgiBridge(answering(chunks), NO_PROXIES, threads=1)
    asyncio.run(bridge(scope_of("GET", "/"), asking.receive, send))

    assert chunks.taken < 10
    assert chunks.is_closed


@pytest.mark.parametrize("problem", [OSError("broken pipe"), None])
def test_stream_ends_when_it_cannot_be_sent(problem: OSError | None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wsgi_bridge, "LONGEST_SEND", 0.05)
    asking = Asking()
    chunks = Streamed(b"x" for _ in range(1_000_000))

    async def send(message: Any) -> None:
        if chunks.taken == 2:
            if problem:
                raise problem
            await asyncio.Event().wait()

    bridge = WsgiBridge(answering(chunks), NO_PROXIES, threads=1)
    asyncio.run(bridge(scope_of("GET", "/"), asking.receive, send))

    assert (chunks.taken, chunks.is_closed) == (2, True)


def test_stream_waits_for_its_reader():
    asking = Asking()
    chunks = Streamed(b"x" for _ in range(50))
    ahead: list[int] = []

    async def send(message: Any) -> None:
        await asyncio.sleep(0.001)
        await asking.send(message)
        ahead.append(chunks.taken - len(asking.answered.body))

    bridge = WsgiBridge(answering(chunks), NO_PROXIES, threads=1)
    asyncio.run(bridge(scope_of("GET", "/"), asking.receive, send))

    assert max(ahead) <= 1


def test_old_way_to_write_is_refused():
    def writing(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [])(b"x")
        return []

    with pytest.raises(NotImplementedError):
        bridged(writing)


def environ_of(headers: Any = (), client: str | None = "10.0.0.1") -> WSGIEnvironment:
    seen: list[WSGIEnvironment] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Whole:
        seen.append(environ)
        start_response("204 No Content", [])
        return Whole()

    bridge = WsgiBridge(app, Visitors((ip_network("10.0.0.0/8"),)), threads=1)
    asking = Asking()
    scope = {
        **scope_of("GET", "/caf\u00e9/", headers, client=client),
        "raw_path": b"/caf%C3%A9/?q=1",
        "query_string": b"q=\xff",
    }
    asyncio.run(bridge(scope, asking.receive, asking.send))
    return seen[0]


def test_environ_has_the_bytes_of_path_and_query():
    environ = environ_of()

    assert environ["PATH_INFO"] == "/caf\u00c3\u00a9/"
    assert environ["QUERY_STRING"] == "q=\u00ff"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("127.0.0.1", "8000")


def test_headers_are_joined_as_they_may_be():
    headers = [
        ("Cookie", "a=1"),
        ("Cookie", "b=2"),
        ("Accept", "x"),
        ("Accept", "y"),
        ("Content-Type", "text/plain"),
    ]

    environ = environ_of(headers)

    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")
    assert environ["CONTENT_TYPE"] == "text/plain"


def test_header_with_an_underscore_is_left_out():
    assert "HTTP_X_FORWARDED_PROTO" not in environ_of([("X_Forwarded_Proto", "https")])


@pytest.mark.parametrize(
    ("client", "address", "scheme"),
    [("10.0.0.1", "203.0.113.7", "https"), ("198.51.100.5", "198.51.100.5", None), (None, "", None)],
)
def test_only_a_trusted_proxy_says_who_the_visitor_is(client: str | None, address: str, scheme: str | None):
    forwarded = [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https")]

    environ = environ_of(forwarded, client)

    assert environ["REMOTE_ADDR"] == address
    assert environ.get("HTTP_X_FORWARDED_PROTO") == scheme

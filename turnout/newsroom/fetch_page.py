"""A stranger's page, fetched without letting the stranger choose a machine behind this server's wall.

A name is resolved once for each connection, every address that it has is looked at, and the connection is
made to one of those: so a name that means another machine a moment later changes nothing. TLS is still
checked against the name. The same holds for each step of a redirect.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from email.message import Message
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
from django.conf import settings

from turnout.rules.web_address import NotAWebAddress, WebAddress, is_public, is_usual, web_address

SECONDS = 10.0
MOST_BYTES = 1024 * 1024
MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_HTML = {"text/html", "application/xhtml+xml"}
Resolve = Callable[[str, int], Sequence[str]]


class NotFetched(Exception):
    """Nothing was read, and why: in words for a log. `is_for_good` where another try would end the same."""

    def __init__(self, why: str, *, is_for_good: bool) -> None:
        super().__init__(why)
        self.is_for_good = is_for_good


@dataclass(frozen=True)
class Fetched:
    """`html` is empty where the status is not 200; `address` is where the redirects led."""

    status: int
    html: str
    address: str


def machines_of(host: str, port: int) -> Sequence[str]:
    """The IP addresses of that name, as this machine resolves it; an address, however written, is its own."""
    if written := _written(host):
        return [written]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _written(host: str) -> str:
    """The address that a host is, also as one number, in octal or hexadecimal; empty where it is a name."""
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return ""


def fetch_page(text: str, resolve: Resolve = machines_of, seconds: float = SECONDS) -> Fetched:
    """In so many seconds in all, redirects included. Raises NotFetched."""
    deadline = time.monotonic() + seconds
    for _step in range(MOST_REDIRECTS + 1):
        address = _allowed(text)
        try:
            status, headers, body = _asked(address, _Guarded(resolve, deadline))
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as trouble:
            raise NotFetched(type(trouble).__name__, is_for_good=False) from None
        if status not in _REDIRECTS:
            return Fetched(status, _decoded(headers, body) if status == 200 else "", address.text)
        text = urljoin(address.text, _header(headers, b"location"))
    raise NotFetched("too many redirects", is_for_good=True)


def _allowed(text: str) -> WebAddress:
    try:
        address = web_address(text)
    except NotAWebAddress:
        raise NotFetched("no address on the web", is_for_good=True) from None
    if not is_usual(address) and not _is_let_through(address.host, address.port):
        raise NotFetched("a port that websites do not have", is_for_good=True)
    return address


def _is_let_through(host: str, port: int) -> bool:
    return f"{host}:{port}" in settings.TURNOUT_WEBMENTION_HOSTS


class _Guarded(httpcore.NetworkBackend):
    """Connects to machines that everybody reaches, and lets nothing last beyond the deadline."""

    def __init__(self, resolve: Resolve, deadline: float) -> None:
        self._resolve, self._deadline = resolve, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        machines = self._machines(host, port)
        if not _is_let_through(host, port) and not all(map(is_public, machines)):
            raise NotFetched("not a machine that everybody reaches", is_for_good=True)
        return self._connected(machines, port)

    def _machines(self, host: str, port: int) -> Sequence[str]:
        """The system's resolver knows no deadline; it is left behind where it takes too long."""
        thread = ThreadPoolExecutor(1)
        try:
            found = thread.submit(self._resolve, host, port).result(_left(self._deadline))
        except (TooLate, UnicodeError):
            raise httpcore.ConnectError from None
        finally:
            thread.shutdown(wait=False)
        if not found:
            raise httpcore.ConnectError
        return found

    def _connected(self, machines: Sequence[str], port: int) -> httpcore.NetworkStream:
        *others, last = machines[:4]
        for machine in others:
            try:
                return self._connect(machine, port)
            except httpcore.ConnectError:
                continue
        return self._connect(last, port)

    def _connect(self, machine: str, port: int) -> httpcore.NetworkStream:
        stream = self._plain.connect_tcp(machine, port, timeout=_left(self._deadline))
        return _Timed(stream, self._deadline)


class _Timed(httpcore.NetworkStream):
    """A connection on which each wait is no longer than what is left."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Timed(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


@cache
def _tls() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


def _asked(address: WebAddress, backend: _Guarded) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and, of a page, its first MOST_BYTES; a longer one is refused."""
    headers: Mapping[bytes | str, bytes | str] = {
        "Host": urlsplit(address.text).netloc,
        "User-Agent": f"Turnout (Webmention; {settings.TURNOUT_BASE_URL})",
        "Accept": "text/html",
        "Accept-Encoding": "identity",
    }
    with (
        httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend, retries=0) as pool,
        pool.stream("GET", address.text, headers=headers) as answer,
    ):
        body = _body(answer) if answer.status == 200 else b""
        return answer.status, answer.headers, body


def _body(answer: httpcore.Response) -> bytes:
    if _message(answer.headers).get_content_type() not in _HTML:
        raise NotFetched("not a page of HTML", is_for_good=True)
    if _header(answer.headers, b"content-encoding").lower() not in {"", "identity"}:
        raise NotFetched("compressed, though that was not asked for", is_for_good=True)
    read = bytearray()
    for part in answer.iter_stream():
        read += part
        if len(read) > MOST_BYTES:
            raise NotFetched("larger than a page", is_for_good=True)
    return bytes(read)


def _decoded(headers: list[tuple[bytes, bytes]], body: bytes) -> str:
    charset = _message(headers).get_content_charset() or "utf-8"
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _message(headers: list[tuple[bytes, bytes]]) -> Message:
    message = Message()
    message["Content-Type"] = _header(headers, b"content-type") or "application/octet-stream"
    return message


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    values = [value for each, value in headers if each.lower() == name]
    return values[-1].decode("latin-1") if values else ""

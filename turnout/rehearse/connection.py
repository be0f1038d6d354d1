"""A small HTTP/1.1 client. A rehearsal shares its machine with the server that it tries:
a general client would spend most of the processor on its own work."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

import brotli

GREATEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        encoding = self.headers.get("content-encoding", "")
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)
        plain: bytes = unpack(self.raw)
        return plain.decode("utf-8", "replace")


class Broken(Exception):
    """The connection ended before the whole answer was there; what the server did is unknown."""


class Connection:
    """One connection, opened when it is first needed and kept for the next request."""

    def __init__(self, base: SplitResult) -> None:
        self.base = base
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, target: str, headers: dict[str, str], body: bytes = b"") -> Reply:
        """Send one request and read its answer. Raises Broken."""
        was_open = self._streams is not None
        try:
            return await self._ask(method, target, headers, body)
        except Broken:
            # A server may close a connection that was idle: as a browser would, ask once more on a new one.
            if not was_open:
                raise
            return await self._ask(method, target, headers, body)

    async def _ask(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        try:
            reader, writer = self._streams or await self._open()
            writer.write(_request(method, target, {"Host": self.base.netloc, **headers}, body))
            await writer.drain()
            reply = await _reply(reader)
        except BaseException as problem:
            # Also where it was cancelled halfway: the rest of this answer must not be read as the next one.
            self.close()
            if isinstance(problem, OSError | EOFError | ValueError | IndexError | asyncio.LimitOverrunError):
                raise Broken(str(problem)) from None
            raise
        if reply.headers.get("connection", "").lower() == "close":
            self.close()
        return reply

    async def end(self) -> None:
        if self._streams:
            writer = self._streams[1]
            self.close()
            with suppress(OSError):
                await writer.wait_closed()

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        secure = ssl.create_default_context() if self.base.scheme == "https" else None
        port = self.base.port or (443 if secure else 80)
        self._streams = await asyncio.open_connection(
            self.base.hostname, port, ssl=secure, limit=GREATEST_HEAD
        )
        return self._streams


def _request(method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def _reply(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in fields}
    return Reply(int(head[0].split(" ", 2)[1]), headers, await _body(reader, headers))


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return b"".join([chunk async for chunk in _chunks(reader)])
    if "content-length" in headers or headers.get("connection", "").lower() != "close":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    return await reader.read()


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")

"""Many visitors who post answers as fast as they are answered, and remember what was acknowledged."""

import asyncio
from contextlib import suppress
from itertools import count
from urllib.parse import urlencode

NUMBERS = count(1)
FIELDS = {"name": "Ada Okafor", "likelihood": "probably", "party": "2", "country": "US", "consent": "yes"}


class Crowd:
    def __init__(self, port: int, path: str, label: str) -> None:
        self.port = port
        self.path = path
        self.label = label
        self.acknowledged: list[str] = []
        self.sent: list[str] = []
        self.statuses: set[int] = set()

    async def come(self, visitors: int) -> None:
        """Until the server is gone, for each of them."""
        await asyncio.gather(*(self._visit() for _ in range(visitors)))

    async def _visit(self) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                while True:
                    await self._answer(reader, writer)
            finally:
                writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        email = f"{self.label}.{next(NUMBERS)}@example.org"
        self.sent.append(email)
        writer.write(post(self.path, urlencode({**FIELDS, "email": email}).encode()))
        status = await status_of(reader)
        self.statuses.add(status)
        if status == 303:
            self.acknowledged.append(email)


def post(path: str, body: bytes) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def status_of(reader: asyncio.StreamReader) -> int:
    """The status of a whole answer. IncompleteReadError where it breaks off."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
    )
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])

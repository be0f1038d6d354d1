"""A WSGI application as an ASGI one: in a few threads, which nobody's slow line can hold."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import BinaryIO, cast
from wsgiref.types import WSGIApplication, WSGIEnvironment

from turnout.rush.address import Visitors
from turnout.rush.body import HungUp, TooLarge
from turnout.rush.environ import environ_of
from turnout.rush.reply import Header, Message, Receive, Reply, Scope, Send, plain

# A picture of 12 MB and the form around it.
LARGEST = 20 * 1024 * 1024
_IN_MEMORY = 64 * 1024
# Anybody may begin to send a picture: of all bodies together no more than this is kept.
MOST_HELD = 10 * LARGEST
# Seconds for a whole body to come, and for one more part of an answer to go.
LONGEST_UPLOAD = 120.0
LONGEST_SEND = 30.0
_BROKEN = plain(400, "Bad Request")
_FULL = plain(503, "Service Unavailable", (b"retry-after", b"5"))

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None


class Gone(Exception):
    """The visitor does not take the rest of the answer."""


class Crowded(Exception):
    """Others send so much just now that there is no room for a large body."""


@dataclass(slots=True)
class Body:
    file: BinaryIO
    size: int = 0


class WsgiBridge:
    """A body is read whole before a thread sees it; an answer that streams waits for its reader."""

    def __init__(
        self, app: WSGIApplication, visitors: Visitors, threads: int, room: int = 200, full: Reply = _FULL
    ) -> None:
        self._app = app
        self._visitors = visitors
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="wsgi")
        self._room = room
        self._full = full
        self.waiting = 0
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(_IN_MEMORY) as file:
            body = Body(cast(BinaryIO, file))
            try:
                await self._take(body, scope, receive, send)
            finally:
                self._held -= body.size

    async def _take(self, body: Body, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(LONGEST_UPLOAD):
                await self._read_into(body, receive)
        except TooLarge:
            await plain(413, "Content Too Large").send(send)
        except Crowded:
            await self._full.send(send)
        except TimeoutError:
            await plain(408, "Request Timeout").send(send)
        except HungUp:
            # Or what came was no HTTP, of which the server says the same; then this is read.
            await _BROKEN.send(send)
        else:
            await self._answer(scope, body, receive, send)

    async def _read_into(self, body: Body, receive: Receive) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise HungUp
            chunk = message.get("body", b"")
            more = message.get("more_body", False)
            body.size += len(chunk)
            self._held += len(chunk)
            if body.size > LARGEST:
                raise TooLarge
            # Plain forms are small and always pass.
            if body.size > _IN_MEMORY and self._held > MOST_HELD:
                raise Crowded
            body.file.write(chunk)
        body.file.seek(0)

    async def _answer(self, scope: Scope, body: Body, receive: Receive, send: Send) -> None:
        if self.waiting >= self._room:
            await self._full.send(send)
            return
        self.waiting += 1
        try:
            environ = environ_of(scope, body.file, body.size, self._visitors)
            await _Exchange(self._app, environ, receive, send).run(self._threads)
        finally:
            self.waiting -= 1


class _Exchange:
    """One request in a thread, and its answer on the way back to the event loop."""

    def __init__(self, app: WSGIApplication, environ: WSGIEnvironment, receive: Receive, send: Send) -> None:
        self._app = app
        self._environ = environ
        self._receive = receive
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._is_head = environ["REQUEST_METHOD"] == "HEAD"
        self._status = 0
        self._headers: list[Header] = []
        self._is_gone = False

    async def run(self, threads: ThreadPoolExecutor) -> None:
        watching = self._loop.create_task(self._watch())
        try:
            reply = await self._loop.run_in_executor(threads, self._in_thread)
            if reply is not None:
                await reply.send(self._send, without_body=self._is_head)
        finally:
            watching.cancel()

    async def _watch(self) -> None:
        # The body was read: nothing else can come.
        await self._receive()
        self._is_gone = True

    def _in_thread(self) -> Reply | None:
        """The whole answer, or nothing where it was streamed from here."""
        chunks = self._app(self._environ, self._start)
        try:
            if not getattr(chunks, "streaming", True):
                return Reply(self._status, self._headers, b"".join(chunks))
            with suppress(Gone):
                self._stream(() if self._is_head else chunks)
            return None
        finally:
            getattr(chunks, "close", _nothing)()

    def _start(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo = None
    ) -> Callable[[bytes], object]:
        self._status = int(status.split(" ", 1)[0])
        # The length is computed from what is sent.
        self._headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in headers
            if name.lower() != "content-length"
        ]
        return _no_write

    def _stream(self, chunks: Iterable[bytes]) -> None:
        self._tell({"type": "http.response.start", "status": self._status, "headers": self._headers})
        for chunk in chunks:
            self._tell({"type": "http.response.body", "body": chunk, "more_body": True})
        self._tell({"type": "http.response.body", "body": b""})

    def _tell(self, message: Message) -> None:
        """Returns when the server has taken the message. Raises Gone."""
        if self._is_gone:
            raise Gone
        sending = asyncio.run_coroutine_threadsafe(_sent(self._send, message), self._loop)
        try:
            sending.result(LONGEST_SEND)
        except (OSError, TimeoutError):
            sending.cancel()
            raise Gone from None


async def _sent(send: Send, message: Message) -> None:
    await send(message)


def _no_write(data: bytes) -> object:
    raise NotImplementedError("the answer is what the application returns")


def _nothing() -> None:
    pass

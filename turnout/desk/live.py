"""The overview's figures while they grow, as server-sent events: a raw ASGI callable.

Whoever watches an event in this process shares one reader of its tallies. A watcher is told that
something changed and gets the state of that moment, so that a slow one skips states and never piles
them up. The database is read in threads of its own: the event loop is the rush path's.
"""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import close_old_connections
from django.http import Http404

from turnout.desk.watching import State, View, admitted, state_of
from turnout.interest.queries import Counts, counts_of

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Found = TypeVar("Found")

ADDRESS = re.compile(r"/desk/(?P<organisation>[-\w]+)/(?P<event>[-\w]+)/live/", re.ASCII)
PACE = 1.0
HEARTBEAT = 15.0
ACCESS_HOLDS = 60.0
SLOWEST_SEND = 30.0
MOST_WATCHERS = 500

log = logging.getLogger(__name__)
threads = ThreadPoolExecutor(2, thread_name_prefix="live")


class NoStream(Exception):
    def __init__(self, status: int) -> None:
        self.status = status


async def in_thread(call: Callable[..., Found], *arguments: Any) -> Found:
    def fresh() -> Found:
        close_old_connections()
        return call(*arguments)

    return await asyncio.get_running_loop().run_in_executor(threads, fresh)


class Stream:
    """One event's counts as this process last read them."""

    def __init__(self, event_id: int) -> None:
        self.event_id = event_id
        self.watchers = 0
        self.counts: Counts | None = None
        self.ended = False
        self.news = asyncio.Event()
        self.states: dict[View, asyncio.Task[State]] = {}

    async def read_on(self) -> None:
        """Until nobody watches. Where the database fails all are sent away, and come back by themselves."""
        try:
            while self.watchers:
                counts = await in_thread(counts_of, self.event_id)
                if counts != self.counts:
                    self.counts = counts
                    self.states = {}
                    self._tell()
                await asyncio.sleep(PACE)
        except Exception:
            log.exception("The figures of event %s cannot be read.", self.event_id)
        finally:
            self.ended = True
            self._tell()

    def _tell(self) -> None:
        told, self.news = self.news, asyncio.Event()
        told.set()

    async def state(self, view: View) -> State:
        """Rendered once for all who see the same."""
        if view not in self.states:
            self.states[view] = asyncio.create_task(in_thread(state_of, self.event_id, self.counts, view))
        return await asyncio.shield(self.states[view])


class Live:
    """Answers `…/live/`: what asgi.py routes to, one for each process."""

    def __init__(self) -> None:
        self.streams: dict[int, Stream] = {}
        self.readers: set[asyncio.Task[None]] = set()
        self.watchers = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            event_id, view = await self._admit(scope)
        except NoStream as refused:
            await _refuse(send, refused.status)
            return
        gone = asyncio.create_task(_until_gone(receive))
        stream = self._enter(event_id)
        try:
            await _Watch(scope, stream, view, gone, send).run()
        except (OSError, TimeoutError):
            pass  # Gone in the middle of a message, or so slow that it is as good as gone.
        finally:
            gone.cancel()
            self._leave(stream)

    async def _admit(self, scope: Message) -> tuple[int, View]:
        if scope["method"] != "GET":
            raise NoStream(405)
        if self.watchers >= MOST_WATCHERS:
            raise NoStream(503)
        return await _access(scope)

    def _enter(self, event_id: int) -> Stream:
        stream = self.streams.get(event_id)
        if stream is None or stream.ended:
            stream = self.streams[event_id] = Stream(event_id)
        stream.watchers += 1
        self.watchers += 1
        if stream.watchers == 1:
            reader = asyncio.create_task(stream.read_on())
            self.readers.add(reader)
            reader.add_done_callback(self.readers.discard)
        return stream

    def _leave(self, stream: Stream) -> None:
        stream.watchers -= 1
        self.watchers -= 1
        if not stream.watchers and self.streams.get(stream.event_id) is stream:
            del self.streams[stream.event_id]

    def close(self) -> None:
        """Send everybody away: the process is about to stop."""
        for reader in self.readers:
            reader.cancel()


class _Watch:
    """One connection: what it was sent, and until when its access holds."""

    def __init__(
        self, scope: Message, stream: Stream, view: View, gone: "asyncio.Task[None]", send: Send
    ) -> None:
        self.scope = scope
        self.stream = stream
        self.view = view
        self.gone = gone
        self.send = send
        self.sent: Counts | None = None
        self.hours: dict[int, int] = {}
        self.checked = asyncio.get_running_loop().time()

    async def run(self) -> None:
        await self.send(_start(200, b"text/event-stream; charset=utf-8"))
        await self._write("retry: 3000\n\n")
        while not self.gone.done() and not self.stream.ended:
            if not await self._still_admitted():
                await self._write("event: refused\ndata:\n\n")
                break
            if self.stream.counts is not self.sent:
                await self._tell()
            elif not await self._news():
                await self._write(": still here\n\n")
        await self._write("", more=False)

    async def _tell(self) -> None:
        self.sent = self.stream.counts
        state = await self.stream.state(self.view)
        changed = [hour for hour in state.hours.items() if self.hours.get(hour[0]) != hour[1]]
        self.hours = state.hours
        news = {"html": state.html, "sentence": state.sentence, "hours": changed}
        await self._write(f"event: figures\ndata: {json.dumps(news, ensure_ascii=False)}\n\n")

    async def _news(self) -> bool:
        """Whether there is any before the next heartbeat is due."""
        news = asyncio.create_task(self.stream.news.wait())
        done, _ = await asyncio.wait(
            {news, self.gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
        )
        news.cancel()
        return bool(done)

    async def _still_admitted(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self.checked < ACCESS_HOLDS:
            return True
        self.checked = now
        try:
            return await _access(self.scope) == (self.stream.event_id, self.view)
        except NoStream:
            return False

    async def _write(self, text: str, *, more: bool = True) -> None:
        message = {"type": "http.response.body", "body": text.encode(), "more_body": more}
        await asyncio.wait_for(self.send(message), SLOWEST_SEND)


async def _access(scope: Message) -> tuple[int, View]:
    found = ADDRESS.fullmatch(scope["path"])
    if found is None:
        raise NoStream(404)
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    try:
        return await in_thread(admitted, cookies, found["organisation"], found["event"], query)
    except PermissionDenied:
        raise NoStream(401) from None
    except Http404:
        raise NoStream(404) from None


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _start(status: int, content_type: bytes) -> Message:
    headers = [
        (b"content-type", content_type),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status == 503:
        headers.append((b"retry-after", b"30"))
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _refuse(send: Send, status: int) -> None:
    await send(_start(status, b"text/plain; charset=utf-8"))
    await send({"type": "http.response.body", "body": b""})


def is_live(path: str) -> bool:
    return ADDRESS.fullmatch(path) is not None


live = Live()

"""The body of a post: small, and sent in reasonable time."""

import asyncio
from typing import Any

from turnout.rush.reply import Message, Receive

LARGEST = 32 * 1024
LONGEST_WAIT = 15.0


class TooLarge(Exception):
    """More bytes than are taken."""


class TooSlow(Exception):
    """Not all there in time."""


class HungUp(Exception):
    """The visitor is gone."""


class Patience:
    """Ends the waiting for bodies that take longer than `seconds`.

    A timer for each request would cost more than reading the form: so one looks after all of them,
    a few times in that while.
    """

    def __init__(self, seconds: float = LONGEST_WAIT) -> None:
        self._seconds = seconds
        self._since: dict[asyncio.Task[Any], float] = {}
        self._overdue: set[asyncio.Task[Any]] = set()
        self.is_looking = False

    async def read(self, receive: Receive, announced: bytes) -> bytes:
        """The whole body; `announced` is the Content-Length. Raises TooLarge, TooSlow, HungUp."""
        if len(announced) > 9 or (announced.isdigit() and int(announced) > LARGEST):
            raise TooLarge
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  (inside a coroutine there is one)
        self._since[task] = asyncio.get_running_loop().time()
        if not self.is_looking:
            self._look_again()
        chunks = []
        size = 0
        try:
            while True:
                message = await receive()
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > LARGEST:
                    raise TooLarge
                if message["type"] == "http.disconnect":
                    raise HungUp
                chunks.append(chunk)
                if not message.get("more_body", False):
                    return b"".join(chunks)
        except asyncio.CancelledError:
            if task not in self._overdue:
                raise
            self._overdue.remove(task)
            task.uncancel()
            raise TooSlow from None
        finally:
            del self._since[task]

    def _look(self) -> None:
        self.is_looking = False
        late = asyncio.get_running_loop().time() - self._seconds
        for task, since in self._since.items():
            if since < late and task not in self._overdue:
                self._overdue.add(task)
                task.cancel()
        if self._since:
            self._look_again()

    def _look_again(self) -> None:
        self.is_looking = True
        asyncio.get_running_loop().call_later(self._seconds / 10, self._look)


def replayed(body: bytes, receive: Receive) -> Receive:
    """A receive that tells the body once more, and then whatever comes after it."""
    told = False

    async def receive_again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again

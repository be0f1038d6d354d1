"""Work that would keep the event loop from everybody else, done beside it; only so much waits for it."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from turnout.rush.group_commit import Full

Given = ParamSpec("Given")
Found = TypeVar("Found")


class Aside:
    """Only ever asked by the event loop's thread. What it is given to do must be safe in any thread."""

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._waiting = 0

    async def do(self, work: Callable[Given, Found], *args: Given.args, **kwargs: Given.kwargs) -> Found:
        """What the work gives. Raises Full at once where too much waits already."""
        if self._waiting >= self._most:
            raise Full
        self._waiting += 1
        try:
            return await asyncio.to_thread(work, *args, **kwargs)
        finally:
            self._waiting -= 1

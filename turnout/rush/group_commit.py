"""Many visitors, one transaction: whoever comes during a commit shares the next one."""

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable, Collection, Sequence
from queue import SimpleQueue
from typing import Generic, TypeVar

Item = TypeVar("Item")

log = logging.getLogger(__name__)
# From so many on, nobody can tell from the time of a batch what one of its items was.
A_CROWD = 8
# From so many a second on, as it was over the last fraction of one, a wait would only slow the rush.
A_RUSH = 1_000
_LATELY = 0.05


class Full(Exception):
    """More are waiting than can be kept waiting."""


class Refused(Exception):
    """The database takes this item never, whoever its neighbours are."""


class Unknown(Exception):
    """The commit did not say how it ended: the item may be stored or not."""


class Declined(Exception):
    """All is well with the item but that its turn was taken: the check it came with was spent before."""


Outcome = Refused | Unknown | Declined | None


class Arrivals:
    """How many came lately: each counts less the longer ago it was."""

    def __init__(self) -> None:
        self._lately = 0.0
        self._at = 0.0

    def are_crowd(self, count: int, now: float) -> bool:
        """Whether those who come together now, at a time in seconds, hide each other in numbers."""
        self._lately = self._lately * math.exp((self._at - now) / _LATELY) + count
        self._at = now
        return count >= A_CROWD or self._lately >= A_RUSH * _LATELY


class GroupCommit(Generic[Item]):
    """Hands whatever waits to `write`, from one thread, and wakes each visitor afterwards.

    `write` stores all or nothing, durably, but for the items that it gives back as declined. Where it
    raises one of `refusals`, nothing was stored and one of the items is to blame: the batch is split
    until the others are stored without it.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Collection[Item] | None],
        refusals: tuple[type[Exception], ...],
        *,
        room: int = 4_000,
        most: int = 500,
        beat: float = 0.0,
    ) -> None:
        """`beat`, in seconds: a few are told on it alone, so that nothing shows in how long a commit took."""
        self._write = write
        self._refusals = refusals
        self._room = room
        self._most = most
        self._beat = beat
        self._arrivals = Arrivals()
        # None ends it.
        self._waiting: SimpleQueue[tuple[Item, asyncio.Future[None]] | None] = SimpleQueue()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self.batches = 0
        self.items = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when all that waited is written."""
        self._ending = True
        self._waiting.put(None)
        self._thread.join()

    @property
    def waiting(self) -> int:
        return self._waiting.qsize()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def keep(self, item: Item) -> "asyncio.Future[None]":
        """Done when the item is stored; fails with Refused, Unknown or Declined. Raises Full at once."""
        if self._ending or self._waiting.qsize() >= self._room:
            raise Full
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put((item, future))
        return future

    def _run(self) -> None:
        while not self._ending or not self._waiting.empty():
            if batch := self._take():
                self._commit(batch)

    def _take(self) -> list[tuple[Item, "asyncio.Future[None]"]]:
        """Whatever waits; waits itself while that is nobody."""
        taken = [self._waiting.get()]
        while len(taken) < self._most and not self._waiting.empty():
            taken.append(self._waiting.get())
        return [each for each in taken if each is not None]

    def _commit(self, batch: list[tuple[Item, "asyncio.Future[None]"]]) -> None:
        begun = time.monotonic()
        outcomes = self._outcomes([item for item, _ in batch])
        # In a crowd all wait for each other anyway.
        if self._beat and not self._arrivals.are_crowd(len(batch), begun):
            time.sleep(self._beat - (time.monotonic() - begun) % self._beat)
        self.batches += 1
        self.items += len(batch)
        loop = batch[0][1].get_loop()
        loop.call_soon_threadsafe(_wake, [future for _, future in batch], outcomes)

    def _outcomes(self, items: Sequence[Item]) -> list[Outcome]:
        try:
            declined = self._write(items)
        except self._refusals as refusal:
            if len(items) == 1:
                log.error("An answer was refused by the database: %s", refusal)
                return [Refused()]
            half = len(items) // 2
            return self._outcomes(items[:half]) + self._outcomes(items[half:])
        except Exception:
            log.exception("A commit of %d answers failed", len(items))
            return [Unknown() for _ in items]
        return [Declined() if declined and item in declined else None for item in items]


def _wake(futures: Sequence["asyncio.Future[None]"], outcomes: Sequence[Outcome]) -> None:
    for future, outcome in zip(futures, outcomes, strict=True):
        # Its visitor may have hung up meanwhile.
        if future.done():
            continue
        if outcome is None:
            future.set_result(None)
        else:
            future.set_exception(outcome)
